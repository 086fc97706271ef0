"""What one follows oneself: matters, bodies, saved searches, and the digest that tells of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id, number
from handslag.output.news import actions, queries
from handslag.output.news.models import Frequency, Weekday
from handslag.output.news.rules import LONGEST_BEFORE, REMINDERS, Kind
from handslag.output.search.question import from_address

if TYPE_CHECKING:
    from django.http import HttpResponse

    from handslag.interfaces.web.kit.requests import PageRequest


@require_safe
def news(request: PageRequest) -> HttpResponse:
    """What the viewer follows, what is new, and how they want to be told."""
    return _page(request, {})


def _page(request: PageRequest, errors: dict[str, str], status: int = 200) -> HttpResponse:
    found = queries.news_page(request.viewer)
    sent = request.POST if errors else QueryDict()
    chosen = found.chosen
    kinds = set(sent.getlist("slag")) if errors else {kind.value for kind in chosen.kinds}
    context = {
        "noun": "news",
        "found": found,
        "searches": [
            (row, f"{reverse('desk:search')}?{urlencode(row.question.to_address())}")
            for row in found.searches
        ],
        "frequencies": Frequency.choices,
        "frequency": sent.get("hur-ofta", chosen.frequency),
        "weekdays": Weekday.choices,
        "weekday": number(sent.get("dag")) if errors else chosen.weekday,
        "days_before": sent.get("dagar", str(chosen.days_before)),
        "longest_before": LONGEST_BEFORE,
        "reminders": [(kind.value, kind.label, kind.value in kinds) for kind in REMINDERS],
        "kinds": [
            (kind.value, kind.label, kind.value in kinds) for kind in Kind if kind not in REMINDERS
        ],
        "errors": errors,
    }
    return page(request, "desk/news.html", context, status=status)


@require_POST
def tune(request: PageRequest) -> HttpResponse:
    """Choose how often the digest comes, and what it tells."""
    weekday = number(request.POST.get("dag"))
    try:
        actions.tune(
            viewer=request.viewer,
            frequency=request.POST.get("hur-ofta", ""),
            weekday=-1 if weekday is None else weekday,
            days_before=number(request.POST.get("dagar")) or 0,
            kinds=request.POST.getlist("slag"),
        )
    except ValidationError as refusal:
        told = {field: " ".join(words) for field, words in refusal.message_dict.items()}
        return _page(request, told, status=422)
    messages.success(request, _("Sparat. Nästa sammandrag följer det du har valt."))
    return redirect("desk:news")


@require_POST
def save_search(request: PageRequest) -> HttpResponse:
    """Save the question that the page of the search was asked, to be told of new answers."""
    question = from_address(QueryDict(request.POST.get("fraga", "")))
    try:
        actions.save_search(
            viewer=request.viewer,
            question=question.to_json(),
            name=request.POST.get("namn", ""),
        )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(f"{reverse('desk:search')}?{urlencode(question.to_address())}")
    messages.success(request, _("Sökningen är sparad. Du får veta när något nytt svarar mot den."))
    return redirect("desk:news")


@require_POST
def open_search(request: PageRequest, search_id: int) -> HttpResponse:
    """See what a saved search finds; what there is now is no longer new."""
    with or_404():
        told = actions.open_search(viewer=request.viewer, search_id=known_id(search_id))
    return redirect(f"{reverse('desk:search')}?{urlencode(told)}")


@require_POST
def forget_search(request: PageRequest, search_id: int) -> HttpResponse:
    """Save a search no longer."""
    actions.forget_search(viewer=request.viewer, search_id=known_id(search_id))
    messages.success(request, _("Sökningen är inte sparad längre."))
    return redirect("desk:news")


@require_POST
def follow_matter(request: PageRequest, matter_id: int) -> HttpResponse:
    """Follow a matter, or with `sluta` no longer."""
    matter_id = known_id(matter_id)
    if "sluta" in request.POST:
        actions.unfollow_matter(viewer=request.viewer, matter_id=matter_id)
        messages.success(request, _("Du följer inte ärendet längre."))
    else:
        with or_404():
            actions.follow_matter(viewer=request.viewer, matter_id=matter_id)
        messages.success(request, _("Du följer ärendet. Det som händer kommer i ditt sammandrag."))
    return _back(request, "desk:matter", matter_id)


@require_POST
def follow_body(request: PageRequest, body_id: int) -> HttpResponse:
    """Follow a body, or with `sluta` no longer."""
    body_id = known_id(body_id)
    if "sluta" in request.POST:
        actions.unfollow_body(viewer=request.viewer, body_id=body_id)
        messages.success(request, _("Du följer inte organet längre."))
    else:
        with or_404():
            actions.follow_body(viewer=request.viewer, body_id=body_id)
        messages.success(
            request,
            _("Du följer organet. Det som är nytt därifrån kommer i ditt sammandrag."),
        )
    return _back(request, "desk:body", body_id)


def _back(request: PageRequest, name: str, thing_id: int) -> HttpResponse:
    """To where the form stood."""
    if request.POST.get("fran") == "bevakningar":
        return redirect("desk:news")
    return redirect(name, thing_id)
