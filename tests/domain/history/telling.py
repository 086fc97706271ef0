"""Telling stories: days that pass, papers that are accepted, matters that are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from handslag.domain.matters.history import actions
from handslag.domain.matters.history.queries import matter_page
from handslag.domain.matters.history.told import StepTold
from handslag.domain.matters.models import Treatment
from handslag.domain.meetings.models import AgendaItem, Meeting
from handslag.intake import taking_in
from handslag.intake.actions import accept, take_in
from handslag.intake.models import Review
from handslag.source.read import read_document
from tests.builders import VIEWER

if TYPE_CHECKING:
    from datetime import date

    import pytest


class Calendar:
    """What day it is, for everything that asks."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, day: date) -> None:
        real = timezone.localdate
        self.day = day
        monkeypatch.setattr(
            timezone,
            "localdate",
            lambda value=None, zone=None: real(value, zone) if value else self.day,
        )

    def turn_to(self, day: date) -> None:
        """From now on it is this day."""
        self.day = day


def read_in(text: str, name: str, monkeypatch: pytest.MonkeyPatch, **choices: Any) -> Meeting:
    """Take a paper in, read it as it is, and accept what was read."""

    def read(data: bytes, name: str, **_progress: object) -> object:
        return read_document(data, name)

    monkeypatch.setattr(taking_in, "read_apart", read)
    document_id = take_in(viewer=VIEWER, name=name, data=text.encode()).document_id
    revision = Review.objects.get(document_id=document_id).revision
    done = accept(viewer=VIEWER, document_id=document_id, revision=revision, **choices)
    return Meeting.objects.get(id=done.meeting_id)


def item_with(meeting: Meeting, word: str) -> AgendaItem:
    """The item in whose heading a word stands."""
    found = [item for item in AgendaItem.objects.filter(meeting=meeting) if word in str(item)]
    assert len(found) == 1, [str(item) for item in AgendaItem.objects.filter(meeting=meeting)]
    return found[0]


def matter_of(item: AgendaItem) -> int:
    """The matter that an item was found to belong to when its meeting was written."""
    return Treatment.objects.filter(item=item).values_list("matter_id", flat=True).get()


def goes_on(matter_id: int, *items: AgendaItem) -> None:
    """The matter is dealt with under these items too: as was found, or as somebody says."""
    for item in items:
        if not Treatment.objects.filter(item=item, matter_id=matter_id).exists():
            actions.tie_item(viewer=VIEWER, matter_id=matter_id, item_id=item.pk, instead=True)


def step(matter_id: int, kind: str, day: date, **told: Any) -> int:
    """Something happens between meetings."""
    return actions.add_step(
        viewer=VIEWER, matter_id=matter_id, told=StepTold(kind=kind, day=day, **told)
    )


def page_of(matter_id: int) -> Any:
    """The matter's page today. A story knows what is there, so it need not ask at every step."""
    return matter_page(VIEWER, matter_id)


def stands(matter_id: int) -> str:
    """How the matter stands today."""
    return page_of(matter_id).status.kind.value


def happened(matter_id: int) -> list[str]:
    """What has happened to the matter, in order."""
    return [one.kind.value for one in page_of(matter_id).past]


def comes(matter_id: int) -> list[tuple[str, date | None]]:
    """What is to come."""
    return [(one.kind.value, one.day) for one in page_of(matter_id).to_come]


def the(matter_id: int, kind: str) -> Any:
    """The last happening of a kind."""
    found = [one for one in page_of(matter_id).happenings if one.kind.value == kind]
    assert found, kind
    return found[-1]


def clauses_of(matter_id: int) -> list[str]:
    """Every clause that was decided, in order."""
    return [
        clause.text
        for one in page_of(matter_id).past
        if one.kind.value in {"decided", "noted", "tabled", "referred"}
        for clause in one.clauses
    ]
