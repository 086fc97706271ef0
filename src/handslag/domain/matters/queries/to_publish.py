"""What an account of a meeting has to publish: what it says, and the files that go with it.

For those who may clear what is to be published. What is closed is left out here already: of a
closed item nothing but its place comes out, and of a closed attachment its label.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from django.utils import timezone

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may, require, require_somewhere
from handslag.domain.base.facts import Phase
from handslag.domain.base.states import PublicationState
from handslag.domain.documents.models import Document
from handslag.domain.matters.minutes import content as minutes
from handslag.domain.matters.minutes.composing import compose
from handslag.domain.meetings.access import account, visible_accounts
from handslag.domain.meetings.models import (
    AgendaItem,
    Attachment,
    Meeting,
    MeetingPaper,
    Minutes,
    Notice,
)
from handslag.domain.meetings.notices import content as notices
from handslag.domain.meetings.rules import column_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from handslag.domain.access.viewer import Viewer

T = TypeVar("T", notices.Content, minutes.Content)
AnyPaper = notices.Paper | minutes.Paper


@dataclass(frozen=True, slots=True)
class Source:
    """A document that the account was read from. `text` is what Handslag has read in it."""

    name: str
    title: str
    media_type: str
    sha256: str
    size: int
    text: str


@dataclass(frozen=True, slots=True)
class Signed:
    """Somebody who has signed. `role` is a value of SignerRole."""

    name: str
    role: str
    on: dt.date


@dataclass(frozen=True, slots=True)
class ToPublish:
    """One account of a meeting, as far as everybody may read it."""

    meeting_id: int
    body_id: int
    body: str
    body_short: str
    date: dt.date
    phase: str
    state: PublicationState
    cancelled: bool
    cancelled_reason: str
    notice: notices.Content | None
    """The notice as it was sent last, with places for closed items; None where none was sent."""
    sent_on: dt.date | None
    notice_version: int
    minutes: minutes.Content | None
    """The minutes as they were finalised last, or where they were not written here as their
    documents tell; None for a notice."""
    signed: tuple[Signed, ...]
    pdf_sha256: str
    """The open edition's archival PDF; empty where there is none."""
    docx_sha256: str
    sources: tuple[Source, ...]
    """The documents that it was read from, whole; none where anything in them is closed."""
    left_out: bool
    """There are such documents, and they are left out."""
    closed: dict[int, str]
    """Items (ids) that are closed now, with their statutes: also where a version that was made
    before did not know."""
    closed_attachments: frozenset[str]
    """Labels of attachments that are closed now."""
    closed_labels: tuple[str, ...]
    """Labels of closed attachments."""
    texts: dict[str, str]
    """What Handslag has read in files, by their hashes: attachments that are documents too."""
    correcting: bool
    """A correction goes on, so that the rows are not what was finalised."""
    why: str
    """Why the last version of the minutes was corrected."""
    may_publish: bool
    may_withdraw: bool


def to_publish(viewer: Viewer, meeting_id: int, phase: str) -> ToPublish:
    """One account of a meeting as it would be published. As many queries however long it is.

    Raises Meeting.DoesNotExist where the viewer may not know of it, PermissionDenied.
    """
    require_somewhere(viewer, Permission.PUBLICATIONS_CLEAR)
    of_phase = Phase(phase)
    seen = Meeting.objects.filter(visible_accounts(viewer, of_phase)).select_related("body")
    meeting = seen.get(id=meeting_id)
    state = PublicationState(getattr(meeting, column_of("state", phase)))
    thing = account(meeting.body_id, state, meeting_id=meeting.id)
    require(viewer, Permission.PUBLICATIONS_CLEAR, thing)
    items = AgendaItem.objects.filter(meeting=meeting, closed=True).order_by()
    closed = dict(items.values_list("id", "closed_ground"))
    papers = MeetingPaper.objects.filter(meeting=meeting, phase=of_phase)
    documents = list(Document.objects.filter(id__in=papers.values("document_id")).order_by("id"))
    told = _plan(meeting, closed) if of_phase == Phase.PLAN else _held(meeting, closed)
    found: dict[str, Any] = {
        "notice": None,
        "sent_on": None,
        "notice_version": 0,
        "minutes": None,
        "signed": (),
        "pdf_sha256": "",
        "docx_sha256": "",
        "closed_labels": (),
        "correcting": False,
        "why": "",
    } | told
    content = found["notice"] or found["minutes"]
    return ToPublish(
        meeting_id=meeting.id,
        body_id=meeting.body_id,
        body=meeting.body.name,
        body_short=meeting.body.short_name,
        date=(meeting.planned_date or meeting.date) if of_phase == Phase.PLAN else meeting.date,
        phase=of_phase.value,
        state=state,
        cancelled=meeting.cancelled_at is not None,
        cancelled_reason=meeting.cancel_reason,
        sources=() if closed or found["pdf_sha256"] else tuple(map(_source, documents)),
        left_out=bool(closed and documents) and not found["pdf_sha256"],
        closed_attachments=_closed_labels(meeting),
        closed=closed,
        texts=_texts(one.sha256 for one in content.papers) if content else {},
        may_publish=may(viewer, Permission.MEETINGS_PUBLISH, thing),
        may_withdraw=may(viewer, Permission.MEETINGS_WITHDRAW, thing),
        **found,
    )


def _plan(meeting: Meeting, closed: Mapping[int, str]) -> dict[str, Any]:
    rows = Notice.objects.filter(meeting=meeting, sent_at__isnull=False)
    row = rows.order_by("-version").first()
    if row is None or row.sent_at is None:
        return {}
    known = notices.from_json(row.content)
    whole = closed_since(known, closed, _closed_labels(meeting))
    opened = notices.public_edition(whole)
    return {
        "notice": opened,
        "sent_on": timezone.localdate(row.sent_at),
        "notice_version": row.version,
        "pdf_sha256": (row.open_pdf_sha256 or row.pdf_sha256) if whole == known else "",
        "closed_labels": missing(whole.papers, opened.papers),
    }


def _held(meeting: Meeting, closed: Mapping[int, str]) -> dict[str, Any]:
    row = Minutes.objects.filter(meeting=meeting, state=PublicationState.FINALISED)
    final = row.order_by("-version").first()
    known = minutes.from_json(final.content) if final else compose(meeting.id)
    whole = closed_since(known, closed, _closed_labels(meeting))
    opened = minutes.open_edition(whole)
    found: dict[str, Any] = {
        "minutes": opened,
        "closed_labels": missing(whole.papers, opened.papers),
        "correcting": meeting.corrections.filter(ended_at__isnull=True).exists(),
    }
    if final is None:
        return found
    found |= {
        "signed": tuple(
            Signed(name, role, dt.date.fromisoformat(on)) for role, name, on in final.signatures
        ),
        "why": final.why,
    }
    if whole == known:  # what was closed since stands in the papers
        whole_docx = "" if final.open_pdf_sha256 else final.docx_sha256
        found |= {
            "pdf_sha256": final.open_pdf_sha256 or final.pdf_sha256,
            "docx_sha256": final.open_docx_sha256 or whole_docx,
        }
    return found


def closed_since(content: T, closed: Mapping[int, str], labels: Collection[str]) -> T:
    """The content with all that is closed by now marked as closed."""
    return replace(
        content,
        items=tuple(
            replace(one, closed=True, closed_ground=closed[one.id]) if one.id in closed else one
            for one in content.items
        ),
        papers=tuple(
            replace(one, closed=True) if one.label in labels else one for one in content.papers
        ),
    )


def missing(papers: Iterable[AnyPaper], shown: Iterable[AnyPaper]) -> tuple[str, ...]:
    """Labels of the papers that are closed: of all, those that are not among the shown."""
    labels = {one.label for one in shown}
    return tuple(one.label for one in papers if one.label not in labels)


def _closed_labels(meeting: Meeting) -> frozenset[str]:
    rows = Attachment.objects.filter(meeting=meeting, closed=True).order_by()
    return frozenset(rows.values_list("label", flat=True))


def _source(row: Document) -> Source:
    return Source(row.name, row.title, row.media_type, row.sha256, row.size, row.text)


def _texts(hashes: Iterable[str]) -> dict[str, str]:
    known = Document.objects.filter(sha256__in=[one for one in hashes if one]).order_by()
    return dict(known.values_list("sha256", "text"))
