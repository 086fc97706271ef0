"""The addresses of a body that is made one with another, and back: none of them is ever lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.audit.actions import log
from handslag.domain.publications.models import PublishedBody

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handslag.domain.access.viewer import Viewer


@transaction.atomic
def move_addresses(*, viewer: Viewer, keep_id: int, other_id: int) -> dict[str, Any]:
    """Give a body's addresses to another; tells what to give back. What is there stays readable.

    New meetings get addresses under the kept body's own, where it has one.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    rows = list(PublishedBody.objects.filter(body_id=other_id).order_by("id"))
    has_own = PublishedBody.objects.filter(body_id=keep_id, former=False).exists()
    told = {"addresses": [[row.pk, row.former] for row in rows]} if rows else {}
    for row in rows:
        row.body_id = keep_id
        row.former = row.former or has_own
        row.save(update_fields=["body", "former"])
    _log(viewer, "publications.move_addresses", keep_id, [row.slug for row in rows])
    return told


@transaction.atomic
def give_addresses_back(
    *, viewer: Viewer, told: Mapping[str, Any], keep_id: int, body_id: int
) -> None:
    """Give them back to the body that they came from."""
    require(viewer, Permission.REGISTRY_CHANGE)
    former = dict(told.get("addresses", ()))
    rows = list(PublishedBody.objects.filter(id__in=former, body_id=keep_id).order_by("id"))
    for row in rows:
        row.body_id, row.former = body_id, former[row.pk]
        row.save(update_fields=["body", "former"])
    _log(viewer, "publications.give_addresses_back", body_id, [row.slug for row in rows])


def _log(viewer: Viewer, verb: str, body_id: int, slugs: list[str]) -> None:
    if slugs:
        log(
            viewer=viewer,
            verb=verb,
            thing_type="registry.body",
            thing_id=body_id,
            detail={"slugs": slugs},
        )
