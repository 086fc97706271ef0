"""The part of searching that each database does in its own way.

SQLite: an FTS5 table over the entries' words, kept in step by triggers. It folds no diacritics:
å, ä and ö are letters of their own. PostgreSQL: a GIN index over the same words, each a lexeme
as it is, so that the server's own languages and parsers have no say. Both are made in migrations.

Who may find what is asked in the same query, so that neither a count nor a page ever knows of
more than the viewer sees.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models.expressions import RawSQL

from handslag.output.search.models import Entry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import Q

    from handslag.output.search.words import Asked

_VECTOR = "array_to_tsvector(string_to_array(found.words, ' '))"
"""As the index has it: PostgreSQL uses the index where the expression is the same."""
_SHORT_FIRST = 1
"""Of texts with the same words the shorter ones come first, as in SQLite."""


def matching(sought: Asked, among: Q, *, offset: int, count: int) -> list[int]:
    """Ids of the entries among those given that answer, the best first."""
    if connection.vendor == "postgresql":
        rank = f"ts_rank({_VECTOR}, %s::tsquery, {_SHORT_FIRST}) DESC, found.id DESC"
        rows = _answers("found.id", sought, among, rank, [_query(sought)], (count, offset))
    else:
        rows = _answers("rowid", sought, among, "rank, rowid DESC", [], (count, offset))
    return [row[0] for row in rows]


def matches(sought: Asked, among: Q) -> int:
    """How many of the given entries answer."""
    rows = _answers("count(*)", sought, among)
    return int(rows[0][0]) if rows else 0


def _answers(
    column: str,
    sought: Asked,
    among: Q,
    order: str = "",
    order_values: Sequence[str] = (),
    page: tuple[int, int] | None = None,
) -> list[tuple[Any, ...]]:
    """One query for what answers and is among the given entries."""
    on_postgresql = connection.vendor == "postgresql"
    try:
        seen, values = _seen(among, "found.id" if on_postgresql else "search_index.rowid")
    except EmptyResultSet:  # Django knows already that there is nothing among them
        return []
    if on_postgresql:
        answers = f"search_entry AS found WHERE {_VECTOR} @@ %s::tsquery"
    else:
        answers = "search_index WHERE search_index MATCH %s"
    statement = f"SELECT {column} FROM {answers} AND EXISTS ({seen})"  # noqa: S608  our own words
    parameters = [_query(sought) if on_postgresql else _expression(sought), *values, *order_values]
    if page:
        statement += f" ORDER BY {order} LIMIT %s OFFSET %s"
        parameters += page
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def _seen(among: Q, entry: str) -> tuple[str, tuple[Any, ...]]:
    """The query for whether the entry with the id in a column is among those given."""
    found = Entry.objects.filter(among, pk=RawSQL(entry, ()))  # noqa: S611  a column of ours
    return found.order_by().values("pk").query.sql_with_params()


def _expression(sought: Asked) -> str:
    """The question in FTS5's own language. Words are letters and digits alone, so none escapes."""
    parts = [f'"{stem}"' for stem in sought.stems]
    if sought.prefix:
        parts.append(f'("{sought.last}" OR "{sought.prefix}"*)')
    return " AND ".join(parts)


def _query(sought: Asked) -> str:
    """The question in PostgreSQL's language, likewise."""
    parts = [f"'{stem}'" for stem in sought.stems]
    if sought.prefix:
        parts.append(f"('{sought.last}' | '{sought.prefix}':*)")
    return " & ".join(parts)
