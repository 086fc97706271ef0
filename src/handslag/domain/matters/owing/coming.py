"""Coming meetings, what is held before them, and the last days for what goes out."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from handslag.domain.base.facts import Phase
from handslag.domain.matters.owing.asked import ref_of
from handslag.domain.matters.owing.shapes import Coming, ComingLine, PreMeeting
from handslag.domain.meetings.access import visible_accounts, visible_meetings
from handslag.domain.meetings.models import Delivery, Meeting, Notice
from handslag.domain.registry.models import Membership

if TYPE_CHECKING:
    from collections.abc import Iterable

    from handslag.domain.matters.owing.asked import Asked


def coming(asked: Asked, most: int) -> Coming:
    """Meetings to come of its bodies, as far as the viewer has been told of them. Three queries."""
    if not asked.in_bodies:
        return Coming()
    viewer = asked.viewer
    rows = Meeting.objects.filter(
        visible_meetings(viewer), body_id__in=asked.in_bodies, date__gte=asked.today
    )
    total = rows.count()
    if not total:
        return Coming()
    sent = Notice.objects.filter(
        visible_accounts(viewer, Phase.PLAN, "meeting__"),
        meeting=OuterRef("pk"),
        sent_at__isnull=False,
    )
    called = Delivery.objects.filter(
        meeting=OuterRef("pk"), person__user_id=viewer.user_id or 0, minutes__isnull=True
    )
    sits = Membership.objects.filter(
        Q(until__isnull=True) | Q(until__gte=OuterRef("date")),
        body=OuterRef("body_id"),
        person__user_id=viewer.user_id or 0,
        since__lte=OuterRef("date"),
    )
    nearest = list(
        rows.select_related("body")
        .annotate(notice_out=Exists(sent), own=Exists(called) | Exists(sits))
        .order_by("date", "planned_start", "id")[:most]
    )
    before = _before(asked, [row.id for row in nearest])
    return Coming(tuple(_line(row, before.get(row.id, ())) for row in nearest), total)


def _before(asked: Asked, ids: Iterable[int]) -> dict[int, tuple[PreMeeting, ...]]:
    rows = Meeting.objects.filter(
        visible_meetings(asked.viewer), main_id__in=list(ids), cancelled_at__isnull=True
    ).select_related("body")
    found: dict[int, list[PreMeeting]] = defaultdict(list)
    for row in rows.order_by("date", "planned_start", "id"):
        found[row.main_id or 0].append(
            PreMeeting(row.id, row.body.name, row.date, row.planned_start, row.planned_place)
        )
    return {id_: tuple(group) for id_, group in found.items()}


def _line(row: Meeting, before: tuple[PreMeeting, ...]) -> ComingLine:
    return ComingLine(
        meeting=ref_of(row),
        start=row.planned_start,
        end=row.planned_end,
        place=row.planned_place,
        cancelled=row.cancelled_at is not None,
        material_due=row.material_due,
        notice_due=row.notice_due,
        notice_out=bool(getattr(row, "notice_out", False)),
        own=bool(getattr(row, "own", False)),
        before=before,
    )
