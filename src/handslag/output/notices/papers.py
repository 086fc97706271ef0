"""What a notice says as a paper: the contract of `handslag.output.generation`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import override

from handslag.domain.documents.store import bytes_of
from handslag.domain.meetings.notices.rules import What, changes
from handslag.output.generation.paper import (
    Letterhead,
    NoticePaper,
    PaperAttachment,
    PaperItem,
    PaperNews,
    PaperPerson,
    PaperPoint,
    PaperProposal,
    PaperSitting,
)

if TYPE_CHECKING:
    import datetime as dt

    from handslag.domain.meetings.notices.content import Content, Head, Item, Named, Paper
    from handslag.domain.meetings.notices.rules import Change


@dataclass(frozen=True, slots=True)
class Earlier:
    """The version that was sent before."""

    version: int
    day: dt.date
    content: Content


def paper_of(
    content: Content,
    *,
    version: int,
    sent_on: dt.date | None,
    earlier: Earlier | None = None,
) -> NoticePaper:
    """The notice as a paper. `earlier` is what it tells news since; `sent_on` None for a draft."""
    with override("sv"):
        new = changes(earlier.content, content) if earlier else ()
    items = {change.id for change in new if change.what == What.ITEM}
    papers = {change.id for change in new if change.what == What.PAPER}
    return NoticePaper(
        body=content.body,
        body_short=content.body_short,
        date=content.date,
        letterhead=letterhead_of(content.head),
        start=content.start,
        end=content.end,
        place=content.place,
        version=version,
        sent_on=sent_on,
        sittings=tuple(
            PaperSitting(one.label, one.start, one.end, one.place) for one in content.sittings
        ),
        recipients=content.recipients,
        regrets_to=content.regrets_to,
        signed_by=tuple(_person(one) for one in content.signed_by),
        items=tuple(_item(one, new=one.id in items) for one in content.items),
        attachments=tuple(
            _attachment(one, new=one.id in papers) for one in content.papers if not one.withdrawn
        ),
        news=_news(new, earlier),
    )


def _news(new: tuple[Change, ...], earlier: Earlier | None) -> PaperNews | None:
    if earlier is None or not new:
        return None
    return PaperNews(earlier.version, tuple(change.words for change in new), earlier.day)


def letterhead_of(head: Head) -> Letterhead:
    """A letterhead as papers are made with it. A logo that the disk has lost is left out."""
    logo = None
    if head.logo_sha256:
        try:
            logo = bytes_of(head.logo_sha256)
        except FileNotFoundError:
            logo = None
    made = Letterhead(
        organisation=head.organisation,
        logo=logo,
        logo_text=head.logo_text,
        sender=head.sender,
        footer=head.footer,
        opening=head.opening,
        closing=head.closing,
    )
    return replace(made, accent=head.accent) if head.accent else made


def _person(one: Named) -> PaperPerson:
    return PaperPerson(one.name, one.title, one.organisation)


def _item(one: Item, *, new: bool) -> PaperItem:
    return PaperItem(
        heading=one.heading,
        number=one.number,
        kind=one.kind,
        presenters=tuple(_person(person) for person in one.presenters),
        minutes=one.minutes,
        text=one.text,
        proposals=tuple(
            PaperProposal(
                made.by,
                tuple(PaperPoint(number, text) for number, text in enumerate(made.points, 1)),
            )
            for made in one.proposals
        ),
        attachments=one.attachments,
        late=one.late,
        late_reason=one.late_reason,
        admitted_by=one.late_by,
        new=new,
        withdrawn=one.withdrawn,
        withdrawn_reason=one.withdrawn_reason,
        closed=one.closed,
        closed_ground=one.closed_ground,
    )


def _attachment(one: Paper, *, new: bool) -> PaperAttachment:
    return PaperAttachment(
        label=one.label,
        title=one.title,
        file_name=one.name,
        media_type=one.media_type,
        read=partial(bytes_of, one.sha256),
        pages=one.pages,
        new=new,
    )
