"""Finding headings and clauses by their words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from handslag.domain.base.facts import Phase
from handslag.domain.base.shapes import Listing, paged
from handslag.domain.meetings import queries as meetings
from handslag.domain.meetings.access import visible_accounts, visible_facts, visible_items
from handslag.output.search import index
from handslag.output.search.models import Entry, EntryKind
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
    """What the viewer may see of headings and clauses with every one of `words`, the best first.

    Inflections are found too; the last word may be unfinished. Four queries; none for no words.
    """
    sought = asked(words)
    if not sought:
        return Listing((), 1, 1, 0)
    among = _seen_by(viewer)
    total = index.matches(sought, among)
    page, pages, offset = paged(total, page, PAGE_SIZE)
    ids = index.matching(sought, among, offset=offset, count=PAGE_SIZE) if total else []
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


def _seen_by(viewer: Viewer) -> Q:
    """The entries that the viewer may find.

    The heading that only the notice has is found by those alone who do not see what the minutes
    call the item: to all others the minutes' word stands for both.
    """
    alike = Q(phase="") & visible_items(viewer, "item__")
    superseded = Q(kind=EntryKind.ITEM, phase=Phase.PLAN, item__order__isnull=False)
    superseded &= visible_accounts(viewer, Phase.HELD, "item__meeting__")
    return alike | visible_facts(viewer, "item__", "phase") & ~superseded
