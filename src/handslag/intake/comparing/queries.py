"""Reads of what was found across documents."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Case, Q, Value, When

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.base.shapes import PAGE_SIZE, Listing, paged
from handslag.intake.comparing.calling import links
from handslag.intake.comparing.found import URGENT
from handslag.intake.comparing.models import CrossFinding
from handslag.intake.comparing.naming import called, said_on
from handslag.intake.comparing.wording import message
from handslag.intake.kinds import SEVERITIES
from handslag.source.comparing.words import parts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from django.db.models import QuerySet

    from handslag.domain.access.viewer import Viewer
    from handslag.intake.comparing.calling import Called


SAME = 4
"""How many findings that read the same are expected, where only a few are shown."""


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
    """In the reader's language, with both documents as people call them."""
    document_id: int
    document: str
    """The name of this document's file."""
    document_label: str
    """What a link to it calls it, "protokollet", so that it is told from one to the other."""
    start: int | None
    end: int | None
    other_id: int | None
    other: str
    """The name of the other document's file; empty where one is missed."""
    other_label: str
    other_start: int | None
    other_end: int | None
    diff: tuple[DiffPart, ...]
    """Where a text was reworded: the text of both, part by part, the notice's first."""
    dismissed: bool
    dismissed_by: str


def found_across(viewer: Viewer, document_id: int) -> tuple[CrossRow, ...]:
    """What was found between a document and others, seen from it: warnings first.

    Those that somebody has dismissed stand last. Six queries at most.
    """
    require(viewer, Permission.DOCUMENTS_REVIEW)
    rows = list(_rows(Q(document_id=document_id) | Q(other_id=document_id)))
    known = said_on(_called_in(viewer, rows), besides=[document_id])
    at = [known[document_id].meeting] if rows else []
    seen = [_row(row, known, own=document_id, at=at) for row in rows]
    return tuple(sorted(seen, key=lambda row: (row.dismissed, row.severity != "warning")))


def open_at_meeting(viewer: Viewer, document_ids: Collection[int]) -> tuple[CrossRow, ...]:
    """Every warning between a meeting's documents (ids) and others that nobody has dismissed.

    The most urgent first; those that read the same are told once. Six queries at most, however
    many there are.
    """
    require(viewer, Permission.DOCUMENTS_REVIEW)
    ids = set(document_ids)
    if not ids:
        return ()
    rows = list(_urgent(_open().filter(Q(document_id__in=ids) | Q(other_id__in=ids))))
    known = said_on(_called_in(viewer, rows), besides=ids)
    at = [one.meeting for one in known.values() if one.id in ids]
    return _once(_row(row, known, at=at) for row in rows)


def open_across(viewer: Viewer, page: int = 1) -> Listing[CrossRow]:
    """Every warning across documents that nobody has dismissed, the most urgent first, and of
    those the latest. Seven queries at most."""
    require(viewer, Permission.DOCUMENTS_REVIEW)
    found = _open()
    total = found.count()
    page, pages, offset = paged(total, page)
    rows = list(_urgent(found)[offset : offset + PAGE_SIZE]) if total else []
    known = said_on(_called_in(viewer, rows))
    return Listing(tuple(_row(row, known) for row in rows), page, pages, total)


def to_look_at(viewer: Viewer, count: int) -> tuple[CrossRow, ...]:
    """The most urgent open warnings, at most `count`; those that read the same are told once.

    Six queries at most.
    """
    require(viewer, Permission.DOCUMENTS_REVIEW)
    rows = list(_urgent(_open())[: count * SAME])
    known = said_on(_called_in(viewer, rows), always=True)
    return _once(_row(row, known) for row in rows)[:count]


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


def _once(rows: Iterable[CrossRow]) -> tuple[CrossRow, ...]:
    """Without those that read the same as an earlier one: two changes to one item, say."""
    first: dict[str, CrossRow] = {}
    for row in rows:
        first.setdefault(row.message, row)
    return tuple(first.values())


def _urgent(found: QuerySet[CrossFinding]) -> QuerySet[CrossFinding]:
    rank = Case(
        *(When(code=code, then=Value(place)) for place, code in enumerate(URGENT)),
        default=Value(len(URGENT)),
    )
    return found.order_by(rank, "-id")


def _called_in(viewer: Viewer, rows: Iterable[CrossFinding]) -> dict[int, Called]:
    ids = {id_ for row in rows for id_ in (row.document_id, row.other_id) if id_ is not None}
    return called(viewer, ids)


def _rows(wanted: Q) -> QuerySet[CrossFinding]:
    return CrossFinding.objects.filter(wanted, standing=True)


def _row(
    row: CrossFinding, known: Mapping[int, Called], *, own: int = 0, at: Collection[object] = ()
) -> CrossRow:
    mine, theirs = row.place or (None, None), row.other_place or (None, None)
    here, there = known[row.document_id], known.get(row.other_id or 0)
    words = message(row.code, row.values, here, there, own=own, at=at)
    if there is not None and own == there.id:
        mine, theirs, here, there = theirs, mine, there, here
    document_label, other_label = links(here, there, own=own)
    return CrossRow(
        id=row.id,
        code=row.code,
        severity=row.severity,
        severity_label=str(dict(SEVERITIES).get(row.severity, row.severity)),
        message=words,
        document_id=here.id,
        document=here.name,
        document_label=document_label,
        start=mine[0],
        end=mine[1],
        other_id=there.id if there else None,
        other=there.name if there else "",
        other_label=other_label,
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
