"""Boxes on the pictures of pages hold the ink of the words that were quoted, and nothing else."""

from __future__ import annotations

import dataclasses
import re
from contextlib import closing
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
import typst
from PIL import Image

from handslag.source.read import read
from handslag.source.reading.pdf_page import mended, page_text, placed_text
from handslag.source.reading.pdf_places import MOST_PIXELS, WIDEST, draw_page, find_boxes
from handslag.source.reading.result import ReadingError
from handslag.source.reading.whole import read_text
from handslag.source.text import CanonicalText, Span
from tests.source.reading.pdfs import glyph_page, pdf, placed_page, text_page
from tests.source.reading.scans import saved, scanned, typeset
from tests.source.reading.test_pdf_layout import LEFT, RIGHT, across, column, placed_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handslag.source.reading.box import Box

EXAMPLES = sorted((Path(__file__).parents[3] / "examples" / "documents").glob("*.pdf"))


def spans_of(text: CanonicalText, *quotes: str) -> list[Span]:
    """Where the words stand, however they are divided between lines."""
    patterns = [r"\s+".join(map(re.escape, quote.split())) for quote in quotes]
    found = [re.search(pattern, text.text) for pattern in patterns]
    assert all(found)
    return [Span(*match.span()) for match in found if match]


def every_span(thing: object) -> Iterator[Span]:
    if isinstance(thing, Span):
        yield thing
    elif isinstance(thing, tuple):
        yield from chain.from_iterable(map(every_span, thing))
    elif dataclasses.is_dataclass(thing):
        for field in dataclasses.fields(thing):
            yield from every_span(getattr(thing, field.name))


def solid(text: str) -> str:
    """The letters and signs without blanks and divisions, and without stops at the ends.

    A stop after "r" or "v" stands partly above the letter, and so inside its box.
    """
    return re.sub(r"[\s\xad\x02\ufffe-]", "", text).strip(".,:;")


def bounded(data: bytes, boxes: tuple[Box, ...]) -> str:
    """What pdfium finds inside the boxes when it is asked for the words at a place."""
    words = []
    with closing(pypdfium2.PdfDocument(data)) as document:
        for box in boxes:
            with closing(document[box.page - 1]) as page, closing(page.get_textpage()) as text:
                assert page.get_rotation() == 0
                left, bottom, right, top = page.get_bbox()
                across_, up = right - left, top - bottom
                # drawn in a little from above and below, where neighbouring lines may touch
                inset = 0.3 * (box.bottom - box.top)
                words.append(
                    text.get_text_bounded(
                        left + box.left * across_ - 0.01,
                        top - (box.bottom - inset) * up,
                        left + box.right * across_ + 0.01,
                        top - (box.top + inset) * up,
                    )
                )
    return mended("\n".join(words))


def ink(data: bytes, box: Box) -> tuple[float, float]:
    """The share of dark dots inside a box on its page's picture, and in the whole page."""
    picture = Image.open(BytesIO(draw_page(data, box.page, 1200))).convert("L")
    wide, high = picture.size
    inside = picture.crop(
        (int(box.left * wide), int(box.top * high), int(box.right * wide), int(box.bottom * high))
    )
    return _dark(inside), _dark(picture)


def _dark(picture: Image.Image) -> float:
    dots = picture.histogram()
    return sum(dots[:128]) / sum(dots)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_fact_of_the_example_county_has_its_words_in_its_boxes(path):
    data = path.read_bytes()
    text, record = read(data, path.name)
    spans = [span for span in set(every_span(record)) if text.quote(span).strip()]
    assert len(spans) > 20
    for span, boxes in zip(spans, find_boxes(data, text, spans), strict=True):
        assert solid(bounded(data, boxes)) == solid(text.quote(span)), text.quote(span)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_page_with_places_has_the_text_of_a_page_without(path):
    with closing(pypdfium2.PdfDocument(path.read_bytes())) as document:
        for page in document:
            with closing(page), closing(page.get_textpage()) as textpage:
                placed = placed_text(page, textpage)
                assert placed.text == page_text(page, textpage)
                assert len(placed.places) == len(placed.text)


SETTING = """
#set page(width: 16cm, height: 12cm, header: [Region Tallmarken #h(1fr) Protokoll])
#set text(lang: "sv", hyphenate: true)
#set par(justify: true)
#table(columns: 3, [Namn], [Roll], [Organisation], [Fina Offerström], [officer],
  [Ekfjärdens kommun])
#columns(2)[Överenskommelsen om samverkansorganisationens ansvarsfördelning beskriver
verksamhetsuppföljningens utvecklingsmöjligheter och samordningsförutsättningarna i länets
kommuner. #colbreak() Den högra spalten handlar om trygghetslarm och om hur upphandlingen av dem
går till i kommunerna.]
"""


def test_words_in_tables_columns_and_divided_have_a_box_on_each_line():
    data = typst.compile(SETTING.encode())
    text = read_text(data).text
    quotes = [
        "Region Tallmarken",
        "Protokoll",
        "Fina Offerström",
        "Fina Offerström   officer   Ekfjärdens kommun",
        "samverkansorganisationens ansvarsfördelning",
        "trygghetslarm och om hur upphandlingen",
    ]
    found = dict(zip(quotes, find_boxes(data, text, spans_of(text, *quotes)), strict=True))
    assert [len(found[quote]) for quote in quotes[:4]] == [1, 1, 1, 1]
    assert len(found["samverkansorganisationens ansvarsfördelning"]) >= 2
    for quote, boxes in found.items():
        assert solid(bounded(data, boxes)) == solid(quote)
        for box in boxes:
            inside, everywhere = ink(data, box)
            assert inside > 2 * everywhere, quote
    left = found["samverkansorganisationens ansvarsfördelning"]
    right = found["trygghetslarm och om hur upphandlingen"]
    assert max(box.right for box in left) < min(box.left for box in right)


def test_lines_of_a_span_come_from_its_own_column():
    data = pdf(placed_page(*across(column(LEFT, 50), column(RIGHT, 320))))
    text = read_text(data).text
    quote = "\n".join(LEFT[1:3])
    (boxes,) = find_boxes(data, text, spans_of(text, quote))
    assert len(boxes) == 2
    assert all(box.right < 0.5 for box in boxes)
    assert boxes[0].bottom < boxes[1].bottom


def turned_page(rotation: int) -> bytes:
    turn = {
        0: b"1 0 0 1 0 0",
        90: b"0 1 -1 0 600 0",
        180: b"-1 0 0 -1 600 800",
        270: b"0 -1 1 0 0 800",
    }
    table = [(left, bottom - 200, words) for left, bottom, words in chain(*placed_table())]
    drawn = placed_page(*table, (50, 40, "Sida 1"))
    return pdf(
        b"q " + turn[rotation] + b" cm " + drawn + b" Q", attributes=b"/Rotate %d" % rotation
    )


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_boxes_lie_where_the_words_are_seen_on_a_page_that_is_turned(rotation):
    data = turned_page(rotation)
    text = read_text(data).text
    ((box,),) = find_boxes(data, text, spans_of(text, "Anna Ek"))
    inside, everywhere = ink(data, box)
    assert inside > 10 * everywhere
    wide, high = (600, 800) if rotation in (0, 180) else (800, 600)
    assert box.left == pytest.approx(50 / wide if rotation in (0, 180) else box.left, abs=0.01)
    assert 0 < box.right - box.left < 60 / wide
    assert 0 < box.bottom - box.top < 20 / high


def test_boxes_heed_what_of_the_page_is_shown():
    page = placed_page((200, 600, "Kallelse"), (10, 10, "utanför"))
    data = pdf(page, attributes=b"/CropBox [100 400 400 700]")
    text = read_text(data).text
    ((box,), outside) = find_boxes(data, text, spans_of(text, "Kallelse", "utanför"))
    assert box.left == pytest.approx(100 / 300, abs=0.01)
    assert box.bottom == pytest.approx(100 / 300, abs=0.02)
    assert outside == ()
    inside, everywhere = ink(data, box)
    assert inside > 10 * everywhere


def test_letters_that_were_mended_have_their_places():
    data = pdf(glyph_page("A\u030asa \uf0b7 Öman"), text_page("samman-", "träde"))
    text = read_text(data).text
    assert text.text == "Åsa • Öman\nsammanträde"
    first, second = find_boxes(data, text, spans_of(text, "Åsa", "sammanträde"))
    assert [box.page for box in first] == [1]
    assert [box.page for box in second] == [2, 2]


def test_blanks_and_unknown_pages_have_no_boxes():
    data = pdf(text_page("Kallelse"), text_page("Protokoll"))
    text = read_text(data).text
    assert find_boxes(data, text, [Span(8, 9), Span(3, 3)]) == ((), ())
    assert find_boxes(data, text, []) == ()
    assert find_boxes(pdf(text_page("Annat")), text, spans_of(text, "Protokoll")) == ((),)


def test_a_span_over_two_pages_has_boxes_on_both():
    data = pdf(text_page("beslutar att"), text_page("godkänna förslaget"))
    text = read_text(data).text
    (boxes,) = find_boxes(data, text, [Span(0, len(text.text))])
    assert [box.page for box in boxes] == [1, 2]


def test_recognised_words_have_their_boxes_on_the_picture_that_is_shown():
    paper = typeset("= Kallelse till möte\n\n#v(1cm)\nAnna Ek, Almstads kommun")
    reading = read_text(saved(scanned(paper), "PDF"))
    assert reading.searchable is not None
    quotes = ("Kallelse till möte", "Anna Ek", "Almstads")
    spans = spans_of(reading.text, *quotes)
    for (box,) in find_boxes(reading.searchable, reading.text, spans):
        inside, everywhere = ink(reading.searchable, box)
        assert inside > 5 * everywhere
        height = box.bottom - box.top
        above = box._replace(top=box.top - height, bottom=box.top)
        below = box._replace(top=box.bottom, bottom=box.bottom + height)
        assert max(ink(reading.searchable, beside)[0] for beside in (above, below)) < inside / 10


def test_a_picture_is_as_wide_as_was_asked_for_within_limits():
    data = pdf(text_page("Kallelse"))
    picture = Image.open(BytesIO(draw_page(data, 1, 900)))
    assert (picture.format, picture.size) == ("WEBP", (900, 1200))
    assert Image.open(BytesIO(draw_page(data, 1, 100_000))).width == WIDEST
    strip = pdf(text_page("Kallelse")).replace(b"[0 0 600 800]", b"[0 0 60 8000]")
    wide, high = Image.open(BytesIO(draw_page(strip, 1, 900))).size
    assert wide * high <= MOST_PIXELS * 1.01


def test_a_page_that_is_not_there_cannot_be_drawn():
    data = pdf(text_page("Kallelse"))
    for page in (0, 2):
        with pytest.raises(IndexError):
            draw_page(data, page, 100)
    with pytest.raises(ReadingError):
        draw_page(b"%PDF-1.7", 1, 100)
