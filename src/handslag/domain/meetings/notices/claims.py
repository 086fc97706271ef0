"""Letters about meetings as a sender takes hold of them: see `base.outbox` for how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from handslag.domain.base.outbox import Outbox
from handslag.domain.meetings.models import Delivery
from handslag.domain.meetings.notices.content import from_json
from handslag.domain.meetings.notices.letters import letter_of, sent_before
from handslag.domain.meetings.notices.links import link_for

if TYPE_CHECKING:
    from datetime import date, datetime

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


LETTERS = Outbox(Delivery.objects.all)
"""Every letter about a meeting."""


def claim(holder: str) -> Claimed | None:
    """Take hold of the letter that has waited longest; None where none can be had."""
    return LETTERS.claim(holder, _claimed)


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
