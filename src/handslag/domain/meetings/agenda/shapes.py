"""The shapes that reads of an agenda return."""

from __future__ import annotations

import datetime as dt  # noqa: TC003  fields of dataclasses
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path  # noqa: TC003  a field of a dataclass

from handslag.domain.base.shapes import Labelled  # noqa: TC001  a field of a dataclass
from handslag.domain.meetings.models import ItemKind

ITEM_KINDS = ItemKind.choices
"""What an item can ask of the meeting: value and label."""


@dataclass(frozen=True, slots=True)
class Presenter:
    """Who presents an item, as the notice names them."""

    name: str
    title: str
    organisation: str
    person_id: int


@dataclass(frozen=True, slots=True)
class KnownPresenters:
    """What a form can suggest where somebody is to present."""

    names: tuple[str, ...]
    organisations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version of an attachment. `size` in bytes; `pages` where they could be counted."""

    id: int
    number: int
    name: str
    media_type: str
    sha256: str
    size: int
    pages: int | None
    by: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class AttachmentFile:
    """Where the bytes of a version lie, and what they are given back as."""

    path: Path
    name: str
    media_type: str


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """An attachment with its versions, the newest last; there is always one."""

    id: int
    order: int
    label: str
    """Without the word bilaga: "1", "4a"."""
    title: str
    closed: bool
    closed_ground: str
    sent: bool
    late_reason: str
    late_by: str
    withdrawn_at: dt.datetime | None
    withdrawn_reason: str
    versions: tuple[VersionRow, ...]
    item_ids: tuple[int, ...]
    """The items it serves, in the plan's order."""
    digest: str
    """What a form that changes it carries: see `rules.digest_of`."""

    @property
    def newest(self) -> VersionRow:
        """The version that goes out."""
        return self.versions[-1]


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """One item of the plan."""

    id: int
    order: int
    number: str
    heading: str
    kind: Labelled
    """A value of ItemKind; empty with an empty label where nobody has said."""
    minutes: int | None
    description: str
    standing: bool
    late: bool
    late_reason: str
    late_by: str
    pulled_at: dt.datetime | None
    pulled_reason: str
    closed: bool
    closed_ground: str
    presenters: tuple[Presenter, ...]
    attachments: tuple[str, ...]
    """Labels of the attachments that serve it and are not withdrawn, in their order."""
    starts: dt.time | None
    """When it begins, if those before it keep their minutes; None where that cannot be told."""
    digest: str
    """What a form that changes it carries: see `rules.digest_of`."""
    approves: tuple[int, dt.date] | None = None
    """The meeting (id and day) whose minutes it approves; None for every other item."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """A pre-meeting. `side` is a value of Side, empty where its body has none."""

    meeting_id: int
    body_id: int
    body: str
    side: str
    date: dt.date
    start: dt.time | None
    end: dt.time | None
    place: str


@dataclass(frozen=True)
class Agenda:
    """A meeting's plan with everything that its notice says, but for proposals.

    Those are matters': see `handslag.domain.matters.preparing.queries.proposals`.
    """

    meeting_id: int
    body_id: int
    body: str
    body_short: str
    date: dt.date
    start: dt.time | None
    end: dt.time | None
    place: str
    kind: Labelled
    """A value of MeetingKind."""
    state: Labelled
    """A value of PublicationState: how far the notice has come."""
    sent: bool
    """A notice has gone out: numbers and labels stand."""
    cancelled_at: dt.datetime | None
    material_due: dt.date | None
    notice_due: dt.date | None
    sittings: tuple[Sitting, ...]
    items: tuple[PlannedItem, ...]
    """In the plan's order, late and pulled ones in their places."""
    attachments: tuple[AttachmentRow, ...]
    """In the order of their labels, withdrawn ones too."""
    length: int | None
    """The meeting's length in minutes; None where its start or end is not known."""

    @cached_property
    def allotted(self) -> int:
        """Minutes allotted to the items that are not pulled."""
        return sum(item.minutes or 0 for item in self.items if item.pulled_at is None)

    @cached_property
    def without_minutes(self) -> int:
        """How many items nobody has said the minutes of; pulled ones are not counted."""
        return sum(item.minutes is None and item.pulled_at is None for item in self.items)

    @property
    def order(self) -> tuple[int, ...]:
        """The items' ids in order: what a form that moves one carries."""
        return tuple(item.id for item in self.items)


@dataclass(frozen=True, slots=True)
class ComingMeeting:
    """A meeting to choose among."""

    id: int
    date: dt.date
    material_due: dt.date | None


@dataclass(frozen=True, slots=True)
class BodyToRaiseIn:
    """A body that a matter can be raised in, with its coming meetings, soonest first."""

    id: int
    name: str
    meetings: tuple[ComingMeeting, ...]


@dataclass(frozen=True, slots=True)
class RaisedRow:
    """A raised matter in a list."""

    id: int
    body_id: int
    body: str
    heading: str
    state: Labelled
    """A value of RaisedState."""
    raised_name: str
    raised_at: dt.datetime
    meeting_id: int | None
    date: dt.date | None
    """The day of the meeting it is wanted at, or was accepted to; None for the next there is."""
    material_due: dt.date | None
    """The last day to hand in material to that meeting."""
    item_meeting_id: int | None
    """The meeting on whose agenda it stands."""


@dataclass(frozen=True, slots=True)
class RaisedStepRow:
    """What was asked, answered or decided about a raised matter."""

    state: Labelled
    """What the matter became by it."""
    text: str
    by: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class RaisedPage:
    """A raised matter with its history, and what the viewer may do with it."""

    row: RaisedRow
    text: str
    kind: Labelled
    minutes: int | None
    presenter: str
    principal_id: int | None
    principal: str
    steps: tuple[RaisedStepRow, ...]
    meetings: tuple[ComingMeeting, ...]
    """The body's coming meetings."""
    prepares: bool
    answers: bool
    withdraws: bool


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A template that agendas of a body begin from."""

    id: int
    name: str
    items: int


@dataclass(frozen=True, slots=True)
class TemplateItemRow:
    """One item of a template; a heading may have "{förra mötet}" in it."""

    heading: str
    kind: str
    """A value of ItemKind; empty where nobody has said."""
    minutes: int | None
    description: str
    standing: bool


@dataclass(frozen=True, slots=True)
class TemplatePage:
    """A template with its items in order."""

    id: int
    body_id: int
    body: str
    name: str
    items: tuple[TemplateItemRow, ...]
    digest: str
    """What a form that changes it carries."""


@dataclass(frozen=True, slots=True)
class BeginsFrom:
    """What an agenda can begin from."""

    templates: tuple[TemplateRow, ...]
    missing: tuple[str, ...]
    """Headings of items that come back and are not on the agenda."""
