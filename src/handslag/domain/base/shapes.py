"""Shapes that the reads of every subject return."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.utils.translation import get_language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.db.models import QuerySet, TextChoices

T = TypeVar("T")

PAGE_SIZE = 50
"""Rows on one page of a list."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A value as code knows it and its label as the reader sees it, in the reader's language."""

    value: str
    label: str


def labelled(choices: type[TextChoices], value: str) -> Labelled:
    """`value` with its label among `choices`; the value itself where no choice has it."""
    return _labelled(choices, str(value), get_language())


@lru_cache(maxsize=2000)
def _labelled(choices: type[TextChoices], value: str, _language: str | None) -> Labelled:
    """The same in one language: looking it up anew for each of thousands takes its time."""
    if value in choices.values:
        return Labelled(value, str(choices(value).label))
    return Labelled(value, value)


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """One page of a list. `page` counts from 1; `pages` is at least 1; `total` counts all rows."""

    rows: tuple[T, ...]
    page: int
    pages: int
    total: int

    def __iter__(self) -> Iterator[T]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def previous(self) -> int | None:
        """The page before, None on the first."""
        return self.page - 1 if self.page > 1 else None

    @property
    def next(self) -> int | None:
        """The page after, None on the last."""
        return self.page + 1 if self.page < self.pages else None


def paged(total: int, page: int, size: int = PAGE_SIZE) -> tuple[int, int, int]:
    """`(page, pages, offset)` for a wished `page`; one outside becomes the nearest."""
    pages = max(1, -(-total // size))
    page = min(max(1, page), pages)
    return page, pages, (page - 1) * size


def listing_of(
    query: QuerySet[Any, Any],
    make: Callable[[Any], T],
    *,
    page: int,
    size: int = PAGE_SIZE,
) -> Listing[T]:
    """Page `page` of `query`, each row made by `make`. Two queries; one where there is nothing."""
    total = query.count()
    page, pages, offset = paged(total, page, size)
    rows = tuple(make(row) for row in query[offset : offset + size]) if total else ()
    return Listing(rows, page, pages, total)
