"""Web pages: what a reader sees stands in the text."""

import pytest

from handslag.source.reading import Reading, ReadingError
from handslag.source.reading.whole import read_text


def read(body: str, encoding: str = "utf-8") -> Reading:
    return read_text(f"<!DOCTYPE html><html><body>{body}</body></html>".encode(encoding))


def text(body: str) -> str:
    return read(body).text.text


def test_headings_paragraphs_and_line_breaks():
    reading = read("<h1>Kallelse</h1><p>Länsrådet\n  möts<br>i <b>Rimforsa</b>.</p><div>A</div>B")
    assert reading.text.text == "Kallelse\n\nLänsrådet möts\ni Rimforsa.\n\nA\nB"
    assert [tuple(h) for h in reading.text.headings] == [(0, 1)]
    assert reading.media_type == "text/html"


@pytest.mark.parametrize(
    "unseen",
    [
        "<script>var x = '<p>bort</p>';</script>",
        "<style>bort</style>",
        "<nav>bort</nav>",
        '<div role="navigation">bort</div>',
        "<p hidden>bort</p>",
        '<p style="color: red; DISPLAY:none">bort</p>',
        '<span style="mso-hide:all">bort</span>',
        "<select><option>bort</select>",
        "<button>bort</button>",
        "<template><p>bort</p></template>",
        "<noscript>bort</noscript>",
        "<!-- bort -->",
        "<!--[if mso]><p>bort</p><![endif]-->",
        "<del>bort</del>",
        "<svg><text>bort</text></svg>",
    ],
)
def test_what_is_not_seen_is_left_out(unseen):
    assert text(f"<p>Före</p>{unseen}<p>Efter</p>") == "Före\n\nEfter"


def test_lists_have_their_numbers():
    body = (
        "<ol start=3><li>A<li value=7>B<ul><li>C</ul><li>D</ol>"
        "<ol type=a><li>E<li><p>F</p></ol><ol reversed><li>G<li>H</ol>"
        "<ol style='list-style-type: upper-roman'><li>I</ol><ol type=none><li>J</ol>"
    )
    assert text(body) == ("3. A\n7. B\n• C\n8. D\n\na. E\n\nb. F\n\n2. G\n1. H\n\nI. I\n\nJ")


def test_an_entry_without_words_keeps_its_number():
    assert text("<ol><li></li><li>B</li></ol><ul><li></ul>") == "1.\n2. B"


def test_tables_and_lists_of_terms():
    body = (
        "<table><caption>Deltagare</caption><tr><th>Namn<th>Parti<tr><td>Eva Ek<td>(S)"
        "<tr><td>Ola Alm<td></table>"
        "<dl><dt>Plats<dd>Salen<dt>Närvarande<dd>Eva Ek<br>Ola Alm<dt>Övrigt</dl>"
    )
    assert text(body) == (
        "Deltagare\nNamn   Parti\nEva Ek   (S)\nOla Alm\n\n"
        "Plats   Salen\nNärvarande   Eva Ek\nOla Alm\nÖvrigt"
    )


def test_a_page_laid_out_in_a_table_reads_as_text():
    body = "<table><tr><td><h1>Kallelse</h1><p>till möte</p><p>i dag</p></td></tr></table>"
    assert text(body) == "Kallelse\ntill möte\ni dag"


def test_what_stands_outside_the_main_part_comes_last_and_aside():
    reading = read("<div>Sök</div><main><p>Kallelse</p></main><footer>Box 12</footer>")
    assert reading.text.text == "Kallelse\n\nSök\nBox 12"
    assert reading.text.quote(reading.text.asides[0]) == "Sök\nBox 12"


def test_two_main_parts_are_none():
    assert text("<main>A</main><main>B</main>") == "A\nB"


def test_text_that_keeps_its_lines():
    assert text("<pre>Plats:   Salen\nTid:     9</pre>") == "Plats:   Salen\nTid:     9"


def test_numbers_that_word_wrote_as_words():
    item = (
        "<p class=MsoListParagraph><span style='mso-list:Ignore'>{}<span>&nbsp;&nbsp;&nbsp; "
        "</span></span>Val</p>"
    )
    assert text(item.format("§ 4") + item.format("·")) == "§ 4 Val\n\n• Val"


def test_entities_and_signs():
    assert text("<p>&Aring;re &amp; &#214;rebro&shy;s &lt;möte&gt;&nbsp;&ndash; sam&#8203;råd") == (
        "Åre & Örebros <möte>\xa0– samråd"
    )


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("<meta charset=utf-8>", "utf-8"),
        ('<meta charset="utf-8">', "cp1252"),
        ("", "utf-8"),
        ("", "cp1252"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
        ("<meta http-equiv='Content-Type' content='text/html; charset=ISO-8859-1'>", "cp1252"),
        ("<meta charset=windows-1252>", "utf-8"),
        ("<meta charset=macintosh>", "mac-roman"),
        ("<meta charset='iso-8859-15'>", "iso-8859-15"),
        ("<meta charset=rot13>", "utf-8"),
    ],
)
def test_encodings_declared_or_not_or_wrongly(declared, encoding):
    page = f"<html><head>{declared}</head><body><p>Sammanträde på Öland, årsmöte</p></body></html>"
    assert read_text(page.encode(encoding)).text.text == "Sammanträde på Öland, årsmöte"


def test_xhtml_with_elements_closed_at_once():
    page = (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 '
        'Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">'
        '<html xmlns="http://www.w3.org/1999/xhtml"><head><script src="x.js"/><title/></head>'
        "<body><p/><div/><p>Kallelse&nbsp;1</p></body></html>"
    )
    assert read_text(page.encode(), name="a.xhtml").text.text == "Kallelse\xa01"


def test_pictures_kept_in_the_page_cost_nothing():
    picture = f'<img src="data:image/png;base64,{"A" * 12_000_000}">'
    assert text(f"<p>Före</p>{picture}<p>Efter</p>") == "Före\n\nEfter"


def test_a_page_without_words_is_refused():
    with pytest.raises(ReadingError, match="ingen text"):
        read("<script>x</script>")
