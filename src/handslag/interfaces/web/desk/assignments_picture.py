"""Assignments by the month they are due, drawn as bars: late ones apart.

Drawn on the server; the table beneath has the same figures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from handslag.interfaces.web.kit.words import month_name

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from django.utils.safestring import SafeString

    from handslag.domain.matters.assignments.shapes import Month

MOST = 18
"""Months that are drawn at most: the latest of those that have been, and those ahead."""
STEP = 46
BAR = 26
HEIGHT = 96
HEAD = 20
FOOT = 38


def drawn(months: Sequence[Month], today: dt.date, words: str = "") -> SafeString | str:
    """The picture; nothing where fewer than two months have anything due.

    `words` say what is drawn, where it is not assignments alone.
    """
    if len(months) < 2:
        return ""
    shown = list(_around(months, today))
    most = max(one.due for one in shown)
    width = STEP * len(shown) + 8
    bars = format_html_join("", "{}", ((_bar(one, n, most),) for n, one in enumerate(shown)))
    return format_html(
        '<svg class="picture due-months" viewBox="0 0 {} {}" width="{}" role="img" '
        'aria-label="{}">{}</svg>',
        width,
        HEAD + HEIGHT + FOOT,
        width,
        words
        or _("Öppna uppdrag efter den månad de ska vara klara; samma siffror står i tabellen"),
        bars,
    )


def _around(months: Sequence[Month], today: dt.date) -> Iterator[Month]:
    """The months to draw: as many that have been as those ahead leave room for, six at least."""
    first = today.replace(day=1)
    been = [one for one in months if one.month < first]
    ahead = [one for one in months if one.month >= first]
    kept = been[-max(6, MOST - len(ahead)) :]
    yield from kept
    yield from ahead[: MOST - len(kept)]


def _bar(month: Month, place: int, most: int) -> SafeString:
    x = place * STEP + 4 + (STEP - BAR) // 2
    tall = round(HEIGHT * month.due / most, 1)
    late = round(HEIGHT * month.late / most, 1)
    foot = HEAD + HEIGHT
    words = format_html(
        '<text class="name" x="{}" y="{}" text-anchor="middle">{}</text>'
        '<text class="note" x="{}" y="{}" text-anchor="middle">{}</text>'
        '<text class="note" x="{}" y="{}" text-anchor="middle">{}</text>',
        x + BAR / 2,
        round(foot - tall - 6, 1),
        month.due,
        x + BAR / 2,
        foot + 16,
        month_name(month.month.month)[:3],
        x + BAR / 2,
        foot + 31,
        month.month.year,
    )
    bars = format_html(
        '<rect class="ahead" x="{}" y="{}" width="{}" height="{}"></rect>',
        x,
        round(foot - tall, 1),
        BAR,
        tall,
    )
    if month.late:
        bars += format_html(
            '<rect class="late" x="{}" y="{}" width="{}" height="{}"></rect>',
            x,
            round(foot - late, 1),
            BAR,
            late,
        )
    return format_html("<g>{}{}</g>", bars, words)
