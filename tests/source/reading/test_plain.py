import codecs
from time import process_time

import pytest

from handslag.source.reading import ReadingError
from handslag.source.reading.limits import MAX_CHARACTERS
from handslag.source.reading.whole import read_text
from handslag.source.record import Severity

WORDS = (
    "Minnesanteckningar – chefsnätverket\n\n§ 4 Överenskommelse\natt godkänna “förslaget” à 12 €\n"
)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(WORDS.encode("utf-8"), id="utf-8"),
        pytest.param(WORDS.encode("utf-8-sig"), id="utf-8 with a mark"),
        pytest.param(WORDS.encode("cp1252"), id="cp1252"),
        pytest.param(WORDS.encode("utf-16"), id="utf-16 with a mark"),
        pytest.param(codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"), id="big-endian with a mark"),
        pytest.param(WORDS.encode("utf-16-le"), id="utf-16 little-endian without a mark"),
        pytest.param(WORDS.encode("utf-16-be"), id="utf-16 big-endian without a mark"),
        pytest.param(WORDS.encode("utf-32"), id="utf-32 with a mark"),
    ],
)
def test_the_same_words_give_the_same_text_in_every_encoding(data):
    reading = read_text(data, name="anteckningar.txt")
    assert reading.text.text == WORDS
    assert reading.media_type == "text/plain"
    assert reading.findings == ()
    assert reading.text.pages == ()


def test_line_ends_become_newlines():
    reading = read_text(b"ett\r\ntv\xc3\xa5\rtre\n\r\nfyra\x0cfem", name="a.txt")
    assert reading.text.text == "ett\ntvå\ntre\n\nfyra\x0cfem"


def test_nothing_but_line_ends_changes():
    words = "  indrag\t\u00a0mellan\u00ad­rum  \n\n\n\ufeffmitt i\u2028slut "
    assert read_text(words.encode(), name="a.txt").text.text == words


def test_bytes_that_cp1252_leaves_undefined_are_told_of():
    reading = read_text("Närvarande: Åke ".encode("cp1252") + b"\x81\x9d", name="a.txt")
    assert reading.text.text == "Närvarande: Åke \x81\x9d"
    (finding,) = reading.findings
    assert finding.code == "damaged-characters"
    assert finding.severity is Severity.WARNING
    assert finding.span is not None
    assert reading.text.quote(finding.span) == "\x81"


def test_a_few_damaged_letters_leave_the_rest_in_utf_8():
    data = ("Åtgärder för äldre på Öland. " * 3).encode() + "Sök".encode()[:2]
    reading = read_text(data, name="a.txt")
    assert reading.text.text == "Åtgärder för äldre på Öland. " * 3 + "S\N{REPLACEMENT CHARACTER}"
    (finding,) = reading.findings
    assert finding.code == "damaged-characters"


def test_utf_16_cut_off_inside_a_letter_is_read_as_far_as_it_goes():
    reading = read_text(WORDS.encode("utf-16")[:-1], name="a.txt")
    assert reading.text.text.startswith(WORDS[:-1])
    assert [finding.code for finding in reading.findings] == ["damaged-characters"]


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(1, 256)) * 4,
        b"\x01\x02\x03",
        b"Minnesanteckningar\x00\x00\x00\x00fr\xe5n m\xf6tet",
        "text".encode("utf-16") + b"\x00\x00",
    ],
)
def test_what_is_no_text_is_refused(data):
    with pytest.raises(ReadingError, match="innehåller inte text") as refused:
        read_text(data, name="a.txt")
    assert refused.value.code == "not-text"


def test_a_text_at_the_limit_is_read_and_one_beyond_it_refused():
    line = "att godkänna förslaget\n".encode("cp1252")
    whole, rest = divmod(MAX_CHARACTERS, len(line))
    data = line * whole + b"x" * rest
    assert len(read_text(data, name="a.txt").text.text) == MAX_CHARACTERS
    with pytest.raises(
        ReadingError, match="10\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}000"
    ) as refused:
        read_text(data + b"x", name="a.txt")
    assert refused.value.code == "text-too-long"


@pytest.mark.parametrize(
    ("piece", "code"),
    [(b"att godk\xc3\xa4nna ", "text-too-long"), (b"\x00\x01\x02\x03", "not-text")],
)
def test_fifty_megabytes_are_refused_at_once(piece, code):
    data = b"x" + piece * (50_000_000 // len(piece))
    start = process_time()
    with pytest.raises(ReadingError) as refused:
        read_text(data, name="a.txt")
    assert refused.value.code == code
    assert process_time() - start < 1


def test_blank_space_without_end_is_read_in_step_with_its_length():
    start = process_time()
    assert read_text(b" \n" * 500_000, name="a.txt").text.text == " \n" * 500_000
    assert process_time() - start < 1
