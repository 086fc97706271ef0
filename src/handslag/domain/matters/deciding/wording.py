"""Clauses that read as if they gave a mandate, or let somebody sit or leave. Pure.

What is found is suggested to a person, who decides; nothing is done by it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handslag.domain.base.words import key_of
from handslag.domain.registry.models import MembershipRole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MANDATE_WORDS = ("mandat", "bemyndig", "delegera", "befogenhet")
"""One of these stands in every clause that gives a mandate: what the database is asked for."""
END_WORDS = ("entledig", "avslut", "lämna", "avgå", "frånträd")
"""The same of clauses by which somebody leaves."""

_WHO = r"(?P<who>[^,.;:]{2,120}?)"
_GIVES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        (
            rf"\b(?:ge|ger|gav|lämna|lämnar|tilldela|tilldelar)\s+{_WHO}\s+"
            r"(?:i\s+uppdrag\s+och\s+)?(?:uppdrag\s+och\s+)?(?:ett\s+|fortsatt\s+|fullt\s+)?"
            r"(?:mandat|befogenhet)\b\s*(?P<what>.*)"
        ),
        (
            rf"(?:^|\batt\s+|,\s*){_WHO}\s+(?:får|ges|har|tilldelas|erhåller)\s+"
            r"(?:i\s+)?(?:uppdrag\s+och\s+)?(?:ett\s+|fortsatt\s+|fullt\s+)?"
            r"(?:mandat|befogenhet)\b\s*(?P<what>.*)"
        ),
        rf"\b(?:bemyndiga|bemyndigar)\s+{_WHO}\s+(?P<what>att\b.*)",
        rf"(?:^|\batt\s+){_WHO}\s+bemyndigas\s+(?P<what>att\b.*)",
        rf"\bdelegera[rs]?\s+till\s+{_WHO}\s+(?P<what>(?:att|rätten|beslut)\b.*)",
        rf"\bdelegera[rs]?\s+(?P<what>[^,.;:]{{2,200}}?)\s+till\s+{_WHO}\s*$",
    )
)
_ENDS_MANDATE = re.compile(
    r"\b(?:mandatet|befogenheten|delegationen|bemyndigandet)\b.{0,80}?"
    r"\b(?:upphör|avslutas|återkallas|dras in|tas tillbaka)\b"
    r"|\b(?:återkalla|dra in|avsluta|upphäva)\b.{0,80}?"
    r"\b(?:mandat|befogenhet|delegation|bemyndigande)",
    re.IGNORECASE,
)
_LEAVES = re.compile(
    r"\b(?:entlediga\w*|avgå\w*|frånträd\w*"
    r"|(?:avslutar|lämnar)\s+(?:sitt|sina|sin)\s+(?:uppdrag|plats)\w*"
    r"|(?:avsluta|avslutas)\s+(?:\w+\s+){0,3}?uppdrag\w*)",
    re.IGNORECASE,
)
_LEADING = re.compile(r"^(?:att\s+)?", re.IGNORECASE)
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class MandateSaid:
    """What a clause says of a mandate: who is to have it, and to do what; as worded."""

    who: str
    what: str


def mandate_said(text: str) -> MandateSaid | None:
    """What a clause that gives a mandate says; None for every other.

    "att ge styrgruppen mandat att fylla vakanser" gives "styrgruppen" and "fylla vakanser". One
    that ends a mandate, or says that somebody lacks one, gives none.
    """
    text = " ".join(text.split())[:_LONGEST]
    folded = text.casefold()
    if not any(word in folded for word in MANDATE_WORDS) or ends_mandate(text):
        return None
    if re.search(r"\b(?:inte|saknar|utan)\b[^,.]{0,60}\b(?:mandat|befogenhet)", folded):
        return None
    for pattern in _GIVES:
        if found := pattern.search(text):
            who = _LEADING.sub("", found["who"]).strip()
            what = _LEADING.sub("", found["what"].strip(" .")).strip()
            if who and what:
                return MandateSaid(who, what)
    return None


def ends_mandate(text: str) -> bool:
    """Whether a clause says that a mandate is at an end."""
    return _ENDS_MANDATE.search(text) is not None


def lets_leave(text: str) -> bool:
    """Whether a clause lets somebody leave a place: "att entlediga Vera Ask"."""
    return _LEAVES.search(text) is not None


CHECKERS = "juster"
"""Stands in every clause that appoints who checks the minutes."""


def of_the_meeting(text: str) -> bool:
    """Whether a clause gives whom it appoints something to do at the meeting itself: to check the
    minutes, and no seat in any body."""
    return CHECKERS in text.casefold()


_ROLES: tuple[tuple[str, MembershipRole], ...] = (
    (r"vice\s*ordförande", MembershipRole.VICE_CHAIR),
    (r"ordförande", MembershipRole.CHAIR),
    (r"(?:ersättare|suppleant)(?:er|are)?", MembershipRole.ALTERNATE),
    (r"sekreterare", MembershipRole.SECRETARY),
    (r"adjunger\w+", MembershipRole.CO_OPTED),
    (r"(?:ledamot|ledamöter|representant\w*|kontaktperson\w*)", MembershipRole.MEMBER),
)
_FUNCTION = re.compile(
    r"\b(?:med\s+(?:funktionen|kompetens\s+(?:inom|från))|som\s+företräder)\s+"
    r"(?P<what>[^,.;:]{2,80}?)(?=\s+(?:i|för|från|till|och)\b|[,.;:]|$)",
    re.IGNORECASE,
)


def role_said(text: str) -> str:
    """As what a clause lets somebody sit, a value of MembershipRole; as a member otherwise."""
    for pattern, role in _ROLES:
        if re.search(rf"\b{pattern}\b", text, re.IGNORECASE):
            return role.value
    return MembershipRole.MEMBER.value


def function_said(text: str) -> str:
    """What a clause says they are there to know of; mostly nothing."""
    found = _FUNCTION.search(text)
    return found["what"].strip() if found else ""


def named_in(text: str, names: Iterable[tuple[int, str]]) -> int | None:
    """Which of these (ids with their names) a clause names; the longest name of them.

    A name counts where it stands as words of its own, in the genitive too, letter case apart.
    """
    folded = key_of(text)
    best: tuple[int, int] | None = None
    for id_, name in names:
        key = key_of(name)
        if len(key) < _SHORTEST or (best is not None and len(key) <= best[0]):
            continue
        if re.search(rf"(?<!\w){re.escape(key)}s?(?!\w)", folded):
            best = (len(key), id_)
    return best[1] if best else None


_SHORTEST = 3
"""Names shorter than this are in too many words."""


def principal_said(
    text: str,
    person: str,
    organisation: str,
    principals: Sequence[tuple[int, str]],
    region_id: int | None,
) -> int | None:
    """Whom somebody is to sit for: by what stands after their name in the clause, by the
    organisation they come from, or by the one principal that the clause names.

    "Björkmåla" is enough for Björkmåla kommun, and "regionens representant" for the region.
    """
    known = [*principals, *((id_, _short(name)) for id_, name in principals)]
    after = text.partition(person)[2] if person else ""
    beside = re.match(r"\s*[,(]\s*([^,()]{2,80})", after)
    found = named_in(beside[1] if beside else "", known) or named_in(organisation, known)
    if found is not None:
        return found
    named = {id_ for id_, name in known if named_in(text, [(id_, name)])}
    if len(named) == 1:
        return named.pop()
    if not named and re.search(r"\bregionens?\b", text, re.IGNORECASE):
        return region_id
    return None


def _short(name: str) -> str:
    """A principal's name as it is mostly said: "Björkmåla" of "Björkmåla kommun"."""
    short = re.sub(r"\s+kommun$|^region\s+", "", name, flags=re.IGNORECASE).strip()
    if short != name and short.endswith("s") and re.search(r"\skommun$", name, re.IGNORECASE):
        return short[:-1]  # "Norrviks kommun" is Norrvik
    return short


def seats_named(text: str, functions: Mapping[int, str]) -> int | None:
    """Which seat (id) asks for a function that the clause names."""
    return named_in(text, [(id_, name) for id_, name in functions.items() if name])
