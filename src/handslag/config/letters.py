"""Where letters go: to a mail server that the environment names, or into a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from pathlib import Path

PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
"""The ways to reach a mail server, and the port of each where none is said."""


def mail_settings(url: str, folder: Path) -> dict[str, Any]:
    """Django's settings for the server at `url`; for `folder` where there is none.

    Raises ImproperlyConfigured, in words for whoever set it up, for an address that is none. Its
    password is not among the words.
    """
    found: dict[str, Any] = {
        "EMAIL_BACKEND": "handslag.interfaces.web.signin.letters.FolderBackend",
        "EMAIL_FILE_PATH": folder,
        "EMAIL_HOST": "",
        "EMAIL_PORT": PORTS["smtp"],
        "EMAIL_HOST_USER": "",
        "EMAIL_HOST_PASSWORD": "",
        "EMAIL_USE_TLS": False,
        "EMAIL_USE_SSL": False,
    }
    if not url.strip():
        return found
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    if not host or parts.scheme not in PORTS:
        raise ImproperlyConfigured(
            "HANDSLAG_MAIL_URL går inte att tyda. Skriv den som "
            "smtp+starttls://anvandare:losenord@mejl.example.se:587 (eller smtp://, smtps://), med "
            "tecken som @ och / i lösenordet skrivna som %40 och %2F."
        )
    return found | {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": host,
        "EMAIL_PORT": port or PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+starttls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }
