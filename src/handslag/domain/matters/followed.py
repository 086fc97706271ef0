"""A meeting as those see it who follow it: where it is, what is before it, what it decides."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ObjectDoesNotExist

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may
from handslag.domain.base.sides import Side
from handslag.domain.base.states import PublicationState
from handslag.domain.matters.writing.queries import items_of
from handslag.domain.meetings.access import account
from handslag.domain.meetings.models import Presence
from handslag.domain.meetings.notices import queries as notices
from handslag.domain.meetings.room.queries import following

if TYPE_CHECKING:
    import datetime as dt

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.base.shapes import Labelled
    from handslag.domain.matters.writing.shapes import DecisionView, ItemDecisions, PointWritten
    from handslag.domain.meetings.notices.content import Paper
    from handslag.domain.meetings.room.shapes import Clock, FollowedItem, Follower, Following


@dataclass(frozen=True, slots=True)
class PointFollowed:
    """One point of a proposal, and what became of it."""

    number: str
    text: str
    outcomes: tuple[tuple[str, Labelled], ...]
    """For each side what it decided; under an empty name what holds for all."""


@dataclass(frozen=True, slots=True)
class ProposalFollowed:
    """A proposal that is before the meeting."""

    by: str
    points: tuple[PointFollowed, ...]


@dataclass(frozen=True, slots=True)
class ItemFollowed:
    """An item with its papers, what is proposed and what is decided, as far as it is written."""

    item: FollowedItem
    outcome: Labelled | None
    """None where nothing of it is shown."""
    papers: tuple[Paper, ...]
    """As they went out with the notice."""
    proposals: tuple[ProposalFollowed, ...]
    decisions: tuple[DecisionView, ...]

    @property
    def clauses(self) -> int:
        """How many clauses are written."""
        return sum(len(one.clauses) for one in self.decisions)

    @property
    def left(self) -> int:
        """Minutes left of those that it is allotted; negative where it has taken more."""
        return (self.item.allotted or 0) - self.item.spent

    @property
    def over(self) -> int:
        """Minutes that it has taken beyond those that it is allotted."""
        return max(0, -self.left)


@dataclass(frozen=True, slots=True)
class Attending:
    """How many of a principal are there now, of those who stand on the roll."""

    principal: str
    """Or else the organisation they come from; empty where neither is known."""
    present: int
    of: int


@dataclass(frozen=True, slots=True)
class FollowedPage:
    """A meeting while it is held, for who follows it and for the screen in the room."""

    meeting_id: int
    body: str
    date: dt.date
    place: str
    revision: int
    clock: Clock
    items: tuple[ItemFollowed, ...]
    attending: tuple[Attending, ...]
    """Empty for who only presents."""

    @property
    def now(self) -> ItemFollowed | None:
        """The item that the meeting is at."""
        return next((one for one in self.items if one.item.now), None)

    @property
    def present(self) -> int:
        """How many are there now."""
        return sum(one.present for one in self.attending)

    @property
    def of(self) -> int:
        """How many stand on the roll."""
        return sum(one.of for one in self.attending)


def followed_page(viewer: Viewer, meeting_id: int, now: dt.datetime | None = None) -> FollowedPage:
    """A meeting with everything that is shown to who follows it: not what is said.

    Twenty-eight queries at most, whatever the number of items. Who only presents sees their own
    items' headings. Raises PermissionDenied, and Room.DoesNotExist where there is no room that the
    viewer may follow.
    """
    told = following(viewer, meeting_id, now)
    thing = account(told.body_id, PublicationState.SHARED)
    written: dict[int, ItemDecisions] = {}
    papers: dict[int, tuple[Paper, ...]] = {}
    if may(viewer, Permission.MEETINGS_FOLLOW, thing):
        # a room may be opened before anything of the meeting has been shared
        with suppress(ObjectDoesNotExist):
            written = {one.item_id: one for one in items_of(viewer, meeting_id)}
        with suppress(ObjectDoesNotExist):
            papers = _papers(viewer, meeting_id)
    return FollowedPage(
        meeting_id=meeting_id,
        body=told.body,
        date=told.date,
        place=told.place,
        revision=told.revision,
        clock=told.clock,
        items=tuple(_item(one, written.get(one.id), papers.get(one.id, ())) for one in told.items),
        attending=_attending(told),
    )


def _papers(viewer: Viewer, meeting_id: int) -> dict[int, tuple[Paper, ...]]:
    content = notices.notice(viewer, meeting_id).content
    by_label = {paper.label: paper for paper in content.papers if not paper.withdrawn}
    return {
        item.id: tuple(by_label[label] for label in item.attachments if label in by_label)
        for item in content.items
    }


def _item(
    item: FollowedItem, written: ItemDecisions | None, papers: tuple[Paper, ...]
) -> ItemFollowed:
    if item.hidden or written is None:
        return ItemFollowed(item, None, () if item.hidden else papers, (), ())
    proposals = tuple(
        ProposalFollowed(one.by, tuple(_point(point) for point in one.points))
        for one in written.proposals
    ) or tuple(
        ProposalFollowed(by, tuple(PointFollowed(str(n), text, ()) for n, text in _numbered(texts)))
        for by, texts in written.planned
    )
    return ItemFollowed(item, written.outcome, papers, proposals, written.decisions)


def _numbered(texts: tuple[str, ...]) -> enumerate[str]:
    return enumerate(texts, 1)


def _point(point: PointWritten) -> PointFollowed:
    outcomes = tuple(
        (str(Side(one.side).label) if one.side else "", one.verdict) for one in point.outcomes
    )
    return PointFollowed(point.number or str(point.figure), point.text, outcomes)


def _attending(told: Following) -> tuple[Attending, ...]:
    of: Counter[str] = Counter(_from(one) for one in told.roll)
    there = Counter(_from(one) for one in told.roll if one.presence.value != Presence.ABSENT)
    return tuple(Attending(name, there[name], count) for name, count in of.items())


def _from(one: Follower) -> str:
    return one.principal or one.organisation
