from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handslag.source.comparing.readings import Version, Why, compare_readings

AROUND = (
    "Nätverket träffades i Sotådalen för att tala om vården. Hemvården har fått fler besök på "
    "natten, och synpunkterna från förra mötet lästes upp. Vid mötet deltog många. "
)


def differing(one: str, other: str, *, recognised: bool = False):
    return compare_readings(Version(AROUND + one, recognised), Version(AROUND + other)).readings


@pytest.mark.parametrize(
    ("one", "other", "likelier", "why"),
    [
        ("En webbtäff hölls.", "En webbträff hölls.", "webbträff", Why.PART),
        ("Siv Brøyen talade.", "Siv Bröyen talade.", "Brøyen", Why.RARE_LETTER),
        ("Hem vården växer.", "Hemvården växer.", "Hemvården", Why.SPLIT),
        ("Alla va1da deltog.", "Alla valda deltog.", "valda", Why.DIGIT),
        ("Nätverketz mål", "Nätverket mål", "Nätverket", Why.ELSEWHERE),
        ("Bo valdes med tvänne röster.", "Bo valdes med tvanne röster.", "tvänne", Why.DOTS),
        ("Kostnaden är 310 kr.", "Kostnaden är 370 kr.", None, Why.FIGURES),
        ("De får delta.", "De får inte delta.", None, Why.LACKING),
        ("De får icke delta.", "De får också delta.", None, Why.FIGURES),
        ("Ola Quist kom.", "Ola Qvist kom.", None, Why.NOTHING),
    ],
)
def test_the_likelier_reading_and_why(one, other, likelier, why):
    (found,) = differing(one, other)
    assert (found.likelier, found.why) == (likelier, why)
    (turned,) = differing(other, one)
    assert (turned.likelier, turned.why) == (likelier, why)


def test_the_word_that_speaks_for_a_reading_is_named():
    (found,) = differing("En webbtäff hölls.", "En webbträff hölls.")
    assert found.witness == "träffades"


def test_where_nothing_else_tells_the_text_beats_the_picture():
    (found,) = differing("Ola Quist kom.", "Ola Qvist kom.", recognised=True)
    assert (found.likelier, found.why) == ("Qvist", Why.NOT_RECOGNISED)


def test_places_are_in_each_own_text():
    one, other = Version(AROUND + "Ola  Quist kom."), Version("Ola Qvist\nkom.")
    found = compare_readings(one, other).readings[-1]
    assert one.text[slice(*found.place)] == found.one == "Quist"
    assert other.text[slice(*found.other_place)] == found.other == "Qvist"


def test_a_lost_passage_is_told_once_and_a_running_head_never():
    lost = "Ordföranden tackade alla som hade hjälpt till under det gångna året. "
    head = "Älvlänets samverkan sida "
    pages = f"{head}1 {AROUND}{head}2 {lost}{head}3 Slut."
    compared = compare_readings(Version(AROUND + "Slut."), Version(pages))
    assert compared.readings == ()
    (passage,) = compared.passages
    assert passage.in_other
    assert lost.strip(" .") in pages[slice(*passage.place)]


@given(st.text(), st.text())
def test_any_two_texts_can_be_compared(one, other):
    compared = compare_readings(Version(one), Version(other))
    for found in compared.readings:
        assert found.likelier in (None, found.one, found.other)
        assert 0 <= found.place[0] <= found.place[1] <= len(one)
        assert 0 <= found.other_place[0] <= found.other_place[1] <= len(other)


@given(st.text())
def test_a_text_has_nothing_to_differ_from_itself_in(text):
    compared = compare_readings(Version(text), Version(text))
    assert (compared.readings, compared.passages) == ((), ())
