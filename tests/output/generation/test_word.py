"""Minutes as a Word file: said as the other papers say it, and fit for those who hear it."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import replace
from itertools import pairwise

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handslag.output.generation import minutes_docx, minutes_text
from handslag.output.generation.minutes_paper import (
    MinutesForm,
    MinutesPaper,
    PaperAction,
    PaperClause,
    PaperDealtItem,
    PaperDecision,
    PaperSignature,
)
from handslag.output.generation.paper import Letterhead, PaperPerson
from handslag.output.generation.rich_text import blocks_of
from tests.chance import examples
from tests.output.generation.held import minutes

DAY = dt.date(2026, 3, 6)
LOGO = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10">'
    b'<rect width="40" height="10" fill="#1f5c4d"/></svg>'
)


def a_paper(**other) -> MinutesPaper:
    item = PaperDealtItem(
        heading="Hemtagning efter sjukhus",
        number="§ 7",
        discussion=blocks_of("Läget är **oförändrat**.\n\n- väntetiden\n- *vården* hemma"),
        decisions=(
            PaperDecision(
                by="Nämnden",
                clauses=(PaperClause(text="att godkänna planen", action=PaperAction.APPROVE),),
            ),
        ),
    )
    closed = PaperDealtItem(heading="Enskilt fall", number="§ 8", closed=True)
    paper = MinutesPaper(
        form=MinutesForm.SIGNED,
        body="Gemensamma vårdnämnden",
        date=DAY,
        letterhead=Letterhead(organisation="Vårdkansliet", logo=LOGO, logo_text="En grön balk"),
        items=(item, closed),
        signatures=(PaperSignature(role="Ordförande", person=PaperPerson("Eva Ek")),),
    )
    return replace(paper, **other)


def opened(paper: MinutesPaper):
    return Document(io.BytesIO(minutes_docx(paper)))


def words_of(paper: MinutesPaper) -> list[str]:
    return [paragraph.text for paragraph in opened(paper).paragraphs]


def test_headings_are_headings_and_none_is_skipped():
    styles = [p.style.name for p in opened(a_paper()).paragraphs if p.text]
    levels = [int(name[-1]) for name in styles if name.startswith("Heading")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_it_tells_its_name_its_sender_and_its_language():
    document = opened(a_paper())
    told = document.core_properties
    assert told.title.startswith("Protokoll")
    assert (told.author, told.language) == ("Vårdkansliet", "sv-SE")
    spoken = document.styles.element.xpath("//w:lang/@w:val")
    assert set(spoken) == {"sv-SE"}


def test_the_logo_is_told_to_who_hears_the_document():
    with zipfile.ZipFile(io.BytesIO(minutes_docx(a_paper()))) as package:
        assert 'descr="En grön balk"' in package.read("word/document.xml").decode()
        pictures = [name for name in package.namelist() if name.startswith("word/media/")]
    assert [name.rsplit(".")[-1] for name in pictures] == ["png"]


def test_what_was_said_keeps_its_dress():
    runs = [run for p in opened(a_paper()).paragraphs for run in p.runs]
    assert {run.text for run in runs if run.bold} >= {"oförändrat"}
    assert {run.text for run in runs if run.italic} == {"vården"}


def test_a_clause_is_the_largest_text_of_its_item():
    document = opened(a_paper())
    (clause,) = (p for p in document.paragraphs if p.text.startswith("att godkänna"))
    sizes = {p.style.font.size for p in document.paragraphs if "vänte" in p.text}
    assert clause.style.font.size > max(filter(None, sizes), default=clause.style.font.size - 1)


def test_an_open_edition_has_the_place_of_what_is_closed_and_no_word_of_it():
    whole, open_edition = words_of(a_paper()), words_of(a_paper(open_edition=True))
    assert any("Enskilt fall" in line for line in whole)
    assert not any("Enskilt fall" in line for line in open_edition)
    assert any(line.startswith("§ 8") for line in open_edition)


@given(minutes())
@settings(max_examples=examples(15), deadline=None, suppress_health_check=list(HealthCheck))
def test_it_says_what_the_text_says(paper):
    said = {line.strip(" -") for line in minutes_text(paper).split("\n")}
    written = {
        part.replace("\t", " ").strip(" –") for line in words_of(paper) for part in line.split("\n")
    }
    assert said - written <= {""}


def test_the_same_paper_gives_the_same_bytes_once_it_is_finalised():
    moment = dt.datetime(2026, 3, 6, 12, 30, tzinfo=dt.UTC)
    paper = a_paper(finalised_at=moment)
    assert minutes_docx(paper) == minutes_docx(paper)


@given(st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=examples(20), deadline=None)
def test_any_text_can_be_written_and_is_text(heading, said):
    item = PaperDealtItem(heading=heading, number="1", discussion=blocks_of(said))
    assert words_of(a_paper(items=(item,), body=heading or "Nätverket"))


@pytest.mark.parametrize("words", ["{{ 7 * 7 }}", "{% raw %}", "<w:p/>", "=1+1", '" MERGEFIELD x'])
def test_nothing_that_looks_like_a_mark_is_taken_for_one(words):
    item = PaperDealtItem(heading=words, number="1")
    assert f"1. {words}" in words_of(a_paper(items=(item,)))
