"""Minutes as PDF and text: for everybody's reading, and for the archive."""

from __future__ import annotations

import io
from dataclasses import fields, replace

import pikepdf
import pypdfium2
import pytest

from handslag.output.generation import (
    PaperError,
    excerpt,
    minutes_pdf,
    minutes_text,
    without_closed,
)
from handslag.output.generation.minutes_paper import (
    MinutesForm,
    MinutesPaper,
    MinutesState,
    PaperClause,
    PaperCorrection,
    PaperDealtItem,
    PaperDecision,
    PaperDue,
)
from handslag.output.generation.minutes_wording import beneath
from handslag.output.generation.paper import Letterhead
from handslag.output.generation.rich_text import blocks_of_plain
from tests.output.generation.held_samples import BO, HASH, NOTES, as_signed, notes
from tests.output.generation.notices import SVG
from tests.output.generation.test_pdf import MARKUP, faults, text_of

SIGNED = as_signed()
SECRET = ("Det hemliga innehållet", "Enskild verksamhets avtalsbrott", "Hemlig skrivelse", "OSL")


@pytest.mark.parametrize(
    "paper",
    [
        NOTES,
        SIGNED,
        without_closed(SIGNED),
        excerpt(SIGNED, 2),
        excerpt(NOTES, 2, (0, 1)),
        notes(letterhead=Letterhead("Kansliet", logo=SVG)),
        notes(items=NOTES.items * 6),
        MinutesPaper(MinutesForm.NOTES, "Styrgruppen", NOTES.date, Letterhead("Kansliet")),
    ],
    ids=["notes", "signed", "open", "item", "clause", "logo", "long", "bare"],
)
def test_it_holds_to_both_standards(paper):
    assert faults(minutes_pdf(paper)) == []


def test_it_says_what_it_is_and_in_which_language():
    with pikepdf.open(io.BytesIO(minutes_pdf(SIGNED))) as document:
        assert str(document.Root.Lang) == "sv-SE"
        assert document.docinfo["/Title"] == (
            "Protokoll från Samverkansnämnden i Tallmarkens län 3 april 2026"
        )
        with document.open_outline() as outline:
            parts = [part.title for part in outline.root[0].children]
            assert parts[:3] == ["Närvarande", "Frånvarande", "Ärenden"]


def test_finalised_minutes_give_the_same_bytes():
    assert minutes_pdf(NOTES) == minutes_pdf(NOTES)


def test_the_pdf_says_what_the_text_says():
    told = " ".join(text_of(minutes_pdf(SIGNED)).split()).replace("\ufffe", "-")
    for line in minutes_text(SIGNED).split("\n"):
        for part in line.removeprefix("   ").removeprefix("- ").split(": "):
            assert " ".join(part.replace("_", "").split()) in told or part.startswith("Version")


def test_the_clauses_are_the_largest_text_of_their_item():
    sizes: dict[str, float] = {}
    document = pypdfium2.PdfDocument(minutes_pdf(notes(items=NOTES.items[2:3])))
    for page in document:
        of_text = [pypdfium2.raw.FPDF_PAGEOBJ_TEXT]
        for one in page.get_objects(filter=of_text, textpage=page.get_textpage()):
            words = one.extract()
            sizes[words] = max(sizes.get(words, 0), one.get_font_size())
    clause = max(size for words, size in sizes.items() if "att avslå Styrgruppens" in words)
    item = [s for w, s in sizes.items() if "Uppdragsdirektiv" in w or "Styrgruppen har" in w]
    assert item
    assert clause > max(item)


def test_a_draft_says_so_on_every_page():
    draft = notes(state=MinutesState.DRAFT, finalised_at=None, fingerprint="")
    document = pypdfium2.PdfDocument(minutes_pdf(draft))
    assert len(document) > 1
    assert all("Utkast" in page.get_textpage().get_text_range() for page in document)


def test_finalised_minutes_tell_their_hash_and_when():
    told = minutes_text(NOTES)
    assert "Minnesanteckningarna har färdigställts den 17 april 2026 kl. 14.32." in told
    assert HASH in told.replace(" ", "")


def test_a_correction_tells_which_version_it_corrects_and_why():
    made = notes(correction=PaperCorrection(1, "fel namn under punkt 4", NOTES.date, "Eva Ek"))
    told = minutes_text(made)
    assert "Version 2, färdigställda 17 april 2026, rättar version 1" in told
    assert (
        "Den här versionen rättar version 1 3 april 2026 av Eva Ek, som finns kvar. "
        "Skäl: fel namn under punkt 4." in told
    )


@pytest.mark.parametrize("paper", [NOTES, SIGNED], ids=["notes", "signed"])
def test_an_open_edition_tells_only_that_an_item_is_closed_and_where(paper):
    opened = replace(paper, open_edition=True)
    for told in (minutes_text(opened), text_of(minutes_pdf(opened))):
        assert "Stängt ärende" in told
        assert not any(word in told for word in SECRET)
    assert not any(word in repr(without_closed(paper)) for word in SECRET)
    assert [item.number for item in without_closed(paper).items] == [
        item.number for item in paper.items
    ]


def test_a_closed_item_is_left_with_its_place_whatever_it_holds():
    (closed,) = (item for item in without_closed(NOTES).items if item.closed)
    kept = {"heading", "number", "key", "closed"}
    plain = PaperDealtItem("Stängt ärende", "7", closed=True)
    assert {f.name for f in fields(closed)} >= kept
    assert closed == plain


def test_the_whole_edition_tells_by_which_statute_an_item_is_closed():
    assert "Ärendet är stängt enligt OSL 19 kap. 3 §." in minutes_text(NOTES)


def test_an_excerpt_of_an_item_holds_that_item_alone_and_says_of_what():
    told = minutes_text(excerpt(SIGNED, 2))
    assert told.startswith("Protokollsutdrag\n")
    assert "§ 3 Uppdragsdirektiv" in told
    assert "Kommunerna vill själva utse" in told
    assert "Närvarande" in told
    assert "§ 4" not in told.replace("§ 4,", "")
    assert "Utdrag ur protokoll från Samverkansnämnden i Tallmarkens län" in told
    assert "version 2." in told
    assert HASH in told.replace(" ", "")
    assert "Utdragets riktighet bestyrks" in told


def test_an_excerpt_of_a_clause_leaves_out_the_others_and_what_was_said():
    told = minutes_text(excerpt(NOTES, 2, (0, 1)))
    assert told.startswith("Utdrag ur minnesanteckningar\n")
    assert "att avslå Styrgruppens förslag." in told
    assert "att sammanställa" not in told
    assert "Kommunerna vill själva utse" not in told
    assert "Närvarande" not in told


def test_an_excerpt_of_a_closed_item_of_an_open_edition_tells_nothing():
    told = minutes_text(excerpt(without_closed(NOTES), 6))
    assert "Stängt ärende" in told
    assert not any(word in told for word in SECRET)


def test_there_is_no_excerpt_of_what_is_not_there():
    with pytest.raises(IndexError):
        excerpt(NOTES, 99)
    with pytest.raises(IndexError):
        excerpt(NOTES, 2, (0, 99))


@pytest.mark.parametrize(
    ("clause", "under"),
    [
        (PaperClause("att ge Styrgruppen i uppdrag", assignees=("Styrgruppen",)), ""),
        (PaperClause("att utreda", assignees=("Styrgruppen",)), "Ansvarig: Styrgruppen."),
        (PaperClause("att utreda", due=PaperDue(NOTES.date)), "Klart senast den 3 april 2026."),
        (PaperClause("att utreda till den 3 april", due=PaperDue(NOTES.date)), ""),
        (PaperClause("att godkänna p. 1–2", points=(1, 2)), ""),
        (PaperClause("att godkänna", points=(1, 2, 4)), "Gäller punkt 1–2 och 4."),
        (PaperClause("att godkänna", scope="regionen"), "Gäller för regionen."),
        (
            PaperClause("att välja", appointees=(BO,)),
            "Utsedd: Bo Dal, förvaltningschef, Älvhamra kommun.",
        ),
    ],
)
def test_what_a_clause_does_not_say_stands_under_it(clause, under):
    assert beneath(clause) == under


def test_markup_is_printed_as_it_stands():
    clause = PaperClause(MARKUP)
    item = PaperDealtItem(
        MARKUP,
        "1",
        discussion=blocks_of_plain(MARKUP),
        decisions=(PaperDecision(MARKUP, (clause,)),),
    )
    made = minutes_pdf(notes(items=(item,), body=MARKUP, place=MARKUP, appeal=MARKUP))
    assert faults(made) == []
    assert '#import "x.typ": * $x$ *fet* _kursiv_ `kod`' in text_of(made)


def test_whatever_is_typed_gives_a_paper():
    odd = "\x00\x1b[31m\u202e👍\ud800\ufffe\u0378 漢字 \u0627 x\u0301\u0489\r\nrad\ttabb\u2028ny"
    item = PaperDealtItem(
        odd,
        odd,
        discussion=blocks_of_plain(odd),
        decisions=(PaperDecision(odd, (PaperClause(odd),)),),
    )
    try:
        made = minutes_pdf(notes(body=odd, items=(item,), diary=odd, letterhead=Letterhead(odd)))
    except PaperError as error:  # pragma: no cover  shown where it fails
        raise AssertionError(odd) from error
    assert faults(made) == []
