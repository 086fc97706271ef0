"""Pairs of a document and what a careful person reads in it.

`cases/NAME.txt` is the document; `cases/NAME.json` what it says, written before the parser was
asked. A field that is left out of an item means that the item says nothing of the kind. A list
where one value is expected holds the readings that are right.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from handslag.source.record import Clause, Item, MeetingRecord, Presence
from tests.source.parsing.reading import read

CASES = sorted((Path(__file__).parent / "cases").glob("*.txt"))


@pytest.fixture(params=CASES, ids=lambda path: path.stem)
def case(request) -> tuple[MeetingRecord, dict[str, Any]]:
    path: Path = request.param
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    return read(path.read_text(encoding="utf-8"), path.name), expected


def fits(expected: Any, found: Any) -> bool:
    return found in expected if isinstance(expected, list) else found == expected


def plain(words: str) -> str:
    folded = " ".join(words.split()).strip(" .,:;").lower()
    return folded.removeprefix("att ")


def side(name: str | None) -> str | None:
    return name.lower() if name else None


def test_the_head_is_read(case):
    record, expected = case
    assert record.kind == expected["kind"]
    assert plain(record.body.name if record.body else "") == plain(expected["body"] or "")
    assert (record.date.isoformat() if record.date else None) == expected["date"]
    assert (record.start.strftime("%H:%M") if record.start else None) == expected["start"]
    assert (record.end.strftime("%H:%M") if record.end else None) == expected["end"]
    if expected["place"]:
        assert fits(expected["place"], record.place)


def test_those_present_are_read(case):
    record, expected = case
    present = [p.name for p in record.attendees if p.presence is not Presence.ABSENT]
    assert sorted(present) == sorted(expected["attendees"])


def test_the_items_are_read(case):
    record, expected = case
    assert [(i.number, plain(i.heading)) for i in record.items] == [
        (i["number"], plain(i["heading"])) for i in expected["items"]
    ]
    for item, wanted in zip(record.items, expected["items"], strict=True):
        assert_item(item, wanted)


def assert_item(item: Item, wanted: dict[str, Any]) -> None:
    assert item.outcome == wanted["outcome"], item.heading
    assert [p.name for p in item.presenters] == wanted.get("presenters", [])
    assert_clauses([c for d in item.decisions for c in d.clauses], wanted.get("clauses", []))
    proposed = [plain(c.text) for d in item.proposed_decisions for c in d.clauses]
    assert proposed == [plain(words) for words in wanted.get("proposed_clauses", [])]
    if wanted.get("proposal_points") is not None:
        assert sum(len(p.points) for p in item.proposals) == len(wanted["proposal_points"])
    assert_abstaining(item, wanted)
    assert sorted(a.label for a in item.attachments) == sorted(wanted.get("attachments", []))
    assert sorted(r.date.isoformat() for r in item.references if r.date) == sorted(
        wanted.get("references", [])
    )
    assert sorted(int(a.value) for a in item.amounts) == sorted(wanted.get("amounts", []))
    adjourned = item.adjourned_to.date if item.adjourned_to else None
    assert (adjourned.isoformat() if adjourned else None) == wanted.get("adjourned_to")
    assert_referred(item, wanted.get("referred_to"))
    assert_told(item, wanted.get("assignments", []))


def assert_abstaining(item: Item, wanted: dict[str, Any]) -> None:
    if "abstaining_by_decision" in wanted:
        found = [list(decision.abstaining) for decision in item.decisions]
        assert found == wanted["abstaining_by_decision"]
    else:
        abstaining = sorted({a.lower() for d in item.decisions for a in d.abstaining})
        assert abstaining == ([wanted["abstaining"]] if wanted.get("abstaining") else [])


def assert_clauses(found: list[Clause], wanted: list[dict[str, Any]]) -> None:
    assert [plain(c.text) for c in found] == [plain(w["text"]) for w in wanted]
    for clause, want in zip(found, wanted, strict=True):
        assert fits(want["action"], clause.action), clause.text
        assert list(clause.points) == want.get("points", [])
        assert fits(want.get("scope"), side(clause.scope))
        due = clause.due.date.isoformat() if clause.due and clause.due.date else None
        assert due == want.get("due"), clause.text
        if "appointed" in want:
            assert [p.name for p in clause.appointees] == want["appointed"]
        if "assignee" in want:
            assert want["assignee"].lower() in [a.name.lower() for a in clause.assignees]


def assert_referred(item: Item, wanted: dict[str, Any] | None) -> None:
    if wanted is None:
        return
    assert item.referred_to is not None
    day = item.referred_to.date
    assert (day.isoformat() if day else None) == wanted["date"]
    assert item.referred_to.body == wanted["body"]


def assert_told(item: Item, wanted: list[dict[str, Any]]) -> None:
    for want in wanted:
        hits = [a for a in item.assignments if plain(want["text"]) in plain(a.text)]
        assert hits, want
        names = [named.name for hit in hits for named in hit.assignees]
        assert want["assignee"] in names
        if "due" in want:
            days = [hit.due.date.isoformat() for hit in hits if hit.due and hit.due.date]
            assert want["due"] in days
