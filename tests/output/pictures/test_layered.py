"""All stands once, no two boxes overlap, no line passes over a box, whatever leads where."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from handslag.output.pictures.layered import (
    MOST_IN_A_ROW,
    PADDING,
    SIZE,
    WIDTH,
    Box,
    Leads,
    Picture,
    Thing,
    layered,
)
from handslag.output.pictures.lettering import lines_of, width_of
from tests.chance import examples

NAMES = st.sampled_from(
    [
        "Styrgruppen",
        "Länschefsnätverket för vård och omsorg i Tallmarkens län",
        "Samverkansnämndsberedningsgruppsledamotsersättarkretsen",
        "LPO",
    ]
) | st.text(st.characters(exclude_categories=["C"]), max_size=80)
KINDS = st.sampled_from(["under", "prepares", "reports"])


@st.composite
def structures(draw) -> tuple[list[Thing], list[Leads]]:
    """Things by their numbers, and what leads where, circles and nonsense among it."""
    number = draw(st.integers(0, 24))
    things = [Thing(id_, draw(NAMES), draw(NAMES)) for id_ in range(1, number + 1)]
    ends = st.integers(1, max(1, number + 1))
    leads = draw(st.lists(st.builds(Leads, KINDS, ends, ends), max_size=40))
    return things, leads


def overlap(one: Box, other: Box) -> bool:
    apart = one.x + one.width <= other.x or other.x + other.width <= one.x
    return not (apart or one.y + one.height <= other.y or other.y + other.height <= one.y)


def within(box: Box, x: float, y: float) -> bool:
    """Whether a point is inside a box, its edge left out."""
    return box.x < x < box.x + box.width and box.y < y < box.y + box.height


def bends(picture: Picture):
    """Points along each line, close together: it is straight, or a curve between two heights."""
    for way in picture.ways:
        for (x, y), (to_x, to_y) in pairwise(way.points):
            for step in range(21):
                part = step / 20
                even = part * part * (3 - 2 * part)  # a curve that leaves and comes straight
                yield way, x + (to_x - x) * even, y + (to_y - y) * part


@settings(max_examples=examples(150), deadline=None)
@given(structures())
def test_everything_has_a_place_of_its_own(structure):
    things, leads = structure
    picture = layered(things, leads)
    assert sorted(box.id for box in picture.boxes) == [thing.id for thing in things]
    assert not [pair for pair in combinations(picture.boxes, 2) if overlap(*pair)]
    for way, x, y in bends(picture):
        assert not [box.id for box in picture.boxes if within(box, x, y)], way
        assert 0 <= x <= picture.width
        assert 0 <= y <= picture.height
    for box in picture.boxes:
        assert box.x >= 0
        assert box.x + box.width <= picture.width
        assert box.y + box.height <= picture.height
        assert all(box.y < y < box.y + box.height for y, _text in (*box.lines, *box.notes))
    ids = {thing.id for thing in things}
    asked = {one for one in leads if {one.from_id, one.to_id} <= ids and one.from_id != one.to_id}
    assert {(way.kind, way.from_id, way.to_id) for way in picture.ways} == set(asked)


@settings(max_examples=examples(100), deadline=None)
@given(structures())
def test_a_line_begins_and_ends_at_its_own_boxes(structure):
    picture = layered(*structure)
    boxes = {box.id: box for box in picture.boxes}
    for way in picture.ways:
        for id_, (x, y) in ((way.from_id, way.points[0]), (way.to_id, way.points[-1])):
            box = boxes[id_]
            assert box.x < x < box.x + box.width
            assert min(abs(y - box.y), abs(y - box.y - box.height)) < 0.01


@settings(max_examples=examples(100), deadline=None)
@given(structures())
def test_the_same_gives_the_same(structure):
    assert layered(*structure) == layered(*structure)


def test_what_leads_on_stands_beneath_what_it_leads_to():
    things = [Thing(id_, f"Grupp {id_}", "") for id_ in range(1, 41)]
    leads = [Leads("prepares", id_, id_ // 2) for id_ in range(2, 41)]
    picture = layered(things, leads)
    boxes = {box.id: box for box in picture.boxes}
    assert all(boxes[one.from_id].y > boxes[one.to_id].y for one in leads)
    tops = [box.y for box in picture.boxes]
    assert max(tops.count(top) for top in tops) <= MOST_IN_A_ROW


def test_a_circle_is_drawn_all_the_same():
    things = [Thing(id_, f"Grupp {id_}", "") for id_ in (1, 2, 3)]
    picture = layered(
        things, [Leads("reports", 1, 2), Leads("reports", 2, 3), Leads("reports", 3, 1)]
    )
    assert len(picture.ways) == 3


def test_nothing_is_a_picture_of_nothing():
    assert layered([], []).boxes == ()


@given(NAMES)
def test_lines_hold_every_sign_and_are_no_wider_than_they_may(text):
    lines = lines_of(text, WIDTH - 2 * PADDING, SIZE)
    assert all(width_of(line, SIZE) <= WIDTH - 2 * PADDING for line in lines)
    kept = "".join(lines).replace("-", "").replace(" ", "")
    assert kept == "".join(text.split()).replace("-", "").replace(" ", "")


def test_a_long_word_is_parted_where_it_must_be():
    assert lines_of("Länschefsnätverket för", 130, 14) == ("Länschefs-", "nätverket för")
    assert lines_of("Samverkans-nämnden", 110, 14)[0] == "Samverkans-"
