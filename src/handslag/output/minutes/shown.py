"""Minutes as a page shows them: the same parts, in the same words, as their papers print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handslag.output.generation import minutes_wording as words
from handslag.output.generation.minutes_parts import (
    PartKind,
    as_shown,
    heading_of,
    item_parts,
    number_of,
)

if TYPE_CHECKING:
    from handslag.output.generation.minutes_paper import MinutesPaper
    from handslag.output.generation.minutes_parts import Part


@dataclass(frozen=True, slots=True)
class Said:
    """One part of an item. `clause` are the places of its decision and of the clause in that, for
    an excerpt of it: "0-1"; empty for what is no clause."""

    part: Part
    clause: str = ""

    @property
    def kind(self) -> str:
        """What it is, a value of PartKind."""
        return self.part.kind.value


@dataclass(frozen=True, slots=True)
class Group:
    """Those there for one principal, and those who were not, as the paper has them."""

    name: str
    there: tuple[str, ...]
    away: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemShown:
    """One item."""

    id: int
    number: str
    heading: str
    closed: bool
    said: tuple[Said, ...]

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return f"punkt-{self.id}"


@dataclass(frozen=True, slots=True)
class Shown:
    """The whole minutes."""

    title: str
    facts: tuple[tuple[str, str], ...]
    groups: tuple[Group, ...]
    officers: tuple[tuple[str, str], ...]
    items: tuple[ItemShown, ...]
    attachments: tuple[tuple[str, str], ...]
    appeal: tuple[str, ...]


def shown_of(paper: MinutesPaper) -> Shown:
    """A paper as a page shows it."""
    paper = as_shown(paper)
    return Shown(
        title=words.title_of(paper),
        facts=tuple(words.facts(paper)),
        groups=tuple(
            Group(group.name, tuple(words.there(group)), tuple(words.away(group)))
            for group in paper.attendance
        ),
        officers=tuple(words.officers(paper)),
        items=tuple(
            ItemShown(
                id=int(item.key or 0),
                number=number_of(item),
                heading=heading_of(item),
                closed=item.closed,
                said=_said(tuple(item_parts(paper, item))),
            )
            for item in paper.items
        ),
        attachments=tuple((one.label, one.title) for one in paper.attachments),
        appeal=tuple(part for part in paper.appeal.split("\n\n") if part),
    )


def _said(parts: tuple[Part, ...]) -> tuple[Said, ...]:
    """The parts, each clause with its places."""
    found = []
    decision, clause = -1, -1
    for part in parts:
        if part.kind is PartKind.DECIDES:
            decision, clause = decision + 1, -1
        if part.kind is PartKind.CLAUSE:
            clause += 1
            found.append(Said(part, f"{decision}-{clause}"))
        else:
            found.append(Said(part))
    return tuple(found)


def lines_of(paper: MinutesPaper) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """The minutes in sections to compare: a key, a heading, and its lines.

    The first is the head; then each item under its own id, so that one that moved is still itself.
    """
    shown = shown_of(paper)
    head = [f"{label}: {value}" for label, value in (*shown.facts, *shown.officers)]
    there = [f"{group.name}: {'; '.join((*group.there, *group.away))}" for group in shown.groups]
    sections: list[tuple[str, str, tuple[str, ...]]] = [("head", "", (*head, *there))]
    for item in shown.items:
        title = f"{item.number} {item.heading}".strip()
        lines = tuple(one.part.line for one in item.said)
        sections.append((str(item.id), title, (title, *lines)))
    return tuple(sections)
