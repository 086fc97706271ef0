"""What the pages for signing in ask of the settings."""

from __future__ import annotations

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def identity_provider() -> str:
    """The name of the region's own identity provider; empty where there is none."""
    return str(settings.OIDC_NAME) if settings.SOCIALACCOUNT_PROVIDERS else ""
