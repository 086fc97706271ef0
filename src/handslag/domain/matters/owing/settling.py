"""Whose stances and reservations are, whenever a meeting's facts are written.

Papers name a principal or a side in words: "Norrvik", "Norrviks kommun", "kommunerna". Who that is
is derived anew each time, by the names that the register has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from handslag.domain.matters.assignments.settling import named
from handslag.domain.matters.models import Reservation, Stance
from handslag.domain.matters.owing.rules import side_told
from handslag.domain.registry.models import Membership

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from handslag.domain.matters.assignments.settling import Found

_COLUMNS = ("principal", "side")


def settle_parties(meeting_id: int) -> None:
    """Settle whose the stances and reservations of a meeting are.

    Part of the write that is announced. Two queries where there are none, eight at most.
    """
    stances = list(Stance.objects.filter(item__meeting_id=meeting_id))
    reservations = list(
        Reservation.objects.filter(decision__item__meeting_id=meeting_id).select_related(
            "name", "decision__item__meeting"
        )
    )
    if not stances and not reservations:
        return
    texts = {row.by for row in stances}
    texts |= {row.organisation or row.by for row in reservations}
    known = named(texts)
    sat_for = _sat_for(reservations)
    of_stances = [row for row in stances if _put(row, known[row.by].organisation_id, row.by)]
    of_reservations = [
        row for row in reservations if _put(row, _principal_of(row, known, sat_for), row.by)
    ]
    for model, changed in ((Stance, of_stances), (Reservation, of_reservations)):
        if changed:
            model._default_manager.bulk_update(changed, _COLUMNS)  # type: ignore[arg-type]  # rows of the model, as the pairs have it


def _principal_of(
    row: Reservation, known: dict[str, Found], sat_for: dict[tuple[int, int], int]
) -> int | None:
    """The organisation that is named; else the one that the person sat for at the meeting."""
    found = known[row.organisation or row.by].organisation_id
    if found is not None or row.name is None:
        return found
    return sat_for.get((row.name.person_id, row.decision.item.meeting.body_id))


def _sat_for(rows: Sequence[Reservation]) -> dict[tuple[int, int], int]:
    """For whom each of those who reserve themselves sat then, by person and body. One query."""
    people = {row.name.person_id for row in rows if row.name is not None}
    if not people:
        return {}
    meeting = rows[0].decision.item.meeting
    day: dt.date = meeting.date
    held = Membership.objects.filter(
        person_id__in=people, body_id=meeting.body_id, principal__isnull=False
    )
    found = held.on(day).order_by("since", "id").values_list("person_id", "principal_id")
    return {(person, meeting.body_id): principal or 0 for person, principal in found}


def _put(row: Stance | Reservation, principal_id: int | None, by: str) -> bool:
    """Put whose it is; whether that is otherwise than it was."""
    side = side_told(by)
    if (principal_id, side) == (row.principal_id, row.side):
        return False
    row.principal_id, row.side = principal_id, side
    return True
