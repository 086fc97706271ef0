"""Reads of the log."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.access.things import OF_THE_COUNTY, Thing
from handslag.domain.audit import heads
from handslag.domain.audit.models import Entry, Head
from handslag.domain.audit.verifying import Verification, heads_in
from handslag.domain.base.shapes import PAGE_SIZE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from django.db.models import QuerySet

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


@dataclass(frozen=True, slots=True)
class LogPage:
    """Some entries, the latest first, and the numbers to go on from."""

    rows: tuple[LogRow, ...]
    older: int | None
    """There are more `before` this number; None at the end."""
    newer: int | None
    """There are more `after` this number; None at the beginning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sifted:
    """Which entries are asked for; everything, where nothing is said."""

    thing: tuple[str, int] | None = None
    """One thing, by type and id."""
    thing_type: str = ""
    verb: str = ""
    actor: str = ""
    """Words in the name of who acted."""
    day: date | None = None
    """In the county's own time zone."""


def entries(
    viewer: Viewer,
    sifted: Sifted = Sifted(),
    *,
    access: Thing = OF_THE_COUNTY,
    before: int | None = None,
    after: int | None = None,
    most: int = PAGE_SIZE,
) -> LogPage:
    """A page of the log, the latest first: the entries before a number, or after one. Two queries.

    Pages go by the entries' own numbers and not by counting, so that the last page of a million
    is as near as the first. `access` is the one thing asked about, as the rule over access sees
    it; everything else is for those who may read the whole county's log.
    """
    require(viewer, Permission.LOG_READ, access if sifted.thing else OF_THE_COUNTY)
    found = _sift(sifted)
    if after is None:
        asked = found.filter(number__lt=before) if before is not None else found
        rows = list(asked.order_by("-number").values_list(*_COLUMNS)[: most + 1])
        more_older, rows = len(rows) > most, rows[:most]
        more_newer = before is not None and found.filter(number__gte=before).exists()
    else:
        rows = list(
            found.filter(number__gt=after).order_by("number").values_list(*_COLUMNS)[: most + 1]
        )
        more_newer, rows = len(rows) > most, rows[:most][::-1]
        more_older = found.filter(number__lte=after).exists()
    return LogPage(
        tuple(_row(*row) for row in rows),
        older=rows[-1][0] if rows and more_older else None,
        newer=rows[0][0] if rows and more_newer else None,
    )


def entry(viewer: Viewer, number: int) -> LogRow:
    """One entry. One query. Raises ObjectDoesNotExist where there is none."""
    require(viewer, Permission.LOG_READ)
    return _row(*Entry.objects.values_list(*_COLUMNS).get(number=number))


def _sift(sifted: Sifted) -> QuerySet[Entry]:
    found = Entry.objects.all()
    if sifted.thing:
        found = found.filter(thing_type=sifted.thing[0], thing_id=sifted.thing[1])
    if sifted.thing_type:
        found = found.filter(thing_type=sifted.thing_type)
    if sifted.verb:
        found = found.filter(verb=sifted.verb)
    if sifted.actor:
        found = found.filter(told__actor__icontains=sifted.actor)
    if sifted.day:
        begins = datetime.combine(sifted.day, time.min, timezone.get_default_timezone())
        ends = datetime.combine(
            sifted.day + timedelta(days=1), time.min, timezone.get_default_timezone()
        )
        found = found.filter(at__gte=begins, at__lt=ends)
    return found


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
