"""Minutes become a version: shared for comments, finalised, or corrected.

The papers are made before, and lie in the file store: so what is frozen here was seen whole. The
rows are composed anew with the meeting locked, and nothing happens where they say anything else
than what was seen; so whoever writes at the same moment comes either before or after.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003  read by the walk over actions
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.access.viewer import Viewer  # noqa: TC001  as above
from handslag.domain.audit.actions import log
from handslag.domain.base.states import PublicationState
from handslag.domain.documents import store
from handslag.domain.matters.minutes.content import Content, as_json, fingerprint
from handslag.domain.matters.minutes.letters import Addresses, Stage, write_letters
from handslag.domain.matters.minutes.locking import (
    MEETING,
    as_seen,
    last_version,
    meeting_to,
    open_correction,
    refuse_faults,
    tell_the_room,
)
from handslag.domain.matters.minutes.signing import refuse_unsigned, renew_signers, signatures_of
from handslag.domain.meetings.models import Meeting, Minutes, MinutesForm
from handslag.domain.meetings.papers import papers_follow

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """The papers of a version, in the file store by their hashes, and the text of it.

    Those named `open_` are without what is closed; empty where nothing is. Word files are empty
    where none could be made.
    """

    text: str
    pdf: str
    docx: str = ""
    open_pdf: str = ""
    open_docx: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """A version of minutes. `new` is False where the last version was the same already."""

    minutes_id: int
    version: int
    new: bool
    letters: int = 0
    """To how many it goes."""
    without_address: tuple[str, ...] = ()
    """The names of those for whom no address is known."""


def keep_paper(*, viewer: Viewer, data: bytes) -> str:
    """Put a paper's bytes in the file store before any row tells of them; returns their hash."""
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    return store.keep(data)


@transaction.atomic
def share_minutes(
    *,
    viewer: Viewer,
    meeting_id: int,
    seen: str,
    papers: Papers,
    addresses: Addresses | None = None,
) -> Made:
    """Freeze a version for comments, and write to those who were there and those who sit there.

    From now on it is a public record (TF 2 kap.). `seen` is the fingerprint of what the papers
    say. Once finalised, minutes are shared again only while they are corrected. Nothing happens
    where the last version was shared and says the same. Raises Meeting.DoesNotExist,
    ChangedMeanwhile where somebody has written since, ValidationError where a check stops it.
    """
    require_somewhere(viewer, Permission.MEETINGS_SHARE)
    meeting = meeting_to(viewer, Permission.MEETINGS_SHARE, meeting_id)
    correction = open_correction(meeting)
    if not correction and meeting.state not in (PublicationState.DRAFT, PublicationState.SHARED):
        raise ValidationError(_("Det är redan färdigställt. Börja en rättelse för att ändra."))
    content = as_seen(meeting, seen)
    last = last_version(meeting.id)
    same = last is not None and last.fingerprint == seen
    if last is not None and same and last.state == PublicationState.SHARED:
        return Made(last.id, last.version, new=False)
    refuse_faults(meeting, content)
    renew_signers(meeting, content)
    row = _freeze(viewer, meeting, content, papers, PublicationState.SHARED)
    if correction:
        row.why = correction.reason
        row.save(update_fields=["why"])
    before = meeting.state
    if before == PublicationState.DRAFT:
        meeting.state = PublicationState.SHARED
        meeting.save(update_fields=["state"])
        papers_follow([meeting.id])
    stage = Stage.SHARED if row.version == 1 else Stage.SHARED_AGAIN
    written = write_letters(viewer, meeting, row, content, stage, addresses)
    tell_the_room(meeting.id)
    log(
        viewer=viewer,
        verb="matters.share_minutes",
        thing_type=MEETING,
        thing_id=meeting.id,
        detail={"version": row.version, "before": before, "sha256": seen},
        reason=row.why,
    )
    letters, without = written
    return Made(row.id, row.version, new=True, letters=letters, without_address=without)


@transaction.atomic
def finalise_minutes(
    *,
    viewer: Viewer,
    meeting_id: int,
    seen: str,
    papers: Papers,
    at: dt.datetime,
    addresses: Addresses | None = None,
) -> Made:
    """Say that the minutes are as they shall be: the version that their hash and time stand on.

    Signed minutes take that everybody who signs has signed the version shared last, and that
    nothing has been written since (KL 5 kap. 69 §). `at` is the time that the paper says. Raises
    what `share_minutes` raises.
    """
    require_somewhere(viewer, Permission.MEETINGS_FINALISE)
    meeting = meeting_to(viewer, Permission.MEETINGS_FINALISE, meeting_id)
    last = last_version(meeting.id)
    if (
        last is not None
        and last.state == PublicationState.FINALISED
        and last.fingerprint == seen
        and meeting.state == PublicationState.FINALISED
    ):
        return Made(last.id, last.version, new=False)
    if meeting.state != PublicationState.SHARED:
        raise ValidationError(
            _("Dela det med dem som var med innan du färdigställer. Inget har ändrats.")
            if meeting.state == PublicationState.DRAFT
            else _("Det är redan färdigställt. Inget har ändrats.")
        )
    content = as_seen(meeting, seen)
    refuse_faults(meeting, content)
    refuse_unsigned(meeting, content, last)
    row = _freeze(viewer, meeting, content, papers, PublicationState.FINALISED, at=at)
    meeting.state = PublicationState.FINALISED
    meeting.save(update_fields=["state"])
    papers_follow([meeting.id])
    written = write_letters(viewer, meeting, row, content, Stage.FINALISED, addresses)
    tell_the_room(meeting.id)
    log(
        viewer=viewer,
        verb="matters.finalise_minutes",
        thing_type=MEETING,
        thing_id=meeting.id,
        detail={"version": row.version, "sha256": seen},
    )
    letters, without = written
    return Made(row.id, row.version, new=True, letters=letters, without_address=without)


@transaction.atomic
def make_correction(
    *,
    viewer: Viewer,
    meeting_id: int,
    seen: str,
    papers: Papers,
    at: dt.datetime,
    addresses: Addresses | None = None,
) -> Made:
    """Let what has been written since the correction was begun be the finalised minutes.

    It is a new version with the correction's reason; the one it corrects stays. Raises what
    `finalise_minutes` raises, ValidationError also where nothing has changed.
    """
    require_somewhere(viewer, Permission.MINUTES_CORRECT)
    meeting = meeting_to(viewer, Permission.MINUTES_CORRECT, meeting_id)
    correction = open_correction(meeting)
    if correction is None:
        raise ValidationError(_("Ingen rättelse pågår. Inget har ändrats."))
    content = as_seen(meeting, seen)
    if correction.before.fingerprint == seen:
        raise ValidationError(
            _("Inget är ändrat sedan rättelsen började. Ändra det som var fel, eller avbryt den.")
        )
    refuse_faults(meeting, content)
    refuse_unsigned(meeting, content, last_version(meeting.id))
    row = _freeze(viewer, meeting, content, papers, PublicationState.FINALISED, at=at)
    row.why = correction.reason
    row.save(update_fields=["why"])
    correction.after, correction.ended_at, correction.kept = row, at, []
    correction.save(update_fields=["after", "ended_at", "kept"])
    written = write_letters(viewer, meeting, row, content, Stage.CORRECTED, addresses)
    tell_the_room(meeting.id)
    log(
        viewer=viewer,
        verb="matters.correct_minutes",
        thing_type=MEETING,
        thing_id=meeting.id,
        detail={"version": row.version, "corrects": correction.before.version, "sha256": seen},
        reason=correction.reason,
    )
    letters, without = written
    return Made(row.id, row.version, new=True, letters=letters, without_address=without)


def _freeze(
    viewer: Viewer,
    meeting: Meeting,
    content: Content,
    papers: Papers,
    state: PublicationState,
    at: dt.datetime | None = None,
) -> Minutes:
    last = last_version(meeting.id)
    first, final = content.paragraphs or (None, None)
    if content.form != MinutesForm.SIGNED:
        first = final = None
    return Minutes.objects.create(
        meeting=meeting,
        version=last.version + 1 if last else 1,
        form=content.form,
        state=state,
        content=as_json(content),
        text=papers.text,
        pdf_sha256=papers.pdf,
        docx_sha256=papers.docx,
        open_pdf_sha256=papers.open_pdf,
        open_docx_sha256=papers.open_docx,
        fingerprint=fingerprint(content),
        first_paragraph=first,
        last_paragraph=final,
        finalised_at=at,
        signatures=signatures_of(meeting) if at else [],
        by=viewer.name[:200],
    )
