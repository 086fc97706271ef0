"""What a newer reading changed in a document: one by one, or all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from handslag.intake import actions, differences
from handslag.intake.errors import ChangedMeanwhile, Invalid
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id, number

if TYPE_CHECKING:
    from django.http import HttpResponse

    from handslag.interfaces.web.kit.requests import PageRequest


@require_http_methods(["GET", "HEAD", "POST"])
def changes(request: PageRequest, document_id: int) -> HttpResponse:
    """The changes that nobody has settled; a form keeps or refuses one, or keeps them all."""
    error = ""
    if request.method == "POST":
        try:
            with or_404():
                _settle(request, known_id(document_id))
        except (ChangedMeanwhile, Invalid) as refusal:
            error = str(refusal)
    with or_404():
        found = differences.changes_page(request.viewer, known_id(document_id))
    if request.method == "POST" and not error:
        if found.rows:
            return redirect("desk:changes", document_id)
        messages.success(request, _("Alla ändringar efter omläsningen är genomgångna."))
        return redirect("desk:document", document_id)
    context = {"noun": "documents", "document": found.document, "changes": found, "error": error}
    return page(request, "desk/changes.html", context, status=409 if error else 200)


def _settle(request: PageRequest, document_id: int) -> None:
    revision = number(request.POST.get("revision")) or 0
    refused, kept = number(request.POST.get("behall")), number(request.POST.get("godta"))
    if refused is not None:
        actions.refuse_change(viewer=request.viewer, change_id=refused, revision=revision)
        messages.success(request, _("Det förra står kvar."))
        return
    before = len(differences.changes_page(request.viewer, document_id).rows)
    actions.keep_changes(
        viewer=request.viewer,
        document_id=document_id,
        change_ids=[kept] if kept is not None else None,
        revision=revision,
    )
    count = 1 if kept is not None else before
    words = ngettext("%(count)d ändring är godtagen.", "%(count)d ändringar är godtagna.", count)
    messages.success(request, words % {"count": count})
