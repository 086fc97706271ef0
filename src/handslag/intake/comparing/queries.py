"""Reads of what was found across documents."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from handslag.domain.accounts.access import require
from handslag.domain.accounts.permissions import Permission
from handslag.domain.base.shapes import PAGE_SIZE, Listing, paged
from handslag.intake.comparing.models import CrossFinding
from handslag.intake.comparing.wording import message
from handslag.intake.kinds import SEVERITIES
from handslag.source.comparing.words import parts

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

    from handslag.domain.accounts.viewer import Viewer


@dataclass(frozen=True, slots=True)
class DiffPart:
    """A stretch of a text that was reworded: "same" in both, "out" or "in" of one alone."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class CrossRow:
    """Something found across documents, seen from one of them.

    `start` and `end` are the place in this document, `other_start` and `other_end` in the other;
    None where there is none, as for an item that is missing.
    """

    id: int
    code: str
    severity: str
    """"error", "warning" or "info"."""
    severity_label: str
    message: str
    """In Swedish, naming both documents."""
    document_id: int
    document: str
    """This document's name."""
    start: int | None
    end: int | None
    other_id: int | None
    other: str
    """The other document's name; empty where one is missed."""
    other_start: int | None
    other_end: int | None
    diff: tuple[DiffPart, ...]
    """Where a text was reworded: the text of both, part by part, the notice's first."""
    dismissed: bool
    dismissed_by: str


def found_across(viewer: Viewer, document_id: int) -> tuple[CrossRow, ...]:
    """What was found between a document and others, seen from it: warnings first. One query.

    Those that somebody has dismissed stand last.
    """
    require(viewer, Permission.DOCUMENTS_REVIEW)
    rows = _rows(Q(document_id=document_id) | Q(other_id=document_id))
    seen = [_row(row, seen_from_other=row.document_id != document_id) for row in rows]
    return tuple(sorted(seen, key=lambda row: (row.dismissed, row.severity != "warning")))


def open_across(viewer: Viewer, page: int = 1) -> Listing[CrossRow]:
    """Every warning across documents that nobody has dismissed, the latest first. Two queries."""
    require(viewer, Permission.DOCUMENTS_REVIEW)
    found = _open()
    total = found.count()
    page, pages, offset = paged(total, page)
    rows = found.order_by("-id")[offset : offset + PAGE_SIZE] if total else ()
    return Listing(tuple(_row(row) for row in rows), page, pages, total)


def to_look_at(viewer: Viewer, count: int) -> tuple[CrossRow, ...]:
    """The latest open warnings, at most `count`. One query."""
    require(viewer, Permission.DOCUMENTS_REVIEW)
    return tuple(_row(row) for row in _open().order_by("-id")[:count])


def open_across_count(viewer: Viewer) -> int:
    """How many warnings across documents nobody has dismissed. One query."""
    require(viewer, Permission.DOCUMENTS_REVIEW)
    return _open().count()


def counts_across(viewer: Viewer, document_ids: Collection[int]) -> dict[int, int]:
    """How many open warnings each document (id) takes part in. One query."""
    require(viewer, Permission.DOCUMENTS_REVIEW)
    counts: dict[int, int] = defaultdict(int)
    ids = set(document_ids)
    concerned = Q(document_id__in=ids) | Q(other_id__in=ids)
    found = _open().filter(concerned).order_by()
    for pair in found.values_list("document_id", "other_id"):
        for document_id in ids.intersection(pair):
            counts[document_id] += 1
    return dict(counts)


def _open() -> QuerySet[CrossFinding]:
    return _rows(Q(severity="warning", dismissed=False))


def _rows(wanted: Q) -> QuerySet[CrossFinding]:
    found = CrossFinding.objects.filter(wanted, standing=True).select_related("document", "other")
    heavy = ("text", "pages")
    return found.defer(*(f"{one}__{column}" for one in ("document", "other") for column in heavy))


def _row(row: CrossFinding, *, seen_from_other: bool = False) -> CrossRow:
    mine, theirs = row.place or (None, None), row.other_place or (None, None)
    document, other = row.document, row.other
    if seen_from_other and other is not None:
        mine, theirs, document, other = theirs, mine, other, document
    there = row.other.name if row.other else ""
    return CrossRow(
        id=row.id,
        code=row.code,
        severity=row.severity,
        severity_label=str(dict(SEVERITIES).get(row.severity, row.severity)),
        message=message(row.code, row.values, row.document.name, there),
        document_id=document.id,
        document=document.name,
        start=mine[0],
        end=mine[1],
        other_id=other.id if other else None,
        other=other.name if other else "",
        other_start=theirs[0],
        other_end=theirs[1],
        diff=_diff(row),
        dismissed=row.dismissed,
        dismissed_by=row.dismissed_by,
    )


def _diff(row: CrossFinding) -> tuple[DiffPart, ...]:
    if row.code not in {"proposal-changed", "title-changed"}:
        return ()
    return tuple(DiffPart(*part) for part in parts(row.values["was"], row.values["now"]))
