"""Markdown: the canonical text is the file as it is written, marks and all.

What a mark means (a heading, emphasis, a list) is for the parser to see through; a place in the
text is then a place in the file.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from handslag.source.reading.detection import Format

if TYPE_CHECKING:
    from handslag.source.reading.result import Reading

_NAMES = (".md", ".markdown", ".mdown", ".mkd")
_PLAIN_NAMES = (".txt", ".text")
_HEADING = re.compile(r"^#{1,6} \S", re.MULTILINE)


def is_markdown(text: str, *, name: str = "", media_type: str | None = None) -> bool:
    """Whether a text is markdown: by name, else by what it is declared as, else by headings."""
    lowered = name.lower()
    if lowered.endswith(_NAMES):
        return True
    if lowered.endswith(_PLAIN_NAMES):
        return False
    if media_type in (Format.MARKDOWN, Format.PLAIN):
        return media_type == Format.MARKDOWN
    return _HEADING.search(text) is not None


def read(plain: Reading) -> Reading:
    """The markdown file whose characters were read as plain text."""
    return replace(plain, media_type=Format.MARKDOWN)
