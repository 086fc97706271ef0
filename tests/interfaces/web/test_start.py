from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.builders import a_body, a_meeting, a_whole_meeting

pytestmark = pytest.mark.django_db


def test_an_empty_installation_says_what_will_stand_here_and_how_it_gets_there(client):
    page = client.get("/").content.decode()
    assert "Inget kommande möte är känt." in page
    assert "Här kommer de senaste besluten att stå." in page
    assert "Inget väntar på granskning." in page
    assert 'href="/handlingar/#ladda-upp"' in page


def test_today_is_told_in_full(client):
    today = timezone.localdate()
    months = "januari februari mars april maj juni juli augusti september oktober november december"
    assert f"{today.day} {months.split()[today.month - 1]} {today.year}</h1>" in (
        client.get("/").content.decode()
    )


@pytest.mark.parametrize(("days", "told"), [(0, "(idag)"), (1, "(om 1 dag)"), (4, "(om 4 dagar)")])
def test_the_next_meeting_is_told_with_the_days_left(client, days, told):
    a_meeting(a_body("Sjörådet"), timezone.localdate() + timedelta(days))
    page = client.get("/").content.decode()
    assert "Sjörådet" in page
    assert told in page


def test_what_waits_is_told_with_its_count_and_what_to_look_at(client, minutes):
    page = client.get("/").content.decode()
    assert "1 handling väntar på granskning." in page
    assert f'href="/handlingar/{minutes.document.id}/"' in page
    assert "Granska 1 handling" in page


def test_the_latest_decisions_lead_to_their_item(client):
    meeting = a_whole_meeting(day=date(2021, 2, 3))
    item = meeting.items.get()
    page = client.get("/").content.decode()
    assert f'href="/moten/{meeting.id}/#punkt-{item.id}"' in page
    assert "godkänt" in page


def test_ten_times_as_much_takes_no_more_queries(client, queries_of, take_in):
    body = a_body()
    a_whole_meeting(1, body=body, day=date(2021, 1, 1))
    take_in("Kallelse till Sjörådet den 3 mars 2031")
    once = queries_of("/")
    for number in range(2, 12):
        a_whole_meeting(2, body=body, day=date(2021, 1, number))
        take_in(f"Kallelse till Sjörådet den {number} april 2031")
    assert queries_of("/") == once
