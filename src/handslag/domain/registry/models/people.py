"""People, the names they are met under, where they work, and where they sit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from handslag.domain.base.fields import OrderKey
from handslag.domain.base.sides import Side
from handslag.domain.base.words import key_of, order_of
from handslag.domain.registry.models.bodies import Body
from handslag.domain.registry.models.organisations import Organisation

if TYPE_CHECKING:
    from datetime import date


class PersonQuerySet(models.QuerySet["Person"]):
    """Ways to sift people; they can be joined one after another."""

    def called(self, words: str) -> PersonQuerySet:
        """Those who have a name with `words` in it, letter case apart; all where there are none."""
        if not words.strip():
            return self
        named = PersonName.objects.filter(person=models.OuterRef("pk"), key__contains=key_of(words))
        return self.filter(models.Exists(named))

    def shown_as(self, words: str) -> PersonQuerySet:
        """Those in whose shown name `words` stands, letter case apart; all where there are none."""
        return self.filter(order_key__contains=order_of(words)) if words.strip() else self


class Person(models.Model):
    """One human being, shown under the name a reviewer chose."""

    name = models.CharField(max_length=200)
    user = models.OneToOneField(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="person"
    )
    """The account that this person signs in with."""
    email = models.EmailField(blank=True, db_default="")
    """Where their papers are sent; that of their account where this is empty."""
    order_key = OrderKey(of="name", max_length=200, db_index=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["order_key", "id"]

    def __str__(self) -> str:
        return self.name


class PersonName(models.Model):
    """A name as printed. Variants belong to one person only when a reviewer said so."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="names")
    text = models.CharField(max_length=200)
    key = models.CharField(max_length=600, unique=True, editable=False)

    def __str__(self) -> str:
        return self.text

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the key in step with the text."""
        self.key = key_of(self.text)
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passes on what Django gives


class Affiliation(models.Model):
    """A person works for an organisation under a title, from one day to another."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="affiliations")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="affiliations"
    )
    title = models.CharField(max_length=200, blank=True)
    since = models.DateField(null=True, blank=True)
    """Empty where nobody knows since when."""
    until = models.DateField(null=True, blank=True)
    """The last day; empty while it goes on."""

    class Meta:
        ordering = ["-since", "id"]

    def __str__(self) -> str:
        return f"{self.person_id} {self.title} {self.organisation_id}"


class MembershipRole(models.TextChoices):
    """As what somebody sits in a body."""

    CHAIR = "chair", _("ordförande")
    VICE_CHAIR = "vice-chair", _("vice ordförande")
    MEMBER = "member", _("ledamot")
    ALTERNATE = "alternate", _("ersättare")
    SECRETARY = "secretary", _("sekreterare")
    CO_OPTED = "co-opted", _("adjungerad")


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Ways to sift memberships; they can be joined one after another."""

    def on(self, day: date) -> MembershipQuerySet:
        """Those that hold on a day."""
        return self.filter(models.Q(until__isnull=True) | models.Q(until__gte=day), since__lte=day)


class Membership(models.Model):
    """A person sits in a body, for a principal, from one day to another."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=MembershipRole)
    principal = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    function = models.CharField(max_length=200, blank=True, db_default="")
    """What they are there to know of, where it is said: "skola", "primärvård"."""
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    """The last day; empty while it goes on."""

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["since", "id"]
        indexes = [models.Index(fields=["principal", "body"], name="bodies_of_principal")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.body_id}"


class Seat(models.Model):
    """A place in a body: for whom, for which function, as what, and how many of them."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="seats")
    role = models.CharField(max_length=20, choices=MembershipRole, default=MembershipRole.MEMBER)
    principal = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="seats"
    )
    side = models.CharField(max_length=20, choices=Side, blank=True)
    """The side that fills it, where no principal of its own does."""
    function = models.CharField(max_length=200, blank=True)
    count = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["body", "id"]

    def __str__(self) -> str:
        return f"{self.body_id} {self.role} x {self.count}"
