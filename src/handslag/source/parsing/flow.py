"""Third stage: wrapped lines put together again into paragraphs, with the way back.

The flow is the document as one reads it: one line a paragraph, list entry or heading. Every
later stage works on it and turns its places into spans of the canonical text at the end.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from handslag.source.parsing import entries
from handslag.source.parsing.cues import cues_of, in_small_letters
from handslag.source.parsing.dates import DayMention, DayPlaces
from handslag.source.parsing.layout import PARTED, LaidLine
from handslag.source.parsing.lexicon import (
    ABBREVIATIONS,
    DANGLING,
    FINITE,
    GOVERNS_ATT,
    INFINITIVES,
    MONTHS,
    UPPER,
)
from handslag.source.parsing.markers import ends_notice, is_label, opens_line
from handslag.source.parsing.sentences import SentenceEnds
from handslag.source.text import Span


class Para(NamedTuple):
    """One paragraph, list entry or heading: the flow's text from `start` to `end`."""

    start: int
    end: int
    gap: int
    mark: int
    line: int
    """Index of the laid line it begins with."""
    text: str


class Sentence(NamedTuple):
    """One sentence of a paragraph: the flow's text from `start` to `end`."""

    start: int
    end: int
    cues: int
    """Which cues its words are: a cheap look before costly patterns."""


class Flow:
    """The words of the document as one text, and where each stands in the canonical text."""

    def __init__(
        self, text: str, paras: list[Para], offsets: list[int], sources: list[int], length: int
    ) -> None:
        self.text = text
        self.paras = paras
        self._offsets = offsets
        self._starts = [para.start for para in paras]
        self._sources = sources
        self._lasts = _lasts(sources, length)
        self._sentences: dict[tuple[int, int], tuple[Sentence, ...]] = {}
        self._small = in_small_letters(text)
        self._ends = SentenceEnds(text)
        self._days = DayPlaces(text)
        self._cues: dict[tuple[int, int], int] = {}

    def span(self, start: int, end: int) -> Span:
        """The outermost place in the canonical text of the flow's words from `start` to `end`."""
        offsets, sources, lasts = self._offsets, self._sources, self._lasts
        i = bisect_right(offsets, start) - 1
        first = min(sources[i] + start - offsets[i], lasts[i])
        if end <= start:
            return Span(first, first + 1)
        at = end - 1
        if i + 1 < len(offsets) and offsets[i + 1] <= at:
            i = bisect_right(offsets, at) - 1
        return Span(first, max(min(sources[i] + at - offsets[i], lasts[i]) + 1, first))

    def pieces(self, start: int, end: int) -> tuple[Span, ...]:
        """The stretches of the canonical text that hold the words, where it is more than one."""
        i = bisect_right(self._offsets, start) - 1
        j = bisect_right(self._offsets, max(start, end - 1)) - 1
        found: list[Span] = []
        for k in range(max(i, 0), j + 1):
            begin = max(start, self._offsets[k])
            stop = min(end, self._offsets[k + 1] if k < j else end)
            if stop <= begin or not self.text[begin:stop].strip():
                continue
            found.append(self.span(begin, stop))
        return tuple(found)

    def sentences(self, start: int, end: int) -> tuple[Sentence, ...]:
        """The sentences from `start` to `end`, parted once for all that look through them."""
        found = self._sentences.get((start, end))
        if found is None:
            at = start
            parted: list[Sentence] = []
            for stop in self._ends.between(start, end):
                parted.append(Sentence(at, stop, cues_of(self.text[at:stop])))
                at = stop
            found = self._sentences[start, end] = tuple(parted)
        return found

    def sentences_with(self, cue: int, start: int, end: int) -> Sequence[Sentence]:
        """The sentences from `start` to `end` that hold the cue."""
        if not self.cues(start, end) & cue:
            return ()
        return [sentence for sentence in self.sentences(start, end) if sentence.cues & cue]

    def holds(self, stem: str, start: int, end: int) -> bool:
        """Whether `stem`, in small letters, stands anywhere from `start` to `end`."""
        return self._small.find(stem, start, end) >= 0

    def cues(self, start: int, end: int) -> int:
        """Which cues stand from `start` to `end`, looked up once for all that ask."""
        found = self._cues.get((start, end))
        if found is None:
            found = self._cues[start, end] = cues_of(self.text[start:end])
        return found

    def days(self, start: int, end: int) -> list[DayMention]:
        """Every day named from `start` to `end`, in order."""
        return self._days.between(start, end)

    def sentence_ends(self, start: int, end: int) -> list[int]:
        """Where the sentences from `start` to `end` end, the last one always at `end`."""
        return self._ends.between(start, end)

    def sentence_end(self, start: int, end: int) -> int:
        """Where the first sentence from `start` ends, at most `end`."""
        return self._ends.first(start, end)

    def para_at(self, place: int) -> int:
        """Index of the paragraph that holds `place`."""
        return max(0, bisect_right(self._starts, place) - 1)


def _lasts(sources: list[int], length: int) -> list[int]:
    """The last place in the canonical text that belongs to each stretch of words.

    What joins two lines stands where the first of them ends, never beyond the second's start.
    """
    following = [*sources, length][1:]
    return [
        min(max(source, after - 1), length - 1)
        for source, after in zip(sources, following, strict=True)
    ]


_ENTRY = re.compile(
    rf"(?:[-–•●▪*·]\s|\d{{1,3}}(?:\.\d{{1,3}}){{0,3}}[.)]?\s+[{UPPER}\"”(]|\d{{1,3}}[.)]\s"
    rf"|\d{{1,2}}\s(?:att|{'|'.join(INFINITIVES)})\s"
    rf"|\(?[a-zåäö][).]\s|§|[A-Z][A-Za-z]{{0,4}}\s§?\s?\d{{1,4}}\s+[{UPPER}])"
)
_ENDS = (".", "!", "?", ":", ";")
_NUMBER_ALONE = re.compile(r"(?:§\s?|[A-Z][a-z]{0,3}\s)?\d{1,4}(?:/\d{2,4})?[.)]?$")
_ONLY_NUMBERED = re.compile(
    r"(?:[A-ZÅÄÖ][A-Za-zåäö]{0,4}\s)?(?:§\s?)?\d{1,4}(?:/\d{2,4})?[.)]?"
    r"(?:\s{3,}.*|\s+(?:Dnr|DNR|Diarienr)\b.*)?$"
)
"""The number of an item and at most its diary number: its title stands on the next line."""
_YEAR = re.compile(r"(?:19|20)\d\d\b")
_COLUMNS = re.compile(r"\t|\S {3,}\S")
_DATE_NEXT = re.compile(r"\d{1,2}\s(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)")


_PEOPLE = re.compile(r"(?:närvarande|deltagare|beslutande|medverkande)\s?:", re.IGNORECASE)
_HEAD_LINES = 12
"""So many lines from the start an empty line always parts: they hold labels, not sentences."""


def join_lines(lines: Sequence[LaidLine], furniture: set[int], length: int) -> Flow:
    """The flow of the lines that are not furniture; `length` is the canonical text's."""
    kept = [i for i in range(len(lines)) if i not in furniture]
    width = _wrap_width([lines[i] for i in kept])
    spaced = _is_double_spaced([lines[i] for i in kept])
    brackets = entries.brackets(lines, kept)
    parts: list[str] = []
    paras: list[Para] = []
    offsets: list[int] = []
    sources: list[int] = []
    at = begin = first = 0
    para_gap = para_mark = 0
    earlier = previous = -1
    for i in kept:
        line = lines[i]
        join = None
        if previous >= 0:
            torn = i - previous > 1
            apart = spaced and (i > _HEAD_LINES or _PEOPLE.match(lines[first].text) is not None)
            told = previous in brackets.remarks
            measure = _Measure(width, apart, torn, i in brackets.inside, told)
            heads = earlier >= 0 and earlier not in brackets.inside
            titled = heads and _ONLY_NUMBERED.match(lines[earlier].text) is not None
            if titled and _ends_title(lines[previous].text, line.text):
                join = None
            else:
                join = _joint(lines[previous], line, lines[first].text, measure)
        if join is None:
            if previous >= 0:
                words = "".join(parts[begin:])
                paras.append(Para(at - len(words), at, para_gap, para_mark, first, words))
                parts.append("\n")
                at += 1
            begin, first, para_gap = len(parts), i, line.gap
            para_mark = line.mark if line.mark != PARTED else 0
        elif join == "-":
            parts[-1] = parts[-1][:-1]
            at -= 1
        elif join:
            parts.append(join)
            at += len(join)
        for offset, source in line.pieces:
            offsets.append(at + offset)
            sources.append(source)
        parts.append(line.text)
        at += len(line.text)
        earlier, previous = previous, i
    if previous >= 0:
        words = "".join(parts[begin:])
        paras.append(Para(at - len(words), at, para_gap, para_mark, first, words))
    return Flow("".join(parts), paras, offsets, sources, length)


def _ends_title(title: str, words: str) -> bool:
    """Whether the line under a number alone is the whole title: the next one begins anew."""
    return (
        words[0].isupper() and title[-1] not in ",-–" and title.split()[-1].lower() not in DANGLING
    )


def _wrap_width(lines: Sequence[LaidLine]) -> int:
    """How long a line gets before it is wrapped; 0 where the document does not wrap."""
    lengths = sorted(len(line.text) for line in lines if len(line.text) > 30)
    if len(lengths) < 4:
        return 0
    width = lengths[len(lengths) * 9 // 10]
    return width if 55 <= width <= 140 else 0


def _is_double_spaced(lines: Sequence[LaidLine]) -> bool:
    """Whether an empty line stands between the lines of one sentence."""
    lower = [line.gap for line in lines if line.text[0].islower() and len(line.text) > 30]
    return len(lower) >= 2 and sum(gap == 1 for gap in lower) * 3 >= len(lower)


class _Measure(NamedTuple):
    """How the document's lines are set."""

    width: int
    """How long a line gets before it is wrapped; 0 where nothing is wrapped."""
    spaced: bool
    """Whether an empty line stands between the lines of one sentence."""
    torn: bool
    """Whether page furniture stands between this line and the one before."""
    inside: bool
    """Whether this line goes on within brackets that were opened above it."""
    told: bool
    """Whether the line before ends with a remark in brackets about somebody at the meeting."""


def _joint(before: LaidLine, line: LaidLine, para: str, measure: _Measure) -> str | None:
    """What joins `line` to the paragraph that `before` ends: a blank, a mended hyphen, or nothing.

    None is a new paragraph. `para` is the first line of the paragraph so far.
    """
    words, last = line.text, before.text
    apart = line.mark or (before.mark and before.mark != PARTED)
    if apart or "\t" in last or "\t" in words:
        return None
    hyphen = _hyphen(last, words) if last[-1] in "-\u00ad" else None
    if hyphen is not None:
        return hyphen
    tail = last.rsplit(None, 1)[-1]
    if measure.inside or _goes_on_with_number(words, tail):
        return " "
    if _begins_anew(words, last, tail, para):
        return None
    if tail.lower() in DANGLING and not is_label(last) and last[-4:-1] != "   ":
        return " "
    if words[:4].lower() == "att ":
        return _joint_at_att(last, tail, para, words, measure.width)
    if words[0].islower():
        waits = last.endswith(",") or _waits(tail, words)
        return None if is_label(last) and not waits else " "
    return _joint_at_capital(before, line, para, measure)


def _waits(tail: str, words: str) -> bool:
    """Whether a verb that ends a line waits for its subject: 'beslutade / nämnden att'."""
    first = words.split(None, 1)[0]
    return tail.lower() in {"beslutar", "beslutade", "beslöt"} and not first.endswith(
        ("a", "e", "å", "ej", "inte")
    )


def _begins_anew(words: str, last: str, tail: str, para: str) -> bool:
    """Whether a line certainly begins a paragraph, whatever stands before it."""
    if tail in {"samt", "och"} and words[:4].lower() == "att " and para[:4].lower() == "att ":
        return True
    if _ENTRY.match(words) or opens_line(words) or ends_notice(words):
        return True
    if _NUMBER_ALONE.match(words) and tail.lower() not in DANGLING:
        return True
    if last.rstrip("”\"')]").endswith(_ENDS) and tail.strip("(.”\"'").lower() not in ABBREVIATIONS:
        return True
    return _NUMBER_ALONE.match(last) is not None and len(para) == len(last)


def _joint_at_capital(before: LaidLine, line: LaidLine, para: str, measure: _Measure) -> str | None:
    """A line that begins with a capital goes on only where the line before it is full."""
    words, last = line.text, before.text
    if is_label(words) or (is_label(last) and ":" not in last):
        return None
    if last.endswith(","):
        return " " if line.gap <= 1 else None
    if line.gap > (1 if measure.spaced or measure.torn else 0):
        return None
    if _COLUMNS.search(words):
        return None
    goes_on = entries.goes_on(last, words, para, told=measure.told)
    if goes_on is not None:
        return " " if goes_on else None
    if _COLUMNS.search(last):
        return None
    if not _full(last, words, para, measure.width) or entries.both_people(last, words):
        return None
    return " "


_OPENS_ATTS = re.compile(
    r"beslut\w*$|beslöt$|föreslår$|föreslog$|\bföreslår?\s(?:[\w-]+\s){0,3}[\w-]+$"
)


def _joint_at_att(last: str, tail: str, para: str, words: str, width: int) -> str | None:
    """An 'att' at the start of a line either goes on or begins the next clause."""
    if words[0] == "A" or is_label(last):
        return None
    if tail.lower() in GOVERNS_ATT:
        return " "
    if para[:4].lower() == "att " or _ENTRY.match(para):
        return None
    full = width and len(last) + 4 > width * 0.75
    return " " if full and not _OPENS_ATTS.search(last[-60:]) else None


def _goes_on_with_number(words: str, tail: str) -> bool:
    """Whether a number at the start of a line belongs to the word before it: 'bilaga', 'den'."""
    if not words[0].isdigit():
        return False
    if tail.lower() in MONTHS and _YEAR.match(words):
        return True
    if tail.lower() not in DANGLING:
        return False
    if words[2:4].strip(" 0123456789").startswith(")"):
        return False
    numbered = tail.lower().startswith(("bil", "p", "§", "nr", "kl"))
    return numbered or _DATE_NEXT.match(words) is not None or not _ENTRY.match(words)


def _hyphen(last: str, words: str) -> str | None:
    """How a line that ends with a hyphen goes on."""
    if len(last) < 2 or last[-2] in " -\t" or not last[-2].isalnum():
        return None
    following = words.split(None, 1)[0].lower().strip(",")
    if following in {"och", "eller", "samt", "respektive", "resp."}:
        return " "
    if words[0].islower() and last[-2].islower():
        return "-"
    return "" if last[-2].isalnum() and words[0].isalnum() and not words[0].isdigit() else None


_NUMBERED = re.compile(
    rf"(?=[§\d]){_ENTRY.pattern}|(?i:punkt|ärende)\s\d{{1,3}}[.:]?\s(?=[{UPPER}])"
)


def _full(last: str, words: str, para: str, width: int) -> bool:
    """Whether `last` was wrapped, so that capitalised `words` go on with it."""
    if not width:
        return False
    first = words.split(None, 1)[0]
    if len(last) + 1 + len(first) <= width * 0.82:
        return False
    heading = _NUMBERED.match(para) is not None
    if para.lstrip("-–•*· ")[:4].lower() == "att ":
        return not (_tells(words) or _SAYS.match(words))
    return not (heading and (_tells(words) or _SAYS.match(words) or _LEADS.match(words)))


_SAYS = re.compile(
    r"(?:\w{4,}(?:[ea]n|na|et)|[A-ZÅÄÖ][\w-]+\s[A-ZÅÄÖ][\w-]+)"
    r"\s(?!(?:(?:in|ut|fram|ovan|där|utan|innan)?för|över|under|efter|eller|både|per|ur)\b)"
    r"[a-zåäö]{2,}(?:r|de|te|o[dg])\s"
)
"""A subject and a verb: 'Regionen avstår', 'Regionsidan avstod', 'Eva Ek visar'."""
_LEADS = re.compile(r"(?:\S+\s){2,9}\S+:$")
"""A line that leads to what stands below it: 'Följande frågor lyftes:'."""


def _tells(words: str) -> bool:
    """Whether a line begins a sentence of its own: a finite verb stands near its start."""
    near = [word.strip(",.") for word in words.split(None, 5)[1:4]]
    return any(FINITE.match(word) or (len(word) > 4 and word.endswith("as")) for word in near)
