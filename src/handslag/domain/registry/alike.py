"""Which names may be one person's: kept when names come, answered by people, never asked twice."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from handslag.domain.registry.models import Answer, NameKey, NamePair, PersonName
from handslag.domain.registry.names import is_initialled, keys_of, likeness, sought_keys

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from handslag.domain.access.viewer import Viewer

AT_ONCE = 400
"""Keys that one query looks up."""
MOST_INITIALLED = 3
"""An initial that more people's names begin with tells nobody apart, and is not asked about."""


def keep_keys(names: Sequence[PersonName]) -> None:
    """Keep new names under their keys, and each pair of alike names for somebody to answer.

    Takes queries and time in step with the names given, not with all there are.
    """
    NameKey.objects.bulk_create(
        NameKey(name=name, key=key) for name in names for key in sorted(keys_of(name.text))
    )
    met = _met({name.text: sought_keys(name.text) for name in names})
    pairs: dict[tuple[str, str], float] = {}
    for name in names:
        alike = [
            (other_key, found.degree)
            for other_key, text in met[name.text]
            if other_key != name.key and (found := likeness(name.text, text))
        ]
        if is_initialled(name.text) and len(alike) > MOST_INITIALLED:
            continue
        for other_key, degree in alike:
            pairs[_ordered(name.key, other_key)] = degree
    NamePair.objects.bulk_create(
        (NamePair(one=one, other=other, degree=degree) for (one, other), degree in pairs.items()),
        ignore_conflicts=True,
    )


def _ordered(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _met(sought: dict[str, frozenset[int]]) -> dict[str, set[tuple[str, str]]]:
    """For each text the names (key, text) kept under one of its sought keys."""
    by_key: dict[int, list[str]] = defaultdict(list)
    for text, keys in sought.items():
        for key in keys:
            by_key[key].append(text)
    met: dict[str, set[tuple[str, str]]] = defaultdict(set)
    every = sorted(by_key)
    for start in range(0, len(every), AT_ONCE):
        rows = NameKey.objects.filter(key__in=every[start : start + AT_ONCE])
        for key, name_key, name_text in rows.values_list("key", "name__key", "name__text"):
            for text in by_key[key]:
                met[text].add((name_key, name_text))
    return met


def names_like(texts: Iterable[str]) -> dict[str, set[tuple[str, str]]]:
    """For each text the names (key, text) that may be like it. A query for each sixteen or so."""
    return _met({text: sought_keys(text) for text in texts})


def pairs_between(ones: Collection[str], others: Collection[str]) -> Q:
    """The pairs with one name among `ones` and the other among `others`, as keys."""
    return Q(one__in=ones, other__in=others) | Q(one__in=others, other__in=ones)


def answer(viewer: Viewer, pairs: Q, said: Answer) -> int:
    """Write what was said of pairs; returns how many. Must stand in a transaction."""
    return (
        NamePair.objects.filter(pairs)
        .exclude(answer=said)
        .update(answer=said, answered_by=viewer.name[:200], answered_at=timezone.now())
    )


def settle_merged(viewer: Viewer, keys: Collection[str], other_keys: Collection[str]) -> None:
    """Two people became one: the pairs between their names are answered.

    Whoever was said to be another person than one of them is so for both. Three queries.
    """
    answer(viewer, pairs_between(keys, other_keys), Answer.SAME)
    together = {*keys, *other_keys}
    apart = NamePair.objects.filter(answer=Answer.DIFFERENT).filter(
        Q(one__in=together) | Q(other__in=together)
    )
    strangers = {key for pair in apart.values_list("one", "other") for key in pair} - together
    if strangers:
        people = PersonName.objects.filter(key__in=strangers).values("person_id")
        whole = set(PersonName.objects.filter(person_id__in=people).values_list("key", flat=True))
        answer(
            viewer,
            pairs_between(together, (whole | strangers) - together) & Q(answer=Answer.OPEN),
            Answer.DIFFERENT,
        )


def settle_apart(viewer: Viewer, keys: Collection[str], other_keys: Collection[str]) -> None:
    """Two people were said to be two: none of their names is asked about again. One query."""
    answer(viewer, pairs_between(keys, other_keys), Answer.DIFFERENT)
