from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from handslag.domain.access.roles import Role
from handslag.domain.access.things import Thing, of_body
from handslag.domain.access.viewer import ANONYMOUS, Held, Viewer
from handslag.domain.audit import chain, guards
from handslag.domain.audit.actions import HeadMissing, NotInTransaction, log
from handslag.domain.audit.models import Entry, Head, Values
from handslag.domain.audit.queries import history, state
from tests.builders import VIEWER

pytestmark = pytest.mark.django_db

CHAIR = Viewer("Anna Berg", frozenset({Held(Role.CHAIR, of_body(7))}), user_id=3)


def entry(
    verb: str = "registry.rename_body",
    thing_id: int = 1,
    thing_type: str = "registry.body",
    viewer: Viewer = VIEWER,
    reason: str = "",
) -> None:
    log(
        viewer=viewer,
        verb=verb,
        thing_type=thing_type,
        thing_id=thing_id,
        detail={"before": "Å", "after": "Ä"},
        reason=reason,
    )


def test_a_things_history_is_its_own_and_the_latest_first(django_assert_num_queries):
    entry("registry.rename_body", reason="Organet har bytt namn.")
    entry("registry.set_body_kind")
    entry("registry.rename_body", thing_id=2)
    entry("registry.merge_people", thing_type="registry.person")
    with django_assert_num_queries(1):
        rows = history(VIEWER, "registry.body", 1)
    assert [row.verb for row in rows] == ["registry.set_body_kind", "registry.rename_body"]
    assert (rows[0].actor, rows[0].detail) == ("Prövaren", {"before": "Å", "after": "Ä"})
    assert rows[0].at >= rows[1].at
    assert [row.reason for row in rows] == ["", "Organet har bytt namn."]


def test_a_body_has_its_history_read_by_its_own_chair():
    entry(viewer=CHAIR)
    of_their_own = Thing(scopes=frozenset({of_body(7)}))
    assert [row.user_id for row in history(CHAIR, "registry.body", 1, of_their_own)] == [3]
    with pytest.raises(PermissionDenied, match="för andra organ"):
        history(CHAIR, "registry.body", 1, Thing(scopes=frozenset({of_body(8)})))


def test_the_state_grows_with_every_change_and_strangers_may_ask():
    assert state(ANONYMOUS) == 0
    entry()
    first = state(ANONYMOUS)
    entry()
    assert state(ANONYMOUS) > first > 0


@pytest.mark.django_db(transaction=True)
def test_nothing_is_logged_outside_a_transaction():
    with pytest.raises(NotInTransaction):
        entry()
    assert history(VIEWER, "registry.body", 1) == ()


@pytest.mark.django_db(transaction=True)
def test_what_is_undone_takes_its_number_back():
    with transaction.atomic():
        entry()
    with transaction.atomic():
        entry()
        transaction.set_rollback(True)
    with transaction.atomic():
        entry()
    assert list(Entry.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert Head.objects.get().number == 2


def test_entries_follow_one_another_in_a_chain():
    for viewer in (VIEWER, CHAIR, VIEWER):
        entry(viewer=viewer)
    first, second, third = Entry.objects.order_by("number")
    assert [first.number, second.number, third.number] == [1, 2, 3]
    assert first.previous == "0" * 64
    assert second.previous == first.digest
    assert third.previous == second.digest
    head = Head.objects.get()
    assert (head.number, head.digest) == (3, third.digest)
    assert [one.user_id for one in (first, second, third)] == [None, 3, None]


def test_digests_are_taken_over_the_bytes_that_the_reference_tells():
    entry(viewer=CHAIR, reason='Hon sade "nej".')
    one, told = Entry.objects.get(), Values.objects.get()
    assert len(bytes.fromhex(told.salt)) == 16
    values = (
        '{"actor":"Anna Berg","detail":{"after":"Ä","before":"Å"},"reason":"Hon sade \\"nej\\"."}'
    ).encode()
    assert one.values_digest == hashlib.sha256(bytes.fromhex(told.salt) + values).hexdigest()
    at = one.at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    held = (
        f'["handslag-log/1",1,"{at}",3,"registry.rename_body","registry.body",1,'
        f'"{one.values_digest}","{"0" * 64}"]'
    ).encode()
    assert one.digest == hashlib.sha256(held).hexdigest()


def test_the_same_said_twice_has_two_digests():
    entry()
    entry()
    first, second = Entry.objects.order_by("number")
    assert first.values_digest != second.values_digest


@pytest.mark.parametrize("letters", ["\0", "\ud800", "a\u2028b", "\x7f", "😀", "\\\"'\n"])
def test_any_letters_can_be_logged(letters):
    anybody = Viewer(f"A{letters}", VIEWER.held)
    log(
        viewer=anybody,
        verb="registry.rename_body",
        thing_type="registry.body",
        thing_id=1,
        detail={"after": letters, letters: [letters]},
        reason=letters,
    )
    (row,) = history(VIEWER, "registry.body", 1)
    assert row.detail == {"after": letters, letters: [letters]}
    told = Values.objects.get()
    assert Entry.objects.get().values_digest == chain.values_digest(
        told.salt, told.actor, told.detail, told.reason
    )


def test_without_its_head_the_log_is_not_gone_on_with():
    entry()
    Head.objects.all().delete()
    with pytest.raises(HeadMissing):
        entry()


@pytest.mark.django_db(transaction=True)
def test_what_was_logged_before_there_was_a_chain_is_chained():
    executor = MigrationExecutor(connection)
    newest = [node for node in executor.loader.graph.leaf_nodes() if node[0] == "audit"]
    executor.migrate([("audit", "0001_initial")])
    old = executor.loader.project_state([("audit", "0001_initial")]).apps
    rows = old.get_model("audit", "Entry").objects
    for number in (4, 2, 9):
        rows.create(
            id=number,
            actor=f"Person {number}",
            verb="registry.rename_body",
            thing_type="registry.body",
            thing_id=number,
            detail={"after": 1.10, "before": None},
        )
    at = rows.get(id=2).at
    MigrationExecutor(connection).migrate(newest)
    assert guards.standing(connection) == set(guards.names(connection.vendor))
    guards.take_down(connection, only_emptying=True)  # as all tests that commit want it

    first, second, third = Entry.objects.select_related("told").order_by("number")
    assert [one.thing_id for one in (first, second, third)] == [2, 4, 9]
    assert (first.number, first.at, first.told.actor) == (1, at, "Person 2")
    assert json.loads(first.told.detail) == {"after": 1.1, "before": None}
    assert third.previous == second.digest
    with transaction.atomic():
        entry(thing_id=9)
    rows_now = history(VIEWER, "registry.body", 9)
    assert [row.number for row in rows_now] == [4, 3]


def test_the_example_in_the_reference_is_right():
    page = (Path(__file__).parents[3] / "docs" / "reference" / "log.md").read_text()
    values, of_values, entry_, of_entry = re.findall(
        r"^(?:values |entry  |       ) (\S.*)$", page, re.MULTILINE
    )
    salt = bytes(range(16))
    assert hashlib.sha256(salt + values.encode()).hexdigest() == of_values
    assert hashlib.sha256(entry_.encode()).hexdigest() == of_entry
    detail = chain.canonical({"before": "Å", "after": "Ä"})
    assert chain.values_digest(salt.hex(), "Anna Berg", detail, "") == of_values
    at = chain.written(dt.datetime(2026, 4, 3, 7, 30, tzinfo=dt.UTC))
    held = ("registry.show_person_as", "registry.person", 12, of_values, chain.BEGINNING)
    assert chain.entry_digest(1, at, 3, *held) == of_entry
