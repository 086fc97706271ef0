"""What comparing finds: a code, the two places, and the values its message is made of. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import datetime as dt

    from handslag.intake.comparing.papers import Place

INFO, WARNING = "info", "warning"

DOUBLES = {
    "two-readings": INFO,
    "reading-differs": WARNING,
    "passage-missing": INFO,
}
"""Two readings of one document."""
MEETING = {
    "meeting-date-differs": WARNING,
    "meeting-time-differs": INFO,
    "meeting-place-differs": INFO,
    "presenter-differs": INFO,
    "title-changed": INFO,
    "proposal-changed": WARNING,
    "item-missing": WARNING,
    "item-added": INFO,
    "numbers-changed": INFO,
    "order-changed": INFO,
    "attachments-changed": INFO,
    "attachment-label-twice": WARNING,
}
"""Documents of the same meeting."""
SERIES = {
    "tabled-not-returned": WARNING,
    "assignment-not-mentioned": WARNING,
    "referred-meeting-missing": INFO,
}
"""Documents of one body over time."""
REFERRALS = {"referred-not-taken-up": WARNING}
"""What one body left to another."""
CODES = {**DOUBLES, **MEETING, **SERIES, **REFERRALS}
"""Every code with its severity."""
URGENT = (
    "tabled-not-returned",
    "referred-not-taken-up",
    "assignment-not-mentioned",
    "item-missing",
    "meeting-date-differs",
    "proposal-changed",
    "attachment-label-twice",
    "reading-differs",
)
"""Warnings in the order in which somebody should look at them: what may be forgotten comes before
what was put otherwise, and a word that was misread comes last."""


@dataclass(frozen=True, slots=True)
class Found:
    """Something that two documents, or one and the lack of another, show together.

    `about` tells it apart from others of its code between the same documents: while it stays the
    same, it is the same finding, and whoever dismissed it is not asked again.
    """

    code: str
    document: int
    other: int | None
    about: str
    place: Place | None = None
    other_place: Place | None = None
    values: dict[str, Any] = field(default_factory=dict)
    severity: str = ""
    day: dt.date | None = None
    """The day of a meeting that is missed."""

    @property
    def key(self) -> str:
        """Its name among all findings of its document."""
        words = f"{self.code}\n{self.other or 0}\n{self.about}"
        return sha256(words.encode(errors="replace")).hexdigest()

    @property
    def weight(self) -> str:
        """Its severity: its code's own unless told otherwise."""
        return self.severity or CODES[self.code]
