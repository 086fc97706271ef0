"""On PostgreSQL, one transaction writes at a time, as on SQLite: each takes its turn at the start.

Every action logs, and the log's entries follow one another; whoever has logged holds up all others
until the transaction ends. If they held locks of their own by then, two could wait for each other.
So a transaction's first statement that changes or locks anything waits for its turn, holding
nothing yet. The turn is an advisory lock, which the database gives back however the transaction
ends. Reads take no turn.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from django.db.backends.signals import connection_created

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.backends.base.base import BaseDatabaseWrapper

TURN: Final = int.from_bytes(b"handslag", "big")
"""The lock's number: the same for every connection to one database, and nobody else's."""

_WRITES: Final = re.compile(r"\s*(?:insert|update|delete|merge|truncate)\b", re.IGNORECASE)
_LOCKS: Final = re.compile(r"\bfor (?:no key )?update\b", re.IGNORECASE)
_HAD: Final = "_handslag_turn"
_IDLE: Final = 0
"""What psycopg says of a connection on which no transaction has begun."""


def take_turns() -> None:
    """Let every connection to PostgreSQL from here on take its turn before it writes."""
    connection_created.connect(_wrap, dispatch_uid="handslag.audit.turns")


def _wrap(connection: BaseDatabaseWrapper, **_signal: object) -> None:
    if connection.vendor == "postgresql" and _in_turn not in connection.execute_wrappers:
        connection.execute_wrappers.append(_in_turn)


def _in_turn(
    execute: Callable[..., Any],
    sql: str,
    params: Any,
    many: bool,  # noqa: FBT001  Django calls it
    context: dict[str, Any],
) -> Any:
    connection = context["connection"]
    if connection.in_atomic_block:
        if connection.connection.pgconn.transaction_status == _IDLE:
            setattr(connection, _HAD, None)
        if not _has_turn(connection) and (_WRITES.match(sql) or _LOCKS.search(sql)):
            with connection.wrap_database_errors:
                connection.connection.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])
            setattr(connection, _HAD, tuple(connection.savepoint_ids))
    return execute(sql, params, many, context)


def _has_turn(connection: BaseDatabaseWrapper) -> bool:
    """Whether the turn was taken, and not given back with a savepoint that was rolled back."""
    had: tuple[str | None, ...] | None = getattr(connection, _HAD, None)
    return had is not None and tuple(connection.savepoint_ids[: len(had)]) == had
