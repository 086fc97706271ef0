"""Coming in and going out, and the keys to one's own account: what is changed and what is told.

Nobody has to be anybody to try a door, so these ask for no permission: whoever calls them has
seen the password, the code or the provider's word. What anybody typed is never told.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from handslag.domain.access.viewer import ANONYMOUS, Viewer
from handslag.domain.accounts.models import User
from handslag.domain.accounts.sessions import end_sessions
from handslag.domain.audit import actions as audit


class Told(StrEnum):
    """What the log says of a door or a key."""

    SIGNED_IN = "accounts.sign_in"
    REFUSED = "accounts.refuse_sign_in"
    SIGNED_OUT = "accounts.sign_out"
    KEY_ADDED = "accounts.add_factor"
    KEY_REMOVED = "accounts.remove_factor"
    CODES_RENEWED = "accounts.renew_recovery_codes"
    KEY_REFUSED = "accounts.refuse_factor"
    PASSWORD_CHANGED = "accounts.change_password"  # noqa: S105  no password
    RESET_ASKED = "accounts.ask_for_reset"
    PROVIDER_JOINED = "accounts.join_provider"


def viewer_named(user: User) -> Viewer:
    """The user as the log names who did something; without any role."""
    return Viewer(user.name, user_id=user.pk)


@transaction.atomic
def tell(what: Told, user: User | None, **detail: Any) -> None:
    """Write what happened at a door into the log; of nobody in particular where `user` is None."""
    refused = what in {Told.REFUSED, Told.RESET_ASKED}
    audit.log(
        viewer=ANONYMOUS if refused or user is None else viewer_named(user),
        verb=what,
        thing_type="accounts.user",
        thing_id=user.pk if user is not None else 0,
        detail=detail,
    )


@transaction.atomic
def password_changed(user: User, *, how: str, here: str | None) -> None:
    """Tell of a new password, and end every session but the one with the key `here`."""
    tell(Told.PASSWORD_CHANGED, user, how=how)
    end_sessions(viewer=viewer_named(user), user_id=user.pk, but=here)


def user_with(email: str) -> User | None:
    """Whoever has this address and an open account. One query."""
    return User.objects.filter(email=email.strip().lower(), is_active=True).first()


@transaction.atomic
def change_email(*, viewer: Viewer, user_id: int, before: str, email: str) -> None:
    """Let an account that had the address `before` have another, which its owner has shown to read.

    Raises ValidationError where it no longer has it, or where another account has the new one.
    """
    email = email.strip().lower()
    user = User.objects.select_for_update().get(pk=user_id)
    if user.email != before or not user.is_active:
        raise ValidationError(_("Länken hör till en adress som kontot inte har längre."))
    refuse_address(user, email)
    user.email = email
    user.save(update_fields=["email"])
    audit.log(
        viewer=viewer,
        verb="accounts.change_email",
        thing_type="accounts.user",
        thing_id=user.pk,
        detail={"before": before, "after": email},
    )


def refuse_address(user: User, email: str) -> None:
    """Raise ValidationError where `email` cannot be the address of `user`."""
    validate_email(email)
    if User.objects.filter(email=email.strip().lower()).exclude(pk=user.pk).exists():
        raise ValidationError(_("Adressen går inte att använda. Inget har ändrats."))
