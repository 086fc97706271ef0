import pytest

from handslag.source.reading.whole import read_text

WORDS = "# Kallelse till *styrgruppen*\r\n\r\n1. Mötets öppnande\r\n"


def test_the_text_is_the_file_with_its_marks():
    reading = read_text(WORDS.encode(), name="kallelse.md")
    assert reading.text.text == "# Kallelse till *styrgruppen*\n\n1. Mötets öppnande\n"
    assert reading.media_type == "text/markdown"


@pytest.mark.parametrize(
    ("name", "declared", "expected"),
    [
        ("kallelse.MD", None, "text/markdown"),
        ("kallelse.markdown", "text/plain", "text/markdown"),
        ("kallelse.txt", None, "text/plain"),
        ("kallelse.txt", "text/markdown", "text/plain"),
        ("kallelse", "text/plain", "text/plain"),
        ("kallelse", "application/octet-stream", "text/markdown"),
        ("", None, "text/markdown"),
    ],
)
def test_name_then_declaration_then_headings_tell_markdown_from_plain(name, declared, expected):
    assert read_text(WORDS.encode(), name=name, media_type=declared).media_type == expected


def test_a_text_without_headings_or_name_is_plain():
    assert read_text(b"1. Val av justerare\n#inte en rubrik\n").media_type == "text/plain"
