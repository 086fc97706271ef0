"""Where the meeting's matters end: blocks for signatures and the notice board."""

from __future__ import annotations

import re

from handslag.source.parsing.flow import Flow
from handslag.source.parsing.markers import ends_notice

_CLOSING = re.compile(
    r"(?:vid protokollet|underskrifter?|justeras\b|justerat?s?\b|justerare\b"
    r"|protokollet (?:är )?justera|anslag\b|bevis om anslag|anslagsbevis|bevis/anslag"
    r"|anslag/bevis|tillkännagivande av|protokollet har (?:tillkännagetts|anslagits|justerats)"
    r"|justering (?:har|är)|signatur|sekreterare\s?[.:_]*$|ordförande\s?[.:_]*$"
    r"|vid pennan|antecknat av|anteckningar förda av|nedtecknat av|för anteckningarna"
    r"|minnesanteckningar (?:förda )?av|utdragsbestyrk)",
    re.IGNORECASE,
)
_STRONG = re.compile(
    r"(?:anslag\b|bevis|anslag/|tillkännagiv|vid protokollet|underskrift|justeras\b|vid pennan"
    r"|protokollet har)",
    re.IGNORECASE,
)


def closes(words: str) -> bool:
    """Whether a line belongs to a block of signatures or to the notice board."""
    return _CLOSING.match(words) is not None


def closing_para(flow: Flow, after: int, *, planned: bool = False) -> int:
    """Index of the first paragraph of the closing block after paragraph `after`, else the end.

    `planned` tells that the document is a notice, which closes in words of its own.
    """
    paras = flow.paras
    if planned:
        for i in range(after + 1, len(paras)):
            if ends_notice(paras[i].text):
                return i
    first = len(paras)
    for i in range(len(paras) - 1, after, -1):
        words = paras[i].text
        if len(words) < 120 and _CLOSING.match(words):
            first = i
        elif first - i > 12:
            break
    if first < len(paras) and not any(_STRONG.match(p.text) for p in paras[first : first + 6]):
        return len(paras) if len(paras) - first > 12 else first
    return first
