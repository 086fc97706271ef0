"""Addresses where somebody's own calendar fetches the meetings that they may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.refusals import refusal
from handslag.domain.access.rules import require_somewhere
from handslag.domain.access.things import OF_THE_COUNTY
from handslag.domain.accounts.tokens import UnknownToken, digest_of, new_token
from handslag.domain.audit.actions import log
from handslag.domain.meetings.access import visible_meetings
from handslag.domain.meetings.models import CalendarFeed, Meeting
from handslag.domain.registry.viewers import viewer_of

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer

MOST_FEEDS = 20
"""Addresses that one account can have at a time."""


@dataclass(frozen=True, slots=True)
class MadeFeed:
    """A new feed, and the token for its address, told this once."""

    id: int
    token: str


@dataclass(frozen=True, slots=True)
class Followed:
    """What a feed's address leads to: for whom, and which meetings of all that they may see."""

    viewer: Viewer
    own: bool
    body_id: int | None
    body: str


@transaction.atomic
def make_feed(*, viewer: Viewer, own: bool = True, body_id: int | None = None) -> MadeFeed:
    """Make an address for the viewer's own calendar.

    `own` keeps to the bodies that they sit in, `body_id` to one; with neither it has every meeting
    that they may see. Raises PermissionDenied for who has no account, and ValidationError where
    the body is none that they see meetings of, or there are too many addresses.
    """
    require_somewhere(viewer, Permission.MEETINGS_READ)
    user_id = _user(viewer)
    if body_id is not None:
        seen = Meeting.objects.filter(visible_meetings(viewer), body_id=body_id)
        if not seen.exists():
            raise ValidationError({"what": _("Du ser inga möten i det organet. Välj ett annat.")})
    if CalendarFeed.objects.filter(user_id=user_id, revoked_at=None).count() >= MOST_FEEDS:
        raise ValidationError(
            _("Du har redan %(most)s adresser. Dra in någon av dem först.") % {"most": MOST_FEEDS}
        )
    token = new_token()
    made = CalendarFeed.objects.create(
        user_id=user_id,
        own=own and body_id is None,
        body_id=body_id,
        token_sha256=token.digest,
    )
    log(
        viewer=viewer,
        verb="meetings.make_feed",
        thing_type="accounts.user",
        thing_id=user_id,
        detail={"feed": made.id, "own": made.own, "body_id": body_id},
    )
    return MadeFeed(made.id, token.words)


@transaction.atomic
def revoke_feed(*, viewer: Viewer, feed_id: int) -> None:
    """Let one's own address lead nowhere from now on; nothing where it does not already.

    Raises PermissionDenied for who has no account, CalendarFeed.DoesNotExist for another's.
    """
    require_somewhere(viewer, Permission.MEETINGS_READ)
    user_id = _user(viewer)
    row = CalendarFeed.objects.select_for_update().get(id=feed_id, user_id=user_id)
    if row.revoked_at is not None:
        return
    row.revoked_at = timezone.now()
    row.save(update_fields=["revoked_at"])
    log(
        viewer=viewer,
        verb="meetings.revoke_feed",
        thing_type="accounts.user",
        thing_id=user_id,
        detail={"feed": feed_id},
    )


def follow_feed(*, viewer: Viewer, token: str | None) -> Followed:
    """What the address with this token leads to, as its owner may see today.

    Whoever asks, the token is all that is asked. Calendars ask every few hours: the day is written
    down, and nothing in the log. Raises UnknownToken (PermissionDenied) where it is nobody's, has
    been revoked, or its owner's account is closed. Four queries.
    """
    del viewer
    rows = CalendarFeed.objects.select_related("user", "body")
    row = rows.filter(token_sha256=digest_of(token), revoked_at=None).first()
    today = timezone.localdate()
    if row is None or not row.user.is_active:
        raise UnknownToken
    if row.fetched_on != today:
        CalendarFeed.objects.filter(id=row.id).update(fetched_on=today)
    return Followed(
        viewer=viewer_of(row.user, today),
        own=row.own,
        body_id=row.body_id,
        body=row.body.name if row.body else "",
    )


def _user(viewer: Viewer) -> int:
    if viewer.user_id is None:
        raise PermissionDenied(refusal(viewer, Permission.MEETINGS_READ, OF_THE_COUNTY))
    return viewer.user_id


__all__ = ["Followed", "MadeFeed", "follow_feed", "make_feed", "revoke_feed"]
