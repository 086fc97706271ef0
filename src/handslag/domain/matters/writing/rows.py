"""Rows of written decisions as plain data, and the digests that pages carry of them.

Shared by reads and writes, which have asked whether the viewer may. Relations are read through
`.all()`, so that reads may fetch them beforehand.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from handslag.domain.matters.models import Appointment, Assignment, Transfer
from handslag.domain.matters.writing.rules import state_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from handslag.domain.matters.models import (
        Assignee,
        Clause,
        Decision,
        Proposal,
        ProposalPoint,
        Reservation,
        Stance,
        Vote,
    )


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who is to do something, as it stands."""

    text: str
    body_id: int | None = None
    organisation_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A person as it stands: the name's words, and title and organisation on the day."""

    name: str
    title: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class ClauseStands:
    """A clause with all that it makes, as it stands or is to stand."""

    text: str
    action: str
    points: tuple[int, ...]
    scope: str
    inline: bool
    effect: str
    due_date: dt.date | None
    due_text: str
    assignees: tuple[Who, ...]
    appointees: tuple[Named, ...]
    to_body: str
    to_date: dt.date | None
    back_date: dt.date | None = None
    back_words: str = ""

    @property
    def digest(self) -> str:
        """What tells it from another state."""
        return state_of(*astuple(self))


@dataclass(frozen=True, slots=True)
class AssignmentStands:
    """An assignment in running text, as it stands or is to stand."""

    text: str
    due_date: dt.date | None
    due_text: str
    assignees: tuple[Who, ...]

    @property
    def digest(self) -> str:
        """What tells it from another state."""
        return state_of(*astuple(self))


CLAUSE_PARTS = (
    Prefetch("appointments", Appointment.objects.select_related("name")),
    Prefetch("assignments", Assignment.objects.prefetch_related("assignees")),
    Prefetch("transfers", Transfer.objects.order_by("id")),
)
"""What a clause makes, to be fetched beforehand."""


def clause_stands(clause: Clause) -> ClauseStands:
    """A clause as it stands, with its parts."""
    transfer = next(iter(clause.transfers.all()), None)
    return ClauseStands(
        text=clause.text,
        action=clause.action,
        points=tuple(clause.points),
        scope=clause.scope,
        inline=clause.inline,
        effect=clause.effect,
        due_date=clause.due_date,
        due_text=clause.due_text,
        assignees=tuple(
            who for one in clause.assignments.all() for who in who_of(one.assignees.all())
        ),
        appointees=tuple(
            Named(one.name.text, one.title, one.organisation) for one in clause.appointments.all()
        ),
        to_body=transfer.to_body if transfer else "",
        to_date=transfer.to_date if transfer else None,
        back_date=transfer.expected_date if transfer else None,
        back_words=transfer.expected_text if transfer else "",
    )


def assignment_stands(row: Assignment) -> AssignmentStands:
    """An assignment as it stands."""
    who = tuple(who_of(row.assignees.all()))
    return AssignmentStands(row.text, row.due_date, row.due_text, who)


def who_of(rows: Iterable[Assignee]) -> Iterable[Who]:
    """Those who were assigned at the meeting, in order, with whom somebody picked.

    Whom the register was found to have by a name is no part of what was written, and neither is
    who has got it since.
    """
    return (
        Who(one.text, one.body_id, one.organisation_id, one.person_id)
        if one.picked
        else Who(one.text, None, None, None)
        for one in rows
        if one.since is None
    )


def proposer_digest(row: Proposal) -> str:
    """Of who proposes."""
    return state_of(row.by)


def point_digest(row: ProposalPoint) -> str:
    """Of a point's text."""
    return state_of(row.text)


def decision_digest(row: Decision) -> str:
    """Of who decides and who takes no part."""
    return state_of(row.by, list(row.abstaining))


def stance_digest(row: Stance) -> str:
    """Of what somebody thinks."""
    return state_of(row.by, row.kind, list(row.points))


def vote_digest(row: Vote | None) -> str:
    """Of a vote's numbers; empty where no vote is noted."""
    if row is None:
        return ""
    return state_of(row.text, row.in_favour, row.against, row.abstained)


def reservation_digest(row: Reservation) -> str:
    """Of who reserves themselves and why."""
    return state_of(row.by, row.title, row.organisation, row.text)


def transfer_digest(row: Transfer) -> str:
    """Of where an item goes."""
    back = (row.expected_date, row.expected_text)
    return state_of(row.kind, row.to_body, row.to_date, row.text, *back)


def outcomes_seen(verdicts: Mapping[str, str]) -> str:
    """What a page carries of a point's outcomes: verdicts by side, "" for all.

    Empty where there is none; otherwise "approved", or "municipalities:rejected region:approved".
    """
    return " ".join(f"{side}:{verdict}".lstrip(":") for side, verdict in sorted(verdicts.items()))
