"""What the example county's papers say of each other, and the three papers given to begin with."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handslag.domain.meetings import queries as meetings
from handslag.domain.meetings.models import AgendaItem, Meeting
from handslag.domain.registry import queries as registry
from handslag.intake.actions import take_in
from handslag.intake.comparing import actions, queries
from handslag.intake.comparing.models import CrossFinding
from handslag.intake.example import load_example
from handslag.intake.models import Suggestion
from tests.builders import VIEWER
from tests.intake.conftest import accepted_again

ROOT = Path(__file__).parents[3]
SEEDS = ROOT / ".." / "shared" / "seeds"

pytestmark = pytest.mark.django_db


def test_the_examples_papers_beside_each_other():
    load_example(ROOT / "examples")
    found = {
        (row.code, Path(row.document.name).stem, Path(row.other.name).stem if row.other else "")
        for row in CrossFinding.objects.select_related("document", "other")
    }
    notes = "2025-04-11-lansnatverket-minnesanteckningar"
    scanned = "2025-04-11-lansnatverket-minnesanteckningar-skannad"
    notice = "2025-04-11-lansnatverket-kallelse"
    assert {(code, one, other) for code, one, other in found if code == "two-readings"} == {
        ("two-readings", scanned, notes)
    }
    assert ("proposal-changed", notes, notice) in found
    assert ("presenter-differs", notes, notice) in found
    assert {one for code, one, _other in found if code == "tabled-not-returned"} == {
        "2025-03-26-samverkansnamnden-protokoll"
    }
    assert {(one, other) for code, one, other in found if code == "referred-not-taken-up"} == {
        (notes, "2025-11-12-samverkansnamnden-protokoll")
    }
    assert "assignment-not-mentioned" not in {code for code, _one, _other in found}
    pairs = {frozenset({p.one.name, p.other.name}) for p in meetings.alike_people(VIEWER)}
    assert pairs == {
        frozenset({"Desirée Palmblad", "Desiree Palmblad"}),
        frozenset({"Lars-Göran Hedin", "Lars Göran Hedin"}),
    }


def test_a_few_facts_of_what_waits_are_doubtful():
    load_example(ROOT / "examples")
    doubtful = Suggestion.objects.exclude(doubt="").filter(document__review__state="waiting")
    told = doubtful.values_list("document__name", "kind").order_by("document__name", "kind")
    assert list(told) == [
        ("2025-09-08-beredningsgruppen-minnesanteckningar.odt", "assignment"),
        ("2025-09-08-beredningsgruppen-minnesanteckningar.odt", "attendee"),
        ("2025-11-28-lansnatverket-kallelse.txt", "presenter"),
    ]


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the papers given to begin with lie elsewhere")
def test_the_given_notes_are_two_readings_of_one():
    papers = sorted(SEEDS.glob("*.txt"))
    first, notice, second = (
        take_in(viewer=VIEWER, name=path.name[:3], data=path.read_bytes()).document_id
        for path in papers
    )
    rows = queries.found_across(VIEWER, second)
    assert {row.other_id for row in rows if row.code == "two-readings"} == {first}
    messages = [row.message for row in rows if row.code == "reading-differs"]
    for words in ("webbträff", "Frøyen", "alltjämt", "Välfärdsrådets"):
        assert any(f"Troligen står det ”{words}”" in message for message in messages), words
    presenters = [
        row for row in queries.found_across(VIEWER, notice) if row.code == "presenter-differs"
    ]
    assert [row.other_id for row in presenters] == [first]
    for document_id in (first, second):
        accepted_again(document_id)
    assert Meeting.objects.count() == 1
    assert AgendaItem.objects.count() == 15
    assert "Chefsnätverket" in {one.text for one in registry.suggested_body_names(VIEWER)}
    alike = {frozenset({p.one.name, p.other.name}) for p in meetings.alike_people(VIEWER)}
    assert frozenset({"Malin Lindén Olsson", "Malin Lindén Ohlsson"}) in alike
    with CaptureQueriesContext(connection) as captured:
        actions.compare(viewer=VIEWER, document_id=second, again=True)
    assert len(captured) <= 36
