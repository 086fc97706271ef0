"""What a letter tells, frozen when it is written: the sender needs nothing else to make it."""

from __future__ import annotations

import datetime as dt  # noqa: TC003  read with the types of fields
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from handslag.domain.base.frozen import plain, read_as
from handslag.domain.meetings.models import Delivery, DeliveryKind, DeliveryState, Notice

if TYPE_CHECKING:
    from handslag.domain.meetings.models import Meeting
    from handslag.domain.meetings.notices.rules import Recipient


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """All that a letter tells beside the notice that goes with it."""

    body: str
    date: dt.date
    uid: str
    """The meeting's, as calendars know it."""
    start: dt.time | None = None
    end: dt.time | None = None
    place: str = ""
    page: str = ""
    """The whole address of the meeting's page for its members; empty where none is known."""
    reply: str = ""
    """How the address begins by which its reader answers; the token and a stroke follow."""
    called_as: str = "member"
    """A value of `rules.CalledAs`."""
    role: str = ""
    principal_id: int | None = None
    principal: str = ""
    reply_to: str = ""
    """The address of whoever sent it, for answers by mail."""
    sender: str = ""
    """The name of whoever sent it."""
    version: int = 0
    news: tuple[str, ...] = ()
    """What is new since the version before, without what is closed."""
    closed: bool = False
    """The meeting has something closed, which its reader finds in Handslag."""
    reason: str = ""
    """Why the meeting was moved or cancelled."""
    was: str = ""
    """When and where it was to be, where that has changed: "måndag 3 februari 2031, kl. 09.00"."""
    stands_in_for: str = ""
    """For whom an alternate is called in."""
    form: str = ""
    """In which form minutes are that the letter tells of, a value of MinutesForm."""
    stage: str = ""
    """What it tells of them: shared, shared again, finalised or corrected."""


def new_delivery(
    meeting: Meeting,
    notice: Notice | None,
    kind: DeliveryKind,
    to: Recipient,
    told: dict[str, Any],
) -> Delivery:
    """A letter that waits to be sent, not yet written down.

    `told` are values of Letter that are not the meeting's or the recipient's own. One without an
    address has failed already.
    """
    letter = Letter(
        body=meeting.body.name,
        date=meeting.date,
        uid=str(meeting.uid),
        start=meeting.planned_start,
        end=meeting.planned_end,
        place=meeting.planned_place,
        called_as=to.called_as,
        role=to.role,
        principal_id=to.principal_id,
        principal=to.principal,
        **told,
    )
    return Delivery(
        meeting=meeting,
        notice=notice,
        kind=kind,
        person_id=to.person_id,
        name=to.name,
        address=to.address,
        sequence=meeting.sequence,
        content=plain(letter),
        state=DeliveryState.WAITING if to.address else DeliveryState.FAILED,
        message_id=uuid4().hex,
    )


def letter_of(delivery: Delivery) -> Letter:
    """What a letter tells."""
    return read_as(Letter, delivery.content)


def sent_before(notice: Notice) -> Notice | None:
    """The version of the same meeting's notice that was sent last before this one."""
    rows = Notice.objects.filter(meeting_id=notice.meeting_id, version__lt=notice.version)
    return rows.filter(sent_at__isnull=False).order_by("-version").first()
