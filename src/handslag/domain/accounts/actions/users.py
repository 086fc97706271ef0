"""Closing an account and opening it again. An account is never taken away: the log tells of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.accounts.actions.roles import (
    USER,
    coordinators_one_by_one,
    require_a_coordinator,
)
from handslag.domain.accounts.models import User
from handslag.domain.accounts.sessions import end_sessions
from handslag.domain.audit.actions import log

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer


@transaction.atomic
def close_account(*, viewer: Viewer, user_id: int) -> None:
    """Let nobody in with this account, from the next click on; roles and memberships stay told.

    Raises User.DoesNotExist, and ValidationError where it is closed already or the last
    coordinator's.
    """
    require(viewer, Permission.ACCOUNTS_CHANGE)
    coordinators_one_by_one()
    user = User.objects.select_for_update().get(id=user_id)
    if not user.is_active:
        raise ValidationError(_("Kontot är redan stängt. Inget har ändrats."))
    was_coordinator = user.grants.of_coordinators().exists()
    _set(viewer, user, active=False, verb="accounts.close_account")
    end_sessions(viewer=viewer, user_id=user.id)
    if was_coordinator:
        require_a_coordinator(user.name)


@transaction.atomic
def reopen_account(*, viewer: Viewer, user_id: int) -> None:
    """Let somebody in again, with the roles and memberships that hold today.

    Raises User.DoesNotExist, and ValidationError where it is open already.
    """
    require(viewer, Permission.ACCOUNTS_CHANGE)
    user = User.objects.select_for_update().get(id=user_id)
    if user.is_active:
        raise ValidationError(_("Kontot är redan öppet. Inget har ändrats."))
    _set(viewer, user, active=True, verb="accounts.reopen_account")


def _set(viewer: Viewer, user: User, *, active: bool, verb: str) -> None:
    user.is_active = active
    user.save(update_fields=["is_active"])
    log(viewer=viewer, verb=verb, thing_type=USER, thing_id=user.id, detail={"name": user.name})
