"""Writes of which items belong to a matter, by people: what they say stands over every reading."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.matters.dividing.carrying import carry_said
from handslag.domain.matters.history.access import require_change, visible_matters
from handslag.domain.matters.history.locking import (
    bodies_of,
    items_seen,
    log_changed,
    matters_to_change,
)
from handslag.domain.matters.history.merging import absorb, stands_alone
from handslag.domain.matters.linking.settling import follow
from handslag.domain.matters.models import (
    LinkGround,
    LinkState,
    LinkSuggestion,
    Matter,
    Treatment,
)
from handslag.domain.matters.writing.making import tidy

if TYPE_CHECKING:
    from collections.abc import Collection

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.meetings.models import AgendaItem

LONGEST_TITLE = 500


@transaction.atomic
def tie_item(*, viewer: Viewer, matter_id: int, item_id: int, instead: bool = False) -> None:
    """Say that a matter is dealt with under an item.

    An item may belong to several matters. With `instead`, those to which nothing but this item
    belongs become one with the matter: they were only what it was taken for before. For who may
    change matters of the item's body, or of the matter's. Raises Matter.DoesNotExist,
    AgendaItem.DoesNotExist and PermissionDenied.
    """
    require_somewhere(viewer, Permission.MATTERS_CHANGE)
    seen = Matter.objects.filter(visible_matters(viewer), merged_into=None)
    matter = seen.select_for_update(of=("self",)).get(id=matter_id)
    (item,) = items_seen(viewer, [item_id])
    require_change(viewer, bodies_of(matter) | {item.meeting.body_id})
    others = Treatment.objects.filter(item=item).exclude(matter=matter)
    also = not instead and others.exists()
    said = _said(viewer, also=also)
    row, made = Treatment.objects.get_or_create(matter=matter, item=item, defaults=said)
    if not made and not row.typed:
        Treatment.objects.filter(id=row.pk).update(**said)
    _answer(viewer, item, matter.pk, LinkState.TAKEN)
    absorbed = _absorb_lonely(viewer, item, matter) if instead else []
    follow([matter.pk], [item.pk])
    log_changed(
        viewer,
        "matters.tie_item",
        matter.pk,
        item=item.pk,
        heading=item.heading or item.planned_heading,
        absorbed=absorbed,
    )


@transaction.atomic
def untie_item(*, viewer: Viewer, matter_id: int, item_id: int) -> None:
    """Say that a matter is not dealt with under an item; the two are never tied again unasked.

    An item that belongs to no other matter becomes the beginning of one of its own. Raises
    Matter.DoesNotExist, AgendaItem.DoesNotExist, PermissionDenied, and ValidationError where
    nothing else belongs to the matter.
    """
    require_somewhere(viewer, Permission.MATTERS_CHANGE)
    (matter,) = matters_to_change(viewer, matter_id)
    (item,) = items_seen(viewer, [item_id])
    rows = Treatment.objects.filter(matter=matter)
    if not rows.filter(item=item).exists():
        return
    if not rows.exclude(item=item).exists():
        words = _("Inget annat hör till ärendet. Slå i stället ihop det med ett annat.")
        raise ValidationError(words)
    rows.filter(item=item).delete()
    _answer(viewer, item, matter.pk, LinkState.DECLINED)
    if not Treatment.objects.filter(item=item).exists():
        _begin(viewer, [item], "")
    follow([matter.pk], [item.pk])
    log_changed(
        viewer,
        "matters.untie_item",
        matter.pk,
        item=item.pk,
        heading=item.heading or item.planned_heading,
    )


@transaction.atomic
def part_matter(
    *, viewer: Viewer, matter_id: int, item_ids: Collection[int], title: str = ""
) -> int:
    """Let some of a matter's items be a matter of their own; returns its id.

    Raises Matter.DoesNotExist, AgendaItem.DoesNotExist, PermissionDenied, and ValidationError
    where none is chosen, one does not belong to it, or nothing would be left.
    """
    require_somewhere(viewer, Permission.MATTERS_CHANGE)
    (matter,) = matters_to_change(viewer, matter_id)
    items = items_seen(viewer, list(dict.fromkeys(item_ids)))
    title = tidy(title, "title", LONGEST_TITLE)
    rows = Treatment.objects.filter(matter=matter)
    chosen = rows.filter(item__in=items)
    if not items or chosen.count() != len(items):
        raise ValidationError({"items": _("Välj de punkter som ska bli ett eget ärende.")})
    if not rows.exclude(item__in=items).exists():
        raise ValidationError({"items": _("Lämna kvar minst en punkt i ärendet.")})
    chosen.delete()
    new = _begin(viewer, items, title)
    for item in items:
        _answer(viewer, item, matter.pk, LinkState.DECLINED)
    carry_said(item_ids=[item.pk for item in items], from_id=matter.pk, to_id=new.pk)
    follow([matter.pk, new.pk], [item.pk for item in items])
    log_changed(
        viewer,
        "matters.part_matter",
        matter.pk,
        new_id=new.pk,
        items=[item.pk for item in items],
        title=title,
    )
    return new.pk


def _said(viewer: Viewer, *, also: bool = False) -> dict[str, Any]:
    """What a treatment is that a person typed; `also` beside the matters that the item has."""
    return {
        "ground": LinkGround.PERSON,
        "reason": {"also": True} if also else {},
        "typed": True,
        "by": viewer.name[:200],
    }


def _begin(viewer: Viewer, items: list[AgendaItem], title: str) -> Matter:
    """A new matter that is dealt with under these items."""
    first = min(items, key=lambda item: (item.meeting.date, item.pk))
    matter = Matter.objects.create(title=title, body_id=first.meeting.body_id)
    Treatment.objects.bulk_create(
        Treatment(matter=matter, item=item, **_said(viewer)) for item in items
    )
    return matter


def _answer(viewer: Viewer, item: AgendaItem, matter_id: int, state: LinkState) -> None:
    """Keep as answered whether an item belongs to a matter, so that nobody is asked again."""
    answered = {
        "state": state,
        "decided_by": viewer.name[:200],
        "decided_at": timezone.now(),
    }
    asked = {"degree": 0.0, "ground": LinkGround.PERSON}
    LinkSuggestion.objects.update_or_create(
        item=item, matter_id=matter_id, defaults=answered, create_defaults=answered | asked
    )


def _absorb_lonely(viewer: Viewer, item: AgendaItem, matter: Matter) -> list[int]:
    """Let matters to which nothing but this item belongs become one with `matter`; their ids."""
    others = Matter.objects.filter(treatments__item=item).exclude(id=matter.pk)
    lonely = [
        other
        for other in others.select_for_update(of=("self",)).order_by("id")
        if stands_alone(other, item.pk)
    ]
    for other in lonely:
        absorb(viewer, matter, other, "")
    return [other.pk for other in lonely]
