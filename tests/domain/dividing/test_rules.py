"""Which of an item's matters a clause names: sure only where it can mean no other."""

from __future__ import annotations

import pytest

from handslag.domain.matters.dividing.rules import Belonging, Named, Shared, Way, Worded, belonging

FLIGHT, TALK = 1, 2
TWO = {
    FLIGHT: Named(("", "Avtal om ambulansflyg"), "LK 2031/12"),
    TALK: Named(("Tolkar i vården",), "LK 2031/1"),
}


def told(text, named=TWO, said=None, **more):
    return belonging(Worded("abc", text, **more), Shared(named, said or {}))


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("att godkänna avtalet om ambulansflyget", FLIGHT),
        ("att TOLKARNA får arvode", TALK),
        ("att godkänna förslaget i LK  2031/12", FLIGHT),
        ("att godkänna förslaget i lk 2031/1.", TALK),
    ],
)
def test_what_names_one_matter_and_no_other_is_that_ones(text, matter):
    assert told(text) == Belonging(frozenset({matter}), Way.CLEAR)


@pytest.mark.parametrize(
    "text",
    [
        "att godkänna förslaget",
        "att ge ordföranden i uppdrag att återkomma till nästa möte",
        "att samordna ambulansflyget med tolkarna",
        "att ambulansflyget ska ha tolktjänst",  # in other forms it may be the other's
        "att ambulansflyget ska ha videotolkar",
        "att godkänna avtalet om ambulansflyg, LK 2031/1",
        "att godkänna LK 2031/123",
    ],
)
def test_what_names_none_or_may_name_another_is_eachs(text):
    assert told(text) == Belonging(frozenset(TWO), Way.ALL)


def test_the_points_that_it_settles_speak_for_it():
    assert told("att godkänna punkt 2", points=("att tolkarna får arvode",)).matters == {TALK}
    both = ("att tolkarna får arvode", "att ambulansflyget förlängs")
    assert told("att godkänna punkterna 1 och 2", points=both).way == Way.ALL


def test_words_that_the_matters_share_tell_nothing():
    named = {
        FLIGHT: Named(("Ambulansflyg: avtal",)),
        TALK: Named(("Ambulansflyg: Norrtorp",)),
    }
    assert told("att förlänga ambulansflyget", named).way == Way.ALL
    assert told("att förlägga ambulansflyget till Norrtorp", named).way == Way.ALL
    named[FLIGHT] = Named(("Ambulansflyg: besättningar",))
    assert told("att förlägga ambulansflyget till Norrtorp", named).matters == {TALK}


def test_those_who_are_appointed_name_no_matter():
    named = TWO | {FLIGHT: Named(("Ambulansflyg, Alva Norrman",))}
    text = "att utse Alva Norrman till ombud"
    assert told(text, named).matters == {FLIGHT}
    assert told(text, named, people=("Alva Norrman",)).way == Way.ALL


def test_a_short_number_is_any_number():
    named = TWO | {FLIGHT: Named(("",), "12")}
    assert told("att godkänna punkt 12", named).way == Way.ALL


def test_what_a_person_said_outweighs_the_words_while_the_item_has_the_matter():
    text = "att godkänna avtalet om ambulansflyg"
    said = {"abc": frozenset({TALK})}
    assert told(text, said=said) == Belonging(frozenset({TALK}), Way.SAID)
    assert told(text, said={"abc": frozenset(TWO)}) == Belonging(frozenset(TWO), Way.SAID)
    assert told(text, said={"abc": frozenset({99})}) == Belonging(frozenset({FLIGHT}), Way.CLEAR)
    assert told(text, said={"xyz": frozenset({TALK})}).way == Way.CLEAR
