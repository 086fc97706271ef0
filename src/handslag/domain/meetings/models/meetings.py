"""A meeting, its agenda, who took part, and what its papers mention.

The notice tells the plan, the minutes what happened. Both are kept: columns named `planned_...`
hold the notice's word, those without hold the minutes'.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from handslag.domain.base.facts import Fact, Phase
from handslag.domain.base.states import PublicationState
from handslag.domain.registry.models import MembershipRole

if TYPE_CHECKING:
    from datetime import date


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Ways to sift meetings; they can be joined one after another."""

    def of_body(self, body_id: int | None) -> MeetingQuerySet:
        """Those of one body; all for None."""
        return self if body_id is None else self.filter(body_id=body_id)

    def in_year(self, year: int | None) -> MeetingQuerySet:
        """Those of one calendar year; all for None."""
        return self if year is None else self.filter(date__year=year)

    def without_plans_after(self, day: date) -> MeetingQuerySet:
        """All but those that are planned here for a later day: a year's plan is no news."""
        return self.exclude(prepared=True, date__gt=day)

    def told(self) -> MeetingQuerySet:
        """With `planned` and `held`: whether there is a plan or a notice, and are minutes."""
        papers = MeetingPaper.objects.filter(meeting=models.OuterRef("pk"))
        return self.annotate(
            planned=models.Exists(papers.filter(phase=Phase.PLAN)) | models.Q(prepared=True),
            held=models.Exists(papers.filter(phase=Phase.HELD)) | models.Q(written=True),
        )

    def with_items_counted(self, visible: models.Q) -> MeetingQuerySet:
        """With `held_items` and `planned_items`: how many `visible` items each account has."""
        seen = AgendaItem.objects.filter(visible)
        items = seen.filter(meeting=models.OuterRef("pk")).order_by()

        def counted(column: str) -> models.Subquery:
            grouped = items.values("meeting").annotate(count=models.Count(column))
            return models.Subquery(grouped.values("count"))

        return self.annotate(
            held_items=Coalesce(counted("order"), 0),
            planned_items=Coalesce(counted("planned_order"), 0),
        )


class MeetingKind(models.TextChoices):
    """What sort of meeting it is."""

    ORDINARY = "ordinary", _("möte")
    PRE_MEETING = "pre-meeting", _("förmöte")
    EXTRA = "extra", _("extra möte")
    DIALOGUE = "dialogue", _("dialogdag eller seminarium")


class Meeting(Fact):
    """One meeting of one body on one day.

    One that is `prepared` was planned here; the others were first told of by a document.
    """

    body = models.ForeignKey("registry.Body", on_delete=models.PROTECT, related_name="meetings")
    date = models.DateField()
    planned_date = models.DateField(null=True, blank=True)
    """The notice's day, where it differs from or came before the minutes'."""
    start = models.TimeField(null=True, blank=True)
    end = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=300, blank=True)
    planned_start = models.TimeField(null=True, blank=True)
    planned_end = models.TimeField(null=True, blank=True)
    planned_place = models.CharField(max_length=300, blank=True)
    state = models.CharField(
        max_length=10, choices=PublicationState, default=PublicationState.DRAFT, db_index=True
    )
    """How far the minutes have come on their way to the public, draft until there are any."""
    planned_state = models.CharField(
        max_length=10, choices=PublicationState, default=PublicationState.DRAFT, db_index=True
    )
    """How far the notice has come."""
    day_state = models.CharField(
        max_length=10,
        choices=PublicationState,
        default=PublicationState.DRAFT,
        db_default=PublicationState.DRAFT,
        db_index=True,
    )
    """How far the plan itself has come, when and where it meets: told long before any agenda."""
    kind = models.CharField(
        max_length=20,
        choices=MeetingKind,
        default=MeetingKind.ORDINARY,
        db_default=MeetingKind.ORDINARY,
    )
    main = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="pre_meetings"
    )
    """The meeting that a pre-meeting is held before."""
    material_due = models.DateField(null=True, blank=True)
    """The last day to hand in material."""
    notice_due = models.DateField(null=True, blank=True)
    """The last day to send the notice."""
    cancelled_at = models.DateTimeField(null=True, blank=True)
    """When it was cancelled; empty for a meeting that stands."""
    cancel_reason = models.CharField(max_length=300, blank=True, db_default="")
    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    """What calendars know it by (RFC 5545, UID): the same for ever, wherever it is moved."""
    sequence = models.PositiveIntegerField(default=0, db_default=0)
    """How many times what calendars show has changed (RFC 5545, SEQUENCE)."""
    shown_at = models.DateTimeField(null=True, blank=True)
    """When what calendars show last changed (RFC 5545, DTSTAMP); empty where only papers tell."""

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["body", "date"], name="one_meeting_a_body_and_day"),
        ]
        indexes = [models.Index(fields=["-date", "-id"], name="meetings_by_day")]

    def __str__(self) -> str:
        return f"{self.body} {self.date}"


class MeetingPaper(models.Model):
    """A document that tells of a meeting, and which account of it the document gives."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="papers")
    document = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, related_name="meeting_paper"
    )
    phase = models.CharField(max_length=10, choices=Phase)

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.phase}"


class ItemOutcome(models.TextChoices):
    """What became of an item."""

    DECIDED = "decided", _("beslutat")
    NOTED = "noted", _("lagt till handlingarna")
    TABLED = "tabled", _("bordlagt")
    REFERRED = "referred", _("hänskjutet")
    WITHDRAWN = "withdrawn", _("utgått")
    PROPOSED = "proposed", _("planerat")
    NONE = "none", _("inget utfall angivet")


class ItemKind(models.TextChoices):
    """What an item asks of the meeting."""

    DECISION = "decision", _("beslut")
    DISCUSSION = "discussion", _("diskussion")
    INFORMATION = "information", _("information")
    FORMAL = "formal", _("mötesformalia")


class AgendaItem(Fact):
    """One occurrence of a matter at one meeting.

    An item that only the notice has keeps `order` empty; one that only the minutes have keeps
    `planned_order` empty.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField(null=True, blank=True)
    number = models.CharField(max_length=20, blank=True)
    heading = models.TextField(blank=True)
    planned_order = models.PositiveSmallIntegerField(null=True, blank=True)
    planned_number = models.CharField(max_length=20, blank=True)
    planned_heading = models.TextField(blank=True)
    late = models.BooleanField(default=False)
    """Added after the notice went out."""
    outcome = models.CharField(max_length=20, choices=ItemOutcome, default=ItemOutcome.NONE)
    closed = models.BooleanField(default=False)
    """Closed to all but the body's own: it leaves no trace for others."""
    closed_ground = models.CharField(max_length=200, blank=True)
    """The statute that closes it: "OSL 26 kap. 1 §"."""
    kind = models.CharField(max_length=20, choices=ItemKind, blank=True, db_default="")
    """Empty where nobody has said."""
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    """Minutes of the meeting's time that it is allotted."""
    description = models.TextField(blank=True, db_default="")
    """What the notice says of it beneath its heading."""
    standing = models.BooleanField(default=False, db_default=False)
    """It comes back at every meeting of the body."""
    late_reason = models.CharField(max_length=300, blank=True, db_default="")
    """Why it was let in although the notice was out."""
    late_by = models.CharField(max_length=200, blank=True, db_default="")
    """Who let it in."""
    pulled_at = models.DateTimeField(null=True, blank=True)
    """When it was taken off the plan; it keeps its place there, with the reason."""
    pulled_reason = models.CharField(max_length=300, blank=True, db_default="")
    approves = models.ForeignKey(
        Meeting, on_delete=models.SET_NULL, null=True, blank=True, related_name="approved_by"
    )
    """The meeting whose minutes it approves; empty for every other item."""
    withdrawn_reason = models.CharField(max_length=300, blank=True, db_default="")
    """Why the meeting itself took it off its agenda; `pulled_reason` is the plan's."""

    class Meta:
        ordering = ["meeting", models.F("order").asc(nulls_last=True), "planned_order"]

    def __str__(self) -> str:
        return self.heading or self.planned_heading


class ParticipationRole(models.TextChoices):
    """As what somebody took part."""

    ATTENDING = "attending", _("deltagare")
    PRESENTING = "presenting", _("föredragande")


class Presence(models.TextChoices):
    """Whether somebody was there."""

    PRESENT = "present", _("närvarande")
    PARTLY = "partly", _("närvarande under en del av mötet")
    ABSENT = "absent", _("frånvarande")


class Participation(Fact):
    """A person at a meeting, or presenting one of its items, under the name as printed."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="participations")
    item = models.ForeignKey(
        AgendaItem, on_delete=models.CASCADE, null=True, blank=True, related_name="participations"
    )
    name = models.ForeignKey(
        "registry.PersonName", on_delete=models.PROTECT, related_name="participations"
    )
    role = models.CharField(max_length=20, choices=ParticipationRole)
    phase = models.CharField(max_length=10, choices=Phase)
    presence = models.CharField(max_length=10, choices=Presence, default=Presence.PRESENT)
    title = models.CharField(max_length=200, blank=True)
    organisation = models.CharField(max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    sits_as = models.CharField(
        max_length=20, choices=MembershipRole, blank=True, default="", db_default=""
    )
    """As what they sit in the body, where minutes are written here; empty for guests."""
    principal = models.ForeignKey(
        "registry.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Who sent them, where minutes are written here."""
    serves_for = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="served_by"
    )
    """Of an alternate: for whom they serve, whenever that one is away."""
    chairs = models.BooleanField(default=False, db_default=False)
    """They chair the meeting."""
    keeps_minutes = models.BooleanField(default=False, db_default=False)
    """They are its secretary."""
    checks = models.BooleanField(default=False, db_default=False)
    """They are chosen to check the minutes."""

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.role})"


class MentionKind(models.TextChoices):
    """What sort of thing an item's text mentions."""

    ATTACHMENT = "attachment", _("bilaga")
    AMOUNT = "amount", _("belopp")
    REFERENCE = "reference", _("tidigare möte")


class Mention(Fact):
    """Something an item's text mentions: an attachment by label, a sum, an earlier meeting."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="mentions")
    phase = models.CharField(max_length=10, choices=Phase)
    kind = models.CharField(max_length=20, choices=MentionKind)
    text = models.CharField(max_length=300)
    """The label, or the words as they stand."""
    value = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    """Kronor, for sums."""
    per = models.CharField(max_length=50, blank=True)
    date = models.DateField(null=True, blank=True)
    """The earlier meeting's day, for references."""
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.text
