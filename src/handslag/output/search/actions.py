"""Keeping the index in step with what is true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.matters import queries as matters
from handslag.domain.meetings import queries as meetings
from handslag.output.search.models import Entry, EntryKind
from handslag.output.search.words import indexed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from handslag.domain.access.viewer import Viewer

_AT_ONCE = 200
"""Meetings indexed in one go when everything is."""


@transaction.atomic
def reindex(*, viewer: Viewer, meeting_ids: Iterable[int]) -> int:
    """Index these meetings anew and return the number of entries. Two queries and the writes.

    Takes part in the transaction that is open: what is found stands or falls with what is true.
    """
    require(viewer, Permission.DOCUMENTS_REVIEW)
    wanted = list(meeting_ids)
    Entry.objects.filter(meeting_id__in=wanted).delete()
    return len(Entry.objects.bulk_create(_entries(viewer, wanted), batch_size=500))


def reindex_all(*, viewer: Viewer) -> int:
    """Index every meeting anew, some hundred at a time; return the number of entries."""
    require(viewer, Permission.DOCUMENTS_REVIEW)
    wanted = meetings.meeting_ids(viewer)
    return sum(
        reindex(viewer=viewer, meeting_ids=wanted[start : start + _AT_ONCE])
        for start in range(0, len(wanted), _AT_ONCE)
    )


def _entries(viewer: Viewer, meeting_ids: list[int]) -> Iterator[Entry]:
    for text in matters.searchable(viewer, meeting_ids):
        kind = EntryKind.CLAUSE if text.clause_id else EntryKind.ITEM
        yield Entry(
            kind=kind,
            meeting_id=text.meeting_id,
            item_id=text.item_id,
            phase=text.phase,
            text=text.text,
            words=indexed(text.text),
        )
