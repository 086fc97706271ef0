"""A meeting's day: its notice and its minutes side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from handslag.domain.publications import queries
from handslag.interfaces.web.public.answering import page, public

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@public()
def meeting(request: HttpRequest, slug: str, meeting: str) -> HttpResponse:
    """What is shown of one meeting, and what was withdrawn."""
    rows = queries.of_meeting_day(slug, meeting)
    gone = queries.tombstones_of(slug, meeting)
    if not rows and not gone:
        raise Http404
    context = {
        "noun": "bodies",
        "rows": rows,
        "gone": gone,
        "slug": slug,
        "name": rows[0].body if rows else gone[0].body,
        "date": rows[0].date if rows else gone[0].address.day,
        "cancelled": any(row.cancelled for row in rows),
    }
    return page(request, "meeting.html", context, status=200 if rows else 410, listed=bool(rows))
