"""What happens to accounts, as allauth announces it, goes into the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account import signals as account
from allauth.mfa import signals as factors
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver

from handslag.domain.accounts.entrances import Told, password_changed, tell
from handslag.interfaces.web.signin.devices import described
from handslag.interfaces.web.signin.second_factor import KNOWN

if TYPE_CHECKING:
    from django.http import HttpRequest

METHODS = "account_authentication_methods"
"""Under which name allauth keeps in a session how somebody got in."""


@receiver(user_logged_in)
def _signed_in(request: HttpRequest, user: Any, **_more: Any) -> None:
    steps = request.session.get(METHODS) or []
    how = [f"{one.get('method')} {one.get('type', '')}".strip() for one in steps]
    tell(Told.SIGNED_IN, user, how=how, device=described(request.headers.get("User-Agent", "")))


@receiver(user_logged_out)
def _signed_out(user: Any, **_more: Any) -> None:
    if user is not None:
        tell(Told.SIGNED_OUT, user)


@receiver(account.password_changed)
@receiver(account.password_set)
def _changed(request: HttpRequest, user: Any, **_more: Any) -> None:
    password_changed(user, how="known", here=request.session.session_key)


@receiver(account.password_reset)
def _reset(user: Any, **_more: Any) -> None:
    password_changed(user, how="letter", here=None)


@receiver(factors.authenticator_added)
def _added(request: HttpRequest, user: Any, authenticator: Any, **_more: Any) -> None:
    request.session.pop(KNOWN, None)
    tell(Told.KEY_ADDED, user, type=authenticator.type)


@receiver(factors.authenticator_removed)
def _removed(request: HttpRequest, user: Any, authenticator: Any, **_more: Any) -> None:
    request.session.pop(KNOWN, None)
    tell(Told.KEY_REMOVED, user, type=authenticator.type)


@receiver(factors.authenticator_reset)
def _renewed(user: Any, **_more: Any) -> None:
    tell(Told.CODES_RENEWED, user)


@receiver(factors.authentication_failed)
def _refused(user: Any, authenticator: Any, **_more: Any) -> None:
    tell(Told.KEY_REFUSED, user, type=authenticator.type)
