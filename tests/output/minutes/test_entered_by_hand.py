"""A real meeting, entered by hand as a secretary would, gives minutes that read back as told.

What happened at it lies beside the checkout, read by people from the paper that was written then,
and may be absent; then the test is skipped. Nothing of it stands here.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from handslag.domain.matters.writing import actions, queries
from handslag.domain.matters.writing.phrases import day_words
from handslag.domain.matters.writing.told import (
    AssignmentWritten,
    ClauseWritten,
    DueTold,
    PersonWritten,
    WhitherTold,
    WhoTold,
)
from handslag.domain.meetings.agenda.told import PresenterTold
from handslag.domain.meetings.models import AgendaItem, Meeting
from handslag.domain.meetings.room import actions as room
from handslag.domain.meetings.room.rows import sitting_digest
from handslag.output.generation import minutes_docx, minutes_pdf, minutes_text
from handslag.output.minutes.making import draft_paper
from handslag.source.read import read
from handslag.source.record import to_json
from tests.builders import VIEWER, a_body
from tests.domain.agenda.making import a_planned_meeting, put

pytestmark = pytest.mark.django_db

SHARED = Path(__file__).parents[4] / "shared"
SCORER = SHARED / "tools" / "score_records.py"
FLOORS = ("macro=0.98", "clauses=0.98", "items=1", "outcome=1", "attendees=1")


def told_of_minutes() -> list[Path]:
    """What people read from minutes."""
    found = sorted((SHARED / "gold").glob("*.json")) if SCORER.exists() else []
    return [path for path in found if json.loads(path.read_text())["kind"] == "minutes"]


def entered(told: dict[str, Any]) -> Meeting:
    """The meeting, planned, held and decided by the writes that the pages make."""
    body, day = a_body(told["body"]), date.fromisoformat(told["date"])
    meeting = a_planned_meeting(body, day, planned_start=None, planned_end=None)
    for item in told["items"]:
        presenters = tuple(PresenterTold(name=name) for name in item["presenters"])
        put(meeting, item["heading"], presenters=presenters)
    room.open_room(viewer=VIEWER, meeting_id=meeting.id)
    sat(meeting, told)
    for name in told["attendees"]:
        room.add_attendee(viewer=VIEWER, meeting_id=meeting.id, name=name)
    rows = AgendaItem.objects.filter(meeting=meeting).order_by("order")
    for row, item in zip(rows, told["items"], strict=True):
        dealt_with(row, item)
    return meeting


def sat(meeting: Meeting, told: dict[str, Any]) -> None:
    meeting.refresh_from_db()
    room.set_sitting(
        viewer=VIEWER,
        meeting_id=meeting.id,
        seen=sitting_digest(meeting),
        start=time.fromisoformat(told["start"]) if told["start"] else None,
        end=time.fromisoformat(told["end"]) if told["end"] else None,
        place=told["place"] or "",
    )


def dealt_with(row: AgendaItem, item: dict[str, Any]) -> None:
    """One item: what was said, proposed, decided, assigned, and where it went."""
    if words := said(item):
        room.write_discussion(viewer=VIEWER, item_id=row.id, seen="0", text=words)
    if points := item["proposal_points"]:
        texts = [f"att genomföra del {number} av planen" for number in points]
        actions.put_proposal(viewer=VIEWER, item_id=row.id, by="Styrgruppen", points=texts)
    for clause in item["clauses"]:
        actions.write_clause(viewer=VIEWER, item_id=row.id, told=clause_of(clause, item))
    for one in item.get("assignments", ()):
        told = AssignmentWritten(
            text=one["text"],
            assignees=(WhoTold(text=one["assignee"]),),
            due=DueTold(date=a_day(one.get("due"))),
        )
        actions.note_assignment(viewer=VIEWER, item_id=row.id, told=told)
    if item["abstaining"]:
        decision = queries.item_page(VIEWER, row.id).decisions[0]
        actions.change_decision(
            viewer=VIEWER,
            decision_id=decision.id,
            seen=decision.digest,
            by=decision.by,
            abstaining=[item["abstaining"]],
        )
    if item["adjourned_to"] and not item["clauses"]:
        whither = WhitherTold(date=a_day(item["adjourned_to"]))
        actions.move_item(viewer=VIEWER, item_id=row.id, kind="tabled", whither=whither)


def said(item: dict[str, Any]) -> str:
    """Running text that mentions what the item's text mentioned."""
    days = (day_words(date.fromisoformat(day)) for day in item["references"])
    sentences = [f"Frågan togs upp på nätverkets möte den {day}." for day in days]
    sums = (f"{amount:,}".replace(",", " ") for amount in item["amounts"])
    sentences += [f"Det rör sig om {amount} kronor." for amount in sums]
    sentences += [f"Underlaget finns i bilaga {label}." for label in item["attachments"]]
    return " ".join(sentences)


def clause_of(clause: dict[str, Any], item: dict[str, Any]) -> ClauseWritten:
    """An att-sats as it is written. What it does is not said: it is told from its words."""
    referred = item["referred_to"] if clause["action"] == "refer" else None
    whither = WhitherTold()
    if referred:
        whither = WhitherTold(body=referred["body"], date=a_day(referred["date"]))
    scopes = clause.get("scope")
    return ClauseWritten(
        text=clause["text"],
        points=tuple(clause.get("points") or ()),
        scope=next((one for one in a_list(scopes) if one), ""),
        due=DueTold(date=a_day(clause.get("due"))),
        assignees=tuple(WhoTold(text=name) for name in a_list(clause.get("assignee"))),
        appointees=tuple(PersonWritten(name=name) for name in clause.get("appointed") or ()),
        whither=whither,
    )


def a_day(words: str | None) -> date | None:
    return date.fromisoformat(words) if words else None


def a_list(value: Any) -> list[Any]:
    found = value if isinstance(value, list) else [value]
    return [one for one in found if one is not None]


@pytest.mark.parametrize(
    "path", told_of_minutes() or [None], ids=lambda path: path and path.stem[:3]
)
def test_minutes_of_a_meeting_entered_by_hand_read_back_as_it_was(path, tmp_path):
    if path is None:
        pytest.skip("what people read of the meeting is not beside this checkout")
    told = json.loads(path.read_text())
    meeting = entered(told)
    for row, item in zip(queries.items_of(VIEWER, meeting.id), told["items"], strict=True):
        assert row.outcome.value in a_list(item["outcome"])
        written = [clause.action.value for one in row.decisions for clause in one.clauses]
        assert all(
            action in a_list(clause["action"])
            for action, clause in zip(written, item["clauses"], strict=True)
        )
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / path.name).write_text(path.read_text())
    paper = draft_paper(VIEWER, meeting.id)
    for made in (minutes_text(paper).encode(), minutes_pdf(paper), minutes_docx(paper)):
        reads_back(made, told["source"], tmp_path)


def reads_back(paper: bytes, name: str, folder: Path) -> None:
    """Hold what is read in a paper against what people read."""
    text, record = read(paper, name)
    (folder / "records.jsonl").write_text(json.dumps(to_json(record)))
    asked = [option for floor in FLOORS for option in ("--floor", floor)]
    scored = subprocess.run(
        [sys.executable, SCORER, folder / "gold", folder / "records.jsonl", *asked],
        capture_output=True,
        text=True,
        check=False,
    )
    assert scored.returncode == 0, f"{scored.stdout}{scored.stderr}\n{text}"
    assert re.search(r"macro F1 (0\.9[89]|1\.0)", scored.stdout)
