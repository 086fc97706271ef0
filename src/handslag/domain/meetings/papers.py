"""A meeting's papers go where the meeting goes: to its body, as far as their account has come.

Part of other actions, which have asked whether the viewer may and write the log.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from handslag.domain.base.states import PublicationState
from handslag.domain.documents.events import announce_text
from handslag.domain.documents.models import Document
from handslag.domain.meetings.events import announce_sight
from handslag.domain.meetings.models import AgendaItem, MeetingPaper
from handslag.domain.meetings.rules import column_of

if TYPE_CHECKING:
    from collections.abc import Collection


def papers_follow(meeting_ids: Collection[int]) -> None:
    """Give the papers of these meetings their body, their account's state, and whether closed.

    Whoever listens is told that others may see the meetings now.

    A paper is closed where any item of its meeting is: the file holds all of them. Three queries
    at most, however many papers.
    """
    papers = MeetingPaper.objects.filter(meeting_id__in=meeting_ids)
    with_closed = AgendaItem.objects.filter(meeting_id__in=meeting_ids, closed=True)
    closed = set(with_closed.order_by().values_list("meeting_id", flat=True))
    documents = []
    for paper in papers.select_related("meeting", "document").defer("document__text"):
        document = paper.document
        document.body_id = paper.meeting.body_id
        document.state = getattr(paper.meeting, column_of("state", paper.phase))
        document.closed = paper.meeting_id in closed
        documents.append(document)
    if documents:
        Document.objects.bulk_update(documents, ["body", "state", "closed"])
    announce_sight(meeting_ids)


def paper_released(document_id: int) -> None:
    """A document that is no meeting's any more is again nobody's draft."""
    released = Document.objects.filter(id=document_id)
    released.update(body=None, state=PublicationState.DRAFT, closed=False)
    announce_text(document_id)
