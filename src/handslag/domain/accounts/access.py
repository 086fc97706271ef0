"""Whether a viewer may do a thing, and the refusal in words when not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from handslag.domain.accounts.permissions import Permission
    from handslag.domain.accounts.viewer import Viewer


def may(viewer: Viewer, permission: Permission) -> bool:
    """Whether `viewer` has `permission`. Pure: asks nothing but its arguments."""
    return permission in viewer.permissions


def require(viewer: Viewer, permission: Permission) -> None:
    """Let pass who may; raise PermissionDenied, with a reason for the user, for who may not."""
    if not may(viewer, permission):
        raise PermissionDenied(_("Du saknar behörighet för det här."))
