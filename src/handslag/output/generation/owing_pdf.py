"""What somebody owes and waits for as PDF: tagged, for the archive, on one A4 sheet whatever there
is.

How many rows find room is reckoned from the lengths of their words, and the paper is looked at:
where it came to more than a sheet it is made again with fewer.
"""

from __future__ import annotations

import datetime as dt
import io
import math
from typing import TYPE_CHECKING, Any

import pikepdf

from handslag.output.generation.sheet import printable_data
from handslag.output.generation.typesetting import PaperError, typeset
from handslag.output.generation.wording import day_in_words, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handslag.output.generation.owing_paper import OwingPaper, OwingPart, OwingRow

Json = dict[str, Any]

ROOM = 256.0
"""Millimetres of the sheet beneath its head."""
_HEADING, _MORE, _APART = 8.6, 3.8, 1.9
_LINE = 3.1
"""Millimetres of a heading, of the line that tells of more, between rows, and of a line."""
_LETTERS, _SMALL_LETTERS = 92, 110
"""Letters that a line has at least, in the row's words and in what is told beneath."""
LONGEST = 200
"""Letters of a row that are printed."""
_TRIES = 8


def owing_pdf(paper: OwingPaper) -> bytes:
    """The sheet as a tagged PDF that is PDF/UA-1 and PDF/A-3a at once: one page.

    The same paper gives the same bytes. Raises PaperError where no paper can be made.
    """
    created = dt.datetime.combine(paper.day, dt.time(12), dt.UTC)
    room = ROOM
    for _try in range(_TRIES):
        data = printable_data(_data(paper, fitting(paper.parts, room)))
        made = typeset("owing.typ", data, {}, created)
        if _pages(made) == 1:
            return made
        room *= 0.94
    raise PaperError("Bladet fick inte plats på en sida.")


def _pages(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def fitting(parts: Sequence[OwingPart], room: float) -> list[int]:
    """How many rows of each part are printed in so many millimetres.

    Each part gets its least in turn; what room is left goes to the first that has more, then to
    the next. Pure.
    """
    given = [0] * len(parts)
    left = room - sum(_HEADING + _MORE for part in parts if part.rows or part.nothing)
    for least in (True, False):
        for place, part in enumerate(parts):
            wanted = min(part.least, len(part.rows)) if least else len(part.rows)
            while given[place] < wanted:
                height = height_of(part.rows[given[place]])
                if height > left:
                    break
                left -= height
                given[place] += 1
    return given


def height_of(row: OwingRow) -> float:
    """Millimetres that a row takes, reckoned rather too high than too low."""
    what = math.ceil(len(_cut(_marked(row))) / _LETTERS)
    about = math.ceil(len(_cut(row.about)) / _SMALL_LETTERS)
    when = math.ceil(len(_cut(row.when, 60)) / 16)
    return max(what + about, when) * _LINE + _APART


def _marked(row: OwingRow) -> str:
    return f"{row.mark}: {row.what}" if row.mark else row.what


def _data(paper: OwingPaper, given: Sequence[int]) -> Json:
    day = day_in_words(paper.day, weekday=False)
    return {
        "title": f"{paper.name} {day}",
        "description": "Att göra, att vänta på, platser och möten",
        "organisation": paper.name,
        "name": one_line(paper.name),
        "day": day_in_words(paper.day).capitalize(),
        "lead": paper.lead,
        "address": paper.address,
        "parts": [
            _part(part, count, paper.address)
            for part, count in zip(paper.parts, given, strict=True)
            if part.rows or part.nothing
        ],
    }


def _part(part: OwingPart, count: int, address: str) -> Json:
    left = part.total - count
    more = f"och {left} till, se {address}" if left > 0 else ""
    if not more and part.older:
        more = f"och äldre, se {address}"
    return {
        "heading": part.heading,
        "rows": [
            {
                "when": _cut(row.when, 60),
                "mark": row.mark,
                "what": _cut(row.what),
                "about": _cut(row.about),
            }
            for row in part.rows[:count]
        ],
        "nothing": part.nothing if not part.rows else "",
        "more": more,
    }


def _cut(words: str, longest: int = LONGEST) -> str:
    bare = one_line(words)
    return bare if len(bare) <= longest else f"{bare[: longest - 2].rstrip()} …"
