"""The reading order of pages that are not drawn in the order they are read."""

from __future__ import annotations

from itertools import chain, zip_longest
from time import perf_counter

import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st

from handslag.source.reading.pdf_layout import MOST_SEGMENTS, Segment, arranged
from handslag.source.reading.whole import read_text
from tests.source.reading.pdfs import pdf, placed_page

LEFT = (
    "Nätverket har under hösten följt hur",
    "de nya rutinerna används i vardagen,",
    "och ser att de har gett resultat. Den",
    "fördelning av ansvar som beslutades i",
    "våras fungerar i de flesta kommuner.",
)
RIGHT = (
    "Regionen redovisar hur samordningen",
    "har påverkat vårdens köer och hur den",
    "kan utvecklas. Under nästa år prövas",
    "arbetssättet i ytterligare två kommuner",
    "innan det sprids till hela länet.",
)


def lines(*pieces: tuple[float, float, str], attributes: bytes = b"") -> list[str]:
    return read_text(pdf(placed_page(*pieces), attributes=attributes)).text.text.split("\n")


def column(words: tuple[str, ...], left: float, top: float = 700) -> list[tuple[float, float, str]]:
    return [(left, top - 14 * number, line) for number, line in enumerate(words)]


def across(*columns: list[tuple[float, float, str]]) -> list[tuple[float, float, str]]:
    return [piece for piece in chain(*zip_longest(*columns)) if piece]


@pytest.mark.parametrize("right_from", [700, 696, 692, 689])
def test_two_columns_drawn_line_by_line_are_read_one_after_the_other(right_from):
    drawn = across(column(LEFT, 50), column(RIGHT, 320, right_from))
    assert lines(*drawn) == [*LEFT, *RIGHT]


def test_two_columns_are_read_from_the_left_whichever_was_drawn_first():
    assert lines(*column(RIGHT, 320), *column(LEFT, 50)) == [*LEFT, *RIGHT]


def test_a_longer_left_column_is_read_to_its_end_before_the_right_one():
    drawn = across(column(LEFT, 50), column(RIGHT[:3], 320))
    assert lines(*drawn) == [*LEFT, *RIGHT[:3]]


def test_lines_across_the_page_stand_before_and_after_two_columns():
    whole = "En rad som går över hela sidan och därmed skiljer det som står ovanför från resten"
    drawn = [
        (50, 750, whole),
        *across(column(LEFT, 50), column(RIGHT, 320)),
        (50, 600, whole + "."),
    ]
    assert lines(*drawn) == [whole, "", *LEFT, *RIGHT, "", whole + "."]


TABLE = (
    ("Namn", "Roll", "Organisation"),
    ("Anna Ek", "ordförande", "Almstads kommun"),
    ("Björn Al", "ledamot", "Region Tallmarken"),
    ("Cecilia Ström", "ersättare", "Kvarnbro kommun"),
)
ROWS = ["   ".join(row) for row in TABLE]


def placed_table(lefts: tuple[float, ...] = (50, 200, 350)) -> list[list[tuple[float, float, str]]]:
    return [
        [(left, 700 - 18 * number, row[place]) for number, row in enumerate(TABLE)]
        for place, left in enumerate(lefts)
    ]


def test_rows_of_a_table_stay_rows():
    assert lines(*across(*placed_table())) == ROWS


def test_a_table_drawn_column_by_column_is_read_row_by_row():
    assert lines(*chain(*placed_table())) == ROWS


def test_a_table_whose_last_column_was_drawn_first_is_read_row_by_row():
    first, second, third = placed_table()
    assert lines(*third, *first, *second) == ROWS


def test_a_cell_of_several_lines_is_one_cell_of_its_row():
    drawn = [
        (50, 700, "Anna Ek"),
        (200, 700, "biträdande chef"),
        (200, 686, "för vård och omsorg"),
        (350, 700, "Almstads kommun"),
        (50, 660, "Björn Al"),
        (200, 660, "utredare"),
        (350, 660, "Region Tallmarken"),
    ]
    assert lines(*drawn) == [
        "Anna Ek   biträdande chef för vård och omsorg   Almstads kommun",
        "Björn Al   utredare   Region Tallmarken",
    ]


def test_a_label_with_a_list_beside_it_keeps_the_lines_of_the_list():
    drawn = [
        (50, 700, "Närvarande"),
        (150, 700, "Anna Ek, Almstads kommun, ordförande"),
        (150, 686, "Björn Al, Region Tallmarken"),
        (150, 672, "Cecilia Ström, Kvarnbro kommun"),
        (50, 644, "Plats"),
        (150, 644, "Stadshuset"),
    ]
    assert lines(*drawn) == [
        "Närvarande   Anna Ek, Almstads kommun, ordförande",
        "Björn Al, Region Tallmarken",
        "Cecilia Ström, Kvarnbro kommun",
        "",
        "Plats   Stadshuset",
    ]


def test_cells_of_running_text_are_read_cell_by_cell():
    drawn = [
        *column(LEFT, 50, 700),
        *column(RIGHT, 320, 700),
        *column(RIGHT, 50, 600),
        *column(LEFT, 320, 600),
    ]
    assert [line for line in lines(*drawn) if line] == [*LEFT, *RIGHT, *RIGHT, *LEFT]


def test_what_was_drawn_last_is_read_where_it_stands():
    drawn = [
        (50, 40, "Sida 1 (2)"),
        (50, 700, "1. Mötets öppnande"),
        (50, 660, "2. Val av justerare"),
        (50, 680, "Ordföranden hälsar alla välkomna."),
        (50, 760, "Protokoll"),
    ]
    assert lines(*drawn) == [
        "Protokoll",
        "",
        "1. Mötets öppnande",
        "Ordföranden hälsar alla välkomna.",
        "2. Val av justerare",
        "",
        "Sida 1 (2)",
    ]


def test_a_number_before_a_heading_is_no_column():
    assert lines((50, 700, "§ 12"), (110, 700, "Val av justerare")) == ["§ 12 Val av justerare"]


@pytest.mark.parametrize(
    ("rotation", "turn"),
    [(90, b"0 -1 1 0 0 800"), (180, b"-1 0 0 -1 600 800"), (270, b"0 1 -1 0 600 0")],
)
def test_a_page_that_lies_on_its_side_is_read_as_it_is_looked_at(rotation, turn):
    inverse = {90: b"0 1 -1 0 600 0", 180: turn, 270: b"0 -1 1 0 0 800"}[rotation]
    drawn = placed_page(*chain(*placed_table((50, 200, 350))))
    page = b"q " + inverse + b" cm " + drawn + b" Q"
    text = read_text(pdf(page, attributes=b"/Rotate %d" % rotation)).text.text
    assert text.split("\n") == ROWS


def test_a_document_with_columns_and_tables_is_read_as_a_person_reads_it():
    source = """
        #set page(header: [Region Tallmarken #h(1fr) Protokoll])
        #set text(lang: "sv", hyphenate: false)
        #table(columns: (1fr, 1fr, 1fr), [Namn], [Roll], [Organisation],
          [Anna Ek], [ordförande], [Almstads kommun])
        #columns(2)[Här står den vänstra spalten, som är lång nog för att fylla flera rader med
          text som löper vidare. #colbreak() Här står den högra spalten, som också den är lång nog
          för att fylla flera rader.]
    """
    text = read_text(typst.compile(source.encode())).text.text
    assert text.split("\n")[:4] == [
        "Region Tallmarken   Protokoll",
        "",
        "Namn   Roll   Organisation",
        "Anna Ek   ordförande   Almstads kommun",
    ]
    assert " ".join(text.split()).endswith(
        "text som löper vidare. Här står den högra spalten, som också den är lång nog för att "
        "fylla flera rader."
    )


def segment(number: int, left: int, top: int, width: int, height: int) -> Segment:
    return Segment(number, number + 1, left, top, left + width, top + height, f"ord{number}")


places = st.tuples(
    st.integers(0, 600), st.integers(0, 800), st.integers(1, 300), st.integers(1, 20)
)


@given(st.lists(places, max_size=40))
def test_every_piece_is_read_once_wherever_it_stands(drawn):
    pieces = [segment(number, *place) for number, place in enumerate(drawn)]
    read = arranged(pieces)
    assert sorted(piece for _before, piece in read) == pieces
    assert [before for before, _piece in read[:1]] == [""] * bool(pieces)


def test_a_line_of_very_many_pieces_is_read_in_time_in_step_with_it():
    def seconds(pieces: int) -> float:
        data = pdf(placed_page(*[(n * 20, 700, "o") for n in range(pieces)]))
        start = perf_counter()
        assert read_text(data).text.text.count("o") == pieces
        return perf_counter() - start

    assert min(seconds(8_000) for _ in range(2)) < 30 * max(
        min(seconds(1_000), seconds(1_000)), 0.01
    )


def test_a_page_of_too_many_pieces_is_left_as_it_was_drawn():
    pieces = [segment(n, n * 7 % 600, -n, 5, 5) for n in range(MOST_SEGMENTS + 1)]
    assert [piece for _before, piece in arranged(pieces)] == pieces
