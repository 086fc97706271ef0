"""Publishing an account of a meeting: what everybody will read, what to look at first, the act."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from handslag.domain.base.facts import Phase
from handslag.domain.base.meanwhile import ChangedMeanwhile
from handslag.domain.base.states import PublicationState
from handslag.domain.publications import actions
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id, number
from handslag.output.publishing import publishing
from handslag.output.publishing.publishing import changed_lines

if TYPE_CHECKING:
    from django.http import HttpResponse

    from handslag.domain.publications.content import Content
    from handslag.interfaces.web.kit.requests import PageRequest
    from handslag.output.publishing.publishing import Preview

ACCOUNTS = {"kallelse": Phase.PLAN, "protokoll": Phase.HELD}
"""What each account is called in an address."""
READY = frozenset(
    {PublicationState.FINALISED, PublicationState.PUBLISHED, PublicationState.WITHDRAWN}
)
"""The states from which an account can be published."""


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: PageRequest, meeting_id: int, konto: str) -> HttpResponse:
    """The account as everybody would read it; or publish just that (`sett`, and why: `skal`)."""
    phase = _phase(konto)
    if request.method != "POST":
        return _page(request, meeting_id, konto)
    why = request.POST.get("skal", "")
    try:
        with or_404():
            done = publishing.publish(
                viewer=request.viewer,
                meeting_id=known_id(meeting_id),
                phase=phase,
                seen=request.POST.get("sett", ""),
                why=why,
            )
    except ChangedMeanwhile:
        told = _("Något har ändrats sedan du öppnade sidan, så inget publicerades. Läs den igen.")
        return _page(request, meeting_id, konto, problem=told, why=why, status=409)
    except ValidationError as refusal:
        told = " ".join(refusal.messages)
        return _page(request, meeting_id, konto, problem=told, why=why, status=422)
    words = _("Version %(number)s är publicerad. Alla kan läsa den nu.")
    messages.success(request, words % {"number": done.number})
    return redirect("desk:meeting", meeting_id)


@require_POST
def clear(request: PageRequest, meeting_id: int, konto: str) -> HttpResponse:
    """Let what was found (`uppgift`) be shown, for a reason (`skal`); or doubt it again."""
    phase, finding = _phase(konto), request.POST.get("uppgift", "")
    told: dict[str, Any] = {
        "viewer": request.viewer,
        "meeting_id": known_id(meeting_id),
        "phase": phase,
        "finding": finding,
    }
    try:
        with or_404():
            if request.POST.get("gor") == "tvivla":
                publishing.doubt(**told)
            else:
                publishing.clear(**told, reason=request.POST.get("skal", ""))
    except ValidationError as refusal:
        return _page(
            request,
            meeting_id,
            konto,
            problem=" ".join(refusal.messages),
            status=422,
            at=finding,
        )
    return redirect("desk:publish", meeting_id, konto)


@require_POST
def suppress(request: PageRequest, meeting_id: int, konto: str) -> HttpResponse:
    """Erase one published version (`version`) for good, for a reason (`skal`)."""
    phase = _phase(konto)
    try:
        with or_404():
            actions.suppress_version(
                viewer=request.viewer,
                meeting_id=known_id(meeting_id),
                kind=publishing.KIND[phase],
                number=number(request.POST.get("version")) or 0,
                reason=request.POST.get("skal", ""),
            )
    except ValidationError as refusal:
        told = " ".join(refusal.messages)
        return _page(request, meeting_id, konto, problem=told, status=422)
    messages.success(
        request, _("Versionen är borta. På dess plats står att den togs bort, och varför.")
    )
    return redirect("desk:publish", meeting_id, konto)


def _phase(konto: str) -> Phase:
    if konto not in ACCOUNTS:
        raise Http404
    return ACCOUNTS[konto]


def _page(
    request: PageRequest,
    meeting_id: int,
    konto: str,
    *,
    problem: str = "",
    why: str = "",
    at: str = "",
    status: int = 200,
) -> HttpResponse:
    with or_404():
        found = publishing.preview(request.viewer, known_id(meeting_id), _phase(konto))
    account = found.composed.account
    context = {
        "noun": "meetings",
        "found": found,
        "account": account,
        "konto": konto,
        "content": _without_links(found.composed.content),
        "files": found.composed.files,
        "ready": account.state in READY,
        "again": account.state == PublicationState.WITHDRAWN,
        "published": account.state == PublicationState.PUBLISHED,
        "needs_reason": _needs_reason(found),
        "why": why or account.why,
        "changes": _changes(found),
        "problem": problem,
        "problem_at": at,
    }
    return page(request, "desk/publish.html", context, status=status)


def _without_links(content: Content) -> Content:
    """The same with no addresses of files, which they get when they are published."""
    return replace(
        content,
        attachments=tuple(replace(one, file="") for one in content.attachments),
        items=tuple(
            replace(item, attachments=tuple(replace(one, file="") for one in item.attachments))
            for item in content.items
        ),
    )


def _needs_reason(found: Preview) -> bool:
    return bool(found.known.versions) and not found.same


def _changes(found: Preview) -> Any:
    last = found.known.last
    return changed_lines(last.text, found.composed.content) if last and not found.same else ()
