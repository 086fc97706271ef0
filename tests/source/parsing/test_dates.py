from __future__ import annotations

import datetime as dt

import pytest

from handslag.source.parsing.dates import find_clocks, find_days, resolve

MEETING = dt.date(2020, 3, 6)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Möte 6 mars 2020", dt.date(2020, 3, 6)),
        ("den 16 oktober 2013", dt.date(2013, 10, 16)),
        ("2020-11-30", dt.date(2020, 11, 30)),
        ("2020-03- 30", dt.date(2020, 3, 30)),
        ("20200306", dt.date(2020, 3, 6)),
        ("200207", dt.date(2020, 2, 7)),
        ("18/5 2020", dt.date(2020, 5, 18)),
        ("1/10 2025", dt.date(2025, 10, 1)),
        ("5/2-20", dt.date(2020, 2, 5)),
        ("5–6 mars 2020", dt.date(2020, 3, 5)),
        ("12 dec. 2019", dt.date(2019, 12, 12)),
    ],
)
def test_days_with_a_year(words, day):
    (mention,) = find_days(words)
    assert mention.date == day


@pytest.mark.parametrize(
    ("words", "before", "after"),
    [
        ("den 7 februari", dt.date(2020, 2, 7), dt.date(2021, 2, 7)),
        ("den 3 april", dt.date(2019, 4, 3), dt.date(2020, 4, 3)),
        ("torsdag den 18/5", dt.date(2019, 5, 18), dt.date(2020, 5, 18)),
        ("29 februari", dt.date(2020, 2, 29), dt.date(2024, 2, 29)),
    ],
)
def test_days_without_a_year_are_found_by_direction(words, before, after):
    (mention,) = find_days(words)
    assert mention.date is None
    assert resolve(mention, MEETING, future=False) == before
    assert resolve(mention, MEETING, future=True) == after


@pytest.mark.parametrize(
    "words",
    [
        "30 februari 2020",
        "§ 63/20",
        "25 %",
        "kl. 09.30-14",
        "070-123 45 67",
        "201307-1234",
        "ca 3300 st",
        "1999/2000",
    ],
)
def test_what_is_no_day(words):
    assert find_days(words) == []


def test_a_day_without_a_year_has_no_date_where_the_meeting_has_none():
    (mention,) = find_days("den 3 april")
    assert resolve(mention, None, future=True) is None


def test_the_weekday_is_part_of_the_mention():
    words = "till torsdagen den 5 mars"
    (mention,) = find_days(words)
    assert words[mention.start : mention.end] == "torsdagen den 5 mars"
    assert mention.weekday == 3


@pytest.mark.parametrize(
    ("words", "begins", "ends"),
    [
        ("Kl. 09.30-14.", dt.time(9, 30), dt.time(14)),
        ("kl. 9.30–12.00", dt.time(9, 30), dt.time(12)),
        ("08:30", dt.time(8, 30), None),
        ("13.00 – ca 15.30", dt.time(13), dt.time(15, 30)),
        ("klockan 13", dt.time(13), None),
        ("kl 13-16", dt.time(13), dt.time(16)),
        ("kl 10.00 till 11.45", dt.time(10), dt.time(11, 45)),
    ],
)
def test_times_of_day(words, begins, ends):
    (clock,) = find_clocks(words)
    assert (clock.begins, clock.ends) == (begins, ends)


@pytest.mark.parametrize("words", ["2020-03-06", "punkt 13", "25,5 procent", "kl. 31.00"])
def test_what_is_no_time_of_day(words):
    assert [c for c in find_clocks(words) if c.certain] == []
