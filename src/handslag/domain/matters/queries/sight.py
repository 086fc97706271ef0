"""How much of one meeting a viewer sees: which of its two accounts, and which of its items."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may
from handslag.domain.base.facts import Phase
from handslag.domain.base.shapes import labelled
from handslag.domain.base.states import NEXT, PublicationState
from handslag.domain.matters.queries.shapes import AccountView
from handslag.domain.meetings.access import account, presented_items
from handslag.domain.meetings.models import ItemOutcome
from handslag.domain.meetings.rules import PERMISSION_TO

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.queries.gather import Item

T = TypeVar("T")


class Placed(Protocol):
    """What must be known of an item to tell in which accounts it is seen."""

    @property
    def id(self) -> int:
        """Its id."""

    @property
    def order(self) -> int | None:
        """Its place in the minutes; None where they have it not."""

    @property
    def planned_order(self) -> int | None:
        """Its place in the plan, likewise."""

    @property
    def closed(self) -> bool:
        """It is closed to all but the body's own."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What the viewer sees of a meeting."""

    accounts: frozenset[str]
    """The accounts (phases) that the viewer may read."""
    closed: bool
    """The viewer may read closed items."""
    own: frozenset[int]
    """Items (ids) that the viewer presents; asked for only where something is hidden."""
    past_draft: frozenset[str]
    """The accounts that a presenter sees of an own item."""
    told: bool = False
    """The viewer may know when and where it meets, whatever else is hidden."""

    @property
    def whole(self) -> bool:
        """Nothing is hidden."""
        return self.closed and len(self.accounts) == len(Phase)

    @property
    def anything(self) -> bool:
        """The viewer may know that there is such a meeting."""
        return bool(self.accounts or self.own or self.told)

    def of(self, item: Placed) -> frozenset[str]:
        """The accounts of one item that the viewer sees; none where it is hidden."""
        stands = {Phase.PLAN.value} if item.planned_order is not None else set()
        stands |= {Phase.HELD.value} if item.order is not None else set()
        if self.whole:
            return frozenset(stands) or self.accounts
        seen = self.accounts if self.closed or not item.closed else frozenset()
        if item.id in self.own:
            seen |= self.past_draft
        return seen & stands


def sight_of(
    viewer: Viewer,
    meeting_id: int,
    body_id: int,
    states: Mapping[str, str],
    day_state: str,
    *,
    own: Collection[int] | None = None,
) -> Sight:
    """How much the viewer sees. No query for who sees all; one for another who is signed in.

    None either where `own`, the items that the viewer presents, is known already.
    """
    accounts = {
        phase
        for phase, state in states.items()
        if may(viewer, Permission.MEETINGS_READ, account(body_id, state, meeting_id=meeting_id))
    }
    closed = may(viewer, Permission.CLOSED_READ, account(body_id, PublicationState.SHARED))
    past_draft = {phase for phase, state in states.items() if state != PublicationState.DRAFT}
    all_seen = closed and len(accounts) == len(states)
    if all_seen or not past_draft:
        own = ()
    elif own is None:
        own = presented_items(viewer, meeting_id)
    told = may(viewer, Permission.MEETINGS_READ, account(body_id, day_state, meeting_id=meeting_id))
    return Sight(frozenset(accounts), closed, frozenset(own), frozenset(past_draft), told)


def seen_items(sight: Sight, items: Iterable[Item]) -> tuple[list[Item], Seen]:
    """The items that are not hidden, without what their hidden account says of them."""
    shown, accounts, told_in = [], {}, {}
    for item in items:
        seen = sight.of(item)
        if not seen:
            continue
        told_in[item.id] = Phase.HELD if item.order is not None else Phase.PLAN
        if Phase.HELD not in seen and item.order is not None:
            item.order, item.number, item.heading = None, "", ""
            item.outcome = labelled(ItemOutcome, ItemOutcome.PROPOSED)
        if Phase.PLAN not in seen and item.planned_order is not None:
            item.planned_order, item.planned_number, item.planned_heading = None, "", ""
            item.late = False
        shown.append(item)
        accounts[item.id] = seen
    return shown, Seen(sight.whole, accounts, told_in)


@dataclass(frozen=True, slots=True)
class Seen:
    """Which accounts of which items are seen."""

    whole: bool
    accounts: Mapping[int, frozenset[str]]
    told_in: Mapping[int, str]
    """The account that what is of neither (stances, transfers, assignments) was told in."""

    def of_phase(self, item_id: int, rows: Iterable[tuple[str, T]]) -> tuple[tuple[str, T], ...]:
        """Those of `rows`, each told with its account, that are seen."""
        if self.whole:
            return tuple(rows)
        return tuple(row for row in rows if row[0] in self.accounts[item_id])

    def of_neither(self, item_id: int, rows: Iterable[T]) -> tuple[T, ...]:
        """All of `rows` where the account they were told in is seen."""
        if self.whole or self.told_in[item_id] in self.accounts[item_id]:
            return tuple(rows)
        return ()


def account_views(
    viewer: Viewer,
    body_id: int,
    states: Mapping[str, str],
    *,
    closed: bool,
    written: bool = False,
) -> tuple[AccountView, ...]:
    """How far each of the accounts has come, and where the viewer may take it.

    Minutes that were `written` here become versions on a page of their own.
    """
    own_page = (PublicationState.SHARED, PublicationState.FINALISED)
    return tuple(
        AccountView(
            phase=labelled(Phase, phase),
            state=labelled(PublicationState, state),
            next=tuple(
                labelled(PublicationState, to)
                for to in PublicationState
                if to in NEXT[PublicationState(state)]
                and not (written and phase == Phase.HELD and to in own_page)
                and may(viewer, PERMISSION_TO[to], account(body_id, state, closed=closed))
            ),
        )
        for phase, state in states.items()
    )
