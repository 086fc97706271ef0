"""The counties of Sweden with their regions and municipalities, as Statistics Sweden names them.

Read from the files in `data`, whose README tells the sources. Pure.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_DATA = Path(__file__).parent / "data"
POPULATION_SOURCE = "Statistiska centralbyrån, folkmängd den 31 december"


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality: its code (four digits), its name as a place, and its full name."""

    code: str
    place: str

    @property
    def name(self) -> str:
        """What the municipality itself is called: "Falu kommun"."""
        return municipality_name(self.place)


@dataclass(frozen=True, slots=True)
class CountyFacts:
    """A county: its code (two digits), its region, and its municipalities by code."""

    code: str
    name: str
    region: str
    municipalities: tuple[Municipality, ...]

    @property
    def is_one_principal(self) -> bool:
        """Whether municipality and region are one legal person, as on Gotland."""
        return len(self.municipalities) == 1


@cache
def counties() -> tuple[CountyFacts, ...]:
    """All 21, by code."""
    regions = {row["lan_kod"]: row["region"] for row in _rows("regions.csv")}
    within: dict[str, list[Municipality]] = {}
    for row in _rows("municipalities.csv"):
        place = Municipality(row["kommun_kod"], row["kommun"])
        within.setdefault(row["lan_kod"], []).append(place)
    return tuple(
        CountyFacts(code, row["lan"], regions[code], tuple(within[code]))
        for row in _rows("counties.csv")
        if (code := row["lan_kod"])
    )


def county_with(code: str) -> CountyFacts | None:
    """The county with that code; None where there is none."""
    return next((one for one in counties() if one.code == code), None)


def population_file(code: str) -> bytes | None:
    """The populations that come along for a county, as a file to load; None where none do."""
    path = _DATA / f"population_{code}.csv"
    return path.read_bytes() if code.isdigit() and path.exists() else None


_OTHERWISE = {"Falun": "Falu", "Kalmar": "Kalmar", "Orust": "Orust"}
"""Places whose municipality is not called by the rule."""
_VOWELS = frozenset("aeiouyåäö")


def municipality_name(place: str) -> str:
    """What the municipality of a place is called: "Leksands kommun", "Mora kommun".

    A place that ends in a consonant gets an s, but for those that end in s, x or z; three have
    names of their own (as the municipalities write themselves).
    """
    if place in _OTHERWISE:
        return f"{_OTHERWISE[place]} kommun"
    last = place[-1:].casefold()
    return f"{place} kommun" if last in _VOWELS | set("sxz") else f"{place}s kommun"


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)
