"""What a reading proposes, and what a person has said about it.

A suggestion is one fact of a document as it stands for review: what was read, or what a person
typed instead. Nothing here is true until the document is accepted.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reading(models.Model):
    """One reading of a document by one version of the reader; the whole record as it came."""

    document = models.ForeignKey(
        "documents.Document", on_delete=models.CASCADE, related_name="readings"
    )
    reader = models.CharField(max_length=100)
    record = models.JSONField()
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.document_id} {self.reader}"


class ReviewState(models.TextChoices):
    """Where a document stands on its way into the domain."""

    WAITING = "waiting", _("väntar på granskning")
    ACCEPTED = "accepted", _("godkänd")


class Review(models.Model):
    """The review of one document. `revision` grows with each change: two at once are seen."""

    document = models.OneToOneField(
        "documents.Document", on_delete=models.CASCADE, related_name="review"
    )
    state = models.CharField(max_length=20, choices=ReviewState, default=ReviewState.WAITING)
    revision = models.PositiveIntegerField(default=1)
    meeting = models.ForeignKey(
        "meetings.Meeting", on_delete=models.SET_NULL, null=True, blank=True, related_name="reviews"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.CharField(max_length=200, blank=True)
    changed_since = models.BooleanField(default=False)
    """Something was corrected after the document was accepted and waits to be accepted too."""

    def __str__(self) -> str:
        return f"{self.document_id} {self.state}"


class SuggestionState(models.TextChoices):
    """What a person has said about a suggestion."""

    READ = "read", _("läst")
    CORRECTED = "corrected", _("rättad")
    ADDED = "added", _("tillagd")
    DROPPED = "dropped", _("struken")


class Suggestion(models.Model):
    """One fact as it stands for review.

    `kind` and the shape of `value` are told in `intake.kinds`. `read_value` keeps what the reader
    said beneath a correction. Once accepted, `fact_type` and `fact_id` tell which fact of the
    domain it became, so that accepting again changes that one and makes no second.
    """

    document = models.ForeignKey(
        "documents.Document", on_delete=models.CASCADE, related_name="suggestions"
    )
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="children"
    )
    kind = models.CharField(max_length=40)
    order = models.PositiveIntegerField()
    value = models.JSONField()
    read_value = models.JSONField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=SuggestionState, default=SuggestionState.READ)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    doubt = models.CharField(max_length=300, blank=True)
    """Why the reader was unsure, in Swedish; empty where it was sure."""
    fact_type = models.CharField(max_length=50, blank=True)
    fact_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"


class Finding(models.Model):
    """Something the reviewer should look at; `dismissed` when somebody has."""

    document = models.ForeignKey(
        "documents.Document", on_delete=models.CASCADE, related_name="findings"
    )
    code = models.CharField(max_length=60)
    severity = models.CharField(max_length=10)
    message = models.TextField()
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    dismissed = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.code
