"""The part of searching that each database does in its own way.

SQLite: an FTS5 table over the entries' words, kept in step by triggers (first migration). It
folds no diacritics: å, ä and ö are letters of their own. A backend for PostgreSQL belongs in
this module, with tests of its own; until then searching there says that it cannot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

if TYPE_CHECKING:
    from handslag.output.search.words import Asked


def matching(sought: Asked, *, offset: int, count: int) -> list[int]:
    """Ids of the entries that answer, the best first: the rarer the words, the better."""
    _require_sqlite()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rowid FROM search_index WHERE search_index MATCH %s"
            " ORDER BY rank, rowid DESC LIMIT %s OFFSET %s",
            [_expression(sought), count, offset],
        )
        return [row[0] for row in cursor.fetchall()]


def matches(sought: Asked) -> int:
    """How many entries answer."""
    _require_sqlite()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM search_index WHERE search_index MATCH %s",
            [_expression(sought)],
        )
        return int(cursor.fetchone()[0])


def _expression(sought: Asked) -> str:
    """The question in FTS5's own language. Words are letters and digits alone, so none escapes."""
    parts = [f'"{stem}"' for stem in sought.stems]
    if sought.prefix:
        parts.append(f'("{sought.last}" OR "{sought.prefix}"*)')
    return " AND ".join(parts)


def _require_sqlite() -> None:
    if connection.vendor != "sqlite":
        reason = f"No search index for {connection.vendor} yet"
        raise ImproperlyConfigured(reason)
