"""What the public has reported about the public pages, for those who settle it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.base.shapes import Listing, listing_of
from handslag.domain.publications.models import FaultReport

if TYPE_CHECKING:
    from datetime import datetime

    from handslag.domain.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class FaultRow:
    """A report, as it was told, and how it was settled where it is."""

    id: int
    page: str
    text: str
    contact: str
    """How to answer; empty for whoever wants no answer."""
    at: datetime
    settled_at: datetime | None
    settled_by: str
    settled_how: str


def fault_reports(viewer: Viewer, *, settled: bool = False, page: int = 1) -> Listing[FaultRow]:
    """Reports that wait, the oldest first, or those that are settled, the newest first.

    Two queries.
    """
    require(viewer, Permission.FAULTS_READ)
    found = FaultReport.objects.filter(settled_at__isnull=not settled)
    return listing_of(found.order_by("-settled_at" if settled else "at", "id"), _row, page=page)


def _row(row: FaultReport) -> FaultRow:
    return FaultRow(
        row.pk,
        row.page,
        row.text,
        row.contact,
        row.at,
        row.settled_at,
        row.settled_by,
        row.settled_how,
    )
