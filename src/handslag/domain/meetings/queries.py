"""Reads of meetings in lists."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max
from django.db.models.functions import ExtractYear
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may, require
from handslag.domain.base.facts import Phase
from handslag.domain.base.shapes import PAGE_SIZE, Labelled, Listing, paged
from handslag.domain.base.states import PublicationState
from handslag.domain.base.words import key_of
from handslag.domain.documents.access import visible_documents
from handslag.domain.meetings.access import account, drafts_of, visible_items, visible_meetings
from handslag.domain.meetings.models import (
    AgendaItem,
    Meeting,
    MeetingPaper,
    MeetingQuerySet,
    Participation,
    ParticipationRole,
)
from handslag.domain.registry import queries as registry

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

    from handslag.domain.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting in a list. `items` counts the items that were held, or planned before that."""

    id: int
    body_id: int
    body: str
    body_short: str
    date: date
    start: time | None
    end: time | None
    place: str
    planned: bool
    """There is a notice of it."""
    held: bool
    """There are minutes of it."""
    items: int
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class MeetingName:
    """What a meeting is called: its day and its body."""

    id: int
    date: date
    body_id: int
    body: str


@dataclass(frozen=True, slots=True)
class BodyChoice:
    """A body to choose among."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A body in a list, with how many meetings of it are known and the latest of their days."""

    id: int
    name: str
    short_name: str
    kind: Labelled
    meetings: int
    latest: date | None


def meetings(
    viewer: Viewer, *, body_id: int | None = None, year: int | None = None, page: int = 1
) -> Listing[MeetingRow]:
    """Meetings, newest first, of one body or year where wished. Two queries.

    Those that are planned for later stand in the list of their year alone, and in `coming`.
    """
    found = _seen(viewer).of_body(body_id).in_year(year)
    found = found if year else found.without_plans_after(timezone.localdate())
    total = found.count()
    page, pages, offset = paged(total, page)
    rows = _rows(viewer, found, offset, PAGE_SIZE) if total else ()
    return Listing(rows, page, pages, total)


def latest(viewer: Viewer, count: int) -> tuple[MeetingRow, ...]:
    """The `count` meetings of the latest days, newest first, coming plans left out. One query."""
    return _rows(viewer, _seen(viewer).without_plans_after(timezone.localdate()), 0, count)


def years(viewer: Viewer, *, body_id: int | None = None) -> list[int]:
    """The years in which there are meetings, newest first. One query."""
    days = _seen(viewer).of_body(body_id).order_by()
    found = days.values_list(ExtractYear("date"), flat=True).distinct()
    return sorted(found, reverse=True)


def bodies(viewer: Viewer) -> list[BodyRow]:
    """Every body by name, with its number of meetings. Two queries."""
    known = registry.bodies(viewer)
    met = {
        body_id: (count, latest_day)
        for body_id, count, latest_day in _seen(viewer)
        .order_by()
        .values("body_id")
        .values_list("body_id", Count("id"), Max("date"))
    }
    return [
        BodyRow(body.id, body.name, body.short_name, body.kind, *met.get(body.id, (0, None)))
        for body in known
    ]


def drafts_to_share(viewer: Viewer, body_id: int) -> int:
    """How many notices and minutes of a body the viewer may share at once. Two queries.

    None, and no query, for who may not.
    """
    if not may(viewer, Permission.MEETINGS_SHARE, account(body_id, PublicationState.DRAFT)):
        return 0
    return sum(drafts_of(body_id, phase).count() for phase in Phase)


def bodies_that_met(viewer: Viewer) -> list[BodyChoice]:
    """The bodies of the meetings that the viewer sees, by name. One query."""
    rows = _seen(viewer).order_by().values_list("body_id", "body__name", "body__order_key")
    return [BodyChoice(*row[:2]) for row in sorted(rows.distinct(), key=lambda row: row[2])]


def coming(viewer: Viewer, *, body_id: int, count: int) -> tuple[MeetingRow, ...]:
    """The next meetings of a body, from today on, cancelled ones among them. One query."""
    found = _seen(viewer).of_body(body_id).filter(date__gte=timezone.localdate())
    return _rows(viewer, found.order_by("date", "id"), 0, count)


def next_meeting(viewer: Viewer, today: date) -> MeetingRow | None:
    """The nearest meeting on or after `today` that stands; None where none is. One query."""
    coming = _seen(viewer).filter(date__gte=today, cancelled_at=None).order_by("date", "id")
    rows = _rows(viewer, coming, 0, 1)
    return rows[0] if rows else None


def meeting_ids(viewer: Viewer) -> list[int]:
    """The id of every meeting that the viewer sees, the oldest row first. One query."""
    return list(_seen(viewer).order_by("id").values_list("id", flat=True))


def ids_after(viewer: Viewer, last: int, count: int) -> list[int]:
    """The ids of the next `count` meetings in the order of their ids. One query."""
    require(viewer, Permission.DOCUMENTS_REVIEW)
    found = _seen(viewer).filter(id__gt=last).order_by("id")
    return list(found.values_list("id", flat=True)[:count])


def ids_of_body(viewer: Viewer, body_id: int) -> list[int]:
    """The ids of a body's meetings. One query."""
    require(viewer, Permission.DOCUMENTS_REVIEW)
    return list(_seen(viewer).of_body(body_id).order_by("id").values_list("id", flat=True))


def days_told_by(viewer: Viewer, document_ids: Collection[int]) -> dict[int, date]:
    """The day of the meeting that each document (id) tells of; others are left out. One query."""
    require(viewer, Permission.DOCUMENTS_REVIEW)
    papers = MeetingPaper.objects.filter(
        visible_documents(viewer, "document__"), document_id__in=document_ids
    )
    return dict(papers.values_list("document_id", "meeting__date"))


def papers_of(viewer: Viewer, meeting_ids: Collection[int]) -> list[int]:
    """The ids of the documents that tell of these meetings. One query."""
    require(viewer, Permission.DOCUMENTS_REVIEW)
    papers = MeetingPaper.objects.filter(
        visible_documents(viewer, "document__"), meeting_id__in=meeting_ids
    )
    return list(papers.order_by("document_id").values_list("document_id", flat=True))


def seen_items(viewer: Viewer, ids: Collection[int]) -> dict[int, str]:
    """The numbers of those of these items (ids) that the viewer sees. One query."""
    seen = AgendaItem.objects.filter(visible_items(viewer), id__in=ids).order_by()
    rows = seen.values_list("id", "number", "planned_number")
    return {id_: number or planned for id_, number, planned in rows}


def meeting_names(viewer: Viewer, ids: Collection[int]) -> dict[int, MeetingName]:
    """What each of these meetings is called, by id; unknown ones are left out. One query."""
    rows = _seen(viewer).filter(id__in=ids).order_by()
    return {
        row[0]: MeetingName(*row) for row in rows.values_list("id", "date", "body_id", "body__name")
    }


def near(viewer: Viewer, *, body_id: int, day: date, days: int = 45) -> tuple[MeetingRow, ...]:
    """Meetings of a body within `days` of `day`, newest first: the one a paper may tell of."""
    around = (day - timedelta(days=days), day + timedelta(days=days))
    return _rows(viewer, _seen(viewer).of_body(body_id).filter(date__range=around), 0, PAGE_SIZE)


def meetings_told_by(viewer: Viewer, document_ids: Collection[int]) -> dict[int, int]:
    """The meeting (id) that each document (id) tells of; documents not accepted are left out."""
    papers = MeetingPaper.objects.filter(
        visible_documents(viewer, "document__"), document_id__in=document_ids
    )
    return dict(papers.values_list("document_id", "meeting_id"))


def _seen(viewer: Viewer) -> MeetingQuerySet:
    return Meeting.objects.filter(visible_meetings(viewer))


def _rows(
    viewer: Viewer, found: MeetingQuerySet, offset: int, count: int
) -> tuple[MeetingRow, ...]:
    rows = (
        found.told()
        .with_items_counted(visible_items(viewer))
        .values_list(
            *("id", "body_id", "body__name", "body__short_name", "date"),
            *("start", "end", "place", "planned_start", "planned_end", "planned_place"),
            *("planned", "held", "held_items", "planned_items", "planned_state", "state"),
            *("day_state", "cancelled_at"),
        )
    )
    return tuple(_row(viewer, row) for row in rows[offset : offset + count])


def _row(viewer: Viewer, row: tuple[Any, ...]) -> MeetingRow:
    id_, body_id, body, body_short, day, *told = row
    sees_plan, sees_held = (
        known and may(viewer, Permission.MEETINGS_READ, account(body_id, state, meeting_id=id_))
        for known, state in ((told[6], told[10]), (told[7], told[11]))
    )
    held = told[:3] if sees_held or not told[7] else (None, None, "")
    told_day = may(viewer, Permission.MEETINGS_READ, account(body_id, told[12], meeting_id=id_))
    planned = told[3:6] if sees_plan or told_day or not told[6] else (None, None, "")
    held_items, planned_items = told[8] if sees_held else 0, told[9] if sees_plan else 0
    return MeetingRow(
        id=id_,
        body_id=body_id,
        body=body,
        body_short=body_short,
        date=day,
        start=held[0] or planned[0],
        end=held[1] or planned[1],
        place=held[2] or planned[2],
        planned=sees_plan,
        held=sees_held,
        items=held_items or planned_items or max(told[8:10]),
        cancelled=told[13] is not None,
    )


@dataclass(frozen=True, slots=True)
class MetAs:
    """A person under one name, and what papers say beside it."""

    person_id: int
    name: str
    organisations: tuple[str, ...]
    titles: tuple[str, ...]
    meetings: int
    """How many meetings the name stands in."""


@dataclass(frozen=True, slots=True)
class AlikePeople:
    """Two names that may be one person's, for somebody to answer."""

    id: int
    one: MetAs
    other: MetAs
    reason: str
    """Why they may be one, in the reader's words."""
    against: str
    """What speaks for two people; empty where nothing does."""

    @property
    def both(self) -> tuple[MetAs, MetAs]:
        """One and the other."""
        return (self.one, self.other)


def alike_people(viewer: Viewer, page: int = 1) -> Listing[AlikePeople]:
    """Every two names that may be one person's, the surest first; those with doubts last.

    Two names that stand beside each other in one list of those present are two people, and are
    left out. Three queries.
    """
    found = _alike(viewer)
    page, pages, offset = paged(len(found), page)
    return Listing(tuple(found[offset : offset + PAGE_SIZE]), page, pages, len(found))


def alike_people_count(viewer: Viewer) -> int:
    """How many such pairs somebody can answer about. Three queries."""
    return len(_alike(viewer))


def _alike(viewer: Viewer) -> list[AlikePeople]:
    require(viewer, Permission.REGISTRY_CHANGE)
    pairs = registry.alike_pairs(viewer)
    if not pairs:
        return []
    met = _met({name.key for pair in pairs for name in (pair.one, pair.other)})
    alike = [
        AlikePeople(
            pair.id,
            _met_as(pair.one, met[pair.one.key]),
            _met_as(pair.other, met[pair.other.key]),
            pair.reason,
            _against(met[pair.one.key], met[pair.other.key]),
        )
        for pair in pairs
        if not met[pair.one.key].present & met[pair.other.key].present
    ]
    return sorted(alike, key=lambda one: bool(one.against))


@dataclass(slots=True)
class _Met:
    present: set[tuple[int, str]] = field(default_factory=set)
    """Each list of those present that the name stands in: its meeting and its phase."""
    meetings: set[int] = field(default_factory=set)
    organisations: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)


def _met(keys: Collection[str]) -> dict[str, _Met]:
    met: dict[str, _Met] = defaultdict(_Met)
    rows = Participation.objects.filter(name__key__in=keys) if len(keys) < _MANY else _everyone()
    columns = ("name__key", "meeting_id", "phase", "role", "organisation", "title")
    for key, meeting_id, phase, role, organisation, title in rows.order_by().values_list(*columns):
        one = met[key]
        one.meetings.add(meeting_id)
        if role == ParticipationRole.ATTENDING:
            one.present.add((meeting_id, phase))
        one.organisations |= {organisation} - {""}
        one.titles |= {title} - {""}
    return met


_MANY = 900
"""Names from which on it is quicker to fetch all than to ask for each."""


def _everyone() -> QuerySet[Participation]:
    return Participation.objects.all()


def _met_as(name: registry.AlikeName, met: _Met) -> MetAs:
    return MetAs(
        name.person_id,
        name.text,
        tuple(sorted(met.organisations)),
        tuple(sorted(met.titles)),
        len(met.meetings),
    )


def _against(one: _Met, other: _Met) -> str:
    """Two organisations without a word in common speak for two people."""
    if not one.organisations or not other.organisations:
        return ""
    words = [
        {
            word.rstrip("s")
            for told in met.organisations
            for word in key_of(told).replace(",", " ").split()
        }
        for met in (one, other)
    ]
    if (words[0] & words[1]) - _OF_ANY_ORGANISATION:
        return ""
    told = {"one": min(one.organisations), "other": min(other.organisations)}
    return _("Olika organisationer: %(one)s och %(other)s.") % told


_OF_ANY_ORGANISATION = {"kommun", "kommuner", "region", "regionen", "i", "och", "för"}
