"""Reads of the log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.audit.models import Entry

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from handslag.domain.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class LogRow:
    """Who did what to a thing, and when; `detail` as the action told it."""

    at: datetime
    actor: str
    verb: str
    detail: Mapping[str, Any]


def history(viewer: Viewer, thing_type: str, thing_id: int) -> tuple[LogRow, ...]:
    """Everything done to one thing, the latest first. One query.

    `thing_type` is the type under which actions log it, such as "registry.person".
    """
    require(viewer, Permission.LOG_READ)
    rows = Entry.objects.filter(thing_type=thing_type, thing_id=thing_id).order_by("-id")
    return tuple(LogRow(*row) for row in rows.values_list("at", "actor", "verb", "detail"))


def state(viewer: Viewer) -> int:
    """A number that grows with every change to what is true; 0 before the first. One query.

    Every action writes the log in its own transaction, so two readers that get the same number
    see the same truth: what was made of it before still holds.
    """
    require(viewer, Permission.LOG_READ)
    return Entry.objects.order_by("-id").values_list("id", flat=True).first() or 0
