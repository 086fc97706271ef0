"""A matter's life as a picture: a lane for each body, a mark for each thing that happened.

Drawn on the server, twice: time from left to right in as many strips as it takes, for wide
screens; from the top down, for phones and paper. Every stop is a link to the same in words.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from handslag.domain.matters.history.shapes import HappeningKind
from handslag.interfaces.web.desk import matter_words as words
from handslag.interfaces.web.desk.matter_marks import REACH, mark, shape_of
from handslag.interfaces.web.desk.matter_stops import Stop, lanes_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.utils.safestring import SafeString

    from handslag.domain.base.shapes import Labelled
    from handslag.domain.matters.history.shapes import BodyRef, MatterPage

WIDTH = 1120
"""Of the wide picture; all measures are in the pictures' own units, near enough pixels."""
LABELS = 158
_LETTER = 6.7
"""How wide a letter is, in the middle."""
_GAP = 36
_MOST_GAP = 90
"""The least and the most room between two stops: more where more time has passed."""
_STRETCH = 2.2
"""How many times wider the room may get, where it fills a strip."""
_HEAD = 40
_LANE = 40
_LINE = 15.5
_MARKS = 23
"""From one mark to the next of the same stop."""
FEWEST = 2
"""So many stops make a picture."""
TALL_WIDTH = 300
_TRACKS = 72
"""Room for the lanes of the tall picture, however many they are."""
_NARROW = 24


@dataclass(frozen=True, slots=True)
class _Node:
    """A place on the line: a stop, or where a matter was sent and has not been taken up."""

    stop: Stop | None
    lane: int
    kinds: tuple[tuple[Labelled, int], ...]
    sent: bool
    """It was sent here by what came before it."""

    @property
    def coming(self) -> bool:
        return self.stop is None or self.stop.to_come

    @property
    def rows(self) -> list[str]:
        """A line of words for each kind of happening."""
        if self.stop is None:
            return [_("hänskjutet hit")]
        return [
            f"{kind.label} ({count})" if count > 1 else kind.label for kind, count in self.kinds
        ]

    @property
    def width(self) -> float:
        """What its words and marks take, from the middle of its first mark."""
        letters = max(9, *(len(row) for row in self.rows))
        return max(letters * _LETTER, len(self.kinds) * _MARKS) + REACH


@dataclass(frozen=True, slots=True)
class Pictures:
    """The same, drawn for wide screens and for narrow ones; and what its marks mean."""

    wide: SafeString
    tall: SafeString
    legend: tuple[tuple[SafeString, str], ...]


def pictures(page: MatterPage, stops: Sequence[Stop]) -> Pictures | None:
    """The pictures of a matter; None where one stop is all there is: words say that better."""
    if len(stops) < FEWEST:
        return None
    lanes = lanes_of(page)
    nodes = list(_nodes(stops, lanes))
    return Pictures(_wide(nodes, lanes), _tall(nodes, lanes), _legend(stops))


def _key(body: BodyRef | None) -> object:
    return None if body is None else body.id or body.name


def _nodes(stops: Sequence[Stop], lanes: Sequence[BodyRef | None]) -> Iterator[_Node]:
    places = {_key(body): place for place, body in enumerate(lanes)}
    goes_to: object = ...
    for place, stop in enumerate(stops):
        lane = places[_key(stop.body)]
        yield _Node(stop, lane, stop.kinds, sent=_key(stop.body) == goes_to)
        goes_to = next((_key(one.to_body) for one in stop.told if one.to_body), ...)
        if _never_taken_up(stop, stops[place + 1 :], goes_to):
            yield _Node(None, places[goes_to], (), sent=True)
            goes_to = ...


def _never_taken_up(stop: Stop, later: Sequence[Stop], goes_to: object) -> bool:
    """Whether a matter was referred to a body that has not had it since, or not in time."""
    if not any(one.kind.value == HappeningKind.REFERRED and one.to_body for one in stop.told):
        return False
    if later and any(one.kind.value == HappeningKind.TAKEN_BACK for one in later[0].told):
        return True
    return all(_key(one.body) != goes_to for one in later)


def _legend(stops: Sequence[Stop]) -> tuple[tuple[SafeString, str], ...]:
    """Each shape that is in the picture, with the words of what it stands for."""
    found: dict[tuple[str, bool], dict[str, str]] = {}
    for stop in stops:
        for kind, _count in stop.kinds:
            shape = (shape_of(kind.value), stop.to_come)
            found.setdefault(shape, {})[kind.value] = kind.label
    return tuple(
        (mark(next(iter(kinds)), 12, 12, coming=coming), ", ".join(kinds.values()))
        for (_shape, coming), kinds in found.items()
    )


def _said(node: _Node, lanes: Sequence[BodyRef | None]) -> str:
    """The words that stand at a stop, and when and where, for who hears the picture."""
    assert node.stop is not None  # noqa: S101  only stops are links
    body = lanes[node.lane]
    where = f", {body.name}" if body else ""
    return f"{' '.join(node.rows)}, {words.moment(node.stop.day)}{where}"


def _linked(node: _Node, drawn: SafeString, said: str = "") -> SafeString:
    """A stop as a link to the same in words; `said` is its name where its words are not enough."""
    if node.stop is None:
        return format_html('<g class="stop">{}</g>', drawn)
    name = format_html(' aria-label="{}"', said) if said else ""
    return format_html('<a class="stop" href="#{}"{}>{}</a>', node.stop.key, name, drawn)


# From left to right


def _wide(nodes: Sequence[_Node], lanes: Sequence[BodyRef | None]) -> SafeString:
    top, drawn = 0.0, []
    strips = list(_strips(nodes))
    for number, strip in enumerate(strips):
        before = strips[number - 1][-1][1] if number else None
        part, height = _strip(strip, lanes, before, goes_on=number + 1 < len(strips))
        drawn.append((round(top, 1), part))
        top += height + 14
    return format_html(
        '<svg class="line-of-time across" viewBox="0 0 {} {}" role="group" aria-label="{}">'
        "{}</svg>",
        WIDTH,
        round(top, 1),
        _("Ärendets väg från vänster till höger, en rad för varje organ"),
        format_html_join("", '<g transform="translate(0 {})">{}</g>', drawn),
    )


def _strips(nodes: Sequence[_Node]) -> Iterator[list[tuple[float, _Node]]]:
    """Nodes with where they stand, as many in a strip as there is room for."""
    strip: list[_Node] = []
    used = LABELS + 24.0
    for node in nodes:
        more = node.width + (_apart(strip[-1], node) if strip else 0)
        if strip and used + more > WIDTH:
            yield _placed(strip, WIDTH - used)
            strip, used, more = [], LABELS + 24.0, node.width
        strip.append(node)
        used += more
    yield _placed(strip, WIDTH - used)


def _placed(strip: Sequence[_Node], left: float) -> list[tuple[float, _Node]]:
    """Nodes with where they stand: spread over what is left of the strip, as far as looks well."""
    gaps = [_apart(one, other) for one, other in pairwise(strip)]
    stretch = min(_STRETCH, 1 + left / sum(gaps)) if gaps else 1
    at, found = LABELS + 24.0, []
    for place, node in enumerate(strip):
        at += gaps[place - 1] * stretch if place else 0
        found.append((at, node))
        at += node.width
    return found


def _apart(last: _Node, node: _Node) -> float:
    """The room before a node: more where more time has passed."""
    if last.stop is None or node.stop is None:
        return _GAP
    if last.stop.day is None or node.stop.day is None:
        return _GAP
    days = (node.stop.day - last.stop.day).days
    return min(_MOST_GAP, _GAP + days / 10)


def _strip(
    strip: Sequence[tuple[float, _Node]],
    lanes: Sequence[BodyRef | None],
    before: _Node | None,
    *,
    goes_on: bool,
) -> tuple[SafeString, float]:
    """One strip and its height. `before` is the last node of the strip above it."""
    used = sorted({node.lane for _x, node in strip})
    rails: dict[int, float] = {}
    bottom: float = _HEAD
    for lane in used:
        rails[lane] = bottom + 18
        rows = max(len(node.rows) for _x, node in strip if node.lane == lane)
        bottom += _LANE + rows * _LINE
    return (
        format_html(
            "{}{}{}{}",
            _lanes(used, rails, lanes, bottom),
            _days(strip, rails),
            _ways(strip, rails, before, goes_on=goes_on),
            format_html_join(
                "", "{}", ((_stop(node, x, rails[node.lane], lanes),) for x, node in strip)
            ),
        ),
        bottom,
    )


def _lanes(
    used: Sequence[int],
    rails: dict[int, float],
    lanes: Sequence[BodyRef | None],
    bottom: float,
) -> SafeString:
    lines = "".join(f"M0 {round(rails[lane] - 18, 1)}H{WIDTH}" for lane in used)
    return format_html(
        '<path class="lanes" d="{}M0 {}H{}"></path>{}',
        lines,
        round(bottom, 1),
        WIDTH,
        format_html_join("", "{}", ((_label(lanes[one], rails[one]),) for one in used)),
    )


def _label(body: BodyRef | None, rail: float) -> SafeString:
    """A body's name before its lane, in three lines at most; a link to it where it is known."""
    rows = textwrap.wrap(words.place_name(body), 21, max_lines=3, placeholder="…")
    lines = format_html_join(
        "",
        '<tspan x="0" y="{}">{}</tspan>',
        ((round(rail + 4.5 + place * _LINE, 1), row) for place, row in enumerate(rows)),
    )
    text = format_html('<text class="lane">{}</text>', lines)
    if body is None or body.id is None:
        return text
    address = reverse("desk:body", args=[body.id])
    return format_html(
        '<a class="body" href="{}"><title>{}</title>{}</a>', address, body.name, text
    )


def _days(strip: Sequence[tuple[float, _Node]], rails: dict[int, float]) -> SafeString:
    """When, above each stop; the year where it is another than before."""
    rows, years, lines, year = [], [], [], None
    for x, node in strip:
        on = node.stop.day if node.stop else None
        if node.stop is None:
            continue
        rows.append((round(x - REACH, 1), format_date(on, "j b") if on else _("ingen dag")))
        lines.append(f"M{round(x, 1)} {_HEAD - 6}V{round(rails[node.lane] - REACH - 3, 1)}")
        if on is not None and on.year != year:
            year = on.year
            years.append((round(x - REACH, 1), year))
    return format_html(
        '<g aria-hidden="true"><path class="days" d="{}"></path>{}{}</g>',
        "".join(lines),
        format_html_join("", '<text class="year" x="{}" y="13">{}</text>', years),
        format_html_join("", '<text class="day" x="{}" y="30">{}</text>', rows),
    )


def _ways(
    strip: Sequence[tuple[float, _Node]],
    rails: dict[int, float],
    before: _Node | None,
    *,
    goes_on: bool,
) -> SafeString:
    """The line from stop to stop: arrows where it is sent, dashes to what is to come."""
    found = []
    if before is not None:
        x, node = strip[0]
        found.append((_class(node), f"M{LABELS} {rails[node.lane]}H{round(x - REACH, 1)}", ""))
    for (x1, one), (x2, other) in pairwise(strip):
        y1, y2 = rails[one.lane], rails[other.lane]
        start = x1 + max(0, len(one.kinds) - 1) * _MARKS + REACH
        end = x2 - REACH - (5 if y1 != y2 or other.sent else 1)
        line = f"M{round(start, 1)} {y1}"
        if y1 == y2:
            line += f"H{round(end, 1)}"
        else:
            turn = x2 - _GAP
            line += f"H{round(turn, 1)}C{round(turn + 14, 1)} {y1} {round(turn + 4, 1)} {y2} "
            line += f"{round(end, 1)} {y2}"
        tip = f"M{round(end - 2, 1)} {y2 - 4.5}l7 4.5l-7 4.5z" if y1 != y2 or other.sent else ""
        found.append((_class(other), line, tip))
    if goes_on:
        x, node = strip[-1]
        start = round(x + max(0, len(node.kinds) - 1) * _MARKS + REACH, 1)
        found.append(("way", f"M{start} {rails[node.lane]}H{WIDTH}", ""))
    return format_html(
        '<g aria-hidden="true">{}</g>',
        format_html_join(
            "", '<path class="{}" d="{}"></path><path class="tip" d="{}"></path>', found
        ),
    )


def _class(node: _Node) -> str:
    return f"way{' sent' if node.sent else ''}{' coming' if node.coming else ''}"


def _stop(node: _Node, x: float, rail: float, lanes: Sequence[BodyRef | None]) -> SafeString:
    """Its marks on the line, its words beneath, and a frame that tells where the focus is."""
    marks = format_html_join(
        "",
        "{}",
        (
            (mark(kind.value, x + place * _MARKS, rail, coming=node.coming),)
            for place, (kind, _count) in enumerate(node.kinds)
        ),
    )
    if node.stop is None:
        marks = mark(HappeningKind.EXPECTED, x, rail, coming=True)
    rows = format_html_join(
        "",
        '<tspan x="{}" y="{}">{}</tspan>',
        (
            (round(x - REACH, 1), round(rail + 26 + place * _LINE, 1), f"{row} ")
            for place, row in enumerate(node.rows)
        ),
    )
    frame = format_html(
        '<rect class="frame" x="{}" y="{}" width="{}" height="{}" rx="5"></rect>',
        round(x - REACH - 5, 1),
        round(rail - REACH - 5, 1),
        round(node.width + 10, 1),
        round(2 * REACH + 14 + len(node.rows) * _LINE, 1),
    )
    drawn = format_html('{}{}<text class="words">{}</text>', frame, marks, rows)
    return _linked(node, drawn, _said(node, lanes) if node.stop else "")


# From the top down


def _tall(nodes: Sequence[_Node], lanes: Sequence[BodyRef | None]) -> SafeString:
    apart = min(_NARROW, _TRACKS / max(1, len(lanes) - 1))
    tracks = [REACH + 5 + place * apart for place in range(len(lanes))]
    left = tracks[-1] + REACH + 10
    room = int((TALL_WIDTH - left) / _LETTER)
    y, rows, ways = 20.0, [], []
    last: tuple[float, _Node] | None = None
    for node in nodes:
        told = _told(node, lanes, room)
        rows.append((_row(node, tracks[node.lane], y, left, told),))
        if last is not None:
            ways.append(_down(last, (y, node), tracks))
        last = (y, node)
        y += 26 + _LINE * (len(told) - 1) + 8
    lines = "".join(f"M{round(x, 1)} 6V{round(y - 14, 1)}" for x in tracks)
    return format_html(
        '<svg class="line-of-time down" viewBox="0 0 {} {}" role="group" aria-label="{}">'
        '<g aria-hidden="true"><path class="lanes" d="{}"></path>{}</g>{}</svg>',
        TALL_WIDTH,
        round(y, 1),
        _("Ärendets väg uppifrån och ner"),
        lines,
        format_html_join(
            "", '<path class="{}" d="{}"></path><path class="tip" d="{}"></path>', ways
        ),
        format_html_join("", "{}", rows),
    )


def _told(node: _Node, lanes: Sequence[BodyRef | None], room: int) -> list[tuple[str, str]]:
    """Its words in lines that there is room for: when and where, and what."""
    on = node.stop.day if node.stop else None
    when = format_date(on, "j b Y") if on else _("ingen dag") if node.stop else ""
    where = words.place_name(lanes[node.lane])
    head = f"{when} · {where}" if when else where
    what = ", ".join(node.rows)
    return [
        *(("when", row) for row in textwrap.wrap(head, room, max_lines=2, placeholder="…")),
        *(("what", row) for row in textwrap.wrap(what, room, max_lines=3, placeholder="…")),
    ]


def _row(
    node: _Node,
    x: float,
    y: float,
    left: float,
    told: Sequence[tuple[str, str]],
) -> SafeString:
    kind = node.stop.main.kind.value if node.stop else HappeningKind.EXPECTED.value
    lines = format_html_join(
        "",
        '<tspan class="{}" x="{}" y="{}">{}</tspan>',
        (
            (part, round(left, 1), round(y + 4.5 + place * _LINE, 1), f"{row} ")
            for place, (part, row) in enumerate(told)
        ),
    )
    frame = format_html(
        '<rect class="frame" x="{}" y="{}" width="{}" height="{}" rx="5"></rect>',
        round(left - 5, 1),
        round(y - 12, 1),
        round(TALL_WIDTH - left + 4, 1),
        round(_LINE * len(told) + 8, 1),
    )
    sign = mark(kind, x, y, coming=node.coming)
    return _linked(node, format_html('{}{}<text class="words">{}</text>', frame, sign, lines))


def _down(
    before: tuple[float, _Node], after: tuple[float, _Node], tracks: Sequence[float]
) -> tuple[str, str, str]:
    """The line from one row down to the next."""
    (y1, one), (y2, other) = before, after
    x1, x2 = round(tracks[one.lane], 1), round(tracks[other.lane], 1)
    start, end = round(y1 + REACH, 1), round(y2 - REACH - 5, 1)
    line = f"M{x1} {start}"
    if x1 == x2:
        line += f"V{end + 4}"
    else:
        turn = round(end - 16, 1)
        line += f"V{max(start, turn)}C{x1} {end - 2} {x2} {turn + 4} {x2} {end}"
    tip = f"M{x2 - 4.5} {end - 2}l4.5 7l4.5 -7z" if x1 != x2 or other.sent else ""
    return _class(other), line, tip
