"""How far a thing has come on its way to the public, and the steps between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping


class PublicationState(TextChoices):
    """Draft, shared (from here on a public record), finalised, published, withdrawn."""

    DRAFT = "draft", _("utkast")
    SHARED = "shared", _("delat")
    FINALISED = "finalised", _("färdigställt")
    PUBLISHED = "published", _("publicerat")
    WITHDRAWN = "withdrawn", _("återkallat")


_S = PublicationState

NEXT: Mapping[PublicationState, frozenset[PublicationState]] = {
    _S.DRAFT: frozenset({_S.SHARED}),
    _S.SHARED: frozenset({_S.FINALISED}),
    _S.FINALISED: frozenset({_S.PUBLISHED}),
    _S.PUBLISHED: frozenset({_S.WITHDRAWN}),
    _S.WITHDRAWN: frozenset({_S.PUBLISHED}),
}
"""The states that may follow on each. What was shared is a public record (allmän handling, TF 2
kap.) and never becomes a draft again; what was published can be withdrawn, never unmade."""
