"""What a limited link can lead to, kind by kind: a new kind is a line in `KINDS`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from handslag.domain.access.things import Scope, Thing, of_body, of_document, of_meeting
from handslag.domain.accounts.models import LinkKind
from handslag.domain.base.facts import Phase
from handslag.domain.documents.models import Document
from handslag.domain.meetings.links.rules import can_be_seen
from handslag.domain.meetings.models import Meeting, MeetingPaper

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import date


@dataclass(frozen=True, slots=True)
class Linked:
    """Something that a link leads to."""

    thing: Thing
    """What it takes a right over, to give, read and revoke links to it: no state is asked."""
    name: str
    day: date | None
    """The meeting's; None for other things."""
    seen: bool
    """It can be seen through a link now: shared or further on, and not closed or withdrawn."""
    held: frozenset[Scope]
    """What whoever follows the link holds the role of a link for."""


class Kind(NamedTuple):
    """How one kind of thing is found."""

    linked: Callable[[Collection[int]], dict[int, Linked]]
    """Those of the things (ids) that are there. As many queries however many they are."""


def _meetings(ids: Collection[int]) -> dict[int, Linked]:
    papers: dict[int, list[tuple[int, str]]] = {}
    rows = MeetingPaper.objects.filter(meeting_id__in=ids).values_list(
        "meeting_id", "document_id", "phase"
    )
    for meeting_id, document_id, phase in rows:
        papers.setdefault(meeting_id, []).append((document_id, phase))
    found = {}
    for meeting in Meeting.objects.filter(id__in=ids).select_related("body"):
        own = papers.get(meeting.id, [])
        told = {phase for _document, phase in own}
        if meeting.prepared:
            told.add(Phase.PLAN)  # which was entered here, and not told by a paper
        if meeting.written:
            told.add(Phase.HELD)
        states = [
            state
            for phase, state in ((Phase.PLAN, meeting.planned_state), (Phase.HELD, meeting.state))
            if phase in told
        ]
        scopes = {of_meeting(meeting.id)}
        found[meeting.id] = Linked(
            thing=Thing(scopes=frozenset(scopes | {of_body(meeting.body_id)})),
            name=meeting.body.name,
            day=meeting.date,
            seen=can_be_seen(states),
            held=frozenset(scopes | {of_document(document_id) for document_id, _phase in own}),
        )
    return found


def _to_answer(ids: Collection[int]) -> dict[int, Linked]:
    """Meetings whose notice somebody answers: the link shows when and where, and no papers."""
    found = {}
    for meeting in Meeting.objects.filter(id__in=ids).select_related("body"):
        scopes = frozenset({of_meeting(meeting.id)})
        found[meeting.id] = Linked(
            thing=Thing(scopes=scopes | {of_body(meeting.body_id)}),
            name=meeting.body.name,
            day=meeting.date,
            seen=can_be_seen([meeting.planned_state]),
            held=scopes,
        )
    return found


def _documents(ids: Collection[int]) -> dict[int, Linked]:
    found = {}
    for document in Document.objects.filter(id__in=ids).defer("text"):
        own = frozenset({of_document(document.id)})
        bodies = {of_body(document.body_id)} if document.body_id else set()
        found[document.id] = Linked(
            thing=Thing(scopes=own | bodies),
            name=document.title or document.name,
            day=None,
            seen=can_be_seen([document.state]) and not document.closed,
            held=own,
        )
    return found


KINDS: Mapping[str, Kind] = {
    LinkKind.MEETING: Kind(_meetings),
    LinkKind.DOCUMENT: Kind(_documents),
    LinkKind.REPLY: Kind(_to_answer),
}


def linked(kind: str, thing_id: int) -> Linked | None:
    """What a link to one thing leads to; None where it is gone, or nothing of the kind is."""
    if kind not in KINDS:
        return None
    return KINDS[kind].linked([thing_id]).get(thing_id)
