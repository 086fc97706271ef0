"""Who presents an item."""

from __future__ import annotations

import re

from handslag.source.parsing.cues import cue
from handslag.source.parsing.flow import Flow
from handslag.source.parsing.given_names import GIVEN_NAMES
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
    r"|redovisa(?:r|de)|orientera(?:r|de)|(?:går|gick)\s(?:igenom|in på)|(?:(?:lämna(?:r|de)|ger"
    r"|gav)\s(?:\w+\s){0,3}?|(?:har|hade|höll|håller)\s(?:(?:en|ett)\s(?:\w+\s){0,2}?)?)"
    r"(?:\w*rapport\w*|information\w*|\w*redovisning|redogörelse|nuläge\w*|bild|återkoppling"
    r"|uppdatering|tillbakablick|genomgång|presentation|dragning|föredragning|föredrag)"
    r"|uppdatera(?:r|de)\s(?:\w+(?:en|et|na)|oss|kring|om|angående)|del(?:ger|gav)\s"
    r"|dela(?:r|de)\smed\ssig|summera(?:r|de)|(?:av|åter)rapportera(?:r|de)"
    r"|visa(?:r|de)\s(?:(?:en|ett|några|lite)\s|\w+(?:et|en|na|ar|er|ik)\b|upp|bilder|statistik|resultat)|beskriv(?:er)|beskrev|inledde"
    r"|inleder|drog|drar"
    r"|(?:deltar|deltog|medverka(?:r|de))\s(?:\w+\s){0,5}?(?:och|för\satt)\s(?:informera(?:r|de)?"
    r"|berätta(?:r|de)?|redogör|redogöra|redogjorde|presentera(?:r|de)?(?!\ssig)|redovisa(?:r|de)?))"
)
_TELLS_AFTER = re.compile(
    rf"(?:\s?\([^()]{{1,60}}\))?(?:,\s[^,.]{{2,70}},(?:\s[^,.]{{2,50}},)?"
    rf"|\s(?:från|vid)\s[^.,;:]{{2,60}}?)?"
    rf"(?:\s[a-zåäö]\w+(?:\s(?:på|i|för|vid|från)\s\w+)?){{0,3}}?\s{_TELLS}\b"
)
_TURNED = re.compile(
    r"\s(?:informera(?:r|de)|rapportera(?:r|de)|berätta(?:r|de)|föredrar|föredrog|redogör|redogjorde"
    rf"|presentera(?:r|de)|redovisa(?:r|de))\s(?:[a-zåäö-]+\s){{0,3}}?(?={NAME})"
)
"""The verb before its subject: 'Därefter informerar Eva Ek om läget'."""
_TURNING = re.compile(
    r"(?:Under|Därefter|Sedan|Vid|På|I|Efter|Inledningsvis|Avslutningsvis|Här|Till|För|Med|Om|Kring"
    r"|Slutligen|Först|Dessutom|Vidare|Därutöver|Idag|Nu|Som|Innan)\b[^.,:;]{0,80}$"
)
_TELLING_CUE = cue(
    """informerar informerade rapporterar rapporterade berättar berättade föredrar föredrog föredrag
    redogör redogjorde presenterar presenterade redovisar redovisade orienterar orienterade går gick
    lämnar lämnade ger gav visar visade beskriver beskrev inledde inleder håller höll drog drar
    deltog deltar medverkar medverkade har hade uppdaterar uppdaterade delger delgav delar delade
    summerar summerade avrapporterar avrapporterade återrapporterar återrapporterade rapport
    lägesrapport dragning
    föredras föredrogs redovisas redovisades presenteras presenterades föredragning information
    redogörelse genomgång presentation""".split()
)
_FIRST_NAME = re.compile(r"(?<!\w)[A-ZÅÄÖÉ][a-zåäöéø-]+")
_NOBODY = re.compile(r"(?:enligt|se\s|samtliga|alla|-|–)", _I)
_PASSIVE = re.compile(
    rf"(?:(?:[Ff]öredras|[Ff]öredrogs|redovisas|redovisades|presenteras|presenterades)\sav"
    rf"|(?:[Ff]öredragning|[Ii]nformation|[Rr]edogörelse|[Gg]enomgång|[Pp]resentation|[Rr]apport"
    rf"|[Ll]ägesrapport|[Dd]ragning)\s(?:av|från|genom))\s(?:[\w-]+\s){{0,3}}?(?={NAME})"
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
    found = _in_title(flow, heading, attendees)
    found += _under_title(flow, sections)
    found += _after_entries(flow, sections)
    if not found:
        found = _told(flow, sections, attendees)
    return _once(found)


def _labelled(flow: Flow, start: int, end: int) -> list[Person]:
    words = flow.text[start:end]
    if _NOBODY.match(words.strip()):
        return []
    entries = list_people(flow.text, start, min(end, start + 300))
    return [_person(flow, _once_named(entry)) for entry in entries]


def _once_named(entry: Listed) -> Listed:
    """Without the next sentence's first word, where it is the name again: 'Eva Ek Eva'."""
    first, *more = entry.name.split()
    if len(more) < 2 or more[-1] != first:
        return entry
    name = entry.name[: -len(first)].rstrip()
    return entry._replace(name=name, end=entry.start + len(name))


_IN_BRACKETS = re.compile(r"\((?:föredragande:?\s)?([^()]{5,80})\)$", _I)
_MINUTES = re.compile(r"\s?\((?:ca\s)?\d{1,3}\s?min(?:uter)?\.?\)$", _I)
_AFTER_DASH = re.compile(r"\s[–-]\s([^–]{5,60})$")
_AFTER_COMMA = re.compile(
    rf"(?:,\s|\b(?:information|rapport|lägesrapport|genomgång|dragning|presentation|redovisning"
    rf"|redogörelse|föredragning|nuläge)(?:\s(?:av|från|med))?:?\s)(?-i:({NAME}))$",
    _I,
)
_FIRST_NAMES = re.compile(
    r"\(([A-ZÅÄÖÉ][a-zåäöéø-]+(?:(?:,\s?|\soch\s|/|\s&\s)[A-ZÅÄÖÉ][a-zåäöéø-]+){0,4})\)"
)


def _in_title(flow: Flow, heading: Heading, attendees: frozenset[str]) -> list[Person]:
    """Names in brackets that close the title, or after its last dash or comma."""
    title = flow.text[heading.title_start : heading.title_end]
    timed = _MINUTES.search(title) if title.endswith(")") else None
    if timed:
        title = title[: timed.start()]
    first = _FIRST_NAMES.search(title) if "(" in title else None
    if first:
        named = _first_names(flow, heading.title_start + first.start(1), first.group(1), attendees)
        if named:
            return named
    match = _IN_BRACKETS.search(title) or _AFTER_DASH.search(title)
    if not match:
        closing = _AFTER_COMMA.search(title)
        if not closing or closing.group(1).split()[0].lower() not in GIVEN_NAMES:
            return []
        match = closing
    start = heading.title_start + match.start(1)
    end = heading.title_start + match.end(1)
    words = flow.text[start:end]
    entries = list_people(flow.text, start, end)
    told = sum(e.end - e.start + len(e.title or "") + len(e.organisation or "") for e in entries)
    return [_person(flow, e) for e in entries] if told * 2 >= len(words) else []


def _first_names(flow: Flow, at: int, words: str, attendees: frozenset[str]) -> list[Person]:
    """First names alone, each known: 'Läget (Eva, Bo)'; nobody where one of them is no name."""
    found: list[Person] = []
    for match in re.finditer(r"[\w-]{2,}", words):
        name = match.group()
        if name == "och":
            continue
        if name.lower() not in attendees and name.lower() not in GIVEN_NAMES:
            return []
        found.append(Person(name, span=flow.span(at + match.start(), at + match.end())))
    return found


_ENTRY_END = re.compile(
    rf"^(?:\(?[a-zåäö][).]|[-–•*·])\s.{{3,160}}(?:(?:,|\s[–-])\s(?P<name>{NAME})[.,]?|\s\((?P<inner>{NAME})\))$",
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


_LONGEST_NAMES = 160
_AT_TIME = re.compile(
    r"[,\s]*(?:\(\s?(?:kl|ca)\b[^()]{0,24}\)|\(\d{1,2}[.:]\d\d[^()]{0,12}\)"
    r"|\b(?:kl|ca)\b\.?\s?[\d.:–-]+|\b\d{1,2}[.:]\d\d)$",
    _I,
)


def _under_title(flow: Flow, sections: list[Section]) -> list[Person]:
    """A paragraph right under the title that is nothing but names."""
    if not sections or sections[0].mark is not Mark.TEXT or not sections[0].parts:
        return []
    part = sections[0].parts[0]
    if part.gap and flow.para_at(part.start) >= len(flow.paras) - 3:
        return []  # whoever signs the document
    words = flow.text[part.start : part.end]
    if len(words) > _LONGEST_NAMES or words.rstrip().endswith((".", ":", "?")):
        return []
    words = _AT_TIME.sub("", words)
    entries = list_people(flow.text, part.start, part.start + len(words))
    if len(entries) > 1 and re.search(r"\S {3}\S", words):
        return []
    if not entries or entries[0].start - part.start > 30:
        return []
    told = sum(e.end - e.start + len(e.title or "") + len(e.organisation or "") for e in entries)
    return [_person(flow, e) for e in entries] if told * 10 >= len(words) * 6 else []


def _told(flow: Flow, sections: list[Section], attendees: frozenset[str]) -> list[Person]:
    parts = [
        part
        for section in sections
        if section.mark in {Mark.TEXT, Mark.HISTORY, Mark.DECISION}
        for part in section.parts
        if flow.cues(part.start, part.end) & _TELLING_CUE
    ]
    found: list[Person] = []
    full: list[NameMention] = []
    for part in parts:
        names = find_names(flow.text, part.start, part.end)
        told = _told_in(flow, part.start, part.end, names)
        full += names
        found += told or _first_names_telling(flow, part.start, part.end, attendees, full)
    return found


def _told_in(flow: Flow, start: int, end: int, names: list[NameMention]) -> list[Person]:
    text = flow.text
    found: list[Person] = []
    for index, mention in enumerate(names):
        if _TELLS_AFTER.match(text, mention.end, min(end, mention.end + 160)):
            found += [_named(flow, m) for m in _with_partners(text, names, index)]
    for match in _PASSIVE.finditer(text, start, end):
        found += [_named(flow, m) for m in names if m.start == match.end()]
    for match in _TURNED.finditer(text, start, end):
        before = text[max(start, match.start() - _BEFORE_VERB) : match.start()]
        if _TURNING.search(before) and not _ITSELF.match(text, match.end()):
            found += [_named(flow, m) for m in names if m.start == match.end()]
    return found


_BEFORE_VERB = 90
_ITSELF = re.compile(r"[^.]{0,80}?\bsig\b")
"""'presenterade Eva Ek sig': who is new tells of nothing else."""
_AND_NAME = re.compile(r"[A-ZÅÄÖÉ][a-zåäöéø-]+\s(?:och|samt)\s$")


def _first_names_telling(
    flow: Flow, start: int, end: int, attendees: frozenset[str], full: list[NameMention]
) -> list[Person]:
    """Those who tell under their first name, by the full name where the item has given it."""
    text = flow.text
    found: list[Person] = []
    for match in _FIRST_NAME.finditer(text, start, end):
        name = match.group().lower()
        known = name in attendees or (name in GIVEN_NAMES and _opens_sentence(text, match.start()))
        if not known or not _TELLS_AFTER.match(text, match.end(), min(end, match.end() + 60)):
            continue
        partner = _AND_NAME.search(text, max(start, match.start() - 24), match.start())
        for at, stop in ([partner.span()] if partner else []) + [match.span()]:
            first = text[at:stop].split()[0]
            whole = {m.name: m for m in full if m.name.split()[0] == first}
            mention = (
                next(iter(whole.values()))
                if len(whole) == 1
                else NameMention(at, at + len(first), first)
            )
            found.append(_named(flow, mention))
    return found


def _opens_sentence(text: str, at: int) -> bool:
    """Whether a sentence or a list entry begins at `at`."""
    return text[max(0, at - 2) : at].strip(" -–•*") in {"", ".", "\n", ":"}


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
