"""Facts that a rule is unsure of are marked with a reason, and nothing else is changed."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from handslag.source.parsing.doubtful_names import doubt_of_name, doubt_of_presenter
from handslag.source.parsing.doubtful_words import (
    doubt_of_assignment,
    doubt_of_body,
    doubt_of_clause,
    doubt_of_heading,
    doubt_of_place,
)
from handslag.source.parsing.doubts import doubt
from handslag.source.parsing.reasons import Reason
from handslag.source.record import (
    Action,
    Amount,
    Clause,
    Decision,
    Item,
    Kind,
    MeetingRecord,
    Outcome,
    Person,
    When,
    from_json,
    to_json,
)
from handslag.source.text import CanonicalText, Span
from tests.source.parsing.reading import read, source_of

REFERENCE = Path(__file__).parents[3] / "docs" / "reference" / "doubts.md"
TIDY = """Minnesanteckningar

Samrådsgruppen för skola och hälsa

Tid: torsdagen den 6 mars 2025 kl. 9.00-11.00
Plats: Sal Linden, Norrby

Närvarande: Eva Ek, Bo Dal, Karin von Essen

1. Mötet öppnas
Eva Ek hälsar alla välkomna.

2. Val av justerare
Beslut: att utse Bo Dal att justera anteckningarna.

3. Budget för nästa år
Bo Dal redogör för läget.

Beslut
att fastställa budgeten om 400 000 kronor, och
att ge Eva Ek i uppdrag att följa upp den senast den 2 juni 2025.
"""


def item(heading: str, number: str | None = "4", order: int = 1, **more: Any) -> Item:
    whole = Item(order, number, heading, Span(0, 200), Span(0, 10), Outcome.DECIDED)
    return replace(whole, **more)


def clause(words: str, action: Action = Action.OTHER) -> Clause:
    return Clause(words, action, Span(0, len(words)))


def doubted(record: MeetingRecord, words: str = "") -> MeetingRecord:
    return doubt(record, CanonicalText(words or "x" * 300))


def minutes(*items: Item, **more: Any) -> MeetingRecord:
    source = source_of(CanonicalText("x" * 300))
    return replace(MeetingRecord(source, Kind.MINUTES, items=items), **more)


def doubts(record: MeetingRecord) -> list[str]:
    """Every doubt of a record, wherever it stands in its JSON form."""
    found: list[str] = []

    def look(part: dict[str, Any] | list[Any]) -> None:
        if isinstance(part, dict):
            found.extend(v for k, v in part.items() if k.endswith("doubt") and v)
        for inner in part.values() if isinstance(part, dict) else part:
            if isinstance(inner, dict | list):
                look(inner)

    look(to_json(record))
    return found


def test_a_tidy_document_has_no_doubts():
    assert doubts(read(TIDY)) == []


def test_a_doubt_changes_nothing_else():
    words = TIDY.replace("Sal Linden, Norrby", "Sal Linden, Norrby. Anmäl förhinder senast tisdag")
    words = words.replace("Karin von Essen", "Signhild Moberg")
    record = read(words)
    assert doubts(record)
    bare = re.sub(r'"(\w*)doubt": "[^"]*"', r'"\1doubt": null', json.dumps(to_json(record)))
    plain = from_json(json.loads(bare))
    assert doubts(plain) == []
    assert doubt(plain, CanonicalText(words)) == record


def test_doubts_come_back_from_the_record():
    record = read(TIDY.replace("Karin von Essen", "Signhild Moberg"))
    assert doubts(record) == [Reason.NO_GIVEN_NAME]
    assert from_json(json.loads(json.dumps(to_json(record)))) == record


@pytest.mark.parametrize(
    ("heading", "reason"),
    [
        ("Budget för nästa år", None),
        ("Val av ledamot i Kommunstyrelsen", None),
        ("Val av ersättare för Karin Holm", None),
        ("Mål- och resursplan, bilaga 3", None),
        ("", Reason.NO_HEADING),
        ("Rapport från arbetsgruppen för", Reason.CUT_SHORT),
        ("Redovisning av skrivelser Nämndens", Reason.CUT_SHORT),
        ("Tema: äldres hälsa B.", Reason.CUT_SHORT),
        ("Val av justerare Beslut", Reason.NOT_OF_IT),
        ("Övrigt Norrby kommun, Telefon 000-00 00", Reason.NOT_OF_IT),
        ("Meddelanden 5", Reason.NOT_OF_IT),
        ("Avtal om gemensam jour SN-2031-00112", Reason.NOT_OF_IT),
        ("Hundar inom omsorgen Sjuksköterskan", Reason.NEXT_SENTENCE),
        ("Ledamöter i styrgrupp och projektgrupp Styrgrupp", Reason.TWICE),
        ("Två samordnare anställs till sommaren.", Reason.SENTENCE),
        ("Per Holm (S) Eva Lind (C) Nils Ek (M)", Reason.NAMES_IN_HEADING),
        ("Delårsbokslut till och med juni Karin Holm", Reason.NAMES_IN_HEADING),
        ("Ny rikt1inje för hemtjänst", Reason.DAMAGED),
    ],
)
def test_headings(heading, reason):
    assert doubt_of_heading(item(heading)) == reason


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("att godkänna budgeten för 2031", None),
        ("att anta planen enligt bilaga", None),
        ("att ge kansliet i uppdrag att fastställa en tidplan", None),
        ("Rådet ställer sig bakom planen", None),
        ("85 000 kr till Föreningen Bron", None),
        ("att avslå ansökan Norrby kommun PROTOKOLL 3 (3)", Reason.NOT_OF_IT),
        ("att anta planen Bakgrund Planen är från i fjol", Reason.NOT_OF_IT),
        ("4.2 Blankett Blanketten tas upp igen", Reason.NOT_OF_IT),
        ("att nämnden beslutar följande", Reason.CUT_SHORT),
        ("att överlämna yttrandet till", Reason.CUT_SHORT),
        ("att anta planen Per Holm deltog inte i beslutet", Reason.NEXT_SENTENCE),
        ("att en mall tas fram, 2", Reason.TWO_IN_ONE),
        ("Rådet 1. godkänner planen 2. tackar för den", Reason.TWO_IN_ONE),
        ("godkänna berättelsen att överlämna den till rådet", Reason.TWO_IN_ONE),
        ("Rådet uppdrog den 4 februari åt kansliet att utreda", Reason.EARLIER),
        ("Den 4 februari lämnades listor in", Reason.EARLIER),
        ("Anteckningarna från mötet den 4 februari godkändes", None),
        ("Chefen rapporterar att arkivet tas i drift", Reason.TOLD),
        ("Styrgruppen för god vård 2031-05-10", Reason.NO_VERB),
        ("Förslag till dag för nästa möte", Reason.NO_VERB),
        ("att anta rikt1injerna", Reason.DAMAGED),
    ],
)
def test_clauses(words, reason):
    assert doubt_of_clause(clause(words)) == reason


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Eva Ek", None),
        ("Karin von Essen", None),
        ("Göran T Andersson", None),
        ("Ann-Britt Lund", None),
        ("Eva", None),
        ("Signhild Moberg", Reason.NO_GIVEN_NAME),
        ("Lars Holm PRO", Reason.MORE_THAN_NAME),
        ("Anna Öster Jönköping", Reason.MORE_THAN_NAME),
        ("Emil Lindholms", Reason.MORE_THAN_NAME),
        ("Eva Ek ej", Reason.MORE_THAN_NAME),
        ("Bo Dal Kommun", Reason.MORE_THAN_NAME),
        ("Eva Ek Eva Ek", Reason.TWICE),
    ],
)
def test_names(name, reason):
    assert doubt_of_name(name) == reason


def test_three_words_are_a_presenters_name_only_where_the_list_says_so():
    person = Person("Eva Lund Avgifter")
    assert doubt_of_presenter(person, frozenset()) == Reason.MORE_THAN_NAME
    assert doubt_of_presenter(person, frozenset({person.name})) is None


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("Sal Linden, Storgatan 4, Norrby", None),
        ("Microsoft Teams", None),
        (None, None),
        ("Sal Linden Lunch", Reason.NOT_OF_IT),
        ("Sal Linden Sekreterare Bo Dal", Reason.NOT_OF_IT),
        ("Sal " + "Linden " * 20, Reason.NOT_OF_IT),
    ],
)
def test_places(place, reason):
    assert doubt_of_place(place) == reason


def test_bodies_and_assignments():
    assert doubt_of_body("Samrådsgruppen") is None
    assert doubt_of_body("Blad Kommunstyrelsen") == Reason.NOT_OF_IT
    assert doubt_of_assignment("Kansliet tar fram ett utkast.") is None
    assert doubt_of_assignment("Bo Dal anmäler en fråga om tolkar.") == Reason.TOLD


@pytest.mark.parametrize(
    ("when", "odd"),
    [("kl. 9.00-11.00", False), ("kl. 2.00-11.00", True), ("kl. 14.00-11.00", True)],
)
def test_times(when, odd):
    record = read(TIDY.replace("kl. 9.00-11.00", when))
    assert (record.time_doubt == Reason.ODD_TIME) is odd


def test_a_day_whose_year_is_taken_from_elsewhere_is_doubtful():
    words = TIDY.replace("6 mars 2025", "6 mars").replace("\n\nSamråd", "\n2025-03-10\n\nSamråd")
    record = read(words)
    assert record.date is not None
    assert record.date_doubt == Reason.YEAR_MISSING


def test_those_told_after_a_word_of_absence():
    words = "Anmält förhinder Eva Ek, Bo Dal"
    record = minutes(attendees=(Person("Eva Ek", span=Span(17, 23)),))
    assert doubted(record, words).attendees[0].doubt == Reason.MAY_BE_AWAY


def test_the_item_before_a_gap_may_hold_the_next_ones_text():
    decision = Decision((clause("att anta planen"),))
    items = [item("Val", "1", decisions=(decision,)), item("Mål", "3", 2), item("Slut", "4", 3)]
    first, second, third = doubted(minutes(*items)).items
    assert first.doubt == Reason.GAP
    assert first.decisions[0].clauses[0].doubt == Reason.IN_GAP
    assert second.doubt is third.doubt is None


def test_a_formal_item_without_a_decision_and_a_line_without_text():
    formal = item("Val av justerare", outcome=Outcome.NONE)
    empty = item("Ekonomi", "5", 2, outcome=Outcome.NONE)
    marked = doubted(minutes(formal, empty), "Ekonomi   \n" + " " * 30).items
    assert [one.doubt for one in marked] == [Reason.NO_DECISION, Reason.NO_TEXT]


def test_a_transfer_without_a_day_and_figures_from_a_picture():
    amount = Amount(Decimal(400), "400 kr")
    one = item("Motion", amounts=(amount,), referred_to=When("nämnden", body="nämnden"))
    plain = doubted(minutes(one)).items[0]
    assert plain.referred_to is not None
    assert plain.referred_to.doubt == Reason.NO_DAY
    assert plain.amounts[0].doubt is None
    seen = minutes(one)
    seen = replace(seen, source=replace(seen.source, recognised=True))
    assert doubted(seen).items[0].amounts[0].doubt == Reason.FROM_A_PICTURE


def test_the_reference_tells_every_reason_once_as_the_reviewer_reads_it():
    told = re.findall(r"^\| ([A-ZÅÄÖ][^|]+?) \|", REFERENCE.read_text("utf-8"), re.MULTILINE)
    assert sorted(told[1:]) == sorted(Reason)
    assert told[0] == "Reason"
