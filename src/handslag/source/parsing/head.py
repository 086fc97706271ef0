"""The head of the document: what it is."""

from __future__ import annotations

import re
from typing import NamedTuple

from handslag.source.parsing.flow import Flow
from handslag.source.parsing.lexicon import fold
from handslag.source.record import Kind

_I = re.IGNORECASE


class Place(NamedTuple):
    """Some words of the flow."""

    start: int
    end: int


class Title(NamedTuple):
    """What the document calls itself."""

    kind: Kind
    words: str | None
    para: int = -1
    """The paragraph it stands in; -1 where the document calls itself nothing."""


# how documents call themselves, when they tell what happened and when they tell the plan
MINUTES = re.compile(
    r"\b\w*(?:minnesanteckning(?:ar)?|mötesanteckning(?:ar)?|protokoll|sammanträdespr\w+|mötesnoteringar"
    r"|minutes|anteckningar)\b",
    _I,
)
NOTICE = re.compile(
    r"\b\w*(?:kallelse|dagordning|föredragningslista|ärendelista|tillkommande ärenden?|inbjudan"
    r"|agenda|kungörelse)\b",
    _I,
)
_TITLE_START = re.compile(
    r"(?:förslag till )?(?:preliminär |slutlig )?(?:\w*sammanträdes|\w*mötes|besluts|årsmötes"
    r"|styrelse\w*|nämnd\w*)?"
    r"(?:minnesanteckningar|anteckningar|protokoll|noteringar|kallelse|dagordning"
    r"|föredragningslista|ärendelista"
    r"|tillkommande ärenden?|inbjudan|agenda|kungörelse)\b",
    _I,
)
_NOT_TITLE = re.compile(
    r"\b(?:föregående|justera\w*|justering|godkännande|paragrafer|protokollet|bevis|anslag\w*"
    r"|förvaring\w*"
    r"|genomgång|fastställ\w*|val av)\b",
    _I,
)
_MAX_TITLE = 160


def read_title(flow: Flow, until: int) -> Title:
    """What the document calls itself, and so of what kind it is. `until` is a paragraph."""
    best: tuple[int, Kind, int] | None = None
    for i in range(min(until, 40, len(flow.paras))):
        para = flow.paras[i]
        words = para.text
        if len(words) > _MAX_TITLE or _NOT_TITLE.search(words):
            continue
        kind = _kind_of(words)
        if kind is None:
            continue
        rank = _title_rank(words, i)
        if best is None or rank > best[0]:
            best = (rank, kind, i)
    if best is None:
        held = _has_form_of_minutes(flow, until)
        return Title(Kind.MINUTES if held else Kind.UNKNOWN, None)
    if best[1] is Kind.NOTICE and best[2] > _FIRST:  # perhaps only the heading of the items
        held = any(_HELD.match(para.text) for para in flow.paras[: best[2]])
        if held or _has_form_of_minutes(flow, until):
            return Title(Kind.MINUTES, None)
    if best[1] is Kind.NOTICE and _tells_what_happened(flow, until):
        return Title(Kind.MINUTES, None)
    para = flow.paras[best[2]]
    words = _PAGE.sub("", fold(_LAST_COLUMN.sub("", para.text)))
    return Title(best[1], words, best[2])


def _tells_what_happened(flow: Flow, until: int) -> bool:
    """Whether a document with a notice's heading lists who was there and how the meeting began."""
    if not any(_LISTED.fullmatch(para.text) for para in flow.paras[: min(until, 60)]):
        return False
    return any(_OPENED.search(para.text[:300]) for para in flow.paras[until : until + 6])


_LISTED = re.compile(
    r"(?:ande|närvarande|beslutande|frånvarande|övriga\s(?:närvarande|deltagande|deltagare))\s?:?",
    _I,
)
_OPENED = re.compile(
    r"\b(?:öppna(?:r|de)|förklara(?:r|de)|hälsa(?:r|de))\s(?:\w+\s){0,2}?"
    r"(?:mötet|sammanträdet|välkom(?:na|men))\b",
    _I,
)
_FIRST = 2
_HELD = re.compile(
    r"(?:ej\s)?(?:närvarande|beslutande|frånvarande)\b(?!\s\w+\s(?:ska|skall)\b)", _I
)
_FORM = re.compile(
    r"(?<!\S)(?:(?P<a>[Uu]tses att justera)|(?P<b>Justerande\b|Justerare\b)|(?P<c>Underskrift)"
    r"|(?P<d>Beslutande\b)|(?P<e>Justeringens plats|Justeringen har)|(?P<f>(?:ANSLAG|BEVIS)\b"
    r"|Anslag|Bevis)|(?P<g>Närvarande\b)|(?P<h>Paragrafer\b))"
)
_FORM_LABELS = 3


def _has_form_of_minutes(flow: Flow, until: int) -> bool:
    """Whether labels stand in the head by which minutes tell who took part and who signs."""
    seen = {
        match.lastgroup
        for para in flow.paras[: min(until + 1, 60)]
        for match in _FORM.finditer(para.text[:2000])
    }
    return len(seen) >= _FORM_LABELS


_LAST_COLUMN = re.compile(r"\s{3,}\d{1,3}$")
_PAGE = re.compile(
    r"[\s,|–-]*(?:\bsid(?:a|an|nr)?\.?:?\s?\d{1,3}(?:\s?(?:\(\s?\d{1,3}\s?\)|(?:av|/)\s?\d{1,3}))?"
    r"|\s\d{1,3}\s?\(\s?\d{1,3}\s?\))$",
    _I,
)
"""A page number that stands on the title's line."""


def _kind_of(words: str) -> Kind | None:
    notice, minutes = NOTICE.search(words), MINUTES.search(words)
    if notice and (not minutes or notice.start() < minutes.start()):
        return Kind.NOTICE
    return Kind.MINUTES if minutes else None


def _title_rank(words: str, i: int) -> int:
    rank = 20 - i // 2
    if _TITLE_START.match(words):
        rank += 10
    if len(words.split()) <= 4:
        rank += 4
    if words.isupper():
        rank += 4
    if words.endswith(".") and len(words) > 80:
        rank -= 15
    if re.match(r"(?:dagordning|agenda)\b", words, _I):
        rank -= 12
    return rank


_PLAN = re.compile(
    r"\b(?:kallas\s(?:härmed|till)|inbjuds\s(?:härmed|till)|välkom(?:men|na)\still"
    r"|ärenden\ssom\s(?:ska|skall|kommer\satt)\s(?:behandlas|tas\supp)|åhörare\sär\svälkomna"
    r"|anmäl(?:an\som|\sditt|\seventuellt|s)\sförhinder|meddela\sförhinder"
    r"|när\sföredragningslistan\sär|osa\b|handlingar\s(?:skickas|utsänds|sänds)\sut)",
    _I,
)


def tells_plan(flow: Flow, until: int) -> bool:
    """Whether a document without a title speaks of a meeting that is to come.

    Its head does, or its items have proposals and no decisions.
    """
    ends = [para.text.rstrip(" :").lower() for para in flow.paras if len(para.text) < _LABEL]
    proposed = sum(words.endswith("förslag till beslut") for words in ends)
    if proposed > 1 and not any(words.endswith(_DECIDED) for words in ends):
        return True
    return any(_PLAN.search(para.text[:_SENTENCES]) for para in flow.paras[: min(until, _HEAD)])


_HEAD = 40
_LABEL = 80
_DECIDED = ("s beslut", "beslutar", "beslutade", "reservation")
"""How a label ends that stands above what was decided, or after it."""
_SENTENCES = 600
