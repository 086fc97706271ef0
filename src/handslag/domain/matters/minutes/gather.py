"""What was proposed, thought and decided at a meeting, fetched kind by kind and laid out by item.

Ten queries, however much was decided. Only what happened: nothing of the plan.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from handslag.domain.base.facts import Phase
from handslag.domain.matters.minutes.content import (
    ClauseSaid,
    Decided,
    Dissent,
    Given,
    Named,
    Point,
    PointSettled,
    Proposed,
    Sent,
    Thought,
    Voted,
)
from handslag.domain.matters.models import (
    Appointment,
    Assignee,
    Assignment,
    Clause,
    Decision,
    DecisionState,
    PointOutcome,
    Proposal,
    ProposalPoint,
    Reservation,
    Stance,
    Transfer,
)


@dataclass(slots=True)
class Facts:
    """Everything by the item's id, in the order of the minutes."""

    proposals: dict[int, list[Proposed]] = field(default_factory=lambda: defaultdict(list))
    stances: dict[int, list[Thought]] = field(default_factory=lambda: defaultdict(list))
    decisions: dict[int, list[Decided]] = field(default_factory=lambda: defaultdict(list))
    given: dict[int, list[Given]] = field(default_factory=lambda: defaultdict(list))
    sent: dict[int, list[Sent]] = field(default_factory=lambda: defaultdict(list))


@dataclass(slots=True)
class _OfClauses:
    """What hangs on clauses, by the clause's id."""

    given: dict[int, list[Given]] = field(default_factory=lambda: defaultdict(list))
    sent: dict[int, list[Sent]] = field(default_factory=lambda: defaultdict(list))
    appointed: dict[int, list[Named]] = field(default_factory=lambda: defaultdict(list))


def facts_of(meeting_id: int) -> Facts:
    """Everything of a meeting."""
    found, hung = Facts(), _OfClauses()
    _proposals(meeting_id, found)
    for row in Stance.objects.filter(item__meeting_id=meeting_id).order_by("order", "id"):
        points = tuple(str(point) for point in row.points)
        found.stances[row.item_id].append(Thought(by=row.by, kind=row.kind, points=points))
    _assignments(meeting_id, found, hung)
    for sent in Transfer.objects.filter(item__meeting_id=meeting_id).order_by("id"):
        group = found.sent[sent.item_id] if sent.clause_id is None else hung.sent[sent.clause_id]
        group.append(_sent(sent))
    _decisions(meeting_id, found, hung)
    return found


def _sent(row: Transfer) -> Sent:
    return Sent(
        kind=row.kind,
        to_body=row.to_body,
        to_date=row.to_date,
        text=row.text,
        back_date=row.expected_date,
        back_text=row.expected_text,
    )


def _proposals(meeting_id: int, found: Facts) -> None:
    settled: dict[int, list[PointSettled]] = defaultdict(list)
    held = {"point__proposal__item__meeting_id": meeting_id, "point__proposal__phase": Phase.HELD}
    for row in PointOutcome.objects.filter(**held).order_by("side", "id"):
        one = PointSettled(verdict=row.verdict, side=row.side, clause_id=row.clause_id)
        settled[row.point_id].append(one)
    points: dict[int, list[Point]] = defaultdict(list)
    rows = ProposalPoint.objects.filter(
        proposal__item__meeting_id=meeting_id, proposal__phase=Phase.HELD
    )
    for point in rows.order_by("order", "id"):
        points[point.proposal_id].append(
            Point(
                id=point.id,
                number=point.number,
                text=point.text,
                settled=tuple(settled[point.id]),
            )
        )
    proposals = Proposal.objects.filter(item__meeting_id=meeting_id, phase=Phase.HELD)
    for proposal in proposals.order_by("order", "id"):
        made = Proposed(id=proposal.id, by=proposal.by, points=tuple(points[proposal.id]))
        found.proposals[proposal.item_id].append(made)


def _assignments(meeting_id: int, found: Facts, hung: _OfClauses) -> None:
    to: dict[int, list[str]] = defaultdict(list)
    # who has got it since, and the parts it was split into, are no part of what the meeting said
    assignees = Assignee.objects.filter(assignment__item__meeting_id=meeting_id, since=None)
    for assignment_id, text in assignees.order_by("order", "id").values_list(
        "assignment_id", "text"
    ):
        to[assignment_id].append(text)
    rows = Assignment.objects.filter(item__meeting_id=meeting_id, part_of=None)
    for row in rows.order_by("order", "id"):
        given = Given(
            id=row.id,
            text=row.text,
            to=tuple(to[row.id]),
            due_date=row.due_date,
            due_text=row.due_text,
        )
        group = found.given[row.item_id] if row.clause_id is None else hung.given[row.clause_id]
        group.append(given)


def _decisions(meeting_id: int, found: Facts, hung: _OfClauses) -> None:
    held = {"phase": Phase.HELD, "state": DecisionState.DECIDED}
    of_decision = {f"decision__{name}": value for name, value in held.items()}
    appointments = Appointment.objects.filter(clause__decision__item__meeting_id=meeting_id)
    for one in appointments.select_related("name").order_by("order", "id"):
        hung.appointed[one.clause_id].append(
            Named(
                name=one.name.text,
                title=one.title,
                organisation=one.organisation,
                person_id=one.name.person_id,
            )
        )
    clauses: dict[int, list[ClauseSaid]] = defaultdict(list)
    rows = Clause.objects.filter(decision__item__meeting_id=meeting_id, **of_decision)
    for row in rows.order_by("order", "id"):
        clauses[row.decision_id].append(_clause(row, hung))
    dissents: dict[int, list[Dissent]] = defaultdict(list)
    reserved = Reservation.objects.filter(decision__item__meeting_id=meeting_id)
    for dissent in reserved.select_related("name").order_by("order", "id"):
        dissents[dissent.decision_id].append(
            Dissent(
                by=dissent.by,
                title=dissent.title,
                organisation=dissent.organisation,
                person_id=dissent.name.person_id if dissent.name else None,
                text=dissent.text,
            )
        )
    decided = Decision.objects.filter(item__meeting_id=meeting_id, **held).select_related("vote")
    for decision in decided.order_by("order", "id"):
        found.decisions[decision.item_id].append(
            Decided(
                id=decision.id,
                by=decision.by,
                abstaining=tuple(decision.abstaining),
                clauses=tuple(clauses[decision.id]),
                vote=_vote(decision),
                reservations=tuple(dissents[decision.id]),
            )
        )


def _vote(decision: Decision) -> Voted | None:
    vote = getattr(decision, "vote", None)
    if vote is None:
        return None
    return Voted(
        in_favour=vote.in_favour,
        against=vote.against,
        abstained=vote.abstained,
        text=vote.text,
    )


def _clause(row: Clause, hung: _OfClauses) -> ClauseSaid:
    return ClauseSaid(
        id=row.id,
        text=row.text,
        action=row.action,
        points=tuple(str(point) for point in row.points),
        scope=row.scope,
        side=row.side,
        effect=row.effect,
        inline=row.inline,
        due_date=row.due_date,
        due_text=row.due_text,
        appointed=tuple(hung.appointed[row.id]),
        given=tuple(hung.given[row.id]),
        sent=tuple(hung.sent[row.id]),
    )
