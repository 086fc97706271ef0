"""Reads of the log."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.access.things import OF_THE_COUNTY, Thing
from handslag.domain.audit import heads
from handslag.domain.audit.models import Entry, Head
from handslag.domain.audit.verifying import Verification, heads_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from handslag.domain.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class LogRow:
    """Who did what to a thing, and when; `detail` as the action told it.

    Where the values have been erased, `erased` is true and actor, reason and detail are empty.
    """

    number: int
    at: datetime
    user_id: int | None
    verb: str
    thing_type: str
    thing_id: int
    actor: str
    reason: str
    detail: Mapping[str, Any]
    erased: bool


_COLUMNS = (
    "number",
    "at",
    "user_id",
    "verb",
    "thing_type",
    "thing_id",
    "told__actor",
    "told__reason",
    "told__detail",
)


def history(
    viewer: Viewer, thing_type: str, thing_id: int, access: Thing = OF_THE_COUNTY
) -> tuple[LogRow, ...]:
    """Everything done to one thing, the latest first. One query.

    `thing_type` is the type under which actions log it, such as "registry.person"; `access` is
    the same thing as the rule over access sees it, which the caller has at hand. Without it the
    history is for those who may read the whole county's.
    """
    require(viewer, Permission.LOG_READ, access)
    rows = Entry.objects.filter(thing_type=thing_type, thing_id=thing_id).order_by("-number")
    return tuple(_row(*row) for row in rows.values_list(*_COLUMNS))


def _row(number: int, at: datetime, *rest: Any) -> LogRow:
    user_id, verb, thing_type, thing_id, actor, reason, detail = rest
    return LogRow(
        number,
        at,
        user_id,
        verb,
        thing_type,
        thing_id,
        actor or "",
        reason or "",
        json.loads(detail) if detail else {},
        erased=detail is None,
    )


def state(viewer: Viewer) -> int:  # noqa: ARG001  every read takes one
    """A number that grows with every change to what is true; 0 before the first. One query.

    Every action writes the log in its own transaction, and numbers are given in the order of the
    commits: two readers that get the same number see the same truth, and what was made of it
    before still holds. Anybody may ask, strangers too: the number tells nothing else.
    """
    return Head.objects.values_list("number", flat=True).first() or 0


def head(viewer: Viewer) -> str:
    """The last entry as it is written down away from the machine: number, time and digest.

    With its line end; empty for an empty log. One query.
    """
    require(viewer, Permission.LOG_READ)
    return heads.newest()


def verification(
    viewer: Viewer,
    written: Iterable[str] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Verification:
    """A walk along the chain that has not begun yet.

    `written` are lines of heads that were written down; `progress` is told now and then how many
    entries have been read and how many there are.
    """
    require(viewer, Permission.LOG_READ)
    return Verification(heads_in(written), progress)
