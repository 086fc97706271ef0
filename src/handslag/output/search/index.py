"""The part of searching that each database does in its own way.

SQLite: an FTS5 table over the entries' words and keys, kept in step by triggers. It folds no
diacritics: å, ä and ö are letters of their own. PostgreSQL: a GIN index over the same words and
keys, each a lexeme as it is, so that the server's own languages and parsers have no say. Both are
made in migrations.

Both give the newest entries that answer, at most so many, and what their order is worked out
from; the order itself is Python's (`ranking`), and so the same on both.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from math import prod, sqrt
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from django.db import connection

from handslag.output.search.expressions import All, Any, Expression, Has, fts, tsquery
from handslag.output.search.models import Entry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from handslag.output.search.words import Term

_Value: TypeAlias = str | int | datetime
_TABLE = Entry._meta.db_table  # public by Django's documentation
_FTS = "search_index"
_STATISTICS_LAST = 600
"""Seconds that what PostgreSQL knows of its words is kept in memory."""
_HERE_AND_THERE = 5
"""How many rows side by side PostgreSQL looks at while it fetches one that its index points out.

Measured: with a million and a quarter of entries both ways take the same time for a word that
stands in some 1.2 % of them.
"""


class Candidate(NamedTuple):
    """An entry that answers, and what its order is worked out from."""

    id: int
    thing: int
    length: int
    whole: int
    """How many of the terms stand in it as words of their own."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What entries must have: `tokens` in the index, and what is asked of the row itself."""

    tokens: All
    terms: Sequence[Term]
    phrases: Sequence[str] = ()
    first: int | None = None
    """The least id, and the id after the greatest."""
    after: int | None = None
    since: datetime | None = None
    """Changed after this."""


def words_of(terms: Sequence[Term]) -> tuple[Expression, ...]:
    """What the index must have for the words of a question."""
    return tuple(
        Any((Has(term.stem), Has(term.prefix, begins=True))) if term.prefix else Has(term.stem)
        for term in terms
    )


def newest(wanted: Wanted, count: int) -> list[Candidate]:
    """The newest `count` entries with all that is wanted, the newest first. One query.

    On PostgreSQL one more every ten minutes, for how common its words are.
    """
    if connection.vendor == "postgresql":
        answers, values = _on_postgresql(wanted, count)
    else:
        answers, values = _on_sqlite(wanted, count)
    whole, stems = _whole(wanted.terms)
    statement = (
        f"SELECT e.id, e.thing, e.length, {whole} FROM ({answers}) AS found"  # noqa: S608  ours
        f" JOIN {_TABLE} AS e ON e.id = found.id ORDER BY e.id DESC"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*stems, *values])
        return [Candidate(*row) for row in cursor.fetchall()]


def _on_sqlite(wanted: Wanted, count: int) -> tuple[str, list[_Value]]:
    """FTS5 goes through what matches from the greatest id, and stops when it has enough."""
    where, values = _of_row(wanted, "f.rowid", "r")
    row = f" CROSS JOIN {_TABLE} AS r ON r.id = f.rowid" if wanted.phrases or wanted.since else ""
    statement = (
        f"SELECT f.rowid AS id FROM {_FTS} AS f{row} WHERE f.{_FTS} MATCH %s{where}"  # noqa: S608
        " ORDER BY f.rowid DESC LIMIT %s"
    )
    return statement, [fts(wanted.tokens), *values, count]


def _on_postgresql(wanted: Wanted, count: int) -> tuple[str, list[_Value]]:
    """By the index of words where they are rare; where they are common, from the newest row on.

    The planner knows how many rows it needs, but takes each to be as dear as any other, and so
    chooses the slower way for words of middling frequency.
    """
    where, values = _of_row(wanted, "r.id", "r")
    query = tsquery(wanted.tokens)
    if _common(wanted.tokens, count):
        statement = (
            f"SELECT r.id FROM {_TABLE} AS r WHERE (r.tsv @@ %s::tsquery) IS TRUE{where}"  # noqa: S608
            " ORDER BY r.id DESC LIMIT %s"
        )
        return statement, [query, *values, count]
    statement = (
        f"WITH f AS MATERIALIZED (SELECT r.id FROM {_TABLE} AS r"  # noqa: S608  our own words
        f" WHERE r.tsv @@ %s::tsquery{where}) SELECT f.id FROM f ORDER BY f.id DESC LIMIT %s"
    )
    return statement, [query, *values, count]


def _of_row(wanted: Wanted, id_: str, row: str) -> tuple[str, list[_Value]]:
    """What is asked beside the words, of the id and of the row."""
    parts: list[str] = []
    values: list[_Value] = []
    for column, sign, value in ((id_, ">=", wanted.first), (id_, "<", wanted.after)):
        if value is not None:
            parts.append(f" AND {column} {sign} %s")
            values.append(value)
    for phrase in wanted.phrases:  # letters, digits and spaces alone
        parts.append(f" AND {row}.phrase LIKE %s")
        values.append(f"%{phrase}%")
    if wanted.since:
        parts.append(f" AND {row}.changed_at > %s")
        moment = connection.ops.adapt_datetimefield_value(wanted.since)
        values.append(moment if moment is not None else wanted.since)
    return "".join(parts), values


def _whole(terms: Sequence[Term]) -> tuple[str, list[_Value]]:
    """The count of terms that are words of their own there, not parts or beginnings of others."""
    one = "CASE WHEN ' ' || e.words || ' ' LIKE %s THEN 1 ELSE 0 END"
    return " + ".join([one] * len(terms)) or "0", [f"% {term.stem} %" for term in terms]


def ids_having(stems: Sequence[str]) -> list[int]:
    """The ids of the entries that have any of these words. One query; none for no words."""
    if not stems:
        return []
    any_of = Any(tuple(Has(stem) for stem in stems))
    if connection.vendor == "postgresql":
        statement = f"SELECT id FROM {_TABLE} WHERE tsv @@ %s::tsquery"  # noqa: S608  our own words
        value = tsquery(any_of)
    else:
        statement = f"SELECT rowid FROM {_FTS} WHERE {_FTS} MATCH %s"  # noqa: S608  as above
        value = fts(any_of)
    with connection.cursor() as cursor:
        cursor.execute(statement, [value])
        return [row[0] for row in cursor.fetchall()]


# How common words are, as PostgreSQL has counted it


def _common(tokens: All, count: int) -> bool:
    """Whether enough answers are met sooner from the newest row on than by the index of words.

    Of `rows` rows a part `share` answers: one way looks at count/share rows that lie side by side,
    the other at share*rows of them, here and there.
    """
    rows, shares = _statistics(int(time.monotonic() // _STATISTICS_LAST))
    return rows > 0 and _share(tokens, shares) > sqrt(count / (rows * _HERE_AND_THERE))


def _share(wanted: Expression, shares: Mapping[str, float]) -> float:
    """The part of all entries that answers, if its words hang on each other in no way."""
    match wanted:
        case Has(token, begins):
            if not begins:
                return shares.get(token, 0.0)
            return min(1.0, sum(part for word, part in shares.items() if word.startswith(token)))
        case Any(of):
            return min(1.0, sum(_share(one, shares) for one in of))
        case All(of):
            return prod(_share(one, shares) for one in of)


@lru_cache(maxsize=1)
def _statistics(_period: int) -> tuple[float, Mapping[str, float]]:
    """The number of entries, and the part of them that each common word stands in."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.reltuples, s.most_common_elems::text::text[], s.most_common_elem_freqs"
            " FROM pg_class AS c LEFT JOIN pg_stats AS s ON s.tablename = c.relname"
            " AND s.attname = 'tsv' AND s.schemaname = current_schema()"
            " WHERE c.oid = to_regclass(%s)",
            [_TABLE],
        )
        row = cursor.fetchone()
    if row is None or not row[1]:
        return 0.0, {}
    return row[0], dict(zip(row[1], row[2], strict=False))  # it ends with least, most and nulls
