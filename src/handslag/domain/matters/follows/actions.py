"""Writes of what somebody follows. None of it is logged: it is nobody else's to know, and changes
nothing for anybody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.matters.history.queries import kept_matter
from handslag.domain.matters.models import Follow
from handslag.domain.registry.queries import body

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer


@transaction.atomic
def follow_matter(*, viewer: Viewer, matter_id: int) -> bool:
    """Be told what is new about a matter; whether that is new itself.

    One that was merged leads to what it became. Raises Matter.DoesNotExist, also where the viewer
    may not know of it, and PermissionDenied.
    """
    require_somewhere(viewer, Permission.NEWS_FOLLOW)
    user_id = _own(viewer)
    known = kept_matter(viewer, matter_id)
    return Follow.objects.get_or_create(user_id=user_id, matter_id=known)[1]


@transaction.atomic
def unfollow_matter(*, viewer: Viewer, matter_id: int) -> None:
    """Be told no more about a matter. Nothing happens where it is not followed.

    Who may no longer see the matter may leave it still. Raises PermissionDenied.
    """
    require_somewhere(viewer, Permission.NEWS_FOLLOW)
    Follow.objects.filter(user_id=_own(viewer), matter_id=matter_id).delete()


@transaction.atomic
def follow_body(*, viewer: Viewer, body_id: int) -> bool:
    """Be told of a body's meetings, notices and minutes; whether that is new itself.

    Raises Body.DoesNotExist and PermissionDenied.
    """
    require_somewhere(viewer, Permission.NEWS_FOLLOW)
    user_id = _own(viewer)
    return Follow.objects.get_or_create(user_id=user_id, body_id=body(viewer, body_id).id)[1]


@transaction.atomic
def unfollow_body(*, viewer: Viewer, body_id: int) -> None:
    """Be told no more about a body. Nothing happens where it is not followed."""
    require_somewhere(viewer, Permission.NEWS_FOLLOW)
    Follow.objects.filter(user_id=_own(viewer), body_id=body_id).delete()


def _own(viewer: Viewer) -> int:
    """The viewer's account; Handslag itself and strangers have none to be told by."""
    if viewer.user_id is None:
        raise PermissionDenied
    return viewer.user_id
