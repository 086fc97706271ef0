"""Writing to the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from handslag.domain.audit.models import Entry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handslag.domain.access.viewer import Viewer


class NotInTransaction(RuntimeError):  # noqa: N818  its name says what is wrong
    """An action tried to log outside a transaction, so change and log could part."""


def log(
    *,
    viewer: Viewer,
    verb: str,
    thing_type: str,
    thing_id: int,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Write one entry. Must stand in the transaction of the change that it tells about.

    Raises NotInTransaction where there is none, since a change could then outlive its entry.
    """
    if not transaction.get_connection().in_atomic_block:
        raise NotInTransaction(verb)
    Entry.objects.create(
        actor=viewer.name,
        verb=verb,
        thing_type=thing_type,
        thing_id=thing_id,
        detail=dict(detail or {}),
    )
