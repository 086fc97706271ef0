"""Who somebody is, by address and password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.auth_backends import AuthenticationBackend

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
