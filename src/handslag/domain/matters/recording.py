"""How what is told under a meeting's items is recorded, one kind of fact after the other.

Each function pairs what is told with the rows there are and writes the rest. They stand in the
transaction of `matters.actions.record_proceedings`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from handslag.domain.base.facts import Fact
from handslag.domain.base.likeness import near_equal
from handslag.domain.base.recording import Entry, FactRef, Respect, pair, record, standing, type_of
from handslag.domain.base.sides import side_named
from handslag.domain.matters.deciding import codes
from handslag.domain.matters.models import (
    Appointment,
    Assignee,
    Assignment,
    Clause,
    Decision,
    Proposal,
    ProposalPoint,
    Reservation,
    Stance,
    Transfer,
    Vote,
)
from handslag.domain.meetings.naming import name_people

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.told import (
        AssigneeTold,
        ClauseTold,
        DecisionTold,
        Proceedings,
        ProposalTold,
    )

M = TypeVar("M", bound=Fact)


@dataclass(frozen=True, slots=True)
class Telling:
    """One document's telling while it is recorded."""

    viewer: Viewer
    phase: str
    respect: Respect
    items: Sequence[Proceedings]
    only_written: bool = False
    """It tells what happened at a meeting whose minutes are written here: nothing is added."""

    def entries(self, told: Sequence[Entry[M]]) -> list[Entry[M]]:
        """Those of the entries that are to be recorded."""
        return standing(told) if self.only_written else list(told)

    @property
    def item_ids(self) -> list[int]:
        """The items that are told of."""
        return [item.item_id for item in self.items]


Recorded = list[tuple[int, FactRef]]
"""Told facts by key with the fact each is now; a clause that assigns is told by two."""


def record_decisions(telling: Telling) -> tuple[dict[int, int], Recorded]:
    """Decisions and their clauses; returns the clauses' ids by key too.

    Clauses are found first, among all of the item: two papers may divide them otherwise into
    decisions. A decision is the one that its clauses stand in.
    """
    known = Clause.objects.filter(
        decision__item_id__in=telling.item_ids, decision__phase=telling.phase
    ).select_related("decision")
    clause_rows = defaultdict(list)
    for row in known:
        clause_rows[(row.decision.item_id, row.decision.state)].append(row)
    rows = defaultdict(list)
    for found in Decision.objects.filter(item_id__in=telling.item_ids, phase=telling.phase):
        rows[(found.item_id, found.state)].append(found)
    decisions: list[Entry[Decision]] = []
    clause_pairs: dict[int, Clause] = {}
    for item in telling.items:
        for state in sorted({decision.state for decision in item.decisions}):
            told = [decision for decision in item.decisions if decision.state == state]
            here = clause_rows[(item.item_id, state)]
            clause_pairs |= _paired_texts([c for d in told for c in d.clauses], here)
            whole = _wholes(told, rows[(item.item_id, state)], clause_pairs)
            decisions += [
                _decision_entry(telling, item, decision, whole.get(decision.key))
                for decision in told
            ]
    refs = record(Decision, telling.entries(decisions), telling.respect)
    clauses = [
        Entry(
            clause,
            clause_pairs.get(clause.key),
            _clause_columns(clause),
            {"decision_id": _id_in(refs, decision.key), "order": order},
        )
        for item in telling.items
        for decision in item.decisions
        for order, clause in enumerate(decision.clauses, 1)
    ]
    clauses = telling.entries(clauses)
    clause_refs = record(Clause, clauses, telling.respect)
    new = {clause_refs[one.told.key].id: one.told.fact_id for one in clauses if one.row is None}
    codes.follow({now: former for now, former in new.items() if former is not None})
    codes.give_back(new)
    ids = {key: ref.id for key, ref in clause_refs.items()}
    return ids, [*refs.items(), *clause_refs.items()]


def _decision_entry(
    telling: Telling, item: Proceedings, decision: DecisionTold, row: Decision | None
) -> Entry[Decision]:
    columns = {"by": decision.by, "abstaining": list(decision.abstaining)}
    fixed = {
        "item_id": item.item_id,
        "phase": telling.phase,
        "state": decision.state,
        "order": item.decisions.index(decision) + 1,
    }
    return Entry(decision, row, columns, fixed)


def _clause_columns(clause: ClauseTold) -> dict[str, Any]:
    return {
        "text": clause.text,
        "action": clause.action,
        "points": list(clause.points),
        "scope": clause.scope,
        "side": side_named(clause.scope) or "",
        "inline": clause.inline,
        "due_date": clause.due_date,
        "due_text": clause.due_text,
    }


def _wholes(told: Sequence[Any], rows: Sequence[Any], parts: Mapping[int, Any]) -> dict[int, Any]:
    """Which decision (or proposal) each told one is, by key: the one its parts stand in.

    Otherwise the one that this document made before, or one in the same name whose parts nobody
    else tells of.
    """
    by_id = {row.id: row for row in rows}
    wholes: dict[int, Any] = {}
    for one in told:
        part_of = [
            parts[part.key].decision_id if hasattr(part, "action") else parts[part.key].proposal_id
            for part in (one.clauses if hasattr(one, "clauses") else one.points)
            if part.key in parts
        ]
        home = one.fact_id if one.fact_id in by_id else next(iter(part_of), None)
        if home in by_id:
            wholes[one.key] = by_id[home]
    left = [one for one in told if one.key not in wholes]
    taken = {row.id for row in wholes.values()}
    free = [row for row in rows if row.id not in taken]
    return wholes | pair(
        left,
        free,
        told_words=lambda one: one.by,
        row_words=lambda row: row.by,
        like=lambda one, row: float(not one.by or not row.by or near_equal(one.by, row.by)),
    )


def _paired_texts(told: Sequence[Any], rows: Iterable[Any]) -> dict[int, Any]:
    """Pair by the facts' own text."""
    return pair(told, rows, told_words=lambda one: one.text, row_words=lambda row: row.text)


def record_proposals(telling: Telling) -> Recorded:
    """Proposals and their points; a proposal is the one that its points stand in."""
    point_rows = defaultdict(list)
    known = ProposalPoint.objects.filter(
        proposal__item_id__in=telling.item_ids, proposal__phase=telling.phase
    ).select_related("proposal")
    for row in known:
        point_rows[row.proposal.item_id].append(row)
    rows = defaultdict(list)
    for found in Proposal.objects.filter(item_id__in=telling.item_ids, phase=telling.phase):
        rows[found.item_id].append(found)
    proposals: list[Entry[Proposal]] = []
    pairs: dict[int, ProposalPoint] = {}
    for item in telling.items:
        told = [point for proposal in item.proposals for point in proposal.points]
        pairs |= _paired_texts(told, point_rows[item.item_id])
        whole = _wholes(item.proposals, rows[item.item_id], pairs)
        proposals += [
            _proposal_entry(telling, item, proposal, order, whole.get(proposal.key))
            for order, proposal in enumerate(item.proposals, 1)
        ]
    refs = record(Proposal, telling.entries(proposals), telling.respect)
    points = [
        Entry(
            point,
            pairs.get(point.key),
            {"number": point.number, "text": point.text},
            {"proposal_id": _id_in(refs, proposal.key), "order": order},
        )
        for item in telling.items
        for proposal in item.proposals
        for order, point in enumerate(proposal.points, 1)
    ]
    points = telling.entries(points)
    return [*refs.items(), *record(ProposalPoint, points, telling.respect).items()]


def _proposal_entry(
    telling: Telling,
    item: Proceedings,
    proposal: ProposalTold,
    order: int,
    row: Proposal | None,
) -> Entry[Proposal]:
    fixed = {"item_id": item.item_id, "phase": telling.phase, "order": order}
    return Entry(proposal, row, {"by": proposal.by}, fixed)


def record_votes(telling: Telling, decisions: Mapping[int, int]) -> Recorded:
    """The vote before each decision; `decisions` are the recorded ones by key."""
    known = {row.decision_id: row for row in Vote.objects.filter(decision__in=decisions.values())}
    entries: list[Entry[Vote]] = []
    for decision in _decided(telling, decisions):
        decision_id = decisions[decision.key]
        for vote in decision.votes[:1]:
            columns = {
                "in_favour": vote.in_favour,
                "against": vote.against,
                "abstained": vote.abstained,
            }
            fixed = {"decision_id": decision_id}
            entries.append(Entry(vote, known.get(decision_id), columns, fixed))
    return list(record(Vote, telling.entries(entries), telling.respect).items())


def record_reservations(telling: Telling, decisions: Mapping[int, int]) -> Recorded:
    """Who reserves themselves against each decision: people by name, sides and principals not."""
    rows = defaultdict(list)
    known = Reservation.objects.filter(decision__in=decisions.values()).select_related("name")
    for row in known:
        rows[row.decision_id].append(row)
    entries: list[Entry[Reservation]] = []
    for decision in _decided(telling, decisions):
        decision_id = decisions[decision.key]
        pairs = pair(
            decision.reservations,
            rows[decision_id],
            told_words=lambda person: person.name,
            row_words=lambda row: row.by,
        )
        for order, person in enumerate(decision.reservations, 1):
            columns = {
                "by": person.name,
                "title": person.title,
                "organisation": person.organisation,
            }
            fixed = {"decision_id": decision_id, "order": order}
            entries.append(Entry(person, pairs.get(person.key), columns, fixed))
    entries = telling.entries(entries)
    people = [
        one
        for one in entries
        if not _is_party(one.columns["by"]) and (one.row is None or one.row.name is not None)
    ]
    name_people(telling.viewer, people, telling.respect)
    return list(record(Reservation, entries, telling.respect).items())


_PARTIES = {"kommun", "kommunen", "kommuner", "kommunerna", "region", "regionen", "landstinget"}


def _is_party(name: str) -> bool:
    """Whether a name is a side's or a principal's, not a person's: "Björkmåla kommun"."""
    return any(word in _PARTIES for word in name.casefold().split())


def _decided(telling: Telling, decisions: Mapping[int, int]) -> list[DecisionTold]:
    return [
        decision
        for item in telling.items
        for decision in item.decisions
        if decision.key in decisions
    ]


def record_appointments(telling: Telling, clauses: Mapping[int, int]) -> Recorded:
    """Whom each clause appoints; `clauses` are the recorded ones by key."""
    rows = defaultdict(list)
    known = Appointment.objects.filter(clause_id__in=clauses.values())
    for row in known.select_related("name"):
        rows[row.clause_id].append(row)
    entries: list[Entry[Appointment]] = []
    for clause in _clauses(telling):
        if clause.key not in clauses:
            continue
        clause_id = clauses[clause.key]
        pairs = pair(
            clause.appointees,
            rows[clause_id],
            told_words=lambda person: person.name,
            row_words=lambda row: row.name.text,
        )
        for order, person in enumerate(clause.appointees, 1):
            columns = {"title": person.title, "organisation": person.organisation}
            fixed = {"clause_id": clause_id, "order": order}
            entries.append(Entry(person, pairs.get(person.key), columns, fixed))
    entries = telling.entries(entries)
    name_people(telling.viewer, entries, telling.respect)
    return list(record(Appointment, entries, telling.respect).items())


def record_assignments(telling: Telling, clauses: Mapping[int, int]) -> Recorded:
    """Assignments told in running text, and those that clauses give, with who is to do them."""
    of_clause: dict[int, Assignment] = {}
    in_text = defaultdict(list)
    for row in Assignment.objects.filter(item_id__in=telling.item_ids, part_of=None):
        if row.clause_id is None:
            in_text[row.item_id].append(row)
        else:
            of_clause[row.clause_id] = row
    entries: list[Entry[Assignment]] = []
    for item in telling.items:
        pairs = _paired_texts(item.assignments, in_text[item.item_id])
        entries += [
            _assignment_entry(told, pairs.get(told.key), item.item_id, order)
            for order, told in enumerate(item.assignments, 1)
        ]
        decided = (d for d in item.decisions if d.state == "decided")
        for clause in (c for d in decided for c in d.clauses if c.assigns and c.key in clauses):
            clause_id = clauses[clause.key]
            entry = _assignment_entry(clause, of_clause.get(clause_id), item.item_id, 0)
            entry.fixed["clause_id"] = clause_id
            entries.append(entry)
    entries = telling.entries(entries)
    refs = record(Assignment, entries, _with_clauses(telling.respect, of_clause))
    told = [(entry.told, refs[entry.told.key].id) for entry in entries]
    return [*refs.items(), *_record_assignees(telling, told)]


def _with_clauses(respect: Respect, of_clause: Mapping[int, Assignment]) -> Respect:
    """What was typed in a clause was typed in the assignment that it gives, too."""
    kind, clause_kind = type_of(Assignment), type_of(Clause)
    typed = {
        FactRef(kind, row.id): respect.typed[FactRef(clause_kind, clause_id)]
        for clause_id, row in of_clause.items()
        if FactRef(clause_kind, clause_id) in respect.typed
    }
    return Respect({**respect.typed, **typed}, respect.shared)


def _assignment_entry(
    told: Any, row: Assignment | None, item_id: int, order: int
) -> Entry[Assignment]:
    columns = {"text": told.text, "due_date": told.due_date, "due_text": told.due_text}
    return Entry(told, row, columns, {"item_id": item_id, "order": order})


def _record_assignees(telling: Telling, told: Sequence[tuple[Any, int]]) -> Recorded:
    rows = defaultdict(list)
    given = {"assignment_id__in": [found for _one, found in told], "since": None}
    for row in Assignee.objects.filter(**given):
        rows[row.assignment_id].append(row)
    entries: list[Entry[Assignee]] = []
    for one, assignment_id in told:
        assignees: Sequence[AssigneeTold] = one.assignees
        pairs = _paired_texts(assignees, rows[assignment_id])
        entries += [
            Entry(
                assignee,
                pairs.get(assignee.key),
                {"text": assignee.text},
                {"assignment_id": assignment_id, "order": order},
            )
            for order, assignee in enumerate(assignees, 1)
        ]
    return list(record(Assignee, telling.entries(entries), telling.respect).items())


def record_stances(telling: Telling) -> Recorded:
    """What sides think, item by item."""
    rows = defaultdict(list)
    for row in Stance.objects.filter(item_id__in=telling.item_ids):
        rows[row.item_id].append(row)

    def words(stance: Any) -> str:
        return f"{stance.by} {stance.kind} {list(stance.points)}"

    entries: list[Entry[Stance]] = []
    for item in telling.items:
        pairs = pair(item.stances, rows[item.item_id], told_words=words, row_words=words)
        entries += [
            Entry(
                stance,
                pairs.get(stance.key),
                {"by": stance.by, "kind": stance.kind, "points": list(stance.points)},
                {"item_id": item.item_id, "order": order},
            )
            for order, stance in enumerate(item.stances, 1)
        ]
    return list(record(Stance, telling.entries(entries), telling.respect).items())


def record_transfers(telling: Telling) -> Recorded:
    """Where items go on to; two that go the same way, as far as both tell, are one."""
    rows = defaultdict(list)
    for row in Transfer.objects.filter(item_id__in=telling.item_ids):
        rows[(row.item_id, row.kind)].append(row)
    entries: list[Entry[Transfer]] = []
    for item in telling.items:
        for kind in sorted({transfer.kind for transfer in item.transfers}):
            told = [transfer for transfer in item.transfers if transfer.kind == kind]
            pairs = pair(
                told,
                rows[(item.item_id, kind)],
                told_words=_transfer_words,
                row_words=_transfer_words,
                like=_same_way,
            )
            entries += [_transfer_entry(item, one, pairs.get(one.key)) for one in told]
    return list(record(Transfer, telling.entries(entries), telling.respect).items())


def _transfer_entry(item: Proceedings, told: Any, row: Transfer | None) -> Entry[Transfer]:
    columns = {"to_body": told.to_body, "to_date": told.to_date, "text": told.text}
    return Entry(told, row, columns, {"item_id": item.item_id, "kind": told.kind})


def _transfer_words(transfer: Any) -> str:
    return f"{transfer.to_body} {transfer.to_date or ''}"


def _same_way(told: Any, row: Transfer) -> float:
    """Whether two transfers of one kind go the same way, as far as both tell."""
    days = told.to_date is None or row.to_date is None or told.to_date == row.to_date
    bodies = not told.to_body or not row.to_body or near_equal(told.to_body, row.to_body)
    return float(days and bodies)


def _id_in(refs: Mapping[int, FactRef], key: int) -> int | None:
    """The row that a told fact is; None where it was not recorded, and nothing new stands in it."""
    found = refs.get(key)
    return found.id if found else None


def _clauses(telling: Telling) -> list[ClauseTold]:
    return [
        clause
        for item in telling.items
        for decision in item.decisions
        for clause in decision.clauses
    ]
