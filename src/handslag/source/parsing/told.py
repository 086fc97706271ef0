"""What running text tells of an item: its moves, assignments, stances and who abstains."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from handslag.source.parsing.bodies import BODY_WORD, SIDES
from handslag.source.parsing.dates import find_days
from handslag.source.parsing.details import assignees_of, due_of, points_of, when_of
from handslag.source.parsing.flow import Flow
from handslag.source.parsing.lexicon import sentence_ends
from handslag.source.parsing.people import find_names
from handslag.source.parsing.sections import Part
from handslag.source.record import (
    Assignment,
    Named,
    Outcome,
    Person,
    Stance,
    StanceKind,
    Votes,
    When,
)

_I = re.IGNORECASE


class Move(NamedTuple):
    """What became of an item without a clause: tabled, referred or withdrawn."""

    outcome: Outcome
    when: When | None


_SUBJECT = (
    r"(?:ärendet|punkten|frågan|paragrafen|beslutet|ställningstagandet|förslaget|dragningen"
    r"|informationen|ärendepunkten|behandlingen"
    r"|denna punkt|detta ärende|den här punkten|redovisningen|rapporten|dialogen|diskussionen"
    r"|genomgången)"
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
    rf"|behandlas)\b.{0, 60}?\b(?:på\snytt|igen|(?:vid|på|till)\s(?:\w*mötet|sammanträdet"
    rf"|mötet)\sden))"
    rf"|^(?:{_SUBJECT}|[A-ZÅÄÖ]\w+(?:en|et|an))\b.{{0,90}}?\b(?:sköts|skjuts)\supp\b"
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
_REFERRED = re.compile(
    rf"^(?:{_SUBJECT}{_ADVERB}\s)?(?:återremitter(?:as|ades)|hänskjuts|hänsköts|remitter(?:as"
    rf"|ades)|lyfts?\s(?:vidare\s)?till|lyftes\still"
    r"|överlämna(?:s|des)\still|skicka(?:s|des)\s(?:vidare|tillbaka)\still|återgår\still"
    r"|går\stillbaka\still)\b",
    _I,
)
_REASON = re.compile(
    r"^(?:på grund av|då|eftersom|med anledning av|i avvaktan på)\s[^,.]{3,120},\s?", _I
)


def find_move(flow: Flow, parts: list[Part], meeting: dt.date | None) -> Move | None:
    """The first sentence that moves the item itself, not another one."""
    for part in parts:
        at = part.start
        if _MOVE_WORDS.isdisjoint(flow.words(part.start, part.end)):
            continue
        for stop in sentence_ends(flow.text, part.start, part.end):
            sentence = flow.text[at:stop].strip()
            outcome = _moves(sentence)
            if outcome:
                return Move(outcome, _where_to(flow, at, stop, meeting, outcome))
            at = stop
    return None


_MOVE_WORDS = frozenset(
    """bordlägga bordläggs bordläggas
    bordlades bordlägger bordlade bordlagt bordlagd skjuts sköts skjutas
    flyttas flyttades senareläggs senareläggas senarelades framflyttas framflyttad uppskjuts
    uppskjuten uppskjutet tas tages togs lyfts lyftes återkommer behandlas hanteras återupptas
    fortsätter utgår utgick utgått utgå dras drogs dragits drog återtas återtogs ströks stryks
    ställs ställdes återremitteras återremitterades hänskjuts hänsköts remitteras remitterades
    överlämnas överlämnades skickas skickades återgår går""".split()
)


def only_moves(sentence: str) -> bool:
    """Whether a sentence does no more than table or withdraw the item."""
    return _moves(sentence) in {Outcome.TABLED, Outcome.WITHDRAWN}


def _moves(sentence: str) -> Outcome | None:
    bare = _REASON.sub("", sentence.lstrip("-–•*· "))
    if _TABLED.match(bare) or _MOVED.match(bare):
        return Outcome.TABLED
    if _WITHDRAWN.match(bare):
        tabled = re.search(
            r"\btill\s(?:nästa|nästkommande)\b|\btas\supp\b.{0,40}\bnästa\b", bare, _I
        )
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


_TO_BODY = re.compile(r"\b(?:till|åt)\s(?P<body>(?:[\w:-]+\s){0,5}?[\w:-]+)", _I)
_GENERIC_TO = re.compile(
    r"(?:nästa|nästkommande|kommande|ett|den|senare|att|handlingarna|förvaltningen för|mötet"
    r"|sammanträdet)\b",
    _I,
)


def destination(
    flow: Flow, start: int, end: int, meeting: dt.date | None, *, want_body: bool
) -> When | None:
    """Where a matter goes: a day, a meeting, a body."""
    days = [d for d in find_days(flow.text, start, end) if not d.weak]
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
            name = words[0]
            return name[:-1] if name.endswith("s") and len(name) > 4 else name
    return None


_ASSIGNED = re.compile(
    r"\b(?:får|fick|ges|gavs|har fått)\s(?:\w+\s){0,2}?(?:i\suppdrag|uppdraget|mandat|ansvaret?)\b"
    r"|\b(?:uppdras|uppdrogs)\såt\b|\bges\si\suppdrag\såt\b",
    _I,
)
_DOES = re.compile(
    r"\b(?:återkommer|återkopplar|åtar\ssig|åtog\ssig|ansvarar\sför|tar\sfram|tar\spå\ssig"
    r"|tar\smed\ssig|tar\skontakt|följer\supp|fixar|bjuder\sin"
    r"|undersöker|kollar|skickar|bokar|kallar|kontrollerar|meddelar|förankrar|förbereder|lyfter"
    r"|sammanställer|kontaktar|ordnar|stämmer\sav"
    r"|mejlar|mailar|bevakar"
    r"|utreder|bereder|arrangerar|anmäler|samordnar|planerar\sin|lägger\sin|uppdaterar|reviderar"
    r"|hör\sav\ssig|ser\söver|ser\still"
    r"|ska\s(?:återkomma|ta\sfram|undersöka|kontakta|sammanställa|bjuda\sin|skicka|kalla"
    r"|följa\supp|se\söver|boka|utreda|bereda|stämma\sav|samordna|planera|höra|kolla|fixa"
    r"|ordna|arbeta\sfram|återkoppla|förankra|lyfta))\b",
    _I,
)
_UNSURE = re.compile(
    r"\b(?:om|föreslå\w*|önskar|ställer fråga|frågar|undrar|bör|borde|kan|kunde|skulle kunna"
    r"|anser|tror|har haft)\b",
    _I,
)
_WHO = re.compile(r"^(?:[-–•*·]\s*)?(?P<who>.{2,110}?)\s?$", re.DOTALL)


_DOING_WORDS = frozenset(
    """uppdrag uppdraget mandat ansvaret uppdras uppdrogs återkommer återkopplar åtar åtog ansvarar
    kontrollerar meddelar förankrar förbereder lyfter tar följer fixar bjuder undersöker kollar
    skickar bokar kallar sammanställer kontaktar ordnar
    stämmer mejlar mailar bevakar utreder bereder arrangerar anmäler samordnar planerar lägger
    uppdaterar reviderar hör ser ska""".split()
)


def find_assignments(
    flow: Flow, parts: list[Part], meeting: dt.date | None, first_names: frozenset[str]
) -> list[Assignment]:
    """Assignments told in running text: 'X får i uppdrag att', 'X återkommer med ... den 5 maj'."""
    found: list[Assignment] = []
    for part in parts:
        if _DOING_WORDS.isdisjoint(flow.words(part.start, part.end)):
            continue
        at = part.start
        before = at
        for stop in sentence_ends(flow.text, part.start, part.end):
            assignment = _assignment(flow, at, stop, meeting, first_names)
            if assignment is None and _PRONOUN.match(flow.text, at, stop):
                assignment = _pronoun_assignment(flow, before, at, stop, meeting)
            if assignment:
                found.append(assignment)
            before, at = at, stop
    return found


_PRONOUN = re.compile(r"\s*(?:Han|Hon)\s")


def _pronoun_assignment(
    flow: Flow, before: int, start: int, end: int, meeting: dt.date | None
) -> Assignment | None:
    """'Han återkommer': whoever the sentence before named, if it named one person only."""
    sentence = flow.text[start:end]
    does = _DOES.search(sentence)
    named = find_names(flow.text, before, start)
    if not does or does.start() > len("  Hon ") or len({n.name for n in named}) != 1:
        return None
    start += len(sentence) - len(sentence.lstrip())
    who = named[0]
    return Assignment(
        " ".join(sentence.split()),
        flow.span(start, start + len(sentence.strip())),
        (Named(" ".join(who.name.split()), span=flow.span(who.start, who.end)),),
        due_of(flow, start, end, meeting),
    )


def _assignment(
    flow: Flow, start: int, end: int, meeting: dt.date | None, first_names: frozenset[str]
) -> Assignment | None:
    sentence = flow.text[start:end]
    start += len(sentence) - len(sentence.lstrip())
    sentence = sentence.strip()
    given = _ASSIGNED.search(sentence)
    does = None if given else _DOES.search(sentence)
    verb = given or does
    if verb is None or verb.start() > 160:
        return None
    before = sentence[: verb.start()].strip()
    if _UNSURE.search(before) or (given and re.search(r"\b(?:att|som)\b", before)):
        return None
    assignees = _who(flow, start, before, first_names, given=given is not None)
    if not assignees and given:
        assignees = assignees_of(flow, start, end)
    if not assignees:
        return None
    stop = start + len(sentence)
    return Assignment(
        " ".join(sentence.split()),
        flow.span(start, stop),
        assignees,
        due_of(flow, start, stop, meeting),
    )


def _who(
    flow: Flow, start: int, before: str, first_names: frozenset[str], *, given: bool
) -> tuple[Named, ...]:
    bare = before.lstrip("-–•*· ")
    lead = len(before) - len(bare)
    words = bare.split()
    if not words or len(words) > 14:
        return ()
    at = start + lead
    names = find_names(flow.text, at, start + len(before))
    if names and (given or names[0].start - at < 25):
        return tuple(Named(" ".join(n.name.split()), span=flow.span(n.start, n.end)) for n in names)
    span = flow.span(at, start + len(before))
    if words[0].lower().strip(",") in first_names:
        return (Named(" ".join(words), span=span),)
    body = (
        len(words) <= 6
        and (words[0][0].isupper() or given)
        and any(BODY_WORD.fullmatch(w.strip(",()")) or w.lower().endswith(_ACTORS) for w in words)
    )
    if body or (given and len(words) <= 6):
        return (Named(re.sub(r"\s*\([^()]*\)", "", bare), span=span),)
    return ()


_ACTORS = (
    "förvaltningen",
    "kansliet",
    "chefen",
    "chef",
    "ordföranden",
    "ordförande",
    "sekreteraren",
    "samordnaren",
    "samordnare",
    "ledaren",
    "direktören",
    "kontoret",
    "avdelningen",
    "strategen",
    "sekreterare",
    "presidiet",
    "kommunerna",
    "regionen",
    "enheten",
    "utvecklingsledare",
    "cheferna",
)

_ABSTAINS = re.compile(
    r"(?P<who>(?:läns)?kommunerna(?:s\s(?:representanter|ledamöter))?"
    r"|regionen(?:s\s(?:representanter|ledamöter))?|kommunrepresentanterna|regionrepresentanterna)"
    r"(?:\si\s\w+)?\s(?:medverkar|medverkade|deltar|deltog|deltager|avstår|avstod|tar"
    r"|tog)\s(?:(?:inte|ej|inget)\b|från\b).{0,40}?(?:beslut|ställningstagande|delta|del\b)",
    _I,
)


def find_abstaining(text: str) -> tuple[str, ...]:
    """The sides that take no part in the decision."""
    if "eslut" not in text and "ställning" not in text and " del" not in text:
        return ()
    if "egion" not in text and "ommun" not in text:
        return ()
    found = [
        "Regionen" if "region" in match.group("who").lower() else "Kommunerna"
        for match in _ABSTAINS.finditer(text)
    ]
    return tuple(dict.fromkeys(found))


_VOTES = re.compile(
    r"(?P<for>\d{1,3})\s(?:ja-?\s?röster|ja\b"
    r"|röster\sför).{0,40}?(?P<against>\d{1,3})\s(?:nej-?\s?röster|nej\b|röster\semot?)"
    r"(?:.{0,40}?(?P<abstained>\d{1,3})\s(?:avstår|avstod|nedlagda|som avst))?",
    _I,
)


def find_votes(words: str) -> Votes | None:
    """A counted vote: 'med 3 ja-röster mot 2 nej-röster'."""
    match = _VOTES.search(words) if "röster" in words or " nej" in words else None
    if not match:
        return None
    return Votes(
        int(match.group("for")), int(match.group("against")), int(match.group("abstained") or 0)
    )


def find_reservations(flow: Flow, part: Part) -> list[Person]:
    """Who reserves themselves against the decision."""
    if "eserver" not in flow.text[part.start : part.end]:
        return []
    at = part.start
    found: list[Person] = []
    for stop in sentence_ends(flow.text, part.start, part.end):
        if re.search(r"\breserver(?:ar|ade)\ssig\b|\breserverar\b", flow.text[at:stop], _I):
            found += [
                Person(" ".join(n.name.split()), span=flow.span(n.start, n.end))
                for n in find_names(flow.text, at, stop)
            ]
        at = stop
    return found


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
            r"\b(?:kan|kunde)\s(?:inte|ej)\s(?:ännu\s)?(?:ta\sställning|besluta)"
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


_STANCE_WORDS = frozenset(
    """motsatte motsätter emot invändningar medverkar medverkade deltar deltog deltager avstår
    avstod ställer ställde tillstyrker tillstyrkte avstyrker avstyrkte stöder stödjer stödde
    instämmer reserverar kan kunde underlag""".split()
)


def _names_party(words: frozenset[str]) -> bool:
    return any(word.startswith(("kommun", "region", "länskommun")) for word in words)


def find_stances(flow: Flow, parts: list[Part]) -> list[Stance]:
    """What a side or party thinks, told in running text."""
    found: list[Stance] = []
    for part in parts:
        words = flow.words(part.start, part.end)
        if _STANCE_WORDS.isdisjoint(words) or not _names_party(words):
            continue
        at = part.start
        for stop in sentence_ends(flow.text, part.start, part.end):
            sentence = flow.text[at:stop].strip()
            lead = len(flow.text[at:stop]) - len(flow.text[at:stop].lstrip())
            stance = _stance(sentence)
            if stance:
                kind, by = stance
                found.append(
                    Stance(
                        by,
                        kind,
                        flow.span(at + lead, at + lead + len(sentence)),
                        points_of(sentence),
                    )
                )
            at = stop
    return found


def _stance(sentence: str) -> tuple[StanceKind, str] | None:
    by = _PARTY.match(sentence[:160])
    if not by:
        return None
    name = by.group("by")
    side = SIDES.match(name)
    for kind, pattern in _STANCES:
        match = pattern.search(sentence[:300])
        if match and match.start() >= by.end("by"):
            return kind, side.group() if side else name
    return None
