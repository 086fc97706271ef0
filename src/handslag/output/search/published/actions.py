"""Keeping the index of what is published in step with what is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.publications import queries
from handslag.output.search.lexicon import learn
from handslag.output.search.models import PublishedEntry
from handslag.output.search.words import indexed, phrase_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.publications.queries.serving import SearchablePart
    from handslag.output.search.compounds import Dictionary


@transaction.atomic
def reindex_published(*, viewer: Viewer, publication_ids: Iterable[int] | None = None) -> int:
    """Index what is shown of these publications anew, or of all; return the number of entries.

    Of what was withdrawn, suppressed or replaced nothing is left. Takes part in the transaction
    that is open: what is found stands or falls with what is shown.
    """
    require(viewer, Permission.DOCUMENTS_REVIEW)
    told = None if publication_ids is None else list(publication_ids)
    whose = Q() if told is None else Q(version__publication_id__in=told)
    PublishedEntry.objects.filter(whose).delete()
    parts = queries.searchable(told)
    dictionary = learn(f"{part.heading}\n{part.text}" for part in parts)
    entries = _entries(parts, dictionary)
    return len(PublishedEntry.objects.bulk_create(entries, batch_size=500))


def _entries(parts: Iterable[SearchablePart], dictionary: Dictionary) -> Iterator[PublishedEntry]:
    for part in parts:
        both = f"{part.heading}\n{part.text}"
        yield PublishedEntry(
            version_id=part.version_id,
            anchor=part.anchor,
            heading=part.heading,
            text=part.text,
            words=indexed(both, dictionary, part=""),
            phrase=phrase_of(both),
        )
