"""The codes of clauses that are gone: what lets a clause that comes back have its address again."""

from __future__ import annotations

from django.db import models

from handslag.domain.base.facts import Phase
from handslag.domain.matters.models.proceedings import ClauseAction, DecisionState


class GoneClause(models.Model):
    """A clause that stands no more, as far as it takes to know it again; none of its words.

    What it said and where it stood are kept as digests: see `matters.deciding.rules`.
    """

    code = models.CharField(max_length=16, unique=True)
    body = models.ForeignKey("registry.Body", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    """The day of the meeting that it was decided at."""
    phase = models.CharField(max_length=10, choices=Phase)
    state = models.CharField(max_length=10, choices=DecisionState)
    words_sha256 = models.CharField(max_length=64)
    """Of its text, folded."""
    place_sha256 = models.CharField(max_length=64)
    """Of the heading that it stood under, folded."""
    action = models.CharField(max_length=20, choices=ClauseAction)
    side = models.CharField(max_length=20, blank=True)
    points = models.JSONField(default=list)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["body", "day"], name="gone_clauses_of_a_day")]

    def __str__(self) -> str:
        return self.code
