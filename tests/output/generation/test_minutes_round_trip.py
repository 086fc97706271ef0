"""What Handslag writes as minutes it reads back as it was: as text, PDF and Word."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from handslag.output.generation import minutes_docx, minutes_pdf, minutes_text
from handslag.output.generation.minutes_paper import (
    MinutesForm,
    MinutesPaper,
    PaperAttendee,
    PaperDealtItem,
    PaperGroup,
    PaperMove,
    PaperMovement,
    PaperPresence,
)
from handslag.output.generation.paper import Letterhead, PaperPerson
from handslag.source.read import read
from tests.chance import examples
from tests.output.generation.held import minutes
from tests.output.generation.held_records import put_in, read_back


@given(minutes())
@settings(max_examples=examples(80), deadline=None, suppress_health_check=list(HealthCheck))
def test_minutes_as_text_are_read_back_as_they_were(paper):
    _, record = read(minutes_text(paper).encode(), "minnesanteckningar.txt")
    assert read_back(record) == put_in(paper)


@given(minutes())
@settings(
    max_examples=examples(25),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink a PDF takes many minutes
)
def test_minutes_as_pdf_are_read_back_as_they_were(paper):
    _, record = read(minutes_pdf(paper), "minnesanteckningar.pdf")
    assert read_back(record) == put_in(paper)


@given(minutes())
@settings(
    max_examples=examples(40),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # as for PDF
)
def test_minutes_as_word_are_read_back_as_they_were(paper):
    _, record = read(minutes_docx(paper), "minnesanteckningar.docx")
    assert read_back(record) == put_in(paper)


TITLES = (
    "",
    "jurist",
    "controller",
    "förvaltningschef",
    "utvecklingsledare",
    "verksamhetsutvecklare",
    "hälso- och sjukvårdschef",
    "medicinskt ansvarig sjuksköterska",
)
SERVED = ("", "Bo Ek", "Tomas Dal", "Sven-Åke Torstensson", "Ann-Sofie Bergenstråle Al-Sayed")
MOVED = (
    (),
    (PaperMovement(PaperMove.ARRIVED, "4", dt.time(10, 15)),),
    (
        PaperMovement(PaperMove.ARRIVED, "14", dt.time(10, 15)),
        PaperMovement(PaperMove.LEFT, "10", dt.time(11, 45)),
    ),
)
FIRST = ("Bo", "Per", "Eva", "Hanna", "Ulrika", "Zahra", "Lars-Göran", "Ann-Sofie")
FAMILY = ("Ek", "Dal", "Hedin", "Nordin", "Mårtensson", "Bergenstråle", "Al-Sayed")


def _crowd(presence: PaperPresence) -> tuple[PaperGroup, ...]:
    """Entries of all lengths, so that lines of the column break at all places."""
    names = iter([f"{first} {family}" for family in FAMILY for first in FIRST])
    told = [
        PaperAttendee(PaperPerson(next(names), title), presence, moved, bool(served), served)
        for moved in (MOVED if presence is PaperPresence.PARTLY else MOVED[:1])
        for served in SERVED
        for title in (TITLES if presence is not PaperPresence.PARTLY else TITLES[2::2])
        if moved or presence is not PaperPresence.PARTLY
    ]
    groups = ("Kvarnbro kommun", "Västra Tallmarkens kommunalförbund", "Region Tallmarken")
    return tuple(
        PaperGroup(f"{groups[at % 3]}", tuple(told[at * 4 : at * 4 + 4]))
        for at in range(-(-len(told) // 4))
    )


@pytest.mark.parametrize("presence", list(PaperPresence))
@pytest.mark.parametrize("written", [minutes_pdf, minutes_docx])
def test_entries_that_fill_their_lines_are_read_back_as_they_were(presence, written):
    paper = MinutesPaper(
        MinutesForm.NOTES,
        "Beredningsgruppen",
        dt.date(2026, 4, 3),
        Letterhead("Samverkanskansliet"),
        start=dt.time(9),
        end=dt.time(12),
        place="Teams",
        attendance=_crowd(presence),
        items=(
            PaperDealtItem(heading="Budget", number="1"),
            PaperDealtItem(heading="Avtal om egenvård", number="2"),
        ),
    )
    name = "minnesanteckningar.pdf" if written is minutes_pdf else "minnesanteckningar.docx"
    _, record = read(written(paper), name)
    assert read_back(record)["attendees"] == put_in(paper)["attendees"]
