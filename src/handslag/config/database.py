"""Which database an installation keeps everything in: SQLite in its folder, or PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PATIENCE = 20
"""Seconds that a write waits for another before it gives up, on either database."""
SCHEMES = ("postgresql://", "postgres://")
OWN = ("dbname", "user", "password", "host", "port")
"""What Django asks for by name; all else in a URL is passed on as it is, such as sslmode."""

_POSTGRESQL: Mapping[str, Any] = {
    "connect_timeout": 10,
    # A machine that is gone without a word is noticed within a minute.
    "keepalives_idle": 20,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 50_000,
    "application_name": "handslag",
}
_SESSION = {
    "lock_timeout": PATIENCE * 1000,
    # Longer than any page or acceptance takes; migrations set it aside.
    "statement_timeout": 120_000,
    # A process that hangs in the middle of a change, or a machine that is gone without a word,
    # must not keep others from writing for long.
    "idle_in_transaction_session_timeout": 60_000,
    "tcp_keepalives_idle": 20,
    "tcp_keepalives_interval": 10,
    "tcp_keepalives_count": 3,
    # Compiling a statement takes longer than running it, for all that pages ask.
    "jit": "off",
}


class BadDatabaseAddress(ImproperlyConfigured):
    """HANDSLAG_DATABASE names no database. Says why in Swedish, and never tells the password."""


def database(address: str, folder: Path) -> dict[str, Any]:
    """Django's settings of the database at `address`, or of the SQLite file in `folder` without.

    An address is a URL as PostgreSQL's own programs take it:
    postgresql://user:password@host:5432/name, or postgresql:///name?host=/run/postgresql for a
    socket. Raises BadDatabaseAddress.
    """
    return _postgresql(address.strip()) if address.strip() else _sqlite(folder)


def _sqlite(folder: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": folder / "handslag.sqlite3",
        # Opening the file anew at each request takes longer than most answers.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # Readers never wait for a writer (WAL); a writer takes its lock at once and so
            # cannot fail halfway (IMMEDIATE); what was answered is on the disk (FULL).
            "transaction_mode": "IMMEDIATE",
            "timeout": PATIENCE,
            "init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;",
        },
    }


def _postgresql(address: str) -> dict[str, Any]:
    told = _told(address)
    options = {name: value for name, value in told.items() if name not in OWN}
    session = " ".join(f"-c {name}={value}" for name, value in _SESSION.items())
    # what the address says stands last, and counts
    options["options"] = f"{session} {options.get('options', '')}".strip()
    return {
        "ENGINE": "handslag.config.postgresql",
        "NAME": told["dbname"],
        "USER": told.get("user", ""),
        "PASSWORD": told.get("password", ""),
        "HOST": told.get("host", ""),
        "PORT": told.get("port", ""),
        # Each process answers in one thread, so it keeps one connection for as long as it lives,
        # and looks whether it still holds before each request. A pool would keep the same one.
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**_POSTGRESQL, **options},
    }


def _told(address: str) -> dict[str, str]:
    """What an address says, by the names that libpq gives to its parts."""
    from psycopg import ProgrammingError, conninfo  # not loaded where SQLite is used

    if not address.startswith(SCHEMES):
        raise _bad("Den ska börja med postgresql://.")
    try:
        parts = conninfo.conninfo_to_dict(address)
    except ProgrammingError:
        # its words may quote the address, and so the password
        raise _bad(
            "Den går inte att tyda. Tecken som @, : och / i ett lösenord skrivs som %40, %3A och "
            "%2F."
        ) from None
    told = {name: str(value) for name, value in parts.items()}
    if not told.get("dbname"):
        raise _bad("Den säger inte vilken databas som ska användas; namnet står sist, efter /.")
    if "@" in told.get("host", ""):
        raise _bad("Tecknet @ i ett lösenord skrivs som %40.")
    ports = told.get("port", "").split(",") if told.get("port") else []
    if not all(port.isdecimal() and 0 < int(port) < 65_536 for port in ports):
        raise _bad("Porten ska vara ett tal mellan 1 och 65535.")
    return told


def _bad(reason: str) -> BadDatabaseAddress:
    return BadDatabaseAddress(
        f"Inställningen HANDSLAG_DATABASE går inte att använda. {reason} Skriv den som "
        "postgresql://användare:lösenord@värd:5432/namn, eller ta bort den så används SQLite i "
        "datamappen. Inget har ändrats."
    )
