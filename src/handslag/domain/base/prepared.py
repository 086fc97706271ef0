"""Queries whose SQL is worked out once.

Django works a query's SQL out anew at each call, which takes longer than the database needs to
answer when a page asks for little from each of many tables: measured on a meeting's page, two
thirds of the reading. A prepared query keeps the SQL and changes only the values in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from django.db.models import QuerySet

_FIRST_MARK = -(2**62)
"""Marks stand where values will; no id is negative, so none is mistaken for a mark."""


class Prepared:
    """A query of plain values for some whole numbers, such as the id of a meeting.

    `make` gives the query for as many numbers as it is called with; it is called once for each
    count, with marks in their place. Its query must be one of `values_list`, and may use the
    numbers in look-ups only, never to decide its shape.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Any]]) -> None:
        self._make = make
        self._worked_out: dict[tuple[str, int], _Statement] = {}

    def __call__(self, *numbers: int) -> Iterator[Any]:
        """The rows for these numbers. One query."""
        key = (connection.alias, len(numbers))
        statement = self._worked_out.get(key)
        if statement is None:
            statement = self._worked_out[key] = _Statement(self._make, len(numbers))
        return iter(statement.rows(numbers))


class _Statement:
    """The SQL, which parameter stands for which number, and what Django does to which column."""

    def __init__(self, make: Callable[..., QuerySet[Any, Any]], count: int) -> None:
        marks = [_FIRST_MARK + place for place in range(count)]
        compiler = make(*marks).query.get_compiler(connection=connection)
        self._sql, parameters = compiler.as_sql()
        self._parameters: list[Any] = list(parameters)
        self._places = [
            (place, marks.index(value))
            for place, value in enumerate(self._parameters)
            if isinstance(value, int) and value in marks
        ]
        if {mark for _place, mark in self._places} != set(range(count)):
            reason = f"Not every number is used in the query: {self._sql}"
            raise ValueError(reason)
        columns = [column[0] for column in compiler.select[: compiler.col_count]]
        self._converters = [
            (place, convert, expression)
            for place, (converters, expression) in compiler.get_converters(columns).items()
            for convert in converters
        ]

    def rows(self, numbers: tuple[int, ...]) -> Iterable[Any]:
        parameters = self._parameters.copy()
        for place, mark in self._places:
            parameters[place] = numbers[mark]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, parameters)
            found = cursor.fetchall()
        return map(self._converted, found) if self._converters else found

    def _converted(self, row: Any) -> Any:
        values = list(row)
        for place, convert, expression in self._converters:
            values[place] = convert(values[place], expression, connection)
        return values
