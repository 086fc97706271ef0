from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from handslag.output.search.stems import STOP_WORDS, stem_of
from handslag.output.search.words import asked, indexed, marked


def test_what_is_kept_is_each_stem_and_the_word_itself():
    assert indexed("Avtalen om läkare") == "avtal avtalen läk läkare"


def test_swedish_letters_are_letters_of_their_own():
    assert stem_of("får") != stem_of("far")
    assert indexed("Örn") == "örn"


def test_a_long_text_is_cut_between_words_around_the_first_match():
    text = "inledning " * 60 + "avtalet " + "slut " * 60
    pieces = marked(text, asked("avtal"), longest=100)
    shown = "".join(piece.text for piece in pieces)
    assert [piece.text for piece in pieces if piece.matched] == ["avtalet"]
    assert shown.startswith("… inledning")
    assert shown.endswith("slut …")
    assert len(shown) <= 110


def shaped(text: str) -> str:
    """A text with a space for each sign that has no shape."""
    return "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in text)


@given(st.text(max_size=400), st.text(max_size=20))
def test_segments_are_the_text_whatever_it_is(text, words):
    pieces = marked(text, asked(words), longest=10_000)
    assert "".join(piece.text for piece in pieces) == shaped(text)
    assert all(piece.text for piece in pieces)


@given(st.text(max_size=2000), st.text(max_size=20), st.integers(20, 200))
def test_a_cut_text_is_a_piece_of_it(text, words, longest):
    shown = "".join(piece.text for piece in marked(text, asked(words), longest=longest))
    shown = shown.removeprefix("… ").removesuffix(" …")
    assert shown in shaped(text) or len(text) <= longest


@given(st.text(max_size=60))
def test_a_word_that_is_kept_is_found_by_itself(text):
    kept = set(indexed(text).split())
    wanted = {term.stem for term in asked(text).terms} - STOP_WORDS
    assert wanted <= kept | {stem_of(word) for word in STOP_WORDS}
