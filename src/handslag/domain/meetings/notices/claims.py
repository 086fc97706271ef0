"""Who hands which letter to the mail server: a sender claims it, marks that its words begin to
go over, and writes down what the server answered.

Each step is one statement that changes the row only where it still is as it should be, so that it
does not matter who else tries the same at the same moment. From the mark on a letter may have
come through, and only a person lets it be sent again; before it, anybody may. Nothing here is
logged: the row itself tells what became of the letter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.domain.meetings.models import Delivery, DeliveryState
from handslag.domain.meetings.notices.content import from_json
from handslag.domain.meetings.notices.letters import letter_of, sent_before
from handslag.domain.meetings.notices.links import link_for
from handslag.domain.meetings.notices.rules import HOLD, wait_after

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet

    from handslag.domain.meetings.notices.content import Content
    from handslag.domain.meetings.notices.letters import Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A letter to send, with all that goes into it. Its `token` is told here and kept nowhere."""

    id: int
    meeting_id: int
    person_id: int | None
    kind: str
    name: str
    address: str
    sequence: int
    message_id: str
    tries: int
    """How many have failed before this one."""
    written_at: datetime
    letter: Letter
    token: str
    content: Content | None
    """Of the notice that goes with it; None where none does."""
    earlier: tuple[int, date, Content] | None
    """The version that was sent before that one: number, day, content."""
    version: int
    sent_on: datetime | None
    pdf: str
    bundle: str
    """Hashes of the papers without what is closed."""
    minutes: str = ""
    """The hash of the minutes' PDF without what is closed; empty for letters of other kinds."""


def claim(holder: str) -> Claimed | None:
    """Take hold of the letter that has waited longest; None where none can be had."""
    while True:
        found = _due().order_by("next_try", "id").values_list("id", flat=True).first()
        if found is None:
            return None
        with transaction.atomic():
            taken = _due().filter(id=found).update(holder=holder, claimed_at=timezone.now())
            if taken:
                return _claimed(found)


def _due() -> QuerySet[Delivery]:
    now = timezone.now()
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - HOLD)
    due = Q(next_try__isnull=True) | Q(next_try__lte=now)
    return Delivery.objects.filter(free & due, state=DeliveryState.WAITING, handed_at__isnull=True)


def _claimed(delivery_id: int) -> Claimed:
    row = Delivery.objects.select_related("notice", "minutes").get(id=delivery_id)
    notice, minutes = row.notice, row.minutes
    before = sent_before(notice) if notice else None
    return Claimed(
        id=row.id,
        meeting_id=row.meeting_id,
        person_id=row.person_id,
        kind=row.kind,
        name=row.name,
        address=row.address,
        sequence=row.sequence,
        message_id=row.message_id,
        tries=row.tries,
        written_at=row.at,
        letter=letter_of(row),
        token=link_for(row),
        content=from_json(notice.content) if notice else None,
        earlier=(before.version, timezone.localdate(before.sent_at), from_json(before.content))
        if before and before.sent_at
        else None,
        version=notice.version if notice else 0,
        sent_on=notice.sent_at if notice else None,
        pdf=(notice.open_pdf_sha256 or notice.pdf_sha256) if notice else "",
        bundle=(notice.open_bundle_sha256 or notice.bundle_sha256) if notice else "",
        minutes=(minutes.open_pdf_sha256 or minutes.pdf_sha256) if minutes else "",
    )


def hand_over(holder: str, delivery_id: int) -> bool:
    """Mark that a letter's words begin to go over; whether it is still this sender's to send."""
    mine = _held(holder, delivery_id).filter(handed_at__isnull=True)
    return bool(mine.update(handed_at=timezone.now()))


def taken(holder: str, delivery_id: int) -> None:
    """The server has taken the letter."""
    _mine(holder, delivery_id).update(
        state=DeliveryState.SENT,
        sent_at=timezone.now(),
        tries=F("tries") + 1,
        error="",
        next_try=None,
        claimed_at=None,
    )


def not_taken(holder: str, delivery_id: int, tries: int, why: str) -> None:
    """The server has clearly not taken it, this time: it is tried again, or given up."""
    wait = wait_after(tries + 1)
    gave_up = _("Gav upp efter %(count)d försök. %(why)s") % {"count": tries + 1, "why": why}
    _mine(holder, delivery_id).update(
        state=DeliveryState.WAITING if wait else DeliveryState.FAILED,
        next_try=timezone.now() + wait if wait else None,
        tries=tries + 1,
        error=(why if wait else gave_up)[:500],
        claimed_at=None,
        handed_at=None,
        holder="",
    )


def refused(holder: str, delivery_id: int, why: str) -> None:
    """The server will not have it, whenever it is tried."""
    _mine(holder, delivery_id).update(
        state=DeliveryState.FAILED,
        tries=F("tries") + 1,
        error=why[:500],
        claimed_at=None,
        handed_at=None,
        holder="",
    )


def unknown(holder: str, delivery_id: int, why: str) -> None:
    """Nobody can tell whether the server took it: a person decides."""
    _mine(holder, delivery_id).update(
        state=DeliveryState.UNCERTAIN, tries=F("tries") + 1, error=why[:500], claimed_at=None
    )


def none_can_go(why: str) -> None:
    """The server cannot be reached: all that are due wait, each a step longer than before."""
    for tries in set(_due().values_list("tries", flat=True)):
        ids = list(_due().filter(tries=tries).values_list("id", flat=True))
        wait = wait_after(tries + 1)
        gave_up = _("Gav upp efter %(count)d försök. %(why)s") % {"count": tries + 1, "why": why}
        _due().filter(id__in=ids, tries=tries).update(
            state=DeliveryState.WAITING if wait else DeliveryState.FAILED,
            next_try=timezone.now() + wait if wait else None,
            tries=tries + 1,
            error=(why if wait else gave_up)[:500],
            claimed_at=None,
            holder="",
        )


def let_go(holder: str, delivery_id: int) -> None:
    """Hold a letter no longer that has not begun to go over."""
    mine = _held(holder, delivery_id).filter(handed_at__isnull=True)
    mine.update(holder="", claimed_at=None)


def settle_lost() -> int:
    """Letters whose sender died while they went over are uncertain; returns how many."""
    lost = Delivery.objects.filter(state=DeliveryState.WAITING, handed_at__lt=timezone.now() - HOLD)
    return lost.update(
        state=DeliveryState.UNCERTAIN,
        tries=F("tries") + 1,
        error=_("Handslag avbröts medan brevet skickades, så det kan ha kommit fram."),
        claimed_at=None,
    )


def waiting() -> bool:
    """Whether any letter is due."""
    return _due().exists()


def _held(holder: str, delivery_id: int) -> QuerySet[Delivery]:
    return Delivery.objects.filter(id=delivery_id, holder=holder, state=DeliveryState.WAITING)


def _mine(holder: str, delivery_id: int) -> QuerySet[Delivery]:
    """The letter, also where it has been taken for lost meanwhile: this sender knows better."""
    states = (DeliveryState.WAITING, DeliveryState.UNCERTAIN)
    return Delivery.objects.filter(id=delivery_id, holder=holder, state__in=states)
