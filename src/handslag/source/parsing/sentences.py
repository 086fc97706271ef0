"""Where sentences end: found once for a whole text, then looked up for any stretch of it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from handslag.source.parsing.lexicon import ABBREVIATIONS

SENTENCE_END = re.compile(
    r"[.!?][.!?]*(?:(?P<sure>(?<=[a-zåäö]{5}\.)(?<!forts\.)(?=\s[A-ZÅÄÖ]))|[”\"'’)\]]*(?=\s|$))"
)
"""`sure`: after so many letters, which are no abbreviation, and before a capital."""
_CLOSERS = ".!?”\"'’)]"
_NEAR_END = re.compile(r"[.!?”\"'’)\]]\s")
_AHEAD = 4
"""So far beyond a sentence's end is looked for how the next one begins."""


def sentence_ends(text: str, start: int = 0, end: int | None = None) -> list[int]:
    """Offsets where sentences of `text[start:end]` end, the last one always `end`.

    A line end ends a sentence: the flow has already joined wrapped lines.
    """
    stop = len(text) if end is None else end
    ends = [
        match.end()
        for match in SENTENCE_END.finditer(text, start, stop)
        if match.lastgroup
        or match.end() >= stop
        or _ends_sentence(text, match.start(), match.end(), stop)
    ]
    if not ends or ends[-1] < stop:
        ends.append(stop)
    return ends


def _ends_sentence(text: str, stop: int, after: int, end: int) -> bool:
    following = text[after : min(end, after + _AHEAD)].lstrip(" \t\xa0\n”\"'(")
    if following and (following[0].islower()):
        return False
    if text[stop] != ".":
        return True
    words = text[max(0, stop - 24) : stop].split()
    bare = words[-1].lstrip("(”\"'") if words else ""
    if len(bare) == 1 and bare.isupper():
        return not (len(words) > 1 and words[-2][0].isupper())
    return bare.lower() not in ABBREVIATIONS and not (len(bare) == 1 and bare.isalpha())


class SentenceEnds:
    """The sentence ends of a text, for any stretch of it the same as `sentence_ends` gives."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends = sentence_ends(text)

    def between(self, start: int, end: int) -> list[int]:
        """Where sentences from `start` to `end` end, the last one always at `end`."""
        if self._depends_on_cut(start, end):
            return sentence_ends(self._text, start, end)
        first = bisect_right(self._ends, start)
        found = self._ends[first : bisect_left(self._ends, end, first)]
        found.append(end)
        return found

    def first(self, start: int, end: int) -> int:
        """Where the first sentence from `start` ends, at most `end`."""
        if self._depends_on_cut(start, end):
            return sentence_ends(self._text, start, end)[0]
        first = bisect_right(self._ends, start)
        return min(self._ends[first], end) if first < len(self._ends) else end

    def _depends_on_cut(self, start: int, end: int) -> bool:
        """Whether the stretch begins among closing signs or ends right after a possible end."""
        text = self._text
        if start < end and text[start] in _CLOSERS:
            return True
        return _NEAR_END.search(text, max(start, end - _AHEAD), end) is not None
