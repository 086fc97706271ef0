"""What a body plans and prepares its meetings with, when it becomes one with another, and back.

What is kept for the parting is plain data, which the merger keeps: see `BodyMerger.moved`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core import serializers
from django.db import transaction

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.audit.actions import log
from handslag.domain.meetings.models import (
    AgendaTemplate,
    CalendarFeed,
    Letterhead,
    PlanRules,
    RaisedMatter,
)
from handslag.domain.publications import actions as publications

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handslag.domain.access.viewer import Viewer

_ONE_EACH = {"rules": PlanRules, "letterhead": Letterhead}
"""What a body has one of: the kept body's own stands, where it has one."""
_FOLLOW = {"raised": RaisedMatter, "feeds": CalendarFeed}
"""What there can be many of, with nothing in it that two bodies could both have."""


@transaction.atomic
def move_preparing(*, viewer: Viewer, keep_id: int, other_id: int) -> dict[str, Any]:
    """Give what a body plans and prepares with to another; tells what to give back.

    Rules and letterhead of the kept body stand where it has any; the other's are put aside.
    Templates keep their names, but for one that the kept body has a template of. Matters that
    somebody raised follow, and so do calendars that show the body's meetings, and the addresses
    under which the public reads what it published.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    told: dict[str, Any] = {}
    for name, model in _ONE_EACH.items():
        own = model._default_manager.filter(body_id=other_id)
        if not own.exists():
            continue
        if model._default_manager.filter(body_id=keep_id).exists():
            told[f"{name}_aside"] = serializers.serialize("python", own)
            own.delete()
        else:
            told[name] = list(own.values_list("id", flat=True))
            own.update(body_id=keep_id)
    before = PlanRules.objects.filter(pre_body_id=other_id)
    told["pre_body_of"] = list(before.order_by("id").values_list("id", flat=True))
    before.filter(body_id=keep_id).update(pre_body=None)  # no body meets before itself
    before.update(pre_body_id=keep_id)
    itself = PlanRules.objects.filter(body_id=keep_id, pre_body_id=keep_id)
    told["pre_body_was_kept"] = list(itself.values_list("id", flat=True))
    itself.update(pre_body=None)
    told["templates"] = _move_templates(keep_id, other_id)
    for name, follows in _FOLLOW.items():
        rows = follows._default_manager.filter(body_id=other_id)
        told[name] = list(rows.order_by("id").values_list("id", flat=True))
        rows.update(body_id=keep_id)
    told |= publications.move_addresses(viewer=viewer, keep_id=keep_id, other_id=other_id)
    found = _as_json({key: value for key, value in told.items() if value})
    if found:
        log(
            viewer=viewer,
            verb="meetings.move_preparing",
            thing_type="registry.body",
            thing_id=keep_id,
            detail={"other_id": other_id, "moved": sorted(found)},
        )
    return found


@transaction.atomic
def give_preparing_back(
    *, viewer: Viewer, told: Mapping[str, Any], keep_id: int, body_id: int
) -> None:
    """Give it back to the body that it came from; what is gone meanwhile is passed over."""
    require(viewer, Permission.REGISTRY_CHANGE)
    for name, model in _ONE_EACH.items():
        rows = model._default_manager.filter(id__in=told.get(name, ()), body_id=keep_id)
        rows.update(body_id=body_id)
        for row in serializers.deserialize("python", told.get(f"{name}_aside", ())):
            row.save()
    rules = PlanRules.objects.filter(id__in=told.get("pre_body_of", ()))
    rules.filter(pre_body_id=keep_id).update(pre_body_id=body_id)
    rules.filter(body_id=keep_id, pre_body=None).update(pre_body_id=body_id)
    itself = PlanRules.objects.filter(id__in=told.get("pre_body_was_kept", ()), pre_body=None)
    itself.filter(body_id=body_id).update(pre_body_id=keep_id)
    for id_, name in told.get("templates", ()):
        template = AgendaTemplate.objects.filter(id=id_, body_id=keep_id)
        template.update(body_id=body_id, name=name)
    for name, follows in _FOLLOW.items():
        came = follows._default_manager.filter(id__in=told.get(name, ()), body_id=keep_id)
        came.update(body_id=body_id)
    publications.give_addresses_back(viewer=viewer, told=told, keep_id=keep_id, body_id=body_id)
    if told:
        log(
            viewer=viewer,
            verb="meetings.give_preparing_back",
            thing_type="registry.body",
            thing_id=body_id,
            detail={"from": keep_id, "moved": sorted(told)},
        )


def _move_templates(keep_id: int, other_id: int) -> list[tuple[int, str]]:
    """The templates (id and the name they had) that came along."""
    taken = set(AgendaTemplate.objects.filter(body_id=keep_id).values_list("name", flat=True))
    moved = []
    for template in AgendaTemplate.objects.filter(body_id=other_id).order_by("id"):
        moved.append((template.id, template.name))
        template.name = _free(template.name, taken)
        template.body_id = keep_id
        template.save()
        taken.add(template.name)
    return moved


def _free(name: str, taken: set[str]) -> str:
    """The name, with a number after it where it is taken."""
    if name not in taken:
        return name
    longest = AgendaTemplate._meta.get_field("name").max_length or 0
    numbered = (f"{name[: longest - 6]} ({number})" for number in range(2, len(taken) + 3))
    return next(one for one in numbered if one not in taken)


def _as_json(told: dict[str, Any]) -> dict[str, Any]:
    """The same as JSON can say it: times of day as text."""
    for key in [key for key in told if key.endswith("_aside")]:
        for row in told[key]:
            row["fields"] = {
                name: value.isoformat() if hasattr(value, "isoformat") else value
                for name, value in row["fields"].items()
            }
    return told
