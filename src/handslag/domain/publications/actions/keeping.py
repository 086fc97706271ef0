"""Files that are made for a version, before anything is written about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.documents import store

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer


def keep_file(*, viewer: Viewer, data: bytes) -> str:
    """Put a file's bytes in the store and return their hash.

    This stands outside the transaction on purpose: bytes without a row are harmless, a row
    without bytes would not be.
    """
    require_somewhere(viewer, Permission.MEETINGS_PUBLISH)
    return store.keep(data)
