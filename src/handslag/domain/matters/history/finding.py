"""Ways to matters from elsewhere: what is awaited today, and what something raised became."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.matters.history.access import visible_matters, visible_steps
from handslag.domain.matters.history.queries import matters_by_id
from handslag.domain.matters.history.shapes import StatusKind
from handslag.domain.matters.models import (
    ClauseAction,
    Matter,
    MatterStep,
    Raising,
    StepKind,
    Treatment,
)
from handslag.domain.meetings.access import visible_items

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.history.shapes import MatterRow

LOOKS_BACK = timedelta(days=400)
"""What was put off longer ago than a year and a month is history, and is found in the list."""
MOST = 200
"""Matters that are looked at, the newest first."""
_AWAY = (StatusKind.TABLED, StatusKind.REFERRED, StatusKind.BACK)
_MOVES = (ClauseAction.TABLE, ClauseAction.REFER, ClauseAction.POSTPONE)
_STEPS = (StepKind.TABLED, StepKind.REFERRED, StepKind.RETURNED, StepKind.TAKEN_BACK)


@dataclass(frozen=True, slots=True)
class Awaited:
    """Matters that are tabled, referred or on their way back; the most urgent first."""

    rows: tuple[MatterRow, ...]
    total: int

    @property
    def more(self) -> int:
        """How many there are besides those that are told."""
        return self.total - len(self.rows)


def awaited(viewer: Viewer, today: date, count: int = 5) -> Awaited:
    """What was put off or sent elsewhere and is not back: late first, then by day.

    A fixed number of queries, whatever there is.
    """
    require_somewhere(viewer, Permission.MEETINGS_READ)
    since = today - LOOKS_BACK
    treated = Treatment.objects.filter(
        visible_items(viewer, "item__"), matter=OuterRef("pk"), item__meeting__date__gte=since
    )
    moved = Q(item__transfers__isnull=False) | Q(item__decisions__clauses__action__in=_MOVES)
    steps = MatterStep.objects.filter(
        visible_steps(viewer), matter=OuterRef("pk"), kind__in=_STEPS, day__gte=since
    )
    away = Q(Exists(treated.filter(moved))) | Q(Exists(steps))
    found = Matter.objects.filter(visible_matters(viewer), away, merged_into=None)
    ids = list(found.order_by("-id").values_list("id", flat=True)[:MOST])
    rows = [
        row for row in matters_by_id(viewer, ids, today).values() if row.status.kind.value in _AWAY
    ]
    rows.sort(key=_urgency)
    return Awaited(tuple(rows[:count]), len(rows))


def _urgency(row: MatterRow) -> tuple[bool, date, int]:
    status = row.status
    days = [day for day in (status.day, status.expected and status.expected.day) if day]
    return (not status.overdue, min(days, default=date.max), -row.id)


def matter_of_raised(viewer: Viewer, raised_id: int) -> int | None:
    """The matter that something raised became; None where the viewer may not know. One query."""
    if Permission.MEETINGS_READ not in viewer.permissions:
        return None
    rows = Raising.objects.filter(raised_id=raised_id)
    led_to = rows.annotate(led_to=Coalesce("matter__merged_into", "matter")).values("led_to")
    seen = Matter.objects.filter(visible_matters(viewer), id__in=led_to)
    return seen.values_list("id", flat=True).first()
