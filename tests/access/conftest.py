from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.test import override_settings

from handslag.interfaces.web.kit.kept import forget
from tests.access import routes
from tests.access.world import World, a_world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def _made(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[tuple[World, Path]]:
    """The world, made once for the tests of a module: each undoes what it does to it."""
    files = tmp_path_factory.mktemp("files")
    kept = transaction.atomic()
    routes.forget()
    with django_db_blocker.unblock():
        kept.__enter__()
        with override_settings(FILES=files):
            made = a_world()
    yield made, files
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        kept.__exit__(None, None, None)


@pytest.fixture
def world(_made, db, settings, tmp_path) -> World:
    made, settings.FILES = _made
    settings.LIMITS_FILE = tmp_path / "limits"  # whoever walks here asks for much
    forget()
    return made
