"""A region's own identity provider, as allauth wants it told."""

from __future__ import annotations

from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


def provider_id(issuer: str) -> str:
    """What the provider's accounts are kept under. Another issuer is another provider: its number
    17 is somebody else."""
    return f"oidc-{sha256(issuer.encode()).hexdigest()[:16]}" if issuer else ""


def origin(issuer: str) -> str:
    """The scheme and host of the provider's pages, to which the form for signing in leads."""
    parts = urlsplit(issuer)
    return f"{parts.scheme}://{parts.netloc}"


def provider_settings(
    issuer: str, *, client_id: str, secret: str, name: str, local: bool = True
) -> dict[str, Any]:
    """Django's setting for the provider; empty where there is none.

    A `local` installation may ask one without encryption. Raises ImproperlyConfigured, in words
    for whoever set it up, where half of it is missing or somebody between could listen.
    """
    if not issuer and not client_id and not secret:
        return {}
    schemes = ("https://", "http://") if local else ("https://",)
    if not issuer.startswith(schemes) or not client_id or not secret:
        raise ImproperlyConfigured(
            "Inloggningen genom regionens egen tjänst är inte färdig. Ange HANDSLAG_OIDC_ISSUER "
            "(börjar med https://), HANDSLAG_OIDC_CLIENT_ID och HANDSLAG_OIDC_CLIENT_SECRET, "
            "eller ta bort alla tre."
        )
    app = {
        "provider_id": provider_id(issuer),
        "name": name,
        "client_id": client_id,
        "secret": secret,
        "settings": {"server_url": issuer, "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app]}}
