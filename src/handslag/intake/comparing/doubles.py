"""Two readings of one document: what probably stands in the original. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING

from handslag.intake.comparing.found import INFO, WARNING, Found
from handslag.source.comparing.likeness import runs_of
from handslag.source.comparing.readings import Reading, Version, Why, compare_readings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handslag.intake.comparing.papers import Paper, Place

ALIKE = 0.5
"""How many of their runs of words two readings of one document share at least."""
ALIKE_ON_OTHER_DAYS = 0.85
"""The same where they give the meeting different days: notes of two meetings may look alike."""
MOST = 60
"""Differences that are told at most; where there are more, the number says so."""


def are_doubles(one: Paper, one_text: str, other: Paper, other_text: str) -> bool:
    """Whether two documents are two readings of one, by their kind, day and words."""
    if "unknown" not in {one.kind, other.kind} and one.kind != other.kind:
        return False
    first, second = runs_of(one_text), runs_of(other_text)
    together = len(first | second)
    alike = len(first & second) / together if together else 0.0
    apart = one.date and other.date and one.date != other.date
    return alike >= (ALIKE_ON_OTHER_DAYS if apart else ALIKE)


def compare_doubles(
    one: Paper, one_version: Version, other: Paper, other_version: Version
) -> list[Found]:
    """What two readings of one document say otherwise; the places of `one` come first."""
    compared = compare_readings(one_version, other_version)
    covers = _Covered(one.facts), _Covered(other.facts)
    groups: dict[tuple[str, str], list[Reading]] = defaultdict(list)
    for reading in compared.readings:
        groups[reading.one, reading.other].append(reading)
    found = []
    for readings in groups.values():
        telling = [
            reading
            for reading in readings
            if covers[0].has(reading.place) or covers[1].has(reading.other_place)
        ]
        first = (telling or readings)[0]
        if telling or first.why not in {Why.LACKING, Why.SPLIT}:
            found.append(_differs(one, other, first, len(readings), told=bool(telling)))
    found.sort(key=lambda each: (each.weight != WARNING, each.place or (0, 0)))
    passages = [
        Found(
            "passage-missing",
            one.id,
            other.id,
            str(passage.place),
            passage.beside if passage.in_other else passage.place,
            passage.place if passage.in_other else passage.beside,
            {"words": passage.words, "in_other": passage.in_other},
        )
        for passage in compared.passages
    ]
    whole = Found(
        "two-readings", one.id, other.id, "", values={"differences": len(found) + len(passages)}
    )
    return [whole, *found[:MOST], *passages[:MOST]]


def _differs(one: Paper, other: Paper, reading: Reading, times: int, *, told: bool) -> Found:
    values = {
        "one": reading.one,
        "other": reading.other,
        "likelier": reading.likelier,
        "why": reading.why.value,
        "witness": reading.witness,
        "times": times,
    }
    return Found(
        "reading-differs",
        one.id,
        other.id,
        f"{reading.one}|{reading.other}",
        reading.place,
        reading.other_place,
        values,
        WARNING if told and reading.why is not Why.SPLIT else INFO,
    )


class _Covered:
    """Which parts of a text facts rest on."""

    def __init__(self, places: Sequence[Place]) -> None:
        merged: list[list[int]] = []
        for start, end in sorted(places):
            if merged and start <= merged[-1][1]:
                merged[-1][1] = max(merged[-1][1], end)
            else:
                merged.append([start, end])
        self._starts = [start for start, _end in merged]
        self._ends = [end for _start, end in merged]

    def has(self, place: Place) -> bool:
        at = bisect_right(self._starts, place[0]) - 1
        return (
            at >= 0
            and place[0] < self._ends[at]
            and (place[1] > place[0] or place[0] > self._starts[at])
        )
