"""Pure rules of documents: pages, and places in a text."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def page_at(pages: Sequence[Sequence[int]], place: int) -> int | None:
    """The page, counted from 1, that `place` in the text stands on; None where there are no pages.

    `pages` are `[start, end]` in rising order. A place between two pages belongs to the former.
    """
    if not pages:
        return None
    return max(1, bisect_right(pages, place, key=lambda page: page[0]))
