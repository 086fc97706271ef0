"""Fetching matters to change: locked, seen, and with what it takes to change them asked.

Part of actions, which have asked whether the viewer may change any matter at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from handslag.domain.audit.actions import log
from handslag.domain.matters.events import announce_matters
from handslag.domain.matters.history.access import require_change, visible_matters
from handslag.domain.matters.models import Matter, Treatment
from handslag.domain.meetings.access import visible_items
from handslag.domain.meetings.models import AgendaItem

if TYPE_CHECKING:
    from collections.abc import Collection

    from handslag.domain.access.viewer import Viewer

MATTER = "matters.matter"
"""What the log knows a matter as."""


def matters_to_change(viewer: Viewer, *ids: int) -> tuple[Matter, ...]:
    """These matters, locked in the order of their ids, given in the order asked for.

    Raises Matter.DoesNotExist, also for one that is merged into another or that the viewer may
    not know of, and PermissionDenied for who may not change one of them.
    """
    rows = Matter.objects.select_for_update(of=("self",)).filter(id__in=ids, merged_into=None)
    found = {row.pk: row for row in rows.order_by("id")}
    seen = Matter.objects.filter(visible_matters(viewer), id__in=ids)
    known = set(seen.order_by().values_list("id", flat=True)) & set(found)
    for one in ids:
        if one not in known:
            raise Matter.DoesNotExist(one)
        require_change(viewer, bodies_of(found[one]))
    return tuple(found[one] for one in ids)


def bodies_of(matter: Matter) -> set[int | None]:
    """The bodies where it began and was treated. One query."""
    treated = Treatment.objects.filter(matter=matter).order_by()
    return {matter.body_id, *treated.values_list("item__meeting__body_id", flat=True)}


def items_seen(viewer: Viewer, ids: Collection[int]) -> list[AgendaItem]:
    """These items. Raises AgendaItem.DoesNotExist where the viewer may not know of one."""
    seen = AgendaItem.objects.filter(visible_items(viewer), id__in=ids)
    found = {item.pk: item for item in seen.select_related("meeting")}
    for one in ids:
        if one not in found:
            raise AgendaItem.DoesNotExist(one)
    return [found[one] for one in ids]


def log_matter(
    viewer: Viewer, verb: str, matter_id: int, *, reason: str = "", **detail: Any
) -> None:
    """One entry in the log about a matter."""
    log(
        viewer=viewer,
        verb=verb,
        thing_type=MATTER,
        thing_id=matter_id,
        detail=detail,
        reason=reason,
    )


def log_changed(
    viewer: Viewer, verb: str, matter_id: int, *, reason: str = "", **detail: Any
) -> None:
    """The same where a matter is called otherwise or holds other items: whoever listens is told."""
    announce_matters([matter_id])
    log_matter(viewer, verb, matter_id, reason=reason, **detail)
