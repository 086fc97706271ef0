"""Minutes as plain text: for whoever reads them by ear or program, and to search and compare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handslag.output.generation import minutes_wording as words
from handslag.output.generation.minutes_parts import (
    PartKind,
    as_shown,
    heading_of,
    item_parts,
    number_of,
)
from handslag.output.generation.wording import one_line, paragraphs, person_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handslag.output.generation.minutes_paper import MinutesPaper, PaperDealtItem
    from handslag.output.generation.minutes_parts import Part


def minutes_text(paper: MinutesPaper) -> str:
    """The minutes as plain text; a blank line parts its blocks, and no line is broken off."""
    shown = as_shown(paper)
    blocks = [*_head(shown), *_attendance(shown), *_items(shown), *_foot(shown)]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _head(paper: MinutesPaper) -> Iterator[str]:
    yield words.kind_of(paper)
    yield one_line(paper.body)
    yield _labelled(words.facts(paper))
    first, *more = words.state_lines(paper)
    yield ", ".join([first, *(line[:1].lower() + line[1:] for line in more)])


def _labelled(rows: Iterator[tuple[str, str]]) -> str:
    return "\n".join(f"{label}: {'; '.join(value.split(chr(10)))}" for label, value in rows)


def _attendance(paper: MinutesPaper) -> Iterator[str]:
    for heading, of in (("Närvarande", words.there), ("Frånvarande", words.away)):
        groups = [(one_line(group.name), of(group)) for group in paper.attendance]
        if any(people for _, people in groups):
            yield heading
        for name, people in groups:
            yield "\n".join([name, *people]) if people else ""
    yield _labelled(words.officers(paper))


def _items(paper: MinutesPaper) -> Iterator[str]:
    if paper.items:
        yield "Ärenden"
    for item in paper.items:
        yield from _item(paper, item)


_LINE_BY_LINE = {
    PartKind.BULLET,
    PartKind.NUMBERED,
    PartKind.POINT,
    PartKind.DECIDES,
    PartKind.CLAUSE,
    PartKind.BENEATH,
    PartKind.BECAME,
    PartKind.ATTACHMENT,
}
"""What follows on the line above without a blank one, where that is of its kind or leads to it."""


def _item(paper: MinutesPaper, item: PaperDealtItem) -> Iterator[str]:
    block = [f"{number_of(item)} {heading_of(item)}".lstrip()]
    above: PartKind | None = None
    for part in item_parts(paper, item):
        if not stands_under(above, part.kind):
            yield "\n".join(block)
            block = []
        block.append(_line(part))
        above = part.kind
    yield "\n".join(block)


def stands_under(above: PartKind | None, kind: PartKind) -> bool:
    """Whether a part stands on the line right under the one above it."""
    if above is None:
        return kind is PartKind.PRESENTERS
    if above is PartKind.HEADING:
        return kind not in {PartKind.HEADING, PartKind.ASIDE, PartKind.PARAGRAPH, PartKind.MOVE}
    if kind is PartKind.BECAME or above is PartKind.BECAME:
        return above is kind
    deciding = {PartKind.DECIDES, PartKind.CLAUSE, PartKind.BENEATH}
    if kind in deciding:
        return above in deciding
    return kind in _LINE_BY_LINE and above is kind


def _line(part: Part) -> str:
    if part.kind in {PartKind.BECAME, PartKind.ATTACHMENT}:
        return part.line
    indent = "   " * part.level
    text = part.text.replace("\n", f"\n{indent}")
    mark = "-" if part.mark == "–" else part.mark
    return f"{indent}{mark} {text}" if mark else f"{indent}{text}"


def _foot(paper: MinutesPaper) -> Iterator[str]:
    if paper.signatures:
        yield words.signature_head(paper)
        for signature in paper.signatures:
            signed = f"Undertecknat {words.day(signature.signed_on)}" if signature.signed_on else ""
            lines = (
                words.signs_as(paper, signature.role),
                person_in_words(signature.person),
                signed,
            )
            yield "\n".join(line for line in lines if line)
    if paper.notice_board:
        yield words.NOTICE_BOARD
        yield words.NOTICE_BOARD_LEAD
        yield "\n".join(
            f"{label}: {value or '_' * 20}" for label, value in words.notice_board(paper)
        )
    if paper.appeal.strip():
        yield words.APPEAL
        yield from paragraphs(paper.appeal)
    yield f"{words.attests(paper)}: {'_' * 20}" if words.attests(paper) else ""
    yield words.ABOUT
    yield "\n".join(words.about(paper))
    sender = (paper.letterhead.organisation, *paper.letterhead.sender)
    yield "\n".join(one_line(line) for line in sender if line.strip())
