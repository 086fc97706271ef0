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
_COUNTING = re.compile(
    rf"(?P<number>\d{{1,2}})(?:(?P<stop>\.\s+)(?=[{UPPER}][{LOWER}{UPPER}])"
    rf"|\s+(?=[{UPPER}][{LOWER}]))"
)
"""A number before a capitalised word; what stands before it shows whether it begins an item."""
_ENDS_BEFORE = ".!?:)”"
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
_HEADED = (
    "Förslag till beslut|Beslutsunderlag|Ärendebeskrivning|Sammanfattning av ärendet"
    "|Propositionsordning|Beslutsgång|Yrkanden|Reservation"
)
_PHRASE = re.compile(
    rf"\s(?P<phrase>(?:{_HEADED})(?=\s+[{UPPER}\d])"
    rf"|(?:[{UPPER}][\w-]+s\s+)?[Bb]eslut(?=\s+(?:att\s|Att\s|[{UPPER}][{LOWER}]+|1\.\s)))"
)
_PHRASES = (*_HEADED.split("|"), "eslut")
_LISTED = (
    "Plats och tid|Tid och plats|Beslutande|Närvarande|Övriga närvarande|Övriga deltagare"
    "|Frånvarande|Anmält förhinder|Utses att justera|Underskrifter|Vid protokollet|Deltagare"
    "|Sammanträdesdatum"
)
_SIGNATURES = "Justerandes sign"
_LIST = re.compile(rf"\s(?P<label>{_LISTED}|{_SIGNATURES}\w*)(?=:?\s+[{UPPER}\d(]|\s*$)")
_LISTS = (*_LISTED.split("|"), _SIGNATURES)
_BULLET = re.compile(r"(?<=\s)[•●▪](?=\s)")


def parting_places(line: str) -> list[int]:
    """Offsets in a line at which a line of its own begins; empty where it is one line."""
    if len(line) <= LONG:
        return [match.end() for match in _AFTER_SENTENCE.finditer(line)] + [
            match.start() for match in _DECISION_AFTER.finditer(line)
        ]
    places = _numbers(line)
    if "§" in line:
        places |= _signs(line)
    if ":" in line:
        places |= {match.start("label") for match in _LABELLED.finditer(line)}
    if _holds_any(line, _PHRASES):
        for match in _PHRASE.finditer(line):
            if match.group("phrase")[0].isupper():
                places |= {match.start("phrase"), match.end()}
    if _holds_any(line, _LISTS):
        places |= {match.start("label") for match in _LIST.finditer(line)}
    if "•" in line or "●" in line or "▪" in line:
        places |= {match.start() for match in _BULLET.finditer(line)}
    return sorted(places - {0})


def _holds_any(line: str, words: tuple[str, ...]) -> bool:
    for word in words:  # noqa: SIM110  a plain loop is thrice as fast as any(), and every long line comes here
        if word in line:
            return True
    return False


def _signs(line: str) -> set[int]:
    """Paragraph signs that begin an item, not a reference to one."""
    return {
        match.start()
        for match in _SIGN.finditer(line)
        if not _REFERS.search(line[max(0, match.start() - 12) : match.start()].rstrip())
    }


def _numbers(line: str) -> set[int]:
    """Numbers, with a full stop or after a sentence, that count on from one another."""
    stopped: list[tuple[int, int]] = []
    bare: list[tuple[int, int]] = []
    for match in _COUNTING.finditer(line):
        at = match.start()
        if at and not line[at - 1].isspace():
            continue
        if match.group("stop"):
            stopped.append((int(match.group("number")), at))
        elif at > 1 and line[at - 2] in _ENDS_BEFORE:
            bare.append((int(match.group("number")), at))
    return _counting_on(stopped) | _counting_on(bare)


def _counting_on(found: list[tuple[int, int]]) -> set[int]:
    """Places of the numbers that stand beside one that is one more or one less."""
    known = {number for number, _ in found}
    return {place for number, place in found if {number - 1, number + 1} & known}
