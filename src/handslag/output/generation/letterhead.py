"""The county's own values on its papers: what is wrong with them, and what can be used of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from handslag.output.generation.logo import Logo, LogoError, read_logo
from handslag.output.generation.paper import Letterhead

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Logo", "Trouble", "check", "usable"]

LONGEST_LINE = 200
"""Characters of the organisation's name, of a line of the sender, of the logo's text."""
MOST_LINES = 8
"""Lines of the sender."""
LONGEST_FOOTER = 600
LONGEST_TEXT = 6000
"""Characters of a standing text: two pages and more."""

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_LONE = re.compile("[\ud800-\udfff]")
_PALEST = 0.93
"""So light, white being 1, is a colour that no rule shows in on white paper."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with one value: the field's name in Letterhead, and a sentence in Swedish."""

    field: str
    message: str


def check(letterhead: Letterhead) -> tuple[Trouble, ...]:
    """What is wrong with what somebody has typed, each with its field; empty where all is well.

    Pure: nothing is kept or changed. Signs that look like markup are no fault, since papers
    print them as they stand.
    """
    return tuple(_troubles(letterhead))


def _troubles(head: Letterhead) -> Iterator[Trouble]:
    if not head.organisation.strip():
        yield Trouble("organisation", "Skriv vad avsändaren heter.")
    yield from _short("organisation", "Avsändarens namn", head.organisation)
    yield from _short("logo_text", "Texten om logotypen", head.logo_text)
    if len(head.sender) > MOST_LINES:
        yield Trouble(
            "sender",
            f"Avsändarens uppgifter får ha högst {MOST_LINES} rader. Nu är de {len(head.sender)}.",
        )
    for line in head.sender[:MOST_LINES]:
        yield from _short("sender", "En rad i avsändarens uppgifter", line)
    yield from _long("footer", "Sidfoten", head.footer, LONGEST_FOOTER)
    yield from _long("opening", "Den inledande texten", head.opening, LONGEST_TEXT)
    yield from _long("closing", "Den avslutande texten", head.closing, LONGEST_TEXT)
    yield from _colour(head.accent)
    if head.logo is not None:
        try:
            read_logo(head.logo, "")
        except LogoError as error:
            yield Trouble("logo", str(error))


def _short(field: str, what: str, words: str) -> Iterator[Trouble]:
    if "\n" in words.strip() or "\r" in words.strip():
        yield Trouble(field, f"{what} ska stå på en rad.")
    yield from _long(field, what, words, LONGEST_LINE)


def _long(field: str, what: str, words: str, most: int) -> Iterator[Trouble]:
    if len(words) > most:
        yield Trouble(
            field,
            f"{what} får ha högst {_count(most)} tecken. Nu är det {_count(len(words))}.",
        )
    if _CONTROL.search(words) or _LONE.search(words):
        yield Trouble(
            field,
            f"{what} innehåller styrtecken som inte går att skriva ut. "
            "De följer ibland med när text klistras in. Skriv om texten.",
        )


def _count(number: int) -> str:
    return f"{number:,}".replace(",", "\xa0")


def _colour(accent: str) -> Iterator[Trouble]:
    if not _COLOUR.fullmatch(accent):
        yield Trouble(
            "accent",
            "Färgen ska skrivas med # och sex siffror eller bokstäver a–f, till exempel #1f5c4d.",
        )
    elif _lightness(accent) > _PALEST:
        yield Trouble("accent", "Färgen är så ljus att den inte syns på papper. Välj en mörkare.")


def _lightness(accent: str) -> float:
    red, green, blue = (int(accent[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def usable(letterhead: Letterhead) -> tuple[Letterhead, Logo | None]:
    """The letterhead with what is wrong in it left out or cut off, and its logo to print.

    What has been checked comes back as it is; the rest gives a paper all the same.
    """
    plain = Letterhead(organisation="")
    head = replace(
        letterhead,
        organisation=_cut(letterhead.organisation, LONGEST_LINE),
        logo_text=_cut(letterhead.logo_text, LONGEST_LINE),
        accent=plain.accent if any(_colour(letterhead.accent)) else letterhead.accent,
        sender=tuple(_cut(line, LONGEST_LINE) for line in letterhead.sender[:MOST_LINES]),
        footer=_cut(letterhead.footer, LONGEST_FOOTER),
        opening=_cut(letterhead.opening, LONGEST_TEXT),
        closing=_cut(letterhead.closing, LONGEST_TEXT),
    )
    if head.logo is None:
        return head, None
    try:
        return head, read_logo(head.logo, head.logo_text or f"Logotyp för {head.organisation}")
    except LogoError:
        return head, None


def _cut(words: str, most: int) -> str:
    bare = _LONE.sub("", words)
    return bare if len(bare) <= most else f"{bare[:most].rstrip()} …"
