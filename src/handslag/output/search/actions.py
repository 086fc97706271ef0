"""Keeping the index in step with what is true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.documents import queries as documents
from handslag.domain.matters import queries as matters
from handslag.domain.meetings import queries as meetings
from handslag.output.search.gather import (
    entries_of_document,
    entry_of,
    keys_of_document,
    text_of,
)
from handslag.output.search.lexicon import learn
from handslag.output.search.models import Entry
from handslag.output.search.places import is_on

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from handslag.domain.access.viewer import Viewer

AT_ONCE = 200
"""Meetings indexed in one go when everything is."""
_OF_ENTRY = ("thing", "page", "start", "text", "words", "phrase", "keys", "length")
"""What may change of an entry that keeps its id."""
_TOLD = ("text", "keys")
"""What of that is news: another text, or others who may find it."""


@transaction.atomic
def reindex(*, viewer: Viewer, meeting_ids: Iterable[int]) -> int:
    """Index these meetings anew and return the number of entries, their papers left apart.

    Only what has changed is written. Takes part in the transaction that is open: what is found
    stands or falls with what is true.
    """
    require(viewer, Permission.DOCUMENTS_REVIEW)
    wanted = sorted(set(meeting_ids))
    found = matters.searchable(viewer, wanted)
    dictionary = learn(map(text_of, found))
    now = timezone.now()
    entries = [entry_of(told, dictionary, now) for told in found]
    return _splice(Q(meeting_id__in=wanted), entries)


@transaction.atomic
def reindex_matters(*, viewer: Viewer, matter_ids: Collection[int]) -> int:
    """Index what these matters are called, wherever they are dealt with, anew."""
    require(viewer, Permission.DOCUMENTS_REVIEW)
    found = matters.searchable_matters(viewer, matter_ids)
    dictionary = learn(map(text_of, found))
    now = timezone.now()
    entries = [entry_of(told, dictionary, now) for told in found]
    count = _splice(Q(matter_id__in=matter_ids, meeting=None), entries)
    # where a matter was dealt with before is known by its entries
    former = Entry.objects.filter(matter_id__in=matter_ids, meeting__isnull=False).order_by()
    meeting_ids = {*former.values_list("meeting_id", flat=True)}
    meeting_ids.update(matters.meetings_of_matters(viewer, matter_ids))
    return count + (reindex(viewer=viewer, meeting_ids=meeting_ids) if meeting_ids else 0)


@transaction.atomic
def reindex_documents(*, viewer: Viewer, document_ids: Collection[int]) -> int:
    """Index the texts of these documents anew, page by page; return the number of entries."""
    require(viewer, Permission.DOCUMENTS_REVIEW)
    found = documents.searchable(viewer, document_ids)
    days = meetings.days_told_by(viewer, document_ids)
    dictionary = learn(told.text for told in found)
    now = timezone.now()
    entries = [
        entry
        for told in found
        for entry in entries_of_document(told, days.get(told.id, told.day), dictionary, now)
    ]
    return _splice(Q(document_id__in=document_ids), entries)


@transaction.atomic
def rekey_documents(*, viewer: Viewer, meeting_ids: Collection[int]) -> None:
    """Let the papers of these meetings be found by those who may read them now.

    Their texts are as they were; only where the meeting's day is another are they indexed anew.
    Few queries, and a write for each paper whose readers are others.
    """
    require(viewer, Permission.DOCUMENTS_REVIEW)
    ids = meetings.papers_of(viewer, meeting_ids)
    if not ids:
        return
    days = meetings.days_told_by(viewer, ids)
    known: dict[int, tuple[int, str]] = {}
    rows = Entry.objects.filter(document_id__in=ids).order_by("-id")
    for document_id, id_, keys in rows.values_list("document_id", "id", "keys"):
        known[document_id] = (id_, keys)
    moved = [id_ for id_, (place, _keys) in known.items() if not is_on(place, days[id_])]
    changed_at = timezone.now()
    for told in documents.searchable_heads(viewer, set(known) - set(moved)):
        keys = keys_of_document(told)
        if known[told.id][1] != keys:
            mine = Entry.objects.filter(document_id=told.id)
            mine.update(keys=keys, changed_at=changed_at)
    if moved:
        reindex_documents(viewer=viewer, document_ids=moved)


def _splice(among: Q, entries: list[Entry]) -> int:
    """Let the entries among these be those given, and write what differs alone."""
    former = Entry.objects.filter(among).in_bulk()
    wanted = {entry.id: entry for entry in entries}
    gone = former.keys() - wanted.keys()
    if gone:
        Entry.objects.filter(id__in=gone).delete()
    changed = []
    for id_, entry in wanted.items():
        was = former.get(id_)
        if was is None or all(getattr(was, name) == getattr(entry, name) for name in _OF_ENTRY):
            continue
        if all(getattr(was, name) == getattr(entry, name) for name in _TOLD):
            entry.changed_at = was.changed_at
        changed.append(entry)
    if changed:
        Entry.objects.bulk_update(changed, [*_OF_ENTRY, "changed_at"], batch_size=200)
    new = [entry for id_, entry in wanted.items() if id_ not in former]
    if new:
        Entry.objects.bulk_create(new, batch_size=500)
    return len(wanted)


def reindex_all(*, viewer: Viewer) -> int:
    """Index every meeting and every document anew, some hundred at a time.

    Returns the number of entries.
    """
    require(viewer, Permission.DOCUMENTS_REVIEW)
    count = last = 0
    while ids := meetings.ids_after(viewer, last, AT_ONCE):
        count += reindex(viewer=viewer, meeting_ids=ids)
        last = ids[-1]
    last = 0
    while ids := documents.ids_after(viewer, last, AT_ONCE // 10):
        count += reindex_documents(viewer=viewer, document_ids=ids)
        last = ids[-1]
    return count
