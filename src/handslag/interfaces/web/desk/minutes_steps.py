"""What becomes of a meeting's minutes: shared, commented, signed, finalised, corrected."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from handslag.domain.base.meanwhile import ChangedMeanwhile
from handslag.domain.matters.minutes import actions
from handslag.domain.matters.minutes.letters import Addresses
from handslag.interfaces.web.desk.minutes import whole_page
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.links import address_of
from handslag.interfaces.web.kit.requests import known_id, number
from handslag.output.minutes import making
from handslag.output.post.work import has_server

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from handslag.interfaces.web.kit.requests import PageRequest

CHANGED = gettext_lazy(
    "Någon har skrivit sedan du öppnade sidan, så inget har hänt. Så här är det nu: läs det och "
    "gör om."
)


@require_POST
def step(request: PageRequest, meeting_id: int) -> HttpResponse:
    """Share, finalise or correct (`steg`) the minutes that somebody has seen (`sett`)."""
    steps: dict[str, Callable[..., actions.Made]] = {
        "dela": making.share,
        "fardigstall": making.finalise,
        "ratta": making.correct,
    }
    named = request.POST.get("steg", "")
    if named not in steps:
        raise Http404
    meeting_id = known_id(meeting_id)
    page_url = address_of(request, reverse("desk:minutes", args=[meeting_id]))
    try:
        with or_404():
            made = steps[named](
                viewer=request.viewer,
                meeting_id=meeting_id,
                seen=request.POST.get("sett", ""),
                addresses=Addresses(page=page_url),
            )
    except ChangedMeanwhile:
        return whole_page(request, meeting_id, {"refusal": CHANGED}, status=409)
    except making.NotMade as told:
        return whole_page(request, meeting_id, {"refusal": str(told)}, status=409)
    except ValidationError as told:
        refusal = " ".join(told.messages)
        return whole_page(request, meeting_id, {"refusal": refusal}, status=422)
    messages.success(request, _made_words(named, made))
    return redirect("desk:minutes", meeting_id)


def _made_words(step: str, made: actions.Made) -> str:
    if not made.new:
        return _("Det var redan gjort, så inget mer hände.")
    words = {
        "dela": _("Version %(version)d är delad."),
        "fardigstall": _("Version %(version)d är färdigställd."),
        "ratta": _("Version %(version)d är den rättade."),
    }[step] % {"version": made.version}
    told = (
        ngettext("%(count)d person får ett brev.", "%(count)d personer får ett brev.", made.letters)
        if has_server()
        else ngettext(
            "%(count)d brev väntar på att en mejlserver ställs in.",
            "%(count)d brev väntar på att en mejlserver ställs in.",
            made.letters,
        )
    )
    words = f"{words} {told % {'count': made.letters}}"
    if made.without_address:
        names = ", ".join(made.without_address)
        words += " " + _("E-postadress saknas till %(names)s.") % {"names": names}
    return words


@require_POST
def acknowledge(request: PageRequest, meeting_id: int) -> HttpResponse:
    """Say why a warning (`varning`) may stand."""

    def do() -> str:
        actions.acknowledge(
            viewer=request.viewer,
            meeting_id=known_id(meeting_id),
            key=request.POST.get("varning", ""),
            reason=request.POST.get("skal", ""),
        )
        return _("Sparat. Varningen får stå.")

    return _done(request, meeting_id, do, "#kontroll")


@require_POST
def comment(request: PageRequest, meeting_id: int) -> HttpResponse:
    """Say something about the version that is shared, of one item (`punkt`) or of the whole."""

    def do() -> str:
        actions.comment(
            viewer=request.viewer,
            meeting_id=known_id(meeting_id),
            version=number(request.POST.get("version")) or 0,
            item_id=number(request.POST.get("punkt")),
            text=request.POST.get("text", ""),
        )
        return _("Kommentaren är sparad. Sekreteraren ser den.")

    return _done(request, meeting_id, do, "#kommentarer")


@require_POST
def answer(request: PageRequest, meeting_id: int, comment_id: int) -> HttpResponse:
    """Say what was done about a comment."""

    def do() -> str:
        actions.answer_comment(
            viewer=request.viewer,
            comment_id=known_id(comment_id),
            text=request.POST.get("text", ""),
        )
        return _("Svaret är sparat.")

    return _done(request, meeting_id, do, "#kommentarer")


@require_POST
def sign(request: PageRequest, meeting_id: int, signer_id: int) -> HttpResponse:
    """Sign the version shared last, or note that it was signed on paper on a day (`dag`)."""

    def do() -> str:
        asked = {
            "viewer": request.viewer,
            "signer_id": known_id(signer_id),
            "version": number(request.POST.get("version")) or 0,
        }
        if "dag" not in request.POST:
            actions.sign(**asked)  # type: ignore[arg-type]  # as named just above
            return _("Du har skrivit under.")
        try:
            day = date.fromisoformat(request.POST["dag"])
        except ValueError as nonsense:
            raise ValidationError(_("Skriv dagen då det skrevs under.")) from nonsense
        actions.note_signed(**asked, on=day)  # type: ignore[arg-type]  # as above
        return _("Underskriften är antecknad.")

    return _done(request, meeting_id, do, "#underskrifter")


@require_POST
def begin_correction(request: PageRequest, meeting_id: int) -> HttpResponse:
    """Open finalised minutes for a correction, for a reason (`skal`)."""

    def do() -> str:
        actions.begin_correction(
            viewer=request.viewer,
            meeting_id=known_id(meeting_id),
            reason=request.POST.get("skal", ""),
        )
        return _("Rättelsen är påbörjad. Ändra det som är fel, och gör sedan rättelsen härifrån.")

    return _done(request, meeting_id, do)


@require_POST
def give_up_correction(request: PageRequest, meeting_id: int) -> HttpResponse:
    """Let everything be as it was when it was finalised."""

    def do() -> str:
        actions.give_up_correction(viewer=request.viewer, meeting_id=known_id(meeting_id))
        return _("Rättelsen är avbruten. Allt är som när det färdigställdes.")

    return _done(request, meeting_id, do)


def _done(
    request: PageRequest, meeting_id: int, do: Callable[[], str], anchor: str = ""
) -> HttpResponse:
    try:
        with or_404():
            words = do()
    except ValidationError as told:
        more = {"refusal": " ".join(told.messages), "typed": request.POST}
        return whole_page(request, known_id(meeting_id), more, status=422)
    messages.success(request, words)
    return redirect(reverse("desk:minutes", args=[known_id(meeting_id)]) + anchor)
