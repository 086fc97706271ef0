"""How every small write in a meeting's room is done and answered.

A view says what to write and where to go back to. Keys, conflicts and refusals are the same for
all: see `handslag.interfaces.web.kit.writes`.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from handslag.domain.meetings.room.actions import write_once
from handslag.interfaces.web.kit.requests import known_id, number
from handslag.interfaces.web.kit.writes import Ways, answered, digest_of_write, key_of_write

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpResponse

    from handslag.domain.meetings.room.shapes import Written
    from handslag.interfaces.web.kit.requests import PageRequest

_CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[.:]([0-5][0-9])")


def write_in_room(
    request: PageRequest,
    meeting_id: int,
    write: Callable[[], Written],
    ways: Ways | None = None,
    *,
    fragment: Callable[[Mapping[str, Any]], str] | None = None,
) -> HttpResponse:
    """Do `write`, once for the page's key, and answer as the page asked to be answered."""

    def once() -> Mapping[str, Any]:
        return write_once(
            viewer=request.viewer,
            meeting_id=known_id(meeting_id),
            key=key_of_write(request),
            asked=digest_of_write(request),
            write=lambda: told(write()),
        )

    ways = ways or Ways(back_to(meeting_id))
    return answered(request, once, ways, fragment=fragment)


def told(written: Written) -> dict[str, Any]:
    """What became of a write, as the page is told."""
    made = {} if written.made is None else {"made": written.made}
    return {"seen": dict(written.seen), "revision": written.revision, **made}


def back_to(meeting_id: int, item_id: int | None = None) -> str:
    """The secretary's page; at one of its items, where one is given."""
    place = "" if item_id is None else f"?punkt={item_id}#punkt-{item_id}"
    return f"/moten/{meeting_id}/rummet/{place}"


def seen_of(request: PageRequest) -> str:
    """What the page saw of the one thing it changes."""
    return request.POST.get("sett", "")


def id_in(request: PageRequest, name: str) -> int | None:
    """The id that a field tells; None where it is left empty. ValidationError for nonsense."""
    words = request.POST.get(name, "").strip()
    found = number(words)
    if words and found is None:
        raise ValidationError({name: _("Välj i listan.")})
    return found


def clock_in(request: PageRequest, name: str) -> dt.time | None:
    """The clock time that a field tells, "14.32" or "14:32"; None where it is left empty.

    ValidationError for nonsense.
    """
    words = request.POST.get(name, "").strip()
    if not words:
        return None
    found = _CLOCK.fullmatch(words)
    if found is None:
        raise ValidationError({name: _("Skriv klockslaget som 14.32, eller lämna tomt.")})
    return dt.time(int(found[1]), int(found[2]))


def yes_in(request: PageRequest, name: str) -> bool:
    """Whether a field is ticked."""
    return request.POST.get(name, "") not in {"", "0", "nej"}
