"""Writes of what is proposed on a plan, and taking up what another meeting tabled to this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.audit.actions import log
from handslag.domain.base.facts import Phase
from handslag.domain.base.meanwhile import require_unchanged
from handslag.domain.matters.linking.carrying import carry
from handslag.domain.matters.models import Proposal, ProposalPoint
from handslag.domain.matters.preparing.queries import tabled_to
from handslag.domain.matters.preparing.rules import entered_points, proposal_digest
from handslag.domain.meetings.access import visible_facts
from handslag.domain.meetings.agenda.actions.items import mark_prepared, put_items
from handslag.domain.meetings.agenda.locking import (
    MEETING,
    item_to_prepare,
    meeting_to_prepare,
)
from handslag.domain.meetings.agenda.told import ItemTold

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.meetings.models import AgendaItem, Meeting

LONGEST_POINT = 5000
LONGEST_BY = 200
MOST_POINTS = 50


@transaction.atomic
def propose(*, viewer: Viewer, item_id: int, by: str, points: Sequence[str]) -> int:
    """Let a body, `by` its name, propose points under an item of the plan; returns the id.

    The points are numbered 1, 2, 3 in their order. Raises AgendaItem.DoesNotExist, and
    ValidationError with what is wrong in which field.
    """
    require_somewhere(viewer, Permission.MEETINGS_PREPARE)
    item = item_to_prepare(viewer, item_id)
    by, points = _fit(by, points)
    return _propose(viewer, item, by, points)


def _propose(viewer: Viewer, item: AgendaItem, by: str, points: Sequence[str]) -> int:
    last = Proposal.objects.filter(item=item, phase=Phase.PLAN).aggregate(last=Max("order"))
    proposal = Proposal.objects.create(
        item=item,
        phase=Phase.PLAN,
        by=by,
        order=(last["last"] or 0) + 1,
        typed=True,
        prepared=True,
    )
    _put_points(proposal, points)
    _stands(item)
    detail = {"item": item.id, "heading": item.planned_heading, "by": by, "points": list(points)}
    log(
        viewer=viewer,
        verb="matters.propose",
        thing_type=MEETING,
        thing_id=item.meeting.id,
        detail=detail,
    )
    return proposal.id


@transaction.atomic
def change_proposal(
    *, viewer: Viewer, proposal_id: int, seen: str, by: str, points: Sequence[str]
) -> None:
    """Let a proposal on a plan say this.

    `seen` is its digest as the form saw it. Raises ChangedMeanwhile where it says something else
    by now, Proposal.DoesNotExist, and ValidationError.
    """
    require_somewhere(viewer, Permission.MEETINGS_PREPARE)
    proposal, item = _proposal_to_change(viewer, proposal_id)
    before = [point.text for point in entered_points(proposal)]
    require_unchanged(seen, proposal_digest(proposal.by, before))
    by, points = _fit(by, points)
    detail = {
        "item": item.id,
        "heading": item.planned_heading,
        "before": {"by": proposal.by, "points": before},
        "after": {"by": by, "points": list(points)},
    }
    told_by_documents = [
        point.id for point in proposal.points.all() if proposal.prepared and not point.prepared
    ]
    proposal.points.exclude(id__in=told_by_documents).delete()
    proposal.by, proposal.typed, proposal.prepared = by, True, True
    proposal.save(update_fields=["by", "typed", "prepared"])
    _put_points(proposal, points)
    _stands(item)
    log(
        viewer=viewer,
        verb="matters.change_proposal",
        thing_type=MEETING,
        thing_id=item.meeting.id,
        detail=detail,
    )


@transaction.atomic
def remove_proposal(*, viewer: Viewer, proposal_id: int, seen: str) -> None:
    """Take a proposal off a plan. Raises what `change_proposal` raises."""
    require_somewhere(viewer, Permission.MEETINGS_PREPARE)
    proposal, item = _proposal_to_change(viewer, proposal_id)
    points = [point.text for point in entered_points(proposal)]
    require_unchanged(seen, proposal_digest(proposal.by, points))
    detail = {
        "item": item.id,
        "heading": item.planned_heading,
        "by": proposal.by,
        "points": points,
    }
    proposal.delete()
    log(
        viewer=viewer,
        verb="matters.remove_proposal",
        thing_type=MEETING,
        thing_id=item.meeting.id,
        detail=detail,
    )


@transaction.atomic
def take_up(*, viewer: Viewer, meeting_id: int, transfer_ids: Collection[int]) -> list[int]:
    """Put what was tabled or referred to a meeting's day on its plan; returns the items' ids.

    Proposals come along as they were. What is there already, or went elsewhere, is passed over.
    Raises Meeting.DoesNotExist, and ValidationError where the agenda is full.
    """
    require_somewhere(viewer, Permission.MEETINGS_PREPARE)
    meeting = meeting_to_prepare(viewer, meeting_id)
    wanted = [row for row in tabled_to(viewer, meeting_id) if row.transfer_id in transfer_ids]
    made = put_items(
        viewer, meeting, [ItemTold(heading=row.heading, kind=row.kind) for row in wanted]
    )
    for row, item in zip(wanted, made, strict=True):
        item.meeting = meeting
        for by, points in row.proposals:
            _propose(viewer, item, by, points)
        carry(viewer=viewer, item_id=item.id, from_item_id=row.item_id)
        detail = {"item": item.id, "heading": item.planned_heading, "from": row.item_id}
        log(
            viewer=viewer,
            verb="matters.take_up",
            thing_type=MEETING,
            thing_id=meeting.id,
            detail=detail,
        )
    return [item.id for item in made]


def _proposal_to_change(viewer: Viewer, proposal_id: int) -> tuple[Proposal, AgendaItem]:
    seen = Proposal.objects.filter(visible_facts(viewer), phase=Phase.PLAN)
    item_id = seen.values_list("item_id", flat=True).get(id=proposal_id)
    item = item_to_prepare(viewer, item_id)
    return seen.prefetch_related("points").get(id=proposal_id), item


def _put_points(proposal: Proposal, points: Sequence[str]) -> None:
    ProposalPoint.objects.bulk_create(
        ProposalPoint(
            proposal=proposal,
            number=str(number),
            text=text,
            order=number,
            typed=True,
            prepared=True,
        )
        for number, text in enumerate(points, 1)
    )


def _stands(item: AgendaItem) -> None:
    """Say that the item stands on what was entered here."""
    meeting: Meeting = item.meeting
    item.typed = item.prepared = True
    item.save(update_fields=["typed", "prepared"])
    mark_prepared(meeting)


def _fit(by: str, points: Sequence[str]) -> tuple[str, list[str]]:
    by, said = " ".join(by.split()), [text.strip().replace("\r\n", "\n") for text in points]
    said = [text for text in said if text]
    errors = {}
    if not by:
        errors["by"] = _("Skriv vem som föreslår.")
    elif len(by) > LONGEST_BY:
        errors["by"] = _("Namnet är för långt: högst %(count)d tecken.") % {"count": LONGEST_BY}
    if not said:
        errors["points"] = _("Skriv minst en punkt.")
    elif len(said) > MOST_POINTS or any(len(text) > LONGEST_POINT for text in said):
        errors["points"] = _("Förslaget har för många eller för långa punkter.")
    if errors:
        raise ValidationError(errors)
    return by, said
