"""One fact of a document under review: correcting it, dropping it, taking that back, adding one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from handslag.intake import actions, queries
from handslag.intake.errors import ChangedMeanwhile, Invalid
from handslag.interfaces.web.desk import paper, queue
from handslag.interfaces.web.desk.documents import page_of
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id, number
from handslag.interfaces.web.kit.words import clock

if TYPE_CHECKING:
    from django.http import HttpResponse

    from handslag.intake.pages import AddableKind, Field, ReviewPage
    from handslag.interfaces.web.desk.paper import Row
    from handslag.interfaces.web.kit.requests import PageRequest

TEMPLATE = "desk/document.html"


@require_http_methods(["GET", "HEAD", "POST"])
def fact(request: PageRequest, document_id: int, fact_id: int) -> HttpResponse:
    """The form of one fact, in its place on the document's page; htmx gets that place alone."""
    with or_404():
        review = queries.review_page(request.viewer, known_id(document_id))
    row = _row(review, fact_id)
    if request.method == "POST":
        return _save(request, review, row)
    if "visa" in request.GET:
        return _shown(request, review, row, fragment="row")
    return _opened(request, review, row, _form(review, row.node.fields))


def _row(review: ReviewPage, fact_id: int) -> Row:
    row = paper.row_of(review, fact_id)
    if row is None:
        raise Http404
    return row


def _save(request: PageRequest, review: ReviewPage, row: Row) -> HttpResponse:
    """Do what the form says. What was typed is never lost: a refusal shows it again."""
    typed = {field.name: request.POST.get(f"f-{field.name}", "") for field in row.node.fields}
    revision = number(request.POST.get("revision")) or 0
    what = request.POST.get("gor", "spara")
    try:
        if what == "stryk":
            actions.drop(viewer=request.viewer, suggestion_id=row.node.id, revision=revision)
        elif what == "aterstall":
            actions.restore(viewer=request.viewer, suggestion_id=row.node.id, revision=revision)
        elif what == "stammer":
            actions.confirm(viewer=request.viewer, suggestion_id=row.node.id, revision=revision)
        else:
            actions.correct(
                viewer=request.viewer,
                suggestion_id=row.node.id,
                fields=typed,
                revision=revision,
            )
    except ChangedMeanwhile as change:
        review = queries.review_page(request.viewer, review.document.id)
        row = _row(review, row.node.id)
        form = _form(review, row.node.fields, typed=typed) | {"stale": str(change)}
        return _opened(request, review, row, form, status=409)
    except Invalid as refusal:
        form = _form(review, row.node.fields, typed=typed, errors=refusal.errors)
        return _opened(request, review, row, form, status=422)
    onward = "vidare" in request.POST
    if not request.htmx and not onward:
        return _back_to(review, row.node.id)
    review = queries.review_page(request.viewer, review.document.id)
    if not request.htmx:
        return HttpResponseRedirect(next_address(request, review, f"f{row.node.id}"))
    return _shown(request, review, _row(review, row.node.id), fragment="saved", onward=onward)


def next_address(request: PageRequest, review: ReviewPage, after: str) -> str:
    """Where the reviewer goes on `after` a fact or a finding: to what is asked next, and when
    nothing more is asked to the acceptance."""
    context = page_of(request, review, after=after)
    current = context["bar"].current
    document = reverse("desk:document", args=[review.document.id])
    if current is None:
        return f"{document}?{urlencode({'papper': context['shown']})}#godkann"
    return f"{document}{queue.address(current.key, context['shown'])}"


def _back_to(review: ReviewPage, fact_id: int) -> HttpResponse:
    address = reverse("desk:document", args=[review.document.id])
    return HttpResponseRedirect(f"{address}#f{fact_id}")


def _shown(
    request: PageRequest, review: ReviewPage, row: Row, *, fragment: str, onward: bool = False
) -> HttpResponse:
    """The fact as it reads; after saving with what to look at and the hour beside it.

    The bar goes `onward` to what is asked next, or stays where it is.
    """
    if not request.htmx:
        return _back_to(review, row.node.id)
    key = f"f{row.node.id}"
    context = page_of(request, review, at="" if onward else key, after=key)
    context |= {"row": row, "beneath": paper.rows_beneath(row), "focus": not onward}
    context["saved_at"] = clock(timezone.localtime().time())
    response = page(request, TEMPLATE, context, fragment=fragment)
    # The other forms on the page may now be saved too: they were opened before this change,
    # but by the same person.
    response["HX-Trigger"] = json.dumps({"revision": review.revision})
    return response


def _opened(
    request: PageRequest,
    review: ReviewPage,
    row: Row,
    form: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """The page with the fact's form open in it."""
    context = page_of(request, review, at=f"f{row.node.id}")
    context |= {"open_id": row.node.id, "row": row, "form": form}
    return page(request, TEMPLATE, context, fragment="open_row", status=status)


def _form(
    review: ReviewPage,
    fields: tuple[Field, ...],
    *,
    typed: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> dict[str, Any]:
    """The fields as the form shows them: what was typed where something was, else what stands."""
    errors = errors or {}
    lines = [
        {
            "field": field,
            "value": typed[field.name] if typed is not None else field.value,
            "error": errors.get(field.name, ""),
            "changed": typed is not None and typed[field.name] != field.value,
            "described_by": _described_by(field, errors),
        }
        for field in fields
    ]
    return {"lines": lines, "revision": review.revision, "error": errors.get("", "")}


def _described_by(field: Field, errors: dict[str, str]) -> str:
    """The ids of the words that explain the field."""
    help_id = f"hjalp-{field.name}" if field.help else ""
    error_id = f"fel-{field.name}" if field.name in errors else ""
    return f"{help_id} {error_id}".strip()


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: PageRequest, document_id: int) -> HttpResponse:
    """The form of a fact that the reader missed: kind `slag`, hanging on `under`.

    Without a kind it asks which.
    """
    with or_404():
        review = queries.review_page(request.viewer, known_id(document_id))
    asked = request.POST if request.method == "POST" else request.GET
    parent_id = number(asked.get("under"))
    under = _row(review, parent_id).node if parent_id is not None else None
    if request.method != "POST" and "slag" not in request.GET:
        kinds = under.addable if under else review.addable
        context = {"noun": "documents", "document": review.document, "under": under}
        return page(request, "desk/choose_kind.html", context | {"kinds": kinds})
    kind = _addable(review, asked.get("slag", ""), parent_id)
    if request.method == "POST":
        return _save_new(request, review, kind, parent_id)
    return _opened_new(request, review, kind, parent_id, _form(review, kind.fields))


def _addable(review: ReviewPage, name: str, parent_id: int | None) -> AddableKind:
    kinds = review.addable if parent_id is None else _row(review, parent_id).node.addable
    for kind in kinds:
        if kind.kind == name:
            return kind
    raise Http404


def _save_new(
    request: PageRequest, review: ReviewPage, kind: AddableKind, parent_id: int | None
) -> HttpResponse:
    typed = {field.name: request.POST.get(f"f-{field.name}", "") for field in kind.fields}
    quote = request.POST.get("citat", "").strip()
    form = _form(review, kind.fields, typed=typed) | {"quote": quote}
    place = paper.place_of_quote(review, quote, parent_id, number(request.POST.get("vid")))
    if quote and place is None:
        words = _("Orden finns inte i texten. Kopiera dem därifrån, eller lämna rutan tom.")
        form["quote_error"] = words
        return _opened_new(request, review, kind, parent_id, form, status=422)
    try:
        new_id = actions.add(
            viewer=request.viewer,
            document_id=review.document.id,
            kind=kind.kind,
            parent_id=parent_id,
            fields=typed,
            start=place[0] if place else None,
            end=place[1] if place else None,
            revision=number(request.POST.get("revision")) or 0,
        )
    except ChangedMeanwhile as change:
        review = queries.review_page(request.viewer, review.document.id)
        form |= {"stale": str(change), "revision": review.revision}
        return _opened_new(request, review, kind, parent_id, form, status=409)
    except Invalid as refusal:
        form = _form(review, kind.fields, typed=typed, errors=refusal.errors) | {"quote": quote}
        return _opened_new(request, review, kind, parent_id, form, status=422)
    return _back_to(review, new_id)


def _opened_new(
    request: PageRequest,
    review: ReviewPage,
    kind: AddableKind,
    parent_id: int | None,
    form: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    under = _row(review, parent_id).node if parent_id is not None else None
    context = {"noun": "documents", "document": review.document, "review": review}
    context |= {"kind": kind, "under": under, "form": form}
    return page(request, "desk/add_fact.html", context, status=status)
