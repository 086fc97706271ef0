"""Reads of agendas with what is proposed on them, and of how ready they are."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Exists, OuterRef

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import reach, require_somewhere
from handslag.domain.base.facts import Phase
from handslag.domain.base.words import key_of
from handslag.domain.matters.models import Proposal, Transfer
from handslag.domain.matters.preparing.rules import entered_points, proposal_digest
from handslag.domain.matters.preparing.shapes import (
    AgendaPage,
    ItemRow,
    PlannedPoint,
    PlannedProposal,
    Readiness,
    Tabled,
)
from handslag.domain.meetings.access import visible_facts, visible_items
from handslag.domain.meetings.agenda.queries import agenda_paper
from handslag.domain.meetings.agenda.rows import sent_notices
from handslag.domain.meetings.agenda.rules import Lack, Standing, lacking
from handslag.domain.meetings.models import (
    AgendaItem,
    AttachmentUse,
    Meeting,
    Participation,
    ParticipationRole,
)
from handslag.domain.meetings.rules import without_labels
from handslag.domain.registry.models import BodyName

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.meetings.agenda.shapes import Agenda

Proposed = tuple[tuple[str, tuple[str, ...]], ...]
"""Who proposes what: a name and its points."""


def agenda_page(viewer: Viewer, meeting_id: int, today: date) -> AgendaPage:
    """All that the page of an agenda shows. Ten queries, whatever its size.

    Up to four more where something was sent here from other meetings.

    For those who prepare it. Raises Meeting.DoesNotExist and PermissionDenied.
    """
    require_somewhere(viewer, Permission.MEETINGS_PREPARE)
    agenda = agenda_paper(viewer, meeting_id)
    told = proposals(viewer, meeting_id)
    rows = tuple(
        ItemRow(
            item,
            told.get(item.id, ()),
            lacking(
                Standing(
                    kind=item.kind.value,
                    minutes=item.minutes,
                    presenters=len(item.presenters),
                    papers=len(item.attachments),
                    proposals=len(told.get(item.id, ())),
                    standing=item.standing,
                    pulled=item.pulled_at is not None,
                )
            ),
        )
        for item in agenda.items
    )
    ready = _readiness_of(agenda, rows, today)
    return AgendaPage(agenda, rows, ready, _tabled(viewer, agenda))


def proposals(viewer: Viewer, meeting_id: int) -> Mapping[int, tuple[PlannedProposal, ...]]:
    """What is proposed under each item (id) of a meeting's plan, in order. Two queries."""
    require_somewhere(viewer, Permission.MEETINGS_PREPARE)
    rows = Proposal.objects.filter(
        visible_facts(viewer), item__meeting_id=meeting_id, phase=Phase.PLAN
    ).prefetch_related("points")
    found: dict[int, tuple[PlannedProposal, ...]] = defaultdict(tuple)
    for row in rows.order_by("order", "id"):
        points = tuple(PlannedPoint(one.number, one.text) for one in entered_points(row))
        digest = proposal_digest(row.by, (point.text for point in points))
        found[row.item_id] += (PlannedProposal(row.id, row.by, points, digest),)
    return dict(found)


def tabled_to(viewer: Viewer, meeting_id: int) -> tuple[Tabled, ...]:
    """What was tabled or referred to the meeting's day and its plan lacks.

    For those who prepare it. Raises Meeting.DoesNotExist and PermissionDenied.
    """
    require_somewhere(viewer, Permission.MEETINGS_PREPARE)
    return _tabled(viewer, agenda_paper(viewer, meeting_id))


def _tabled(viewer: Viewer, agenda: Agenda) -> tuple[Tabled, ...]:
    """Two queries; two or four more where something was sent here."""
    rows = list(
        Transfer.objects.filter(visible_items(viewer, "item__"), to_date=agenda.date)
        .exclude(item__meeting_id=agenda.meeting_id)
        .select_related("item__meeting__body")
        .order_by("item__meeting__date", "item__order", "id")
    )
    if not rows:
        return ()
    there = AgendaItem.objects.filter(meeting_id=agenda.meeting_id)
    known = {
        without_labels(words)
        for pair in there.values_list("planned_heading", "heading")
        for words in pair
        if words
    }
    names = set(BodyName.objects.filter(body_id=agenda.body_id).values_list("key", flat=True))
    wanted = []
    for row in rows:
        same_body = row.item.meeting.body_id == agenda.body_id
        here = key_of(row.to_body) in names if row.to_body else same_body
        heading = row.item.heading or row.item.planned_heading
        if here and heading and without_labels(heading) not in known:
            known.add(without_labels(heading))
            wanted.append(row)
    told = _proposed_under([row.item_id for row in wanted])
    return tuple(
        Tabled(
            transfer_id=row.id,
            item_id=row.item_id,
            meeting_id=row.item.meeting_id,
            body=row.item.meeting.body.name,
            date=row.item.meeting.date,
            heading=row.item.heading or row.item.planned_heading,
            kind=row.item.kind,
            proposals=told.get(row.item_id, ()),
        )
        for row in wanted
    )


def _proposed_under(item_ids: Iterable[int]) -> dict[int, Proposed]:
    """Who proposed what under each item: the minutes' account, or the notice's without one."""
    rows = Proposal.objects.filter(item_id__in=list(item_ids)).prefetch_related("points")
    found: dict[tuple[int, str], list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for row in rows.order_by("order", "id"):
        points = tuple(point.text for point in row.points.all())
        if points:
            found[(row.item_id, row.phase)].append((row.by, points))
    chosen: dict[int, Proposed] = {}
    for phase in (Phase.PLAN.value, Phase.HELD.value):
        chosen |= {item: tuple(told) for (item, of), told in found.items() if of == phase}
    return chosen


def to_prepare(viewer: Viewer, today: date, count: int = 3) -> tuple[Readiness, ...]:
    """How ready the next `count` meetings are that the viewer prepares, soonest first. Two queries.

    Pre-meetings are left out: they follow their main ones.
    """
    require_somewhere(viewer, Permission.MEETINGS_PREPARE)
    reached = reach(viewer, Permission.MEETINGS_PREPARE, Permission.DRAFTS_READ)
    coming = Meeting.objects.filter(
        reached.q(body="body_id"),
        prepared=True,
        date__gte=today,
        cancelled_at__isnull=True,
        main__isnull=True,
    ).annotate(sent=Exists(sent_notices()))
    meetings = list(
        coming.order_by("date", "id").values(
            *("id", "body__name", "body__short_name", "date", "planned_date"),
            *("material_due", "notice_due", "sent"),
        )[:count]
    )
    standings = _standings([meeting["id"] for meeting in meetings])
    return tuple(
        Readiness(
            meeting_id=meeting["id"],
            body=meeting["body__name"],
            body_short=meeting["body__short_name"],
            date=meeting["planned_date"] or meeting["date"],
            sent=meeting["sent"],
            material_days=_days(meeting["material_due"], today),
            notice_days=_days(meeting["notice_due"], today),
            **_counted(standings[meeting["id"]]),
        )
        for meeting in meetings
    )


def _standings(meeting_ids: list[int]) -> Mapping[int, list[Standing]]:
    """What readiness asks of the planned items of each meeting. One query."""
    item = {"item": OuterRef("pk")}
    papers = AttachmentUse.objects.filter(**item, attachment__withdrawn_at__isnull=True)
    presenting = Participation.objects.filter(
        **item, role=ParticipationRole.PRESENTING, phase=Phase.PLAN
    )
    proposed = Proposal.objects.filter(**item, phase=Phase.PLAN)
    rows = AgendaItem.objects.filter(
        meeting_id__in=meeting_ids, planned_order__isnull=False
    ).annotate(
        has_presenter=Exists(presenting), has_paper=Exists(papers), has_proposal=Exists(proposed)
    )
    found: dict[int, list[Standing]] = defaultdict(list)
    for row in rows.order_by("planned_order"):
        found[row.meeting_id].append(
            Standing(
                kind=row.kind,
                minutes=row.minutes,
                presenters=int(row.has_presenter),
                papers=int(row.has_paper),
                proposals=int(row.has_proposal),
                standing=row.standing,
                pulled=row.pulled_at is not None,
            )
        )
    return found


def _counted(standings: Iterable[Standing]) -> _Counted:
    return _summed([lacking(one) for one in standings if not one.pulled])


class _Counted(TypedDict):
    items: int
    lacks: dict[Lack, int]
    lacking: int


def _summed(lacks: list[tuple[Lack, ...]]) -> _Counted:
    return {
        "items": len(lacks),
        "lacks": dict(Counter(lack for found in lacks for lack in found)),
        "lacking": sum(bool(found) for found in lacks),
    }


def _readiness_of(agenda: Agenda, rows: Iterable[ItemRow], today: date) -> Readiness:
    left = [row.lacks for row in rows if row.item.pulled_at is None]
    return Readiness(
        meeting_id=agenda.meeting_id,
        body=agenda.body,
        body_short=agenda.body_short,
        date=agenda.date,
        sent=agenda.sent,
        material_days=_days(agenda.material_due, today),
        notice_days=_days(agenda.notice_due, today),
        **_summed(left),
    )


def _days(due: date | None, today: date) -> int | None:
    return None if due is None else (due - today).days
