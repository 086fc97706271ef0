"""The dictionary as the county's own texts have made it, kept in memory and never out of date."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from handslag.output.search.compounds import Dictionary, may_be_part
from handslag.output.search.models import Learnt
from handslag.output.search.words import stems_in

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class _Kept:
    """A dictionary, and the rows that it was made of."""

    tokens: frozenset[str]
    dictionary: Dictionary


_EMPTY = _Kept(frozenset(), Dictionary())
_lock = threading.Lock()
_kept = _EMPTY


def dictionary() -> Dictionary:
    """Every word that the database knows of now. One query; two where it has learnt more.

    What a transaction that was undone had taught is forgotten with it: each row has a token that
    no other row ever had.
    """
    global _kept  # one for the process, as large as the county's vocabulary
    tokens = frozenset(Learnt.objects.values_list("token", flat=True))
    kept = _kept
    if tokens == kept.tokens:
        return kept.dictionary
    former = kept if kept.tokens <= tokens else _EMPTY
    missing = Learnt.objects.exclude(token__in=former.tokens) if former.tokens else Learnt.objects
    parts: set[str] = set()
    others: set[str] = set()
    read = set(former.tokens)
    for token, *told in missing.values_list("token", "parts", "others"):
        read.add(token)
        parts.update(told[0].split())
        others.update(told[1].split())
    made = _Kept(frozenset(read), former.dictionary.extended(parts, others))
    with _lock:
        _kept = made
    return made.dictionary


def learn(texts: Iterable[str]) -> Dictionary:
    """The dictionary with the words of these texts in it. One query; two where some were new.

    Takes part in the transaction that is open.
    """
    known = dictionary()
    found: dict[str, bool] = {}
    for text in texts:
        for stem, small in stems_in(text).items():
            found[stem] = found.get(stem, False) or small
    parts = {one for one, small in found.items() if small and may_be_part(one)}
    parts = {one for one in parts if not known.is_part(one)}
    others = {one for one in found if one not in parts and not known.knows(one)}
    if not parts and not others:
        return known
    Learnt.objects.create(
        token=uuid4().hex,
        parts=" ".join(sorted(parts)),
        others=" ".join(sorted(others)),
        settled=not parts,
    )
    return known.extended(parts, others)
