"""A notice as the public reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import override

from handslag.domain.meetings.agenda.shapes import ITEM_KINDS
from handslag.domain.publications.content import (
    Attachment,
    Content,
    Item,
    Person,
    Point,
    Proposal,
)
from handslag.domain.publications.rules import item_anchors

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handslag.domain.matters.queries.to_publish import ToPublish
    from handslag.domain.meetings.notices import content as told


def content_of_notice(
    account: ToPublish,
    notice: told.Content,
    files: Mapping[str, str],
    closed_labels: tuple[str, ...],
) -> Content:
    """What a notice says. `files` are names of files by the labels of attachments."""
    anchors = item_anchors([item.number for item in notice.items])
    with override("sv"):
        kinds = {str(label).casefold(): value for value, label in ITEM_KINDS}
    papers = {paper.label: paper for paper in notice.papers}
    used = {label for item in notice.items for label in item.attachments}
    return Content(
        body=notice.body,
        body_short=notice.body_short,
        kind="notice",
        day=notice.date,
        start=notice.start,
        end=notice.end,
        place=notice.place,
        cancelled=account.cancelled,
        cancelled_reason=account.cancelled_reason if account.cancelled else "",
        items=tuple(
            _item(item, anchor, kinds, papers, files)
            for item, anchor in zip(notice.items, anchors, strict=True)
        ),
        attachments=(
            *(_attachment(one, files) for one in notice.papers if one.label not in used),
            *(Attachment(label=label, closed=True) for label in closed_labels),
        ),
        papers_left_out=account.left_out,
    )


def _item(
    item: told.Item,
    anchor: str,
    kinds: Mapping[str, str],
    papers: Mapping[str, told.Paper],
    files: Mapping[str, str],
) -> Item:
    if item.closed:
        return Item(
            anchor=anchor, number=item.number, closed=True, closed_ground=item.closed_ground
        )
    return Item(
        anchor=anchor,
        number=item.number,
        heading=item.heading,
        kind=kinds.get(item.kind.casefold(), ""),
        presenters=tuple(
            Person(name=one.name, role=one.title, organisation=one.organisation)
            for one in item.presenters
        ),
        minutes=item.minutes,
        text_marked=item.text,
        proposals=tuple(
            Proposal(
                by=made.by,
                points=tuple(
                    Point(text=text, number=str(number))
                    for number, text in enumerate(made.points, 1)
                ),
            )
            for made in item.proposals
        ),
        attachments=tuple(
            _attachment(papers[label], files) for label in item.attachments if label in papers
        ),
        late=item.late,
        late_reason=item.late_reason,
        withdrawn=item.withdrawn,
        withdrawn_reason=item.withdrawn_reason,
    )


def _attachment(paper: told.Paper, files: Mapping[str, str]) -> Attachment:
    return Attachment(
        label=paper.label,
        title=paper.title,
        file=files.get(paper.label, ""),
        withdrawn=paper.withdrawn,
    )
