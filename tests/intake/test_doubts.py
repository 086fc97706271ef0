"""What the reader doubts is asked about in review: every kind of fact brings its doubt along."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from handslag.intake import actions, queries
from handslag.intake.models import Suggestion
from handslag.intake.suggest import proposed_by
from handslag.source.parsing.reasons import Reason
from handslag.source.read import read
from handslag.source.record import (
    Assignment,
    Named,
    Person,
    Point,
    Proposal,
    Stance,
    StanceKind,
    When,
)
from handslag.source.text import Span
from tests.builders import VIEWER

UNDOUBTED = {
    *("kind", "title", "document_date", "proposal", "decision", "proposed_decision"),
    "vote",
}
"""Kinds that have no words of their own to doubt, or none that the record knows the place of."""
MESSY = """Minnesanteckningar

Samrådsgruppen för skola och hälsa

Tid: torsdagen den 6 mars 2031 kl. 9.00-11.00
Plats: Sal Linden, Norrby

Närvarande: Eva Ek, Bo Dal, Signhild Moberg

1. Mötet öppnas
Eva Ek hälsar alla välkomna.

2. Val av justerare

3. Budget för nästa år, bilaga 2
Föredragande: Bo Dal

Beslut
att fastställa budgeten om 400 000 kronor, och
att ge Eva Ek i uppdrag att följa upp den senast den 2 juni 2031.
"""


def doubting(part: Any) -> Any:
    """The same record with a doubt wherever one may stand."""
    if isinstance(part, tuple) and not isinstance(part, Span):
        return tuple(map(doubting, part))
    if not is_dataclass(part):
        return part
    inner = {f.name: doubting(getattr(part, f.name)) for f in fields(part)}
    doubts = {name: "Varför?" for name in inner if name.endswith("doubt")}
    made: Any = type(part)
    return made(**{**inner, **doubts})


def everything() -> Any:
    """A record with a fact of every kind."""
    record = read(MESSY.encode(), "moten.txt")[1]
    item = record.items[-1]
    decision = item.decisions[0]
    clause = replace(decision.clauses[-1], appointees=(Person("Bo Dal"),))
    return replace(
        record,
        items=(
            replace(
                item,
                decisions=(replace(decision, clauses=(clause,)),),
                proposed_decisions=(decision,),
                proposals=(Proposal((Point("1", "att anta", Span(0, 4)),)),),
                assignments=(Assignment("Eva Ek återkommer", Span(0, 4)),),
                stances=(Stance("regionen", StanceKind.SUPPORTS, Span(0, 4)),),
                adjourned_to=When("nästa möte"),
                references=(When("den 3 mars", record.date),),
            ),
        ),
        body=Named("Samrådsgruppen"),
    )


def test_every_kind_of_fact_brings_its_doubt():
    told: dict[str, set[str]] = {}

    def walk(facts: Any) -> None:
        for fact in facts:
            told.setdefault(fact.kind.name, set()).add(fact.doubt)
            walk(fact.children)

    walk(proposed_by(doubting(everything())))
    assert {kind for kind, doubts in told.items() if doubts == {""}} == UNDOUBTED & told.keys()
    assert {kind for kind, doubts in told.items() if doubts == {"Varför?"}} >= {
        "body", "date", "time", "place", "attendee", "item", "presenter", "clause", "appointee",
        "assignee", "assignment", "point", "stance", "transfer", "attachment", "reference",
        "amount",
    }  # fmt: skip


@pytest.mark.django_db
def test_what_was_read_with_doubt_is_asked_about_until_it_is_answered():
    taken = actions.take_in(viewer=VIEWER, name="moten.txt", data=MESSY.encode())
    doubtful = Suggestion.objects.filter(document_id=taken.document_id).exclude(doubt="")
    assert {(row.kind, row.doubt) for row in doubtful} == {
        ("attendee", Reason.NO_GIVEN_NAME.value),
        ("item", Reason.NO_DECISION.value),
    }
    assert queries.waiting(VIEWER).rows[0].doubts == 2

    person = doubtful.get(kind="attendee")
    assert person.value["name"] == "Signhild Moberg", "kept as it was read"
    actions.confirm(viewer=VIEWER, suggestion_id=person.id, revision=1)
    assert queries.waiting(VIEWER).rows[0].doubts == 1
