"""The plan of one meeting: what is due, what became of it, and what it collides with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may
from handslag.domain.base.shapes import Labelled, labelled
from handslag.domain.base.states import PublicationState
from handslag.domain.meetings.access import account
from handslag.domain.meetings.models import ChangeKind, Meeting, MeetingChange
from handslag.domain.meetings.planning.collisions import Remark, Ties, remarks
from handslag.domain.meetings.planning.queries.rows import PlanRow, plan_rows, plans, ties
from handslag.domain.meetings.planning.told import digest_of_plan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handslag.domain.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Placed:
    """When and where a meeting was to be, or is."""

    day: date | None
    start: time | None
    end: time | None
    place: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """Something that became of a planned meeting."""

    kind: Labelled
    before: Placed
    after: Placed
    reason: str
    by: str
    at: datetime

    @property
    def retimed(self) -> bool:
        """Its clock times changed."""
        return (self.before.start, self.before.end) != (self.after.start, self.after.end)

    @property
    def replaced(self) -> bool:
        """Its place changed."""
        return self.before.place != self.after.place


@dataclass(frozen=True, slots=True)
class MeetingPlan:
    """The plan of one meeting, as its viewer may know it."""

    row: PlanRow
    main: PlanRow | None
    """The meeting that it is held before."""
    pre_meetings: tuple[PlanRow, ...]
    changes: tuple[ChangeRow, ...]
    """What became of it, the last first; empty for who is not of the body."""
    remarks: tuple[Remark, ...]
    """What collides, for who plans it."""
    plans: bool
    """The viewer may plan the body's meetings."""
    changeable: bool
    """The viewer may move or cancel it: they plan it, and it has not been held."""
    tellable: tuple[str, ...]
    """Who else its plan can be told to by the viewer, as values of PublicationState."""
    seen: str
    """What a form shows that it has seen; empty for who may not change it."""

    @property
    def clashes(self) -> bool:
        """Something stands in the way of somebody."""
        return any(remark.strong for remark in self.remarks)


def meeting_plan(viewer: Viewer, meeting_id: int) -> MeetingPlan:
    """The plan of one meeting. At most two queries; at most four more for who plans it.

    Raises Meeting.DoesNotExist, also where the viewer may not know of it.
    """
    related = Q(id=meeting_id) | Q(main_id=meeting_id) | Q(pre_meetings__id=meeting_id)
    rows = {row.id: row for row in plan_rows(viewer, related)}
    row = rows.get(meeting_id)
    if row is None:
        raise Meeting.DoesNotExist(meeting_id)
    mine = plans(viewer, row.body_id)
    changeable = mine and not row.minuted
    return MeetingPlan(
        row=row,
        main=rows.get(row.main_id or 0),
        pre_meetings=tuple(one for one in rows.values() if one.main_id == meeting_id),
        changes=_changes(viewer, row),
        remarks=_remarks(viewer, row) if changeable and not row.cancelled else (),
        plans=mine,
        changeable=changeable,
        tellable=_tellable(viewer, row) if mine else (),
        seen=_seen(row) if changeable else "",
    )


def _seen(row: PlanRow) -> str:
    """As `told.seen_of` has it of the row that is changed."""
    due = (row.material_due, row.notice_due)
    return digest_of_plan(row.day, row.start, row.end, row.place, *due, row.cancelled)


def _changes(viewer: Viewer, row: PlanRow) -> tuple[ChangeRow, ...]:
    if row.sequence == 0:  # every change raises it
        return ()
    if not may(viewer, Permission.MEETINGS_READ, account(row.body_id, PublicationState.SHARED)):
        return ()
    found = MeetingChange.objects.filter(meeting_id=row.id).order_by("-id")
    return tuple(
        ChangeRow(
            kind=labelled(ChangeKind, one.kind),
            before=_placed(one.before),
            after=_placed(one.after),
            reason=one.reason,
            by=one.by,
            at=one.at,
        )
        for one in found
    )


def _placed(told: Mapping[str, Any]) -> Placed:
    day, start, end = (str(told.get(name) or "") for name in ("date", "start", "end"))
    return Placed(
        day=date.fromisoformat(day) if day else None,
        start=time.fromisoformat(start) if start else None,
        end=time.fromisoformat(end) if end else None,
        place=str(told.get("place") or ""),
    )


def _remarks(viewer: Viewer, row: PlanRow) -> tuple[Remark, ...]:
    rows = plan_rows(viewer, Q(date=row.day, cancelled_at=None) & ~Q(id=row.id))
    there = [other.slot for other in rows]
    return remarks(row.slot, there, ties(viewer, row.day, row.day) if there else Ties())


def _tellable(viewer: Viewer, row: PlanRow) -> tuple[str, ...]:
    """The steps that are left, each where the viewer may take it."""
    shared = account(row.body_id, PublicationState.SHARED)
    found = []
    if row.told == PublicationState.DRAFT and may(viewer, Permission.MEETINGS_SHARE, shared):
        found.append(PublicationState.SHARED.value)
    everybody = row.told in (PublicationState.DRAFT, PublicationState.SHARED)
    if everybody and not row.pre_meeting and may(viewer, Permission.MEETINGS_PUBLISH, shared):
        found.append(PublicationState.PUBLISHED.value)
    return tuple(found)
