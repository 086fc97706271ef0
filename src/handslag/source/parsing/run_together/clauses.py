"""Clauses that stand one after another with nothing but "att" between them."""

from __future__ import annotations

import re

from handslag.source.parsing.lexicon import GOVERNS_ATT

LONGEST_DECISION = 2500
_CLAUSE = re.compile(
    r"(?:(?P<bullet>[-–•o])\s)?(?:(?<=\s)|^)(?P<att>(?:inte\s)?(?:att|Att|ATT))(?=\s)"
    r"|(?<=\s)(?P<number>\d{1,2})(?:[.)]\s(?=[A-ZÅÄÖa-zåäö])|\s(?=[A-ZÅÄÖ]))|(?P<stop>[.!?](?=\s+[A-ZÅÄÖ]))"
)
_CHARGES = re.compile(
    r"\b(?:uppdra|uppdrar|uppdrog|uppdrag|föreslå|föreslår|rekommender\w+|bemyndiga\w*|begär\w*"
    r"|hemställ\w+|uppmana\w*|delegera\w*|anmoda\w*|medge\w*|tillåt\w*|anse|instäm\w+|be|mandat|avstyrka|tillstyrka|yrka)\b",
    re.IGNORECASE,
)
_CHOSEN = re.compile(r"\b(?:utse|utser|utses|utsågs|välja|väljer|väljs|valdes)\b", re.IGNORECASE)
_JOINS = re.compile(r"(?:,\s(?:och|samt|dels)|\bsamt)\s*$")
_HOLDS = re.compile(r"\s(?:gälla|tillämpas|användas|träda)\b")
"""From when something that is decided holds: 'anta riktlinjen att gälla från ...'."""
_FOR_WHAT = re.compile(
    r"\s(?:\w+\s){0,4}?(?:justera|företräda|representera|ingå|underteckna|teckna|vara)\b"
)
"""What somebody is chosen for: 'utse Eva Alm att jämte ordföranden justera protokollet'."""
_TAKES_ATT = GOVERNS_ATT | frozenset(
    """
    det kommer avser anser tycker menar medför säger hoppas vill visar framgår föreslår föreslås
    bör frågan tanken risken beslutet tid skyldighet skyldigheten förutsättning förutsättningen
    villkor villkoret krav kravet vikten avsikten målet syftet förslaget uppgiften rätten
    önskemål begäran försöka börja fortsätta arbetet arbeta sträva ser såg tänker planerar redo
    bra viktigt svårt lätt angeläget nödvändigt möjligt lämpligt förstå veta vet tro tror ha har
    sätt sättet anledning än utom konstaterar konstaterade noterar meddelar meddelade påpekar
    berättar informerar sägs anges
    """.split()
)


def clause_places(line: str, begin: int, end: int) -> set[int]:
    """Where the clauses of a decision begin that stand one after another on a line.

    An "att" that the clause before needs begins none: "att ge kansliet i uppdrag att ...".
    """
    places: set[int] = set()
    since, charged, number = begin, False, 0
    for match in _CLAUSE.finditer(line, begin, end):
        if match.group("stop"):
            if places and not _goes_on(line, match.end()):
                break
            continue
        if match.group("number"):
            if int(match.group("number")) == number + 1 and (number or match.start() - begin < 80):
                number += 1
                places.add(match.start())
                since, charged = match.end(), False
            continue
        before = line[since : match.start()]
        last = before.rsplit(None, 1)[-1].lower().strip(",") if before.strip() else ""
        if _HOLDS.match(line, match.end()):
            continue
        if _CHOSEN.search(before) and _FOR_WHAT.match(line, match.end()):
            continue
        opens = match.group("bullet") or match.group("att")[0] in "Ai" or _JOINS.search(before)
        if (
            not opens
            and places
            and (last in _TAKES_ATT or (not charged and _CHARGES.search(before)))
        ):
            charged = charged or last not in _TAKES_ATT or bool(_CHARGES.search(before))
            continue
        if number and not opens and line[match.start() - 3 : match.start()].strip()[-1:] in ".)":
            since = match.end()
            continue
        places.add(match.start())
        since, charged = match.end(), False
    return places if len(places) > 1 else set()


def _goes_on(line: str, at: int) -> bool:
    """Whether another clause follows a full stop."""
    return (
        re.match(r"\s+(?:[-–•]\s|\d{1,2}[.)]\s)?(?:inte\s)?[Aa]tt\s", line[at : at + 20])
        is not None
    )
