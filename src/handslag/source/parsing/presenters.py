"""Who presents an item."""

from __future__ import annotations

import re

from handslag.source.parsing.cues import cue
from handslag.source.parsing.flow import Flow
from handslag.source.parsing.items import Heading
from handslag.source.parsing.lexicon import key
from handslag.source.parsing.markers import Mark
from handslag.source.parsing.people import (
    NAME,
    Listed,
    NameMention,
    find_names,
    list_people,
)
from handslag.source.parsing.sections import Section
from handslag.source.record import Person

_I = re.IGNORECASE
_TELLS = (
    r"(?:informera(?:r|de)|rapportera(?:r|de)|berätta(?:r|de)|föredrar|föredrog|föredrag|redogör"
    r"|redogjorde|presentera(?:r|de)(?!\ssig\b)"
    r"|redovisa(?:r|de)|orientera(?:r|de)|(?:går|gick)\s(?:igenom|in på)|(?:lämna(?:r|de)|ger"
    r"|gav)\s(?:\w+\s){0,3}?"
    r"(?:\w*rapport\w*|information\w*|\w*redovisning|redogörelse|nuläge\w*|bild|återkoppling"
    r"|uppdatering|tillbakablick|genomgång|presentation)"
    r"|visa(?:r|de)\s(?:ett?\s|\w+(?:et|en|na|ar|er|ik)\b|upp|bilder|statistik|resultat)|beskriv(?:er)|beskrev|inledde"
    r"|inleder|håller\s(?:en\s)?(?:presentation|föredragning|dragning)|drog|drar"
    r"|deltog\soch\sinformerade)"
)
_TELLS_AFTER = re.compile(
    rf"(?:\s?\([^()]{{1,60}}\))?(?:,\s[^,.]{{2,70}},)?(?:\s[a-zåäö]\w+(?:\s(?:på|i|för|vid"
    rf"|från)\s\w+)?){{0,3}}?\s{_TELLS}\b"
)
_TELLING_CUE = cue(
    """informerar informerade rapporterar rapporterade berättar berättade föredrar föredrog föredrag
    redogör redogjorde presenterar presenterade redovisar redovisade orienterar orienterade går gick
    lämnar lämnade ger gav visar visade beskriver beskrev inledde inleder håller drog drar deltog
    föredras föredrogs redovisas redovisades presenteras presenterades föredragning information
    redogörelse genomgång presentation""".split()
)
_FIRST_NAME = re.compile(r"(?<!\w)[A-ZÅÄÖÉ][a-zåäöéø-]+")
_NOBODY = re.compile(r"(?:enligt|se\s|samtliga|alla|-|–)", _I)
_PASSIVE = re.compile(
    rf"(?:[Ff]öredras|[Ff]öredrogs|redovisas|redovisades|presenteras|presenterades|[Ff]öredragning"
    rf"|[Ii]nformation|[Rr]edogörelse|[Gg]enomgång|[Pp]resentation)\sav\s(?:\w+\s){{0,3}}?(?={NAME})"
)


def find_presenters(
    flow: Flow, heading: Heading, sections: list[Section], attendees: frozenset[str]
) -> list[Person]:
    """The presenters of an item; `attendees` are the first names of those present."""
    labelled: list[Person] = []
    for section in sections:
        if section.mark is Mark.PRESENTER:
            for part in section.parts[:2]:
                labelled += _labelled(flow, part.start, part.end)
                if labelled:
                    break
    if labelled:
        return _once(labelled)
    found = _in_title(flow, heading)
    found += _under_title(flow, sections)
    found += _after_entries(flow, sections)
    if not found:
        found = _told(flow, sections, attendees)
    return _once(found)


def _labelled(flow: Flow, start: int, end: int) -> list[Person]:
    words = flow.text[start:end]
    if _NOBODY.match(words.strip()):
        return []
    return [_person(flow, entry) for entry in list_people(flow.text, start, min(end, start + 300))]


_IN_BRACKETS = re.compile(r"\((?:föredragande:?\s)?([^()]{5,80})\)$", _I)
_MINUTES = re.compile(r"\s?\((?:ca\s)?\d{1,3}\s?min(?:uter)?\.?\)$", _I)
_AFTER_DASH = re.compile(r"\s[–-]\s([^–]{5,60})$")


def _in_title(flow: Flow, heading: Heading) -> list[Person]:
    """Names in brackets that close the title, or after its last dash or comma."""
    title = flow.text[heading.title_start : heading.title_end]
    timed = _MINUTES.search(title) if title.endswith(")") else None
    if timed:
        title = title[: timed.start()]
    match = _IN_BRACKETS.search(title) or _AFTER_DASH.search(title)
    if not match:
        return []
    start = heading.title_start + match.start(1)
    end = heading.title_start + match.end(1)
    words = flow.text[start:end]
    entries = list_people(flow.text, start, end)
    named = sum(e.end - e.start + len(e.title or "") + len(e.organisation or "") for e in entries)
    return [_person(flow, e) for e in entries] if named * 2 >= len(words) else []


_ENTRY_END = re.compile(
    rf"^(?:\(?[a-zåäö][).]|[-–•*·])\s.{{3,160}}(?:,\s(?P<name>{NAME})[.,]?|\s\((?P<inner>{NAME})\))$",
    re.DOTALL,
)


def _after_entries(flow: Flow, sections: list[Section]) -> list[Person]:
    """Names that close the entries of a list: 'a) Läget på kansliet, Eva Ek'."""
    found: list[Person] = []
    for section in sections:
        for part in section.parts if section.mark is Mark.TEXT else ():
            match = _ENTRY_END.match(flow.text[part.start : part.end])
            if match:
                begin = part.start + match.start("name" if match.group("name") else "inner")
                found += [_named(flow, n) for n in find_names(flow.text, begin, part.end)]
    return found


def _under_title(flow: Flow, sections: list[Section]) -> list[Person]:
    """A paragraph right under the title that is nothing but names."""
    if not sections or sections[0].mark is not Mark.TEXT or not sections[0].parts:
        return []
    part = sections[0].parts[0]
    if part.gap and flow.para_at(part.start) >= len(flow.paras) - 3:
        return []  # whoever signs the document
    words = flow.text[part.start : part.end]
    if len(words) > 120 or words.rstrip().endswith((".", ":", "?")):
        return []
    words = re.sub(r"[,\s]*(?:\b(?:kl|ca)\b\.?\s?[\d.:–-]+|\b\d{1,2}[.:]\d\d)$", "", words)
    entries = list_people(flow.text, part.start, part.end)
    if len(entries) > 1 and re.search(r"\S {3}\S", words):
        return []
    if not entries or entries[0].start - part.start > 30:
        return []
    told = sum(e.end - e.start + len(e.title or "") + len(e.organisation or "") for e in entries)
    return [_person(flow, e) for e in entries] if told * 10 >= len(words) * 6 else []


def _told(flow: Flow, sections: list[Section], attendees: frozenset[str]) -> list[Person]:
    found: list[Person] = []
    for section in sections:
        if section.mark not in {Mark.TEXT, Mark.HISTORY, Mark.DECISION}:
            continue
        for part in section.parts:
            if not flow.cues(part.start, part.end) & _TELLING_CUE:
                continue
            found += _told_in(flow, part.start, part.end, attendees)
    return found


def _told_in(flow: Flow, start: int, end: int, attendees: frozenset[str]) -> list[Person]:
    text = flow.text
    found: list[Person] = []
    names = find_names(text, start, end)
    for index, mention in enumerate(names):
        if _TELLS_AFTER.match(text, mention.end, min(end, mention.end + 160)):
            found += [_named(flow, m) for m in _with_partners(text, names, index)]
    for match in _PASSIVE.finditer(text, start, end):
        found += [_named(flow, m) for m in names if m.start == match.end()]
    if found:
        return found
    for match in _FIRST_NAME.finditer(text, start, end):
        if match.group().lower() in attendees and _TELLS_AFTER.match(
            text, match.end(), min(end, match.end() + 60)
        ):
            mention = NameMention(match.start(), match.end(), match.group())
            found.append(_named(flow, mention))
    return found


def _with_partners(text: str, names: list[NameMention], index: int) -> list[NameMention]:
    """The names that share the verb: 'Eva Ek och Bo Dal informerar'."""
    group = [names[index]]
    while index and re.fullmatch(
        r"(?:\s?\([^()]{1,40}\))?(?:,\s|\soch\s|\ssamt\s)(?:\w+\s){0,2}",
        text[names[index - 1].end : group[0].start],
    ):
        index -= 1
        group.insert(0, names[index])
    return group


def _person(flow: Flow, entry: Listed) -> Person:
    return Person(
        " ".join(entry.name.split()),
        entry.title,
        entry.organisation,
        span=flow.span(entry.start, entry.end),
    )


def _named(flow: Flow, mention: NameMention) -> Person:
    return Person(" ".join(mention.name.split()), span=flow.span(mention.start, mention.end))


def _once(people: list[Person]) -> list[Person]:
    seen: dict[str, Person] = {}
    for person in people:
        seen.setdefault(key(person.name), person)
    return list(seen.values())
