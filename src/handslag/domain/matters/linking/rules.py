"""How surely two items are of one matter, and why. Pure.

Each sort of evidence gives a degree from 0 to 1, read as how likely it is on that evidence alone;
together they leave the doubt that all of them leave. `docs/explanation/linking.md` argues for the
figures, and `tests/domain/linking/pairs.py` tries them.

Nothing here hangs on which item was known first, or on anything but the two items and how many
headings their words stand in: so links are the same in whatever order documents are accepted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from handslag.domain.base.likeness import heading_likeness
from handslag.domain.matters.linking.traits import (
    AHEAD,
    ASSIGNED,
    DUE,
    PULLED,
    REFERRED,
    TABLED,
    Node,
    Sent,
)
from handslag.domain.matters.linking.words import (
    KINDS,
    bare,
    is_annual,
    is_telling,
    promised,
    years,
)
from handslag.domain.matters.models import LinkGround

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    Weigh = Callable[[str, int], float]

SURE = 0.9
"""From here on two items are held to be of one matter."""
ASK = 0.5
"""From here on somebody is asked."""
RARE, CROWD = 8, 20
"""A word in at most RARE headings of a year tells matters apart; in more than CROWD, nothing."""
FORGOTTEN = 1100
"""Days after which words alone bring nothing together: three years."""
_LONG_AGO = 400
"""Days after which words alone count for less: a year's round, and a month."""
SOON = 200
"""Days within which a body takes up what was tabled without a day: half a year's meetings."""
EXPECTED = 400
"""Days within which another body takes up what was referred to it."""

_SHARED = ((3.0, 0.88), (2.0, 0.8), (1.5, 0.7), (1.0, 0.55), (0.5, 0.35))
"""The weight of the words that two headings share, and how likely they are then of one matter."""
_ALIKE = ((0.9, 1.0), (0.7, 0.9), (0.5, 0.8), (0.0, 0.7))
"""How alike the headings are as wholes, and what is left of that."""
_SAME = 0.9
_SAME_HEADING = 0.12
"""Added where two words or more are shared and the headings are the same."""
_TEXTS = ((0.5, 0.6), (0.3, 0.4), (0.2, 0.25), (0.12, 0.1))
"""The share of the shorter text's long words that stand in both, and what it is worth."""
_FEWEST_TEXTS = 3
_DETAILS = ((2, 0.8), (1, 0.4))
"""Sums and days in common, beside words in the headings: two are no accident."""
_BY_WORDS = 280
"""Days after which what nothing points at is asked about: the same words may be next year's."""
_HELD_BACK = 0.89
"""What is asked, however much speaks for it."""
_REPORTING = ("rapport", "information", "aktuellt", "läge", "nytt från", "uppföljning av länsn")
_REPORTS = (1.0, 0.9, 0.75)
"""What is left where none, one or both of two headings only say that something is reported: such
items come back whatever they are about."""
_OTHER_FIGURES = 0.4
_AFTER_LONG = 0.9
POINTED, HEADINGS, TEXTS, DETAILS, FILES = "pointed", "headings", "texts", "details", "files"
"""Sorts of evidence, each of which counts once."""
_PERHAPS = 0.35
"""How much of a pointer is left where all that is shared is one word that many headings have: such
a word does not pick one item out of a meeting's fifteen."""
_FRESH = 100
"""Days within which what a body was assigned is what it deals with in the same words."""
_TOLD_APART = 1.5
"""The weight of words from which the words of an assignment, if they recur too, are its own."""
_ENOUGH = 0.6
"""Headings at least this alike are of what was sent on, whatever their words weigh."""


def weight(number: int) -> float:
    """How much a word tells that stands in this many headings of a year."""
    if number > CROWD:
        return 0.0
    return 1.0 if number <= RARE else 0.5


@dataclass(frozen=True, slots=True)
class Kin:
    """How surely two items are of one matter, and what that rests on most."""

    degree: float
    ground: str
    reason: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Words:
    """What two items have in common in words."""

    shared: frozenset[str]
    weight: float
    alike: float
    heading: float
    """How likely by the headings."""
    texts: float
    """How likely by the texts."""
    common: frozenset[str]

    @property
    def related(self) -> float:
        """How much speaks for it that a pointer from one to the other's day means this item."""
        if self.weight >= 1 or (self.alike >= _ENOUGH and self.shared):
            return 1.0
        return _PERHAPS if self.weight > 0 else 0.0


def kin(earlier: Node, later: Node, weigh: Weigh) -> Kin | None:
    """How surely two items are of one matter; None where nobody need be asked.

    `weigh` tells how much a word tells in the headings of a year: 1, 0.5 or 0.
    `earlier` stands before `later` in `Node.order`. They may be of one meeting.
    """
    words = _words(earlier, later, weigh)
    found = [*_by_words(words), *_by_files(earlier, later, words)]
    if earlier.meeting_id != later.meeting_id:
        found += _pointed(earlier, later, words)
        found += _by_details(earlier, later, words)
    doubt = 1.0
    for degree, _ground, _reason in _strongest(found):
        doubt *= 1 - degree
    degree = round(1 - doubt, 4)
    if degree >= SURE and _may_be_another(earlier, later, found):
        degree = _HELD_BACK
    if degree < ASK:
        return None
    _best, ground, reason = max(found, key=lambda one: (one[0], one[1]))
    told = {**reason}
    if words.shared and words.weight:
        told["words"] = sorted(words.shared)
    return Kin(degree, ground, told)


Found = tuple[float, str, dict[str, Any]]


def _strongest(found: list[Found]) -> Iterator[Found]:
    """The strongest evidence of each sort.

    That a paper points from one meeting to another is said once, however many pointers do: it is
    by the same words that each of them is held to mean this item and no other of that meeting.
    """
    sorts: dict[str, Found] = {}
    for one in found:
        sort = str(one[2].get("sort", one[1]))
        if sort not in sorts or one[0] > sorts[sort][0]:
            sorts[sort] = one
    yield from sorts.values()


def _may_be_another(earlier: Node, later: Node, found: list[Found]) -> bool:
    """Whether the later may be the next of its sort, which looks just like the one before.

    Other figures in the heading say so unless an item is picked out by itself. So does what comes
    back each year, where not both tell the same year, and a long time: a paper that points there
    says that it is no new one, a day spoken of in passing does not.
    """
    ways = [one[2] for one in found if one[2]["sort"] == POINTED]
    if any(one["way"] == "placed" or "number" in one for one in ways):
        return False
    first, second = earlier.traits.figures, later.traits.figures
    if first and second and not first & second:
        return True
    sent = any(one["way"] != "back" for one in ways)
    annual = any(is_annual(node.traits.heading) for node in (earlier, later))
    if annual and not sent and not years(first) & years(second):
        return True
    held = ways or any(one[2]["sort"] == FILES for one in found)
    return not held and (later.day - earlier.day).days > _BY_WORDS


def _words(one: Node, other: Node, weigh: Weigh) -> _Words:
    years = {one.day.year, other.day.year}
    both = one.traits.marks & other.traits.marks
    weights = {word: min(weigh(word, year) for year in years) for word in both}
    if both <= KINDS:
        weights = {}
    total = sum(weights.values())
    alike = 0.0
    if total or any(sent.way == PULLED for sent in one.traits.sent):
        alike = heading_likeness(bare(one.traits.heading), bare(other.traits.heading))
    return _Words(
        shared=frozenset(word for word, found in weights.items() if found),
        weight=total,
        alike=alike,
        heading=_heading_degree(one, other, total, alike),
        texts=_texts_degree(one, other),
        common=one.traits.texts & other.traits.texts,
    )


def _heading_degree(one: Node, other: Node, total: float, alike: float) -> float:
    degree = next((worth for least, worth in _SHARED if total >= least), 0.0)
    if not degree:
        return 0.0
    degree *= next(share for least, share in _ALIKE if alike >= least)
    if alike >= _SAME and total >= 2:
        degree += _SAME_HEADING
    degree *= _REPORTS[_reports(one) + _reports(other)]
    figures, others = one.traits.figures, other.traits.figures
    if figures and others and not figures & others:
        degree *= _OTHER_FIGURES
    days = abs((other.day - one.day).days)
    if days > FORGOTTEN:
        return 0.0
    return degree * (_AFTER_LONG if days > _LONG_AGO else 1.0)


def _reports(node: Node) -> bool:
    heading = node.traits.heading.casefold()
    return any(word in heading for word in _REPORTING)


def _texts_degree(one: Node, other: Node) -> float:
    first, second = one.traits.texts, other.traits.texts
    shared = len(first & second)
    if shared < _FEWEST_TEXTS:
        return 0.0
    share = shared / min(len(first), len(second))
    return next((worth for least, worth in _TEXTS if share >= least), 0.0)


def _by_words(words: _Words) -> Iterator[Found]:
    if words.heading:
        yield words.heading, LinkGround.HEADING, {"sort": HEADINGS}
        if words.texts:
            yield words.texts, LinkGround.HEADING, {"sort": TEXTS}


def _by_details(one: Node, other: Node, words: _Words) -> Iterator[Found]:
    """Sums and days that stand under both, but for the days of either's meeting."""
    if words.heading:
        own = {_iso(one.day), _iso(other.day)}
        shared = len((one.traits.details & other.traits.details) - own)
        degree = next((worth for least, worth in _DETAILS if shared >= least), 0.0)
        if degree:
            yield degree, LinkGround.HEADING, {"sort": DETAILS}


def _by_files(one: Node, other: Node, words: _Words) -> Iterator[Found]:
    if one.item_id == other.item_id or not one.traits.files & other.traits.files:
        return
    degree = 0.9 if words.weight > 0 or words.texts else 0.8
    yield degree, LinkGround.ATTACHMENT, {"sort": FILES}


def _pointed(earlier: Node, later: Node, words: _Words) -> Iterator[Found]:
    """What one of them says of the other's meeting."""
    if later.item_id != earlier.item_id and earlier.item_id in later.traits.placed:
        yield 1.0, LinkGround.CARRIED, {"sort": POINTED, "way": "placed"}
    yield from _referred_back(earlier, later, words)
    for sent in earlier.traits.sent:
        degree = _sent_degree(sent, earlier, later, words)
        if degree:
            ground = LinkGround.CARRIED if sent.way == PULLED else LinkGround.REFERENCE
            yield degree, ground, {"sort": POINTED, "way": sent.way, "day": _iso(earlier.day)}


def _referred_back(earlier: Node, later: Node, words: _Words) -> Iterator[Found]:
    for one in later.traits.references:
        if one.day != earlier.day:
            continue
        told = {"sort": POINTED, "way": "back", "day": _iso(one.day)}
        own = earlier.body_id == later.body_id
        if one.number and one.number in earlier.traits.numbers and not _several(earlier, later):
            degree = 0.95 if own or words.related else 0.5
            yield degree, LinkGround.REFERENCE, {**told, "number": one.number}
        elif one.number and own and earlier.traits.numbers:
            continue  # it speaks of another item of that meeting
        elif words.related:
            yield 0.85 * words.related, LinkGround.REFERENCE, told


def _several(*nodes: Node) -> bool:
    return any(node.traits.parts > 1 for node in nodes)


def _sent_degree(sent: Sent, earlier: Node, later: Node, words: _Words) -> float:
    """How likely `later` is where `earlier` was sent on to; 0 where it is not."""
    days = (later.day - earlier.day).days
    body = sent.body or earlier.body_id
    if days <= 0 or later.body_id != body:
        return 0.0
    there = sent.day is not None and sent.day == later.day
    related = words.related
    if sent.way in {ASSIGNED, DUE}:
        told_of = frozenset(filter(is_telling, sent.words))
        heard = told_of & (later.traits.marks | _first_letters(later.traits.texts))
        told = len(told_of & later.traits.marks) >= 2
        related = max(related, 0.9 if told else 0.0, 0.6 if len(heard) >= 3 else 0.0)
        limit, at, after = SOON, 0.85, 0.6
        if sent.way == DUE and not there:
            return 0.0
        if days <= _FRESH and words.weight >= _TOLD_APART and _recurs(sent, later):
            after = 0.85
    elif sent.way == AHEAD:
        limit, at, after = 0, 0.8, 0.0
    elif sent.way == REFERRED:
        limit, at, after = EXPECTED, 0.9, 0.75
    elif sent.way == TABLED:
        limit, at, after = SOON, 0.9, 0.8
    else:
        limit, at, after = SOON, 0.85, 0.85
        related = related if words.alike >= _ENOUGH else 0.0
    if there:
        return at * related
    late = sent.day is not None and later.day > sent.day
    if days > limit or (sent.day is not None and not late):
        return 0.0
    return (after if sent.day is None else 0.8 * after) * related


def _recurs(sent: Sent, later: Node) -> bool:
    """Whether what somebody is to do comes back in the heading, in whatever words it is told."""
    return bool(sent.words & promised(later.traits.heading))


def _first_letters(texts: frozenset[str]) -> frozenset[str]:
    return frozenset(word[:6] for word in texts)


def _iso(day: dt.date) -> str:
    return day.isoformat()
