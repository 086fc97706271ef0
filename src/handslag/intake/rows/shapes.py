"""A row as it was handed in, what it says, and what holding it against the register gave. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from handslag.intake.rows.columns import Column
    from handslag.source.tables import Cell


class Kind(StrEnum):
    """What becomes of a row."""

    NEW_PERSON = "new-person"
    NEW_SEAT = "new-seat"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    UNCLEAR = "unclear"
    LEFT = "left"


DOING = frozenset({Kind.NEW_PERSON, Kind.NEW_SEAT, Kind.CHANGED})
"""Kinds that change the register."""


@dataclass(frozen=True, slots=True)
class GivenRow:
    """A row as it was handed in, with what somebody has decided of it."""

    id: int
    sheet: int
    number: int
    cells: tuple[Cell, ...]
    left: bool = False
    person: str = ""
    seat: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """How a list is read: what its columns tell, and what somebody said that its words mean."""

    columns: tuple[tuple[Column | None, ...], ...]
    meanings: Mapping[str, str]
    since: date | None
    today: date
    roles: Mapping[str, str]
    """What each role is called, by its value."""


class Said(NamedTuple):
    """What a row says, and what in it cannot be read."""

    texts: Mapping[Column, str]
    since: date | None
    until: date | None
    faults: tuple[str, ...]
    has: frozenset[Column]
    """The columns that its sheet has."""


class Choice(NamedTuple):
    """An answer that somebody can give of a row."""

    value: str
    label: str


class Shift(NamedTuple):
    """One thing that would be other than it is, in words. `before` is empty for what is new."""

    label: str
    before: str
    after: str


class Word(NamedTuple):
    """A word of the list that the register does not know, or a blank that says too little."""

    key: str
    """"body:lss": what it should be, and the word with its case folded."""
    text: str


Step = dict[str, Any]
"""One action to be called: its name under "do", a person under "who", and its arguments.

What stands in the register before it stands under "was", and is no argument: who has seen one
thing changed has not seen another changed."""


@dataclass(slots=True)
class Verdict:
    """What holding a row against the register gave."""

    row: GivenRow
    name: str = ""
    kind: Kind = Kind.UNCHANGED
    reasons: list[str] = field(default_factory=list)
    """Why it is unclear."""
    choices: list[Choice] = field(default_factory=list)
    """What somebody can answer where it is."""
    words: list[Word] = field(default_factory=list)
    """Words in it that somebody has to explain."""
    shifts: list[Shift] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What is good to know although nothing is unclear."""
    person_id: int | None = None
    """Of the register; negative, and a row's id, for somebody whom that row adds."""

    @property
    def digest(self) -> str:
        """The same for the same changes: what was seen can be told from what would be done."""
        told = [self.kind, self.steps] if self.kind in DOING else [self.kind]
        return sha256(json.dumps(told, default=str).encode()).hexdigest()[:16]


def digest_of(verdicts: list[Verdict]) -> str:
    """One digest of everything that would be done."""
    told = [(one.row.id, one.digest) for one in verdicts if one.kind in DOING]
    return sha256(json.dumps(told).encode()).hexdigest()[:32]
