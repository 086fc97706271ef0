"""Lists of assignments, and how many stand each way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.base.shapes import PAGE_SIZE, Listing, paged
from handslag.domain.base.words import key_of, order_of
from handslag.domain.matters.assignments import reading, showing
from handslag.domain.matters.assignments.access import changeable
from handslag.domain.matters.assignments.settling import names_to_choose
from handslag.domain.matters.assignments.shapes import (
    AssignmentList,
    AtMeeting,
    BodyCount,
    Counts,
    HeldByPerson,
    Leaving,
    Month,
)
from handslag.domain.matters.models import Assignee
from handslag.domain.registry.models import Affiliation, Membership, Person

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.assignments.rules import Standing
    from handslag.domain.matters.assignments.shapes import AssignmentRow
    from handslag.domain.matters.models import Assignment

MOST = 500
"""Rows that a reader of many gets at most."""


class Tab(StrEnum):
    """Which assignments a list shows."""

    OPEN = "oppna"
    NEXT = "nasta-mote"
    LATE = "sena"
    UNDATED = "utan-dag"
    UNOWNED = "utan-mottagare"
    REPORTED = "rapporterade"
    OVER = "avslutade"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which assignments are wanted; everything where nothing is said."""

    tab: Tab = Tab.OPEN
    body_id: int | None = None
    """The body whose meeting gave it."""
    holder: tuple[str, int] | None = None
    """Who has it: "body", "organisation" or "person", and the id."""
    words: str = ""


def standing_of(
    viewer: Viewer, ids: Collection[int], today: dt.date | None = None
) -> dict[int, Standing]:
    """How each of these assignments stands, by id; those that the viewer does not see are left out.

    Three queries at most.
    """
    require_somewhere(viewer, Permission.MEETINGS_READ)
    rows = list(reading.seen_assignments(viewer).filter(id__in=list(ids))) if ids else []
    return {id_: found.standing for id_, found in showing.gathered(viewer, rows, today).items()}


def rows_of(
    viewer: Viewer, ids: Collection[int], today: dt.date | None = None
) -> dict[int, AssignmentRow]:
    """Each of these assignments as lists show it, by id; unseen ones are left out. Four queries."""
    require_somewhere(viewer, Permission.MEETINGS_READ)
    if not ids:
        return {}
    found = reading.seen_assignments(viewer).filter(id__in=list(ids))
    return {row.id: row for row in showing.rows(viewer, found, today)}


def due(
    viewer: Viewer,
    *,
    before: dt.date | None = None,
    body_ids: Collection[int] = (),
    organisation_ids: Collection[int] = (),
    person_ids: Collection[int] = (),
    given_by: Collection[int] | None = None,
    today: dt.date | None = None,
) -> tuple[AssignmentRow, ...]:
    """Open assignments that any of these have now, the soonest due first, undated ones last.

    `before` leaves out those due later, and those without a day. Where no holder is named, all
    are meant. `given_by` keeps those that meetings of these bodies (ids) gave. `MOST` at most.
    Four queries.
    """
    require_somewhere(viewer, Permission.MEETINGS_READ)
    found = reading.with_standing(viewer, reading.seen_assignments(viewer)).filter(reading.IS_OPEN)
    if body_ids or organisation_ids or person_ids:
        found = found.filter(reading.held_by_any(body_ids, organisation_ids, person_ids))
    if before is not None:
        found = found.filter(due_day__lte=before)
    if given_by is not None:
        found = found.filter(item__meeting__body_id__in=list(given_by))
    return showing.rows(viewer, _soonest_first(found)[:MOST], today)


def due_at(
    viewer: Viewer, meeting_id: int, today: dt.date | None = None
) -> tuple[AssignmentRow, ...]:
    """Open assignments that are due at a meeting, or on its day to the body that meets. As above.

    What was due at a meeting of the body before it and was left open is late, and not here.
    """
    require_somewhere(viewer, Permission.MEETINGS_READ)
    meeting = reading.meetings_seen(viewer, [meeting_id]).get(meeting_id)
    if meeting is None:
        return ()
    return due_here(viewer, meeting_id, meeting.body_id, meeting.date, today)


def due_here(
    viewer: Viewer, meeting_id: int, body_id: int, day: dt.date, today: dt.date | None = None
) -> tuple[AssignmentRow, ...]:
    """The same of a meeting whose body and day are known to who asks. Four queries at most."""
    require_somewhere(viewer, Permission.MEETINGS_READ)
    found = reading.with_standing(viewer, reading.seen_assignments(viewer)).filter(reading.IS_OPEN)
    here = found.filter(_due_then(meeting_id, body_id, day))
    return showing.rows(viewer, _soonest_first(here)[:MOST], today)


def _due_then(meeting_id: int, body_id: int, day: dt.date) -> Q:
    on_its_day = Q(due_day=day, item__meeting__body_id=body_id)
    return Q(due_at=meeting_id) | on_its_day & Q(due_at__isnull=True)


def at_meeting(
    viewer: Viewer, meeting_id: int, body_id: int, day: dt.date, today: dt.date | None = None
) -> AtMeeting:
    """What a meeting gave, and what is due at it, of a meeting whose body and day are known.

    Four queries at most; one where there is nothing.
    """
    require_somewhere(viewer, Permission.MEETINGS_READ)
    found = reading.with_standing(viewer, reading.seen_assignments(viewer))
    due = reading.IS_OPEN & _due_then(meeting_id, body_id, day)
    either = found.filter(Q(item__meeting_id=meeting_id) | due).order_by("order", "id")
    rows = showing.rows(viewer, either, today)
    given = {row.id: row for row in rows if row.item_meeting_id == meeting_id}
    return AtMeeting(
        given=given,
        of_clause={row.clause_id: row for row in given.values() if row.clause_id is not None},
        due=tuple(row for row in rows if _is_due_then(row, meeting_id, body_id, day)),
    )


def _is_due_then(row: AssignmentRow, meeting_id: int, body_id: int, day: dt.date) -> bool:
    """The same as `_due_then`, of a row that is fetched."""
    due = row.standing.due
    if row.over:
        return False
    on_its_day = due.meeting_id is None and due.day == day and row.body_id == body_id
    return due.meeting_id == meeting_id or on_its_day


def assignments(
    viewer: Viewer, filters: Filters, *, page: int = 1, today: dt.date | None = None
) -> Listing[AssignmentRow]:
    """One page of the assignments that are wanted, the soonest due first. Five queries.

    Those that are over come newest first.
    """
    require_somewhere(viewer, Permission.MEETINGS_READ)
    today = today or timezone.localdate()
    found = _of_tab(_wanted(viewer, filters, today), filters.tab, today)
    total = found.count()
    page, pages, offset = paged(total, page)
    if not total:
        return Listing((), page, pages, total)
    ordered = found.order_by("-id") if filters.tab == Tab.OVER else _soonest_first(found)
    rows = showing.rows(viewer, ordered[offset : offset + PAGE_SIZE], today)
    return Listing(rows, page, pages, total)


def assignment_list(
    viewer: Viewer, filters: Filters, *, page: int = 1, today: dt.date | None = None
) -> AssignmentList:
    """All that the page of assignments shows. Twelve queries at most, whatever there is."""
    require_somewhere(viewer, Permission.MEETINGS_READ)
    return AssignmentList(
        rows=assignments(viewer, filters, page=page, today=today),
        counts=counts(viewer, filters, today),
        months=months(viewer, filters, today),
        bodies=bodies_giving(viewer, today),
        leaving=leaving(viewer, today),
    )


def counts(viewer: Viewer, filters: Filters, today: dt.date | None = None) -> Counts:
    """How many there are in each list, of what else is wanted. One query."""
    require_somewhere(viewer, Permission.MEETINGS_READ)
    today = today or timezone.localdate()
    is_open = reading.IS_OPEN
    told = _wanted(viewer, filters, today).aggregate(
        open=_count(is_open),
        next_meeting=_count(is_open & reading.due_next(today)),
        late=_count(is_open & reading.late(today)),
        undated=_count(is_open & reading.UNDATED),
        unowned=_count(is_open & reading.UNOWNED),
        reported=_count(reading.REPORTED),
        over=_count(reading.IS_OVER),
    )
    return Counts(**told)


def _count(wanted: Q) -> Count:
    return Count("pk", filter=wanted)


def months(viewer: Viewer, filters: Filters, today: dt.date | None = None) -> tuple[Month, ...]:
    """How many open assignments are due in each month, and how many of them late. One query."""
    require_somewhere(viewer, Permission.MEETINGS_READ)
    today = today or timezone.localdate()
    rows = (
        _wanted(viewer, filters, today)
        .filter(reading.IS_OPEN, due_day__isnull=False)
        .order_by()
        .values(month=TruncMonth("due_day"))
        .annotate(due=Count("pk"), late=Count("pk", filter=reading.late(today)))
        .order_by("month")
    )
    return tuple(Month(row["month"], row["due"], row["late"]) for row in rows)


def bodies_giving(viewer: Viewer, today: dt.date | None = None) -> tuple[BodyCount, ...]:
    """The bodies whose meetings gave open assignments, by name. One query."""
    require_somewhere(viewer, Permission.MEETINGS_READ)
    today = today or timezone.localdate()
    rows = (
        _wanted(viewer, Filters(), today)
        .filter(reading.IS_OPEN)
        .order_by()
        .values_list("item__meeting__body_id", "item__meeting__body__name")
        .annotate(count=Count("pk"))
    )
    found = (BodyCount(id_, name, count) for id_, name, count in rows)
    return tuple(sorted(found, key=lambda one: order_of(one.name)))


def leaving(viewer: Viewer, today: dt.date | None = None) -> tuple[Leaving, ...]:
    """People who sit and work nowhere any more, and have open assignments that the viewer may hand
    over. Three queries.

    Somebody of whom the register never told that they sat or worked anywhere has not left.
    """
    require_somewhere(viewer, Permission.MEETINGS_READ)
    today = today or timezone.localdate()
    if Permission.ASSIGNMENTS_CHANGE not in viewer.permissions:
        return ()
    found = reading.with_standing(viewer, reading.seen_assignments(viewer))
    mine = found.filter(reading.IS_OPEN, changeable(viewer))
    having = Assignee.objects.filter(
        person__isnull=False, until__isnull=True, assignment__in=mine.values("pk")
    )
    held = dict(having.order_by().values_list("person_id").annotate(count=Count("pk")))
    if not held:
        return ()
    ended: dict[int, dt.date] = {}
    goes_on: set[int] = set()
    for model in (Membership, Affiliation):
        rows = model._default_manager.filter(person_id__in=held).order_by()
        for person_id, until in rows.values_list("person_id", "until"):
            if until is None or until >= today:
                goes_on.add(person_id)
            else:
                ended[person_id] = max(until, ended.get(person_id, until))
    gone = {id_: day for id_, day in ended.items() if id_ not in goes_on}
    people = Person.objects.filter(id__in=gone).order_by("order_key", "id")
    return tuple(Leaving(one.id, one.name, gone[one.id], held[one.id]) for one in people)


def _wanted(viewer: Viewer, filters: Filters, today: dt.date) -> QuerySet[Any, Any]:
    found = reading.with_standing(viewer, reading.seen_assignments(viewer))
    found = reading.with_owners(reading.with_next_meeting(found, viewer, today))
    if filters.body_id is not None:
        found = found.filter(item__meeting__body_id=filters.body_id)
    if filters.holder is not None:
        kind, id_ = filters.holder
        named: dict[str, Collection[int]] = {"body": (), "organisation": (), "person": ()}
        named[kind] = (id_,)
        found = found.filter(
            reading.held_by_any(named["body"], named["organisation"], named["person"])
        )
    for word in key_of(filters.words.replace("\0", "")).split():
        forms = {word, word.upper(), word.capitalize()}
        either = Q(text__icontains=word)
        for form in forms:
            either |= Q(text__icontains=form)
        found = found.filter(either)
    return found


def _of_tab(found: QuerySet[Assignment], tab: Tab, today: dt.date) -> QuerySet[Assignment]:
    if tab == Tab.OVER:
        return found.filter(reading.IS_OVER)
    if tab == Tab.REPORTED:
        return found.filter(reading.REPORTED)
    among = {
        Tab.NEXT: reading.due_next(today),
        Tab.LATE: reading.late(today),
        Tab.UNDATED: reading.UNDATED,
        Tab.UNOWNED: reading.UNOWNED,
    }
    found = found.filter(reading.IS_OPEN)
    return found.filter(among[tab]) if tab in among else found


def _soonest_first(found: QuerySet[Assignment]) -> QuerySet[Assignment]:
    return found.order_by(F("due_day").asc(nulls_last=True), "id")


def held_by_person(viewer: Viewer, person_id: int, today: dt.date | None = None) -> HeldByPerson:
    """What a person has that the viewer may hand over. Five queries. Raises Person.DoesNotExist."""
    require_somewhere(viewer, Permission.ASSIGNMENTS_CHANGE)
    found = reading.with_standing(viewer, reading.seen_assignments(viewer))
    mine = found.filter(
        reading.IS_OPEN, changeable(viewer), reading.held_by_any((), (), (person_id,))
    )
    rows = showing.rows(viewer, _soonest_first(mine)[:MOST], today)
    people = Person.objects.filter(id=person_id)
    if not rows and Permission.REGISTRY_READ not in viewer.permissions:
        people = people.none()
    return HeldByPerson(people.get().name, person_id, rows, names_to_choose())
