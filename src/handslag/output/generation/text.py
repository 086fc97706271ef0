"""The notice as plain text: for e-mail, and for whoever reads it by ear or program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handslag.output.generation import wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handslag.output.generation.paper import NoticePaper, PaperAttachment, PaperItem


def as_text(paper: NoticePaper) -> str:
    """The notice as plain text; a blank line parts its blocks, and no line is broken off.

    Attachments are named and not part of it.
    """
    blocks = [*_head(paper), *_agenda(paper), *_foot(paper)]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _head(paper: NoticePaper) -> Iterator[str]:
    yield f"{paper.kind.value}"
    yield wording.one_line(paper.body)
    yield "\n".join(
        f"{label}: {'; '.join(value.split(chr(10)))}" for label, value in wording.facts(paper)
    )
    yield wording.version_line(paper)
    if paper.news:
        yield "\n".join([f"{wording.news_lead(paper)}:", *_bulleted(paper.news.lines)])
    yield from wording.paragraphs(paper.letterhead.opening)
    yield from wording.paragraphs(paper.opening)


def _bulleted(lines: tuple[str, ...]) -> Iterator[str]:
    for line in lines:
        yield f"- {wording.one_line(line)}"


def _agenda(paper: NoticePaper) -> Iterator[str]:
    if paper.items:
        yield "Ärenden"
    attached = {attachment.label: attachment for attachment in paper.attachments}
    for item in paper.items:
        yield from _item(paper, item, attached)


def _item(
    paper: NoticePaper, item: PaperItem, attached: dict[str, PaperAttachment]
) -> Iterator[str]:
    about = ": ".join(part for part in wording.about(item) if part)
    lines = (wording.item_title(item), about, wording.presented(item))
    yield "\n".join(line for line in lines if line)
    yield "\n".join(wording.remarks(item))
    yield from wording.paragraphs(item.text)
    for proposal in item.proposals:
        points = [
            f"{point.number}. {wording.sentence(wording.one_line(point.text))}"
            for point in proposal.points
        ]
        yield "\n".join([wording.proposes(proposal), *points])
    if item.decisions:
        clauses = [wording.sentence(wording.one_line(clause)) for clause in item.decisions]
        lead = f"{wording.decider(paper)} beslutar"
        yield "\n".join(["Förslag till beslut", lead, *clauses])
    labels = [attached[label] for label in item.attachments if label in attached]
    yield "\n".join(wording.attachment_line(attachment) for attachment in labels)


def _foot(paper: NoticePaper) -> Iterator[str]:
    closing = wording.closing(paper, paper.letterhead)
    if closing:
        yield wording.BEFORE
        yield from closing
    signed = [wording.person_in_words(person) for person in paper.signed_by]
    yield "\n".join([wording.sent_by(paper), *signed]) if signed else ""
    sender = (paper.letterhead.organisation, *paper.letterhead.sender)
    yield "\n".join(wording.one_line(line) for line in sender if line.strip())
