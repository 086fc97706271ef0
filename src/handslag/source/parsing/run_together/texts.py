"""Where lines began in the text of items: markers, clauses, bullets and lists."""

from __future__ import annotations

import re

from handslag.source.parsing.lexicon import UPPER
from handslag.source.parsing.people import is_role
from handslag.source.parsing.run_together.clauses import LONGEST_DECISION, clause_places
from handslag.source.parsing.run_together.heads import PARTICLES
from handslag.source.parsing.run_together.marks import BODY_LABEL, MARKER, SECTIONS, hangs
from handslag.source.parsing.run_together.numbers import REFERS
from handslag.source.parsing.run_together.titles import OPENERS, TOKEN

_NEXT_ATT = re.compile(r"(?<!\s\d)[.;]\s(?=(?:att|Att|ATT)\s[a-zåäö])")
_DECIDED = re.compile(
    r"\b(?:beslutar|beslutade|beslöt|beslutas|beslutades|besluta)(?=\s(?:inte\s)?att\s)"
)
_CAPITALS = re.compile(
    rf"(?<!\S)(?:[{UPPER}]{{5,}}(?:\s[{UPPER}]{{3,}}){{0,2}}?\s(?:BESLUTAR|BESLUTADE)"
    rf"|[{UPPER}]{{4,}}S\sFÖRSLAG(?:\sTILL\s[{UPPER}]{{4,}})?"
    r"|(?:[A-ZÅÄÖ][\w-]*(?:\soch)?\s)?[\w-]*(?:nämnden|styrelsen|utskottet|fullmäktige|direktionen"
    rf"|beredningen)\sbeslut(?=\satt\s))(?=\s[{UPPER}]?[a-zåäö])"
)
"""Who decides or proposes, in capitals or with a noun for the verb: 'Nämnden beslut att'."""
_DASHED = re.compile(r"(?<=:)\s[-–]\s")
_DASH = re.compile(r"\s[-–]\s(?=\S)|(?P<stop>[.!?]\s+(?=[A-ZÅÄÖ]))")
_RESULT = re.compile(
    r"(?<=\s)(?:Rapport|Information|Protokoll|Dagordning|Föredragningslista|Redovisning|Anteckning"
    r"|Minnesanteckning|Ärende|Meddeland|Skrivelse|Handling|Sammanställning|Förslag|Punkt)"
    r"(?:en|et|n|erna|arna|ena|rna|na)\s(?:lägg|lad|godkän|fastställ|notera|anteckna|bordl|återremitt"
    r"|anmäl|utgå|utgick)\w*"
)
"""What was decided of an item's own subject, where no full stop stands before it."""
_BULLET = re.compile(r"(?<=\s)[•●▪](?=\s)")
_LISTED = re.compile(rf"(?<=\s)(\d{{1,2}})[.)]\s(?=[{UPPER}]|att\s)")
_PROPOSES = re.compile(
    r"(?<!\S)[A-ZÅÄÖ][\w-]+(?:s\sförslag|\sföreslår)(?:\s[\w-]+){0,8}"
    r"(?::\s(?=1[.)]\s|att\s|-\s)|\s(?=1[.)]\s))"
)
"""What leads to the points of a proposal: 'Styrgruppen föreslår: 1. att ...'."""


def body_places(line: str, begin: int, end: int, *, listed: bool) -> set[int]:
    """Where lines began in the text of items: at labels, bullets and entries of lists.

    `listed` tells that numbered lists are parted too: only where the items are known, or entries
    of lists would be taken for them.
    """
    places = _label_places(line, begin, end) | _clauses_in_rows(line, begin, end)
    places |= {match.start() + 1 for match in _NEXT_ATT.finditer(line, begin, end)}
    places |= {match.start() for match in _RESULT.finditer(line, begin, end)}
    places |= {match.start() for match in _BULLET.finditer(line, begin, end)}
    places |= _dashed_places(line, begin, end)
    for match in _CAPITALS.finditer(line, begin, end):
        places |= {match.start(), match.end()}
    for match in _PRESENTED.finditer(line, begin, end):
        places |= _after_people(line, match.end(), end)
    if listed:
        places |= _list_places(line, begin, end)
        for match in _PROPOSES.finditer(line, begin, end):
            places |= {match.start(), match.end()}
    return places


def _label_places(line: str, begin: int, end: int) -> set[int]:
    """Before labels and markers, and after those that stand on a line of their own."""
    places: set[int] = set()
    for label in (BODY_LABEL, MARKER):
        for match in label.finditer(line, begin, end):
            if not hangs(line, begin, match):
                places |= {match.start()} if match.group("colon") else {match.start(), match.end()}
    for match in SECTIONS.finditer(line, begin, end):
        places |= {match.start(), match.end()}
    return places


def _clauses_in_rows(line: str, begin: int, end: int) -> set[int]:
    """Where clauses begin after a marker of a decision, and after a verb of deciding."""
    places: set[int] = set()
    marked = [m.end() for m in MARKER.finditer(line, begin, end) if not hangs(line, begin, m)]
    for at in marked:
        places |= clause_places(line, at, min(end, at + LONGEST_DECISION))
    for match in _DECIDED.finditer(line, begin, end):
        at = match.end()
        if places.isdisjoint((at, at + 1)):
            places |= clause_places(line, at, min(end, at + LONGEST_DECISION))
    return places


def _dashed_places(line: str, begin: int, end: int) -> set[int]:
    """Where the entries of a list begin that a colon leads to and dashes stand before."""
    places: set[int] = set()
    lists = [match.start() for match in _DASHED.finditer(line, begin, end)]
    if line[begin : begin + 2] in {"- ", "– "}:  # a list that goes on from the page before
        lists.append(begin)
    for first in lists:
        for dash in _DASH.finditer(line, first, min(end, first + LONGEST_DECISION)):
            if dash.group("stop"):
                break
            places.add(dash.start() + 1)
    return places


_PRESENTED = re.compile(r"(?<!\S)Föredra(?:gande|gare|gning|r)\s?:\s")


def _after_people(line: str, begin: int, end: int) -> set[int]:
    """Where a sentence begins right after the names that a label leads to."""
    run: list[re.Match[str]] = []
    for token in TOKEN.finditer(line, begin, min(end, begin + 160)):
        word = token.group()
        if word[:1].isupper() and not word[:2].isupper():
            run.append(token)
            if not word.endswith((",", ";", ".")):
                continue
            if word.endswith("."):
                return set()
            run = []
        elif word in PARTICLES:
            continue
        elif len(run) > 2 or (len(run) == 2 and run[-1].group() in OPENERS):
            return {run[-1].start()}
        elif word not in {"och", "samt"} and not is_role(word.strip(",")):
            return set()
        else:
            run = []
    return set()


def _list_places(line: str, begin: int, end: int) -> set[int]:
    """Where the entries of numbered lists begin: numbers with a full stop that count on."""
    found = [
        (int(match.group(1)), match.start())
        for match in _LISTED.finditer(line, begin, end)
        if not REFERS.search(line[max(begin, match.start() - 20) : match.start()].rstrip(" ,"))
    ]
    known = {number for number, _ in found}
    return {place for number, place in found if {number - 1, number + 1} & known}
