"""Matters that are to come back: tabled, referred, or not yet decided by somebody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from handslag.domain.base.shapes import labelled
from handslag.domain.matters.history.access import visible_matters, visible_steps
from handslag.domain.matters.history.queries import matters_by_id
from handslag.domain.matters.history.shapes import StatusKind
from handslag.domain.matters.models import (
    MatterStep,
    Stance,
    StanceKind,
    StepKind,
    Transfer,
    TransferKind,
    Treatment,
)
from handslag.domain.matters.owing.asked import Kind, ref_of
from handslag.domain.matters.owing.found import Found, found
from handslag.domain.matters.owing.shapes import Line, LineKind
from handslag.domain.meetings.access import visible_told

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from handslag.domain.matters.history.shapes import MatterRow
    from handslag.domain.matters.owing.asked import Asked
    from handslag.domain.matters.owing.shapes import MeetingRef
    from handslag.domain.meetings.models import AgendaItem

MOST = 100
"""Matters whose histories are told at most, those that moved last."""
_AWAY = (StatusKind.TABLED, StatusKind.REFERRED)
_SETTLED = (StatusKind.DECLINED, StatusKind.WITHDRAWN, StatusKind.CLOSED)
_DECIDED = (StatusKind.DECIDED, StatusKind.NOTED, StatusKind.UNDER_WORK)
_MOVES = (TransferKind.TABLED, TransferKind.REFERRED)


@dataclass(frozen=True, slots=True)
class Said:
    """Where it was said that a matter goes on."""

    item_id: int
    meeting: MeetingRef
    clause_code: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """What moved, how it stands today, and what its own cannot decide yet."""

    matters: dict[int, MatterRow]
    said: dict[int, Said]
    """Of a matter (id): where it was said, if that was at a meeting."""
    stances: tuple[tuple[Stance, int], ...]
    """Those that say that they cannot decide yet, each with its matter (id)."""
    decided_since: dict[int, dt.date]
    """The last day that its own took a stance in a matter (id) after all."""


def moved(asked: Asked) -> Moved:
    """What may be to come back. Sixteen queries at most."""
    said = _said(asked)
    stances = _undecided(asked)
    ids = {*said, *_stepped(asked), *(matter_id for _row, matter_id in stances)}
    if not ids:
        return Moved({}, {}, (), {})
    return Moved(
        matters=matters_by_id(asked.viewer, ids, asked.today),
        said=said,
        stances=stances,
        decided_since=_took_stance(asked, {matter_id for _row, matter_id in stances}),
    )


def _said(asked: Asked) -> dict[int, Said]:
    """Matters whose last item that was dealt with went on from there."""
    last = ~Exists(
        Treatment.objects.filter(
            visible_told(asked.viewer, "item__"),
            matter=OuterRef("matter_id"),
            item__order__isnull=False,
            item__meeting__date__gt=OuterRef("item__meeting__date"),
        )
    )
    here = Q(item__meeting__body_id__in=asked.in_bodies)
    went = Transfer.objects.filter(kind__in=_MOVES).order_by()
    moved_on = went.filter(here | Q(body_id__in=asked.bodies)).values("item_id")
    rows = (
        Treatment.objects.filter(
            visible_told(asked.viewer, "item__"),
            last,
            item_id__in=moved_on,
            matter__merged_into=None,
        )
        .select_related("item__meeting__body")
        .order_by("-item__meeting__date", "-id")[:MOST]
    )
    treated = list(rows)
    items = [row.item_id for row in treated]
    transfers = went.filter(item_id__in=items, clause__isnull=False)
    codes = dict(transfers.values_list("item_id", "clause__code"))
    return {
        row.matter_id: Said(row.item_id, ref_of(row.item.meeting), codes.get(row.item_id) or "")
        for row in reversed(treated)
    }


def _stepped(asked: Asked) -> set[int]:
    """Matters that were passed on between two meetings."""
    here = Q(body_id__in=asked.in_bodies) | Q(matter__body_id__in=asked.in_bodies)
    rows = MatterStep.objects.filter(
        here | Q(to_body_id__in=asked.bodies),
        visible_steps(asked.viewer),
        visible_matters(asked.viewer, "matter__"),
        kind__in=(StepKind.TABLED, StepKind.REFERRED),
        matter__merged_into=None,
    )
    return set(rows.order_by("-day", "-id").values_list("matter_id", flat=True)[:MOST])


def _own_stances(asked: Asked) -> Q | None:
    if asked.kind != Kind.ORGANISATION:
        return None
    whose = Q(principal_id=asked.id)
    if asked.side:
        whose |= Q(side=asked.side, item__meeting__body_id__in=asked.in_bodies)
    return whose


def _undecided(asked: Asked) -> tuple[tuple[Stance, int], ...]:
    whose = _own_stances(asked)
    if whose is None:
        return ()
    rows = Stance.objects.filter(
        whose, visible_told(asked.viewer), kind=StanceKind.CANNOT_DECIDE_YET
    ).select_related("item__meeting__body")
    last = list(rows.order_by("-item__meeting__date", "-id")[:MOST])
    items = {row.item_id for row in last}
    belongs: dict[int, int] = {}
    if items:
        treated = Treatment.objects.filter(item_id__in=items, matter__merged_into=None)
        belongs = dict(treated.order_by("-id").values_list("item_id", "matter_id"))
    return tuple((row, belongs[row.item_id]) for row in last if row.item_id in belongs)


def _took_stance(asked: Asked, matter_ids: Iterable[int]) -> dict[int, dt.date]:
    """When its own last said something else of each matter. One query, or none."""
    whose = _own_stances(asked)
    ids = list(matter_ids)
    if whose is None or not ids:
        return {}
    rows = Stance.objects.filter(
        whose, visible_told(asked.viewer), item__treatments__matter_id__in=ids
    ).exclude(kind=StanceKind.CANNOT_DECIDE_YET)
    columns = ("item__treatments__matter_id", "item__meeting__date")
    return dict(rows.order_by("item__meeting__date").values_list(*columns))


def referred_here(asked: Asked, told: Moved) -> Found:
    """Matters that were referred to it and have not gone back. No query."""
    return found(
        _line(asked, row, told.said.get(row.id), LineKind.REFERRED)
        for row in told.matters.values()
        if _is_here(asked, row)
    )


def _is_here(asked: Asked, row: MatterRow) -> bool:
    body = row.status.body
    here = body is not None and body.id in asked.bodies
    return here and row.status.kind.value == StatusKind.REFERRED


def returning(asked: Asked, told: Moved) -> Found:
    """Matters of its bodies that are tabled, or somewhere else and expected back. No query."""
    return found(
        _line(asked, row, told.said.get(row.id), LineKind.RETURNING)
        for row in told.matters.values()
        if _is_away(row) and not _is_here(asked, row) and _concerns(asked, row, told)
    )


def _is_away(row: MatterRow) -> bool:
    return row.status.kind.value in _AWAY or row.status.expected is not None


def _concerns(asked: Asked, row: MatterRow, told: Moved) -> bool:
    """Whether it went from a meeting of its bodies, and not only to them from elsewhere."""
    said = told.said.get(row.id)
    from_here = said is not None and said.meeting.body_id in asked.in_bodies
    return from_here or any(one.id in asked.in_bodies for one in row.bodies)


def _line(asked: Asked, row: MatterRow, said: Said | None, kind: LineKind) -> Line:
    status = row.status
    expected = status.expected
    due = expected.day if expected is not None and expected.day else status.day
    body = status.body
    if kind == LineKind.REFERRED and said is not None:
        to, to_body_id = said.meeting.body, said.meeting.body_id
    else:
        to, to_body_id = (body.name, body.id) if body is not None else ("", None)
    return Line(
        kind=labelled(LineKind, kind),
        id=row.id,
        text=row.title,
        due=due,
        due_text=expected.text if expected is not None and expected.text else status.kind.label,
        late=due is not None and due < asked.today,
        to=to,
        to_body_id=to_body_id,
        clause_code=said.clause_code if said is not None else "",
        item_id=said.item_id if said is not None else None,
        said_at=said.meeting if said is not None else None,
    )


def to_decide(asked: Asked, told: Moved) -> Found:
    """What it could not decide yet, and has not taken a stance on since. No query."""
    return found(_to_decide(asked, told))


def _to_decide(asked: Asked, told: Moved) -> Iterator[Line]:
    done: set[int] = set()
    for row, matter_id in told.stances:
        matter = told.matters.get(matter_id)
        meeting = row.item.meeting
        if matter is None or matter_id in done or _is_settled(matter, meeting.date, told):
            continue
        done.add(matter_id)
        status = matter.status
        due = (status.expected.day if status.expected else None) or status.day
        yield Line(
            kind=labelled(LineKind, LineKind.STANCE),
            id=matter_id,
            text=matter.title,
            due=due,
            due_text=_("kunde inte ta ställning än"),
            late=due is not None and due < asked.today,
            to=meeting.body.name,
            to_body_id=meeting.body_id,
            who=() if row.principal_id == asked.id else (row.by,),
            item_id=row.item_id,
            said_at=ref_of(meeting),
        )


def _is_settled(matter: MatterRow, day: dt.date, told: Moved) -> bool:
    """Whether there is no stance to come back with: it was taken, or the matter has gone on."""
    took = told.decided_since.get(matter.id)
    if took is not None and took > day:
        return True
    status = matter.status
    if status.kind.value in _SETTLED:
        return True
    since = status.since
    return status.kind.value in _DECIDED and since is not None and since > day


def heading_of(item: AgendaItem) -> str:
    """What an item that the viewer sees where it is told is called."""
    return item.heading or item.planned_heading if item.order is not None else item.planned_heading
