"""What happened to a matter, as its page tells it in words: stop by stop, each thing in turn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handslag.interfaces.web.desk import matter_words as words
from handslag.interfaces.web.desk.matter_marks import mark
from handslag.interfaces.web.desk.matter_stops import points_of, side_by_side

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from handslag.domain.matters.history.shapes import Happening
    from handslag.interfaces.web.desk.matter_stops import Points, SideBySide, Stop


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened, with its mark and its words."""

    happening: Happening
    mark: SafeString
    headline: str
    expected: str
    """When it is expected back; empty where it is not."""
    sides: SideBySide
    points: Points


@dataclass(frozen=True, slots=True)
class ToldStop:
    """A stop with all that happened at it."""

    stop: Stop
    when: str
    things: tuple[Told, ...]


def told(stop: Stop) -> ToldStop:
    """A stop as the page tells it."""
    return ToldStop(stop, words.moment(stop.day), tuple(_told(one) for one in stop.told))


def _told(one: Happening) -> Told:
    return Told(
        happening=one,
        mark=mark(one.kind.value, 12, 12, coming=one.to_come),
        headline=words.headline(one),
        expected=words.coming_back(one.expected) if one.expected else "",
        sides=side_by_side(one.clauses),
        points=points_of(one.points),
    )
