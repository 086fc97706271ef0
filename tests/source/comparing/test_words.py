from __future__ import annotations

from time import perf_counter

from hypothesis import given
from hypothesis import strategies as st

from handslag.source.comparing.words import changes, folded_words, parts, words_of

WORDS = st.lists(st.sampled_from(["att", "inte", "vård", "råd", "2031", "möte", "Bo"]), max_size=30)


def put_together(one: list[str], other: list[str]) -> list[str]:
    """The other list, made of the first by doing what `changes` says."""
    made, at = [], 0
    for change in changes(one, other):
        made += one[at : change.start] + other[change.other_start : change.other_end]
        at = change.end
    return made + one[at:]


@given(WORDS, WORDS)
def test_doing_the_changes_to_one_makes_the_other(one, other):
    assert put_together(one, other) == other


@given(WORDS)
def test_nothing_differs_from_itself(words):
    assert changes(words, words) == []


@given(st.text(), st.text())
def test_no_text_is_too_odd(one, other):
    found = parts(one, other)
    assert all(part.text and part.kind in {"same", "out", "in"} for part in found)
    assert [w.folded for part in found if part.kind != "in" for w in words_of(part.text)] == [
        w.folded for w in words_of(one)
    ]


def test_a_long_text_is_cut_at_words_that_stand_once():
    one = [f"ord{number}" for number in range(5000)]
    other = [*one[:1200], "nytt", *one[1201:4000], *one[4003:]]
    found = changes(one, other)
    assert [(c.start, c.end, c.other_end - c.other_start) for c in found] == [
        (1200, 1201, 1),
        (4000, 4003, 0),
    ]


def test_the_same_few_words_over_and_over_take_time_in_step():
    def seconds(count: int) -> float:
        one, other = ["a", "b", "a"] * count, ["b", "a", "a", "b"] * count
        begun = perf_counter()
        changes(one, other)
        return perf_counter() - begun

    seconds(100)
    assert seconds(20_000) < 100 * max(seconds(2_000), 0.002)


def test_a_word_cut_at_the_end_of_a_line_is_one_word():
    text = "besök på akutmot-\n\n  tagningen igår"
    assert [word.folded for word in words_of(text)] == ["besök", "på", "akutmottagningen", "igår"]
    word = words_of(text)[2]
    assert text[word.start : word.end] == "akutmot-\n\n  tagningen"


def test_parts_show_what_went_and_what_came():
    found = parts("att avtalet gäller till maj 2031.", "att avtalet gäller till och med juni 2031.")
    assert [tuple(part) for part in found] == [
        ("same", "att avtalet gäller till"),
        ("out", "maj"),
        ("in", "och med juni"),
        ("same", "2031."),
    ]


@given(st.text())
def test_words_alone_are_the_same_words(text):
    assert folded_words(text) == [word.folded for word in words_of(text)]
