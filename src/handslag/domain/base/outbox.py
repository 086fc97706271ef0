"""Letters that wait in a table: who hands which to the mail server, and what became of each.

A sender claims a letter, marks that its words begin to go over, and writes down what the server
answered. Each step is one statement that changes the row only where it still is as it should be,
so that it does not matter who else tries the same at the same moment. From the mark on a letter
may have come through, and only a person lets it be sent again; before it, anybody may. Nothing
here is logged: the row itself tells what became of the letter.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from collections.abc import Callable

Claimed = TypeVar("Claimed")

WAITS = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 4 * 60, 12 * 60, 24 * 60))
"""How long a letter that the server did not take waits, after each try, before the next."""
HOLD = dt.timedelta(minutes=5)
"""How long a sender that is not heard of holds a letter."""


def wait_after(tries: int) -> dt.timedelta | None:
    """How long to wait when `tries` have failed; None where it is given up for good."""
    return WAITS[tries - 1] if 0 < tries <= len(WAITS) else None


class LetterState(models.TextChoices):
    """How far a letter has come."""

    WAITING = "waiting", gettext_lazy("väntar")
    SENT = "sent", gettext_lazy("skickat")
    UNCERTAIN = "uncertain", gettext_lazy("oklart om det kom fram")
    FAILED = "failed", gettext_lazy("kunde inte skickas")


class Outbox:
    """The letters of one table.

    It has the columns `state`, `tries`, `next_try`, `claimed_at`, `holder`, `handed_at`, `error`
    and `sent_at`, as `meetings.Delivery` tells them.
    """

    def __init__(self, letters: Callable[[], models.QuerySet[Any]]) -> None:
        self._letters = letters

    def claim(self, holder: str, read: Callable[[int], Claimed]) -> Claimed | None:
        """Take hold of the letter that has waited longest, and read it; None where none is."""
        while True:
            found = self._due().order_by("next_try", "id").values_list("id", flat=True).first()
            if found is None:
                return None
            with transaction.atomic():
                mine = self._due().filter(id=found)
                if mine.update(holder=holder, claimed_at=timezone.now()):
                    return read(found)

    def waiting(self) -> bool:
        """Whether any letter is due."""
        return self._due().exists()

    def hand_over(self, holder: str, letter_id: int) -> bool:
        """Mark that a letter's words begin to go over; whether it is still this sender's to
        send."""
        mine = self._held(holder, letter_id).filter(handed_at__isnull=True)
        return bool(mine.update(handed_at=timezone.now()))

    def taken(self, holder: str, letter_id: int) -> None:
        """The server has taken the letter."""
        self._mine(holder, letter_id).update(
            state=LetterState.SENT,
            sent_at=timezone.now(),
            tries=F("tries") + 1,
            error="",
            next_try=None,
            claimed_at=None,
        )

    def not_taken(self, holder: str, letter_id: int, tries: int, why: str) -> None:
        """The server has clearly not taken it, this time: it is tried again, or given up."""
        told = _tried_again(tries, why)
        self._mine(holder, letter_id).update(**told, handed_at=None)

    def refused(self, holder: str, letter_id: int, why: str) -> None:
        """The server will not have it, whenever it is tried."""
        self._mine(holder, letter_id).update(
            state=LetterState.FAILED,
            tries=F("tries") + 1,
            error=why[:500],
            claimed_at=None,
            handed_at=None,
            holder="",
        )

    def unknown(self, holder: str, letter_id: int, why: str) -> None:
        """Nobody can tell whether the server took it: a person decides."""
        self._mine(holder, letter_id).update(
            state=LetterState.UNCERTAIN, tries=F("tries") + 1, error=why[:500], claimed_at=None
        )

    def none_can_go(self, why: str) -> None:
        """The server cannot be reached: all that are due wait, each a step longer than before."""
        for tries in set(self._due().values_list("tries", flat=True)):
            ids = list(self._due().filter(tries=tries).values_list("id", flat=True))
            self._due().filter(id__in=ids, tries=tries).update(**_tried_again(tries, why))

    def let_go(self, holder: str, letter_id: int) -> None:
        """Hold a letter no longer that has not begun to go over."""
        mine = self._held(holder, letter_id).filter(handed_at__isnull=True)
        mine.update(holder="", claimed_at=None)

    def settle_lost(self) -> int:
        """Letters whose sender died while they went over are uncertain; returns how many."""
        lost = self._letters().filter(
            state=LetterState.WAITING, handed_at__lt=timezone.now() - HOLD
        )
        return lost.update(
            state=LetterState.UNCERTAIN,
            tries=F("tries") + 1,
            error=_("Handslag avbröts medan brevet skickades, så det kan ha kommit fram."),
            claimed_at=None,
        )

    def _due(self) -> models.QuerySet[Any]:
        now = timezone.now()
        free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - HOLD)
        due = Q(next_try__isnull=True) | Q(next_try__lte=now)
        waits = {"state": LetterState.WAITING, "handed_at__isnull": True}
        return self._letters().filter(free & due, **waits)

    def _held(self, holder: str, letter_id: int) -> models.QuerySet[Any]:
        return self._letters().filter(id=letter_id, holder=holder, state=LetterState.WAITING)

    def _mine(self, holder: str, letter_id: int) -> models.QuerySet[Any]:
        """The letter, also where it has been taken for lost meanwhile: this sender knows better."""
        states = (LetterState.WAITING, LetterState.UNCERTAIN)
        return self._letters().filter(id=letter_id, holder=holder, state__in=states)


def _tried_again(tries: int, why: str) -> dict[str, Any]:
    """The columns of a letter that has failed `tries` times before, and now once more."""
    wait = wait_after(tries + 1)
    gave_up = _("Gav upp efter %(count)d försök. %(why)s") % {"count": tries + 1, "why": why}
    return {
        "state": LetterState.WAITING if wait else LetterState.FAILED,
        "next_try": timezone.now() + wait if wait else None,
        "tries": tries + 1,
        "error": (why if wait else gave_up)[:500],
        "claimed_at": None,
        "holder": "",
    }
