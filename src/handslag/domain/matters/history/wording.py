"""The same point or clause in the words of each who had it: proposal, decision, a later body.

Pure. Texts are one wording of the same where most of their words are in common, in order; each
version is shown with what differs from the one before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from handslag.domain.base.shapes import Labelled, labelled
from handslag.domain.matters.history.shapes import HappeningKind
from handslag.domain.matters.rules import folded_clause

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from handslag.domain.documents.queries import EvidenceRef
    from handslag.domain.matters.history.shapes import BodyRef, Happening

ALIKE = 0.55
"""The share of words in common, in order, from which on two texts are wordings of the same."""
_WORD = re.compile(r"\w+")
_TOKEN = re.compile(r"\s*\S+")
_MOST_TOKENS = 1500
"""Words from which on a text is shown whole, old and new: comparing would take too long."""


class PartKind(TextChoices):
    """What became of a stretch of words since the version before."""

    SAME = "same", _("oförändrat")
    OUT = "out", _("borttaget")
    IN = "in", _("tillagt")


@dataclass(frozen=True, slots=True)
class WordingPart:
    """A stretch of words of a version, with the blanks before them."""

    kind: str
    """A value of PartKind."""
    text: str


@dataclass(frozen=True, slots=True)
class Wording:
    """One version: whose words, and what differs from the version before."""

    key: str
    """The happening that it stands in."""
    kind: Labelled
    """HappeningKind: proposed or decided, or where a clause moved it on."""
    day: date | None
    body: BodyRef | None
    by: str
    meeting_id: int | None
    item_id: int | None
    number: str
    """Of a point."""
    code: str
    """Of a clause: what its lasting address is made of."""
    text: str
    parts: tuple[WordingPart, ...]
    """All of it as IN, for the first version; of the others with what went as OUT."""
    changed: bool
    """It says something else than the version before."""
    evidence: tuple[EvidenceRef, ...]


@dataclass(frozen=True, slots=True)
class WordingChain:
    """Versions of the same point or clause, the oldest first: two at least."""

    versions: tuple[Wording, ...]

    @property
    def changed(self) -> bool:
        """Whether any version differs from the one before."""
        return any(one.changed for one in self.versions[1:])


def chains(told: Sequence[Happening]) -> tuple[WordingChain, ...]:
    """Every point and clause of a matter that was worded more than once."""
    found: list[list[_Text]] = []
    for text in _texts(told):
        best = max(
            (chain for chain in found if chain[-1].key != text.key),
            key=lambda chain: _alike(chain[-1], text),
            default=None,
        )
        if best is not None and _alike(best[-1], text) >= ALIKE:
            best.append(text)
        else:
            found.append([text])
    return tuple(WordingChain(tuple(_versions(chain))) for chain in found if len(chain) > 1)


@dataclass(frozen=True, slots=True)
class _Text:
    key: str
    happening: Happening
    text: str
    number: str
    code: str
    evidence: tuple[EvidenceRef, ...]
    words: tuple[str, ...]


def _texts(told: Iterable[Happening]) -> Iterator[_Text]:
    """Points and clauses in the order they came; a clause that is told twice, once."""
    seen: set[int] = set()
    for one in told:
        for point in one.points:
            yield _Text(
                *(one.key, one, point.text, point.number, "", point.evidence),
                _words(point.text),
            )
        for clause in one.clauses:
            if clause.id in seen:
                continue
            seen.add(clause.id)
            yield _Text(
                *(one.key, one, clause.text, "", clause.code, clause.evidence),
                _words(clause.text),
            )


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(folded_clause(text).casefold()))


def _alike(one: _Text, other: _Text) -> float:
    if one.words == other.words:
        return 1.0
    first, second = set(one.words), set(other.words)
    if 2 * len(first & second) < ALIKE * (len(first) + len(second)) * 0.8:
        return 0.0  # too few words in common, in whatever order
    return SequenceMatcher(None, one.words, other.words, autojunk=False).ratio()


def _versions(chain: Sequence[_Text]) -> Iterator[Wording]:
    before = ""
    for place, one in enumerate(chain):
        parts = parted(before, one.text)
        yield Wording(
            key=one.key,
            kind=labelled(HappeningKind, one.happening.kind.value),
            day=one.happening.day,
            body=one.happening.body,
            by=one.happening.by,
            meeting_id=one.happening.meeting_id,
            item_id=one.happening.item_id,
            number=one.number,
            code=one.code,
            text=one.text,
            parts=parts,
            changed=place > 0 and any(part.kind != PartKind.SAME for part in parts),
            evidence=one.evidence,
        )
        before = one.text


def parted(before: str, after: str) -> tuple[WordingPart, ...]:
    """What of two texts is the same, went and came, word by word and in order."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if not old:
        return (WordingPart(PartKind.IN.value, after),) if after else ()
    if len(old) + len(new) > _MOST_TOKENS:
        if before == after:
            return (WordingPart(PartKind.SAME.value, after),)
        return (WordingPart(PartKind.OUT.value, before), WordingPart(PartKind.IN.value, after))
    found: list[WordingPart] = []
    matcher = SequenceMatcher(
        None, [one.strip() for one in old], [one.strip() for one in new], autojunk=False
    )
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            found.append(WordingPart(PartKind.SAME.value, "".join(new[new_start:new_end])))
            continue
        if end > start:
            found.append(WordingPart(PartKind.OUT.value, "".join(old[start:end])))
        if new_end > new_start:
            found.append(WordingPart(PartKind.IN.value, "".join(new[new_start:new_end])))
    return tuple(found)
