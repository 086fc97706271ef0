"""What matters keep of a body when it becomes one with another, and back.

Its phrases, the assignments that it was picked for, the codes of clauses that are gone from its
meetings, the matters that began there, where items and matters went, the commissions that it
carries out, and who follows it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.audit.actions import log
from handslag.domain.matters.models import (
    Assignee,
    Commission,
    Follow,
    GoneClause,
    Matter,
    MatterStep,
    Phrase,
    Transfer,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db import models

    from handslag.domain.access.viewer import Viewer

_FOLLOW: dict[str, tuple[type[models.Model], str]] = {
    "phrases": (Phrase, "body"),
    "assigned": (Assignee, "body"),
    "gone": (GoneClause, "body"),
    "begun": (Matter, "body"),
    "steps": (MatterStep, "body"),
    "steps_to": (MatterStep, "to_body"),
    "transfers": (Transfer, "body"),
    "follows": (Follow, "body"),
    "commissions": (Commission, "group"),
}
"""What follows, by what it is told as: its model, and the column that names the body."""


@transaction.atomic
def move_matters(*, viewer: Viewer, keep_id: int, other_id: int) -> dict[str, list[int]]:
    """Give what matters keep of a body to another; tells what (ids) to give back."""
    require(viewer, Permission.REGISTRY_CHANGE)
    told: dict[str, list[int]] = {}
    for name, (model, column) in _FOLLOW.items():
        rows = model._default_manager.filter(**{column: other_id})
        if model is Follow:  # who follows both follows the kept one already
            theirs = Follow.objects.filter(body_id=keep_id).values("user_id")
            rows = rows.exclude(user_id__in=theirs)
        if ids := list(rows.order_by("id").values_list("id", flat=True)):
            told[name] = ids
            model._default_manager.filter(id__in=ids).update(**{column: keep_id})
    if told:
        log(
            viewer=viewer,
            verb="matters.move_matters",
            thing_type="registry.body",
            thing_id=keep_id,
            detail={"other_id": other_id, "moved": sorted(told)},
        )
    return told


@transaction.atomic
def give_matters_back(
    *, viewer: Viewer, told: Mapping[str, list[int]], keep_id: int, body_id: int
) -> None:
    """Give it back to the body that it came from; what is gone meanwhile is passed over."""
    require(viewer, Permission.REGISTRY_CHANGE)
    for name, (model, column) in _FOLLOW.items():
        came = model._default_manager.filter(id__in=told.get(name, ()), **{column: keep_id})
        came.update(**{column: body_id})
    if told:
        log(
            viewer=viewer,
            verb="matters.give_matters_back",
            thing_type="registry.body",
            thing_id=body_id,
            detail={"from": keep_id, "moved": sorted(told)},
        )
