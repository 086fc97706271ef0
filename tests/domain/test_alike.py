"""Names that may be one person's or one body's: asked about once, and remembered."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from handslag.domain.access.viewer import coordinator
from handslag.domain.audit.queries import history
from handslag.domain.base.facts import Phase
from handslag.domain.meetings import queries as meetings
from handslag.domain.registry import actions, queries
from handslag.domain.registry.bodynames import body_likeness
from handslag.domain.registry.models import NameKey, NamePair, Person, PersonName
from tests.builders import NO_SUCH, VIEWER, a_body, a_meeting, a_name, a_participation, an_item


def named(*texts: str) -> list[PersonName]:
    ids = actions.person_names(viewer=VIEWER, texts=texts)
    return [PersonName.objects.get(id=ids[text]) for text in texts]


def asked() -> list[tuple[str, str]]:
    return [(pair.one.name, pair.other.name) for pair in meetings.alike_people(VIEWER)]


@pytest.mark.django_db
def test_alike_names_are_asked_about_with_the_reason():
    named("Lena Brøyen", "Bo Lind", "Lena Bröyen")
    (pair,) = meetings.alike_people(VIEWER)
    assert {pair.one.name, pair.other.name} == {"Lena Brøyen", "Lena Bröyen"}
    assert "Bröyen och Brøyen" in pair.reason
    assert meetings.alike_people_count(VIEWER) == 1


@pytest.mark.django_db
def test_yes_makes_them_one_and_separating_undoes_it_for_good():
    one, other = named("Lena Brøyen", "Lena Bröyen")
    (pair,) = queries.alike_pairs(VIEWER)
    kept = actions.answer_pair(viewer=VIEWER, pair_id=pair.id, same=True)
    assert [name.text for name in queries.person(VIEWER, kept).names] == [
        "Lena Bröyen",
        "Lena Brøyen",
    ]
    assert asked() == []
    new_id = actions.separate_name(viewer=VIEWER, name_id=other.id)
    assert new_id != one.person_id
    assert asked() == []
    assert queries.similar_people(VIEWER, new_id) == []


@pytest.mark.django_db
def test_no_is_remembered_though_the_name_goes_away_for_a_while():
    _one, other = named("Lena Brøyen", "Lena Bröyen")
    (pair,) = queries.alike_pairs(VIEWER)
    person_id = actions.answer_pair(viewer=VIEWER, pair_id=pair.id, same=False)
    assert Person.objects.count() == 2
    assert [row.verb for row in history(VIEWER, "registry.person", person_id)] == [
        "registry.keep_apart",
        "registry.add_person",
    ]
    person = other.person
    other.delete()
    person.delete()
    named("Lena Bröyen")
    assert asked() == []


@pytest.mark.django_db
def test_whoever_answers_second_is_told_who_was_first():
    named("Lena Brøyen", "Lena Bröyen")
    (pair,) = queries.alike_pairs(VIEWER)
    actions.answer_pair(viewer=coordinator("Ada"), pair_id=pair.id, same=False)
    with pytest.raises(ValidationError, match=r"Ada har redan svarat: två personer\. Inget har"):
        actions.answer_pair(viewer=VIEWER, pair_id=pair.id, same=True)
    assert Person.objects.count() == 2
    with pytest.raises(ObjectDoesNotExist):
        actions.answer_pair(viewer=VIEWER, pair_id=NO_SUCH, same=True)


@pytest.mark.django_db
def test_what_was_said_of_one_holds_for_whoever_becomes_one_with_them():
    _a, b, c = named("Lena Brøyen", "Lena Bröyen", "Lena Fröyén")
    by_texts = {frozenset({p.one.text, p.other.text}): p.id for p in queries.alike_pairs(VIEWER)}
    assert len(by_texts) == 3
    actions.answer_pair(
        viewer=VIEWER, pair_id=by_texts[frozenset({"Lena Brøyen", "Lena Bröyen"})], same=False
    )
    actions.merge_people(viewer=VIEWER, keep_id=b.person_id, other_id=c.person_id)
    assert asked() == []


@pytest.mark.django_db
def test_two_people_are_asked_about_once_by_their_closest_names():
    one, other = named("Lena Brøyen", "Lena Bröyen")
    a_name("Lena Brøyen Ek", one.person)
    a_name("Lena Bröyen Ek", other.person)
    assert len(meetings.alike_people(VIEWER).rows) == 1


@pytest.mark.django_db
def test_names_beside_each_other_in_one_list_are_two_people():
    one, other = named("Lisa Bergman", "Lisa Bergmann")
    meeting = a_meeting()
    a_participation(meeting, one)
    presenting = a_participation(meeting, other, item=an_item(meeting))
    assert len(asked()) == 1  # presenting an item is no list of those present
    presenting.delete()
    planned = a_participation(meeting, other, phase=Phase.PLAN)
    assert len(asked()) == 1  # the notice may spell it otherwise
    planned.delete()
    a_participation(meeting, other)
    assert asked() == []


@pytest.mark.django_db
def test_other_organisations_speak_against_and_stand_last():
    one, other, third, fourth = named("Lisa Bergman", "Lisa Bergmann", "Bo Quist", "Bo Qvist")
    day = a_meeting(day=date(2031, 1, 1))
    body = day.body
    for number, (name, organisation) in enumerate(
        (
            (one, "Region Älv"),
            (other, "Norrviks kommun"),
            (third, "Norrvik"),
            (fourth, "Norrviks kommun"),
        ),
        2,
    ):
        a_participation(a_meeting(body, date(2031, number, 1)), name, organisation=organisation)
    rows = meetings.alike_people(VIEWER).rows
    assert [row.one.name.split()[0] for row in rows] == ["Bo", "Lisa"]
    assert rows[0].against == ""
    assert rows[1].against == "Olika organisationer: Region Älv och Norrviks kommun."


@pytest.mark.django_db
def test_an_initial_that_many_share_is_not_asked_about():
    named("Maja Lund", "Moa Lund", "Mats Lund", "Mia Lund", "Bo Ek")
    named("M. Lund", "B. Ek")
    assert {frozenset(pair) for pair in asked()} == {frozenset({"Bo Ek", "B. Ek"})}


@pytest.mark.django_db
@pytest.mark.parametrize("known", [20, 200])
def test_a_new_name_costs_the_same_however_many_people_there_are(known):
    letters = "abcdefghij"
    named(
        *(
            f"{letters[n % 10] * 4}{letters[n // 10 % 10] * 4} {letters[n // 100] * 9}"
            for n in range(known)
        )
    )
    before = NameKey.objects.count()
    with CaptureQueriesContext(connection) as captured:
        named("Lena Brøyen")
    assert len(captured) <= 12
    assert NameKey.objects.count() - before <= 30
    assert not NamePair.objects.exists()


BODY = "Länsnätverket för vård och omsorg"


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Socialchefs nätverket", "Socialchefsnätverket", "split"),
        ("Chefsnätverkets", "Chefsnätverket", "ending"),
        ("Styrgrupp", "Styrgruppen", "ending"),
        ("Länsnätverket", BODY, "short"),
        ("LVO", BODY, "abbreviation"),
        ("LCHNV", "Länschefsnätverket", "abbreviation"),
        ("SCHNV", "Socialchefsnätverket", "abbreviation"),
        ("LPO", "Lokalt programområde", "abbreviation"),
        ("Samverkansnämden", "Samverkansnämnden", "letter"),
    ],
)
def test_names_of_one_body_and_why(one, other, reason):
    for pair in ((one, other), (other, one)):
        found = body_likeness(*pair)
        assert found is not None
        assert found.reason == reason


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Styrgruppen", "Styrelsen"),
        ("Socialnämnden", "Kulturnämnden"),
        ("LPO 1 barn", "LPO 2 barn"),
        ("XYZ", BODY),
        ("Rådet", "Rådet för vård"),
        ("Samverkansnämnden Norr", "Samverkansnämnden Söder"),
        ("", BODY),
    ],
)
def test_names_of_other_bodies(one, other):
    assert body_likeness(one, other) is None


@given(st.text(), st.text())
def test_any_two_names_can_be_compared(one, other):
    assert body_likeness(one, other) == body_likeness(other, one)


@pytest.mark.django_db
def test_a_name_that_is_said_to_be_a_bodys_is_found_by_itself_next_time():
    body = a_body("Socialchefsnätverket")
    actions.look_for_body(viewer=VIEWER, name="Socialchefs nätverket")
    actions.look_for_body(viewer=VIEWER, name="Socialchefs nätverket")
    (one,) = queries.suggested_body_names(VIEWER)
    assert (one.body, one.text, one.owner_id) == (
        "Socialchefsnätverket",
        "Socialchefs nätverket",
        None,
    )
    assert one.reason == "ett ord är delat i två"
    actions.answer_body_name(viewer=VIEWER, suggestion_id=one.id, same=True)
    assert queries.find_body(VIEWER, "socialchefs NÄTVERKET") == body.id
    assert queries.suggested_body_names(VIEWER) == []


@pytest.mark.django_db
def test_a_name_that_is_said_not_to_be_is_not_asked_about_again():
    a_body("Socialchefsnätverket")
    actions.look_for_body(viewer=VIEWER, name="Socialchefs nätverket")
    (one,) = queries.suggested_body_names(VIEWER)
    actions.answer_body_name(viewer=coordinator("Ada"), suggestion_id=one.id, same=False)
    actions.look_for_body(viewer=VIEWER, name="Socialchefs nätverket")
    assert queries.suggested_body_names(VIEWER) == []
    with pytest.raises(ValidationError, match="Ada har redan svarat"):
        actions.answer_body_name(viewer=VIEWER, suggestion_id=one.id, same=True)
    assert queries.find_body(VIEWER, "Socialchefs nätverket") is None


@pytest.mark.django_db
def test_two_names_that_one_document_uses_are_asked_about():
    a_body("Länsnätverket för förvaltningschefer")
    actions.look_for_body(
        viewer=VIEWER, name="Länsnätverket för förvaltningschefer", also_called=["Chefsnätverket"]
    )
    (one,) = queries.suggested_body_names(VIEWER)
    assert (one.text, one.reason) == (
        "Chefsnätverket",
        "en handling använder båda om det organ som möts",
    )
