"""Assignments told in running text, not among the clauses."""

from __future__ import annotations

import datetime as dt
import re

from handslag.source.parsing.bodies import BODY_WORD
from handslag.source.parsing.cues import Gate, alternatives, cue
from handslag.source.parsing.details import assignees_of, due_of, mixed_row
from handslag.source.parsing.flow import Flow
from handslag.source.parsing.given_names import GIVEN_NAMES
from handslag.source.parsing.lexicon import FINITE
from handslag.source.parsing.people import find_names
from handslag.source.parsing.sections import Part
from handslag.source.record import Assignment, Named

_I = re.IGNORECASE
_ASSIGNED = re.compile(
    r"\b(?:får|fick|ges|gavs|har fått)\s(?:\w+\s){0,2}?(?:i\suppdrag|uppdraget|mandat|ansvaret?)\b"
    r"|\b(?:uppdras|uppdrogs)\såt\b|\bges\si\suppdrag\såt\b",
    _I,
)
_ASSIGNED_GATE = Gate(
    alone=cue({"uppdras", "uppdrogs"}),
    first=cue({"får", "fick", "ges", "gavs", "fått"}),
    second=cue({"uppdrag", "uppdraget", "mandat", "ansvar", "ansvare", "ansvaret"}),
)
_DOING, _DOING_GATE = alternatives(
    "återkommer|återkopplar|åtar sig|åtog sig|ansvarar för|tar fram|tar på sig|tar med sig"
    "|tar kontakt|följer upp|fixar|bjuder in|undersöker|kollar|skickar|bokar|kallar|kontrollerar"
    "|meddelar|förankrar|förbereder|lyfter|sammanställer|kontaktar|ordnar|stämmer av|mejlar"
    "|mailar|bevakar|utreder|bereder|arrangerar|anmäler|samordnar|planerar in|lägger in"
    "|uppdaterar|reviderar|hör av sig|ser över|ser till|skriver|ringer|formulerar|färdigställer"
    "|inventerar|lämnar in|efterfrågar|förmedlar|vidarebefordrar|distribuerar|håller i"
    "|håller kontakt|jobbar vidare|arbetar vidare|påminner|letar|söker upp|delar ut|beställer"
    "|fyller i|hämtar|ordnar fram|verkar för|tar upp med|tar hand om|driver vidare"
)
_DUTIES = (
    "ska återkomma|ska ta fram|ska undersöka|ska kontakta|ska sammanställa|ska bjuda in"
    "|ska skicka|ska kalla|ska följa upp|ska se över|ska boka|ska utreda|ska bereda|ska stämma av"
    "|ska samordna|ska planera|ska höra|ska kolla|ska fixa|ska ordna|ska arbeta fram"
    "|ska återkoppla|ska förankra|ska lyfta|ska skriva|ska ringa|ska formulera|ska lämna in"
    "|ska meddela|ska bevaka|ska uppdatera|ska revidera|ska ansvara|ska jobba vidare|ska ta kontakt"
    "|ska ta med|ska inventera|ska förbereda|ska se|ska titta|ska försöka|ska gå igenom"
    "|ska prata|ska mejla|ska maila|ska ta reda|ska ta upp|ska kontrollera|ska påminna|ska fråga"
    "|ska hämta|ska beställa"
)
_DUTY, _DUTY_GATE = alternatives(f"{_DUTIES}|{_DUTIES.replace('ska ', 'skall ')}")
_DOES = re.compile(rf"\b(?:{_DOING}|{_DUTY})\b", _I)
_UNSURE = re.compile(
    r"\b(?:om|föreslå\w*|önskar|ställer fråga|frågar|undrar|bör|borde|kan|kunde|skulle kunna"
    r"|anser|tror|har haft)\b",
    _I,
)


_FARTHEST = 160
"""So far into a sentence its verb is looked for."""


def find_assignments(
    flow: Flow, parts: list[Part], meeting: dt.date | None, first_names: frozenset[str]
) -> list[Assignment]:
    """Assignments told in running text: 'X får i uppdrag att', 'X återkommer med ... den 5 maj'."""
    found: list[Assignment] = []
    label: Named | None = None
    for part in parts:
        own = _labelled(flow, part, first_names)
        listed = _BULLET.match(flow.text, part.start, part.end)
        label = own or (label if listed else None)
        if label:
            at = listed.end() if listed else part.start
            found += _under(flow, label, at, part.end, meeting)
            continue
        if not _may_assign(flow.cues(part.start, part.end)):
            continue
        before = part.start
        for start, end, cues in flow.sentences(part.start, part.end):
            if _may_assign(cues):
                assignment = _assignment(flow, start, end, meeting, first_names)
                if assignment is None and _PRONOUN.match(flow.text, start, end):
                    assignment = _pronoun_assignment(flow, before, start, end, meeting)
                if assignment:
                    found.append(assignment)
            before = start
    return found


_BULLET = re.compile(r"\s*[-–•●▪*·→]\s*")
_LABELLED = re.compile(r"\s*(?P<who>[A-ZÅÄÖ][\w-]+(?:\s[A-ZÅÄÖ][\w-]+){0,2}):\s?(?:[-–•]\s)?")
_TO_DO = re.compile(
    rf"(?:\w+:\s?)?(?:[-–•]\s)?(?P<does>{_DOING}|{_DUTIES.replace('ska ', '')})\b".replace(
        " ", r"\s"
    ),
    _I,
)


def _labelled(flow: Flow, part: Part, first_names: frozenset[str]) -> Named | None:
    """Whose tasks follow a name and a colon, where nothing else or a task stands after it."""
    if ":" not in flow.text[part.start : min(part.end, part.start + 50)]:
        return None
    match = _LABELLED.match(flow.text, part.start, part.end)
    if match is None:
        return None
    if match.end() < part.end and not _TO_DO.match(flow.text, match.end(), part.end):
        return None
    who = match.group("who")
    named = find_names(flow.text, match.start("who"), match.end("who"))
    whole = len(named) == 1 and len(named[0].name) == len(who)
    if not whole and who.lower() not in first_names and who.lower() not in GIVEN_NAMES:
        return None
    return Named(who, span=flow.span(*match.span("who")))


def _under(
    flow: Flow, label: Named, start: int, end: int, meeting: dt.date | None
) -> list[Assignment]:
    """The tasks of one entry below a name, or after it: 'Eva: - Kollar upp tiderna'."""
    found: list[Assignment] = []
    opened = _LABELLED.match(flow.text, start, end)
    start = opened.end() if opened else start
    for first, stop, _ in flow.sentences(start, end):
        sentence = flow.text[first:stop]
        begin = first + len(sentence) - len(sentence.lstrip())
        if not _TO_DO.match(flow.text, begin, stop):
            continue
        words = sentence.strip()
        span = flow.span(begin, begin + len(words))
        found.append(
            Assignment(" ".join(words.split()), span, (label,), due_of(flow, begin, stop, meeting))
        )
    return found


def _may_assign(cues: int) -> bool:
    return _ASSIGNED_GATE.opens(cues) or _DOING_GATE.opens(cues) or _DUTY_GATE.opens(cues)


_PRONOUN = re.compile(r"\s*(?:Han|Hon)\s")


def _pronoun_assignment(
    flow: Flow, before: int, start: int, end: int, meeting: dt.date | None
) -> Assignment | None:
    """'Han återkommer': whoever the sentence before named, if it named one person only."""
    does = _DOES.search(flow.text, start, end)
    if not does or does.start() - start > len("  Hon "):
        return None
    named = find_names(flow.text, before, start)
    if len({n.name for n in named}) != 1:
        return None
    sentence = flow.text[start:end]
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
    given = _ASSIGNED.search(flow.text, start, end)
    verb = given or _DOES.search(flow.text, start, end)
    if verb is None:
        return None
    sentence = flow.text[start:end]
    start += len(sentence) - len(sentence.lstrip())
    sentence = sentence.strip()
    if verb.start() - start > _FARTHEST:
        return None
    if not given and _SAYS_ONLY.match(flow.text, verb.start()):
        return None
    before = flow.text[start : verb.start()].strip()
    if _UNSURE.search(before) or (given and re.search(r"\b(?:att|som)\b", before)):
        return None
    assignees = _who(flow, start, before, first_names, given=given is not None)
    if not assignees and not given:
        assignees = _last_who(flow, start, before, first_names)
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


_SAYS_ONLY = re.compile(r"(?:meddelar|anmäler|lyfter|kontrollerar)\s(?:att|om)\b", _I)
"""Words that tell something where they govern a clause: 'meddelar att', not 'meddelar Eva'."""
_LABEL = re.compile(r"(?:[A-ZÅÄÖ][\w]*(?:\s\w+){0,2}):\s")
_PRESENT = re.compile(r"[a-zåäö]{3,}[eaå]r$")
_EVERYBODY = frozenset("alla samtliga respektive varje deltagarna medlemmarna ledamöterna".split())


def _last_who(
    flow: Flow, start: int, before: str, first_names: frozenset[str]
) -> tuple[Named, ...]:
    """Who does it, after a label or another clause: 'Att göra: Eva', 'Frågan kvarstår och alla'."""
    label = _LABEL.match(before)
    at = label.end() if label else before.rfind(" och ") + len(" och ")
    head = before[:at].split()
    told = any(FINITE.match(word) or _PRESENT.match(word) for word in head[1:])
    if not label and (not told or "att" in head):
        return ()
    return _who(flow, start + at, before[at:], first_names, given=False)


def _who(
    flow: Flow, start: int, before: str, first_names: frozenset[str], *, given: bool
) -> tuple[Named, ...]:
    bare = before.lstrip("-–•*·→ ")
    lead = len(before) - len(bare)
    words = bare.split()
    if not words or len(words) > 14 or (not given and "att" in words):
        return ()
    at = start + lead
    if given and (row := mixed_row(flow, at, start + len(before))):
        return row
    names = find_names(flow.text, at, start + len(before))
    if names and (given or names[0].start - at < 25):
        return tuple(Named(" ".join(n.name.split()), span=flow.span(n.start, n.end)) for n in names)
    span = flow.span(at, start + len(before))
    everybody = words[0].lower() in _EVERYBODY and len(words) <= 4
    first = words[0].strip(",")
    called = first.istitle() and len(words) <= 3 and first.lower() in GIVEN_NAMES
    if everybody or called or first.lower() in first_names:
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
