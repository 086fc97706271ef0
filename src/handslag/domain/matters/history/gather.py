"""The rows that matters' histories are told from, fetched kind by kind for any number of matters.

A fixed number of queries whatever the number of matters, and only what the viewer may see.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Case, Exists, OuterRef, Q, When
from django.utils import timezone

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may
from handslag.domain.access.things import Thing, of_body
from handslag.domain.base.facts import Phase
from handslag.domain.base.states import PublicationState
from handslag.domain.base.words import key_of
from handslag.domain.documents.access import visible_documents
from handslag.domain.documents.models import Document
from handslag.domain.matters.dividing.gather import shared_items
from handslag.domain.matters.dividing.parts import belongings, part_of
from handslag.domain.matters.history.access import (
    prepared_raisings,
    visible_steps,
)
from handslag.domain.matters.history.rows import (
    AssignmentRow,
    AssignmentStepRow,
    ClauseRow,
    ItemFacts,
    ItemRow,
    MatterFacts,
    MeetingRow,
    PointRow,
    ProposalRow,
    RaisedRow,
    StanceRow,
    StepRow,
    TransferRow,
    TreatmentRow,
)
from handslag.domain.matters.history.shapes import BodyRef, PaperNamed
from handslag.domain.matters.models import (
    Assignment,
    AssignmentStep,
    AssignmentStepKind,
    Clause,
    DecisionState,
    MatterStep,
    Proposal,
    Raising,
    Stance,
    Transfer,
    Treatment,
)
from handslag.domain.matters.queries.sight import sight_of
from handslag.domain.meetings.access import visible_items
from handslag.domain.meetings.models import (
    MeetingPaper,
    Participation,
    ParticipationRole,
    RaisedState,
)
from handslag.domain.registry.bodynames import body_likeness
from handslag.domain.registry.models import BodyLink, BodyName, LinkKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from django.db.models import QuerySet

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.dividing.rules import Belonging
    from handslag.domain.matters.models import Matter

_FEW = 900
"""Items that are asked about by their ids; a query has room for no more on every database."""
_SURE = 0.95
"""How alike a paper's word for a body must be to a name of one, to be taken for it."""


def facts_of(viewer: Viewer, matters: QuerySet[Matter, Any]) -> dict[int, MatterFacts]:
    """What the viewer may know of each of `matters`, by id. Sixteen queries at most.

    `matters` is a query of matters; it is asked for again in each of the queries. Of an item that
    belongs to several matters each is told what belongs to it: five of the queries are for those.
    """
    chosen = matters.order_by().values("id")
    found: dict[int, MatterFacts] = defaultdict(MatterFacts)
    seen = _Seen(viewer, Q(matter_id__in=chosen))
    for treatment in seen.treatments:
        found[treatment.matter_id].treatments.append(treatment)
    facts = _item_facts(viewer, seen)
    belongs = _belongings(viewer, seen, facts)
    for matter_id, matter in found.items():
        matter.of_item = {
            one.item.id: part_of(facts[one.item.id], matter_id, belongs[one.item.id])
            if one.item.id in belongs
            else facts[one.item.id]
            for one in matter.treatments
        }
    for matter_id, step in _steps(viewer, chosen):
        found[matter_id].steps.append(step)
    for matter_id, raised in _raised(viewer, seen, chosen):
        found[matter_id].raised.append(raised)
    return found


def under(viewer: Viewer, item_id: int) -> tuple[ItemFacts, dict[int, Belonging]]:
    """The clauses and proposals under an item that the viewer sees, and the matters of each clause.

    Nothing at all where the item belongs to one matter, or none. Nine queries at most.
    """
    seen, told = _Seen(viewer, Q(item_id=item_id)), ItemFacts()
    if not seen.several:
        return told, {}
    told.clauses = [row for _item, row in _clauses(seen)]
    told.proposals = [row for _item, row in _proposals(seen)]
    return told, _belongings(viewer, seen, {item_id: told}).get(item_id, {})


class _Placed(NamedTuple):
    """An item as the rule over accounts asks for it."""

    id: int
    order: int | None
    planned_order: int | None
    closed: bool


_MEETING = "item__meeting__"
_TREATED = (
    *("matter_id", "ground", "reason", "typed"),
    *("item__id", "item__order", "item__planned_order", "item__closed"),
    *("item__number", "item__heading", "item__planned_number", "item__planned_heading"),
    *("item__outcome", "item__pulled_at", "item__pulled_reason", "item__withdrawn_reason"),
    *(_MEETING + name for name in ("id", "date", "cancelled_at", "cancel_reason")),
    *(_MEETING + name for name in ("planned_state", "state", "day_state", "written")),
    *(_MEETING + "body_id", _MEETING + "body__name", _MEETING + "body__short_name"),
    *("has_minutes", "prepares", "several"),
)


class _Seen:
    """The items under which matters are treated, as far as the viewer sees them."""

    def __init__(self, viewer: Viewer, which: Q) -> None:
        self._viewer = viewer
        treated = Treatment.objects.filter(visible_items(viewer, "item__"), which)
        self._query = treated.order_by()
        self.accounts: dict[int, frozenset[str]] = {}
        """The accounts of each item that are seen."""
        self.told_in: dict[int, str] = {}
        """The account that what is of neither was told in."""
        self.several: set[int] = set()
        """The items that belong to more than one matter."""
        self._items: dict[int, ItemRow] = {}
        rows = self._rows()
        ids = list({row.item__id for row in rows})
        self.item_ids: Any = ids if len(ids) <= _FEW else self._query.values("item_id")
        """The items, to ask for rows under them: by name where they are few, which is quicker."""
        self._own = self._presented()
        self.treatments = self._told(rows)

    def shows(self, item_id: int, phase: str) -> bool:
        """Whether the viewer sees what is told of an item in one account."""
        return phase in self.accounts.get(item_id, ())

    def shows_neither(self, item_id: int) -> bool:
        """Whether the viewer sees what is of neither account."""
        return item_id in self.told_in and self.shows(item_id, self.told_in[item_id])

    def _presented(self) -> frozenset[int]:
        if self._viewer.user_id is None:
            return frozenset()
        own = Participation.objects.filter(
            role=ParticipationRole.PRESENTING,
            name__person__user_id=self._viewer.user_id,
            item_id__in=self.item_ids,
        )
        return frozenset(one for one in own.values_list("item_id", flat=True) if one)

    def _rows(self) -> list[Any]:
        papers = MeetingPaper.objects.filter(meeting=OuterRef("item__meeting"), phase=Phase.HELD)
        links = BodyLink.objects.filter(
            body=OuterRef("item__meeting__body"), kind=LinkKind.PREPARES
        )
        others = Treatment.objects.filter(item=OuterRef("item"), matter__merged_into=None)
        rows = self._query.annotate(
            has_minutes=Exists(papers) | Q(item__meeting__written=True),
            prepares=Exists(links),
            several=Exists(others.exclude(matter=OuterRef("matter"))),
        )
        return list(rows.values_list(*_TREATED, named=True))

    def _told(self, rows: list[Any]) -> list[TreatmentRow]:
        found = []
        for row in rows:
            item = self._item(row)
            if item is not None:
                self.several |= {item.id} if row.several else set()
                found.append(TreatmentRow(row.matter_id, item, row.ground, row.reason, row.typed))
        return sorted(found, key=lambda one: place_of(one.item))

    def _item(self, row: Any) -> ItemRow | None:
        if row.item__id in self._items:
            return self._items[row.item__id]
        states = {
            Phase.PLAN.value: row.item__meeting__planned_state,
            Phase.HELD.value: row.item__meeting__state,
        }
        placed = _Placed(row.item__id, row.item__order, row.item__planned_order, row.item__closed)
        seen = _accounts(self._viewer, row, states, placed, own=row.item__id in self._own)
        if not seen:
            return None
        told_in = Phase.HELD if placed.order is not None else Phase.PLAN
        self.accounts[placed.id], self.told_in[placed.id] = seen, told_in
        held = placed.order is not None and Phase.HELD in seen
        planned = placed.planned_order is not None and Phase.PLAN in seen
        shown_in = Phase.HELD if held else Phase.PLAN
        self._items[placed.id] = ItemRow(
            id=placed.id,
            meeting=self._meeting(row, has_minutes=row.has_minutes and Phase.HELD in seen),
            number=(row.item__number if held else "")
            or (row.item__planned_number if planned else ""),
            heading=(row.item__heading if held else "")
            or (row.item__planned_heading if planned else ""),
            held=held,
            planned=planned,
            place=(placed.order if held else placed.planned_order) or 0,
            outcome=row.item__outcome if held else "",
            pulled_on=_day_of(row.item__pulled_at),
            pulled_reason=row.item__pulled_reason,
            withdrawn_reason=row.item__withdrawn_reason if held else "",
            draft=states[shown_in] == PublicationState.DRAFT,
            closed=placed.closed,
        )
        return self._items[placed.id]

    def _meeting(self, row: Any, *, has_minutes: bool) -> MeetingRow:
        body = BodyRef(
            row.item__meeting__body_id,
            row.item__meeting__body__name,
            row.item__meeting__body__short_name,
        )
        return MeetingRow(
            id=row.item__meeting__id,
            day=row.item__meeting__date,
            body=body,
            prepares=row.prepares,
            cancelled_on=_day_of(row.item__meeting__cancelled_at),
            cancel_reason=row.item__meeting__cancel_reason,
            has_minutes=has_minutes,
        )


def place_of(item: ItemRow) -> tuple[Any, ...]:
    """Where an item stands among all others: by day, meeting and place on its agenda."""
    return (item.meeting.day, item.meeting.id, item.place, item.id)


def _accounts(
    viewer: Viewer, row: Any, states: Mapping[str, str], placed: _Placed, *, own: bool
) -> frozenset[str]:
    sight = sight_of(
        viewer,
        row.item__meeting__id,
        row.item__meeting__body_id,
        states,
        row.item__meeting__day_state,
        own={placed.id} if own else (),
    )
    stands = {Phase.PLAN.value} if placed.planned_order is not None else set()
    stands |= {Phase.HELD.value} if placed.order is not None else set()
    # an item in no account at all is nobody's
    seen = sight.of(placed) & stands
    # whether there are minutes that leave the item out is told by the minutes' own state
    return seen | (sight.accounts & {Phase.HELD.value}) if seen else seen


def _day_of(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


def _item_facts(viewer: Viewer, seen: _Seen) -> dict[int, ItemFacts]:
    found: dict[int, ItemFacts] = defaultdict(ItemFacts)
    for item_id, clause in _clauses(seen):
        found[item_id].clauses.append(clause)
    for item_id, proposal in _proposals(seen):
        found[item_id].proposals.append(proposal)
    for item_id, stance in _stances(seen):
        found[item_id].stances.append(stance)
    for item_id, transfer in _transfers(seen):
        found[item_id].transfers.append(transfer)
    for item_id, assignment in _assignments(viewer, seen):
        found[item_id].assignments.append(assignment)
    return found


def _belongings(
    viewer: Viewer, seen: _Seen, facts: dict[int, ItemFacts]
) -> dict[int, dict[int, Belonging]]:
    """Of each item that belongs to several matters, which of them its clauses (ids) belong to."""
    if not seen.several:
        return {}
    asked = seen.several if len(seen.several) <= _FEW else seen.item_ids
    theirs = Treatment.objects.filter(item_id__in=asked).order_by().values("matter_id")
    whole = _Seen(viewer, Q(matter_id__in=theirs))
    shared = shared_items(seen.several, whole.treatments, whole.several, asked)
    return {item_id: belongings(facts[item_id], one) for item_id, one in shared.items()}


def _clauses(seen: _Seen) -> list[tuple[int, ClauseRow]]:
    rows = (
        Clause.objects.filter(decision__item_id__in=seen.item_ids)
        .order_by("decision__order", "decision_id", "order", "id", "appointments__order")
        .values_list(
            *("id", "code", "text", "action", "points", "scope", "side", "effect", "due_date"),
            *("decision_id", "decision__state", "decision__phase", "decision__by"),
            *("decision__abstaining", "decision__item_id", "appointments__name__text"),
            named=True,
        )
    )
    found: dict[int, tuple[int, ClauseRow]] = {}
    for row in rows:
        item, name = row.decision__item_id, row.appointments__name__text
        if not seen.shows(item, row.decision__phase):
            continue
        known = found[row.id][1] if row.id in found else _clause(row)
        names = (*known.appointees, name) if name else known.appointees
        found[row.id] = (item, known._replace(appointees=names))
    return list(found.values())


def _clause(row: Any) -> ClauseRow:
    return ClauseRow(
        id=row.id,
        code=row.code,
        text=row.text,
        action=row.action,
        points=tuple(map(str, row.points)),
        scope=row.scope,
        side=row.side,
        effect=row.effect,
        due=row.due_date,
        decision_id=row.decision_id,
        decided=row.decision__state == DecisionState.DECIDED,
        phase=row.decision__phase,
        by=row.decision__by,
        abstaining=tuple(row.decision__abstaining),
        appointees=(),
    )


def _proposals(seen: _Seen) -> list[tuple[int, ProposalRow]]:
    rows = (
        Proposal.objects.filter(item_id__in=seen.item_ids)
        .order_by("order", "id", "points__order", "points__id", "points__outcomes__id")
        .values_list(
            *("item_id", "id", "phase", "by", "points__id", "points__number", "points__text"),
            *("points__outcomes__side", "points__outcomes__verdict"),
        )
    )
    heads: dict[int, tuple[int, str, str]] = {}
    points: dict[int, dict[int, PointRow]] = defaultdict(dict)
    for item, id_, phase, by, point_id, number, text, side, verdict in rows:
        if not seen.shows(item, phase):
            continue
        heads[id_] = (item, phase, by)
        if point_id is None:
            continue
        known = points[id_].get(point_id) or PointRow(point_id, number, text, ())
        told = ((side, verdict),) if verdict else ()
        points[id_][point_id] = known._replace(outcomes=known.outcomes + told)
    return [
        (item, ProposalRow(id_, phase, by, tuple(points[id_].values())))
        for id_, (item, phase, by) in heads.items()
    ]


def _stances(seen: _Seen) -> list[tuple[int, StanceRow]]:
    rows = Stance.objects.filter(item_id__in=seen.item_ids).order_by("order", "id")
    return [
        (item, StanceRow(id_, by, kind, tuple(map(str, points))))
        for item, id_, by, kind, points in rows.values_list("item_id", "id", "by", "kind", "points")
        if seen.shows_neither(item)
    ]


def _transfers(seen: _Seen) -> list[tuple[int, TransferRow]]:
    rows = (
        Transfer.objects.filter(item_id__in=seen.item_ids)
        .order_by("id")
        .values_list(
            *("item_id", "id", "clause_id", "kind", "to_body", "to_date", "text"),
            *("expected_date", "expected_text", "body_id", "body__name", "body__short_name"),
            named=True,
        )
    )
    found = [row for row in rows if seen.shows_neither(row.item_id)]
    named = _Bodies({row.to_body for row in found if row.body_id is None and row.to_body})
    return [(row.item_id, _transfer(row, named)) for row in found]


def _transfer(row: Any, named: _Bodies) -> TransferRow:
    to_body = named.of(row.to_body) if row.to_body else None
    if row.body_id is not None:
        to_body = BodyRef(row.body_id, row.body__name, row.body__short_name)
    return TransferRow(
        id=row.id,
        clause_id=row.clause_id,
        kind=row.kind,
        to_body=to_body,
        to_day=row.to_date,
        text=row.text,
        expected_day=row.expected_date,
        expected_text=row.expected_text,
    )


class _Bodies:
    """Which bodies a paper's words mean. One query where there is a word to ask about."""

    def __init__(self, words: set[str]) -> None:
        self._found: dict[str, BodyRef] = {}
        if not words:
            return
        names = list(
            BodyName.objects.order_by("body_id", "id").values_list(
                "key", "text", "body_id", "body__name", "body__short_name"
            )
        )
        by_key = {row[0]: BodyRef(*row[2:]) for row in names}
        for word in words:
            known = by_key.get(key_of(word)) or _alike(word, names)
            if known is not None:
                self._found[word] = known

    def of(self, word: str) -> BodyRef:
        """The body that `word` means; the word alone where nobody can tell."""
        return self._found.get(word) or BodyRef(None, word)


def _alike(word: str, names: list[tuple[Any, ...]]) -> BodyRef | None:
    """The one body that has a name so like `word` that it must be it."""
    found = {
        BodyRef(body_id, name, short_name)
        for _key, text, body_id, name, short_name in names
        if (likeness := body_likeness(word, text)) is not None and likeness.degree >= _SURE
    }
    return found.pop() if len(found) == 1 else None


def _assignments(viewer: Viewer, seen: _Seen) -> list[tuple[int, AssignmentRow]]:
    rows = (
        Assignment.objects.filter(item_id__in=seen.item_ids)
        .order_by("order", "id", "assignees__order", "assignees__id")
        .values_list(
            *("item_id", "id", "clause_id", "text", "due_date", "due_text"),
            *("due_meeting__date", "assignees__text", "assignees__until"),
            *("part_of_id", "item__meeting__date"),
            named=True,
        )
    )
    found: dict[int, tuple[int, AssignmentRow]] = {}
    for row in rows:
        if not seen.shows_neither(row.item_id):
            continue
        if row.id not in found:
            found[row.id] = (row.item_id, _assignment(row))
        if row.assignees__text and row.assignees__until is None:
            found[row.id][1].assignees.append(row.assignees__text)
    for assignment_id, step in _assignment_steps(viewer, seen):
        if assignment_id in found:
            found[assignment_id][1].steps.append(step)
        part = found.get(step.other_id or 0)
        if part is not None and part[1].part_of and step.kind == AssignmentStepKind.SPLIT:
            part[1].told_on = step.day
    return list(found.values())


def _assignment(row: Any) -> AssignmentRow:
    return AssignmentRow(
        id=row.id,
        clause_id=row.clause_id,
        text=row.text,
        due=row.due_date or row.due_meeting__date,
        due_text=row.due_text,
        told_on=row.item__meeting__date,
        part_of=row.part_of_id,
    )


def _assignment_steps(viewer: Viewer, seen: _Seen) -> list[tuple[int, AssignmentStepRow]]:
    """What became of the assignments; what happened under an item that is hidden is hidden."""
    where = Q(item__isnull=True) | visible_items(viewer, "item__")
    rows = (
        AssignmentStep.objects.filter(where, assignment__item_id__in=seen.item_ids)
        .order_by("id")  # what was said last holds, also where it tells of an earlier day
        .values_list(
            *("assignment_id", "id", "kind", "day", "text", "by", "due_date", "due_text"),
            *(
                "due_later",
                "other_id",
                "meeting__date",
                "was__text",
                "now__text",
                "item_id",
                "item__meeting_id",
            ),
            *("item__number", "item__heading", "item__planned_number", "item__planned_heading"),
            *("item__meeting__body_id", "item__meeting__body__name"),
            *("item__meeting__body__short_name", "item__meeting__state"),
            named=True,
        )
    )
    return [(row.assignment_id, _assignment_step(row)) for row in rows]


def _assignment_step(row: Any) -> AssignmentStepRow:
    body_id = row.item__meeting__body_id
    return AssignmentStepRow(
        id=row.id,
        kind=row.kind,
        day=row.day,
        text=row.text,
        by=row.by,
        says_due=bool(row.due_date or row.meeting__date or row.due_text or row.due_later),
        other_id=row.other_id,
        due=row.due_date or row.meeting__date,
        due_text=row.due_text,
        was=row.was__text or "",
        now=row.now__text or "",
        meeting_id=row.item__meeting_id,
        item_id=row.item_id,
        item_number=(row.item__number or row.item__planned_number or "") if row.item_id else "",
        item_heading=(row.item__heading or row.item__planned_heading or "") if row.item_id else "",
        body=BodyRef(body_id, row.item__meeting__body__name, row.item__meeting__body__short_name)
        if body_id
        else None,
        draft=row.item__meeting__state == PublicationState.DRAFT,
    )


def _steps(viewer: Viewer, chosen: QuerySet[Any, Any]) -> list[tuple[int, StepRow]]:
    papers = Document.objects.filter(visible_documents(viewer), id=OuterRef("document_id"))
    rows = (
        MatterStep.objects.filter(visible_steps(viewer), matter_id__in=chosen)
        .annotate(readable=Exists(papers))
        .order_by("day", "id")
        .values_list(
            *("matter_id", "id", "kind", "day", "way", "by", "to_date", "expected_date"),
            *("expected_text", "text", "body_id", "body__name", "body__short_name"),
            *("to_body_id", "to_body__name", "to_body__short_name"),
            *("document_id", "document__name", "readable"),
            named=True,
        )
    )
    return [(row.matter_id, _step(row)) for row in rows]


def _step(row: Any) -> StepRow:
    to_body = (row.to_body_id, row.to_body__name, row.to_body__short_name)
    return StepRow(
        id=row.id,
        kind=row.kind,
        day=row.day,
        way=row.way,
        body=BodyRef(row.body_id, row.body__name, row.body__short_name) if row.body_id else None,
        by=row.by,
        to_body=BodyRef(*to_body) if row.to_body_id else None,
        to_day=row.to_date,
        expected_day=row.expected_date,
        expected_text=row.expected_text,
        text=row.text,
        document=PaperNamed(row.document_id, row.document__name) if row.readable else None,
    )


def _raised(viewer: Viewer, seen: _Seen, chosen: QuerySet[Any, Any]) -> list[tuple[int, RaisedRow]]:
    rows = (
        Raising.objects.filter(matter_id__in=chosen)
        .annotate(inner=Case(When(prepared_raisings(viewer), then=True), default=False))
        .order_by("id", "raised__steps__id")
        .values_list(
            *("matter_id", "raised_id", "raised__steps__id", "raised__steps__state"),
            *("raised__steps__at", "raised__steps__by", "raised__steps__text"),
            *("raised__heading", "raised__principal__name", "raised__item_id", "inner"),
            *("raised__body_id", "raised__body__name", "raised__body__short_name"),
            named=True,
        )
    )
    found: dict[int, tuple[int, RaisedRow]] = {}
    for row in rows:
        if row.raised__steps__id is None:
            continue
        if row.inner:
            found[row.raised__steps__id] = (row.matter_id, _raised_row(row))
        elif row.raised__steps__state == RaisedState.RAISED and _knows(viewer, seen, row):
            # whoever does not prepare it is told that it was raised, and nothing of what was asked
            first = _raised_row(row)._replace(text="")
            found.setdefault(-row.raised_id, (row.matter_id, first))
    return list(found.values())


def _knows(viewer: Viewer, seen: _Seen, row: Any) -> bool:
    """Whether the viewer may know that something was raised: its item is seen, and of the body's
    own meetings they read."""
    body = Thing(scopes=frozenset({of_body(row.raised__body_id)}))
    return row.raised__item_id in seen.accounts and may(viewer, Permission.MEETINGS_READ, body)


def _raised_row(row: Any) -> RaisedRow:
    return RaisedRow(
        id=row.raised__steps__id,
        raised_id=row.raised_id,
        state=row.raised__steps__state,
        day=timezone.localdate(row.raised__steps__at),
        by=row.raised__steps__by,
        text=row.raised__steps__text,
        heading=row.raised__heading,
        body=BodyRef(row.raised__body_id, row.raised__body__name, row.raised__body__short_name),
        principal=row.raised__principal__name or "",
    )
