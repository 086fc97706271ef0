"""Who somebody is, by address and password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context

from handslag.domain.accounts.entrances import user_with

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


class ByAddress(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """The one who has the address, if the password is theirs.

    Takes as long where nobody has the address, where the account is closed and where it has no
    password.
    """

    def _authenticate_by_email(self, email: str, password: str) -> AbstractBaseUser | None:
        found: AbstractBaseUser | None = self._check_password(user_with(email), password)
        return found

    def get_user(self, user_id: int) -> AbstractBaseUser | None:
        """The user of a session; read with the session, where that is what asks."""
        owner = getattr(getattr(context.request, "session", None), "owner", None)
        found: AbstractBaseUser | None = (
            owner if owner is not None and owner.pk == user_id else super().get_user(user_id)
        )
        return found if found is not None and self.user_can_authenticate(found) else None
