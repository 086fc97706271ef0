"""Which of an item's matters a clause belongs to: as somebody has said, else by its words. Pure.

A clause is one matter's where its words name that matter and may mean no other of the item's. A
decision that is hidden from the matter it is about tells a false story of it, one that shows in
two tells too much: so in doubt it shows in each.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from handslag.domain.matters.linking.words import hints_at, naming

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SHORTEST_NUMBER = 5
"""Letters and figures from which on a number in the office's register is no other number."""


class Way(TextChoices):
    """How it is known which matters a clause belongs to."""

    SAID = "said", _("någon har sagt det")
    CLEAR = "clear", _("orden nämner bara det ärendet")
    ALL = "all", _("ingen har sagt vilket, och orden avgör det inte")


class Named(NamedTuple):
    """What a matter is called."""

    titles: tuple[str, ...]
    """The name that somebody chose, and the headings of its items."""
    number: str = ""
    """In the office's own register."""


class Shared(NamedTuple):
    """What it takes to tell the matters of one item apart."""

    named: Mapping[int, Named]
    """The item's matters (ids)."""
    said: Mapping[str, frozenset[int]]
    """What people have said: the matters (ids) of clauses (codes)."""


class Worded(NamedTuple):
    """A clause as its words are looked at."""

    code: str
    text: str
    points: tuple[str, ...] = ()
    """Texts of the points that it settles."""
    people: tuple[str, ...] = ()
    """Names of those it appoints: they stand in headings too, and name no matter."""


class Belonging(NamedTuple):
    """Which matters a clause belongs to."""

    matters: frozenset[int]
    """Of its item's (ids): one at least."""
    way: Way


def belonging(clause: Worded, shared: Shared) -> Belonging:
    """Which of the item's matters a clause belongs to; all of them where nobody can tell."""
    every = frozenset(shared.named)
    if said := shared.said.get(clause.code, frozenset()) & every:
        return Belonging(said, Way.SAID)
    one = named_by(clause, shared.named)
    return Belonging(frozenset({one}), Way.CLEAR) if one else Belonging(every, Way.ALL)


def named_by(clause: Worded, named: Mapping[int, Named]) -> int | None:
    """The one matter (id) that a clause's words name; None where they name none, or may another.

    By a number in the register, or by a word that none of the other matters is called by. Words
    decide nothing where one of the matters has no word of its own: nobody could say that they do
    not mean that one.
    """
    text = "\n".join((clause.text, *clause.points))
    own = _own_words(named)
    words = naming(text) - _marks(clause.people) if all(own.values()) else frozenset()
    sure = {matter for matter, one in named.items() if own[matter] & words or _numbered(one, text)}
    perhaps = {matter for matter in named if hints_at(text, own[matter])}
    return sure.pop() if len(sure) == 1 and perhaps <= sure else None


def _own_words(named: Mapping[int, Named]) -> dict[int, frozenset[str]]:
    """The words that each matter is called by and no other is."""
    marks = {matter: _marks(one.titles) for matter, one in named.items()}
    return {
        matter: own.difference(*(theirs for other, theirs in marks.items() if other != matter))
        for matter, own in marks.items()
    }


def _marks(texts: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*map(naming, texts))


def _numbered(one: Named, text: str) -> bool:
    number = re.escape(" ".join(one.number.split()))
    long = len(one.number) >= SHORTEST_NUMBER
    found = re.search(rf"(?<!\w){number}(?!\w)", " ".join(text.split()), re.IGNORECASE)
    return long and found is not None
