"""New answers to saved searches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from handslag.domain.access.permissions import Permission
from handslag.output.news.reminders import short
from handslag.output.news.rules import Kind
from handslag.output.news.shapes import Entry
from handslag.output.search.queries import search
from handslag.output.search.question import from_json

if TYPE_CHECKING:
    from collections.abc import Collection

    from handslag.domain.access.viewer import Viewer
    from handslag.output.news.models import SavedSearch
    from handslag.output.search.queries import Hit

MOST = 20
"""New answers of one search that one digest tells; the rest come in the next."""
_DEEPEST = 50
"""Pages of answers that are looked through for them."""


def news_of_search(
    viewer: Viewer, saved: SavedSearch, told: Collection[str] = ()
) -> tuple[Entry, ...]:
    """What has come to be found since the search was saved or last opened, and is not told."""
    question, found = from_json(saved.question), list[Entry]()
    seen, number = viewer.without(Permission.DRAFTS_READ), 1
    while number <= _DEEPEST and len(found) < MOST:
        page = search(seen, question, number, since=saved.seen_at)
        found += [_hit(saved, one) for one in page.rows if one.key not in told]
        if number >= page.pages:
            break
        number += 1
    return tuple(found[:MOST])


def count_of_news(viewer: Viewer, saved: SavedSearch) -> int:
    """How many answers have come since the search was saved or last opened."""
    quiet = viewer.without(Permission.DRAFTS_READ)
    return search(quiet, from_json(saved.question), since=saved.seen_at).total


def _hit(saved: SavedSearch, hit: Hit) -> Entry:
    return Entry(
        kind=Kind.SEARCH,
        keys=(hit.key,),
        about=saved.name,
        text=short("".join(piece.text for piece in hit.text)),
        path=_place(hit),
        day=hit.date,
    )


def _place(hit: Hit) -> str:
    """The page where a hit is read."""
    if hit.kind == "document":
        return reverse("desk:document", args=[hit.document_id])
    if hit.kind in ("matter", "assignment"):
        return reverse(f"desk:{hit.kind}", args=[hit.thing])
    anchor = f"#punkt-{hit.item_id}" if hit.item_id else ""
    return f"{reverse('desk:meeting', args=[hit.meeting_id])}{anchor}"
