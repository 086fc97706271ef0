"""Limited links: the list, giving and taking back, and what somebody sees who follows one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handslag.domain.access.things import of_document
from handslag.domain.accounts.tokens import UnknownToken
from handslag.domain.documents import queries as documents
from handslag.domain.matters import queries as matters
from handslag.domain.meetings.links import actions, queries
from handslag.domain.registry.memberships import queries as registry
from handslag.interfaces.web.kit.downloads import download
from handslag.interfaces.web.kit.forms import Form
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.links import address_of
from handslag.interfaces.web.kit.private import private
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id, number

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from handslag.domain.meetings.links.actions import Opened
    from handslag.interfaces.web.kit.requests import PageRequest

MEETING, DOCUMENT = "meeting", "document"
KINDS = {"mote": MEETING, "handling": DOCUMENT}
"""What each kind is called in an address."""


class GiveForm(Form):
    """Who gets a link, for whom, and until when."""

    recipient = forms.CharField(
        label=gettext_lazy("Vem får länken"),
        max_length=200,
        help_text=gettext_lazy("Namnet, så att ni vet vems länken är."),
    )
    principal = forms.TypedChoiceField(label=gettext_lazy("För huvudmannen"), coerce=int)
    until = forms.DateField(
        label=gettext_lazy("Gäller till och med"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, request: PageRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = registry.principals(request.viewer)
        self.offer("principal", [(row.id, row.name) for row in rows])


@require_http_methods(["GET", "HEAD", "POST"])
def links(request: PageRequest) -> HttpResponse:
    """Every link, or those to one meeting (`mote`) or document (`handling`), and a form."""
    chosen = _chosen(request)
    if chosen is None:
        if request.method == "POST":
            raise Http404
        return page(
            request, "desk/links.html", {"noun": "links", "rows": queries.links(request.viewer)}
        )
    kind, thing_id = chosen
    name, day = queries.name_of(request.viewer, kind, thing_id)
    form, given = GiveForm(request, request.POST or None), ""
    if request.method == "POST":
        if not queries.links_of(request.viewer, kind, thing_id).may_give:
            raise PermissionDenied  # before the form is read at all
        given = _give(request, form, kind, thing_id)
    found = queries.links_of(request.viewer, kind, thing_id)
    context = {
        "noun": "links",
        "rows": found.rows,
        "found": found,
        "kind": kind,
        "thing_id": thing_id,
        "name": name,
        "day": day,
        "form": GiveForm(request) if given else form,
        "given": given,
    }
    return page(request, "desk/links.html", context, status=422 if form.errors else 200)


def _chosen(request: PageRequest) -> tuple[str, int] | None:
    for name, kind in KINDS.items():
        if (thing_id := number(request.GET.get(name))) is not None:
            return kind, thing_id
    return None


def _give(request: PageRequest, form: GiveForm, kind: str, thing_id: int) -> str:
    """The address of a new link; empty where the form says why there is none."""
    if not form.is_valid():
        return ""
    said = form.cleaned_data
    try:
        given = actions.give_link(
            viewer=request.viewer,
            kind=kind,
            thing_id=thing_id,
            principal_id=said["principal"],
            recipient=said["recipient"],
            until=said["until"],
        )
    except ValidationError as refusal:
        form.told(refusal)
        return ""
    return address_of(request, reverse("desk:follow", args=[given.token]))


@require_POST
def revoke(request: PageRequest, link_id: int) -> HttpResponse:
    """Take a link back, and show the list that the form stood in."""
    actions.revoke_link(viewer=request.viewer, link_id=known_id(link_id))
    messages.success(request, _("Länken är indragen, och leder ingenstans."))
    address = reverse("desk:links")
    chosen = _chosen(request)
    if chosen is None:
        return redirect(address)
    names = {kind: name for name, kind in KINDS.items()}
    return redirect(f"{address}?{names[chosen[0]]}={chosen[1]}")


@private
@require_safe
def follow(request: PageRequest, token: str) -> HttpResponse:
    """The one thing that a link leads to, and nothing else."""
    opened = _opened(request, token, what="page")
    if not isinstance(opened, actions.Opened):
        return opened
    if opened.kind not in KINDS.values():
        return redirect("desk:reply", token)  # a link to answer by
    context: dict[str, Any] = {"opened": opened, "token": token}
    with or_404():
        if opened.kind == MEETING:
            context["meeting"] = matters.meeting_page(opened.viewer, opened.thing_id)
            return page(request, "desk/link_meeting.html", context)
        context["document"] = documents.document(opened.viewer, opened.thing_id)
        return page(request, "desk/link_document.html", context)


@private
@require_safe
def follow_file(request: PageRequest, token: str, document_id: int) -> HttpResponseBase:
    """A file of what a link leads to."""
    opened = _opened(request, token, what=f"file {known_id(document_id)}")
    if not isinstance(opened, actions.Opened):
        return opened
    # what is published can be read by everybody, but not by this way
    if of_document(document_id) not in {held.scope for held in opened.viewer.held}:
        raise Http404
    with or_404():
        found = documents.document(opened.viewer, document_id)
        path = documents.file_path(opened.viewer, document_id)
    try:
        data = path.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    return download(data, name=found.name, media_type=found.media_type)


def _opened(request: PageRequest, token: str, *, what: str) -> Opened | HttpResponse:
    """What the link leads to, or a page that says why it leads nowhere."""
    try:
        return actions.use_link(viewer=request.viewer, token=token, what=what)
    except UnknownToken as nobodys:
        return page(request, "desk/closed.html", {"words": str(nobodys)}, status=404)
    except ValidationError as over:
        words = " ".join(over.messages)
        return page(request, "desk/closed.html", {"words": words}, status=410)


def readable(request: PageRequest, kind: str, thing_id: int) -> bool:
    """Whether the viewer may see who has links to a thing: whether to lead there."""
    try:
        queries.name_of(request.viewer, kind, thing_id)
    except PermissionDenied:
        return False
    return True
