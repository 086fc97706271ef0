"""Words that point at somebody's health or social situation.

The bodies whose papers these are talk of psychiatric care, abuse and placements all day: the words
alone say nothing of anybody. What is looked for is that somebody is pointed at:

- a word that tells how one person is ("sjukskriven", "utbränd", "omhändertagen") in the sentence
  where a person is named, unless they tell of it: "Anna Ek informerar om ...";
- a name in the genitive right before the word: "Annas diagnos", "Bo Eks LVU-ärende";
- a name as the subject of it: "Anna har fått diagnosen", "Bo vårdas enligt LVM";
- somebody told by what they are to a service: "patienten A.B.", "klient 3", "en 14-årig flicka".

Health, social needs, crimes and protected identities are meant: data that are sensitive (GDPR art.
9 and 10) or stand under secrecy (OSL 25, 26 kap.). All other uses are counted and shown quietly.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from handslag.domain.publications.checking.characters import plain
from handslag.domain.publications.checking.people import named_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from handslag.domain.publications.checking.people import Named, Names

STATES = (
    # how one person is, in the singular: papers that tell of many use the plural
    *("sjukskriven", "sjukskrivits", "sjukskrevs", "sjukskrivs", "sjukanmäld", "sjukledig"),
    *("långtidssjuk", "långtidssjukskriven", "sjuk", "insjuknad", "insjuknat", "insjuknade"),
    *("utbränd", "utmattad", "utmattningsdeprimerad", "deprimerad", "psykotisk", "manisk"),
    *("schizofren", "bipolär", "dement", "autistisk", "självmordsbenägen", "suicidal"),
    *("gravid", "opererad", "opererats", "opererades", "inlagd", "intagen", "utskriven"),
    *("cancersjuk", "hjärtsjuk", "njursjuk", "rullstolsburen", "förlamad", "utvecklingsstörd"),
    *("missbrukare", "missbrukar", "missbrukade", "alkoholist", "alkoholiserad", "narkoman"),
    *("hemlös", "vräkt", "skuldsatt", "utförsäkrad", "biståndsberoende"),
    *("omhändertagen", "omhändertagits", "omhändertogs", "tvångsvårdad", "tvångsvårdas"),
    *("tvångsvårdats", "familjehemsplacerad", "sis-placerad", "diagnostiserad", "diagnosticerad"),
    *("diagnostiserats", "avliden", "avlidit", "avled", "misshandlad", "våldsutsatt", "hotad"),
    *("häktad", "dömd", "dömts", "åtalad", "villkorligt frigiven", "självmordsförsök"),
    *("självmord", "suicidförsök", "suicid", "överdos", "skyddad identitet"),
    *("skyddade personuppgifter", "sekretessmarkering"),
)
"""Whole words."""
SUBJECTS = (
    # care, diagnoses and social services as subjects: beginnings of words
    *("diagnos", "depression", "ångest", "psykos", "schizofreni", "bipolär", "adhd", "autism"),
    *("asperger", "tourette", "ptsd", "ätstörning", "anorexi", "bulimi", "självskad", "suicid"),
    *("självmord", "demens", "alzheimer", "parkinson", "epilepsi", "stroke", "cancer", "tumör"),
    *("diabetes", "hiv", "hepatit", "ms-sjukdom", "sjukskriv", "sjukfrånvaro", "sjukdom"),
    *("missbruk", "beroende", "alkoholproblem", "alkoholberoende", "drogtest", "narkotik"),
    *("opioid", "metadon", "abstinens", "överdos", "lvu", "lvm", "lpt", "lrv", "lss"),
    *("placerad", "placerat", "vårdas", "vårdad", "hemlös", "skuldsanering", "bostadslös"),
    *("tvångsvård", "omhändertagande", "familjehem", "hvb", "sis-hem", "placering", "utredning"),
    *("orosanmälan", "kontaktfamilj", "kontaktperson", "vårdnad", "umgänge", "försörjningsstöd"),
    *("ekonomiskt bistånd", "socialbidrag", "hemtjänst", "personlig assistans", "god man"),
    *("förvaltarskap", "funktionsnedsättning", "utvecklingsstörning", "rehabilitering"),
    *("arbetsförmåga", "läkarintyg", "journal", "medicin", "behandling", "våld", "misshandel"),
    *("övergrepp", "incest", "hedersförtryck", "kriminalitet", "fängelse", "häkte", "frivård"),
    *("skilsmässa", "graviditet", "abort", "missfall", "operation", "inläggning", "slutenvård"),
)
NEAR = 2
"""Words between somebody's name in the genitive and what is theirs."""
_LETTER = "[a-zåäöéA-ZÅÄÖÉ]"


def _either(words: Iterable[str]) -> str:
    """A form that finds any of `words`, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_STATE = re.compile(
    rf"(?<!{_LETTER})(?:{_either(STATES)})(?!{_LETTER}|-)",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    rf"(?<!{_LETTER})(?:{_either(SUBJECTS)}){_LETTER}*(?:-{_LETTER}+)*",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"\b(?:informera|redogör|redogjorde|berätta|föredr|presentera|redovisa|rapportera|lyft|påpeka"
    r"|konstatera|framhåll|framhöll|tog upp|tar upp|inledde|inleder|beskriv|beskrev|sammanfatta"
    r"|undra|svara|frågade|ansvara|samordna|leder|ledde|bjuder|visar|visade|arbetar|utses|utsågs"
    r"|uppdrag|anmäler|anmälde|betona|poängtera|återkoppla|kommentera|delger|delgav|hänvisa"
    r"|deltar|deltog|närvarar|kontaktperson|enhetschef|verksamhetschef|chef|samordnare|strateg"
    r"|processledare|projektledare|sammankallande|tagit fram|tog fram|frågan|riktlinje|avtal"
    r"|överenskommelse|arbetsgrupp|projekt|verksamhet|samverkan|handlingsplan|rapport"
    r"|överläkare|utredare|ledamot|ordförande|sekreterare|representant)\w*",
    re.IGNORECASE,
)
"""Verbs with which somebody speaks of a subject, and titles of those whose work it is."""
_IS = (
    r"(?:är|var|har|hade|fick|får|fått|blev|blivit|lider|led|vårdas|vårdades|behandlas|behandlades"
    r"|utreds|utreddes|placeras|placerades|placerats|bedöms|drabbats|drabbades|genomgår|genomgick"
    r"|hamnat|återfallit|söker|sökte|beviljats|nekats|avgiftas)"
)
_SUBJECT_OF = re.compile(rf"[ ,]{{1,2}}(?:\w+ ){{0,2}}{_IS}\b(?P<more>(?: [\wåäöÅÄÖ-]+){{0,6}})")
_SOMEBODY = re.compile(
    r"\b(?i:(?:patient|brukare|klient|vårdtagare|placerad|elev|person|pojk|flick|barn|kvinna|man"
    r"|anhörig|mamma|pappa|moder|fader)(?:e?n|et|an?|rn|e)?)[, ]{1,2}"
    r"(?:\(?(?:[A-ZÅÄÖ]\.? ?[A-ZÅÄÖ]?\.?)\)?(?![\wåäö-])"
    r"|(?:nr ?)?\d{1,3}(?![\d.,%]| ?[-–]"
    r"| ?(?:procent|år\b|st\b|personer|antal|platser|av\b|och\b|kr))"
    r"|(?:(?<=, )|(?=\())\(?\d{1,2} år\)?)"
)
_NAMED_AS = re.compile(
    r"\b(?:patient|brukare|klient|vårdtagare|elev|pojke|flicka)(?:e?n|a?n|rn)?,? $", re.IGNORECASE
)
_OF_AGE = re.compile(
    r"\b\d{1,2}[- ]?årig[at]? (?:pojke|flicka|kvinna|man|patient|brukare|klient|elev|mamma|pappa"
    r"|person|barn)(?:e?n|et|an|rn)?\b",
    re.IGNORECASE,
)


def pointed_words(text: str, names: Names) -> Iterator[tuple[int, int]]:
    """Where a sentence points at somebody's health or social situation, in order, each once."""
    seen = plain(text)
    found = {span for span in _pointed(seen.text, names) if span[1] > span[0]}
    last = -1
    for start, end in sorted(found):
        if start >= last:
            yield seen.span(start, end)
            last = end


def quiet_words(text: str) -> Iterator[str]:
    """Every word of the lists in a text that was made plain, in small letters."""
    for form in (_STATE, _SUBJECT):
        for found in form.finditer(text):
            yield found[0].casefold()


def _pointed(text: str, names: Names) -> Iterator[tuple[int, int]]:
    people = list(named_in(text, names))
    states = [found.span() for found in _STATE.finditer(text)]
    words = [*states, *(found.span() for found in _SUBJECT.finditer(text))]
    for person in people:
        yield from _how_they_are(text, person, states)
        yield from _theirs(text, person, words)
        yield from _subject_of(text, person, words)
        if words and _NAMED_AS.search(text[: person.start]):
            yield person.start, person.end
    if words:
        yield from (found.span() for found in _SOMEBODY.finditer(text))
        yield from (found.span() for found in _OF_AGE.finditer(text))


def _how_they_are(
    text: str, person: Named, states: list[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    for start, end in states:
        between = text[person.end : start] if start >= person.end else text[end : person.start]
        if not _TELLS.search(between):
            yield start, end


def _theirs(text: str, person: Named, words: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    if not person.genitive:
        return
    for start, end in words:
        between = text[person.end : start] if start > person.end else "....."
        if (
            between.startswith(" ")
            and len(between.split()) <= 2
            and not re.search(r"[.,;:]", between)
        ):
            yield start, end


def _subject_of(
    text: str, person: Named, words: list[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    found = _SUBJECT_OF.match(text, person.end)
    if found is None or _TELLS.search(found[0]):
        return
    for start, end in words:
        if found.start("more") <= start < found.end("more"):
            yield start, end
