"""What becomes of an assignment: reports, new days, new hands; and commissions.

How an assignment stands is derived from these rows; no column says it.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handslag.domain.matters.models.proceedings import Assignee, Assignment, Clause


class AssignmentStepKind(models.TextChoices):
    """What happened to an assignment."""

    REPORTED = "reported", _("rapporterat")
    FINISHED = "finished", _("slutfört")
    DUE_MOVED = "due-moved", _("ny dag")
    CARRIED = "carried", _("fört vidare till nästa möte")
    DROPPED = "dropped", _("släppt")
    HANDED_OVER = "handed-over", _("överlämnat")
    SPLIT = "split", pgettext_lazy("uppdrag", "delat")
    JOINED = "joined", _("sammanfört")
    REOPENED = "reopened", _("öppnat igen")


class AssignmentStep(models.Model):
    """One thing that happened to an assignment: who, when, why, and what it changed."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="steps")
    """Protected: what somebody has reported never goes with a paper that is read anew."""
    kind = models.CharField(max_length=20, choices=AssignmentStepKind)
    day = models.DateField()
    text = models.TextField(blank=True)
    """The report, or why."""
    by = models.CharField(max_length=200)
    item = models.ForeignKey(
        "meetings.AgendaItem",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="assignment_steps",
    )
    """The item under which it happened, where it did at a meeting."""
    meeting = models.ForeignKey(
        "meetings.Meeting", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """Of one carried over or given a new day: the meeting it is due at now."""
    due_date = models.DateField(null=True, blank=True)
    """Likewise: the day it is due now."""
    due_text = models.CharField(max_length=300, blank=True)
    due_later = models.BooleanField(default=False, db_default=False)
    """Likewise: it is due later, and nobody has said when."""
    was = models.ForeignKey(
        Assignee, on_delete=models.SET_NULL, null=True, blank=True, related_name="handed_from"
    )
    """Of one handed over: who had it; the row stays, with `until`."""
    now = models.ForeignKey(
        Assignee, on_delete=models.SET_NULL, null=True, blank=True, related_name="handed_to"
    )
    """And who has it now."""
    other = models.ForeignKey(
        Assignment, on_delete=models.SET_NULL, null=True, blank=True, related_name="other_steps"
    )
    """Of one that was split or joined: the assignment that a part of it is now."""
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["day", "id"]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.kind} {self.day}"


class KeptApart(models.Model):
    """Two assignments that say nearly the same, and that somebody has said are two."""

    one = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="+")
    """Of the two the one with the lower id."""
    other = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="+")
    by = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="kept_apart_once"),
            models.CheckConstraint(
                condition=models.Q(one__lt=models.F("other")), name="kept_apart_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} {self.other_id}"


class AssignmentFile(models.Model):
    """A file that goes with a report. Its bytes lie in the file store under their hash."""

    step = models.ForeignKey(AssignmentStep, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    """Bytes."""

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Placing(models.TextChoices):
    """What was done with an assignment that was due at a meeting."""

    PLACED = "placed", _("på dagordningen")
    CARRIED = "carried", _("förs vidare")
    DROPPED = "dropped", _("tas inte upp")


class Placement(models.Model):
    """An assignment that was due at a meeting got a place on its agenda, or did not, and why.

    None yet: it suggests itself to the agenda.
    """

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="placements")
    meeting = models.ForeignKey(
        "meetings.Meeting", on_delete=models.CASCADE, related_name="placements"
    )
    placing = models.CharField(max_length=10, choices=Placing)
    item = models.ForeignKey(
        "meetings.AgendaItem",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="placements",
    )
    """The item it is dealt with under, where it was placed."""
    reason = models.CharField(max_length=300, blank=True)
    """Why it was not placed."""
    by = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "meeting"], name="placement_once_a_meeting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.placing} {self.meeting_id}"


class Commission(models.Model):
    """An assignment with terms of reference, a lead, a working group and recurring reports."""

    assignment = models.OneToOneField(
        Assignment, on_delete=models.CASCADE, related_name="commission"
    )
    title = models.CharField(max_length=300)
    lead = models.ForeignKey(
        "registry.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="leads"
    )
    group = models.ForeignKey(
        "registry.Body", on_delete=models.PROTECT, null=True, blank=True, related_name="commissions"
    )
    """The working group that carries it out."""
    begins = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    """The last day; the final report is due then."""
    report_every = models.PositiveSmallIntegerField(null=True, blank=True)
    """Months between the reports; empty where only the final one is asked for."""
    ended_at = models.DateField(null=True, blank=True)
    """When it was ended, with its final report or before."""
    end_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title


class TermsOfReference(models.Model):
    """One version of what a commission is to do (uppdragsdirektiv). Earlier ones stay."""

    commission = models.ForeignKey(Commission, on_delete=models.CASCADE, related_name="terms")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    decided_by = models.ForeignKey(
        Clause, on_delete=models.SET_NULL, null=True, blank=True, related_name="terms"
    )
    """The clause that adopted this version, where there is one."""
    from_day = models.DateField()
    """From when it holds."""
    by = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["commission", "number"], name="terms_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.commission_id} {self.number}"
