"""The triggers, put up again here: tests that commit live without those that refuse to delete."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from handslag.domain.audit import chain, guards
from handslag.domain.audit.actions import log
from handslag.domain.audit.models import Entry, Head, Values
from tests.builders import VIEWER

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _guarded(db):
    guards.put_up(connection)
    for thing_id in (1, 2):
        entry(thing_id)


def entry(thing_id: int, verb: str = "registry.rename_body", kind: str = "registry.body") -> None:
    log(viewer=VIEWER, verb=verb, thing_type=kind, thing_id=thing_id)


def refused(statement: str) -> None:
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize("table", ["audit_entry", "audit_values", "audit_head"])
def test_nothing_is_deleted_by_hand(table):
    refused(f"delete from {table}")  # noqa: S608  our own names


@pytest.mark.parametrize(
    "change",
    [
        "update audit_entry set verb = 'registry.something_else'",
        "update audit_entry set number = number + 10",
        "update audit_values set actor = 'Någon annan'",
        "update audit_values set detail = '{}'",
        "update audit_head set number = number - 1",
        "update audit_head set digest = ''",
    ],
)
def test_nothing_is_changed_by_hand(change):
    refused(change)


@pytest.mark.parametrize("table", ["audit_entry", "audit_values", "audit_head"])
def test_nothing_is_put_in_the_place_of_what_stands(table):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # what hangs on foreign keys is asked first
            cursor.execute("set constraints all immediate")
        refused(f"truncate {table} cascade")
    else:
        refused(f"insert or replace into {table} select * from {table}")  # noqa: S608  our own names


def test_values_are_deleted_once_their_erasure_stands_in_the_chain():
    entry(1, chain.ERASE, chain.ENTRY)
    Values.objects.filter(entry_id=1).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Values.objects.filter(entry_id=2).delete()
    assert sorted(Values.objects.values_list("entry_id", flat=True)) == [2, 3]


def test_the_log_is_gone_on_with():
    entry(3)
    assert (Entry.objects.count(), Head.objects.get().number) == (3, 3)
