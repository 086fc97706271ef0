"""Reads of minutes: as they would be, the versions that were made, and what was said of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may, reach, require, require_somewhere
from handslag.domain.base.facts import Phase
from handslag.domain.base.shapes import Labelled, labelled
from handslag.domain.base.states import PublicationState
from handslag.domain.documents import store
from handslag.domain.matters.deciding.deciders import decider_of_meeting
from handslag.domain.matters.minutes.composing import compose
from handslag.domain.matters.minutes.content import Content, fingerprint, from_json, open_edition
from handslag.domain.matters.minutes.form import form_of, sign_by
from handslag.domain.matters.minutes.rules import Finding, Severity, findings
from handslag.domain.matters.models import Clause, ClauseAction
from handslag.domain.meetings.access import account, visible_accounts, visible_meetings
from handslag.domain.meetings.models import (
    Correction,
    Meeting,
    Minutes,
    MinutesAcknowledgement,
    MinutesComment,
    MinutesForm,
    Signer,
    SignerRole,
)
from handslag.domain.meetings.notices.queries import PaperFile

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from handslag.domain.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Checked:
    """A finding, and what was said of it."""

    finding: Finding
    reason: str
    """Why it may stand; empty where nobody has said."""
    by: str
    at: dt.datetime | None

    @property
    def is_error(self) -> bool:
        """Whether it is to be mended, whatever anybody says."""
        return self.finding.severity == Severity.ERROR

    @property
    def stops(self) -> bool:
        """Whether it stops sharing and finalising."""
        return self.is_error or not self.reason


@dataclass(frozen=True, slots=True)
class Written:
    """Minutes as they would be now, for those who write them."""

    content: Content
    fingerprint: str
    """What a form that shares or finalises carries, so that nobody shares what they have not
    seen."""
    checked: tuple[Checked, ...]

    @property
    def to_mend(self) -> int:
        """How many errors there are."""
        return sum(one.is_error for one in self.checked)

    @property
    def to_read(self) -> int:
        """How many warnings nobody has read."""
        return sum(one.stops and not one.is_error for one in self.checked)

    @property
    def stopped(self) -> bool:
        """Whether anything is left to mend or to read."""
        return any(one.stops for one in self.checked)


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version of the minutes."""

    id: int
    version: int
    state: Labelled
    by: str
    at: dt.datetime
    finalised_at: dt.datetime | None
    why: str
    fingerprint: str
    word: bool
    """There is a Word file of it."""


@dataclass(frozen=True, slots=True)
class CommentRow:
    """What somebody said of shared minutes, and what was done about it."""

    id: int
    version: int
    item_id: int | None
    text: str
    by: str
    at: dt.datetime
    answer: str
    answered_by: str
    answered_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class SignerRow:
    """Somebody who signs."""

    id: int
    role: Labelled
    name: str
    signed_on: dt.date | None
    """Empty until they have signed the version shared last."""
    by: str
    """Who noted that they signed on paper."""
    own: bool
    """It is the viewer's own to sign."""


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """A correction of finalised minutes."""

    reason: str
    by: str
    begun_at: dt.datetime
    corrects: int
    became: int | None
    """The version it became; None while it goes on, and where it was given up."""
    ended_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Head:
    """A meeting's minutes as every page about them begins."""

    meeting_id: int
    body_id: int
    body: str
    date: dt.date
    form: Labelled
    state: Labelled
    written: bool
    """They are written here."""
    versions: tuple[VersionRow, ...]
    """The latest first."""
    signers: tuple[SignerRow, ...]
    sign_by: dt.date | None
    """The last day to sign; None where nobody signs."""
    comments: tuple[CommentRow, ...]
    corrections: tuple[CorrectionRow, ...]
    approved_on: dt.date | None
    """The day of the meeting that approved them."""
    approved_at: int | None
    """That meeting's id."""
    may_write: bool
    may_share: bool
    may_finalise: bool
    may_correct: bool
    may_comment: bool

    @property
    def last(self) -> VersionRow | None:
        """The version made last."""
        return self.versions[0] if self.versions else None

    @property
    def correcting(self) -> CorrectionRow | None:
        """The correction that goes on."""
        return next((one for one in self.corrections if one.ended_at is None), None)

    @property
    def days_since(self) -> int:
        """How many days ago the meeting was; below none for one still to be held."""
        return (timezone.localdate() - self.date).days

    @property
    def open(self) -> bool:
        """Whether they are written: not finalised, or being corrected."""
        return self.state.value in ("draft", "shared") or self.correcting is not None

    @property
    def signed(self) -> bool:
        """Whether they are signed minutes."""
        return self.form.value == MinutesForm.SIGNED

    @property
    def unsigned(self) -> tuple[SignerRow, ...]:
        """Those who have not signed yet."""
        return tuple(one for one in self.signers if one.signed_on is None)

    @property
    def days_left(self) -> int | None:
        """Days left to sign; below none when it is late."""
        return (self.sign_by - timezone.localdate()).days if self.sign_by else None

    @property
    def unanswered(self) -> int:
        """How many comments nobody has answered."""
        return sum(not one.answer for one in self.comments)


@dataclass(frozen=True, slots=True)
class VersionShown:
    """A version as a viewer may see it: without what is closed to them."""

    row: VersionRow
    content: Content
    whole: bool
    """Nothing is left out of it."""
    signed: tuple[tuple[str, str, dt.date], ...]
    """Who has signed it: role, name and day."""
    corrects: int | None
    corrected_by: str


def head(viewer: Viewer, meeting_id: int) -> Head:
    """What every page about a meeting's minutes tells. Seven queries.

    For those who may read what happened. Raises Meeting.DoesNotExist.
    """
    require_somewhere(viewer, Permission.MEETINGS_READ)
    seen = Meeting.objects.filter(visible_accounts(viewer, Phase.HELD)).select_related("body")
    meeting = seen.get(id=meeting_id)
    thing = account(meeting.body_id, meeting.state, meeting_id=meeting.id)
    rows = tuple(_visible(viewer, meeting_id).defer("content", "text"))
    form = form_of(meeting.body.legal_form)
    approved = _approved(meeting)
    signs = form == MinutesForm.SIGNED and meeting.written
    return Head(
        meeting_id=meeting.id,
        body_id=meeting.body_id,
        body=meeting.body.name,
        date=meeting.date,
        form=labelled(MinutesForm, form.value),
        state=labelled(PublicationState, meeting.state),
        written=meeting.written,
        versions=tuple(_row(row) for row in sorted(rows, key=lambda one: -one.version)),
        signers=_signers(viewer, meeting) if signs else (),
        sign_by=sign_by(meeting.date) if signs else None,
        comments=_comments(viewer, meeting),
        corrections=_corrections(meeting),
        approved_on=approved[0] if approved else None,
        approved_at=approved[1] if approved else None,
        may_write=may(viewer, Permission.MEETINGS_WRITE, thing),
        may_share=may(viewer, Permission.MEETINGS_SHARE, thing),
        may_finalise=may(viewer, Permission.MEETINGS_FINALISE, thing),
        may_correct=may(viewer, Permission.MINUTES_CORRECT, thing),
        may_comment=may(viewer, Permission.MINUTES_COMMENT, thing),
    )


def _row(row: Minutes) -> VersionRow:
    return VersionRow(
        id=row.id,
        version=row.version,
        state=labelled(PublicationState, row.state),
        by=row.by,
        at=row.at,
        finalised_at=row.finalised_at,
        why=row.why,
        fingerprint=row.fingerprint,
        word=bool(row.docx_sha256),
    )


def _signers(viewer: Viewer, meeting: Meeting) -> tuple[SignerRow, ...]:
    rows = Signer.objects.filter(meeting=meeting).select_related("person")
    return tuple(
        SignerRow(
            id=one.id,
            role=labelled(SignerRole, one.role),
            name=one.name,
            signed_on=one.signed_on,
            by=one.by,
            own=viewer.user_id is not None and one.person.user_id == viewer.user_id,
        )
        for one in rows.order_by("id")
    )


def _comments(viewer: Viewer, meeting: Meeting) -> tuple[CommentRow, ...]:
    rows = MinutesComment.objects.filter(meeting=meeting).select_related("version", "item")
    thing = account(meeting.body_id, meeting.state, meeting_id=meeting.id)
    if not may(viewer, Permission.MINUTES_COMMENT, thing):
        return ()
    return tuple(
        CommentRow(
            id=one.id,
            version=one.version.version,
            item_id=one.item_id,
            text=one.text,
            by=one.by,
            at=one.at,
            answer=one.answer,
            answered_by=one.answered_by,
            answered_at=one.answered_at,
        )
        for one in rows.order_by("id")
    )


def _corrections(meeting: Meeting) -> tuple[CorrectionRow, ...]:
    rows = Correction.objects.filter(meeting=meeting).defer("kept")
    return tuple(
        CorrectionRow(
            reason=one.reason,
            by=one.by,
            begun_at=one.begun_at,
            corrects=one.before.version,
            became=one.after.version if one.after else None,
            ended_at=one.ended_at,
        )
        for one in rows.select_related("before", "after").order_by("-id")
    )


def _approved(meeting: Meeting) -> tuple[dt.date, int] | None:
    """The day and the id of the meeting that approved this one's minutes. One query.

    It did where a clause under the item that is for it approves, or puts them on file.
    """
    clauses = Clause.objects.decided().filter(
        Q(action=ClauseAction.APPROVE) | Q(action=ClauseAction.NOTE),
        decision__phase=Phase.HELD,
        decision__item__approves=meeting,
        decision__item__order__isnull=False,
    )
    found = clauses.order_by("decision__item__meeting__date").values_list(
        "decision__item__meeting__date", "decision__item__meeting_id"
    )
    return found.first()


def written(viewer: Viewer, meeting_id: int) -> Written:
    """The minutes as they would be now, with what the checks find. 32 queries at most.

    For those who write them. Raises Meeting.DoesNotExist, and PermissionDenied.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    seen = Meeting.objects.filter(visible_meetings(viewer))
    body_id, state = seen.values_list("body_id", "state").get(id=meeting_id)
    require(viewer, Permission.MEETINGS_WRITE, account(body_id, state, meeting_id=meeting_id))
    content = compose(meeting_id)
    known = {row.key: row for row in MinutesAcknowledgement.objects.filter(meeting_id=meeting_id)}
    checked = []
    for one in findings(content, decider_of_meeting(content.meeting_id)):
        row = known.get(one.key)
        told = (row.reason, row.by, row.at) if row else ("", "", None)
        checked.append(Checked(one, *told))
    return Written(content, fingerprint(content), tuple(checked))


def version(viewer: Viewer, meeting_id: int, number: int | None = None) -> VersionShown:
    """One version, the last where none is named. Four queries at most.

    Raises Minutes.DoesNotExist where there is none, or the viewer may not read it.
    """
    require_somewhere(viewer, Permission.MEETINGS_READ)
    return _shown(viewer, _find(viewer, meeting_id, number))


def final(viewer: Viewer, meeting_id: int) -> VersionShown | None:
    """The version that was finalised last, whole where the viewer may see it; None before that.

    What is published is made of this one. Four queries at most.
    """
    require_somewhere(viewer, Permission.MEETINGS_READ)
    rows = _visible(viewer, meeting_id).filter(state=PublicationState.FINALISED)
    found = rows.order_by("-version").first()
    return _shown(viewer, found) if found else None


def _visible(viewer: Viewer, meeting_id: int) -> QuerySet[Minutes]:
    """The versions that the viewer may read: what was shared on the way is for those who may read
    what is shared, although the minutes have been published since."""
    seen = visible_accounts(viewer, Phase.HELD, "meeting__")
    own = reach(viewer, Permission.MEETINGS_READ).q(body="meeting__body_id", meeting="meeting_id")
    rows = Minutes.objects.filter(seen, own | Q(state=PublicationState.FINALISED))
    return rows.filter(meeting_id=meeting_id).select_related("meeting__body")


def _find(viewer: Viewer, meeting_id: int, number: int | None) -> Minutes:
    rows = _visible(viewer, meeting_id)
    if number is not None:
        return rows.get(version=number)
    last = rows.order_by("-version").first()
    if last is None:
        raise Minutes.DoesNotExist
    return last


def _shown(viewer: Viewer, row: Minutes) -> VersionShown:
    whole = from_json(row.content)
    content = whole if sees_closed(viewer, row.meeting) else open_edition(whole)
    corrected = Correction.objects.filter(after=row).select_related("before").defer("kept").first()
    return VersionShown(
        row=_row(row),
        content=content,
        whole=content == whole,
        signed=_signed(row),
        corrects=corrected.before.version if corrected else None,
        corrected_by=corrected.by if corrected else "",
    )


def _signed(row: Minutes) -> tuple[tuple[str, str, dt.date], ...]:
    """Who has signed a version: as it was kept when finalised, as far as it has come before."""
    if row.state == PublicationState.FINALISED:
        kept = tuple(tuple(one) for one in row.signatures)
        return tuple((role, name, dt.date.fromisoformat(on)) for role, name, on in kept)
    rows = Signer.objects.filter(version=row, signed_on__isnull=False).order_by("id")
    return tuple((one.role, one.name, one.signed_on) for one in rows if one.signed_on is not None)


def sees_closed(viewer: Viewer, meeting: Meeting) -> bool:
    """Whether what is closed in a meeting's minutes is for the viewer to read. Pure."""
    thing = account(meeting.body_id, meeting.state, meeting_id=meeting.id, closed=True)
    return may(viewer, Permission.MEETINGS_READ, thing)


def version_file(viewer: Viewer, meeting_id: int, number: int, kind: str) -> PaperFile:
    """The archival PDF ("pdf") or the Word file ("docx") of a version. Two queries.

    Without what is closed to the viewer. Raises Minutes.DoesNotExist also where there is no such
    paper.
    """
    require_somewhere(viewer, Permission.MEETINGS_READ)
    row = _find(viewer, meeting_id, number)
    hashes = {
        "pdf": (row.pdf_sha256, row.open_pdf_sha256),
        "docx": (row.docx_sha256, row.open_docx_sha256),
    }[kind]
    whole = sees_closed(viewer, row.meeting)
    digest = hashes[0] if whole else hashes[1] or hashes[0]
    if not digest:
        raise Minutes.DoesNotExist
    media_type = {
        "pdf": "application/pdf",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    }[kind]
    words = "protokoll" if row.form == MinutesForm.SIGNED else "minnesanteckningar"
    name = f"{words}-{row.meeting.date.isoformat()}-version-{row.version}.{kind}"
    return PaperFile(store.path_of(digest), name, media_type)
