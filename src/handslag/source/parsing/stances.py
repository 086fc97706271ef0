"""Who takes which stance, who abstains, who voted how and who reserves themselves."""

from __future__ import annotations

import re

from handslag.source.parsing.bodies import SIDES
from handslag.source.parsing.cues import cue
from handslag.source.parsing.details import points_of
from handslag.source.parsing.flow import Flow
from handslag.source.parsing.people import find_names, list_people
from handslag.source.parsing.sections import Part
from handslag.source.record import Person, Stance, StanceKind, Votes

_I = re.IGNORECASE
_ABSTAINS = re.compile(
    r"(?P<who>(?:läns)?kommunerna(?:s\s(?:representanter|ledamöter|företrädare))?"
    r"|regionen(?:s\s(?:representanter|ledamöter|företrädare))?"
    r"|(?:kommun|region)(?:representanterna|företrädarna|ledamöterna|sidan)"
    r"|(?P<principal>(?-i:[A-ZÅÄÖ][\w-]+(?:\s[A-ZÅÄÖ][\w-]+)?\s(?:kommun|stad)"
    r"|Region\s[A-ZÅÄÖ][\w-]+)))"
    r"(?:\si\s\w+)?\s(?:(?:medverkar|medverkade|deltar|deltog|deltager|avstår|avstod|tar"
    r"|tog)\s(?:(?:inte|ej|inget)\b|från\b).{0,40}?(?:beslut|ställningstagande|delta|del\b)"
    r"|(?:lade|lägger|la)\sned?r?\s(?:sina\s)?röster)",
    _I,
)


_PARTY_CUE = cue(stems=("kommun", "region", "länskommun"))
_ABSTAINING_CUE = cue(
    "medverkar medverkade deltar deltog deltager avstår avstod tar tog lade lägger la".split()
)
_REFUSING_CUE = cue({"inte", "ej", "inget", "från", "röster"})


def find_abstaining(flow: Flow, part: Part) -> tuple[str, ...]:
    """The sides and principals that take no part in the decision, or in some point of it."""
    cues = flow.cues(part.start, part.end)
    if not (cues & _ABSTAINING_CUE and cues & _REFUSING_CUE and cues & _PARTY_CUE):
        return ()
    found = [
        match.group("principal")
        or ("Regionen" if "region" in match.group("who").lower() else "Kommunerna")
        for match in _ABSTAINS.finditer(flow.text, part.start, part.end)
    ]
    return tuple(dict.fromkeys(found))


_VOTES = re.compile(
    r"(?P<for>\d{1,3})\s(?:ja-?\s?röster|ja\b"
    r"|röster\sför).{0,40}?(?P<against>\d{1,3})\s(?:nej-?\s?röster|nej\b|röster\semot?)"
    r"(?:.{0,40}?(?P<abstained>\d{1,3})\s(?:avstår|avstod|nedlagda|som avst))?",
    _I,
)


def find_votes(flow: Flow, part: Part) -> Votes | None:
    """A counted vote: 'med 3 ja-röster mot 2 nej-röster'."""
    match = _VOTES.search(flow.text, part.start, part.end)
    if not match:
        return None
    return Votes(
        int(match.group("for")), int(match.group("against")), int(match.group("abstained") or 0)
    )


def may_count(flow: Flow, start: int, end: int) -> bool:
    """Whether votes or reservations may stand from `start` to `end`: a word of theirs does."""
    return (
        flow.holds("röster", start, end)
        or flow.holds("nej", start, end)
        or flow.holds("reserver", start, end)
    )


_RESERVES = re.compile(r"\breserver(?:ar|ade)\ssig\b|\breserverar\b", _I)


def find_reservations(flow: Flow, part: Part) -> list[Person]:
    """Who reserves themselves against the decision: people, else a side or principal by name."""
    at = part.start
    found: list[Person] = []
    for stop in flow.sentence_ends(part.start, part.end):
        match = _RESERVES.search(flow.text, at, stop)
        if match:
            found += _reserved(flow, at, match.start()) or [
                Person(" ".join(n.name.split()), span=flow.span(n.start, n.end))
                for n in find_names(flow.text, at, stop)
            ]
        at = stop
    return found


def _reserved(flow: Flow, start: int, verb: int) -> list[Person]:
    """Those named before the verb: 'Eva Ek, jurist, Norrby kommun, reserverar sig'."""
    words = flow.text[start:verb]
    listed = list_people(flow.text, start, start + len(words.rstrip(" ,")))
    if listed:
        return [
            Person(
                " ".join(one.name.split()),
                one.title,
                one.organisation,
                span=flow.span(one.start, one.end),
            )
            for one in listed
        ]
    party = _PARTY.fullmatch(words.strip())
    if party is None:
        return []
    begin = start + len(words) - len(words.lstrip()) + party.start("by")
    return [Person(party.group("by"), span=flow.span(begin, begin + len(party.group("by"))))]


_STANCES: tuple[tuple[StanceKind, re.Pattern[str]], ...] = (
    (
        StanceKind.NOT_OPPOSED,
        re.compile(
            r"\b(?:motsatte|motsätter)\ssig\s(?:inte|ej)\b|\bhar inget emot\b|\b(?:har"
            r"|hade) inga invändningar\b",
            _I,
        ),
    ),
    (
        StanceKind.TAKES_NO_PART,
        re.compile(
            r"\b(?:medverkar|medverkade|deltar|deltog|deltager)\s(?:inte"
            r"|ej)\b.{0,30}?\b(?:beslut|ställningstagande)\w*|\bavst(?:år"
            r"|od)\sfrån\satt\sdelta\b",
            _I,
        ),
    ),
    (
        StanceKind.CANNOT_DECIDE_YET,
        re.compile(
            r"\b(?:kan|kunde)\s(?:ännu\s)?(?:inte|ej)\s(?:ännu\s)?(?:ta\sställning|besluta)"
            r"|\binte\sanser\ssig\sha\s.{0,60}underlag\b",
            _I,
        ),
    ),
    (
        StanceKind.OPPOSES,
        re.compile(
            r"\b(?:motsatte|motsätter)\ssig\b|\b(?:är|var)\semot\b|\bavstyrk(?:er|te)\b"
            r"|\breserverar\ssig\b",
            _I,
        ),
    ),
    (
        StanceKind.SUPPORTS,
        re.compile(
            r"\bställ(?:er|de)\ssig\s(?:bakom|positiv\w*)|\btillstyrk(?:er|te)\b|\bstöd(?:er"
            r"|jer|de)\b|\binstämmer\b",
            _I,
        ),
    ),
)
_PARTY = re.compile(
    r"^(?:[\w,]+\s){0,6}?(?P<by>(?:(?:läns)?kommunerna|regionen"
    r"|kommunrepresentanterna)(?:s\srepresentanter)?|[A-ZÅÄÖ]\w+\s(?:kommun|region)"
    r"|Region\s\w+)\b",
    _I,
)


_STANCE_CUE = cue(
    """motsatte motsätter emot invändningar medverkar medverkade deltar deltog deltager avstår
    avstod ställer ställde tillstyrker tillstyrkte avstyrker avstyrkte stöder stödjer stödde
    instämmer reserverar kan kunde underlag""".split()
)


def find_stances(flow: Flow, parts: list[Part]) -> list[Stance]:
    """What a side or party thinks, told in running text."""
    found: list[Stance] = []
    for part in parts:
        for start, end, cues in flow.sentences_with(_STANCE_CUE, part.start, part.end):
            if not cues & _PARTY_CUE:
                continue
            sentence = flow.text[start:end].strip()
            stance = _stance(sentence)
            if stance:
                kind, by = stance
                at = flow.text.index(sentence, start)
                span = flow.span(at, at + len(sentence))
                found.append(Stance(by, kind, span, points_of(sentence)))
    return found


def _stance(sentence: str) -> tuple[StanceKind, str] | None:
    by = _PARTY.match(sentence[:160])
    if not by:
        return None
    name = by.group("by")
    if by.start("by") and _RESERVES.search(sentence[:300]):  # a person of theirs does
        return None
    side = SIDES.match(name)
    for kind, pattern in _STANCES:
        match = pattern.search(sentence[:300])
        if match and match.start() >= by.end("by"):
            return kind, side.group() if side else name
    return None
