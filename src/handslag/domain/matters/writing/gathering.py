"""From rows, fetched beforehand, to what is shown of one item. No query of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handslag.domain.base.shapes import labelled
from handslag.domain.matters.models import (
    ClauseAction,
    PointVerdict,
    Reservation,
    StanceKind,
    TransferKind,
)
from handslag.domain.matters.writing import rows as of
from handslag.domain.matters.writing.rules import (
    ClauseStand,
    PointStand,
    Suggested,
    clashes,
    point_number,
    suggested,
    vote_fit,
)
from handslag.domain.matters.writing.shapes import (
    AppointedView,
    AssignmentView,
    ClauseView,
    DecisionView,
    ItemDecisions,
    OutcomeView,
    PointWritten,
    ProposalWritten,
    ReservationView,
    StanceView,
    VoteView,
    WhitherView,
    WhoView,
)
from handslag.domain.meetings.models import ItemOutcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handslag.domain.matters.models import (
        Assignment,
        Clause,
        Decision,
        Proposal,
        ProposalPoint,
        Stance,
        Transfer,
        Vote,
    )
    from handslag.domain.meetings.models import AgendaItem

RESERVATIONS = Reservation.objects.select_related("name")


def item_decisions(
    item: AgendaItem,
    body_id: int,
    *,
    held: Sequence[Proposal],
    planned: tuple[tuple[str, tuple[str, ...]], ...],
    decisions: Sequence[Decision],
    stances: Sequence[Stance],
    assignments: Sequence[Assignment],
    transfers: Sequence[Transfer],
    present: int,
) -> ItemDecisions:
    """Everything written under one item; `present` are how many are there."""
    shown = tuple(_decision(row, present) for row in decisions)
    clauses = [clause for decision in shown for clause in decision.clauses]
    proposals = tuple(_proposal(row, clauses) for row in held)
    stands = [stand for row in held for stand in _stands(row)]
    numbers = {point.figure for proposal in proposals for point in proposal.points}
    said = [
        ClauseStand(one.id, one.action.value, one.points, one.side, one.text) for one in clauses
    ]
    return ItemDecisions(
        item_id=item.id,
        meeting_id=item.meeting_id,
        body_id=body_id,
        outcome=labelled(ItemOutcome, item.outcome),
        proposals=proposals,
        planned=() if held else planned,
        decisions=shown,
        stances=tuple(_stance(row) for row in stances),
        assignments=tuple(_assignment(row) for row in assignments),
        transfers=tuple(_transfer(row) for row in transfers),
        clashes=clashes(numbers, stands, said) if proposals else (),
    )


def _proposal(row: Proposal, clauses: Sequence[ClauseView]) -> ProposalWritten:
    said = {(one.action.value, one.points, one.side) for one in clauses}
    wanted = suggested(row.by, _stands(row))
    return ProposalWritten(
        id=row.id,
        by=row.by,
        points=tuple(_point(one) for one in row.points.all()),
        digest=of.proposer_digest(row),
        suggested=tuple(one for one in wanted if not _is_said(one, said)),
    )


def _is_said(one: Suggested, said: set[tuple[str, tuple[int, ...], str]]) -> bool:
    """Whether a clause says of these points, for this side, what the suggestion does."""
    points = {
        point
        for action, points, side in said
        if action == one.action and side in {"", one.side}
        for point in points
    }
    return set(one.points) <= points


def _point(row: ProposalPoint) -> PointWritten:
    verdicts = {one.side: one.verdict for one in row.outcomes.all()}
    return PointWritten(
        id=row.id,
        number=row.number,
        figure=point_number(row.number, row.order),
        text=row.text,
        outcomes=tuple(
            OutcomeView(one.side, labelled(PointVerdict, one.verdict), one.clause_id)
            for one in sorted(row.outcomes.all(), key=lambda one: one.side)
        ),
        digest=of.point_digest(row),
        settled=of.outcomes_seen(verdicts),
    )


def _stands(row: Proposal) -> list[PointStand]:
    return [
        PointStand(row.id, point_number(point.number, point.order), one.side, one.verdict)
        for point in row.points.all()
        for one in point.outcomes.all()
    ]


def _decision(row: Decision, present: int) -> DecisionView:
    vote = getattr(row, "vote", None)
    return DecisionView(
        id=row.id,
        by=row.by,
        abstaining=tuple(row.abstaining),
        clauses=tuple(_clause(one) for one in row.clauses.all()),
        vote=_vote(vote, present) if vote else None,
        reservations=tuple(_reservation(one) for one in row.reservations.all()),
        digest=of.decision_digest(row),
    )


def _clause(row: Clause) -> ClauseView:
    stands = of.clause_stands(row)
    transfer = next(iter(row.transfers.all()), None)
    return ClauseView(
        id=row.id,
        text=row.text,
        action=labelled(ClauseAction, row.action),
        points=tuple(row.points),
        scope=row.scope,
        side=row.side,
        inline=row.inline,
        effect=row.effect,
        due_date=row.due_date,
        due_text=row.due_text,
        assignees=_who(stands.assignees),
        appointees=tuple(
            AppointedView(one.name.text, one.name.person_id, one.title, one.organisation)
            for one in row.appointments.all()
        ),
        transfer=_transfer(transfer) if transfer else None,
        digest=stands.digest,
    )


def _who(found: Sequence[of.Who]) -> tuple[WhoView, ...]:
    return tuple(
        WhoView(one.text, one.body_id, one.organisation_id, one.person_id) for one in found
    )


def _vote(row: Vote, present: int) -> VoteView:
    numbers = (row.in_favour, row.against, row.abstained)
    return VoteView(row.text, *numbers, vote_fit(*numbers, present), of.vote_digest(row))


def _reservation(row: Reservation) -> ReservationView:
    return ReservationView(
        id=row.id,
        by=row.by,
        person_id=row.name.person_id if row.name else None,
        title=row.title,
        organisation=row.organisation,
        text=row.text,
        digest=of.reservation_digest(row),
    )


def _stance(row: Stance) -> StanceView:
    kind = labelled(StanceKind, row.kind)
    return StanceView(row.id, row.by, kind, tuple(row.points), of.stance_digest(row))


def _assignment(row: Assignment) -> AssignmentView:
    stands = of.assignment_stands(row)
    return AssignmentView(
        row.id, row.text, row.due_date, row.due_text, _who(stands.assignees), stands.digest
    )


def _transfer(row: Transfer) -> WhitherView:
    return WhitherView(
        id=row.id,
        kind=labelled(TransferKind, row.kind),
        to_body=row.to_body,
        to_date=row.to_date,
        text=row.text,
        clause_id=row.clause_id,
        digest=of.transfer_digest(row),
        back_date=row.expected_date,
        back_words=row.expected_text,
    )
