"""Reading much at one moment of the database, while others go on writing."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connection, transaction

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def one_moment() -> Iterator[None]:
    """Every query inside is answered as the database stood at one moment; nothing is written.

    An ordinary transaction keeps every writer waiting on either database; this one does not.
    Inside another transaction it is a part of that one, which decides what is seen.
    """
    if connection.in_atomic_block:
        yield
        return
    on_postgresql = connection.vendor == "postgresql"
    name, reading = ("only_reads", True) if on_postgresql else ("transaction_mode", "DEFERRED")
    connection.ensure_connection()
    before = getattr(connection, name)
    setattr(connection, name, reading)
    try:
        with transaction.atomic():
            setattr(connection, name, before)
            if on_postgresql:
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    finally:
        setattr(connection, name, before)
