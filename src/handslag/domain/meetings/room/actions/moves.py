"""Who came, who went, and who took no part in an item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.audit.actions import log
from handslag.domain.base.meanwhile import ChangedMeanwhile
from handslag.domain.meetings.events import announce_recorded
from handslag.domain.meetings.models import (
    AbsenceReason,
    AgendaItem,
    ItemAbsence,
    Movement,
    MovementKind,
    Presence,
)
from handslag.domain.meetings.room.actions.roll import (
    attendance_to_write,
    require_seen,
    roll_of,
    written,
)
from handslag.domain.meetings.room.locking import MEETING, bump, item_to_write
from handslag.domain.meetings.room.rows import absence_digest, absence_key
from handslag.domain.meetings.room.rules import Move, can_follow
from handslag.domain.meetings.room.shapes import Written

if TYPE_CHECKING:
    from datetime import time

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.meetings.models import Participation

LONGEST_NOTE = 300


@transaction.atomic
def note_movement(
    *,
    viewer: Viewer,
    attendance_id: int,
    seen: str,
    kind: str,
    item_id: int | None = None,
    at: time | None = None,
) -> Written:
    """Note that somebody came or left (`kind` is a value of MovementKind), at which item and when.

    Without an item it is the one that the meeting is at. Who was away and comes is there in part.
    Raises Participation.DoesNotExist, ChangedMeanwhile, and ValidationError where the meeting is
    at no item and none is told, or somebody would come who is there already.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    row = attendance_to_write(viewer, attendance_id)
    if kind not in MovementKind.values:
        raise ValidationError({"kind": _("Välj om personen kom eller gick.")})
    item = _item(row, item_id)
    require_seen(row, seen)
    if row.presence == Presence.ABSENT and kind == MovementKind.LEFT:
        words = _("%(name)s är inte här och kan inte gå. Inget har ändrats.")
        raise ValidationError({"kind": words % {"name": row.name.text}})
    known = list(row.movements.select_related("item"))
    moves = [_move(one) for one in known]
    if not can_follow([*moves, Move(kind, item.order, at)]):
        here = _("%(name)s är redan här. Notera först när personen gick.")
        away = _("%(name)s har redan gått. Notera först när personen kom.")
        words = here if kind == MovementKind.ARRIVED else away
        raise ValidationError({"kind": words % {"name": row.name.text}})
    Movement.objects.create(participation=row, kind=kind, item=item, time=at, order=len(known) + 1)
    row.presence = Presence.PARTLY
    row.save(update_fields=["presence"])
    detail = {"kind": kind, "number": item.number, "at": f"{at:%H.%M}" if at else ""}
    return written(viewer, row, "meetings.note_movement", detail)


@transaction.atomic
def remove_movement(*, viewer: Viewer, movement_id: int, seen: str) -> Written:
    """Take back that somebody came or left. Raises as `note_movement`, and Movement.DoesNotExist.

    Who neither came nor left any more was there all the time.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    attendance_id = Movement.objects.values_list("participation_id", flat=True).get(id=movement_id)
    row = attendance_to_write(viewer, attendance_id)
    require_seen(row, seen)
    movement = row.movements.select_related("item").get(id=movement_id)
    rest = [one for one in row.movements.select_related("item") if one.id != movement_id]
    if not can_follow([_move(one) for one in rest]):
        words = _("Då skulle %(name)s komma eller gå två gånger i rad. Inget har ändrats.")
        raise ValidationError(words % {"name": row.name.text})
    movement.delete()
    if not rest:
        row.presence = Presence.PRESENT
        row.save(update_fields=["presence"])
    number = movement.item.number if movement.item else ""
    return written(
        viewer, row, "meetings.remove_movement", {"kind": movement.kind, "number": number}
    )


def _item(row: Participation, item_id: int | None) -> AgendaItem:
    wanted = item_id or row.meeting.room.item_id
    items = AgendaItem.objects.filter(meeting=row.meeting, order__isnull=False)
    item = items.filter(id=wanted or 0).first()
    if item is None:
        raise ValidationError({"item": _("Välj vid vilken punkt personen kom eller gick.")})
    return item


def _move(row: Movement) -> Move:
    return Move(row.kind, row.item.order if row.item else None, row.time)


@transaction.atomic
def set_absence(
    *,
    viewer: Viewer,
    item_id: int,
    attendance_id: int,
    seen: str,
    reason: str,
    note: str = "",
) -> Written:
    """Say that somebody takes no part in an item, and why (`reason` is a value of AbsenceReason).

    An empty reason says that they do take part. A conflict of interest takes its ground (FL 16 and
    18 §§; KL 6 kap. 28 § for committees). `seen` is the digest of what stood, empty where nothing
    did. Raises AgendaItem.DoesNotExist, Participation.DoesNotExist, ChangedMeanwhile and
    ValidationError.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    item = item_to_write(viewer, item_id)
    row = roll_of(item.meeting).get(id=attendance_id)
    note = " ".join(note.split())
    _refuse(reason, note)
    known = ItemAbsence.objects.filter(item=item, participation=row).first()
    key = absence_key(item.id, row.id)
    before = {"reason": known.reason, "note": known.note} if known else {"reason": "", "note": ""}
    after = {"reason": reason, "note": note if reason else ""}
    if before == after:
        return Written(seen={key: absence_digest(known)}, revision=item.meeting.room.revision)
    if seen != absence_digest(known):
        raise ChangedMeanwhile(before, seen={key: absence_digest(known)})
    kept = _put_absence(item, row, known, reason, note)
    announce_recorded(item.meeting_id)
    log(
        viewer=viewer,
        verb="meetings.set_absence",
        thing_type=MEETING,
        thing_id=item.meeting_id,
        detail={
            "name": row.name.text,
            "number": item.number,
            "item": item.id,
            "before": before,
            "after": after,
        },
    )
    return Written(seen={key: absence_digest(kept)}, revision=bump(item.meeting))


def _refuse(reason: str, note: str) -> None:
    if reason and reason not in AbsenceReason.values:
        raise ValidationError({"reason": _("Välj varför personen inte deltar.")})
    if reason == AbsenceReason.CONFLICT and not note:
        raise ValidationError({"note": _("Skriv vad jävet består i.")})
    if len(note) > LONGEST_NOTE:
        words = _("Det är för långt: högst %(count)d tecken.")
        raise ValidationError({"note": words % {"count": LONGEST_NOTE}})


def _put_absence(
    item: AgendaItem, row: Participation, known: ItemAbsence | None, reason: str, note: str
) -> ItemAbsence | None:
    if not reason:
        if known is not None:
            known.delete()
        return None
    kept = known or ItemAbsence(item=item, participation=row, typed=True, written=True)
    kept.reason, kept.note = reason, note
    kept.save()
    return kept
