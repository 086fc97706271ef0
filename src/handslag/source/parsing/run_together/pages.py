"""Page numbers, running heads and feet inside lines that are whole pages."""

from __future__ import annotations

import re

from handslag.source.parsing.lexicon import UPPER

Segment = tuple[int, int]
"""From a character of a long line up to, not including, another."""
_PAGE_NUMBER = re.compile(r"(\d{1,3})(?=\s|$)\s?")
_COUNTED = re.compile(
    r"(?:[^.:]{0,110}?\s|)(?:Sida?\s\d{1,3}/\d{1,3}\b|(?:Sida?\s)?\d{0,3}\s?(?:\(\d{1,3}\)|av\s\d{1,3}\b))\s?"
)
_AFTER_HEAD = re.compile(
    r"(?:(?:Sammanträdesdatum|Datum|Mötesdatum|Diarienummer|Sid(?:a|nr)?|Paragraf)\s)*"
    r"(?:\d{4}-\d\d-\d\d\s)?(?:(?:Sid(?:a|nr)?)\s\d{0,3}\s?(?:\(\d{1,3}\)\s)?)?"
)
_FOOT = re.compile(
    r"\s(?:(?:Ordf(?:örandens?)?\.?\s)?(?:Justera(?:nde|re)s?\s?(?:sign\w*)?|Justerarsignatur\w*"
    r"|Utdragsbestyrk\w*|Ordförandes?\ssign\w*|Sign\w*\s?\.*)[\s.:_]*)+\d{0,3}$"
)
_DIGIT = re.compile(r"\d")
_COUNTS = frozenset("0123456789)")
"""What the last of the pages' numbers ends with."""
_COUNT_LAST = re.compile(r"\s(?:Sida?\s)?\d{1,3}\s?(?:\(\d{1,3}\)|av\s\d{1,3})$")


def _holds_foot(line: str) -> bool:
    """Whether a line may end with a row for signatures: a cheap look before the pattern."""
    return "ustera" in line or "tdragsbestyrk" in line or "Ordf" in line or "Sign" in line


def without_page_heads(lines: list[str]) -> list[Segment]:
    """What of each line is no page number, running head or foot."""
    counted = [_PAGE_NUMBER.match(line) for line in lines]
    pages = [i for i, match in enumerate(counted) if match and len(lines[i]) > 1]
    begins = [int(counted[i].group(1)) for i in pages]  # type: ignore[union-attr]  # i has one
    paged = begins[:1] == [1] and begins == list(range(1, len(begins) + 1))
    shared = _shared_head([lines[i] for i in pages]) if paged else 0
    twice = (
        paged
        and len(pages) > 1
        and all(lines[i].startswith(f"{n} {n} ") for i, n in zip(pages, begins, strict=True))
    )
    printed = paged and _counts_on([lines[i] for i in pages])
    bodies: list[Segment] = []
    for i, line in enumerate(lines):
        if not line:
            bodies.append((0, 0))
            continue
        match = counted[i]
        start = match.end() if paged and match else 0
        if (twice or printed) and match:
            own = _PAGE_NUMBER.match(line, start)
            start = own.end() if own else start
        foot = _FOOT.search(line) if _holds_foot(line) else None
        end = foot.start() if foot else len(line)
        counts = _COUNT_LAST.search(line, start, end) if line[end - 1 : end] in _COUNTS else None
        end = counts.start() if counts else end
        later = i > pages[0] if paged else i > 0
        if paged and i in pages:
            tail = re.search(rf"\s{begins[pages.index(i)]}$", line[:end])
            end = tail.start() if tail else end
        if later:
            near = min(end, start + 140)
            head = _COUNTED.match(line, start, near) if _DIGIT.search(line, start, near) else None
            if head:
                start = head.end()
                after = _AFTER_HEAD.match(line, start)
                start = after.end() if after else start
            elif shared and match:
                start = min(end, _skip_words(line, shared))
                own = _PAGE_NUMBER.match(line, start, end)
                start = own.end() if own and own.group(1) == match.group(1) else start
            elif paged and match:
                again = _PAGE_AGAIN.match(line, start, end)
                start = again.end() if again and again.group(1) == match.group(1) else start
        bodies.append((start, max(start, end)))
    return bodies


_PAGE_AGAIN = re.compile(rf"(?:[{UPPER}][\w-]{{4,}}\s){{1,8}}(\d{{1,3}})\s")
"""A running head that ends with the page number: 'NORRBY KOMMUN PROTOKOLL 2'."""


def _counts_on(pages: list[str]) -> bool:
    """Whether a printed page number follows on each page's own, and counts on as it does."""
    seconds = [re.match(r"\d{1,3}\s(\d{1,4})\s", page) for page in pages]
    found = [int(second.group(1)) for second in seconds if second]
    return len(found) == len(pages) > 1 and found == list(range(found[0], found[0] + len(found)))


def _shared_head(pages: list[str]) -> int:
    """How many words the pages begin with alike, numbers aside; 0 where they do not."""
    if len(pages) < 2:
        return 0
    if len(pages) > 2:
        pages = pages[1:]
    heads = [[re.sub(r"\d+", "#", word) for word in page.split()[:16]] for page in pages]
    alike = 0
    for words in zip(*heads, strict=False):
        if max(map(words.count, set(words))) < 0.8 * len(words):
            break
        alike += 1
    head = heads[0][:alike]
    for at, word in enumerate(head[1:], start=1):
        if "#" in word:  # the number of an item, and the letters before it
            alike = at - 1 if re.match(r"[A-ZÅÄÖ]\w{0,3}$", head[at - 1]) else at
            break
    return alike if alike > 1 else 0


def _skip_words(line: str, count: int) -> int:
    place = 0
    for match in re.finditer(r"\S+\s*", line):
        if count == 0:
            break
        place = match.end()
        count -= 1
    return place
