"""From what stands after review to what the domain records. Pure.

For each kind of fact that the domain keeps there is one function that tells what it becomes;
`_COLUMNS` tells where the value of a field lies in another column than its name says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from handslag.domain.base.recording import FactRef
from handslag.domain.matters.told import (
    AssigneeTold,
    AssignmentTold,
    ClauseTold,
    DecisionTold,
    PointTold,
    Proceedings,
    ProposalTold,
    StanceTold,
    TransferTold,
    VoteTold,
)
from handslag.domain.meetings.rules import column_of
from handslag.domain.meetings.told import Account, ItemTold, MeetingTold, MentionTold, PersonTold
from handslag.intake.facts import Fact, only, standing, typed_fields

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from handslag.intake.models import Suggestion

T = TypeVar("T")

MEETING_KINDS = ("body", "date", "time", "place")
"""Kinds that together are the meeting itself."""
MEETING = -1
"""The key of the meeting among what is told; suggestions have theirs by id."""
PHASES = {"notice": "plan", "minutes": "held"}

_COLUMNS: dict[tuple[str, str], tuple[str, ...]] = {
    ("body", "name"): ("body_id",),
    ("body", "short_name"): (),
    ("attendee", "name"): ("name_id",),
    ("presenter", "name"): ("name_id",),
    ("appointee", "name"): ("name_id",),
    ("reservation", "name"): ("name_id", "by"),
    ("assignee", "name"): ("text",),
    ("clause", "scope"): ("scope", "side"),
    ("stance", "stance"): ("kind",),
    ("attachment", "label"): ("text",),
}
_PHASED = (*MEETING_KINDS, "item")


def columns_of(kind: str, fields: Iterable[str], phase: str) -> frozenset[str]:
    """The columns that hold the values of these fields, in an account of this phase."""
    found = {column for name in fields for column in _COLUMNS.get((kind, name), (name,))}
    return (
        frozenset(column_of(column, phase) for column in found)
        if kind in _PHASED
        else frozenset(found)
    )


def typed_in(
    rows: Iterable[Suggestion], phases: Mapping[int, str], *, besides: int
) -> dict[FactRef, frozenset[str]]:
    """For facts that documents made: the columns that hold what was typed in other documents.

    `phases` has each document's phase; what was typed in the document `besides` is left out, but
    its facts are named.
    """
    typed: dict[FactRef, frozenset[str]] = {}
    for row in rows:
        if row.fact_id is None or row.document_id not in phases:
            continue
        ref = FactRef(row.fact_type, row.fact_id)
        columns = columns_of(row.kind, typed_fields(row), phases[row.document_id])
        own = row.document_id == besides
        typed[ref] = typed.get(ref, frozenset()) | (frozenset() if own else columns)
    return typed


def account_of(
    document_id: int, facts: tuple[Fact, ...], *, phase: str, body_id: int | None
) -> Account:
    """What the document tells of its meeting. The facts must have a day that stands."""
    return Account(
        document_id=document_id,
        phase=phase,
        meeting=_meeting(facts, phase, body_id),
        attendees=tuple(_person(fact, phase) for fact in standing(facts, "attendee")),
        items=tuple(_item(fact, phase) for fact in standing(facts, "item")),
    )


def proceedings_of(
    facts: tuple[Fact, ...], items: Mapping[int, FactRef], phase: str
) -> tuple[Proceedings, ...]:
    """What the document tells under each item; `items` are the recorded ones by key."""
    return tuple(
        Proceedings(
            item_id=items[fact.row.id].id,
            proposals=_each(_proposal, fact, phase, "proposal"),
            decisions=_each(_decision, fact, phase, "proposed_decision", "decision"),
            assignments=_each(_assignment, fact, phase, "assignment"),
            stances=_each(_stance, fact, phase, "stance"),
            transfers=_each(_transfer, fact, phase, "transfer"),
        )
        for fact in standing(facts, "item")
        if fact.row.id in items  # what a meeting that is written here does not have is not told of
    )


def _each(make: Callable[[Fact, str], T], parent: Fact, phase: str, *kinds: str) -> tuple[T, ...]:
    return tuple(make(fact, phase) for fact in parent.of_kind(*kinds))


def _base(fact: Fact, phase: str) -> dict[str, Any]:
    return {
        "key": fact.row.id,
        "fact_id": fact.row.fact_id,
        "typed": columns_of(fact.kind.name, fact.typed, phase),
    }


def _meeting(facts: tuple[Fact, ...], phase: str, body_id: int | None) -> MeetingTold:
    values: dict[str, Any] = {}
    typed: frozenset[str] = frozenset()
    for kind in MEETING_KINDS:
        if fact := only(facts, kind):
            values |= fact.typed_value()
            typed |= columns_of(kind, fact.typed, phase)
    return MeetingTold(
        key=MEETING,
        typed=typed,
        body_id=body_id,
        date=values["date"],
        start=values.get("start"),
        end=values.get("end"),
        place=values.get("place", ""),
    )


def _person(fact: Fact, phase: str) -> PersonTold:
    return PersonTold(**_base(fact, phase), **fact.typed_value())


def _item(fact: Fact, phase: str) -> ItemTold:
    return ItemTold(
        **_base(fact, phase),
        **fact.typed_value(),
        presenters=_each(_person, fact, phase, "presenter"),
        mentions=_each(_mention, fact, phase, "attachment", "amount", "reference"),
    )


def _mention(fact: Fact, phase: str) -> MentionTold:
    value = fact.typed_value()
    if fact.kind.name == "attachment":
        value = {"text": value["label"]}
    return MentionTold(**_base(fact, phase), **value, kind=fact.kind.name)


def _proposal(fact: Fact, phase: str) -> ProposalTold:
    points = _each(_point, fact, phase, "point")
    return ProposalTold(**_base(fact, phase), **fact.typed_value(), points=points)


def _point(fact: Fact, phase: str) -> PointTold:
    return PointTold(**_base(fact, phase), **fact.typed_value())


def _decision(fact: Fact, phase: str) -> DecisionTold:
    return DecisionTold(
        **_base(fact, phase),
        **fact.typed_value(),
        state="decided" if fact.kind.name == "decision" else "proposed",
        clauses=_each(_clause, fact, phase, "clause"),
        votes=_each(_vote, fact, phase, "vote"),
        reservations=_each(_person, fact, phase, "reservation"),
    )


def _vote(fact: Fact, phase: str) -> VoteTold:
    return VoteTold(**_base(fact, phase), **fact.typed_value())


def _clause(fact: Fact, phase: str) -> ClauseTold:
    return ClauseTold(
        **_base(fact, phase),
        **fact.typed_value(),
        appointees=_each(_person, fact, phase, "appointee"),
        assignees=_each(_assignee, fact, phase, "assignee"),
    )


def _assignment(fact: Fact, phase: str) -> AssignmentTold:
    return AssignmentTold(
        **_base(fact, phase),
        **fact.typed_value(),
        assignees=_each(_assignee, fact, phase, "assignee"),
    )


def _assignee(fact: Fact, phase: str) -> AssigneeTold:
    return AssigneeTold(**_base(fact, phase), text=fact.typed_value()["name"])


def _stance(fact: Fact, phase: str) -> StanceTold:
    value = fact.typed_value()
    return StanceTold(
        **_base(fact, phase), by=value["by"], kind=value["stance"], points=value["points"]
    )


def _transfer(fact: Fact, phase: str) -> TransferTold:
    return TransferTold(**_base(fact, phase), **fact.typed_value())
