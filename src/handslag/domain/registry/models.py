"""Bodies and people, each with every name they are met under."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from handslag.domain.base.fields import OrderKey
from handslag.domain.base.words import key_of, order_of

if TYPE_CHECKING:
    from datetime import date


class BodyKind(models.TextChoices):
    """What sort of body it is. Local names differ between counties; the kinds do not."""

    MANAGERS_NETWORK = "managers-network", _("chefsnätverk")
    SOCIAL_SERVICES_NETWORK = "social-services-network", _("socialchefsnätverk")
    STEERING_GROUP = "steering-group", _("styrgrupp")
    POLITICAL_COUNCIL = "political-council", _("politiskt råd")
    JOINT_COMMITTEE = "joint-committee", _("gemensam nämnd")
    PROGRAMME_AREA = "programme-area", _("programområde")
    WORKING_GROUP = "working-group", _("arbetsgrupp")
    REFERENCE_GROUP = "reference-group", _("referensgrupp")
    OTHER = "other", _("annat organ")


class Body(models.Model):
    """A body (organ) that meets: a network, a steering group, a council."""

    name = models.CharField(max_length=300)
    short_name = models.CharField(max_length=100, blank=True)
    kind = models.CharField(max_length=40, choices=BodyKind, default=BodyKind.OTHER)
    order_key = OrderKey(of="name", max_length=300)

    class Meta:
        ordering = ["order_key", "id"]

    def __str__(self) -> str:
        return self.name


class BodyName(models.Model):
    """A name that documents use for a body. One name never means two bodies.

    Keys have room for three letters for each of the name's: so long may one become when its case
    is folded.
    """

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="names")
    text = models.CharField(max_length=300)
    key = models.CharField(max_length=900, unique=True, editable=False)

    def __str__(self) -> str:
        return self.text

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the key in step with the text."""
        self.key = key_of(self.text)
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passes on what Django gives


class OrganisationKind(models.TextChoices):
    """What sort of organisation it is."""

    MUNICIPALITY = "municipality", _("kommun")
    REGION = "region", _("region")
    OFFICE = "office", _("kansli")
    OTHER = "other", _("annan organisation")


PRINCIPALS = (OrganisationKind.MUNICIPALITY, OrganisationKind.REGION)
"""The kinds that are principals (huvudmän): those who answer for the care by law."""


class Organisation(models.Model):
    """An organisation: a municipality, a region, an office."""

    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=20, choices=OrganisationKind)
    code = models.CharField(max_length=10, blank=True)
    """Statistics Sweden's code of a municipality (four digits) or a county (two)."""
    order_key = OrderKey(of="name", max_length=300)

    class Meta:
        ordering = ["order_key", "id"]
        constraints = [
            models.UniqueConstraint(fields=["name"], name="organisation_once"),
        ]

    def __str__(self) -> str:
        return self.name


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


class NameKey(models.Model):
    """One of the keys under which a name is kept, so that names like it are found."""

    name = models.ForeignKey(PersonName, on_delete=models.CASCADE, related_name="keys")
    key = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return f"{self.name_id} {self.key}"


class Answer(models.TextChoices):
    """What somebody has said of two names."""

    OPEN = "open", _("ingen har svarat")
    SAME = "same", _("samma person")
    DIFFERENT = "different", _("två personer")


class NamePair(models.Model):
    """Two names so alike that they may be one person's, and what somebody has said of it.

    The names are kept by their keys, `one` before `other`: an answer holds although a name goes
    away for a while, as it does when a document is accepted anew.
    """

    one = models.CharField(max_length=600)
    other = models.CharField(max_length=600, db_index=True)
    degree = models.FloatField()
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.OPEN, db_index=True)
    answered_by = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="name_pair_once")]

    def __str__(self) -> str:
        return f"{self.one} / {self.other}: {self.answer}"


class NameOfBody(models.Model):
    """A name that may be a body's, why, and what somebody has said of it."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="suggested_names")
    text = models.CharField(max_length=300)
    key = models.CharField(max_length=900, db_index=True)
    reason = models.CharField(max_length=30)
    degree = models.FloatField()
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.OPEN, db_index=True)
    answered_by = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "key"], name="name_of_body_once")]

    def __str__(self) -> str:
        return f"{self.body_id} {self.text}: {self.answer}"


class BodyMerger(models.Model):
    """Two bodies that somebody made one, with all it takes to make them two again."""

    keep = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="mergers")
    former_id = models.BigIntegerField()
    """The id that the other body had, and gets back."""
    name = models.CharField(max_length=300)
    short_name = models.CharField(max_length=100, blank=True)
    kind = models.CharField(max_length=40, choices=BodyKind, default=BodyKind.OTHER)
    names = models.JSONField(default=list)
    """Every name that documents used for it."""
    asked = models.JSONField(default=list)
    """What people had been asked about its names, and had answered: NameOfBody, row by row."""
    earlier = models.JSONField(default=list)
    """Mergers (ids) into the other body, which came along."""
    sitting = models.JSONField(default=dict)
    """Memberships, roles given and open invitations (ids) that came along, by their kind."""
    moved = models.JSONField(default=dict)
    """What came along of what other subjects keep: whatever they handed over, for them to read."""
    merged_by = models.CharField(max_length=200)
    merged_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.name} -> {self.keep_id}"


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
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    """The last day; empty while it goes on."""

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["since", "id"]
        indexes = [models.Index(fields=["principal", "body"], name="bodies_of_principal")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.body_id}"
