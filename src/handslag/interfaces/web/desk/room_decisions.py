"""Decisions in the room: who decides, att-satser, votes, reservations, and where items go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_POST

from handslag.domain.matters.writing import actions
from handslag.interfaces.web.desk.room_fields import (
    assignment_in,
    clause_in,
    names_in,
    reservation_in,
    vote_in,
    whither_in,
)
from handslag.interfaces.web.desk.room_proposals import chosen
from handslag.interfaces.web.desk.room_writing import seen_of
from handslag.interfaces.web.kit.requests import number

if TYPE_CHECKING:
    from django.http import HttpResponse

    from handslag.domain.meetings.room.shapes import Written
    from handslag.interfaces.web.desk.room_proposals import Write
    from handslag.interfaces.web.kit.requests import PageRequest


@require_POST
def clauses(request: PageRequest, meeting_id: int, item_id: int) -> HttpResponse:
    """Decide an item, one att-sats: the fields of `room_fields.clause_in`, and `decision`.

    With `gor` "enligt-forslag" it is written once, however often and by whomever it is sent.
    """
    ways: dict[str, Write] = {"": _write_clause, "enligt-forslag": _write_suggested}
    return chosen(request, meeting_id, item_id, ways, item_id)


def _write_clause(request: PageRequest, item_id: int) -> Written:
    return actions.write_clause(
        viewer=request.viewer,
        item_id=item_id,
        told=clause_in(request),
        decision_id=number(request.POST.get("decision")),
    )


def _write_suggested(request: PageRequest, item_id: int) -> Written:
    return actions.write_clause(
        viewer=request.viewer, item_id=item_id, told=clause_in(request), unless_said=True
    )


@require_POST
def clause(request: PageRequest, meeting_id: int, clause_id: int) -> HttpResponse:
    """Change an att-sats; `gor`: "andra" (the fields of a new one) or "ta-bort"."""
    ways: dict[str, Write] = {"andra": _change_clause, "ta-bort": _remove_clause}
    return chosen(request, meeting_id, clause_id, ways)


def _change_clause(request: PageRequest, clause_id: int) -> Written:
    return actions.change_clause(
        viewer=request.viewer, clause_id=clause_id, seen=seen_of(request), told=clause_in(request)
    )


def _remove_clause(request: PageRequest, clause_id: int) -> Written:
    return actions.remove_clause(viewer=request.viewer, clause_id=clause_id, seen=seen_of(request))


@require_POST
def decisions(request: PageRequest, meeting_id: int, item_id: int) -> HttpResponse:
    """Let another than the body decide under an item: `by`, `abstaining`."""
    ways: dict[str, Write] = {"": _open_decision}
    return chosen(request, meeting_id, item_id, ways, item_id)


def _open_decision(request: PageRequest, item_id: int) -> Written:
    return actions.open_decision(
        viewer=request.viewer,
        item_id=item_id,
        by=request.POST.get("by", ""),
        abstaining=names_in(request, "abstaining"),
    )


@require_POST
def decision(request: PageRequest, meeting_id: int, decision_id: int) -> HttpResponse:
    """Change a decision; `gor` tells what.

    "andra" (`by`, `abstaining`), "ordning" (`ordning`, ids of its att-satser), "omrostning"
    (`text`, `in_favour`, `against`, `abstained`), "utan-omrostning", "reservation" (`by`, `text`)
    or "ta-bort".
    """
    ways: dict[str, Write] = {
        "andra": _change_decision,
        "ordning": _order_clauses,
        "omrostning": _record_vote,
        "utan-omrostning": _remove_vote,
        "reservation": _reserve,
        "ta-bort": _remove_decision,
    }
    return chosen(request, meeting_id, decision_id, ways)


def _change_decision(request: PageRequest, decision_id: int) -> Written:
    return actions.change_decision(
        viewer=request.viewer,
        decision_id=decision_id,
        seen=seen_of(request),
        by=request.POST.get("by", ""),
        abstaining=names_in(request, "abstaining"),
    )


def _order_clauses(request: PageRequest, decision_id: int) -> Written:
    return actions.order_clauses(
        viewer=request.viewer,
        decision_id=decision_id,
        seen=_ids(seen_of(request)),
        wanted=_ids(request.POST.get("ordning", "")),
    )


def _record_vote(request: PageRequest, decision_id: int) -> Written:
    return actions.record_vote(
        viewer=request.viewer,
        decision_id=decision_id,
        seen=seen_of(request),
        told=vote_in(request),
    )


def _remove_vote(request: PageRequest, decision_id: int) -> Written:
    return actions.remove_vote(
        viewer=request.viewer, decision_id=decision_id, seen=seen_of(request)
    )


def _reserve(request: PageRequest, decision_id: int) -> Written:
    return actions.reserve(
        viewer=request.viewer, decision_id=decision_id, told=reservation_in(request)
    )


def _remove_decision(request: PageRequest, decision_id: int) -> Written:
    return actions.remove_decision(
        viewer=request.viewer, decision_id=decision_id, seen=seen_of(request)
    )


@require_POST
def reservation(request: PageRequest, meeting_id: int, reservation_id: int) -> HttpResponse:
    """Change a reservation; `gor`: "andra" (`by`, `text`) or "ta-bort"."""
    ways: dict[str, Write] = {"andra": _change_reservation, "ta-bort": _remove_reservation}
    return chosen(request, meeting_id, reservation_id, ways)


def _change_reservation(request: PageRequest, reservation_id: int) -> Written:
    return actions.change_reservation(
        viewer=request.viewer,
        reservation_id=reservation_id,
        seen=seen_of(request),
        told=reservation_in(request),
    )


def _remove_reservation(request: PageRequest, reservation_id: int) -> Written:
    return actions.remove_reservation(
        viewer=request.viewer, reservation_id=reservation_id, seen=seen_of(request)
    )


@require_POST
def assignments(request: PageRequest, meeting_id: int, item_id: int) -> HttpResponse:
    """Note an assignment in running text: `text`, `assignees`, `due`."""
    ways: dict[str, Write] = {"": _note_assignment}
    return chosen(request, meeting_id, item_id, ways, item_id)


def _note_assignment(request: PageRequest, item_id: int) -> Written:
    return actions.note_assignment(
        viewer=request.viewer, item_id=item_id, told=assignment_in(request)
    )


@require_POST
def assignment(request: PageRequest, meeting_id: int, assignment_id: int) -> HttpResponse:
    """Change an assignment in running text; `gor`: "andra" or "ta-bort"."""
    ways: dict[str, Write] = {"andra": _change_assignment, "ta-bort": _remove_assignment}
    return chosen(request, meeting_id, assignment_id, ways)


def _change_assignment(request: PageRequest, assignment_id: int) -> Written:
    return actions.change_assignment(
        viewer=request.viewer,
        assignment_id=assignment_id,
        seen=seen_of(request),
        told=assignment_in(request),
    )


def _remove_assignment(request: PageRequest, assignment_id: int) -> Written:
    return actions.remove_assignment(
        viewer=request.viewer, assignment_id=assignment_id, seen=seen_of(request)
    )


@require_POST
def moves(request: PageRequest, meeting_id: int, item_id: int) -> HttpResponse:
    """Let an item go on without an att-sats; `gor` tells how.

    "bordlagg" (`date`), "hanskjut" (`body`, `date`) or "nasta-mote" (`reason`).
    """
    ways: dict[str, Write] = {"bordlagg": _table, "hanskjut": _refer, "nasta-mote": _to_next}
    return chosen(request, meeting_id, item_id, ways, item_id)


def _table(request: PageRequest, item_id: int) -> Written:
    return actions.move_item(
        viewer=request.viewer, item_id=item_id, kind="tabled", whither=whither_in(request)
    )


def _refer(request: PageRequest, item_id: int) -> Written:
    return actions.move_item(
        viewer=request.viewer, item_id=item_id, kind="referred", whither=whither_in(request)
    )


def _to_next(request: PageRequest, item_id: int) -> Written:
    return actions.move_to_next(
        viewer=request.viewer, item_id=item_id, reason=request.POST.get("reason", "")
    )


@require_POST
def move(request: PageRequest, meeting_id: int, transfer_id: int) -> HttpResponse:
    """Take back that an item goes on without an att-sats."""
    ways: dict[str, Write] = {"ta-tillbaka": _undo_move}
    return chosen(request, meeting_id, transfer_id, ways)


def _undo_move(request: PageRequest, transfer_id: int) -> Written:
    return actions.undo_move(viewer=request.viewer, transfer_id=transfer_id, seen=seen_of(request))


def _ids(words: str) -> list[int]:
    return [id_ for word in words.split(",") if (id_ := number(word.strip())) is not None]
