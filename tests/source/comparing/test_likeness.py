from __future__ import annotations

import random
from pathlib import Path

import pytest

from handslag.source.comparing.likeness import runs_of, share, sketch

WORDS = [f"{a}{b}{c}" for a in ("vård", "skol", "hem") for b in "abcdefghij" for c in ("en", "et")]
EXAMPLES = Path(__file__).parents[3] / "examples" / "documents"


def a_text(seed: int, words: int = 400) -> str:
    chosen = random.Random(seed)  # noqa: S311  the same words each time
    return " ".join(chosen.choice(WORDS) for _number in range(words))


def spoilt(text: str, seed: int, one_in: int) -> str:
    chosen = random.Random(seed)  # noqa: S311  the same words each time
    return " ".join(f"{word}x" if chosen.randrange(one_in) == 0 else word for word in text.split())


def test_a_double_with_a_word_in_fifty_spoilt_is_met():
    met = 0
    for seed in range(100):
        text = a_text(seed)
        met += bool(set(sketch(text)) & set(sketch(spoilt(text, seed, 50))))
    assert met == 100


def test_other_texts_are_not():
    sketches = [set(sketch(a_text(seed))) for seed in range(100)]
    assert not any(a & b for a in sketches for b in sketches if a is not b)


@pytest.mark.parametrize("text", ["", "Kallelse till möte", "ord " * 30])
def test_a_text_too_short_has_no_sketch(text):
    assert sketch(text) == ()


def test_the_scanned_notes_of_the_example_are_met_by_the_typed_ones_alone():
    texts = {path.name: path.read_text() for path in EXAMPLES.glob("*.txt")}
    notes, scanned = (
        f"2025-04-11-lansnatverket-minnesanteckningar{end}.txt" for end in ("", "-skannad")
    )
    sketches = {name: set(sketch(text)) for name, text in texts.items()}
    assert {name for name in texts if sketches[name] & sketches[notes]} == {notes, scanned}
    assert share(runs_of(texts[notes]), runs_of(texts[scanned])) > 0.8


def test_nothing_shares_nothing():
    assert share(frozenset(), frozenset()) == 0.0
