"""What a version of a notice says, as plain data that is frozen when it is made.

It is kept as JSON and read back to the same: so a notice can be shown, compared and printed long
after the agenda has changed. Days and clock times are local.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003  read with the types of fields
from dataclasses import dataclass, replace
from typing import Any

from handslag.domain.base.frozen import digest_of, plain, read_as


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Somebody named in the notice."""

    name: str
    title: str = ""
    organisation: str = ""
    person_id: int | None = None
    """In the register; None where the name is nobody's there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """A side's pre-meeting: what it is called, when and where."""

    label: str
    start: dt.time | None = None
    end: dt.time | None = None
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What a body proposes in an item, point by point."""

    by: str
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of the agenda. `kind` is a word for the reader."""

    id: int
    heading: str
    number: str = ""
    kind: str = ""
    presenters: tuple[Named, ...] = ()
    minutes: int | None = None
    text: str = ""
    proposals: tuple[Proposed, ...] = ()
    attachments: tuple[str, ...] = ()
    """Labels of the attachments that serve it."""
    late: bool = False
    late_reason: str = ""
    late_by: str = ""
    withdrawn: bool = False
    withdrawn_reason: str = ""
    closed: bool = False
    closed_ground: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """An attachment in the version that goes out. `label` is without the word bilaga."""

    id: int
    label: str
    title: str
    number: int
    """Which version."""
    name: str
    """The file's."""
    media_type: str
    sha256: str
    size: int
    """Bytes."""
    pages: int | None = None
    closed: bool = False
    late_reason: str = ""
    late_by: str = ""
    withdrawn: bool = False
    withdrawn_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The letterhead as it was: see `handslag.domain.meetings.models.Letterhead`."""

    organisation: str
    logo_sha256: str = ""
    logo_text: str = ""
    accent: str = ""
    sender: tuple[str, ...] = ()
    footer: str = ""
    opening: str = ""
    closing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All that a version of a notice says."""

    body: str
    body_short: str
    date: dt.date
    head: Head
    start: dt.time | None = None
    end: dt.time | None = None
    place: str = ""
    sittings: tuple[Before, ...] = ()
    recipients: tuple[str, ...] = ()
    regrets_to: str = ""
    signed_by: tuple[Named, ...] = ()
    items: tuple[Item, ...] = ()
    papers: tuple[Paper, ...] = ()

    @property
    def has_closed(self) -> bool:
        """Whether anything in it is closed to others than the body's own."""
        return any(one.closed for one in self.items) or any(one.closed for one in self.papers)


def open_edition(content: Content) -> Content:
    """The notice without what is closed, which leaves no trace in it.

    Attachments that serve closed items alone are closed with them.
    """
    shown = {label for item in content.items if not item.closed for label in item.attachments}
    hidden = {label for item in content.items if item.closed for label in item.attachments} - shown
    papers = tuple(
        paper for paper in content.papers if not paper.closed and paper.label not in hidden
    )
    labels = {paper.label for paper in papers}
    items = tuple(
        replace(item, attachments=tuple(one for one in item.attachments if one in labels))
        for item in content.items
        if not item.closed
    )
    return replace(content, items=items, papers=papers)


def public_edition(content: Content) -> Content:
    """The open edition, with places where closed items stood: their number and statute alone."""
    opened = open_edition(content)
    shown = {item.id: item for item in opened.items}
    items = tuple(
        shown.get(item.id)
        or Item(
            id=item.id,
            heading="",
            number=item.number,
            closed=True,
            closed_ground=item.closed_ground,
        )
        for item in content.items
    )
    return replace(opened, items=items)


def presented_by(content: Content, person_id: int | None) -> tuple[Item, ...]:
    """The items that a person presents."""
    if person_id is None:
        return ()
    return tuple(
        item for item in content.items if any(one.person_id == person_id for one in item.presenters)
    )


def as_json(content: Content) -> dict[str, Any]:
    """The content as JSON can say it."""
    found: dict[str, Any] = plain(content)
    return found


def from_json(told: dict[str, Any]) -> Content:
    """The content that `as_json` gave. What it does not tell is as if it had not been said."""
    return read_as(Content, told)


def fingerprint(content: Content) -> str:
    """A digest of all that is said: two contents that say the same have the same."""
    return digest_of(content)
