from concurrent.futures import ThreadPoolExecutor

import pytest
import typst

from handslag.source.reading import ReadingError
from handslag.source.reading.pdf import pages_to_recognise
from handslag.source.reading.whole import read_text
from handslag.source.record import Severity
from handslag.source.text import CanonicalText
from tests.source.reading.pdfs import glyph_page, pdf, text_page


def page_texts(text: CanonicalText) -> list[str]:
    return [text.quote(page.span) for page in text.pages]


def one_page(*lines: str) -> str:
    return read_text(pdf(text_page(*lines))).text.text


def test_pages_follow_one_another_and_each_begins_a_line():
    data = pdf(
        text_page("Kallelse", "1. Mötets öppnande"), b"", text_page("2. Ärenden"), text_page("Slut")
    )
    reading = read_text(data)
    assert reading.media_type == "application/pdf"
    assert reading.findings == ()
    text = reading.text
    assert text.text == "Kallelse\n1. Mötets öppnande\n\n2. Ärenden\nSlut"
    assert page_texts(text) == ["Kallelse\n1. Mötets öppnande", "", "2. Ärenden", "Slut"]
    assert [(line.page, line.text) for line in text.lines] == [
        (1, "Kallelse"),
        (1, "1. Mötets öppnande"),
        (2, ""),
        (3, "2. Ärenden"),
        (4, "Slut"),
    ]


def test_a_document_set_by_a_typesetter_is_read_word_for_word():
    source = """
        #set page(width: 8cm, height: 6cm)
        #set text(lang: "sv", hyphenate: true)
        #set par(justify: true)
        = Minnesanteckningar
        Överenskommelsen om samverkansorganisationens ansvarsfördelning beskriver
        verksamhetsuppföljningens utvecklingsmöjligheter, 3 § och “citat”.
        #pagebreak()
        - att godkänna förslaget
    """
    text = read_text(typst.compile(source.encode())).text
    assert " ".join(text.text.split()) == (
        "Minnesanteckningar Överenskommelsen om samverkansorganisationens ansvarsfördelning "
        "beskriver verksamhetsuppföljningens utvecklingsmöjligheter, 3 § och “citat”. "
        "• att godkänna förslaget"
    )
    assert page_texts(text)[1] == "• att godkänna förslaget"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("samman-", "träde"), "sammanträde"),
        (("enligt HSL-", "avtalet"), "enligt HSL-avtalet"),
        (("Anna Ek-", "Lund"), "Anna Ek-Lund"),
        (("en e-", "tjänst"), "en e-tjänst"),
        (("social-", "och hälsovård"), "social- och hälsovård"),
        (("kommun-", "eller regionvis"), "kommun- eller regionvis"),
        (("kultur-", "ochrafärg"), "kulturochrafärg"),
        (("plan-", "2026"), "plan-2026"),
        (("år 2024-", "2025"), "år 2024-\n2025"),
        (("Anna Ek -", "ordförande"), "Anna Ek -\nordförande"),
    ],
)
def test_a_word_divided_at_the_end_of_a_line_is_made_whole(lines, expected):
    assert one_page(*lines) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("sam\u00adverkan", "samverkan", id="soft hyphen inside a word"),
        pytest.param("2024\u00ad2025", "2024-2025", id="soft hyphen that is a hyphen"),
        pytest.param("\uf0b7 att avslå", "• att avslå", id="mark of a list in a symbol font"),
        pytest.param("\uf0ff att avslå", "\uf0ff att avslå", id="unknown sign in a symbol font"),
        pytest.param("A\u030asa O\u0308man", "Åsa Öman", id="letters in parts"),
    ],
)
def test_single_characters_are_mended(words, expected):
    assert read_text(pdf(glyph_page(words))).text.text == expected


def test_control_characters_are_dropped():
    assert one_page("Mö\x01te\x1f idag") == "Möte idag"


def test_a_pdf_that_opens_without_a_password_is_read():
    reading = read_text(pdf(text_page("Protokoll"), password=""))
    assert reading.text.text == "Protokoll"


def test_a_pdf_that_needs_a_password_says_so():
    with pytest.raises(ReadingError, match="skyddad med lösenord") as refused:
        read_text(pdf(text_page("Protokoll"), password="hemligt"))
    assert refused.value.code == "password-needed"


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n",
        b"%PDF-1.4\n" + bytes(range(256)) * 40,
        pdf(text_page("Protokoll"))[:500],
        b"\x00\x01\x02" + pdf(text_page("Protokoll"))[:500],
    ],
)
def test_a_damaged_pdf_says_so(data):
    with pytest.raises(ReadingError, match="skadad") as refused:
        read_text(data, name="protokoll.pdf")
    assert refused.value.code == "damaged-pdf"


def test_text_drawn_as_shapes_is_taken_for_a_picture():
    shapes = b" ".join(b"%d 10 m %d 20 l S" % (x, x) for x in range(60))
    assert pages_to_recognise(pdf(shapes, text_page("Kallelse"))) == (1,)


def test_a_pdf_of_blank_pages_says_so():
    with pytest.raises(ReadingError, match="ingen text") as refused:
        read_text(pdf(b"", b"10 10 m 20 20 l S"))
    assert refused.value.code == "no-text"


def test_a_page_that_cannot_be_opened_leaves_the_others():
    whole = pdf(text_page("Kallelse"), text_page("Andra"))
    # the second page's place in the file now holds something that is no page
    broken = whole.replace(b"/Kids[5 0 R 7 0 R]", b"/Kids[5 0 R 3 0 R]")
    assert broken != whole
    reading = read_text(broken)
    assert page_texts(reading.text) == ["Kallelse", ""]
    (finding,) = reading.findings
    assert (finding.code, finding.severity) == ("page-unreadable", Severity.ERROR)
    assert finding.message.startswith("Sida 2 är skadad")


def test_a_pdf_whose_end_is_missing_is_read_with_a_warning():
    whole = pdf(text_page("Kallelse"))
    reading = read_text(whole.replace(b"%%EOF\n", b""))
    assert reading.text.text == "Kallelse"
    assert [finding.code for finding in reading.findings] == ["file-incomplete"]


def test_a_pdf_of_too_many_pages_is_refused(monkeypatch):
    monkeypatch.setattr("handslag.source.reading.pdf_file.MAX_PAGES", 2)
    pages = [text_page("Kallelse")] * 3
    assert read_text(pdf(*pages[:2])).text.text == "Kallelse\nKallelse"
    with pytest.raises(ReadingError, match="har 3 sidor") as refused:
        read_text(pdf(*pages))
    assert refused.value.code == "too-many-pages"


def test_a_pdf_of_too_much_text_is_refused(monkeypatch):
    monkeypatch.setattr("handslag.source.reading.result.MAX_CHARACTERS", 20)
    with pytest.raises(ReadingError) as refused:
        read_text(pdf(text_page("Kallelse"), text_page("till sammanträde")))
    assert refused.value.code == "text-too-long"


def test_many_threads_may_read_at_once():
    files = [pdf(*[text_page(f"Ärende {n}")] * 30) for n in range(8)]
    with ThreadPoolExecutor(8) as pool:
        readings = list(pool.map(read_text, files * 4))
    for position, reading in enumerate(readings):
        assert reading.text.text == "\n".join([f"Ärende {position % 8}"] * 30)
