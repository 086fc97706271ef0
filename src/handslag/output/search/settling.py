"""What is done about the index when there is time: older texts divided by newer words, and an
index that is to be made anew.

Every entry is written with the words that are known then. A word that a later text teaches may be
a part of compounds in earlier ones; their entries are found by those compounds, and written anew.
When that is done, every entry is as it would be if it were written now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar
from uuid import uuid4

from django.db import transaction

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.documents import queries as documents
from handslag.domain.meetings import queries as meetings
from handslag.output.search import index, lexicon
from handslag.output.search.actions import (
    AT_ONCE,
    reindex,
    reindex_documents,
)
from handslag.output.search.models import Entry, Learnt, PublishedEntry, Rebuilding
from handslag.output.search.published.actions import reindex_published
from handslag.output.search.words import PART, indexed

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

    from handslag.domain.access.viewer import Viewer
    from handslag.output.search.compounds import Dictionary

_Row = TypeVar("_Row", Entry, PublishedEntry)
_MANY = 20
"""Rows of learnt words that are made one."""
_SHORTEST_COMPOUND = 6
_WORDS_AT_ONCE = 100
_ENTRIES_AT_ONCE = 200


def settle(*, viewer: Viewer) -> int:
    """Divide older compounds by what has been learnt since; returns how many entries changed.

    In short transactions of their own, each of which leaves the index sound. Doing it again, or
    going on after a kill, does no harm.
    """
    require(viewer, Permission.DOCUMENTS_REVIEW)
    rows = dict(Learnt.objects.filter(settled=False).values_list("id", "parts"))
    if not rows:
        _make_one()
        return 0
    known = lexicon.dictionary()
    learnt = {stem for parts in rows.values() for stem in parts.split()}
    divided = sorted(_divided_otherwise(known, learnt))
    changed = 0
    for start in range(0, len(divided), _WORDS_AT_ONCE):
        words = divided[start : start + _WORDS_AT_ONCE]
        ids = index.ids_having(words)
        for first in range(0, len(ids), _ENTRIES_AT_ONCE):
            some = Entry.objects.filter(id__in=ids[first : first + _ENTRIES_AT_ONCE])
            changed += _divide(some, known, PART)
    if divided:
        changed += _divide_published(known)
    Learnt.objects.filter(id__in=rows).update(settled=True)
    return changed


def _divided_otherwise(known: Dictionary, learnt: Collection[str]) -> set[str]:
    """The words whose division has changed with those that were learnt."""
    stems = [stem for stem in known.words() if len(stem) >= _SHORTEST_COMPOUND]
    if len(learnt) <= _WORDS_AT_ONCE:
        stems = [stem for stem in stems if any(one in stem and one != stem for one in learnt)]
    before = known.without(learnt)
    return {stem for stem in stems if known.parts_of(stem) != before.parts_of(stem)}


@transaction.atomic
def _divide(rows: QuerySet[_Row], known: Dictionary, part: str) -> int:
    """Give these rows the parts that their words have now."""
    changed = []
    for row in rows.select_for_update().order_by("id"):
        words = indexed(row.phrase, known, part=part)  # the phrase has all its words
        if words != row.words:
            row.words = words
            changed.append(row)
    rows.model._default_manager.bulk_update(changed, ["words"], batch_size=_ENTRIES_AT_ONCE)
    return len(changed)


def _divide_published(known: Dictionary) -> int:
    """The same for what is published, of which there is far less."""
    ids = list(PublishedEntry.objects.order_by("id").values_list("id", flat=True))
    batches = (
        ids[first : first + _ENTRIES_AT_ONCE] for first in range(0, len(ids), _ENTRIES_AT_ONCE)
    )
    return sum(_divide(PublishedEntry.objects.filter(id__in=some), known, "") for some in batches)


@transaction.atomic
def _make_one() -> None:
    """Make many settled rows of learnt words one."""
    rows = list(Learnt.objects.filter(settled=True).select_for_update())
    if len(rows) < _MANY:
        return
    parts = {stem for row in rows for stem in row.parts.split()}
    others = {stem for row in rows for stem in row.others.split()} - parts
    Learnt.objects.filter(id__in=[row.pk for row in rows]).delete()
    Learnt.objects.create(
        token=uuid4().hex,
        parts=" ".join(sorted(parts)),
        others=" ".join(sorted(others)),
        settled=True,
    )


def rebuild(*, viewer: Viewer) -> int:
    """Go on with making the index anew where that was asked for; returns how many things are done.

    One batch at a time, each in a transaction of its own that also says how far it has come.
    """
    require(viewer, Permission.DOCUMENTS_REVIEW)
    done = 0
    while (row := Rebuilding.objects.order_by("id").first()) is not None:
        with transaction.atomic():
            done += _one_batch(viewer, row)
    return done


def _one_batch(viewer: Viewer, row: Rebuilding) -> int:
    if row.step == "meetings":
        ids = meetings.ids_after(viewer, row.done_to, AT_ONCE)
        reindex(viewer=viewer, meeting_ids=ids)
        _went_on(row, ids, "documents")
        return len(ids)
    if row.step == "documents":
        ids = documents.ids_after(viewer, row.done_to, AT_ONCE // 10)
        reindex_documents(viewer=viewer, document_ids=ids)
        _went_on(row, ids, "published")
        return len(ids)
    row.delete()
    return reindex_published(viewer=viewer)


def _went_on(row: Rebuilding, ids: list[int], then: str) -> None:
    if ids:
        row.done_to = ids[-1]
    else:
        row.step, row.done_to = then, 0
    row.save()
