"""Running heads are kept out of the facts; headings that come again are not taken for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handslag.source.parsing import parse
from handslag.source.text import CanonicalText, Page, Span
from tests.source.parsing.reading import source_of

if TYPE_CHECKING:
    from handslag.source.record import MeetingRecord

HEAD = "Kallelse Älvgruppen\nMöte 6 mars 2020 kl. 9-11\nPlats: Sal Ek"


def paged(pages: list[str]) -> MeetingRecord:
    """The record of a text with these pages."""
    places, start = [], 0
    for number, words in enumerate(pages, start=1):
        places.append(Page(number, Span(start, start + len(words))))
        start += len(words) + 1
    text = CanonicalText("\n".join(pages), tuple(places))
    return parse(text, source_of(text))


def test_a_heading_that_comes_again_in_a_long_document_is_no_running_head():
    titles = "Budget Avtal Remiss Bemanning Lokaler Utbildning Uppföljning Hälsoval Rapporter Besök"
    pages = [
        f"{number}. {titles.split()[number % 10]}\nGruppen talar om hur arbetet har gått.\n{number}"
        for number in range(1, 41)
    ]
    record = paged([HEAD, *pages])
    assert [item.number for item in record.items] == [str(number) for number in range(1, 41)]


def test_a_running_head_is_no_part_of_a_fact():
    pages = [
        f"Älvgruppens kansli\n{number}. Ärende {'abcdefgh'[number]}\nGruppen beslutar\n"
        f"att ta fram en plan som\nÄlvgruppens kansli Sida {number}"
        for number in range(1, 8)
    ]
    record = paged([HEAD, *pages])
    clauses = [c for item in record.items for d in item.decisions for c in d.clauses]
    proposed = [c for item in record.items for d in item.proposed_decisions for c in d.clauses]
    assert [*clauses, *proposed]
    assert not any("kansli" in clause.text for clause in [*clauses, *proposed])
