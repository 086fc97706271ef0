"""From an agenda to letters: the notice as it would go out, and sending it once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.domain.matters.placing.actions import leave_the_rest
from handslag.domain.meetings.notices import actions
from handslag.domain.meetings.notices import queries as notices
from handslag.domain.meetings.notices.content import fingerprint, open_edition
from handslag.domain.meetings.notices.rules import changes
from handslag.output.generation import PaperError, as_pdf, as_text, bundle
from handslag.output.notices.composing import compose
from handslag.output.notices.papers import Earlier, paper_of

if TYPE_CHECKING:
    import datetime as dt

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.meetings.notices.actions import Sent
    from handslag.domain.meetings.notices.content import Content
    from handslag.domain.meetings.notices.rules import Addresses, Change, Chosen, Recipient


class NotMade(Exception):  # noqa: N818  nobody's fault alone
    """No paper could be made; the message says why, for whoever wanted to send it."""


class Changed(Exception):  # noqa: N818  as above
    """The agenda has changed since somebody looked at what they were about to send."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Dagordningen eller brevmallen har ändrats sedan du öppnade sidan, så inget "
                "skickades. Här är kallelsen som den är nu: läs den och skicka igen."
            )
        )


@dataclass(frozen=True, slots=True)
class Preview:
    """A notice as it would go out now, and to whom."""

    content: Content
    fingerprint: str
    """What a form that sends it carries, so that nobody sends what they have not seen."""
    version: int
    """The number it would have; that of the last one where nothing has changed."""
    sent_on: dt.date | None
    """The day on which just this went out; None where it has not."""
    earlier: Earlier | None
    news: tuple[Change, ...]
    recipients: tuple[tuple[Recipient, bool], ...]
    """Everybody it can go to, and whether they are chosen."""

    @property
    def chosen(self) -> tuple[Recipient, ...]:
        """Those who get a letter."""
        return tuple(one for one, gets in self.recipients if gets and one.address)

    @property
    def without_address(self) -> tuple[Recipient, ...]:
        """Those who should, and whose address nobody knows."""
        return tuple(one for one, gets in self.recipients if gets and not one.address)


def preview(viewer: Viewer, meeting_id: int, chosen: Chosen) -> Preview:
    """The notice as it would go out, to those chosen. As many queries however long the agenda."""
    content = compose(viewer, meeting_id)
    digest = fingerprint(content)
    last = notices.last_sent(viewer, meeting_id)
    earlier = Earlier(*last[:3]) if last else None
    same = last is not None and last[3] == digest
    recipients = notices.recipients_of(viewer, meeting_id, content, chosen)
    return Preview(
        content=content,
        fingerprint=digest,
        version=(last[0] if same else last[0] + 1) if last else 1,
        sent_on=last[1] if last and same else None,
        earlier=None if same else earlier,
        news=changes(earlier.content, content) if earlier and not same else (),
        recipients=recipients,
    )


def draft_pdf(viewer: Viewer, meeting_id: int) -> bytes:
    """The notice's PDF as it would be now, without attachments in it. Raises NotMade."""
    content = compose(viewer, meeting_id)
    last = notices.last_sent(viewer, meeting_id)
    earlier = Earlier(*last[:3]) if last else None
    version = last[0] + 1 if last else 1
    paper = paper_of(content, version=version, sent_on=None, earlier=earlier)
    try:
        return as_pdf(paper, attach=False)
    except PaperError as error:
        raise NotMade(str(error)) from error


def send(
    *,
    viewer: Viewer,
    meeting_id: int,
    seen: str,
    chosen: Chosen,
    why: str = "",
    left_out: str = "",
    addresses: Addresses | None = None,
) -> Sent:
    """Make the version that somebody has seen (its fingerprint, `seen`), and hand it to the post.

    Assignments that are due at the meeting and have no place on its agenda are carried over;
    `left_out` says why. The papers are made first, then everything is written in one transaction;
    so two who send the same, or one who clicks twice, send it once. Raises Changed where the
    agenda is another by now, NotMade where no paper can be made, ValidationError where `left_out`
    is missing, and what `actions.send_notice` raises.
    """
    found = preview(viewer, meeting_id, chosen)
    if found.fingerprint != seen:
        raise Changed
    if found.sent_on is not None:
        return actions.Sent(0, (), already=True)
    papers = _papers(viewer, found)
    with transaction.atomic():
        leave_the_rest(viewer=viewer, meeting_id=meeting_id, reason=left_out)
        made = actions.make_notice(
            viewer=viewer, meeting_id=meeting_id, content=found.content, papers=papers, why=why
        )
        return actions.send_notice(
            viewer=viewer, notice_id=made.notice_id, chosen=chosen, addresses=addresses
        )


def _papers(viewer: Viewer, found: Preview) -> actions.Papers:
    """Every paper of a version, in the file store."""
    today = timezone.localdate()

    def kept(content: Content, earlier: Earlier | None) -> tuple[str, str, str]:
        paper = paper_of(content, version=found.version, sent_on=today, earlier=earlier)
        pdf = actions.keep_paper(viewer=viewer, data=as_pdf(paper))
        whole = actions.keep_paper(viewer=viewer, data=bundle(paper)) if content.papers else ""
        return as_text(paper), pdf, whole

    try:
        text, pdf, whole = kept(found.content, found.earlier)
        if not found.content.has_closed:
            return actions.Papers(text=text, pdf=pdf, bundle=whole)
        _text, open_pdf, open_whole = kept(open_edition(found.content), _open(found.earlier))
    except PaperError as error:
        raise NotMade(str(error)) from error
    except FileNotFoundError as error:
        raise NotMade(
            _(
                "En bilaga finns inte längre på disken, så kallelsen gick inte att göra. Inget "
                "har skickats. Ladda upp bilagan på nytt, eller återställ den ur en säkerhetskopia."
            )
        ) from error
    return actions.Papers(
        text=text, pdf=pdf, bundle=whole, open_pdf=open_pdf, open_bundle=open_whole
    )


def _open(earlier: Earlier | None) -> Earlier | None:
    if earlier is None:
        return None
    return Earlier(earlier.version, earlier.day, open_edition(earlier.content))
