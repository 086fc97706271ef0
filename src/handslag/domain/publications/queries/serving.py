"""What the public pages need beside what they show: whether anything is new, bytes, addresses.

Like `shown`, these are anybody's and take no viewer.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max
from django.db.models.functions import ExtractYear

from handslag.domain.documents import store
from handslag.domain.publications.content import from_json
from handslag.domain.publications.models import Publication, PublishedBody, PublishedVersion
from handslag.domain.publications.queries.shapes import Address, PublicationRow
from handslag.domain.publications.queries.shown import (
    _decided,
    _decision,
    _row,
    _rows,
    _shown,
    _tombstone,
)
from handslag.domain.publications.rules import day_and_nth, lines_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime
    from pathlib import Path

    from django.db.models import QuerySet

    from handslag.domain.publications.queries.shapes import DecisionRow, FileRef, Tombstone


@dataclass(frozen=True, slots=True)
class ListedAddress:
    """The address of a publication that is shown, and when its newest version came."""

    address: Address
    at: datetime


@dataclass(frozen=True, slots=True)
class SearchablePart:
    """A part of a newest version that can be found: an item, or (no anchor) all that stands above
    and below the items."""

    version_id: int
    anchor: str
    heading: str
    text: str


def state() -> str:
    """A word that changes whenever anything the public sees does. Four queries, over keys.

    Both a count and a last one are told: rows may become visible in another order than they were
    made.
    """
    versions = PublishedVersion.objects.aggregate(count=Count("id"), last=Max("id"))
    suppressed = PublishedVersion.objects.filter(suppressed_at__isnull=False).aggregate(
        count=Count("suppressed_at"), last=Max("suppressed_at")
    )
    withdrawn = Publication.objects.filter(withdrawn_at__isnull=False).aggregate(
        count=Count("withdrawn_at"), last=Max("withdrawn_at")
    )
    bodies = PublishedBody.objects.order_by("id").values_list("name", "about", "owner", "kind")
    told = (versions, suppressed, withdrawn, list(bodies))
    return sha256(repr(told).encode()).hexdigest()


def bytes_of(file: FileRef) -> Path | None:
    """Where a shown file's bytes lie; None where the disk has lost them."""
    path = store.path_of(file.sha256)
    return path if path.is_file() else None


def addresses() -> tuple[ListedAddress, ...]:
    """Every publication that is shown, the newest change first. One query."""
    found = _rows(_shown()).order_by("-newest_at", "-id")
    rows = found.values_list("body__slug", "day", "nth", "kind", "newest_at")
    return tuple(
        ListedAddress(Address(slug, day, nth, kind), at) for slug, day, nth, kind, at in rows
    )


def years(slug: str = "") -> tuple[int, ...]:
    """The years in which anything is shown, of one body where given; newest first. One query."""
    found = _shown().filter(body__slug=slug) if slug else _shown()
    told = found.annotate(year=ExtractYear("day")).order_by("-year").values_list("year", flat=True)
    return tuple(told.distinct())


def of_meeting_day(slug: str, meeting: str) -> tuple[PublicationRow, ...]:
    """What is shown of one meeting, by the meeting's part of its address. One query."""
    told = day_and_nth(meeting)
    if told is None:
        return ()
    day, nth = told
    found = _rows(_shown().filter(body__slug=slug, day=day, nth=nth))
    return tuple(map(_row, found.order_by("-kind")))


def newest_versions() -> QuerySet[Any, Any]:
    """The ids of the versions that are shown at their publications' own addresses, as a query."""
    return _shown().order_by().values("newest_id")


def by_version(ids: Collection[int]) -> Mapping[int, PublicationRow]:
    """Publications by the id of their newest shown version; others are left out. One query."""
    found = _rows(_shown().filter(newest_id__in=ids))
    return {row.newest_id: _row(row) for row in found}


def searchable(publication_ids: Iterable[int] | None = None) -> tuple[SearchablePart, ...]:
    """The parts of the newest shown versions, of some publications or of all. One query."""
    found = _shown()
    if publication_ids is not None:
        found = found.filter(id__in=list(publication_ids))
    versions = PublishedVersion.objects.filter(id__in=found.order_by().values("newest_id"))
    return tuple(part for row in versions.defer("text").iterator(100) for part in _parts(row))


def _parts(row: PublishedVersion) -> Iterable[SearchablePart]:
    content = from_json(row.content)
    headings = {item.anchor: item.heading for item in content.items}
    lines: dict[str, list[str]] = {}
    for anchor, line in lines_of(content):
        lines.setdefault(anchor, []).append(line)
    for anchor, told in lines.items():
        heading = headings.get(anchor, "")
        rest = told[1:] if heading else told  # an item's first line is its number and heading
        yield SearchablePart(row.pk, anchor, heading, " · ".join(filter(None, rest)))


def tombstones_of(slug: str, meeting: str) -> tuple[Tombstone, ...]:
    """What was withdrawn of one meeting, by the meeting's part of its address. One query."""
    told = day_and_nth(meeting)
    if told is None:
        return ()
    found = Publication.objects.filter(
        body__slug=slug, day=told[0], nth=told[1], withdrawn_at__isnull=False
    )
    return tuple(map(_tombstone, found.select_related("body").order_by("-kind")))


def newest_decisions(count: int, *, slug: str = "") -> tuple[DecisionRow, ...]:
    """Decided clauses as they were published, the last first. One query."""
    found = _decided().filter(version__publication__body__slug=slug) if slug else _decided()
    rows = found.select_related("version__publication__body").defer(
        "version__content", "version__text"
    )
    return tuple(map(_decision, rows.order_by("-version__at", "-version_id", "order")[:count]))


def is_newest(slug: str, meeting: str, kind: str, number: int) -> bool:
    """Whether a version is the one shown at its publication's own address. One query."""
    told = day_and_nth(meeting)
    if told is None:
        return False
    found = _rows(_shown().filter(body__slug=slug, day=told[0], nth=told[1], kind=kind))
    return found.filter(newest_number=number).exists()
