"""Rich text on a page: a few marks, and nothing else that its text could mean to a browser."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from handslag.interfaces.web.kit import rich
from handslag.interfaces.web.kit.rich import TAGS, rendered
from handslag.interfaces.web.kit.templatetags.kit import register


def flat(text: str) -> str:
    return rendered(text).replace("\n", "")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ett **viktigt** *ord*", "<p>Ett <strong>viktigt</strong> <em>ord</em></p>"),
        ("Ett\n\nTvå", "<p>Ett</p><p>Två</p>"),
        ("Ett\nTvå", "<p>Ett<br>Två</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
        ("- a\n  1. b", "<ul><li>a<ol><li>b</li></ol></li></ul>"),
        ("namn_med_streck 5 * 3", "<p>namn_med_streck 5 * 3</p>"),
        (r"\*inte kursivt\*", "<p>*inte kursivt*</p>"),
        ("", ""),
        (" \n\t", ""),
    ],
)
def test_the_few_marks(text, shown):
    assert flat(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "# Rubrik",
        "[ord](http://exempel.se)",
        "![bild](bild.png)",
        "`kod`",
        "| a | b |",
        "~~struket~~",
        "---",
        "http://exempel.se",
        "[1]: http://exempel.se",
    ],
)
def test_marks_we_do_not_know_stand_as_they_were_written(text):
    assert flat(text) == f"<p>{text}</p>"


def test_html_is_text():
    assert flat("<b>fet</b> &amp; <script>elak()</script>") == (
        "<p>&lt;b&gt;fet&lt;/b&gt; &amp;amp; &lt;script&gt;elak()&lt;/script&gt;</p>"
    )
    assert "&lt;b&gt;" in Template("{% load kit %}{{ text|rich }}").render(Context({"text": "<b>"}))
    assert "rich" in register.filters


def test_words_that_lie_too_deep_are_not_dropped():
    assert "slut" in rendered("- " * 200 + "slut")
    assert "slut" in rendered("1. " * 200 + "slut")
    assert "slut" in rendered("*(" * 500 + "slut" + ")*" * 500)


PIECES = st.sampled_from(
    [
        *("<", ">", '"', "'", "&", "&lt;", "<script>", "</p>", "<img src=x onerror=elak()>"),
        *("javascript:elak()", "[x](javascript:elak())", "![x](y)", "<!--", "-->", "<![CDATA["),
        *("*", "**", "_", "__", "***", "\\", "`", "```", "~~", "# ", "> ", "- ", "1. ", "+ "),
        *("\n", "\n\n", "    ", "\t", " ", "a", "å", "1)", "|", "[1]: x 'y'", "\x00", "\u2028"),
        *("<a href=x>", "http://x.se", "{{ x }}", "{% x %}", "---", "==="),
    ]
)
HOSTILE = st.lists(PIECES | st.text(max_size=8), max_size=30).map("".join)


def letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalpha())


@given(HOSTILE)
def test_nothing_but_the_few_tags_comes_out_of_any_text(text):
    shown = rendered(text)
    page = html.fragment_fromstring(shown, create_parent="section")
    for node in page.iterdescendants():
        assert node.tag in TAGS, shown
        assert set(node.attrib) <= ({"start"} if node.tag == "ol" else set()), shown
        assert node.get("start", "0").isdecimal(), shown
    assert letters(page.text_content()) == letters(text.replace("\x00", "\ufffd")), shown


def test_editor_and_page_read_by_the_same_rules():
    script = Path(rich.__file__).with_name("static") / "kit/rich.js"
    said = script.read_text()
    assert f"tokens.enable({json.dumps(rich.RULES)});" in said
    assert f"state.level < 2 * {rich.DEEPEST} &&" in said
