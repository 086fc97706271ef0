"""Reads of what is being read: for the list of documents, and for the page of one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.base.shapes import Listing, listing_of
from handslag.intake.models import Review
from handslag.intake.recognising.models import Recognition, State

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from handslag.domain.access.viewer import Viewer

PATIENCE = dt.timedelta(seconds=30)
"""After so long without anybody who reads, a person is told."""


@dataclass(frozen=True, slots=True)
class BeingRead:
    """A document that takes long to read, and how far that has come."""

    document_id: int
    name: str
    state: str
    """"waiting", "reading", "stopped" or "failed"."""
    words: str
    """The same with its pages, as a person reads it: "läses, sida 3 av 12"."""
    done: int
    pages: int
    problem: str
    again: bool
    """Whether the document has been read before, and is read again."""
    left_alone: bool
    """It waits, and has waited for a while, though it is its turn and nothing is being read."""

    @property
    def moves(self) -> bool:
        """Whether it goes on by itself."""
        return self.state in (State.WAITING, State.READING)


def being_read(viewer: Viewer) -> Listing[BeingRead]:
    """What waits to be read, is being read, was stopped or could not be read: the first ones.

    In the order in which they were handed in. Three queries, or one where there is nothing.
    """
    require(viewer, Permission.DOCUMENTS_TAKE_IN)
    busy = cache(_busy)
    return listing_of(_rows(), lambda row: _shown(row, busy=busy()), page=1)


def reading_of(viewer: Viewer, document_id: int) -> BeingRead | None:
    """How far the reading of one document has come; None where it is read. At most two queries."""
    require(viewer, Permission.DOCUMENTS_TAKE_IN)
    row = _rows().filter(document_id=document_id).first()
    return _shown(row, busy=_busy()) if row is not None else None


def _rows() -> QuerySet[Recognition]:
    return (
        Recognition.objects.select_related("document")
        .only(*_FIELDS, "document__name")
        .annotate(again=Exists(Review.objects.filter(document_id=OuterRef("document_id"))))
        .order_by("asked_at", "id")
    )


_FIELDS = ("state", "done", "pages", "problem", "asked_at", "document_id")


def _busy() -> bool:
    """Whether some worker reads something."""
    held = Recognition.objects.filter(state=State.READING, held_until__gt=timezone.now())
    return held.exists()


def _shown(row: Recognition, *, busy: bool) -> BeingRead:
    waited = timezone.now() - row.asked_at > PATIENCE
    return BeingRead(
        document_id=row.document_id,
        name=row.document.name,
        state=row.state,
        words=_words(row),
        done=row.done,
        pages=row.pages,
        problem=row.problem,
        again=row.again,  # type: ignore[attr-defined]  # annotated
        left_alone=row.state in (State.WAITING, State.READING) and waited and not busy,
    )


def _words(row: Recognition) -> str:
    pages = {"page": min(row.done + 1, row.pages), "done": row.done, "pages": row.pages}
    if row.state == State.READING:
        if row.done >= row.pages:
            return _("läses, alla sidor är tydda")
        return _("läses, sida %(page)s av %(pages)s") % pages
    if row.state == State.STOPPED and row.done:
        return _("stoppad, %(done)s av %(pages)s sidor är tydda") % pages
    return str(State(row.state).label)
