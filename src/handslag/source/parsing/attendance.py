"""Who took part, from the lists in the head."""

from __future__ import annotations

import re

from handslag.source.parsing.flow import Flow
from handslag.source.parsing.lexicon import key
from handslag.source.parsing.people import NOT_THERE, Listed, list_people
from handslag.source.record import Person, Presence

_PRESENT = (
    r"ande(?=:)|namn(?=\s*\t)|närvarande(?: ledamöter| ersättare| tjänstepersoner| tjänstemän)?"
    r"|(?:närvarande|deltagare) från [\w-]+(?: [\w-]+){0,3}(?=:|$)"
    r"|beslutande(?: ledamöter)?|deltagare"
    r"|deltagande|deltog|medverkande|närvaro|övriga (?:del|när)-|dessutom närvarande"
    r"|därutöver närvarande|"
    r"ledamöter|tjänstgörande ersättare|ej tjänstgörande ersättare|icke tjänstgörande ersättare"
    r"|ersättare"
    r"|närvarande ej tjänstgörande ersättare|övriga(?: närvarande| deltagare| deltagande)?"
    r"|adjungerade?"
    r"|ordförande|vice ordförande|sekreterare|mötesordförande|mötessekreterare|protokollförare"
    r"|vid pennan"
    r"|föredragande tjänstepersoner|tjänstepersoner|tjänstemän|gäster?|inbjudna?|insynsplats"
    r"|fackliga företrädare"
    r"|personalföreträdare|från [\w\s]{3,30}|via (?:länk|teams|skype|zoom)|på distans"
    r"|digitalt närvarande|politiker|med på mötet|på plats|mötesdeltagare|deltagarlista"
    r"|närvarolista|vi som (?:sågs|var med)|kallade och närvarande"
)
_ABSENT = (
    r"frånvarande(?: ledamöter| ersättare)?|ej närvarande|förhinder|anmält förhinder"
    r"|anmäld frånvaro|återbud"
    r"|förhindrade?|meddelat förhinder|anmälda förhinder|frånvaro|ej deltagande|lämnat återbud"
    r"|inte med|ej med|inte närvarande|kunde inte (?:delta|komma|vara med)|saknades"
)
_STOPS = (
    r"utses att justera|justerare|justeras|plats och tid|plats|tid|datum|lokal|underskrifter?"
    r"|paragrafer"
    r"|justeringens plats(?: och tid)?|justering|kopia|kopia till|distribution|sändlista"
    r"|dagordning|ärenden?"
    r"|innehåll|bevis|anslag\w*|organ|förvaringsplats|dokument\w*|vid protokollet|dnr|diarienummer"
    r"|ärendelista"
    r"|kallade|för kännedom|sammanträdesdatum|omfattning|utdragsbestyrkande|till|dessa handlingar"
)
_LABEL = re.compile(
    rf"(?:(?P<absent>{_ABSENT})|(?P<stop>{_STOPS})|(?P<present>{_PRESENT}))"
    r"(?:\s?\([^()]{0,40}\))?\s?(?P<colon>:|\t|\s{2,}|$|(?=\s[A-ZÅÄÖ]))\s*",
    re.IGNORECASE,
)
_INNER = re.compile(
    rf"(?<=[.;\s])(?:(?P<absent>{_ABSENT})|(?P<stop>{_STOPS})|(?P<present>{_PRESENT}))\s?:\s",
    re.IGNORECASE,
)
_ROLES = re.compile(
    r"(?:vice |mötes)?(?:ordförande|sekreterare)|protokollförare|vid pennan", re.IGNORECASE
)
_PARTLY = re.compile(
    r"§|\bpunkt|\bpkt|\bp\.\s?\d|\bej\s|endast|\bdel av|\bfr\.?\s?o\.?\s?m|\bt\.?\s?o\.?\s?m"
    r"|\bkl\.?\s?\d|\bfrån\s(?:kl|punkt)|\btill\s(?:kl|punkt)",
    re.IGNORECASE,
)
_ABSENT_MARK = re.compile(
    r"(?:^|\s)(?:frånvarande|förhinder|ej närvarande|återbud|anmält förhinder)\b", re.IGNORECASE
)
_ABSENT_BESIDE = re.compile(rf"(?:{_ABSENT})\s?:?\s*$", re.IGNORECASE)
"""A second column's label, at the end of the line that the first one begins."""
_WIDE = re.compile(r"\t|\s{3,}")
_LOOSE_ROLE = re.compile(r"sign|_{3}|\.{5}", re.IGNORECASE)


def read_attendance(flow: Flow, until: int) -> list[Person]:
    """The people the head names as there or away, each once, in order."""
    people: dict[str, Person] = {}
    presence: Presence | None = None
    role = ""
    listed = beside = False
    for i in range(min(until, len(flow.paras))):
        para = flow.paras[i]
        begin = para.start
        label = _LABEL.match(para.text) if para.text[:1].isalpha() else None
        if label and _opens(label, para.text):
            presence, role = _opened(label)
            begin = para.start + label.end()
            beside = _absent_beside(presence, para.text, label.end())
            if beside:
                listed = True
                continue
            if label.group("present") and not _ROLES.fullmatch(label.group("present")):
                listed = True
        if presence is None or begin >= para.end:
            continue
        if not listed and not role and presence is Presence.PRESENT:
            continue
        column = _WIDE.search(flow.text, begin, para.end) if beside else None
        if column:
            _add(flow, list_people(flow.text, column.end(), para.end), Presence.ABSENT, "", people)
            _add(flow, list_people(flow.text, begin, column.start()), presence, role, people)
            continue
        begin = _read_inner(flow, begin, para.end, presence, role, people)
        if begin < 0:
            presence, role = None, ""
    return list(people.values())


def _absent_beside(presence: Presence | None, words: str, after: int) -> bool:
    """Whether those away have a column of their own beside those present."""
    return presence is Presence.PRESENT and _ABSENT_BESIDE.match(words, after) is not None


def _opens(label: re.Match[str], words: str) -> bool:
    """Whether a label is one: it stands alone, has a colon, or a name follows."""
    if label.group("colon") or label.end() >= len(words):
        return True
    return bool(list_people(words[label.end() : label.end() + 80]))


def _opened(label: re.Match[str]) -> tuple[Presence | None, str]:
    if label.group("absent"):
        return Presence.ABSENT, ""
    if label.group("stop"):
        return None, ""
    words = label.group("present")
    return Presence.PRESENT, words if _ROLES.fullmatch(words) else ""


def _read_inner(
    flow: Flow, begin: int, end: int, presence: Presence, role: str, people: dict[str, Person]
) -> int:
    """Adds the people of one paragraph, where labels may follow one another. -1 after a stop."""
    current: Presence | None = presence
    at = begin
    for inner in (*_INNER.finditer(flow.text, begin, end), None):
        stop = inner.start() if inner else end
        if current is not None:
            _add(flow, list_people(flow.text, at, stop), current, role, people)
        if inner:
            current, role = _opened(inner)
            at = inner.end()
    return end if current is not None else -1


def _add(
    flow: Flow, entries: list[Listed], presence: Presence, role: str, people: dict[str, Person]
) -> None:
    for entry in entries:
        name = key(entry.name)
        if name in people or _LOOSE_ROLE.search(entry.note):
            continue
        there = presence
        if there is Presence.PRESENT and NOT_THERE in entry.note:
            there = Presence.ABSENT
        told = f"{entry.title or ''} {entry.note}"
        if there is Presence.PRESENT and _ABSENT_MARK.search(told):
            there = Presence.ABSENT
        elif there is Presence.PRESENT and _PARTLY.search(entry.note):
            there = Presence.PARTLY
        people[name] = Person(
            name=" ".join(entry.name.split()),
            title=(entry.title or role or None),
            organisation=entry.organisation,
            presence=there,
            span=flow.span(entry.start, entry.end),
        )
