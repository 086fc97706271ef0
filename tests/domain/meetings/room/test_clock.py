"""Where the meeting is, how long each item takes, and when the meeting ends."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from handslag.domain.base.meanwhile import ChangedMeanwhile
from handslag.domain.base.states import PublicationState
from handslag.domain.meetings.models import AgendaItem, ItemTime, Meeting, Room
from handslag.domain.meetings.room import actions, queries
from tests.builders import VIEWER
from tests.domain.meetings.room.making import DAY, an_open_room, held

pytestmark = pytest.mark.django_db

NINE = timezone.make_aware(datetime.combine(DAY, time(9)))


def after(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def page(meeting, minutes=0.0):
    return queries.room_page(VIEWER, meeting.id, after(minutes))


def begin(meeting, item, minutes=0.0, seen=None):
    seen = page(meeting).clock_seen if seen is None else seen
    return actions.begin_item(
        viewer=VIEWER, meeting_id=meeting.id, item_id=item.id, seen=seen, now=after(minutes)
    )


def test_going_on_to_an_item_leaves_the_one_before_and_the_clock_tells_both():
    meeting = an_open_room()
    first, second = held(meeting)
    assert begin(meeting, first).seen == {"clock": str(first.id)}
    begin(meeting, second, 12)
    one, two = page(meeting, 15).items
    assert (one.spent, one.allotted, one.over, one.done) == (12, 10, 2, True)
    assert (two.spent, two.running_since, two.done) == (3, after(12), False)
    assert page(meeting).item == page(meeting).items[1]


def test_an_item_may_be_taken_up_again_after_a_break():
    meeting = an_open_room()
    first = held(meeting)[0]
    begin(meeting, first)
    actions.leave_item(viewer=VIEWER, meeting_id=meeting.id, seen=str(first.id), now=after(5))
    assert page(meeting, 20).item is None
    begin(meeting, first, 20)
    assert page(meeting, 23).items[0].spent == 8


def test_what_is_left_of_the_meeting_is_told_beside_what_its_items_need():
    meeting = an_open_room("Ett", "Två", "Tre", planned_end=time(9, 30))
    first = held(meeting)[0]
    begin(meeting, first)
    clock = page(meeting, 15).clock
    assert (clock.left, clock.needed, clock.behind) == (15, 20, 5)
    assert clock.began_at == NINE


def test_a_room_opened_long_before_the_day_says_nothing_of_time_left_until_then():
    meeting = an_open_room("Ett", planned_end=time(9, 30))
    early = page(meeting, -66 * 24 * 60).clock
    assert (early.left, early.behind) == (None, 0)
    assert page(meeting, 0).clock.left == 30
    assert page(meeting, 24 * 60).clock.left is None


def test_of_two_who_go_on_to_different_items_the_second_is_told():
    meeting = an_open_room()
    first, second = held(meeting)
    begin(meeting, first, seen="")
    with pytest.raises(ChangedMeanwhile) as conflict, transaction.atomic():
        begin(meeting, second, seen="")
    assert conflict.value.theirs == {"item": "1 Hembesök om natten"}
    assert conflict.value.seen == {"clock": str(first.id)}
    begin(meeting, first, seen="")  # to the same is where they both want to be
    assert ItemTime.objects.count() == 1


def test_a_withdrawn_item_is_not_gone_on_to():
    meeting = an_open_room()
    first = page(meeting).items[0]
    actions.withdraw_item(viewer=VIEWER, item_id=first.id, seen=first.seen, reason="Dröjer")
    with pytest.raises(ValidationError, match="utgått"):
        begin(meeting, first)


def test_an_item_of_another_meeting_is_none_of_this():
    meeting = an_open_room()
    with pytest.raises(AgendaItem.DoesNotExist):
        actions.begin_item(viewer=VIEWER, meeting_id=meeting.id, item_id=4711, seen="")


def test_the_meeting_ends_and_says_when_and_what_is_left_may_still_be_written():
    meeting = an_open_room()
    first = held(meeting)[0]
    begin(meeting, first)
    actions.end_meeting(viewer=VIEWER, meeting_id=meeting.id, now=after(95))
    meeting.refresh_from_db()
    assert meeting.end == time(10, 35)
    told = page(meeting, 200)
    assert (told.clock.left, told.clock.needed, told.item_id) == (None, 0, None)
    assert told.items[0].spent == 95
    with pytest.raises(ValidationError, match="avslutat"):
        begin(meeting, first)
    actions.write_discussion(viewer=VIEWER, item_id=first.id, seen="0", text="Efteråt")


def test_a_meeting_that_was_ended_by_mistake_goes_on():
    meeting = an_open_room()
    actions.end_meeting(viewer=VIEWER, meeting_id=meeting.id, now=after(95))
    actions.reopen_meeting(viewer=VIEWER, meeting_id=meeting.id)
    meeting.refresh_from_db()
    assert (meeting.end, Room.objects.get().ended_at) == (None, None)


def test_once_the_minutes_are_shared_the_meeting_stays_ended():
    meeting = an_open_room()
    actions.end_meeting(viewer=VIEWER, meeting_id=meeting.id, now=after(95))
    Meeting.objects.update(state=PublicationState.SHARED)
    with pytest.raises(ValidationError, match="delat"):
        actions.reopen_meeting(viewer=VIEWER, meeting_id=meeting.id)


class TestSitting:
    def set(self, meeting, seen, **said):
        told: dict[str, Any] = {"start": time(9, 5), "end": time(11), "place": " Sal  Eken "} | said
        return actions.set_sitting(viewer=VIEWER, meeting_id=meeting.id, seen=seen, **told)

    def test_when_and_where_it_was_held_is_the_minutes_own(self):
        meeting = an_open_room(planned_place="Sal Asken")
        assert page(meeting).place == "Sal Asken"
        written = self.set(meeting, page(meeting).sitting_seen)
        told = page(meeting)
        assert (told.start, told.end, told.place) == (time(9, 5), time(11), "Sal Eken")
        assert written.seen == {"sitting": told.sitting_seen}
        meeting.refresh_from_db()
        assert (meeting.planned_start, meeting.planned_place) == (time(9), "Sal Asken")

    def test_it_ends_after_it_began(self):
        meeting = an_open_room()
        with pytest.raises(ValidationError, match="innan det började"):
            self.set(meeting, page(meeting).sitting_seen, end=time(8))

    def test_who_comes_second_is_told(self):
        meeting = an_open_room()
        before = page(meeting).sitting_seen
        self.set(meeting, before)
        with pytest.raises(ChangedMeanwhile) as conflict, transaction.atomic():
            self.set(meeting, before, place="Någon annanstans")
        assert conflict.value.theirs == {"start": "09.05", "end": "11.00", "place": "Sal Eken"}


@pytest.mark.django_db(transaction=True)
def test_two_who_go_on_at_once_leave_one_clock_running(at_once):
    meeting = an_open_room()
    first, second = held(meeting)
    came = at_once(lambda: begin(meeting, first, seen=""), lambda: begin(meeting, second, seen=""))
    assert [type(one) for one in came].count(ChangedMeanwhile) == 1
    assert ItemTime.objects.filter(ended_at__isnull=True).count() == 1
