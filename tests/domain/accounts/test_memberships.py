"""Who sits in a body: added, changed, ended, and what an account may do by it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.utils import timezone

from handslag.domain.access.roles import Role
from handslag.domain.access.things import of_body
from handslag.domain.access.viewer import Held, Viewer
from handslag.domain.audit.queries import history
from handslag.domain.registry.memberships import actions, queries
from handslag.domain.registry.models import Membership, Organisation, Person
from handslag.domain.registry.viewers import viewer_of
from tests.builders import NO_SUCH, VIEWER, a_body, a_membership, a_name, a_principal, a_user

pytestmark = pytest.mark.django_db


def today() -> date:
    return timezone.localdate()


def added(body, name="Vera Ask", role="member", viewer=VIEWER, **more: Any) -> int:
    return actions.add_membership(viewer=viewer, body_id=body.id, name=name, role=role, **more)


def secretary_of(body) -> Viewer:
    return Viewer("Sekreteraren", frozenset({Held(Role.SECRETARY, of_body(body.id))}), 1)


def test_somebody_known_or_new_comes_to_sit_in_a_body():
    body, principal, known = a_body(), a_principal(), a_name("Vera Ask").person
    added(body, "vera  ASK", principal_id=principal.id)
    added(body, "Bo Ek", role="chair")
    assert Person.objects.count() == 2
    now = queries.members(VIEWER, body.id).now
    assert [(sitting.principal, [row.person for row in sitting.rows]) for sitting in now] == [
        ("Norrviks kommun", ["Vera Ask"]),
        ("", ["Bo Ek"]),
    ]
    assert now[0].rows[0].person_id == known.id
    assert [row.verb for row in history(VIEWER, "registry.body", body.id)] == [
        "registry.add_membership"
    ] * 2


def test_two_chair_a_body_one_for_each_side():
    body = a_body()
    added(body, "Vera Ask", role="chair")
    added(body, "Bo Ek", role="chair")
    assert Membership.objects.filter(role="chair").count() == 2


def test_the_same_person_in_the_same_role_at_the_same_time_is_refused():
    body = a_body()
    first = added(body)
    with pytest.raises(ValidationError, match="Vera Ask är redan ledamot i Nordnätverket då"):
        added(body, since=today() + timedelta(days=300))
    added(body, role="secretary")
    actions.end_membership(viewer=VIEWER, membership_id=first)
    added(body)


def test_days_in_disorder_or_far_away_are_refused():
    body = a_body()
    for since, until in (
        (today(), today() - timedelta(days=1)),
        (date(1, 2, 3), None),
        (date(9024, 1, 1), None),
        (today(), date(9999, 12, 31)),
    ):
        with pytest.raises(ValidationError):
            added(body, since=since, until=until)
    assert not Membership.objects.exists()
    assert not Person.objects.exists()


def test_what_is_told_wrong_is_changed_and_logged():
    body, principal = a_body(), a_principal()
    id_ = added(body, since=date(2025, 1, 1))
    change: Any = {"membership_id": id_, "role": "alternate", "principal_id": principal.id}
    for _again in range(2):
        actions.change_membership(
            viewer=VIEWER, **change, since=date(2025, 2, 1), until=date(2026, 3, 1)
        )
    row = queries.membership(VIEWER, id_)
    assert (row.role.label, row.principal, row.since, row.until) == (
        "ersättare",
        "Norrviks kommun",
        date(2025, 2, 1),
        date(2026, 3, 1),
    )
    change_told, _added = history(VIEWER, "registry.body", body.id)
    assert change_told.verb == "registry.change_membership"
    assert change_told.detail["before"]["role"] == "member"
    assert change_told.detail["after"]["role"] == "alternate"


def test_a_function_is_told_kept_and_changed():
    body = a_body()
    id_ = added(body, function="  skola  och fritid ", since=date(2025, 1, 1))
    assert queries.membership(VIEWER, id_).function == "skola och fritid"
    change: Any = {"membership_id": id_, "principal_id": None, "since": date(2025, 1, 1)}
    actions.change_membership(viewer=VIEWER, **change, role="alternate", until=None)
    assert queries.membership(VIEWER, id_).function == "skola och fritid"
    actions.change_membership(viewer=VIEWER, **change, role="alternate", until=None, function="")
    assert queries.membership(VIEWER, id_).function == ""
    with pytest.raises(ValidationError, match="Funktionen är för lång"):
        added(body, "Bo Ek", function="x" * 201)


def test_a_membership_ends_now_or_on_a_day():
    body = a_body()
    id_ = added(body, since=date(2025, 1, 1))
    actions.end_membership(viewer=VIEWER, membership_id=id_, until=today() + timedelta(days=30))
    assert [row.id for row in queries.members(VIEWER, body.id).now[0].rows] == [id_]
    actions.end_membership(viewer=VIEWER, membership_id=id_)
    told = queries.members(VIEWER, body.id)
    assert told.now == ()
    assert [row.id for row in told.former] == [id_]
    with pytest.raises(ValidationError, match="slutar redan"):
        actions.end_membership(viewer=VIEWER, membership_id=id_)


def test_past_members_stand_the_last_who_left_first_and_those_to_come_apart():
    body = a_body()
    for year, name in ((2021, "Vera Ask"), (2023, "Bo Ek")):
        added(body, name, since=date(2020, 1, 1), until=date(year, 12, 31))
    added(body, "Moa Berg", since=today() + timedelta(days=5))
    told = queries.members(VIEWER, body.id)
    assert [row.person for row in told.former] == ["Bo Ek", "Vera Ask"]
    assert [row.person for row in told.coming] == ["Moa Berg"]


def test_an_account_follows_from_the_membership_at_the_date():
    body, user = a_body(), a_user("Vera Ask")
    id_ = added(body, since=date(2025, 1, 1), until=date(2025, 6, 30))
    Person.objects.update(user=user)
    held = {Held(Role.MEMBER, of_body(body.id))}
    assert viewer_of(user, date(2024, 12, 31)).held == frozenset()
    assert viewer_of(user, date(2025, 1, 1)).held == held
    assert viewer_of(user, date(2025, 6, 30)).held == held
    assert viewer_of(user, date(2025, 7, 1)).held == frozenset()
    change: Any = {"membership_id": id_, "principal_id": None, "since": date(2025, 1, 1)}
    actions.change_membership(viewer=VIEWER, **change, role="chair", until=None)
    assert viewer_of(user, today()).held == {Held(Role.CHAIR, of_body(body.id))}


def test_a_secretary_changes_who_sits_in_the_own_body_alone():
    body, other = a_body(), a_body("Sydnätverket")
    secretary = secretary_of(body)
    id_ = added(body, viewer=secretary)
    elsewhere = added(other)
    assert queries.membership(secretary, id_).changeable
    actions.end_membership(viewer=secretary, membership_id=id_)
    for refused in (
        lambda: added(other, viewer=secretary),
        lambda: actions.end_membership(viewer=secretary, membership_id=elsewhere),
        lambda: queries.members(secretary, other.id),
        lambda: queries.membership(secretary, elsewhere),
    ):
        with pytest.raises(PermissionDenied):
            refused()


def test_a_secretary_makes_nobody_chair_since_a_chair_may_more():
    body = a_body()
    secretary = secretary_of(body)
    chair = added(body, "Bo Ek", role="chair")
    assert "chair" not in {role.value for role in queries.roles_in(secretary, body.id)}
    assert not queries.membership(secretary, chair).changeable
    member = added(body, viewer=secretary)
    change: Any = {"principal_id": None, "since": today(), "until": None}
    for refused in (
        lambda: added(body, "Moa Berg", role="vice-chair", viewer=secretary),
        lambda: actions.end_membership(viewer=secretary, membership_id=chair),
        lambda: actions.change_membership(
            viewer=secretary, membership_id=member, role="chair", **change
        ),
        lambda: actions.change_membership(
            viewer=secretary, membership_id=chair, role="member", **change
        ),
    ):
        with pytest.raises(PermissionDenied):
            refused()


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in ("coordinator", "system", "secretary")]
)
def test_nobody_else_changes_who_sits_where(role):
    body = a_body()
    id_ = added(body)
    viewer = Viewer("Prövaren", frozenset({Held(role, of_body(body.id))}), 1)
    with pytest.raises(PermissionDenied):
        added(body, "Bo Ek", viewer=viewer)
    with pytest.raises(PermissionDenied):
        actions.end_membership(viewer=viewer, membership_id=id_)
    with pytest.raises(PermissionDenied):
        actions.add_organisation(viewer=viewer, name="Norrvik", kind="municipality")


def test_words_that_will_not_do_are_refused():
    body = a_body()
    office = Organisation.objects.create(name="Kansliet", kind="office")
    for wrong in (
        {"name": " "},
        {"role": "kung"},
        {"principal_id": NO_SUCH},
        {"principal_id": office.id},
    ):
        with pytest.raises(ValidationError):
            added(body, **wrong)
    with pytest.raises(ObjectDoesNotExist):
        actions.add_membership(viewer=VIEWER, body_id=NO_SUCH, name="Vera", role="member")
    with pytest.raises(ObjectDoesNotExist):
        actions.end_membership(viewer=VIEWER, membership_id=NO_SUCH)


@pytest.mark.parametrize("count", [1, 20])
def test_many_members_take_one_query(count, django_assert_num_queries):
    body = a_body()
    for number in range(count):
        a_membership(body, a_name(f"Vera {number}").person)
    with django_assert_num_queries(1):
        (sitting,) = queries.members(VIEWER, body.id).now
    assert len(sitting.rows) == count


def test_principals_are_told_by_kind_and_code():
    actions.add_organisation(viewer=VIEWER, name="Region Tallmarken", kind="region", code="26")
    id_ = actions.add_organisation(
        viewer=VIEWER, name=" Norrviks  kommun", kind="municipality", code="2680"
    )
    again = actions.add_organisation(
        viewer=VIEWER, name="Norrviks kommun", kind="municipality", code="2680"
    )
    actions.add_organisation(viewer=VIEWER, name="Kansliet", kind="office")
    assert again == id_
    assert [(row.name, row.code) for row in queries.principals(VIEWER)] == [
        ("Norrviks kommun", "2680"),
        ("Region Tallmarken", "26"),
    ]


@pytest.mark.parametrize(
    ("name", "kind", "code"),
    [
        ("", "municipality", ""),
        ("Norrvik", "rike", ""),
        ("Norrvik", "municipality", "26"),
        ("Norrvik", "municipality", "268a"),
        ("Norrvik", "municipality", "²²²²"),
        ("Regionen", "region", "2680"),
        ("Kansliet", "office", "26"),
        ("Sjövik", "municipality", "2690"),
        ("Annan", "municipality", "2680"),
    ],
)
def test_a_principal_that_will_not_do_is_refused(name, kind, code):
    Organisation.objects.create(name="Sjövik", kind="municipality", code="2680")
    with pytest.raises(ValidationError):
        actions.add_organisation(viewer=VIEWER, name=name, kind=kind, code=code)
    assert Organisation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_add_the_same_at_once_add_it_once(at_once):
    body = a_body()
    a_name("Vera Ask")
    done = at_once(lambda: added(body), lambda: added(body))
    assert sorted(type(one).__name__ for one in done) == ["ValidationError", "int"]
    assert Membership.objects.count() == 1
