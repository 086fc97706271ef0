"""Clauses that read as if they gave a mandate, or let somebody sit or leave."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handslag.domain.matters.deciding.wording import (
    MandateSaid,
    ends_mandate,
    function_said,
    lets_leave,
    mandate_said,
    named_in,
    principal_said,
    role_said,
)


@pytest.mark.parametrize(
    ("text", "who", "what"),
    [
        (
            "att ge styrgruppen mandat att fylla vakanser och meddela nätverket",
            "styrgruppen",
            "fylla vakanser och meddela nätverket",
        ),
        (
            "att Anna Lund får i uppdrag och mandat att utse ersättare",
            "Anna Lund",
            "utse ersättare",
        ),
        ("Styrgruppen får mandat att teckna avtal.", "Styrgruppen", "teckna avtal"),
        ("att styrgruppen ges mandat att besluta om taxan", "styrgruppen", "besluta om taxan"),
        (
            "att delegera till kansliet att besluta om mindre ändringar",
            "kansliet",
            "besluta om mindre ändringar",
        ),
        ("att delegera beslut om kursplanen till kansliet", "kansliet", "beslut om kursplanen"),
        ("att bemyndiga ordföranden att underteckna", "ordföranden", "underteckna"),
        ("att ordföranden bemyndigas att underteckna", "ordföranden", "underteckna"),
        (
            "att ge LPO psykisk hälsa uppdrag och mandat att ta fram en plan",
            "LPO psykisk hälsa",
            "ta fram en plan",
        ),
    ],
)
def test_what_gives_a_mandate(text, who, what):
    assert mandate_said(text) == MandateSaid(who, what)


@pytest.mark.parametrize(
    "text",
    [
        "att godkänna förslaget",
        "att ge styrgruppen i uppdrag att se över mandaten",
        "att återkalla styrgruppens mandat att fylla vakanser",
        "att styrgruppens mandat upphör: mandatet upphör den 30 juni",
        "att konstatera att nätverket saknar mandat att besluta",
        "att mandatperioden är fyra år",
        "",
    ],
)
def test_what_gives_none(text):
    assert mandate_said(text) is None


def test_what_ends_a_mandate():
    assert ends_mandate("att återkalla styrgruppens mandat att fylla vakanser")
    assert ends_mandate("att mandatet för styrgruppen upphör den 30 juni")
    assert not ends_mandate("att ge styrgruppen mandat")


@pytest.mark.parametrize(
    ("text", "leaves"),
    [
        ("att entlediga Vera Ask från uppdraget som ledamot", True),
        ("att Vera Ask avslutar sitt uppdrag som ordförande", True),
        ("Vera Ask lämnar sin plats i styrgruppen", True),
        ("att avsluta Vera Asks uppdrag", True),
        ("att avsluta ärendet", False),
        ("att utse Vera Ask", False),
        ("att lämna ett yttrande", False),
    ],
)
def test_what_lets_somebody_leave(text, leaves):
    assert lets_leave(text) is leaves


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("att utse Vera Ask till ordförande i styrgruppen", "chair"),
        ("att utse Vera Ask till vice ordförande", "vice-chair"),
        ("att utse Vera Ask som ledamot för Björkmåla kommun i LPO psykisk hälsa", "member"),
        ("att utse Vera Ask till ersättare för Bo Ek", "alternate"),
        ("att utse Vera Ask som regionens representant i nätverket", "member"),
        ("att utse Vera Ask till sekreterare", "secretary"),
        ("att adjungera Vera Ask till styrgruppen", "co-opted"),
        ("att utse Vera Ask", "member"),
    ],
)
def test_as_what_somebody_is_to_sit(text, role):
    assert role_said(text) == role


def test_the_longest_name_that_stands_there_is_meant():
    bodies = [(1, "LPO"), (2, "LPO psykisk hälsa"), (3, "Styrgruppen"), (4, "ne")]
    assert named_in("att utse V. A. som ledamot i LPO psykisk hälsa", bodies) == 2
    assert named_in("att utse ordförande till styrgruppens möten", bodies) == 3
    assert named_in("att styrgruppenheten", bodies) is None
    assert named_in("ne", bodies) is None


PRINCIPALS = [(1, "Björkmåla kommun"), (2, "Norrviks kommun"), (3, "Region Sjömark")]


@pytest.mark.parametrize(
    ("text", "organisation", "found"),
    [
        ("att utse V. A. som ledamot för Björkmåla kommun", "", 1),
        ("att utse V. A. för Björkmåla", "", 1),
        ("att utse V. A.", "Norrvik", 2),
        ("att utse V. A.", "Norrviks kommun", 2),
        ("att utse V. A. som regionens representant", "", 3),
        ("att utse V. A. för Region Sjömark", "", 3),
        ("att utse V. A.", "Länsstyrelsen", None),
    ],
)
def test_whom_somebody_is_to_sit_for(text, organisation, found):
    assert principal_said(text, "V. A.", organisation, PRINCIPALS, 3) == found


def test_of_several_each_sits_for_who_stands_after_the_name():
    text = "att utse Vera Ask, Björkmåla kommun, Bo Ek, Norrviks kommun, till representanter"
    assert principal_said(text, "Vera Ask", "", PRINCIPALS, 3) == 1
    assert principal_said(text, "Bo Ek", "", PRINCIPALS, 3) == 2
    assert principal_said(text, "Siv Lund", "", PRINCIPALS, 3) is None


def test_what_they_are_to_know_of():
    assert function_said("att utse V. A. med kompetens inom skola i LPO barn") == "skola"
    assert function_said("att utse V. A.") == ""


@given(st.text(max_size=300))
def test_no_text_is_too_odd(text):
    said = mandate_said(text)
    assert said is None or (said.who and said.what)
    for read in (ends_mandate, lets_leave, role_said, function_said):
        read(text)


@pytest.mark.parametrize("word", ["att ge mandat ", "delegera till a ", "får ", "mandatet ", "i "])
def test_hostile_texts_take_no_time(word):
    start = time.perf_counter()
    text = word * (20_000 // len(word))
    mandate_said("mandat " + text)
    ends_mandate(text)
    lets_leave(text)
    role_said(text)
    function_said(text)
    assert time.perf_counter() - start < 1
