"""A matter's history and how it stands, told from its rows. Pure.

What happens at a meeting is told item by item in this order: what was proposed, whether it was
withdrawn, what was decided, where it goes, what was assigned. Status is read from the history
alone: the last thing that turned it says how it stands, and which happening says so is told.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from handslag.domain.base.facts import Phase
from handslag.domain.base.shapes import Labelled, labelled
from handslag.domain.base.sides import Side
from handslag.domain.matters.assignments.rules import Due, Step, standing
from handslag.domain.matters.history.deciding import extent_of, verdicts
from handslag.domain.matters.history.returning import expected_in
from handslag.domain.matters.history.shapes import (
    AssignmentInHistory,
    BodyRef,
    ClauseInHistory,
    Expected,
    Happening,
    HappeningKind,
    PointInHistory,
    StanceInHistory,
    Status,
    StatusKind,
    VerdictFor,
)
from handslag.domain.matters.models import (
    AssignmentStepKind,
    ClauseAction,
    PointVerdict,
    StanceKind,
    StepKind,
    StepWay,
    TransferKind,
)
from handslag.domain.meetings.models import ItemOutcome, RaisedState
from handslag.domain.registry.models import DecisionEffect

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from handslag.domain.documents.queries import EvidenceIndex
    from handslag.domain.matters.history.rows import (
        AssignmentRow,
        AssignmentStepRow,
        ClauseRow,
        ItemFacts,
        ItemRow,
        MatterFacts,
        RaisedRow,
        StepRow,
        TransferRow,
    )

MOVES = {
    ClauseAction.TABLE: TransferKind.TABLED,
    ClauseAction.POSTPONE: TransferKind.TABLED,
    ClauseAction.REFER: TransferKind.REFERRED,
}
"""Clauses that say where an item goes rather than what is decided in it."""
_OF_TRANSFER = {
    TransferKind.TABLED: HappeningKind.TABLED,
    TransferKind.REFERRED: HappeningKind.REFERRED,
    TransferKind.RETURNED: HappeningKind.RETURNED,
    TransferKind.TAKEN_BACK: HappeningKind.TAKEN_BACK,
}
_OF_STEP = {
    StepKind.RAISED: HappeningKind.RAISED,
    StepKind.PREPARED: HappeningKind.PREPARED,
    StepKind.TABLED: HappeningKind.TABLED,
    StepKind.REFERRED: HappeningKind.REFERRED,
    StepKind.RETURNED: HappeningKind.RETURNED,
    StepKind.TAKEN_BACK: HappeningKind.TAKEN_BACK,
    StepKind.WITHDRAWN: HappeningKind.WITHDRAWN,
    StepKind.NOTED: HappeningKind.REMARKED,
    StepKind.CLOSED: HappeningKind.CLOSED,
    StepKind.REOPENED: HappeningKind.REOPENED,
}
_OF_RAISED = {
    RaisedState.RAISED: HappeningKind.RAISED,
    RaisedState.RETURNED: HappeningKind.ASKED,
    RaisedState.DECLINED: HappeningKind.DECLINED,
    RaisedState.WITHDRAWN: HappeningKind.WITHDRAWN,
}
_OF_ASSIGNMENT = {
    AssignmentStepKind.REPORTED: HappeningKind.REPORTED,
    AssignmentStepKind.FINISHED: HappeningKind.FINISHED,
    AssignmentStepKind.DUE_MOVED: HappeningKind.DUE_MOVED,
    AssignmentStepKind.CARRIED: HappeningKind.CARRIED,
    AssignmentStepKind.DROPPED: HappeningKind.DROPPED,
    AssignmentStepKind.HANDED_OVER: HappeningKind.HANDED_OVER,
    AssignmentStepKind.SPLIT: HappeningKind.SPLIT,
    AssignmentStepKind.JOINED: HappeningKind.JOINED,
    AssignmentStepKind.REOPENED: HappeningKind.RESUMED,
}
_NO_DAY = date.max


def kind(value: HappeningKind) -> Labelled:
    """A kind of happening with its label."""
    return labelled(HappeningKind, value)


def happenings(
    facts: MatterFacts, today: date, evidence: EvidenceIndex | None = None
) -> tuple[Happening, ...]:
    """A matter's life, the oldest first; then what is to come, the nearest first."""
    told = _Teller(facts, today, evidence)
    past = sorted(told.past(), key=lambda one: one[0])
    settled = _with_expectations([one for _place, one in past], today)
    coming = [*told.coming(), *_coming_back(settled, facts, today)]
    coming.sort(key=lambda one: (one.day or _NO_DAY, one.key))
    return (*settled, *coming)


class _Teller:
    """Tells the happenings of one matter's facts."""

    def __init__(self, facts: MatterFacts, today: date, evidence: EvidenceIndex | None) -> None:
        self._facts = facts
        self._today = today
        self._evidence = evidence

    def past(self) -> Iterator[tuple[tuple[Any, ...], Happening]]:
        """What has happened, each with its place: day, what is at a meeting before what is not."""
        for item, facts in self._items():
            if self._is_coming(item):
                continue
            place = (item.meeting.id, item.place, item.id)
            for number, one in enumerate(self._of_item(item, facts)):
                yield ((one.day, 0, *place, number), one)
            yield from self._assignment_steps(facts)
        for step in self._facts.steps:
            yield ((step.day, 2, step.id, 0, 0, 0), self._of_step(step))
        for raised in self._facts.raised:
            if raised.state in _OF_RAISED:
                yield ((raised.day, -1, raised.id, 0, 0, 0), self._of_raised(raised))

    def coming(self) -> Iterator[Happening]:
        """What is to come: meetings at which it stands on the agenda, assignments that are due."""
        for item, facts in self._items():
            if self._is_coming(item):
                yield self._planned(item, facts)
            for row in facts.assignments:
                told = assignment_of(row, self._today)
                if told.open and told.due is not None and not told.overdue:
                    base = self._base(item, HappeningKind.DUE, f"klart-{row.id}", told.text)
                    yield replace(base, day=told.due, to_come=True, assignment=told)

    def _items(self) -> Iterator[tuple[ItemRow, ItemFacts]]:
        for treatment in self._facts.treatments:
            yield treatment.item, self._facts.of_item[treatment.item.id]

    def _is_coming(self, item: ItemRow) -> bool:
        stands = item.meeting.cancelled_on is None and item.pulled_on is None
        return stands and not item.held and item.meeting.day >= self._today

    def _base(self, item: ItemRow, what: HappeningKind, key: str, text: str = "") -> Happening:
        return Happening(
            key=key,
            kind=kind(what),
            day=item.meeting.day,
            to_come=False,
            body=item.meeting.body,
            by="",
            text=text,
            meeting_id=item.meeting.id,
            item_id=item.id,
            item_number=item.number,
            item_heading=item.heading,
            draft=item.draft,
            closed=item.closed,
        )

    def _refs(self, *facts: tuple[str, int]) -> tuple[Any, ...]:
        if self._evidence is None:
            return ()
        return tuple(ref for told, id_ in facts for ref in self._evidence.of(told, id_))

    def _planned(self, item: ItemRow, facts: ItemFacts) -> Happening:
        base = self._base(item, HappeningKind.PLANNED, f"punkt-{item.id}")
        proposals = _of_last_account(facts.proposals)
        return replace(
            base,
            to_come=item.meeting.day >= self._today,
            by=", ".join(one.by for one in proposals if one.by),
            points=tuple(self._point(one, {}) for each in proposals for one in each.points),
            clauses=tuple(self._clause(one) for one in facts.clauses if not one.decided),
            evidence=self._refs(("meetings.agendaitem", item.id)),
        )

    def _of_item(self, item: ItemRow, facts: ItemFacts) -> Iterator[Happening]:
        if not item.held:
            yield self._not_held(item, facts)
            return
        yield from self._proposed(item, facts)
        if item.outcome == ItemOutcome.WITHDRAWN:
            base = self._base(
                item, HappeningKind.WITHDRAWN, f"utgick-{item.id}", item.withdrawn_reason
            )
            yield replace(base, evidence=self._refs(("meetings.agendaitem", item.id)))
        main = [*self._decided(item, facts), *self._moved(item, facts)]
        if not main and item.outcome != ItemOutcome.WITHDRAWN:
            what = HappeningKind.PREPARED if item.meeting.prepares else HappeningKind.DEALT
            # what was decided of the item's other matters is no outcome of this one
            if item.outcome == ItemOutcome.NOTED and not facts.elsewhere:
                what = HappeningKind.NOTED
            base = self._base(item, what, f"punkt-{item.id}")
            main = [replace(base, evidence=self._refs(("meetings.agendaitem", item.id)))]
        if main:
            main[0] = replace(main[0], stances=main[0].stances + self._stances(facts))
        yield from main
        for row in facts.assignments:
            base = self._base(item, HappeningKind.ASSIGNED, f"uppdrag-{row.id}", row.text)
            refs = (("matters.assignment", row.id), ("matters.clause", row.clause_id or 0))
            told = assignment_of(row, self._today)
            yield replace(base, day=row.told_on, assignment=told, evidence=self._refs(*refs))

    def _not_held(self, item: ItemRow, facts: ItemFacts) -> Happening:
        """What became of an item that stood on a plan and in no minutes."""
        if item.meeting.cancelled_on is not None:
            base = self._base(item, HappeningKind.CANCELLED, f"punkt-{item.id}")
            day = min(item.meeting.cancelled_on, item.meeting.day)
            return replace(base, day=day, text=item.meeting.cancel_reason)
        if item.pulled_on is not None:
            base = self._base(item, HappeningKind.WITHDRAWN, f"struken-{item.id}")
            day = min(item.pulled_on, item.meeting.day)
            return replace(base, day=day, text=item.pulled_reason)
        if item.meeting.has_minutes:
            base = self._base(item, HappeningKind.SKIPPED, f"punkt-{item.id}")
            return replace(base, evidence=self._refs(("meetings.agendaitem", item.id)))
        return self._planned(item, facts)

    def _proposed(self, item: ItemRow, facts: ItemFacts) -> Iterator[Happening]:
        decided = [one for one in facts.clauses if one.decided]
        for row in _of_last_account(facts.proposals):
            base = self._base(item, HappeningKind.PROPOSED, f"forslag-{row.id}")
            found = verdicts(row.points, decided)
            points = tuple(self._point(one, found) for one in row.points)
            refs = self._refs(("matters.proposal", row.id))
            yield replace(base, by=row.by, points=points, evidence=refs)
        proposed = _of_last_account([one for one in facts.clauses if not one.decided])
        if proposed and not facts.proposals:
            base = self._base(item, HappeningKind.PROPOSED, f"beslutsforslag-{item.id}")
            by = next((one.by for one in proposed if one.by), "")
            yield replace(base, by=by, clauses=tuple(map(self._clause, proposed)))

    def _decided(self, item: ItemRow, facts: ItemFacts) -> Iterator[Happening]:
        """One happening for each decision, all of its clauses in it."""
        by_decision: dict[int, list[ClauseRow]] = {}
        for row in facts.clauses:
            if row.decided:
                by_decision.setdefault(row.decision_id, []).append(row)
        for decision_id, rows in by_decision.items():
            if all(row.action in MOVES for row in rows):
                continue
            noted = all(row.action == ClauseAction.NOTE for row in rows)
            what = HappeningKind.NOTED if noted else HappeningKind.DECIDED
            base = self._base(item, what, f"beslut-{decision_id}")
            away = tuple(
                StanceInHistory(one, labelled(StanceKind, StanceKind.TAKES_NO_PART), (), ())
                for one in rows[0].abstaining
            )
            yield replace(
                base,
                by=rows[0].by,
                clauses=tuple(map(self._clause, rows)),
                stances=away,
                evidence=self._refs(("matters.decision", decision_id)),
            )

    def _moved(self, item: ItemRow, facts: ItemFacts) -> Iterator[Happening]:
        """Where the item goes: by clauses that say so, and by what needs none."""
        left = list(facts.transfers)
        texts = [*(one.text for one in facts.transfers), *(one.text for one in facts.clauses)]
        moving = [row for row in facts.clauses if row.decided and row.action in MOVES]
        paired = transfers_of(moving, left)
        for row in moving:
            transfer = paired.get(row.id)
            if transfer is None and _said_by_another(row, moving, paired):
                continue
            what = _OF_TRANSFER[MOVES[ClauseAction(row.action)]]
            yield self._move(item, what, row, transfer, [row.text, *texts])
        for transfer in left:
            what = _OF_TRANSFER[TransferKind(transfer.kind)]
            yield self._move(item, what, None, transfer, [transfer.text, *texts])

    def _move(
        self,
        item: ItemRow,
        what: HappeningKind,
        clause: ClauseRow | None,
        transfer: TransferRow | None,
        texts: Sequence[str],
    ) -> Happening:
        key = f"flytt-{transfer.id}" if transfer else f"beslutsflytt-{clause.id if clause else 0}"
        base = self._base(item, what, key, transfer.text if transfer else "")
        refs = (("matters.transfer", transfer.id),) if transfer else ()
        to_day = transfer.to_day if transfer else None
        return replace(
            base,
            to_body=transfer.to_body if transfer else None,
            to_day=to_day or (clause.due if clause else None),
            expected=_expected(item, what, transfer, texts),
            clauses=(self._clause(clause),) if clause else (),
            evidence=self._refs(*refs),
        )

    def _of_step(self, row: StepRow) -> Happening:
        expected = None
        if row.expected_day or row.expected_text:
            expected = Expected(row.expected_day, row.expected_text, row.body, overdue=False)
        return Happening(
            key=f"steg-{row.id}",
            kind=kind(_OF_STEP[StepKind(row.kind)]),
            day=row.day,
            to_come=False,
            body=row.body,
            by=row.by,
            text=row.text,
            step_id=row.id,
            way=labelled(StepWay, row.way),
            to_body=row.to_body,
            to_day=row.to_day,
            expected=expected,
            document=row.document,
        )

    def _of_raised(self, row: RaisedRow) -> Happening:
        by = ", ".join(filter(None, (row.by, row.principal)))
        return Happening(
            key=f"vackt-{row.id}",
            kind=kind(_OF_RAISED[RaisedState(row.state)]),
            day=row.day,
            to_come=False,
            body=row.body,
            by=by,
            text=row.text,
            item_heading=row.heading,
        )

    def _assignment_steps(self, facts: ItemFacts) -> Iterator[tuple[tuple[Any, ...], Happening]]:
        for row in facts.assignments:
            told = assignment_of(row, self._today)
            for step in row.steps:
                yield ((step.day, 1, step.id, 0, 0, 0), _of_assignment_step(step, told))

    def _clause(self, row: ClauseRow) -> ClauseInHistory:
        return ClauseInHistory(
            id=row.id,
            code=row.code,
            text=row.text,
            action=labelled(ClauseAction, row.action),
            side=_side(row.side),
            scope=row.scope,
            points=row.points,
            effect=labelled(DecisionEffect, row.effect) if row.effect else None,
            appointees=row.appointees,
            evidence=self._refs(("matters.clause", row.id)),
            undivided=row.undivided,
        )

    def _point(self, row: Any, found: dict[int, tuple[tuple[str, str], ...]]) -> PointInHistory:
        told = tuple(
            VerdictFor(_side(side), labelled(PointVerdict, verdict))
            for side, verdict in found.get(row.id, ())
        )
        refs = self._refs(("matters.proposalpoint", row.id))
        return PointInHistory(row.id, row.number, row.text, told, refs)

    def _stances(self, facts: ItemFacts) -> tuple[StanceInHistory, ...]:
        return tuple(
            StanceInHistory(
                row.by,
                labelled(StanceKind, row.kind),
                row.points,
                self._refs(("matters.stance", row.id)),
            )
            for row in facts.stances
        )


def _side(value: str) -> Labelled | None:
    return labelled(Side, value) if value else None


def _of_last_account(rows: Sequence[Any]) -> list[Any]:
    """Those of the minutes where they have any, else the notice's."""
    return [one for one in rows if one.phase == Phase.HELD] or list(rows)


def transfers_of(moving: Sequence[ClauseRow], left: list[TransferRow]) -> dict[int, TransferRow]:
    """The transfer that each clause (id) makes, or that the paper told beside it; takes them out
    of `left`.

    Those that are a clause's own come first, then those whose words stand in the clause, and last
    what is left over of the kind.
    """
    found: dict[int, TransferRow] = {}
    for fits in (_is_own, _stands_in, _is_loose):
        for clause in moving:
            kind = MOVES[ClauseAction(clause.action)]
            fitting = (one for one in left if one.kind == kind and fits(one, clause))
            if clause.id not in found and (one := next(fitting, None)) is not None:
                found[clause.id] = one
                left.remove(one)
    return found


def _is_own(transfer: TransferRow, clause: ClauseRow) -> bool:
    return transfer.clause_id == clause.id


def _stands_in(transfer: TransferRow, clause: ClauseRow) -> bool:
    words = transfer.text.casefold()
    return transfer.clause_id is None and bool(words) and words in clause.text.casefold()


def _is_loose(transfer: TransferRow, _clause: ClauseRow) -> bool:
    return transfer.clause_id is None


def _said_by_another(
    row: ClauseRow, moving: Sequence[ClauseRow], paired: Mapping[int, TransferRow]
) -> bool:
    """Whether another clause says the same and where it goes too.

    Minutes tell of a vote on sending a matter back before they tell of the decision to.
    """
    if row.due is not None:
        return False
    return any(
        one.id in paired and one.action == row.action and one.text.startswith(row.text)
        for one in moving
        if one.id != row.id
    )


def _expected(
    item: ItemRow, what: HappeningKind, transfer: TransferRow | None, texts: Sequence[str]
) -> Expected | None:
    """When something referred is expected back: as it was entered, else as the words say."""
    if transfer is not None and (transfer.expected_day or transfer.expected_text):
        told = (transfer.expected_day, transfer.expected_text)
        return Expected(*told, item.meeting.body, overdue=False)
    if what != HappeningKind.REFERRED:
        return None
    back = expected_in(texts, item.meeting.day)
    return Expected(back.day, back.text, item.meeting.body, overdue=False) if back else None


def _of_assignment_step(step: AssignmentStepRow, told: AssignmentInHistory) -> Happening:
    by = step.by
    if step.kind == AssignmentStepKind.HANDED_OVER and (step.was or step.now):
        by = " → ".join(filter(None, (step.was, step.now)))
    return Happening(
        key=f"uppdragssteg-{step.id}",
        kind=kind(_OF_ASSIGNMENT[AssignmentStepKind(step.kind)]),
        day=step.day,
        to_come=False,
        body=step.body,
        by=by,
        text=step.text,
        meeting_id=step.meeting_id,
        item_id=step.item_id,
        item_number=step.item_number,
        item_heading=step.item_heading,
        draft=step.draft,
        assignment=told,
        to_day=step.due,
    )


def assignment_of(row: AssignmentRow, today: date) -> AssignmentInHistory:
    """How an assignment stands today, by what has become of it."""
    steps = (
        Step(step.kind, step.day, Due(step.due, None, step.due_text) if step.says_due else None)
        for step in row.steps
    )
    found = standing(Due(row.due, None, row.due_text), steps, today)
    return AssignmentInHistory(
        id=row.id,
        text=row.text,
        assignees=tuple(row.assignees),
        due=found.due.day,
        due_text=found.due.text,
        open=not found.over,
        overdue=found.late,
        undivided=row.undivided,
    )


# What is expected back


_AT_A_MEETING = frozenset(
    {
        *(HappeningKind.PREPARED, HappeningKind.DEALT, HappeningKind.NOTED),
        *(HappeningKind.DECIDED, HappeningKind.TABLED, HappeningKind.REFERRED),
    }
)
_COMES_BACK = frozenset(
    {
        *(HappeningKind.RETURNED, HappeningKind.TAKEN_BACK, HappeningKind.WITHDRAWN),
        *(HappeningKind.CLOSED, HappeningKind.REOPENED),
    }
)


class _Pending(NamedTuple):
    place: int
    expected: Expected


def _pending(past: Sequence[Happening]) -> _Pending | None:
    """What is expected back and has not come, with the place of the happening that says so."""
    waiting: _Pending | None = None
    for place, one in enumerate(past):
        if waiting is not None and _brings_back(one, waiting.expected.body):
            waiting = None
        if one.expected is not None:
            waiting = _Pending(place, one.expected)
    return waiting


def _brings_back(one: Happening, to: BodyRef | None) -> bool:
    if one.kind.value in _COMES_BACK:
        return True
    here = to is None or (one.body is not None and one.body.id == to.id)
    return one.meeting_id is not None and one.kind.value in _AT_A_MEETING and here


def _with_expectations(past: list[Happening], today: date) -> list[Happening]:
    """The same, where what is expected back and has not come by its day is said to be overdue."""
    waiting = _pending(past)
    if waiting is not None and waiting.expected.day and waiting.expected.day < today:
        late = replace(waiting.expected, overdue=True)
        past[waiting.place] = replace(past[waiting.place], expected=late)
    return past


def _coming_back(past: Sequence[Happening], facts: MatterFacts, today: date) -> Iterator[Happening]:
    """What is expected back, and what was tabled to a day with no agenda that has it yet."""
    days = {one.item.meeting.day for one in facts.treatments}
    waiting = _pending(past)
    if waiting is not None and not waiting.expected.overdue:
        said, expected = past[waiting.place], waiting.expected
        yield _expectation(said, expected.day, expected.body, expected.text)
    turned = _turning(past)
    if turned is None or turned.to_day is None or turned.to_day < today or turned.to_day in days:
        return
    moves = {HappeningKind.TABLED, HappeningKind.TAKEN_BACK, HappeningKind.REFERRED}
    if turned.kind.value in moves:
        yield _expectation(turned, turned.to_day, turned.to_body or turned.body, "")


def _expectation(said: Happening, day: date | None, body: BodyRef | None, text: str) -> Happening:
    return Happening(
        key=f"vantas-{said.key}-{day or ''}".rstrip("-"),
        kind=kind(HappeningKind.EXPECTED),
        day=day,
        to_come=True,
        body=body,
        by="",
        text=text,
        meeting_id=said.meeting_id,
        item_id=said.item_id,
        item_number=said.item_number,
        item_heading=said.item_heading,
        draft=said.draft,
        closed=said.closed,
    )


# How it stands


_STANDS = {
    HappeningKind.RAISED: StatusKind.RAISED,
    HappeningKind.ASKED: StatusKind.RAISED,
    HappeningKind.DECLINED: StatusKind.DECLINED,
    HappeningKind.PREPARED: StatusKind.PREPARING,
    HappeningKind.DEALT: StatusKind.DEALT,
    HappeningKind.NOTED: StatusKind.NOTED,
    HappeningKind.TABLED: StatusKind.TABLED,
    HappeningKind.REFERRED: StatusKind.REFERRED,
    HappeningKind.RETURNED: StatusKind.BACK,
    HappeningKind.TAKEN_BACK: StatusKind.BACK,
    HappeningKind.WITHDRAWN: StatusKind.WITHDRAWN,
    HappeningKind.DECIDED: StatusKind.DECIDED,
    HappeningKind.CLOSED: StatusKind.CLOSED,
    HappeningKind.REOPENED: StatusKind.REOPENED,
}
"""What turns a matter, and what it is from then on."""
_WEAKER = {
    HappeningKind.PREPARED: {HappeningKind.DECIDED, HappeningKind.NOTED},
    HappeningKind.DEALT: {HappeningKind.DECIDED, HappeningKind.NOTED},
    HappeningKind.NOTED: {HappeningKind.DECIDED},
    HappeningKind.RAISED: {HappeningKind.DECIDED, HappeningKind.NOTED},
}
"""What does not turn a matter that has come further: a report after the decision is noted."""
_AWAITS = {
    *(StatusKind.RAISED, StatusKind.PREPARING, StatusKind.DEALT, StatusKind.REOPENED),
    *(StatusKind.NEW, StatusKind.WITHDRAWN),
}
"""States in which a place on a coming agenda says more than what was before."""
_WORKED_ON = {StatusKind.DECIDED, StatusKind.NOTED, StatusKind.DEALT, StatusKind.PREPARING}


def status(told: Sequence[Happening], today: date) -> Status:
    """How a matter stands by its happenings, as `happenings` gives them."""
    past = [one for one in told if not one.to_come]
    turned = _turning(past)
    found = _by_turn(turned, past, today)
    if found.kind.value in _WORKED_ON:
        found = _under_work(found, past)
    planned = next(
        (one for one in told if one.kind.value == HappeningKind.PLANNED and one.to_come), None
    ) or (_unheld(past) if turned is None else None)
    if planned is not None and found.kind.value in _AWAITS:
        return replace(
            found,
            kind=labelled(StatusKind, StatusKind.PLANNED),
            reason=planned.key,
            day=planned.day,
            body=planned.body,
            since=found.since or planned.day,
            overdue=planned.day is not None and planned.day < today,
        )
    return found


def _turning(past: Iterable[Happening]) -> Happening | None:
    """The last happening that says how the matter stands."""
    found: Happening | None = None
    for one in past:
        what = HappeningKind(one.kind.value)
        if what not in _STANDS:
            continue
        if found is not None and found.kind.value in _WEAKER.get(what, ()):
            continue
        found = one
    return found


def _unheld(past: Sequence[Happening]) -> Happening | None:
    """The last time it stood on an agenda, of a meeting that no minutes tell of."""
    planned = [one for one in past if one.kind.value == HappeningKind.PLANNED]
    return planned[-1] if planned else None


def _by_turn(turned: Happening | None, past: Sequence[Happening], today: date) -> Status:
    if turned is None:
        return Status(labelled(StatusKind, StatusKind.NEW), None, "")
    stands = _STANDS[HappeningKind(turned.kind.value)]
    waiting = _pending(past)
    expected = waiting.expected if waiting is not None else None
    moves = stands in (StatusKind.TABLED, StatusKind.REFERRED, StatusKind.BACK)
    late = moves and turned.to_day is not None and turned.to_day < today
    extent, side = None, None
    if stands == StatusKind.DECIDED:
        extent, side = extent_of([one for one in past if _same_item(one, turned)])
    return Status(
        kind=labelled(StatusKind, stands),
        since=turned.day,
        reason=turned.key,
        day=turned.to_day if moves else None,
        body=(turned.to_body if moves and turned.to_body else turned.body),
        extent=extent,
        side=side,
        expected=expected,
        overdue=late or (expected is not None and expected.overdue),
    )


def _same_item(one: Happening, other: Happening) -> bool:
    return one.item_id is not None and one.item_id == other.item_id and one.day == other.day


def _under_work(found: Status, past: Sequence[Happening]) -> Status:
    """The same; under work where something that was assigned is not done yet."""
    given = [
        one
        for one in past
        if one.kind.value == HappeningKind.ASSIGNED and one.assignment and one.assignment.open
    ]
    if not given:
        return found
    nearest = min(given, key=lambda one: (one.assignment and one.assignment.due) or _NO_DAY)
    return replace(
        found,
        kind=labelled(StatusKind, StatusKind.UNDER_WORK),
        reason=nearest.key,
        since=nearest.day,
        day=nearest.assignment.due if nearest.assignment else None,
        overdue=found.overdue or any(one.assignment and one.assignment.overdue for one in given),
    )
