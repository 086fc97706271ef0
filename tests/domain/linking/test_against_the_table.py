"""What linking finds in the example county, held against what a careful person says of it.

`examples/links.csv` was written from the documents alone, before anything linked them. Two items
are a pair of the table where one matter has both. The first figures, before the rules had been
changed by a word of what they missed, those after two common faults were mended, and those since
the rules were made to find more of this very table. The last are no measure of what they find
elsewhere; `lookalikes.py` holds what they must not link (see docs/explanation/linking.md):

                                                         first     second    now
    surely linked, and a pair of the table              16 of 16  16 of 16  40 of 40
    of the table's 45 sure pairs: surely linked         16        16        40
        or one right answer away                        43        41        45
        or right answers away                           45        45        45
    pairs that one wrong answer would bring together    37         0         0
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from handslag.domain.base.facts import Phase
from handslag.domain.documents.models import Document
from handslag.domain.matters.models import LinkState, LinkSuggestion, Treatment
from handslag.domain.meetings.models import AgendaItem, MeetingPaper
from handslag.intake.example import load_example

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).parents[3]
Pair = frozenset[int]

SURE_AT_LEAST = 40
"""Of the table's sure pairs."""
NEAR_AT_LEAST = 45
"""The same, or one right answer away."""
IN_VAIN_AT_MOST = 0
"""Pairs that one yes would bring together, and that the table keeps apart."""


@dataclass(frozen=True)
class Table:
    """What the table says: pairs that belong together, and those that perhaps do."""

    items: frozenset[int]
    sure: frozenset[Pair]
    perhaps: frozenset[Pair]


def the_table() -> Table:
    """The table's rows for the documents that the county accepts, as pairs of items (ids)."""
    papers = dict(MeetingPaper.objects.values_list("document__name", "document_id"))
    said: dict[str, dict[int, str]] = defaultdict(dict)
    with (ROOT / "examples" / "links.csv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows, delimiter=";"):
            if row["file"] not in papers:
                continue  # left waiting for a person
            item = _item(papers[row["file"]], row["item"])
            known = said[row["matter"]].get(item)
            said[row["matter"]][item] = "sure" if known == "sure" else row["certainty"]
    sure: set[Pair] = set()
    perhaps: set[Pair] = set()
    for items in said.values():
        for one, other in combinations(items, 2):
            both = {items[one], items[other]} == {"sure"}
            (sure if both else perhaps).add(frozenset({one, other}))
    told = frozenset(item for items in said.values() for item in items)
    return Table(told, frozenset(sure), frozenset(perhaps) - sure)


def _item(document_id: int, number: str) -> int:
    paper = MeetingPaper.objects.get(document_id=document_id)
    column = "number" if paper.phase == Phase.HELD else "planned_number"
    return AgendaItem.objects.get(meeting_id=paper.meeting_id, **{column: number}).id


def linked(known: Iterable[int]) -> tuple[set[Pair], set[Pair]]:
    """Pairs of items of one matter, and pairs that one yes would bring together."""
    items_of: dict[int, set[int]] = defaultdict(set)
    matters_of: dict[int, set[int]] = defaultdict(set)
    for matter, item in Treatment.objects.values_list("matter_id", "item_id"):
        items_of[matter].add(item)
        matters_of[item].add(matter)
    sure = {frozenset(pair) for items in items_of.values() for pair in combinations(items, 2)}
    asked = set()
    for item, matter in LinkSuggestion.objects.filter(state=LinkState.OPEN).values_list(
        "item_id", "matter_id"
    ):
        mine = {one for own in matters_of[item] for one in items_of[own]}
        asked |= {frozenset({one, other}) for one in mine for other in items_of[matter]}
    there = set(known)
    return {pair for pair in sure if pair <= there}, {
        pair for pair in asked - sure if len(pair) == 2 and pair <= there
    }


@pytest.mark.django_db
def test_links_agree_with_what_a_careful_person_says():
    load_example(ROOT / "examples")
    assert Document.objects.exists()
    table = the_table()
    sure, asked = linked(table.items)
    assert len(table.sure) > 40
    assert sure - table.sure - table.perhaps == set(), "surely linked, and no matter has both"
    assert len(sure & table.sure) >= SURE_AT_LEAST
    assert len((sure | asked) & table.sure) >= NEAR_AT_LEAST
    assert len(asked - table.sure - table.perhaps) <= IN_VAIN_AT_MOST
    assert table.sure <= joined(sure | (asked & table.sure), table.items)


def joined(pairs: Iterable[Pair], items: Iterable[int]) -> set[Pair]:
    """The pairs that there are once these have been brought together, whoever goes along."""
    group = {item: {item} for item in items}
    for pair in pairs:
        one, other = sorted(pair)
        both = group[one] | group[other]
        group |= dict.fromkeys(both, both)
    return {frozenset(pair) for both in group.values() for pair in combinations(both, 2)}
