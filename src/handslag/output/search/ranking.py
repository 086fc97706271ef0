"""In which order hits stand: worked out in whole numbers, alike whatever database found them. Pure.

A relevance that each database works out for itself (FTS5's bm25, PostgreSQL's ts_rank) gives two
orders, and takes the whole of what matches to be weighed. Here the newest that answer are weighed,
at most `MOST`, by what their rows say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from handslag.output.search.models import EntryKind
from handslag.output.search.places import kind_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from handslag.output.search.index import Candidate

MOST = 1_000
"""Hits that are weighed, counted and can be paged through: the newest. Whoever has more asks for
more words."""
_OF_KIND: Mapping[EntryKind, int] = {
    EntryKind.MATTER: 30,
    EntryKind.ITEM: 25,
    EntryKind.MEETING: 22,
    EntryKind.CLAUSE: 20,
    EntryKind.ASSIGNMENT: 15,
    EntryKind.DOCUMENT: 0,
}
"""A heading says what a thing is about; a page of a paper says a great deal."""
_WHOLE = 40
"""For words that stand there themselves, not as parts or beginnings of others."""
_FILLS = 30
"""For a text that says nothing but what was asked for."""


def weight(found: Candidate, terms: int) -> int:
    """How well an entry answers a question of so many terms; more is better."""
    points = _OF_KIND[kind_at(found.id)]
    points += _WHOLE * min(found.whole, terms) // max(1, terms)
    return points + _FILLS * min(terms, found.length) // max(1, found.length)


def by_relevance(found: Sequence[Candidate], terms: int) -> list[Candidate]:
    """The best first; of those alike the newest."""
    return sorted(found, key=lambda one: (-weight(one, terms), -one.id))
