"""Writes of where an item goes without a clause: tabled before anyone spoke, or withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.matters.models import DecisionState, Transfer, TransferKind
from handslag.domain.matters.writing.actions.doing import (
    done,
    goes_on,
    let_outcome_follow,
    nothing_new,
)
from handslag.domain.matters.writing.making import (
    back_to_stand,
    body_named,
    tidy,
    whither_to_stand,
)
from handslag.domain.matters.writing.phrases import day_words
from handslag.domain.matters.writing.rows import transfer_digest
from handslag.domain.meetings.models import ItemOutcome, Meeting
from handslag.domain.meetings.room.actions.agenda import (
    LONGEST_REASON,
    put_back_withdrawn,
    withdraw_item,
)
from handslag.domain.meetings.room.locking import item_to_write
from handslag.domain.meetings.room.rows import item_digest

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.writing.told import WhitherTold
    from handslag.domain.meetings.models import AgendaItem
    from handslag.domain.meetings.room.shapes import Written


@transaction.atomic
def move_item(*, viewer: Viewer, item_id: int, kind: str, whither: WhitherTold) -> Written:
    """Table an item to a day, or refer it to a body, without a clause; nobody need have spoken.

    `kind` is tabled or referred, of TransferKind. Raises what `item_to_write` raises, and
    ValidationError where nothing says where to.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    item = item_to_write(viewer, item_id)
    if kind not in {TransferKind.TABLED, TransferKind.REFERRED}:
        raise ValidationError({"kind": _("Välj om punkten bordläggs eller hänskjuts.")})
    to_body, to_date = whither_to_stand(item.meeting, whither)
    back_date, back_words = back_to_stand(item.meeting, whither)
    if kind == TransferKind.REFERRED and not to_body:
        raise ValidationError({"body": _("Välj det organ som punkten hänskjuts till.")})
    if kind == TransferKind.TABLED and to_date is None:
        raise ValidationError({"date": _("Välj den dag som punkten bordläggs till.")})
    day = f"den {day_words(to_date)}" if to_date else ""
    verb = "bordläggs" if kind == TransferKind.TABLED else "hänskjuts"
    words = " ".join(filter(None, ("Punkten", verb, "till", to_body, day)))
    row = Transfer(
        item=item,
        kind=kind,
        to_body=to_body,
        to_date=to_date,
        body_id=body_named(to_body),
        expected_date=back_date,
        expected_text=back_words,
        text=f"{words}.",
    )
    return _move(viewer, item, row)


@transaction.atomic
def move_to_next(*, viewer: Viewer, item_id: int, reason: str = "") -> Written:
    """Withdraw an item, as when the agenda is approved, and move it to the body's next meeting.

    There it is found among what was tabled to its day. `reason` tells why, after where it went.
    Raises what `item_to_write` raises, and
    ValidationError where something is decided under the item, or no later meeting is planned.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    item = item_to_write(viewer, item_id)
    if item.decisions.filter(clauses__isnull=False, state=DecisionState.DECIDED).exists():
        words = _("Något är beslutat under punkten. Bordlägg den i stället. Inget har ändrats.")
        raise ValidationError(words)
    meeting = item.meeting
    coming = Meeting.objects.filter(
        body_id=meeting.body_id, date__gt=meeting.date, cancelled_at__isnull=True
    )
    to_date = coming.order_by("date").values_list("date", flat=True).first()
    if to_date is None:
        raise ValidationError(
            _("Organet har inget senare möte planerat. Planera ett, eller bordlägg till en dag.")
        )
    words = f"Punkten utgår och flyttas till mötet den {day_words(to_date)}."
    reason = tidy(reason, "reason", LONGEST_REASON) or words
    withdraw_item(viewer=viewer, item_id=item.id, seen=item_digest(item), reason=reason)
    _fetch_again(item)
    row = Transfer(
        item=item, kind=TransferKind.TABLED, to_date=to_date, text=words, expected_text=""
    )
    return _move(viewer, item, row)


@transaction.atomic
def undo_move(*, viewer: Viewer, transfer_id: int, seen: str) -> Written:
    """Take back that an item goes on without a clause; one that was withdrawn is dealt with again.

    Raises Transfer.DoesNotExist and ChangedMeanwhile.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    rows = Transfer.objects.filter(clause__isnull=True)
    item_id = rows.values_list("item_id", flat=True).get(id=transfer_id)
    item = item_to_write(viewer, item_id)
    row = rows.get(id=transfer_id)
    theirs = {"body": row.to_body, "date": str(row.to_date or "")}
    goes_on(f"transfer-{row.id}", seen, transfer_digest(row), None, theirs)
    row.delete()
    if item.outcome == ItemOutcome.WITHDRAWN:
        put_back_withdrawn(viewer=viewer, item_id=item.id, seen=item_digest(item))
        _fetch_again(item)
    seen_now = let_outcome_follow(item)
    return done(viewer, item, "matters.undo_move", seen=seen_now, text=row.text)


def _move(viewer: Viewer, item: AgendaItem, row: Transfer) -> Written:
    """Note where the item goes; one that goes there already is not noted twice."""
    for known in Transfer.objects.filter(item=item, clause__isnull=True):
        if transfer_digest(known) == transfer_digest(row):
            told = {f"transfer-{known.id}": transfer_digest(known)}
            return nothing_new(item, told, made=known.id)
    row.typed = row.written = True
    row.save()
    seen = {f"transfer-{row.id}": transfer_digest(row)} | let_outcome_follow(item)
    return done(
        viewer, item, "matters.move_item", seen=seen, made=row.id, kind=row.kind, text=row.text
    )


def _fetch_again(item: AgendaItem) -> None:
    """What another write in the same transaction made of the item, and of the room's revision."""
    item.refresh_from_db(fields=["outcome", "withdrawn_reason"])
    item.meeting.room.refresh_from_db(fields=["revision"])
