"""What a notice says, as plain data: what every form of the paper is made of.

All texts are plain text in Swedish, without markup: what looks like markup is printed as it
stands. A blank line parts paragraphs, other line breaks are kept. Days and clock times are local
(Europe/Stockholm). A text that is empty, a tuple that is empty or a value that is None has no
place on the paper: nothing is printed in its stead.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable


class PaperKind(StrEnum):
    """What the paper is; the value is the word in its head."""

    NOTICE = "Kallelse"
    AGENDA = "Dagordning"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What the county has chosen to print on its papers.

    Values that a person has typed go through `letterhead.check` before they are kept, which says
    in Swedish what is wrong with them. A paper is made with any values all the same: what cannot
    be used is left out of it.
    """

    organisation: str
    """The sender: "Samverkanskansliet i Tallmarkens län"."""
    logo: bytes | None = None
    """A PNG or SVG picture; its kind is told from its bytes."""
    logo_text: str = ""
    """What the logo shows, for those who hear the paper; the organisation's name when empty."""
    accent: str = "#1f5c4d"
    """Colour of rules and marks, "#rrggbb"."""
    sender: tuple[str, ...] = ()
    """Lines below the organisation's name: unit, address, e-mail."""
    footer: str = ""
    """Text at the foot of every page."""
    opening: str = ""
    """Standing text before the agenda, the same on every notice."""
    closing: str = ""
    """Standing text after the agenda, the same on every notice."""


@dataclass(frozen=True, slots=True)
class PaperPerson:
    """Somebody named on the paper: "Hedda Lundvall, utvecklingsledare, Region Tallmarken"."""

    name: str
    title: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class PaperSitting:
    """A part of the meeting with a time of its own: a side's pre-meeting.

    `label` is what it is called and for whom: "Förmöte för kommunerna".
    """

    label: str
    start: dt.time | None = None
    end: dt.time | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class PaperPoint:
    """One numbered point of a proposal. `text` begins with "att" where it is an att-sats."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class PaperProposal:
    """What a body proposes to the meeting in an item, point by point."""

    by: str
    """The proposing body, in the form that begins a sentence: "Styrgruppen"."""
    points: tuple[PaperPoint, ...]


@dataclass(frozen=True, slots=True)
class PaperAttachment:
    """An attachment of the meeting.

    `label` is what it is called, without the word bilaga: "1", "4a". It never changes once it is
    sent. `read` gives the file's bytes and is called when they are needed, once a paper; what it
    raises is not caught. `pages` is the number of pages where it is known, for the reader's sake.
    """

    label: str
    title: str
    file_name: str
    media_type: str
    read: Callable[[], bytes]
    pages: int | None = None
    new: bool = False
    """Whether it has come, or come in a new version, since the last version of the notice."""


@dataclass(frozen=True, slots=True)
class PaperItem:
    """One item of the agenda."""

    heading: str
    number: str = ""
    """As printed, without dot: "7", "7.1", "§ 12"; empty for an item without one."""
    kind: str = ""
    """What sort of item it is, a word for the reader: "Beslut", "Information", "Dialog"."""
    presenters: tuple[PaperPerson, ...] = ()
    minutes: int | None = None
    """Minutes allotted."""
    text: str = ""
    proposals: tuple[PaperProposal, ...] = ()
    decisions: tuple[str, ...] = ()
    """Proposed decisions of the meeting itself, an att-sats each: "att godkänna planen"."""
    attachments: tuple[str, ...] = ()
    """Labels of the attachments that serve the item, each among the paper's `attachments`."""
    late: bool = False
    """Whether it came after the first notice had been sent."""
    late_reason: str = ""
    admitted_by: str = ""
    """Who let a late item in: "ordföranden Lena Brøyen"."""
    new: bool = False
    """Whether it is new or changed since the last version of the notice."""
    withdrawn: bool = False
    withdrawn_reason: str = ""
    closed: bool = False
    """Whether only those who are called may see it."""
    closed_ground: str = ""
    """The statute that closes it: "OSL 26 kap. 1 §"."""


@dataclass(frozen=True, slots=True)
class PaperNews:
    """What has changed since version `since` of the notice, a sentence a line."""

    since: int
    lines: tuple[str, ...]
    since_day: dt.date | None = None
    """The day that version was sent."""


@dataclass(frozen=True, slots=True)
class NoticePaper:
    """A notice, whole: what `as_pdf`, `as_text` and `bundle` make papers of."""

    body: str
    """The body's full name: "Länsnätverket för förvaltningschefer"."""
    date: dt.date
    letterhead: Letterhead
    kind: PaperKind = PaperKind.NOTICE
    body_short: str = ""
    """The body's short name in the form that begins a sentence: "Chefsnätverket". The full name
    is used where it is empty."""
    start: dt.time | None = None
    end: dt.time | None = None
    place: str = ""
    """Where, on one line: "Myntgatan 2, Falun, sal Siljan" or "Digitalt via Teams"."""
    version: int = 1
    sent_on: dt.date | None = None
    """The day it is sent; None for a draft, which says so on every page."""
    diary: str = ""
    """Diary number: "SK 2025/0012"."""
    sittings: tuple[PaperSitting, ...] = ()
    recipients: tuple[str, ...] = ()
    """Who is called, a line each: "Ledamöter i Länsnätverket", or names."""
    regrets_to: str = ""
    """To whom, how and when regrets are sent: "Samverkanskansliet senast den 10 februari"."""
    opening: str = ""
    """Text before the agenda, of this meeting alone; it follows the letterhead's."""
    closing: str = ""
    """Text after the agenda, of this meeting alone; it stands before the letterhead's."""
    signed_by: tuple[PaperPerson, ...] = ()
    """Those who call: the chair, the secretary."""
    items: tuple[PaperItem, ...] = ()
    """In the agenda's order, late and withdrawn ones in their places."""
    attachments: tuple[PaperAttachment, ...] = ()
    """Each once, in the order of their labels."""
    news: PaperNews | None = None
    """What is new; None in the first version."""
