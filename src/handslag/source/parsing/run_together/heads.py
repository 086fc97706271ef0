"""The head of a document: labels of the form, and people in rows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handslag.source.parsing.given_names import GIVEN_NAMES
from handslag.source.parsing.lexicon import LOWER, UPPER
from handslag.source.parsing.names_in_row import split_names
from handslag.source.parsing.people import is_organisation, is_role
from handslag.source.parsing.run_together.titles import TOKEN

HEAD_LABEL = re.compile(
    r"(?<!\S)(?P<label>"
    r"(?P<people>Beslutande(?:\sledamöter|\s\w+representanter)?|[Aa]nde(?=:|\s[A-ZÅÄÖ])|Närvarande(?:\s(?:ledamöter|ersättare"
    r"|ers|politiker|tjänstemän))?|Deltagare(?!\sfrån\s)|Deltagande|Medverkande"
    r"|(?:Deltagare\sf|F)rån\s(?:kansliet|kommunerna|regionen|(?:Region|Landstinget)\s\w+|\w+\skommun)"
    r"|Kommunsidan|Regionsidan|NÄRVARO|Närvaro"
    r"|Övriga?(?:\s(?:närvarande|deltagare|deltagande|deltog))?|Ledamöter"
    r"|(?:Ej\s|Icke\s)?[Tt]jänstgörande\s(?:ersättare|suppleanter)|(?:Ej|Icke)\stjänstgörande"
    r"|Suppleanter|Dessutom(?=:)|Ersättare|Tjänstemän|Tjänstepersoner"
    r"|Adjungerade?|Närvarorätt|Inbjudna|Gäster|Från\s\w+(?:\s\w+)?(?=:)|Politiker"
    r"|Personalföreträdare|Fackliga\sföreträdare|Insynsplats|NÄRVARANDE|BESLUTANDE|DELTAGARE|ÖVRIGA"
    r"|ERSÄTTARE)"
    r"|(?P<absent>FRÅNVARANDE|Frånvarande(?:\s(?:ledamöter|ersättare))?|Ej\snärvarande(?:\s?/\s?\w+)?|Anmält\sförhinder"
    r"|Förhinder|Förhindrade?)"
    r"|(?P<sign>Utses\satt\sjustera|Utsedd(?:a)?\satt\sjustera|Justeringens\splats(?:\soch\stid)?"
    r"|Justeringsdag|Underskrifter|Paragrafer|ANSLAG\s?/\s?BEVIS|BEVIS(?:\som\sanslag)?"
    r"|Anslag/bevis|Bevis/anslag|Organ|Datum\sför\sanslag\w*\s(?:upp|ned)\w+"
    r"|Anslag\w*\s(?:upp|ned)\w+|Förvaringsplats\w*(?:\sför\sprotokollet)?|Underskrift"
    r"|Justerandes?\ssign\w*|Utdragsbestyrkande|Justeringen\shar\s(?:tillkännagivits|offentliggjorts)"
    r"|Justerare?(?=:|\s)|Justerande)"
    r"|(?P<plain>Plats\soch\stid|Tid\soch\splats|Plats(?=:?\s)|Tid(?=:?\s)|Sammanträdesdatum"
    r"|Sammanträdesdag|Datum(?=:?\s)|Lokal(?=:?\s)|Ärenden?(?=:?\s)|Dagordning|Innehåll(?:"
    r"sförteckning)?|Ärendelista|Diarienummer|Kallelse\still)"
    r"):?(?=\s|$|,)"
)
_SIGNING = re.compile(r"(?<!\S)(?:Sekreterare|Ordförande)(?=[\s.:]+[A-ZÅÄÖ.])")


def head_places(line: str, begin: int, end: int) -> set[int]:
    """Where lines began in the head: at labels, and at each person of a list."""
    places: set[int] = set()
    listing = signing = False
    since = begin
    stacked = False
    for match in (*HEAD_LABEL.finditer(line, begin, end), None):
        until = match.start() if match else end
        if listing:
            names = name_starts(line, since, until)
            if not stacked or len(names) >= _STACKED:
                places |= set(names)
        elif signing:
            places |= {m.start() for m in _SIGNING.finditer(line, since, until)}
        if match is None:
            break
        if not _is_label(line, match, listing=listing):
            continue
        places.add(match.start())
        stacked = (
            listing
            and match.group().startswith("Utses")
            and not line[since : match.start()].strip(" :")
        )
        listing = stacked or bool(match.group("people") or match.group("absent"))
        signing = signing or bool(match.group("sign"))
        if listing and not stacked:
            places.add(match.end())
        since = match.end()
    return places


def _is_label(line: str, match: re.Match[str], *, listing: bool) -> bool:
    """Whether a word that labels have is one here: not a person's part, not inside a sentence."""
    after = line[match.end() : match.end() + 3].strip()
    if match.group().endswith(":"):
        return True
    if after and not (after[0].isupper() or after[0].isdigit() or after[0] in "(."):
        return bool(match.group("sign") or match.group("plain"))
    before = line[max(0, match.start() - 2) : match.start()].strip()
    return not (listing and before == ",")


_STACKED = 3
"""So many names under a label of those who sign belong to the labels that stand above it."""
_STANDS_FOR = re.compile(
    r"(?:\bför|\bersätter|\bersättare\sför|\bers\.?(?:\sför)?|\bistället\sför|\befter|\bstf)\s\(?$",
    re.I,
)
PARTICLES = frozenset({"von", "af", "de", "van", "der", "la", "el", "al"})
_INITIAL = re.compile(rf"[{UPPER}]\.?$")
_NAME_TOKEN = re.compile(
    rf"(?!Ersätter\b|(?:Mån|Tis|Ons|Tors|Fre|Lör|Sön)dag(?:en)?\b)[{UPPER}][{UPPER}{LOWER}'’´-]*[{LOWER}][{UPPER}{LOWER}'’´-]*[,;.]?$"
)


def name_starts(line: str, begin: int, end: int) -> list[int]:
    """Where each person begins in a row of names with nothing but blanks between them."""
    runs = list(_runs_of_names(line, begin, end))
    by_surname = _has_surnames_first(runs)
    return [
        at for run in runs for at in (_by_surname(run) if by_surname else _starts_in(line, run))
    ]


def _runs_of_names(line: str, begin: int, end: int) -> Iterator[list[re.Match[str]]]:
    """The rows of words that may be people's names, with nothing else between."""
    run: list[re.Match[str]] = []
    for token in (*TOKEN.finditer(line, begin, end), None):
        word = token.group() if token else ""
        if token and word in PARTICLES and run:
            run.append(token)
            continue
        if token and run and _INITIAL.match(word) and _inside_name(line, token):
            continue
        named = _NAME_TOKEN.match(word) and not is_role(word) and not is_organisation(word)
        if token and named:
            run.append(token)
            if not word.endswith((",", ";")):
                continue
        if run:
            if token and word in _SUCH_A_PLACE and len(run) > 1:
                run.pop()  # 'Norrby kommun' is where the person before comes from
            yield run
            run = []


_SUCH_A_PLACE = frozenset({"kommun", "kommuns", "stad", "landsting", "län"})
_SURNAMES = 3
"""So many people with the surname first make it a list that is sorted by surname."""


def _is_given(word: str) -> bool:
    low = word.strip(",;.").lower()
    return low in GIVEN_NAMES or low.partition("-")[0] in GIVEN_NAMES


def _has_surnames_first(runs: list[list[re.Match[str]]]) -> bool:
    """Whether the list gives surnames before first names: 'Lindgren Eva'."""
    turned = straight = 0
    for run in runs:
        if len(run) > 1:
            first, second = _is_given(run[0].group()), _is_given(run[1].group())
            turned += second and not first
            straight += first and not second
    return turned >= _SURNAMES and turned > 2 * straight


_NO_SURNAME = re.compile(rf"(?:[{UPPER}][{LOWER}]+(?:en|et|na|s)|Öster|Väster|Norr|Söder)$")
"""Ends of words that come from the line before: 'Skolnämnd Öster', 'Lunds stad'."""


def _by_surname(run: list[re.Match[str]]) -> list[int]:
    """Where people begin in a row of names with the surname first."""
    starts: list[int] = []
    free = 0
    for n in range(1, len(run)):
        if n <= free or not _is_given(run[n].group()):
            continue
        first = n - 1
        if first == free + 1 and not starts and not _NO_SURNAME.match(run[free].group()):
            first = free  # two surnames
        starts.append(run[first].start())
        free = n + 1
    if not starts and len(run) == 2 and not run[1].group().endswith("-"):
        return [run[0].start()]
    return starts


def _inside_name(line: str, initial: re.Match[str]) -> bool:
    """Whether a letter stands between a first name and a surname: no party, no first name next."""
    following = TOKEN.match(line, initial.end() + 1)
    word = following.group().strip(",;.") if following else ""
    return _NAME_TOKEN.match(word) is not None and word.lower() not in GIVEN_NAMES


def _starts_in(line: str, run: list[re.Match[str]]) -> list[int]:
    words = [token.group().strip(",;.") for token in run]
    firsts = split_names(words)
    if (
        firsts
        and firsts[0] == 0
        and _STANDS_FOR.search(line[max(0, run[0].start() - 20) : run[0].start()])
    ):
        firsts = firsts[1:]
    return [run[first].start() for first in firsts]
