"""A year drawn as a picture: a row for each body, a mark for each meeting, on its day.

Drawn on the server. Every mark is a link with the same words as the list beneath has; colour says
nothing that shape or words do not.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from handslag.domain.base.states import PublicationState
from handslag.interfaces.web.kit.words import clock, day, month_name, short_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.utils.safestring import SafeString

    from handslag.domain.meetings.planning.queries.rows import PlanRow
    from handslag.domain.meetings.planning.queries.year import YearBody, YearPage

LABELS = 176
"""Width of the column with the bodies' names; all measures are in the picture's own units."""
DAYS = 1008
WIDTH = LABELS + DAYS + 16
HEAD = 40
FEW = 12
"""So many bodies have room for taller rows."""
MARK = 22
LONGEST_NAME = 24


def drawn(found: YearPage, today: date) -> SafeString | str:
    """The picture; nothing where there is no meeting in the year."""
    if not found.bodies:
        return ""
    height = 34 if len(found.bodies) <= FEW else 27
    bottom = HEAD + height * len(found.bodies)
    return format_html(
        '<svg class="year-picture" viewBox="0 0 {} {}" role="group" aria-label="{}">{}{}{}{}</svg>',
        WIDTH,
        bottom + 6,
        _("Möten %(year)s, en rad för varje organ") % {"year": found.year},
        _months(found.year, bottom),
        _days_off(found, bottom),
        _rows(found, height),
        _today(found.year, today, bottom),
    )


def _x(on: date) -> float:
    """Where a day begins."""
    first = date(on.year, 1, 1)
    length = (date(on.year + 1, 1, 1) - first).days
    return round(LABELS + (on - first).days * DAYS / length, 1)


def _months(year: int, bottom: int) -> SafeString:
    """The months' names and lines, July shaded, and the weeks' numbers."""
    firsts = [date(year, month, 1) for month in range(1, 13)]
    ends = [*(_x(first) for first in firsts[1:]), float(LABELS + DAYS)]
    july = firsts[6]
    shade = format_html(
        '<rect class="july" x="{}" y="{}" width="{}" height="{}"></rect>',
        _x(july),
        HEAD,
        round(ends[6] - _x(july), 1),
        bottom - HEAD,
    )
    names = format_html_join(
        "",
        '<text class="month" x="{}" y="15">{}</text>',
        (
            (round((_x(first) + end) / 2, 1), month_name(first.month))
            for first, end in _zip(firsts, ends)
        ),
    )
    lines = format_html(
        '<path class="months" d="{}"></path>',
        "".join(f"M{x} 4V{bottom}" for x in (*(_x(first) for first in firsts), LABELS + DAYS)),
    )
    return format_html('<g aria-hidden="true">{}{}{}{}</g>', shade, names, lines, _weeks(year))


def _zip(firsts: list[date], ends: list[float]) -> Iterator[tuple[date, float]]:
    return zip(firsts, ends, strict=True)


def _weeks(year: int) -> SafeString:
    """Every other week's number, above its Monday."""
    first = date(year, 1, 1)
    monday = first + timedelta(days=(7 - first.weekday()) % 7)
    weeks = (monday + timedelta(weeks=count) for count in range(0, 53, 2))
    return format_html_join(
        "",
        '<text class="week" x="{}" y="32">{}</text>',
        ((_x(day_), day_.isocalendar().week) for day_ in weeks if day_.year == year),
    )


def _days_off(found: YearPage, bottom: int) -> SafeString:
    """A line down each holiday."""
    half = DAYS / 365 / 2
    path = "".join(f"M{round(_x(on) + half, 1)} {HEAD}V{bottom}" for on in found.holidays)
    return format_html('<path class="holidays" aria-hidden="true" d="{}"></path>', path)


def _today(year: int, today: date, bottom: int) -> SafeString | str:
    if today.year != year:
        return ""
    return format_html(
        '<path class="today" aria-hidden="true" d="M{} {}V{}"></path>', _x(today), HEAD - 4, bottom
    )


def _rows(found: YearPage, height: int) -> SafeString:
    return format_html_join(
        "",
        "{}",
        (
            (_row(found, body, HEAD + place * height, height),)
            for place, body in enumerate(found.bodies)
        ),
    )


def _row(found: YearPage, body: YearBody, top: int, height: int) -> SafeString:
    """A body's name, when its notices are due, and its meetings."""
    middle = top + height / 2
    return format_html(
        '<g><path class="row" d="M0 {}H{}"></path>'
        '<a class="body" href="?organ={}"><title>{}</title><text x="4" y="{}">{}</text></a>'
        "{}{}</g>",
        top,
        LABELS + DAYS,
        body.id,
        body.name,
        middle + 4,
        _short(body.short),
        _due(body.meetings, found.year, top + height),
        _marks(found, body.meetings, middle),
    )


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"


def _due(rows: Iterable[PlanRow], year: int, bottom: int) -> SafeString | str:
    """A tick on the last day for each notice, at the foot of the row."""
    due = [
        row.notice_due
        for row in rows
        if row.notice_due and row.notice_due.year == year and not row.cancelled
    ]
    if not due:
        return ""
    path = "".join(f"M{_x(on)} {bottom - 5}h4l-2 4z" for on in due)
    return format_html('<path class="due" aria-hidden="true" d="{}"></path>', path)


def _marks(found: YearPage, rows: Iterable[PlanRow], middle: float) -> SafeString:
    pattern = reverse("desk:meeting", args=[0]).removesuffix("0/")
    return format_html_join(
        "",
        '<a class="{}" href="{}"><title>{}</title>'
        '<rect x="{}" y="{}" width="{}" height="18" rx="{}"></rect>'
        '<text x="{}" y="{}">{}</text>{}</a>',
        (_mark(found, row, middle, pattern) for row in rows),
    )


def _mark(found: YearPage, row: PlanRow, middle: float, pattern: str) -> tuple[object, ...]:
    x = _x(row.day) - MARK / 2 + 1
    remarks = found.remarks.get(row.id, ())
    strong = any(remark.strong for remark in remarks)
    return (
        _class(row),
        f"{pattern}{row.id}/",
        words_of(row, clashes=strong),
        round(x, 1),
        middle - 9,
        MARK,
        9 if row.pre_meeting else 3,
        round(x + MARK / 2, 1),
        middle + 4,
        row.day.day,
        _warning(x + MARK, middle - 8) if strong else _struck(x, middle) if row.cancelled else "",
    )


def _class(row: PlanRow) -> str:
    found = ["mark"]
    if row.cancelled:
        found.append("cancelled")
    elif row.held:
        found.append("held")
    elif row.told == PublicationState.DRAFT and row.prepared and not row.sent:
        found.append("draft")
    return " ".join(found)


def _warning(x: float, y: float) -> SafeString:
    return format_html('<circle class="clash" cx="{}" cy="{}" r="4.5"></circle>', round(x, 1), y)


def _struck(x: float, middle: float) -> SafeString:
    return format_html(
        '<path class="struck" d="M{} {}l{} -12"></path>', round(x + 1, 1), middle + 6, MARK - 2
    )


def words_of(row: PlanRow, *, clashes: bool) -> str:
    """A meeting in one line; the list tells what it collides with."""
    told = [f"{row.body} {day(row.day)}"]
    if row.start:
        told.append(clock(row.start, row.end))
    if row.cancelled:
        told.append(_("inställt"))
    if row.notice_due and not row.held and not row.cancelled:
        told.append(_("kallelsen ut senast %(day)s") % {"day": short_day(row.notice_due)})
    if clashes:
        told.append(_("krockar"))
    return ", ".join(told)
