"""Pure rules of the room: what was put in for what, who was there when, what time is left."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Splice:
    """How one text became another: at `position`, `removed` went and `added` came."""

    position: int
    """Letters before it."""
    removed: str
    added: str


def splice(before: str, after: str) -> Splice:
    """The one place where two texts differ, as small as what they have in common allows."""
    most = min(len(before), len(after))
    start = 0
    while start < most and before[start] == after[start]:
        start += 1
    end = 0
    while end < most - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return Splice(start, before[start : len(before) - end], after[start : len(after) - end])


def spliced(before: str, change: Splice) -> str:
    """The text that `change` made of `before`. Raises ValueError where it was another text."""
    end = change.position + len(change.removed)
    if before[change.position : end] != change.removed:
        raise ValueError("the change was made in another text")
    return before[: change.position] + change.added + before[end:]
