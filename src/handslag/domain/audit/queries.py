"""Reads of the log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handslag.domain.accounts.access import require
from handslag.domain.accounts.permissions import Permission
from handslag.domain.accounts.viewer import Viewer
from handslag.domain.audit.models import Entry


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
