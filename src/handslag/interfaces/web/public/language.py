"""Choosing the language of the interface. What is published stays in the language it is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase


# A form's mark would take a cookie of its own, on every page. Whoever makes somebody else's
# browser send this changes which language that browser is spoken to in, and nothing else.
@csrf_exempt
@require_POST
def language(request: HttpRequest) -> HttpResponseBase:
    """Remember the language and lead back."""
    return set_language(request)
