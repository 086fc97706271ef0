"""Roles given to accounts: by whom, for what, from when, and never without anybody left."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.utils import timezone

from handslag.domain.access.roles import GIVEN, MAY, Role
from handslag.domain.access.things import COUNTY, ScopeKind, of_body, of_principal
from handslag.domain.access.viewer import Held, Viewer
from handslag.domain.accounts.actions import close_account, end_role, reopen_account
from handslag.domain.accounts.models import Grant
from handslag.domain.accounts.rules import FITS, has_all_of, overlap
from handslag.domain.audit.queries import history
from handslag.domain.registry.entering import queries
from handslag.domain.registry.entering.actions import give_role, tie_person, untie_person
from handslag.domain.registry.viewers import viewer_of
from tests.builders import NO_SUCH, VIEWER, a_body, a_membership, a_name, a_principal, a_user

pytestmark = pytest.mark.django_db

COORDINATOR = Held(Role.COORDINATOR)


def today() -> date:
    return timezone.localdate()


def held(user) -> frozenset[Held]:
    user.refresh_from_db()
    return viewer_of(user, today()).held


def test_a_role_holds_from_its_first_day_to_its_last():
    user, body = a_user(), a_body()
    since, until = today() + timedelta(days=2), today() + timedelta(days=4)
    give_role(
        viewer=VIEWER,
        user_id=user.id,
        role="reader",
        scope=of_body(body.id),
        since=since,
        until=until,
    )
    days = [today() + timedelta(days=ahead) for ahead in range(7)]
    assert [bool(viewer_of(user, day).held) for day in days] == [
        *(False, False, True, True, True, False, False)
    ]


def test_the_same_role_at_the_same_time_is_refused_and_after_it_is_not():
    user = a_user()
    grant_id = give_role(viewer=VIEWER, user_id=user.id, role="reader")
    with pytest.raises(ValidationError, match="redan rollen läsare"):
        give_role(viewer=VIEWER, user_id=user.id, role="reader")
    end_role(viewer=VIEWER, grant_id=grant_id)
    assert held(user) == frozenset()
    give_role(viewer=VIEWER, user_id=user.id, role="reader")
    assert held(user) == {Held(Role.READER)}


def test_days_in_disorder_are_refused():
    user = a_user()
    with pytest.raises(ValidationError, match="Sista dagen"):
        give_role(viewer=VIEWER, user_id=user.id, role="reader", until=today() - timedelta(days=1))


def test_a_role_that_would_begin_later_is_taken_back():
    user = a_user()
    later = today() + timedelta(days=10)
    grant_id = give_role(viewer=VIEWER, user_id=user.id, role="reader", since=later)
    end_role(viewer=VIEWER, grant_id=grant_id)
    assert viewer_of(user, later).held == frozenset()
    give_role(viewer=VIEWER, user_id=user.id, role="reader", since=later)


def test_a_role_is_ended_once_and_not_in_the_past():
    user = a_user("Anna", Held(Role.READER))
    grant_id = user.grants.get().id
    with pytest.raises(ValidationError, match="redan varit"):
        end_role(viewer=VIEWER, grant_id=grant_id, until=date(2024, 1, 1))
    end_role(viewer=VIEWER, grant_id=grant_id, until=today())
    assert held(user) == {Held(Role.READER)}
    end_role(viewer=VIEWER, grant_id=grant_id)
    with pytest.raises(ValidationError, match="slutar redan"):
        end_role(viewer=VIEWER, grant_id=grant_id)
    with pytest.raises(ObjectDoesNotExist):
        end_role(viewer=VIEWER, grant_id=NO_SUCH)


def test_the_last_coordinator_stays():
    anna = a_user("Anna", COORDINATOR)
    grant_id = anna.grants.get().id
    for until in (None, today(), today() + timedelta(days=100)):
        with pytest.raises(ValidationError, match="sista samordnaren"):
            end_role(viewer=VIEWER, grant_id=grant_id, until=until)
    with pytest.raises(ValidationError, match="sista samordnaren"):
        close_account(viewer=VIEWER, user_id=anna.id)
    assert held(anna) == {COORDINATOR}
    bo = a_user("Bo", COORDINATOR)
    close_account(viewer=VIEWER, user_id=bo.id)
    with pytest.raises(ValidationError, match="sista samordnaren"):
        end_role(viewer=VIEWER, grant_id=grant_id)
    reopen_account(viewer=VIEWER, user_id=bo.id)
    end_role(viewer=VIEWER, grant_id=grant_id)
    assert held(anna) == frozenset()


def test_somebody_who_is_coordinator_for_a_while_is_not_enough():
    anna, bo = a_user("Anna", COORDINATOR), a_user("Bo")
    give_role(viewer=VIEWER, user_id=bo.id, role="coordinator", until=today() + timedelta(days=30))
    with pytest.raises(ValidationError, match="sista samordnaren"):
        end_role(viewer=VIEWER, grant_id=anna.grants.get().id)


def test_a_closed_account_holds_nothing_until_it_is_opened():
    user = a_user("Anna", Held(Role.READER))
    close_account(viewer=VIEWER, user_id=user.id)
    assert held(user) == frozenset()
    with pytest.raises(ValidationError, match="redan stängt"):
        close_account(viewer=VIEWER, user_id=user.id)
    reopen_account(viewer=VIEWER, user_id=user.id)
    assert held(user) == {Held(Role.READER)}
    with pytest.raises(ValidationError, match="redan öppet"):
        reopen_account(viewer=VIEWER, user_id=user.id)
    assert [row.verb for row in history(VIEWER, "accounts.user", user.id)] == [
        "accounts.reopen_account",
        "accounts.close_account",
    ]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("given", Role)
@pytest.mark.parametrize("scope", [COUNTY, of_body(1), of_principal(1)])
def test_nobody_gives_more_than_they_have(role, given, scope):
    viewer = Viewer("Prövaren", frozenset({Held(role, scope)}), 1)
    assert has_all_of(viewer, given, scope) == (MAY[given] <= MAY[role])
    other = Viewer("Prövaren", frozenset({Held(role, of_body(2))}), 1)
    assert not has_all_of(other, given, scope)


def test_every_role_that_is_given_is_given_for_something():
    assert set(FITS) == set(GIVEN)
    assert FITS[Role.COORDINATOR] == {ScopeKind.COUNTY}


@pytest.mark.parametrize("role", [role for role in Role if role not in ("coordinator", "system")])
def test_nobody_but_coordinators_changes_accounts(role):
    user, person = a_user("Anna", Held(Role.READER)), a_name("Anna").person
    viewer = Viewer("Prövaren", frozenset({Held(role)}), user.id)
    for refused in (
        lambda: give_role(viewer=viewer, user_id=user.id, role="coordinator"),
        lambda: end_role(viewer=viewer, grant_id=user.grants.get().id),
        lambda: close_account(viewer=viewer, user_id=user.id),
        lambda: reopen_account(viewer=viewer, user_id=user.id),
        lambda: tie_person(viewer=viewer, person_id=person.id, user_id=user.id),
        lambda: untie_person(viewer=viewer, user_id=user.id),
    ):
        with pytest.raises(PermissionDenied):
            refused()
    assert held(user) == {Held(Role.READER)}


def test_an_account_is_one_persons_and_a_person_has_one_account():
    anna, bo = a_user("Anna Lund"), a_user("Bo Ek")
    lund, ek = a_name("Anna Lund").person, a_name("Bo Ek").person
    body = a_body()
    a_membership(body, lund)
    tie_person(viewer=VIEWER, person_id=lund.id, user_id=anna.id)
    tie_person(viewer=VIEWER, person_id=lund.id, user_id=anna.id)
    assert held(anna) == {Held(Role.MEMBER, of_body(body.id))}
    with pytest.raises(ValidationError, match="har redan kontot"):
        tie_person(viewer=VIEWER, person_id=lund.id, user_id=bo.id)
    with pytest.raises(ValidationError, match="hör redan till Anna Lund"):
        tie_person(viewer=VIEWER, person_id=ek.id, user_id=anna.id)
    untie_person(viewer=VIEWER, user_id=anna.id)
    untie_person(viewer=VIEWER, user_id=anna.id)
    assert held(anna) == frozenset()
    assert [row.verb for row in history(VIEWER, "accounts.user", anna.id)] == [
        "registry.untie_person",
        "registry.tie_person",
    ]


@pytest.mark.parametrize("count", [1, 10])
def test_accounts_with_all_that_holds_take_as_many_queries_as_one(count, django_assert_num_queries):
    body, principal = a_body(), a_principal()
    for number in range(count):
        user = a_user(
            f"Anna {number}",
            Held(Role.READER, of_body(body.id)),
            Held(Role.CONTACT, of_principal(principal.id)),
        )
        person = a_name(f"Anna {number}").person
        a_membership(body, person)
        tie_person(viewer=VIEWER, person_id=person.id, user_id=user.id)
    with django_assert_num_queries(6):
        rows = queries.accounts(VIEWER)
    assert [(row.person, len(row.roles)) for row in rows] == [
        (f"Anna {number}", 3) for number in range(count)
    ]
    assert {role.scope_name for role in rows[0].roles} == {body.name, principal.name}
    with django_assert_num_queries(6):
        page = queries.account(VIEWER, rows[0].id)
    assert [role.label for role in page.sits] == ["ledamot"]


def test_what_is_over_stands_on_the_accounts_own_page_alone():
    user = a_user("Anna", Held(Role.READER))
    end_role(viewer=VIEWER, grant_id=user.grants.get().id)
    (row,) = queries.accounts(VIEWER)
    assert row.roles == ()
    (told,) = queries.account(VIEWER, user.id).given
    assert (told.holds, told.over) == (False, True)


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ((1, 5), (5, 9), True),
        ((1, 5), (6, 9), False),
        ((1, None), (9, None), True),
        ((3, 4), (1, None), True),
        ((3, 2), (1, None), False),
        ((1, None), (9, 8), False),
    ],
)
def test_times_overlap_where_they_share_a_day(one, other, share):
    def days(pair):
        return date(2030, 1, pair[0]), pair[1] and date(2030, 1, pair[1])

    assert overlap(days(one), days(other)) is share
    assert overlap(days(other), days(one)) is share


@pytest.mark.django_db(transaction=True)
def test_two_who_give_the_same_role_at_once_give_it_once(at_once):
    user = a_user()

    def give():
        return give_role(viewer=VIEWER, user_id=user.id, role="reader")

    done = at_once(give, give)
    assert sorted(type(one).__name__ for one in done) == ["ValidationError", "int"]
    assert Grant.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_who_end_each_other_at_once_leave_one(at_once):
    anna, bo = a_user("Anna", COORDINATOR), a_user("Bo", COORDINATOR)
    done = at_once(
        lambda: end_role(viewer=VIEWER, grant_id=anna.grants.get().id),
        lambda: close_account(viewer=VIEWER, user_id=bo.id),
    )
    assert sum(isinstance(one, ValidationError) for one in done) == 1
    assert sum(one is None for one in done) == 1
