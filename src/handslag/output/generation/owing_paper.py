"""What somebody owes and waits for as a paper: plain data, in Swedish, for one sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt


@dataclass(frozen=True, slots=True)
class OwingRow:
    """One thing: when, what, and in smaller letters what else is to be known of it."""

    when: str
    what: str
    about: str = ""
    mark: str = ""
    """A word that stands out before it: "Sent"."""


@dataclass(frozen=True, slots=True)
class OwingPart:
    """A part of the sheet, its rows in the order of urgency."""

    heading: str
    rows: tuple[OwingRow, ...]
    total: int
    """How many there are, printed or not; what is not in `rows` is counted too."""
    least: int
    """So many rows get a place before later parts have theirs."""
    nothing: str = ""
    """What stands where there are no rows; without it the part is left out."""
    older: bool = False
    """There are more, that nobody has counted."""


@dataclass(frozen=True, slots=True)
class OwingPaper:
    """The sheet, whole."""

    name: str
    """Whose it is: "Norrviks kommun"."""
    day: dt.date
    address: str
    """Where the rest stands."""
    lead: str
    """The most important of it in a sentence."""
    parts: tuple[OwingPart, ...]
    """The most urgent first: what does not fit is left out of the later ones first."""
