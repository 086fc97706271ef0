"""The phrases that a body's att-satser begin from: its own, to change, and those that all have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from handslag.domain.base.meanwhile import ChangedMeanwhile
from handslag.domain.matters.writing import actions, queries
from handslag.domain.registry import queries as registry
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id, number

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from handslag.interfaces.web.kit.requests import PageRequest


@require_http_methods(["GET", "HEAD", "POST"])
def phrases(request: PageRequest, body_id: int) -> HttpResponse:
    """A body's phrases. `gor` adds ("ny"), changes ("andra") or takes away ("ta-bort") one."""
    with or_404():
        found = queries.phrases(request.viewer, known_id(body_id))
        body = registry.body(request.viewer, body_id)
    context = {"noun": "bodies", "body": body, "phrases": found, "typed": "", "problem": ""}
    if request.method != "POST":
        return page(request, "desk/phrases.html", context)
    write = _WAYS.get(request.POST.get("gor", ""))
    if write is None:
        raise Http404
    try:
        with or_404():
            messages.success(request, write(request, body_id))
    except (ValidationError, ChangedMeanwhile) as refusal:
        words = refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
        context |= {"typed": request.POST.get("text", ""), "problem": " ".join(words)}
        status = 422 if isinstance(refusal, ValidationError) else 409
        return page(request, "desk/phrases.html", context, status=status)
    return redirect("desk:phrases", body_id)


def _add(request: PageRequest, body_id: int) -> str:
    actions.add_phrase(viewer=request.viewer, body_id=body_id, text=request.POST.get("text", ""))
    return _("Frasen är tillagd.")


def _change(request: PageRequest, _body_id: int) -> str:
    actions.change_phrase(
        viewer=request.viewer,
        phrase_id=_phrase(request),
        seen=request.POST.get("sett", ""),
        text=request.POST.get("text", ""),
    )
    return _("Frasen är ändrad. Beslut som redan är skrivna ändras inte.")


def _remove(request: PageRequest, _body_id: int) -> str:
    actions.remove_phrase(viewer=request.viewer, phrase_id=_phrase(request))
    return _("Frasen är borttagen. Beslut som redan är skrivna står kvar.")


def _phrase(request: PageRequest) -> int:
    found = number(request.POST.get("fras"))
    if found is None:
        raise Http404
    return found


_WAYS: dict[str, Callable[[PageRequest, int], str]] = {
    "ny": _add,
    "andra": _change,
    "ta-bort": _remove,
}
