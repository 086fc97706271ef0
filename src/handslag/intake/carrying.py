"""Which fact of a new reading is which of the former one. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from handslag.domain.base.likeness import near_equal
from handslag.intake.kinds import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from handslag.intake.models import Suggestion
    from handslag.intake.suggest import Proposed

HALF = 0.5
"""Places that share at least this much of the shorter are the same place."""


@dataclass(frozen=True, slots=True)
class Node:
    """One fact of a new reading. `parent` is another node's number."""

    number: int
    parent: int | None
    depth: int
    kind: str
    value: dict[str, Any]
    span: tuple[int, int] | None
    doubt: str


def flattened(trees: Iterable[Proposed]) -> Iterator[Node]:
    """Every fact of a reading, each after what it hangs on."""
    waiting: list[tuple[Proposed, int | None, int]] = []
    waiting.extend((tree, None, 0) for tree in reversed(list(trees)))
    number = 0
    while waiting:
        proposed, parent, depth = waiting.pop()
        span = (proposed.span.start, proposed.span.end) if proposed.span else None
        yield Node(number, parent, depth, proposed.kind.name, proposed.value, span, proposed.doubt)
        waiting += [(child, number, depth + 1) for child in proposed.children][::-1]
        number += 1


def paired(rows: Iterable[Suggestion], nodes: Iterable[Node]) -> dict[int, Suggestion]:
    """Which suggestion each node is, by the node's number; nodes that are new are left out.

    A fact is the same where it hangs on the same and says the same, stands in the same place, or
    nearly says the same; and one that hangs on something else only where it stands in the same
    place and nearly says the same. Facts hung higher are settled first.
    """
    free: dict[str, dict[int, Suggestion]] = defaultdict(dict)
    for row in rows:
        free[row.kind][row.id] = row
    pairs: dict[int, Suggestion] = {}
    levels: dict[tuple[int, str], list[Node]] = defaultdict(list)
    for node in nodes:
        levels[(node.depth, node.kind)].append(node)
    for (_depth, kind), level in sorted(levels.items()):
        scored = []
        for node in level:
            home = pairs[node.parent].id if node.parent in pairs else None
            at_home = node.parent is None or home is not None
            for row in free[kind].values():
                same_parent = at_home and row.parent_id == home
                if score := _likeness(row, node, same_parent=same_parent):
                    scored.append((-score, node.number, row.id))
        for _score, number, row_id in sorted(scored):
            if number not in pairs and row_id in free[kind]:
                pairs[number] = free[kind].pop(row_id)
    return pairs


def _likeness(row: Suggestion, node: Node, *, same_parent: bool) -> float:
    """How surely a suggestion and a node are one fact; 0 where they are not."""
    kind = BY_NAME[node.kind]
    if kind.single:
        return 1.0
    overlap = _overlap((row.start, row.end), node.span)
    if not same_parent and overlap < HALF:
        return 0.0
    said: dict[str, Any] = row.read_value or row.value
    equal = said == node.value
    alike = equal or near_equal(kind.summary(said), kind.summary(node.value))
    if not alike and not (same_parent and overlap >= HALF):
        return 0.0
    return 4.0 * equal + 2.0 * alike + 3.0 * overlap + same_parent


def _overlap(one: tuple[int | None, int | None], other: tuple[int, int] | None) -> float:
    """How much of the shorter place both share, from 0 to 1."""
    start, end = one
    if start is None or end is None or other is None:
        return 0.0
    shared = min(end, other[1]) - max(start, other[0])
    shorter = min(end - start, other[1] - other[0])
    return max(0.0, shared / shorter) if shorter > 0 else 0.0
