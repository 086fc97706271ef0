"""Who sits in a body on a day, where they work then, and who may know how they are reached."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from handslag.domain.access.roles import Role
from handslag.domain.access.things import of_body
from handslag.domain.access.viewer import SYSTEM, Held, Viewer
from handslag.domain.base.sides import Side
from handslag.domain.registry.models import Affiliation, MembershipRole, Organisation, Person
from handslag.domain.registry.people import queries
from tests.builders import (
    VIEWER,
    a_body,
    a_membership,
    a_name,
    a_principal,
    a_user,
)

if TYPE_CHECKING:
    from handslag.domain.registry.models import Body

pytestmark = pytest.mark.django_db
DAY = date(2031, 2, 3)


def works(
    person: Person,
    organisation: Organisation,
    title: str,
    since: date | None = None,
    until: date | None = None,
) -> Affiliation:
    return Affiliation.objects.create(
        person=person, organisation=organisation, title=title, since=since, until=until
    )


def holding(role: Role, body: Body, user_id: int = 4711) -> Viewer:
    return Viewer("Någon", frozenset({Held(role, of_body(body.id))}), user_id)


def test_who_sits_is_told_as_it_is_on_the_day():
    body, norrvik = a_body(), a_principal()
    vera = a_name("Vera Ask").person
    vera.email = "vera@norrvik.example"
    vera.save()
    works(vera, norrvik, "enhetschef", date(2020, 1, 1), date(2030, 12, 31))
    works(vera, norrvik, "socialchef", date(2031, 1, 1))
    a_membership(body, vera, principal=norrvik, function="skola", since=date(2030, 1, 1))
    a_membership(body, a_name("Bo Ek").person, MembershipRole.CHAIR, until=DAY - timedelta(days=1))
    (told,) = queries.sitting_on(VIEWER, body.id, DAY)
    assert (told.name, told.role.label, told.principal, told.side) == (
        "Vera Ask",
        "ledamot",
        "Norrviks kommun",
        Side.MUNICIPALITIES,
    )
    assert (told.function, told.title, told.organisation) == (
        "skola",
        "socialchef",
        "Norrviks kommun",
    )
    assert told.email == "vera@norrvik.example"
    earlier = queries.sitting_on(VIEWER, body.id, date(2030, 6, 1))
    assert [(one.name, one.title) for one in earlier] == [
        ("Bo Ek", ""),
        ("Vera Ask", "enhetschef"),
    ]


def test_the_chairs_stand_first_and_then_the_alphabet():
    body = a_body()
    for name, role in (
        ("Åke Öst", MembershipRole.MEMBER),
        ("Bo Ek", MembershipRole.SECRETARY),
        ("Ada Ek", MembershipRole.MEMBER),
        ("Ulf Alm", MembershipRole.CHAIR),
    ):
        a_membership(body, a_name(name).person, role)
    told = queries.sitting_on(VIEWER, body.id, DAY)
    assert [one.name for one in told] == ["Ulf Alm", "Ada Ek", "Åke Öst", "Bo Ek"]


def test_of_several_places_of_work_the_one_that_began_last_counts():
    vera, norrvik = a_name("Vera Ask").person, a_principal()
    works(vera, norrvik, "sakkunnig")
    works(vera, norrvik, "socialchef", date(2031, 1, 1))
    works(vera, norrvik, "direktör", date(2032, 1, 1))
    told = queries.affiliation_on(VIEWER, [vera.id, 4711], DAY)
    assert {person: one.title for person, one in told.items()} == {vera.id: "socialchef"}
    assert queries.affiliation_on(VIEWER, [vera.id], date(2030, 1, 1))[vera.id].title == "sakkunnig"
    assert [one.title for one in queries.affiliations_of(VIEWER, vera.id)] == [
        "direktör",
        "socialchef",
        "sakkunnig",
    ]


def test_an_account_lends_its_address_while_it_is_open():
    body, user = a_body(), a_user("Vera Ask")
    person = a_name("Vera Ask").person
    person.user = user
    person.save()
    a_membership(body, person)
    assert queries.sitting_on(SYSTEM, body.id, DAY)[0].email == user.email
    assert queries.addresses_of(SYSTEM, [person.id]) == {person.id: user.email}
    user.is_active = False
    user.save()
    assert queries.sitting_on(SYSTEM, body.id, DAY)[0].email == ""
    assert queries.addresses_of(SYSTEM, [person.id]) == {}


def test_an_address_is_for_who_changes_the_body_and_for_oneself():
    body, other, user = a_body(), a_body("Sydnätverket"), a_user("Vera Ask")
    vera, bo = a_name("Vera Ask").person, a_name("Bo Ek").person
    vera.user, vera.email, bo.email = user, "vera@norrvik.example", "bo@norrvik.example"
    vera.save()
    bo.save()
    a_membership(body, vera)
    a_membership(body, bo)
    both = [vera.id, bo.id]

    def told(viewer: Viewer) -> tuple[set[str], set[str]]:
        sits = {one.email for one in queries.sitting_on(viewer, body.id, DAY)} - {""}
        return sits, set(queries.addresses_of(viewer, both).values())

    everybody = {"vera@norrvik.example", "bo@norrvik.example"}
    for viewer in (VIEWER, SYSTEM, holding(Role.SECRETARY, body)):
        assert told(viewer) == (everybody, everybody)
    for role in (Role.MEMBER, Role.CHAIR, Role.ALTERNATE, Role.READER, Role.CONTACT, Role.AUDITOR):
        assert told(holding(role, body)) == (set(), set())
    own = told(holding(Role.MEMBER, body, user.pk))
    assert own == ({"vera@norrvik.example"}, {"vera@norrvik.example"})
    elsewhere = holding(Role.SECRETARY, other)
    assert queries.addresses_of(elsewhere, both) == {}
    with pytest.raises(PermissionDenied):
        queries.sitting_on(elsewhere, body.id, DAY)


def test_who_left_the_body_is_no_longer_reached_by_who_changes_it():
    body, vera = a_body(), a_name("Vera Ask").person
    vera.email = "vera@norrvik.example"
    vera.save()
    a_membership(body, vera, until=timezone.localdate() - timedelta(days=1))
    assert queries.addresses_of(holding(Role.SECRETARY, body), [vera.id]) == {}


def test_it_takes_two_queries_however_many_sit_there(django_assert_num_queries):
    body, norrvik = a_body(), a_principal()
    for number in range(40):
        person = a_name(f"Person {number}").person
        works(person, norrvik, "chef")
        a_membership(body, person, principal=norrvik)
    with django_assert_num_queries(2):
        assert len(queries.sitting_on(VIEWER, body.id, DAY)) == 40
    with django_assert_num_queries(1):
        queries.affiliation_on(VIEWER, range(1, 50), DAY)
    with django_assert_num_queries(2):
        queries.addresses_of(holding(Role.SECRETARY, body), range(1, 50))
