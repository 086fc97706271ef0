"""Links by which somebody answers a notice without signing in: one meeting, one person.

A link is made anew each time its letter is handed to the server, and only its digest is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from handslag.domain.accounts.models import Link, LinkKind
from handslag.domain.accounts.tokens import new_token
from handslag.domain.meetings.models import DeliveryKind
from handslag.domain.meetings.notices.letters import letter_of
from handslag.domain.meetings.notices.rules import CalledAs

if TYPE_CHECKING:
    from handslag.domain.meetings.models import Delivery


def link_for(delivery: Delivery) -> str:
    """The token of a letter's link; empty for a letter whose reader has nothing to answer.

    The same letter tried again has the same link with another token: nobody got the first. Part
    of sending, which writes down who got what.
    """
    letter = letter_of(delivery)
    asks = delivery.kind not in (DeliveryKind.CANCELLED, DeliveryKind.MINUTES)
    answers = asks and letter.called_as != CalledAs.PRESENTER
    if not answers or delivery.person_id is None or letter.date < timezone.localdate():
        return ""
    token = new_token()
    values = {"token_sha256": token.digest, "until": letter.date}
    if Link.objects.filter(id=delivery.link_id or 0, revoked_at=None).update(**values):
        return token.words
    link = Link.objects.create(
        kind=LinkKind.REPLY,
        thing_id=delivery.meeting_id,
        principal_id=letter.principal_id or 0,
        person_id=delivery.person_id,
        recipient=delivery.name,
        given_by=letter.sender[:200],
        **values,
    )
    delivery.link_id = link.id
    delivery.save(update_fields=["link_id"])
    return token.words
