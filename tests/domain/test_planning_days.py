"""Days: which stand out, which a rhythm gives, what is due before them, and what collides."""

from __future__ import annotations

from datetime import date, time

import pytest

from handslag.domain.meetings.planning.collisions import (
    Sitting,
    Slot,
    Ties,
    clash_in_time,
    remarks,
)
from handslag.domain.meetings.planning.days import DayKind, is_free, marks
from handslag.domain.meetings.planning.rules import (
    ALL_BUT_JULY,
    Which,
    deadlines,
    every_weeks,
    from_last_year,
    listed,
    monthly,
    pre_start,
    shifted,
)

ORDINARY = date(2027, 3, 4)
LONG_AGO = date(2020, 1, 1)


@pytest.mark.parametrize(
    ("day", "kinds"),
    [
        (ORDINARY, []),
        (date(2027, 6, 25), [DayKind.HOLIDAY]),  # Midsummer Eve
        (date(2027, 12, 24), [DayKind.HOLIDAY]),
        (date(2027, 12, 31), [DayKind.HOLIDAY]),
        (date(2027, 6, 6), [DayKind.HOLIDAY, DayKind.WEEKEND]),
        (date(2027, 3, 7), [DayKind.WEEKEND]),  # a Sunday is no holiday here
        (date(2027, 1, 5), [DayKind.HALF_DAY]),  # the eve of Epiphany
        (date(2027, 5, 7), [DayKind.BETWEEN]),  # the Friday after Ascension Day
        (date(2026, 1, 5), [DayKind.HALF_DAY, DayKind.BETWEEN]),
        (date(2027, 7, 8), [DayKind.JULY]),
    ],
)
def test_a_day_stands_out_for_what_it_is(day, kinds):
    assert [mark.kind for mark in marks(day)] == kinds


def test_holidays_have_their_swedish_names():
    assert marks(date(2027, 6, 25))[0].name == "Midsommarafton"


@pytest.mark.parametrize(
    ("day", "notice"),
    [
        (date(2027, 3, 11), date(2027, 3, 4)),
        (date(2027, 3, 14), date(2027, 3, 5)),  # seven days before is a Sunday
        (date(2027, 4, 2), date(2027, 3, 25)),  # Good Friday
        (date(2027, 4, 5), date(2027, 3, 25)),  # Easter Monday, and all the days before it
        (date(2027, 7, 2), date(2027, 6, 24)),  # Midsummer Eve
        (date(2028, 1, 7), date(2027, 12, 30)),  # New Year's Eve
    ],
)
def test_what_is_due_on_a_day_off_is_due_the_working_day_before(day, notice):
    found = deadlines(day, 14, 7)
    assert found.notice == notice
    assert not is_free(found.material)


def test_the_first_thursday_of_each_month_but_july():
    days = monthly(2027, 3, Which.FIRST, ALL_BUT_JULY)
    assert len(days) == 11
    assert days[:3] == (date(2027, 1, 7), date(2027, 2, 4), date(2027, 3, 4))
    assert all(day.weekday() == 3 and day.day <= 7 and day.month != 7 for day in days)


def test_the_last_friday_of_a_month():
    assert monthly(2027, 4, Which.LAST, {4, 5}) == (date(2027, 4, 30), date(2027, 5, 28))


def test_every_sixth_week_goes_on_counting_through_july():
    days = every_weeks(date(2027, 1, 14), 6, months=ALL_BUT_JULY)
    assert days[3:5] == (date(2027, 5, 20), date(2027, 8, 12))
    assert {day.weekday() for day in days} == {3}


def test_last_years_days_keep_their_weekday_and_stay_in_the_year():
    before = [date(2026, 1, 2), date(2026, 3, 12), date(2026, 12, 31), date(2028, 2, 29)]
    days = from_last_year(before, 2027)
    assert days == (date(2027, 1, 1), date(2027, 3, 2), date(2027, 3, 11), date(2027, 12, 30))
    assert {day.weekday() for day in days} == {4, 3, 1}


@pytest.mark.parametrize(
    ("line", "day", "start", "end"),
    [
        ("14 januari", date(2027, 1, 14), None, None),
        ("torsdag 4/2 kl. 13.00-15.00", date(2027, 2, 4), time(13), time(15)),
        ("2027-03-11, 9–12", date(2027, 3, 11), time(9), time(12)),
        ("den 15 april 2027 kl 09.30", date(2027, 4, 15), time(9, 30), None),
        ("12/8 2028 13:00", date(2028, 8, 12), time(13), None),
        ("• 3 juni", date(2027, 6, 3), None, None),
    ],
)
def test_a_list_of_days_is_read_as_people_write_it(line, day, start, end):
    (found,) = listed(line, 2027).days
    assert (found.day, found.start, found.end) == (day, start, end)


def test_what_is_no_day_is_handed_back_and_nothing_is_guessed():
    found = listed("någon gång i maj\n31 februari\n4/2; 4/2\n" + "9" * 500, 2027)
    assert [one.day for one in found.days] == [date(2027, 2, 4)]
    assert found.unread[:2] == ("någon gång i maj", "31 februari")
    assert len(found.unread) == 3


def test_a_pre_meeting_is_not_the_day_before():
    assert pre_start(time(9), 60) == time(8)
    assert pre_start(time(0, 30), 60) is None
    assert shifted(time(8), time(9), time(13)) == time(12)
    assert shifted(time(8), time(9), time(0, 30)) == time(8)


def slot(body_id, start=None, end=None, *, meeting_id=None, main_id=None):
    return Slot(meeting_id or body_id, body_id, f"Organ {body_id}", ORDINARY, start, end, main_id)


def sits(body_id, *people, until=None, principal=None):
    return [Sitting(body_id, person, principal, LONG_AGO, until) for person in people]


MORNING = (time(9), time(12))
TIES = Ties(sittings=sits(1, 10, 11, 12) + sits(2, 11, 12, 13))


@pytest.mark.parametrize(
    ("other", "clash"),
    [
        (MORNING, True),
        ((time(11, 59), time(13)), True),
        ((time(12), time(13)), False),  # one begins when the other ends
        ((time(8), time(9)), False),
        ((time(13), None), False),
        ((time(8), None), None),  # nobody has said when it ends
        ((None, None), None),
    ],
)
def test_two_meetings_clash_where_their_times_overlap(other, clash):
    assert clash_in_time(slot(1, *MORNING), slot(2, *other)) is clash


def test_a_collision_says_who_is_concerned():
    (told,) = remarks(slot(1, *MORNING), [slot(2, time(10), time(11))], TIES)
    assert told.strong
    assert told.words == "Organ 2 möts samma tid, kl. 10.00–11.00: 2 personer är med i båda."
    assert told.meeting_id == 2


def test_the_same_day_at_another_time_is_told_mildly():
    (told,) = remarks(slot(1, *MORNING), [slot(2, time(13), time(14))], TIES)
    assert not told.strong
    assert "samma dag" in told.words


def test_bodies_without_anything_in_common_do_not_collide():
    assert remarks(slot(1, *MORNING), [slot(3, *MORNING)], TIES) == ()


def test_somebody_who_has_left_is_not_concerned():
    ties = Ties(sittings=sits(1, 10) + sits(2, 10, until=date(2027, 3, 3)))
    assert remarks(slot(1), [slot(2)], ties) == ()


def test_a_principal_with_seats_in_both_is_told_mildly():
    ties = Ties(sittings=sits(1, 10, principal=5), seats=[(2, 5)])
    (told,) = remarks(slot(1, *MORNING), [slot(2, *MORNING)], ties)
    assert not told.strong
    assert "1 huvudman har plats i båda" in told.words


def test_a_body_that_prepares_for_the_other_stands_in_the_way():
    (told,) = remarks(slot(1), [slot(2)], Ties(prepares=[(2, 1)]))
    assert told.strong
    assert "det ena bereder ärenden åt det andra" in told.words


def test_a_pre_meeting_does_not_collide_with_its_meeting():
    pre = slot(2, *MORNING, main_id=1)
    assert remarks(slot(1, *MORNING), [pre], TIES) == ()
    assert remarks(pre, [slot(1, *MORNING)], TIES) == ()
