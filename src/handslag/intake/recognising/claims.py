"""Who reads what: a worker claims a document, holds it while it reads, and lets go of it.

Each step is one statement that changes the row only where it still is as it should be, so that
it does not matter who else tries the same at the same moment. Nothing here is logged: it tells
how a worker fares, not what anybody did to a document.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import F, Q
from django.utils import timezone

from handslag.intake.recognising.models import Recognition, State

if TYPE_CHECKING:
    from django.db.models import QuerySet

HOLD = dt.timedelta(seconds=30)
"""How long a worker that is not heard of holds a document."""
MOST_ATTEMPTS = 3
"""Workers that may die over the same page before nobody tries again."""


def claim(holder: str) -> int | None:
    """Take hold of the document that has waited longest; None where none can be had."""
    while True:
        now = timezone.now()
        free = Recognition.objects.filter(_free(now))
        found = free.filter(attempts__lt=MOST_ATTEMPTS).values_list("id", "document_id").first()
        if found is None:
            return None
        row_id, document_id = found
        taken = free.filter(id=row_id).update(
            state=State.READING,
            holder=holder,
            held_until=now + HOLD,
            attempts=F("attempts") + 1,
        )
        if taken:
            return document_id


def given_up() -> list[int]:
    """Documents that are free, and over which too many workers have died."""
    found = Recognition.objects.filter(_free(timezone.now()), attempts__gte=MOST_ATTEMPTS)
    return list(found.values_list("document_id", flat=True))


def hold_on(holder: str, document_id: int) -> bool:
    """Hold a document for a while longer; whether it is still to be read by this worker."""
    return bool(_held(holder, document_id).update(held_until=timezone.now() + HOLD))


def tell(holder: str, document_id: int, done: int, pages: int) -> bool:
    """Write down how far the reading has come; whether it is still to be read by this worker."""
    return bool(
        _held(holder, document_id).update(
            done=done, pages=pages, attempts=1, held_until=timezone.now() + HOLD
        )
    )


def let_go(holder: str, document_id: int) -> None:
    """Hold a document no longer. One that was not read waits for the next worker."""
    own = Recognition.objects.filter(document_id=document_id, holder=holder)
    own.filter(state=State.READING).update(state=State.WAITING, attempts=0)
    own.update(holder="", held_until=None)


def _held(holder: str, document_id: int) -> QuerySet[Recognition]:
    return Recognition.objects.filter(document_id=document_id, holder=holder, state=State.READING)


def _free(now: dt.datetime) -> Q:
    """What waits, or was being read by a worker that is not heard of any more."""
    return Q(state__in=(State.WAITING, State.READING)) & (Q(holder="") | Q(held_until__lt=now))
