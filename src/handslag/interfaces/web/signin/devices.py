"""What somebody sits at: in words for its owner, and whether it has let them in before."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from handslag.domain.accounts.attempts import Door, account_door, address_door, device_door
from handslag.interfaces.web.kit.addresses import client_address

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.http import HttpRequest, HttpResponse

REMEMBERED = 365 * 24 * 3600
"""Seconds for which a browser is remembered."""
MOST = 10
"""Accounts that one browser remembers: the last of them."""
_SALT = "handslag.device"

BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
"""By what browsers call themselves; each claims to be those below it too."""
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def described(agent: str) -> str:
    """A browser and its system, as its owner would tell them from another: "Firefox, Windows"."""
    browser = next((name for sign, name in BROWSERS if sign in agent), "")
    system = next((name for sign, name in SYSTEMS if sign in agent), "")
    return ", ".join(filter(None, (browser, system))) or _("en webbläsare som inte säger sitt namn")


def doors(request: HttpRequest, email: str) -> list[Door]:
    """The doors by which this browser tries to get into the account with this address."""
    if device := _known(request).get(_key(email)):
        return [device_door(device)]
    return [account_door(email), address_door(client_address(request))]


def is_known(request: HttpRequest, email: str) -> bool:
    """Whether the account has been signed in to in this browser before."""
    return _key(email) in _known(request)


def remember(request: HttpRequest, response: HttpResponse, user: AbstractBaseUser) -> None:
    """Let this browser have a door of its own to the account from now on."""
    known, key = _known(request), _key(str(getattr(user, "email", "")))
    device = known.pop(key, "") or secrets.token_urlsafe(16)
    kept = dict([*known.items(), (key, device)][-MOST:])
    response.set_cookie(
        _name(),
        signing.dumps(kept, salt=_SALT, compress=True),
        max_age=REMEMBERED,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _name() -> str:
    return "__Host-device" if settings.SESSION_COOKIE_SECURE else "device"


def _key(email: str) -> str:
    """What a cookie calls an account: nobody reads an address out of it."""
    return re.sub(r"\W", "", signing.Signer(salt=_SALT).signature(email.strip().lower()))[:22]


def _known(request: HttpRequest) -> dict[str, str]:
    try:
        found = signing.loads(request.COOKIES.get(_name(), ""), salt=_SALT, max_age=REMEMBERED)
    except signing.BadSignature:  # none, or somebody's own work, or too old
        return {}
    return dict(found) if isinstance(found, dict) else {}
