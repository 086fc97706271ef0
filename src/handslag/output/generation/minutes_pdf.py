"""Minutes as PDF: tagged, for the archive."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from handslag.output.generation import minutes_wording as words
from handslag.output.generation.letterhead import usable
from handslag.output.generation.minutes_parts import (
    PartKind,
    as_shown,
    heading_of,
    item_parts,
    number_of,
)
from handslag.output.generation.sheet import (
    Sheet,
    item_id,
    letterhead_data,
    number_width,
    printable_data,
)
from handslag.output.generation.typesetting import typeset_with_logo
from handslag.output.generation.wording import one_line, paragraphs, person_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from handslag.output.generation.minutes_paper import (
        MinutesPaper,
        PaperDealtItem,
        PaperGroup,
    )
    from handslag.output.generation.minutes_parts import Part

Json = dict[str, Any]


def minutes_pdf(paper: MinutesPaper) -> bytes:
    """The minutes as a tagged PDF that is PDF/UA-1 and PDF/A-3a at once.

    Attachments are named in it and lie beside it. The same paper gives the same bytes once it has
    been finalised. Raises PaperError where no paper can be made.
    """
    sheet = minutes_sheet(as_shown(paper))
    return typeset_with_logo("minutes.typ", sheet.logo, sheet.data, {}, made_at(paper))


def made_at(paper: MinutesPaper) -> dt.datetime:
    """The moment a paper says that it was made: when it was finalised, now before that."""
    if paper.finalised_at is not None:
        return paper.finalised_at.astimezone(dt.UTC).replace(microsecond=0)
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


def minutes_sheet(paper: MinutesPaper) -> Sheet:
    """The minutes as the template's data: every word that is printed, and where."""
    head, logo = usable(paper.letterhead)
    items = [_item(paper, item, n) for n, item in enumerate(paper.items, start=1)]
    data = {
        **letterhead_data(head, logo),
        "title": words.title_of(paper),
        "description": ", ".join(words.state_lines(paper)),
        "running": words.running(paper),
        "kind": words.kind_of(paper),
        "about": words.state_lines(paper),
        "body": one_line(paper.body) or words.kind_of(paper),
        "facts": _rows(words.facts(paper)),
        "attendance": list(_attendance(paper)),
        "officers": _rows(words.officers(paper)),
        "number-width": number_width(items),
        "items": items,
        "signing": _signing(paper),
        "board": _board(paper),
        "attests": words.attests(paper),
        "appeal": {"heading": words.APPEAL, "lines": paragraphs(paper.appeal)},
        "history": {"heading": words.ABOUT, "lines": words.about(paper)},
        "numbered": True,
    }
    return Sheet(printable_data(data), logo)


def _rows(rows: Iterator[tuple[str, str]]) -> list[Json]:
    return [{"label": label, "value": value} for label, value in rows]


def _attendance(paper: MinutesPaper) -> Iterator[Json]:
    told: tuple[tuple[str, Callable[[PaperGroup], list[str]]], ...] = (
        ("Närvarande", words.there),
        ("Frånvarande", words.away),
    )
    for heading, of in told:
        groups = [
            {"name": name, "people": of(group), "long": len(name) > _LONG_NAME}
            for group in paper.attendance
            if of(group) and (name := one_line(group.name))
        ]
        if groups:
            yield {"heading": heading, "groups": groups}


_LONG_NAME = 22
"""Characters that a principal's name may have and still stand in a column of its own."""


def _item(paper: MinutesPaper, item: PaperDealtItem, number: int) -> Json:
    parts = list(item_parts(paper, item))
    return {
        "id": item_id(number),
        "number": number_of(item),
        "heading": heading_of(item),
        "parts": [_part(part) for part in parts],
        "long": sum(80 + len(part.text) for part in parts) > _LONG,
    }


_LONG = 500
"""Characters of an item that is let run over from one page to the next."""


def _part(part: Part) -> Json:
    runs = [{"text": run.text, "bold": run.bold, "italic": run.italic} for run in part.runs]
    plain = [{"text": part.text, "bold": False, "italic": False}]
    return {
        "kind": part.kind.value,
        "mark": part.mark,
        "level": part.level,
        "runs": runs if part.kind is PartKind.PARAGRAPH or runs else plain,
    }


def _signing(paper: MinutesPaper) -> Json:
    return {
        "heading": words.signature_head(paper),
        "people": [
            {
                "role": words.signs_as(paper, one.role),
                "name": person_in_words(one.person),
                "day": words.day(one.signed_on) if one.signed_on else "",
            }
            for one in paper.signatures
        ],
    }


def _board(paper: MinutesPaper) -> Json | None:
    if paper.notice_board is None:
        return None
    return {
        "heading": words.NOTICE_BOARD,
        "lead": words.NOTICE_BOARD_LEAD,
        "rows": _rows(iter(words.notice_board(paper))),
    }
