"""The door of the desk: who is not signed in reads what is published on the public side alone.

The desk's pages show rows as they are now, which may hold the words of a correction that nobody
has published yet. What was published stands frozen on the public side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from handslag.domain.matters.deciding import queries as deciding
from handslag.domain.publications import queries as publications

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from handslag.interfaces.web.kit.requests import PageRequest

OPEN = frozenset(
    {
        # the way in, which tells a stranger nothing of any meeting
        *("start", "language"),
        # when meetings are that a body has told everybody of
        *("this-year", "year", "body-calendar", "county-calendar", "own-calendar"),
        # what a token opens, and the script of pages that work without a network
        *("follow", "follow-file", "welcome", "invitation", "reply", "keeper"),
    }
)
"""The desk's addresses (their names) that everybody comes in at."""
READING = frozenset({"GET", "HEAD"})


class Door:
    """Ask everybody who comes to the desk to sign in, or show them to the public side."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on; the door asks once it is known where the request leads and who asks."""
        return self.get_response(request)

    def process_view(
        self, request: PageRequest, view: object, args: object, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Let pass, or answer instead: with the meeting's or the decision's public page, if any."""
        del view, args
        match = request.resolver_match
        if match is None or match.namespace != "desk" or match.url_name in OPEN:
            return None
        if request.viewer.signed_in:
            return None
        if request.method in READING and not request.htmx and "meeting_id" in kwargs:
            address = publications.address_of_meeting(kwargs["meeting_id"])
            if address is not None:
                return redirect(reverse("public:meeting", args=[address.slug, address.meeting]))
        if request.method in READING and not request.htmx and match.url_name == "clause":
            place = deciding.public_place(request.viewer, kwargs["code"])
            if place is not None:
                where = [place.address.slug, place.address.meeting, place.address.kind]
                return redirect(f"{reverse('public:publication', args=where)}#{place.anchor}")
        raise PermissionDenied(_("Du måste logga in för att se det här."))
