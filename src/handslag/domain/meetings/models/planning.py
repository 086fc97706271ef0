"""How a body plans its year, and what became of meetings that were planned."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from handslag.domain.meetings.models.meetings import ItemKind, Meeting


class PlanRules(models.Model):
    """What a body's meetings have in common: when, where, and how long before what is due."""

    body = models.OneToOneField(
        "registry.Body", on_delete=models.CASCADE, related_name="plan_rules"
    )
    start = models.TimeField(null=True, blank=True)
    end = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=300, blank=True)
    material_days = models.PositiveSmallIntegerField(default=14)
    """Days before the meeting when material must have come in."""
    notice_days = models.PositiveSmallIntegerField(default=7)
    """Days before the meeting when the notice must have gone out."""
    pre_body = models.ForeignKey(
        "registry.Body", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """The body that holds a pre-meeting before each of these; empty for none."""
    pre_minutes = models.PositiveSmallIntegerField(default=60)
    """Minutes before the meeting's start that the pre-meeting begins."""

    def __str__(self) -> str:
        return f"{self.body_id}: {self.material_days}/{self.notice_days}"


class ChangeKind(models.TextChoices):
    """What became of a planned meeting."""

    MOVED = "moved", _("flyttat")
    CHANGED = "changed", _("ändrat")
    """Another time or place, on the same day."""
    CANCELLED = "cancelled", _("inställt")
    REINSTATED = "reinstated", _("åter på")


class MeetingChange(models.Model):
    """A planned meeting was moved, cancelled or taken up again: from what, to what and why."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=20, choices=ChangeKind)
    before = models.JSONField(default=dict)
    """`date`, `start`, `end`, `place` as they were, in ISO form."""
    after = models.JSONField(default=dict)
    reason = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.kind}"


class CalendarFeed(models.Model):
    """An address where somebody's calendar fetches the meetings that they may see.

    Calendars cannot sign in: whoever has the address reads what its owner may. Only the digest of
    what is secret in it is kept.
    """

    user = models.ForeignKey(
        "accounts.User", on_delete=models.CASCADE, related_name="calendar_feeds"
    )
    body = models.ForeignKey(
        "registry.Body", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    """The one body whose meetings it has; empty for more."""
    own = models.BooleanField(default=True)
    """Only bodies that the owner sits in; else every meeting that they may see."""
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    fetched_on = models.DateField(null=True, blank=True)
    """The last day that a calendar asked."""

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.user_id} {self.id}"


class AgendaTemplate(models.Model):
    """What the agendas of a body begin from."""

    body = models.ForeignKey(
        "registry.Body", on_delete=models.CASCADE, related_name="agenda_templates"
    )
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["body", "name"], name="agenda_template_once"),
        ]

    def __str__(self) -> str:
        return self.name


class TemplateItem(models.Model):
    """One item of a template."""

    template = models.ForeignKey(AgendaTemplate, on_delete=models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=500)
    kind = models.CharField(max_length=20, choices=ItemKind, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    description = models.TextField(blank=True)
    standing = models.BooleanField(default=True)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.heading
