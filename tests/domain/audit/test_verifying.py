"""Whatever somebody does to the log by hand is found."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from handslag.domain.access.viewer import SYSTEM, coordinator
from handslag.domain.audit import chain, guards
from handslag.domain.audit.actions import erase_values, log
from handslag.domain.audit.models import Entry, Head, Values
from handslag.domain.audit.queries import head, verification
from handslag.domain.audit.verifying import Fault, Trouble
from tests.builders import VIEWER
from tests.chance import examples

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db

ENTRIES = 9
"""Seven by different people, of which one is erased, and its erasure."""
ERASED = 3
numbers = st.integers(1, ENTRIES)
words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=60)
tries = settings(
    max_examples=examples(60),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture(autouse=True)
def _logged(db):
    """A log, and nothing that keeps anybody from changing it."""
    for number in range(1, ENTRIES):
        log(
            viewer=VIEWER if number % 2 else coordinator("Anna Berg", 4),
            verb="registry.rename_body",
            thing_type="registry.body",
            thing_id=number % 3,
            detail={"before": "Å", "after": f"Ä{number}"},
            reason="Skäl." if number % 2 else "",
        )
    erase_values(viewer=VIEWER, number=ERASED, reason="Fel person.")
    guards.take_down(connection)


def troubles(*written: str) -> list[Trouble]:
    return list(verification(SYSTEM, written).troubles())


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside is undone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def rewritten(since: int) -> None:
    """Make every digest right again from an entry on, as one who owns the database can."""
    previous = Entry.objects.filter(number__lt=since).order_by("-number").first()
    digest = previous.digest if previous else chain.BEGINNING
    for one in Entry.objects.filter(number__gte=since).order_by("number"):
        told = Values.objects.filter(entry=one).first()
        of_values = (
            chain.values_digest(told.salt, told.actor, told.detail, told.reason)
            if told
            else one.values_digest
        )
        held = (one.user_id, one.verb, one.thing_type, one.thing_id, of_values, digest)
        previous_digest = digest
        digest = chain.entry_digest(one.number, chain.written(one.at), *held)
        Entry.objects.filter(number=one.number).update(
            values_digest=of_values, previous=previous_digest, digest=digest
        )
    last = Entry.objects.order_by("-number").first()
    Head.objects.update(number=last.number if last else 0, digest=digest)


def test_a_log_that_nobody_touched_is_whole():
    walk = verification(SYSTEM, [head(SYSTEM)])
    assert list(walk.troubles()) == []
    assert (walk.entries, walk.heads, walk.last[0]) == (ENTRIES, 1, ENTRIES)


def test_an_empty_log_is_whole():
    for model in (Values, Entry, Head):
        model.objects.all().delete()
    Head.objects.create(id=1, number=0, digest=chain.BEGINNING)
    assert troubles() == []


COLUMNS: dict[str, st.SearchStrategy[Any]] = {
    "at": st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2100, 1, 1), timezones=st.just(dt.UTC)),  # noqa: DTZ001  hypothesis wants them bare
    "user_id": st.none() | st.integers(0, 2**40),
    "verb": words,
    "thing_type": words.map(lambda word: word[:50]),
    "thing_id": st.integers(-(2**40), 2**40),
    "values_digest": words,
    "previous": words,
    "digest": words,
}


@tries
@given(number=numbers, data=st.data())
@pytest.mark.parametrize("column", COLUMNS)
def test_any_column_of_any_entry(column, number, data):
    value = data.draw(COLUMNS[column])
    assume(Entry.objects.filter(number=number).values_list(column, flat=True).get() != value)
    with undone():
        Entry.objects.filter(number=number).update(**{column: value})
        found = troubles()
    assert number in {one.number for one in found}
    told = next(one for one in found if one.number == number)
    assert told.fault in {Fault.CHANGED, Fault.VALUES_CHANGED}
    assert told.at
    assert told.verb or column == "verb"


@tries
@given(number=numbers.filter(lambda one: one != ERASED), value=words)
@pytest.mark.parametrize("column", ["salt", "actor", "reason", "detail"])
def test_any_column_of_any_values(column, number, value):
    value = value[:32] if column == "salt" else value
    assume(Values.objects.filter(entry_id=number).values_list(column, flat=True).get() != value)
    with undone():
        Values.objects.filter(entry_id=number).update(**{column: value})
        found = troubles()
    assert [(one.fault, one.number) for one in found] == [(Fault.VALUES_CHANGED, number)]


@pytest.mark.parametrize("change", [str.upper, lambda salt: f"{salt[:2]} {salt[2:]}"[:32]])
def test_a_salt_that_means_the_same_is_no_other_salt(change):
    salt = Values.objects.get(entry_id=1).salt
    Values.objects.filter(entry_id=1).update(salt=change(salt))
    assert [one.fault for one in troubles()] == [Fault.VALUES_CHANGED]


@tries
@given(number=st.integers(-3, 30), digest=words)
def test_the_head(number, digest):
    with undone():
        Head.objects.update(number=number, digest=digest)
        assert troubles()
    assume(number != ENTRIES)
    with undone():
        Head.objects.update(number=number)
        assert troubles()


@tries
@given(entries=st.sets(numbers), values=st.sets(numbers), no_head=st.booleans())
def test_any_rows_taken_away(entries, values, no_head):
    values = values - {ERASED}
    assume(entries or values or no_head)
    with undone():
        for number in entries:
            sql("delete from audit_entry where number = %s", number)
        for number in values:
            sql("delete from audit_values where number = %s", number)
        if no_head:
            sql("delete from audit_head")
        found = troubles()
        gone: set[int] = set()
        for one in found:
            if one.fault in {Fault.MISSING, Fault.CUT}:
                gone |= set(range(one.number, one.last + 1))
    assert found
    if not no_head:
        assert gone == entries
    lost = {one.number for one in found if one.fault == Fault.VALUES_MISSING}
    assert values - entries <= lost | {ERASED}


@tries
@given(one=numbers, other=numbers)
def test_any_two_entries_that_change_places(one, other):
    assume(one != other)
    with undone():
        sql("update audit_entry set number = -1 where number = %s", one)
        sql("update audit_entry set number = %s where number = %s", one, other)
        sql("update audit_entry set number = %s where number = -1", other)
        found = {trouble.number for trouble in troubles()}
    assert {one, other} <= found


@tries
@given(one=numbers, other=numbers)
def test_any_two_values_that_change_places(one, other):
    assume(one != other)
    with undone():
        sql("update audit_values set number = -1 where number = %s", one)
        sql("update audit_values set number = %s where number = %s", one, other)
        sql("update audit_values set number = %s where number = -1", other)
        assert troubles()


@tries
@given(number=st.integers(-5, 0) | st.integers(ENTRIES + 1, 40))
def test_any_entry_put_in(number):
    with undone():
        sql(
            "insert into audit_entry (number, at, verb, thing_type, thing_id, values_digest,"
            " previous, digest) select %s, at, verb, thing_type, thing_id, values_digest,"
            " previous, digest from audit_entry where number = 2",
            number,
        )
        assert number in {one.number for one in troubles()}


def test_values_put_back_after_an_erasure():
    Values.objects.create(entry_id=ERASED, salt="ab" * 16, actor="A", reason="", detail="{}")
    assert (Fault.VALUES_BACK, ERASED) in {(one.fault, one.number) for one in troubles()}


def test_an_erasure_that_stands_before_what_it_erases_is_none():
    sql("delete from audit_values where number = %s", ENTRIES)
    sql(
        "update audit_entry set verb = %s, thing_type = %s, thing_id = %s where number = 1",
        chain.ERASE,
        chain.ENTRY,
        ENTRIES,
    )
    assert (Fault.VALUES_MISSING, ENTRIES) in {(one.fault, one.number) for one in troubles()}


@tries
@given(number=numbers)
def test_an_entry_changed_with_its_digest_is_found_by_the_next_or_by_the_head(number):
    with undone():
        one = Entry.objects.get(number=number)
        held = (number, chain.written(one.at), 99, one.verb, one.thing_type, one.thing_id)
        digest = chain.entry_digest(*held, one.values_digest, one.previous)
        Entry.objects.filter(number=number).update(user_id=99, digest=digest)
        found = [(one.fault, one.number) for one in troubles()]
    last = number == ENTRIES
    assert found == [
        (Fault.LAST_CHANGED, number) if last else (Fault.UNLINKED, number + 1),
    ]


@tries
@given(number=numbers, name=words)
def test_a_chain_made_anew_is_found_by_a_head_that_was_written_down(number, name):
    early = "\n".join(heads()[: number - 1]).splitlines(keepends=True)
    lines = heads()
    with undone():
        Entry.objects.filter(number=number).update(user_id=99)
        rewritten(number)
        assert troubles() == []
        assert troubles(*early) == []
        (found,) = troubles(*lines)
    assert (found.fault, found.number, found.known) == (Fault.NOT_AS_WRITTEN, number, number - 1)
    assert found.line == number


@tries
@given(kept=st.integers(0, ENTRIES - 1))
def test_a_tail_cut_off_together_with_the_head_is_found_by_one_that_was_written_down(kept):
    line = head(SYSTEM)
    with undone():
        sql("delete from audit_values where number > %s", kept)
        sql("delete from audit_entry where number > %s", kept)
        rewritten(kept + 1)
        assert {one.fault for one in troubles()} <= {Fault.VALUES_MISSING}
        found = troubles(line)[-1]
    assert (found.fault, found.number, found.last) == (
        Fault.FEWER_THAN_WRITTEN,
        kept + 1,
        ENTRIES,
    )


def heads() -> list[str]:
    """The head as it was after each entry."""
    return [
        f"{one.number} {chain.written(one.at)} {one.digest}"
        for one in Entry.objects.order_by("number")
    ]


@tries
@given(lines=st.permutations(range(ENTRIES)))
def test_heads_may_have_been_written_in_any_order(lines):
    written = heads()
    walk = verification(SYSTEM, [written[place] for place in lines])
    assert list(walk.troubles()) == []
    assert walk.heads == ENTRIES


@pytest.mark.parametrize(
    "line", ["3", "tre 2026-01-01 abc", f"3 2026-01-01 {'x' * 64}", f"3 {'0' * 63}", "… … …"]
)
def test_a_line_that_is_no_head_is_told_and_the_others_count(line):
    good = heads()
    walk = verification(SYSTEM, [good[0], "", line, good[1]])
    assert [(one.fault, one.line) for one in walk.troubles()] == [(Fault.LINE_UNREAD, 3)]
    assert walk.heads == 2
