"""What moves an item without a clause: it is tabled, referred or withdrawn, and where it goes."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from handslag.source.parsing.bodies import BODY_WORD
from handslag.source.parsing.cues import cue
from handslag.source.parsing.details import when_of
from handslag.source.parsing.flow import Flow
from handslag.source.parsing.sections import Part
from handslag.source.record import Outcome, When

_I = re.IGNORECASE


class Move(NamedTuple):
    """What became of an item without a clause: tabled, referred or withdrawn."""

    outcome: Outcome
    when: When | None


_SUBJECT = (
    r"(?:ärendet|punkten|frågan|paragrafen|beslut(?:et)?(?:\si\s(?:frågan|ärendet))?|ställningstagandet|förslaget|dragningen"
    r"|informationen|ärendepunkten|behandlingen"
    r"|denna punkt|detta ärende|den här punkten|redovisningen|rapporten|dialogen|diskussionen"
    r"|genomgången|motionen|medborgarförslaget|skrivelsen|remissen|ansökan)"
)
_ADVERB = (
    r"(?:\s(?:därför|därmed|således|nu|istället|i stället|också|även|fram|alltså|behöver|får|ska"
    r"|kommer att|beslutas|bör|på grund av \w+))?"
)
_TABLED = re.compile(
    rf"^(?:{_SUBJECT}{_ADVERB}\s)?(?:att\s)?(?:bordlägg(?:s|as)?|bordlades|bordlagt|bordlagd)\b"
    r"|^(?:den|det)\s(?:bordläggs|bordlades)\b|^[\w-]+(?:\s[\w-]+)?\s(?:bordlägger"
    r"|bordlade|(?:beslutar|beslutade|beslöt)\s(?:att\s)?bordlägga)\s(?:ärendet|frågan|punkten)\b",
    _I,
)
_MOVED = re.compile(
    rf"^(?:{_SUBJECT}{_ADVERB}\s)?(?:(?:skjuts|sköts|skjutas|flytta(?:s|des)|senarelägg(?:s|as)"
    rf"|senarelades|framflytta\w*)\b"
    rf"|(?:tas|tages|togs|lyfts|återkommer|behandlas|hanteras|återupptas"
    rf"|dras)\b.{{0,60}}?\b(?:nästa|nästkommande|kommande|senare|vid\s(?:ett\s)?annat)\b"
    rf"|uppskjut\w*|fortsätter\s(?:på|vid)\snästa|(?:tas|togs|lyfts"
    rf"|behandlas)\b.{{0,60}}?\b(?:på\snytt|igen|(?:vid|på|till)\s(?:\w*mötet|sammanträdet"
    rf"|mötet)\sden))"
    rf"|^(?:{_SUBJECT}|[A-ZÅÄÖ]\w+(?:en|et|an))\b.{{0,90}}?\b(?:sköts|skjuts)\supp\b"
    r"|^(?:vi|man|gruppen|nämnden|styrelsen)\såterkommer\still\s(?:frågan|ärendet|punkten|detta)\b"
    r"|^[A-ZÅÄÖ]\w+(?:en|et|an)\s(?:tas|togs|skjuts|sköts|flyttas)\b.{0,30}?\b(?:på|till"
    r"|vid)\s(?:nästa|nästkommande|mötet|sammanträdet)\b",
    _I,
)
_WITHDRAWN = re.compile(
    rf"^(?:{_SUBJECT}{_ADVERB}\s)?(?:utgår|utgick|utgått|har\sutgått|utgå|(?:dras|drogs"
    rf"|har dragits)\stillbaka|återtas|återtogs|ströks|stryks|ställs\sin|ställdes\sin"
    rf"|drogs från)\b",
    _I,
)
_COMES_BACK = re.compile(
    r"\btill\s(?:nästa|nästkommande)\b|\btas\supp\b.{0,40}\bnästa\b"
    r"|\b(?:behandlas|återkommer|tas)\b.{0,60}?\bden\s\d",
    _I,
)
"""What is taken off the agenda comes back another day, so it is put off and not withdrawn."""
_REFERRED = re.compile(
    rf"^(?:{_SUBJECT}{_ADVERB}\s)?(?:återremitter(?:as|ades)|hänskjuts|hänsköts|remitter(?:as"
    rf"|ades)|lyfts?\s(?:vidare\s)?till|lyftes\still"
    r"|överlämna(?:s|des)\still|skicka(?:s|des)\s(?:vidare|tillbaka)\still|återgår\still"
    r"|går\stillbaka\still)\b",
    _I,
)
_TOLD = re.compile(
    r"^(?:Ordföranden?|Sekreteraren|Det)\s(?:meddela(?:r|de|s)|informera(?:r|de)(?:\som)?)\satt\s(?=ärendet"
    r"|punkten|frågan|denna)",
    _I,
)
_REASON = re.compile(
    r"^(?:på grund av|då|eftersom|med anledning av|i avvaktan på)\s[^,.]{3,120},\s?", _I
)


def find_move(flow: Flow, parts: list[Part], meeting: dt.date | None) -> Move | None:
    """The first sentence that moves the item itself, not another one."""
    for part in parts:
        for start, end, _ in flow.sentences_with(_MOVE_CUE, part.start, part.end):
            outcome = _moves(flow.text[start:end].strip())
            if outcome:
                return Move(outcome, _where_to(flow, start, end, meeting, outcome))
    return None


_MOVE_CUE = cue(
    """bordlägga bordläggs bordläggas bordlades bordlägger bordlade bordlagt bordlagd skjuts sköts
    skjutas flyttas flyttades senareläggs senareläggas senarelades framflyttas framflyttad
    framflyttat framflyttades framflyttats uppskjuts uppskjutas uppskjuten uppskjutet
    uppskjutits lyft tas tages togs lyfts lyftes återkommer behandlas hanteras återupptas
    fortsätter utgår utgick utgått utgå dras drogs dragits drog återtas återtogs ströks
    stryks ställs ställdes återremitteras återremitterades hänskjuts hänsköts remitteras
    remitterades överlämnas överlämnades skickas skickades återgår går""".split()
)


def only_moves(sentence: str) -> bool:
    """Whether a sentence does no more than table or withdraw the item."""
    return _moves(sentence) in {Outcome.TABLED, Outcome.WITHDRAWN}


def _moves(sentence: str) -> Outcome | None:
    bare = _TOLD.sub("", _REASON.sub("", sentence.lstrip("-–•*·→ ")))
    if _TABLED.match(bare) or _MOVED.match(bare):
        return Outcome.TABLED
    if _WITHDRAWN.match(bare):
        tabled = _COMES_BACK.search(bare)
        return (
            Outcome.TABLED
            if tabled and not bare.lower().startswith(("utgår.", "ärendet utgår."))
            else Outcome.WITHDRAWN
        )
    return Outcome.REFERRED if _REFERRED.match(bare) else None


def _where_to(
    flow: Flow, start: int, end: int, meeting: dt.date | None, outcome: Outcome
) -> When | None:
    if outcome is Outcome.WITHDRAWN:
        return None
    return destination(flow, start, end, meeting, want_body=outcome is Outcome.REFERRED)


_TO_BODY = re.compile(r"\b(?:till|åt)\s(?P<body>(?:[\w:-]+\s){0,5}[\w:-]+)", _I)
_GENERIC_TO = re.compile(
    r"(?:nästa|nästkommande|kommande|ett|den|senare|att|handlingarna|förvaltningen för|mötet"
    r"|sammanträdet)\b",
    _I,
)


def destination(
    flow: Flow, start: int, end: int, meeting: dt.date | None, *, want_body: bool
) -> When | None:
    """Where a matter goes: a day, a meeting, a body."""
    days = [d for d in flow.days(start, end) if not d.weak]
    text = flow.text[start:end]
    body = _body_after(text) if want_body else None
    if days:
        when = when_of(flow, days[-1] if want_body else days[0], meeting, future=True)
        return When(when.text, when.date, body, when.span)
    vague = re.search(
        r"\b(?:nästa|nästkommande|kommande|nästföljande)\s(?:[\w:-]+\s){0,2}?(?:\w*möte"
        r"|sammanträde)\w*|\ben?\ssenare\s\w*(?:möte|sammanträde|tillfälle)\b",
        text,
        _I,
    )
    if body and not vague:
        at = text.find(body)
        return When(body, None, body, flow.span(start + max(at, 0), start + max(at, 0) + len(body)))
    if vague:
        return When(
            " ".join(vague.group().split()),
            None,
            body,
            flow.span(start + vague.start(), start + vague.end()),
        )
    return None


def _capitalised(words: list[str]) -> list[str]:
    """The words that a name begins with: 'Region Norrland', 'Norrby kommun'."""
    count = 1
    while count < len(words) and (words[count][0].isupper() or words[count] in {"kommun", "stad"}):
        count += 1
    return words[:count]


def _body_after(text: str) -> str | None:
    """The body named after 'till', its genitive taken off."""
    for match in _TO_BODY.finditer(text):
        words = match.group("body").split()
        if _GENERIC_TO.match(match.group("body")):
            continue
        for count in range(1, len(words) + 1):
            word = words[count - 1]
            if BODY_WORD.fullmatch(word) or word.lower().endswith(
                (
                    "rådets",
                    "nämndens",
                    "verket",
                    "förvaltningen",
                    "kontoret",
                    "direktörerna",
                    "cheferna",
                )
            ):
                name = " ".join(words[:count])
                return name[:-1] if name.lower().endswith(("ets", "ens", "ges")) else name
        if words[0][:1].isupper():
            name = " ".join(_capitalised(words))
            return name[:-1] if name.endswith("s") and len(name) > 4 else name
    return None
