"""Writes that make several assignments of one, and one of several, with their history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.matters.assignments.actions.days import due_to_stand
from handslag.domain.matters.assignments.actions.doing import (
    put_step,
    reason_to_stand,
    to_change,
    told,
)
from handslag.domain.matters.assignments.reading import SAYS_DUE
from handslag.domain.matters.models import Assignee, Assignment, KeptApart
from handslag.domain.matters.models import AssignmentStepKind as Kind
from handslag.domain.matters.writing.making import LONGEST_TEXT, assignees_to_stand, tidy
from handslag.domain.meetings.events import announce_recorded

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.assignments.telling import PartTold

MOST_PARTS = 20


@transaction.atomic
def split(
    *,
    viewer: Viewer,
    assignment_id: int,
    parts: Sequence[PartTold],
    reason: str = "",
    seen: str | None = None,
) -> list[int]:
    """Split an assignment into several, each with who does what; gives the ids of the parts.

    The whole is over with that, and leads to its parts. They are told by nobody's paper, and so
    no part of what the meeting said. Raises what `doing.to_change` raises, and ValidationError
    for fewer than two parts.
    """
    require_somewhere(viewer, Permission.ASSIGNMENTS_CHANGE)
    row = to_change(viewer, assignment_id, seen, Kind.SPLIT).row
    wanted = [(tidy(one.text, "parts", LONGEST_TEXT), one) for one in parts]
    wanted = [(text, one) for text, one in wanted if text]
    if not 1 < len(wanted) <= MOST_PARTS:
        words = _("Skriv minst två delar, och högst %(count)d.") % {"count": MOST_PARTS}
        raise ValidationError({"parts": words})
    reason, today = reason_to_stand(reason), timezone.localdate()
    made = []
    for text, part in wanted:
        new = _part(viewer, row, text, part)
        put_step(viewer, row, Kind.SPLIT, today, text=reason, other=new)
        made.append(new)
    told(viewer, "matters.split_assignment", row, reason, parts=[new.text for new in made])
    announce_recorded(row.item.meeting_id)
    return [new.id for new in made]


def _part(viewer: Viewer, row: Assignment, text: str, part: PartTold) -> Assignment:
    last = Assignment.objects.filter(item_id=row.item_id).aggregate(last=Max("order"))["last"]
    new = Assignment.objects.create(
        item_id=row.item_id,
        part_of=row,
        text=text,
        order=(last or 0) + 1,
        typed=True,
        written=True,
        **_due_of_part(viewer, row, part),
    )
    who = assignees_to_stand(part.who)
    rows = (
        [
            Assignee(
                text=one.text,
                body_id=one.body_id,
                organisation_id=one.organisation_id,
                person_id=one.person_id,
                picked=any((one.body_id, one.organisation_id, one.person_id)),
            )
            for one in who
        ]
        if who
        else [
            Assignee(
                text=one.text,
                body_id=one.body_id,
                organisation_id=one.organisation_id,
                person_id=one.person_id,
                picked=one.picked,
            )
            for one in row.assignees.filter(until__isnull=True)
        ]
    )
    for order, one in enumerate(rows, 1):
        one.assignment, one.order, one.typed, one.written = new, order, True, True
    Assignee.objects.bulk_create(rows)
    return new


def _due_of_part(viewer: Viewer, row: Assignment, part: PartTold) -> dict[str, object]:
    """When a part is due: as it is told, else as the whole is now."""
    if part.due.says:
        columns = due_to_stand(viewer, part.due)
        return {
            "due_meeting": columns["meeting"],
            "due_date": columns["due_date"],
            "due_text": columns["due_text"],
            "due_later": columns["due_later"],
        }
    last = row.steps.filter(SAYS_DUE).order_by("-id").first()
    return {
        "due_meeting_id": last.meeting_id if last else row.due_meeting_id,
        "due_date": last.due_date if last else row.due_date,
        "due_text": last.due_text if last else row.due_text,
        "due_later": last.due_later if last else row.due_later,
    }


@transaction.atomic
def join(
    *,
    viewer: Viewer,
    into_id: int,
    assignment_ids: Collection[int],
    reason: str = "",
    seen: str | None = None,
) -> None:
    """Join assignments into one of them: the others are over with that, and lead to it.

    Whoever had any of them has it from now on. `seen` is the digest of the one they are joined
    into. Raises what `doing.to_change` raises for each, and ValidationError where there is nothing
    to join.
    """
    require_somewhere(viewer, Permission.ASSIGNMENTS_CHANGE)
    into = to_change(viewer, into_id, seen, Kind.JOINED).row
    others = sorted(set(assignment_ids) - {into_id})
    if not others:
        raise ValidationError({"others": _("Välj minst ett annat uppdrag att föra samman.")})
    reason, today = reason_to_stand(reason), timezone.localdate()
    for other_id in others:
        other = to_change(viewer, other_id, None, Kind.JOINED).row
        put_step(viewer, other, Kind.JOINED, today, text=reason, other=into)
        _take_along(other, into)
        told(viewer, "matters.join_assignment", other, reason, into=into.text)
        announce_recorded(other.item.meeting_id)
    announce_recorded(into.item.meeting_id)


def _take_along(other: Assignment, into: Assignment) -> None:
    """Let whoever has the one have the other, too, where the register knows who they are."""
    known = {
        (one.body_id, one.organisation_id, one.person_id)
        for one in into.assignees.filter(until__isnull=True)
    }
    last = into.assignees.aggregate(last=Max("order"))["last"] or 0
    today = timezone.localdate()
    for one in other.assignees.filter(until__isnull=True):
        who = (one.body_id, one.organisation_id, one.person_id)
        if not any(who) or who in known:
            continue
        last += 1
        known.add(who)
        Assignee.objects.create(
            assignment=into,
            text=one.text,
            body_id=one.body_id,
            organisation_id=one.organisation_id,
            person_id=one.person_id,
            picked=True,
            since=today,
            order=last,
            typed=True,
            written=True,
        )


@transaction.atomic
def keep_apart(*, viewer: Viewer, assignment_id: int, other_id: int) -> None:
    """Say that two assignments that seem to say the same are two: nobody is asked again.

    Raises what `doing.to_change` raises for each.
    """
    require_somewhere(viewer, Permission.ASSIGNMENTS_CHANGE)
    row = to_change(viewer, assignment_id, None).row
    other = to_change(viewer, other_id, None).row
    if row.id == other.id:
        raise ValidationError(_("Det är ett och samma uppdrag."))
    one_id, two_id = sorted((row.id, other.id))
    _pair, made = KeptApart.objects.get_or_create(
        one_id=one_id, other_id=two_id, defaults={"by": viewer.name[:200]}
    )
    if made:
        told(viewer, "matters.keep_assignments_apart", row, other=other.text)
