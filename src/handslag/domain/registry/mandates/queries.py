"""What there is to choose among where a mandate is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.base.shapes import Labelled, labelled
from handslag.domain.registry.models import DecisionEffect

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer


def effects(viewer: Viewer) -> list[Labelled]:
    """What a decision can do. No query."""
    require_somewhere(viewer, Permission.REGISTRY_READ)
    return [labelled(DecisionEffect, one) for one in DecisionEffect]
