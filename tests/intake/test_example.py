"""The example is loaded once, goes on after a kill, and never touches what the user did."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from handslag.domain.documents.models import Document
from handslag.domain.meetings.models import Meeting
from handslag.domain.registry.models import Body, BodyName
from handslag.intake import actions, example
from handslag.intake.example import load_example
from handslag.intake.models import Review, Suggestion
from tests.builders import VIEWER
from tests.intake.papers import DAY, item, paper

if TYPE_CHECKING:
    from pathlib import Path

COUNTY = """
[[bodies]]
name = "Älvnätverket"
short_name = "ÄN"
kind = "managers-network"
names = ["Nätverket i Älvlänet"]

[[documents]]
file = "kallelse.txt"
body = "ÄN"
date = 2031-03-14

[[documents]]
file = "anteckningar.txt"

[[documents]]
file = "trasig.txt"

[[documents]]
file = "okand.txt"

[[documents]]
file = "vantar.txt"
accept = false
"""


@pytest.fixture
def folder(shelf, tmp_path: Path) -> Path:
    papers = {
        "kallelse.txt": paper("notice", items=(item("1", "Hembesök"),)),
        "anteckningar.txt": paper(
            "minutes", items=(item("1", "Hembesök", clauses=("att pröva",)),)
        ),
        "okand.txt": paper("unknown"),
        "vantar.txt": paper("notice", day=date(2031, 5, 9)),
    }
    for name, one in papers.items():
        shelf[one.data] = one
        (tmp_path / name).write_bytes(one.data)
    (tmp_path / "county.toml").write_text(COUNTY)
    return tmp_path


def states() -> dict[str, str]:
    return dict(Review.objects.values_list("document__name", "state"))


def test_it_is_loaded_and_accepted_but_for_what_waits(db, folder: Path):
    told: list[str] = []
    assert load_example(folder, report=told.append)

    assert len(told) == 5
    assert states() == {
        "kallelse.txt": "accepted",
        "anteckningar.txt": "accepted",
        "okand.txt": "waiting",
        "vantar.txt": "waiting",
    }
    meeting = Meeting.objects.get()
    assert (meeting.date, meeting.planned_date) == (DAY, DAY)
    assert meeting.body.kind == "managers-network"
    assert BodyName.objects.filter(text="Nätverket i Älvlänet", body=meeting.body).exists()


def test_a_second_start_touches_nothing(db, folder: Path):
    load_example(folder)
    Body.objects.update(name="Omdöpt", kind="other")
    row = Suggestion.objects.filter(kind="place", document__name="kallelse.txt").get()
    actions.correct(viewer=VIEWER, suggestion_id=row.id, fields={"place": "Här"}, revision=2)

    assert not load_example(folder)
    assert Body.objects.get().name == "Omdöpt"
    row.refresh_from_db()
    assert row.value == {"place": "Här"}
    assert Document.objects.count() == 4


def test_stopped_in_the_middle_it_goes_on_and_leaves_what_was_touched(db, folder, monkeypatch):
    def stop(*_rest: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(example, "accept", lambda **_rest: stop())
        with pytest.raises(KeyboardInterrupt):
            load_example(folder)
    assert states() == {"kallelse.txt": "waiting"}
    row = Suggestion.objects.filter(kind="place").get()
    actions.correct(viewer=VIEWER, suggestion_id=row.id, fields={"place": "Här"}, revision=1)

    assert load_example(folder)
    assert states()["kallelse.txt"] == "waiting", "somebody is at work on it"
    assert states()["anteckningar.txt"] == "accepted"


def test_a_folder_without_a_county_is_refused(db, tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        load_example(tmp_path)
