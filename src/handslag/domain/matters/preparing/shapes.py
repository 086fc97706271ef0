"""The shapes that reads of an agenda with its proposals return."""

from __future__ import annotations

import datetime as dt  # noqa: TC003  fields of dataclasses
from collections.abc import Mapping  # noqa: TC003  a field of a dataclass
from dataclasses import dataclass

from handslag.domain.meetings.agenda.rules import Lack  # noqa: TC001  a field of a dataclass
from handslag.domain.meetings.agenda.shapes import (
    Agenda,  # noqa: TC001  a field of a dataclass
    PlannedItem,  # noqa: TC001  as above
)


@dataclass(frozen=True, slots=True)
class PlannedPoint:
    """One point of a proposal. `number` is as it stands: "1", rarely empty."""

    number: str
    text: str


@dataclass(frozen=True, slots=True)
class PlannedProposal:
    """What a body proposes under an item of the plan."""

    id: int
    by: str
    points: tuple[PlannedPoint, ...]
    digest: str
    """What a form that changes it carries."""


@dataclass(frozen=True, slots=True)
class Tabled:
    """What another meeting tabled or referred to a meeting's day, and is not on its plan yet."""

    transfer_id: int
    item_id: int
    """The item that was tabled."""
    meeting_id: int
    body: str
    date: dt.date
    """The meeting that tabled it."""
    heading: str
    kind: str
    """A value of ItemKind; empty where nobody has said."""
    proposals: tuple[tuple[str, tuple[str, ...]], ...]
    """Who proposed what under it, as the minutes have it or else the notice."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """How much a meeting's agenda still lacks, and how long there is."""

    meeting_id: int
    body: str
    body_short: str
    date: dt.date
    sent: bool
    """The notice has gone out."""
    items: int
    """Items that are not pulled."""
    lacks: Mapping[Lack, int]
    """How many items lack each; what nothing lacks is left out."""
    lacking: int
    """How many items lack anything."""
    material_days: int | None
    """Days left until material is due, less than 0 where that day is past; None without a day."""
    notice_days: int | None
    """Days left until the notice is due, likewise."""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item of the plan with what is proposed under it and what it still lacks."""

    item: PlannedItem
    proposals: tuple[PlannedProposal, ...]
    lacks: tuple[Lack, ...]


@dataclass(frozen=True, slots=True)
class AgendaPage:
    """All that the page of an agenda shows."""

    agenda: Agenda
    rows: tuple[ItemRow, ...]
    readiness: Readiness
    tabled: tuple[Tabled, ...]
    """What other meetings sent here and is not on the plan."""
