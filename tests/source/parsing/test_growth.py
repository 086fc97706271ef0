"""Ten times the text takes about ten times the work, whatever the text.

Work is counted, not timed: the calls that Python makes, and for the patterns (which run
inside one call) the time, with a bound generous enough for a busy machine.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from tests.source.parsing.reading import read

CASES = sorted((Path(__file__).parent / "cases").glob("*.txt"))
HOSTILE = (
    "beslutar att notera att och att kostnaden ökar ",
    "att ", "att godkänna\n", "1. ", "§ 12 A ", "1\n", "Sn 1 Abc\n", "Beslut\n", "Närvarande: ",
    "Anna Berg, ", "Anna Berg (", "Nämnden beslutar att a, ", "får i uppdrag att ",
    "föreslår att ", "bilaga 1, ", "bilaga 1-", "1 000 ", "1, ", "2020-01-01 ", "kl 13-",
    "A B C D ", "Ab ", "a-\n", "och ", "*", "_", "|a", "<", "\t", "§ 1" + " " * 400 + "x\n",
    "x" + " " * 400, "(", "\"", "3 ja-röster mot ", "möte den 3 mars ", "Nämndens möte ",
    "På mötet ", "Till ", "a", "12 Val av x. ", "12 Ab Cd ", "Beslut att a ", "att utse a ",
    "Plats och tid Beslutande Organ Bevis ", "Anna Berg Karl Ek ", "Beslut: att a 1. b ",
)  # fmt: skip


def calls(words: str) -> int:
    count = 0

    def tally(frame: object, event: str, arg: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(tally)
    try:
        read(words)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("path", CASES[:6], ids=lambda path: path.stem)
def test_calls_grow_with_the_text(path):
    words = path.read_text(encoding="utf-8") + "\n\n"
    read(words)
    assert calls(words * 20) < 14 * calls(words * 2)


def seconds(words: str) -> float:
    best = float("inf")
    for _ in range(2):
        begin = time.process_time()
        read(words)
        best = min(best, time.process_time() - begin)
    return best


@pytest.mark.parametrize("bit", HOSTILE, ids=lambda bit: repr(bit[:24]))
def test_no_text_is_costly(bit):
    small = bit * (8_000 // len(bit))
    read(small)
    once = max(seconds(small), 0.002)
    assert seconds(small * 10) < 40 * once
