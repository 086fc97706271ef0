"""Meetings as a plan shows them, as much of each as its viewer may know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time  # noqa: TC003  fields of dataclasses
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may, reach
from handslag.domain.access.things import Thing, of_body
from handslag.domain.base.facts import Phase
from handslag.domain.base.states import PublicationState
from handslag.domain.meetings.access import account, visible_meetings
from handslag.domain.meetings.models import Meeting, MeetingKind, MeetingPaper
from handslag.domain.meetings.planning.collisions import Sitting, Slot, Ties
from handslag.domain.registry.models import BodyLink, Membership, Seat
from handslag.domain.registry.models.bodies import LinkKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.db.models import QuerySet

    from handslag.domain.access.viewer import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """A meeting in a plan. Clock times, place, due days and reason only where they are told."""

    id: int
    body_id: int
    body: str
    short: str
    """The body's short name; its name where it has none."""
    day: date
    start: time | None
    end: time | None
    place: str
    kind: str
    """A value of MeetingKind."""
    main_id: int | None
    material_due: date | None
    notice_due: date | None
    cancelled: bool
    cancel_reason: str
    prepared: bool
    """It is planned here, and not only told of by papers."""
    told: str
    """How far the plan has come: who knows of it."""
    sent: bool
    """Its notice is past the draft."""
    held: bool
    """There are minutes of it that the viewer reads."""
    minuted: bool
    """There are minutes of it, whoever reads them: nothing that a viewer is told."""
    uid: str
    sequence: int
    changed: datetime | None

    @property
    def slot(self) -> Slot:
        """When it is, for telling what it collides with."""
        return Slot(self.id, self.body_id, self.short, self.day, self.start, self.end, self.main_id)

    @property
    def pre_meeting(self) -> bool:
        """It is held before another."""
        return self.kind == MeetingKind.PRE_MEETING or self.main_id is not None


_COLUMNS = (
    *("id", "body_id", "body__name", "body__short_name", "date", "kind", "main_id"),
    *("planned_start", "planned_end", "planned_place", "start", "end", "place"),
    *("planned_state", "state", "day_state", "prepared", "minutes_there"),
    *("material_due", "notice_due", "cancelled_at", "cancel_reason"),
    *("uid", "sequence", "shown_at"),
)


def plan_rows(viewer: Viewer, where: Q) -> tuple[PlanRow, ...]:
    """The meetings that the viewer may know of and that `where` asks for, by day. One query."""
    minutes = MeetingPaper.objects.filter(meeting=OuterRef("pk"), phase=Phase.HELD)
    found = (
        Meeting.objects.filter(visible_meetings(viewer))
        .filter(where)
        .annotate(minutes_there=Q(Exists(minutes)) | Q(written=True))
        .order_by("date", "body__order_key", "id")
        .values_list(*_COLUMNS)
    )
    reads = _reads(viewer)
    return tuple(_row(dict(zip(_COLUMNS, row, strict=True)), reads) for row in found)


def _reads(viewer: Viewer) -> Callable[[int, int, str], bool]:
    """Whether the viewer reads an account of a meeting, by meeting, body and state."""
    by_body: dict[tuple[int, str], bool] = {}

    def reads(meeting_id: int, body_id: int, state: str) -> bool:
        known = by_body.get((body_id, state))
        if known is None:
            known = may(viewer, Permission.MEETINGS_READ, account(body_id, state))
            by_body[body_id, state] = known
        # a limited link is held for the one meeting
        return known or may(
            viewer, Permission.MEETINGS_READ, account(body_id, state, meeting_id=meeting_id)
        )

    return reads


def _row(told: dict[str, Any], reads: Callable[[int, int, str], bool]) -> PlanRow:
    ids = told["id"], told["body_id"]
    own = reads(*ids, PublicationState.SHARED)
    knows_plan = reads(*ids, told["day_state"]) or reads(*ids, told["planned_state"])
    knows_held = told["minutes_there"] and reads(*ids, told["state"])
    planned = [told[f"planned_{name}"] for name in ("start", "end", "place")]
    held = [told[name] for name in ("start", "end", "place")]
    start, end, place = (
        (knows_held and after) or (knows_plan and before) or None
        for before, after in zip(planned, held, strict=True)
    )
    return PlanRow(
        id=told["id"],
        body_id=told["body_id"],
        body=told["body__name"],
        short=told["body__short_name"] or told["body__name"],
        day=told["date"],
        start=start,
        end=end,
        place=place or "",
        kind=told["kind"],
        main_id=told["main_id"],
        material_due=told["material_due"] if own else None,
        notice_due=told["notice_due"] if own else None,
        cancelled=told["cancelled_at"] is not None,
        cancel_reason=told["cancel_reason"] if own else "",
        prepared=told["prepared"],
        told=told["day_state"],
        sent=told["planned_state"] != PublicationState.DRAFT,
        held=bool(knows_held),
        minuted=told["minutes_there"],
        uid=str(told["uid"]),
        sequence=told["sequence"],
        changed=told["shown_at"],
    )


def ties(viewer: Viewer, first: date, last: date) -> Ties:
    """What bodies have in common between two days, as far as the register is the viewer's to read.

    Three queries; none for who reads no register.
    """
    register = reach(viewer, Permission.REGISTRY_READ)
    if not register.everywhere and not register.ids:
        return Ties()
    body = register.q(body="body_id")
    sits = Membership.objects.filter(body, since__lte=last).order_by()
    sits = sits.filter(Q(until__isnull=True) | Q(until__gte=first))
    columns = ("body_id", "person_id", "principal_id", "since", "until")
    seats = Seat.objects.filter(body, principal__isnull=False).order_by()
    links = BodyLink.objects.filter(body, register.q(body="to_id"), kind=LinkKind.PREPARES)
    return Ties(
        sittings=[Sitting(*row) for row in sits.values_list(*columns)],
        seats=_pairs(seats.values_list("body_id", "principal_id")),
        prepares=_pairs(links.values_list("body_id", "to_id")),
    )


def _pairs(rows: QuerySet[Any, tuple[int, int | None]]) -> list[tuple[int, int]]:
    return [(one, other) for one, other in rows if other is not None]


def plans(viewer: Viewer, body_id: int) -> bool:
    """Whether the viewer may plan a body's meetings."""
    return may(viewer, Permission.MEETINGS_PLAN, Thing(scopes=frozenset({of_body(body_id)})))


def by_day(slots: Iterable[Slot]) -> dict[date, list[Slot]]:
    """The meetings of each day."""
    found: dict[date, list[Slot]] = {}
    for slot in slots:
        found.setdefault(slot.day, []).append(slot)
    return found
