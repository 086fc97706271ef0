"""Documents whose pages have each become one line: where their lines began, told from the words.

A text that has come by way of a web page or a converter often has lost every line end, and the
signs of its paragraphs too. What is left are the numbers that count on from item to item, labels
that every form has in its head, and names in a row. From those the lines are found again, so that
later stages meet the document as it was laid out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import NamedTuple

from handslag.source.parsing.given_names import GIVEN_NAMES
from handslag.source.parsing.lexicon import (
    ABBREVIATIONS,
    DANGLING,
    FINITE,
    GOVERNS_ATT,
    LOWER,
    UPPER,
    fold,
)
from handslag.source.parsing.names_in_row import split_names
from handslag.source.parsing.people import is_organisation, is_role
import itertools

LONG = 200
"""A line of a page as printed hardly has so many characters."""
_SHARE = 0.6
"""So much of the text stands in long lines where lines have run together."""
_SHORTEST_CHAIN = 2
_LABELS = 4
_MOST_LOST = 6
"""So many numbers of items in a row may have been lost."""
_SHORT_TITLE = 80
_LIKELY = 1.4
_LIKELY_ALONE = 1.5
_GAP = 150
"""Characters from one item to the next, from which both hold something."""
_DENSE = 90
"""Entries of a list stand so close together."""
_CONTENTS_GAP = 220
"""Characters from one entry of a contents list to the next, at most."""

Segment = tuple[int, int]
"""From a character of a long line up to, not including, another."""


class Part(NamedTuple):
    """A line as it was printed: from a character of the long line up to, not including, another."""

    start: int
    end: int
    item: bool
    """Whether it is the heading of an item."""
    anew: bool
    """Whether it does not go on from the line before it."""


class _Number(NamedTuple):
    """A number that may begin an item."""

    line: int
    start: int
    title: int
    """Where the words after the number begin."""
    style: str
    number: int
    weight: float


def part_pages(lines: list[str]) -> list[list[Part] | None] | None:
    """The lines that each of `lines` was printed as; None where they have not run together.

    None for a single line says that it is as it was. What is left out is page furniture.
    """
    long = sum(len(line) for line in lines if len(line) > LONG)
    if not long or long < _SHARE * sum(map(len, lines)):
        return None
    form = _has_form(lines)
    if not form and _have_lines_of_their_own(lines):
        return None
    bodies = _without_page_heads(lines)
    numbers = _numbers(lines, bodies)
    chain = _best_chain(numbers, lines, bodies)
    inside = sum(_text_follows(lines[number.line], number) for number in chain)
    if chain and inside * 2 <= len(chain):  # headings have lines of their own
        return _Parting(lines, bodies, chain, {}).head_parts() if form else None
    if not chain:
        chain = _likeliest(numbers, _LIKELY if form else _LIKELY_ALONE)
        chain = chain or _unnumbered(lines, bodies)
        if not chain and not form:
            return None
    contents = _contents(lines, numbers, chain)
    chain = _with_lost_numbers(lines, chain)
    return _Parting(lines, bodies, chain, contents).parts()


_TITLE_LINE = re.compile(
    rf"\s*(?:#+\s*)?(?:\*\*)?(?:[{UPPER}][{UPPER}{LOWER}]{{0,4}}\s)?(?:§\s?)?\d{{1,4}}(?:/\d+)?[.)]?\s+"
    rf"[{UPPER}][^.!?]*$"
)
_OWN_LINES = 3


def _have_lines_of_their_own(lines: list[str]) -> bool:
    """A cheap look before all else: whether numbered titles have short lines for themselves."""
    found = 0
    for line in lines:
        if len(line) <= LONG and _TITLE_LINE.match(line):
            found += 1
            if found == _OWN_LINES:
                return True
    return False


def _text_follows(line: str, number: _Number) -> bool:
    """Whether more than the title stands on the line that a number stands on."""
    if len(line) > LONG or number.start > len(line) - len(line.lstrip()):
        return True
    if not line.rstrip().endswith((".", "!", "?")):
        return False
    rest = line[title_end(line, number.title, len(line)) :].strip()
    return len(rest) > 20 and rest.endswith((".", "!", "?"))


def _has_form(lines: list[str]) -> bool:
    """Whether a long line holds so many labels that it must have been the form heading minutes."""
    for line in lines[:6]:
        labels = {match.group("label") for match in _HEAD_LABEL.finditer(line)}
        if len(line) > LONG and len(labels) >= _LABELS:
            return True
    return False


def _likeliest(numbers: list[_Number], from_: float) -> list[_Number]:
    """The one number that begins an item where no other follows it; none where none is likely."""
    best = max(numbers, key=lambda number: number.weight, default=None)
    return [best] if best and best.weight >= from_ else []


def _unnumbered(lines: list[str], bodies: list[Segment]) -> list[_Number]:
    """Titles without numbers: at the top of a page, or between a full stop and a sentence.

    They are believed where one of them at least is such as meetings often have.
    """
    found: list[_Number] = []
    for i, (begin, end) in enumerate(bodies):
        line = lines[i]
        after = [match.end() for match in _AFTER_STOP.finditer(line, begin, end)]
        for at in ([begin] if i else []) + after:
            stop = title_end(line, at, min(end, at + _LONGEST_TITLE))
            title = line[at:stop].strip()
            if not _may_be_title(title) or not line[stop:].strip()[:1].isupper():
                continue
            found.append(_Number(i, at, at, "", 0, float(bool(_TYPICAL.match(title)))))
    typical = [number for number in found if number.weight]
    return found if len(typical) > 1 else typical


_AFTER_STOP = re.compile(rf"[.!?]\s+(?=[{UPPER}][{LOWER}])")


def _may_be_title(title: str) -> bool:
    words = title.split()
    if not title or len(title) > _SHORT_TITLE or title.endswith((".", ",", ":")):
        return False
    if words[0].lower() in GIVEN_NAMES or words[0] in _OPENERS or is_role(words[0]):
        return False
    if len(words) == 1 and len(title) < 6:
        return False
    return not any(_is_verb(word) for word in words) and not _HEAD_LABEL.match(title)


_PAGE_NUMBER = re.compile(r"(\d{1,3})(?=\s|$)\s?")
_COUNTED = re.compile(
    r"(?:[^.:]{0,110}?\s|)(?:Sida?\s\d{1,3}/\d{1,3}\b|(?:Sida?\s)?\d{0,3}\s?(?:\(\d{1,3}\)|av\s\d{1,3}\b))\s?"
)
_AFTER_HEAD = re.compile(
    r"(?:(?:Sammanträdesdatum|Datum|Mötesdatum|Diarienummer|Sid(?:a|nr)?|Paragraf)\s)*"
    r"(?:\d{4}-\d\d-\d\d\s)?(?:(?:Sid(?:a|nr)?)\s\d{0,3}\s?(?:\(\d{1,3}\)\s)?)?"
)
_FOOT = re.compile(
    r"\s(?:(?:Ordf(?:örandens?)?\.?\s)?(?:Justera(?:nde|re)s?\s?(?:sign\w*)?|Justerarsignatur\w*"
    r"|Utdragsbestyrk\w*|Ordförandes?\ssign\w*|Sign\w*\s?\.*)[\s.:_]*)+\d{0,3}$"
)
_DIGIT = re.compile(r"\d")
_COUNTS = frozenset("0123456789)")
"""What the last of the pages' numbers ends with."""
_COUNT_LAST = re.compile(r"\s(?:Sida?\s)?\d{1,3}\s?(?:\(\d{1,3}\)|av\s\d{1,3})$")


def _holds_foot(line: str) -> bool:
    """Whether a line may end with a row for signatures: a cheap look before the pattern."""
    return "ustera" in line or "tdragsbestyrk" in line or "Ordf" in line or "Sign" in line


def _without_page_heads(lines: list[str]) -> list[Segment]:
    """What of each line is no page number, running head or foot."""
    counted = [_PAGE_NUMBER.match(line) for line in lines]
    pages = [i for i, match in enumerate(counted) if match and len(lines[i]) > 1]
    begins = [int(counted[i].group(1)) for i in pages]  # type: ignore[union-attr]  # i has one
    paged = begins[:1] == [1] and begins == list(range(1, len(begins) + 1))
    shared = _shared_head([lines[i] for i in pages]) if paged else 0
    twice = (
        paged
        and len(pages) > 1
        and all(lines[i].startswith(f"{n} {n} ") for i, n in zip(pages, begins, strict=True))
    )
    printed = paged and _counts_on([lines[i] for i in pages])
    bodies: list[Segment] = []
    for i, line in enumerate(lines):
        if not line:
            bodies.append((0, 0))
            continue
        match = counted[i]
        start = match.end() if paged and match else 0
        if (twice or printed) and match:
            own = _PAGE_NUMBER.match(line, start)
            start = own.end() if own else start
        foot = _FOOT.search(line) if _holds_foot(line) else None
        end = foot.start() if foot else len(line)
        counts = _COUNT_LAST.search(line, start, end) if line[end - 1 : end] in _COUNTS else None
        end = counts.start() if counts else end
        later = i > pages[0] if paged else i > 0
        if paged and i in pages:
            tail = re.search(rf"\s{begins[pages.index(i)]}$", line[:end])
            end = tail.start() if tail else end
        if later:
            near = min(end, start + 140)
            head = _COUNTED.match(line, start, near) if _DIGIT.search(line, start, near) else None
            if head:
                start = head.end()
                after = _AFTER_HEAD.match(line, start)
                start = after.end() if after else start
            elif shared and match:
                start = min(end, _skip_words(line, shared))
                own = _PAGE_NUMBER.match(line, start, end)
                start = own.end() if own and own.group(1) == match.group(1) else start
            elif paged and match:
                again = _PAGE_AGAIN.match(line, start, end)
                start = again.end() if again and again.group(1) == match.group(1) else start
        bodies.append((start, max(start, end)))
    return bodies


_PAGE_AGAIN = re.compile(rf"(?:[{UPPER}][\w-]{{4,}}\s){{1,8}}(\d{{1,3}})\s")
"""A running head that ends with the page number: 'NORRBY KOMMUN PROTOKOLL 2'."""


def _counts_on(pages: list[str]) -> bool:
    """Whether a printed page number follows on each page's own, and counts on as it does."""
    seconds = [re.match(r"\d{1,3}\s(\d{1,4})\s", page) for page in pages]
    found = [int(second.group(1)) for second in seconds if second]
    return len(found) == len(pages) > 1 and found == list(range(found[0], found[0] + len(found)))


def _shared_head(pages: list[str]) -> int:
    """How many words the pages begin with alike, numbers aside; 0 where they do not."""
    if len(pages) < 2:
        return 0
    if len(pages) > 2:
        pages = pages[1:]
    heads = [[re.sub(r"\d+", "#", word) for word in page.split()[:16]] for page in pages]
    alike = 0
    for words in zip(*heads, strict=False):
        if max(map(words.count, set(words))) < 0.8 * len(words):
            break
        alike += 1
    head = heads[0][:alike]
    for at, word in enumerate(head[1:], start=1):
        if "#" in word:  # the number of an item, and the letters before it
            alike = at - 1 if re.match(r"[A-ZÅÄÖ]\w{0,3}$", head[at - 1]) else at
            break
    return alike if alike > 1 else 0


def _skip_words(line: str, count: int) -> int:
    place = 0
    for match in re.finditer(r"\S+\s*", line):
        if count == 0:
            break
        place = match.end()
        count -= 1
    return place


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
_REFERS = re.compile(
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
    r"|Yttrande|Remiss|Budget|Svar |Föredragningslist|Justering|Dagordning|Sammanträdets|Öppnande|Delegation"
    r"|Uppföljning|Redovisning|Ekonomi|Delårs|Årsredovisning|Verksamhets|Nästa |Avslut|Meddeland"
    r"|Motion|Medborgarförslag|Revidering|Ansökan|Överenskommelse|Protokoll|Minnesanteckning"
    r"|Genomgång|Aktuell|Ordföranden?s? |Direktörens|Kommande|Förslag|Utse|Tid för|Formalia"
    r"|Inledning|Presentation|Program|Beslut om|Ändring|Internkontroll|Intern kontroll|Statsbidrag"
    r"|MÖTET|VAL |ÖPPN|FÖREG|GODK|FASTST|UPPROP|RAPPORT|ÖVRIG|INFORM|JUSTER|DAGORD|SAMMANTR)"
)


def _numbers(lines: list[str], bodies: list[Segment]) -> list[_Number]:
    found: list[_Number] = []
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
                found.append(_Number(i, match.start(), match.end(), "A", letter, 0.6))
    return found


_NO_TITLE = re.compile(
    rf"(?:Övriga\s(?:närvarande|deltagare|deltagande)|(?:Ersättare|Ledamöter|Tjänstemän|Beslutande"
    rf"|Närvarande|Frånvarande|Justerande)(?:\s[{UPPER}]|\s?:)|(?:Plats\soch\stid|Tid\soch\splats|Bevis|Anslag(?!\s(?:för|till|av)))\b|Utses\satt\sjustera|Underskrift)"
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
) -> _Number | None:
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
    if before and _REFERS.search(before):
        return None
    diary = before_title(line, match.end())
    begins = diary or match.end()
    title = line[begins : begins + 60]
    if _is_listed_person(title) or _NO_TITLE.match(line, begins):
        return None
    if year and (re.search(r"(?:[Nn]r|[A-ZÅÄÖ]{2,})[.:]?$", before) or match.group("dot")):
        return None
    style = f"{'§' if sign else ''}{(prefix or '').strip()}{year}{match.group('dot') or ''}"
    weight = 0.4 + 1.0 * bool(_TYPICAL.match(title)) + 0.5 * bool(sign or prefix)
    weight += 0.5 * (not before or before.endswith(_ENDS)) + 0.5 * (start == begin)
    weight += 0.6 * bool(diary)
    return _Number(i, start, begins, style, int(match.group("num")), weight)


def before_title(line: str, at: int) -> int | None:
    """Where the title begins, if a diary number or other bodies' numbers stand before it."""
    stack = _STACK.match(line, at)
    begins = stack.end() if stack else at
    diary = _DIARY_FIRST.match(line, begins)
    begins = diary.end() if diary else begins
    return begins if begins > at else None


_STACK = re.compile(rf"(?:[{UPPER}][{UPPER}{LOWER}]{{0,4}}\s(?:§\s?)?\d{{1,4}}(?:\soch\s\d{{1,3}})?\s+)+(?=[{UPPER}])")
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


def _best_chain(numbers: list[_Number], lines: list[str], bodies: list[Segment]) -> list[_Number]:
    """The numbers of one style that count on through the most of the document."""
    length = sum(map(len, lines))
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line) + 1)
    styles: dict[str, list[_Number]] = defaultdict(list)
    for number in numbers:
        styles[number.style].append(number)
    best: list[_Number] = []
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


def _with_lost_numbers(lines: list[str], chain: list[_Number]) -> list[_Number]:
    """The chain, and titles whose numbers are lost: each after the diary number of the one before.

    They stand where the numbers make a leap.
    """
    whole: list[_Number] = []
    for number, after in zip(chain, [*chain, None][1:], strict=True):
        whole.append(number)
        lost = after.number - number.number - 1 if after and after.line == number.line else 0
        if after is None or not 0 < lost <= _MOST_LOST:
            continue
        places = _AFTER_DIARY.finditer(lines[number.line], number.title, after.start)
        for place in list(places)[:lost]:
            whole.append(_Number(number.line, place.end(), place.end(), "", 0, 0.0))
    return whole


def _are_sentences(chain: list[_Number], lines: list[str]) -> bool:
    """Whether what the numbers stand before are sentences of a list rather than titles."""
    told = 0
    for number, after in zip(chain, [*chain, None][1:], strict=True):
        line = lines[number.line]
        end = after.start if after and after.line == number.line else len(line)
        words = line[number.title : end].split(". ", 1)[0]
        whole = title_end(line, number.title, end) - number.title >= len(words) - 1
        told += whole and any(_is_verb(word) for word in words.split()[1:])
    return told * 2 > len(chain)


def _chain(numbers: list[_Number], offsets: list[int]) -> tuple[list[_Number], float]:
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
    chain: list[_Number] = []
    while at >= 0:
        chain.append(numbers[at])
        at = before[at]
    return chain[::-1], total


def _contents(
    lines: list[str], numbers: list[_Number], chain: list[_Number]
) -> dict[int, tuple[str, _Number]]:
    """Titles by number from a contents list before the first item, where there is one."""
    if not chain:
        return {}
    first = chain[0]
    wanted = {number.number for number in chain}
    earlier = [n for n in numbers if (n.line, n.start) < (first.line, first.start)]
    found: dict[int, tuple[str, _Number]] = {}
    for here, after in zip(earlier, [*earlier, first][1:], strict=True):
        if here.number not in wanted or here.number in found:
            continue
        end = after.start if after.line == here.line else len(lines[here.line])
        if end - here.title <= _CONTENTS_GAP:
            found[here.number] = fold(lines[here.line][here.title : end]), here
    return found if len(found) > 1 else {}


class _Parting:
    """Parts the lines of one document."""

    def __init__(
        self,
        lines: list[str],
        bodies: list[Segment],
        chain: list[_Number],
        contents: dict[int, tuple[str, _Number]],
    ) -> None:
        self._lines = lines
        self._bodies = bodies
        self._chain = chain
        self._contents = contents

    def head_parts(self) -> list[list[Part] | None]:
        """The lines of the head as they were; the lines below stand as they are."""
        first = self._chain[0]
        parted: list[list[Part] | None] = [None] * len(self._lines)
        for i, (begin, end) in enumerate(self._bodies[: first.line]):
            places = sorted({begin, end} | head_places(self._lines[i], begin, end))
            parted[i] = [
                Part(start, stop, item=False, anew=True)
                for start, stop in itertools.pairwise(places)
            ]
        return parted

    def parts(self) -> list[list[Part] | None]:
        """The lines as they were, for each long line."""
        first = self._chain[0] if self._chain else None
        items: dict[int, list[_Number]] = defaultdict(list)
        for number in self._chain:
            items[number.line].append(number)
        parted: list[list[Part] | None] = []
        for i, (begin, end) in enumerate(self._bodies):
            line = self._lines[i]
            places = {begin, end}
            heads_until = self._head_end(i)
            if heads_until > begin:
                places |= head_places(line, begin, heads_until)
                places |= {n.start for _, n in self._contents.values() if n.line == i}
            titles: list[Segment] = []
            for number, after in zip(items[i], [*items[i], None][1:], strict=True):
                until = after.start if after else end
                titles.append((number.start, self._title_end(number, until)))
            places |= body_places(line, heads_until, end, listed=first is not None)
            for first_at, last_at in titles:
                places = {place for place in places if not first_at < place < last_at}
                places |= {first_at, last_at}
            heads = {number.start for number in items[i]}
            ordered = sorted(place for place in places if begin <= place <= end)
            parted.append(
                [
                    Part(start, stop, start in heads, start != begin or begin < heads_until)
                    for start, stop in itertools.pairwise(ordered)
                ]
            )
        return parted

    def _head_end(self, i: int) -> int:
        """Where in a line the head of the document ends."""
        begin, end = self._bodies[i]
        if not self._chain:
            return end if _HEAD_LABEL.search(self._lines[i], begin, end) else begin
        first = self._chain[0]
        return end if i < first.line else first.start if i == first.line else begin

    def _title_end(self, number: _Number, end: int) -> int:
        line = self._lines[number.line]
        listed = self._contents.get(number.number)
        if listed:
            words = re.sub(r"[\s.…]+\d{0,3}$", "", listed[0])
            if words and fold(line[number.title : number.title + len(words) + 5]).startswith(words):
                return number.title + len(words)
        return title_end(line, number.title, end)


_TOKEN = re.compile(r"\S+")
_MARKER = re.compile(
    r"(?<!\S)(?P<mark>(?!(?:Enligt|I|Av|Efter|Genom|Med|På|Vid|Till|Mot|Inför)\s)"
    r"[A-ZÅÄÖ][\w-]*(?:\s[a-zåäö][\w-]*){0,3}[sS]\s(?:beslut|Beslut|BESLUT)"
    r"|(?:Beslut|BESLUT)(?:/\w+)?|Ställningstagande|Konklusion|[Ff]örslag\still\s(?:beslut|BESLUT)"
    r"|FÖRSLAG\sTILL\sBESLUT)(?P<colon>:?)(?=\s(?:att\b|Att\b|[A-ZÅÄÖ]|\d[.)]?\s|[-–•]))"
)
_SECTIONS = re.compile(
    r"(?<!\S)(?:(?:Besluts|Informations|Anmälnings|Diskussions|Valä|Övriga\sä)ärenden"
    r"|[A-ZÅÄÖ]{5,}ÄRENDEN)(?!\S)"
)
"""Headings of sections between items."""
_TITLE_STOPS = re.compile(
    r"(?:Beslut|Ärende(?:t|beskrivning)|Sammanfattning|Bakgrund|Föredrag|Dnr|Diarie|Att$|Ordförande"
    r"|Enligt$|Med$|Under$|I$|På$|Vid$|Den$|Det$|De$|En$|Ett$|Till$|Från$|Efter$|För$|Vi$|Om$|Av$"
    r"|Då$|När$|Som$|Inga?$|Inget$|Samtliga$|Följande$|Denna$|Detta$|Dessa$|Handling|Underlag"
    r"|Paus$|Dokument|Ansvarig|Syfte$|Tid:|Kl\.?$|Nämnden|Styrelsen|Utskottet|Mötets?$|Rådet$"
    rf"|Direktionen|[{UPPER}][{LOWER}-]*(?:nämnden|styrelsen|utskottet|fullmäktige|rådet|gruppen"
    r"|förvaltningen|direktören|chefen|nätverket|förbundet|kommittén|kontoret)$"
    r"|(?:ARBETSUTSKOTTET|NÄMNDEN|STYRELSEN|BESLUT|DNR)$)"
)
_LONGEST_TITLE = 240
_TELLS = frozenset(
    """hälsar hälsade öppnar öppnade förklarar förklarade informerar informerade redogör redogjorde
    redovisar redovisade rapporterar rapporterade berättar berättade presenterar presenterade
    föredrar föredrog väljs valdes utses utsågs beslutar beslutade beslöt""".split()
)
"""Verbs that tell what happened: no title holds them after its first words."""
_DIARY = re.compile(
    r"(?:[A-ZÅÄÖ]{2,6}\s\d{1,4}/\d{2,4}|[A-ZÅÄÖ]{2,6}[\s-]?\d{4}[-/:]\d+|\d{4}/\d*(?=\s|$)|[A-ZÅÄÖ]{2,6}/\d{4}:\d+)"
)
_NAME_BEFORE = frozenset(
    "region landstinget västra östra norra södra nya stora lilla sankt".split()
)


def title_end(line: str, start: int, end: int) -> int:
    """Where the title that begins at `start` ends, told from what follows it."""
    for stop in (_MARKER, _SECTIONS, _BODY_LABEL):
        found = stop.search(line, start + 3, end)
        if found and not _hangs(line, start, found):
            end = found.start()
    tokens = list(_TOKEN.finditer(line, start, min(end, start + _LONGEST_TITLE)))
    if not tokens:
        return end
    shouted = _shouts(tokens[0].group()) and (
        len(tokens) < 2 or any(_shouts(token.group()) for token in tokens[1:3])
    )
    short = end - start <= _SHORT and _NO_SENTENCE.fullmatch(line, start, end)
    said = any(
        _is_verb(t.group()) or t.group() in _INFINITIVES or _clause_at(line, t) for t in tokens[1:]
    )
    if short and not shouted and not said:
        return _short_title_end(tokens, end)
    for before, token in itertools.pairwise(tokens):
        last, word = before.group(), token.group()
        if last.endswith((".", "?", "!")) and last.rstrip(".").lower() not in ABBREVIATIONS:
            return before.end()
        if last.endswith(":") and not shouted:
            if word[:1].isupper() and _TITLE_STOPS.match(word) and _verb_follows(line, token):
                return before.end()
            continue
        if shouted:
            if not _shouts(word) and any(letter.islower() for letter in word):
                if last.lower().strip(",") in DANGLING:
                    continue
                return before.end()
            continue
        if _clause_at(line, token) and last.lower() not in _ASKS:
            return before.end()
        if word in _INFINITIVES and last.lower() not in DANGLING:
            return before.end()
        if _opens_sentence(line, token, tokens[0].group(), last, word):
            return before.end()
    return tokens[-1].end() if tokens[-1].end() >= end - 1 else _soft_end(tokens, end)


_SHORT = 160
_NO_SENTENCE = re.compile(r"(?:[^.:!?]|[.:](?=\S)|\b(?:kl|KL|Kl|nr|dnr|tf|bl|t|ca)\.(?=\s))*:?\s*")
_AFTER_SHORT = re.compile(r"(?:Föredragande|Bilag|Dnr|Beslut$|Ansvarig|Muntlig|\(?[Kk][Ll]\.?$|Handling)")


_DECIDES = re.compile(
    r"(?:fastställ|godkän|lägg|la|anmäl|utse|utsåg|välj|val|notera|anteckna|bordlägg|bordla|bifall"
    r"|bevilja|avsl|återremittera|hänskjut|överlämna|justera|redovisa|konstatera|tillstyrk|anta)"
    r"(?:n?er|n?es|n?s|des|ts|as|ades|gs|ar|gs|r)$"
)
_TO_DECIDE = re.compile(
    r"(?:inte\s|ej\s)?(?:fastställa|notera|godkänna|lägga|utse|bordlägga|anta|uppdra|bevilja|avslå"
    r"|bifalla|välja|återremittera|överlämna|tillstyrka|föreslå|rekommendera|ge|med)\b"
)
_INFINITIVES = frozenset(
    """fastställa notera godkänna lägga utse bordlägga anta uppdra bevilja avslå bifalla välja
    återremittera överlämna tillstyrka rekommendera""".split()
)
"""What is decided right after a title, where the decider's name has been lost."""
_ASKS = frozenset("uppdrag förslag begäran ansökan möjlighet motion medborgarförslag om".split())


def _is_verb(word: str) -> bool:
    bare = word.strip(",.;:")
    return bare in _TELLS or FINITE.match(bare) is not None or _DECIDES.match(bare) is not None


def _short_title_end(tokens: list[re.Match[str]], end: int) -> int:
    """The end of a title that all words up to the next item may belong to."""
    for before, token, after in zip(tokens, tokens[1:], [*tokens[2:], None], strict=False):
        word = token.group()
        named = word.strip(",.(").lower() in GIVEN_NAMES and before.group().lower() not in DANGLING
        if named and after and after.group()[:1].isupper():
            return before.end()
        if _AFTER_SHORT.match(word) or _DIARY.match(token.string, token.start()):
            return before.end()
    return end


def _hangs(line: str, begin: int, label: re.Match[str]) -> bool:
    """Whether the words before a label need it: 'enligt styrgruppens beslut att'."""
    before = line[max(begin, label.start() - 20) : label.start()].rstrip()
    return before.endswith(",") or before.rsplit(" ", 1)[-1].lower() in DANGLING


def _soft_end(tokens: list[re.Match[str]], end: int) -> int:
    """A title as long as that is none: it ends before its first capital, else with its line."""
    for before, token in itertools.pairwise(tokens):
        if token.group()[:1].isupper():
            return before.end()
    return end


_ABBREVIATED = re.compile(r"[A-ZÅÄÖ]{2,}-[a-zåäö]")
_OPENERS = frozenset(
    """Enligt Med Under I På Vid Den Det De En Ett Till Från Efter För Vi Då När Som Inga Inget Samtliga
    Följande Denna Detta Dessa Ordföranden Ordförande Mötet""".split()
)
"""Words that begin a sentence: a capitalised word right before one belongs to the title."""


def _clause_at(line: str, token: re.Match[str]) -> bool:
    """Whether the clause of a decision begins at a word: 'att fastställa'."""
    return token.group() == "att" and _TO_DECIDE.match(line, token.end() + 1) is not None


def _opens_sentence(line: str, token: re.Match[str], title: str, last: str, word: str) -> bool:
    """Whether a word after some words of a title begins what follows it.

    `title` is the title's first word, `last` the one before `word`.
    """
    first = last == title
    if re.match(r"\d{1,2}[.)]$|[-–•*o]$|\(?[a-z][).]$", word):
        after = line[token.end() : token.end() + 4].strip()
        opens = after[:1].isupper() or re.match(r"[a-z]\)", after) is not None
        return opens and last.lower() not in DANGLING
    if _DIARY.match(line, token.start()) or (title == "Nästa" and word[0].isdigit()):
        return True
    if word in _TELLS and not first and last.lower() not in DANGLING:
        return True
    opening = word.lstrip("\"”'(")
    if not opening[:1].isupper():
        return False
    if last.lower().strip(",") in DANGLING or last.endswith((",", "-", "–", "/")):
        return False
    bare = opening.rstrip(",.:;)")
    if _TITLE_STOPS.match(bare):
        return True
    if bare.lower() in GIVEN_NAMES:
        return True
    if last.endswith(":") or len(bare) == 1 or _ABBREVIATED.match(bare):
        return False
    following = _TOKEN.search(line, token.end())
    if following and following.group() in _OPENERS:
        return False
    if following and following.group().lower() in GIVEN_NAMES and following.group()[0].isupper():
        return True  # what somebody is, before the name
    if _JOINT_BODY.match(line, token.start()):
        return True
    if _shouts(bare) and len(bare) < 6:  # an abbreviation inside a title
        return _verb_follows(line, token)
    if last.lower() in _NAME_BEFORE:
        return False
    if is_role(bare) or _is_person(line, token) or bare in line[token.start() - 80 : token.start()]:
        return True
    if not first and bare[:5] == title[:5]:
        return True
    if last[:1].isupper() and (not first or bare.endswith("s")):
        return _verb_follows(line, token)
    return not _is_named_part(line, token, title[:5])


_JOINT_BODY = re.compile(r"[A-ZÅÄÖ]\w+-\soch\s\w+(?:nämnden|styrelsen|utskottet|rådet)\s")


def _is_person(line: str, token: re.Match[str]) -> bool:
    """Whether a name and what it does begin at a word: 'Nasrin Ahmadi redovisade', 'Eva Alm,'."""
    words = line[token.start() : token.start() + 60].split()[:3]
    if len(words) < 3 or not all(word[:1].isupper() and word[1:2].islower() for word in words[:2]):
        return False
    return words[1].endswith(",") or _is_verb(words[2]) or is_role(words[2])


def _is_named_part(line: str, token: re.Match[str], stem: str) -> bool:
    """Whether a capitalised word begins a name in a title: few words, none a verb, then another."""
    if token.group()[:5] == stem:
        return False
    for count, word in enumerate(_TOKEN.finditer(line, token.end(), token.end() + 60)):
        if word.group()[:1].isupper():
            return count <= 1
        if word.group().endswith((".", "!", "?")) or _is_verb(word.group()):
            return False
    return False


def _verb_follows(line: str, token: re.Match[str]) -> bool:
    """Whether the next words say that something is done."""
    words = line[token.end() : token.end() + 60].split()[:3]
    return any(FINITE.match(word.strip(",.;:")) for word in words)


def _shouts(word: str) -> bool:
    letters = [letter for letter in word if letter.isalpha()]
    return len(letters) > 1 and all(letter.isupper() for letter in letters)


_HEAD_LABEL = re.compile(
    r"(?<!\S)(?P<label>"
    r"(?P<people>Beslutande(?:\sledamöter|\s\w+representanter)?|[Aa]nde(?=:|\s[A-ZÅÄÖ])|Närvarande(?:\s(?:ledamöter|ersättare"
    r"|ers|politiker|tjänstemän))?|Deltagare|Deltagande|Medverkande"
    r"|Övriga?(?:\s(?:närvarande|deltagare|deltagande|deltog))?|Ledamöter"
    r"|(?:Ej\s|Icke\s)?[Tt]jänstgörande\s(?:ersättare|suppleanter)|(?:Ej|Icke)\stjänstgörande"
    r"|Suppleanter|Dessutom(?=:)|Ersättare|Tjänstemän|Tjänstepersoner"
    r"|Adjungerade?|Närvarorätt|Inbjudna|Gäster|Från\s\w+(?:\s\w+)?(?=:)|Politiker"
    r"|Personalföreträdare|Fackliga\sföreträdare|Insynsplats|NÄRVARANDE|BESLUTANDE|DELTAGARE|ÖVRIGA"
    r"|ERSÄTTARE)"
    r"|(?P<absent>FRÅNVARANDE|Frånvarande|Ej\snärvarande(?:\s?/\s?\w+)?|Anmält\sförhinder"
    r"|Förhinder|Förhindrad)"
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
    for match in (*_HEAD_LABEL.finditer(line, begin, end), None):
        until = match.start() if match else end
        if listing:
            places |= set(name_starts(line, since, until))
        elif signing:
            places |= {m.start() for m in _SIGNING.finditer(line, since, until)}
        if match is None:
            break
        if not _is_label(line, match, listing=listing):
            continue
        places.add(match.start())
        listing = bool(match.group("people") or match.group("absent"))
        signing = signing or bool(match.group("sign"))
        if listing:
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


_STANDS_FOR = re.compile(
    r"(?:\bför|\bersätter|\bersättare\sför|\bers\.?(?:\sför)?|\bistället\sför|\bstf)\s\(?$", re.I
)
_PARTICLES = frozenset({"von", "af", "de", "van", "der", "la", "el", "al"})
_INITIAL = re.compile(rf"[{UPPER}]\.?$")
_NAME_TOKEN = re.compile(rf"(?!(?:Mån|Tis|Ons|Tors|Fre|Lör|Sön)dag(?:en)?\b)[{UPPER}][{UPPER}{LOWER}'’´-]*[{LOWER}][{UPPER}{LOWER}'’´-]*[,;.]?$")


def name_starts(line: str, begin: int, end: int) -> list[int]:
    """Where each person begins in a row of names with nothing but blanks between them."""
    starts: list[int] = []
    run: list[re.Match[str]] = []
    for token in (*_TOKEN.finditer(line, begin, end), None):
        word = token.group() if token else ""
        if token and word in _PARTICLES and run:
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
            starts += _starts_in(line, run)
            run = []
    return starts


def _inside_name(line: str, initial: re.Match[str]) -> bool:
    """Whether a letter stands between a first name and a surname: no party, no first name next."""
    following = _TOKEN.match(line, initial.end() + 1)
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


_BODY_LABEL = re.compile(
    r"(?<!\S)(?P<label>Beslut(?:\sskickas\still|sunderlag)?|Förslag\still\sbeslut|Yrkanden?"
    r"|Ärendebeskrivning|Sammanfattning(?:\sav\särendet)?|Bakgrund|Beslutsgång|Reservation(?:er)?"
    r"|Propositionsordning|Proposition|Bilagor|Bilaga|Expedieras(?:\still)?|Protokollsutdrag"
    r"|Förvaltningens\sförslag|Föredragande|Underlag|Beslutet\sskickas\still|Skickas\still"
    r"|Vid\sprotokollet|Underskrifter|Justeras|Justerat|Justerare"
    r"|Förslag\still\sbeslut\spå\ssammanträdet|Jäv|Förslag\s(?:på|under)\s(?:dagens\s)?sammanträdet?"
    r"|Beslutsordning|Motivering|Skäl(?:en)?\sför\sbeslut(?:et)?|Ärendet|Ärendets\sbehandling"
    r"|Överläggning(?:ar)?|Diskussion|Inlägg|Sammanfattning|Handlingar"
    r"|Ärendet\si\skorthet|Beskrivning\sav\särendet|ÅTERREMISS|BORDLÄGGNING|YRKANDEN?|RESERVATION"
    r"|SAMMANFATTNING|ÄRENDEBESKRIVNING|BAKGRUND|BESLUTSGÅNG|BESLUTSUNDERLAG|UPPLYSNINGAR|JÄV"
    r"|MOTIVERING|AJOURNERING|Ajournering)(?P<colon>:?)"
    rf"(?=\s(?:[{UPPER}\d•–-]|att\s)|$)"
)
_LONGEST_DECISION = 2500
_CLAUSE = re.compile(
    r"(?:(?P<bullet>[-–•o])\s)?(?:(?<=\s)|^)(?P<att>(?:inte\s)?(?:att|Att|ATT))(?=\s)"
    r"|(?<=\s)(?P<number>\d{1,2})(?:[.)]\s(?=[A-ZÅÄÖa-zåäö])|\s(?=[A-ZÅÄÖ]))|(?P<stop>[.!?](?=\s+[A-ZÅÄÖ]))"
)
_CHARGES = re.compile(
    r"\b(?:uppdra|uppdrar|uppdrog|uppdrag|föreslå|föreslår|rekommender\w+|bemyndiga\w*|begär\w*"
    r"|hemställ\w+|uppmana\w*|delegera\w*|anmoda\w*|medge\w*|tillåt\w*|anse|instäm\w+|be|mandat|avstyrka|tillstyrka|yrka)\b",
    re.IGNORECASE,
)
_CHOSEN = re.compile(r"\b(?:utse|utser|utses|utsågs|välja|väljer|väljs|valdes)\b", re.IGNORECASE)
_JOINS = re.compile(r"(?:,\s(?:och|samt|dels)|\bsamt)\s*$")
_HOLDS = re.compile(r"\s(?:gälla|tillämpas|användas|träda)\b")
"""From when something that is decided holds: 'anta riktlinjen att gälla från ...'."""
_FOR_WHAT = re.compile(
    r"\s(?:\w+\s){0,4}?(?:justera|företräda|representera|ingå|underteckna|teckna|vara)\b"
)
"""What somebody is chosen for: 'utse Eva Alm att jämte ordföranden justera protokollet'."""
_TAKES_ATT = GOVERNS_ATT | frozenset(
    """det kommer avser anser tycker menar medför säger hoppas vill visar framgår föreslår föreslås bör
    frågan tanken risken beslutet tid skyldighet skyldigheten förutsättning förutsättningen villkor
    villkoret krav kravet vikten avsikten målet syftet förslaget uppgiften rätten önskemål begäran
    försöka börja fortsätta arbetet arbeta sträva ser såg tänker planerar redo bra viktigt svårt
    lätt angeläget nödvändigt möjligt lämpligt förstå veta vet tro tror ha har sätt sättet anledning
    än utom konstaterar konstaterade noterar meddelar meddelade påpekar berättar informerar sägs
    anges""".split()
)


def clause_places(line: str, begin: int, end: int) -> set[int]:
    """Where the clauses of a decision begin that stand one after another on a line.

    An "att" that the clause before needs begins none: "att ge kansliet i uppdrag att ...".
    """
    places: set[int] = set()
    since, charged, number = begin, False, 0
    for match in _CLAUSE.finditer(line, begin, end):
        if match.group("stop"):
            if places and not _goes_on(line, match.end()):
                break
            continue
        if match.group("number"):
            if int(match.group("number")) == number + 1 and (number or match.start() - begin < 80):
                number += 1
                places.add(match.start())
                since, charged = match.end(), False
            continue
        before = line[since : match.start()]
        last = before.rsplit(None, 1)[-1].lower().strip(",") if before.strip() else ""
        if _HOLDS.match(line, match.end()):
            continue
        if _CHOSEN.search(before) and _FOR_WHAT.match(line, match.end()):
            continue
        opens = match.group("bullet") or match.group("att")[0] in "Ai" or _JOINS.search(before)
        if (
            not opens
            and places
            and (last in _TAKES_ATT or (not charged and _CHARGES.search(before)))
        ):
            charged = charged or last not in _TAKES_ATT or bool(_CHARGES.search(before))
            continue
        if number and not opens and line[match.start() - 3 : match.start()].strip()[-1:] in ".)":
            since = match.end()
            continue
        places.add(match.start())
        since, charged = match.end(), False
    return places if len(places) > 1 else set()


def _goes_on(line: str, at: int) -> bool:
    """Whether another clause follows a full stop."""
    return (
        re.match(r"\s+(?:[-–•]\s|\d{1,2}[.)]\s)?(?:inte\s)?[Aa]tt\s", line[at : at + 20])
        is not None
    )


_NEXT_ATT = re.compile(r"(?<!\s\d)[.;]\s(?=(?:att|Att|ATT)\s[a-zåäö])")
_DECIDED = re.compile(
    r"\b(?:beslutar|beslutade|beslöt|beslutas|beslutades|besluta)(?=\s(?:inte\s)?att\s)"
)
_DASHED = re.compile(r"(?<=:)\s[-–]\s")
_DASH = re.compile(r"\s[-–]\s(?=\S)|(?P<stop>[.!?]\s+(?=[A-ZÅÄÖ]))")
_RESULT = re.compile(
    r"(?<=\s)(?:Rapport|Information|Protokoll|Dagordning|Föredragningslista|Redovisning|Anteckning"
    r"|Minnesanteckning|Ärende|Meddeland|Skrivelse|Handling|Sammanställning|Förslag|Punkt)"
    r"(?:en|et|n|erna|arna|ena|rna|na)\s(?:lägg|lad|godkän|fastställ|notera|anteckna|bordl|återremitt"
    r"|anmäl|utgå|utgick)\w*"
)
"""What was decided of an item's own subject, where no full stop stands before it."""
_BULLET = re.compile(r"(?<=\s)[•●▪](?=\s)")
_LISTED = re.compile(rf"(?<=\s)(\d{{1,2}})[.)]\s(?=[{UPPER}]|att\s)")
_PROPOSES = re.compile(
    r"(?<!\S)[A-ZÅÄÖ][\w-]+(?:s\sförslag|\sföreslår)(?:\s[\w-]+){0,8}(?::\s(?=1[.)]\s|att\s|-\s)|\s(?=1[.)]\s))"
)
"""What leads to the points of a proposal: 'Styrgruppen föreslår: 1. att ...'."""


def body_places(line: str, begin: int, end: int, *, listed: bool) -> set[int]:
    """Where lines began in the text of items: at labels, bullets and entries of lists.

    `listed` tells that numbered lists are parted too: only where the items are known, or entries
    of lists would be taken for them.
    """
    places: set[int] = set()
    for label in (_BODY_LABEL, _MARKER):
        for match in label.finditer(line, begin, end):
            if _hangs(line, begin, match):
                continue
            places.add(match.start())
            if not match.group("colon"):
                places.add(match.end())
    for match in _SECTIONS.finditer(line, begin, end):
        places |= {match.start(), match.end()}
    for match in _MARKER.finditer(line, begin, end):
        if not _hangs(line, begin, match):
            places |= clause_places(line, match.end(), min(end, match.end() + _LONGEST_DECISION))
    for match in _DECIDED.finditer(line, begin, end):
        if places.isdisjoint(range(match.end(), match.end() + 2)):
            places |= clause_places(line, match.end(), min(end, match.end() + _LONGEST_DECISION))
    places |= {match.start() + 1 for match in _NEXT_ATT.finditer(line, begin, end)}
    places |= {match.start() for match in _RESULT.finditer(line, begin, end)}
    dashed = list(_DASHED.finditer(line, begin, end))
    if line[begin : begin + 2] in {"- ", "– "}:  # a list that goes on from the page before
        dashed.append(re.compile("").match(line, begin))
    for match in dashed:
        for dash in _DASH.finditer(
            line, match.start(), min(end, match.start() + _LONGEST_DECISION)
        ):
            if dash.group("stop"):
                break
            places.add(dash.start() + 1)
    for match in _PRESENTED.finditer(line, begin, end):
        places |= _after_people(line, match.end(), end)
    places |= {match.start() for match in _BULLET.finditer(line, begin, end)}
    if listed:
        places |= _list_places(line, begin, end)
        for match in _PROPOSES.finditer(line, begin, end):
            places |= {match.start(), match.end()}
    return places


_PRESENTED = re.compile(r"(?<!\S)Föredra(?:gande|gare|gning|r)\s?:\s")


def _after_people(line: str, begin: int, end: int) -> set[int]:
    """Where a sentence begins right after the names that a label leads to."""
    run: list[re.Match[str]] = []
    for token in _TOKEN.finditer(line, begin, min(end, begin + 160)):
        word = token.group()
        if word[:1].isupper() and not word[:2].isupper():
            run.append(token)
            if not word.endswith((",", ";", ".")):
                continue
            if word.endswith("."):
                return set()
            run = []
        elif word in _PARTICLES:
            continue
        elif len(run) > 2 or (len(run) == 2 and run[-1].group() in _OPENERS):
            return {run[-1].start()}
        elif word not in {"och", "samt"} and not is_role(word.strip(",")):
            return set()
        else:
            run = []
    return set()


def _list_places(line: str, begin: int, end: int) -> set[int]:
    """Where the entries of numbered lists begin: numbers with a full stop that count on."""
    found = [
        (int(match.group(1)), match.start())
        for match in _LISTED.finditer(line, begin, end)
        if not _REFERS.search(line[max(begin, match.start() - 20) : match.start()].rstrip(" ,"))
    ]
    known = {number for number, _ in found}
    return {place for number, place in found if {number - 1, number + 1} & known}
