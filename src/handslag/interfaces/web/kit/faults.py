"""What is the matter where the disk or the database does not do as it should, in words.

These come and go without anybody's fault in the program: a disk fills up, a database server is
started anew, somebody holds a lock. What was sent is then not saved, wholly or not at all, and the
same server goes on as soon as it can. Told by the codes that the systems themselves give, never by
their words, which change with version and language.
"""

from __future__ import annotations

import errno
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
READ_ONLY = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
BROKEN = frozenset({errno.EIO, errno.ESTALE, errno.ENXIO, errno.ENODEV})

_SQLITE = {
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
    sqlite3.SQLITE_PROTOCOL: "busy",
    sqlite3.SQLITE_READONLY: "read-only",
    sqlite3.SQLITE_PERM: "read-only",
    sqlite3.SQLITE_CANTOPEN: "away",
    sqlite3.SQLITE_IOERR: "disk",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged",
}
"""By the primary code, the lowest byte."""
_POSTGRESQL = {
    "53100": "full",
    "40001": "busy",  # another transaction was before this one
    "40P01": "busy",  # a deadlock, which this one was chosen to give way in
    "55P03": "busy",  # a lock was waited for as long as is allowed
    "57014": "busy",  # the same for a statement
    "25P03": "busy",  # and for a transaction
    "25006": "read-only",
    "53300": "away",  # too many connections
    "57P01": "away",
    "57P02": "away",
    "57P03": "away",
    "58030": "disk",
    "XX001": "damaged",
    "XX002": "damaged",
}
_LOST = "08"
"""The first of all codes about connections that are lost."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What happened, what was kept, what to do; with the status of the answer."""

    status: int
    heading: str
    words: str
    wait: int
    """Seconds until it is worth trying again."""


def fault_of(error: BaseException | None) -> Fault | None:
    """What is the matter, by an exception and those that led to it; None where it is another."""
    for one in _led_to(error):
        if sort := _sort_of(one):
            return _fault(sort)
    return None


def _led_to(error: BaseException | None) -> Iterator[BaseException]:
    """The exception and what it came from, the innermost first: that one has the code."""
    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.append(error)
        error = error.__cause__ or error.__context__
    yield from reversed(chain)


def _sort_of(error: BaseException) -> str:
    if isinstance(error, sqlite3.Error):
        return _SQLITE.get((error.sqlite_errorcode or 0) & 0xFF, "")
    if (state := getattr(error, "sqlstate", None)) is not None:
        return "away" if str(state).startswith(_LOST) else _POSTGRESQL.get(str(state), "")
    if isinstance(error, OSError):
        return _of_the_disk(error)
    if isinstance(error, InterfaceError):
        return "away"
    # PostgreSQL tells no code where nobody answered
    code = getattr(error.__cause__, "sqlstate", "none to tell")
    return "away" if isinstance(error, OperationalError) and code is None else ""


def _of_the_disk(error: OSError) -> str:
    for codes, sort in ((NO_ROOM, "full"), (READ_ONLY, "read-only"), (BROKEN, "disk")):
        if error.errno in codes:
            return sort
    return ""


def _fault(sort: str) -> Fault:
    kept = _("Det som redan var sparat finns kvar. Skickade du något nyss blev det inte sparat.")
    again = _(
        "Gå tillbaka i webbläsaren, så finns det du skrev ofta kvar, och försök igen om en stund."
    )
    keeper = _("Hjälper det inte, säg till den som sköter Handslag.")
    status, heading, advice, wait = {
        "full": (
            507,
            _("Disken är full"),
            _(
                "Handslag går att läsa i, men inget nytt ryms. Säg till den som sköter Handslag "
                "att frigöra utrymme. Sedan går allt av sig självt, och du kan skicka igen."
            ),
            60,
        ),
        "busy": (503, _("Databasen är upptagen"), again, 5),
        "away": (
            503,
            _("Databasen svarar inte"),
            _("Den startas kanske om just nu.") + f" {again} {keeper}",
            10,
        ),
        "read-only": (
            503,
            _("Det går inte att skriva just nu"),
            _(
                "Handslag får inte skriva där allt sparas, kanske för att disken har slagits om "
                "till att bara läsas. Säg till den som sköter Handslag."
            ),
            60,
        ),
        "disk": (
            503,
            _("Disken svarar inte som den ska"),
            _("Den är kanske full eller på väg att gå sönder. Säg till den som sköter Handslag."),
            60,
        ),
        "damaged": (
            503,
            _("Databasen är skadad"),
            _("Säg till den som sköter Handslag, som kan återställa den från en säkerhetskopia."),
            600,
        ),
    }[sort]
    return Fault(status, heading, f"{kept} {advice}", wait)
