"""Reads of what was sent: versions of a notice, its papers, its letters, and the answers."""

from __future__ import annotations

import datetime as dt  # noqa: TC003  fields of dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max
from django.utils import timezone

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may, require, require_somewhere
from handslag.domain.access.viewer import SYSTEM
from handslag.domain.accounts.models import Link, LinkKind
from handslag.domain.base.facts import Phase
from handslag.domain.base.shapes import Labelled, labelled
from handslag.domain.documents import store
from handslag.domain.meetings.access import account, visible_accounts, visible_meetings
from handslag.domain.meetings.models import (
    ChangeKind,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Meeting,
    MeetingChange,
    Notice,
    Reply,
    ReplyAnswer,
)
from handslag.domain.meetings.notices.calling import recipients
from handslag.domain.meetings.notices.content import from_json, open_edition
from handslag.domain.meetings.notices.letters import letter_of
from handslag.domain.meetings.notices.rules import (
    CalledAs,
    Change,
    Chosen,
    Recipient,
    changes,
    is_chosen,
)
from handslag.domain.registry.people import queries as registry

if TYPE_CHECKING:
    from pathlib import Path

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.meetings.notices.content import Content


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version of a notice that has been sent."""

    version: int
    sent_at: dt.datetime
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class NoticeShown:
    """A version of a notice as a viewer may see it: without what is closed to them."""

    id: int
    meeting_id: int
    body_id: int
    version: int
    sent_at: dt.datetime
    by: str
    why: str
    content: Content
    whole: bool
    """Nothing is left out of it."""
    news: tuple[Change, ...]
    """What is new since `since`; empty in the first version."""
    since: int | None
    bundle: bool
    """There is a bundle of all papers."""


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A file that goes with a notice: where its bytes lie, and what it is called."""

    path: Path
    name: str
    media_type: str


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A letter, and what became of it."""

    id: int
    kind: Labelled
    version: int | None
    name: str
    address: str
    role: str
    state: Labelled
    tries: int
    next_try: dt.datetime | None
    error: str
    at: dt.datetime
    sent_at: dt.datetime | None

    @property
    def again(self) -> bool:
        """Whether a person may let it be sent again."""
        return self.state.value in (DeliveryState.FAILED, DeliveryState.UNCERTAIN)

    @property
    def uncertain(self) -> bool:
        """Whether it may have come through already."""
        return self.state.value == DeliveryState.UNCERTAIN


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody who was called, and what they answered."""

    person_id: int
    name: str
    role: str
    answer: Labelled | None
    """None where they have not answered, or answered before the meeting was moved."""
    note: str
    stale: bool
    """They answered before the meeting was moved."""
    alternate: str
    """Who was called in instead."""
    proposed: tuple[tuple[int, str], ...]
    """Alternates (id, name) who could be called in, those of the same principal first."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Who comes to a meeting, by principal (an empty name for none), and how many of each."""

    groups: tuple[tuple[str, tuple[Called, ...]], ...]
    coming: int
    regrets: int
    silent: int


@dataclass(frozen=True, slots=True)
class Heading:
    """What a meeting is called and when it is, on pages about its letters and answers."""

    body_id: int
    body: str
    date: dt.date
    start: dt.time | None
    end: dt.time | None
    place: str
    cancelled: bool


@dataclass(frozen=True, slots=True)
class LinkedReply:
    """What somebody sees who follows the link in their letter: one meeting, one person."""

    meeting_id: int
    body: str
    date: dt.date
    start: dt.time | None
    end: dt.time | None
    place: str
    name: str
    cancelled: bool
    answer: str
    note: str


def versions(viewer: Viewer, meeting_id: int) -> tuple[VersionRow, ...]:
    """The versions of a meeting's notice that were sent, the latest first. One query."""
    require_somewhere(viewer, Permission.MEETINGS_READ)
    seen = visible_accounts(viewer, Phase.PLAN, "meeting__")
    rows = Notice.objects.filter(seen, meeting_id=meeting_id, sent_at__isnull=False)
    columns = ("version", "sent_at", "by", "why")
    return tuple(VersionRow(*row) for row in rows.order_by("-version").values_list(*columns))


def last_sent(viewer: Viewer, meeting_id: int) -> tuple[int, dt.date, Content, str] | None:
    """The version that was sent last: its number, day, content and fingerprint. One query.

    For who sends notices. None where none has been.
    """
    require_somewhere(viewer, Permission.MEETINGS_NOTIFY)
    seen = visible_meetings(viewer, "meeting__")
    rows = Notice.objects.filter(seen, meeting_id=meeting_id, sent_at__isnull=False)
    found = rows.order_by("-version").first()
    if found is None or found.sent_at is None:
        return None
    return (
        found.version,
        timezone.localdate(found.sent_at),
        from_json(found.content),
        found.fingerprint,
    )


def notice(viewer: Viewer, meeting_id: int, version: int | None = None) -> NoticeShown:
    """One version that was sent, the last where none is named. Three queries at most.

    Raises Notice.DoesNotExist where there is none, or the viewer may not read the plan.
    """
    require_somewhere(viewer, Permission.MEETINGS_READ)
    return _shown(viewer, _row(viewer, meeting_id, version))


def _row(viewer: Viewer, meeting_id: int, version: int | None) -> Notice:
    seen = visible_accounts(viewer, Phase.PLAN, "meeting__")
    rows = Notice.objects.filter(seen, meeting_id=meeting_id, sent_at__isnull=False)
    if version is None:
        found = rows.select_related("meeting__body").order_by("-version").first()
        if found is None:
            raise Notice.DoesNotExist
        return found
    return rows.select_related("meeting__body").get(version=version)


def _shown(viewer: Viewer, row: Notice) -> NoticeShown:
    whole = from_json(row.content)
    closed_too = sees_closed(viewer, row.meeting)
    content = whole if closed_too else open_edition(whole)
    earlier = Notice.objects.filter(
        meeting_id=row.meeting_id, version__lt=row.version, sent_at__isnull=False
    )
    before = earlier.order_by("-version").first()
    news: tuple[Change, ...] = ()
    if before is not None:
        was = from_json(before.content)
        news = changes(was if closed_too else open_edition(was), content)
    return NoticeShown(
        id=row.id,
        meeting_id=row.meeting_id,
        body_id=row.meeting.body_id,
        version=row.version,
        sent_at=row.sent_at or row.at,
        by=row.by,
        why=row.why,
        content=content,
        whole=content == whole,
        news=news,
        since=before.version if before else None,
        bundle=bool(row.bundle_sha256),
    )


def sees_closed(viewer: Viewer, meeting: Meeting) -> bool:
    """Whether what is closed in a meeting's plan is for the viewer to read. Pure."""
    thing = account(meeting.body_id, meeting.planned_state, meeting_id=meeting.id, closed=True)
    return may(viewer, Permission.MEETINGS_READ, thing)


def notice_file(viewer: Viewer, meeting_id: int, version: int | None, kind: str) -> PaperFile:
    """The PDF of a version ("pdf") or the bundle of all its papers ("bundle"). Three queries.

    Without what is closed to the viewer. Raises Notice.DoesNotExist also where there is no such
    paper.
    """
    require_somewhere(viewer, Permission.MEETINGS_READ)
    row = _row(viewer, meeting_id, version)
    closed_too = sees_closed(viewer, row.meeting)
    hashes = {
        "pdf": (row.pdf_sha256, row.open_pdf_sha256),
        "bundle": (row.bundle_sha256, row.open_bundle_sha256),
    }[kind]
    digest = hashes[0] if closed_too else hashes[1] or hashes[0]
    if not digest:
        raise Notice.DoesNotExist
    words = "kallelse" if kind == "pdf" else "alla-handlingar"
    name = f"{words}-{row.meeting.date.isoformat()}-version-{row.version}.pdf"
    return PaperFile(store.path_of(digest), name, "application/pdf")


def attachment_file(viewer: Viewer, meeting_id: int, attachment_id: int, number: int) -> PaperFile:
    """An attachment in a version that went out with a notice. As many queries as there are
    versions of the notice, at most.

    Raises Notice.DoesNotExist where none has gone out that the viewer may read.
    """
    require_somewhere(viewer, Permission.MEETINGS_READ)
    seen = visible_accounts(viewer, Phase.PLAN, "meeting__")
    rows = Notice.objects.filter(seen, meeting_id=meeting_id, sent_at__isnull=False)
    for row in rows.select_related("meeting").order_by("-version"):
        content = from_json(row.content)
        shown = content if sees_closed(viewer, row.meeting) else open_edition(content)
        for paper in shown.papers:
            if (paper.id, paper.number) == (attachment_id, number):
                return PaperFile(store.path_of(paper.sha256), paper.name, paper.media_type)
    raise Notice.DoesNotExist


def recipients_of(
    viewer: Viewer, meeting_id: int, content: Content, chosen: Chosen
) -> tuple[tuple[Recipient, bool], ...]:
    """Everybody whom a notice that says `content` can go to, and whether they are chosen.

    Eight queries at most. Raises Meeting.DoesNotExist.
    """
    require_somewhere(viewer, Permission.MEETINGS_NOTIFY)
    meeting = _meeting(viewer, meeting_id)
    return tuple((one, is_chosen(one, chosen)) for one in recipients(meeting, content))


def _meeting(viewer: Viewer, meeting_id: int) -> Meeting:
    seen = Meeting.objects.filter(visible_meetings(viewer)).select_related("body")
    meeting = seen.get(id=meeting_id)
    require(viewer, Permission.MEETINGS_NOTIFY, account(meeting.body_id, meeting.planned_state))
    return meeting


def heading(viewer: Viewer, meeting_id: int) -> Heading:
    """A meeting's heading, for who sends its notice. One query. Raises Meeting.DoesNotExist."""
    require_somewhere(viewer, Permission.MEETINGS_NOTIFY)
    found = _meeting(viewer, meeting_id)
    return Heading(
        body_id=found.body_id,
        body=found.body.name,
        date=found.date,
        start=found.planned_start,
        end=found.planned_end,
        place=found.planned_place,
        cancelled=found.cancelled_at is not None,
    )


def deliveries(viewer: Viewer, meeting_id: int) -> tuple[DeliveryRow, ...]:
    """Every letter about a meeting: what needs somebody first, then the last written.

    Two queries. Raises Meeting.DoesNotExist.
    """
    require_somewhere(viewer, Permission.MEETINGS_NOTIFY)
    meeting = _meeting(viewer, meeting_id)
    related = Delivery.objects.filter(meeting=meeting).select_related("notice", "minutes")
    rows = related.defer("notice__content", "minutes__content", "minutes__text").order_by("-id")
    shown = [
        DeliveryRow(
            id=row.id,
            kind=labelled(DeliveryKind, row.kind),
            version=_version_of(row),
            name=row.name,
            address=row.address,
            role=letter_of(row).role,
            state=labelled(DeliveryState, row.state),
            tries=row.tries,
            next_try=row.next_try,
            error=row.error,
            at=row.at,
            sent_at=row.sent_at,
        )
        for row in rows
    ]
    return tuple(sorted(shown, key=lambda row: not row.again))


def _version_of(row: Delivery) -> int | None:
    """The version of the notice or of the minutes that a letter tells of."""
    told = row.notice or row.minutes
    return told.version if told else None


def answers(viewer: Viewer, meeting_id: int) -> Answers:
    """Who was called to a meeting and what each has answered, by principal. Eight queries.

    Presenters are not asked. Raises Meeting.DoesNotExist.
    """
    require_somewhere(viewer, Permission.MEETINGS_NOTIFY)
    meeting = _meeting(viewer, meeting_id)
    letters: dict[int, Delivery] = {}
    written = Delivery.objects.filter(meeting=meeting, person__isnull=False, minutes=None)
    for row in written.order_by("id"):
        letters[row.person_id or 0] = row
    rows = Reply.objects.filter(meeting=meeting).select_related("alternate")
    replies = {row.person_id: row for row in rows}
    moved = MeetingChange.objects.filter(meeting=meeting, kind=ChangeKind.MOVED)
    moved_at = moved.aggregate(last=Max("at"))["last"]
    free = _free_alternates(meeting, replies)
    groups: dict[str, list[Called]] = {}
    counts = dict.fromkeys(("coming", "regrets", ""), 0)
    for person_id, row in letters.items():
        letter = letter_of(row)
        if letter.called_as == CalledAs.PRESENTER:
            continue
        called = _called(
            row, letter.role, letter.principal_id, replies.get(person_id), moved_at, free
        )
        counts[called.answer.value if called.answer else ""] += 1
        groups.setdefault(letter.principal, []).append(called)
    ordered = sorted(groups.items(), key=lambda pair: (not pair[0], pair[0].casefold()))
    return Answers(
        tuple((name, tuple(rows)) for name, rows in ordered),
        counts["coming"],
        counts["regrets"],
        counts[""],
    )


def _called(
    row: Delivery,
    role: str,
    principal_id: int | None,
    reply: Reply | None,
    moved_at: dt.datetime | None,
    free: list[registry.Sitter],
) -> Called:
    stale = bool(reply and moved_at and reply.at < moved_at)
    valid = reply if reply and not stale else None
    needs = valid is not None and valid.answer == ReplyAnswer.REGRETS and not valid.alternate_id
    own_first = sorted(free, key=lambda one: one.principal_id != principal_id)
    return Called(
        person_id=row.person_id or 0,
        name=row.name,
        role=role,
        answer=labelled(ReplyAnswer, valid.answer) if valid else None,
        note=valid.note if valid else "",
        stale=stale,
        alternate=valid.alternate.name if valid and valid.alternate else "",
        proposed=tuple(
            (one.person_id, f"{one.name}, {one.principal}" if one.principal else one.name)
            for one in own_first
        )
        if needs
        else (),
    )


def _free_alternates(meeting: Meeting, replies: dict[int, Reply]) -> list[registry.Sitter]:
    """Alternates who sit on the day, are not called in yet and have not sent regrets."""
    busy = {reply.alternate_id for reply in replies.values()}
    busy |= {id_ for id_, one in replies.items() if one.answer == ReplyAnswer.REGRETS}
    sitting = registry.sitting_on(SYSTEM, meeting.body_id, meeting.date)
    return [one for one in sitting if one.role.value == "alternate" and one.person_id not in busy]


def linked_reply(viewer: Viewer, link_id: int) -> LinkedReply:
    """What a link in a letter is about. Three queries. Raises Link.DoesNotExist.

    `viewer` is the link's own, as `use_link` gave it.
    """
    require_somewhere(viewer, Permission.MEETINGS_READ)
    link = Link.objects.get(id=link_id, kind=LinkKind.REPLY)
    meeting = Meeting.objects.select_related("body").get(id=link.thing_id)
    reply = Reply.objects.filter(meeting=meeting, person_id=link.person_id or 0).first()
    return LinkedReply(
        meeting_id=meeting.id,
        body=meeting.body.name,
        date=meeting.date,
        start=meeting.planned_start,
        end=meeting.planned_end,
        place=meeting.planned_place,
        name=link.recipient,
        cancelled=meeting.cancelled_at is not None,
        answer=reply.answer if reply else "",
        note=reply.note if reply else "",
    )
