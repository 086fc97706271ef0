"""Pure rules of matters: where points and clauses changed between the notice and the minutes, and
what clauses can do."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from handslag.domain.base.shapes import Labelled, labelled
from handslag.domain.matters.models import ClauseAction
from handslag.domain.meetings.rules import folded, without_labels

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_REWORDED = 0.6
"""Two texts with more than this share of words in common are one text, reworded."""


def clause_actions() -> tuple[Labelled, ...]:
    """Everything that clauses can do, in words."""
    return tuple(labelled(ClauseAction, one) for one in ClauseAction.values)


def folded_clause(text: str) -> str:
    """A clause as it is compared: without a leading "att" and labels of attachments at its end."""
    return without_labels(text).removeprefix("att ")


def same_clauses(planned: Sequence[str], held: Sequence[str]) -> bool:
    """Whether the same clauses stand in both, in any order."""
    return sorted(map(folded_clause, planned)) == sorted(map(folded_clause, held))


def changes(planned: Sequence[str], held: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs `(planned, held)` of texts that are not the same in both, "" for a side without it.

    Texts that stand in both are left out, wherever they stand. Of the rest, those with most
    words in common make a pair; what has no like stands alone.
    """
    common = {folded_clause(text) for text in planned} & {folded_clause(text) for text in held}
    left = [text for text in held if folded_clause(text) not in common]
    for before in planned:
        if folded_clause(before) in common:
            continue
        after = max(left, key=lambda text: _likeness(before, text), default="")
        if after and _likeness(before, after) > _REWORDED:
            left.remove(after)
            yield before, after
        else:
            yield before, ""
    for after in left:
        yield "", after


def _likeness(one: str, other: str) -> float:
    """Share of words in common, in order; from 0 to 1."""
    return SequenceMatcher(None, folded(one).split(), folded(other).split(), autojunk=False).ratio()
