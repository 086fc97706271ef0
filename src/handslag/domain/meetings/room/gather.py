"""Everything of a room's rows, each kind in one query. Shared by reads, which have asked."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F

from handslag.domain.base.facts import Phase
from handslag.domain.base.shapes import labelled
from handslag.domain.meetings.agenda.shapes import Presenter
from handslag.domain.meetings.models import (
    AbsenceReason,
    AgendaItem,
    Discussion,
    ItemAbsence,
    ItemTime,
    Movement,
    Participation,
    ParticipationRole,
)
from handslag.domain.meetings.room.rows import absence_digest, attendance_digest
from handslag.domain.meetings.room.rules import (
    Move,
    Stretch,
    presence_at,
    serves_at,
    serving,
)
from handslag.domain.meetings.room.shapes import AbsenceRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime


def items(meeting_id: int) -> list[AgendaItem]:
    """The items of the meeting in order, and after them those that only its plan has."""
    rows = AgendaItem.objects.filter(meeting_id=meeting_id)
    return list(rows.order_by(F("order").asc(nulls_last=True), "planned_order", "id"))


@dataclass(frozen=True, slots=True)
class Told:
    """What stands under items, by the item's id."""

    presenters: Mapping[int, tuple[Presenter, ...]]
    discussions: Mapping[int, Discussion]
    stretches: Mapping[int, tuple[Stretch, ...]]


def told(meeting_id: int) -> Told:
    """Presenters, discussions and times of a meeting's items. Three queries."""
    presenters: dict[int, tuple[Presenter, ...]] = defaultdict(tuple)
    presenting = Participation.objects.filter(
        meeting_id=meeting_id,
        item__isnull=False,
        role=ParticipationRole.PRESENTING,
        phase=Phase.HELD,
        written=True,
    )
    columns = ("item_id", "name__text", "title", "organisation", "name__person_id")
    for item_id, *who in presenting.order_by("order", "id").values_list(*columns):
        presenters[item_id] += (Presenter(*who),)
    texts = Discussion.objects.filter(item__meeting_id=meeting_id)
    stretches: dict[int, tuple[Stretch, ...]] = defaultdict(tuple)
    times = ItemTime.objects.filter(item__meeting_id=meeting_id).order_by("began_at", "id")
    for item_id, began_at, ended_at in times.values_list("item_id", "began_at", "ended_at"):
        stretches[item_id] += (Stretch(began_at, ended_at),)
    return Told(presenters, {row.item_id: row for row in texts}, stretches)


def running(stretches: Iterable[Stretch]) -> datetime | None:
    """Since when an item has been dealt with; None where it is not just now."""
    return next((one.began_at for one in stretches if one.ended_at is None), None)


@dataclass(frozen=True, slots=True)
class Roll:
    """Who attends, and when they were there."""

    rows: Mapping[int, Participation]
    moves: Mapping[int, list[Movement]]
    absences: Mapping[int, list[ItemAbsence]]
    """By item."""
    places: Mapping[int, int]
    """Where each item stands."""

    def presence_at(self, item_id: int) -> dict[int, str]:
        """Who is there for an item: a value of Presence by the row (id)."""
        away = {one.participation_id for one in self.absences[item_id]}
        place = self.places.get(item_id, 0)
        return {
            row.id: presence_at(
                place, row.presence, self._moves(row.id), takes_part=row.id not in away
            )
            for row in self.rows.values()
        }

    def serving_at(self, presence: Mapping[int, str]) -> frozenset[int]:
        """The alternates (rows) who serve where these are there."""
        return frozenset(
            row.id
            for row in self.rows.values()
            if serves_at(presence[row.id], presence.get(row.serves_for_id or 0))
        )

    def serving(self) -> frozenset[int]:
        """The alternates (rows) who serve for some of the meeting."""
        by_id = self.rows
        return frozenset(
            row.id
            for row in by_id.values()
            if row.serves_for_id is not None
            and row.serves_for_id in by_id
            and serving(row.presence, by_id[row.serves_for_id].presence)
        )

    def absences_at(self, item_id: int) -> tuple[AbsenceRow, ...]:
        """Who takes no part in an item, and why."""
        return tuple(
            AbsenceRow(
                one.participation_id,
                self.rows[one.participation_id].name.text,
                labelled(AbsenceReason, one.reason),
                one.note,
                absence_digest(one),
            )
            for one in self.absences[item_id]
            if one.participation_id in self.rows
        )

    def digest(self, row: Participation) -> str:
        """What tells one state of a row from another."""
        return attendance_digest(row, self.moves[row.id])

    def _moves(self, row_id: int) -> list[Move]:
        return [
            Move(one.kind, self.places.get(one.item_id) if one.item_id else None, one.time)
            for one in self.moves[row_id]
        ]


def roll(meeting_id: int, held: Iterable[AgendaItem]) -> Roll:
    """The roll of a meeting, whose items are known. Three queries."""
    attending = Participation.objects.filter(
        meeting_id=meeting_id,
        role=ParticipationRole.ATTENDING,
        phase=Phase.HELD,
        written=True,
    )
    rows = attending.select_related("name", "principal").order_by("order", "id")
    moves: dict[int, list[Movement]] = defaultdict(list)
    for move in Movement.objects.filter(participation__meeting_id=meeting_id).select_related(
        "item"
    ):
        moves[move.participation_id].append(move)
    absences: dict[int, list[ItemAbsence]] = defaultdict(list)
    for absence in ItemAbsence.objects.filter(item__meeting_id=meeting_id):
        absences[absence.item_id].append(absence)
    places = {item.id: item.order for item in held if item.order is not None}
    return Roll({row.id: row for row in rows}, moves, absences, places)


def people_on_roll(meeting_id: int) -> list[int]:
    """The people (ids) who stand on a meeting's roll."""
    rows = Participation.objects.filter(
        meeting_id=meeting_id, role=ParticipationRole.ATTENDING, phase=Phase.HELD, written=True
    )
    return list(rows.values_list("name__person_id", flat=True))
