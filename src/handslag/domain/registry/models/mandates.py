"""Who may decide what."""

from __future__ import annotations

from django.db import models

from handslag.domain.registry.models.bodies import Body, DecisionEffect
from handslag.domain.registry.models.organisations import Organisation
from handslag.domain.registry.models.people import Person


class Mandate(models.Model):
    """What a body, an organisation or a person may decide, from one day to another.

    The clause that gave or ended it is said from above (`matters.models.MandateGround`).
    """

    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="mandates"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="mandates"
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="mandates"
    )
    """Whose it is: one of the three."""
    what = models.TextField()
    """What it is a mandate to do: "fylla vakanser i programområdena"."""
    effect = models.CharField(
        max_length=20, choices=DecisionEffect, default=DecisionEffect.INTERNAL
    )
    """What a decision by it does."""
    actions = models.JSONField(default=list)
    """The kinds of decision it is good for, values of `ClauseAction`; empty for all."""
    ground = models.CharField(max_length=500, blank=True)
    """What it rests on where no clause here gave it: "Samverkansavtalet 2019, 4 §"."""
    since = models.DateField(null=True, blank=True)
    """Empty where nobody knows since when."""
    until = models.DateField(null=True, blank=True)
    """The last day; empty while it holds."""

    class Meta:
        ordering = ["-since", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    models.Q(body__isnull=False, organisation__isnull=True, person__isnull=True)
                    | models.Q(body__isnull=True, organisation__isnull=False, person__isnull=True)
                    | models.Q(body__isnull=True, organisation__isnull=True, person__isnull=False)
                ),
                name="mandate_of_one",
            ),
        ]

    def __str__(self) -> str:
        return self.what
