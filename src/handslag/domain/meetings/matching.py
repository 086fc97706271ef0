"""Which item of one account of a meeting is which of another. Pure.

A notice's agenda and the minutes' seldom agree: numbers shift when an item is withdrawn or added,
headings are shortened or put in other words.
"""

from __future__ import annotations

from dataclasses import dataclass

from handslag.domain.base.likeness import heading_likeness
from handslag.domain.base.words import key_of

ALIKE = 0.6
"""Headings at least this alike are of one item, whatever the numbers."""
ALIKE_WITH_NUMBER = 0.34
"""Enough where the number is the same too: a third of the words."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """An item's number and heading in one account of the meeting, and its place in it."""

    number: str
    heading: str
    place: int


def item_likeness(one: Numbered, other: Numbered) -> float:
    """How surely two are one item: 0 where they are not, otherwise the higher the surer.

    The heading decides; the same number, and nearness in the order, break ties. Headings without
    a word in common are never one item, because numbers shift.
    """
    alike = heading_likeness(one.heading, other.heading)
    same_number = bool(one.number) and key_of(one.number) == key_of(other.number)
    if alike < (ALIKE_WITH_NUMBER if same_number else ALIKE):
        return 0.0
    return alike + 0.2 * same_number - 0.001 * min(abs(one.place - other.place), 100)
