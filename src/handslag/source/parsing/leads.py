"""Lines above a list that only lead to it: 'Nämnden', 'Styrelsen föreslår följande'."""

from __future__ import annotations

import re

from handslag.source.parsing.bodies import BODY_WORD
from handslag.source.parsing.flow import Flow
from handslag.source.parsing.sections import Part

_POINT = re.compile(r"(?:[-–•●▪*·]\s|\d{1,2}[.)]?\s|\(?[a-zåäö][).]\s|[Aa]tt\s)")
_FOLLOWING = re.compile(r"\b(?:beslut(?:a|ar|ade)|beslöt|föreslår|föreslås)\b.{0,60}\bföljande$")
_PASSES_ON = re.compile(r"\bföreslår?\s(?:[\w-]+\s?){1,4}(?:\satt)?(?:\sbesluta)?$")
_LONGEST = 160


def only_leads(flow: Flow, parts: tuple[Part, ...], index: int) -> bool:
    """Whether a part decides nothing itself: it names who decides the points that come next."""
    part = parts[index]
    if index + 1 >= len(parts) or part.end - part.start > _LONGEST:
        return False
    following = parts[index + 1]
    if not _POINT.match(flow.text[following.start : following.start + 12]):
        return False
    words = flow.text[part.start : part.end].rstrip(" .:")
    if words[:4].lower() == "att ":
        return False
    if "följande" in words[-10:] and _FOLLOWING.search(words):
        return True
    if "föreslå" in words and _PASSES_ON.search(words):
        return True
    return _names_body(words)


def _names_body(words: str) -> bool:
    """Whether the words are no more than the name of a body."""
    named = words.split()
    if not named or len(named) > 6 or not words[0].isupper():
        return False
    return BODY_WORD.fullmatch(named[0]) is not None or BODY_WORD.fullmatch(named[-1]) is not None


_BULLET = re.compile(r"[-–•●▪*·]\s")
_TELLS = re.compile(
    r"\b(?:informera(?:r|de)|berätta(?:r|de)|rapportera(?:r|de)|redogör|redogjorde|framför(?:de)?"
    r"|påpeka(?:r|de)|konstatera(?:r|des|de)|lyft(?:er|e|es|s)|framkom(?:mer)?|synpunkter|anser"
    r"|menar|undrar|diskutera(?:r|s|des|de))\b",
    re.IGNORECASE,
)


def told_list(above: str, entry: str) -> bool:
    """Whether an 'att' under `above` is told, not decided: 'X informerar om', bullets of news."""
    if not above or not _BULLET.match(entry):
        return False
    if _BULLET.match(above):
        return above[1:6].strip().lower()[:4] != "att "
    return len(above) <= _LONGEST and _TELLS.search(above) is not None
