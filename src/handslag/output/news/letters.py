"""A digest as a mail, and who hands which to the mail server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.translation import ngettext, override

from handslag.domain.base.outbox import Outbox
from handslag.output.news.content import from_json
from handslag.output.news.models import DigestLetter
from handslag.output.post.letters import addressed

if TYPE_CHECKING:
    from email.message import EmailMessage

    from handslag.output.news.content import Content

LETTERS = Outbox(DigestLetter.objects.all)
"""Every digest."""


@dataclass(frozen=True, slots=True)
class ClaimedDigest:
    """A digest to send, with all that goes into it."""

    id: int
    name: str
    address: str
    message_id: str
    tries: int
    """How many have failed before this one."""
    content: Content


def claim(holder: str) -> ClaimedDigest | None:
    """Take hold of the digest that has waited longest; None where none can be had."""
    return LETTERS.claim(holder, _claimed)


def _claimed(letter_id: int) -> ClaimedDigest:
    row = DigestLetter.objects.get(id=letter_id)
    return ClaimedDigest(
        row.id, row.name, row.address, row.message_id, row.tries, from_json(row.content)
    )


def mail(claimed: ClaimedDigest) -> EmailMessage:
    """The mail of a digest, in Swedish. Raises BadAddress."""
    with override("sv"):
        content = claimed.content
        words = ngettext(
            "Handslag: %(count)d sak att känna till",
            "Handslag: %(count)d saker att känna till",
            content.count,
        )
        subject = words % {"count": content.count}
        made = addressed(claimed.name, claimed.address, subject, claimed.message_id)
        context = {"name": claimed.name, "content": content}
        made.set_content(render_to_string("news/digest.txt", context))
        made.add_alternative(render_to_string("news/digest.html", context), subtype="html")
        return made
