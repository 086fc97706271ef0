"""Whether the log is as it was written: the chain walked from its first entry to its head.

Rows are read as the database holds them, without the ORM: what somebody has put there by hand may
be nothing that a field could hold, and a million of them should not take a minute.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connection

from handslag.domain.audit import chain
from handslag.domain.base.moments import one_moment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from django.db.backends.utils import CursorWrapper

AT_ONCE = 2000
"""Rows fetched in one go."""


class Fault(StrEnum):
    """What can be wrong with the log."""

    CHANGED = "changed"
    """The entry is not what its digest was taken over."""
    UNLINKED = "unlinked"
    """The entry is whole, but holds another digest of the one before it than that one has."""
    MISSING = "missing"
    """Entries are gone from the middle."""
    CUT = "cut"
    """Entries are gone from the end: the head knows of more than there are."""
    ADDED = "added"
    """The entry stands where there can be none: before the first, or after the head."""
    LAST_CHANGED = "last-changed"
    """The last entry is whole, but not the one that the head knows."""
    HEAD_MISSING = "head-missing"
    """There is no head, or more than one."""
    VALUES_CHANGED = "values-changed"
    VALUES_MISSING = "values-missing"
    """The values are gone, and no erasure of them stands in the log."""
    VALUES_BACK = "values-back"
    """The values have been erased, and are there all the same."""
    VALUES_STRAY = "values-stray"
    """There are values for an entry that is not there."""
    NOT_AS_WRITTEN = "not-as-written"
    """The entry is not the one whose digest was written down away from the machine."""
    FEWER_THAN_WRITTEN = "fewer-than-written"
    """The log ends before an entry whose digest was written down."""
    LINE_UNREAD = "line-unread"
    """A line of what was written down tells no number, time and digest."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One fault, at one entry or a run of them.

    `number` is the entry's, `last` the last of a run; `at` is the time as the database holds it
    and `verb` what the entry says was done, both empty where there is no entry to tell. `known` is
    the last number known to be good, where the place is only known to lie after it. For a line of
    what was written down, `line` is its number.
    """

    fault: Fault
    number: int = 0
    last: int = 0
    at: str = ""
    verb: str = ""
    known: int = 0
    line: int = 0


class Written(NamedTuple):
    """A head as it was written away from the machine; `line` counts from 1."""

    line: int
    number: int
    digest: str


def heads_in(lines: Iterable[str]) -> Iterator[Written | Trouble]:
    """The heads in a file of lines "number time digest"; a Trouble for a line that is none.

    Empty lines are passed over. The last line may be cut off in the middle by a full disk: that is
    a trouble too, and the others count all the same.
    """
    for count, line in enumerate(lines, 1):
        words = line.split()
        if not words:
            continue
        if len(words) == 3 and words[0].isascii() and words[0].isdigit() and _is_digest(words[2]):
            yield Written(count, int(words[0][:19]), words[2])
        else:
            yield Trouble(Fault.LINE_UNREAD, line=count)


def _is_digest(word: str) -> bool:
    return len(word) == len(chain.BEGINNING) and not set(word) - set("0123456789abcdef")


class Verification:
    """One walk along the chain. Memory does not grow with the log."""

    def __init__(
        self,
        written: Iterable[Written | Trouble] = (),
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        self._written = iter(written)
        self._next: Written | None = None
        self._progress = progress
        self._good = 0
        self._differs = False
        self.entries = 0
        """How many have been read so far."""
        self.heads = 0
        """How many heads that were written down have been compared."""
        self.last = (0, "", chain.BEGINNING)
        """Number, time and digest of the last entry read."""
        self._last_verb = ""

    def troubles(self) -> Iterator[Trouble]:
        """Everything that is wrong, each as it is found. Nothing, where the log is whole."""
        with one_moment(), connection.cursor() as cursor:
            cursor.execute("SELECT number, digest FROM audit_head")
            heads = cursor.fetchall()
            yield from self._next_written()
            yield from self._entries(heads[0][0] if len(heads) == 1 else 0)
            yield from self._end(heads)
            yield from self._values_astray(cursor)
            yield from self._never_reached()

    def _entries(self, total: Any) -> Iterator[Trouble]:
        expected, links = 1, {chain.BEGINNING}
        of = total if isinstance(total, int) else 0
        for row in _rows():
            number, at, user_id, verb, thing_type, thing_id, values, previous, digest = row[:9]
            where = {"number": number, "at": str(at), "verb": str(verb)}
            if number < 1:
                yield Trouble(Fault.ADDED, **where)
                continue
            if number > expected:
                yield Trouble(Fault.MISSING, expected, number - 1)
            try:
                found = chain.entry_digest(
                    number, at, user_id, verb, thing_type, thing_id, values, previous
                )
            except (TypeError, ValueError):
                found = ""  # what stands there is nothing that was ever written
            if found != digest:
                yield Trouble(Fault.CHANGED, **where)
            elif number == expected and previous not in links:
                yield Trouble(Fault.UNLINKED, **where)
            if (fault := _fault_of_values(values, *row[9:])) is not None:
                yield Trouble(fault, **where)
            if self._next is not None and number >= self._next.number:
                yield from self._compare(number, str(at), str(verb), digest)
            expected, links = number + 1, {found, digest}
            self.entries += 1
            self.last, self._last_verb = (number, str(at), str(digest)), str(verb)
            if self._progress and self.entries % AT_ONCE == 0:
                self._progress(self.entries, of)

    def _end(self, heads: list[tuple[Any, Any]]) -> Iterator[Trouble]:
        (number, at, digest), verb = self.last, self._last_verb
        if len(heads) != 1:
            yield Trouble(Fault.HEAD_MISSING, number, at=at, verb=verb)
            return
        known, known_digest = heads[0]
        if not isinstance(known, int) or known < number:
            yield Trouble(Fault.ADDED, number, at=at, verb=verb)
        elif known > number:
            yield Trouble(Fault.CUT, number + 1, known)
        elif known_digest != digest:
            yield Trouble(Fault.LAST_CHANGED, number, at=at, verb=verb)

    def _values_astray(self, cursor: CursorWrapper) -> Iterator[Trouble]:
        cursor.execute(
            "SELECT DISTINCT v.number FROM audit_entry x JOIN audit_values v"
            " ON v.number = x.thing_id AND v.number < x.number"
            " WHERE x.verb = %s AND x.thing_type = %s ORDER BY v.number",
            [chain.ERASE, chain.ENTRY],
        )
        for (number,) in _fetched(cursor):
            yield Trouble(Fault.VALUES_BACK, number)
        cursor.execute(
            "SELECT v.number FROM audit_values v LEFT JOIN audit_entry e ON e.number = v.number"
            " WHERE e.number IS NULL ORDER BY v.number"
        )
        for (number,) in _fetched(cursor):
            yield Trouble(Fault.VALUES_STRAY, number)

    def _compare(self, number: int, at: str, verb: str, digest: str) -> Iterator[Trouble]:
        """Every head that was written down up to this entry, beside what the log has."""
        while self._next is not None and self._next.number <= number:
            one = self._next
            # they rise but for processes that wrote at the same time
            has = digest if one.number == number else _digest_of(one.number)
            self.heads += 1
            if has == one.digest:
                self._good = max(self._good, one.number)
            elif not self._differs:  # all that follow differ too
                self._differs = True
                here = one.number == number
                yield Trouble(
                    Fault.NOT_AS_WRITTEN,
                    one.number,
                    at=at if here else "",
                    verb=verb if here else "",
                    known=self._good,
                    line=one.line,
                )
            yield from self._next_written()

    def _next_written(self) -> Iterator[Trouble]:
        self._next = None
        for one in self._written:
            if isinstance(one, Written):
                self._next = one
                return
            yield one

    def _never_reached(self) -> Iterator[Trouble]:
        """What was written down of entries that are not there: the log has been cut short."""
        last, line, number = self.last[0], 0, 0
        while self._next is not None:
            one = self._next
            self.heads += 1
            if one.number <= last:
                if _digest_of(one.number) != one.digest and not self._differs:
                    self._differs = True
                    yield Trouble(Fault.NOT_AS_WRITTEN, one.number, known=self._good, line=one.line)
            elif one.number > number:
                number, line = one.number, one.line
            yield from self._next_written()
        if number:
            yield Trouble(Fault.FEWER_THAN_WRITTEN, last + 1, number, line=line)


def _fault_of_values(
    digest: Any, number: Any, salt: Any, actor: Any, reason: Any, detail: Any, erased: Any
) -> Fault | None:
    if number is None:
        return None if erased else Fault.VALUES_MISSING
    try:
        found = chain.values_digest(salt, actor, detail, reason)
    except (TypeError, ValueError):
        found = ""
    return None if found == digest else Fault.VALUES_CHANGED


def _rows() -> Iterator[tuple[Any, ...]]:
    """Every entry with its values, in the order of their numbers; `at` as the chain has it."""
    on_postgresql = connection.vendor == "postgresql"
    at = (
        """to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
        if on_postgresql
        else "CAST(e.at AS TEXT)"
    )
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            f"SELECT e.number, {at}, e.user_id, e.verb, e.thing_type, e.thing_id, e.values_digest,"  # noqa: S608  our own words
            " e.previous, e.digest, v.number, v.salt, v.actor, v.reason, v.detail,"
            " CASE WHEN v.number IS NULL THEN (SELECT 1 FROM audit_entry x"
            " WHERE x.thing_type = %s AND x.thing_id = e.number AND x.verb = %s"
            " AND x.number > e.number LIMIT 1) END"
            " FROM audit_entry e LEFT JOIN audit_values v ON v.number = e.number"
            " ORDER BY e.number",
            [chain.ENTRY, chain.ERASE],
        )
        if on_postgresql:
            yield from _fetched(cursor)
            return
        for row in _fetched(cursor):
            yield (row[0], _as_written(row[1]), *row[2:])


def _as_written(at: str | None) -> str | None:
    """A moment as SQLite keeps it, in the form that the chain has; unlike it where it is unlike."""
    if at is None or at[10:11] != " ":
        return at
    return f"{at[:10]}T{at[11:]}{'' if len(at) > 19 else '.000000'}Z"


def _fetched(cursor: CursorWrapper) -> Iterator[tuple[Any, ...]]:
    while rows := cursor.fetchmany(AT_ONCE):
        yield from rows


def _digest_of(number: int) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT digest FROM audit_entry WHERE number = %s", [number])
        row = cursor.fetchone()
    return row[0] if row else None
