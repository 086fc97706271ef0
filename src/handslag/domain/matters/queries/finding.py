"""Everything of a meeting that can be sought, with what tells who may find it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.base.dates import MONTHS
from handslag.domain.base.facts import Phase
from handslag.domain.matters.assignments.rules import OVER, STATE_AFTER
from handslag.domain.matters.models import (
    Assignee,
    Assignment,
    AssignmentStep,
    Clause,
    Matter,
    Treatment,
)
from handslag.domain.meetings.models import AgendaItem, Meeting, Participation, ParticipationRole

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import date

    from handslag.domain.access.viewer import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Searchable:
    """A text that can be sought, and what it belongs to."""

    kind: str
    """"meeting", "matter", "item", "clause" or "assignment"."""
    thing: int
    """The id of that."""
    row: int
    """The id of the row that makes it found here: of the treatment, where it is a matter."""
    meeting_id: int | None
    item_id: int | None
    body_id: int | None
    day: date
    phase: str = ""
    """The account that has it, a value of Phase; empty where both have it alike."""
    text: str
    also: str = ""
    """Words that it is found by too, and that are not shown."""
    states: tuple[str, ...]
    """How far the accounts that show it have come: whoever sees one of them sees it."""
    superseded: str | None = None
    """The state of the account whose wording stands for this one, to who sees that."""
    closed: bool = False
    presenters: tuple[int, ...] = ()
    """Names (ids) of those who present it."""
    action: str = ""
    side: str = ""
    open: bool | None = None
    """Of an assignment: whether anything is still owed by it."""


def searchable(viewer: Viewer, meeting_ids: Collection[int]) -> list[Searchable]:
    """Everything that can be sought of these meetings, for the index. Eight queries.

    A heading that notice and minutes have alike comes once, one that they word each in their own
    way comes once for each.
    """
    require(viewer, Permission.DOCUMENTS_REVIEW)
    gathered = _Gathered(meeting_ids)
    found = [*gathered.meetings(), *gathered.items(), *gathered.clauses()]
    return [*found, *gathered.assignments()]


def searchable_matters(viewer: Viewer, matter_ids: Collection[int]) -> list[Searchable]:
    """Those of these matters that no item belongs to, for the index. One query."""
    require(viewer, Permission.DOCUMENTS_REVIEW)
    bare = Matter.objects.filter(id__in=matter_ids, treatments=None, merged_into=None)
    return [
        Searchable(
            kind="matter",
            thing=matter.id,
            row=matter.id,
            meeting_id=None,
            item_id=None,
            body_id=matter.body_id,
            day=timezone.localdate(matter.created_at),
            text=matter.title,
            also=matter.reference,
            states=("draft",),
        )
        for matter in bare.exclude(title="").order_by("id")
    ]


def meetings_of_matters(viewer: Viewer, matter_ids: Collection[int]) -> list[int]:
    """The ids of the meetings at which any of these matters is dealt with. One query."""
    require(viewer, Permission.DOCUMENTS_REVIEW)
    treated = Treatment.objects.filter(matter_id__in=matter_ids).order_by()
    return sorted(set(treated.values_list("item__meeting_id", flat=True)))


class _Gathered:
    """The rows of some meetings, as they lie in the database."""

    def __init__(self, meeting_ids: Collection[int]) -> None:
        told = Meeting.objects.filter(id__in=meeting_ids).select_related("body")
        self._meetings: Mapping[int, Meeting] = {row.id: row for row in told.order_by("id")}
        found = AgendaItem.objects.filter(meeting_id__in=self._meetings).order_by("id")
        self._items: Mapping[int, AgendaItem] = {row.id: row for row in found}
        presenting = Participation.objects.filter(
            meeting_id__in=self._meetings, item__isnull=False, role=ParticipationRole.PRESENTING
        )
        self._presenters: dict[int, set[int]] = defaultdict(set)
        self._of_meeting: dict[int, set[int]] = defaultdict(set)
        rows = presenting.order_by().values_list("meeting_id", "item_id", "name_id")
        for meeting_id, item_id, name_id in rows:
            if item_id in self._items and self._past_draft(self._items[item_id]):
                self._presenters[item_id].add(name_id)
                self._of_meeting[meeting_id].add(name_id)

    def _state(self, item: AgendaItem, phase: str) -> str:
        meeting = self._meetings[item.meeting_id]
        return meeting.state if phase == Phase.HELD else meeting.planned_state

    def _past_draft(self, item: AgendaItem) -> bool:
        return any(self._state(item, phase) != "draft" for phase in _stands(item))

    def meetings(self) -> Iterator[Searchable]:
        for row in self._meetings.values():
            day = row.date
            yield Searchable(
                kind="meeting",
                thing=row.id,
                row=row.id,
                meeting_id=row.id,
                item_id=None,
                body_id=row.body_id,
                day=day,
                text=f"{row.body.name} {day.day} {MONTHS[day.month - 1]} {day.year}",
                also=f"{row.body.short_name} {row.get_kind_display()}",
                states=(row.planned_state, row.state, row.day_state),
                presenters=tuple(self._of_meeting[row.id]),
            )

    def items(self) -> Iterator[Searchable]:
        """The headings, and the matters that they are about under the names those have."""
        matters: dict[int, list[tuple[int, int, str, str]]] = defaultdict(list)
        treated = Treatment.objects.filter(item_id__in=self._items).order_by("id")
        kept = "matter__merged_into__"
        for item_id, id_, own, title, reference, into, *its in treated.values_list(
            *("item_id", "id", "matter_id", "matter__title", "matter__reference"),
            *("matter__merged_into_id", f"{kept}title", f"{kept}reference"),
        ):
            told = (into, *its) if into else (own, title, reference)
            matters[item_id].append((id_, *told))
        for item in self._items.values():
            wordings = tuple(self._wordings(item))
            for phase, text, states, superseded in wordings:
                yield self._of(
                    item,
                    kind="item",
                    thing=item.id,
                    row=item.id,
                    phase=phase,
                    text=text,
                    states=states,
                    superseded=superseded,
                )
            for treatment_id, matter_id, title, reference in matters[item.id]:
                called = ((("", title, self._states(item), None),)) if title else wordings
                for phase, text, states, superseded in called:
                    yield self._of(
                        item,
                        kind="matter",
                        thing=matter_id,
                        row=treatment_id,
                        phase=phase,
                        text=text,
                        also=reference,
                        states=states,
                        superseded=superseded,
                    )

    def _states(self, item: AgendaItem) -> tuple[str, ...]:
        return tuple(self._state(item, phase) for phase in _stands(item))

    def _wordings(self, item: AgendaItem) -> Iterator[tuple[str, str, tuple[str, ...], str | None]]:
        """Headings: the account that has it, the states that show it, whose word stands for it."""
        stands = _stands(item)
        if len(stands) > 1 and item.heading == item.planned_heading:
            yield "", item.heading, self._states(item), None
            return
        for phase in stands:
            heading, other = item.heading, item.planned_heading
            superseded = None
            if phase == Phase.PLAN:
                heading, other = other, heading
                superseded = self._state(item, Phase.HELD) if len(stands) > 1 else None
            yield phase, heading or other, (self._state(item, phase),), superseded

    def _of(self, item: AgendaItem, **told: Any) -> Searchable:
        meeting = self._meetings[item.meeting_id]
        return Searchable(
            meeting_id=meeting.id,
            item_id=item.id,
            body_id=meeting.body_id,
            day=meeting.date,
            closed=item.closed,
            presenters=tuple(self._presenters[item.id]),
            **told,
        )

    def clauses(self) -> Iterator[Searchable]:
        decided = Clause.objects.decided().filter(decision__item_id__in=self._items)
        rows = decided.order_by("id").values_list(
            *("id", "decision__item_id", "decision__phase", "text", "action", "side")
        )
        for id_, item_id, phase, text, action, side in rows:
            item = self._items[item_id]
            yield self._of(
                item,
                kind="clause",
                thing=id_,
                row=id_,
                phase=phase,
                text=text,
                states=(self._state(item, phase),),
                action=action,
                side=side,
            )

    def assignments(self) -> Iterator[Searchable]:
        """Assignments, found by whom they are given to as well.

        They are seen in the account that they were told in: the minutes, where the item is there.
        """
        found = Assignment.objects.filter(item_id__in=self._items).order_by("id")
        rows = list(found.values_list("id", "item_id", "text", "clause__side"))
        ids = [row[0] for row in rows]
        given: dict[int, list[str]] = defaultdict(list)
        holders = Assignee.objects.filter(assignment_id__in=ids, until=None).order_by("order", "id")
        for assignment_id, text in holders.values_list("assignment_id", "text"):
            given[assignment_id].append(text)
        over = _over(ids)
        for id_, item_id, text, side in rows:
            item = self._items[item_id]
            phase = Phase.HELD if item.order is not None else Phase.PLAN
            yield self._of(
                item,
                kind="assignment",
                thing=id_,
                row=id_,
                phase=phase,
                text=text,
                also=" ".join(given[id_]),
                states=(self._state(item, phase),),
                side=side or "",
                open=id_ not in over,
            )


def _over(assignment_ids: Collection[int]) -> set[int]:
    """Those by which nothing is owed any more, as what was said last of them has it."""
    steps = AssignmentStep.objects.filter(assignment_id__in=assignment_ids, kind__in=STATE_AFTER)
    last = dict(steps.order_by("id").values_list("assignment_id", "kind"))
    return {assignment_id for assignment_id, kind in last.items() if STATE_AFTER[kind] in OVER}


def _stands(item: AgendaItem) -> tuple[Phase, ...]:
    """The accounts that the item stands in."""
    held = (Phase.HELD,) if item.order is not None else ()
    return (*held, Phase.PLAN) if item.planned_order is not None else held
