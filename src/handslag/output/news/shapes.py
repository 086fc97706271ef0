"""What a digest is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from handslag.output.news.rules import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing to tell."""

    kind: Kind
    keys: tuple[str, ...]
    """What it is: the first is its own, and whoever has been told any of the others, in whatever
    way, knows it too."""
    about: str
    """Under which heading: the matter, the body, the saved search; empty for reminders."""
    text: str
    path: str
    """Where it is read: the path of a page of Handslag."""
    day: dt.date | None = None
    late: bool = False

    @property
    def key(self) -> str:
        """What names it."""
        return self.keys[0]


@dataclass(frozen=True, slots=True)
class Section:
    """What there is to tell of one kind, under one heading."""

    kind: Kind
    about: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """All that somebody is told at once."""

    entries: tuple[Entry, ...]
    """What a letter can say."""
    inside: tuple[Entry, ...]
    """What is told only inside Handslag: it is closed, or hangs on something that is."""
    known: frozenset[str]
    """Keys of what was so when they began to follow: told to nobody, and not to be told."""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not self.entries and not self.inside

    @property
    def sections(self) -> tuple[Section, ...]:
        """What a letter can say, by kind and heading, in the order it came."""
        return sections_of(self.entries)


def sections_of(entries: tuple[Entry, ...]) -> tuple[Section, ...]:
    """Entries by kind and heading."""
    found: dict[tuple[Kind, str], list[Entry]] = {}
    for entry in entries:
        found.setdefault((entry.kind, entry.about), []).append(entry)
    return tuple(Section(kind, about, tuple(rows)) for (kind, about), rows in found.items())
