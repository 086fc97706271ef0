"""What somebody owes and waits for, on one sheet whatever there is."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pikepdf
import pytest

from handslag.output.generation.owing_paper import OwingPaper, OwingPart, OwingRow
from handslag.output.generation.owing_pdf import ROOM, fitting, height_of, owing_pdf
from tests.output.generation.test_pdf import MARKUP, faults, text_of

ADDRESS = "https://handslag.exempel.se/organisationer/4/"
LONG = "Ta fram en gemensam modell för egenvård i hemmet och räkna på vad den kostar varje kommun "


def rows(count: int, words: str = "Räkna på kostnaden") -> tuple[OwingRow, ...]:
    return tuple(
        OwingRow(
            when="3 april 2026",
            what=f"{words} {number}",
            about="uppdrag · till Länsnätverket",
            mark="Sent" if number < 2 else "",
        )
        for number in range(count)
    )


def a_sheet(*counts: int, words: str = "Räkna på kostnaden", **columns) -> OwingPaper:
    headings = ("Att göra", "Kommande möten", "Väntar på", "Platser i organ", "Ställningstaganden")
    least = (8, 2, 4, 3, 2)
    return OwingPaper(
        name="Stensala kommun",
        day=date(2026, 3, 20),
        address=ADDRESS,
        lead="5 att göra, 2 sena.",
        parts=tuple(
            OwingPart(heading, rows(count, words), count, few, "Inget." if not place else "")
            for place, (heading, count, few) in enumerate(
                zip(headings, counts, least, strict=False)
            )
        ),
        **columns,
    )


def pages(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


@pytest.mark.parametrize(
    "paper",
    [
        a_sheet(0, 0, 0, 0, 0),
        a_sheet(3, 2, 2, 4, 1),
        a_sheet(300, 40, 90, 60, 50),
        a_sheet(40, 10, 20, 20, 20, words=LONG * 4),
        a_sheet(40, 10, 20, 20, 20, words="W" * 300),
    ],
    ids=["nothing", "some", "much", "long", "wide"],
)
def test_it_is_one_page_that_holds_to_both_standards(paper):
    made = owing_pdf(paper)
    assert pages(made) == 1
    assert faults(made) == []


def test_what_is_cut_is_counted_and_the_address_stands_there():
    told = " ".join(text_of(owing_pdf(a_sheet(300, 2, 2, 2, 2))).split())
    printed = told.count("Räkna på kostnaden") - 8
    assert 10 < printed < 40
    assert f"och {300 - printed} till, se {ADDRESS}" in told


def test_the_most_urgent_stand_first_and_later_parts_keep_their_least():
    parts = a_sheet(300, 20, 20, 20, 20).parts
    given = fitting(parts, ROOM)
    assert given[0] > 8
    assert given[1:] == [2, 4, 3, 2]


def test_what_fits_is_printed_whole():
    assert fitting(a_sheet(4, 2, 3, 4, 2).parts, ROOM) == [4, 2, 3, 4, 2]


def test_a_row_of_more_words_takes_more_room():
    row = OwingRow("3 april 2026", "Räkna")
    assert height_of(replace(row, what=LONG * 2)) > height_of(row)


def test_the_same_paper_gives_the_same_bytes():
    assert owing_pdf(a_sheet(3, 1)) == owing_pdf(a_sheet(3, 1))


def test_markup_in_words_is_printed_as_it_stands():
    paper = a_sheet(1, words=MARKUP)
    assert MARKUP.split()[0] in text_of(owing_pdf(paper))
