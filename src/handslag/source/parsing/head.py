"""The head of the document: what it is and whose meeting."""

from __future__ import annotations

import re
from typing import NamedTuple

from handslag.source.parsing.bodies import BODY_WORD
from handslag.source.parsing.flow import Flow
from handslag.source.parsing.lexicon import MONTHS, WEEKDAYS, fold
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
    body: Place | None


# how documents call themselves, when they tell what happened and when they tell the plan
MINUTES = re.compile(
    r"\b\w*(?:minnesanteckning(?:ar)?|mötesanteckning(?:ar)?|protokoll|mötesnoteringar"
    r"|anteckningar)\b",
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
_BODY_AFTER_TITLE = re.compile(
    r"(?:[\s,:–-]+(?:fört|förd|från|för|vid|i|med|till|av|över|ordinarie|extra|digitalt?"
    r"|möte[t]?|sammanträde[t]?|nätverksmöte|styrelsemöte|den|nr\s\d+))*[\s,:–-]+",
    _I,
)
_CUT = re.compile(
    rf"(?:[,;]?\s(?:den\s)?(?:\d{{1,2}}[./\s]|\d{{4}}-|\d{{6}}|{'|'.join(WEEKDAYS)}"
    rf"|{'|'.join(m for m in MONTHS if len(m) > 3)})|\skl\.?\s|\t|\s{{3,}}"
    r"|\s[–-]\s|\s(?:kallas|inbjuds|har|hålls|höll|sammanträder)\b|\smöte\b|\ssammanträde\b"
    r"|[,(]\s?\d|\s\d{1,3}\s?\(|\ssida\s|\s?:\s)",
    _I,
)


def read_title(flow: Flow, until: int) -> Title:
    """Kind, title and the body's name where the title holds it. `until` is a paragraph."""
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
        return Title(Kind.UNKNOWN, None, None)
    para = flow.paras[best[2]]
    words = _PAGE.sub("", fold(_LAST_COLUMN.sub("", para.text)))
    return Title(best[1], words, _body_in_title(flow, best[2]))


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


def _body_in_title(flow: Flow, i: int) -> Place | None:
    para = flow.paras[i]
    words = para.text
    match = _TITLE_START.match(words)
    if match:
        link = _BODY_AFTER_TITLE.match(words, match.end())
        begin = link.end() if link else match.end()
    else:
        kind = MINUTES.search(words) or NOTICE.search(words)
        begin = 0
        if kind is None or kind.start() == 0:
            return None
        words = words[: kind.start()].rstrip(" ,:-–")
    return _body_from(para.start, words, begin)


def _body_from(base: int, words: str, begin: int) -> Place | None:
    """The body's name that begins at `begin`, cut where the day, time or place begins."""
    rest = words[begin:]
    cut = _CUT.search(rest)
    name = rest[: cut.start()] if cut else rest
    name = name.rstrip(" ,.:-–")
    if not name or not any(
        BODY_WORD.fullmatch(w.strip(",.():")) for w in re.split(r"[\s/-]", name)
    ):
        return None
    if len(name) > 110:
        return None
    length = len(name)
    last = name.split()[-1]
    if BODY_WORD.fullmatch(last) and last.lower().endswith(
        (
            "nämndens",
            "rådets",
            "styrelsens",
            "nätverkets",
            "gruppens",
            "utskottets",
            "förbundets",
            "direktionens",
        )
    ):
        length -= 1
    return Place(base + begin, base + begin + length)


_BODY_LABEL = re.compile(
    r"(?:nämnd/styrelse|organ|nämnd|styrelse|grupp|instans|mötesforum|forum|möte med)\s?:\s*", _I
)


def read_body(flow: Flow, until: int, title: Title, decider: str | None) -> Place | None:
    """Where the head names the body that meets; `decider` is who decides most often below."""
    if title.body:
        return title.body
    best: tuple[float, Place] | None = None
    for i in range(min(until, 40, len(flow.paras))):
        para = flow.paras[i]
        words = para.text
        if len(words) > 140:
            continue
        label = _BODY_LABEL.match(words)
        begin = label.end() if label else 0
        meeting = re.match(
            r"(?:[\w\s]{0,40}\b(?:kallas|inbjuds|kallar|bjuder|inbjudan|kallelse)\b[\w\s]{1,30}?\s)?"
            r"(?:(?:ordinarie|extra|digitalt)\s)?(?:möte|sammanträde|nätverksmöte)\s(?:med|i"
            r"|för)\s(?:den\s)?",
            words,
            _I,
        )
        if meeting:
            begin = meeting.end()
        place = _body_from(para.start, words, begin)
        if place is None or not _names_body(flow.text[place.start : place.end]):
            continue
        share = (place.end - place.start) / max(1, len(words))
        rank = (3.0 if label or meeting else 0.0) + share * 2 - i * 0.08
        named = flow.text[place.start : place.end].lower()
        if decider and (decider.lower() in named or named == decider.lower().removesuffix("s")):
            rank += 2.0
        if best is None or rank > best[0]:
            best = (rank, place)
    return best[1] if best and best[0] > 0.2 else None


def _names_body(name: str) -> bool:
    if not name[:1].isupper() or len(name.split()) > 9:
        return False
    if re.search(
        r"[.!?]\s|\b(?:förvaltning|kontor|beslut\w*|enligt|hälsar|ordförande|ledamot|ersättare)\b",
        name,
        _I,
    ):
        return False
    first = name.split()[0].strip(",:")
    return not re.match(
        r"(?:plats|tid|datum|närvarande|beslutande|deltagare|ledamöter|övriga|paragrafer|till)\b",
        first,
        _I,
    )
