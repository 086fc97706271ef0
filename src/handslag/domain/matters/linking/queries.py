"""Reads of links: what somebody is asked about, and what an item belongs to."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import reach, require, require_somewhere
from handslag.domain.base.shapes import Listing, listing_of
from handslag.domain.matters.history.access import require_change
from handslag.domain.matters.history.queries import matters_of_items
from handslag.domain.matters.linking.saying import why
from handslag.domain.matters.linking.shapes import (
    ItemMatter,
    ItemMatters,
    LinkAnswer,
    LinkEnd,
    LinkQuestion,
)
from handslag.domain.matters.models import LinkState, LinkSuggestion, Treatment
from handslag.domain.meetings.access import visible_items
from handslag.domain.meetings.models import AgendaItem, Meeting

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from handslag.domain.access.viewer import Viewer

ANSWERED_DAYS = 14
"""How long an answer can be taken back from the page of questions."""
SHOWN_ANSWERS = 10


def link_questions(viewer: Viewer, page: int = 1) -> Listing[LinkQuestion]:
    """What the viewer may say about what belongs together, the likeliest first. Two queries.

    Only between items that the viewer sees both of, where they may change the item's matters.
    """
    require_somewhere(viewer, Permission.MATTERS_CHANGE)
    rows = _asked_of(viewer).filter(state=LinkState.OPEN).order_by("-degree", "id")
    return listing_of(rows, _question, page=page)


def link_question_count(viewer: Viewer) -> int:
    """How many questions the viewer may answer. One query. Raises PermissionDenied."""
    require_somewhere(viewer, Permission.MATTERS_CHANGE)
    return _asked_of(viewer).filter(state=LinkState.OPEN).count()


def link_answers(viewer: Viewer) -> tuple[LinkAnswer, ...]:
    """The latest answers that the viewer may take back, the last first. One query."""
    require_somewhere(viewer, Permission.MATTERS_CHANGE)
    since = timezone.now() - timedelta(days=ANSWERED_DAYS)
    rows = _asked_of(viewer).exclude(state=LinkState.OPEN).filter(decided_at__gte=since)
    return tuple(_answer(row) for row in rows.order_by("-decided_at", "-id")[:SHOWN_ANSWERS])


def item_matters(viewer: Viewer, item_id: int) -> ItemMatters:
    """The matters of an item that the viewer may tie to others, and why it belongs to each.

    Six queries. Raises AgendaItem.DoesNotExist, and PermissionDenied for who may not change them.
    """
    require_somewhere(viewer, Permission.MATTERS_CHANGE)
    seen = AgendaItem.objects.filter(visible_items(viewer, "")).select_related("meeting__body")
    item = seen.get(id=item_id)
    require_change(viewer, [item.meeting.body_id])
    titles = {one.id: one.title for one in matters_of_items(viewer, [item.id]).get(item.id, ())}
    rows = list(Treatment.objects.filter(item=item).order_by("id"))
    known = {one.reason.get("item") for one in rows} - {None}
    visible = set(
        AgendaItem.objects.filter(visible_items(viewer, ""), id__in=known).values_list(
            "id", flat=True
        )
    )
    sizes = dict(
        Treatment.objects.filter(matter_id__in=[one.matter_id for one in rows])
        .order_by()
        .values_list("matter_id")
        .annotate(Count("id"))
    )
    end = _end(item)
    return ItemMatters(
        end,
        tuple(
            ItemMatter(
                one.matter_id,
                titles.get(one.matter_id) or end.heading,
                why(one.ground, one.reason, end.heading)
                if one.reason.get("item") is None or one.reason["item"] in visible
                else (),
                sizes.get(one.matter_id, 1) == 1,
            )
            for one in rows
        ),
    )


def meetings_to_link(viewer: Viewer) -> list[int]:
    """Every meeting (id) that has items, the earliest first. One query."""
    require(viewer, Permission.DOCUMENTS_REVIEW)
    rows = Meeting.objects.filter(Exists(AgendaItem.objects.filter(meeting=OuterRef("pk"))))
    return list(rows.order_by("date", "id").values_list("id", flat=True))


def _asked_of(viewer: Viewer) -> QuerySet[LinkSuggestion]:
    """The questions between items that the viewer sees both of, and may answer."""
    may = reach(viewer, Permission.MATTERS_CHANGE).q(body="item__meeting__body_id")
    seen = AgendaItem.objects.filter(visible_items(viewer, "")).order_by().values("id")
    rows = LinkSuggestion.objects.filter(may, item_id__in=seen, other_id__in=seen)
    return rows.filter(Q(matter__merged_into=None)).select_related(
        "item__meeting__body", "other__meeting__body"
    )


def _question(row: LinkSuggestion) -> LinkQuestion:
    item, other = row.item, row.other
    if other is None:  # the query has asked for those that have one
        raise LinkSuggestion.DoesNotExist
    end = _end(item)
    return LinkQuestion(
        id=row.id,
        item=end,
        other=_end(other),
        matter_id=row.matter_id,
        reasons=why(row.ground, row.reason, end.heading),
        degree=row.degree,
    )


def _answer(row: LinkSuggestion) -> LinkAnswer:
    return LinkAnswer(
        id=row.id,
        item=_end(row.item),
        other=_end(row.other) if row.other else None,
        same=row.state == LinkState.TAKEN,
        by=row.decided_by,
        at=row.decided_at,
    )


def _end(item: AgendaItem) -> LinkEnd:
    body = item.meeting.body
    return LinkEnd(
        item.id,
        item.number or item.planned_number,
        item.heading or item.planned_heading,
        item.meeting_id,
        body.short_name or body.name,
        item.meeting.date,
    )
