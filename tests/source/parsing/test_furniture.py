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


def test_a_running_head_takes_nothing_from_the_foot_of_the_page_before():
    """A line that says 'sida' above a page's number is no head of a page where it ends one."""
    first = ["Kallelse", "Länsnätverket", "Tid: 3 april 2020 kl. 09.00", "Plats: Teams"]
    first += [f"Sal {letter} är bokad för den som vill." for letter in "ABCDEFGHIJKL"]
    first += ["1. Avtal om egenvård", "", "Bilaga 2: Tjänsteskrivelse (1 sida)"]
    second = ["Kallelse · Länsnätverket · 3 april 2020   2 (2)", "", "2. Övriga frågor"]
    items = paged(["\n".join(first), "\n".join(second)]).items
    assert [attachment.label for attachment in items[0].attachments] == ["2"]


def test_an_attachment_that_serves_many_items_is_no_running_head():
    titles = ["Budget", "Avtal", "Remiss", "Bemanning", "Lokaler", "Utbildning"]
    pages = ["Kallelse\nLänsnätverket\nTid: 3 april 2020 kl. 09.00\nPlats: Teams"]
    for number, title in enumerate(titles, start=1):
        text = f"Underlaget om {title.lower()} har skickats ut."
        pages.append(f"{number}. {title}\n\n{text}\n\nBilaga 4: Gemensam skrivelse")
    items = paged(pages).items
    assert [[one.label for one in item.attachments] for item in items] == [["4"]] * 6
