"""Pure rules: what makes a difference between two papers, and what makes two names alike."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handslag.domain.base.words import label_order, order_of
from handslag.domain.documents.rules import page_at
from handslag.domain.matters import rules as matters
from handslag.domain.meetings.rules import (
    Account,
    ItemAccount,
    folded,
    item_differences,
    meeting_differences,
    without_labels,
)
from handslag.domain.registry.names import keys_of, sought_keys
from handslag.domain.registry.rules import kind_from_name, likeness, one_letter_apart

NAMES = st.text(st.characters(whitelist_categories=("Lu", "Ll", "Pd", "Zs")), max_size=30)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Budget för 2031", "budget  FÖR 2031."),
        ("Verksamhetsplan", "Verksamhetsplan, Bil 15,16"),
        ("Verksamhetsplan", "Verksamhetsplan (bilaga 3)"),
        ("Verksamhetsplan", "Verksamhetsplan Bilaga 4a och 4b"),
        ("Verksamhetsplan", "Verksamhetsplan – bil. 18 a"),
        ("Verksamhetsplan", "Verksamhetsplan, bilagor 3-5."),
        ("Verksamhetsplan", "Verksamhetsplan [Bilaga 7]"),
    ],
)
def test_headings_that_are_the_same(one, other):
    assert without_labels(one) == without_labels(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Budget för 2031", "Budget för 2032"),
        ("Bilder i journalen", "Bilagor i journalen"),
        ("Bilpool", "Bil"),
        ("Avtal om bilar 3", "Avtal om"),
        ("Beslut om bil till hemsjukvården", "Beslut om"),
        ("Bilaga 3", "Bilaga 4"),
    ],
)
def test_headings_that_differ(one, other):
    assert without_labels(one) != without_labels(other)


@given(st.text(max_size=80))
def test_folding_twice_changes_nothing_more(text):
    assert folded(folded(text)) == folded(text)
    assert without_labels(text) == without_labels(f"  {text}\t")


def test_heading_rule_takes_no_longer_on_hostile_text():
    assert without_labels("bil " * 20_000).startswith("bil")
    assert without_labels("a" + ", bil 1" * 10_000)


def account(
    day: date | None = None, start: time | None = None, end: time | None = None, place: str = ""
) -> Account:
    return Account(day, start, end, place)


@pytest.mark.parametrize(
    ("planned", "held", "expected"),
    [
        (account(), account(date(2031, 1, 1), time(9), time(12), "Salen"), []),
        (account(place="Salen."), account(place="salen"), []),
        (
            account(date(2031, 1, 1), time(9), time(12)),
            account(date(2031, 1, 2), time(9), time(12, 30)),
            [("date", "1 januari 2031", "2 januari 2031"), ("end", "12.00", "12.30")],
        ),
        (account(start=time(9)), account(start=time(9, 5)), [("start", "09.00", "09.05")]),
        (account(place="Salen"), account(place="Digitalt"), [("place", "Salen", "Digitalt")]),
    ],
)
def test_only_what_both_papers_say_can_differ(planned, held, expected):
    found = [(one.what, one.planned, one.held) for one in meeting_differences(planned, held)]
    assert found == expected


def test_presenters_are_the_same_where_the_people_are():
    planned = ItemAccount("3", "Budget", ("Ida Ek", "Åsa Brøyen"), frozenset({1, 2}))
    held = ItemAccount("3.", "Budget", ("Åsa Bröyen", "Ida  Ek"), frozenset({2, 1}))
    assert list(item_differences(planned, held, 1)) == []
    fewer = ItemAccount("3", "Budget", ("Ida Ek",), frozenset({1}))
    (difference,) = item_differences(planned, fewer, 7)
    assert (difference.what, difference.planned, difference.item_id) == (
        "presenters",
        "Ida Ek, Åsa Brøyen",
        7,
    )
    untold = ItemAccount("3", "Budget", (), frozenset())
    assert list(item_differences(planned, untold, 7)) == []


@pytest.mark.parametrize(
    ("planned", "held", "expected"),
    [
        (["att godkänna A", "att avslå B"], ["avslå B.", "Att godkänna A"], []),
        (
            ["att avgiften blir tio kronor"],
            ["att avgiften blir tolv kronor"],
            [("att avgiften blir tio kronor", "att avgiften blir tolv kronor")],
        ),
        (["att godkänna A, Bilaga 15"], ["att godkänna A"], []),
        (["att godkänna A"], [], [("att godkänna A", "")]),
        ([], ["att godkänna A"], [("", "att godkänna A")]),
        (
            ["att köpa bussar"],
            ["att utse ett ombud för regionen"],
            [("att köpa bussar", ""), ("", "att utse ett ombud för regionen")],
        ),
    ],
)
def test_changed_texts_make_pairs(planned, held, expected):
    assert list(matters.changes(planned, held)) == expected


TEXTS = st.lists(st.text("ab .", max_size=6), max_size=6)


@given(TEXTS, TEXTS)
def test_changes_tell_every_text_that_only_one_side_has(planned, held):
    pairs = list(matters.changes(planned, held))
    kept = {matters.folded_clause(text) for text in planned} & {
        matters.folded_clause(text) for text in held
    }
    assert sorted(one for one, _ in pairs if one) == sorted(
        text for text in planned if text and matters.folded_clause(text) not in kept
    )
    assert sorted(one for _, one in pairs if one) == sorted(
        text for text in held if text and matters.folded_clause(text) not in kept
    )


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Åsa Brøyen", "Åsa Bröyen", "på ett annat sätt"),
        ("Renée Lind", "Renee Lind", "på ett annat sätt"),
        ("Anna-Lena Ek", "Anna Lena Ek", "bindestreck"),
        ("Lind Renée", "Renée Lind", "annan ordning"),
        ("Ida Svenson", "Ida Svensson", "en bokstav"),
        ("Ida Svensson", "Ida Svenssom", "en bokstav"),
        ("Ida Svesnson", "Ida Svensson", "en bokstav"),
        ("Ida Lind Ek", "Ida Lind", "dubbelnamn"),
        ("Ida Lind Ek", "Ida Ek", "dubbelnamn"),
        ("Lind, Ida", "Ida Lind", "efternamnet först"),
        ("Dr Ida Lind", "Ida Lind", "titel"),
        ("Ordförande Ida Lind", "Ida Lind", "titel"),
        ("I. Lindahl", "Ida Lindahl", "förkortat"),
        ("I Lindahl", "Ida Lindahl", "förkortat"),
        ("Ida Bernström", "Ida Bemström", "felläst"),
        ("Lena IIvesson", "Lena Ilvesson", "felläst"),
        ("Peter Wal1gren", "Peter Wallgren", "felläst"),
        ("Cajsa Warg", "Kajsa Warg", "en bokstav: Cajsa och Kajsa"),
        ("Lena Brøyen", "Lena Bröyen", "Bröyen och Brøyen"),
        ("Moa Lindén Olsson", "Moa Lindén Ohlsson", "Ohlsson och Olsson"),
        ("Anna-Lena Ek", "Anna Ek", "dubbelnamn"),
    ],
)
def test_names_that_may_be_one_and_why(one, other, reason):
    for pair in ((one, other), (other, one)):
        found = likeness(*pair)
        assert found is not None
        assert reason in found.reason
        assert 0 < found.degree < 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ida Ek", "Ida Ek"),
        ("Ida Ek", "ida  EK"),
        ("Ida Ek", "Olle Ek"),
        ("Ida", "Ida Ek"),
        ("Bo Al", "Ida Lind"),
        ("Ida Lind Ek", "Olle Lind"),
        ("", "Ida Ek"),
        ("Lina Berg", "Lisa Berg"),
        ("Jan Ekman", "Jon Ekman"),
        ("Ida Ek 1", "Ida Ek 2"),
        ("I. Ek", "Olle Ek"),
        ("I.", "Ida"),
    ],
)
def test_names_that_nothing_speaks_for(one, other):
    assert likeness(one, other) is None


@given(NAMES, NAMES)
def test_likeness_is_the_same_both_ways(one, other):
    assert likeness(one, other) == likeness(other, one)


@given(NAMES, NAMES)
def test_names_that_are_alike_meet_under_a_key(one, other):
    if likeness(one, other):
        assert sought_keys(one) & keys_of(other)
        assert sought_keys(other) & keys_of(one)


@given(
    st.from_regex(r"(Ida|I\.|Siv|Åsa)( (Ek|Lind|Brøyen|Frö-Yen)){1,3}", fullmatch=True), st.data()
)
def test_names_altered_as_names_are_meet_under_a_key(name, data):
    place = data.draw(st.integers(0, len(name)))
    letter = data.draw(st.sampled_from("aeöø- ."))
    altered = data.draw(
        st.sampled_from(
            [
                name[:place] + letter + name[place + 1 :],
                name[:place] + letter + name[place:],
                name[:place] + name[place + 1 :],
                " ".join(name.split()[::-1]),
                " ".join([*name.split()[:1], *name.split()[2:]]),
                f"{name[0]}. {' '.join(name.split()[1:])}",
                f"Dr {name}",
            ]
        )
    )
    if likeness(name, altered):
        assert sought_keys(name) & keys_of(altered)
        assert sought_keys(altered) & keys_of(name)


@given(st.text("abc", min_size=1, max_size=8), st.data())
def test_one_letter_changed_is_one_letter_apart(word, data):
    place = data.draw(st.integers(0, len(word) - 1))
    assert one_letter_apart(word, word[:place] + "x" + word[place + 1 :])
    assert one_letter_apart(word, word[:place] + "x" + word[place:])
    assert one_letter_apart(word, word[:place] + word[place + 1 :])
    assert not one_letter_apart(word, word + "xy")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Socialchefsnätverket", "social-services-network"),
        ("Länsnätverket för chefer", "managers-network"),
        ("Styrgruppen för digitalisering", "steering-group"),
        ("Samrådet", "political-council"),
        ("Gemensamma hjälpmedelsnämnden", "joint-committee"),
        ("LPO barn", "programme-area"),
        ("Kören", "other"),
    ],
)
def test_a_bodys_kind_by_its_name(name, kind):
    assert kind_from_name(name) == kind


@pytest.mark.parametrize(
    ("pages", "place", "page"),
    [
        ([], 10, None),
        ([[0, 10], [10, 20]], 0, 1),
        ([[0, 10], [10, 20]], 9, 1),
        ([[0, 10], [10, 20]], 10, 2),
        ([[0, 10], [12, 20]], 11, 1),
        ([[5, 10]], 0, 1),
        ([[0, 10], [10, 20]], 99, 2),
    ],
)
def test_which_page_a_place_stands_on(pages, place, page):
    assert page_at(pages, place) == page


def test_swedish_order():
    names = ["Örjan", "ärla", "Åsa", "Zeb", "anna", "Andrée", "Andreas"]
    assert sorted(names, key=order_of) == [
        "Andreas",
        "Andrée",
        "anna",
        "Zeb",
        "Åsa",
        "ärla",
        "Örjan",
    ]


def test_labels_in_the_order_people_count():
    labels = ["16", "B", "15a", "2", "15", "a", "115"]
    assert sorted(labels, key=label_order) == ["2", "15", "15a", "16", "115", "a", "B"]
