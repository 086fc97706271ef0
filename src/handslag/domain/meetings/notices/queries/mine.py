"""Reads of a member's own page: the coming meetings, their papers, what is new, own notes."""

from __future__ import annotations

import datetime as dt  # noqa: TC003  fields of dataclasses
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may
from handslag.domain.base.facts import Phase
from handslag.domain.base.shapes import Labelled, labelled
from handslag.domain.meetings.access import (
    account,
    visible_accounts,
    visible_items,
    visible_meetings,
)
from handslag.domain.meetings.models import (
    AgendaItem,
    Delivery,
    Meeting,
    Notice,
    NoticeReading,
    Participation,
    ParticipationRole,
    PrivateNote,
    Reply,
    ReplyAnswer,
)
from handslag.domain.meetings.notices.content import (
    Content,
    from_json,
    open_edition,
    presented_by,
)
from handslag.domain.meetings.notices.queries.sent import sees_closed
from handslag.domain.meetings.notices.rules import Change, changes
from handslag.domain.registry.models import Membership, Person

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handslag.domain.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class MyMeetingRow:
    """A coming meeting of the viewer's own."""

    id: int
    body: str
    date: dt.date
    start: dt.time | None
    end: dt.time | None
    place: str
    cancelled: bool
    version: int | None
    """Of the last notice; None where none has been sent."""
    unread: bool
    """There is a version that the viewer has not opened."""
    answer: Labelled | None


@dataclass(frozen=True, slots=True)
class Note:
    """A private note. `revision` is 0 where nothing has been noted."""

    item_id: int
    heading: str
    text: str = ""
    revision: int = 0


@dataclass(frozen=True, slots=True)
class MyMeeting:
    """A meeting as one of those called sees it."""

    id: int
    body_id: int
    body: str
    date: dt.date
    start: dt.time | None
    end: dt.time | None
    place: str
    cancelled_at: dt.datetime | None
    cancel_reason: str
    notice_id: int | None
    version: int | None
    sent_at: dt.datetime | None
    content: Content | None
    """What the last notice says, as far as the viewer may read it; None where none is sent."""
    papers: bool
    """The viewer may have its PDF, and not only their own items."""
    bundle: bool
    since: int | None
    """The version that the viewer read last before this one."""
    news: tuple[Change, ...]
    """What is new since then."""
    notes: dict[int, Note]
    """By the item's id, for every item of the notice."""
    left: tuple[Note, ...]
    """Notes about items that are no longer in the notice."""
    may_answer: bool
    answer: Labelled | None
    reply_note: str


def my_meetings(viewer: Viewer, today: dt.date) -> tuple[MyMeetingRow, ...]:
    """The viewer's coming meetings, the nearest first. Six queries, however many they are.

    Where they sit on the meeting's day, have had a letter about, or present something.
    """
    person_id = _own_person(viewer)
    rows = list(
        Meeting.objects.filter(visible_meetings(viewer), _mine(person_id), date__gte=today)
        .select_related("body")
        .order_by("date", "planned_start", "id")
    )
    ids = [row.id for row in rows]
    sent = Notice.objects.filter(meeting_id__in=ids, sent_at__isnull=False).order_by("version")
    sent = sent.filter(visible_accounts(viewer, Phase.PLAN, "meeting__"))
    latest = {
        meeting_id: (id_, version)
        for meeting_id, id_, version in sent.values_list("meeting_id", "id", "version")
    }
    notice_ids = [id_ for id_, _version in latest.values()]
    read = set(
        NoticeReading.objects.filter(
            user_id=viewer.user_id or 0, notice_id__in=notice_ids
        ).values_list("notice_id", flat=True)
    )
    replies = Reply.objects.filter(meeting_id__in=ids, person_id=person_id or 0)
    answered = dict(replies.values_list("meeting_id", "answer"))
    return tuple(_my_row(row, latest.get(row.id), read, answered.get(row.id)) for row in rows)


def _my_row(
    row: Meeting, latest: tuple[int, int] | None, read: set[int], answer: str | None
) -> MyMeetingRow:
    return MyMeetingRow(
        id=row.id,
        body=row.body.name,
        date=row.date,
        start=row.planned_start,
        end=row.planned_end,
        place=row.planned_place,
        cancelled=row.cancelled_at is not None,
        version=latest[1] if latest else None,
        unread=latest is not None and latest[0] not in read,
        answer=labelled(ReplyAnswer, answer) if answer else None,
    )


def _own_person(viewer: Viewer) -> int | None:
    """The person (id) of the account that looks; None where it is tied to none.

    Everybody who is signed in has pages of their own: also who only presents an item somewhere.
    """
    if viewer.user_id is None:
        raise PermissionDenied
    return Person.objects.filter(user_id=viewer.user_id).values_list("id", flat=True).first()


def _mine(person_id: int | None) -> Q:
    if person_id is None:
        return Q(pk__in=())
    found = Q(id__in=Delivery.objects.filter(person_id=person_id).values("meeting_id"))
    found |= Q(id__in=_presents(person_id))
    for body_id, since, until in Membership.objects.filter(person_id=person_id).values_list(
        "body_id", "since", "until"
    ):
        sits = Q(body_id=body_id, date__gte=since)
        found |= sits & Q(date__lte=until) if until else sits
    return found


def _presents(person_id: int) -> Sequence[int]:
    rows = Participation.objects.filter(
        name__person_id=person_id, role=ParticipationRole.PRESENTING, phase=Phase.PLAN
    )
    return rows.values("meeting_id")  # type: ignore[return-value]  # a subquery, as Django takes it


def my_meeting(viewer: Viewer, meeting_id: int) -> MyMeeting:
    """One meeting with its papers, what is new, the viewer's answer and notes. Eight queries.

    Whoever only presents at it sees their own items. Raises Meeting.DoesNotExist.
    """
    person_id = _own_person(viewer)
    seen = Meeting.objects.filter(visible_meetings(viewer)).select_related("body")
    row = seen.get(id=meeting_id)
    thing = account(row.body_id, row.planned_state, meeting_id=row.id)
    reads = may(viewer, Permission.MEETINGS_READ, thing)
    last, content, since, news = _read_by(viewer, row, person_id, whole=reads)
    notes, left = _notes(viewer, row.id, content)
    reply = Reply.objects.filter(meeting=row, person_id=person_id or 0).first()
    asks = person_id is not None and last is not None and row.cancelled_at is None
    return MyMeeting(
        id=row.id,
        body_id=row.body_id,
        body=row.body.name,
        date=row.date,
        start=row.planned_start,
        end=row.planned_end,
        place=row.planned_place,
        cancelled_at=row.cancelled_at,
        cancel_reason=row.cancel_reason,
        notice_id=last.id if last and reads else None,
        version=last.version if last else None,
        sent_at=last.sent_at if last else None,
        content=content,
        papers=reads and last is not None,
        bundle=bool(reads and last and last.bundle_sha256),
        since=since,
        news=news,
        notes=notes,
        left=left,
        may_answer=asks and may(viewer, Permission.MEETINGS_ANSWER, thing),
        answer=labelled(ReplyAnswer, reply.answer) if reply else None,
        reply_note=reply.note if reply else "",
    )


def _read_by(
    viewer: Viewer, meeting: Meeting, person_id: int | None, *, whole: bool
) -> tuple[Notice | None, Content | None, int | None, tuple[Change, ...]]:
    """The last notice as the viewer may read it, and what is new since they last read one."""
    sent = Notice.objects.filter(meeting=meeting, sent_at__isnull=False).defer("text")
    last = sent.order_by("-version").first()
    if last is None:
        return None, None, None, ()
    closed_too = sees_closed(viewer, meeting)

    def edition(row: Notice) -> Content:
        told = from_json(row.content)
        if not whole:
            return _own_items(told, person_id)
        return told if closed_too else open_edition(told)

    read = sent.filter(readings__user_id=viewer.user_id or 0, version__lt=last.version)
    before = read.order_by("-version").first()
    content = edition(last)
    if before is None:
        return last, content, None, ()
    return last, content, before.version, changes(edition(before), content)


def _own_items(content: Content, person_id: int | None) -> Content:
    """The notice for somebody who only presents: the meeting, their own items, no papers."""
    return replace(content, items=presented_by(content, person_id), papers=(), sittings=())


def _notes(
    viewer: Viewer, meeting_id: int, content: Content | None
) -> tuple[dict[int, Note], tuple[Note, ...]]:
    rows = PrivateNote.objects.filter(user_id=viewer.user_id or 0, item__meeting_id=meeting_id)
    written = {row.item_id: row for row in rows}
    notes = {}
    for item in content.items if content else ():
        row = written.pop(item.id, None)
        words = f"{item.number} {item.heading}".strip()
        notes[item.id] = (
            Note(item.id, words, row.text, row.revision) if row else Note(item.id, words)
        )
    kept = {id_: row for id_, row in written.items() if row.text.strip()}
    seen = AgendaItem.objects.filter(visible_items(viewer), id__in=list(kept))
    headings = {item.id: str(item) for item in seen} if kept else {}
    left = tuple(
        Note(id_, headings[id_], row.text, row.revision)
        for id_, row in kept.items()
        if id_ in headings
    )
    return notes, left
