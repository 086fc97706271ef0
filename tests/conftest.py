"""What holds for all tests."""

from __future__ import annotations

import signal

import pytest
from django.db import connection

from tests import installations

# a shell that starts its tests in the background lets them ignore Ctrl+C, and all that they start
signal.signal(signal.SIGINT, signal.default_int_handler)

TOUCHES_THE_DATABASE = {"db", "transactional_db", "live_server"}


def pytest_report_header() -> str:
    """Say which database the tests run on."""
    return f"database: {'PostgreSQL' if installations.ON_POSTGRESQL else 'SQLite'}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what touches a database, so that it can be run on each: -m database.

    Tests that start `handslag` as a program say it themselves.
    """
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & TOUCHES_THE_DATABASE:
            item.add_marker(pytest.mark.database)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Tests that commit empty the database after themselves, which the log's triggers refuse.

    What the triggers do is tested where they are put up again.
    """
    # imported here: models cannot be had before Django has begun
    from handslag.domain.audit import guards

    with django_db_blocker.unblock():
        guards.take_down(connection, only_emptying=True)


@pytest.fixture(scope="session", autouse=True)
def _no_installation_is_left():
    yield
    installations.drop_all()
