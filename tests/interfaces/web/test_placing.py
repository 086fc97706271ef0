"""Assignments on the page of an agenda, and when its notice goes out."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from handslag.domain.matters.models import Assignment, Placement
from handslag.domain.meetings.models import Notice
from tests.builders import a_meeting, an_item
from tests.domain.agenda.making import a_planned_meeting, put

pytestmark = pytest.mark.django_db

TASK = "räkna på kostnaden för hjälpmedel"


@pytest.fixture(autouse=True)
def _scratch(settings, tmp_path):
    settings.FILES = tmp_path / "files"


@pytest.fixture
def meeting():
    made = a_planned_meeting()
    put(made, "Mötets öppnande", kind="formal", minutes=5)
    return made


@pytest.fixture
def task(meeting) -> Assignment:
    before = a_meeting(meeting.body, meeting.date - timedelta(days=40))
    return Assignment.objects.create(item=an_item(before), text=TASK, due_meeting=meeting)


def agenda(client, meeting) -> str:
    return client.get(f"/moten/{meeting.id}/dagordning/").content.decode()


def ask(client, meeting, **told):
    words = {key.replace("_", "-"): value for key, value in told.items()}
    return client.post(f"/moten/{meeting.id}/dagordning/uppdrag/", words, follow=True)


def test_what_is_due_at_the_meeting_stands_on_its_page_with_a_mark_already_set(
    client, meeting, task
):
    text = agenda(client, meeting)
    assert "Uppdrag som ska redovisas här" in text
    assert re.search(rf'name="uppdrag" value="{task.id}" checked', text)


def test_nothing_is_said_where_nothing_is_due(client, meeting):
    assert "Uppdrag som ska redovisas här" not in agenda(client, meeting)


def test_it_is_put_on_the_agenda_with_one_button(client, meeting, task):
    text = ask(client, meeting, uppdrag=task.id).content.decode()
    assert "Uppdragen står nu under 1 punkt på dagordningen." in text
    assert f"Redovisning av uppdrag: {TASK}" in text


def test_leaving_it_out_asks_why_and_says_where_it_goes(client, meeting, task):
    told = {"ta-inte-upp": task.id}
    assert "Skriv varför" in ask(client, meeting, **told).content.decode()
    assert not Placement.objects.exists()
    told[f"skal-{task.id}"] = "Underlaget är inte klart"
    text = ask(client, meeting, **told).content.decode()
    assert "Uppdraget förs vidare till organets nästa möte." in text
    assert "Underlaget är inte klart" in text


def test_it_is_dropped_only_where_somebody_says_so(client, meeting, task):
    told = {
        "ta-inte-upp": task.id,
        f"skal-{task.id}": "Behovet finns inte längre",
        f"vad-{task.id}": "slapp",
    }
    assert "Uppdraget är släppt." in ask(client, meeting, **told).content.decode()
    assert Placement.objects.get().placing == "dropped"


def test_a_notice_goes_out_without_it_only_with_a_reason(client, meeting, task):
    address = f"/moten/{meeting.id}/kallelse/"
    text = client.get(address).content.decode()
    assert "1 uppdrag ska redovisas på mötet och står inte på dagordningen." in text
    found = re.search(r'name="sedd" value="([0-9a-f]+)"', text)
    assert found
    answer = client.post(address, {"sedd": found[1], "valt": "1"})
    assert answer.status_code == 422
    assert "Skriv varför" in answer.content.decode()
    assert not Notice.objects.exists()
    told = {"sedd": found[1], "valt": "1", "tas-inte-upp": "Tas i vår"}
    assert client.post(address, told).status_code == 302
    assert Notice.objects.count() == 1
    assert Placement.objects.get().reason == "Tas i vår"
