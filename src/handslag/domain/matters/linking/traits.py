"""What linking goes by of an item: plain values, as JSON can say them. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, NamedTuple

from handslag.domain.matters.linking.words import Reference

Json = dict[str, Any]

TABLED, REFERRED, ASSIGNED, DUE, PULLED = "tabled", "referred", "assigned", "due", "pulled"
AHEAD = "ahead"
"""Ways in which an item points forward: to a day of its own body, to another body, through what
somebody is to do there or by then, off its agenda, or by speaking of a meeting that is to come."""
DATED = frozenset({DUE, AHEAD})
"""Ways that mean one day and no other."""


class Sent(NamedTuple):
    """An item goes on, or something of it does."""

    way: str
    body: int | None = None
    """The body it goes to; None for its own."""
    day: dt.date | None = None
    """The meeting's day, where it is told."""
    words: frozenset[str] = frozenset()
    """`words.promised` of what is to be done."""


@dataclass(frozen=True, slots=True)
class Traits:
    """An item, or a part of one, as it is compared."""

    heading: str
    marks: frozenset[str]
    """`words.telling` of the heading."""
    figures: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()
    details: frozenset[str] = frozenset()
    """`words.details` of its text."""
    numbers: tuple[str, ...] = ()
    """What it is numbered by the notice and the minutes."""
    references: frozenset[Reference] = frozenset()
    sent: tuple[Sent, ...] = ()
    files: frozenset[str] = frozenset()
    """Digests of its attachments' bytes that serve no other item of its meeting."""
    placed: frozenset[int] = frozenset()
    """Items (ids) whose assignments were given a place under it."""
    parts: int = 1
    """Of how many parts its item is."""


class Node(NamedTuple):
    """Traits with where they stand."""

    id: int
    """The profile's."""
    item_id: int
    part: int
    meeting_id: int
    body_id: int
    day: dt.date
    place: int
    traits: Traits

    @property
    def order(self) -> tuple[dt.date, int, int, int, int, int]:
        """What stands first: the same whatever was accepted first."""
        return (self.day, self.body_id, self.meeting_id, self.place, self.item_id, self.part)


def to_json(traits: Traits) -> Json:
    """Traits as they are kept; what is empty is left out."""
    kept: Json = {
        "h": traits.heading,
        "m": sorted(traits.marks),
        "f": sorted(traits.figures),
        "t": sorted(traits.texts),
        "x": sorted(traits.details),
        "n": list(traits.numbers),
        "r": [[one.day.isoformat(), one.number] for one in sorted(traits.references)],
        "s": [_sent_to_json(one) for one in traits.sent],
        "a": sorted(traits.files),
        "p": sorted(traits.placed),
        "of": traits.parts,
    }
    return {key: value for key, value in kept.items() if value}


def from_json(kept: Json) -> Traits:
    """The traits that `to_json` kept."""
    return Traits(
        heading=kept.get("h", ""),
        marks=frozenset(kept.get("m", ())),
        figures=frozenset(kept.get("f", ())),
        texts=frozenset(kept.get("t", ())),
        details=frozenset(kept.get("x", ())),
        numbers=tuple(kept.get("n", ())),
        references=frozenset(
            Reference(dt.date.fromisoformat(day), number) for day, number in kept.get("r", ())
        ),
        sent=tuple(
            Sent(way, body, dt.date.fromisoformat(day) if day else None, frozenset(words))
            for way, body, day, words in kept.get("s", ())
        ),
        files=frozenset(kept.get("a", ())),
        placed=frozenset(kept.get("p", ())),
        parts=kept.get("of", 1),
    )


def _sent_to_json(one: Sent) -> list[Any]:
    return [one.way, one.body, one.day.isoformat() if one.day else None, sorted(one.words)]
