"""Finding a place again after a newer reader has given another text. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place in a former text: where it was, its words, and the words beside it."""

    start: int
    end: int
    quote: str
    before: str = ""
    after: str = ""


class Finder:
    """Finds places of a former text in a new one."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._solid, self._offsets = _without_space(text)

    def find(self, anchor: Anchor) -> tuple[int, int] | None:
        """Where the words stand now; None where they are not in the text any more.

        White space may differ. Where the words stand more than once, those with the same words
        beside them are meant, and after that those nearest to where they were.
        """
        if self._text[anchor.start : anchor.end] == anchor.quote and self._beside(anchor):
            return anchor.start, anchor.end
        quote, _ = _without_space(anchor.quote)
        if not quote:
            return None
        before, _ = _without_space(anchor.before)
        after, _ = _without_space(anchor.after)
        best: tuple[int, int, int] | None = None
        place = self._solid.find(quote)
        while place >= 0:
            end = place + len(quote)
            same = _same_end(self._solid[max(0, place - len(before)) : place], before)
            same += _same_start(self._solid[end : end + len(after)], after)
            found = (same, -abs(self._offsets[place] - anchor.start), place)
            best = found if best is None else max(best, found)
            place = self._solid.find(quote, place + 1)
        if best is None:
            return None
        return self._offsets[best[2]], self._offsets[best[2] + len(quote) - 1] + 1

    def _beside(self, anchor: Anchor) -> bool:
        before = self._text[max(0, anchor.start - len(anchor.before)) : anchor.start]
        after = self._text[anchor.end : anchor.end + len(anchor.after)]
        return before == anchor.before and after == anchor.after


def anchor_at(text: str, start: int, end: int, beside: int = 80) -> Anchor:
    """The place of `text` from `start` to `end`, so that it can be found again in another text."""
    return Anchor(
        start, end, text[start:end], text[max(0, start - beside) : start], text[end : end + beside]
    )


def _without_space(text: str) -> tuple[str, list[int]]:
    """`text` without white space, and where each of its letters stood."""
    offsets = [place for place, letter in enumerate(text) if not letter.isspace()]
    return "".join(text[place] for place in offsets), offsets


def _same_start(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _same_end(one: str, other: str) -> int:
    return _same_start(one[::-1], other[::-1])
