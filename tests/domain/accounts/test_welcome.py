"""The first coordinator comes in by a link that only the terminal has shown, once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from handslag.domain.access.roles import Role
from handslag.domain.access.viewer import ANONYMOUS, SYSTEM, Held
from handslag.domain.accounts import queries
from handslag.domain.accounts.actions import become_first_coordinator, first_way_in
from handslag.domain.accounts.models import User, Welcome
from handslag.domain.accounts.tokens import UnknownToken
from handslag.domain.audit.models import Entry
from handslag.domain.audit.queries import history
from handslag.domain.registry.viewers import viewer_of
from tests.builders import VIEWER, a_user

pytestmark = pytest.mark.django_db


def way_in() -> str:
    token = first_way_in(viewer=SYSTEM)
    assert token
    return token


def enter(token: str | None, **said: Any) -> int:
    said = {
        "email": "Anna@Exempel.se",
        "name": " Anna  Lund ",
        "password": "sju lila cyklar",
    } | said
    return become_first_coordinator(viewer=ANONYMOUS, token=token, **said)


def test_the_first_coordinator_comes_in_once():
    token = way_in()
    assert queries.welcome(ANONYMOUS, token) == ""
    user = User.objects.get(id=enter(token))
    assert (user.email, user.name) == ("anna@exempel.se", "Anna Lund")
    assert user.check_password("sju lila cyklar")
    assert viewer_of(user, timezone.localdate()).held == {Held(Role.COORDINATOR)}
    assert "redan en samordnare" in queries.welcome(ANONYMOUS, token)
    with pytest.raises(ValidationError, match="redan en samordnare"):
        enter(token, email="bo@exempel.se")
    assert first_way_in(viewer=SYSTEM) is None
    assert User.objects.count() == 1
    told = [row.verb for row in history(VIEWER, "accounts.user", user.id)]
    assert told == ["accounts.give_role", "accounts.make_account"]


def test_the_link_holds_for_an_hour():
    token = way_in()
    left = Welcome.objects.get().valid_until - timezone.now()
    assert timedelta(minutes=59) < left <= timedelta(hours=1)
    Welcome.objects.update(valid_until=timezone.now())
    assert "en timme" in queries.welcome(ANONYMOUS, token)
    with pytest.raises(ValidationError, match="en timme"):
        enter(token)


def test_a_new_start_makes_a_new_link_and_the_former_leads_nowhere():
    former, token = way_in(), way_in()
    assert former != token
    with pytest.raises(UnknownToken):
        enter(former)
    assert enter(token)


def test_only_the_digest_is_kept():
    token = way_in()
    kept = [str(row) for model in (Welcome, Entry) for row in model.objects.values()]
    assert kept
    assert not [row for row in kept if token in row]


@pytest.mark.parametrize("token", [None, "", "gissning", "x" * 32])
def test_nobody_comes_in_by_guessing(token):
    way_in()
    with pytest.raises(PermissionDenied):
        enter(token)
    with pytest.raises(PermissionDenied):
        queries.welcome(ANONYMOUS, token)
    assert not User.objects.exists()


def test_somebody_who_became_coordinator_in_the_meantime_ends_it():
    token = way_in()
    a_user("Bo Ek", Held(Role.COORDINATOR))
    assert "redan en samordnare" in queries.welcome(ANONYMOUS, token)
    with pytest.raises(ValidationError, match="redan en samordnare"):
        enter(token)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"email": "anna"}, "email"),
        ({"name": " "}, "name"),
        ({"email": "bo.ek@exempel.se"}, "email"),
    ],
)
def test_what_will_not_do_is_told_and_the_link_still_holds(said, field):
    a_user("Bo Ek")
    token = way_in()
    with pytest.raises(ValidationError) as refused:
        enter(token, **said)
    assert set(refused.value.message_dict) == {field}
    assert enter(token)


def test_a_closed_coordinator_is_none():
    anna = a_user("Anna", Held(Role.COORDINATOR))
    assert first_way_in(viewer=SYSTEM) is None
    User.objects.filter(id=anna.id).update(is_active=False)
    assert first_way_in(viewer=SYSTEM)


@pytest.mark.django_db(transaction=True)
def test_two_who_follow_it_at_once_make_one_coordinator(at_once):
    token = way_in()
    done = at_once(
        lambda: enter(token, email="anna@exempel.se"), lambda: enter(token, email="bo@exempel.se")
    )
    assert sorted(type(one).__name__ for one in done) == ["ValidationError", "int"]
    assert User.objects.count() == 1
