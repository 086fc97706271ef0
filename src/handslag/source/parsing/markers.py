"""Lines that say what the lines after them are: 'Beslut', 'Förslag till beslut', 'Närvarande'."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from handslag.source.parsing.lexicon import FINITE


class Mark(StrEnum):
    """What a marker line opens."""

    PRESENTER = "presenter"
    DECISION = "decision"
    PROPOSED = "proposed"
    PROPOSAL = "proposal"
    MOTION = "motion"
    HISTORY = "history"
    TEXT = "text"
    RESERVATION = "reservation"


class Marker(NamedTuple):
    """A marker at the start of a paragraph; what it opens may follow on the same line."""

    mark: Mark
    by: str | None
    rest: int
    """Offset in the paragraph where what it opens begins."""
    bare: bool
    """Whether nothing more stands on the line."""


_WORDS: dict[Mark, str] = {
    Mark.PRESENTER: (
        r"föredragande(?: \w*(?:tjänst\w+|råd))?|föredragare|föredras av|föredrar|presentatör"
        r"|rapportör|föredragning(?=\s?:\s?\S)"
    ),
    Mark.PROPOSED: (
        r"(?:(?P<pby>[\w\s-]{1,60}?s )?förslag till (?:beslut|ställningstagande)"
        r"(?: (?:till|i|för|på) [\w\s]{2,50}?)?"
        r"|(?P<tby>[\w\s-]{1,60}?s )förslag till [\w\s]{3,40}?(?=\s?:?\s*$)"
        r"|beslutsförslag|förslag på beslut|förslag till [\w]{3,40}s beslut|tjänsteförslag"
        r"|förslag(?=\s?:?\s*$)|[\w-]{4,30}s förslag(?=\s?:\s)"
        r"|förslag(?=\s?:\s(?:att\s|(?-i:[A-ZÅÄÖ]\w+(?:\s[\w-]+){0,3}?\s[a-zåäö]{3,}[rs]\b)))"
        r"|rekommenderat beslut)"
    ),
    Mark.HISTORY: (
        r"tidigare beslut|beslutsgång|propositionsordning|proposition|tidigare behandling"
        r"|beslutshistorik|ärendets gång"
    ),
    Mark.MOTION: (
        r"förslag (?:till beslut )?på (?:sammanträdet|mötet)|yrkanden?(?: m\.?\s?m\.?)?"
        r"|yrkanden? (?:och|på) [\w\s]{3,30}|tilläggsyrkanden?|motyrkanden?"
    ),
    Mark.RESERVATION: (
        r"reservation(?:er)?|protokollsanteckning(?:ar)?|särskilt yttrande|särskilda yttranden"
        r"|jäv|deltar (?:ej|inte)(?: i beslutet)?"
    ),
    Mark.TEXT: (
        r"(?:informations|besluts|anmälnings|tillkommande |diskussions|rapport|övriga )ärenden"
        r"|sammanfattning(?: av ärendet)?|ärendebeskrivning|beskrivning av ärendet|ärendet"
        r"|bakgrund|diskussion|överläggning(?:ar)?|beredning|bedömning|förvaltningens bedömning"
        r"|överväganden|motivering|skäl för beslutet?|beslutsunderlag|underlag(?: för beslut)?"
        r"|handlingar(?: i ärendet)?|bilagor?"
        r"|beslutet? (?:ska )?(?:skickas|delges|expedieras)(?: till)?"
        r"|skickas till|expedieras(?: till)?|expediering|protokollsutdrag(?: till)?|sändlista"
        r"|kopia till|delges|delgivning|omröstning(?:sresultat)?|votering(?:sresultat)?|ekonomi"
        r"|konsekvenser|syfte|uppföljning|ansvarig(?:a|t)?|klart|deadline|tidplan"
        r"|frågor|information|barnkonsekvensanalys|ekonomiska konsekvenser|inledning|noteringar"
        r"|anteckningar|upplysning(?:ar)?|ajournering"
    ),
}
_SIMPLE = {
    mark: re.compile(rf"(?:{words})(?P<end>\s?[:–-]\s?|\s?\.?\s*$)", re.IGNORECASE)
    for mark, words in _WORDS.items()
}
_BEGINNINGS: dict[Mark, tuple[str, ...]] = {
    Mark.PRESENTER: ("föredr", "presentatör", "rapportör"),
    Mark.HISTORY: ("tidigare", "besluts", "propos", "ärendets"),
    Mark.MOTION: ("förslag", "yrkande", "tilläggsyrk", "motyrk"),
    Mark.RESERVATION: ("reserv", "protokollsant", "särskil", "jäv", "deltar"),
    Mark.TEXT: tuple(
        """informationsä besluts anmälningsä tillkommande diskussion rapportä övriga
        sammanfattn ärende beskrivn bakgrund överlägg bered bedöm förvaltningens övervägan
        motivering skäl underlag handlingar bilag beslute skickas expedi protokollsutdr sändl
        kopia deleg delgivn omröstn voter ekonomi konsekv syfte uppfölj frågor information
        barnkons inledn notering anteckn upplysn ajourn
        ansvarig klart deadline tidplan""".split()
    ),
}
"""How the words of each mark begin: a cheap look before the costly pattern."""
_DECISION = re.compile(
    r"(?P<by>[\w\s:\-–/()åäöÅÄÖ]{2,70}?s |(?-i:[A-ZÅÄÖ]{2,6}) )?"
    r"(?:beslut(?:et)?(?: i ärendet| (?:nr )?\d{1,2}(?=\s?(?:[:–]|$)))?|överenskommelser?"
    r"|konklusion(?:er)?|ställningstagande|slutsats(?:er)?|beslutspunkt(?:er)?|beslutades|beslutas|beslöts|beslutat)"
    r"(?:\s?[:–]\s?|\s?\.?\s*$|(?: om)?(?= att\s)|\s+-\s+|\s(?=1[.)]?\s(?-i:[A-ZÅÄÖ])))",
    re.IGNORECASE,
)
_STUCK = re.compile(r"(?:Beslut|BESLUT)\s(?=[A-ZÅÄÖ][a-zåäö]+\s(?!kommun\b|\d))")
"""The label and the decision on one line, with nothing between them: 'Beslut Planen antas.'"""
_ALSO_STUCK = re.compile(
    r"(?:(?P<motion>Yrkanden?(?:\sm\.?\s?m\.?)?|YRKANDEN?)"
    r"|(?P<proposed>(?:[A-ZÅÄÖ][\w-]+s\sf|F)örslag\still\sbeslut|FÖRSLAG\sTILL\sBESLUT"
    r"|[A-ZÅÄÖ][\w-]+s\sförslag\still\s[a-zåäö]*(?:nämnden|styrelsen|fullmäktige|direktionen)))"
    r"\s(?=[A-ZÅÄÖ][\w-]*(?<!AU)\s(?!§|\d))"
)
_DECIDES = re.compile(
    r"(?P<by>(?:[\w:&\-–/().]{1,40}\s){1,9}?)"
    r"(?P<verb>beslutar|beslutade|beslöt|beslutade(?: därefter| sedan)|har beslutat"
    r"|(?:enades|enas|kom överens|är överens|var överens|är eniga|överenskom) om)"
    r"(?P<rest>(?:\s(?:enhälligt|i enlighet med förslaget|enligt förslag(?:et)?|för egen del"
    r"|följande|därmed|således))?"
    r"(?:,?\s(?P<neg>inte\s)?(?P<att>att)\b)?\s?(?P<colon>:)?\s*)(?P<end>$)?",
    re.IGNORECASE,
)
_PROPOSING = ("föreslår", "föreslog", "rekommenderar", "föreslås", "hemställer", "yrkar", "yrkade")
_PROPOSES = re.compile(
    r"(?P<by>(?:[\w:&\-–/().]{1,40}\s){1,8}?)"
    rf"(?P<verb>{'|'.join(_PROPOSING)})\b"
    r"(?P<rest>(?:\s(?!att\b)[\w:\-–]{1,40}){0,7}?(?:\satt\sbesluta)?)(?P<att>\s?att)?\s?(?P<colon>:)?\s*$",
    re.IGNORECASE,
)
_LAYS_OUT = re.compile(
    r"(?P<by>(?:[\w:&\-–/().]{1,40}\s){1,8}?)"
    r"(?:(?:lämnar|lämnade|lägger fram|lade fram|(?:har |hade )?lagt fram|(?:har |hade )?lämnat)"
    r"\s(?:ett |följande )?förslag(?: till [\w-]+)?|(?<=s )"
    r"(?P<noun>förslag|rekommendation(?:er)?))\s?:\s*$",
    re.IGNORECASE,
)
"""A body lays out its proposal, with a noun in place of the verb: 'Beredningens förslag:'."""
_DECIDING_STEMS = (
    "beslut",
    "beslöt",
    "föresl",
    "yrka",
    "hemställ",
    "rekommend",
    "förslag",
    "enas om",
    "enades om",
    "överens",
    "eniga om",
)
_OPENS_LIST = re.compile(r"(?:[\w]{2,20}\s?){1,3}:$")
_BESLUTA = re.compile(r"\bbeslut(?:a|ar|at)\b", re.IGNORECASE)
_STARTS = frozenset("fpbtymrsäaödhuköeivnjoFPBTYMRSÄAÖDHUKÖEIVNJO")
_LABELS = re.compile(
    r"(?:(?:närvarande|beslutande|övriga) \w+|närvarande|beslutande|deltagare|deltagande"
    r"|ledamöter|ersättare|tjänstgörande ersättare"
    r"|ej tjänstgörande ersättare|övriga närvarande|övriga deltagare|övriga|adjungerade?"
    r"|frånvarande|förhinder|anmält förhinder|ej närvarande|plats|tid|plats och tid|tid och plats"
    r"|datum|lokal|underskrifter|paragrafer|justerare|utses att justera|sekreterare|ordförande"
    r"|innehåll|innehållsförteckning|dagordning|föredragningslista|ärenden?|ärendelista"
    r"|tillkommande ärenden?|kallade|kallelse|protokoll|minnesanteckningar)\b\s?:?$",
    re.IGNORECASE,
)
_LABEL_WITH_TEXT = re.compile(
    r"(?:(?-i:[A-ZÅÄÖ])[\w-]{1,24}(?:\s[\w-]{2,20}){0,2}(?=\s?:\s)|ande|närvarande|beslutande"
    r"|deltagare|övriga \w+|frånvarande|förhinder|anmält förhinder"
    r"|ej närvarande|plats(?: och tid)?|tid(?: och plats)?|datum|lokal|\w*ersättare|ledamöter"
    r"|justerare|sekreterare|ordförande|adjungerad\w*|föredragande|vid protokollet)\s?:",
    re.IGNORECASE,
)


_NOTICE_ENDS = re.compile(
    r"(?:inför\smötet|praktisk(?:t|a\suppgifter|\sinformation)|(?:varmt\s)?välkom(?:na|men)"
    r"|väl\smött|(?:med\s)?vänliga?\shälsning(?:ar)?|hälsningar|avsändare"
    r"|(?:kallelsen|dagordningen)\s(?:skickas|utfärdas|är\sutfärdad)\sav)\s?[!.:,]?",
    re.IGNORECASE,
)
"""A line alone that parts a notice's last matter from what is said to those who are called."""


def ends_notice(words: str) -> bool:
    """Whether a line alone opens what a notice says after its matters."""
    return _NOTICE_ENDS.fullmatch(words) is not None


def opens_line(words: str) -> bool:
    """Whether a line begins with a label and its colon, so that it goes on with nothing before."""
    return ":" in words[:40] and _LABEL_WITH_TEXT.match(words) is not None


@lru_cache(maxsize=8192)
def is_label(words: str) -> bool:
    """Whether a line is a marker or a label and so ends where it ends."""
    if len(words) > 120:
        return False
    if _LABELS.match(words):
        return True
    marker = read_marker(words)
    return marker is not None and marker.bare


def read_marker(words: str) -> Marker | None:
    """The marker that a paragraph begins with, if it does; short ones are remembered."""
    return _read_short(words) if len(words) <= _SHORT else _read(words)


_SHORT = 120


def _holds(low: str, stems: tuple[str, ...]) -> bool:
    for stem in stems:  # noqa: SIM110  a plain loop is thrice as fast as any(), and every line comes here
        if stem in low:
            return True
    return False


@lru_cache(maxsize=8192)
def _read_short(words: str) -> Marker | None:
    return _read(words)


def _read(words: str) -> Marker | None:
    low = words[:400].lower()
    if _holds(low, _DECIDING_STEMS):
        found = _read_deciding(words[:400], low)
        if found:
            return found
    if not low or low[0] not in _STARTS:
        return None
    found = _read_simple(words, low, tuple(_SIMPLE))
    if found:
        return found
    if any(word in low[:20] for word in _CONCLUDING):
        match = _DECISION.match(words)
        if match:
            return Marker(Mark.DECISION, None, match.end(), match.end() == len(words))
    if low.startswith("föredragande "):
        return Marker(Mark.PRESENTER, None, len("föredragande "), bare=False)
    return None


_CONCLUDING = ("överens", "konkl", "ställn", "sluts")
_BEFORE_DECISIONS = (Mark.MOTION, Mark.PROPOSED, Mark.HISTORY, Mark.TEXT, Mark.RESERVATION)


def _read_simple(words: str, low: str, marks: tuple[Mark, ...]) -> Marker | None:
    """The first of `marks` that the words begin with; `low` is them in small letters."""
    for mark in marks:
        if mark is Mark.PROPOSED:
            if "förslag" not in low and "rekommenderat" not in low:
                continue
        elif not low.startswith(_BEGINNINGS[mark]):
            continue
        match = _SIMPLE[mark].match(words)
        if match:
            by = match.groupdict().get("pby")
            return Marker(mark, by.strip() if by else None, match.end(), match.end() == len(words))
    return None


def _read_deciding(words: str, low: str) -> Marker | None:
    found = _read_simple(words, low, _BEFORE_DECISIONS)
    if found:
        return found
    match = _PROPOSES.match(words) if _holds(low, _PROPOSING) else None
    if match and (match.group("att") or match.group("colon") or len(match.group("rest")) < 60):
        by = match.group("by").strip()
        if match.group("verb").lower().startswith("yrka"):
            return Marker(Mark.MOTION, by, len(words), bare=True)
        rest = match.group("rest").strip()
        besluta = _BESLUTA.search(rest)
        told = rest and not besluta and not match.group("att") and not match.group("colon")
        return (
            None
            if told and len(rest.split()) > 2
            else Marker(
                Mark.PROPOSED if besluta or _is_asked(match) else Mark.PROPOSAL,
                by,
                len(words),
                bare=True,
            )
        )
    laid_out = _LAYS_OUT.match(words) if ":" in low else None
    if laid_out:
        by = laid_out.group("by").strip()
        named = by.removesuffix("s") if laid_out.group("noun") else by
        return Marker(Mark.PROPOSAL, named, len(words), bare=True)
    match = _DECISION.match(words)
    if match and "förslag" not in (match.group("by") or "").lower():
        by = match.group("by")
        if by and (by.strip().lower() in _NOT_NOW or _AUTHORITY.match(by)):
            return Marker(Mark.HISTORY, None, match.end(), match.end() == len(words))
        rest = match.end()
        return Marker(Mark.DECISION, _owner(by), rest, rest >= len(words.rstrip()))
    match = _STUCK.match(words)
    if match:
        return Marker(Mark.DECISION, None, match.end(), bare=False)
    match = _ALSO_STUCK.match(words)
    if match:
        mark = Mark.MOTION if match.group("motion") else Mark.PROPOSED
        return Marker(mark, None, match.end(), bare=False)
    match = _DECIDES.match(words)
    if match and match.group("att") and _OPENS_LIST.match(words, match.end()):
        return Marker(Mark.DECISION, subject_of(match.group("by")), match.start("att"), bare=False)
    if match and match.group("end") is not None:
        return Marker(Mark.DECISION, subject_of(match.group("by")), len(words), bare=True)
    if match and match.group("colon"):
        return Marker(Mark.DECISION, subject_of(match.group("by")), match.end(), bare=False)
    return None


_NOT_NOW = frozenset({"tidigare", "dessa", "detta", "fattade"})
_AUTHORITY = re.compile(
    r"(?:\w*(?:domstol|rätt|(?<!nät)verk|inspektion)(?:en|et)s|(?:läns|social)styrelsens"
    r"|statens|polisens|regeringens|riksdagens|ivos?|jo:?s|skrs?)\s$",
    re.IGNORECASE,
)
"""Whose decisions are told at a meeting, not taken by it: 'Länsstyrelsens beslut:'."""


def subject_of(by: str) -> str:
    """Who decides, without what they did before: 'Nämnden diskuterade frågan och'."""
    words = by.split()
    for index, word in enumerate(words[1:], start=1):
        if FINITE.match(word):
            return " ".join(words[:index])
    return by.strip()


def _is_asked(match: re.Match[str]) -> bool:
    """Whether somebody is proposed to decide: 'Nämnden föreslås'."""
    return match.group("verb").lower() == "föreslås"


def _owner(by: str | None) -> str | None:
    """'Nämndens' as the decider's own name, 'Nämnden'."""
    if by is None:
        return None
    name = by.strip()
    return name[:-1] if name.endswith("s") else name
