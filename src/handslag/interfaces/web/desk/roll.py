"""People and memberships out of the register, as a spreadsheet."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may, require_somewhere
from handslag.domain.access.things import Thing, of_body
from handslag.domain.base.dates import day_from_words
from handslag.domain.registry import queries as registry
from handslag.interfaces.web.kit.downloads import download
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import number
from handslag.output.spreadsheets.lists import Form, roll_as_file

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from handslag.interfaces.web.kit.requests import PageRequest


@require_safe
def roll(request: PageRequest) -> HttpResponse:
    """What to fetch: which body, as on which day, and in which form."""
    require_somewhere(request.viewer, Permission.REGISTRY_READ)
    bodies = [
        body
        for body in registry.bodies(request.viewer)
        if may(
            request.viewer, Permission.REGISTRY_READ, Thing(scopes=frozenset({of_body(body.id)}))
        )
    ]
    context = {
        "noun": "people",
        "bodies": bodies,
        "body_id": number(request.GET.get("organ")),
        "today": timezone.localdate(),
        "changes": may(request.viewer, Permission.REGISTRY_CHANGE),
    }
    return page(request, "desk/roll.html", context)


@require_safe
def roll_file(request: PageRequest) -> HttpResponseBase:
    """The spreadsheet: `organ` keeps one body, `dag` says on which day, `form` xlsx or csv."""
    require_somewhere(request.viewer, Permission.REGISTRY_READ)
    form, asked, body = (request.GET.get(name, "") for name in ("form", "dag", "organ"))
    if form not in {"", *Form}:
        raise Http404
    day = day_from_words(asked) if asked.strip() else timezone.localdate()
    if day is None:
        messages.error(request, _("Dagen går inte att läsa. Skriv som 2026-01-31."))
        return redirect("desk:roll")
    body_id = number(body)
    if body and body_id is None:
        raise Http404
    with or_404():
        made = roll_as_file(request.viewer, day, Form(form or Form.XLSX), body_id)
    return download(BytesIO(made.data), name=made.name, media_type=made.media_type)
