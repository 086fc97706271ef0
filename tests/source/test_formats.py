"""A document says the same in Word, OpenDocument and HTML as in plain text.

The documents of the example county and of the corpus are laid out as a secretary would have set
them (`tests/builders_formats.py`): heading styles, numbers that the word processor counts, lists,
tables for labels and attendance. Their records must be those of the plain text.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from handslag.source.read import read
from handslag.source.record import to_json
from tests.builders_formats import Entry, Heading, Paragraph, Table, as_docx, as_html, as_odt

if TYPE_CHECKING:
    from collections.abc import Callable

    from handslag.source.text import CanonicalText

ROOT = Path(__file__).parents[2]
FOLDERS = tuple(
    ROOT / f for f in ("examples/documents", "examples/sources", "tests/corpus/documents")
)
BUILDERS: dict[str, Callable[..., bytes]] = {"docx": as_docx, "odt": as_odt, "html": as_html}
PLACES = {"span", "spans", "pieces", "heading_span", "date_span", "time_span", "place_span"}
NOT_COMPARED = PLACES | {"source", "findings", "doubt", "text", "evidence"}

WIDEST = 85
"""Documents whose longest line is shorter were broken to fit a width, as no word processor does."""


def _papers() -> list[Path]:
    found = [
        path for folder in FOLDERS for path in folder.iterdir() if path.suffix in {".txt", ".md"}
    ]
    return sorted(path for path in found if _is_a_text(path))


def _is_a_text(path: Path) -> bool:
    """Whether a paper could have been written in a word processor: not recognised, not wrapped."""
    text = path.read_text(encoding="utf-8")
    return "skannad" not in path.name and max(map(len, text.splitlines())) > WIDEST


def facts(told: Any) -> Any:
    """A record without places, and the words of clauses and headings with blanks folded."""
    if isinstance(told, dict):
        return {key: facts(value) for key, value in told.items() if key not in NOT_COMPARED}
    if isinstance(told, list):
        return [facts(value) for value in told]
    return re.sub(r"\s+", " ", told) if isinstance(told, str) else told


def clauses(told: dict[str, Any]) -> list[str]:
    return [
        re.sub(r"\s+", " ", clause["text"])
        for item in told["items"]
        for kind in ("decisions", "proposed_decisions")
        for decision in item[kind]
        for clause in decision["clauses"]
    ]


PAPERS = _papers()


def test_there_are_papers_to_compare():
    assert len(PAPERS) >= 25


# Where the layout says more than the plain text could, the record is better than the text's.
BETTER = {"204_gemensam_namnd_hjalpmedel.txt"}


@pytest.mark.parametrize("kind", BUILDERS)
@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.stem)
def test_the_record_is_that_of_the_plain_text(path: Path, kind: str):
    source = path.read_bytes()
    _, plain = read(source, path.name)
    text, record = read(BUILDERS[kind](source.decode()), f"x.{kind}")
    want, got = to_json(plain), to_json(record)
    assert clauses(got) == clauses(want)
    if path.name not in BETTER:
        assert facts(got) == facts(want)
    assert_places_hold(text, got)


def assert_places_hold(text: CanonicalText, told: Any) -> None:
    """Every place lies in the text, and a clause's words stand in its place."""
    if isinstance(told, list):
        for value in told:
            assert_places_hold(text, value)
    elif isinstance(told, dict):
        span = told.get("span")
        if span:
            assert 0 <= span[0] <= span[1] <= len(text.text)
        if span and "action" in told:
            quote = re.sub(r"\s+", " ", text.text[span[0] : span[1]])
            assert told["text"].split()[-1].strip(".,;:") in quote
        for value in told.values():
            assert_places_hold(text, value)


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_numbers_typed_by_hand_give_the_same_record(kind: str):
    path = ROOT / "examples/documents/2025-04-11-lansnatverket-minnesanteckningar.txt"
    words = path.read_text(encoding="utf-8")
    counted = read(BUILDERS[kind](words), "x")
    typed = read(BUILDERS[kind](words, automatic=False), "x")
    assert facts(to_json(counted[1])) == facts(to_json(typed[1]))


@pytest.mark.parametrize("kind", BUILDERS)
def test_headings_without_numbers_and_sides_of_a_table(kind: str):
    """What only the layout says: which lines are headings, and who stands in which column."""
    paper = [
        Heading("Minnesanteckningar från Länsrådet 4 maj 2024"),
        Table(
            (
                (("Närvarande",), ("Frånvarande",)),
                (("Eva Ek, Alby kommun", "Ola Alm, Region Söder"), ("Per Falk, Boda kommun",)),
            )
        ),
        Heading("Budget för nästa år", 2),
        Paragraph("Ola Alm föredrar ärendet."),
        Paragraph("Beslut", bold=True),
        Entry("att godkänna budgeten"),
        Entry("att ge Eva Ek i uppdrag att återkomma den 3 juni"),
        Heading("Rapporter", 2),
        Paragraph("Inget finns att rapportera."),
    ]
    _, record = read(BUILDERS[kind](paper), "x")
    assert [item.heading for item in record.items] == ["Budget för nästa år", "Rapporter"]
    assert [c.text for d in record.items[0].decisions for c in d.clauses] == [
        "att godkänna budgeten",
        "att ge Eva Ek i uppdrag att återkomma den 3 juni",
    ]
    away = [person.name for person in record.attendees if person.presence == "absent"]
    assert away == ["Per Falk"]
