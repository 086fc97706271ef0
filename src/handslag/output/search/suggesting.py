"""What somebody may be about to type, from what they may see and nothing else."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handslag.domain.access.permissions import Permission
from handslag.domain.base.words import key_of
from handslag.domain.matters import queries as matters
from handslag.domain.meetings import queries as meetings
from handslag.domain.registry import queries as registry
from handslag.output.search import index
from handslag.output.search.expressions import Any, Expression, Has
from handslag.output.search.index import Wanted
from handslag.output.search.keys import seen_among, sight_of
from handslag.output.search.models import Entry, EntryKind
from handslag.output.search.places import CODES, kind_at
from handslag.output.search.ranking import by_relevance
from handslag.output.search.stems import LONGEST, STOP_WORDS, WORD, composed, stem_of
from handslag.output.search.words import Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from handslag.domain.access.viewer import Viewer

SHORTEST = 3
"""Letters from which on anything is suggested."""
_LOOKED_AT = 200
"""Texts that are looked through for words: the newest in which one begins so."""
_SHOWN = {"word": 4, "thing": 5, "body": 2, "person": 3}
"""How many of each sort are suggested."""
_SOUGHT = (EntryKind.MATTER, EntryKind.MEETING, EntryKind.ITEM, EntryKind.CLAUSE)
_GONE_TO = (EntryKind.MATTER, EntryKind.MEETING, EntryKind.ITEM)
"""What is suggested itself; clauses lend their words alone."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """Something to choose: words to search for, or a thing to go to."""

    kind: str
    """"word", "body", "person", or a value of EntryKind."""
    text: str
    """For words: the whole of what to search for."""
    about: str = ""
    thing: int | None = None
    meeting_id: int | None = None
    item_id: int | None = None


def suggest(viewer: Viewer, typed: str) -> tuple[Suggested, ...]:
    """What goes on as somebody has begun. Nine queries at most; none for too few letters."""
    words = [word.lower()[:LONGEST] for word in WORD.findall(composed(typed))]
    if not words or len(words[-1]) < SHORTEST:
        return ()
    rows = _rows(viewer, words)
    before = typed[: len(typed) - len(_last(typed))]
    return (
        *_words(rows, before, words[-1]),
        *_things(viewer, rows, words),
        *_bodies(viewer, " ".join(typed.split())),
        *_people(viewer, " ".join(typed.split())),
    )


def _last(typed: str) -> str:
    found = re.search(r"[^\W_]+\W*$", typed)
    return found.group() if found else ""


def _rows(viewer: Viewer, words: list[str]) -> list[Entry]:
    """The entries in which all the words stand and the last begins one, the best first."""
    *former, last = words
    terms = [Term(stem_of(word)) for word in former if word not in STOP_WORDS]
    kinds = Any(tuple(Has(f"=k{CODES[kind]}") for kind in _SOUGHT))
    sought: list[Expression] = [Has(term.stem) for term in terms]
    wanted = (*sought, Has(last, begins=True), kinds)
    tokens = seen_among(wanted, sight_of(viewer, registry.own_names(viewer)))
    found = index.newest(Wanted(tokens, [*terms, Term(last)]), _LOOKED_AT)
    rows = Entry.objects.only("kind", "thing", "meeting_id", "item_id", "text").in_bulk(
        [one.id for one in found]
    )
    return [rows[one.id] for one in by_relevance(found, len(words)) if one.id in rows]


def _words(rows: Iterable[Entry], before: str, last: str) -> Iterator[Suggested]:
    """Words that begin so, the commonest first, each in one of its forms."""
    counts = Counter(
        word
        for row in rows
        for word in {word.lower() for word in WORD.findall(row.text)}
        if word.startswith(last) and word != last
    )
    seen = {stem_of(last)}
    shown = 0
    for word, _count in sorted(counts.items(), key=lambda one: (-one[1], len(one[0]), one[0])):
        if shown < _SHOWN["word"] and stem_of(word) not in seen:
            seen.add(stem_of(word))
            shown += 1
            yield Suggested("word", f"{before}{word}")


def _things(viewer: Viewer, rows: Iterable[Entry], words: list[str]) -> Iterator[Suggested]:
    """Matters, meetings and items whose heading has every word; each heading once."""
    chosen: dict[tuple[str, str], Entry] = {}
    for row in rows:
        small = [word.lower() for word in WORD.findall(composed(row.text))]
        whole = all(any(one.startswith(word) for one in small) for word in words)
        if kind_at(row.id) in _GONE_TO and whole and len(chosen) < _SHOWN["thing"]:
            chosen.setdefault((row.kind, row.text), row)
    told = meetings.meeting_names(
        viewer, {row.meeting_id for row in chosen.values() if row.meeting_id}
    )
    items = meetings.seen_items(viewer, {row.item_id for row in chosen.values() if row.item_id})
    for row in chosen.values():
        meeting = told.get(row.meeting_id or 0)
        if meeting is None or (row.item_id and row.item_id not in items):
            continue
        about = "" if row.kind == EntryKind.MEETING else f"{meeting.body} {meeting.date:%Y-%m-%d}"
        yield Suggested(row.kind, row.text, about, row.thing, row.meeting_id, row.item_id)


def _bodies(viewer: Viewer, typed: str) -> Iterator[Suggested]:
    """Bodies one of whose names has a word that begins so."""
    if Permission.REGISTRY_READ not in viewer.permissions:
        return
    key = key_of(typed)
    found = [
        body
        for body in registry.bodies(viewer)
        if any(f" {key}" in f" {key_of(name)}" for name in (body.name, body.short_name))
    ]
    for body in found[: _SHOWN["body"]]:
        yield Suggested("body", body.name, body.short_name, body.id)


def _people(viewer: Viewer, typed: str) -> Iterator[Suggested]:
    if Permission.REGISTRY_READ not in viewer.permissions:
        return
    for person in matters.people(viewer, words=typed).rows[: _SHOWN["person"]]:
        yield Suggested("person", person.name, "", person.id)
