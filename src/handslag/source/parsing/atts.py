"""Att-satser: where one ends and the next begins."""

from __future__ import annotations

import re
from typing import NamedTuple

from handslag.source.parsing.flow import Flow


class RawClause(NamedTuple):
    """A clause as flow places; `lead` is the verb before a list that it is an entry of.

    `beside` is the line under it that says more of it.
    """

    start: int
    end: int
    inline: bool = False
    by: str | None = None
    lead: tuple[int, int] | None = None
    beside: tuple[int, int] | None = None


ATT = re.compile(r"(?:(?:inte|ej)\s)?att\b,?\s*", re.IGNORECASE)
_NEXT_ATT = re.compile(
    r"[.;:]\s+(?=att\s)|(?:,|\sdels)\s(?:samt\s|och\s)?(?=att\s)|\s(?=(?:samt|och)\satt\s)"
    r"|,?\s(?P<point>(?:[-–•]|\d{1,2}[.)])\s)(?=att\s)",
    re.IGNORECASE,
)
_POINT = re.compile(r"(?:[-–•]|\d{1,2}[.)])\s+(?=att\s)", re.IGNORECASE)
_DECIDING = (
    r"godkänn|anta\b|antar|fastställ|utse|välj|uppdra|ge\b|lägg|noter|avslå|överlämn|hänskjut"
    r"|bordlägg"
    r"|återremitt|bifall|bevilj|tillstyrk|rekommend|ställa\ssig|förklar|entledig|nominer|avsätt"
    r"|anvis|finansier"
    r"|delta|besluta|medge|avskriv|justera|upphäv|ändra|återta|inrätta|tillsätt|teckna|adjunger"
    r"|delegera"
    r"|bemyndiga|avvakta|notera|ta\b|inte\b|ej\b|omedelbart|paragrafen|avge|yttra|ingå|säga\supp"
    r"|föreslå|lyft|översänd|sända\b|skicka|remitter|expedier|publicer|hemställ|begär|uppmana"
    r"|tillskriv|ställa|anmäl|ansök|skjuta|anslå|bilda|införa|avslut|återkall|utöka|höja"
)
_DECIDING_NEXT = re.compile(rf"(?:samt\s|och\s)?att\s(?:{_DECIDING})", re.IGNORECASE)


_ITS_OWN = re.compile(r"och\satt\s(?![\wåäö]+a\s)(?:[\w-]+\s){1,7}?(?:ska|skall)\b", re.IGNORECASE)
_ASSIGNS = re.compile(r"\b(?:i uppdrag|uppdra\w*|mandat)\b", re.IGNORECASE)


def clause_end(flow: Flow, start: int, end: int) -> int:
    """Where the sentence that begins at `start` ends, at most `end`."""
    return flow.sentence_end(start, end)


_AND_ATT = re.compile(r"(?:samt|och)\s(?=att\s)", re.IGNORECASE)


def split_at_att(flow: Flow, start: int, end: int, *, inline: bool = False) -> list[RawClause]:
    """The att-clauses of one paragraph, each up to the end of its sentence."""
    text = flow.text
    found: list[RawClause] = []
    at = start
    while at < end:
        stop = min(clause_end(flow, at, end), end)
        for match in _NEXT_ATT.finditer(text, at + 4, stop):
            if match.group("point") or text[match.start()] in ".;" or _parts_here(text, at, match):
                stop = match.start() + (1 if text[match.start()] == "." else 0)
                break
        found.append(RawClause(at, stop, inline))
        after = stop
        while after < end and text[after] in " .,;:\n\t":
            after += 1
        again = _AND_ATT.match(text, after, after + 12) or _POINT.match(text, after, after + 12)
        if again:
            after = again.end()
        if not ATT.match(text[after : after + 12]):
            break
        at = after
    return found


_GOVERNS_WITHIN = 1000
"""So far into a clause stands what governs the words after it."""


def _parts_here(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether an 'att' begins a decision of its own, not one inside an assignment."""
    following = text[match.end() : match.end() + 80]
    before = text[start : min(match.start(), start + _GOVERNS_WITHIN)]
    also = "samt" in match.group() or following[:4].lower() == "samt"
    if also and not re.search(r"\buppdra", before, re.IGNORECASE):
        return True
    inside = _ASSIGNS.search(before)
    if following[:3] == "och":
        return _parts_at_och(before[4:], following, assigns=inside is not None)
    if not _DECIDING_NEXT.match(following):
        return text[match.start()] == "," and inside is None and " att " not in before[4:]
    return inside is None or text[match.start()] == ","


def _parts_at_och(before: str, following: str, *, assigns: bool) -> bool:
    """'och att' goes on with the first 'att', unless another one before it is nearer."""
    if assigns:  # someone is to do this, and besides something is to be
        return _ITS_OWN.match(following) is not None
    return " att " not in before
