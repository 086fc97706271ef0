"""The pages of raised matters: raising one, one's own, and preparing them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from handslag.domain.meetings.agenda.queries import agenda_paper
from handslag.domain.meetings.models import RaisedMatter
from tests.builders import VIEWER, a_body
from tests.domain.agenda.making import a_planned_meeting

pytestmark = pytest.mark.django_db


def test_a_matter_is_raised_prepared_and_answered_on_pages(client):
    body = a_body()
    meeting = a_planned_meeting(body, timezone.localdate() + timedelta(days=30))
    form = {"meeting": f"{body.id}:{meeting.id}", "heading": "Avtal", "kind": "decision"}
    answer = client.post("/arenden/anmal/", form | {"heading": ""})
    assert answer.status_code == 422
    done = client.post("/arenden/anmal/", form, follow=True)
    assert "Ärendet är anmält." in done.content.decode()
    matter = RaisedMatter.objects.get()
    assert "Avtal" in client.get("/arenden/anmalda/").content.decode()
    address = f"/arenden/anmalda/{matter.id}/"
    refused = client.post(address, {"gor": "aterlamna", "text": " "})
    assert refused.status_code == 422
    client.post(address, {"gor": "aterlamna", "text": "Vad kostar det?"})
    page = client.get(address).content.decode()
    assert "Vad kostar det?" in page
    assert "tillbaka med en fråga" in page
    client.post(address, form | {"gor": "svara", "answer": "Inget", "heading": "Avtal 2"})
    client.post(address, {"gor": "ta-upp", "mote": meeting.id, "foredragande": "Vera Ask"})
    (item,) = agenda_paper(VIEWER, meeting.id).items
    assert (item.heading, item.presenters[0].name) == ("Avtal 2", "Vera Ask")
    assert "på dagordningen" in client.get(address).content.decode()
