"""What else is done apart gives what it gives here: pictures of pages, and places on them."""

from __future__ import annotations

import json
import shutil

import pytest

from handslag.source.apart import answers, draw_page, find_boxes, read_apart
from handslag.source.apart.frames import Message
from handslag.source.apart.tasks import answer_of
from handslag.source.read import read_document
from handslag.source.reading import ReadingError, pdf_places
from handslag.source.text import Span
from tests.source.reading.pdfs import image_page, pdf, text_page
from tests.source.reading.scans import saved, scanned, typeset

DATA = pdf(text_page("Protokoll", "\xa7 1 \xd6ppnande"), text_page("\xa7 2 Val"))


def test_a_page_is_drawn():
    assert draw_page(DATA, 2, 300) == pdf_places.draw_page(DATA, 2, 300)


def test_a_page_that_there_is_not():
    with pytest.raises(IndexError):
        draw_page(DATA, 3, 300)


def test_a_file_that_cannot_be_drawn():
    with pytest.raises(ReadingError) as refused:
        draw_page(b"%PDF-1.4 skadad", 1, 300)
    assert refused.value.code == "damaged-pdf"


def test_boxes_are_found():
    text = read_apart(DATA, "a.pdf").text
    spans = [Span(0, 9), Span(10, 12), Span(3, 3), Span(len(text.text) - 3, len(text.text))]
    found = find_boxes(DATA, text, spans)
    assert found == pdf_places.find_boxes(DATA, text, spans)
    assert found[0][0].page == 1
    assert found[3][0].page == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"boxes": None},
        {"boxes": []},
        {"boxes": [[[1, 0, 0, 1]]]},
        {"boxes": [[[3, 0, 0, 1, 1]]]},
        {"boxes": [[[1, 0, 0, 1, 1.5]]]},
        {"boxes": [[[1, 0, 0, 1, "1"]]]},
        {"boxes": [[[True, 0, 0, 1, 1]]]},
    ],
)
def test_places_that_are_none_are_refused(wrong):
    with pytest.raises(answers.Unsound):
        answers.boxes(Message({"value": wrong}), pages=2, spans=1)


@pytest.mark.parametrize("drawn", [(), (b"",), (b"<html>",), (b"RIFF....WEBP", b"x")])
def test_a_picture_that_is_none_is_refused(drawn):
    with pytest.raises(answers.Unsound):
        answers.picture(Message({"value": {}}, drawn), page=1)


def test_a_searchable_file_is_one_pdf():
    found = read_document(DATA, "a.pdf")
    value, blobs = answer_of(found)
    value = json.loads(json.dumps(value))
    assert answers.document(Message({"value": value}, tuple(blobs)), DATA, "a.pdf") == found
    for more in ((b"<html>",), (b"%PDF-1.4", b"%PDF-1.4")):
        with pytest.raises(answers.Unsound):
            answers.document(Message({"value": value}, (*blobs, *more)), DATA, "a.pdf")


@pytest.mark.skipif(shutil.which("ocrmypdf") is None, reason="needs the programs that recognise")
def test_a_picture_without_words_among_pages_with_text():
    data = pdf(image_page(), text_page("Protokoll"))
    assert read_apart(data, "a.pdf") == read_document(data, "a.pdf")


@pytest.mark.skipif(shutil.which("ocrmypdf") is None, reason="needs the programs that recognise")
def test_a_scan_is_recognised_within_the_limits():
    data = saved(scanned(typeset("= Protokoll", "Mötet avslutades klockan elva.")), "PDF")
    told: list[tuple[int, int]] = []
    found = read_apart(data, "a.pdf", progress=lambda *at: told.append(at))
    assert found.text.recognised
    assert "Mötet avslutades" in found.text.text
    assert found.searchable is not None
    assert found.searchable.startswith(b"%PDF-")
    assert told[-1] == (2, 2)
