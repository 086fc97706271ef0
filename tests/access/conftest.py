from __future__ import annotations

import pytest

from handslag.interfaces.web.kit.kept import forget
from tests.access.world import World, a_world


@pytest.fixture
def world(db, settings, tmp_path) -> World:
    settings.FILES = tmp_path / "files"
    settings.LIMITS_FILE = tmp_path / "limits"  # whoever walks here asks for much
    forget()
    return a_world()
