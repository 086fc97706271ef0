"""Which profiles make one matter, by what ties them and what people have said. Pure.

What comes out hangs on the ties and on what people have said alone, never on the order in which
they came to be known.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from handslag.domain.matters.linking.rules import SURE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    Order = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Bond:
    """A tie, as far as clusters hang on it."""

    id: int
    earlier: int
    later: int
    """Profiles (ids)."""
    degree: float
    words: frozenset[str]
    ground: str


@dataclass(frozen=True, slots=True)
class Said:
    """What people have said, and where profiles are at home."""

    pinned: Mapping[int, int]
    """Profiles (ids) of items that a person has given to a matter (id)."""
    homes: Mapping[int, int]
    """The matter (id) that each profile began."""
    apart: Collection[tuple[int, int]]
    """Items (ids) and matters (ids) that a person has said do not belong together."""
    touched: Collection[int]
    """Matters (ids) that a person has named, or done something with."""


Member = tuple[int, int]
"""A profile (id), and which of several matters that its item alone brings together: 0 the first."""


@dataclass(slots=True)
class Cluster:
    """What belongs together."""

    members: list[Member]
    matters: set[int] = field(default_factory=set)
    """The matters that it holds: those that were begun in it, or that people put into it."""
    by: dict[Member, Bond] = field(default_factory=dict)
    """The best bond by which each member hangs on an earlier one."""


def clusters(
    nodes: Mapping[int, tuple[int, Order]], bonds: Sequence[Bond], said: Said
) -> tuple[list[Cluster], list[Bond]]:
    """What belongs together, and the sure bonds that were not followed since people said else.

    `nodes` has each profile's item and its place in the order of days. An item that alone brings
    together what has nothing in common is dealt with in several matters: it does not weld them.
    """
    sure = sorted(
        (one for one in bonds if one.degree >= SURE),
        key=lambda one: (-one.degree, nodes[one.earlier][1], nodes[one.later][1]),
    )
    sides = _sides(sure, {(one.earlier, one.later) for one in bonds}, said)
    forest = _Forest(nodes, said)
    refused = []
    for bond in sure:
        ends = [
            (bond.earlier, _side(sides, bond.earlier, bond)),
            (bond.later, _side(sides, bond.later, bond)),
        ]
        if not forest.join(ends[0], ends[1]):
            refused.append(bond)
    found = forest.clusters()
    where = {member: cluster for cluster in found for member in cluster.members}
    for bond in sure:
        end = (bond.later, _side(sides, bond.later, bond))
        other = (bond.earlier, _side(sides, bond.earlier, bond))
        if where[end] is where[other]:
            where[end].by.setdefault(end, bond)
    return found, refused


def _side(sides: Mapping[int, Mapping[int, int]], profile: int, bond: Bond) -> int:
    return sides.get(profile, {}).get(bond.id, 0)


def _sides(
    sure: Sequence[Bond], tied: Collection[tuple[int, int]], said: Said
) -> dict[int, dict[int, int]]:
    """For each profile that bonds to earlier ones with nothing in common, which side each is on.

    Two earlier ones have something in common where they are tied, however loosely, or where the
    words are the same that bring this one to either.
    """
    back: dict[int, list[Bond]] = defaultdict(list)
    onward: dict[int, list[Bond]] = defaultdict(list)
    for bond in sure:
        back[bond.later].append(bond)
        onward[bond.earlier].append(bond)
    sides: dict[int, dict[int, int]] = {}
    for profile, found in back.items():
        groups = [] if profile in said.pinned else _groups(found, tied)
        if len(groups) < 2:
            continue
        of = {bond.id: number for number, group in enumerate(groups) for bond in group}
        words = [frozenset().union(*(bond.words for bond in group)) for group in groups]
        for bond in onward[profile]:
            shared = [len(bond.words & one) for one in words]
            of[bond.id] = shared.index(max(shared))
        sides[profile] = of
    return sides


def _groups(found: Sequence[Bond], tied: Collection[tuple[int, int]]) -> list[list[Bond]]:
    groups: list[list[Bond]] = []
    for bond in found:
        near = [group for group in groups if any(_near(bond, one, tied) for one in group)]
        rest = [group for group in groups if group not in near]
        groups = [*rest, [bond, *(one for group in near for one in group)]]
    worded = [group for group in groups if any(bond.words for bond in group)]
    if len(worded) < len(groups) or len(worded) < 2:
        return [list(found)]
    return sorted(groups, key=lambda group: min(found.index(bond) for bond in group))


def _near(one: Bond, other: Bond, tied: Collection[tuple[int, int]]) -> bool:
    ends = (one.earlier, other.earlier)
    return bool(one.words & other.words) or ends in tied or ends[::-1] in tied


class _Forest:
    """Members joined one after the other, where nothing that people said speaks against it."""

    def __init__(self, nodes: Mapping[int, tuple[int, Order]], said: Said) -> None:
        self._nodes, self._said = nodes, said
        self._root: dict[Member, Member] = {}
        self._items: dict[Member, set[int]] = {}
        self._matters: dict[Member, set[int]] = {}
        apart = set(said.apart)
        holders: dict[int, Member] = {}
        for profile in sorted(nodes, key=lambda one: nodes[one][1]):
            self._add((profile, 0))
        for held in (said.pinned, said.homes):
            for profile in sorted(held, key=lambda one: nodes[one][1]):
                matter, item = held[profile], nodes[profile][0]
                if held is said.homes and ((item, matter) in apart or profile in said.pinned):
                    continue
                member = self.root((profile, 0))
                self._matters[member].add(matter)
                if matter in holders:
                    self.join(member, holders[matter])
                holders[matter] = self.root(member)

    def _add(self, member: Member) -> None:
        self._root[member] = member
        self._items[member] = {self._nodes[member[0]][0]}
        self._matters[member] = set()

    def root(self, member: Member) -> Member:
        if member not in self._root:
            self._add(member)
        while self._root[member] != member:
            self._root[member] = self._root[self._root[member]]
            member = self._root[member]
        return member

    def join(self, one: Member, other: Member) -> bool:
        """Let two be one; False where people have said that they are not."""
        first, second = self.root(one), self.root(other)
        if first == second:
            return True
        matters = self._matters[first] | self._matters[second]
        items = self._items[first] | self._items[second]
        if len(matters & set(self._said.touched)) > 1:
            return False
        if any(item in items and matter in matters for item, matter in self._said.apart):
            return False
        self._root[second] = first
        self._matters[first], self._items[first] = matters, items
        return True

    def clusters(self) -> list[Cluster]:
        found: dict[Member, Cluster] = {}
        for member in sorted(self._root, key=lambda one: (self._nodes[one[0]][1], one[1])):
            root = self.root(member)
            cluster = found.setdefault(root, Cluster([], self._matters[root]))
            cluster.members.append(member)
        return list(found.values())


def silenced(
    items: Iterable[int], matters: Collection[int], apart: Collection[tuple[int, int]]
) -> bool:
    """Whether a person has said of one of these items that it is not of one of these matters."""
    return any((item, matter) in apart for item in items for matter in matters)
