"""A letter as a mail: words, the same as a page, the notice as PDF, and what calendars read."""

from __future__ import annotations

import datetime as dt
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from handslag.domain.documents.store import bytes_of, path_of
from handslag.domain.meetings.notices.content import Content, open_edition, presented_by
from handslag.output.calendar.events import CalendarEvent
from handslag.output.calendar.invitations import Attendee, Method, invitation
from handslag.output.generation import as_pdf
from handslag.output.generation.wording import day_in_words, hours_in_words
from handslag.output.notices.papers import Earlier, paper_of

if TYPE_CHECKING:
    from handslag.domain.meetings.notices.claims import Claimed
    from handslag.domain.meetings.notices.content import Item
    from handslag.domain.meetings.notices.letters import Letter

POLICY = SMTP.clone(cte_type="7bit")
"""Mail that any server takes: no line too long, no eighth bit."""
CANCELLED, MOVED, PRESENTER, MINUTES = "cancelled", "moved", "presenter", "minutes"


class BadAddress(ValueError):  # noqa: N818  it is nobody's fault here
    """No mail can be sent to the address; the message says so in Swedish."""


def mail(claimed: Claimed) -> EmailMessage:
    """The mail of a letter, in Swedish. Everything in it is as it was when it was written."""
    with override("sv"):
        return _mail(claimed)


def _mail(claimed: Claimed) -> EmailMessage:
    letter = claimed.letter
    made = addressed(claimed.name, claimed.address, _subject(claimed), claimed.message_id)
    if letter.reply_to:
        made["Reply-To"] = _address(letter.sender, letter.reply_to)
    context = _context(claimed)
    made.set_content(render_to_string("post/letter.txt", context))
    made.add_alternative(render_to_string("post/letter.html", context), subtype="html")
    if claimed.kind != MINUTES:  # the meeting is over: no calendar asks for it
        method = Method.CANCEL if claimed.kind == CANCELLED else Method.REQUEST
        calendar = _calendar(claimed, method)
        made.add_alternative(calendar.decode(), subtype="calendar", params={"method": method.value})
    for file_name, data in _papers(claimed):
        made.add_attachment(data, maintype="application", subtype="pdf", filename=file_name)
    return made


def addressed(name: str, address: str, subject: str, message_id: str) -> EmailMessage:
    """A mail from Handslag to somebody, that says nothing yet. Raises BadAddress."""
    made = EmailMessage(policy=POLICY)
    from_name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    made["From"] = _address(from_name or "Handslag", sender)
    made["To"] = _address(name, address)
    made["Subject"] = subject
    made["Date"] = format_datetime(timezone.now())
    made["Message-ID"] = f"<{message_id}@{_domain(sender)}>"
    made["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday replies
    made["X-Auto-Response-Suppress"] = "All"
    return made


def _subject(claimed: Claimed) -> str:
    letter = claimed.letter
    what = {"body": letter.body, "day": day_in_words(letter.date, weekday=False)}
    if claimed.kind == CANCELLED:
        words = _("Inställt: %(body)s %(day)s")
    elif claimed.kind == MOVED:
        words = _("Ändrat möte: %(body)s %(day)s")
    elif claimed.kind == MINUTES:
        words = _minutes_subject(letter)
    elif claimed.kind == "alternate":
        words = _("Du kallas in: %(body)s %(day)s")
    elif letter.version > 1:
        words = _("Ny version av kallelsen: %(body)s %(day)s")
    else:
        words = _("Kallelse: %(body)s %(day)s")
    return _one_line(words % what)


def _minutes_subject(letter: Letter) -> str:
    """What a letter about minutes is about, by their form and what became of them."""
    if letter.form == "signed":
        return {
            "finalised": _("Protokoll: %(body)s %(day)s"),
            "corrected": _("Rättat protokoll: %(body)s %(day)s"),
        }.get(letter.stage, _("Protokoll att läsa: %(body)s %(day)s"))
    return {
        "finalised": _("Minnesanteckningar: %(body)s %(day)s"),
        "corrected": _("Rättade minnesanteckningar: %(body)s %(day)s"),
    }.get(letter.stage, _("Minnesanteckningar att läsa: %(body)s %(day)s"))


def _context(claimed: Claimed) -> dict[str, object]:
    letter = claimed.letter
    content = open_edition(claimed.content) if claimed.content else None
    presents = letter.called_as == PRESENTER and claimed.kind != MINUTES
    items: tuple[Item, ...] = ()
    if content is not None:
        items = presented_by(content, claimed.person_id) if presents else content.items
    papers = () if presents or content is None else content.papers
    return {
        "letter": letter,
        "kind": claimed.kind,
        "name": claimed.name,
        "day": day_in_words(letter.date),
        "hours": hours_in_words(letter.start, letter.end),
        "presents": presents,
        "items": items,
        "papers": [paper for paper in papers if not paper.withdrawn],
        "news": () if presents else letter.news,
        "reply": f"{letter.reply}{claimed.token}/" if letter.reply and claimed.token else "",
        "bundled": len(_papers(claimed)) > 1,
    }


def _calendar(claimed: Claimed, method: Method) -> bytes:
    letter = claimed.letter
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    description = [_("Kallelsen kom med e-post."), *([letter.page] if letter.page else [])]
    if claimed.kind == CANCELLED and letter.reason:
        description = [letter.reason]
    event = CalendarEvent(
        uid=letter.uid,
        sequence=claimed.sequence,
        summary=letter.body,
        day=letter.date,
        start=letter.start,
        end=letter.end,
        place=letter.place,
        description="\n".join(description),
        url=letter.page,
        changed=claimed.written_at.astimezone(dt.UTC),
    )
    return invitation(
        event,
        method=method,
        attendee=Attendee(name=claimed.name, address=claimed.address),
        organizer=Attendee(name=letter.sender or name or "Handslag", address=address),
    )


def _papers(claimed: Claimed) -> list[tuple[str, bytes]]:
    """The notice, and all papers in one file where they are not too much for a mail; the minutes
    for a letter about them."""
    if claimed.minutes:
        words = "protokoll" if claimed.letter.form == "signed" else "minnesanteckningar"
        name = f"{words}-{claimed.letter.date.isoformat()}.pdf"
        return [(name, bytes_of(claimed.minutes))]
    if claimed.content is None or claimed.letter.called_as == PRESENTER:
        return []
    day = claimed.letter.date.isoformat()
    if not claimed.bundle:
        return [(f"kallelse-{day}.pdf", bytes_of(claimed.pdf))]
    sent = timezone.localtime(claimed.sent_on).date() if claimed.sent_on else None
    alone = _alone(claimed.content, claimed.version, sent, claimed.earlier)
    found = [(f"kallelse-{day}.pdf", alone)]
    if path_of(claimed.bundle).stat().st_size + len(alone) <= settings.MAIL_LARGEST:
        found.append((f"alla-handlingar-{day}.pdf", bytes_of(claimed.bundle)))
    return found


@lru_cache(maxsize=4)
def _alone(
    content: Content,
    version: int,
    sent_on: dt.date | None,
    earlier: tuple[int, dt.date, Content] | None,
) -> bytes:
    """The notice without its attachments in it: the same for all who get it."""
    was = Earlier(earlier[0], earlier[1], open_edition(earlier[2])) if earlier else None
    paper = paper_of(open_edition(content), version=version, sent_on=sent_on, earlier=was)
    return as_pdf(paper, attach=False)


def on_the_wire(address: str) -> str:
    """An address as every mail server knows it: its domain in ASCII (RFC 5891).

    Raises BadAddress for one whose name before the @ is not, which few servers take.
    """
    local, _at, domain = address.rpartition("@")
    try:
        local.encode("ascii")
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError as error:
        raise BadAddress(
            _(
                "E-postadressen %(address)s har tecken som mejlservrar inte tar emot. Rätta den i "
                "registret och försök igen."
            )
            % {"address": address}
        ) from error


def _address(name: str, address: str) -> Address:
    return Address(display_name=_one_line(name), addr_spec=on_the_wire(address))


def _domain(address: str) -> str:
    return address.rpartition("@")[2] or "localhost"


def _one_line(words: str) -> str:
    return " ".join(words.split())
