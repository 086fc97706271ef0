"""Clauses let people sit and leave: a person decides, by the clause, and it can be undone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handslag.domain.access.roles import Role
from handslag.domain.access.things import of_body
from handslag.domain.access.viewer import ANONYMOUS, Held, Viewer
from handslag.domain.matters.deciding import actions, queries
from handslag.domain.matters.models import Appointment, MembershipGround
from handslag.domain.meetings.models import AgendaItem
from handslag.domain.registry.memberships import actions as memberships
from handslag.domain.registry.models import Membership, MembershipRole
from tests.builders import VIEWER, a_body, a_membership, a_name, a_principal
from tests.domain.matters.deciding.making import DAY, appoints, decided, the_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return a_body("Styrgruppen")


def the_appointment(text="att utse Vera Ask till ordförande i styrgruppen", **told) -> Appointment:
    return appoints(the_item(), text, "Vera Ask", **told).appointments.get()


def seat(row: Appointment, body_id: int, role: str = "chair", **told) -> Membership:
    made = actions.seat_appointed(
        viewer=VIEWER, appointment_id=row.id, body_id=body_id, role=role, **told
    )
    return Membership.objects.get(id=made)


def test_what_the_form_says_at_first_is_read_from_the_clause(group):
    principal = a_principal("Björkmåla kommun")
    row = the_appointment("att utse Vera Ask till ersättare för Björkmåla kommun i styrgruppen")
    chosen = queries.seat_choice(VIEWER, row.id)
    assert (chosen.body_id, chosen.role, chosen.principal_id) == (
        group.id,
        "alternate",
        principal.id,
    )
    assert (chosen.name, chosen.since) == ("Vera Ask", DAY)


def test_somebody_appointed_sits_from_the_day_of_the_decision(group):
    row = the_appointment()
    assert [one.name for one in queries.waiting(VIEWER)] == ["Vera Ask"]
    sits = seat(row, group.id)
    assert (sits.since, sits.until, sits.role, sits.person) == (
        DAY,
        None,
        MembershipRole.CHAIR,
        row.name.person,
    )
    grounds = queries.membership_grounds(VIEWER, [sits.id])[sits.id]
    assert [(one.change.value, one.clause.code) for one in grounds] == [("opened", row.clause.code)]
    (shown,) = queries.clause_page(VIEWER, row.clause.code).appointed
    assert [one.membership_id for one in shown.seated] == [sits.id]
    assert queries.waiting(VIEWER).total == 0


def test_who_is_to_check_the_minutes_waits_for_no_seat(group):
    row = the_appointment("att utse Vera Ask att justera protokollet")
    assert queries.waiting(VIEWER).total == 0
    assert queries.clause_page(VIEWER, row.clause.code).of_meeting


def test_the_one_before_leaves_the_day_before_by_the_same_clause(group):
    before = a_membership(group, a_name("Bo Ek").person, MembershipRole.CHAIR)
    row = the_appointment()
    (likely,) = queries.predecessors(VIEWER, group.id, DAY, role="chair", principal_id=None)
    assert (likely.membership_id, likely.likely) == (before.id, True)
    seat(row, group.id, after_id=before.id)
    before.refresh_from_db()
    assert before.until == DAY - timedelta(days=1)
    assert [one.person for one in queries.clause_page(VIEWER, row.clause.code).ended] == ["Bo Ek"]


def test_one_who_has_sat_without_a_decision_is_given_the_decision_as_ground(group):
    """A representative has sat without a formal decision and is appointed now."""
    row = the_appointment()
    sits = a_membership(group, row.name.person, MembershipRole.CHAIR)
    assert seat(row, group.id).id == sits.id
    assert Membership.objects.count() == 1
    actions.unseat(viewer=VIEWER, ground_id=MembershipGround.objects.get().id)
    assert Membership.objects.get().id == sits.id
    actions.ground_membership(viewer=VIEWER, appointment_id=row.id, membership_id=sits.id)
    assert MembershipGround.objects.get().membership_id == sits.id
    other = a_membership(group, a_name("Bo Ek").person)
    with pytest.raises(ValidationError):
        actions.ground_membership(viewer=VIEWER, appointment_id=row.id, membership_id=other.id)


def test_all_of_it_is_undone(group):
    until = date(2032, 1, 1)
    before = a_membership(group, a_name("Bo Ek").person, MembershipRole.CHAIR, until=until)
    row = the_appointment()
    sits = seat(row, group.id, after_id=before.id)
    for ground in MembershipGround.objects.all():
        actions.unseat(viewer=VIEWER, ground_id=ground.id)
    before.refresh_from_db()
    assert before.until == until
    assert not Membership.objects.filter(id=sits.id).exists()
    assert queries.waiting(VIEWER).total == 1
    seat(row, group.id)
    assert queries.waiting(VIEWER).total == 0


def test_a_seat_that_rests_on_more_decisions_is_not_taken_back_from_under_them(group):
    sits = seat(the_appointment(), group.id)
    clause = decided(the_item(a_body("Rådet")), "att entlediga Vera Ask", "other")
    actions.leave_by_clause(viewer=VIEWER, code=clause.code, membership_id=sits.id)
    opened = MembershipGround.objects.get(change="opened")
    with pytest.raises(ValidationError):
        actions.unseat(viewer=VIEWER, ground_id=opened.id)
    assert MembershipGround.objects.count() == 2


def test_a_clause_lets_somebody_leave(group):
    sits = a_membership(group, a_name("Vera Ask").person)
    a_membership(group, a_name("Bo Ek").person)
    clause = decided(the_item(), "att entlediga Vera Ask från uppdraget i styrgruppen", "other")
    assert queries.clause_page(VIEWER, clause.code).lets_leave
    (one,) = queries.leaving(VIEWER, clause.code)
    assert (one.membership_id, one.likely) == (sits.id, True)
    actions.leave_by_clause(viewer=VIEWER, code=clause.code, membership_id=sits.id)
    sits.refresh_from_db()
    assert sits.until == DAY
    (shown,) = queries.clause_page(VIEWER, clause.code).ended
    assert shown.person == "Vera Ask"


def test_what_was_changed_since_is_not_undone_over_it(group):
    sits = a_membership(group, a_name("Vera Ask").person, until=date(2031, 6, 1))
    clause = decided(the_item(), "att entlediga Vera Ask", "other")
    actions.leave_by_clause(viewer=VIEWER, code=clause.code, membership_id=sits.id)
    memberships.change_membership(
        viewer=VIEWER,
        membership_id=sits.id,
        role="member",
        principal_id=None,
        since=sits.since,
        until=date(2033, 1, 1),
    )
    with pytest.raises(ValidationError):
        actions.unseat(viewer=VIEWER, ground_id=MembershipGround.objects.get().id)
    sits.refresh_from_db()
    assert sits.until == date(2033, 1, 1)
    assert MembershipGround.objects.exists()


def test_only_who_may_change_who_sits_there_does(group):
    row = the_appointment()
    reader = Viewer("Läsaren", frozenset({Held(Role.READER)}), 7)
    elsewhere = Viewer(
        "Sekreteraren",
        frozenset({Held(Role.SECRETARY, of_body(row.clause.decision.item.meeting.body_id))}),
        7,
    )
    for viewer in (reader, elsewhere, ANONYMOUS):
        with pytest.raises(PermissionDenied):
            actions.seat_appointed(
                viewer=viewer, appointment_id=row.id, body_id=group.id, role="chair"
            )
    assert not Membership.objects.exists()


def test_whom_a_closed_decision_appoints_is_not_told_to_others(group):
    row = the_appointment()
    sits = seat(row, group.id)
    AgendaItem.objects.update(closed=True)
    secretary = Viewer("Sekreteraren", frozenset({Held(Role.SECRETARY, of_body(group.id))}), 7)
    assert queries.waiting(secretary).total == 0
    assert queries.membership_grounds(secretary, [sits.id]) == {}
    with pytest.raises(Appointment.DoesNotExist):
        queries.seat_choice(secretary, row.id)


def test_the_list_costs_the_same_at_ten_times_the_data(group):
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            queries.waiting(VIEWER)
        return len(asked)

    appoints(the_item(), "att utse", "Vera Ask")
    first = count()
    item = AgendaItem.objects.get()
    for number in range(10):
        appoints(item, f"att utse {number} i styrgruppen", f"Person {number}")
    assert count() == first == 3
