"""Reads of proposals on a plan, and of how ready agendas are."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.base.facts import Phase
from handslag.domain.base.words import key_of
from handslag.domain.matters.models import Proposal, Transfer
from handslag.domain.matters.preparing.rules import proposal_digest
from handslag.domain.meetings.access import visible_facts, visible_items, visible_meetings
from handslag.domain.meetings.models import AgendaItem, Meeting
from handslag.domain.meetings.rules import without_labels
from handslag.domain.registry.models import BodyName

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from handslag.domain.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class PlannedPoint:
    """One point of a proposal. `number` is as it stands: "1", rarely empty."""

    number: str
    text: str


@dataclass(frozen=True, slots=True)
class PlannedProposal:
    """What a body proposes under an item of the plan."""

    id: int
    by: str
    points: tuple[PlannedPoint, ...]
    digest: str
    """What a form that changes it carries."""


def proposals(viewer: Viewer, meeting_id: int) -> Mapping[int, tuple[PlannedProposal, ...]]:
    """What is proposed under each item (id) of a meeting's plan, in order. Two queries."""
    require_somewhere(viewer, Permission.MEETINGS_PREPARE)
    rows = Proposal.objects.filter(
        visible_facts(viewer), item__meeting_id=meeting_id, phase=Phase.PLAN
    ).prefetch_related("points")
    found: dict[int, tuple[PlannedProposal, ...]] = defaultdict(tuple)
    for row in rows.order_by("order", "id"):
        points = tuple(PlannedPoint(point.number, point.text) for point in row.points.all())
        digest = proposal_digest(row.by, (point.text for point in points))
        found[row.item_id] += (PlannedProposal(row.id, row.by, points, digest),)
    return dict(found)


@dataclass(frozen=True, slots=True)
class Tabled:
    """What another meeting tabled or referred to a meeting's day, and is not on its plan yet."""

    transfer_id: int
    item_id: int
    """The item that was tabled."""
    meeting_id: int
    body: str
    date: date
    """The meeting that tabled it."""
    heading: str
    kind: str
    """A value of ItemKind; empty where nobody has said."""
    proposals: tuple[tuple[str, tuple[str, ...]], ...]
    """Who proposed what under it, as the minutes have it or else the notice."""


def tabled_to(viewer: Viewer, meeting_id: int) -> tuple[Tabled, ...]:
    """What was tabled or referred to the meeting's day and its plan lacks. Five queries.

    Raises Meeting.DoesNotExist.
    """
    require_somewhere(viewer, Permission.MEETINGS_PREPARE)
    seen = Meeting.objects.filter(visible_meetings(viewer))
    meeting = seen.get(id=meeting_id)
    day = meeting.planned_date or meeting.date
    there = AgendaItem.objects.filter(meeting=meeting).values_list("planned_heading", "heading")
    known = {without_labels(words) for pair in there for words in pair if words}
    names = set(BodyName.objects.filter(body_id=meeting.body_id).values_list("key", flat=True))
    rows = (
        Transfer.objects.filter(visible_items(viewer, "item__"), to_date=day)
        .exclude(item__meeting=meeting)
        .select_related("item__meeting__body")
        .order_by("item__meeting__date", "item__order", "id")
    )
    wanted = []
    for row in rows:
        here = (
            key_of(row.to_body) in names
            if row.to_body
            else (row.item.meeting.body_id == meeting.body_id)
        )
        heading = row.item.heading or row.item.planned_heading
        if here and heading and without_labels(heading) not in known:
            known.add(without_labels(heading))
            wanted.append(row)
    told = _proposed_under([row.item_id for row in wanted])
    return tuple(
        Tabled(
            row.id,
            row.item_id,
            row.item.meeting_id,
            row.item.meeting.body.name,
            row.item.meeting.date,
            row.item.heading or row.item.planned_heading,
            row.item.kind,
            told.get(row.item_id, ()),
        )
        for row in wanted
    )


def _proposed_under(
    item_ids: Iterable[int],
) -> dict[int, tuple[tuple[str, tuple[str, ...]], ...]]:
    """Who proposed what under each item: the minutes' account, or the notice's without one."""
    rows = Proposal.objects.filter(item_id__in=list(item_ids)).prefetch_related("points")
    found: dict[tuple[int, str], list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for row in rows.order_by("order", "id"):
        points = tuple(point.text for point in row.points.all())
        if points:
            found[(row.item_id, row.phase)].append((row.by, points))
    chosen: dict[int, tuple[tuple[str, tuple[str, ...]], ...]] = {}
    for phase in (Phase.PLAN.value, Phase.HELD.value):
        chosen |= {item: tuple(told) for (item, of), told in found.items() if of == phase}
    return chosen
