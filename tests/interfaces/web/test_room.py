"""The secretary's page: one view that follows the agenda, and what a page that is open asks."""

from __future__ import annotations

import pytest

from handslag.domain.meetings.models import AgendaItem
from handslag.domain.meetings.room import actions
from tests.builders import VIEWER
from tests.domain.agenda.making import a_planned_meeting, put

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    made = a_planned_meeting()
    put(made, "Mötets öppnande", kind="formal", minutes=5)
    put(made, "Avtal om hjälpmedel", kind="decision", minutes=20)
    put(made, "Övriga frågor")
    actions.open_room(viewer=VIEWER, meeting_id=made.id)
    return made


def page(client, meeting, more="", **headers):
    answer = client.get(f"/moten/{meeting.id}/rummet/{more}", headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def items(meeting) -> list[int]:
    return list(
        AgendaItem.objects.filter(meeting=meeting).order_by("order").values_list("id", flat=True)
    )


def test_the_page_shows_the_agenda_and_one_item(client, meeting):
    first, second, _third = items(meeting)
    text = page(client, meeting)
    assert text.count("data-item-link") == 3
    assert f'data-item="{first}"' in text
    assert f'data-item="{second}"' not in text
    assert f'data-item="{second}"' in page(client, meeting, f"?punkt={second}")
