"""What holds for all tests."""

from __future__ import annotations

import signal

import pytest
from django.db import connection

# a shell that starts its tests in the background lets them ignore Ctrl+C, and all that they start
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Tests that commit empty the database after themselves, which the log's triggers refuse.

    What the triggers do is tested where they are put up again.
    """
    # imported here: models cannot be had before Django has begun
    from handslag.domain.audit import guards

    with django_db_blocker.unblock():
        guards.take_down(connection, only_emptying=True)
