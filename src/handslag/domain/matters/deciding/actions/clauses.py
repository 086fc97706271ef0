"""The clause that something rests on, as the actions ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handslag.domain.base.facts import Phase
from handslag.domain.matters.deciding.queries.refs import seen_clauses
from handslag.domain.matters.models import Clause

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer

MEETING = "meetings.meeting"
"""The type of thing that the log keeps it under: the meeting that decided it."""


def decided_clause(viewer: Viewer, code: str) -> Clause:
    """The decided clause with a code. Raises Clause.DoesNotExist, also where the viewer does not
    see it."""
    decided = Clause.objects.decided().filter(seen_clauses(viewer), decision__phase=Phase.HELD)
    return decided.select_related("decision__item__meeting").get(code=code)
