"""Pure rules of an agenda: numbers, times, labels, and what an item still lacks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from hashlib import sha256
from json import dumps
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MOST_ITEMS = 200
"""Items on one agenda."""
LONGEST_ITEM = 600
"""Minutes that one item can be allotted: longer than any meeting's day."""
_A_DAY = 24 * 60
DAY_IN_WORDS = re.compile(
    r"\b\d{1,2} (?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november"
    r"|december) \d{4}\b|\bföregående möte\b(?! *s)"
)
"""A day as a heading has it, or the words that stand where none is known."""


class Lack(StrEnum):
    """What an item still lacks before its notice can go out."""

    PRESENTER = "presenter"
    PAPER = "paper"
    PROPOSAL = "proposal"
    MINUTES = "minutes"


def digest_of(value: object) -> str:
    """What tells one state of a thing from another, for a form to carry: 16 signs."""
    text = dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return sha256(text.encode()).hexdigest()[:16]


def renumbered(numbers: Sequence[str]) -> list[str]:
    """The numbers of a plan's items in order while it is a draft: one after the other."""
    return [str(place) for place, _number in enumerate(numbers, 1)]


def next_number(numbers: Iterable[str]) -> str:
    """The number of what is added once numbers stand: one more than the highest."""
    known = [int(number) for number in numbers if number.isascii() and number.isdigit()]
    return str(max(known, default=0) + 1)


def next_label(labels: Iterable[str]) -> str:
    """The label of a new attachment: one more than the highest figure any label begins with."""
    highest = 0
    for label in labels:
        digits = "".join(sign for sign in label[:9] if sign.isascii() and sign.isdigit())
        if digits and label.startswith(digits):
            highest = max(highest, int(digits))
    return str(highest + 1)


def length(start: time | None, end: time | None) -> int | None:
    """A meeting's length in minutes; None where its start or end is not known.

    An end before the start is after midnight.
    """
    if start is None or end is None:
        return None
    return (_minute(end) - _minute(start)) % _A_DAY


def starts(start: time | None, minutes: Sequence[int | None]) -> list[time | None]:
    """When each item begins, if those before it keep their minutes.

    None for every item where the meeting's start is unknown, and for those after an item whose
    minutes nobody has said.
    """
    at: datetime | None = None if start is None else datetime.combine(date(2000, 1, 1), start)
    found: list[time | None] = []
    for allotted in minutes:
        found.append(at.time() if at else None)
        at = None if at is None or allotted is None else at + timedelta(minutes=allotted)
    return found


def _minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute


@dataclass(frozen=True, slots=True)
class Standing:
    """What readiness asks of one item."""

    kind: str
    """A value of ItemKind; empty where nobody has said."""
    minutes: int | None
    presenters: int
    papers: int
    proposals: int
    standing: bool = False
    pulled: bool = False


def lacking(item: Standing) -> tuple[Lack, ...]:
    """What an item lacks, in the order it is told.

    A formal item and one that comes back at every meeting need nothing but their minutes; what
    is information needs no paper; only a decision needs a proposal.
    """
    if item.pulled:
        return ()
    formal = item.kind == "formal" or item.standing
    lacks = []
    if not item.presenters and not formal:
        lacks.append(Lack.PRESENTER)
    if not item.papers and not formal and item.kind in {"", "decision", "discussion"}:
        lacks.append(Lack.PAPER)
    if not item.proposals and item.kind == "decision" and not item.standing:
        lacks.append(Lack.PROPOSAL)
    if item.minutes is None:
        lacks.append(Lack.MINUTES)
    return tuple(lacks)


def merged_order(now: Sequence[int], wanted: Sequence[int]) -> list[int]:
    """The order somebody wants, of the items there are now.

    What has gone since they began is left out; what has come stands after what it follows in
    `now`.
    """
    order = [item for item in wanted if item in now]
    for place, item in enumerate(now):
        if item in order:
            continue
        before = [one for one in now[:place] if one in order]
        order.insert(order.index(before[-1]) + 1 if before else 0, item)
    return order


def woven(
    template: Sequence[str], others: Sequence[str], same: Mapping[str, str] | None = None
) -> list[tuple[str, int]]:
    """One list of two: the template's headings, and those of `others` that it lacks.

    What is only in `others` stands after what it follows there, or first. Gives pairs of which
    list each is from ("template" or "others") and its place in it. `same` gives each heading the
    key that it is compared by.
    """
    key = (lambda words: same[words]) if same else (lambda words: words)
    order: list[tuple[str, int]] = [("template", place) for place in range(len(template))]
    keys = [key(words) for words in template]
    after = 0
    for place, words in enumerate(others):
        if key(words) in keys:
            after = keys.index(key(words)) + 1
            continue
        order.insert(after, ("others", place))
        keys.insert(after, key(words))
        after += 1
    return order
