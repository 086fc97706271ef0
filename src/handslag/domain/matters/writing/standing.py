"""The phrases that every body has, and what a phrase does and says, told by its key."""

from __future__ import annotations

from handslag.domain.matters.models import ClauseAction, Phrase

STANDING: tuple[tuple[str, ClauseAction, str], ...] = (
    ("lägg", ClauseAction.NOTE, "att lägga informationen till handlingarna"),
    (
        "godkänn-lägg",
        ClauseAction.NOTE,
        "att godkänna informationen och lägga den till handlingarna",
    ),
    ("godkänn", ClauseAction.APPROVE, "att godkänna {vad}"),
    ("punkter", ClauseAction.APPROVE, "att godkänna {vems} förslag p. {punkter}[ {sida}]"),
    ("avslå", ClauseAction.REJECT, "att avslå {vems} förslag p. {punkter}[ {sida}]"),
    ("ställ", ClauseAction.ENDORSE, "att ställa sig bakom {vad}"),
    ("utse", ClauseAction.APPOINT, "att utse {person} till {till}"),
    (
        "uppdrag",
        ClauseAction.ASSIGN,
        "att ge {mottagare} i uppdrag att {uppgift}[ till den {dag}]",
    ),
    ("hänskjut", ClauseAction.REFER, "att hänskjuta ärendet till {organ}[ den {dag}]"),
    ("bordlägg", ClauseAction.TABLE, "att bordlägga ärendet till den {dag}"),
    ("avvakta", ClauseAction.POSTPONE, "att avvakta med {vad}"),
)
"""Key, what it does, and the words."""
_BY_KEY = {key: (action.value, text) for key, action, text in STANDING}
OWN = "egen-"
"""How the key of a phrase begins that stands in a table: a body's own, or the county's."""


def phrase_told(key: str, body_id: int) -> tuple[str, str]:
    """What a phrase does, a value of ClauseAction, and its words.

    Both are empty where no such phrase is the body's.
    """
    if key in _BY_KEY:
        return _BY_KEY[key]
    number = key.removeprefix(OWN)
    if not key.startswith(OWN) or not (number.isascii() and number.isdigit()):
        return "", ""
    row = Phrase.objects.filter(id=int(number[:18])).first()
    if row is None or row.body_id not in {None, body_id}:
        return "", ""
    return row.action, row.text
