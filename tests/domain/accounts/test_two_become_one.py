"""Seats and rights follow along when two people, or two bodies, turn out to be one."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from handslag.domain.access.roles import Role
from handslag.domain.access.things import of_body
from handslag.domain.access.viewer import Held
from handslag.domain.accounts.models import Invitation
from handslag.domain.registry.actions import merge_people
from handslag.domain.registry.entering.actions import invite, tie_person
from handslag.domain.registry.merging import absorb_body, separate_body
from handslag.domain.registry.models import Person
from handslag.domain.registry.viewers import viewer_of
from tests.builders import VIEWER, a_body, a_membership, a_name, a_user

pytestmark = pytest.mark.django_db


def held(user):
    return viewer_of(user, timezone.localdate()).held


def test_a_person_takes_over_the_others_account_seats_and_invitation():
    body, user = a_body(), a_user("Vera Ask")
    keep, other = a_name("Vera Ask").person, a_name("Véra Ask").person
    third = a_name("Wera Ask").person
    a_membership(body, other)
    tie_person(viewer=VIEWER, person_id=other.id, user_id=user.id)
    invite(viewer=VIEWER, email="v@exempel.se", name="Vera", person_id=third.id)
    merge_people(viewer=VIEWER, keep_id=keep.id, other_id=other.id)
    assert Person.objects.get(user=user) == keep
    assert held(user) == {Held(Role.MEMBER, of_body(body.id))}
    merge_people(viewer=VIEWER, keep_id=keep.id, other_id=third.id)
    assert Invitation.objects.get().person_id == keep.id


def test_two_with_an_account_each_are_not_made_one():
    people = [a_name(name).person for name in ("Vera Ask", "Véra Ask")]
    for number, person in enumerate(people):
        user = a_user(f"Vera {number}")
        tie_person(viewer=VIEWER, person_id=person.id, user_id=user.id)
    with pytest.raises(ValidationError, match="varsitt konto"):
        merge_people(viewer=VIEWER, keep_id=people[0].id, other_id=people[1].id)
    assert Person.objects.count() == 2


def test_a_body_takes_over_who_sits_in_the_other_and_gives_them_back():
    keep, other = a_body(), a_body("Nordnätverkets")
    members, secretary = (
        a_user("Vera Ask"),
        a_user("Bo Ek", Held(Role.SECRETARY, of_body(other.id))),
    )
    person = a_name("Vera Ask").person
    tie_person(viewer=VIEWER, person_id=person.id, user_id=members.id)
    a_membership(other, person)
    a_membership(keep, a_name("Moa Berg").person)
    invite(viewer=VIEWER, email="a@exempel.se", name="Anna", role="reader", scope=of_body(other.id))
    merger_id = absorb_body(viewer=VIEWER, keep_id=keep.id, other_id=other.id)
    assert held(members) == {Held(Role.MEMBER, of_body(keep.id))}
    assert held(secretary) == {Held(Role.SECRETARY, of_body(keep.id))}
    assert Invitation.objects.get().scope_id == keep.id
    a_membership(keep, a_name("Nya Nilsson").person)
    separate_body(viewer=VIEWER, merger_id=merger_id)
    assert held(members) == {Held(Role.MEMBER, of_body(other.id))}
    assert held(secretary) == {Held(Role.SECRETARY, of_body(other.id))}
    assert Invitation.objects.get().scope_id == other.id
    assert keep.memberships.count() == 2
