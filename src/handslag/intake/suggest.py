"""From a record to suggestions: a tree of proposed facts, each with its place in the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from handslag.intake.kinds import TOP, Kind, Read, kinds_under

if TYPE_CHECKING:
    from collections.abc import Iterable

    from handslag.source.record import MeetingRecord
    from handslag.source.text import Span


@dataclass(frozen=True, slots=True)
class Proposed:
    """One fact that a reading proposes, with what hangs on it."""

    kind: Kind
    value: dict[str, Any]
    span: Span | None
    doubt: str
    children: tuple[Proposed, ...]


def proposed_by(record: MeetingRecord) -> tuple[Proposed, ...]:
    """Every fact of `record` as a tree, facts of the meeting first and then its items in order."""
    return tuple(_under(TOP, record))


def _under(parent: str, part: object) -> Iterable[Proposed]:
    for kind in kinds_under(parent):
        for read in kind.read(part):
            yield Proposed(kind, read.value, read.span, read.doubt[:300], _children(kind, read))


def _children(kind: Kind, read: Read) -> tuple[Proposed, ...]:
    return tuple(_under(kind.name, read.of)) if read.of is not None else ()
