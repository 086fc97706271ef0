"""Which item of one paper is which of another. Pure; work grows in step with the items."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from handslag.domain.base.likeness import folded, heading_likeness
from handslag.domain.meetings.matching import Numbered, item_likeness
from handslag.domain.meetings.rules import is_formal
from handslag.intake.comparing.papers import marks_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from handslag.intake.comparing.papers import Item, Paper

CROWD = 12
"""A word that stands in the headings of more items than this tells none of them apart."""


class Placed(NamedTuple):
    """An item and the paper it stands in."""

    paper: Paper
    item: Item


def placed(papers: Iterable[Paper]) -> list[Placed]:
    """Every item of some papers, in order."""
    return [Placed(paper, item) for paper in papers for item in paper.items]


def paired(plan: Sequence[Placed], held: Sequence[Placed]) -> list[tuple[Placed, Placed]]:
    """The items that both have, each at most once, in the order of `plan`."""
    scored = []
    for number, other in _candidates(plan, held):
        degree = item_likeness(_numbered(plan[number].item), _numbered(held[other].item))
        if degree:
            scored.append((-degree, number, other))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _degree, number, other in sorted(scored):
        if number not in pairs and other not in taken:
            pairs[number] = other
            taken.add(other)
    return [(plan[number], held[other]) for number, other in sorted(pairs.items())]


def _numbered(item: Item) -> Numbered:
    return Numbered(item.number, item.heading, item.order)


def _candidates(plan: Sequence[Placed], held: Sequence[Placed]) -> set[tuple[int, int]]:
    """Items worth comparing: those whose headings share a word that few have, or all words."""
    known: dict[str, list[int]] = defaultdict(list)
    for number, other in enumerate(held):
        for key in _keys(other.item):
            known[key].append(number)
    return {
        (number, other)
        for number, one in enumerate(plan)
        for key in _keys(one.item)
        if len(known.get(key, ())) <= CROWD
        for other in known.get(key, ())
    }


def _keys(item: Item) -> set[str]:
    words = {word.casefold()[:5] for word in item.heading.split() if len(word) > 3}
    return {f"={folded(item.heading)}", *words, f"#{item.number.casefold()}"}


def same_agenda(one: Paper, other: Paper) -> bool:
    """Whether two papers tell of the same items, so that they are of one meeting.

    At least three matters, and two thirds of the shorter list; the form of any meeting counts
    for nothing.
    """
    first = [one_ for one_ in placed([one]) if not is_formal(one_.item.heading)]
    second = [one_ for one_ in placed([other]) if not is_formal(one_.item.heading)]
    shared = sum(
        heading_likeness(a.item.heading, b.item.heading) >= 0.9 for a, b in paired(first, second)
    )
    return shared >= 3 and 3 * shared >= 2 * min(len(first), len(second))


def takes_up(item: Item, heading: str) -> bool:
    """Whether an item of a later paper takes up a matter known by its heading.

    Headings are put in other words as time passes, so it is enough that most of the words that
    tell the matter apart stand somewhere in the item.
    """
    sought = marks_of(heading)
    shared = len(sought & item.marks)
    if sought and not shared:
        return False
    if heading_likeness(item.heading, heading) >= 0.6:
        return True
    return bool(shared) and (
        shared == len(sought) or (shared >= 2 and 5 * shared >= 3 * len(sought))
    )
