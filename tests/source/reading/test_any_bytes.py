"""Whatever bytes come, reading gives a text whose places hold, or a reason in Swedish."""

from hypothesis import example, given
from hypothesis import strategies as st

from handslag.source.reading import Reading, ReadingError
from handslag.source.reading.whole import read_text
from tests.source.reading.pdfs import pdf, text_page

WHOLE = pdf(text_page("Kallelse till möte", "1. Öppnande"), text_page("2. Val av justerare"))


def holds(reading: Reading) -> None:
    text = reading.text
    assert "\r" not in text.text
    assert "\x00" not in text.text
    assert "\n".join(line.text for line in text.lines) == text.text
    assert "\n".join(text.quote(page.span) for page in text.pages) in ("", text.text)
    assert len(text.sha256) == 64
    text.text.encode("utf-8")
    for finding in reading.findings:
        assert finding.message
        assert finding.span is None or 0 <= finding.span.start <= finding.span.end <= len(text.text)


def read_or_refuse(data: bytes, name: str = "") -> None:
    refusal: ReadingError | None = None
    try:
        holds(read_text(data, name=name))
    except ReadingError as error:
        refusal = error
    if refusal:
        assert refusal.code
        assert str(refusal).endswith(".")
        assert "\n" not in str(refusal)


@given(
    data=st.one_of(
        st.binary(), st.text().map(str.encode), st.text(alphabet="åäö§ \r\n").map(str.encode)
    ),
    prefix=st.sampled_from(
        [b"", b"%PDF-1.4\n", b"PK\x03\x04", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"]
    ),
    name=st.sampled_from(["", "a.txt", "a.md", "a.pdf", "å"]),
)
@example(data=b"\xff\xfe\x00\x00", prefix=b"", name="")
@example(data=b"\xff\xfe\x00\xd8", prefix=b"", name="")
def test_random_bytes_are_read_or_refused(data, prefix, name):
    read_or_refuse(prefix + data, name)


@given(at=st.integers(0, len(WHOLE) - 1), put=st.binary(max_size=8), cut=st.integers(0, 40))
def test_a_damaged_pdf_is_read_or_refused(at, put, cut):
    read_or_refuse(WHOLE[:at] + put + WHOLE[at + cut :], "kallelse.pdf")


@given(
    words=st.text(
        st.characters(codec="cp1252", exclude_categories=["Cc"]) | st.just("\n"), min_size=1
    ),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_text_comes_back_as_it_was_written(words, encoding):
    text = "Minnesanteckningar\n" + words
    assert read_text(text.encode(encoding), name="a.txt").text.text == text
