"""Where in the text each fact rests. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from handslag.intake.facts import Fact, standing
from handslag.intake.telling import MEETING, MEETING_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

Place = tuple[int, int]

_LINE = re.compile(r"\S[^\n]*")


def places_of(facts: tuple[Fact, ...], text: str) -> dict[int, set[Place]]:
    """The places of each standing fact by suggestion id, and of the meeting under `MEETING`.

    A fact without a place of its own, as one that was added by hand may be, rests on what hangs
    on it; otherwise on what it hangs on; otherwise on the meeting's own places, or the document's
    first line.
    """
    head = {
        place
        for fact in standing(facts, *MEETING_KINDS)
        if (place := _own(fact, len(text))) is not None
    } or {_first_line(text)}
    places: dict[int, set[Place]] = {MEETING: head}
    _collect(facts, head, len(text), places)
    return places


def _collect(
    facts: Iterable[Fact], above: set[Place], length: int, places: dict[int, set[Place]]
) -> None:
    for fact in facts:
        if fact.dropped:
            continue
        own = _own(fact, length) or _beneath(fact, length)
        places[fact.row.id] = {own} if own else above
        _collect(fact.children, places[fact.row.id], length, places)


def _own(fact: Fact, length: int) -> Place | None:
    start, end = fact.row.start, fact.row.end
    if start is None or end is None or not start < end <= length:
        return None
    return start, end


def _beneath(fact: Fact, length: int) -> Place | None:
    """The place that covers all that hangs on a fact."""
    found = [place for child in fact.children for place in [_own(child, length)] if place]
    return (min(s for s, _e in found), max(e for _s, e in found)) if found else None


def _first_line(text: str) -> Place:
    found = _LINE.search(text)
    return found.span() if found else (0, len(text))
