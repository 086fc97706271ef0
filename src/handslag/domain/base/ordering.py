"""One order made of two: what was known, and what another telling puts between. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Slot(Generic[T]):
    """A thing's place in a list, and whether it was added late and so stands last."""

    thing: T
    late: bool = False


def in_order(known: Sequence[Slot[T]], told: Sequence[Slot[T]]) -> list[T]:
    """One order of what was known and what another document tells, each thing once.

    What is new stands after what it follows in the told order, or first where it follows nothing.
    Late items stand last, for a list of additions begins to count anew.
    """
    order = [slot.thing for slot in known]
    late = {slot.thing for slot in (*known, *told) if slot.late}
    place = 0
    for slot in told:
        if slot.thing in order:
            place = order.index(slot.thing) + 1
        elif slot.late:
            order.append(slot.thing)
        else:
            order.insert(place, slot.thing)
            place += 1
    return sorted(order, key=lambda thing: thing in late)


def numbered(things: Iterable[T], first: int = 1) -> dict[T, int]:
    """Each thing's number in the order it stands."""
    return {thing: number for number, thing in enumerate(things, first)}
