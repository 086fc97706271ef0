"""Finding headings and clauses by their words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.base.shapes import Listing, paged
from handslag.domain.meetings import queries as meetings
from handslag.output.search import index
from handslag.output.search.models import Entry
from handslag.output.search.words import Segment, asked, marked

if TYPE_CHECKING:
    from datetime import date

    from handslag.domain.access.viewer import Viewer

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that answers: an item's heading ("item") or a decided clause ("clause")."""

    kind: str
    text: tuple[Segment, ...]
    meeting_id: int
    date: date
    body_id: int
    body: str
    item_id: int


def search(viewer: Viewer, words: str, page: int = 1) -> Listing[Hit]:
    """Headings and clauses in which every one of `words` stands, the best first.

    Inflections are found too; the last word may be unfinished. Four queries; none for no words.
    """
    require(viewer, Permission.MEETINGS_READ)
    sought = asked(words)
    if not sought:
        return Listing((), 1, 1, 0)
    total = index.matches(sought)
    page, pages, offset = paged(total, page, PAGE_SIZE)
    ids = index.matching(sought, offset=offset, count=PAGE_SIZE) if total else []
    entries = Entry.objects.in_bulk(ids)
    told = meetings.meeting_names(viewer, {entry.meeting_id for entry in entries.values()})
    hits = []
    for entry in (entries[entry_id] for entry_id in ids):
        meeting = told[entry.meeting_id]
        text = marked(entry.text, sought)
        hits.append(
            Hit(
                entry.kind,
                text,
                meeting.id,
                meeting.date,
                meeting.body_id,
                meeting.body,
                entry.item_id,
            )
        )
    return Listing(tuple(hits), page, pages, total)
