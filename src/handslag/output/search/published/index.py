"""The part of searching what is published that each database does in its own way.

SQLite: an FTS5 table over the entries' words, kept in step by triggers. It folds no diacritics:
å, ä and ö are letters of their own. PostgreSQL: a GIN index over the same words, each a lexeme
as it is, so that the server's own languages and parsers have no say. Both are made in migrations.

Who may find what is asked in the same query, so that neither a count nor a page ever knows of
more than the viewer sees.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Any as Anything

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models.expressions import RawSQL

from handslag.output.search.expressions import All, Any, Has, fts, tsquery
from handslag.output.search.models import PublishedEntry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import Q

    from handslag.output.search.words import Asked

_VECTOR = "array_to_tsvector(string_to_array(found.words, ' '))"
"""As the index has it: PostgreSQL uses the index where the expression is the same."""
_FTS = "search_published_index"
_SHORT_FIRST = 1
"""Of texts with the same words the shorter ones come first, as in SQLite."""


def matching(sought: Asked, among: Q, *, offset: int, count: int) -> list[int]:
    """Ids of the entries among those given that answer, the best first."""
    if connection.vendor == "postgresql":
        rank = f"ts_rank({_VECTOR}, %s::tsquery, {_SHORT_FIRST}) DESC, found.id DESC"
        rows = _answers(
            "found.id", sought, among, rank, [tsquery(_wanted(sought))], (count, offset)
        )
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
) -> list[tuple[Anything, ...]]:
    """One query for what answers and is among the given entries."""
    on_postgresql = connection.vendor == "postgresql"
    table = PublishedEntry._meta.db_table  # public by Django's documentation
    try:
        seen, values = _seen(among, "found.id" if on_postgresql else f"{_FTS}.rowid")
    except EmptyResultSet:  # Django knows already that there is nothing among them
        return []
    if on_postgresql:
        answers = f"{table} AS found WHERE {_VECTOR} @@ %s::tsquery"
    else:
        answers = f"{_FTS} WHERE {_FTS} MATCH %s"
    statement = f"SELECT {column} FROM {answers} AND EXISTS ({seen})"  # noqa: S608  our own words
    parameters = [
        tsquery(_wanted(sought)) if on_postgresql else fts(_wanted(sought)),
        *values,
        *order_values,
    ]
    if page:
        statement += f" ORDER BY {order} LIMIT %s OFFSET %s"
        parameters += page
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def _seen(among: Q, entry: str) -> tuple[str, tuple[Anything, ...]]:
    """The query for whether the entry with the id in a column is among those given."""
    found = PublishedEntry.objects.filter(among, pk=RawSQL(entry, ()))  # noqa: S611  a column of ours
    return found.order_by().values("pk").query.sql_with_params()


def _wanted(sought: Asked) -> All:
    return All(
        tuple(
            Any((Has(term.stem), Has(term.prefix, begins=True))) if term.prefix else Has(term.stem)
            for term in sought.terms
        )
    )
