"""One-time and limited links: what stands in their address, and what is kept of it.

Only the digest of a token is stored: whoever reads the database or a backup of it can follow no
link. The token itself is told once, to whoever sends it on.
"""

from __future__ import annotations

import re
import secrets
from hashlib import sha256
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

BYTES = 24
"""192 bits of chance: nobody guesses one of a thousand links in the lifetime of the sun."""
_FORM = re.compile(r"[A-Za-z0-9_-]{32}")


class UnknownToken(PermissionDenied):
    """No link has this token. The words are for whoever followed it."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Länken leder ingenstans. Kontrollera att hela adressen kom med, eller be den som "
                "skickade den om en ny."
            )
        )


class Token(NamedTuple):
    """A new token: the words for the address, and the digest to keep."""

    words: str
    digest: str


def new_token() -> Token:
    """A token that nobody can guess and that has never been before."""
    words = secrets.token_urlsafe(BYTES)
    return Token(words, sha256(words.encode()).hexdigest())


def digest_of(words: str | None) -> str:
    """What is kept of a token. Raises UnknownToken for what can be none, without asking anybody."""
    if not words or not _FORM.fullmatch(words):
        raise UnknownToken
    return sha256(words.encode()).hexdigest()
