"""What is told to differ between two texts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from handslag.output.comparing.words import Mark, difference

texts = st.lists(
    st.lists(
        st.sampled_from(["att", "godkänna", "planen", "den", "3", "maj", "§"]), max_size=8
    ).map(" ".join),
    max_size=12,
).map("\n".join)


def told(before: str, after: str) -> str:
    found = []
    for line in difference(before, after).lines:
        words = {Mark.SAME: "{}", Mark.ADDED: "+{}+", Mark.REMOVED: "-{}-"}
        found.append(
            f"({line.skipped})"
            if line.skipped
            else "".join(words[piece.mark].format(piece.text) for piece in line.pieces)
        )
    return "\n".join(found)


def test_a_changed_word_is_told_and_nothing_beside_it():
    assert told("att godkänna planen den 3 maj", "att godkänna planen den 4 maj") == (
        "att godkänna planen den- 3-+ 4+ maj"
    )


def test_a_line_that_is_new_stands_whole():
    assert told("Ett\nTre", "Ett\nTvå\nTre") == "Ett\n+Två+\nTre"
    assert told("Ett\nTvå\nTre", "Ett\nTre") == "Ett\n-Två-\nTre"


def test_what_is_far_from_a_change_is_told_by_its_number():
    many = [f"Rad nummer {number}" for number in range(9)]
    assert told("\n".join(many), "\n".join([*many[:-1], "Slut"])) == (
        "(7)\nRad nummer 7\n+Slut+\n-Rad nummer 8-"
    )


def test_texts_that_say_the_same_do_not_differ():
    found = difference("Ett\n\n två ", "Ett\ntvå")
    assert not found
    assert (found.added, found.removed) == (0, 0)


def test_counts_are_of_words_and_places():
    found = difference("ett två tre\nsamma\nfyra fem", "ett tre\nsamma\nfyra fem sex sju")
    assert (found.places, found.removed, found.added) == (2, 1, 2)


def side(before: str, after: str, left_out: Mark) -> list[str]:
    """One of the two texts, put together from the difference; what is skipped is left out."""
    lines = []
    for line in difference(before, after).lines:
        words = "".join(piece.text for piece in line.pieces if piece.mark != left_out).split()
        if words:
            lines.append(words)
    return [word for line in lines for word in line]


@given(texts, texts)
def test_both_texts_can_be_had_back_from_what_is_told(before, after):
    # with nothing skipped: every line is near a change when each gets a mark of its own
    def marked(text: str, sign: str) -> str:
        return "\n".join(f"{sign} {line.strip()}" for line in text.splitlines() if line.strip())

    old, new = marked(before, "gammal"), marked(after, "ny")
    assert side(old, new, Mark.ADDED) == old.split()
    assert side(old, new, Mark.REMOVED) == new.split()


def test_a_text_with_very_many_words_is_told_in_time():
    before = " ".join(f"ord{number}" for number in range(5000))
    after = " ".join(f"ord{number}" for number in range(1, 5001))
    found = difference(before, after)
    assert found.places == 1
