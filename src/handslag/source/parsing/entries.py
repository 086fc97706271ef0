"""How an entry of a list of people goes on over the end of a line, and where it ends.

A narrow column breaks an entry wherever its line is full: between two names, before an
organisation or inside the remark in brackets that tells how somebody was there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from handslag.source.parsing.people import (
    NAME,
    begins_with_remark,
    ends_with_remark,
    is_organisation,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handslag.source.parsing.layout import LaidLine

_PERSON = re.compile(rf"{NAME}(?:,| \()")
_WHOLE_PERSON = re.compile(rf"{NAME}$")
_COLUMN = re.compile(r" {3,}")
_TORN_NAME = re.compile(
    r",\s(?:Region|Landstinget|Västra|Östra|Norra|Södra|Mellersta|Övre|Nedre|Stora)$"
)
"""A line that ends inside the name of an organisation: 'Eva Ek, controller, Region'."""
_PRINCIPAL = re.compile(
    r"(?:(?:\skommun|\sstad|\slandsting|\slän|kommunalförbund|kommunförbund)"
    r"|(?:^|\s)Region(?: [A-ZÅÄÖ][\w-]+){1,2})$"
)
"""What is no part of another organisation, so that one named after it begins anew."""
_ALONE = re.compile(r"[A-ZÅÄÖ][\w-]+(?:\s[\w-]+){0,5}")


class Brackets(NamedTuple):
    """Lines, by index, that brackets tell something of."""

    inside: set[int]
    """Those that go on within brackets: 'Eva Ek (från och med / § 12, kl. 10.15)'."""
    remarks: set[int]
    """Those that end with a remark of the kind that follows a person's name."""


def brackets(lines: Sequence[LaidLine], kept: Sequence[int]) -> Brackets:
    """What brackets tell of the lines with the indices `kept`."""
    found = Brackets(set(), set())
    for place, i in enumerate(kept):
        words = lines[i].text
        opened = words.rfind("(")
        if opened < 0:
            continue
        closed = words.find(")", opened) >= 0
        last = place if closed else _closing(lines, kept[place:], opened)
        if last is None:
            continue
        last += 0 if closed else place
        within = kept[place + 1 : last + 1]
        found.inside.update(within)
        whole = " ".join((words[opened:], *(lines[k].text for k in within)))
        if ends_with_remark(whole):
            found.remarks.add(kept[last])
    return found


def _closing(lines: Sequence[LaidLine], kept: Sequence[int], opened: int) -> int | None:
    """How many lines on the brackets close that the first of them opens at `opened`."""
    first = lines[kept[0]].text
    length = len(first) - opened
    gap = 1 if begins_with_remark(first[opened:]) else 0  # a remark is never two paragraphs
    for after, i in enumerate(kept[1 : 1 + _MOST_LINES], start=1):
        before, closed, _ = lines[i].text.partition(")")
        length += len(before)
        if lines[i].gap > gap or "(" in before or length > _LONGEST:
            return None
        if closed:
            return after
    return None


_MOST_LINES = 3
"""So many lines on brackets may close."""
_LONGEST = 240
"""So many characters brackets may hold."""


def goes_on(last: str, words: str, para: str, *, told: bool) -> bool | None:
    """Whether `words`, which begin with no small letter, go on with the entry that `last` ends.

    `para` is the entry's first line, `told` tells that `last` ends with a remark in brackets. None
    where nothing tells, or the paragraph is no entry of a list of people.
    """
    *label, entry = _COLUMN.split(para)
    if len(label) > 1 or not _PERSON.match(entry):
        return None
    if begins_with_remark(words):
        return not told
    if told:
        return False
    if _TORN_NAME.search(last):
        return True
    named = last.rpartition(",")[2]
    if _PRINCIPAL.search(named) and _ALONE.fullmatch(words) and is_organisation(words):
        return False
    return None


def both_people(last: str, words: str) -> bool:
    """Whether both lines begin with a person's name, as entries of a list do."""
    if "," not in words and "(" not in words:
        return _WHOLE_PERSON.match(words) is not None and _PERSON.match(last) is not None
    return _PERSON.match(words) is not None and _PERSON.match(last) is not None
