"""What a spreadsheet says: sheets, rows and cells as text, each with its place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class CellKind(StrEnum):
    """How a cell's text came about, where that tells whether it can be trusted."""

    TEXT = "text"
    DAY = "day"
    """A day that the program itself kept as one; the text is "2031-02-03"."""
    FORMULA = "formula"
    """A formula whose result is not in the file. There is no text."""
    MERGED = "merged"
    """It lies under a merged area whose value stands in another cell, which the text names."""
    WRONG = "wrong"
    """The program that wrote the file found a fault there; the text is what it showed."""


class Cell(NamedTuple):
    """One cell. An empty one has no text and is of the kind TEXT."""

    text: str = ""
    kind: CellKind = CellKind.TEXT

    @property
    def empty(self) -> bool:
        """Whether nothing stands there."""
        return not self.text and self.kind == CellKind.TEXT


@dataclass(frozen=True, slots=True)
class Row:
    """A row with something in it. Empty cells at its end are left out."""

    number: int
    """As the program shows it, from 1."""
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet; a file of separated values is one without a name."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Tables:
    """All that is read of one file."""

    sheets: tuple[Sheet, ...]
    hidden: tuple[str, ...] = ()
    """Names of sheets that are hidden, and not read."""
    damaged: bool = False
    """Whether some characters could not be read."""
