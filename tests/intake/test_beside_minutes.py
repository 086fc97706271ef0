"""Documents beside minutes that were written here: they find what stands, change no word of it and
add nothing; taken back, they leave it as it was.
"""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.utils import timezone

from handslag.domain.base.facts import Fact, Phase
from handslag.domain.documents.models import Evidence
from handslag.domain.matters.queries import meeting_page
from handslag.domain.meetings.events import announce_recorded
from handslag.domain.meetings.models import AgendaItem, Meeting
from handslag.domain.meetings.room import actions, queries
from handslag.domain.registry.models import PersonName
from handslag.intake import actions as intake
from handslag.intake.models import Step
from tests.builders import VIEWER, a_body, a_membership, a_name, everything_told
from tests.domain.agenda.making import a_planned_meeting, put
from tests.intake.conftest import accepted_again
from tests.intake.papers import DAY, clause, full_paper, item, paper

if TYPE_CHECKING:
    from handslag.domain.meetings.room.shapes import RoomPage

pytestmark = pytest.mark.django_db

FACTS = [model for model in apps.get_models() if issubclass(model, Fact)]


def facts(*, planned: bool = True) -> dict[str, list[dict[str, Any]]]:
    """Every fact there is, column by column; without what only a plan tells where so asked."""
    return {
        model._meta.label: [
            {
                name: value
                for name, value in row.items()
                if planned or not name.startswith("planned_")
            }
            for row in model._default_manager.order_by("pk").values()
            if planned or row.get("phase") != Phase.PLAN
        ]
        for model in FACTS
    }


def room(meeting: Meeting) -> RoomPage:
    return queries.room_page(VIEWER, meeting.id, timezone.now().replace(microsecond=0))


def undo_last(document_id: int) -> None:
    step = Step.objects.filter(document_id=document_id, undone=False).latest("id")
    intake.undo(viewer=VIEWER, document_id=document_id, step_id=step.id)


def write(meeting: Meeting) -> None:
    """Every kind of fact, under every item, as if it had been written in the room."""
    actions.open_room(viewer=VIEWER, meeting_id=meeting.id)
    rows = AgendaItem.objects.filter(meeting=meeting, order__isnull=False).order_by("order")
    names = [a_name("Pär Holm"), a_name("Siv Ekdal")]
    for held, name in zip(rows, names, strict=True):
        before = {
            model: set(model._default_manager.values_list("pk", flat=True)) for model in FACTS
        }
        everything_told(held, name, None)  # type: ignore[arg-type]  # it rests on no document
        for model in FACTS:
            made: Any = model._default_manager.exclude(pk__in=before[model])
            if any(field.name == "phase" for field in model._meta.get_fields()):
                made = made.filter(phase=Phase.HELD)
            made.update(typed=True, written=True)
        actions.write_discussion(viewer=VIEWER, item_id=held.id, seen="0", text="Vera berättar")
    for one in room(meeting).roll[:1]:
        actions.note_movement(
            viewer=VIEWER, attendance_id=one.id, seen=one.seen, kind="left", item_id=rows[0].id
        )


@pytest.fixture
def meeting() -> Meeting:
    body = a_body("Älvnätverket")
    for name in ("Ada Lindh", "Vera Ask"):
        a_membership(body, a_name(name).person)
    made = a_planned_meeting(body, DAY, planned_place="Sal Asken")
    for heading in ("Hembesök om natten", "Avtal om hjälpmedel"):
        put(made, heading, minutes=15)
    write(made)
    return made


def minutes_in_other_words() -> Any:
    """The same meeting as somebody else put it down: other words and order, more of everything."""
    return paper(
        "minutes",
        place="Sal Björken",
        start=time(10),
        end=time(15),
        attendees=("Ada Lindh", "Ny Person"),
        items=(
            item(
                "1",
                "Avtal om hjälpmedel",
                presenters=("Pär Holm", "Siv Ekdal"),
                clauses=[
                    clause("att förlänga avtalet", appointees=("Ada Lindh",)),
                    clause(
                        "att ge kansliet i uppdrag att räkna", "assign", assignees=("kansliet",)
                    ),
                ],
                stances=(("Kommunerna", "opposes"),),
                adjourned_to=date(2031, 9, 9),
                attachments=("7b", "9"),
            ),
            item("2", "Hembesök om natten och helgen", clauses=[clause("att säga nej")]),
            item("3", "En helt annan fråga", clauses=[clause("att bifalla")]),
        ),
    )


@pytest.mark.parametrize(
    "told",
    [minutes_in_other_words, full_paper],
    ids=["in other words", "everything"],
)
def test_minutes_change_nothing_that_was_written_and_go_without_a_trace(taken, meeting, told):
    before, page, names = facts(), room(meeting), set(PersonName.objects.values_list("text"))
    document_id = taken(told())
    assert accepted_again(document_id) == meeting.id
    assert facts() == before
    assert room(meeting) == page
    assert set(PersonName.objects.values_list("text")) == names
    undo_last(document_id)
    assert facts() == before
    assert room(meeting) == page
    assert not Evidence.objects.exists()


def test_minutes_are_found_beside_what_was_written(taken, meeting):
    document_id = taken(minutes_in_other_words())
    accepted_again(document_id)
    page = meeting_page(VIEWER, meeting.id)
    assert [one.document_id for one in page.documents] == [document_id]
    assert [bool(one.evidence) for one in page.items] == [True, True]
    assert [one.heading for one in page.items] == ["Hembesök om natten", "Avtal om hjälpmedel"]


def test_accepting_again_after_a_correction_changes_nothing_either(taken, meeting):
    before = facts()
    document_id = taken(minutes_in_other_words())
    accepted_again(document_id)
    actions.write_discussion(
        viewer=VIEWER, item_id=room(meeting).items[0].id, seen="1", text="Vera berättar mer"
    )
    accepted_again(document_id)
    assert facts() == before


def test_a_notice_tells_the_plan_of_a_meeting_that_was_not_planned_here(taken):
    notice = taken(
        paper(
            "notice",
            place="Sal Eken",
            items=(item("1", "Hembesök om natten"), item("2", "Avtal om hjälpmedel")),
        )
    )
    meeting = Meeting.objects.get(id=accepted_again(notice))
    write(meeting)
    announce_recorded(meeting.id)  # as every write does: whose stances are is settled by it
    before, page = facts(planned=False), room(meeting)
    assert [one.heading for one in page.items] == ["Hembesök om natten", "Avtal om hjälpmedel"]
    undo_last(notice)
    assert facts(planned=False) == before
    told = AgendaItem.objects.order_by("order").values_list("heading", "planned_heading")
    assert list(told) == [("Hembesök om natten", ""), ("Avtal om hjälpmedel", "")]
    meeting.refresh_from_db()
    assert (meeting.place, meeting.planned_place) == ("Sal Eken", "")


def test_a_notice_that_comes_after_tells_the_plan_and_nothing_else(taken, meeting):
    before, page = facts(), room(meeting)
    document_id = taken(
        paper(
            "notice",
            place="Sal Eken",
            attendees=(),
            items=(item("1", "Avtal om hjälpmedel", late=True),),
        )
    )
    accepted_again(document_id)
    assert facts() == before
    undo_last(document_id)
    assert facts() == before
    assert room(meeting) == page


def test_a_meeting_that_is_written_here_counts_as_held(meeting):
    told: Any = Meeting.objects.told().get()
    assert told.held
    page = meeting_page(VIEWER, meeting.id)
    assert page.held
    assert [one.phase.value for one in page.accounts] == ["plan", "held"]
