"""Rules over days and codes of the register. Pure."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from handslag.domain.registry.models import OrganisationKind

if TYPE_CHECKING:
    from collections.abc import Mapping

EARLIEST = date(1900, 1, 1)
FARTHEST_YEARS = 20
"""How far ahead a day may lie: five mandate periods. What lies farther is a slip of the pen."""


def sane(since: date, until: date | None, today: date) -> bool:
    """Whether a membership can last from `since` to `until`, the last day (None for no end)."""
    latest = date(today.year + FARTHEST_YEARS, 12, 31)
    if not EARLIEST <= since <= latest:
        return False
    return until is None or since <= until <= latest


_CODES: Mapping[str, re.Pattern[str]] = {
    OrganisationKind.MUNICIPALITY: re.compile(r"(?:[0-9]{4})?"),
    OrganisationKind.REGION: re.compile(r"(?:[0-9]{2})?"),
}


def code_fits(kind: str, code: str) -> bool:
    """Whether `code` can be the code of such an organisation, or is empty.

    Four digits for a municipality and two for a region, which has its county's (Statistics
    Sweden, regional codes); other organisations have none.
    """
    pattern = _CODES.get(kind)
    return code == "" if pattern is None else pattern.fullmatch(code) is not None
