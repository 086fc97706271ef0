"""How the parser's work grows with the text, on ordinary and on hostile text.

Work is counted as calls of functions, which is the same on every machine and in every run, and
timed besides, since a pattern does its work inside one call. A factor of ten for ten times the
text is what is wanted; above it the parser does more for each character of a longer text.
"""

from __future__ import annotations

import sys
from hashlib import sha256
from itertools import pairwise
from time import process_time

from benchmarks.documents import minutes
from handslag.source.parsing import parse
from handslag.source.record import MeetingRecord, Source
from handslag.source.record.document import READER
from handslag.source.text import CanonicalText

TIMES = (1, 10, 100)
CHARACTERS = 4_000
"""Of each text at its shortest."""

HOSTILE = {
    "one letter": "a",
    "one long line": "ord ",
    "numbers alone": "1\n",
    "headings": "§ 1 A\n",
    "nested markers": "- 1. a) ",
    "att without end": "att ",
    "clauses without end": "Nämnden beslutar att a, ",
    "names without end": "Anna Berg, ",
    "an open bracket": "Anna Berg (",
    "attachments in ranges": "bilaga 1-99, ",
    "digits": "1 000 ",
    "divided words": "a-\n",
    "spaces": " ",
    "table bars": "|a",
}
"""Pieces that are repeated without end, each aimed at a stage of the parser."""


def main() -> None:
    """Print, for each text, its calls and seconds at 1, 10 and 100 times the length."""
    heads = "".join(f"{f'calls x{times}':>14}" for times in TIMES)
    seconds = "".join(f"{f's x{times}':>9}" for times in TIMES)
    print(f"{'growth':<24}{heads}{seconds}{'worst step':>12}")
    for name, words in texts().items():
        made = [measured(words * times) for times in TIMES]
        calls = [count for count, _ in made]
        steps = [after / before for before, after in pairwise(calls)]
        counted = "".join(f"{count:>14,}" for count in calls)
        timed = "".join(f"{spent:>9.3f}" for _, spent in made)
        print(f"  {name:<22}{counted}{timed}{max(steps):>11.1f}x")


def texts() -> dict[str, str]:
    """Every text at its shortest, by name."""
    ordinary = minutes(3)[:CHARACTERS].rpartition("\n")[0] + "\n\n"
    hostile = {name: bit * (CHARACTERS // len(bit)) for name, bit in HOSTILE.items()}
    return {"ordinary minutes": ordinary} | hostile


def measured(words: str) -> tuple[int, float]:
    """Calls, and seconds of processor time without counting."""
    source = described(words)
    begin = process_time()
    parsed(words, source)
    spent = process_time() - begin
    count = 0

    def tally(_frame: object, event: str, _arg: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(tally)
    try:
        parsed(words, source)
    finally:
        sys.setprofile(None)
    return count, spent


def described(words: str) -> Source:
    """What the parser is told of a text that lies in no file."""
    digest = sha256(words.encode()).hexdigest()
    return Source("anteckningar.txt", digest, "text/plain", len(words), digest, READER)


def parsed(words: str, source: Source) -> MeetingRecord:
    """The record of a text whose lines nobody has counted before."""
    return parse(CanonicalText(words), source)


if __name__ == "__main__":
    main()
