"""What an agenda is prepared from: attachments, and matters that somebody raised."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from handslag.domain.meetings.models.meetings import AgendaItem, ItemKind, Meeting


class Attachment(models.Model):
    """A paper that goes with a meeting's notice. Its label never changes once it was sent."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attachments")
    label = models.CharField(max_length=50)
    """What it is called by, without the word bilaga: "3", "4a"."""
    title = models.CharField(max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    closed = models.BooleanField(default=False)
    """For the body's own alone, as a closed item is."""
    closed_ground = models.CharField(max_length=200, blank=True)
    sent = models.BooleanField(default=False)
    """It has gone out with a notice: its label stands, and it is never removed."""
    late_reason = models.CharField(max_length=300, blank=True)
    """Why it was let in although the notice was out."""
    late_by = models.CharField(max_length=200, blank=True)
    """Who let it in."""
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "label"], name="attachment_label_once"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.title}"


class AttachmentVersion(models.Model):
    """One version of an attachment. Its bytes lie in the file store under their hash."""

    attachment = models.ForeignKey(Attachment, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=255)
    """The file's name."""
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    """Bytes."""
    pages = models.PositiveIntegerField(null=True, blank=True)
    """Empty where the file has no pages that could be counted."""
    by = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["attachment", "number"], name="version_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.attachment_id} {self.number}"


class AttachmentUse(models.Model):
    """An attachment serves an item."""

    attachment = models.ForeignKey(Attachment, on_delete=models.CASCADE, related_name="uses")
    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="attachment_uses")

    class Meta:
        ordering = ["attachment__order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["attachment", "item"], name="attachment_use_once"),
        ]

    def __str__(self) -> str:
        return f"{self.attachment_id} {self.item_id}"


class RaisedState(models.TextChoices):
    """How far a raised matter has come."""

    RAISED = "raised", _("väntar på beredning")
    RETURNED = "returned", _("tillbaka med en fråga")
    ACCEPTED = "accepted", _("på dagordningen")
    DECLINED = "declined", _("avböjt")
    WITHDRAWN = "withdrawn", _("återtaget")


class RaisedMatter(models.Model):
    """A matter that somebody wants on the agenda of a coming meeting."""

    body = models.ForeignKey(
        "registry.Body", on_delete=models.CASCADE, related_name="raised_matters"
    )
    meeting = models.ForeignKey(
        Meeting, on_delete=models.SET_NULL, null=True, blank=True, related_name="raised_matters"
    )
    """The meeting it is wanted at; empty for the next there is room at."""
    item = models.OneToOneField(
        AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="raised"
    )
    """The item it became."""
    heading = models.CharField(max_length=500)
    text = models.TextField(blank=True)
    kind = models.CharField(max_length=20, choices=ItemKind, default=ItemKind.DECISION)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    presenter = models.CharField(max_length=200, blank=True)
    principal = models.ForeignKey(
        "registry.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """For whom it is raised."""
    raised_by = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    raised_name = models.CharField(max_length=200)
    """Who raised it, by name."""
    raised_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(
        max_length=20, choices=RaisedState, default=RaisedState.RAISED, db_index=True
    )

    class Meta:
        ordering = ["raised_at", "id"]

    def __str__(self) -> str:
        return self.heading


class RaisedStep(models.Model):
    """What was asked, answered or decided about a raised matter."""

    matter = models.ForeignKey(RaisedMatter, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=20, choices=RaisedState)
    """What the matter became by it."""
    text = models.TextField(blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.state}"
