"""Minutes laid out as parts in order, the same for every form of the paper.

A form (text, PDF, Word) prints each part in its own dress and adds no words of its own: so all of
them say the same, and read back as the same.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from handslag.output.generation import minutes_wording as words
from handslag.output.generation.minutes_paper import PaperStanceKind
from handslag.output.generation.rich_text import BlockKind, Run
from handslag.output.generation.wording import (
    attachment_title,
    item_number,
    one_line,
    people_in_words,
    sentence,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handslag.output.generation.minutes_paper import (
        MinutesPaper,
        PaperDealtItem,
        PaperDealtProposal,
        PaperDecision,
    )
    from handslag.output.generation.rich_text import TextBlock


class PartKind(StrEnum):
    """What a part of an item is, and so how it is set."""

    PRESENTERS = "presenters"
    """"Föredragande: Eva Ek, jurist.\""""
    ABOUT = "about"
    ASIDE = "aside"
    """A sentence beside the run of the text: late, closed, a conflict of interest."""
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    NUMBERED = "numbered"
    HEADING = "heading"
    """A heading within the item: "Styrgruppen föreslår", "Beslut", "Reservation", "Uppdrag"."""
    POINT = "point"
    BECAME = "became"
    """What became of points: `mark` says which."""
    DECIDES = "decides"
    """Who decides, above the clauses: "Länsnätverket beslutar"."""
    CLAUSE = "clause"
    BENEATH = "beneath"
    """What belongs to the clause above it and is not in its words."""
    TOLD = "told"
    """A sentence of the paper's own: a stance, a vote, an assignment."""
    MOVE = "move"
    """A sentence that says where the item went: it is a decision without a clause."""
    ATTACHMENT = "attachment"
    """`mark` is "Bilaga 3", the text what follows it."""


@dataclass(frozen=True, slots=True)
class Part:
    """One paragraph, entry or heading of an item.

    `mark` stands before the words: a point's or an entry's number, an attachment's label. `level`
    is how deep in lists it stands. `runs` are the words with bold and italic, for what was said.
    """

    kind: PartKind
    text: str
    mark: str = ""
    level: int = 0
    runs: tuple[Run, ...] = ()

    @property
    def line(self) -> str:
        """Mark and words as one line: "– vård", "Bilaga 3: Rapport", "Bifalls: förslaget"."""
        if self.kind is PartKind.BECAME:
            return f"{self.mark}: {self.text}"
        between = "" if self.kind is PartKind.ATTACHMENT or not self.mark else " "
        return f"{self.mark}{between}{self.text}"


def as_shown(paper: MinutesPaper) -> MinutesPaper:
    """The paper as it may be printed: an open edition without anything of what is closed.

    A closed item is left with its number and a heading that says no more than that it is closed;
    attachments that serve closed items alone are gone. Nothing that is left out can be had back
    from what comes out, so it may be handed on.
    """
    if not paper.open_edition:
        return paper
    items = tuple(_blank(item) if item.closed else item for item in paper.items)
    hidden = {label for item in paper.items if item.closed for label in item.attachments}
    shown = {label for item in items for label in item.attachments}
    left = tuple(a for a in paper.attachments if a.label not in hidden - shown)
    return replace(paper, items=items, attachments=left)


def without_closed(paper: MinutesPaper) -> MinutesPaper:
    """The open edition of a paper: see `as_shown`."""
    return as_shown(replace(paper, open_edition=True))


def _blank(item: PaperDealtItem) -> PaperDealtItem:
    kept = {"heading": words.CLOSED, "number": item.number, "key": item.key, "closed": True}
    return type(item)(**kept)  # type: ignore[arg-type]  # a new one, with these fields and no other


def number_of(item: PaperDealtItem) -> str:
    """The number as it stands before the heading: "7.", "§ 12"; empty for an item without one."""
    return item_number(item.number)


def heading_of(item: PaperDealtItem) -> str:
    """The heading on one line; an item has one on every paper."""
    return one_line(item.heading) or "Ärende utan rubrik"


def item_parts(paper: MinutesPaper, item: PaperDealtItem) -> Iterator[Part]:
    """All that is printed beneath an item's heading, in order."""
    if item.presenters:
        yield Part(PartKind.PRESENTERS, f"Föredragande: {people_in_words(item.presenters)}.")
    if item.about:
        yield Part(PartKind.ABOUT, sentence(one_line(item.about)))
    for told in words.remarks(item):
        yield Part(PartKind.ASIDE, told)
    yield from _discussion(item.discussion)
    for proposal in item.proposals:
        yield from _proposal(proposal)
    yield from _stances(item)
    for decision in item.decisions:
        yield from _decision(paper, decision)
    if item.assignments:
        yield Part(PartKind.HEADING, "Uppdrag")
        for assignment in item.assignments:
            yield Part(PartKind.TOLD, words.assignment(assignment))
    for told in words.moves(item):
        yield Part(PartKind.MOVE, told)
    yield from _attachments(paper, item)


_BLOCKS = {
    BlockKind.PARAGRAPH: PartKind.PARAGRAPH,
    BlockKind.BULLET: PartKind.BULLET,
    BlockKind.NUMBERED: PartKind.NUMBERED,
}


def _discussion(blocks: tuple[TextBlock, ...]) -> Iterator[Part]:
    for block in blocks:
        mark = {BlockKind.BULLET: "–", BlockKind.NUMBERED: f"{block.number or 1}."}
        kind = _BLOCKS[block.kind]
        yield Part(kind, block.text, mark.get(block.kind, ""), block.level, block.runs)


def _proposal(proposal: PaperDealtProposal) -> Iterator[Part]:
    yield Part(PartKind.HEADING, words.proposes(proposal))
    for point in proposal.points:
        yield Part(PartKind.POINT, sentence(one_line(point.text)), f"{point.number}.")
    for which, told in words.became(proposal):
        yield Part(PartKind.BECAME, told, which)


def _stances(item: PaperDealtItem) -> Iterator[Part]:
    abstaining = {one_line(by).casefold() for d in item.decisions for by in d.abstaining}
    for stance in item.stances:
        aside = stance.kind is PaperStanceKind.TAKES_NO_PART and not stance.points
        if not (aside and one_line(stance.by).casefold() in abstaining):
            yield Part(PartKind.TOLD, words.stance(stance))


def _decision(paper: MinutesPaper, decision: PaperDecision) -> Iterator[Part]:
    if decision.vote:
        yield Part(PartKind.HEADING, "Omröstning")
        yield Part(PartKind.TOLD, words.vote(decision.vote))
    yield Part(PartKind.HEADING, "Beslut")
    by = one_line(decision.by) or one_line(paper.body_short or paper.body)
    yield Part(PartKind.DECIDES, f"{by} beslutar")
    for clause in decision.clauses:
        yield Part(PartKind.CLAUSE, words.clause(clause))
        if beneath := words.beneath(clause, by):
            yield Part(PartKind.BENEATH, beneath)
    for side in decision.abstaining:
        yield Part(PartKind.TOLD, words.abstains(side))
    if decision.reservations:
        several = len(decision.reservations) > 1
        yield Part(PartKind.HEADING, "Reservationer" if several else "Reservation")
        for reservation in decision.reservations:
            yield Part(PartKind.TOLD, words.reservation(reservation))


def _attachments(paper: MinutesPaper, item: PaperDealtItem) -> Iterator[Part]:
    attached = {attachment.label: attachment for attachment in paper.attachments}
    for label in item.attachments:
        if label in attached:
            mark = f"Bilaga {label}"
            title = attachment_title(attached[label])
            yield Part(PartKind.ATTACHMENT, title[len(mark) :], mark)
