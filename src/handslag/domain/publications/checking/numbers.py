"""Personal numbers (personnummer, samordningsnummer) in running text, however they are written.

Birth date, a number of three digits and a check digit (folkbokföringslagen 1991:481, 18 §); a
coordination number has 60 added to the day (lag 2022:1697, 2 kap. 3 §). The check digit is counted
over the last ten digits, doubling every other (Luhn).
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, NamedTuple

from handslag.domain.publications.checking.characters import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

COORDINATION = 60
"""Added to the day of birth in a coordination number."""
EARLIEST = 1880
"""The earliest year of birth that is taken for one."""

_GAP = r"[ .,/:_()\[\]-]{0,3}"
_USUAL = re.compile(
    r"(?<!\d)(?:1[89]|20)?\d{6} ?[-+] ?\d{4}(?!\d)|(?<!\d)(?:1[89]|20)\d{6} ?\d{4}(?!\d)"
)
_TOGETHER = re.compile(r"(?<!\d)\d{10}(?!\d)")
_SCATTERED = re.compile(
    rf"(?<!\d)(?:(?:1{_GAP}[89]|2{_GAP}0){_GAP})?\d(?:{_GAP}\d){{5}}{_GAP}[-+]?{_GAP}\d(?:{_GAP}\d){{3}}(?!\d)"
)
_MASKED = re.compile(
    r"(?<!\d)(?:1[89]|20)?\d{6} ?[-+]? ?(?:[xX*#]{4}|\d[xX*#]{3}|\d{2}[xX*#]{2}|[xX*#]{3}\d)"
)
_RESERVE = re.compile(
    r"(?<!\d)(?:1[89]|20)?\d{6} ?[-+]? ?[A-ZÅÄÖ](?:\d{3}|[A-ZÅÄÖ0-9]\d{2})(?![\dA-Za-z])"
)
_BORN = re.compile(
    r"\b(?:född|f\.|födelsedatum|födelsetid)[ :]*(?:den )?"
    r"((?:1[89]|20)?\d{2}[- ./]?[01]\d[- ./]?[0-3]\d)(?!\d)",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"(?:person ?-?n(?:umme)?r|pnr|p-nr|samordnings ?-?n(?:umme)?r|födelsenummer)\w*[.:]?"
    r"[^\d]{0,30}((?:\d[ -]?){8,12})",
    re.IGNORECASE,
)


class Number(NamedTuple):
    """A personal number, or (`sure` false) what may be one. `start` and `end` are in the text."""

    start: int
    end: int
    sure: bool


def numbers_in(text: str) -> Iterator[Number]:
    """Every one, in order. Numbers of organisations and of telephones are no personal numbers."""
    seen = plain(text)
    taken: list[Number] = []
    # sure ones before doubtful ones, and whole ones before parts of them
    ordered = sorted(_candidates(seen.text), key=lambda one: (not one.sure, one.start - one.end))
    for start, end, sure in ordered:
        if not any(start < one.end and one.start < end for one in taken):
            taken.append(Number(start, end, sure))
    for start, end, sure in sorted(taken):
        yield Number(*seen.span(start, end), sure)


def _candidates(text: str) -> Iterator[Number]:
    """All that may be one; they may overlap."""
    forms = (
        (_USUAL, True, True),
        (_TOGETHER, True, False),
        (_SCATTERED, True, False),
    )
    doubtful = []
    for form, checked, unchecked in forms:
        for found in form.finditer(text):
            digits = _digits(found[0])
            if form is _SCATTERED and _of_other_things(text, found):
                continue
            if not is_birth_date(digits[:-4]):
                continue
            if is_checked(digits):
                yield Number(*found.span(), checked)
            elif unchecked:
                doubtful.append(Number(*found.span(), sure=False))
    yield from doubtful
    for form in (_MASKED, _RESERVE):
        for found in form.finditer(text):
            head = re.match(r"\d{8}|\d{6}", found[0])
            if head and (is_birth_date(head[0]) or is_birth_date(head[0][:6])):
                yield Number(*found.span(), sure=False)
    for form in (_BORN, _CALLED):
        for found in form.finditer(text):
            start, end = found.span(1)
            yield Number(start, start + len(text[start:end].rstrip(" -")), sure=False)


def is_birth_date(digits: str) -> bool:
    """Whether six or eight digits are the day on which somebody alive may have been born."""
    if len(digits) == 6:
        return any(is_birth_date(century + digits) for century in ("19", "20"))
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    if day > COORDINATION:
        day -= COORDINATION
    try:
        born = dt.date(year, month, day)
    except ValueError:
        return False
    return born.year >= EARLIEST and born <= dt.date.today()  # noqa: DTZ011  a day of birth


def is_checked(digits: str) -> bool:
    """Whether the last of ten or twelve digits is the check digit of the nine before it."""
    total = 0
    for place, digit in enumerate(digits[-10:]):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


_OTHER = re.compile(
    r"\d{4}-\d{2}-\d{2}[ ,]+(?:\d{2}[.:]\d{2}|(?:19|20)\d{2})|(?:19|20)\d{2}(?: (?:19|20)\d{2})+"
)
"""Days with clock times, and years in a row."""
_DAY_GOES_ON = re.compile(r"-\d{2}-\d{2}|[.:]\d{2}")


def _of_other_things(text: str, found: re.Match[str]) -> bool:
    """Whether digits with gaps between them are of something else that papers are full of."""
    return bool(_OTHER.fullmatch(found[0]) or _DAY_GOES_ON.match(text, found.end()))
