"""The buttons that an att-sats begins from: which words each has, and which fields it asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from handslag.domain.matters.writing.shapes import Phrases, PhraseView

_FIELDS = {
    "vad": "what",
    "uppgift": "what",
    "till": "what",
    "punkter": "points",
    "sida": "scope",
    "person": "appointees",
    "mottagare": "assignees",
    "organ": "body back",
}
"""The field of the form that fills each place of a phrase; a day has one of two."""
_MOVES = {"refer", "table"}
"""Actions whose day is where the item goes, not when something is due."""
_SHORT = 60
"""Letters of a phrase on its button."""


@dataclass(frozen=True, slots=True)
class PhraseButton:
    """A phrase as a button."""

    key: str
    words: str
    fields: str
    """Names of fields with blanks between; empty for one that is whole as it stands."""
    what: str
    """What the field `what` asks for."""
    text: str
    """The words of one that the body has decided before; empty for one that has a key."""


def buttons(found: Phrases) -> list[PhraseButton]:
    """A button for each phrase, the body's own first."""
    return [_button(one) for one in found.all]


def _button(row: PhraseView) -> PhraseButton:
    day = "date" if row.action.value in _MOVES else "due"
    fields = [_FIELDS.get(place, day if place == "dag" else "") for place in row.places]
    words = row.shown
    whats = {"vad": _("Vad?"), "uppgift": _("Vad ska göras?"), "till": _("Till vad?")}
    return PhraseButton(
        key=row.key,
        words=words if len(words) <= _SHORT else f"{words[: _SHORT - 1].rstrip()}…",
        fields=" ".join(dict.fromkeys(filter(None, fields))),
        what=next((whats[place] for place in row.places if place in whats), ""),
        text="" if row.key else row.text,
    )
