"""From what was written to papers: the minutes as they would be, shared, finalised, corrected.

The papers are made first and lie in the file store; then everything is written in one transaction
that compares what stands with what was seen. Whoever clicks twice, or is cut off and does it
again, gets one version.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from handslag.domain.base.meanwhile import ChangedMeanwhile
from handslag.domain.matters.minutes import actions, queries
from handslag.output.generation import PaperError
from handslag.output.generation.minutes_excerpt import excerpt
from handslag.output.generation.minutes_parts import without_closed
from handslag.output.generation.minutes_pdf import minutes_pdf
from handslag.output.generation.minutes_text import minutes_text
from handslag.output.generation.minutes_word import minutes_docx
from handslag.output.minutes.papers import DRAFT, Made, paper_of

if TYPE_CHECKING:
    import datetime as dt

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.minutes.content import Content
    from handslag.domain.matters.minutes.letters import Addresses
    from handslag.domain.matters.minutes.queries import Head, VersionShown, Written
    from handslag.output.generation.minutes_paper import MinutesPaper


class NotMade(Exception):  # noqa: N818  nobody's fault alone
    """No paper could be made; the message says why, for whoever wanted it."""


def share(
    *, viewer: Viewer, meeting_id: int, seen: str, addresses: Addresses | None = None
) -> actions.Made:
    """Share the minutes that somebody has seen (their fingerprint, `seen`).

    Raises ChangedMeanwhile where somebody has written since, NotMade where no paper can be made,
    and what `actions.share_minutes` raises.
    """
    content, head = _seen(viewer, meeting_id, seen)
    correcting = head.correcting
    made = Made(
        version=_next(head),
        state="shared",
        shared_on=timezone.localdate(),
        corrects=correcting.corrects if correcting else None,
        reason=correcting.reason if correcting else "",
    )
    return actions.share_minutes(
        viewer=viewer,
        meeting_id=meeting_id,
        seen=seen,
        papers=_papers(viewer, content, made),
        addresses=addresses,
    )


def finalise(
    *, viewer: Viewer, meeting_id: int, seen: str, addresses: Addresses | None = None
) -> actions.Made:
    """Finalise the minutes that somebody has seen. Raises as `share`."""
    content, head = _seen(viewer, meeting_id, seen)
    at = timezone.now()
    made = Made(
        version=_next(head),
        state="finalised",
        finalised_at=at,
        fingerprint=seen,
        signed=_signed(head),
    )
    return actions.finalise_minutes(
        viewer=viewer,
        meeting_id=meeting_id,
        seen=seen,
        papers=_papers(viewer, content, made),
        at=at,
        addresses=addresses,
    )


def correct(
    *, viewer: Viewer, meeting_id: int, seen: str, addresses: Addresses | None = None
) -> actions.Made:
    """Let the correction that goes on be the finalised minutes. Raises as `share`."""
    content, head = _seen(viewer, meeting_id, seen)
    at, correcting = timezone.now(), head.correcting
    made = Made(
        version=_next(head),
        state="finalised",
        finalised_at=at,
        fingerprint=seen,
        signed=_signed(head),
        corrects=correcting.corrects if correcting else None,
        reason=correcting.reason if correcting else "",
        corrected_on=timezone.localdate(at),
        corrected_by=viewer.name,
    )
    return actions.make_correction(
        viewer=viewer,
        meeting_id=meeting_id,
        seen=seen,
        papers=_papers(viewer, content, made),
        at=at,
        addresses=addresses,
    )


def _seen(viewer: Viewer, meeting_id: int, seen: str) -> tuple[Content, Head]:
    written = queries.written(viewer, meeting_id)
    if written.fingerprint != seen:
        raise ChangedMeanwhile
    return written.content, queries.head(viewer, meeting_id)


def _next(head: Head) -> int:
    return head.last.version + 1 if head.last else 1


def _signed(head: Head) -> tuple[tuple[str, str, dt.date], ...]:
    return tuple((one.role.value, one.name, one.signed_on) for one in head.signers if one.signed_on)


def _papers(viewer: Viewer, content: Content, made: Made) -> actions.Papers:
    """Every paper of a version, in the file store."""
    whole = paper_of(content, made)

    def kept(paper: MinutesPaper) -> tuple[str, str]:
        return (
            actions.keep_paper(viewer=viewer, data=minutes_pdf(paper)),
            actions.keep_paper(viewer=viewer, data=minutes_docx(paper)),
        )

    try:
        pdf, docx = kept(whole)
        text = minutes_text(whole)
        if not content.has_closed:
            return actions.Papers(text=text, pdf=pdf, docx=docx)
        open_pdf, open_docx = kept(without_closed(whole))
    except PaperError as error:
        raise NotMade(str(error)) from error
    return actions.Papers(text=text, pdf=pdf, docx=docx, open_pdf=open_pdf, open_docx=open_docx)


def draft_of(written: Written) -> MinutesPaper:
    """The minutes as they would be now, as a paper."""
    return paper_of(written.content, DRAFT)


def draft_paper(viewer: Viewer, meeting_id: int) -> MinutesPaper:
    """The same, asked for. Raises what `queries.written` raises."""
    return draft_of(queries.written(viewer, meeting_id))


def version_paper(shown: VersionShown) -> MinutesPaper:
    """A version as a paper, without what the viewer does not see."""
    row = shown.row
    final = row.finalised_at is not None
    made = Made(
        version=row.version,
        state=row.state.value,
        shared_on=None if final else timezone.localdate(row.at),
        finalised_at=row.finalised_at,
        fingerprint=row.fingerprint if final else "",
        signed=shown.signed,
        corrects=shown.corrects,
        reason=row.why if shown.corrects else "",
        corrected_on=timezone.localdate(row.finalised_at) if row.finalised_at else None,
        corrected_by=shown.corrected_by,
    )
    return paper_of(shown.content, made, open_edition=not shown.whole)


def excerpt_of(paper: MinutesPaper, item_id: int, clause: tuple[int, int] | None) -> MinutesPaper:
    """An excerpt of one item (by its id), or of one of its clauses: the places of its decision
    and of the clause in that, from 0. Raises LookupError where there is no such place."""
    places = [place for place, item in enumerate(paper.items) if item.key == str(item_id)]
    if not places or (clause is not None and min(clause) < 0):
        raise LookupError(item_id)
    return excerpt(paper, places[0], clause)


def as_pdf(paper: MinutesPaper) -> bytes:
    """A paper's PDF. Raises NotMade."""
    try:
        return minutes_pdf(paper)
    except PaperError as error:
        raise NotMade(str(error)) from error


def as_text(paper: MinutesPaper) -> str:
    """A paper as plain text."""
    return minutes_text(paper)
