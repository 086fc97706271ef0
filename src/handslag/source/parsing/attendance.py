"""Who took part, from the lists in the head."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from handslag.source.parsing.flow import Flow
from handslag.source.parsing.lexicon import key
from handslag.source.parsing.people import (
    NOT_THERE,
    Listed,
    find_names,
    is_organisation,
    list_first_names,
    list_people,
)
from handslag.source.parsing.run_together import head_places, name_starts
from handslag.source.record import Person, Presence

_PRESENT = (
    r"ande(?=:|$)|namn(?=\s*\t)|närvarande(?: ledamöter| ersättare| tjänstepersoner| tjänstemän)?"
    r"|(?:närvarande|deltagare) från [\w-]+(?: [\w-]+){0,3}(?=:|$)"
    r"|beslutande(?: ledamöter| \w+representanter)?|deltagare"
    r"|deltagande|deltog|medverkande|närvaro|övriga (?:del|när)-|dessutom närvarande"
    r"|dessutom deltog|dessutom|suppleanter|närvarorätt"
    r"|(?:ej |icke )?tjänstgörande(?: suppleanter| ersättare)?"
    r"|(?:på|vid) (?:mötet|sammanträdet) (?:deltog|närvarade|var)"
    r"|\w+(?:representanter|företrädare)(?=:|$)"
    r"|(?:inbjuden|representanter(?: för| från)?(?: [\w-]+){1,3}(?=:|$))"
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
    r"|kommunsidan|regionsidan|närvarolista|vi som (?:sågs|var med)|kallade och närvarande"
)
_ABSENT = (
    r"(?:ej närvarande|frånvarande|förhinder|frånvaro)\s?/\s?\w+"
    r"|frånvarande(?: ledamöter| ersättare)?|ej närvarande|förhinder|anmält förhinder"
    r"|anmäld frånvaro|återbud"
    r"|förhindrade?|meddelat förhinder|anmälda förhinder|frånvaro|ej deltagande|lämnat återbud"
    r"|inte med|ej med|inte närvarande|kunde inte (?:delta|komma|vara med)|saknades"
)
_STOPS = (
    r"utses att justera|utsed\w* att justera|justerare|justerande|justeras|plats och tid|plats|tid"
    r"|datum|lokal|underskrift(?:er)?|paragrafer"
    r"|justeringens plats(?: och tid)?|justering|kopia|kopia till|distribution|sändlista"
    r"|dagordning|ärenden?"
    r"|innehåll|bevis|anslag\w*|organ|förvaringsplats|dokument\w*|vid protokollet|dnr|diarienummer"
    r"|ärendelista"
    r"|kallade|för kännedom|sammanträdesdatum|omfattning|utdragsbestyrkande|till|dessa handlingar"
)
_LABEL = re.compile(
    rf"(?:(?P<absent>{_ABSENT})|(?P<stop>{_STOPS})|(?P<present>{_PRESENT}))"
    r"(?:\s?\([^()]{0,40}\))?\s?(?P<colon>:,?|\t|\s{2,}|$|(?=\s[A-ZÅÄÖ]))\s*",
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
    r"§|\bpunkt|\bpkt|\bp\.\s?\d|\bej\s|endast|\bdel av|\bfr\.?\s?o\.?\s?m\b"
    r"|\b(?-i:(?!Tom\b))t\.?\s?o\.?\s?m\b"
    r"|\bkl\.?\s?\d|\bfrån\s(?:kl|punkt)|\btill\s(?:kl|punkt)",
    re.IGNORECASE,
)
_ABSENT_MARK = re.compile(
    r"(?:^|\s)(?:frånvarande|förhinder|(?:ej|inte) närvarande|återbud|anmält förhinder"
    r"|(?:deltog|deltar|medverkade) (?:inte|ej)(?! (?:under|i|vid|på (?:§|punkt)|§|\d)))\b",
    re.IGNORECASE,
)
_ABSENT_BESIDE = re.compile(rf"(?:{_ABSENT})\s?:?\s*$", re.IGNORECASE)
"""A second column's label, at the end of the line that the first one begins."""
_WIDE = re.compile(r"\t|\s{3,}")
_LOOSE_ROLE = re.compile(r"sign|_{3}|\.{5}", re.IGNORECASE)


def read_attendance(flow: Flow, until: int) -> list[Person]:
    """The people the head names as there or away, each once, in order."""
    reading = _Reading(flow)
    for i in range(min(until, len(flow.paras))):
        reading.read(i)
    return list(reading.people.values())


class _Reading:
    """What has been read of the lists, paragraph after paragraph."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self.people: dict[str, Person] = {}
        self._presence: Presence | None = None
        self._role = ""
        self._listed = False
        """Whether a label of a list has been met, not only one person's role."""
        self._beside = False
        """Whether those away have a column beside those present."""
        self._signing = False
        self._group: str | None = None
        """The organisation that the people below come from; None where the list has no groups."""
        self._opened = False
        """Whether a list has been opened and nothing of it been read."""

    def read(self, i: int) -> None:
        """Reads paragraph `i`, by its lines where those have run together."""
        para = self._flow.paras[i]
        places = self._row(para.text)
        if not places and (len(para.text) < _LONG or i > _TORN):
            if not self._stacked(i):
                self._read(para.start, para.end, torn=i < _TORN)
            return
        places |= head_places(para.text, 0, len(para.text))
        for begin, end in pairwise(sorted(places | {0, len(para.text)})):
            if para.text[begin:end].strip():
                self._read(para.start + begin, para.start + end, torn=False)

    def _row(self, words: str) -> set[int]:
        """Where people begin in a list that goes on, parted by blanks: on a page that follows."""
        if (
            self._presence is None
            or len(words) < _ROW
            or words.count(",") > len(words) // _ROW_PART
        ):
            return set()
        if _LABEL.match(words) or _NUMBERED.match(words) or words.endswith("."):
            return set()
        names = set(name_starts(words, 0, len(words)))
        return names if len(names) > _FEW else set()

    def _stacked(self, i: int) -> bool:
        """Whether the label of those who sign stands under an empty one, with the list below both.

        The columns of such a form have come apart: first come all labels, then all names.
        """
        paras = self._flow.paras
        if self._presence is not Presence.PRESENT or not _TO_SIGN.fullmatch(paras[i].text):
            return False
        if not i or not _EMPTY.fullmatch(paras[i - 1].text):
            return False
        below = [para.text for para in paras[i + 1 : i + 2 + _FEW]]
        return all(len(words) < _ROW and find_names(words, 0, 40) for words in below)

    def _read(self, start: int, end: int, *, torn: bool) -> None:
        """Reads a line, which may open, go on with or close a list."""
        words = self._flow.text[start:end].rstrip()
        if _ADDRESS.match(words):
            return
        if _NUMBERED.match(words):
            self._presence, self._role = None, ""
        label = _LABEL.match(words) if words[:1].isalpha() else None
        if torn and not label and not self._listed and self._presence is None:
            _add_torn(self._flow, start, end, self.people)
        begin = start
        if label and _opens(label, words):
            begin += label.end()
            if not self._open(label, words):
                return
            self._group, self._opened = None, True
        if self._presence is None and label and _INNER_PEOPLE.search(words):
            self._listed = True
            self._go_on(begin, end)
        elif self._presence is not None and begin < end:
            self._add(begin, end)

    def _open(self, label: re.Match[str], words: str) -> bool:
        """Takes the label in; whether its line holds people."""
        self._signing = _signs(label, signing=self._signing)
        if self._signing and _ROLES.match(label.group()):
            self._presence, self._role = None, ""
            return False
        self._presence, self._role = _opened(label)
        self._beside = _absent_beside(self._presence, words, label.end())
        if self._beside:
            self._listed = True
            return False
        if label.group("present") and not _ROLES.fullmatch(label.group("present")):
            self._listed = True
        return True

    def _add(self, begin: int, end: int) -> None:
        flow, presence = self._flow, self._presence or Presence.PRESENT
        if not self._listed and not self._role and presence is Presence.PRESENT:
            return
        begin = self._in_group(begin, end)
        if begin >= end:
            return
        column = _WIDE.search(flow.text, begin, end) if self._beside else None
        if column is None:
            self._go_on(begin, end)
            return
        away = list_people(flow.text, column.end(), end)
        there = list_people(flow.text, begin, column.start())
        _add(flow, away, Presence.ABSENT, "", self.people)
        _add(flow, there, presence, self._role, self.people)

    def _in_group(self, begin: int, end: int) -> int:
        """Takes in the organisation that a line names for those below; where its people begin.

        Only a list that opens with one is grouped so: elsewhere it belongs to the person above.
        """
        first, self._opened = self._opened, False
        if not first and self._group is None:
            return begin
        match = _GROUP.match(self._flow.text, begin, end)
        named = match.group("name").strip() if match else ""
        if not match or not is_organisation(named) or list_people(named):
            return begin
        self._group = named
        return match.end()

    def _go_on(self, begin: int, end: int) -> None:
        """Adds those of one line, where labels may follow one another."""
        known = set(self.people)
        last = _read_inner(self._flow, begin, end, self._presence, self._role, self.people)
        if self._group:
            for name in self.people.keys() - known:
                person = self.people[name]
                organisation = person.organisation or self._group
                self.people[name] = replace(person, organisation=organisation)
        if last is None:
            self._presence, self._role = None, ""
        elif self._presence is None:
            self._presence = last


_GROUP = re.compile(r"(?P<name>[A-ZÅÄÖ][\w-]+(?:\s[\w-]+){0,5})(?:\s?:\s*|\t\s*|\s{2,}|$)")
_ROW = 100
_ROW_PART = 18
"""A row of people has fewer commas than one for so many characters."""
_FEW = 2
_TO_SIGN = re.compile(r"Utse(?:s|dda?) att justera\s?:?")
_EMPTY = re.compile(
    r"(?:(?:Övriga|Närvarande|Beslutande|Deltagande|Deltagare|Ledamöter|Ersättare|Adjungerade)"
    r"(?:\s(?:närvarande|deltagande|deltagare|ledamöter|ersättare))?)\s?:?"
)
_ADDRESS = re.compile(
    r"(?:postadress|besöksadress|telefon|telefax|tfn|tel\b|fax|växel|e-post|internet|hemsida|www\."
    r"|org(?:anisations)?\.?\s?n(?:umme)?r|plusgiro|bankgiro|adress)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:\d{1,2}\.|[a-zåäö][.)])\s(?!.{3,40}\([A-Za-zÅÄÖ]{1,4}\))")
_INNER_PEOPLE = re.compile(r"\s(?:Närvarande|Beslutande|Deltagare)\s?:")
_STRONG_SIGNS = re.compile(r"utse|underskrift|paragraf|justeringens|justerande", re.IGNORECASE)
_LONG = 300
"""A paragraph of the head that is longer holds lines that have run together."""
_TORN = 8
"""In so many first paragraphs a document that begins in the middle of a list goes on with it."""


def _signs(label: re.Match[str], *, signing: bool) -> bool:
    """Whether the label is among those of the signing, where names stand once more."""
    if _STRONG_SIGNS.match(label.group()):
        return True
    people = label.group("present") and not _ROLES.match(label.group())
    return signing and not people and not label.group("absent")


def _add_torn(flow: Flow, start: int, end: int, people: dict[str, Person]) -> None:
    """Adds a row of people with their parties that no label stands before: its page is missing."""
    entries = list_people(flow.text, start, end)
    if len(entries) > 1 and all(entry.organisation for entry in entries):
        _add(flow, entries, Presence.PRESENT, "", people)


def _absent_beside(presence: Presence | None, words: str, after: int) -> bool:
    """Whether those away have a column of their own beside those present."""
    return presence is Presence.PRESENT and _ABSENT_BESIDE.match(words, after) is not None


def _opens(label: re.Match[str], words: str) -> bool:
    """Whether a label is one: it stands alone, has a colon, or a name follows."""
    if label.group("colon") or label.end() >= len(words):
        return True
    if label.group("stop") and words[0].isupper():
        return True
    if _LABEL.fullmatch(words, label.end()):  # heads of two columns
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
    flow: Flow,
    begin: int,
    end: int,
    presence: Presence | None,
    role: str,
    people: dict[str, Person],
) -> Presence | None:
    """Adds the people of one paragraph, where labels may follow one another.

    Returns how those of the last label are there; None after a label that ends the list.
    """
    current: Presence | None = presence
    at = begin
    for inner in (*_INNER.finditer(flow.text, begin, end), None):
        stop = inner.start() if inner else end
        if current is not None:
            found = list_people(flow.text, at, stop)
            if not found and not role and stop - at < _LONG:
                found = list_first_names(flow.text, at, stop)
            _add(flow, found, current, role, people)
        if inner:
            current, role = _opened(inner)
            at = inner.end()
    return current


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
