"""Days, clock times, sums and sizes as a Swedish reader expects them. Pure functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone, translation
from django.utils.dateformat import format as format_date
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    import datetime as dt
    from decimal import Decimal

HARD_SPACE = "\N{NO-BREAK SPACE}"
EN_DASH = "\N{EN DASH}"


def day(value: dt.date | None) -> str:
    """A day in full: "fredag 14 mars 2025"."""
    return format_date(value, "l j F Y") if value else ""


def short_day(value: dt.date | None) -> str:
    """A day without its weekday: "14 mars 2025"."""
    return format_date(value, "j F Y") if value else ""


def weekday(value: dt.date | None) -> str:
    """A weekday by its name: "torsdag"."""
    return format_date(value, "l") if value else ""


def weekday_day(value: dt.date | None) -> str:
    """A day for lists where the year is known: "tor 4 feb"."""
    return (
        f"{format_date(value, 'D')} {value.day} {format_date(value, 'b')}".lower() if value else ""
    )


def month_name(number: int) -> str:
    """A month by its number, 1 to 12: "mars"."""
    return str(MONTHS[number])


def clock(start: dt.time | None, end: dt.time | None = None) -> str:
    """A clock time, or from one to another: "kl. 09.30", "kl. 09.30–12.00"."""
    first, last = start or end, end if start else None
    if first is None:
        return ""
    if last is None:
        return _("kl. %(time)s") % {"time": _bare_clock(first)}
    times = f"{_bare_clock(first)}{EN_DASH}{_bare_clock(last)}"
    return _("kl. %(time)s") % {"time": times}


def _bare_clock(value: dt.time) -> str:
    swedish = (translation.get_language() or "sv").startswith("sv")
    return value.strftime("%H.%M" if swedish else "%H:%M")


def moment(value: dt.datetime | None) -> str:
    """A day and a clock time in the county's own time zone: "14 mars 2025 kl. 09.30"."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return f"{short_day(local)} {clock(local.time())}"


def kronor(value: Decimal | None) -> str:
    """A sum for tables: "7 600 000 kr"; with öre only where there are any."""
    if value is None:
        return ""
    whole = value == value.to_integral_value()
    digits = f"{value:,.0f}" if whole else f"{value:,.2f}"
    return _("%(sum)s kr") % {"sum": _swedish(digits)}


def figure(value: int | None) -> str:
    """A number of people or things for tables: "10 254"."""
    return "" if value is None else _swedish(f"{value:,d}")


def short_kronor(value: Decimal | None) -> str:
    """A sum for running text: "7,6 mkr", "480 tkr", "950 kr". Never rounded: else in full."""
    if value is None:
        return ""
    units = ((10**6, 10**12, _("%(sum)s mkr")), (10**3, 10**6, _("%(sum)s tkr")))
    for unit, most, name in units:
        scaled = value / unit
        if unit <= value < most and scaled == round(scaled, 2):
            return name % {"sum": _swedish(f"{scaled.normalize():,f}")}
    return kronor(value)


def _swedish(digits: str) -> str:
    return digits.replace(",", HARD_SPACE).replace(".", ",")


def size(value: int) -> str:
    """A file's size: "34 kB", "2,1 MB"."""
    if value < 1000:
        return ngettext("%(count)d byte", "%(count)d byte", value) % {"count": value}
    if value < 1_000_000:
        return f"{value / 1000:.0f}{HARD_SPACE}kB"
    return f"{_swedish(f'{value / 1_000_000:.1f}')}{HARD_SPACE}MB"
