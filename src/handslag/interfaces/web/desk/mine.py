"""A member's own pages: the coming meetings, their papers, the answer, private notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handslag.domain.accounts.tokens import UnknownToken
from handslag.domain.matters.owing.queries import own_principals
from handslag.domain.meetings.links.actions import use_link
from handslag.domain.meetings.notices import actions, queries
from handslag.domain.meetings.notices.actions.own import NoteConflict
from handslag.domain.meetings.room.polling import is_followed
from handslag.interfaces.web.desk.notices import KINDS, file_of
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.private import private
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id
from handslag.interfaces.web.kit.words import clock

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from handslag.domain.meetings.links.actions import Opened
    from handslag.domain.meetings.notices.queries import MyMeeting
    from handslag.interfaces.web.kit.requests import PageRequest

ASSETS = (
    "kit/vendor/designsystemet/designsystemet.css",
    "kit/vendor/designsystemet/index.css",
    "kit/tokens.css",
    "kit/layout.css",
    "kit/parts.css",
    "kit/mine.css",
    "kit/print.css",
    "kit/vendor/htmx/htmx.min.js",
    "kit/handslag.js",
    "kit/leaving.js",
    "kit/mine.js",
    "kit/icons.svg",
    "kit/favicon.svg",
)
"""What a meeting's page is shown with: kept with it on the device."""


@require_safe
@login_required
def meetings(request: PageRequest) -> HttpResponse:
    """The viewer's coming meetings."""
    today = timezone.localdate()
    context = {
        "noun": "mine",
        "rows": queries.my_meetings(request.viewer, today),
        "principals": own_principals(request.viewer, today),
    }
    return page(request, "desk/my_meetings.html", context)


@require_safe
@login_required
def meeting(request: PageRequest, meeting_id: int) -> HttpResponse:
    """One meeting: what is new, its papers, the answer, notes. Opening it is having read it."""
    with or_404():
        found = queries.my_meeting(request.viewer, known_id(meeting_id))
        if found.notice_id is not None and request.method == "GET":
            actions.mark_read(viewer=request.viewer, notice_id=found.notice_id)
        followed = is_followed(request.viewer, found.id)
    return page(request, "desk/my_meeting.html", _shown(found, followed=followed))


def _shown(found: MyMeeting, **more: Any) -> dict[str, Any]:
    papers = (
        [paper for paper in found.content.papers if not paper.withdrawn] if found.content else []
    )
    files = [reverse("desk:my-paper", args=[found.id, paper.id, paper.number]) for paper in papers]
    if found.papers:
        files.append(reverse("desk:my-notice-file", args=[found.id, "kallelse.pdf"]))
    if found.bundle:
        files.append(reverse("desk:my-notice-file", args=[found.id, "alla-handlingar.pdf"]))
    return {
        "noun": "mine",
        "meeting": found,
        "papers": {paper.label: paper for paper in papers},
        "changed_ids": {change.id for change in found.news if change.id},
        "files": files,
        "assets": [static(one) for one in ASSETS],
    } | more


@require_safe
@login_required
def paper(
    request: PageRequest, meeting_id: int, attachment_id: int, number: int
) -> HttpResponseBase:
    """An attachment that went out with the notice."""
    with or_404():
        found = queries.attachment_file(
            request.viewer, known_id(meeting_id), known_id(attachment_id), known_id(number)
        )
    return file_of(found)


@require_safe
@login_required
def notice_file(request: PageRequest, meeting_id: int, name: str) -> HttpResponseBase:
    """The last notice as PDF, or all its papers in one."""
    if name not in KINDS:
        raise Http404
    with or_404():
        found = queries.notice_file(request.viewer, known_id(meeting_id), None, KINDS[name])
    return file_of(found)


@require_POST
@login_required
def answer(request: PageRequest, meeting_id: int) -> HttpResponse:
    """The viewer's own answer."""
    try:
        with or_404():
            actions.answer(
                viewer=request.viewer,
                meeting_id=known_id(meeting_id),
                answer=request.POST.get("svar", ""),
                note=request.POST.get("not", ""),
            )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Tack, ditt svar är sparat."))
    return redirect("desk:my-meeting", known_id(meeting_id))


@require_POST
@login_required
def note(request: PageRequest, meeting_id: int, item_id: int) -> HttpResponse:
    """Keep a private note: answered in a few words to the page's script, else with the page."""
    quietly = request.headers.get("Accept", "").startswith("application/json")
    text = request.POST.get("text", "")
    revision = _revision(request.POST.get("revision", ""))
    try:
        with or_404():
            kept = actions.keep_note(
                viewer=request.viewer, item_id=known_id(item_id), text=text, revision=revision
            )
    except NoteConflict as theirs:
        if quietly:
            told = {"text": theirs.text, "revision": theirs.revision, "words": str(theirs)}
            return JsonResponse(told, status=409)
        with or_404():
            found = queries.my_meeting(request.viewer, known_id(meeting_id))
        conflict = {"item_id": item_id, "mine": text, "theirs": theirs.text}
        context = _shown(found, conflict=conflict)
        return page(request, "desk/my_meeting.html", context, status=409)
    if quietly:
        words = _("Sparat %(time)s") % {"time": clock(timezone.localtime().time())}
        return JsonResponse({"revision": kept, "words": words})
    messages.success(request, _("Anteckningen är sparad. Bara du ser den."))
    address = reverse("desk:my-meeting", args=[known_id(meeting_id)])
    return redirect(f"{address}#punkt-{item_id}")


def _revision(words: str) -> int:
    return int(words) if words.isascii() and words.isdigit() and len(words) < 10 else 0


@require_safe
def worker(request: PageRequest) -> HttpResponse:
    """The script that keeps an opened meeting on the device, for these pages alone."""
    answer = page(request, "desk/keeper.js", {"prefix": reverse("desk:my-meetings")})
    answer["Content-Type"] = "text/javascript; charset=utf-8"
    answer["Cache-Control"] = "private, no-cache"
    answer["Content-Security-Policy"] = (
        "default-src 'none'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'"
    )
    return answer


@private
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: PageRequest, token: str) -> HttpResponse:
    """Answering through the link in a letter. Only sending the form answers."""
    refusal, status = "", 200
    try:
        if request.method == "POST":
            try:
                actions.answer_by_link(
                    viewer=request.viewer,
                    token=token,
                    answer=request.POST.get("svar", ""),
                    note=request.POST.get("not", ""),
                )
            except ValidationError as told:
                refusal, status = " ".join(told.messages), 422
            else:
                return redirect("desk:reply", token)
        opened = _opened(request, token)
    except UnknownToken as nobodys:
        return page(request, "desk/closed.html", {"words": str(nobodys)}, status=404)
    except ValidationError as over:
        return page(request, "desk/closed.html", {"words": " ".join(over.messages)}, status=410)
    with or_404():
        found = queries.linked_reply(opened.viewer, opened.link_id)
    context = {"found": found, "opened": opened, "refusal": refusal}
    return page(request, "desk/reply.html", context, status=status)


def _opened(request: PageRequest, token: str) -> Opened:
    return use_link(viewer=request.viewer, token=token, what="page")
