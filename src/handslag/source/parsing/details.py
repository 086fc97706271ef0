"""What a clause says beside its action: points, scope, people, assignees, due day."""

from __future__ import annotations

import datetime as dt
import re

from handslag.source.parsing.bodies import BODY_WORD, SIDES
from handslag.source.parsing.dates import DayMention, resolve
from handslag.source.parsing.flow import Flow
from handslag.source.parsing.lexicon import LOWER, UPPER
from handslag.source.parsing.people import find_names, list_people
from handslag.source.record import Action, Named, Person, When

_I = re.IGNORECASE
_POINTS = re.compile(
    r"\b(?:p(?:unkt(?:en|erna|er)?|kt)?)\b\.?\s{0,2}(?P<list>\d{1,2}(?:\s{0,2}(?:-|–|,|och"
    r"|samt|till|&)\s{0,2}\d{1,2}){0,8})(?![\d/])",
    _I,
)


_DIGIT = re.compile(r"\d")


def points_of(clause: str) -> tuple[int, ...]:
    """Which points of the proposal a clause decides: 'p.1-3' is 1, 2, 3."""
    found: list[int] = []
    for match in _POINTS.finditer(clause) if _DIGIT.search(clause) else ():
        numbers = re.split(r"\s*(-|–|,|och|samt|till|&)\s*", match.group("list"))
        last = 0
        joint = ""
        for word in numbers:
            if not word.isdigit():
                joint = word
                continue
            value = int(word)
            if joint in {"-", "–", "till"} and last < value <= last + 50:
                found += range(last + 1, value + 1)
            else:
                found.append(value)
            last = value
    return tuple(dict.fromkeys(found))


_SCOPE = re.compile(
    r"\b(?:avseende|gällande|för|vad gäller|beträffande|rörande|som representant(?:er)? för"
    r"|på)\s(?:läns|\w+s\s)?"
    r"(?P<side>kommunerna|regionen|kommunerna[s]|regionens)(?P<more>\s\w+)?",
    _I,
)


def scope_of(clause: str, by: str | None) -> str | None:
    """The side a clause speaks for or of, as named; None where it is for all."""
    if by and SIDES.match(by):
        return SIDES.match(by).group()  # type: ignore[union-attr]  # the line above has matched it
    low = clause.lower()
    sided = "kommunerna" in low or "regionen" in low
    for match in _SCOPE.finditer(clause) if sided else ():
        side = match.group("side").lower()
        genitive = side.endswith("s")
        more = (match.group("more") or "").strip().lower()
        if genitive and not more.startswith(
            ("representant", "del", "ledam", "räkning", "plats", "vidkomm")
        ):
            continue
        return match.group("side").removesuffix("s")
    return None


_GIVEN = re.compile(
    r"\b(?:ge|ger|gav|ges|lämna|lämnar|tilldela)\s(?P<who>[^.;:]{2,160}?)\s(?:i\s(?:\w+\s)?uppdrag"
    r"|uppdraget|mandat|ansvar(?:et)?|rätt)\b"
    r"|\b(?:får|få|fick|har fått|erhåller|ges|gavs)\s(?:i\s)?(?:uppdrag|mandat"
    r"|ansvar)\b(?P<subject>)"
    r"|\buppdra(?:r|ga|ger|s)?\s(?:åt|till)\s(?P<to>[^.;:]{2,160}?)\s(?:att|med|till)\b"
    r"|\b(?:i\suppdrag|uppdraget|uppdrag)\s(?:till|åt)\s(?P<for>[^.;:]{2,120}?)\s(?:att|med)\b"
    r"|\b(?:bemyndiga|delegera)r?\s(?:till\s|åt\s)?(?P<power>[^.;:]{2,120}?)\satt\b",
    _I,
)
_SUBJECT = re.compile(
    r"^(?:(?:inte\s)?att\s)?(?P<who>[^.;:]{2,120}?)\s(?:ska|skall|skulle|får|få|fick|ansvarar"
    r"|åtar|återkommer|ges|tar|bör)\b",
    _I,
)


_DOER = re.compile(r"[Aa]tt\s(?P<who>\w[\w-]+(?:\s[\w-]+){0,4}?)\s[a-zåäö]{2,}r\b")


_NAMED_DOER = re.compile(
    rf"(?P<who>[{UPPER}][\w-]+(?:\s(?:och\s)?[{UPPER}][\w-]+){{0,3}})\s[a-zåäö]{{2,}}r\b"
)


def assignees_of(flow: Flow, start: int, end: int) -> tuple[Named, ...]:
    """Who is assigned: 'ge X i uppdrag', 'X får i uppdrag', 'X ska ta fram'."""
    text = flow.text[start:end]
    match = _GIVEN.search(text)
    if match and match.group("subject") is None:
        name = next(n for n in ("who", "to", "for", "power") if match.group(n))
        return _named(flow, start + match.start(name), start + match.end(name))
    subject = _SUBJECT.match(text) or _DOER.match(text) or _NAMED_DOER.match(text)
    if subject:
        return _named(flow, start + subject.start("who"), start + subject.end("who"))
    return ()


_IN_ROW = re.compile(rf",\s(?:och\s|samt\s)?(?=[{UPPER}])|\s(?:och|samt|&)\s(?=[{UPPER}])")


def row_of(flow: Flow, start: int, end: int) -> tuple[Named, ...]:
    """Those named in a row of bodies and people: 'Styrgruppen, Eva Ek och Kansliet'."""
    found: list[Named] = []
    at = start
    for stop, after in (
        *((match.start(), match.end()) for match in _IN_ROW.finditer(flow.text, start, end)),
        (end, end),
    ):
        words = flow.text[at:stop].rstrip(" ,.")
        if words:
            found.append(Named(" ".join(words.split()), span=flow.span(at, at + len(words))))
        at = after
    return tuple(found)


def mixed_row(flow: Flow, start: int, end: int) -> tuple[Named, ...]:
    """The same where some are bodies and all are whole names; nobody in any other words."""
    row = row_of(flow, start, end)
    if len(row) < 2:
        return ()
    bodies = [any(BODY_WORD.fullmatch(word) for word in one.name.split()) for one in row]
    people = [[name.name for name in find_names(one.name)] == [one.name] for one in row]
    whole = all(body or person for body, person in zip(bodies, people, strict=True))
    return row if whole and any(bodies) else ()


def _named(flow: Flow, start: int, end: int) -> tuple[Named, ...]:
    words = flow.text[start:end]
    if row := mixed_row(flow, start, end):
        return row
    people = list_people(flow.text, start, end)
    if people and sum(p.end - p.start for p in people) * 2 >= len(words):
        return tuple(Named(p.name, span=flow.span(p.start, p.end)) for p in people)
    bare = re.sub(r"\s*\([^()]*\)", "", words).strip(" ,")
    bare = re.sub(r"^(?:också|även|därför|därmed|samt|att)\s", "", bare)
    length = len(words.rstrip(" ,"))
    lead = len(words) - len(words.lstrip())
    if not bare or len(bare) > 100:
        return ()
    return (Named(" ".join(bare.split()), span=flow.span(start + lead, start + length)),)


_CHOSEN = re.compile(
    r"\b(?:utse|utser|utses|utsågs?|utsedda?|välj\w*|väl[ja]s?|valdes?|nominer\w*|adjunger\w*"
    r"|förordna\w*|omväl\w*|nyväl\w*)\b",
    _I,
)


def appointees_of(flow: Flow, start: int, end: int) -> tuple[Person, ...]:
    """The people a clause appoints."""
    names = find_names(flow.text, start, end)
    after = re.search(
        r"\b(?:efter|i stället för|istället för|ersätter|som ersättare för)\s",
        flow.text[start:end],
        _I,
    )
    limit = start + after.start() if after else end
    found: list[Person] = []
    for name in names:
        verb = _VERB_FIRST.match(name.name) if name.start == start else None
        begin = name.start + (verb.end() if verb else 0)
        words = " ".join(flow.text[begin : name.end].split())
        if name.start < limit and words:
            found.append(Person(words, span=flow.span(begin, name.end)))
    return tuple(found)


_VERB_FIRST = re.compile(
    r"(?:Utse|Välja|Välj|Nominera|Adjungera|Entlediga|Förordna|Omvälja|Nyvälja|Utser|Väljer|Valde|Valdes|Utsågs"
    r"|Utses|Väljs|Omval(?:\sav)?|Nyval(?:\sav)?|Val(?:\sav)?|Till|Som)\s+"
)
"""The verb that begins a sentence is no part of the first name after it: 'Utse Eva Ek'."""


_NOT_DUE = re.compile(
    r"(?:\b(?:från(?:\soch\smed)?|fr\.?\s?o\.?\s?m\.?|daterad|beslut(?:ade)?|per|av"
    r"|sedan)\s(?:den\s)?)$",
    _I,
)
_DUE = re.compile(r"\b(?:till|senast|före|innan|inom|vid|på|den|inför|t\.?o\.?m\.?)\s", _I)

_NEXT_MEETING = re.compile(
    r"\b(?:till|vid|på|inför|senast)\s(?:nästa|nästkommande|kommande)\s(?:\w+\s)?(?:möte"
    r"|sammanträde)\w*",
    _I,
)


def due_of(flow: Flow, start: int, end: int, meeting: dt.date | None) -> When | None:
    """The day an assignment or a postponed decision falls due, where the words give one."""
    for day in flow.days(start, end):
        if day.weak:
            continue
        before = flow.text[max(start, day.start - 30) : day.start]
        if _NOT_DUE.search(before) or not _DUE.search(before + " "):
            continue
        when = when_of(flow, day, meeting, future=True)
        if when.date and meeting and when.date < meeting:
            continue
        return when
    vague = _NEXT_MEETING.search(flow.text, start, end)
    return When(vague.group(), None, None, flow.span(*vague.span())) if vague else None


def when_of(flow: Flow, day: DayMention, meeting: dt.date | None, *, future: bool) -> When:
    """A named day, its year found by direction."""
    words = " ".join(flow.text[day.start : day.end].split())
    return When(words, resolve(day, meeting, future=future), None, flow.span(day.start, day.end))


WHO = rf"[{UPPER}][\w{LOWER}:&/-]*(?:\s[\w:&/-]+){{0,5}}?"
ASSIGNING = frozenset({Action.ASSIGN, Action.POSTPONE})
