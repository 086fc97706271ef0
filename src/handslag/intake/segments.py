"""The canonical text cut into stretches, each with the facts that cover it. Pure."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from handslag.intake.pages import Segment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Marked(NamedTuple):
    """A fact or a finding by id, and its place; one without a place covers nothing."""

    id: int
    start: int | None
    end: int | None


def segments_of(
    text: str, facts: Iterable[Marked], findings: Iterable[Marked], page_starts: Iterable[int]
) -> tuple[Segment, ...]:
    """`text` from beginning to end in stretches that the same facts and findings cover throughout.

    Stretches do not overlap and leave nothing out, so that a page can mark nested and crossing
    places without nesting its own marks. The widest fact comes first in each.
    """
    length = len(text)
    placed_facts, placed_findings = _placed(facts, length), _placed(findings, length)
    cuts = {0, length, *(start for start in page_starts if start <= length)}
    for place in (*placed_facts, *placed_findings):
        cuts.update((place.start, place.end))
    borders = sorted(cuts)
    fact_ids = _covering(borders, placed_facts)
    finding_ids = _covering(borders, placed_findings)
    return tuple(
        Segment(text[start:end], start, end, fact_ids[index], finding_ids[index])
        for index, (start, end) in enumerate(pairwise(borders))
    )


class _Placed(NamedTuple):
    id: int
    start: int
    end: int


def _placed(marked: Iterable[Marked], length: int) -> list[_Placed]:
    """Those that cover something of the text, the widest first."""
    found = [
        _Placed(mark.id, mark.start, min(mark.end, length))
        for mark in marked
        if mark.start is not None and mark.end is not None and mark.start < min(mark.end, length)
    ]
    return sorted(found, key=lambda place: (place.start - place.end, place.start, place.id))


def _covering(borders: Sequence[int], places: list[_Placed]) -> list[tuple[int, ...]]:
    """For each stretch between two borders the ids that cover it, the widest first."""
    index = {border: number for number, border in enumerate(borders)}
    covering: list[list[int]] = [[] for _border in borders]
    for place in places:
        for number in range(index[place.start], index[place.end]):
            covering[number].append(place.id)
    return [tuple(ids) for ids in covering]
