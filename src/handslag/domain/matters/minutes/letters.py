"""To whom a version of minutes goes, and the letters that tell of it.

Part of actions, which have asked whether the viewer may and write the log. A letter is written
down before it is sent, once a person and version, and handed over by the post as notices are.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from handslag.domain.access.viewer import SYSTEM
from handslag.domain.accounts.models import User
from handslag.domain.meetings.models import Delivery, DeliveryKind, Presence
from handslag.domain.meetings.notices.letters import new_delivery
from handslag.domain.meetings.notices.rules import CalledAs, Recipient, called_as
from handslag.domain.registry.people.queries import addresses_of, sitting_on

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.minutes.content import Content
    from handslag.domain.meetings.models import Meeting, Minutes


class Stage(StrEnum):
    """What a letter tells of the minutes."""

    SHARED = "shared"
    SHARED_AGAIN = "shared-again"
    FINALISED = "finalised"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Whole addresses that letters about minutes lead to; empty where none is known."""

    page: str = ""


def recipients(meeting: Meeting, content: Content) -> tuple[Recipient, ...]:
    """Those who sit in the body that day, and everybody who was there, each once.

    Alternates who were not there get none. Four queries at most.
    """
    there = {
        one.person_id: one
        for one in content.attendance
        if one.person_id is not None and one.presence != Presence.ABSENT
    }
    found: dict[int, Recipient] = {}
    for one in sitting_on(SYSTEM, meeting.body_id, meeting.date):
        how = called_as(one.role.value)
        if one.person_id in found or (how == CalledAs.ALTERNATE and one.person_id not in there):
            continue
        found[one.person_id] = Recipient(
            person_id=one.person_id,
            name=one.name,
            address=one.email,
            called_as=how,
            role=one.role.label,
            principal_id=one.principal_id,
            principal=one.principal,
        )
    guests = {id_: one for id_, one in there.items() if id_ not in found}
    addresses = addresses_of(SYSTEM, list(guests))
    for id_, guest in guests.items():
        found[id_] = Recipient(
            person_id=id_,
            name=guest.name,
            address=addresses.get(id_, ""),
            called_as=CalledAs.PRESENTER,
            role=_("deltog"),
            principal=guest.organisation,
        )
    return tuple(found.values())


def write_letters(
    viewer: Viewer,
    meeting: Meeting,
    row: Minutes,
    content: Content,
    stage: Stage,
    addresses: Addresses | None,
) -> tuple[int, tuple[str, ...]]:
    """Write a letter to each; how many go, and the names of those without an address."""
    address = User.objects.filter(id=viewer.user_id or 0).values_list("email", flat=True).first()
    told = {
        "page": (addresses or Addresses()).page,
        "version": row.version,
        "reply_to": address or "",
        "sender": viewer.name,
        "form": row.form,
        "stage": stage.value,
        "reason": row.why,
    }
    letters = []
    for one in recipients(meeting, content):
        more = told | {"closed": content.has_closed and one.of_the_body}
        letter = new_delivery(meeting, None, DeliveryKind.MINUTES, one, more)
        letter.minutes = row
        letters.append(letter)
    Delivery.objects.bulk_create(letters)
    without = tuple(one.name for one in letters if not one.address)
    return len(letters) - len(without), without
