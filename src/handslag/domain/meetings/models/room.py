"""A meeting while it is held: where it is on its agenda, who came and went, and what was said."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from handslag.domain.base.facts import Fact
from handslag.domain.meetings.models.meetings import AgendaItem, Meeting, Participation


class Room(models.Model):
    """The minutes of a meeting are written here, from when they were begun.

    Its `revision` grows by one with everything that is written: whoever follows asks by it
    whether anything is new.
    """

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="room")
    opened_at = models.DateTimeField(auto_now_add=True)
    opened_by = models.CharField(max_length=200)
    item = models.ForeignKey(
        AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """The item that the meeting is at; empty before the first and after the last."""
    ended_at = models.DateTimeField(null=True, blank=True)
    """When the chair closed the meeting; empty while it goes on."""
    revision = models.PositiveIntegerField(default=1)
    shown = models.PositiveIntegerField(default=1, db_default=1)
    """The same for what members who follow are shown: what is said leaves it as it is."""

    def __str__(self) -> str:
        return f"{self.meeting_id} r{self.revision}"


class ItemTime(models.Model):
    """A stretch of the meeting's time that an item took; it may be taken up more than once."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="times")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    """Empty while it goes on."""

    class Meta:
        ordering = ["began_at", "id"]

    def __str__(self) -> str:
        return f"{self.item_id} {self.began_at}"


class MovementKind(models.TextChoices):
    """Which way somebody went."""

    ARRIVED = "arrived", _("kom")
    LEFT = "left", _("gick")


class Movement(models.Model):
    """Somebody who attends came after the meeting had begun, or left before it was over."""

    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="movements"
    )
    kind = models.CharField(max_length=10, choices=MovementKind)
    item = models.ForeignKey(
        AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """The item that was dealt with when it happened; arriving counts from it, leaving after it."""
    time = models.TimeField(null=True, blank=True)
    """Local clock time, where it was noted."""
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return f"{self.participation_id} {self.kind}"


class AbsenceReason(models.TextChoices):
    """Why somebody who attends took no part in an item."""

    CONFLICT = "conflict", _("jäv")
    OTHER = "other", _("deltog inte i punkten")


class ItemAbsence(Fact):
    """Somebody who attends takes no part in one item, for a conflict of interest or otherwise."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="absences")
    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="item_absences"
    )
    reason = models.CharField(max_length=20, choices=AbsenceReason)
    note = models.CharField(max_length=300, blank=True)
    """The ground, as noted: "arbetar i det företag som upphandlingen gäller"."""

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "participation"], name="item_absence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.participation_id} {self.item_id} {self.reason}"


class Discussion(models.Model):
    """What was said under an item, as the secretary writes it: Markdown of a few marks."""

    item = models.OneToOneField(AgendaItem, on_delete=models.CASCADE, related_name="discussion")
    text = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    by = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.item_id} r{self.revision}"


class RoomWrite(models.Model):
    """A write that a page in the room asked for, by the page's own key.

    A page that got no answer sends the same again, until it gets one: what was done is done once,
    and answered as it was.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+")
    key = models.UUIDField(unique=True)
    asked_sha256 = models.CharField(max_length=64)
    """The digest of what was asked: another write under the same key is refused."""
    user = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answer = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.key)
