"""The points of a proposal, each with its number."""

from __future__ import annotations

import re

from handslag.source.parsing.flow import Flow
from handslag.source.parsing.lexicon import MONTHS, fold
from handslag.source.parsing.sections import Part
from handslag.source.record import Point

_POINT = re.compile(
    rf"(?P<number>\d{{1,2}})(?:[.)]|(?!\s(?:{'|'.join(MONTHS)})\b))\s+|[-–•*·]\s*|(?P<letter>[a-z])[.)]\s+"
)


def proposal_points(flow: Flow, parts: tuple[Part, ...]) -> tuple[list[Point], int]:
    """The points of a proposal, and how many parts they took."""
    points: list[Point] = []
    numbered = False
    for index, part in enumerate(parts):
        words = flow.text[part.start : part.end]
        match = _POINT.match(words)
        begins = match is not None or words[:4].lower() == "att "
        if not begins:
            if points and _within_point(flow, parts, index, numbered=numbered):
                continue
            if points or index:
                return points, index
        start = part.start + (match.end() if match else 0)
        numbered = numbered or bool(match and match.group("number"))
        end = part.end
        ends = flow.sentence_ends(start, part.end)
        if words[:4].lower() == "att " and ends[0] < part.end:
            end = ends[0]
        number = match.group("number") or match.group("letter") if match else None
        points.append(
            Point(number, fold(flow.text[start:end]).rstrip(" .;"), flow.span(start, end))
        )
    return points, len(parts)


def _within_point(flow: Flow, parts: tuple[Part, ...], index: int, *, numbered: bool) -> bool:
    """Whether a part without a number stands inside a point: a later number goes on counting."""
    if not numbered:
        return False
    for part in parts[index + 1 : index + 12]:
        match = _POINT.match(flow.text[part.start : part.end])
        if match and match.group("number"):
            return True
    return False
