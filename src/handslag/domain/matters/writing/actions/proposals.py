"""Writes of proposals before the meeting, point by point, and of what became of each point."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.base.facts import Phase
from handslag.domain.base.sides import Side
from handslag.domain.matters.models import PointOutcome, PointVerdict, Proposal, ProposalPoint
from handslag.domain.matters.preparing.rules import entered_points
from handslag.domain.matters.writing.actions.doing import (
    WRITTEN,
    done,
    goes_on,
    nothing_new,
    spliced,
)
from handslag.domain.matters.writing.making import (
    LONGEST_NAME,
    LONGEST_TEXT,
    MOST_POINTS,
    tidy,
)
from handslag.domain.matters.writing.rows import outcomes_seen, point_digest, proposer_digest
from handslag.domain.matters.writing.rules import settled, state_of
from handslag.domain.meetings.room.locking import item_to_write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.meetings.models import AgendaItem
    from handslag.domain.meetings.room.shapes import Written


@transaction.atomic
def hold_proposals(*, viewer: Viewer, item_id: int) -> Written:
    """Take the plan's proposals under an item over as they stand, point by point.

    Nothing happens where the item has proposals before the meeting already. Raises what
    `item_to_write` raises.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    item = item_to_write(viewer, item_id)
    held = take_over(item)
    if not held:
        return nothing_new(item, {})
    return done(viewer, item, "matters.hold_proposals", seen=_all_seen(held), count=len(held))


@transaction.atomic
def put_proposal(*, viewer: Viewer, item_id: int, by: str, points: Sequence[str]) -> Written:
    """Let a body or a side in the room, `by` its name, propose points under an item.

    The plan's proposals come along where they have not been taken over. Raises what
    `item_to_write` raises, and ValidationError with what is wrong in which field.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    item = item_to_write(viewer, item_id)
    by = tidy(by, "by", LONGEST_NAME)
    texts = [text for text in (tidy(one, "points", LONGEST_TEXT) for one in points) if text]
    if not by or not texts or len(texts) > MOST_POINTS:
        errors = {} if by else {"by": _("Skriv vem som föreslår.")}
        if not texts or len(texts) > MOST_POINTS:
            errors["points"] = _("Skriv minst en punkt, och högst femtio.")
        raise ValidationError(errors)
    take_over(item)
    row = Proposal.objects.create(
        item=item, phase=Phase.HELD, by=by, order=_after_last(item), **WRITTEN
    )
    _put_points(row, [(str(number), text) for number, text in enumerate(texts, 1)])
    return done(
        viewer,
        item,
        "matters.put_proposal",
        seen=_all_seen([row]),
        made=row.id,
        by=by,
        points=texts,
    )


@transaction.atomic
def name_proposer(*, viewer: Viewer, proposal_id: int, seen: str, by: str) -> Written:
    """Say otherwise who proposes. `seen` is the proposal's digest.

    Raises Proposal.DoesNotExist, ChangedMeanwhile, ValidationError.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    row, item = _proposal(viewer, proposal_id)
    by, key = tidy(by, "by", LONGEST_NAME), f"proposal-{row.id}"
    if not by:
        raise ValidationError({"by": _("Skriv vem som föreslår.")})
    if not goes_on(key, seen, proposer_digest(row), state_of(by), {"by": row.by}):
        return nothing_new(item, {key: proposer_digest(row)})
    before, row.by, row.typed = row.by, by, True
    row.save(update_fields=["by", "typed"])
    told = {key: proposer_digest(row)}
    return done(viewer, item, "matters.name_proposer", seen=told, before=before, after=by)


@transaction.atomic
def remove_held_proposal(*, viewer: Viewer, proposal_id: int, seen: str) -> Written:
    """Take back a proposal with its points and what became of them. Raises as `name_proposer`."""
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    row, item = _proposal(viewer, proposal_id)
    goes_on(f"proposal-{row.id}", seen, proposer_digest(row), None, {"by": row.by})
    points = list(row.points.values_list("text", flat=True))
    row.delete()
    return done(viewer, item, "matters.remove_held_proposal", seen={}, by=row.by, points=points)


@transaction.atomic
def add_point(*, viewer: Viewer, proposal_id: int, text: str) -> Written:
    """Put a point last in a proposal; it gets the next number. Raises Proposal.DoesNotExist."""
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    row, item = _proposal(viewer, proposal_id)
    text = _point_text(text)
    known = list(row.points.all())
    if len(known) >= MOST_POINTS:
        raise ValidationError({"text": _("Förslaget har redan så många punkter det kan ha.")})
    number = str(max((point.order for point in known), default=0) + 1)
    point = _put_points(row, [(number, text)], after=int(number) - 1)[0]
    told = {f"point-{point.id}": point_digest(point)}
    return done(viewer, item, "matters.add_point", seen=told, made=point.id, by=row.by, text=text)


@transaction.atomic
def reword_point(*, viewer: Viewer, point_id: int, seen: str, text: str) -> Written:
    """Let a point say this. `seen` is its digest.

    Raises ProposalPoint.DoesNotExist, ChangedMeanwhile, ValidationError.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    point, item = _point(viewer, point_id)
    text, key = _point_text(text), f"point-{point.id}"
    if not goes_on(key, seen, point_digest(point), state_of(text), {"text": point.text}):
        return nothing_new(item, {key: point_digest(point)})
    before, point.text, point.typed = point.text, text, True
    point.save(update_fields=["text", "typed"])
    told = {key: point_digest(point)}
    return done(
        viewer,
        item,
        "matters.reword_point",
        seen=told,
        number=point.number,
        **spliced(before, text),
    )


@transaction.atomic
def remove_point(*, viewer: Viewer, point_id: int, seen: str) -> Written:
    """Take back a point and what became of it; the others keep their numbers.

    Raises as `reword_point`.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    point, item = _point(viewer, point_id)
    goes_on(f"point-{point.id}", seen, point_digest(point), None, {"text": point.text})
    point.delete()
    return done(viewer, item, "matters.remove_point", seen={}, number=point.number, text=point.text)


@transaction.atomic
def settle_point(*, viewer: Viewer, point_id: int, side: str, seen: str, verdict: str) -> Written:
    """Say what becomes of a point for a side, or for all (`side` empty).

    `verdict` is a value of PointVerdict, empty to take it back; `seen` is what the page saw of the
    point's outcomes (`PointWritten.settled`). What was said for all stands for the other side where
    a side is told apart; what is said for all stands instead of each side's.
    Raises ProposalPoint.DoesNotExist, ChangedMeanwhile, ValidationError.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    if (side and side not in Side.values) or (verdict and verdict not in PointVerdict.values):
        raise ValidationError(_("Utfallet gick inte att läsa. Inget har ändrats."))
    point, item = _point(viewer, point_id)
    key, before = f"outcome-{point.id}", {row.side: row.verdict for row in point.outcomes.all()}
    after = settled(before, side, verdict)
    now, wanted = outcomes_seen(before), outcomes_seen(after)
    if not goes_on(key, seen, now, wanted, {"verdict": before.get(side, before.get("", ""))}):
        return nothing_new(item, {key: now})
    point.outcomes.exclude(side__in=after).delete()
    for one, told in after.items():
        if before.get(one) != told:
            PointOutcome.objects.update_or_create(
                point=point, side=one, defaults={"verdict": told, "clause": None, **WRITTEN}
            )
    return done(
        viewer,
        item,
        "matters.settle_point",
        seen={key: wanted},
        number=point.number,
        side=side,
        before=now,
        after=wanted,
    )


def take_over(item: AgendaItem) -> list[Proposal]:
    """Copy the plan's proposals, where none is before the meeting; those that were copied."""
    if Proposal.objects.filter(item=item, phase=Phase.HELD).exists():
        return []
    planned = Proposal.objects.filter(item=item, phase=Phase.PLAN).prefetch_related("points")
    held = []
    for order, row in enumerate(planned.order_by("order", "id"), 1):
        copy = Proposal.objects.create(
            item=item, phase=Phase.HELD, by=row.by, order=order, **WRITTEN
        )
        _put_points(copy, [(one.number, one.text) for one in entered_points(row)])
        held.append(copy)
    return held


def _put_points(
    row: Proposal, points: Sequence[tuple[str, str]], after: int = 0
) -> list[ProposalPoint]:
    return ProposalPoint.objects.bulk_create(
        ProposalPoint(proposal=row, number=number, text=text, order=order, **WRITTEN)
        for order, (number, text) in enumerate(points, after + 1)
    )


def _all_seen(rows: Sequence[Proposal]) -> dict[str, str]:
    seen = {f"proposal-{row.id}": proposer_digest(row) for row in rows}
    points = ProposalPoint.objects.filter(proposal__in=rows)
    return seen | {f"point-{point.id}": point_digest(point) for point in points}


def _after_last(item: AgendaItem) -> int:
    rows = Proposal.objects.filter(item=item, phase=Phase.HELD)
    return (rows.aggregate(last=Max("order"))["last"] or 0) + 1


def _point_text(text: str) -> str:
    text = tidy(text, "text", LONGEST_TEXT)
    if not text:
        raise ValidationError({"text": _("Skriv vad punkten säger.")})
    return text


def _proposal(viewer: Viewer, proposal_id: int) -> tuple[Proposal, AgendaItem]:
    rows = Proposal.objects.filter(phase=Phase.HELD)
    item = item_to_write(viewer, rows.values_list("item_id", flat=True).get(id=proposal_id))
    return rows.get(id=proposal_id), item


def _point(viewer: Viewer, point_id: int) -> tuple[ProposalPoint, AgendaItem]:
    rows = ProposalPoint.objects.filter(proposal__phase=Phase.HELD)
    item_id = rows.values_list("proposal__item_id", flat=True).get(id=point_id)
    item = item_to_write(viewer, item_id)
    return rows.prefetch_related("outcomes").get(id=point_id), item
