"""What goes on and is expected back: when and where, in every form of the minutes, and once."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from docx import Document

from handslag.output.generation import excerpt, minutes_docx, minutes_pdf, minutes_text
from handslag.output.generation.minutes_paper import (
    MinutesForm,
    MinutesPaper,
    PaperAction,
    PaperBack,
    PaperClause,
    PaperDealtItem,
    PaperDecision,
    PaperTransfer,
    PaperTransferKind,
)
from handslag.output.generation.minutes_wording import expected, moves
from handslag.output.generation.paper import Letterhead
from handslag.source.read import read
from handslag.source.record import Outcome
from tests.output.generation.test_pdf import text_of

BACK = dt.date(2031, 4, 3)
ON = "den 3 april 2031"
SAID = "Ärendet väntas åter i Länsnätverket den 3 april 2031."


def sent(to: str = "Välfärdsrådet", **other) -> PaperTransfer:
    told = {"back": PaperBack(BACK, to="Länsnätverket")} | other
    return PaperTransfer(PaperTransferKind.REFERRED, to, **told)


def an_item(*clauses: str, transfers: tuple[PaperTransfer, ...] = ()) -> PaperDealtItem:
    said = tuple(PaperClause(one, PaperAction.REFER) for one in clauses)
    decisions = (PaperDecision("Länsnätverket", said),) if said else ()
    return PaperDealtItem("Avtal om tolk", "1", decisions=decisions, transfers=transfers)


def paper_with(item: PaperDealtItem) -> MinutesPaper:
    return MinutesPaper(
        MinutesForm.NOTES,
        "Länsnätverket",
        dt.date(2031, 2, 3),
        Letterhead("Kansliet"),
        items=(item, PaperDealtItem("Övriga frågor", "2")),
    )


def words_of_word(paper: MinutesPaper) -> str:
    return "\n".join(one.text for one in Document(io.BytesIO(minutes_docx(paper))).paragraphs)


@pytest.mark.parametrize(
    ("back", "said"),
    [
        (PaperBack(BACK, to="Länsnätverket"), SAID),
        (PaperBack(BACK), "Ärendet väntas åter den 3 april 2031."),
        (PaperBack(text="till hösten"), "Ärendet väntas åter: till hösten."),
        (
            PaperBack(text="efter sommaren.", to="Länsnätverket"),
            "Ärendet väntas åter i Länsnätverket: efter sommaren.",
        ),
        (
            PaperBack(BACK, "vid vårens möte"),
            "Ärendet väntas åter den 3 april 2031: vid vårens möte.",
        ),
        (PaperBack(BACK, "senast 3 april"), "Ärendet väntas åter: senast 3 april."),
    ],
)
def test_it_is_said_in_plain_words(back, said):
    assert expected(back) == said


@pytest.mark.parametrize(
    "written",
    [minutes_text, lambda paper: " ".join(text_of(minutes_pdf(paper)).split()), words_of_word],
    ids=["text", "pdf", "word"],
)
def test_every_form_says_it(written):
    assert SAID in written(paper_with(an_item(transfers=(sent(),))))
    assert "väntas åter" not in written(paper_with(an_item(transfers=(sent(back=None),))))


@pytest.mark.parametrize(
    ("clause", "told"),
    [
        ("att hänskjuta frågan till Välfärdsrådet", [SAID]),
        ("att hänskjuta frågan till Välfärdsrådet, åter den 3 april 2031", []),
        ("att hänskjuta frågan till Välfärdsrådet, åter den 13 april 2031", [SAID]),
        ("att hänskjuta frågan till Välfärdsrådet, som svarar den 3 april 2031", [SAID]),
    ],
)
def test_what_a_clause_says_is_not_said_again(clause, told):
    assert moves(an_item(clause, transfers=(sent(clause=(0, 0)),))) == told


def test_what_two_are_to_answer_the_same_day_is_expected_once():
    clauses = ("att hänskjuta frågan till Välfärdsrådet", "att remittera frågan till Presidiet")
    two = (sent(clause=(0, 0)), sent("Presidiet", clause=(0, 1)))
    assert moves(an_item(*clauses, transfers=two)) == [SAID]


def test_an_excerpt_of_a_clause_says_when_what_it_sends_is_expected_back_and_nothing_of_others():
    clauses = ("att hänskjuta frågan till Välfärdsrådet", "att godkänna rapporten")
    paper = paper_with(an_item(*clauses, transfers=(sent(clause=(0, 0)),)))
    assert SAID in minutes_text(excerpt(paper, 0, (0, 0)))
    assert SAID not in minutes_text(excerpt(paper, 0, (0, 1)))


@pytest.mark.parametrize("words", ["till nästa möte", "när frågan skjuts upp till den 5 maj", ""])
def test_the_day_it_is_expected_back_is_not_read_as_the_day_it_goes_to(words):
    back = PaperBack(None if words else BACK, words, "Länsnätverket")
    _, record = read(
        minutes_text(paper_with(an_item(transfers=(sent(back=back),)))).encode(), "anteckningar.txt"
    )
    item, _other = record.items
    assert item.outcome is Outcome.REFERRED
    went = item.referred_to
    assert went is not None
    assert (went.body, went.date) == ("Välfärdsrådet", None)
    assert not item.assignments


@pytest.mark.parametrize(
    ("transfer", "said"),
    [
        (PaperTransfer(PaperTransferKind.RETURNED, "Rådet"), "Ärendet återlämnas till Rådet."),
        (PaperTransfer(PaperTransferKind.RETURNED), "Ärendet återlämnas."),
        (PaperTransfer(PaperTransferKind.TAKEN_BACK, "Rådet"), "Ärendet återtas av Rådet."),
        (PaperTransfer(PaperTransferKind.TAKEN_BACK, "", BACK), f"Ärendet återtas {ON}."),
    ],
)
def test_what_comes_back_is_said_too_and_once(transfer, said):
    assert moves(an_item(transfers=(transfer,))) == [said]
    assert moves(an_item(said.replace("Ärendet", "att ärendet"), transfers=(transfer,))) == []
