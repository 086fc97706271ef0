"""How a page's small writes are answered: as JSON where the page asks so, else as a page.

A page that saves while somebody types sends an ordinary form with `Accept: application/json`. It
carries `nyckel`, a UUID made for this one write and sent again with it until there is an answer,
and `sett`, what the page saw of the one thing it changes. The answers:

    200  {"ok": true, "seen": {...}, "revision": 41, "at": "14.32", "html": "..."}
    409  {"conflict": true, "theirs": {...}, "by": "...", "seen": {...}}
    422  {"errors": {field: [...]}}
    403, 404  {"refused": "..."}

The same form without JavaScript is answered by going back to the page, or by a page that shows
both texts (409) or what is wrong (422) with everything that was typed still in it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import (
    NON_FIELD_ERRORS,
    ObjectDoesNotExist,
    PermissionDenied,
    ValidationError,
)
from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from handslag.domain.base.meanwhile import ChangedMeanwhile
from handslag.interfaces.web.kit.rendering import page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpResponse

    from handslag.interfaces.web.kit.requests import PageRequest

OF_THE_WIRE = ("csrfmiddlewaretoken", "nyckel", "sett")
"""Fields of the form that are about sending it, not about what it says."""


@dataclass(frozen=True, slots=True)
class Ways:
    """Where a write leads somebody whose page has no JavaScript."""

    back: str
    """The address to go back to once it is saved, or where the other's text is kept."""
    saved: str = ""
    """What is told there; nothing where the page shows it well enough."""
    labels: Mapping[str, str] | None = None
    """What the form's fields are called, by their names; `text` is shown as a long one."""


def asks_for_json(request: PageRequest) -> bool:
    """Whether the answer is for a script of the page, not for a browser to show."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def key_of_write(request: PageRequest) -> UUID:
    """The page's own key of this write; a new one where a form without script sent none.

    Raises ValidationError where it is no UUID.
    """
    told = request.POST.get("nyckel", "").strip()
    if not told:
        return uuid4()
    try:
        return UUID(told)
    except ValueError as no_key:
        words = _("Sidan skickade en nyckel som inte gick att läsa. Ladda om sidan.")
        raise ValidationError({"nyckel": words}) from no_key


def digest_of_write(request: PageRequest) -> str:
    """What tells this write from another: where it was sent, and all it says."""
    fields = {
        name: request.POST.getlist(name)
        for name in request.POST
        if name not in {"csrfmiddlewaretoken", "nyckel"}
    }
    said = json.dumps([request.path, fields], sort_keys=True, ensure_ascii=False)
    return sha256(said.encode(errors="surrogatepass")).hexdigest()


def answered(
    request: PageRequest,
    write: Callable[[], Mapping[str, Any]],
    ways: Ways,
    *,
    fragment: Callable[[Mapping[str, Any]], str] | None = None,
) -> HttpResponse:
    """Do `write` and answer as the page asked to be answered.

    What `write` gives is told as it is, beside `ok` and the time; `fragment` renders HTML from it
    for pages that put it in place. What it raises becomes the answers above.
    """
    if not asks_for_json(request):
        answer = _as_a_page(request, write, ways)
    else:
        answer = _as_json(write, fragment)
    patch_vary_headers(answer, ["Accept"])
    return answer


def _as_json(
    write: Callable[[], Mapping[str, Any]],
    fragment: Callable[[Mapping[str, Any]], str] | None,
) -> HttpResponse:
    try:
        given = write()
        told: dict[str, Any] = {"ok": True, **given, "at": f"{timezone.localtime():%H.%M}"}
        if fragment is not None:
            told["html"] = fragment(given)
        return _json(told)
    except ChangedMeanwhile as other:
        conflict = {"conflict": True, "theirs": other.theirs, "by": other.by, "seen": other.seen}
        return _json(conflict, 409)
    except ValidationError as refusal:
        return _json({"errors": errors_of(refusal)}, 422)
    except PermissionDenied as refusal:
        return _json({"refused": str(refusal) or _("Du saknar behörighet för det här.")}, 403)
    except (ObjectDoesNotExist, Http404):
        words = _("Det du skrev i finns inte längre. Ladda om sidan. Det du skrev finns kvar här.")
        return _json({"refused": words}, 404)


def _as_a_page(
    request: PageRequest, write: Callable[[], Mapping[str, Any]], ways: Ways
) -> HttpResponse:
    try:
        write()
    except ChangedMeanwhile as other:
        return _again(request, ways, 409, other=other)
    except ValidationError as refusal:
        return _again(request, ways, 422, errors=errors_of(refusal))
    except ObjectDoesNotExist as none:
        raise Http404 from none
    if ways.saved:
        messages.success(request, ways.saved)
    return redirect(ways.back)


def errors_of(refusal: ValidationError) -> dict[str, list[str]]:
    """What is wrong, by field; under the empty name what is about no field."""
    if not hasattr(refusal, "error_dict"):
        return {"": list(refusal.messages)}
    told = refusal.message_dict
    return {("" if name == NON_FIELD_ERRORS else name): words for name, words in told.items()}


def _again(
    request: PageRequest,
    ways: Ways,
    status: int,
    *,
    other: ChangedMeanwhile | None = None,
    errors: Mapping[str, list[str]] | None = None,
) -> HttpResponse:
    """What was typed, to be sent again: beside what stands by now, or what is wrong with it."""
    labels, theirs, told = ways.labels or {}, other.theirs if other else {}, dict(errors or {})
    names = [name for name in request.POST if name not in OF_THE_WIRE]
    fields = [
        {
            "name": name,
            "label": labels.get(name, ""),
            "value": value,
            "theirs": theirs.get(name),
            "errors": told.pop(name, []),
            "long": name == "text",
        }
        for name in names
        for value in request.POST.getlist(name)
    ]
    shown = {name for name in names if labels.get(name)}
    context = {
        "noun": "meetings",
        "conflict": str(other) if other else "",
        "by": other.by if other else "",
        "fields": fields,
        "apart": [
            (labels.get(name, ""), value) for name, value in theirs.items() if name not in shown
        ],
        "errors": [words for found in told.values() for words in found],
        "key": uuid4(),
        "seen": next(iter(other.seen.values()), "") if other else request.POST.get("sett", ""),
        "back": ways.back,
    }
    return page(request, "kit/again.html", context, status=status)


def _json(told: Mapping[str, Any], status: int = 200) -> HttpResponse:
    return JsonResponse(dict(told), status=status)
