"""Empty lines where paragraphs stand apart on a page, and wide gaps where columns do."""

from __future__ import annotations

import re

import pytest
import typst

from handslag.source.reading.whole import read_text
from tests.source.reading.pdfs import pdf, placed_page

PROSE = (
    "Nätverket har under hösten följt hur de nya rutinerna används i vardagen och ser att de har "
    "gett resultat i de flesta kommuner. Den fördelning av ansvar som beslutades i våras fungerar "
    "väl, men samverkansorganisationens verksamhetsuppföljning behöver utvecklas vidare."
)


def text_of(source: str) -> str:
    return read_text(typst.compile(source.encode())).text.text


@pytest.mark.parametrize("leading", ["0.5em", "0.65em", "1.1em"])
@pytest.mark.parametrize("width", ["7cm", "12cm", "16cm"])
@pytest.mark.parametrize("justify", ["true", "false"])
def test_paragraphs_are_parted_and_their_lines_are_not(leading, width, justify):
    setting = (
        f"#set page(width: {width}, height: 29cm, margin: 1cm)\n"
        f"#set par(justify: {justify}, leading: {leading}, spacing: {leading} + 0.6em)\n"
        '#set text(lang: "sv", hyphenate: true)\n'
    )
    text = text_of(f"{setting}{PROSE}\n\n{PROSE}\n\n{PROSE}")
    assert [re.sub(r"\s", "", part) for part in text.split("\n\n")] == [
        re.sub(r"\s", "", PROSE)
    ] * 3
    assert "  " not in text


def test_a_heading_of_several_lines_stands_apart_and_together():
    heading = "En rubrik som är så lång att den behöver flera rader på en smal sida"
    source = (
        "#set page(width: 9cm, height: 20cm, margin: 1cm)\n#show heading: set block(below: 1.2em)\n"
        f"= {heading}\n{PROSE}\n= Nästa\n{PROSE}"
    )
    parts = [" ".join(part.split()) for part in text_of(source).split("\n\n")]
    assert parts[0] == heading
    assert parts[2] == "Nästa"
    assert len(parts) == 4


def test_blanks_that_were_drawn_part_columns():
    source = '#raw("Namn          Organisation\\nAnna Ek       Almstads kommun")'
    assert text_of(source).split("\n") == ["Namn   Organisation", "Anna Ek   Almstads kommun"]


def test_two_blanks_after_a_sentence_part_nothing():
    words = "Planen antogs.  Den gäller nu.  Nämnden är nöjd."
    assert text_of(f'#raw("{words}")') == words.replace("  ", " ")


@pytest.mark.parametrize("jump", [3000, 8000])
def test_a_jump_within_one_stretch_parts_columns(jump):
    page = b"BT /F1 12 Tf 50 700 Td [(Val av justerare) -%d (Dnr 12)] TJ ET" % jump
    assert read_text(pdf(page)).text.text == "Val av justerare   Dnr 12"


def test_rows_of_a_table_stand_together_however_far_apart_they_are():
    prose = [(50, 700 - 14 * n, f"och detta är rad nummer {n} av texten") for n in range(8)]
    table = [
        piece
        for n in range(4)
        for piece in ((50, 540 - 30 * n, f"Namn {n}"), (300, 540 - 30 * n, f"kommun {n}"))
    ]
    text = read_text(pdf(placed_page(*prose, *table))).text.text
    assert text.split("\n\n")[1].split("\n") == [f"Namn {n}   kommun {n}" for n in range(4)]


def test_no_empty_line_stands_at_the_edge_of_a_page():
    first = [(50, 700 - 14 * n, f"rad nummer {n} av en mening som") for n in range(5)]
    second = [(50, 300 - 14 * n, f"går vidare på rad {n}") for n in range(5)]
    text = read_text(pdf(placed_page(*first), placed_page(*second))).text.text
    assert "\n\n" not in text


@pytest.mark.parametrize("address", ["kansliet@lanet.example", "www.lanet.example"])
def test_an_address_in_a_letterhead_is_no_measure_for_paragraphs(address):
    head = [(50, 780, "Samverkanskansliet"), (50, 771, "Storgatan 1"), (50, 762, address)]
    entries = [
        words
        for given in ("Mona", "Bo", "Eva", "Per", "Lena")
        for words in (f"{given} Ek, samordnare (ersättare för Sven-Åke", "Torstensson)")
    ]
    entries += ["Ann-Sofie Dal, medicinskt ansvarig", "sjuksköterska"]
    lines = [(50, 700 - 16 * n, words) for n, words in enumerate(entries)]
    text = read_text(pdf(placed_page(*head, *lines))).text.text
    assert "\n".join(entries) in text
