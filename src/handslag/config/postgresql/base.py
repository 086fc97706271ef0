"""Transactions on PostgreSQL that are alone, as SQLite's immediate ones are.

An action reads, decides and writes. On SQLite nobody else writes meanwhile; PostgreSQL would let
two actions read the same and each write its own. Here every transaction takes one lock as it
begins, so that both databases keep the same promise and no action has to remember it. Those who
only read take no lock and never wait. The lock ends with the transaction, however that ends.
"""

from __future__ import annotations

from django.db.backends.postgresql import base

WRITING = 0x48616E6453616B61
"""The lock's number, as of the letters "HandSaka": any will do that nothing else uses."""


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions are alone in the database that they write to."""

    only_reads = False
    """Whether the next transaction writes nothing, and so takes no lock."""

    def _set_autocommit(self, autocommit: bool) -> None:  # noqa: FBT001  Django's own
        """Begin a transaction by taking the lock; nothing is begun where it cannot be had.

        Raises OperationalError where others have held it for longer than `lock_timeout`.
        """
        super()._set_autocommit(autocommit)  # type: ignore[misc]  # its types do not tell of it
        if autocommit or self.only_reads:
            return
        try:
            with self.wrap_database_errors:
                self.connection.execute("SELECT pg_advisory_xact_lock(%s)", [WRITING])
        except BaseException:
            if not self.connection.closed:
                self.connection.rollback()
                self.connection.autocommit = True
            raise
