"""How surely two items are of one matter, by pairs that a registrar has judged."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handslag.domain.matters.linking.rules import CROWD, RARE, kin, weight
from handslag.domain.matters.linking.rules import SURE as SURE_FROM
from handslag.domain.matters.linking.traits import Traits, from_json, to_json
from handslag.domain.matters.linking.words import (
    Reference,
    ahead_in,
    details,
    figures,
    is_form,
    parts_of,
    promised,
    references_in,
    telling,
)
from tests.domain.linking.pairs import APART, ASK, PAIRS, SURE, Judged, nodes


@pytest.mark.parametrize("one", PAIRS, ids=lambda one: f"{one.verdict}: {one.earlier}")
def test_a_pair_is_judged_as_a_registrar_would(one: Judged):
    earlier, later = nodes(one)
    found = kin(earlier, later, lambda word, _year: 0.0 if word in one.crowded else 1.0)
    if found is None:
        assert one.verdict == APART
    else:
        assert one.verdict == (SURE if found.degree >= SURE_FROM else ASK), found


def test_a_word_tells_less_the_more_headings_have_it():
    weights = [weight(number) for number in (1, RARE, RARE + 1, CROWD, CROWD + 1)]
    assert weights == [1.0, 1.0, 0.5, 0.5, 0.0]


@given(st.sampled_from(PAIRS), st.floats(0, 1))
def test_a_commoner_word_never_makes_a_pair_surer(one: Judged, heavy: float):
    earlier, later = nodes(one)
    light = kin(earlier, later, lambda _word, _year: heavy / 2)
    full = kin(earlier, later, lambda _word, _year: heavy)
    assert (light.degree if light else 0) <= (full.degree if full else 0)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("se § 5 vid nätverkets möte den 3 april", {Reference(date(2031, 4, 3), "5")}),
        ("Ärendet bordlades den 13 juni.", {Reference(date(2030, 6, 13))}),
        ("Återupptas från mötet 2031-02-03, punkt 4a", {Reference(date(2031, 2, 3), "4a")}),
        ("Vid mötet 310203 godkändes", {Reference(date(2031, 2, 3))}),
        ("Anmälan senast den 3 april", set()),
        ("Mötet den 31 februari", set()),
        ("Mötet hålls den 3 juni 2031", set()),
    ],
)
def test_the_days_that_a_text_speaks_of_as_meetings(text, found):
    assert references_in(text, date(2031, 5, 6)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Nattpatrullen inför Samverkansnämnden 26 maj",
            {("Samverkansnämnden", date(2031, 5, 26))},
        ),
        ("lägga fram det för Länsnätverket den 11 april", {("Länsnätverket", date(2032, 4, 11))}),
        ("till Rådets möte den 5 juni 2031", {("Rådet", date(2031, 6, 5))}),
        ("vid Rådets möte den 5 maj 2031", set()),
        ("för Rådet den 31 juni", set()),
        ("till kommunerna den 5 juni 2031", set()),
    ],
)
def test_the_meetings_that_a_text_looks_to(text, found):
    assert ahead_in(text, date(2031, 5, 6)) == found


def test_sums_and_days_with_a_year_are_details_but_for_the_turn_of_the_year():
    text = "Av 8,4 mkr är 1 200 tkr kvar den 31 mars 2032, den 31 december 2031 eller den 5 maj."
    assert details(text) == {"8,4 mkr", "1200 tkr", "2032-03-31"}


def test_a_day_in_a_heading_is_no_figure_of_the_matters():
    assert figures("Statsbidrag 2031 inför mötet 26 mars") == {"2031"}


def test_what_is_to_be_done_comes_back_in_other_words():
    there = promised("Mobila nattpatrullen: fördelning av kostnaden")
    assert promised("Lämna förslag till fördelning av kostnaden") <= there


@pytest.mark.parametrize(
    ("heading", "parts"),
    [
        ("Avtal om hemgång och avtal om tolkar", ("Avtal om hemgång", "avtal om tolkar")),
        ("Hemgång; Trygghetslarm", ("Hemgång", "Trygghetslarm")),
        ("Psykisk hälsa och suicidprevention", ("Psykisk hälsa och suicidprevention",)),
        ("Missbruk och beroende, Bilaga 3", ("Missbruk och beroende, Bilaga 3",)),
    ],
)
def test_the_matters_that_a_heading_lists(heading, parts):
    assert parts_of(heading) == parts


@pytest.mark.parametrize(
    "heading", ["Minnesanteckningar i journalen", "Protokoll för läkemedel", "Val av leverantör"]
)
def test_what_only_sounds_like_form_is_a_matter(heading):
    assert not is_form(heading)


def test_endings_and_ends_of_compounds_make_no_difference():
    assert telling("Egenvårdsplanering") == telling("Riktlinje för egenvården")


def test_traits_come_back_as_they_were_kept():
    for one in PAIRS:
        for node in nodes(one):
            assert from_json(to_json(node.traits)) == node.traits
    assert from_json(to_json(Traits("", frozenset()))) == Traits("", frozenset())
