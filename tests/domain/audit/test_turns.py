"""Two that write at once, on whichever database the tests run."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from django.db import connection, transaction

from handslag.domain.access.viewer import SYSTEM, coordinator
from handslag.domain.audit.actions import log
from handslag.domain.audit.queries import state, verification
from handslag.domain.base.moments import one_moment
from handslag.domain.registry.models import Body
from tests.builders import VIEWER, a_body

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db(transaction=True)

on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite's tests share one database in memory"
)


def entry(body_id: int) -> None:
    log(
        viewer=VIEWER,
        verb="registry.rename_body",
        thing_type="registry.body",
        thing_id=body_id,
    )


def together(*works: Callable[[], None]) -> list[BaseException]:
    """Run them at the same time; what they raised."""
    raised: list[BaseException] = []

    def run(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001  told to the test
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    return raised


@on_postgresql
def test_entries_of_many_writers_are_numbered_without_gaps():
    def work() -> None:
        for number in range(10):
            with transaction.atomic():
                entry(number)
                if number % 3 == 0:
                    transaction.set_rollback(True)

    assert together(*[work] * 4) == []
    assert state(SYSTEM) == 4 * 6
    assert list(verification(SYSTEM).troubles()) == []


@on_postgresql
def test_one_that_logs_first_and_one_that_locks_first_do_not_wait_for_each_other():
    body_id = a_body("Älvnätverket").id
    both = threading.Barrier(2, timeout=1)

    def meet() -> None:
        """Give the other time to come as far, where it can."""
        with suppress(threading.BrokenBarrierError):
            both.wait()

    def log_first() -> None:
        with transaction.atomic():
            entry(body_id)
            meet()
            Body.objects.select_for_update().get(id=body_id)

    def lock_first() -> None:
        with transaction.atomic():
            Body.objects.select_for_update().get(id=body_id)
            meet()
            entry(body_id)

    assert together(log_first, lock_first) == []
    assert list(verification(SYSTEM).troubles()) == []


@on_postgresql
def test_a_transaction_has_its_turn_from_beginning_to_end():
    with transaction.atomic():
        assert held() == 1
        with transaction.atomic():
            Body.objects.filter(id=0).update(name="x")
            transaction.set_rollback(True)
        assert held() == 1, "also after a part of it was taken back"
    assert held() == 0
    Body.objects.first()
    assert held() == 0, "who only reads takes no turn"
    with one_moment():
        assert held() == 0
    with transaction.atomic():
        assert held() == 1


def held() -> int:
    """How many turns are held in this database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_locks where locktype = 'advisory' and"
            " database = (select oid from pg_database where datname = current_database())"
        )
        return int(cursor.fetchone()[0])


@on_postgresql
def test_others_see_no_number_before_it_is_committed():
    seen: list[int] = []
    logged, looked = threading.Event(), threading.Event()

    def write() -> None:
        with transaction.atomic():
            log(
                viewer=coordinator("A"),
                verb="registry.rename_body",
                thing_type="registry.body",
                thing_id=1,
            )
            logged.set()
            assert looked.wait(20)

    def read() -> None:
        assert logged.wait(20)
        seen.append(state(SYSTEM))
        looked.set()

    assert together(write, read) == []
    assert seen == [0]
    assert state(SYSTEM) == 1
