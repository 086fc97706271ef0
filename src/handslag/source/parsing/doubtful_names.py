"""What makes a name doubtful: words in it that are none of a person's names."""

from __future__ import annotations

import re

from handslag.source.parsing.given_names import GIVEN_NAMES
from handslag.source.parsing.lexicon import LOWER
from handslag.source.parsing.names_in_row import PARTICLES
from handslag.source.parsing.reasons import Reason
from handslag.source.record import Person

_NOT_IN_NAME = frozenset(
    """ej dessutom även samt och ordförande ordföranden sekreterare justerande justerare ersättare
    ledamot ledamöter närvarande frånvarande mötets kommun kommunen region regionen telefon fax
    e-post tid plats växel internet personalföreträdare tjänstgörande protokollet kultur stödjande
    kommentar närv revisionen""".split()
)
_NO_NAME_ENDS = re.compile(
    r"(?:kommuns?|nämnden|sektor|styrelsen?s?|verket|förening(?:en)?|organisation|företrädare"
    r"|projektet|tjänsten|sjukvården|vägen|gatan|centralen|nätverkets?|vården|dagen)$"
)
_NO_LAST_NAME = re.compile(
    r"(?:[^e]ens|ets|arnas|ernas|iska|ella|köping|stad|hamn|sund|ingen|tionen)$"
    r"|.{4}(?<!for)[bdgklmnprtv]s$"
)
"""How the last word of a name does not end: towns, genitives, and words of the next sentence."""
_FIRST = re.compile(rf"[{LOWER}]\.?")
_NO_LETTERS_OF_NAMES = re.compile(r"[\d/@:]")


def doubt_of_name(name: str) -> Reason | None:
    """Why a name may not be one, or be more than one."""
    words = name.split()
    small = [word.lower() for word in words]
    if len(words) < 2:
        return None
    if len(set(small)) < len(small):
        return Reason.TWICE
    capitals = sum(len(word) > 1 and word.isupper() for word in words)
    if (
        any(word in _NOT_IN_NAME or _NO_NAME_ENDS.search(word) for word in small)
        or (small[-1] not in GIVEN_NAMES and _NO_LAST_NAME.search(small[-1]))
        or any(word.islower() and word not in PARTICLES for word in words[1:])
        or 0 < capitals < len(words)
        or _NO_LETTERS_OF_NAMES.search(name)
        or (len(words) > 3 and PARTICLES.isdisjoint(small))
    ):
        return Reason.MORE_THAN_NAME
    return (
        Reason.NO_GIVEN_NAME
        if small[0] not in GIVEN_NAMES and not _FIRST.fullmatch(small[0])
        else None
    )


def doubt_of_presenter(person: Person, listed: frozenset[str]) -> Reason | None:
    """Those listed as taking part are known; of three words the last is often the next one's."""
    if person.name in listed:
        return None
    words = person.name.lower().split()
    others = [w for w in words[1:] if len(w) > 1 and w not in GIVEN_NAMES]
    three = len(others) > 1 and PARTICLES.isdisjoint(words)
    return doubt_of_name(person.name) or (Reason.MORE_THAN_NAME if three else None)
