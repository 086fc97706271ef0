"""The notice as PDF: for everybody's reading, and for the archive."""

from __future__ import annotations

import io
from dataclasses import replace

import page
import pikepdf
import pypdfium2
import pytest

from handslag.output.generation import as_pdf
from handslag.output.generation.characters import _HAS, BOX, printable
from handslag.output.generation.paper import Letterhead, NoticePaper, PaperItem
from tests.output.generation.notices import (
    NOTICE,
    SVG,
    attachment,
    headed,
    notice,
    of_items,
    png,
)

MARKUP = '#import "x.typ": * $x$ *fet* _kursiv_ `kod` <a@b> @ref \\ // /* */ [x] {{ }} = ~ ---'


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(p.get_textpage().get_text_range() for p in document)
    finally:
        document.close()


def faults(pdf: bytes) -> list[str]:
    found = []
    for profile in ("ua1", "3a"):
        report = page.validate_pdf_bytes(pdf, profile=profile)
        found += [f"{profile} {failure.rule_id}: {failure.message}" for failure in report.failures]
        assert report.is_compliant == (not report.failures)
    return found


@pytest.mark.parametrize("count", [0, 1, 3, 14, 40])
def test_it_holds_to_both_standards_with_as_many_items(count):
    assert faults(as_pdf(of_items(count))) == []


@pytest.mark.parametrize("logo", [None, SVG, png()], ids=["none", "svg", "png"])
def test_it_holds_to_both_standards_with_every_kind_of_logo(logo):
    assert faults(as_pdf(headed(logo=logo))) == []


def test_it_says_what_it_is_and_in_which_language():
    with pikepdf.open(io.BytesIO(as_pdf(NOTICE))) as document:
        assert str(document.Root.Lang) == "sv-SE"
        assert document.docinfo["/Title"] == (
            "Kallelse till Länsnätverket för vård och omsorg 14 februari 2025"
        )
        assert document.docinfo["/Author"] == "Samverkanskansliet i Tallmarkens län"
        assert document.Root.MarkInfo.Marked


def test_its_headings_are_found_in_the_bookmarks():
    with pikepdf.open(io.BytesIO(as_pdf(NOTICE))) as document, document.open_outline() as outline:
        top = outline.root[0]
        assert top.title == "Länsnätverket för vård och omsorg"
        agenda = next(part for part in top.children if part.title == "Ärenden")
        assert [item.title for item in agenda.children][
            2
        ] == "3. Länsgemensam riktlinje för egenvård"


def test_the_attachments_lie_in_it_as_they_are():
    word = attachment(
        "2", "Plan", data=b"PK\x03\x04 ...", name="plan.docx", media_type="application/x"
    )
    paper = notice(attachments=(attachment("1", "Ett"), word))
    with pikepdf.open(io.BytesIO(as_pdf(paper))) as document:
        assert list(document.attachments) == ["Bilaga 1 handling-1.pdf", "Bilaga 2 plan.docx"]
        kept = document.attachments["Bilaga 2 plan.docx"].get_file().read_bytes()
        assert kept == b"PK\x03\x04 ..."


def test_two_attachments_of_one_name_are_both_kept():
    paper = notice(attachments=(attachment("1", name="x.pdf"), attachment("1", name="x.pdf")))
    with pikepdf.open(io.BytesIO(as_pdf(paper))) as document:
        assert len(document.attachments) == 2


def test_it_can_be_made_without_the_attachments():
    with pikepdf.open(io.BytesIO(as_pdf(NOTICE, attach=False))) as document:
        assert list(document.attachments) == []


def test_what_is_too_large_to_embed_is_left_out_and_named(monkeypatch):
    monkeypatch.setattr("handslag.output.generation.files.LARGEST", 1000)
    large = attachment("1", data=b"x" * 1001)
    small = attachment("2", data=b"x" * 900)
    made = as_pdf(notice(attachments=(large, small)))
    with pikepdf.open(io.BytesIO(made)) as document:
        assert list(document.attachments) == ["Bilaga 2 handling-2.pdf"]
    assert "Bilaga 1 är för stor för att ligga i den här filen." in " ".join(text_of(made).split())


def test_the_same_notice_gives_the_same_bytes():
    assert as_pdf(NOTICE) == as_pdf(NOTICE)


def test_a_draft_says_so():
    assert "Utkast" in text_of(as_pdf(notice(sent_on=None)))


def test_markup_is_printed_as_it_stands():
    item = PaperItem(MARKUP, "1", text=MARKUP, decisions=(MARKUP,))
    made = as_pdf(notice(items=(item,), body=MARKUP, place=MARKUP, opening=MARKUP, closing=MARKUP))
    assert faults(made) == []
    assert '#import "x.typ": * $x$ *fet* _kursiv_ `kod`' in text_of(made)


def test_whatever_is_typed_gives_a_paper():
    odd = "\x00\x1b[31m\u202e👍\ud800\ufffe\u0378 漢字 \u0627 x\u0301\u0489\r\nrad\ttabb\u2028ny"
    head = Letterhead(odd, logo=b"nonsense", accent="red; #import", sender=(odd,), footer=odd)
    item = PaperItem(odd, odd, text=odd, kind=odd)
    made = as_pdf(notice(body=odd, items=(item,), letterhead=head, attachments=()))
    assert faults(made) == []


def test_every_character_that_is_let_through_can_be_printed():
    chars = [chr(code) for code in range(32, 0x2800) if printable(chr(code)) == chr(code)]
    assert len(chars) > 1300
    paper = notice(items=(PaperItem("x", text=" ".join(chars)),))
    assert faults(as_pdf(paper)) == []
    assert printable("👍") == BOX
    assert BOX in _HAS or printable(BOX) == BOX


def test_a_notice_with_nothing_but_a_body_and_a_day_is_made():
    bare = NoticePaper(body="Styrgruppen", date=NOTICE.date, letterhead=Letterhead("Kansliet"))
    assert faults(as_pdf(bare)) == []


def test_a_logo_that_cannot_be_drawn_is_left_out():
    assert faults(as_pdf(headed(logo=b"\x89PNG\r\n\x1a\nbroken"))) == []


def test_a_very_long_heading_stays_on_the_page():
    item = replace(NOTICE.items[2], heading="Samverkansöverenskommelse" * 12, number="12.3.4")
    assert faults(as_pdf(notice(items=(item,)))) == []
