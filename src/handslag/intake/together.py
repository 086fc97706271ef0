"""Reads of what can be accepted together: documents that leave nothing to ask, and batches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.base.shapes import Listing
from handslag.domain.registry import queries as registry
from handslag.intake.comparing.queries import counts_across
from handslag.intake.models import Batch, BatchEntry, Change, Finding, Review, Suggestion
from handslag.intake.pages import BatchPage, BatchRow, ReadyPage
from handslag.intake.queries import DOUBTFUL, WAITING, listed

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from handslag.domain.access.viewer import Viewer
    from handslag.intake.pages import ReviewRow

MOST_AT_ONCE = 500
"""Documents that one page offers to accept together."""

BLOCKING = Q(dismissed=False) & Q(severity__in=("error", "warning"))
"""Findings that keep a document from being accepted unseen."""


def ready(viewer: Viewer) -> ReadyPage:
    """Documents that wait and leave nothing to ask, the last taken in first. Nine queries.

    Nothing is open in them, or between them and other documents, but what the reader calls an
    ordinary remark; kind, body and day are told, and the body is known.
    """
    require(viewer, Permission.DOCUMENTS_REVIEW)
    reviews = Review.objects.filter(WAITING)
    waiting = reviews.count()
    found = listed(viewer, _without_questions(reviews), 1, size=MOST_AT_ONCE)
    known = registry.bodies_named(viewer, {row.body for row in found})
    across = counts_across(viewer, [row.document_id for row in found])
    rows = tuple(
        row
        for row in found
        if _complete(row) and row.body in known and not across.get(row.document_id)
    )
    return ReadyPage(
        listing=Listing(rows, 1, 1, len(rows)),
        others=waiting - len(rows),
        unfinished=_unfinished(),
    )


def ready_count(viewer: Viewer) -> int:
    """How many documents wait with no question open. One query; the body may be unknown yet."""
    require(viewer, Permission.DOCUMENTS_REVIEW)
    return _without_questions(Review.objects.filter(WAITING)).count()


def _without_questions(reviews: QuerySet[Review]) -> QuerySet[Review]:
    of_it = {"document_id": OuterRef("document_id")}
    return reviews.filter(
        ~Exists(Finding.objects.filter(BLOCKING, **of_it)),
        ~Exists(Suggestion.objects.filter(DOUBTFUL, **of_it)),
        ~Exists(Change.objects.filter(settled="", **of_it)),
    )


def _complete(row: ReviewRow) -> bool:
    return row.kind in {"notice", "minutes"} and row.date is not None


def batch(viewer: Viewer, batch_id: int) -> BatchPage:
    """Documents chosen together and what became of each. Two queries.

    Raises ObjectDoesNotExist where there is no such batch.
    """
    require(viewer, Permission.DOCUMENTS_REVIEW)
    return _batch_page(Batch.objects.get(id=batch_id))


def _unfinished() -> BatchPage | None:
    """The last batch that has documents whose turn has not come."""
    left = BatchEntry.objects.filter(outcome="").order_by("-batch_id").select_related("batch")
    entry = left.first()
    return _batch_page(entry.batch) if entry else None


def _batch_page(found: Batch) -> BatchPage:
    entries = found.entries.select_related("document__review").defer(
        "document__text", "document__pages"
    )
    rows = tuple(
        BatchRow(
            document_id=entry.document_id,
            name=entry.document.name,
            title=entry.document.title,
            outcome=entry.outcome,
            reason=entry.reason,
            meeting_id=entry.document.review.meeting_id,
        )
        for entry in entries
    )
    return BatchPage(found.id, found.by, found.made_at, found.stopped, rows)
