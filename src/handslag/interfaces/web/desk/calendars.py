"""Calendars to subscribe to: a body's, the county's, and one's own by an address of its own."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handslag.domain.access.viewer import ANONYMOUS
from handslag.domain.accounts.tokens import UnknownToken
from handslag.domain.base.states import PublicationState
from handslag.domain.meetings.planning import actions, queries
from handslag.interfaces.web.kit.forms import Form
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.links import address_of
from handslag.interfaces.web.kit.private import HEADERS, private
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id
from handslag.output.calendar.events import CalendarEvent, Status
from handslag.output.calendar.feeds import MEDIA_TYPE, feed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.http import HttpRequest

    from handslag.domain.meetings.planning.queries.feeds import FeedMeeting
    from handslag.domain.meetings.planning.queries.rows import PlanRow
    from handslag.interfaces.web.kit.requests import PageRequest

FRESH = 900
"""Seconds that others on the way may keep a calendar that everybody may read."""
OWN, ALL = "mina", "alla"


@require_safe
def county(request: PageRequest) -> HttpResponse:
    """Every meeting that everybody may know of."""
    found = queries.feed_meetings(ANONYMOUS, timezone.localdate())
    data = feed(_("Länets samverkan"), _events(request, found))
    return _answer(request, data, _keeping(request))


@require_safe
def body(request: PageRequest, body_id: int) -> HttpResponse:
    """The meetings of one body that everybody may know of."""
    name = queries.public_calendar(request.viewer, known_id(body_id))
    if name is None:
        raise Http404
    found = queries.feed_meetings(ANONYMOUS, timezone.localdate(), body_id=body_id)
    return _answer(request, feed(name, _events(request, found)), _keeping(request))


@require_safe
def own(request: PageRequest, token: str) -> HttpResponse:
    """What the owner of the address may see. Kept by nobody on the way."""
    try:
        followed = actions.follow_feed(viewer=request.viewer, token=token)
    except UnknownToken as refusal:
        return HttpResponse(str(refusal), status=404, content_type="text/plain; charset=utf-8")
    found = queries.feed_meetings(
        followed.viewer, timezone.localdate(), own=followed.own, body_id=followed.body_id
    )
    name = followed.body or _("Handslag: mina möten")
    response = _answer(request, feed(name, _events(request, found)), "private, no-cache")
    for header in ("Referrer-Policy", "X-Robots-Tag"):
        response[header] = HEADERS[header]
    return response


def _keeping(request: PageRequest) -> str:
    """Others on the way may keep what a stranger gets, and nothing that came with a session."""
    return "private, no-cache" if request.viewer.signed_in else f"public, max-age={FRESH}"


def _answer(request: HttpRequest, data: bytes, keeping: str) -> HttpResponse:
    """The calendar; only that nothing is new, for who has it already."""
    etag = f'"{sha256(data).hexdigest()[:32]}"'
    response: HttpResponse
    if request.headers.get("If-None-Match", "").removeprefix("W/") == etag:
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(data, content_type=MEDIA_TYPE)
        response["Content-Disposition"] = 'inline; filename="kalender.ics"'
    response["ETag"] = etag
    response["Cache-Control"] = keeping
    return response


def _events(request: HttpRequest, found: Iterable[FeedMeeting]) -> Iterator[CalendarEvent]:
    for one in found:
        url = address_of(request, reverse("desk:meeting", args=[one.row.id]))
        yield event_of(one.row, url)
        if one.plans and not one.row.cancelled and not one.row.held:
            yield from _due(one.row, url)


def event_of(row: PlanRow, url: str) -> CalendarEvent:
    """A meeting as a calendar shows it. Of its agenda nothing is told: that stays here."""
    status = Status.CONFIRMED
    if row.cancelled:
        status = Status.CANCELLED
    elif row.told == PublicationState.DRAFT and row.prepared and not row.sent:
        status = Status.TENTATIVE
    summary = _("%(body)s (förmöte)") % {"body": row.short} if row.pre_meeting else row.short
    lines = [row.body] if row.body != row.short else []
    if row.cancelled:
        summary = _("Inställt: %(what)s") % {"what": summary}
        lines += [row.cancel_reason] if row.cancel_reason else []
    return CalendarEvent(
        uid=row.uid,
        sequence=row.sequence,
        summary=summary,
        day=row.day,
        start=row.start,
        end=row.end,
        place=row.place,
        description="\n".join([*lines, url]),
        url=url,
        status=status,
        changed=row.changed,
    )


def _due(row: PlanRow, url: str) -> Iterator[CalendarEvent]:
    """The last days before a meeting, for who plans it."""
    told = {
        "underlag": (_("Sista dag för underlag: %(body)s"), row.material_due),
        "kallelse": (_("Sista dag för kallelsen: %(body)s"), None if row.sent else row.notice_due),
    }
    for what, (words, on) in told.items():
        if on is not None:
            yield CalendarEvent(
                uid=f"{row.uid}-{what}",
                sequence=row.sequence,
                summary=words % {"body": row.short},
                day=on,
                url=url,
                changed=row.changed,
                busy=False,
            )


class FeedForm(Form):
    """Which meetings a new address is for."""

    what = forms.ChoiceField(label=gettext_lazy("Vilka möten"))

    def __init__(self, bodies: Iterable[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(
            "what",
            [
                (OWN, _("Organ där jag är med")),
                (ALL, _("Alla möten som jag får se")),
                *((str(id_), name) for id_, name in bodies),
            ],
        )


@dataclass(frozen=True, slots=True)
class Made:
    """A new address, as a page and as calendars like it."""

    https: str
    webcal: str


@private
@require_http_methods(["GET", "HEAD", "POST"])
def calendars(request: PageRequest) -> HttpResponse:
    """One's own addresses, and a form for a new one."""
    found = queries.feeds(request.viewer)
    form, made = FeedForm(found.bodies, request.POST or None), None
    if request.method == "POST" and form.is_valid():
        made = _make(request, form)
        found = queries.feeds(request.viewer)
    context = {
        "noun": "account",
        "found": found,
        "form": FeedForm(found.bodies) if made else form,
        "made": made,
        "county_url": address_of(request, reverse("desk:county-calendar")),
    }
    return page(request, "desk/calendars.html", context, status=422 if form.errors else 200)


def _make(request: PageRequest, form: FeedForm) -> Made | None:
    what = form.cleaned_data["what"]
    body_id = int(what) if what.isdigit() else None
    try:
        token = actions.make_feed(viewer=request.viewer, own=what == OWN, body_id=body_id).token
    except ValidationError as refusal:
        form.told(refusal)
        return None
    https = address_of(request, reverse("desk:own-calendar", args=[token]))
    return Made(https, f"webcal:{https.partition(':')[2]}")


@require_POST
def revoke(request: PageRequest, feed_id: int) -> HttpResponse:
    """Let one of one's own addresses lead nowhere."""
    with or_404():
        actions.revoke_feed(viewer=request.viewer, feed_id=known_id(feed_id))
    messages.success(
        request, _("Adressen är indragen. Kalendrar som har den får inget nytt från den.")
    )
    return redirect("desk:calendars")
