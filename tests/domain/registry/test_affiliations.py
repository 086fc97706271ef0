"""Where people work and how they are reached, written; and everybody at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from handslag.domain.access.roles import Role
from handslag.domain.access.things import of_body
from handslag.domain.access.viewer import Held, Viewer
from handslag.domain.audit.queries import history
from handslag.domain.registry.affiliations import actions
from handslag.domain.registry.affiliations.queries import roll, roll_on
from handslag.domain.registry.memberships.actions import add_membership
from handslag.domain.registry.models import Affiliation, Membership, Person, PersonName
from tests.builders import VIEWER, a_body, a_name, a_principal

pytestmark = pytest.mark.django_db
DAY = date(2031, 2, 3)


def reader_of(body) -> Viewer:
    return Viewer("Läsaren", frozenset({Held(Role.READER, of_body(body.id))}), 1)


def sits(body, person, **more: Any) -> int:
    told: dict[str, Any] = {"role": "member", "since": date(2030, 1, 1), **more}
    return add_membership(viewer=VIEWER, body_id=body.id, person_id=person.id, **told)


def works(person, organisation, title="", **more) -> int:
    return actions.add_affiliation(
        viewer=VIEWER,
        person_id=person.id,
        organisation_id=organisation.id,
        title=title,
        **more,
    )


def verbs(person) -> list[str]:
    return [row.verb for row in history(VIEWER, "registry.person", person.id)]


def test_an_address_is_told_once_and_belongs_to_one_person():
    anna, bo = a_name("Anna Ek").person, a_name("Bo Alm").person
    for _ in range(2):
        actions.set_email(viewer=VIEWER, person_id=anna.id, email=" anna@exempel.se ")
    assert Person.objects.get(id=anna.id).email == "anna@exempel.se"
    assert verbs(anna).count("registry.set_email") == 1
    with pytest.raises(ValidationError, match="står redan för Anna Ek"):
        actions.set_email(viewer=VIEWER, person_id=bo.id, email="Anna@Exempel.se")
    with pytest.raises(ValidationError, match="ingen e-postadress"):
        actions.set_email(viewer=VIEWER, person_id=bo.id, email="bo vid exempel")
    assert Person.objects.get(id=bo.id).email == ""


def test_the_same_work_is_told_once_for_a_day():
    anna, kommun = a_name("Anna Ek").person, a_principal()
    first = works(anna, kommun, "socialchef", since=date(2030, 1, 1))
    with pytest.raises(ValidationError, match="står redan så"):
        works(anna, kommun, " socialchef ")
    actions.change_affiliation(
        viewer=VIEWER,
        affiliation_id=first,
        title="socialchef",
        since=date(2030, 1, 1),
        until=date(2030, 12, 31),
    )
    works(anna, kommun, "socialchef", since=date(2031, 1, 1))
    assert Affiliation.objects.count() == 2
    assert verbs(anna)[:3] == [
        "registry.add_affiliation",
        "registry.change_affiliation",
        "registry.add_affiliation",
    ]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"since": DAY, "until": date(2030, 1, 1)}, "före den första"),
        ({"since": date(1700, 1, 1)}, "för långt bort"),
        ({"title": "x" * 201}, "för långt"),
    ],
)
def test_work_that_cannot_be_is_refused(more, words):
    with pytest.raises(ValidationError, match=words):
        works(a_name("Anna Ek").person, a_principal(), **more)
    assert not Affiliation.objects.exists()


def test_two_people_may_have_one_name():
    known = a_name("Anna Ek").person
    other = actions.add_person(viewer=VIEWER, name="Anna  Ek")
    assert other != known.id
    assert [person.name for person in roll(VIEWER).people] == ["Anna Ek", "Anna Ek"]
    sits(a_body(), Person.objects.get(id=other))
    assert Membership.objects.get().person_id == other


def test_a_person_with_a_new_name_is_met_under_it():
    made = actions.add_person(viewer=VIEWER, name=" Bo  Alm ")
    assert PersonName.objects.get(text="Bo Alm").person_id == made
    with pytest.raises(ValidationError, match="vem det är"):
        actions.add_person(viewer=VIEWER, name="  ")


def test_the_roll_of_a_day_has_who_sits_then_and_where_they_work_then():
    body, kommun, anna = a_body(), a_principal(), a_name("Anna Ek").person
    sits(body, anna, principal_id=kommun.id, function="skola", until=date(2031, 12, 31))
    works(anna, kommun, "handläggare", until=date(2030, 12, 31))
    works(anna, kommun, "socialchef", since=date(2031, 1, 1))
    (row,) = roll_on(VIEWER, DAY)
    assert (row.name, row.title, row.body, row.principal) == (
        "Anna Ek",
        "socialchef",
        "Nordnätverket",
        "Norrviks kommun",
    )
    assert (row.function, row.until) == ("skola", date(2031, 12, 31))
    assert [one.membership_id for one in roll_on(VIEWER, date(2032, 1, 1))] == [None]


def test_whoever_sits_nowhere_is_on_the_roll_of_the_county():
    anna, bo = a_name("Anna Ek").person, a_name("Bo Alm").person
    a_name("Cilla Berg")  # of whom nothing is known
    works(anna, a_principal(), "jurist")
    actions.set_email(viewer=VIEWER, person_id=bo.id, email="bo@exempel.se")
    assert [row.name for row in roll_on(VIEWER, DAY)] == ["Anna Ek", "Bo Alm"]
    assert roll_on(reader_of(a_body()), DAY) == ()


def test_a_reader_of_one_body_sees_that_body_and_no_address():
    home, away = a_body("Hemma"), a_body("Borta")
    anna, bo = a_name("Anna Ek").person, a_name("Bo Alm").person
    sits(home, anna)
    sits(away, bo)
    actions.set_email(viewer=VIEWER, person_id=anna.id, email="anna@exempel.se")
    (row,) = roll_on(reader_of(home), DAY)
    assert (row.name, row.email) == ("Anna Ek", "")
    assert roll_on(VIEWER, DAY, home.id)[0].email == "anna@exempel.se"


def test_it_takes_as_many_queries_for_ten_times_as_many(django_assert_num_queries):
    kommun, number = a_principal(), 0
    for size in (2, 20):
        for _ in range(size):
            number += 1
            person = a_name(f"Person {number}x").person
            sits(a_body(f"Organ {number}"), person, principal_id=kommun.id)
            works(person, kommun, "chef")
        with django_assert_num_queries(7):
            roll(VIEWER)
        with django_assert_num_queries(3):
            assert len(roll_on(VIEWER, DAY)) == number
