"""What who writes and who follows sees, in how many queries, and who sees nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from handslag.domain.access.roles import Role
from handslag.domain.access.things import of_body
from handslag.domain.access.viewer import ANONYMOUS, Held, Viewer
from handslag.domain.base.states import PublicationState
from handslag.domain.meetings.models import Meeting, Room
from handslag.domain.meetings.room import actions, queries
from handslag.domain.registry.models import Person
from tests.builders import NO_SUCH, VIEWER, a_user
from tests.domain.meetings.room.making import a_meeting_to_hold, an_open_room, held

pytestmark = pytest.mark.django_db


def holding(role: Role, meeting: Meeting, user_id: int = 77) -> Viewer:
    return Viewer(role, frozenset({Held(role, of_body(meeting.body_id))}), user_id)


def presenter(meeting: Meeting) -> Viewer:
    """Moa Lind, who presents the first item and has no role."""
    Meeting.objects.filter(id=meeting.id).update(planned_state=PublicationState.SHARED)
    user = a_user("Moa Lind")
    Person.objects.filter(name="Moa Lind").update(user=user)
    return Viewer("Moa Lind", frozenset(), user.pk)


def busy(items: int) -> Meeting:
    """A room in which much has happened."""
    meeting = an_open_room(*(f"Ärende {number}" for number in range(items)))
    rows = queries.room_page(VIEWER, meeting.id).roll
    for item in held(meeting):
        actions.write_discussion(viewer=VIEWER, item_id=item.id, seen="0", text="Vera berättar")
        actions.set_absence(
            viewer=VIEWER,
            item_id=item.id,
            attendance_id=rows[1].id,
            seen="",
            reason="conflict",
            note="äger företaget",
        )
        now = queries.room_page(VIEWER, meeting.id).clock_seen
        actions.begin_item(viewer=VIEWER, meeting_id=meeting.id, item_id=item.id, seen=now)
    actions.note_movement(viewer=VIEWER, attendance_id=rows[2].id, seen=rows[2].seen, kind="left")
    return meeting


@pytest.mark.parametrize("items", [4, 40])
def test_pages_take_as_many_queries_whatever_their_size(items, django_assert_num_queries):
    meeting = busy(items)
    with django_assert_num_queries(8):
        page = queries.room_page(VIEWER, meeting.id)
    assert len(page.items) == items
    assert page.items[-1].discussion.text == "Vera berättar"
    with django_assert_num_queries(8):
        queries.following(VIEWER, meeting.id)
    with django_assert_num_queries(1):
        assert queries.revision_of(VIEWER, meeting.id) == page.revision


def test_there_is_no_page_where_nobody_has_opened_the_room_or_there_is_no_meeting():
    meeting = a_meeting_to_hold()
    for read in (queries.room_page, queries.following, queries.revision_of):
        with pytest.raises(Room.DoesNotExist):
            read(VIEWER, meeting.id)
    with pytest.raises(Meeting.DoesNotExist):
        queries.room_page(VIEWER, NO_SUCH)


class TestWhoWrites:
    @pytest.mark.parametrize("role", [Role.CHAIR, Role.SECRETARY])
    def test_those_who_prepare_the_body_do(self, role):
        meeting = an_open_room()
        assert queries.room_page(holding(role, meeting), meeting.id).writable

    @pytest.mark.parametrize("role", [Role.MEMBER, Role.ALTERNATE, Role.CONTACT, Role.AUDITOR])
    def test_nobody_else_does(self, role):
        meeting = an_open_room(planned_state=PublicationState.SHARED)
        with pytest.raises(PermissionDenied):
            queries.room_page(holding(role, meeting), meeting.id)

    def test_finalised_minutes_are_told_not_to_be_written_in(self):
        meeting = an_open_room()
        Meeting.objects.update(state=PublicationState.FINALISED)
        assert not queries.room_page(VIEWER, meeting.id).writable


class TestWhoFollows:
    def test_those_who_sit_in_the_body_see_where_the_meeting_is_and_nothing_of_what_is_said(self):
        meeting = busy(2)
        found = queries.following(holding(Role.MEMBER, meeting), meeting.id)
        assert [item.heading for item in found.items] == ["Ärende 0", "Ärende 1"]
        assert [item.now for item in found.items] == [False, True]
        assert {one.name: one.presence.value for one in found.roll} == {
            "Lena Berg": "present",
            "Per Ek": "absent",
            "Vera Ask": "present",
        }
        assert "Vera berättar" not in repr(found)
        assert "äger företaget" not in repr(found)

    def test_a_presenter_without_a_role_sees_the_own_item_and_the_numbers_of_others(self):
        meeting = busy(2)
        found = queries.following(presenter(meeting), meeting.id)
        assert [(item.number, item.heading, item.hidden) for item in found.items] == [
            ("1", "Ärende 0", False),
            ("2", "", True),
        ]
        assert found.roll == ()
        assert found.revision == queries.revision_of(presenter_again(), meeting.id)

    def test_a_presenter_sees_nothing_before_the_notice_is_shared(self):
        meeting = an_open_room()
        viewer = presenter(meeting)
        Meeting.objects.update(planned_state=PublicationState.DRAFT)
        with pytest.raises(Room.DoesNotExist):
            queries.following(viewer, meeting.id)

    def test_what_is_closed_leaves_no_trace_for_who_only_presents(self):
        meeting = busy(2)
        held_items = held(meeting)
        held_items[1].closed = True
        held_items[1].save()
        found = queries.following(presenter(meeting), meeting.id)
        assert [item.number for item in found.items] == ["1"]
        assert found.item_id is None
        sits = queries.following(holding(Role.MEMBER, meeting), meeting.id)
        assert sits.item_id == held_items[1].id

    @pytest.mark.parametrize("role", [Role.READER, Role.CONTACT, Role.AUDITOR, Role.LINK])
    def test_others_see_nothing(self, role):
        meeting = an_open_room(planned_state=PublicationState.PUBLISHED)
        for read in (queries.following, queries.revision_of):
            with pytest.raises(Room.DoesNotExist):
                read(holding(role, meeting), meeting.id)

    def test_a_member_of_another_body_sees_nothing(self):
        meeting = an_open_room()
        other = Viewer("E", frozenset({Held(Role.MEMBER, of_body(meeting.body_id + 1))}), 5)
        with pytest.raises(Room.DoesNotExist):
            queries.following(other, meeting.id)

    def test_a_stranger_is_refused(self):
        meeting = an_open_room()
        for read in (queries.following, queries.revision_of):
            with pytest.raises(PermissionDenied):
                read(ANONYMOUS, meeting.id)

    def test_the_end_is_told_for_a_while_and_then_the_room_is_shut(self):
        meeting = an_open_room()
        member = holding(Role.MEMBER, meeting)
        actions.end_meeting(viewer=VIEWER, meeting_id=meeting.id)
        assert queries.following(member, meeting.id).clock.ended_at
        with pytest.raises(Room.DoesNotExist):
            queries.following(member, meeting.id, timezone.now() + timedelta(days=1))
        assert queries.following(VIEWER, meeting.id, timezone.now() + timedelta(days=1))


def presenter_again() -> Viewer:
    user_id = Person.objects.values_list("user_id", flat=True).get(name="Moa Lind")
    return Viewer("Moa Lind", frozenset(), user_id)
