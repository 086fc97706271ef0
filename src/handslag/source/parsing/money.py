"""Sums of money in running text, in kronor."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple


class SumMention(NamedTuple):
    """A sum as the text names it."""

    start: int
    end: int
    value: Decimal
    per: str | None


_NUMBER = r"\d{1,3}(?:[ \xa0.]\d{3})+(?:,\d{1,2})?(?!\d)|\d+(?:[,.]\d{1,3})?"
_WORDS = {
    "en halv": Decimal("0.5"),
    "halv": Decimal("0.5"),
    "en och en halv": Decimal("1.5"),
    "en": Decimal(1),
    "två": Decimal(2),
    "tre": Decimal(3),
    "fyra": Decimal(4),
    "fem": Decimal(5),
    "sex": Decimal(6),
    "sju": Decimal(7),
    "åtta": Decimal(8),
    "nio": Decimal(9),
    "tio": Decimal(10),
    "tolv": Decimal(12),
}
_UNITS: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"(?:mdkr|mdr\s?kr|miljard(?:er)?\s(?:kronor|kr|sek))\b", re.I), 10**9),
    (
        re.compile(
            r"(?:mkr|mnkr|msek|mn\s?kr|mn\s?kronor|milj(?:oner|on|\.)?\s?(?:svenska\s)?"
            r"(?:kronor|kr|sek))\b|mkr\b",
            re.I,
        ),
        10**6,
    ),
    (re.compile(r"(?:tkr|tsek|ksek|kkr|tusen\s(?:kronor|kr)|tusentals kronor)\b", re.I), 1000),
    (re.compile(r"(?:kr(?:onor)?|sek)\b\.?|:-|,-|:\s?-", re.I), 1),
)
_PER = re.compile(
    r"\s?(?:/\s?|per\s|i\s(?=månaden|timmen)|om\s(?=året)|för varje\s)(?P<what>[a-zåäö]{2,25})",
    re.I,
)
_UNIT_BEGINS = "(?i:m[diknrs]|t[ksu]|k[krs]|se)"
"""The first letters of every unit with letters."""
_AMOUNT = re.compile(
    rf"(?<![\w,.])(?=\d)(?P<first>{_NUMBER})(?:\s?(?:[-–]|till|och|respektive"
    rf"|resp\.?)\s?(?P<second>{_NUMBER}))?"
    rf"\s{{0,2}}(?={_UNIT_BEGINS}|[:,])"
)
_DIGITS = re.compile(r"\d\d*")
_UNIT_HINT = re.compile(rf"\d[ \xa0]{{0,2}}(?:{_UNIT_BEGINS}|:-|,-)")
_SPELLED = re.compile(
    r"\b(?P<number>en halv|en och en halv|en|två|tre|fyra|fem|sex|sju|åtta|nio|tio|tolv)\s"
    r"(?P<unit>(?=miljon|miljard|tusen))",
    re.I,
)


_SIGNS = ("kr", "milj", ":-", ",-", "Kr", "KR", "sek", "SEK", "tusen", ": -")


def _holds_sign(words: str) -> bool:
    for sign in _SIGNS:  # noqa: SIM110  a plain loop is thrice as fast as any()
        if sign in words:
            return True
    return False


def find_sums(text: str, start: int = 0, end: int | None = None) -> list[SumMention]:
    """Every sum of money in `text[start:end]`, in order; a range gives both its ends."""
    stop = len(text) if end is None else end
    words = text[start:stop]
    if not _holds_sign(words):
        return []
    if _UNIT_HINT.search(text, start, stop) is None and "milj" not in words:
        return []
    found: list[SumMention] = []
    for match in _amounts(text, start, stop):
        scaled = _unit_at(text, match.end(), stop) or _bare_millions(text, match, start, stop)
        if scaled is None:
            continue
        after, factor = scaled
        per = _PER.match(text, after, min(stop, after + 40))
        unit = per.group("what").lower() if per else None
        last = per.end() if per else after
        first, second = _value(match.group("first")), _value(match.group("second"))
        for name, value in (("first", first), ("second", second)):
            if name == "first" and second is not None and not _is_range(match, first, second):
                continue
            if value is not None:
                found.append(SumMention(match.start(name), last, value * factor, unit))
    spelled = "miljon" in words or "miljard" in words or "tusen" in words
    for match in _SPELLED.finditer(text, start, stop) if spelled else ():
        scaled = _unit_at(text, match.end(), stop)
        if scaled is not None:
            value = _WORDS[match.group("number").lower()] * scaled[1]
            found.append(SumMention(match.start(), scaled[0], value, None))
    found.sort()
    return found


_MILLIONS = re.compile(r"miljon(?:er)?(?=[.,;)\n]|$|\s(?:per|till|för|i|och|om|under)\b)")
_MONEY = re.compile(
    r"(?:budget|kostna|anslag|medel|lån|bidrag|skott|invester|intäkt|belopp|summa|pris|avgift)",
    re.I,
)


def _bare_millions(
    text: str, match: re.Match[str], start: int, stop: int
) -> tuple[int, int] | None:
    """'budgeten är 3,5 miljoner': kronor, where words of money stand before."""
    if text[match.end() : match.end() + 6] != "miljon":
        return None
    bare = _MILLIONS.match(text, match.end(), stop)
    if not bare or not _MONEY.search(text, max(start, match.start() - 60), match.start()):
        return None
    return bare.end(), 10**6


def _amounts(text: str, start: int, stop: int) -> Iterator[re.Match[str]]:
    """Numbers with a unit after them, tried only where digits begin."""
    last = start
    for digits in _DIGITS.finditer(text, start, stop):
        if digits.start() >= last:
            match = _AMOUNT.match(text, digits.start(), stop)
            if match:
                last = match.end()
                yield match


def _is_range(match: re.Match[str], first: Decimal | None, second: Decimal) -> bool:
    """Whether two numbers before one unit are both sums: '2020 till 600 tkr' is one."""
    if first is None or first > second:
        return False
    return not (len(match.group("first")) == 4 and 1990 <= first <= 2100)


def _unit_at(text: str, at: int, stop: int) -> tuple[int, int] | None:
    for pattern, factor in _UNITS:
        match = pattern.match(text, at, min(stop, at + 30))
        if match:
            return match.end(), factor
    return None


def _value(number: str | None) -> Decimal | None:
    if not number or len(number) > 20:
        return None
    digits = number.replace(" ", "").replace("\xa0", "")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", digits):
        digits = digits.replace(".", "")
    return Decimal(digits.replace(",", "."))
