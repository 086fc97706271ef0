"""Raised matters: who raises, who prepares, and every step from raised to the agenda."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from handslag.domain.access.roles import Role
from handslag.domain.access.things import of_body
from handslag.domain.access.viewer import Held, Viewer
from handslag.domain.meetings.agenda import actions, queries
from handslag.domain.meetings.agenda.actions.raised import MatterTold
from handslag.domain.meetings.agenda.queries import agenda_paper
from handslag.domain.meetings.models import RaisedMatter
from handslag.domain.registry.models import BodyLink, LinkKind
from tests.builders import VIEWER, a_body, a_user
from tests.domain.agenda.making import a_planned_meeting, a_sent_notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def body():
    return a_body()


@pytest.fixture
def meeting(body):
    return a_planned_meeting(body, timezone.localdate() + timedelta(days=30))


@pytest.fixture
def member(body):
    return Viewer("Maja Ek", frozenset({Held(Role.MEMBER, of_body(body.id))}), a_user().pk)


@pytest.fixture
def steering(body):
    """The chair of a group that prepares for the body, and sits in the group alone."""
    group = a_body("Beredningen")
    BodyLink.objects.create(body=group, to=body, kind=LinkKind.PREPARES)
    return Viewer("Bo Berg", frozenset({Held(Role.CHAIR, of_body(group.id))}), a_user("Bo Berg").pk)


def raised(member: Viewer, body, **other) -> int:
    told = MatterTold(heading="Avtal om hjälpmedel", text="Bakgrund.", minutes=15)
    return actions.raise_matter(viewer=member, body_id=body.id, told=replace(told, **other))


def state(matter_id: int) -> str:
    return str(RaisedMatter.objects.get(id=matter_id).state)


def test_a_matter_goes_from_raised_through_a_question_to_the_agenda(
    member, steering, body, meeting
):
    matter_id = raised(member, body, meeting_id=meeting.id, presenter="Vera Ask")
    assert [row.id for row in queries.to_prepare(steering)] == [matter_id]
    actions.return_matter(viewer=steering, matter_id=matter_id, question="Vad kostar det?")
    assert queries.to_prepare(steering) == ()
    assert queries.raised_matter(member, matter_id).answers
    told = MatterTold(heading="Avtal om hjälpmedel 2032", minutes=20, meeting_id=meeting.id)
    actions.answer_question(viewer=member, matter_id=matter_id, answer="120 tkr", told=told)
    accept = {"viewer": steering, "matter_id": matter_id, "meeting_id": meeting.id}
    item_id = actions.accept_matter(**accept, presenter="Vera Ask")
    (item,) = agenda_paper(VIEWER, meeting.id).items
    assert (item.id, item.heading, item.minutes, item.number) == (
        item_id,
        "Avtal om hjälpmedel 2032",
        20,
        "1",
    )
    assert item.presenters[0].name == "Vera Ask"
    steps = queries.raised_matter(member, matter_id).steps
    assert [(step.state.value, step.text) for step in steps] == [
        ("raised", "Bakgrund."),
        ("returned", "Vad kostar det?"),
        ("raised", "120 tkr"),
        ("accepted", ""),
    ]
    with pytest.raises(ValidationError):
        actions.accept_matter(**accept)
    assert len(agenda_paper(VIEWER, meeting.id).items) == 1


def test_a_matter_is_declined_with_a_reason_or_withdrawn_by_its_own(member, steering, body):
    matter_id = raised(member, body)
    with pytest.raises(ValidationError):
        actions.decline_matter(viewer=steering, matter_id=matter_id, reason=" ")
    actions.decline_matter(viewer=steering, matter_id=matter_id, reason="Hör hemma i rådet")
    assert state(matter_id) == "declined"
    with pytest.raises(ValidationError):
        actions.withdraw_matter(viewer=member, matter_id=matter_id)
    other = raised(member, body)
    with pytest.raises(RaisedMatter.DoesNotExist):
        actions.withdraw_matter(viewer=steering, matter_id=other)
    actions.withdraw_matter(viewer=member, matter_id=other)
    assert state(other) == "withdrawn"


def test_who_neither_raised_nor_prepares_a_matter_sees_nothing_of_it(member, body):
    matter_id = raised(member, body)
    elsewhere = a_body("Annat nätverk")
    other_member = Viewer("X", frozenset({Held(Role.MEMBER, of_body(body.id))}), a_user("X Y").pk)
    other_chair = Viewer("C", frozenset({Held(Role.CHAIR, of_body(elsewhere.id))}), 99)
    for viewer in (other_member, other_chair):
        with pytest.raises(RaisedMatter.DoesNotExist):
            queries.raised_matter(viewer, matter_id)
        assert queries.raised_by(viewer) == ()
    assert queries.to_prepare(other_chair) == ()
    with pytest.raises(RaisedMatter.DoesNotExist):
        actions.decline_matter(viewer=other_chair, matter_id=matter_id, reason="Nej")
    with pytest.raises(PermissionDenied):
        actions.decline_matter(viewer=member, matter_id=matter_id, reason="Nej")


def test_a_matter_is_raised_only_where_one_may_and_for_a_meeting_that_is_to_come(member, body):
    with pytest.raises(PermissionDenied):
        raised(member, a_body("Annat nätverk"))
    past = a_planned_meeting(body, timezone.localdate() - timedelta(days=1))
    with pytest.raises(ValidationError) as refusal:
        raised(member, body, heading=" ", meeting_id=past.id)
    assert refusal.value.message_dict.keys() == {"heading", "meeting"}


def test_one_that_is_accepted_once_the_notice_is_sent_is_late(member, steering, body, meeting):
    matter_id = raised(member, body)
    a_sent_notice(meeting)
    accept = {"viewer": steering, "matter_id": matter_id, "meeting_id": meeting.id}
    with pytest.raises(ValidationError):
        actions.accept_matter(**accept)
    actions.accept_matter(**accept, late_reason="Brådskar", late_by="ordföranden")
    (item,) = agenda_paper(VIEWER, meeting.id).items
    assert (item.late, item.late_by) == (True, "ordföranden")


def test_two_who_accept_at_the_same_moment_make_one_item(at_once):
    body = a_body()
    meeting = a_planned_meeting(body, timezone.localdate() + timedelta(days=30))
    matter_id = raised(VIEWER, body)

    def accept() -> int:
        return actions.accept_matter(viewer=VIEWER, matter_id=matter_id, meeting_id=meeting.id)

    done = at_once(accept, accept)
    assert sorted(type(one).__name__ for one in done) == ["ValidationError", "int"]
    assert len(agenda_paper(VIEWER, meeting.id).items) == 1
