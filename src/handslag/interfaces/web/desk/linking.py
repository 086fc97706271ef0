"""Which items belong together: the questions that somebody is to answer, and one item's matters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.matters.dividing import queries as dividing
from handslag.domain.matters.dividing.actions import say_clause_matters, undo_clause_matters
from handslag.domain.matters.history import actions as belonging
from handslag.domain.matters.history import queries as matters
from handslag.domain.matters.linking import actions, queries
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id, number, page_asked_for

if TYPE_CHECKING:
    from django.http import HttpResponse

    from handslag.interfaces.web.kit.requests import PageRequest

LONGEST_WORDS = 200


@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: PageRequest) -> HttpResponse:
    """Items that may belong to one matter, to answer about one by one (`fraga`, `svar`)."""
    require_somewhere(request.viewer, Permission.MATTERS_CHANGE)
    if request.method == "POST":
        return _answer(request)
    context = {
        "noun": "matters",
        "listing": queries.link_questions(request.viewer, page_asked_for(request)),
        "answers": queries.link_answers(request.viewer),
    }
    return page(request, "desk/link_questions.html", context)


def _answer(request: PageRequest) -> HttpResponse:
    asked, said = number(request.POST.get("fraga")), request.POST.get("svar")
    if asked is None or said not in _SAID:
        raise Http404
    try:
        with or_404():
            if said == "angra":
                actions.undo_link_answer(viewer=request.viewer, suggestion_id=asked)
            else:
                same = said == "ja"
                actions.answer_link(viewer=request.viewer, suggestion_id=asked, same=same)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _SAID[said]())
    return redirect("desk:link-questions")


_SAID = {
    "ja": lambda: _("Punkterna hör nu till samma ärende. Svaret går att ångra nedan."),
    "nej": lambda: _("De hålls isär. Vi frågar inte igen. Svaret går att ångra nedan."),
    "angra": lambda: _("Svaret är borttaget, och frågan står här igen om den fortfarande gäller."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def item_matters(request: PageRequest, item_id: int) -> HttpResponse:
    """The matters of one item: which, why, and forms that tie it to others or part it from one.

    Where there are several, which of them each of its clauses belongs to. `ord` seeks among
    matters.
    """
    with or_404():
        found = queries.item_matters(request.viewer, known_id(item_id))
        if request.method == "POST":
            return _change(request, item_id)
    words = request.GET.get("ord", "").strip()[:LONGEST_WORDS]
    mine = {one.matter_id for one in found.matters}
    listing = matters.matters(request.viewer, words=words) if words else None
    context = {
        "noun": "matters",
        "found": found,
        "clauses": dividing.item_clauses(request.viewer, item_id) if len(mine) > 1 else (),
        "words": words,
        "others": [row for row in listing.rows if row.id not in mine] if listing else [],
        "sought": listing is not None,
    }
    return page(request, "desk/item_matters.html", context)


def _change(request: PageRequest, item_id: int) -> HttpResponse:
    """Tie the item to a matter (`knyt`), or part it from one (`skilj`), and show it again.

    Or say which matters (`arende`) a clause (`sats`) belongs to, or take that back (`angra`).
    """
    to, away = number(request.POST.get("knyt")), number(request.POST.get("skilj"))
    clause, undone = number(request.POST.get("sats")), number(request.POST.get("angra"))
    try:
        if clause is not None:
            chosen = [number(one) or 0 for one in request.POST.getlist("arende")]
            say_clause_matters(viewer=request.viewer, clause_id=clause, matter_ids=chosen)
            messages.success(request, _("Nu står det vilket ärende beslutet hör till."))
        elif undone is not None:
            undo_clause_matters(viewer=request.viewer, clause_id=undone)
            messages.success(
                request, _("Tillbakataget. Nu avgör orden vilket ärende beslutet hör till.")
            )
        elif to is not None:
            belonging.tie_item(viewer=request.viewer, matter_id=to, item_id=item_id, instead=True)
            messages.success(request, _("Punkten hör nu till ärendet."))
        elif away is not None:
            belonging.untie_item(viewer=request.viewer, matter_id=away, item_id=item_id)
            messages.success(
                request, _("Punkten hör inte längre till ärendet. Vi knyter den inte dit igen.")
            )
        else:
            raise Http404
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("desk:item-matters", item_id)
