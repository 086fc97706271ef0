"""What tells one heading or text from another, and where a text points. Pure."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from handslag.domain.base.dates import MONTHS
from handslag.domain.base.words import key_of
from handslag.domain.meetings.rules import is_formal, without_labels

MARK = 6
"""Letters of a heading's word that stand for it: endings differ, and so do the ends of compounds.
"""
LONG = 8
"""Letters from which on a word of running text says something: shorter ones stand everywhere."""
_LONG_MARK = 8
_HINT = 4
"""Letters of a word that another must share to be hinted at."""
_MOST_TEXTS = 120
_MOST_DETAILS = 60
_WORD = re.compile(r"[^\W\d_]{4,}")
_NAMES = re.compile(r"(?<=[^.:\s])\s[A-ZÅÄÖ][\w-]+")
"""Names of people, places and bodies: words with a capital that begin no sentence."""
_FIGURE = re.compile(r"(?<![\d.,])\d{1,4}(?![\d.,])")
_SUM = re.compile(r"\b(\d{1,3}(?:[ \u00a0]\d{3})*(?:,\d+)?) ?(tkr|mkr|kr|kronor|miljoner)\b")

_COMMON_WORDS = """
barn barns barnen unga ungas ungdomar äldre äldres vuxna familj familjer
person personer personal patient patienter brukare individ enskilda invånare samhälle
aktuell aktuella aktuellt allmänt andra angående anmälan anmälningar anmälningsärenden ansvar
ansökan arbete arbetet arbetsgrupp arbetsgruppen arbetssätt att avseende avstämning avtal avtalet
befintlig behov behovet bemanning beredning beredningsgruppen beslut beslutade beslutar besluts
bifogas bilaga bilagor bland bokslut budget chef chefer deltagande deltagare deltar dialog
direktiv diskussion diskutera efter ekonomi ekonomin ekonomisk ekonomiska enheten enligt
erfarenheter ersättare fastställa fastställer finns fler flera form fortsatt fortsatta framtagande
framåt fråga frågan frågor från fördelning föredragande föregående föreslår förlängning förslag
förslaget förvaltning gemensam gemensamma gemensamt genom genomföra genomförande genomgång
godkänna godkännande godkänner grupp gruppen gällande handling handlingar handlingarna
handlingsplan hela hos huvudman huvudmän huvudmännen hälso höst hösten information informationen
informera inför införande inom inriktning insats insatser inte justering kallelse kansliet
kommande kommer kommun kommunal kommundirektörer kommunen kommuner kommunerna kommunernas
kontaktperson kostnad kostnaden kostnader kring kvalitet kvartal ledamot ledamöter ledning
ledningsgruppen läge lägesrapport läget lämna lämnar länet länets läns länschefsnätverket
länsgemensam länsgemensamma länsnätverket medel medlen mellan minnesanteckningar mot muntlig mål
månad möte möten mötestider mötet mötets nationell nationella nominera nominering nomineringar
nuläge nulägesrapport ny nya nytt nämnd nämnden nästa nätverk nätverket nätverkets oktober område
områden omsorg organisation organisering plan planen planer planering presentation presentera
process projekt projektet protokoll punkt på påminnelse rapport rapporten rapporter rapportera
redovisa redovisning region regional regionala regionen regionens regioner remiss representant
representanter resultat reviderad revidering riktlinje riktlinjen riktlinjer rutin rutiner råd
rådet samarbete sammanträde sammanträdesdag sammanträdesdagar sammanträdet samordning samråd samt
samverkan samverkans samverkansnämnden sida sjukvård sjukvården skall skrivelse slutlig
slutrapport slutredovisning socialchef socialchefer start statsbidrag status strategi styrgrupp
styrgruppen svar synpunkter tidigare till tillsammans tillsättning tjänst ungas uppdatering
uppdrag uppdraget uppdragsdirektiv uppföljning uppgift uppstart utbildning utifrån utredning
utredningen utse utskick utveckling utvärdering utökad val verksamhet verksamheten verksamheter
verksamhetsberättelse verksamhetsplan version vidare vård vården våren yttrande ändring ändringar
ärende ärenden ärendet åren året återkoppling återrapport återremiss åtgärd åtgärder
överenskommelse överenskommelsen överenskommelser övergripande översyn övrig övriga
""" + " ".join(MONTHS)
_COMMON = frozenset(word[:MARK] for word in _COMMON_WORDS.split() if len(word) >= 4)
"""Words that stand in headings of every county's papers, whatever the matter."""
KINDS = frozenset(word[:MARK] for word in ["upphandling", "programområde", "ändrad", "under"])
"""Words for what sort of thing a heading is about: they tell something beside others alone."""
_IDLE = """
arbetsutskottet beredningsgruppen efter enligt från förslag förslaget genom gruppen inför inom
kansliet kommunerna kommunernas lämna länet länets länsnätverket med möte mötet nämnden nästa
nätverket redovisa redovisas redovisning region regionen regionens samverkanskansliet
samverkansnämnden sammanträde samt senast skall till tillsammans under uppdra uppdrag uppdraget
uppdras
""" + " ".join(MONTHS)
_UNPROMISING = frozenset(word[:MARK] for word in _IDLE.split())
"""Words of assignments that say nothing of what is to be done."""
_ANNUAL = re.compile(
    r"statsbidrag|stimulansmedel|prestationsmedel|budget|bokslut|verksamhets(?:plan|berättelse)"
    r"|årsredovisning|årsrapport|årsplan|delår|helår|kvartal|tertial|avgift"
    r"|mötes(?:dag|plan|tid)|sammanträdes(?:dag|plan|tid)"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_COMMON_LONG = frozenset(word[:_LONG_MARK] for word in _COMMON_WORDS.split() if len(word) >= LONG)
_SPOKEN_OF = """
beslutades bestämmelser betydelse diskuterade diskuterar fortsätter framhåller förankra förankring
förtydligande förutsättningar genomföras genomfördes genomförs handlingarna hälso- informerar
länsgemensamt minnesanteckningarna möjligheten möjligheter områdeschef omsorgschef ordförande
ordföranden organisationen presenterar primärvårdschef redogöra redogörelse representanterna
samordnare samverkanschef samverkanskansliet sekreterare sjukvårdsdirektör socialchef
socialdirektör svårigheter tillgänglig tillsammans undersöka undersöker undertecknad
uppdragsgivare utvecklingsledare verksamhetschef återkomma återkommer
"""
_COMMON_TEXT = _COMMON_LONG | frozenset(word[:_LONG_MARK] for word in _SPOKEN_OF.split())
"""Long words that stand under items of every sort."""

_MINUTES = re.compile(r"anteckning|protokoll", re.IGNORECASE)
_BEFORE = re.compile(r"\b(?:föregående|förra|senaste|tidigare)\b|\bfrån\b.*\d|\d{6}", re.IGNORECASE)
_FORM = re.compile(
    r"(?:(?:mötets?|mötet|sammanträdets?|sammanträdet|ordföranden) )?"
    r"(?:öppn(?:ande|as|ar)|avslut(?:as|ande|ning|ar)|upprop|inledning|närvaro|justering"
    r"|val av (?:mötes)?(?:justerare|sekreterare|ordförande)"
    r"|(?:godkännande|fastställande) av (?:dagordning|föredragningslista)(?:en|n)?"
    r"|(?:dagordning|föredragningslista)(?:en|n)?(?: (?:godkänns|fastställs|godkändes))?"
    r"|övrig(?:a)? (?:fråga|frågor|ärenden?)|övrigt|anmälningsärenden"
    r"|nästa (?:möte|sammanträde)|kommande (?:möten|sammanträden)|mötet|sammanträdet|välkomna?)"
)
_AND = re.compile(r"(?:,|;|:| och | samt |–| - )\s*")
_LABELLED = re.compile(r"[,;(]?\s*\bbil(?:aga|agor|\.)?\s*\d.*$", re.IGNORECASE)


def is_form(heading: str) -> bool:
    """Whether an item belongs to the form of any meeting: opening, roll, agenda, old minutes."""
    plain = _LABELLED.sub("", heading).strip()
    if not plain or is_formal(plain):
        return True
    if _MINUTES.search(plain) and _BEFORE.search(plain):
        return not telling(_MINUTES_WORDS.sub(" ", plain))
    parts = [key_of(one).strip(" .") for one in _AND.split(plain)]
    return all(_FORM.fullmatch(one) for one in parts if one)


_MINUTES_WORDS = re.compile(
    r"\w*(?:anteckning|protokoll)\w*|föregående|förra|senaste|\w*(?:nätverk|nämnd|grupp|råd)\w*",
    re.IGNORECASE,
)


def bare(heading: str) -> str:
    """A heading without labels of attachments, folded."""
    return without_labels(_LABELLED.sub("", heading))


def telling(heading: str) -> frozenset[str]:
    """The words of a heading that tell it apart, each by its first letters."""
    words = _WORD.findall(_LABELLED.sub("", heading).casefold())
    return frozenset(word[:MARK] for word in words) - _COMMON


def figures(heading: str) -> frozenset[str]:
    """The figures in a heading, years among them: two that have none in common are two matters.

    A day ("inför nämnden 26 mars") is no figure of the matter's.
    """
    return frozenset(_FIGURE.findall(_DAY.sub(" ", _LABELLED.sub("", heading))))


def is_annual(heading: str) -> bool:
    """Whether a heading is of a sort that comes back each year, with another year's content."""
    return _ANNUAL.search(heading.casefold()) is not None


def years(found: frozenset[str]) -> frozenset[str]:
    """Those of a heading's figures that are years."""
    return frozenset(one for one in found if _YEAR.fullmatch(one))


def promised(text: str) -> frozenset[str]:
    """The words of what somebody is to do, by their first letters; common ones among them.

    "Lämna förslag till fördelning av kostnaden" comes back as "Fördelning av kostnaden".
    """
    words = _WORD.findall(_NAMES.sub(" ", text).casefold())
    return frozenset(word[:MARK] for word in words) - _UNPROMISING


def naming(text: str) -> frozenset[str]:
    """The words of a heading or a decision that may name what it is about, by their first letters.

    Fewer than are `telling`: decisions are running text, and are full of words for who does what.
    """
    words = _WORD.findall(_LABELLED.sub("", text).casefold())
    marks = {word[:MARK] for word in words if word[:_LONG_MARK] not in _COMMON_TEXT}
    return frozenset(marks) - _COMMON - _UNPROMISING - KINDS


def hints_at(text: str, marks: frozenset[str]) -> bool:
    """Whether any word of a text may be one of those that `marks` stand for, in whatever form.

    "Tolktjänst" and "videotolkar" hint at "tolkar".
    """
    words = set(_WORD.findall(text.casefold()))
    return any(word.startswith(mark[:_HINT]) or mark in word for word in words for mark in marks)


def is_telling(word: str) -> bool:
    """Whether a word, by its first letters, tells one heading from another."""
    return word not in _COMMON


def texts(text: str) -> frozenset[str]:
    """The long words of a running text, which two items of one matter share."""
    found: dict[str, None] = {}
    for word in _WORD.findall(_NAMES.sub(" ", text)):
        if len(word) >= LONG and word.casefold()[:_LONG_MARK] not in _COMMON_TEXT:
            found[word.casefold()[:_LONG_MARK]] = None
    return frozenset(list(found)[:_MOST_TEXTS])


def details(text: str) -> frozenset[str]:
    """The sums of a running text, and its days with a year: what two texts share by no accident.

    The first and the last day of a year stand in all sorts of texts.
    """
    found = set()
    for number, unit in _SUM.findall(text):
        found.add(f"{number.replace(' ', '').replace(chr(160), '')} {unit}")
    for one in _DAY.finditer(text):
        if one["m"] and one["y"]:
            month = MONTHS.index(one["m"].casefold()) + 1
            day = f"{one['y']}-{month:02}-{int(one['d']):02}"
            if day[5:] not in {"01-01", "12-31"}:
                found.add(day)
    return frozenset(sorted(found)[:_MOST_DETAILS])


_LISTED = re.compile(r"\s*;\s*|\s+/\s+|\n+")
_JOINED = re.compile(r"\s+(?:och|samt)\s+|,\s+(?!bil)", re.IGNORECASE)


def parts_of(heading: str) -> tuple[str, ...]:
    """The matters that a heading lists: "Avtal om hemgång och avtal om tolkar" lists two.

    It lists several where each part begins with the same word for what it is, or where they are
    parted by a semicolon, a slash or a new line and each has words of its own. A heading that
    merely has an "och" in it is one.
    """
    plain = _LABELLED.sub("", heading).strip()
    listed = [one for one in _LISTED.split(plain) if one.strip()]
    if len(listed) > 1 and all(telling(one) for one in listed) and _apart(listed):
        return tuple(listed)
    joined = [one for one in _JOINED.split(plain) if one.strip()]
    if len(joined) > 1 and all(telling(one) for one in joined) and _apart(joined):
        first = {one.split()[0].casefold()[:5] for one in joined}
        if len(first) == 1 and len(first.pop()) == 5:
            return tuple(joined)
    return (heading,)


def _apart(parts: list[str]) -> bool:
    marks = [telling(one) for one in parts]
    return sum(map(len, marks)) == len(frozenset().union(*marks))


@dataclass(frozen=True, slots=True, order=True)
class Reference:
    """An earlier day that an item speaks of, and the number of an item if it gives one."""

    day: dt.date
    number: str = ""


_MONTH = "|".join(MONTHS)
_DAY = re.compile(
    rf"\b(?:(?P<d>\d{{1,2}}) (?P<m>{_MONTH})(?: (?P<y>\d{{4}}))?"
    r"|(?P<iso>\d{4}-\d{2}-\d{2})|(?P<run>\d{6})(?!\d))",
    re.IGNORECASE,
)
_SPOKEN = re.compile(
    r"möte|sammanträd|anteckning|protokoll|bordla|bordlä|återuppta|återremit|hänsk|tidigare|beslutade"
    r"|behandla|godkänd|uppdrog|föreslog|\bse\b|§",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:§+|\bpunkt(?:en)?|\bärende|\bp\.)\s*(\d{1,3}[a-z]?)\b", re.IGNORECASE)
_NEAR = 70


def references_in(text: str, before: dt.date) -> frozenset[Reference]:
    """The days before `before` that a text speaks of as a meeting's, with item numbers beside.

    A day without a year is the last one before. "Se § 5 vid nätverkets möte den 3 april".
    """
    found = set()
    for one in _DAY.finditer(text):
        around = text[max(0, one.start() - _NEAR) : one.end() + 40]
        day = _day_of(one, before)
        if day is None or day >= before or not _SPOKEN.search(around):
            continue
        left = text[max(0, one.start() - _NEAR) : one.start()].rpartition(". ")[2]
        right = text[one.end() : one.end() + 25]
        number = _NUMBER.findall(left)[-1:] or _NUMBER.findall(right.partition(". ")[0])[:1]
        found.add(Reference(day, number[0].casefold() if number else ""))
    return frozenset(found)


_AHEAD = re.compile(
    r"\b(?:inför|för|till|vid) (?P<body>[A-ZÅÄÖ][\w-]{3,})"
    r"(?P<of>s (?:nästa )?(?:möte|sammanträde))? (?:den )?"
    rf"(?P<d>\d{{1,2}}) (?P<m>{_MONTH})(?: (?P<y>\d{{4}}))?\b"
)


def ahead_in(text: str, after: dt.date) -> frozenset[tuple[str, dt.date]]:
    """The bodies, as they are named, and the days after `after`, whose meeting a text looks to.

    A day without a year is the next one. "Lägger fram det för Länsnätverket den 11 april".
    """
    found = set()
    for one in _AHEAD.finditer(text):
        month = MONTHS.index(one["m"]) + 1
        try:
            day = dt.date(int(one["y"] or after.year), month, int(one["d"]))
            if day <= after and not one["y"]:
                day = day.replace(year=day.year + 1)
        except ValueError:
            continue
        if day > after:
            found.add((one["body"], day))
    return frozenset(found)


def _day_of(found: re.Match[str], before: dt.date) -> dt.date | None:
    try:
        if found["iso"]:
            return dt.date.fromisoformat(found["iso"])
        if found["run"]:
            run = found["run"]
            return dt.date(2000 + int(run[:2]), int(run[2:4]), int(run[4:]))
        month = MONTHS.index(found["m"].casefold()) + 1
        if found["y"]:
            return dt.date(int(found["y"]), month, int(found["d"]))
        day = dt.date(before.year, month, int(found["d"]))
        return day if day < before else dt.date(before.year - 1, month, int(found["d"]))
    except ValueError:
        return None
