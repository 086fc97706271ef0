"""Which clause is one that was gone, come back. Pure.

An address of a decision is to last: see decision record 0048. What stands of a clause that is gone
is its code and digests of its words, so that it can be known again and nobody can read it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from handslag.domain.base.likeness import folded
from handslag.domain.matters.rules import folded_clause

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence


@dataclass(frozen=True, slots=True)
class Marks:
    """What a clause is known by, whatever its number in the database."""

    phase: str
    state: str
    words: str
    """The digest of its text: case, white space, punctuation and a leading "att" apart."""
    place: str
    """The digest of the heading it stands under."""
    action: str
    side: str
    points: tuple[int, ...]


class Known(NamedTuple):
    """A clause by its id or, where it is gone, its code, with its marks."""

    key: int | str
    marks: Marks


def words_mark(text: str) -> str:
    """The digest of a clause's words."""
    return sha256(folded(folded_clause(text)).encode()).hexdigest()


def place_mark(heading: str) -> str:
    """The digest of the heading that a clause stands under."""
    return sha256(folded(heading).encode()).hexdigest()


def come_back(gone: Sequence[Known], new: Sequence[Known]) -> dict[int, str]:
    """The codes that new clauses (by id) had before they were gone.

    `gone` and `new` are of one body's meeting on one day, in the order they stood. First those
    with the same words under the same heading; then, where one alone is left of each, those with
    the same words under another heading, and those under the same heading that do the same with
    the same points for the same side, in other words. Where it is not sure, none is given: a
    wrong address is worse than a new one.
    """
    found: dict[int, str] = {}
    left_gone, left_new = list(gone), list(new)
    steps: tuple[tuple[Callable[[Marks], Hashable], bool], ...] = (
        (lambda one: (one.phase, one.state, one.words, one.place, one.side), False),
        (lambda one: (one.phase, one.state, one.words), True),
        (
            lambda one: (one.phase, one.state, one.place, one.action, one.side, one.points),
            True,
        ),
    )
    for mark, only_one in steps:
        for was, now in _alike(left_gone, left_new, mark, only_one=only_one):
            found[int(now.key)] = str(was.key)
            left_gone.remove(was)
            left_new.remove(now)
    return found


def _alike(
    gone: Sequence[Known],
    new: Sequence[Known],
    mark: Callable[[Marks], Hashable],
    *,
    only_one: bool,
) -> list[tuple[Known, Known]]:
    """Pairs with the same mark, in order; those with one of each alone where `only_one`."""
    by_mark: dict[Hashable, tuple[list[Known], list[Known]]] = defaultdict(lambda: ([], []))
    for place, rows in enumerate((gone, new)):
        for row in rows:
            by_mark[mark(row.marks)][place].append(row)
    return [
        pair
        for was, now in by_mark.values()
        if not only_one or (len(was) == 1 and len(now) == 1)
        for pair in zip(was, now, strict=False)
    ]
