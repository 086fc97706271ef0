"""A year's plan: planned in one step, moved, changed, cancelled, told and taken up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from handslag.domain.access.roles import Role
from handslag.domain.access.things import of_body
from handslag.domain.access.viewer import ANONYMOUS, Held, Viewer
from handslag.domain.audit.queries import history
from handslag.domain.base.facts import Phase
from handslag.domain.base.states import PublicationState
from handslag.domain.meetings import queries as meetings
from handslag.domain.meetings.events import meeting_changed
from handslag.domain.meetings.models import (
    ChangeKind,
    Meeting,
    MeetingChange,
    MeetingKind,
    Notice,
    PlanRules,
)
from handslag.domain.meetings.planning import actions
from handslag.domain.meetings.planning.actions.terms import seen_of_terms
from handslag.domain.meetings.planning.changing import ChangedMeanwhile
from handslag.domain.meetings.planning.rules import Terms
from handslag.domain.meetings.planning.told import Wanted, seen_of
from tests.builders import VIEWER, a_body, a_meeting, a_paper

pytestmark = pytest.mark.django_db
MARCH, APRIL = date(2031, 3, 6), date(2031, 4, 3)
MORNING, NOON = time(9, 0), time(12, 0)


def a_network(**terms):
    """A body with terms, and the body that holds its pre-meetings."""
    body, pre = a_body("Länsnätverket"), a_body("Kommunernas förmöte")
    told = Terms(start=MORNING, end=NOON, place="Stadshuset", pre_body_id=pre.id)
    actions.set_terms(viewer=VIEWER, body_id=body.id, terms=replace(told, **terms))
    return body, pre


def plan(body, *days, state="shared"):
    wanted = [Wanted(day, MORNING, NOON, "Stadshuset") for day in days]
    return actions.plan_year(viewer=VIEWER, body_id=body.id, days=wanted, state=state)


def move(meeting, day=APRIL, start=MORNING, end=NOON, place="Stadshuset", **more):
    to = Wanted(day, start, end, place)
    return actions.move_meeting(viewer=VIEWER, meeting_id=meeting.id, to=to, **more)


@pytest.fixture
def announced():
    """The kinds of change announced, in order, each with its meeting."""
    told = []

    def listen(meeting_id, change_id, **_rest):
        told.append((meeting_id, MeetingChange.objects.get(id=change_id).kind))

    meeting_changed.connect(listen)
    yield told
    meeting_changed.disconnect(listen)


def test_a_year_is_planned_with_what_is_due_and_the_pre_meetings():
    body, pre = a_network()
    planned = plan(body, MARCH, APRIL)
    first, second = Meeting.objects.filter(body=body).order_by("date")
    assert planned.made == (first.id, second.id)
    assert (first.date, first.planned_date, first.prepared) == (MARCH, MARCH, True)
    assert (first.planned_start, first.planned_end) == (MORNING, NOON)
    assert (first.start, first.end, first.place) == (None, None, "")
    assert (first.material_due, first.notice_due) == (date(2031, 2, 20), date(2031, 2, 27))
    before = Meeting.objects.get(body=pre, date=MARCH)
    assert (before.main, before.kind) == (first, MeetingKind.PRE_MEETING)
    assert (before.planned_start, before.planned_end) == (time(8, 0), MORNING)
    assert planned.pre_made == tuple(
        Meeting.objects.filter(body=pre).values_list("id", flat=True).order_by("date")
    )


def test_the_same_twice_changes_nothing_and_tells_what_is_planned():
    body, _pre = a_network()
    plan(body, MARCH)
    before = list(Meeting.objects.order_by("id").values())
    again = plan(body, MARCH)
    assert list(Meeting.objects.order_by("id").values()) == before
    assert again.made == ()
    assert [known.day for known in again.known] == [MARCH]


def test_what_is_new_is_planned_beside_what_is_known():
    body, _pre = a_network()
    plan(body, MARCH)
    planned = plan(body, MARCH, APRIL)
    assert Meeting.objects.filter(body=body).count() == 2
    assert len(planned.made) == len(planned.pre_made) == len(planned.known) == 1


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ([Wanted(MARCH), Wanted(MARCH)], "day"),
        ([Wanted(MARCH), Wanted(APRIL, NOON, MORNING)], "end"),
        ([Wanted(MARCH), Wanted(date(1931, 3, 6))], "day"),
        ([Wanted(MARCH, place="x" * 301)], "place"),
        ([], "day"),
    ],
)
def test_one_day_that_will_not_do_leaves_all_unplanned(wanted, field):
    body, _pre = a_network()
    with pytest.raises(ValidationError) as refused:
        actions.plan_year(viewer=VIEWER, body_id=body.id, days=wanted)
    assert field in refused.value.message_dict
    assert not Meeting.objects.exists()


def test_a_meeting_that_the_other_body_has_that_day_becomes_the_pre_meeting():
    body, pre = a_network()
    known = a_meeting(pre, MARCH)
    planned = plan(body, MARCH)
    known.refresh_from_db()
    assert known.main_id == planned.made[0]
    assert planned.pre_joined == (known.id,)
    assert known.kind == MeetingKind.ORDINARY


def test_a_cancelled_meeting_of_the_other_body_is_told_and_left():
    body, pre = a_network()
    known = a_meeting(pre, MARCH)
    actions.cancel_meeting(viewer=VIEWER, meeting_id=known.id, reason="Sjukdom")
    planned = plan(body, MARCH)
    assert planned.pre_cancelled == (MARCH,)
    assert Meeting.objects.filter(body=pre).count() == 1


def test_two_meetings_on_a_day_are_refused_one_by_one_too():
    body, _pre = a_network()
    plan(body, MARCH)
    with pytest.raises(ValidationError) as refused:
        actions.plan_meeting(viewer=VIEWER, body_id=body.id, wanted=Wanted(MARCH), kind="extra")
    assert "redan ett möte" in refused.value.message_dict["day"][0]
    made = actions.plan_meeting(viewer=VIEWER, body_id=body.id, wanted=Wanted(APRIL), kind="extra")
    assert Meeting.objects.get(id=made.made[0]).kind == MeetingKind.EXTRA


def test_a_moved_meeting_takes_its_deadlines_and_its_pre_meeting_along(announced):
    body, pre = a_network()
    meeting = Meeting.objects.get(id=plan(body, MARCH).made[0])
    assert move(meeting, APRIL, time(13, 0), time(15, 0), "Regionens hus", reason="Lokalen")
    meeting.refresh_from_db()
    before = Meeting.objects.get(body=pre)
    assert (meeting.date, meeting.planned_date) == (APRIL, APRIL)
    assert (meeting.planned_start, meeting.planned_place) == (time(13, 0), "Regionens hus")
    assert (meeting.material_due, meeting.notice_due) == (date(2031, 3, 20), date(2031, 3, 27))
    assert (before.date, before.planned_start) == (APRIL, time(12, 0))
    assert before.planned_end == time(13, 0)
    assert before.planned_place == "Regionens hus"
    assert meeting.sequence == before.sequence == 1
    assert announced == [(meeting.id, ChangeKind.MOVED), (before.id, ChangeKind.MOVED)]
    told = meeting.changes.get()
    assert (told.before["date"], told.after["date"]) == ("2031-03-06", "2031-04-03")
    assert (told.reason, told.by) == ("Lokalen", VIEWER.name)
    assert history(VIEWER, "meetings.meeting", meeting.id)[0].verb == "meetings.move_meeting"


def test_what_was_due_stays_when_the_notice_is_out():
    body, _pre = a_network()
    meeting = Meeting.objects.get(id=plan(body, MARCH).made[0])
    due = meeting.material_due, meeting.notice_due
    Notice.objects.create(
        meeting=meeting,
        version=1,
        content={},
        text="",
        pdf_sha256="",
        by="A",
        sent_at="2031-02-01T09:00Z",
    )
    move(meeting)
    meeting.refresh_from_db()
    assert (meeting.material_due, meeting.notice_due) == due


def test_a_pre_meeting_may_stay_where_it_is():
    body, pre = a_network()
    meeting = Meeting.objects.get(id=plan(body, MARCH).made[0])
    move(meeting, pre_follows=False)
    assert Meeting.objects.get(body=pre).date == MARCH


def test_an_hour_instead_of_three_leaves_the_pre_meeting_its_time(announced):
    """A planned meeting is kept only for one question; the pre-meeting stays."""
    body, pre = a_network()
    meeting = Meeting.objects.get(id=plan(body, MARCH).made[0])
    actions.change_meeting(
        viewer=VIEWER, meeting_id=meeting.id, start=MORNING, end=time(10, 0), place="Digitalt"
    )
    meeting.refresh_from_db()
    assert (meeting.planned_end, meeting.planned_place, meeting.date) == (
        time(10, 0),
        "Digitalt",
        MARCH,
    )
    before = Meeting.objects.get(body=pre)
    assert (before.planned_start, before.planned_end) == (time(8, 0), MORNING)
    assert announced == [(meeting.id, ChangeKind.CHANGED), (before.id, ChangeKind.CHANGED)]


def test_nothing_happens_where_nothing_differs(announced):
    body, _pre = a_network()
    meeting = Meeting.objects.get(id=plan(body, MARCH).made[0])
    assert not move(meeting, MARCH)
    meeting.refresh_from_db()
    assert meeting.sequence == 0
    assert announced == []


def test_a_meeting_cannot_be_moved_to_a_day_that_is_taken():
    body, _pre = a_network()
    first, second = plan(body, MARCH, APRIL).made
    with pytest.raises(ValidationError):
        move(Meeting.objects.get(id=first), APRIL)
    assert Meeting.objects.get(id=first).date == MARCH
    assert not MeetingChange.objects.exists()
    assert second


def test_all_stays_where_the_pre_meeting_cannot_come_along():
    body, pre = a_network()
    meeting = Meeting.objects.get(id=plan(body, MARCH).made[0])
    a_meeting(pre, APRIL)
    with pytest.raises(ValidationError) as refused:
        move(meeting)
    assert "Förmötet kan inte flytta med" in refused.value.messages[0]
    meeting.refresh_from_db()
    assert (meeting.date, meeting.sequence) == (MARCH, 0)


def test_a_cancelled_meeting_stays_with_its_reason_and_can_stand_again(announced):
    body, pre = a_network()
    meeting = Meeting.objects.get(id=plan(body, MARCH).made[0])
    with pytest.raises(ValidationError):
        actions.cancel_meeting(viewer=VIEWER, meeting_id=meeting.id, reason=" ")
    assert actions.cancel_meeting(viewer=VIEWER, meeting_id=meeting.id, reason="För få ärenden")
    assert not actions.cancel_meeting(viewer=VIEWER, meeting_id=meeting.id, reason="Igen")
    meeting.refresh_from_db()
    before = Meeting.objects.get(body=pre)
    assert meeting.cancelled_at
    assert before.cancelled_at
    assert (meeting.date, meeting.cancel_reason) == (MARCH, "För få ärenden")
    with pytest.raises(ValidationError):
        move(meeting)
    assert actions.reinstate_meeting(viewer=VIEWER, meeting_id=meeting.id)
    assert not actions.reinstate_meeting(viewer=VIEWER, meeting_id=meeting.id)
    meeting, before = Meeting.objects.get(id=meeting.id), Meeting.objects.get(body=pre)
    assert (meeting.cancelled_at, meeting.cancel_reason, meeting.sequence) == (None, "", 2)
    assert before.cancelled_at is None
    assert [kind for id_, kind in announced if id_ == meeting.id] == ["cancelled", "reinstated"]


def test_the_pre_meeting_may_be_kept_when_its_meeting_is_cancelled():
    body, pre = a_network()
    meeting = plan(body, MARCH).made[0]
    actions.cancel_meeting(
        viewer=VIEWER, meeting_id=meeting, reason="För få ärenden", pre_meetings=False
    )
    assert Meeting.objects.get(body=pre).cancelled_at is None


def test_the_second_of_two_is_told_what_the_first_did():
    body, _pre = a_network()
    meeting = Meeting.objects.get(id=plan(body, MARCH).made[0])
    both_saw = seen_of(meeting)
    move(meeting, seen=both_saw)
    with pytest.raises(ChangedMeanwhile) as refused:
        actions.cancel_meeting(viewer=VIEWER, meeting_id=meeting.id, reason="Fel", seen=both_saw)
    assert "flyttat" in refused.value.messages[0]
    meeting.refresh_from_db()
    assert meeting.cancelled_at is None
    assert actions.cancel_meeting(
        viewer=VIEWER, meeting_id=meeting.id, reason="Fel", seen=seen_of(meeting)
    )


def test_the_second_of_two_is_told_that_the_terms_were_changed():
    body, _pre = a_network()
    seen = seen_of_terms(Terms())
    with pytest.raises(ValidationError):
        actions.set_terms(viewer=VIEWER, body_id=body.id, terms=Terms(), seen=seen)
    assert PlanRules.objects.get(body=body).place == "Stadshuset"


@pytest.mark.parametrize(
    "terms",
    [
        Terms(start=NOON, end=MORNING),
        Terms(material_days=3, notice_days=7),
        Terms(material_days=500),
        Terms(pre_minutes=0),
        Terms(pre_body_id=987654),
    ],
)
def test_terms_that_will_not_do_are_refused(terms):
    with pytest.raises(ValidationError):
        actions.set_terms(viewer=VIEWER, body_id=a_body().id, terms=terms)
    assert not PlanRules.objects.exists()


def test_who_plans_for_one_body_cannot_make_another_hold_pre_meetings():
    body, other = a_body("Styrgruppen"), a_body("Rådet")
    chair = Viewer("Ordföranden", frozenset({Held(Role.CHAIR, of_body(body.id))}), 7)
    with pytest.raises(PermissionDenied):
        actions.set_terms(viewer=chair, body_id=body.id, terms=Terms(pre_body_id=other.id))
    actions.set_terms(viewer=chair, body_id=body.id, terms=Terms(notice_days=5))
    assert PlanRules.objects.get(body=body).notice_days == 5


def test_due_days_can_be_said_by_hand():
    body, _pre = a_network()
    meeting = Meeting.objects.get(id=plan(body, MARCH).made[0])
    material, notice = date(2031, 2, 10), date(2031, 2, 17)
    actions.set_deadlines(viewer=VIEWER, meeting_id=meeting.id, material=material, notice=notice)
    meeting.refresh_from_db()
    assert (meeting.material_due, meeting.notice_due) == (material, notice)
    assert meeting.sequence == 0
    with pytest.raises(ValidationError):
        actions.set_deadlines(viewer=VIEWER, meeting_id=meeting.id, material=APRIL, notice=None)


def test_what_papers_told_can_be_taken_up_and_stands_without_them():
    body, _pre = a_network()
    meeting = a_meeting(body, MARCH, planned_date=MARCH, planned_start=MORNING)
    a_paper(meeting, Phase.PLAN)
    actions.take_up_meeting(viewer=VIEWER, meeting_id=meeting.id)
    meeting.refresh_from_db()
    assert meeting.prepared
    assert meeting.planned_start == MORNING
    assert meeting.notice_due == date(2031, 2, 27)


def test_what_has_been_held_is_not_planned():
    meeting = a_meeting(a_body(), MARCH)
    a_paper(meeting, Phase.HELD)
    for action, more in (
        (actions.take_up_meeting, {}),
        (actions.cancel_meeting, {"reason": "Sent"}),
        (actions.move_meeting, {"to": Wanted(APRIL)}),
    ):
        with pytest.raises(ValidationError):
            action(viewer=VIEWER, meeting_id=meeting.id, **more)


def viewer_in(body, role):
    return Viewer(role, frozenset({Held(role, of_body(body.id))}), 7)


def test_a_plan_is_seen_by_those_it_has_been_told_to():
    body, pre = a_network()
    plan(body, MARCH, state="draft")
    member, pre_member = viewer_in(body, Role.MEMBER), viewer_in(pre, Role.MEMBER)

    def seen():
        viewers = (member, pre_member, ANONYMOUS)
        return [len(meetings.meetings(one, year=2031)) for one in viewers]

    assert seen() == [0, 0, 0]
    assert actions.show_plan(viewer=VIEWER, body_id=body.id, year=2031, state="shared") == 1
    assert seen() == [1, 0, 0]
    actions.show_plan(viewer=VIEWER, body_id=body.id, year=2031, state="published")
    actions.show_plan(viewer=VIEWER, body_id=pre.id, year=2031, state="published")
    assert seen() == [1, 2, 1]
    assert actions.show_plan(viewer=VIEWER, body_id=body.id, year=2031, state="shared") == 0
    assert Meeting.objects.get(body=pre).day_state == PublicationState.SHARED


def test_what_is_told_of_a_plan_is_when_and_where_and_nothing_more():
    body, _pre = a_network()
    plan(body, MARCH, state="published")
    (row,) = meetings.meetings(ANONYMOUS, year=2031)
    assert (row.date, row.start, row.place) == (MARCH, MORNING, "Stadshuset")
    assert (row.planned, row.held, row.items) == (False, False, 0)


def test_nobody_moves_what_they_do_not_plan():
    body, _pre = a_network()
    meeting = plan(body, MARCH, state="published").made[0]
    for who in (viewer_in(body, Role.MEMBER), viewer_in(a_body("Annat"), Role.CHAIR), ANONYMOUS):
        with pytest.raises(PermissionDenied):
            actions.cancel_meeting(viewer=who, meeting_id=meeting, reason="Nej")
    hidden = plan(a_body("Dolt"), MARCH, state="draft").made[0]
    away = viewer_in(body, Role.CHAIR)
    with pytest.raises(Meeting.DoesNotExist):
        actions.cancel_meeting(viewer=away, meeting_id=hidden, reason="Nej")
