"""What the public side shows, as frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handslag.domain.publications.rules import address_of, form_of

if TYPE_CHECKING:
    import datetime as dt

    from handslag.domain.base.shapes import Labelled
    from handslag.domain.publications.content import Content


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A body that has published something."""

    slug: str
    name: str
    short_name: str
    kind: Labelled
    legal_form: Labelled
    about: str
    owner: str
    """The authority that keeps its papers; empty where nobody has said."""
    count: int
    """Publications that are shown."""
    latest: dt.date | None
    """The newest meeting day among them."""

    @property
    def form(self) -> str:
        """In which form it keeps minutes, a value of `meetings.MinutesForm`."""
        return form_of(self.legal_form.value)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a publication stands, for ever: the body's slug, the meeting's day, and the kind."""

    slug: str
    day: dt.date
    nth: int
    kind: str
    """A value of PublicationKind."""

    @property
    def meeting(self) -> str:
        """The meeting's part of it: "2031-03-04", or "2031-03-04-2"."""
        return address_of(self.day, self.nth)


@dataclass(frozen=True, slots=True)
class PublicationRow:
    """A publication that is shown, in its newest version."""

    id: int
    address: Address
    body: str
    body_short: str
    kind: Labelled
    form: str
    """In which form its minutes are, a value of `meetings.MinutesForm`; empty for a notice."""
    date: dt.date
    """The day the meeting was or is to be held, as the newest version says."""
    number: int
    first_at: dt.datetime
    at: dt.datetime
    """When the newest version was published."""
    why: str
    cancelled: bool


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What stands where something was withdrawn, or where a version was suppressed (`number`)."""

    address: Address
    body: str
    kind: Labelled
    form: str
    """In which form the body keeps minutes; empty for a notice."""
    at: dt.datetime
    reason: str
    number: int | None = None
    """The version that was suppressed; None where all of it was withdrawn."""


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version in the list of versions. One that was suppressed has `suppressed_at`."""

    number: int
    at: dt.datetime
    why: str
    suppressed_at: dt.datetime | None
    suppressed_reason: str


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file of a version, and the hash that the file store knows its bytes by."""

    name: str
    title: str
    media_type: str
    sha256: str
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class VersionPage:
    """One version, whole. `content` is None where it was suppressed."""

    row: VersionRow
    content: Content | None
    text: str
    """The same as plain text, a paragraph a line, to be compared; empty where suppressed."""
    files: tuple[FileRef, ...]


@dataclass(frozen=True, slots=True)
class PublicationPage:
    """A publication at its address. Of a withdrawn one only the tombstone is told."""

    address: Address
    body: BodyRow
    kind: Labelled
    first_at: dt.datetime
    withdrawn_at: dt.datetime | None
    withdrawn_reason: str
    versions: tuple[VersionRow, ...]
    """Oldest first; none where it was withdrawn."""
    shown: VersionPage | None
    """The version asked for, or the newest that is not suppressed; None where there is none."""
    before: VersionPage | None
    """The nearest earlier one that is not suppressed, to compare with."""
    others: tuple[Address, ...]
    """What else of the same meeting is shown: the notice beside the minutes."""

    @property
    def form(self) -> str:
        """In which form the minutes shown are, or where none are, the body keeps them."""
        if self.address.kind == "notice":
            return ""
        content = self.shown.content if self.shown else None
        return (content.form if content else "") or self.body.form


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decided clause, as the newest shown version of its minutes has it."""

    address: Address
    anchor: str
    body: str
    date: dt.date
    """The meeting's day in the address."""
    published_at: dt.datetime
    number: int
    """The version's number."""
    item_number: str
    heading: str
    text: str
    action: str
    """A value of `matters.ClauseAction`."""
    scope: str
    due: dt.date | None


@dataclass(frozen=True, slots=True)
class Choices:
    """What lists can be sifted by: only what is there to be found."""

    bodies: tuple[BodyRow, ...]
    years: tuple[int, ...]
    """Newest first."""
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextRow:
    """A publication in which words were found, with the first lines that have any of them."""

    publication: PublicationRow
    lines: tuple[str, ...]
