"""Rich text: Markdown of a few marks, shown as safe HTML.

Paragraphs, line breaks, bold, italic, bulleted and numbered lists. Every other mark of Markdown,
and all HTML, is text and is shown as it was written. `static/kit/rich.js` edits the same marks by
the same rules.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_block.list import list_block

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

RULES = ("list", "emphasis", "escape", "newline")
"""What is read beside paragraphs."""

TAGS = frozenset({"p", "br", "strong", "em", "ul", "ol", "li"})
"""All that can come out; the only attribute is where a numbered list starts."""

DEEPEST = 10
"""How deeply lists may lie in each other; the signs of a deeper one are text."""


def rendered(text: str) -> SafeString:
    """Rich text as HTML of `TAGS` alone, whatever the text holds; empty for text with no words."""
    html: str = _reader().render(text)
    return mark_safe(html)  # noqa: S308  no rule lets HTML or addresses through


@cache
def _reader() -> MarkdownIt:
    options = {"html": False, "linkify": False, "breaks": True, "maxNesting": 10 * DEEPEST}
    reader = MarkdownIt("zero", options).enable(RULES)
    reader.block.ruler.at("list", _list, {"alt": ["paragraph"]})
    return reader


def _list(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001  as rules are called
    # The reader drops words that lie deeper than it goes. A list and its item are a level each.
    return state.level < 2 * DEEPEST and list_block(state, start, end, silent)
