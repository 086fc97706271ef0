"""What was said, read from Markdown of a few marks."""

from __future__ import annotations

import pytest

from handslag.output.generation.rich_text import BlockKind, Run, TextBlock, blocks_of

BULLET, NUMBERED = BlockKind.BULLET, BlockKind.NUMBERED


def told(markdown: str) -> list[tuple[str, str, int, int | None]]:
    return [(b.kind.value, b.text, b.level, b.number) for b in blocks_of(markdown)]


def test_paragraphs_are_parted_by_blank_lines_and_keep_their_line_breaks():
    assert told("Ett\ntvå\n\n\nTre\r\n\r\nFyra") == [
        ("paragraph", "Ett\ntvå", 0, None),
        ("paragraph", "Tre", 0, None),
        ("paragraph", "Fyra", 0, None),
    ]


def test_bold_and_italic_are_told_run_by_run():
    (block,) = blocks_of("Hon **ville _inte_** gå")
    assert block.runs == (
        Run("Hon "),
        Run("ville ", bold=True),
        Run("inte", bold=True, italic=True),
        Run(" gå"),
    )


def test_lists_keep_their_numbers_and_depth():
    assert told("3. tre\n4. fyra\n   - inre\n\n     mer\n") == [
        ("numbered", "tre", 0, 3),
        ("numbered", "fyra", 0, 4),
        ("bullet", "inre", 1, None),
        ("paragraph", "mer", 2, None),
    ]


def test_an_empty_entry_lends_its_mark_to_nothing():
    assert told("-\n\nEfter") == [("paragraph", "Efter", 0, None)]


@pytest.mark.parametrize(
    "typed",
    ["<b>x</b>", "[a](http://b)", "![a](b)", "`kod`", "> citat", "a & b &amp; c", "$x$ #y", "## y"],
)
def test_other_marks_are_printed_as_they_were_typed(typed):
    assert blocks_of(typed) == (TextBlock((Run(typed),)),)


def test_a_line_of_dashes_under_words_makes_no_heading():
    assert told("Ord\n---") == [("paragraph", "Ord\n---", 0, None)]


@pytest.mark.parametrize("nothing", ["", " \n\n", "\n"])
def test_nothing_said_is_no_block(nothing):
    assert blocks_of(nothing) == ()
