"""A decision at its own address: one clause with everything that belongs to it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may, require_somewhere
from handslag.domain.access.things import Thing, of_body
from handslag.domain.base.facts import Phase
from handslag.domain.base.shapes import labelled
from handslag.domain.base.sides import Side
from handslag.domain.documents.queries import evidence_for
from handslag.domain.matters.deciding import points as rules
from handslag.domain.matters.deciding.effects import (
    Decider,
    Said,
    effect_of,
    finding,
    finding_of_body,
)
from handslag.domain.matters.deciding.queries.appointments import appointed, ended_by
from handslag.domain.matters.deciding.queries.effects import effect_view
from handslag.domain.matters.deciding.queries.mandates import (
    dismissal_of,
    mandate_rows,
    visible_mandates,
)
from handslag.domain.matters.deciding.queries.refs import seen_clauses
from handslag.domain.matters.deciding.shapes import (
    Assigned,
    ClausePage,
    Gone,
    GroundedMandate,
    OtherClause,
    PointOutcomeView,
    PointView,
    Sent,
    StanceView,
)
from handslag.domain.matters.deciding.wording import (
    ends_mandate,
    lets_leave,
    mandate_said,
    of_the_meeting,
)
from handslag.domain.matters.dividing.queries import matters_of_clause
from handslag.domain.matters.models import (
    Assignment,
    Clause,
    ClauseAction,
    DecisionState,
    GoneClause,
    MandateChange,
    MandateGround,
    PointVerdict,
    ProposalPoint,
    Stance,
    StanceKind,
    Transfer,
    TransferKind,
)
from handslag.domain.matters.writing.rules import point_number
from handslag.domain.meetings.access import visible_facts, visible_meetings
from handslag.domain.meetings.models import ItemKind, Meeting
from handslag.domain.publications import queries as publications
from handslag.domain.registry.mandates.rows import held_by
from handslag.domain.registry.models import Body, Mandate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.history.shapes import MatterRef
    from handslag.domain.meetings.models import AgendaItem
    from handslag.domain.publications.queries import DecisionRow

CLAUSE = "matters.clause"
_MOVES = {
    ClauseAction.REFER.value: TransferKind.REFERRED,
    ClauseAction.TABLE.value: TransferKind.TABLED,
    ClauseAction.POSTPONE.value: TransferKind.TABLED,
}


def clause_page(viewer: Viewer, code: str) -> ClausePage:
    """Everything that the page of one decision shows. At most twenty-one queries, whatever its
    size.

    Ten more where its item belongs to several matters, and which is the clause's is asked.

    Raises Clause.DoesNotExist where no clause has that code, and where the viewer does not see it.
    """
    seen = Clause.objects.filter(seen_clauses(viewer), code=code)
    row = seen.select_related("decision__item__meeting__body").get()
    decision, item = row.decision, row.decision.item
    body, day = item.meeting.body, item.meeting.date
    siblings = _siblings(row)
    settled, others = _settled(viewer, row, siblings)
    decider = _decider(body)
    said = Said(row.text, row.action, row.effect, formal=_formal(item))
    decided = decision.state == DecisionState.DECIDED
    own = decision.phase == _told_in(item)
    gives = decided and Permission.MANDATES_CHANGE in viewer.permissions
    reads_so = decided and (mandate_said(row.text) is not None or ends_mandate(row.text))
    return ClausePage(
        id=row.id,
        code=row.code,
        text=row.text,
        decided=decided,
        phase=labelled(Phase, decision.phase),
        action=labelled(ClauseAction, row.action),
        scope=row.scope,
        side=row.side,
        points=tuple(row.points),
        due_date=row.due_date,
        due_text=row.due_text,
        by=decision.by,
        abstaining=tuple(decision.abstaining),
        meeting_id=item.meeting_id,
        day=day,
        body_id=body.id,
        body=body.name,
        item_id=item.id,
        item_number=_number(item, decision.phase),
        heading=_heading(item, decision.phase),
        effect=effect_view(viewer, effect_of(decider, said, day), day),
        finding=finding(decider, said, day) if decided else None,
        body_finding=finding_of_body(decider, day) if decided else None,
        settled=settled,
        unknown_points=tuple(set(row.points) - {one.number for one in settled}),
        others=others,
        stances=_stances(row) if own else (),
        appointed=appointed(viewer, row.id),
        ended=ended_by(viewer, row.id),
        assigned=_assigned(row.id),
        sent=_sent(row, own=own),
        mandates=_mandates(viewer, row.id, day),
        matters=_matters(viewer, item.id, row.id),
        evidence=evidence_for(viewer, {CLAUSE: [row.id]}).of(CLAUSE, row.id),
        reads_like_mandate=reads_so,
        dismissal=dismissal_of(viewer, code) if reads_so and gives else None,
        of_meeting=of_the_meeting(row.text),
        lets_leave=decided and lets_leave(row.text),
        may_seat=decided and Permission.MEMBERSHIPS_CHANGE in viewer.permissions,
        may_give=gives,
    )


def _matters(viewer: Viewer, item_id: int, clause_id: int) -> tuple[MatterRef, ...]:
    """The matters that it belongs to, for who reads matters at all. Twelve queries at most."""
    if Permission.MEETINGS_READ not in viewer.permissions:
        return ()  # what is published is seen by whoever has an account
    return matters_of_clause(viewer, item_id, clause_id)


def gone(viewer: Viewer, code: str) -> Gone:
    """What is known of a decision that stood at an address and stands no more. Two queries.

    For those who read the body's meetings; its words are told to nobody. Raises
    GoneClause.DoesNotExist.
    """
    require_somewhere(viewer, Permission.MEETINGS_READ)
    row = GoneClause.objects.select_related("body").get(code=code)
    if not may(viewer, Permission.MEETINGS_READ, Thing(scopes=frozenset({of_body(row.body_id)}))):
        raise GoneClause.DoesNotExist(code)
    there = Meeting.objects.filter(visible_meetings(viewer), body_id=row.body_id, date=row.day)
    meeting_id = there.order_by("id").values_list("id", flat=True).first()
    return Gone(row.body_id, row.body.name, row.day, meeting_id)


def public_place(viewer: Viewer, code: str) -> DecisionRow | None:
    """Where everybody reads a decision, for the viewer whom the desk lets in nowhere.

    None where nothing is published in its very words. Two queries.
    """
    decided = Clause.objects.decided().filter(seen_clauses(viewer), code=code)
    row = decided.values_list("decision__item__meeting_id", "text").first()
    return publications.decision_of_meeting(*row) if row else None


def _decider(body: Body) -> Decider:
    return Decider(
        body.name,
        body.legal_form,
        body.effect,
        body.since,
        body.until,
        tuple(held_by([body.id]).get(body.id, ())),
    )


def _formal(item: AgendaItem) -> bool:
    return item.kind == ItemKind.FORMAL or item.approves_id is not None


def _told_in(item: AgendaItem) -> str:
    """The account that what is of neither (stances, transfers) was told in."""
    return (Phase.HELD if item.order is not None else Phase.PLAN).value


def _number(item: AgendaItem, phase: str) -> str:
    return item.number if phase == Phase.HELD else item.planned_number


def _heading(item: AgendaItem, phase: str) -> str:
    """What the item is called in the account that the clause stands in; the other may be hidden."""
    return item.heading if phase == Phase.HELD else item.planned_heading


def _siblings(row: Clause) -> list[Clause]:
    """Every clause under the item that is of the same account and state. One query."""
    decision = row.decision
    same = Clause.objects.filter(
        decision__item_id=decision.item_id,
        decision__phase=decision.phase,
        decision__state=decision.state,
    )
    return list(
        same.select_related("decision").order_by("decision__order", "decision_id", "order", "id")
    )


def _settled(
    viewer: Viewer, row: Clause, siblings: Sequence[Clause]
) -> tuple[tuple[PointView, ...], tuple[OtherClause, ...]]:
    """The points it settles, and the clauses beside it. At most two queries."""
    rows = _points(viewer, row)
    points = [
        rules.Point(
            one.id, one.proposal_id, one.proposal.by, point_number(one.number, one.order), one.text
        )
        for one in rows
    ]
    said = [_says(one) for one in siblings]
    noted = [
        rules.Noted(one.id, told.side, told.verdict, told.clause_id)
        for one in rows
        for told in one.outcomes.all()
    ]
    mine = {one.id for one in rules.settles(_says(row), points, said)}
    told = rules.outcomes(points, said, noted)
    by_this = rules.settled_by(row.id, points, told)
    known = {one.point.id for one in by_this}
    rest = [rules.Settled(one, told[one.id]) for one in points if one.id in mine - known]
    settled = sorted([*by_this, *rest], key=lambda one: points.index(one.point))
    codes = {one.id: one.code for one in siblings}
    beside = rules.beside(settled, row.id)
    views = tuple(
        PointView(
            one.point.number,
            one.point.text,
            one.point.by,
            tuple(
                PointOutcomeView(
                    side=labelled(Side, outcome.side),
                    verdict=labelled(PointVerdict, outcome.verdict),
                    code=codes.get(outcome.clause_id or 0, ""),
                    own=outcome.clause_id == row.id,
                )
                for outcome in one.outcomes
            ),
        )
        for one in settled
    )
    return views, tuple(_other(one, row, beside) for one in siblings if one.id != row.id)


def _points(viewer: Viewer, row: Clause) -> list[ProposalPoint]:
    """The points before the meeting: those of the minutes where there are any, else the plan's."""
    item_id = row.decision.item_id
    found = list(
        ProposalPoint.objects.filter(
            visible_facts(viewer, "proposal__item__", "proposal__phase"), proposal__item_id=item_id
        )
        .select_related("proposal")
        .prefetch_related("outcomes")
        .order_by("proposal__order", "proposal_id", "order", "id")
    )
    held = [one for one in found if one.proposal.phase == Phase.HELD]
    if row.decision.phase == Phase.HELD and held:
        return held
    return [one for one in found if one.proposal.phase == Phase.PLAN]


def _says(row: Clause) -> rules.Says:
    return rules.Says(row.id, row.text, row.action, tuple(row.points), row.side)


def _other(one: Clause, row: Clause, beside: frozenset[int]) -> OtherClause:
    apart = bool(one.side and row.side and one.side != row.side)
    return OtherClause(
        code=one.code,
        text=one.text,
        action=labelled(ClauseAction, one.action),
        scope=one.scope,
        by=one.decision.by,
        same_decision=one.decision_id == row.decision_id,
        other_side=one.id in beside or (apart and bool(set(one.points) & set(row.points))),
    )


def _stances(row: Clause) -> tuple[StanceView, ...]:
    """What sides think of these points, or of the whole item. One query."""
    wanted = set(row.points)
    found = Stance.objects.filter(item_id=row.decision.item_id).order_by("order", "id")
    return tuple(
        StanceView(one.by, labelled(StanceKind, one.kind), tuple(one.points))
        for one in found
        if not one.points or not wanted or wanted & set(one.points)
    )


def _assigned(clause_id: int) -> tuple[Assigned, ...]:
    """One query."""
    rows = Assignment.objects.filter(clause_id=clause_id).order_by(
        "order", "id", "assignees__order", "assignees__id"
    )
    told: dict[int, tuple[Any, ...]] = {}
    to: dict[int, list[str]] = defaultdict(list)
    for id_, text, due_date, due_text, who, until in rows.values_list(
        *("id", "text", "due_date", "due_text", "assignees__text", "assignees__until")
    ):
        told[id_] = (text, due_date, due_text)
        if who and until is None:
            to[id_].append(who)
    return tuple(
        Assigned(id_, text, due_date, due_text, tuple(to[id_]))
        for id_, (text, due_date, due_text) in told.items()
    )


def _sent(row: Clause, *, own: bool) -> tuple[Sent, ...]:
    """Where it sends the item: as tied to it, otherwise what a document tells of the item.

    One query.
    """
    kind = _MOVES.get(row.action)
    rows = list(Transfer.objects.filter(item_id=row.decision.item_id).order_by("id"))
    tied = [one for one in rows if one.clause_id == row.id]
    loose = [one for one in rows if one.clause_id is None and one.kind == kind] if own else []
    return tuple(
        Sent(labelled(TransferKind, one.kind), one.to_body, one.to_date, one.body_id)
        for one in tied or loose
    )


def _mandates(viewer: Viewer, clause_id: int, day: Any) -> tuple[GroundedMandate, ...]:
    """What the clause did to mandates. One query; two more where it did anything."""
    rows = MandateGround.objects.filter(clause_id=clause_id).order_by("id")
    changes = list(rows.values_list("mandate_id", "change"))
    if not changes:
        return ()
    seen = Mandate.objects.filter(
        visible_mandates(viewer), id__in=[mandate_id for mandate_id, _change in changes]
    )
    known = {one.id: one for one in mandate_rows(viewer, seen, day)}
    return tuple(
        GroundedMandate(labelled(MandateChange, change), known[mandate_id])
        for mandate_id, change in changes
        if mandate_id in known
    )
