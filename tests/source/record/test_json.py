from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from handslag.source.record import (
    RECORD_VERSION,
    Action,
    Amount,
    Assignment,
    Attachment,
    Clause,
    Decision,
    Finding,
    Item,
    Kind,
    MeetingRecord,
    Named,
    Outcome,
    Person,
    Point,
    Presence,
    Proposal,
    Severity,
    Sitting,
    Source,
    Stance,
    StanceKind,
    Votes,
    When,
    from_json,
    to_json,
)
from handslag.source.text import Span

SCHEMA = Path(__file__).parents[4] / "shared" / "contracts" / "meeting-record.schema.json"
SOURCE = Source(
    "a.pdf", "0" * 64, "application/pdf", 900, "1" * 64, "handslag 1", pages=2, recognised=True
)
WHEN = When("den 3 april", dt.date(2020, 4, 3), "Rådet", Span(5, 9), "Året?")
PERSON = Person("Eva Ek", "chef", "Norrby kommun", Presence.PARTLY, Span(1, 7), "Oklar.")
CLAUSE = Clause(
    text="att utse Eva Ek",
    action=Action.APPOINT,
    span=Span(10, 40),
    points=(1, 2),
    scope="kommunerna",
    assignees=(Named("Kansliet", "K", Span(1, 2), "Vem?"),),
    appointees=(PERSON,),
    due=WHEN,
    inline=True,
    pieces=(Span(10, 20), Span(30, 40)),
    doubt="Osäker.",
)
FULL = MeetingRecord(
    source=SOURCE,
    kind=Kind.MINUTES,
    title="Protokoll",
    body=Named("Rådet", None, Span(0, 5)),
    date=dt.date(2020, 3, 6),
    date_span=Span(6, 10),
    date_doubt="Två dagar.",
    document_date=dt.date(2020, 3, 9),
    start=dt.time(0, 0),
    end=dt.time(14, 30),
    time_span=Span(11, 12),
    time_doubt="Slut?",
    place="Salen",
    place_span=Span(13, 18),
    place_doubt="Var?",
    sittings=(Sitting("Förmöte", dt.time(8), None, Span(1, 3)), Sitting("Rådet")),
    attendees=(PERSON, Person("Bo Dal")),
    items=(
        Item(
            order=1,
            number="63/20",
            heading="Val",
            span=Span(20, 90),
            heading_span=Span(22, 25),
            outcome=Outcome.DECIDED,
            text="Eva Ek föredrar.",
            presenters=(PERSON,),
            proposals=(
                Proposal(
                    (
                        Point("1", "att anta", Span(30, 33), "Punkt?"),
                        Point(None, "b", Span(34, 35)),
                    ),
                    "Rådet",
                ),
            ),
            proposed_decisions=(Decision((CLAUSE,)),),
            decisions=(Decision((CLAUSE,), "Rådet", ("Regionen",), Votes(3, 2, 1), (PERSON,)),),
            assignments=(
                Assignment("Eva Ek återkommer", Span(40, 50), (Named("Eva Ek"),), WHEN, "Kanske."),
            ),
            stances=(Stance("regionen", StanceKind.NOT_OPPOSED, Span(51, 60), (3,), "Kanske."),),
            late=True,
            adjourned_to=When("nästa möte"),
            referred_to=WHEN,
            attachments=(Attachment("18a", Span(61, 64), "a?"), Attachment("B")),
            references=(WHEN,),
            amounts=(
                Amount(Decimal("12.5"), "12,50 kr", "timme", Span(65, 70), "0?"),
                Amount(Decimal(400000), "400 tkr"),
            ),
            doubt="Rubriken?",
        ),
    ),
    findings=(
        Finding("kind-unclear", Severity.WARNING, "Oklart.", Span(0, 1)),
        Finding("date-missing", Severity.INFO, "Saknas."),
    ),
)
BARE = MeetingRecord(replace(SOURCE, pages=None, recognised=False), Kind.UNKNOWN)


@pytest.mark.parametrize("record", [FULL, BARE], ids=["full", "bare"])
def test_a_record_comes_back_as_it_was(record):
    assert from_json(json.loads(json.dumps(to_json(record)))) == record


@pytest.mark.parametrize("record", [FULL, BARE], ids=["full", "bare"])
def test_a_record_follows_the_contract(record):
    if not SCHEMA.exists():
        pytest.skip("the contract is not beside this checkout")
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(to_json(record))


def test_what_the_contract_names_is_never_left_out():
    assert set(to_json(BARE)) >= {
        "record_version", "source", "kind", "date", "attendees", "items", "findings",
    }  # fmt: skip


def test_whole_sums_are_whole_numbers():
    values = [amount["value"] for amount in to_json(FULL)["items"][0]["amounts"]]
    assert values == [12.5, 400000]
    assert isinstance(values[1], int)


def test_another_version_is_refused():
    data = to_json(BARE) | {"record_version": RECORD_VERSION + 1}
    with pytest.raises(ValueError, match="record version"):
        from_json(data)
