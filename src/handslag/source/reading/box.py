"""Where words stand on a page, as whoever shows them needs to know it."""

from __future__ import annotations

from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle on the picture of a page, its edges as shares of the page's width and height."""

    page: int
    """From 1."""
    left: float
    top: float
    right: float
    bottom: float
