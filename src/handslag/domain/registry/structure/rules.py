"""Rules over how bodies stand to each other and who takes which seat. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handslag.domain.base.words import key_of
from handslag.domain.registry.models import MembershipRole

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence


def way_back(of: int, to: int, onward: Mapping[int, Collection[int]]) -> list[int]:
    """The bodies on a way from `to` onward to `of`, both ends among them; empty where none leads.

    `onward` tells for each body (id) those it leads on to: the one it stands under, or those it
    prepares for. Where there is a way, leading `of` on to `to` would close a circle.
    """
    ways: list[list[int]] = [[to]]
    seen = {to}
    while ways:
        way = ways.pop(0)
        if way[-1] == of:
            return way
        for following in onward.get(way[-1], ()):
            if following not in seen:
                seen.add(following)
                ways.append([*way, following])
    return []


@dataclass(frozen=True, slots=True)
class Place:
    """What a seat asks of who takes it, and how many there are of it."""

    id: int
    role: str
    principal_id: int | None
    side: str
    function: str
    count: int


@dataclass(frozen=True, slots=True)
class Taker:
    """Somebody who sits in the body, as far as it matters for which seat."""

    id: int
    role: str
    principal_id: int | None
    side: str
    function: str


_TAKES = {
    MembershipRole.MEMBER: {
        MembershipRole.CHAIR,
        MembershipRole.VICE_CHAIR,
        MembershipRole.MEMBER,
    }
}
"""A chair is chosen among the members, and takes a member's seat beside the chair's own."""


def filled(places: Sequence[Place], takers: Sequence[Taker]) -> dict[int, tuple[int, ...]]:
    """Who (ids) takes each seat (id): as many seats as can be are filled.

    Roles are told apart, so that a chair can take both the chair's seat and a member's. Within a
    role what asks for most is filled first, and somebody moves to another seat that they fit where
    that lets one more sit.
    """
    found: dict[int, tuple[int, ...]] = {place.id: () for place in places}
    for role in dict.fromkeys(place.role for place in places):
        roles = {str(one) for one in _TAKES.get(MembershipRole(role), {role})}
        of_role = [taker for taker in takers if taker.role in roles]
        for place_id, taker_id in _matched([one for one in places if one.role == role], of_role):
            found[place_id] += (taker_id,)
    return found


def _matched(places: Sequence[Place], takers: Sequence[Taker]) -> list[tuple[int, int]]:
    """Pairs of seat and taker, as many as there can be (Kuhn's way of matching)."""
    slots = [place for place in sorted(places, key=_asks, reverse=True) for _ in range(place.count)]
    taken: dict[int, Taker] = {}

    def seat(taker: Taker, tried: set[int]) -> bool:
        for number, place in enumerate(slots):
            if number in tried or not _fits(taker, place):
                continue
            tried.add(number)
            if number not in taken or seat(taken[number], tried):
                taken[number] = taker
                return True
        return False

    for taker in takers:
        seat(taker, set())
    return [(slots[number].id, taker.id) for number, taker in sorted(taken.items())]


def _asks(place: Place) -> int:
    return bool(place.principal_id) * 4 + bool(place.side) * 2 + bool(place.function)


def _fits(taker: Taker, place: Place) -> bool:
    if place.principal_id and taker.principal_id != place.principal_id:
        return False
    if place.side and taker.side != place.side:
        return False
    return not place.function or key_of(taker.function) == key_of(place.function)
