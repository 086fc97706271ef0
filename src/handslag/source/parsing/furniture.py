"""Second stage: page furniture, which is on the page but not part of what it says.

Running heads and feet, page numbers, addresses of the printed page and rows for signatures
stand in the middle of sentences once pages are put one after the other. Here they are told
apart; the first mention of a running head stays, because the head of the document is read
from it.
"""

from __future__ import annotations

import re
from collections import Counter

from handslag.source.parsing.layout import LaidLine
from handslag.source.parsing.lexicon import LOWER, UPPER
from handslag.source.parsing.markers import is_label

_PAGE_NUMBER = re.compile(
    r"(?:[-–]\s?\d{1,3}\s?[-–]"
    r"|\d{1,3}\s?\(\s?\d{1,3}\s?\)"
    r"|(?!\d\d:[0-5]\d$)\d{1,3}\s?[/:]\s?\d{1,3}"
    r"|(?:sid(?:a|an|nr)?|page)\.?:?\s?\d{1,3}(?:\s?(?:\(\s?\d{1,3}\s?\)|(?:av|/"
    r"|of)\s?\d{1,3}))?)$",
    re.IGNORECASE,
)
_HOLDS_PAGE = re.compile(
    r"(?:\bsid(?:a|nr)?\.?:?\s?\d{1,3}(?:\s?\(\s?\d{1,3}\s?\)|\s?av\s?\d{1,3})?"
    r"|\b\d{1,3}\s?\(\s?\d{1,3}\s?\))$",
    re.IGNORECASE,
)
_SIGNATURE_ROW = re.compile(
    r"(?:(?:just\w*|ordf\w*|sekr\w*|utdr\w*)\W{0,3}(?:s\s)?(?:sign\w*|bestyrk\w*)"
    r"|utdragsbestyrk\w*|sign(?:atur)?(?:er)?)\b[.:\s]{0,60}"
    r"(?:(?:just\w*|ordf\w*|sekr\w*|utdr\w*|sign\w*|bestyrk\w*|ande|är)[.:\s]{0,60}){0,6}$",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"\d{1,3}$")
_DIGITS = re.compile(r"\d+")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+$", re.IGNORECASE)
_PAGE_WORD = re.compile(
    r"protokoll|sammanträdesd|sida|datum|anteckningar|kallelse|föredragningslista|\d{4}-\d\d-\d\d"
    r"|region|kommun",
    re.IGNORECASE,
)
_ENDS = (".", "!", "?", ":")
_LONGEST = 110
_HEAD_LINES = 30
_FIRST_LINES = 10
"""So many lines from the start no line is taken for a running head that comes only once."""


def find_furniture(lines: list[LaidLine]) -> set[int]:
    """Indexes of the lines that are page furniture."""
    found = {i for i, line in enumerate(lines) if _plain_furniture(line.text)}
    found |= _in_mid_sentence(lines, found)
    found |= _running_lines(lines, found)
    return found | _around_page_numbers(lines, found)


def _plain_furniture(words: str) -> bool:
    if len(words) > _LONGEST:
        return False
    first = words[0]
    if first.isdigit() or first in "-–sSpP":
        if _PAGE_NUMBER.match(words):
            return True
    elif first in "hw" and _ADDRESS.match(words):
        return True
    return first in "JjOoUuSs" and _SIGNATURE_ROW.match(words) is not None


def _in_mid_sentence(lines: list[LaidLine], found: set[int]) -> set[int]:
    """A bare number that interrupts a sentence is a page's, not an item's."""
    numbers: set[int] = set()
    for i in range(1, len(lines) - 1):
        words = lines[i].text
        if len(words) <= 3 and words.isdigit() and _BARE_NUMBER.match(words):
            before, after = lines[i - 1].text, lines[i + 1].text
            if not before.endswith(_ENDS) and after[0].islower() and not after.startswith("att "):
                numbers.add(i)
    return numbers - found


def _running_lines(lines: list[LaidLine], found: set[int]) -> set[int]:
    """Lines that come again and again, digits aside, next to page numbers or page borders."""
    shapes = [
        _DIGITS.sub("0", line.text).casefold() if len(line.text) <= _LONGEST else ""
        for line in lines
    ]
    counts = Counter(shape for shape in shapes if shape)
    # In a long document a heading may come again a few times; a running head does on most pages.
    enough = max(3, len({line.page for line in lines}) // _PAGES_A_HEAD)
    often = {
        shape
        for shape, count in counts.items()
        if count >= enough and len(shape) > 2 and not _says_something(shape)
    }
    running = {
        i for i, shape in enumerate(shapes) if shape in often and _HOLDS_PAGE.search(lines[i].text)
    }
    bordering = Counter(
        shapes[i] for i in range(len(lines)) if shapes[i] in often and _at_page_border(lines, i)
    )
    for order in (range(len(lines)), range(len(lines) - 1, -1, -1)):
        for i in order:
            if shapes[i] not in often or i in running:
                continue
            near = (i - 1, i + 1, i - 2, i + 2)
            if any(j in found or j in running for j in near) or (
                _at_page_border(lines, i)
                and not lines[i].text.endswith(".")
                and bordering[shapes[i]] * 2 >= counts[shapes[i]]
            ):
                running.add(i)
    first_seen: set[str] = set()
    kept: set[int] = set()
    for i in range(min(_HEAD_LINES, len(lines))):
        if i in running and shapes[i] not in first_seen:
            first_seen.add(shapes[i])
            kept.add(i)
    return running - kept


_PAGES_A_HEAD = 8
"""A running head stands on one page in eight at least, since parts may have heads of their own."""
_PREFIXED = re.compile(r"\w{1,5}\.?\s?§\s?0")
"""The number of an item that a prefix stands before, its digits made alike."""


_NAMES_ATTACHMENT = re.compile(r"bil(?:aga|\.)\s?0\s?\w?:\s\w")
"""An attachment with its title, which may serve many items: 'Bilaga 4: Riktlinje'."""


_TAKES_A_STAND = re.compile(
    r"\b(?:delta[rg]\w*|deltog|medverka\w*)\s(?:inte|ej)\si\sbeslut|\b(?:motsätter|reserverar)\ssig\b"
    r"|\bställer\ssig\sbakom\b|\bta\sställning\b|^ärendet\s(?:bordläggs|hänskjuts|utgår)\b"
)
"""A sentence that minutes repeat from item to item: 'Regionen deltar inte i beslutet.'"""

_ENDS_BRACKETS = re.compile(r"[^\W\d][^()0]*\)")
"""The end of what the line above opens: the same person is served for by many a time."""


def _says_something(shape: str) -> bool:
    """Whether a line that comes often is one that meetings use often: a marker or a clause."""
    return (
        (is_label(shape) and not _PAGE_WORD.search(shape))
        or shape.startswith(("att ", "0. att ", "0) att ", "- att ", "– att ", "föredr", "§"))
        or _NAMES_ATTACHMENT.match(shape) is not None
        or (shape.endswith(".") and _TAKES_A_STAND.search(shape) is not None)
        or _ENDS_BRACKETS.fullmatch(shape) is not None
        or ("§" in shape[:7] and _PREFIXED.match(shape) is not None)
    )


def _at_page_border(lines: list[LaidLine], i: int) -> bool:
    page = lines[i].page
    if page is None:
        return False
    near = [j for j in (i - 3, i + 3) if 0 <= j < len(lines)]
    return any(lines[j].page != page for j in near)


def _around_page_numbers(lines: list[LaidLine], found: set[int]) -> set[int]:
    """Short lines that stand apart together with a page number, such as a running head."""
    more: set[int] = set()
    for i, line in enumerate(lines):
        if len(line.text) > _LONGEST or line.text[-1] not in "0123456789)":
            continue
        if i < 4 or not (i in found or _HOLDS_PAGE.search(line.text)):
            continue
        if i not in found:
            if line.text.endswith(_ENDS) or len(line.text) > 90:
                continue
            more.add(i)
        j = i - 1
        group: list[int] = []
        while (
            j > _FIRST_LINES
            and i - j <= 3
            and lines[j].page == line.page
            and _page_head(lines[j].text)
        ):
            group.append(j)
            if lines[j].gap:
                more.update(group)
            j -= 1
    return more


def _page_head(words: str) -> bool:
    return (
        len(words) <= 60
        and not words.endswith((".", ",", ";", ":"))
        and _PAGE_WORD.search(words) is not None
        and re.match(rf"[{UPPER}\d]", words) is not None
        and re.search(rf"\b[{LOWER}]+(?:ade|ades|ar|er)\b", words[:40]) is None
    )
