"""Names of files, however they come, are names that can be seen and saved."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handslag.domain.documents.rules import LONGEST_NAME, NAMELESS, file_name


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Kallelse 3 mars.docx", "Kallelse 3 mars.docx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\anna\\protokoll.pdf", "protokoll.pdf"),
        ("..", NAMELESS),
        (".htaccess", "htaccess"),
        ("", NAMELESS),
        (" \t\n", NAMELESS),
        # looks like protokollexe.pdf where the direction is turned
        ("protokoll\N{RIGHT-TO-LEFT OVERRIDE}fdp.exe", "protokoll fdp.exe"),
        ("a\x00b\x1b[31m.txt", "a b [31m.txt"),
        ("en\nrad\r\nSet-Cookie: x.txt", "en rad Set-Cookie: x.txt"),
        ("O\N{ZERO WIDTH SPACE}dling.txt", "O dling.txt"),
        ("Mo\N{COMBINING DIAERESIS}te.txt", "M\N{LATIN SMALL LETTER O WITH DIAERESIS}te.txt"),
        ("trasig\udc80.txt", "trasig .txt"),
        ("<script>alert(1)</script>.txt", "script>.txt"),
    ],
)
def test_what_is_left_of_a_name(words, name):
    assert file_name(words) == name


def test_a_long_name_keeps_its_ending():
    assert file_name("å" * 300 + ".docx") == "å" * 250 + ".docx"
    assert file_name("a." + "b" * 300) == ("a." + "b" * 300)[:LONGEST_NAME]


@given(st.text(max_size=400))
def test_every_name_can_be_seen_saved_and_named_again(words):
    name = file_name(words)
    assert 0 < len(name) <= LONGEST_NAME
    assert name.isprintable()
    assert not {"/", "\\"} & set(name)
    assert not name.startswith(".")
    name.encode()
    assert file_name(name) == name
