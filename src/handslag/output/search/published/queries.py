"""Finding what is published by its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from handslag.domain.base.shapes import Listing, paged
from handslag.domain.publications import queries as publications
from handslag.output.search.compounds import Dictionary
from handslag.output.search.models import PublishedEntry
from handslag.output.search.published import index
from handslag.output.search.words import Segment, asked, marked

if TYPE_CHECKING:
    from handslag.domain.publications.queries.shapes import PublicationRow

PAGE_SIZE = 20
_WORDS = Dictionary()
"""What every installation knows: nothing that drafts have taught is asked by the public."""


@dataclass(frozen=True, slots=True)
class PublishedHit:
    """A part of a newest version that answers, with the sought words marked in their context."""

    publication: PublicationRow
    anchor: str
    """Its place on the publication's page; empty for the page itself."""
    heading: tuple[Segment, ...]
    """Empty for what belongs to no item."""
    text: tuple[Segment, ...]


def search_published(words: str, *, slug: str = "", page: int = 1) -> Listing[PublishedHit]:
    """Parts of the newest shown versions that have every one of `words`, the best first.

    Inflections are found too; the last word may be unfinished; words in quotes are found as they
    stand. Of one body where `slug` names it. Anybody's. Six queries at most; none for no words.
    """
    if not words.strip():
        return Listing((), 1, 1, 0)
    sought = asked(words, _WORDS)
    if not sought:
        return Listing((), 1, 1, 0)
    # what is shown is asked again here: an index that lags behind tells nothing it should not
    among = Q(version_id__in=publications.newest_versions())
    if slug:
        among &= Q(version__publication__body__slug=slug)
    for phrase in sought.phrases:
        among &= Q(phrase__contains=phrase)
    total = index.matches(sought, among)
    page, pages, offset = paged(total, page, PAGE_SIZE)
    ids = index.matching(sought, among, offset=offset, count=PAGE_SIZE) if total else []
    entries = PublishedEntry.objects.in_bulk(ids)
    told = publications.by_version({entry.version_id for entry in entries.values()})
    hits = (
        PublishedHit(
            told[entry.version_id],
            entry.anchor,
            marked(entry.heading, sought) if entry.heading else (),
            marked(entry.text, sought),
        )
        for entry in (entries[entry_id] for entry_id in ids)
    )
    return Listing(tuple(hits), page, pages, total)
