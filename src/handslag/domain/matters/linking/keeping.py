"""Keeping what links are found by: profiles, their keys, how common words are, and ties.

A meeting is compared with those profiles alone that share a key with one of its own: a word that
few headings have, a day that one of them speaks of, a file. So what a meeting costs hangs on the
meeting, not on how many there are. Part of actions, in their transaction.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Q

from handslag.domain.matters.linking.rules import (
    EXPECTED,
    FORGOTTEN,
    Kin,
    kin,
    weight,
)
from handslag.domain.matters.linking.traits import DATED, Node, from_json
from handslag.domain.matters.models import LinkCount, LinkKey, LinkProfile, LinkTie

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from handslag.domain.matters.linking.gather import Fresh

AT_ONCE = 400
"""Keys or ids that one query names."""
_WORD = "w:"
Pair = tuple[int, int]
One = TypeVar("One", str, int)


@dataclass(slots=True)
class Kept:
    """What keeping a meeting's profiles changed."""

    touched: set[int] = field(default_factory=set)
    """Profiles (ids) that are new or changed, or whose ties are."""
    items: set[int] = field(default_factory=set)
    """The items (ids) of those that are gone."""
    matters: set[int] = field(default_factory=set)
    """The matters (ids) that profiles that are gone stood in, or began."""

    def __bool__(self) -> bool:
        return bool(self.touched or self.items)


def keep(meeting_id: int, fresh: Sequence[Fresh]) -> Kept:
    """Let the profiles of a meeting be these. Nothing is written where they are already.

    The number of queries hangs on the meeting, not on how many others there are.
    """
    kept = Kept()
    known = {
        (one.item_id, one.part): one for one in LinkProfile.objects.filter(meeting_id=meeting_id)
    }
    wanted = {(one.item_id, one.part): one for one in fresh}
    elsewhere = [one.item_id for one in fresh if (one.item_id, one.part) not in known]
    if elsewhere:  # an item that has come from another meeting
        found = LinkProfile.objects.filter(item_id__in=elsewhere)
        known |= {(one.item_id, one.part): one for one in found}
    gone = [row for key, row in known.items() if key not in wanted]
    changed = [
        key for key, one in wanted.items() if key not in known or known[key].digest != one.digest
    ]
    if not gone and not changed:
        return kept
    counts = _Counts()
    counts.take_away([*gone, *(known[key] for key in changed if key in known)])
    kept.touched |= _forget(gone, [known[key] for key in changed if key in known])
    kept.items = {row.item_id for row in gone}
    kept.matters = {one for row in gone for one in (row.matter_id, row.home_id) if one}
    rows = _write(known, [wanted[key] for key in changed])
    counts.add(rows)
    nodes = {row.id: node_of(row) for row in rows}
    kept.touched |= set(nodes)
    raised, dropped = counts.write()
    kept.touched |= _weigh_again(dropped, counts)
    again = _profiles_with(raised) - set(nodes)
    if again:
        others = {row.id: node_of(row) for row in LinkProfile.objects.filter(id__in=again)}
        LinkTie.objects.filter(Q(earlier_id__in=again) | Q(later_id__in=again)).delete()
        nodes |= others
        kept.touched |= again
    kept.touched |= _tie(nodes, counts)
    return kept


def node_of(row: LinkProfile) -> Node:
    """A profile as it is compared."""
    traits = from_json(row.traits)
    return Node(
        row.id, row.item_id, row.part, row.meeting_id, row.body_id, row.day, row.place, traits
    )


def _forget(gone: list[LinkProfile], changed: list[LinkProfile]) -> set[int]:
    """Take away what is gone, and the ties and keys of what has changed; whom they were tied to."""
    ids = [row.id for row in (*gone, *changed)]
    if not ids:
        return set()
    ties = LinkTie.objects.filter(Q(earlier_id__in=ids) | Q(later_id__in=ids))
    ends = {end for pair in ties.order_by().values_list("earlier_id", "later_id") for end in pair}
    ties.delete()
    LinkKey.objects.filter(profile_id__in=ids).delete()
    LinkProfile.objects.filter(id__in=[row.id for row in gone]).delete()
    return ends - {row.id for row in gone}


def _write(known: dict[Pair, LinkProfile], fresh: Iterable[Fresh]) -> list[LinkProfile]:
    new: list[LinkProfile] = []
    old: list[LinkProfile] = []
    for one in fresh:
        row = known.get((one.item_id, one.part))
        (old if row else new).append(_filled(row or LinkProfile(), one))
    columns = ["meeting_id", "body_id", "day", "place", "traits", "digest"]
    LinkProfile.objects.bulk_update(old, columns, batch_size=AT_ONCE)
    LinkProfile.objects.bulk_create(new, batch_size=AT_ONCE)
    rows = [*old, *new]
    LinkKey.objects.bulk_create(
        (
            LinkKey(profile=row, key=key, year=row.day.year)
            for row in rows
            for key in sorted(_keys(row))
        ),
        batch_size=AT_ONCE,
    )
    return rows


def _filled(row: LinkProfile, one: Fresh) -> LinkProfile:
    row.item_id, row.part = one.item_id, one.part
    row.meeting_id, row.body_id = one.meeting.id, one.meeting.body_id
    row.day, row.place = one.meeting.date, one.place
    row.traits, row.digest = one.kept, one.digest
    return row


def _keys(row: LinkProfile) -> set[str]:
    traits = from_json(row.traits)
    keys = {f"{_WORD}{mark}" for mark in traits.marks}
    keys |= {f"d:{one.day.isoformat()}" for one in traits.references}
    keys |= {f"f:{digest}" for digest in traits.files}
    keys |= {f"p:{item_id}" for item_id in traits.placed}
    for sent in traits.sent:
        body = sent.body or row.body_id
        if sent.day is not None:
            keys.add(f"s:{body}:{sent.day.isoformat()}")
        if sent.way not in DATED:
            keys.add(f"b:{body}")
    return keys


class _Counts:
    """How many headings of each year have each word, as a meeting changes it."""

    def __init__(self) -> None:
        self._change: Counter[tuple[str, int]] = Counter()
        self._found: dict[tuple[str, int], int] = {}
        self._asked: set[tuple[str, int]] = set()

    def take_away(self, rows: Iterable[LinkProfile]) -> None:
        for row in rows:
            self._change.subtract((mark, row.day.year) for mark in from_json(row.traits).marks)

    def add(self, rows: Iterable[LinkProfile]) -> None:
        for row in rows:
            self._change.update((mark, row.day.year) for mark in from_json(row.traits).marks)

    def write(self) -> tuple[set[tuple[str, int]], set[tuple[str, int]]]:
        """Write the new numbers; which words tell more by it in which year, and which tell less."""
        changed = {key: number for key, number in self._change.items() if number}
        self.ask(changed)
        raised: set[tuple[str, int]] = set()
        dropped: set[tuple[str, int]] = set()
        rows: list[LinkCount] = []
        for key, number in sorted(changed.items()):
            before = self._found.get(key, 0)
            after = self._found[key] = max(0, before + number)
            rows.append(LinkCount(key=key[0], year=key[1], number=after))
            if weight(after) != weight(before):
                (dropped if weight(after) < weight(before) else raised).add(key)
        LinkCount.objects.bulk_create(
            rows,
            batch_size=AT_ONCE,
            update_conflicts=True,
            unique_fields=["key", "year"],
            update_fields=["number"],
        )
        LinkCount.objects.filter(key__in={key for key, _year in changed}, number=0).delete()
        return raised, dropped

    def ask(self, keys: Iterable[tuple[str, int]]) -> None:
        """Fetch the numbers of these words and years, locked against other writers."""
        missing = sorted(set(keys) - self._asked)
        self._asked.update(missing)
        words = sorted({word for word, _year in missing})
        years = {year for _word, year in missing}
        for some in _some(words):
            rows = LinkCount.objects.select_for_update().filter(key__in=some, year__in=years)
            for word, year, number in rows.order_by("key", "year").values_list(
                "key", "year", "number"
            ):
                self._found.setdefault((word, year), number)

    def weigh(self, word: str, year: int) -> float:
        """How much a word tells in a year's headings. It must have been asked for."""
        return weight(self._found.get((word, year), 0))


def _weigh_again(dropped: set[tuple[str, int]], counts: _Counts) -> set[int]:
    """Look again at the ties that rest on words that have come to tell less."""
    holders = _profiles_with(dropped)
    if not holders:
        return set()
    words = {word for word, _year in dropped}
    ties = LinkTie.objects.filter(Q(earlier_id__in=holders) | Q(later_id__in=holders))
    touched, written, gone = set(), [], []
    found = list(ties.select_related("earlier", "later"))
    nodes = [(node_of(tie.earlier), node_of(tie.later), tie) for tie in found]
    nodes = [one for one in nodes if one[0].traits.marks & one[1].traits.marks & words]
    counts.ask(
        (word, node.day.year)
        for pair in nodes
        for word in pair[0].traits.marks & pair[1].traits.marks
        for node in pair[:2]
    )
    for earlier, later, tie in nodes:
        now = kin(earlier, later, counts.weigh)
        if now is None:
            gone.append(tie.id)
        elif (now.degree, now.ground, now.reason) != (tie.degree, tie.ground, tie.reason):
            tie.degree, tie.ground, tie.reason = now.degree, now.ground, now.reason
            written.append(tie)
        else:
            continue
        touched |= {earlier.id, later.id}
    LinkTie.objects.filter(id__in=gone).delete()
    LinkTie.objects.bulk_update(written, ["degree", "ground", "reason"], batch_size=AT_ONCE)
    return touched


def _profiles_with(words: Collection[tuple[str, int]]) -> set[int]:
    """The profiles (ids) of headings that have these words in these years.

    Of a word that has come to be in too many, that is at most one more than the crowd.
    """
    if not words:
        return set()
    asked = Q()
    for year in {year for _word, year in words}:
        keys = [f"{_WORD}{word}" for word, one in words if one == year]
        asked |= Q(year=year, key__in=keys)
    return set(LinkKey.objects.filter(asked).order_by().values_list("profile_id", flat=True))


def _tie(nodes: dict[int, Node], counts: _Counts) -> set[int]:
    """Tie profiles to those that they seem to be of one matter with; whose ties are new."""
    candidates = _candidates(list(nodes.values()), counts)
    known = dict(nodes)
    others = sorted({id_ for found in candidates.values() for id_ in found} - set(known))
    for some in _some(others):
        known |= {row.id: node_of(row) for row in LinkProfile.objects.filter(id__in=some)}
    pairs = {
        (min(one, other), max(one, other))
        for one, found in candidates.items()
        for other in found
        if one != other
    }
    ties: dict[Pair, Kin] = {}
    for one, other in sorted(pairs):
        earlier, later = sorted((known[one], known[other]), key=lambda node: node.order)
        found = kin(earlier, later, counts.weigh)
        if found is not None:
            ties[(earlier.id, later.id)] = found
    LinkTie.objects.bulk_create(
        (
            LinkTie(
                earlier_id=earlier,
                later_id=later,
                degree=one.degree,
                ground=one.ground,
                reason=one.reason,
            )
            for (earlier, later), one in ties.items()
        ),
        batch_size=AT_ONCE,
    )
    return {end for pair in ties for end in pair}


def _candidates(nodes: Sequence[Node], counts: _Counts) -> dict[int, set[int]]:
    """For each profile those (ids) that share with it a key that few have. A few queries."""
    found: dict[int, set[int]] = defaultdict(set)
    for node, others in _by_words(nodes, counts):
        found[node] |= others
    for node, others in _by_pointers(nodes):
        found[node] |= others
    for node, others in _by_days(nodes):
        found[node] |= others
    return found


def _by_words(nodes: Sequence[Node], counts: _Counts) -> Iterator[tuple[int, set[int]]]:
    around = {
        (word, year): None
        for node in nodes
        for word in node.traits.marks
        for year in _years(node.day)
    }
    counts.ask(around)
    live: dict[int, set[str]] = defaultdict(set)
    for node in nodes:
        words = [word for word in node.traits.marks if counts.weigh(word, node.day.year)]
        for year in _years(node.day):
            live[year] |= {word for word in words if counts.weigh(word, year)}
    years_of: dict[frozenset[str], list[int]] = defaultdict(list)
    for year, words_there in live.items():
        years_of[frozenset(words_there)].append(year)
    holders: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for of_them, years_there in years_of.items():
        for some in _some(sorted(f"{_WORD}{word}" for word in of_them)):
            rows = LinkKey.objects.filter(year__in=years_there, key__in=some).order_by()
            for key, year, profile_id in rows.values_list("key", "year", "profile_id"):
                holders[key.removeprefix(_WORD)].add((year, profile_id))
    for node in nodes:
        years = _years(node.day)
        yield (
            node.id,
            {
                profile_id
                for word in node.traits.marks
                if counts.weigh(word, node.day.year)
                for year, profile_id in holders.get(word, ())
                if year in years
            },
        )


def _years(day: dt.date) -> range:
    """The years in which words alone may bring something together with what is of a day."""
    far = dt.timedelta(days=FORGOTTEN)
    first = day.year - 3 if day.toordinal() <= FORGOTTEN else (day - far).year
    last = day.year + 3 if day.year > 9990 else (day + far).year
    return range(first, last + 1)


def _by_pointers(nodes: Sequence[Node]) -> Iterator[tuple[int, set[int]]]:
    """Those that speak of a profile's day, sent something to it, or share its files."""
    asked: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        asked[f"d:{node.day.isoformat()}"].append(node)
        asked[f"s:{node.body_id}:{node.day.isoformat()}"].append(node)
        asked[f"b:{node.body_id}"].append(node)
        asked[f"p:{node.item_id}"].append(node)
        for digest in node.traits.files:
            asked[f"f:{digest}"].append(node)
    by_key: dict[str, set[tuple[int, int]]] = defaultdict(set)
    years = {year for node in nodes for year in (node.day.year - 1, node.day.year)}
    for some in _some(sorted(asked)):
        sent_here = Q(key__in=[key for key in some if key.startswith("b:")], year__in=years)
        others = Q(key__in=[key for key in some if not key.startswith("b:")])
        rows = LinkKey.objects.filter(sent_here | others).order_by()
        for key, year, profile_id in rows.values_list("key", "year", "profile_id"):
            by_key[key].add((year, profile_id))
    for key, holders in by_key.items():
        for node in asked[key]:
            yield node.id, {profile_id for _year, profile_id in holders}


def _by_days(nodes: Sequence[Node]) -> Iterator[tuple[int, set[int]]]:
    """Those that a profile speaks of, or was sent on to; what is placed under its item."""
    wanted = Q()
    for node in nodes:
        wanted |= _pointed_at(node)
    if not wanted:
        return
    fields = ("id", "item_id", "body_id", "day")
    rows = list(LinkProfile.objects.filter(wanted).order_by().values_list(*fields))
    for node in nodes:
        days = {one.day for one in node.traits.references}
        bodies = {sent.body or node.body_id for sent in node.traits.sent}
        yield (
            node.id,
            {
                profile_id
                for profile_id, item_id, body_id, day in rows
                if day in days or body_id in bodies or item_id in node.traits.placed
            },
        )


def _pointed_at(node: Node) -> Q:
    traits = node.traits
    asked = Q()
    if traits.references:
        asked |= Q(day__in={one.day for one in traits.references})
    if traits.placed:
        asked |= Q(item_id__in=traits.placed)
    last = node.day + dt.timedelta(days=EXPECTED) if node.day.year < 9990 else node.day
    for sent in traits.sent:
        body = sent.body or node.body_id
        if sent.day is not None:
            asked |= Q(body_id=body, day=sent.day)
        if sent.way not in DATED:
            asked |= Q(body_id=body, day__gt=node.day, day__lte=last)
    return asked


def _some(values: Sequence[One]) -> Iterator[list[One]]:
    for start in range(0, len(values), AT_ONCE):
        yield list(values[start : start + AT_ONCE])
