"""A meeting's notice: as it would go out, sending it, and the versions that have gone out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handslag.domain.matters.placing.queries import to_place
from handslag.domain.meetings.notices import actions, queries
from handslag.domain.meetings.notices.rules import Addresses, Chosen, send_button
from handslag.interfaces.web.kit.downloads import download
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.headers import FOR_FILES
from handslag.interfaces.web.kit.links import address_of
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id
from handslag.output.notices import sending
from handslag.output.post.work import has_server

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from handslag.domain.meetings.notices.actions import Sent
    from handslag.domain.meetings.notices.queries import PaperFile
    from handslag.interfaces.web.kit.requests import PageRequest
    from handslag.output.notices.sending import Preview

KINDS = {"kallelse.pdf": "pdf", "alla-handlingar.pdf": "bundle"}


@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: PageRequest, meeting_id: int) -> HttpResponse:
    """The notice as it would go out, to whom, and sending it."""
    meeting_id, refusal, status = known_id(meeting_id), "", 200
    with or_404():
        if request.method == "POST":
            try:
                return _send(request, meeting_id)
            except (sending.Changed, sending.NotMade) as told:
                refusal, status = str(told), 409
            except ValidationError as told:
                refusal, status = " ".join(told.messages), 422
        found = sending.preview(request.viewer, meeting_id, _chosen(request))
        context = _shown(request, meeting_id, found) | {"refusal": refusal}
    return page(request, "desk/notice.html", context, status=status)


def _send(request: PageRequest, meeting_id: int) -> HttpResponse:
    sent = sending.send(
        viewer=request.viewer,
        meeting_id=meeting_id,
        seen=request.POST.get("sedd", ""),
        chosen=_chosen(request),
        why=request.POST.get("skal", ""),
        left_out=request.POST.get("tas-inte-upp", ""),
        addresses=addresses(request, meeting_id),
    )
    if sent.already:
        messages.info(request, _("Kallelsen var redan skickad, så inget mer hände."))
    else:
        messages.success(request, _sent_words(sent))
    return redirect("desk:letters", meeting_id)


def addresses(request: PageRequest, meeting_id: int) -> Addresses:
    """Where letters about a meeting lead."""
    reply = address_of(request, reverse("desk:reply", args=["x"]))
    return Addresses(
        page=address_of(request, reverse("desk:my-meeting", args=[meeting_id])),
        reply=reply.removesuffix("x/"),
    )


def _sent_words(sent: Sent) -> str:
    words = ngettext(
        "Kallelsen är skickad till %(count)d person.",
        "Kallelsen är skickad till %(count)d personer.",
        sent.letters,
    )
    if not has_server():
        words = ngettext(
            "Kallelsen är klar. %(count)d brev väntar på att en mejlserver ställs in.",
            "Kallelsen är klar. %(count)d brev väntar på att en mejlserver ställs in.",
            sent.letters,
        )
    told = words % {"count": sent.letters}
    if sent.without_address:
        names = ", ".join(sent.without_address)
        told += " " + _("E-postadress saknas till %(names)s.") % {"names": names}
    return told


def _chosen(request: PageRequest) -> Chosen:
    """Whom the notice goes to beside the body's own; as it is where nothing has been chosen."""
    asked = request.POST if request.method == "POST" else request.GET
    if "valt" not in asked:
        return Chosen()
    return Chosen(
        alternates="ersattare" in asked,
        co_opted="adjungerade" in asked,
        presenters="foredragande" in asked,
    )


def _shown(request: PageRequest, meeting_id: int, found: Preview) -> dict[str, Any]:
    return {
        "noun": "meetings",
        "meeting_id": meeting_id,
        "found": found,
        "content": found.content,
        "changed_ids": {change.id for change in found.news if change.id},
        "chosen": _chosen(request),
        "button": send_button(len(found.chosen)),
        "has_server": has_server(),
        "draft": _is_draft(found),
        "waiting": () if found.sent_on else to_place(request.viewer, meeting_id).waiting,
        "sent": queries.versions(request.viewer, meeting_id),
    }


def _is_draft(found: Preview) -> bool:
    """Whether sending makes the plan a public record for the first time."""
    return found.version == 1 and found.sent_on is None


@require_safe
def draft(request: PageRequest, meeting_id: int) -> HttpResponse:
    """The PDF of the notice as it would be now."""
    try:
        with or_404():
            data = sending.draft_pdf(request.viewer, known_id(meeting_id))
    except sending.NotMade as told:
        messages.error(request, str(told))
        return redirect("desk:notice", meeting_id)
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="kallelse-utkast.pdf"'
    answer["Content-Security-Policy"] = FOR_FILES
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
def version(request: PageRequest, meeting_id: int, number: int) -> HttpResponse:
    """A version of the notice that has gone out."""
    with or_404():
        found = queries.notice(request.viewer, known_id(meeting_id), known_id(number))
    context = {
        "noun": "meetings",
        "meeting_id": meeting_id,
        "found": found,
        "content": found.content,
        "changed_ids": {change.id for change in found.news if change.id},
        "sent": queries.versions(request.viewer, meeting_id),
    }
    return page(request, "desk/notice_version.html", context)


@require_safe
def version_file(request: PageRequest, meeting_id: int, number: int, name: str) -> HttpResponseBase:
    """The PDF of a version, or all its papers in one."""
    if name not in KINDS:
        raise Http404
    with or_404():
        found = queries.notice_file(
            request.viewer, known_id(meeting_id), known_id(number), KINDS[name]
        )
    return file_of(found)


def file_of(found: PaperFile) -> HttpResponseBase:
    """A paper's bytes; Http404 where the disk has lost them."""
    try:
        data = found.path.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    return download(data, name=found.name, media_type=found.media_type)


@require_safe
def letters(request: PageRequest, meeting_id: int) -> HttpResponse:
    """Who got what, and what failed."""
    with or_404():
        rows = queries.deliveries(request.viewer, known_id(meeting_id))
        head = queries.heading(request.viewer, meeting_id)
    context = {
        "noun": "meetings",
        "meeting_id": meeting_id,
        "head": head,
        "rows": rows,
        "has_server": has_server(),
        "waiting": any(row.state.value == "waiting" for row in rows),
        "troubled": sum(row.again for row in rows),
        "sent": queries.versions(request.viewer, meeting_id),
    }
    return page(request, "desk/letters.html", context, fragment="letters")


@require_POST
def again(request: PageRequest, meeting_id: int, delivery_id: int) -> HttpResponse:
    """Let one letter be sent again."""
    try:
        with or_404():
            actions.send_again(viewer=request.viewer, delivery_id=known_id(delivery_id))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Brevet skickas igen."))
    return redirect("desk:letters", known_id(meeting_id))


@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: PageRequest, meeting_id: int) -> HttpResponse:
    """Who comes: answers by principal, answering for somebody, calling an alternate in."""
    meeting_id = known_id(meeting_id)
    if request.method == "POST":
        return _answered(request, meeting_id)
    with or_404():
        found = queries.answers(request.viewer, meeting_id)
        head = queries.heading(request.viewer, meeting_id)
    context = {"noun": "meetings", "meeting_id": meeting_id, "head": head, "found": found}
    return page(request, "desk/answers.html", context)


def _answered(request: PageRequest, meeting_id: int) -> HttpResponse:
    said = request.POST
    try:
        person_id = known_id(int(said.get("person", "0") or 0))
        with or_404():
            if alternate := said.get("ersattare"):
                actions.call_in(
                    viewer=request.viewer,
                    meeting_id=meeting_id,
                    person_id=person_id,
                    alternate_id=known_id(int(alternate)),
                )
                messages.success(request, _("Ersättaren är inkallad och får kallelsen."))
            else:
                actions.answer(
                    viewer=request.viewer,
                    meeting_id=meeting_id,
                    person_id=person_id,
                    answer=said.get("svar", ""),
                    note=said.get("not", ""),
                )
                messages.success(request, _("Svaret är sparat."))
    except ValueError as nonsense:
        raise Http404 from nonsense
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("desk:answers", meeting_id)
