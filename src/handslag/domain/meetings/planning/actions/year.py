"""Planning: a year's meetings of a body in one step, a single one, and one that papers told of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require, require_somewhere
from handslag.domain.access.things import Thing, of_body
from handslag.domain.audit.actions import log, log_each
from handslag.domain.base.facts import Phase
from handslag.domain.base.states import PublicationState
from handslag.domain.meetings.access import account, visible_meetings
from handslag.domain.meetings.agenda.actions.templates import begin
from handslag.domain.meetings.events import announce_sight
from handslag.domain.meetings.models import Meeting, MeetingKind, MeetingPaper, PlanRules
from handslag.domain.meetings.planning.actions.terms import LONGEST_PLACE, terms_of
from handslag.domain.meetings.planning.rules import (
    MOST_DAYS,
    YEARS,
    Deadlines,
    Terms,
    deadlines,
    fits,
    pre_start,
)
from handslag.domain.meetings.planning.told import Known, Planned, Wanted, shown_of
from handslag.domain.registry.models import Body

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date, time

    from handslag.domain.access.viewer import Viewer

TOLD = (PublicationState.DRAFT, PublicationState.SHARED, PublicationState.PUBLISHED)
"""Who a plan can be told to: those who plan, the body's own, everybody."""
KINDS = (MeetingKind.ORDINARY, MeetingKind.EXTRA, MeetingKind.DIALOGUE)
"""What can be planned for itself; a pre-meeting is planned with its meeting."""


@transaction.atomic
def plan_year(
    *,
    viewer: Viewer,
    body_id: int,
    days: Sequence[Wanted],
    state: str = PublicationState.DRAFT,
) -> Planned:
    """Plan a body's meetings on these days, all or none, with what is due before each.

    What is due follows from the body's terms, and so does a pre-meeting of another body. A day on
    which the body has a meeting already is left as it is and told of: the same again changes
    nothing. `state` tells who gets to know of the plan, see `TOLD`; a pre-meeting is its own
    body's affair and never told to everybody.

    Raises PermissionDenied, Body.DoesNotExist, and ValidationError where a day or a time will not
    do; then nothing is planned.
    """
    require(viewer, Permission.MEETINGS_PLAN, _thing(body_id))
    _require_telling(viewer, body_id, state)
    body = Body.objects.select_for_update().get(id=body_id)  # two at once: one after the other
    terms = terms_of(PlanRules.objects.filter(body=body).first())
    wanted = _sound(days)
    plan = _Plan(body_id, terms, state)
    plan.add(wanted)
    if not plan.made:
        return plan.told()
    plan.save()
    begin(viewer, plan.made)
    announce_sight([meeting.id for meeting in (*plan.made, *plan.pre_made)])
    _log(viewer, plan)
    log(
        viewer=viewer,
        verb="meetings.plan_year",
        thing_type="registry.body",
        thing_id=body_id,
        detail={"days": [meeting.date.isoformat() for meeting in plan.made]},
    )
    return plan.told()


@transaction.atomic
def plan_meeting(
    *,
    viewer: Viewer,
    body_id: int,
    wanted: Wanted,
    kind: str = MeetingKind.ORDINARY,
    state: str = PublicationState.DRAFT,
) -> Planned:
    """Plan one meeting, as `plan_year` plans many; `kind` is one of `KINDS`.

    Raises what that raises, and ValidationError where the body has a meeting that day.
    """
    require(viewer, Permission.MEETINGS_PLAN, _thing(body_id))
    _require_telling(viewer, body_id, state)
    if kind not in KINDS:
        raise ValidationError({"kind": _("Det slaget finns inte. Välj ett i listan.")})
    body = Body.objects.select_for_update().get(id=body_id)
    terms = terms_of(PlanRules.objects.filter(body=body).first())
    plan = _Plan(body_id, terms, state, kind)
    plan.add(_sound([wanted]))
    if plan.known:
        raise ValidationError({"day": already(plan.known[0])})
    plan.save()
    begin(viewer, plan.made)
    announce_sight([meeting.id for meeting in (*plan.made, *plan.pre_made)])
    _log(viewer, plan)
    return plan.told()


@transaction.atomic
def take_up_meeting(*, viewer: Viewer, meeting_id: int) -> None:
    """Take a meeting that papers told of into the plan, with what is due before it.

    From then on it stands although its papers come and go, and can be moved and cancelled here.
    Nothing happens where it is planned here already. Raises Meeting.DoesNotExist where the viewer
    may not know of it, PermissionDenied, and ValidationError where it has been held.
    """
    require_somewhere(viewer, Permission.MEETINGS_PLAN)
    meeting = (
        Meeting.objects.filter(visible_meetings(viewer)).select_for_update().get(id=meeting_id)
    )
    require(viewer, Permission.MEETINGS_PLAN, _thing(meeting.body_id))
    if meeting.prepared:
        return
    refuse_held(meeting)
    take_up(meeting)
    meeting.save()
    announce_sight([meeting.id])
    log(
        viewer=viewer,
        verb="meetings.take_up_meeting",
        thing_type="meetings.meeting",
        thing_id=meeting.id,
        detail=_detail(meeting),
    )


def take_up(meeting: Meeting) -> None:
    """Make the row one that is planned here; the caller saves and logs."""
    shown = shown_of(meeting)
    meeting.prepared = meeting.typed = True
    meeting.planned_date = meeting.planned_date or meeting.date
    if not any((meeting.planned_start, meeting.planned_end, meeting.planned_place)):
        meeting.planned_start, meeting.planned_end = meeting.start, meeting.end
        meeting.planned_place = shown["place"]
    meeting.shown_at = timezone.now()
    if meeting.material_due is None and meeting.notice_due is None:
        due = due_before(meeting.body_id, meeting.planned_date)
        meeting.material_due, meeting.notice_due = due.material, due.notice
    known = {PublicationState(meeting.planned_state), PublicationState(meeting.day_state)}
    if PublicationState.PUBLISHED in known:
        meeting.day_state = PublicationState.PUBLISHED
    elif known != {PublicationState.DRAFT}:
        meeting.day_state = PublicationState.SHARED


def due_before(body_id: int, day: date) -> Deadlines:
    """What the body's terms say is due before a meeting of it on `day`. One query."""
    terms = terms_of(PlanRules.objects.filter(body_id=body_id).first())
    return deadlines(day, terms.material_days, terms.notice_days)


def refuse_held(meeting: Meeting) -> None:
    """Raise ValidationError where there are minutes: what has happened is not planned."""
    told = MeetingPaper.objects.filter(meeting=meeting, phase=Phase.HELD)
    if meeting.written or told.exists():
        raise ValidationError(_("Mötet har hållits och har minnesanteckningar. Inget har ändrats."))


def already(known: Known) -> str:
    """That the body has a meeting on a day, in words."""
    day = {"day": date_format(known.day, "j F Y")}
    if known.cancelled:
        words = _(
            "Organet har ett inställt möte den %(day)s. Ta upp det igen, eller välj en annan dag."
        )
        return words % day
    return _("Organet har redan ett möte den %(day)s. Välj en annan dag.") % day


def refuse_times(start: time | None, end: time | None, place: str, day: date) -> None:
    """Raise ValidationError where a meeting cannot be so."""
    if day.year not in YEARS:
        raise ValidationError(
            {"day": _("Året %(year)s är för långt bort. Kontrollera dagen.") % {"year": day.year}}
        )
    if not fits(start, end):
        raise ValidationError(
            {
                "end": _("Mötet den %(day)s slutar innan det börjar. Ändra någon av tiderna.")
                % {"day": date_format(day, "j F Y")}
            }
        )
    if len(place) > LONGEST_PLACE:
        raise ValidationError({"place": _("Platsen är för lång. Korta den.")})


def _thing(body_id: int) -> Thing:
    return Thing(scopes=frozenset({of_body(body_id)}))


def _require_telling(viewer: Viewer, body_id: int, state: str) -> None:
    """Whoever tells others of a plan must be allowed to show them meetings."""
    if state not in TOLD:
        raise ValidationError({"state": _("Välj i listan vilka som ska se planen.")})
    if state == PublicationState.SHARED:
        require(viewer, Permission.MEETINGS_SHARE, account(body_id, PublicationState.SHARED))
    if state == PublicationState.PUBLISHED:
        require(viewer, Permission.MEETINGS_PUBLISH, account(body_id, PublicationState.SHARED))


def _sound(days: Iterable[Wanted]) -> list[Wanted]:
    """The days in order, each once. Raises ValidationError where one will not do."""
    found: dict[date, Wanted] = {}
    for one in days:
        refuse_times(one.start, one.end, one.place, one.day)
        if one.day in found:
            raise ValidationError(
                {
                    "day": _("Den %(day)s står två gånger. Ta bort den ena.")
                    % {"day": date_format(one.day, "j F Y")}
                }
            )
        found[one.day] = one
    if not found:
        raise ValidationError({"day": _("Det finns ingen dag att planera. Lägg till minst en.")})
    if len(found) > MOST_DAYS:
        raise ValidationError(
            {"day": _("Planera högst %(most)s möten åt gången.") % {"most": MOST_DAYS}}
        )
    return [found[day] for day in sorted(found)]


@dataclass(slots=True)
class _Plan:
    """A body's meetings to be made, and the pre-meetings that come along."""

    body_id: int
    terms: Terms
    state: str
    kind: str = MeetingKind.ORDINARY
    made: list[Meeting] = field(default_factory=list)
    known: list[Known] = field(default_factory=list)
    pre_made: list[Meeting] = field(default_factory=list)
    pre_joined: list[Meeting] = field(default_factory=list)
    pre_cancelled: list[date] = field(default_factory=list)

    def add(self, wanted: Collection[Wanted]) -> None:
        taken = _meetings_on(self.body_id, [one.day for one in wanted])
        for one in wanted:
            if meeting := taken.get(one.day):
                cancelled = meeting.cancelled_at is not None
                self.known.append(Known(one.day, meeting.id, cancelled))
            else:
                self.made.append(self._meeting(self.body_id, one, self.kind))

    def _meeting(self, body_id: int, wanted: Wanted, kind: str) -> Meeting:
        due = deadlines(wanted.day, self.terms.material_days, self.terms.notice_days)
        return Meeting(
            body_id=body_id,
            date=wanted.day,
            planned_date=wanted.day,
            planned_start=wanted.start,
            planned_end=wanted.end,
            planned_place=" ".join(wanted.place.split()),
            kind=kind,
            prepared=True,
            typed=True,
            day_state=self.state,
            shown_at=timezone.now(),
            material_due=due.material,
            notice_due=due.notice,
        )

    def save(self) -> None:
        Meeting.objects.bulk_create(self.made)
        if self.terms.pre_body_id is not None:
            self._save_pre_meetings(self.terms.pre_body_id)

    def _save_pre_meetings(self, pre_body_id: int) -> None:
        Body.objects.select_for_update().get(id=pre_body_id)
        taken = _meetings_on(pre_body_id, [meeting.date for meeting in self.made])
        for main in self.made:
            pre = taken.get(main.date)
            if pre is None:
                self.pre_made.append(self._pre_meeting(pre_body_id, main))
            elif pre.cancelled_at is not None:
                self.pre_cancelled.append(main.date)
            elif pre.main_id is None and pre.id != main.id:
                pre.main = main
                self.pre_joined.append(pre)
        Meeting.objects.bulk_create(self.pre_made)
        Meeting.objects.bulk_update(self.pre_joined, ["main"])

    def _pre_meeting(self, body_id: int, main: Meeting) -> Meeting:
        start = pre_start(main.planned_start, self.terms.pre_minutes)
        end = main.planned_start if start else None
        wanted = Wanted(main.date, start, end, main.planned_place)
        pre = self._meeting(body_id, wanted, MeetingKind.PRE_MEETING)
        pre.main = main
        if self.state == PublicationState.PUBLISHED:
            pre.day_state = PublicationState.SHARED
        return pre

    def told(self) -> Planned:
        return Planned(
            made=tuple(meeting.id for meeting in self.made),
            known=tuple(self.known),
            pre_made=tuple(meeting.id for meeting in self.pre_made),
            pre_joined=tuple(meeting.id for meeting in self.pre_joined),
            pre_cancelled=tuple(self.pre_cancelled),
        )


def _meetings_on(body_id: int, days: Collection[date]) -> dict[date, Meeting]:
    rows = Meeting.objects.filter(body_id=body_id, date__in=days)
    return {meeting.date: meeting for meeting in rows}


def _log(viewer: Viewer, plan: _Plan) -> None:
    log_each(
        viewer=viewer,
        verb="meetings.plan_meeting",
        thing_type="meetings.meeting",
        details={meeting.id: _detail(meeting) for meeting in (*plan.made, *plan.pre_made)},
    )
    log_each(
        viewer=viewer,
        verb="meetings.join_pre_meeting",
        thing_type="meetings.meeting",
        details={meeting.id: {"main": meeting.main_id} for meeting in plan.pre_joined},
    )


def _detail(meeting: Meeting) -> dict[str, Any]:
    due = {"material_due": meeting.material_due, "notice_due": meeting.notice_due}
    told = {name: day.isoformat() if day else "" for name, day in due.items()}
    return {**shown_of(meeting), **told, "main": meeting.main_id}
