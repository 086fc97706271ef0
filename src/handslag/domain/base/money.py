"""Sums of money in kronor, as people in Sweden write them."""

from __future__ import annotations

import re
from decimal import Decimal

_UNITS = {
    "": 1,
    "kr": 1,
    "kronor": 1,
    "sek": 1,
    ":-": 1,
    "tkr": 1_000,
    "tusen": 1_000,
    "tusen kronor": 1_000,
    "mkr": 1_000_000,
    "mnkr": 1_000_000,
    "miljon kronor": 1_000_000,
    "miljoner": 1_000_000,
    "miljoner kronor": 1_000_000,
}
_SUM = re.compile(r"(\d{1,3}(?:[ .]\d{3})+|\d{1,15})(?:,(\d{1,6}))? ?([a-z]{0,8}(?: kronor)?|:-)")


def kronor_from_words(words: str) -> Decimal | None:
    """The sum that `words` name, in kronor: "300 000 kr", "1 550 tkr", "4,8 mkr", "288 250:-".

    None where they name none. More than two decimals of a krona are rounded away.
    """
    found = _SUM.fullmatch(" ".join(words.split()).casefold())
    if not found or found[3] not in _UNITS:
        return None
    whole = found[1].replace(" ", "").replace(".", "")
    exact = Decimal(f"{whole}.{found[2] or '0'}") * _UNITS[found[3]]
    return exact.quantize(Decimal("0.01"))
