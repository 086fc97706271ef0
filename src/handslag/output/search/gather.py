"""Entries made of what the domain has, before they are compared with those there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handslag.output.search.keys import Known, keys_of, level_of
from handslag.output.search.models import Entry, EntryKind
from handslag.output.search.places import MOST_PARTS, of_part, of_variant, place_of
from handslag.output.search.words import indexed, length_of, phrase_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from handslag.domain.documents.queries import SearchableDocument
    from handslag.domain.matters.queries import Searchable
    from handslag.output.search.compounds import Dictionary

BLOCK = 1_500
"""Letters of a part of a document that has no pages."""
_BARE = 2
"""The wordings of a thing are told apart by 0 and 1; a matter without items is the third."""
_SHOWN = 20_000
"""Letters of one part's text that are kept to be shown around a hit; its words are all kept."""


def text_of(told: Searchable) -> str:
    """All that something is found by."""
    return f"{told.text}\n{told.also}" if told.also else told.text


def entry_of(told: Searchable, dictionary: Dictionary, now: datetime) -> Entry:
    """The entry of something at a meeting, or of a matter."""
    kind = EntryKind(told.kind)
    text = text_of(told)
    known = Known(
        kind=kind,
        level=max(map(level_of, told.states)),
        closed=told.closed,
        body_id=told.body_id,
        superseded=None if told.superseded is None else level_of(told.superseded),
        presenters=told.presenters,
        meeting_id=told.meeting_id,
        action=told.action,
        side=told.side,
        open=told.open,
    )
    variant = _BARE if told.meeting_id is None else int(told.phase == "plan")
    return Entry(
        id=place_of(told.day, kind, of_variant(told.row, variant)),
        kind=kind,
        meeting_id=told.meeting_id,
        item_id=told.item_id,
        matter_id=told.thing if kind == EntryKind.MATTER else None,
        thing=told.thing,
        phase=told.phase,
        text=told.text,
        words=indexed(text, dictionary),
        phrase=phrase_of(text),
        keys=keys_of(known),
        length=length_of(told.text),
        changed_at=now,
    )


def keys_of_document(told: SearchableDocument) -> str:
    """Who may find a document's parts."""
    return keys_of(
        Known(
            kind=EntryKind.DOCUMENT,
            level=level_of(told.state),
            closed=told.closed,
            body_id=told.body_id,
            document_id=told.id,
        )
    )


def entries_of_document(
    told: SearchableDocument, day: date, dictionary: Dictionary, now: datetime
) -> Iterator[Entry]:
    """An entry for each page of a document, or for each block; its name is found with the first."""
    keys = keys_of_document(told)
    for number, (page, start, end) in enumerate(_parts(told)):
        text = told.text[start:end]
        words = f"{told.title}\n{told.name}\n{text}" if number == 0 else text
        yield Entry(
            id=place_of(day, EntryKind.DOCUMENT, of_part(told.id, number)),
            kind=EntryKind.DOCUMENT,
            document_id=told.id,
            thing=told.id,
            page=page,
            start=start,
            text=text[:_SHOWN],
            words=indexed(words, dictionary),
            phrase=phrase_of(words),
            keys=keys,
            length=length_of(text),
            changed_at=now,
        )


def _parts(told: SearchableDocument) -> list[tuple[int | None, int, int]]:
    """Page, start and end of each part with anything in it; at most `MOST_PARTS`."""
    pages: list[tuple[int | None, int, int]]
    if told.pages:
        pages = [(number, *place) for number, place in enumerate(told.pages, 1)]
    else:
        pages = [(None, *place) for place in _blocks(told.text)]
    return [part for part in pages if told.text[part[1] : part[2]].strip()][:MOST_PARTS]


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """The text in blocks, each ended at a line's or a word's end where there is one in reach."""
    start = 0
    while start < len(text):
        end = min(len(text), start + BLOCK)
        if end < len(text):
            ends = (text.rfind(sign, start + BLOCK // 2, end) for sign in ("\n", " "))
            end = next((place + 1 for place in ends if place >= 0), end)
        yield start, end
        start = end
