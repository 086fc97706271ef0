"""The county, its organisations, how many people they answer for, and groups of them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from handslag.domain.base.fields import OrderKey


class OrganisationKind(models.TextChoices):
    """What sort of organisation it is."""

    MUNICIPALITY = "municipality", _("kommun")
    REGION = "region", _("region")
    OFFICE = "office", _("kansli")
    AGENCY = "agency", _("statlig myndighet")
    ASSOCIATION = "association", _("förening")
    COMPANY = "company", _("bolag")
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


class County(models.Model):
    """The county that this installation is for: there is one row at most."""

    code = models.CharField(max_length=2)
    """Statistics Sweden's code, two digits."""
    name = models.CharField(max_length=100)
    chosen_at = models.DateTimeField(auto_now_add=True)
    only = models.BooleanField(default=True, unique=True, editable=False)
    """Always true, and unique: so there is never another."""

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(only=True), name="one_county")]

    def __str__(self) -> str:
        return self.name


class Population(models.Model):
    """How many people lived with a principal on a day, and who says so."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="populations"
    )
    day = models.DateField()
    count = models.PositiveIntegerField()
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["-day", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "day"], name="population_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.day}: {self.count}"


class OrganisationGroup(models.Model):
    """Some organisations under one name: all municipalities, a cluster, those of an inquiry."""

    name = models.CharField(max_length=200, unique=True)
    about = models.TextField(blank=True)
    order_key = OrderKey(of="name", max_length=200)

    class Meta:
        ordering = ["order_key", "id"]

    def __str__(self) -> str:
        return self.name


class GroupMembership(models.Model):
    """An organisation is one of a group, from one day to another."""

    group = models.ForeignKey(OrganisationGroup, on_delete=models.CASCADE, related_name="members")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="group_memberships"
    )
    since = models.DateField(null=True, blank=True)
    """Empty for always."""
    until = models.DateField(null=True, blank=True)
    """The last day; empty while it goes on."""

    class Meta:
        ordering = ["organisation__order_key", "id"]

    def __str__(self) -> str:
        return f"{self.group_id} {self.organisation_id}"
