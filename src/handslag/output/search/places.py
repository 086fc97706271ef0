"""The ids of entries: made of the day, the kind and the thing, so that they put the newest first.

Both databases then go through an index from its end and stop when they have found enough, and
agree on the order without another column. Pure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from handslag.output.search.models import EntryKind

if TYPE_CHECKING:
    from datetime import date

_THING_BITS = 38
_KIND_BITS = 3
_PART_BITS = 13
MOST_PARTS = 2**_PART_BITS
"""Parts of one document that can be told apart."""
CODES = {
    EntryKind.MEETING: 7,
    EntryKind.MATTER: 6,
    EntryKind.ITEM: 5,
    EntryKind.CLAUSE: 4,
    EntryKind.ASSIGNMENT: 3,
    EntryKind.DOCUMENT: 1,
}
"""On one day the meeting comes first, then its matters, items, clauses, assignments, papers."""
_KINDS = {code: kind for kind, code in CODES.items()}


def place_of(day: date, kind: EntryKind, thing: int) -> int:
    """The id of an entry. `thing` is less than 2**38, and one alone among its kind on its day."""
    if not 0 <= thing < 2**_THING_BITS:
        raise ValueError(thing)
    return (day.toordinal() << _KIND_BITS | CODES[kind]) << _THING_BITS | thing


def of_variant(id: int, variant: int) -> int:  # noqa: A002  the thing's id, as everywhere
    """What tells the wordings of one thing apart, four at most."""
    return id << 2 | variant


def of_part(document_id: int, part: int) -> int:
    """What tells the parts of documents apart."""
    return document_id << _PART_BITS | part


def first_on(day: date) -> int:
    """The least id that an entry of the day can have."""
    return day.toordinal() << _KIND_BITS + _THING_BITS


def is_on(place: int, day: date) -> bool:
    """Whether an entry's id tells that it is of the day."""
    return place >> _KIND_BITS + _THING_BITS == day.toordinal()


def kind_at(place: int) -> EntryKind:
    """The kind that an entry's id tells."""
    return _KINDS[place >> _THING_BITS & (2**_KIND_BITS - 1)]
