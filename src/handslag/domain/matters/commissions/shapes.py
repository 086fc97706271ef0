"""What is shown of commissions, and what writes of them take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from handslag.domain.matters.assignments.shapes import AssignmentRow
    from handslag.domain.matters.commissions.rules import ReportDue
    from handslag.domain.matters.history.wording import WordingPart


@dataclass(frozen=True, slots=True, kw_only=True)
class CommissionTold:
    """What somebody says of a commission."""

    title: str
    lead: str = ""
    """Who leads it, by a name that the register knows; empty for nobody yet."""
    group: str = ""
    """The body that carries it out, by a name that the register knows; empty for none."""
    begins: dt.date | None = None
    ends: dt.date | None = None
    report_every: int | None = None
    """Months between the reports; None where only the final one is asked for."""


@dataclass(frozen=True, slots=True)
class TermsView:
    """One version of the terms of reference, and what it changed in the one before it."""

    number: int
    text: str
    from_day: dt.date
    by: str
    at: dt.datetime
    clause: str
    """The clause that adopted it; empty where none did, or the viewer does not see it."""
    clause_code: str
    parts: tuple[WordingPart, ...]
    """Empty for the first."""


@dataclass(frozen=True, slots=True)
class CommissionRow:
    """A commission in a list."""

    row: AssignmentRow
    title: str
    lead_id: int | None
    lead: str
    group_id: int | None
    group: str
    begins: dt.date
    ends: dt.date | None
    report_every: int | None
    ended_at: dt.date | None
    end_reason: str
    next: ReportDue | None
    """The first report that is owed; None where there is none, or it has ended."""
    late: bool
    """That report is late."""


@dataclass(frozen=True, slots=True)
class CommissionPage:
    """A commission with its terms of reference, the newest first, and its reports."""

    head: CommissionRow
    terms: tuple[TermsView, ...]
    reports: tuple[ReportDue, ...]
    """What was due until today, and the one that comes next."""
    may_change: bool
    seen: str
    """What a form of the page carries, for a change by somebody else meanwhile to show."""
