"""The year at a glance, a meeting's plan and what calendars get: as much as each may know."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from handslag.domain.access.roles import Role
from handslag.domain.access.things import of_body
from handslag.domain.access.viewer import ANONYMOUS, Held, Viewer
from handslag.domain.accounts.tokens import UnknownToken
from handslag.domain.meetings.models import CalendarFeed, Meeting
from handslag.domain.meetings.planning import actions, queries
from handslag.domain.meetings.planning.rules import Terms
from handslag.domain.meetings.planning.told import Wanted, seen_of
from tests.builders import VIEWER, a_body, a_membership, a_name, a_user

pytestmark = pytest.mark.django_db
MARCH, APRIL = date(2031, 3, 6), date(2031, 4, 3)
MORNING = (time(9), time(12))


def planned(body, *days, state="shared"):
    wanted = [Wanted(day, *MORNING, "Stadshuset") for day in days]
    return actions.plan_year(viewer=VIEWER, body_id=body.id, days=wanted, state=state).made


def member_of(body, role=Role.MEMBER):
    return Viewer(role, frozenset({Held(role, of_body(body.id))}), 7)


def two_bodies_with_people_in_common(count=2):
    bodies = a_body("Länsnätverket"), a_body("Styrgruppen")
    for number in range(count):
        name = a_name(f"Ledamot {number}")
        for body in bodies:
            a_membership(body, name.person)
    return bodies


def test_the_year_has_every_body_with_its_meetings_and_what_collides():
    network, steering = two_bodies_with_people_in_common()
    (first,) = planned(network, MARCH)
    planned(steering, MARCH, APRIL)
    found = queries.year(VIEWER, 2031)
    assert [(body.name, len(body.meetings)) for body in found.bodies] == [
        ("Länsnätverket", 1),
        ("Styrgruppen", 2),
    ]
    assert "2 personer är med i båda" in found.remarks[first][0].words
    assert date(2031, 12, 24) in found.holidays
    assert len(found.remarks) == 2


def test_what_a_viewer_may_not_see_leaves_no_trace_in_their_year():
    network, steering = two_bodies_with_people_in_common()
    (first,) = planned(network, MARCH)
    planned(steering, MARCH, state="draft")
    found = queries.year(member_of(network, Role.CHAIR), 2031)
    assert [body.name for body in found.bodies] == ["Länsnätverket"]
    assert found.remarks == {}
    plan = queries.meeting_plan(member_of(network, Role.CHAIR), first)
    assert plan.plans
    assert plan.remarks == ()
    assert queries.year(ANONYMOUS, 2031).meetings == ()


def test_what_is_due_and_why_it_was_cancelled_is_for_the_bodys_own():
    body = a_body()
    (meeting,) = planned(body, MARCH, state="published")
    actions.cancel_meeting(viewer=VIEWER, meeting_id=meeting, reason="Ordföranden är sjuk")
    (own,) = queries.year(member_of(body), 2031).meetings
    (told,) = queries.year(ANONYMOUS, 2031).meetings
    assert own.cancelled
    assert told.cancelled
    assert (own.cancel_reason, told.cancel_reason) == ("Ordföranden är sjuk", "")
    assert own.notice_due
    assert told.notice_due is None
    assert queries.meeting_plan(ANONYMOUS, meeting).changes == ()
    (change,) = queries.meeting_plan(member_of(body), meeting).changes
    assert change.reason == "Ordföranden är sjuk"


@pytest.mark.parametrize("times", [1, 10])
def test_the_year_takes_as_many_queries_however_much_there_is(django_assert_num_queries, times):
    for number in range(times):
        body = a_body(f"Organ {number}")
        a_membership(body, a_name(f"Ledamot {number}").person)
        planned(body, MARCH, APRIL)
    with django_assert_num_queries(6):
        queries.year(VIEWER, 2031)


@pytest.mark.parametrize("times", [1, 10])
def test_a_preview_takes_as_many_queries_however_many_days(django_assert_num_queries, times):
    body = a_body()
    days = [Wanted(date(2031, 1, 8 + number), *MORNING) for number in range(times)]
    with django_assert_num_queries(6):
        found = queries.preview(VIEWER, body.id, days)
    assert [one.wanted for one in found] == days


def test_a_preview_tells_what_is_planned_already_and_what_collides():
    network, steering = two_bodies_with_people_in_common(1)
    (known,) = planned(network, APRIL)
    planned(steering, MARCH)
    wanted = [Wanted(MARCH, *MORNING), Wanted(APRIL, *MORNING), Wanted(date(2031, 12, 24))]
    first, second, third = queries.preview(VIEWER, network.id, wanted)
    assert "1 person är med i båda" in first.remarks[0].words
    assert (first.known_id, second.known_id) == (None, known)
    assert third.remarks[0].words == "Helgdag: Julafton."


def test_a_meeting_and_its_pre_meeting_know_each_other():
    body, pre = a_body("Länsnätverket"), a_body("Kommunernas förmöte")
    terms = Terms(start=time(9), pre_body_id=pre.id)
    actions.set_terms(viewer=VIEWER, body_id=body.id, terms=terms)
    (meeting,) = planned(body, MARCH)
    plan = queries.meeting_plan(VIEWER, meeting)
    (before,) = plan.pre_meetings
    assert (before.body, before.start) == ("Kommunernas förmöte", time(8))
    main = queries.meeting_plan(VIEWER, before.id).main
    assert main
    assert main.id == meeting
    assert queries.meeting_plan(member_of(body), meeting).pre_meetings == ()


def test_last_years_days_leave_out_what_was_cancelled_and_what_was_extra():
    body = a_body()
    _kept, gone = planned(body, MARCH, APRIL)
    actions.cancel_meeting(viewer=VIEWER, meeting_id=gone, reason="För få ärenden")
    wanted = Wanted(date(2031, 5, 8))
    actions.plan_meeting(viewer=VIEWER, body_id=body.id, wanted=wanted, kind="extra")
    assert queries.last_years_days(VIEWER, body.id, 2032) == (date(2032, 3, 4),)


def test_only_who_plans_sees_the_terms():
    body = a_body()
    with pytest.raises(PermissionDenied):
        queries.terms(member_of(body), body.id)
    assert queries.terms(member_of(body, Role.SECRETARY), body.id).telling == ("draft", "shared")


def somebody(body):
    user = a_user("Vera Ask")
    a_membership(body, a_name("Vera Ask").person)
    person = a_name("Vera Ask 2").person
    person.user = user
    person.save()
    a_membership(body, person)
    return user, Viewer(user.name, member_of(body).held, user.pk)


def test_ones_own_calendar_has_what_one_may_see_today():
    body, away = a_body("Länsnätverket"), a_body("Styrgruppen")
    planned(body, MARCH)
    planned(away, MARCH, state="published")
    user, viewer = somebody(body)
    token = actions.make_feed(viewer=viewer, own=True).token
    followed = actions.follow_feed(viewer=ANONYMOUS, token=token)
    today = timezone.localdate()
    found = queries.feed_meetings(followed.viewer, today, own=followed.own)
    assert [one.row.body for one in found] == ["Länsnätverket"]
    everything = queries.feed_meetings(followed.viewer, today)
    assert {one.row.body for one in everything} == {"Länsnätverket", "Styrgruppen"}
    assert not any(one.plans for one in everything)
    assert CalendarFeed.objects.get().fetched_on == today
    user.is_active = False
    user.save()
    with pytest.raises(UnknownToken):
        actions.follow_feed(viewer=ANONYMOUS, token=token)


def test_a_revoked_address_leads_nowhere_and_is_only_its_owners_to_revoke():
    body = a_body()
    planned(body, MARCH)
    _user, viewer = somebody(body)
    made = actions.make_feed(viewer=viewer, body_id=body.id)
    another = Viewer("Nils", viewer.held, a_user("Nils Ek").pk)
    with pytest.raises(CalendarFeed.DoesNotExist):
        actions.revoke_feed(viewer=another, feed_id=made.id)
    assert [row.body for row in queries.feeds(viewer).rows] == [body.name]
    actions.revoke_feed(viewer=viewer, feed_id=made.id)
    assert queries.feeds(viewer).rows == ()
    for token in (made.token, "en-gissning", None):
        with pytest.raises(UnknownToken):
            actions.follow_feed(viewer=ANONYMOUS, token=token)


def test_the_token_itself_is_kept_nowhere():
    body = a_body()
    _user, viewer = somebody(body)
    planned(body, MARCH)
    made = actions.make_feed(viewer=viewer)
    row = CalendarFeed.objects.values().get()
    assert made.token not in str(row)


def test_a_calendar_keeps_the_uid_when_a_meeting_moves():
    body = a_body()
    (meeting,) = planned(body, MARCH, state="published")
    (before,) = queries.feed_meetings(ANONYMOUS, MARCH)
    actions.move_meeting(viewer=VIEWER, meeting_id=meeting, to=Wanted(APRIL, *MORNING))
    (after,) = queries.feed_meetings(ANONYMOUS, MARCH)
    assert before.row.uid == after.row.uid == str(Meeting.objects.get().uid)
    assert (before.row.sequence, after.row.sequence) == (0, 1)
    assert after.row.day == APRIL


def test_the_forms_digest_is_the_one_that_the_action_compares(django_assert_num_queries):
    body = a_body()
    (meeting,) = planned(body, MARCH)
    for to in (None, Wanted(APRIL, time(13), None, "Annexet"), Wanted(APRIL)):
        if to:
            actions.move_meeting(viewer=VIEWER, meeting_id=meeting, to=to)
        plan = queries.meeting_plan(VIEWER, meeting)
        assert plan.seen == seen_of(Meeting.objects.get(id=meeting))
    with django_assert_num_queries(3):
        queries.meeting_plan(VIEWER, meeting)


def test_the_notice_that_is_due_first_is_told_to_who_plans_it():
    network, steering = a_body("Länsnätverket"), a_body("Styrgruppen")
    planned(network, APRIL)
    first, _later = planned(steering, MARCH, date(2031, 5, 8))
    found = queries.next_notice(VIEWER, date(2031, 2, 1))
    assert found
    assert (found.meeting_id, found.due) == (first, date(2031, 2, 27))
    actions.cancel_meeting(viewer=VIEWER, meeting_id=first, reason="För få ärenden")
    found = queries.next_notice(VIEWER, date(2031, 2, 1))
    assert found
    assert found.body == "Länsnätverket"
    chair = member_of(steering, Role.CHAIR)
    assert queries.next_notice(chair, date(2031, 6, 1)) is None
