"""Numbers that begin items: the ones that count on through the most of a document."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from typing import NamedTuple

from handslag.source.parsing.given_names import GIVEN_NAMES
from handslag.source.parsing.lexicon import DANGLING, LOWER, UPPER, fold
from handslag.source.parsing.people import is_role
from handslag.source.parsing.run_together.heads import HEAD_LABEL
from handslag.source.parsing.run_together.pages import Segment
from handslag.source.parsing.run_together.titles import (
    LONGEST_TITLE,
    OPENERS,
    TOKEN,
    is_verb,
    title_end,
)

_SHORTEST_CHAIN = 2
_MOST_LOST = 6
"""So many numbers of items in a row may have been lost."""
_SHORT_TITLE = 80
_GAP = 150
"""Characters from one item to the next, from which both hold something."""
_DENSE = 90
"""Entries of a list stand so close together."""
_CONTENTS_GAP = 220
"""Characters from one entry of a contents list to the next, at most."""


class Number(NamedTuple):
    """A number that may begin an item."""

    line: int
    start: int
    title: int
    """Where the words after the number begin."""
    style: str
    number: int
    weight: float


def likeliest(numbers: list[Number], from_: float) -> list[Number]:
    """The one number that begins an item where no other follows it; none where none is likely."""
    best = max(numbers, key=lambda number: number.weight, default=None)
    return [best] if best and best.weight >= from_ else []


def unnumbered(lines: list[str], bodies: list[Segment]) -> list[Number]:
    """Titles without numbers: at the top of a page, or between a full stop and a sentence.

    They are believed where one of them at least is such as meetings often have.
    """
    found: list[Number] = []
    for i, (begin, end) in enumerate(bodies):
        line = lines[i]
        after = [match.end() for match in _AFTER_STOP.finditer(line, begin, end)]
        for at in ([begin] if i else []) + after:
            stop = title_end(line, at, min(end, at + LONGEST_TITLE))
            title = line[at:stop].strip()
            if not _may_be_title(title) or not line[stop:].strip()[:1].isupper():
                continue
            found.append(Number(i, at, at, "", 0, float(bool(_TYPICAL.match(title)))))
    typical = [number for number in found if number.weight]
    return found if len(typical) > 1 else typical


_AFTER_STOP = re.compile(rf"[.!?]\s+(?=[{UPPER}][{LOWER}])")


def _may_be_title(title: str) -> bool:
    words = title.split()
    if not title or len(title) > _SHORT_TITLE or title.endswith((".", ",", ":")):
        return False
    if words[0].lower() in GIVEN_NAMES or words[0] in OPENERS or is_role(words[0]):
        return False
    if len(words) == 1 and len(title) < 6:
        return False
    return not any(is_verb(word) for word in words) and not HEAD_LABEL.match(title)


_NUMBER = re.compile(
    r"(?<!\S)(?P<sign>§{1,2}\s?)?(?P<prefix>[A-ZÅÄÖ][A-Za-zÅÄÖåäö]{0,4}\s(?:§\s?)?)?"
    rf"(?P<num>\d{{1,4}})(?P<year>/\d{{2,4}})?(?:(?P<dot>[.:])\s*|\s+)(?=[\"”]?[{UPPER}][{UPPER}{LOWER}-])"
)
_BEFORE_TITLE = re.compile(rf"\d(?:/\d{{2,4}})?(?:[.:]\s*|\s+)[\"”]?[{UPPER}]")
"""What every number before a title ends with: a cheap look before the pattern."""
# the capital comes first, as only then the engine leaps to where one stands
_PREFIXED = re.compile(
    r"([A-ZÅÄÖ](?<!\S[A-ZÅÄÖ])[A-Za-zÅÄÖåäö]{0,4})\s(?:§\s?)?(\d{1,4})(?![\d:-])"
)
REFERS = re.compile(
    r"(?:,|[-–/&(]|(?<![\w-])(?:p|nr|kap|bil|kl|sid|prop|ca|v|tel)\.?"
    r"|\b(?:enligt|av|i|till|se|jfr|och|från|under|med|punkt(?:en)?|samt|nummer|bilaga|ärende"
    r"|klockan|kr|sida|sidan|den|artikel|år|cirka|plan|lag|vecka|etapp|steg|fas|nivå|alternativ"
    r"|version|ej|utom|del|box|väg|rum|sal|hus|grupp)"
    r"|[a-zåäö]gatan|[a-zåäö]vägen|[a-zåäö]allén|[a-zåäö]torget)$",
    re.IGNORECASE,
)
_ENDS = (".", "!", "?", ":", ")", "”", '"')
_TYPICAL = re.compile(
    r"(?:Val av|Fastställ|Godkänn|Mötets? |Föregående|Information|Rapport|Anmäl|Övriga? |Upprop"
    r"|Yttrande|Remiss|Budget|Svar |Föredragningslist|Justering|Dagordning|Sammanträdets|Öppnande"
    r"|Delegation|Uppföljning|Redovisning|Ekonomi|Delårs|Årsredovisning|Verksamhets|Nästa |Avslut"
    r"|Meddeland|Motion|Medborgarförslag|Revidering|Ansökan|Överenskommelse|Protokoll|Minnesanteckning"
    r"|Genomgång|Aktuell|Ordföranden?s? |Direktörens|Kommande|Förslag|Utse|Tid för|Formalia"
    r"|Inledning|Presentation|Program|Beslut om|Ändring|Internkontroll|Intern kontroll|Statsbidrag"
    r"|MÖTET|VAL |ÖPPN|FÖREG|GODK|FASTST|UPPROP|RAPPORT|ÖVRIG|INFORM|JUSTER|DAGORD|SAMMANTR)"
)


def find_numbers(lines: list[str], bodies: list[Segment]) -> list[Number]:
    """Every number that may begin an item, in order; `bodies` are lines without heads and feet."""
    found: list[Number] = []
    prefixes = _prefixes(lines, bodies)
    for i, (begin, end) in enumerate(bodies):
        line = lines[i]
        if _BEFORE_TITLE.search(line, begin, end) is None:
            continue
        taken = begin
        for match in _NUMBER.finditer(line, begin, end):
            number = _number(line, i, begin, match, prefixes) if match.start() >= taken else None
            if number:
                taken = number.title
                found.append(number)
        for match in _LETTER.finditer(line, begin, end):
            before = line[max(begin, match.start() - 3) : match.start()].rstrip()
            if not before or before.endswith(_ENDS):
                letter = ord(match.group(1)) - ord("A") + 1
                found.append(Number(i, match.start(), match.end(), "A", letter, 0.6))
    return found


_NO_TITLE = re.compile(
    rf"(?:Övriga\s(?:närvarande|deltagare|deltagande)|(?:Ersättare|Ledamöter|Tjänstemän|Beslutande"
    rf"|Närvarande|Frånvarande|Justerande)(?:\s[{UPPER}]|\s?:)|(?:Plats\soch\stid|Tid\soch\splats|Bevis|Anslag(?!\s(?:för|till|av)))\b|Organ\s|Utses\satt\sjustera|Underskrift)"
)


def _prefixes(lines: list[str], bodies: list[Segment]) -> frozenset[str]:
    """The letters that stand before more than one number: a body's own sign, "Sn 49"."""
    counts: dict[str, set[str]] = defaultdict(set)
    for line, (begin, end) in zip(lines, bodies, strict=True):
        for match in _PREFIXED.finditer(line, begin, end):
            counts[match.group(1)].add(match.group(2))
    often = {prefix for prefix, found in counts.items() if len(found) > 1}
    return frozenset(prefix for prefix in often if prefix.lower() not in _NO_PREFIX)


_LETTER = re.compile(rf"(?<!\S)([A-K])[.)]\s(?=[{UPPER}][{LOWER}])")


def _number(
    line: str, i: int, begin: int, match: re.Match[str], prefixes: frozenset[str]
) -> Number | None:
    before = line[max(begin, match.start() - 20) : match.start()].rstrip()
    sign, prefix = match.group("sign"), match.group("prefix")
    start = match.start()
    top = i > 0 and start == begin
    bare = (prefix or "").strip(" §")
    year = match.group("year") or ""
    yearly = bare.isupper() and len(bare) > 1 and len(year) == len("/2024")  # "KSAU 130/2014"
    known = bare in prefixes or yearly or (top and bare.lower() not in _NO_PREFIX)
    if prefix and not known:
        prefix, start = None, match.start("num")
        before = line[max(begin, start - 20) : start].rstrip()
    if before and REFERS.search(before):
        return None
    diary = before_title(line, match.end())
    begins = diary or match.end()
    title = line[begins : begins + 60]
    if _is_listed_person(title) or _NO_TITLE.match(line, begins):
        return None
    if not (sign or prefix or match.group("dot")) and _YEAR.fullmatch(match.group("num")):
        return None
    if year and (re.search(r"(?:[Nn]r|[A-ZÅÄÖ]{2,})[.:]?$", before) or match.group("dot")):
        return None
    style = f"{'§' if sign else ''}{(prefix or '').strip()}{year}{match.group('dot') or ''}"
    weight = 0.4 + 1.0 * bool(_TYPICAL.match(title)) + 0.5 * bool(sign or prefix)
    weight += 0.5 * (not before or before.endswith(_ENDS)) + 0.5 * (start == begin)
    weight += 0.6 * bool(diary)
    return Number(i, start, begins, style, int(match.group("num")), weight)


_YEAR = re.compile(r"(?:19|20)\d\d")


def before_title(line: str, at: int) -> int | None:
    """Where the title begins, if a diary number or other bodies' numbers stand before it."""
    stack = _STACK.match(line, at)
    begins = stack.end() if stack else at
    diary = _DIARY_FIRST.match(line, begins)
    begins = diary.end() if diary else begins
    return begins if begins > at else None


_STACK = re.compile(
    rf"(?:[{UPPER}][{UPPER}{LOWER}]{{0,4}}\s(?:§\s?)?\d{{1,4}}(?:\soch\s\d{{1,3}})?\s+)+(?=[{UPPER}])"
)
"""The numbers that an item had in the bodies before: 'Ks 28 Ks 17 Au 5'."""
_DIARY_FIRST = re.compile(
    rf"(?:(?:Dnr|D\snr|DNR|Diarienr|Diarienummer)[.:]?\s(?:[A-ZÅÄÖ]{{2,6}}\s(?=\d))?"
    rf"(?:(?=\S*\d\S*(?:\s|$))(?!\d[{UPPER}{LOWER}])\S+\s){{0,2}}"
    rf"|[A-ZÅÄÖ]{{2,6}}[\s-]?\d{{4}}[-/:]\S*\s)(?=[\"”]?(?:[{UPPER}]|\d[{UPPER}]))"
)
"""A diary number that stands between the number of an item and its title."""
_NO_PREFIX = frozenset(
    "kl den dnr bil sid sida nr p år kap i på av för om se tel box och med plan".split()
)


def _is_listed_person(words: str) -> bool:
    """Whether a number is followed by a name and a party, as in a list of who was there."""
    tokens = words.split()
    first = tokens[0].strip(",.").lower() if tokens else ""
    if first not in GIVEN_NAMES:
        return bool(re.match(rf"(?:[{UPPER}]\S+\s){{2,3}}\([A-ZÅÄÖ]{{1,4}}\)", words))
    return len(tokens) > 1 and tokens[1][:1].isupper()


def best_chain(numbers: list[Number], lines: list[str], bodies: list[Segment]) -> list[Number]:
    """The numbers of one style that count on through the most of the document."""
    length = sum(map(len, lines))
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line) + 1)
    styles: dict[str, list[Number]] = defaultdict(list)
    for number in numbers:
        styles[number.style].append(number)
    best: list[Number] = []
    best_value = 0.0
    for chosen in styles.values():
        chain, total = _chain(chosen, offsets)
        top = chain and chain[0].line > 0 and chain[0].start == bodies[chain[0].line][0]
        if len(chain) < _SHORTEST_CHAIN and not (top and len(styles) > 1):
            continue
        first = offsets[chain[0].line] + chain[0].start
        last = min(length, offsets[chain[-1].line] + chain[-1].start + 1500)
        again = sum(n.number == chain[0].number for n in chosen) - 1
        value = total + 4 * (last - first) / max(length, 1) - 0.5 * again + 1.5 * bool(top)
        if _are_sentences(chain, lines):
            continue
        if value > best_value:
            best, best_value = chain, value
    return best


_AFTER_DIARY = re.compile(rf"\d{{4}}/\d*\s(?:\d{{1,3}}\s)?(?=[{UPPER}][{LOWER}])")


def with_lost_numbers(lines: list[str], chain: list[Number]) -> list[Number]:
    """The chain, and titles whose numbers are lost, where the numbers make a leap.

    Each stands after the diary number of the one before, or in a list of titles after its words.
    """
    whole: list[Number] = []
    for number, after in zip(chain, [*chain, None][1:], strict=True):
        whole.append(number)
        lost = after.number - number.number - 1 if after and after.line == number.line else 0
        if after is None or not 0 < lost <= _MOST_LOST:
            continue
        line = lines[number.line]
        places = [match.end() for match in _AFTER_DIARY.finditer(line, number.title, after.start)]
        if not places and after.start - number.title <= _LISTED_TITLE * (lost + 1):
            places = _listed_titles(line, number.title, after.start, lost)
        whole += [Number(number.line, at, at, "", 0, 0.0) for at in places[:lost]]
    return whole


_LISTED_TITLE = 140
"""Characters of a title in a list of titles, at most."""
_LONG_WORD = 10


def _listed_titles(line: str, begin: int, end: int, lost: int) -> list[int]:
    """Where so many titles begin in a list of them: capitalised words that no name holds."""
    tokens = list(TOKEN.finditer(line, begin, end))
    found: list[int] = []
    for before, token in pairwise(tokens):
        last, word = before.group(), token.group()
        if not (word[:1].isupper() and word[1:2].islower()) or word.lower() in GIVEN_NAMES:
            continue
        if last.lower() in DANGLING or last.endswith((",", ":", "(", "-", "–", "&")):
            continue
        noun = len(last) >= _LONG_WORD and not last.endswith("s")
        if noun or last[:1].islower() or last.endswith(")"):
            found.append(token.start())
    if len(found) < lost:
        return []
    likely = sorted(found, key=lambda at: (_TYPICAL.match(line, at) is None, at))[:lost]
    return sorted(likely)


def _are_sentences(chain: list[Number], lines: list[str]) -> bool:
    """Whether what the numbers stand before are sentences of a list rather than titles."""
    told = 0
    for number, after in zip(chain, [*chain, None][1:], strict=True):
        line = lines[number.line]
        end = after.start if after and after.line == number.line else len(line)
        words = line[number.title : end].split(". ", 1)[0]
        whole = title_end(line, number.title, end) - number.title >= len(words) - 1
        told += whole and any(is_verb(word) for word in words.split()[1:])
    return told * 2 > len(chain)


def _chain(numbers: list[Number], offsets: list[int]) -> tuple[list[Number], float]:
    """The heaviest run of numbers that follow one another, some left out between them."""
    totals: list[float] = []
    before: list[int] = []
    latest: dict[int, list[int]] = defaultdict(list)
    for j, number in enumerate(numbers):
        total, previous = number.weight, -1
        for missing, step in enumerate(range(1, _MOST_LOST + 2)):
            for i in latest[number.number - step][-4:]:
                apart = offsets[number.line] + number.start
                apart -= offsets[numbers[i].line] + numbers[i].start
                more = number.weight + min(1.0, apart / _GAP) - min(1.6, 0.8 * missing)
                more -= 0.5 * (apart < _DENSE)
                value = totals[i] + (max(more, 0.05) if missing <= 1 else more)
                if value > total:
                    total, previous = value, i
        totals.append(total)
        before.append(previous)
        latest[number.number].append(j)
    if not totals:
        return [], 0.0
    at = max(range(len(totals)), key=totals.__getitem__)
    total = totals[at]
    chain: list[Number] = []
    while at >= 0:
        chain.append(numbers[at])
        at = before[at]
    return chain[::-1], total


def contents_list(
    lines: list[str], numbers: list[Number], chain: list[Number]
) -> dict[int, tuple[str, Number]]:
    """Titles by number from a contents list before the first item, where there is one."""
    if not chain:
        return {}
    first = chain[0]
    wanted = {number.number for number in chain}
    earlier = [n for n in numbers if (n.line, n.start) < (first.line, first.start)]
    found: dict[int, tuple[str, Number]] = {}
    for here, after in zip(earlier, [*earlier, first][1:], strict=True):
        if here.number not in wanted or here.number in found:
            continue
        end = after.start if after.line == here.line else len(lines[here.line])
        if end - here.title <= _CONTENTS_GAP:
            found[here.number] = fold(lines[here.line][here.title : end]), here
    return found if len(found) > 1 else {}
