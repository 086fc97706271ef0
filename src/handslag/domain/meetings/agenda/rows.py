"""Rows of an agenda as they are shown, and the digests that forms carry of them.

Shared by reads and writes, which have asked whether the viewer may.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Q

from handslag.domain.base.facts import Phase
from handslag.domain.meetings.agenda import rules
from handslag.domain.meetings.agenda.shapes import (
    AttachmentRow,
    Presenter,
    VersionRow,
)
from handslag.domain.meetings.models import (
    AgendaItem,
    AgendaTemplate,
    Attachment,
    Notice,
    Participation,
    ParticipationRole,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def sent_notices() -> Any:
    """Notices of the meeting (of the row asked about) that have gone out or are on their way."""
    gone = Q(sent_at__isnull=False) | Q(deliveries__isnull=False)
    return Notice.objects.filter(gone, meeting=OuterRef("pk"))


def attachment_row(row: Attachment, item_ids: tuple[int, ...]) -> AttachmentRow:
    """An attachment as it is shown, with its versions fetched beforehand."""
    versions = tuple(
        VersionRow(
            *(one.id, one.number, one.name, one.media_type, one.sha256),
            *(one.size, one.pages, one.by, one.at),
        )
        for one in sorted(row.versions.all(), key=lambda one: one.number)
    )
    return AttachmentRow(
        id=row.id,
        order=row.order,
        label=row.label,
        title=row.title,
        closed=row.closed,
        closed_ground=row.closed_ground,
        sent=row.sent,
        late_reason=row.late_reason,
        late_by=row.late_by,
        withdrawn_at=row.withdrawn_at,
        withdrawn_reason=row.withdrawn_reason,
        versions=versions,
        item_ids=item_ids,
        digest=attachment_digest(row.title, row.closed_ground, item_ids, len(versions)),
    )


def attachment_digest(
    title: str, closed_ground: str, item_ids: Iterable[int], versions: int
) -> str:
    """What tells one state of an attachment from another."""
    return rules.digest_of([title, closed_ground, sorted(item_ids), versions])


def presenters_of(items: Iterable[AgendaItem]) -> Mapping[int, tuple[Presenter, ...]]:
    """Who presents each of these items according to the plan, by the item's id. One query."""
    presenting = Participation.objects.filter(
        item_id__in=[item.id for item in items],
        role=ParticipationRole.PRESENTING,
        phase=Phase.PLAN,
    )
    found: dict[int, tuple[Presenter, ...]] = defaultdict(tuple)
    columns = ("item_id", "name__text", "title", "organisation", "name__person_id")
    for item_id, *who in presenting.order_by("order", "id").values_list(*columns):
        found[item_id] += (Presenter(*who),)
    return found


def item_digest(item: AgendaItem, presenters: Iterable[Presenter]) -> str:
    """What tells one state of an item from another."""
    people = [[one.name, one.title, one.organisation] for one in presenters]
    words = [item.planned_heading, item.kind, item.minutes, item.description, item.standing]
    return rules.digest_of([words, people])


def template_digest(template: AgendaTemplate) -> str:
    """What tells one state of a template from another."""
    items = [
        [one.heading, one.kind, one.minutes, one.description, one.standing]
        for one in template.items.all()
    ]
    return rules.digest_of([template.name, items])
