"""How often somebody may try to get in, so that guessing is slow and nobody is locked out by it.

Every attempt goes through one or more doors. A browser in which the account has been signed in
before has a door of its own to that account; all others share one door to each account, and one
from each address. Behind a door where many have failed one has to wait, longer each time; who
comes through a door of their own never waits for what strangers did at another.

Attempts are counted before the password is looked at: a hundred at the same moment are a hundred.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from handslag.domain.accounts.models import Attempts

if TYPE_CHECKING:
    from collections.abc import Iterable

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=24)
"""Nobody having failed there for so long, a door is as new."""


@dataclass(frozen=True, slots=True)
class Door:
    """A way in, and how many may fail there before anybody has to wait."""

    name: str
    free: int

    @property
    def digest(self) -> str:
        """What is kept of its name, which nobody can work back without the secret."""
        secret = settings.SECRET_KEY.encode()
        return hmac.new(secret, f"door {self.name}".encode(), sha256).hexdigest()


def device_door(device: str) -> Door:
    """That of a browser that knows the account, by the words in its cookie."""
    return Door(f"device {device}", 5)


def account_door(email: str) -> Door:
    """That of all browsers that do not know the account, which may be none at all."""
    return Door(f"account {email.strip().lower()}", 5)


def address_door(address: str) -> Door:
    """That of all who come from one network address: a whole town hall may sit behind it."""
    return Door(f"address {address}", 30)


def factor_door(user_id: int) -> Door:
    """That of codes for an account, for those who already had the right password."""
    return Door(f"factor {user_id}", 5)


def wait_after(failed: int, free: int) -> timedelta:
    """How long to wait after the last of `failed` attempts, `free` of which cost nothing. Pure."""
    if failed < free:
        return timedelta(0)
    doublings = min(failed - free, 10)  # far beyond the longest wait
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


@transaction.atomic
def try_doors(doors: Iterable[Door], now: datetime | None = None) -> timedelta:
    """Count an attempt at each door, as one that fails until `let_in` says otherwise.

    Gives how long to wait where one has to; then nothing is counted, so that trying on and on
    makes nobody's wait longer.
    """
    now = now or timezone.now()
    doors = sorted(set(doors), key=lambda door: door.digest)  # one order, so that none lock up
    digests = [door.digest for door in doors]
    Attempts.objects.filter(last_at__lt=now - FORGOTTEN_AFTER).delete()
    Attempts.objects.bulk_create(
        [Attempts(door=digest, last_at=now) for digest in digests], ignore_conflicts=True
    )
    rows = {row.door: row for row in Attempts.objects.select_for_update().filter(pk__in=digests)}
    waits = [
        row.last_at + wait_after(row.failed, door.free) - now
        for door in doors
        if (row := rows[door.digest]).failed >= door.free
    ]
    wait = max(waits, default=timedelta(0))
    if wait > timedelta(0):
        return wait
    Attempts.objects.filter(pk__in=digests).update(failed=F("failed") + 1, last_at=now)
    return timedelta(0)


@transaction.atomic
def only_once(name: str) -> bool:
    """Whether this is the first time in a day that `name`, a code of somebody's, is shown."""
    shown = {"last_at": timezone.now()}
    _row, first = Attempts.objects.get_or_create(door=Door(name, 1).digest, defaults=shown)
    return first


@transaction.atomic
def let_in(doors: Iterable[Door], *, clear: bool = False) -> None:
    """Take back the last attempt at each door, which was right.

    The failures before it stay, since they may be a stranger's who now and then lets themself
    in; `clear` forgets those too, at a door that is the owner's alone.
    """
    known = Attempts.objects.filter(pk__in=[door.digest for door in doors], failed__gt=0)
    if clear:
        known.update(failed=0)
    else:
        known.update(failed=F("failed") - 1)
