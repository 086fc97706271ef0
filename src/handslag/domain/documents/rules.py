"""Pure rules of documents: pages, places in a text, and names of files."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_NAME = 255
LONGEST_ENDING = 12
"""Characters after the last full stop that are kept where the rest of a name is cut."""
NAMELESS = "fil"


def file_name(words: str) -> str:
    """The name that a file is kept and offered under, out of what it came as.

    No folders, and nothing that cannot be seen: no control characters, and none of those that
    turn the direction of writing, with which a program can be made to look like a picture. No
    full stop first, which hides a file. The ending stays where a long name is cut.
    """
    bare = words.replace("\\", "/").rpartition("/")[2]
    seen = "".join(sign if sign.isprintable() else " " for sign in bare)
    name = " ".join(unicodedata.normalize("NFC", seen).split()).lstrip(". ")
    if len(name) > LONGEST_NAME:
        stem, point, ending = name.rpartition(".")
        if not stem or len(ending) > LONGEST_ENDING:
            stem, point, ending = name, "", ""
        name = stem[: LONGEST_NAME - len(point + ending)].rstrip() + point + ending
    return name or NAMELESS


def page_at(pages: Sequence[Sequence[int]], place: int) -> int | None:
    """The page, counted from 1, that `place` in the text stands on; None where there are no pages.

    `pages` are `[start, end]` in rising order. A place between two pages belongs to the former.
    """
    if not pages:
        return None
    return max(1, bisect_right(pages, place, key=lambda page: page[0]))
