"""What holds for every text, however odd."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from handslag.source.parsing import parse
from handslag.source.record import MeetingRecord, from_json, to_json
from handslag.source.text import CanonicalText, Page, Span
from tests.chance import examples
from tests.source.parsing.reading import read, source_of

if TYPE_CHECKING:
    from collections.abc import Iterator

CASES = sorted((Path(__file__).parent / "cases").glob("*.txt"))
SCHEMA = Path(__file__).parents[4] / "shared" / "contracts" / "meeting-record.schema.json"
BITS = (
    "§ 12 Budget", "§12", "1. Mötets öppnande", "2.", "3", "Sn 49 Taxa", "Beslut", "Beslut:",
    "- ", "• ", "att godkänna ", "Nämnden beslutar att ", "Förslag till beslut",
    "Styrgruppen föreslår:", "1. att anta ", "Anna Berg (S), ", "Bo Ek", "Närvarande:",
    "Frånvarande:", "Plats och tid: ", "Rådhuset, kl 13-15", "2020-03-06", "den 3 april", "18/5",
    "200207", "400–600 tkr/år", "288 250:-", "Bilaga 18a-18f", "Bil 15,16",
    "Ärendet bordläggs till nästa möte.", "Ärendet utgår.", "Regionen deltar inte i beslutet.",
    "Styrgruppen får i uppdrag att ", "Föredragande: ", "Sida 3 (14)", "Justerandes sign",
    "PROTOKOLL", "Kallelse", "Socialnämnden", "**", "# ", "| a | b |", "_", "\t", "   ", "\n",
    "\n\n", ". ", "p. 1-3", "ä", "i upp-", "drag", "Vid protokollet", "yrkar avslag",
    "föreslås besluta att ", "Med 3 ja-röster mot 2 nej-röster ", "reserverar sig",
    "A. Inledning", "<br>", "\u00ad", "a\u0308", "\x00", "\x0c", "B E S L U T", "0",
    "99999999999", "den 31 februari",
)  # fmt: skip
documents = st.one_of(
    st.text(max_size=400),
    st.lists(st.sampled_from(BITS), max_size=60).map("".join),
    st.lists(st.sampled_from(BITS), max_size=60).map("\n".join),
)


def spans(value: object) -> Iterator[tuple[int, int]]:
    if isinstance(value, dict):
        for name, part in value.items():
            if name == "span" or name.endswith("_span"):
                yield part[0], part[1]
            elif name == "pieces":
                yield from ((piece[0], piece[1]) for piece in part)
            else:
                yield from spans(part)
    elif isinstance(value, list):
        for part in value:
            yield from spans(part)


def validator() -> Draft202012Validator:
    if not SCHEMA.exists():
        pytest.skip("the contract is not beside this checkout")
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


@settings(max_examples=examples(300), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents)
def test_every_text_gives_a_sound_record(words):
    record = read(words)
    data = to_json(record)
    for start, end in spans(data):
        assert 0 <= start <= end <= len(words)
    items = [item.span for item in record.items]
    assert all(before.end <= after.start for before, after in pairwise(items))
    assert [item.order for item in record.items] == list(range(1, len(items) + 1))
    assert from_json(json.loads(json.dumps(data))) == record


@settings(max_examples=examples(60), deadline=None)
@given(documents)
def test_every_record_follows_the_contract(words):
    validator().validate(to_json(read(words)))


@settings(max_examples=examples(60), deadline=None)
@given(documents, st.integers(0, 400))
def test_pages_do_not_disturb(words, cut):
    cut = min(cut, len(words))
    pages = (Page(1, Span(0, cut)), Page(2, Span(cut, len(words))))
    text = CanonicalText(words, pages, recognised=True)
    parse(text, source_of(text))


def letters(words: str) -> str:
    return re.sub(r"[\W_]", "", words).casefold()


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_spans_quote_what_the_facts_say(path):
    words = path.read_text(encoding="utf-8")
    record = read(words, path.name)
    for span, said in quoted(record):
        assert letters(words[span.start : span.end]) == letters(said)
    if record.body and record.body.span:  # in columns other words may stand between
        place = record.body.span
        rest = words[place.start : place.end].casefold()
        assert rest.startswith(record.body.name.split()[0].casefold())
        for word in record.body.name.casefold().split():
            assert word in rest
            rest = rest.partition(word)[2]
        assert letters(rest) == ""


def quoted(record: MeetingRecord) -> Iterator[tuple[Span, str]]:
    """Facts with their places; a clause in pieces is quoted by its pieces elsewhere."""
    for person in record.attendees:
        assert person.span
        yield person.span, person.name
    for item in record.items:
        if item.heading:
            yield item.heading_span, item.heading
        for presenter in item.presenters:
            assert presenter.span
            yield presenter.span, presenter.name
        for decision in (*item.decisions, *item.proposed_decisions):
            for clause in decision.clauses:
                if not clause.pieces:
                    yield clause.span, clause.text
        for amount in item.amounts:
            assert amount.span
            yield amount.span, amount.text
        for assignment in item.assignments:
            yield assignment.span, assignment.text


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_pieces_leave_page_furniture_out(path):
    words = path.read_text(encoding="utf-8")
    for item in read(words, path.name).items:
        for decision in (*item.decisions, *item.proposed_decisions):
            for clause in decision.clauses:
                said = "".join(words[p.start : p.end] for p in clause.pieces)
                if clause.pieces:
                    assert letters(said) == letters(clause.text)
