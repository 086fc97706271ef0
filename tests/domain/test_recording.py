"""What counts as the same words, the same item, the same order and the same place."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handslag.domain.base.likeness import heading_likeness, near_equal, within_edits
from handslag.domain.base.ordering import Slot, in_order, numbered
from handslag.domain.documents.anchoring import Finder, anchor_at
from handslag.domain.meetings.matching import Numbered, item_likeness

WORDS = st.text(alphabet="abåäö 12.-", max_size=14)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("att godkänna avtalet", "Att  godkänna avtalet."),
        ("att utse Ada Lindh till ersättare", "att utse Ada Lind till ersättare"),
        ("Socialchefsnätverket får återkomma", "Socialchefs nätverket får återkomma"),
        (
            "hänskjuta till Välfärdsrådets möte den 11 maj",
            "hänskjuta till Valfordrådets möte den 11 maj",
        ),
        ("Ada Lindh", "Ada Lind"),
    ],
)
def test_two_readings_of_the_same_words(one, other):
    assert near_equal(one, other)
    assert near_equal(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("att godkänna punkt 1", "att godkänna punkt 2"),
        ("att avsätta 400 tkr i år", "att avsätta 600 tkr i år"),
        ("att inte godkänna förslaget", "att godkänna förslaget"),
        (
            "att ej godkänna förslaget om gemensamma resurser",
            "att godkänna förslaget om gemensamma resurser",
        ),
        ("senast den 30 juni", "senast den 30 juli"),
        (
            "att utse Ada Lindh till ersättare i nätverket",
            "att utse Bo Ek till ersättare i nätverket",
        ),
        ("Bo Ek", "Bo Ed"),
        ("regionen", "kommunerna"),
        ("", ""),
        ("", "att"),
    ],
)
def test_words_that_are_not_the_same(one, other):
    assert not near_equal(one, other)
    assert not near_equal(other, one)


def edits(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        following = [number]
        for column, known in enumerate(other, 1):
            following.append(
                min(row[column - 1] + (letter != known), row[column] + 1, following[-1] + 1)
            )
        row = following
    return row[-1]


@given(WORDS, WORDS, st.integers(0, 4))
def test_edits_are_counted_as_the_plain_way_counts_them(one, other, most):
    assert within_edits(one, other, most) == (edits(one, other) <= most)


def test_long_texts_are_told_apart_quickly():
    start = time.process_time()
    assert not near_equal("a" * 20_000 + " b", "a" * 20_000 + " c d e f")
    assert time.process_time() - start < 2


@given(WORDS, WORDS)
def test_likeness_is_a_share_and_works_both_ways(one, other):
    share = heading_likeness(one, other)
    assert 0 <= share <= 1
    assert (share >= 0.6) == (heading_likeness(other, one) >= 0.6)


def numbered_item(number: str, heading: str) -> Numbered:
    return Numbered(number, heading, 1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("4", "Riktlinje för egenvård (Bil. 2-3)"), ("9", "Riktlinje för egenvård, Bilaga 2-3")),
        (("4", "Egenvård, riktlinje"), ("4", "Länsgemensam riktlinje för egenvård")),
        (("", "Övriga frågor"), ("12", "Övriga frågor")),
        (("6", "Hembesök om natten: kostnad"), ("7", "Hembesök om natten: kostnader")),
    ],
)
def test_one_item_in_two_accounts(one, other):
    assert item_likeness(numbered_item(*one), numbered_item(*other)) > 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("4", "Riktlinje för egenvård"), ("4", "Statsbidrag 2031")),
        (("4", "Rapport från LPO barn"), ("5", "Rapport från LSG syd")),
        (("1", ""), ("1", "")),
    ],
)
def test_two_items(one, other):
    assert item_likeness(numbered_item(*one), numbered_item(*other)) == 0


def test_the_same_number_decides_between_like_headings():
    told = numbered_item("4", "Uppföljning av avtal")
    same, other = numbered_item("4", "Uppföljning av avtal"), numbered_item("8", told.heading)
    assert item_likeness(told, same) > item_likeness(told, other)


@pytest.mark.parametrize(
    ("known", "told", "order"),
    [
        ("abc", "abc", "abc"),
        ("abc", "axbc", "axbc"),
        ("abc", "xa", "xabc"),
        ("", "ab", "ab"),
        ("abd", "bcd", "abcd"),
        ("ab", "", "ab"),
    ],
)
def test_what_is_new_stands_behind_what_it_follows(known, told, order):
    assert "".join(in_order([Slot(k) for k in known], [Slot(t) for t in told])) == order


@pytest.mark.parametrize(("first", "second"), [("ab", "XY"), ("XY", "ab")])
def test_what_is_late_stands_last(first, second):
    def slots(letters: str) -> list[Slot[str]]:
        return [Slot(letter, letter.isupper()) for letter in letters]

    assert "".join(in_order(slots(first), slots(second))) == "abXY"


@given(st.lists(st.integers(0, 9), unique=True), st.lists(st.integers(0, 9), unique=True))
def test_an_order_has_each_thing_once_and_keeps_what_was_known(known, told):
    order = in_order([Slot(k) for k in known], [Slot(t) for t in told])
    assert sorted(order) == sorted(set(known) | set(told))
    assert [thing for thing in order if thing in known] == known
    assert numbered(order) == {thing: place for place, thing in enumerate(order, 1)}


@given(st.text(min_size=1, max_size=60), st.data())
def test_a_place_is_found_again_in_the_same_text_and_behind_what_was_put_before(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    anchor = anchor_at(text, start, end)

    assert Finder(text).find(anchor) == (start, end)
    found = Finder("före\n" + text).find(anchor)
    if anchor.quote.strip():
        assert found is not None
        again = ("före\n" + text)[found[0] : found[1]]
        assert "".join(again.split()) == "".join(anchor.quote.split())


def test_the_words_beside_tell_which_of_several_places_is_meant():
    text = "Beslut: att godkänna. Sedan: att godkänna. Slut."
    anchor = anchor_at(text, 29, 41)
    newer = "Beslut:  att\ngodkänna. Nytt stycke. Sedan: att\ngodkänna. Slut."
    place = Finder(newer).find(anchor)
    assert place is not None
    assert newer[place[0] : place[1]] == "att\ngodkänna"
    assert newer[: place[0]].endswith("Sedan: ")


def test_words_that_are_gone_are_not_found():
    assert Finder("Något annat.").find(anchor_at("att godkänna", 0, 12)) is None
