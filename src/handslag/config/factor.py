"""Whether a county demands a second factor of everybody."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured


def is_demanded(told: str) -> bool:
    """What HANDSLAG_SECOND_FACTOR says. Raises ImproperlyConfigured for a word that is neither.

    Somebody who misspells it means to demand one, and must not believe that it is.
    """
    if told.strip() not in {"", "required"}:
        raise ImproperlyConfigured(
            "HANDSLAG_SECOND_FACTOR ska vara required, eller inte anges alls. Nu står det något "
            "annat där, och Handslag startade inte."
        )
    return told.strip() == "required"
