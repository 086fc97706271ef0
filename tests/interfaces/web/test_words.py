"""Days, times and sums as a Swedish reader expects them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation

from handslag.interfaces.web.kit import words

MARCH = dt.date(2025, 3, 14)


@pytest.fixture(autouse=True)
def _in_swedish():
    with translation.override("sv"):
        yield


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_days():
    assert words.day(MARCH) == "fredag 14 mars 2025"
    assert words.short_day(MARCH) == "14 mars 2025"
    assert words.day(None) == words.short_day(None) == ""
    with translation.override("en"):
        assert words.day(MARCH) == "Friday 14 March 2025"


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        (dt.time(9, 30), None, "kl. 09.30"),
        (dt.time(9, 30), dt.time(12, 0), "kl. 09.30–12.00"),
        (None, dt.time(12, 0), "kl. 12.00"),
        (None, None, ""),
    ],
)
def test_clock_times(start, end, told):
    assert words.clock(start, end) == told


def test_clock_times_in_english():
    with translation.override("en"):
        assert words.clock(dt.time(9, 30)) == "09:30"


def test_a_moment_is_told_in_the_countys_own_time():
    midnight = dt.datetime(2025, 7, 1, 22, 30, tzinfo=dt.UTC)
    assert words.moment(midnight) == "2 juli 2025 kl. 00.30"
    assert words.moment(None) == ""


@pytest.mark.parametrize(
    ("kronor", "long", "short"),
    [
        ("7600000", "7 600 000 kr", "7,6 mkr"),
        ("480000", "480 000 kr", "480 tkr"),
        ("1234567", "1 234 567 kr", "1 234 567 kr"),
        ("950", "950 kr", "950 kr"),
        ("99.50", "99,50 kr", "99,50 kr"),
        ("0", "0 kr", "0 kr"),
        ("1000000000", "1 000 000 000 kr", "1 000 mkr"),
    ],
)
def test_sums(kronor, long, short):
    assert plain(words.kronor(Decimal(kronor))) == long
    assert plain(words.short_kronor(Decimal(kronor))) == short


def test_no_sum():
    assert words.kronor(None) == words.short_kronor(None) == ""


@pytest.mark.parametrize(
    ("size", "told"),
    [(1, "1 byte"), (999, "999 byte"), (34_100, "34 kB"), (2_140_000, "2,1 MB")],
)
def test_sizes(size, told):
    assert plain(words.size(size)) == told
