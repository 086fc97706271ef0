"""Writes of who has an assignment: handed over, corrected, given to somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.matters.assignments import reading
from handslag.domain.matters.assignments.access import changeable
from handslag.domain.matters.assignments.actions.doing import (
    day_to_stand,
    put_step,
    reason_to_stand,
    to_change,
    told,
)
from handslag.domain.matters.models import Assignee, Assignment
from handslag.domain.matters.models import AssignmentStepKind as Kind
from handslag.domain.matters.writing.making import assignees_to_stand
from handslag.domain.meetings.events import announce_recorded

if TYPE_CHECKING:
    import datetime as dt

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.assignments.actions.doing import Opened
    from handslag.domain.matters.assignments.telling import WhoTold
    from handslag.domain.matters.writing.rows import Who


@transaction.atomic
def hand_over(
    *,
    viewer: Viewer,
    assignee_id: int,
    to: WhoTold,
    reason: str = "",
    day: dt.date | None = None,
    seen: str | None = None,
) -> int:
    """Let somebody else have an assignment from one who has it; gives the step.

    Who had it stays in its history. Raises Assignee.DoesNotExist, what `doing.to_change` raises,
    and ValidationError where nobody is named, or the same.
    """
    require_somewhere(viewer, Permission.ASSIGNMENTS_CHANGE)
    opened, was = _holder(viewer, assignee_id, seen)
    who = who_to_stand(to)
    return _handed(viewer, opened.row, was, who, reason_to_stand(reason), day)


@transaction.atomic
def hand_over_all(
    *,
    viewer: Viewer,
    person_id: int,
    to: WhoTold,
    reason: str = "",
    day: dt.date | None = None,
) -> int:
    """Let somebody else have every open assignment that a person has; gives how many there were.

    Those that the viewer may not change are left alone. Raises ValidationError where nobody is
    named, or the same.
    """
    require_somewhere(viewer, Permission.ASSIGNMENTS_CHANGE)
    who, reason = who_to_stand(to), reason_to_stand(reason)
    if who.person_id == person_id:
        raise ValidationError({"to": _("Välj någon annan än den som lämnar.")})
    found = reading.with_standing(viewer, reading.seen_assignments(viewer))
    mine = found.filter(reading.IS_OPEN, changeable(viewer)).values_list("id", flat=True)
    holders = Assignee.objects.filter(
        person_id=person_id, until__isnull=True, assignment_id__in=list(mine)
    )
    rows = list(holders.order_by("id").values_list("id", "assignment_id"))
    for assignee_id, assignment_id in rows:
        opened = to_change(viewer, assignment_id, None, Kind.HANDED_OVER)
        _handed(viewer, opened.row, Assignee.objects.get(id=assignee_id), who, reason, day)
    return len(rows)


@transaction.atomic
def give(*, viewer: Viewer, assignment_id: int, to: WhoTold, seen: str | None = None) -> int:
    """Let one more have an assignment; gives the assignee. For one that nobody has.

    Raises what `doing.to_change` raises, and ValidationError where nobody is named, or who has it
    already is.
    """
    require_somewhere(viewer, Permission.ASSIGNMENTS_CHANGE)
    row = to_change(viewer, assignment_id, seen, Kind.HANDED_OVER).row
    who = who_to_stand(to)
    _refuse_double(row, who)
    made = _made(row, who, timezone.localdate())
    step = put_step(viewer, row, Kind.HANDED_OVER, timezone.localdate(), now=made)
    told(viewer, "matters.give_assignment", row, step=step.id, to=who.text)
    announce_recorded(row.item.meeting_id)
    return made.id


@transaction.atomic
def say_who(
    *, viewer: Viewer, assignee_id: int, who: WhoTold | None, seen: str | None = None
) -> None:
    """Say who somebody is that an assignment names: one of the register's, or None for none of it.

    What the paper says stays as it is, and no name that is read says otherwise from now on. Raises
    Assignee.DoesNotExist, what `doing.to_change` raises, and ValidationError.
    """
    require_somewhere(viewer, Permission.ASSIGNMENTS_CHANGE)
    opened, row = _holder(viewer, assignee_id, seen)
    picked = who_to_stand(who) if who is not None else None
    if picked is not None and not _is_known(picked):
        raise ValidationError({"to": _("Välj någon i registret.")})
    row.body_id = picked.body_id if picked else None
    row.organisation_id = picked.organisation_id if picked else None
    row.person_id = picked.person_id if picked else None
    row.picked = True
    row.save(update_fields=["body", "organisation", "person", "picked"])
    told(
        viewer,
        "matters.say_who_has_assignment",
        opened.row,
        named=row.text,
        to=picked.text if picked else "",
    )
    announce_recorded(opened.row.item.meeting_id)


def who_to_stand(to: WhoTold) -> Who:
    """The one who is to have it. Raises ValidationError where nobody is named."""
    try:
        found = assignees_to_stand([to])
    except ValidationError as error:
        raise ValidationError({"to": error.messages}) from error
    if not found:
        raise ValidationError({"to": _("Välj eller skriv vem som ska ha uppdraget.")})
    return found[0]


def _holder(viewer: Viewer, assignee_id: int, seen: str | None) -> tuple[Opened, Assignee]:
    rows = Assignee.objects.filter(
        assignment__in=reading.seen_assignments(viewer), until__isnull=True
    )
    assignment_id = rows.values_list("assignment_id", flat=True).get(id=assignee_id)
    opened = to_change(viewer, assignment_id, seen, Kind.HANDED_OVER)
    return opened, rows.get(id=assignee_id)


def _handed(
    viewer: Viewer, row: Assignment, was: Assignee, who: Who, reason: str, day: dt.date | None
) -> int:
    day = day_to_stand(day, row)
    had = (was.body_id, was.organisation_id, was.person_id)
    if _is_known(who) and had == (who.body_id, who.organisation_id, who.person_id):
        raise ValidationError({"to": _("Välj någon annan än den som lämnar.")})
    was.until = day
    was.save(update_fields=["until"])
    now = _having(row, who) or _made(row, who, day)
    step = put_step(viewer, row, Kind.HANDED_OVER, day, text=reason, was=was, now=now)
    told(
        viewer,
        "matters.hand_over_assignment",
        row,
        reason,
        step=step.id,
        **{"from": was.text},
        to=who.text,
    )
    announce_recorded(row.item.meeting_id)
    return step.id


def _having(row: Assignment, who: Who) -> Assignee | None:
    """Whoever has it already and is the same."""
    same: dict[str, Any] = (
        {
            "body_id": who.body_id,
            "organisation_id": who.organisation_id,
            "person_id": who.person_id,
        }
        if _is_known(who)
        else {"text": who.text, "body": None, "organisation": None, "person": None}
    )
    return row.assignees.filter(until__isnull=True, **same).first()


def _refuse_double(row: Assignment, who: Who) -> None:
    if _having(row, who) is not None:
        raise ValidationError({"to": _("De har redan uppdraget.")})


def _made(row: Assignment, who: Who, since: dt.date | None) -> Assignee:
    last = row.assignees.aggregate(last=Max("order"))["last"] or 0
    return Assignee.objects.create(
        assignment=row,
        text=who.text,
        body_id=who.body_id,
        organisation_id=who.organisation_id,
        person_id=who.person_id,
        picked=_is_known(who),
        since=since,
        order=last + 1,
        typed=True,
        written=True,
    )


def _is_known(who: Who) -> bool:
    return any((who.body_id, who.organisation_id, who.person_id))
