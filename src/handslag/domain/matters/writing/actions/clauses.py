"""Writes of clauses, with what each makes: assignments, appointments, transfers, settled points."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.base.facts import Phase
from handslag.domain.base.meanwhile import ChangedMeanwhile
from handslag.domain.base.sides import side_named
from handslag.domain.matters.deciding import codes
from handslag.domain.matters.models import (
    Appointment,
    Assignee,
    Assignment,
    Clause,
    ClauseAction,
    Decision,
    DecisionState,
    PointOutcome,
    PointVerdict,
    Proposal,
    ProposalPoint,
    Transfer,
    TransferKind,
)
from handslag.domain.matters.writing.actions.decisions import decision_to_write, new_decision
from handslag.domain.matters.writing.actions.doing import (
    WRITTEN,
    done,
    goes_on,
    let_outcome_follow,
    nothing_new,
    spliced,
)
from handslag.domain.matters.writing.making import body_named, clause_to_stand, name_ids
from handslag.domain.matters.writing.rows import (
    CLAUSE_PARTS,
    clause_stands,
    decision_digest,
    who_of,
)
from handslag.domain.matters.writing.rules import VERDICT_OF, point_number, settled, state_of
from handslag.domain.meetings.agenda.rules import merged_order
from handslag.domain.meetings.room.locking import item_to_write

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.writing.rows import ClauseStands, Who
    from handslag.domain.matters.writing.told import ClauseWritten
    from handslag.domain.meetings.models import AgendaItem
    from handslag.domain.meetings.room.shapes import Written

_MOVES = {
    ClauseAction.REFER.value: TransferKind.REFERRED,
    ClauseAction.TABLE.value: TransferKind.TABLED,
}


@transaction.atomic
def write_clause(
    *,
    viewer: Viewer,
    item_id: int,
    told: ClauseWritten,
    decision_id: int | None = None,
    unless_said: bool = False,
) -> Written:
    """Let an item be decided, one att-sats; what it makes is made with it.

    A clause that assigns makes an assignment with its assignees, one that appoints appointments,
    one that refers or tables a transfer; a clause that settles points settles those that nobody
    has settled. Without a decision it stands in the body's first one, which is made where there
    is none. With `unless_said` nothing is written where a clause does the same with the same
    points for the same side already: it was pressed twice, or by two. Raises
    AgendaItem.DoesNotExist, Decision.DoesNotExist, ValidationError.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    item = item_to_write(viewer, item_id)
    stands = clause_to_stand(item.meeting, told, _proposer(item))
    if unless_said and (known := _saying_the_same(item, stands)) is not None:
        said = {f"clause-{known.id}": clause_stands(known).digest}
        return nothing_new(item, said, made=known.id)
    decision = _decision(viewer, item, decision_id)
    last = decision.clauses.aggregate(last=Max("order"))["last"] or 0
    row = Clause.objects.create(decision=decision, order=last + 1, **_columns(stands), **WRITTEN)
    codes.give_back([row.id])
    _make(item, row, stands)
    seen = {
        f"clause-{row.id}": stands.digest,
        f"decision-{decision.id}": decision_digest(decision),
    } | let_outcome_follow(item)
    return done(
        viewer,
        item,
        "matters.write_clause",
        seen=seen,
        made=row.id,
        by=decision.by,
        **_detail(stands),
    )


@transaction.atomic
def change_clause(*, viewer: Viewer, clause_id: int, seen: str, told: ClauseWritten) -> Written:
    """Let a clause say this, and make what it says now. `seen` is its digest.

    Raises Clause.DoesNotExist, ChangedMeanwhile with what stands, and ValidationError.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    row, item = _clause(viewer, clause_id)
    before, key = clause_stands(row), f"clause-{row.id}"
    stands = clause_to_stand(item.meeting, told, _proposer(item))
    if not goes_on(key, seen, before.digest, stands.digest, _theirs(before)):
        return nothing_new(item, {key: before.digest})
    for column, value in _columns(stands).items():
        setattr(row, column, value)
    row.typed = row.written = True
    row.save()
    _unmake(row)
    _make(item, row, stands)
    told_now = {key: stands.digest} | let_outcome_follow(item)
    return done(
        viewer,
        item,
        "matters.change_clause",
        seen=told_now,
        clause=row.id,
        **spliced(before.text, stands.text),
        before=_detail(before, text=False),
        after=_detail(stands, text=False),
    )


@transaction.atomic
def remove_clause(*, viewer: Viewer, clause_id: int, seen: str) -> Written:
    """Take a clause back with all that it made. Raises Clause.DoesNotExist and ChangedMeanwhile."""
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    row, item = _clause(viewer, clause_id)
    before = clause_stands(row)
    goes_on(f"clause-{row.id}", seen, before.digest, None, _theirs(before))
    for assignment in row.assignments.all():
        require_not_followed_up(assignment)
        assignment.delete()
    _unmake(row)
    row.delete()
    seen_now = let_outcome_follow(item)
    return done(viewer, item, "matters.remove_clause", seen=seen_now, **_detail(before))


@transaction.atomic
def order_clauses(
    *, viewer: Viewer, decision_id: int, seen: Sequence[int], wanted: Sequence[int]
) -> Written:
    """Let a decision's clauses stand in the order of `wanted` (ids); `seen` is as the page saw.

    What came or went meanwhile is fitted in. Raises Decision.DoesNotExist, and ChangedMeanwhile
    where somebody has ordered them otherwise.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    decision, item = decision_to_write(viewer, decision_id)
    rows = list(decision.clauses.order_by("order", "id"))
    now = [row.id for row in rows]
    key = f"order-{decision.id}"
    order = merged_order(now, list(dict.fromkeys(wanted)))
    if order == now:
        return nothing_new(item, {key: state_of(now)})
    known = [one for one in seen if one in now]
    if known != [one for one in now if one in set(seen)]:
        raise ChangedMeanwhile(seen={key: ",".join(map(str, now))})
    for row in rows:
        row.order = order.index(row.id) + 1
    Clause.objects.bulk_update(rows, ["order"])
    return done(
        viewer, item, "matters.order_clauses", seen={key: state_of(order)}, before=now, after=order
    )


def _proposer(item: AgendaItem) -> str:
    """Who proposes what is before the meeting under an item, the first of them."""
    rows = Proposal.objects.filter(item=item, phase=Phase.HELD).order_by("order", "id")
    return rows.values_list("by", flat=True).first() or ""


def _decision(viewer: Viewer, item: AgendaItem, decision_id: int | None) -> Decision:
    """The decision that a clause is to stand in: the one named, or the item's first."""
    if decision_id is not None:
        decision, of = decision_to_write(viewer, decision_id)
        if of.id != item.id:
            raise Decision.DoesNotExist(decision_id)
        return decision
    rows = Decision.objects.filter(item=item, phase=Phase.HELD, state=DecisionState.DECIDED)
    return rows.order_by("order", "id").first() or new_decision(item, "", ())


def _saying_the_same(item: AgendaItem, stands: ClauseStands) -> Clause | None:
    """A clause of the item that does the same with the same points, for the same side."""
    decided = Clause.objects.filter(
        decision__item=item,
        decision__phase=Phase.HELD,
        decision__state=DecisionState.DECIDED,
        action=stands.action,
        side=side_named(stands.scope) or "",
    )
    rows = decided.prefetch_related(*CLAUSE_PARTS).order_by("order", "id")
    return next((row for row in rows if sorted(row.points) == sorted(stands.points)), None)


def _columns(stands: ClauseStands) -> dict[str, Any]:
    return {
        "text": stands.text,
        "action": stands.action,
        "points": list(stands.points),
        "scope": stands.scope,
        "side": side_named(stands.scope) or "",
        "inline": stands.inline,
        "effect": stands.effect,
        "due_date": stands.due_date,
        "due_text": stands.due_text,
    }


def _make(item: AgendaItem, row: Clause, stands: ClauseStands) -> None:
    """Make what a clause says: whoever is appointed or assigned, where the item goes."""
    ids = name_ids(stands.appointees)
    Appointment.objects.bulk_create(
        Appointment(
            clause=row,
            name_id=ids[one.name],
            title=one.title,
            organisation=one.organisation,
            order=order,
            **WRITTEN,
        )
        for order, one in enumerate(stands.appointees, 1)
    )
    _assign(item, row, stands)
    kind = _MOVES.get(stands.action)
    if kind is not None and (stands.to_body or stands.to_date):
        Transfer.objects.create(
            item=item,
            clause=row,
            kind=kind,
            to_body=stands.to_body,
            to_date=stands.to_date,
            body_id=body_named(stands.to_body),
            expected_date=stands.back_date,
            expected_text=stands.back_words,
            text=stands.text[:300],
            **WRITTEN,
        )
    _settle(item, row)


def _assign(item: AgendaItem, row: Clause, stands: ClauseStands) -> None:
    """Let a clause give its assignment, the one it gave before where there is one.

    So what has been done with it since follows it. Raises ValidationError where it is to give none
    any more, and somebody has followed it up.
    """
    known = row.assignments.first()
    if stands.action != ClauseAction.ASSIGN and not stands.assignees:
        if known is not None:
            require_not_followed_up(known)
            known.delete()
        return
    assignment = known or Assignment(item=item, clause=row)
    assignment.text, assignment.due_date = stands.text, stands.due_date
    assignment.due_text = stands.due_text
    assignment.typed = assignment.written = True
    assignment.save()
    put_assignees(assignment, stands.assignees)


def put_assignees(assignment: Assignment, assignees: Iterable[Who]) -> None:
    """Let an assignment be given to these. Part of other actions, which log.

    Whoever is among them already stays, and so does who has handed it over to somebody else.
    """
    known: dict[Who, list[Assignee]] = defaultdict(list)
    rows = assignment.assignees.filter(since=None).order_by("order", "id")
    for one in rows:
        known[next(iter(who_of([one])))].append(one)
    new = []
    for order, who in enumerate(assignees, 1):
        if known[who]:
            Assignee.objects.filter(id=known[who].pop(0).id).update(order=order)
            continue
        new.append(
            Assignee(
                assignment=assignment,
                text=who.text,
                body_id=who.body_id,
                organisation_id=who.organisation_id,
                person_id=who.person_id,
                picked=any((who.body_id, who.organisation_id, who.person_id)),
                order=order,
                **WRITTEN,
            )
        )
    gone = [one.id for group in known.values() for one in group if one.until is None]
    Assignee.objects.filter(id__in=gone).delete()
    Assignee.objects.bulk_create(new)


def require_not_followed_up(assignment: Assignment) -> None:
    """Let pass where nobody has reported on an assignment or done anything else with it."""
    if assignment.is_followed_up():
        raise ValidationError(
            _(
                "Uppdraget har följts upp sedan det gavs, och det skulle gå förlorat. Inget har "
                "ändrats. Släpp uppdraget på dess sida i stället."
            )
        )


def _unmake(row: Clause) -> None:
    """Take back what a clause made, but for its assignment, which follows it.

    What somebody settled a point by hand stays as it is.
    """
    row.appointments.all().delete()
    row.transfers.all().delete()
    row.point_outcomes.filter(typed=False).delete()
    row.point_outcomes.update(clause=None)


def _settle(item: AgendaItem, row: Clause) -> None:
    """Tie the points that a clause settles to it: outcomes that agree, and those it makes itself.

    Outcomes that a clause makes are not typed: they go with it.
    """
    verdict = VERDICT_OF.get(ClauseAction(row.action))
    if verdict is None or not row.points:
        return
    for point in _points_named(item, row):
        known = {one.side: one for one in point.outcomes.all()}
        agreeing = [
            one
            for one in known.values()
            if one.verdict == verdict and (not row.side or one.side in {"", row.side})
        ]
        for one in agreeing:
            one.clause = row
            one.save(update_fields=["clause"])
        if not agreeing and _is_free(known, row.side):
            _settle_for(point, known, row, verdict)


def _is_free(known: dict[str, PointOutcome], side: str) -> bool:
    """Whether nobody has said what becomes of a point for a side, or for all."""
    return not known if not side else side not in known and "" not in known


def _settle_for(
    point: ProposalPoint, known: dict[str, PointOutcome], row: Clause, verdict: PointVerdict
) -> None:
    after = settled({side: one.verdict for side, one in known.items()}, row.side, verdict.value)
    if row.side in after:
        PointOutcome.objects.create(
            point=point, side=row.side, verdict=verdict, clause=row, written=True
        )


def _points_named(item: AgendaItem, row: Clause) -> list[ProposalPoint]:
    """The points that a clause means: of the proposer that it names, or else of the first one."""
    points = list(
        ProposalPoint.objects.filter(proposal__item=item, proposal__phase=Phase.HELD)
        .filter(Q(proposal__written=True))
        .select_related("proposal")
        .prefetch_related("outcomes")
        .order_by("proposal__order", "proposal_id", "order", "id")
    )
    text = row.text.casefold()
    named = [one for one in points if one.proposal.by and one.proposal.by.casefold() in text]
    first = (named or points)[:1]
    return [
        one
        for one in points
        if first
        and one.proposal_id == first[0].proposal_id
        and point_number(one.number, one.order) in row.points
    ]


def _detail(stands: ClauseStands, *, text: bool = True) -> dict[str, Any]:
    """What the log tells of a clause; what is empty is left out."""
    told = {
        "text": stands.text if text else "",
        "action": stands.action,
        "points": list(stands.points),
        "scope": stands.scope,
        "effect": stands.effect,
        "due": str(stands.due_date or stands.due_text or ""),
        "assignees": [one.text for one in stands.assignees],
        "appointees": [one.name for one in stands.appointees],
        "to": " ".join(filter(None, (stands.to_body, str(stands.to_date or "")))),
        "back": str(stands.back_date or stands.back_words or ""),
    }
    return {name: value for name, value in told.items() if value}


def _theirs(stands: ClauseStands) -> dict[str, str]:
    """What stands, by the fields of the form."""
    return {
        "text": stands.text,
        "points": ", ".join(map(str, stands.points)),
        "scope": stands.scope,
        "due": str(stands.due_date or stands.due_text or ""),
        "assignees": ", ".join(one.text for one in stands.assignees),
        "appointees": ", ".join(one.name for one in stands.appointees),
        "body": stands.to_body,
        "date": str(stands.to_date or ""),
        "back": str(stands.back_date or stands.back_words or ""),
    }


def _clause(viewer: Viewer, clause_id: int) -> tuple[Clause, AgendaItem]:
    rows = Clause.objects.filter(decision__phase=Phase.HELD, decision__state=DecisionState.DECIDED)
    item_id = rows.values_list("decision__item_id", flat=True).get(id=clause_id)
    item = item_to_write(viewer, item_id)
    return rows.prefetch_related(*CLAUSE_PARTS).get(id=clause_id), item
