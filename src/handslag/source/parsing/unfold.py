"""Where a document's lines have run together into one: places to part it again.

Text that comes by way of a web page or a clipboard often has lost its line ends. Numbers of
items, labels and markers of decisions still show where lines began.
"""

from __future__ import annotations

import re

from handslag.source.parsing.lexicon import LOWER, UPPER

LONG = 150
"""Shorter lines are taken as they stand."""

_SIGN = re.compile(rf"§\s?\d{{1,4}}(?:/\d{{2,4}})?\s+(?=[{UPPER}])")
_AFTER_SENTENCE = re.compile(rf"[.!?]\s+(?=§\s?\d{{1,4}}(?:/\d{{2,4}})?\s+[{UPPER}])")
_DECISION_AFTER = re.compile(r"(?<=[.!?]\s)(?:Förslag till beslut|Beslut):\s")
_NUMBER = re.compile(rf"(?<!\S)(?P<number>\d{{1,2}})\.\s+(?=[{UPPER}][{LOWER}{UPPER}])")
_BARE = re.compile(rf"(?<=[.!?:)”]\s)(?P<number>\d{{1,2}})\s+(?=[{UPPER}][{LOWER}])")
_REFERS = re.compile(
    r"(?:,|\d|\b(?:enligt|av|i|till|se|jfr|beslut|och|från|under|med|punkt|samt|–|-|[Kk]ap\.?))$"
)
_LABELLED = re.compile(
    r"\s(?P<label>Beslut|Förslag till beslut|Föredragande|Närvarande|Beslutande|Deltagare"
    r"|Övriga närvarande|Övriga deltagare|Frånvarande|Förhinder|Plats och tid|Tid och plats|Plats"
    r"|Tid|Datum|Ersättare|Yrkanden?|Justerare|Sammanfattning|Ärendebeskrivning|Bakgrund"
    r"|Beslutsunderlag|Reservation|Vid protokollet|Ledamöter|Tjänstemän|Tjänstepersoner"
    r"|Adjungerade|Anmält förhinder|Ej närvarande|Lokal|Övriga):(?=\s)"
)
_PHRASE = re.compile(
    rf"\s(?P<phrase>(?:Förslag till beslut|Beslutsunderlag|Ärendebeskrivning"
    rf"|Sammanfattning av ärendet|Propositionsordning|Beslutsgång|Yrkanden|Reservation)"
    rf"(?=\s+[{UPPER}\d])"
    rf"|(?:[{UPPER}][\w-]+s\s+)?[Bb]eslut(?=\s+(?:att\s|Att\s|[{UPPER}][{LOWER}]+|1\.\s)))"
)
_LIST = re.compile(
    rf"\s(?P<label>Plats och tid|Tid och plats|Beslutande|Närvarande|Övriga närvarande"
    rf"|Övriga deltagare|Frånvarande|Anmält förhinder|Utses att justera|Underskrifter"
    rf"|Vid protokollet|Justerandes sign\w*|Deltagare|Sammanträdesdatum)(?=:?\s+[{UPPER}\d(]|\s*$)"
)
_BULLET = re.compile(r"(?<=\s)[•●▪](?=\s)")


def parting_places(line: str) -> list[int]:
    """Offsets in a line at which a line of its own begins; empty where it is one line."""
    if len(line) <= LONG:
        return [match.end() for match in _AFTER_SENTENCE.finditer(line)] + [
            match.start() for match in _DECISION_AFTER.finditer(line)
        ]
    places = {*_signs(line), *_numbers(line)}
    if ":" in line:
        places |= {match.start("label") for match in _LABELLED.finditer(line)}
    for match in _PHRASE.finditer(line):
        if match.group("phrase")[0].isupper():
            places |= {match.start("phrase"), match.end()}
    places |= {match.start("label") for match in _LIST.finditer(line)}
    if "•" in line or "●" in line or "▪" in line:
        places |= {match.start() for match in _BULLET.finditer(line)}
    return sorted(places - {0})


def _signs(line: str) -> set[int]:
    """Paragraph signs that begin an item, not a reference to one."""
    return {
        match.start()
        for match in _SIGN.finditer(line)
        if not _REFERS.search(line[max(0, match.start() - 12) : match.start()].rstrip())
    }


def _numbers(line: str) -> set[int]:
    """Numbers, with a full stop or after a sentence, that count on from one another."""
    parted: set[int] = set()
    for pattern in (_NUMBER, _BARE):
        found = [(int(match.group("number")), match.start()) for match in pattern.finditer(line)]
        known = {number for number, _ in found}
        parted |= {place for number, place in found if {number - 1, number + 1} & known}
    return parted
