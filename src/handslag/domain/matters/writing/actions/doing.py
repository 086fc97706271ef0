"""What every write of decisions does last: the room's revision, the search index, the log."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from handslag.domain.audit.actions import log
from handslag.domain.base.facts import Phase
from handslag.domain.base.meanwhile import ChangedMeanwhile
from handslag.domain.matters.models import Clause, DecisionState, Transfer
from handslag.domain.matters.writing.rules import outcome_of
from handslag.domain.meetings.events import announce_recorded
from handslag.domain.meetings.models import ItemOutcome
from handslag.domain.meetings.room.actions.agenda import put_outcome
from handslag.domain.meetings.room.locking import MEETING, bump
from handslag.domain.meetings.room.rows import item_digest, item_key
from handslag.domain.meetings.room.rules import splice
from handslag.domain.meetings.room.shapes import Written

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.meetings.models import AgendaItem

WRITTEN: Mapping[str, bool] = {"typed": True, "written": True}
"""The columns of a fact that was written here."""


def done(
    viewer: Viewer,
    item: AgendaItem,
    verb: str,
    *,
    seen: Mapping[str, str],
    made: int | None = None,
    **detail: Any,
) -> Written:
    """Log what was done under an item, and let everybody see that something is new."""
    revision = bump(item.meeting)
    announce_recorded(item.meeting_id)
    log(
        viewer=viewer,
        verb=verb,
        thing_type=MEETING,
        thing_id=item.meeting_id,
        detail={"item": item.id, "heading": item.heading or item.planned_heading, **detail},
    )
    return Written(seen=seen, revision=revision, made=made)


def nothing_new(item: AgendaItem, seen: Mapping[str, str], made: int | None = None) -> Written:
    """The answer to a write that says what stands already."""
    return Written(seen=seen, revision=item.meeting.room.revision, made=made)


def goes_on(
    key: str, seen: str, now: str, wanted: str | None, theirs: Mapping[str, str] | None = None
) -> bool:
    """Whether a write is to go on: True where the page saw what stands, False where what it says
    stands already.

    Raises ChangedMeanwhile, with what stands (`theirs`), where somebody else changed the thing
    under `key` since. `wanted` is the digest of what it is to say; None for what is to go.
    """
    if wanted == now:
        return False
    if seen != now:
        raise ChangedMeanwhile(theirs, seen={key: now})
    return True


def spliced(before: str, after: str) -> dict[str, Any]:
    """What of a text changed, as the log keeps it."""
    return asdict(splice(before, after))


def let_outcome_follow(item: AgendaItem) -> dict[str, str]:
    """What became of the item, by its clauses, and by what moves it on without a clause.

    Part of writes of those; what somebody said by hand meanwhile gives way. Gives what a page is
    to carry of the item from now on.
    """
    clauses = Clause.objects.filter(
        decision__item=item, decision__state=DecisionState.DECIDED, decision__phase=Phase.HELD
    )
    loose = Transfer.objects.filter(clause__isnull=True, item=item)
    outcome = outcome_of(
        set(clauses.order_by().values_list("action", flat=True)),
        set(loose.order_by().values_list("kind", flat=True)),
        withdrawn=item.outcome == ItemOutcome.WITHDRAWN,
    )
    if outcome != item.outcome:
        put_outcome(item, outcome)
    return {item_key(item.id): item_digest(item)}
