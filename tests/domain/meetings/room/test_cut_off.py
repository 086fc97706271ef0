"""A write that is cut off in the middle leaves nothing behind, and may be sent again."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.apps import apps

from handslag.domain.meetings.agenda.told import ItemTold, PresenterTold
from handslag.domain.meetings.room import actions, queries
from handslag.domain.meetings.room.actions import opening
from tests.builders import VIEWER
from tests.domain.meetings.room.making import a_meeting_to_hold, an_open_room, held

pytestmark = pytest.mark.django_db(transaction=True)


class CutOff(BaseException):
    """The process is killed here: no ordinary handler sees it."""


def everything() -> dict[str, list[str]]:
    """Every row of every subject of the domain."""
    return {
        model._meta.label: sorted(map(str, model._default_manager.values_list()))
        for model in apps.get_models()
        if model.__module__.startswith("handslag.domain")
    }


def cut(*_args, **_kwargs):
    raise CutOff


def test_an_opening_that_is_cut_off_has_opened_nothing(monkeypatch):
    meeting = a_meeting_to_hold()
    before = everything()
    with monkeypatch.context() as patch:
        patch.setattr(opening, "log", cut)
        with pytest.raises(CutOff):
            actions.open_room(viewer=VIEWER, meeting_id=meeting.id)
    assert everything() == before
    actions.open_room(viewer=VIEWER, meeting_id=meeting.id)
    assert len(held(meeting)) == 2


@pytest.mark.parametrize("module", ["agenda", "roll", "moves", "discussion", "clock"])
def test_a_write_that_is_cut_off_before_its_last_step_has_written_nothing(monkeypatch, module):
    meeting = an_open_room()
    room = queries.room_page(VIEWER, meeting.id)
    item, row = room.items[0], room.roll[0]
    writes = {
        "agenda": lambda: actions.add_extra_item(
            viewer=VIEWER,
            meeting_id=meeting.id,
            told=ItemTold(heading="Extra", presenters=(PresenterTold(name="Ny Person"),)),
            late_reason="Kom i går",
            late_by="ordföranden",
            after=item.id,
        ),
        "roll": lambda: actions.give_duty(
            viewer=VIEWER, attendance_id=room.roll[1].id, seen=room.roll[1].seen, duty="chairs",
            has=True,
        ),
        "moves": lambda: actions.set_absence(
            viewer=VIEWER, item_id=item.id, attendance_id=row.id, seen="", reason="other"
        ),
        "discussion": lambda: actions.write_discussion(
            viewer=VIEWER, item_id=item.id, seen="0", text="Vera berättar"
        ),
        "clock": lambda: actions.begin_item(
            viewer=VIEWER, meeting_id=meeting.id, item_id=item.id, seen=""
        ),
    }  # fmt: skip
    before = everything()
    with monkeypatch.context() as patch:
        patch.setattr(f"handslag.domain.meetings.room.actions.{module}.bump", cut)
        with pytest.raises(CutOff):
            writes[module]()
    assert everything() == before
    writes[module]()
    assert queries.room_page(VIEWER, meeting.id).revision == room.revision + 1


def test_a_write_whose_answer_could_not_be_kept_was_not_done(monkeypatch):
    meeting = an_open_room()
    item, key, before = held(meeting)[0], uuid4(), everything()

    def write():
        actions.write_discussion(viewer=VIEWER, item_id=item.id, seen="0", text="Vera")
        return {"revision": 2}

    def once():
        return actions.write_once(
            viewer=VIEWER, meeting_id=meeting.id, key=key, asked="a" * 64, write=write
        )

    with monkeypatch.context() as patch:
        patch.setattr("handslag.domain.meetings.models.RoomWrite.objects.create", cut)
        with pytest.raises(CutOff):
            once()
    assert everything() == before
    assert once() == {"revision": 2}
    assert once() == {"revision": 2}
