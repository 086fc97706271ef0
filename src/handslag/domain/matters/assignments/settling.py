"""What the register and the plan make clear of assignments, whenever a meeting's facts are written.

Who an assignment names, where the register has exactly one of that name; and which meeting it is
due at, where the words or the day say so. Both are derived anew each time, and give way to what
somebody has said: whom they picked, and the days in an assignment's steps.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q
from django.utils import timezone

from handslag.domain.base.words import key_of
from handslag.domain.matters.assignments.rules import (
    Coming,
    Due,
    meeting_due_at,
    says_later,
    says_next_meeting,
)
from handslag.domain.matters.models import Assignee, Assignment, AssignmentStep
from handslag.domain.meetings.models import Meeting
from handslag.domain.registry.models import (
    Body,
    BodyName,
    Membership,
    Organisation,
    OrganisationKind,
    PersonName,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence


class Found(NamedTuple):
    """Whom the register has by a name: one of the three, or none."""

    body_id: int | None = None
    organisation_id: int | None = None
    person_id: int | None = None


NOBODY = Found()
A_YEAR = dt.timedelta(days=366)
"""So long words like "the next meeting" reach ahead."""


def settle(meeting_id: int) -> None:
    """Settle what a meeting's assignments name, and what is due at the meeting.

    Part of the write that is announced. Six queries at most where nothing changes.
    """
    meeting = Meeting.objects.filter(id=meeting_id).first()
    if meeting is None:
        return
    settle_names(Assignee.objects.filter(assignment__item__meeting_id=meeting_id, picked=False))
    _settle_days(meeting)


def settle_names(rows: Iterable[Assignee]) -> int:
    """Let the register say who these rows name; gives how many it now says otherwise of."""
    found = list(rows)
    known = named({row.text for row in found})
    changed = []
    for row in found:
        who = known[row.text]
        if who != (row.body_id, row.organisation_id, row.person_id):
            row.body_id, row.organisation_id, row.person_id = who
            changed.append(row)
    if changed:
        Assignee.objects.bulk_update(changed, ["body", "organisation", "person"])
    return len(changed)


def named(texts: Collection[str]) -> dict[str, Found]:
    """Whom the register has by each of these names, where it is exactly one. Five queries, or none.

    Bodies by all their names, people by all of theirs, organisations by their name, with or
    without "kommun"; "regionen" is the region, where there is one. What stands after a comma or
    within parentheses says where somebody works, and is tried without.
    """
    if not texts:
        return {}
    keys = {text: forms(text) for text in texts}
    wanted = {key for group in keys.values() for key in group}
    holders: dict[str, set[Found]] = defaultdict(set)
    for key, body_id in BodyName.objects.filter(key__in=wanted).values_list("key", "body_id"):
        holders[key].add(Found(body_id=body_id))
    for id_, name, short in Body.objects.values_list("id", "name", "short_name"):
        for key in {key_of(name), key_of(short)} & wanted:
            holders[key].add(Found(body_id=id_))
    for key, person_id in PersonName.objects.filter(key__in=wanted).values_list("key", "person_id"):
        holders[key].add(Found(person_id=person_id))
    for id_, name, kind in Organisation.objects.values_list("id", "name", "kind"):
        for key in _names_of(name, kind) & wanted:
            holders[key].add(Found(organisation_id=id_))
    return {text: _the_only_one(group, holders) for text, group in keys.items()}


MOST_NAMES = 500


def names_to_choose() -> tuple[str, ...]:
    """Whom an assignment can be given to: bodies, organisations, and people who sit somewhere."""
    bodies = Body.objects.filter(until__isnull=True).values_list("name", flat=True)
    organisations = Organisation.objects.values_list("name", flat=True)
    sitting = Membership.objects.on(timezone.localdate()).order_by("person__order_key")
    people = sitting.values_list("person__name", flat=True).distinct()
    found = (*bodies[:MOST_NAMES], *organisations[:MOST_NAMES], *people[:MOST_NAMES])
    return tuple(dict.fromkeys(found))


_APART = re.compile(r"\s*[,(].*$", re.DOTALL)


def forms(text: str) -> tuple[str, ...]:
    """The keys that a name is looked up by, the fullest first."""
    whole = key_of(text).rstrip(".")
    return tuple(dict.fromkeys(filter(None, (whole, _APART.sub("", whole).strip()))))


def _names_of(name: str, kind: str) -> set[str]:
    """Keys of what an organisation is called: "Norrviks kommun", "Norrviks", "Norrvik"."""
    key = key_of(name)
    if kind == OrganisationKind.REGION:
        return {key, "regionen"}
    if kind != OrganisationKind.MUNICIPALITY:
        return {key}
    place = key.removesuffix(" kommun")
    return {key, place, place.removesuffix("s")}


def _the_only_one(keys: Sequence[str], holders: dict[str, set[Found]]) -> Found:
    for key in keys:
        if found := holders.get(key):
            return next(iter(found)) if len(found) == 1 else NOBODY
    return NOBODY


def _settle_days(meeting: Meeting) -> None:
    rows, steps = _to_settle(meeting), _steps_to_settle(meeting)
    if not rows and not steps:
        return
    stand = Meeting.objects.filter(
        body_id=meeting.body_id, cancelled_at__isnull=True, main__isnull=True
    )
    meetings = [Coming(*one) for one in stand.order_by().values_list("id", "date")]
    changed = [row for row in rows if _put_due(row, meetings)]
    if changed:
        Assignment.objects.bulk_update(changed, ["due_meeting", "due_later"])
    for step in steps:
        if found := meeting_due_at(Due(text=step.due_text), step.day, meetings):
            AssignmentStep.objects.filter(id=step.id).update(meeting_id=found.id)


def _to_settle(meeting: Meeting) -> list[Assignment]:
    """The meeting's own that say when, and those of the body's meetings that may wait for it.

    While it is written nothing waits for it any more. Asked apart: either has an index of its own.
    """
    told = Assignment.objects.filter(part_of__isnull=True).select_related(
        "item__meeting", "due_meeting"
    )
    says = Q(due_date__isnull=False) | ~Q(due_text="") | Q(due_meeting__isnull=False)
    found = list(told.filter(says | Q(due_later=True), item__meeting=meeting))
    if not _may_be_waited_for(meeting):
        return found
    on_its_day = Q(due_date=meeting.date, due_meeting__isnull=True)
    undated = Q(due_date__isnull=True) & ~Q(due_text="")
    sooner = Q(due_meeting__isnull=True) | Q(due_meeting__date__gt=meeting.date)
    before = told.filter(
        item__meeting__body_id=meeting.body_id,
        item__meeting__date__lt=meeting.date,
        item__meeting__date__gte=meeting.date - A_YEAR,
    )
    return found + list(before.filter(on_its_day | undated & sooner))


def _steps_to_settle(meeting: Meeting) -> list[AssignmentStep]:
    """Those carried over to a next meeting that nobody had planned, when one is."""
    if not _may_be_waited_for(meeting) or meeting.date < timezone.localdate():
        return []
    waiting = AssignmentStep.objects.filter(
        assignment__item__meeting__body_id=meeting.body_id,
        meeting__isnull=True,
        due_date__isnull=True,
    ).exclude(due_text="")
    return [step for step in waiting if says_next_meeting(step.due_text)]


def _may_be_waited_for(meeting: Meeting) -> bool:
    return not meeting.written and meeting.cancelled_at is None and meeting.main_id is None


def _put_due(row: Assignment, meetings: Sequence[Coming]) -> bool:
    """Put the meeting that an assignment is due at; whether that is another than it was."""
    own = Due(day=row.due_date, text=row.due_text)
    found = meeting_due_at(own, row.item.meeting.date, meetings)
    meeting_id = found.id if found else None
    if found is None and row.due_meeting is not None and _has_moved(row, row.due_meeting):
        meeting_id = row.due_meeting_id
    later = meeting_id is None and row.due_date is None and says_later(row.due_text)
    if (meeting_id, later) == (row.due_meeting_id, row.due_later):
        return False
    row.due_meeting_id, row.due_later = meeting_id, later
    return True


def _has_moved(row: Assignment, meeting: Meeting) -> bool:
    """Whether the meeting stood on the day that the paper tells, and has been moved or cancelled
    since: what was due at it is still."""
    if meeting.cancelled_at is not None or row.due_date is None:
        return True
    was = meeting.changes.values_list("before", flat=True)
    return any(told.get("date") == row.due_date.isoformat() for told in was)
