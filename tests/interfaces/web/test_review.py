from __future__ import annotations

import pytest

from handslag.domain.meetings.queries import meetings
from handslag.intake.models import Finding
from tests.builders import NO_SUCH, VIEWER, a_body

pytestmark = pytest.mark.django_db


def accept(client, review, **chosen):
    form = {"revision": str(review.revision), "organ": "", "mote": ""} | chosen
    return client.post(f"/handlingar/{review.document.id}/godkann/", form)


def test_nothing_waits(client):
    assert "Inget väntar på granskning." in client.get("/granska/").content.decode()


def test_what_waits_stands_with_what_to_look_at(client, minutes):
    page = client.get("/granska/").content.decode()
    assert f'href="/handlingar/{minutes.document.id}/"' in page
    assert "14 mars 2031" in page


def test_accepting_makes_a_meeting_and_says_where(client, minutes):
    answer = accept(client, minutes)
    assert answer.url == f"/handlingar/{minutes.document.id}/"
    page = client.get(answer.url).content.decode()
    [meeting] = meetings(VIEWER).rows
    assert "Handlingen är godkänd." in page
    assert f'href="/moten/{meeting.id}/"' in page
    told = client.get(f"/moten/{meeting.id}/").content.decode()
    assert "att godkänna rapporten om hjälpmedel." in told
    assert "Inget väntar på granskning." in client.get("/granska/").content.decode()


def test_notice_and_minutes_make_one_meeting_that_shows_both(client, notice, minutes):
    accept(client, notice)
    accept(client, minutes)
    [meeting] = meetings(VIEWER).rows
    page = client.get(f"/moten/{meeting.id}/").content.decode()
    assert "Hamnhuset" in page
    assert "Rådhuset" in page
    assert "Det här blev inte som i kallelsen" in page


def test_accepting_twice_makes_one_meeting(client, minutes, again):
    accept(client, minutes)
    accept(client, again(minutes))
    assert len(meetings(VIEWER).rows) == 1


def test_the_body_can_be_chosen(client, minutes):
    body = a_body("Sjönätet")
    accept(client, minutes, organ=str(body.id))
    [meeting] = meetings(VIEWER).rows
    assert meeting.body == "Sjönätet"


def test_a_stale_acceptance_is_refused_with_the_reason(client, minutes, fact_of):
    clause = fact_of(minutes, "clause", "rapporten")
    client.post(
        f"/handlingar/{minutes.document.id}/uppgifter/{clause.id}/",
        {"revision": str(minutes.revision), "gor": "stryk"},
    )
    answer = accept(client, minutes)
    assert answer.status_code == 409
    assert "Någon annan har ändrat" in answer.content.decode()
    assert not meetings(VIEWER).rows


def test_what_is_missing_is_told_and_nothing_can_be_accepted(client, take_in):
    review = take_in("Det var en gång en giraff som inte gick på möten.")
    page = client.get(f"/handlingar/{review.document.id}/").content.decode()
    assert "Det här fattas innan handlingen kan godkännas:" in page
    assert "Godkänn handlingen" not in page
    answer = accept(client, review)
    assert answer.status_code == 409
    assert not meetings(VIEWER).rows


def test_a_change_after_acceptance_waits_to_be_accepted(client, minutes, again, fact_of):
    accept(client, minutes)
    clause = fact_of(again(minutes), "clause", "rapporten")
    client.post(
        f"/handlingar/{minutes.document.id}/uppgifter/{clause.id}/",
        {"revision": str(again(minutes).revision), "gor": "stryk"},
    )
    assert "Godkänn ändringarna" in (
        client.get(f"/handlingar/{minutes.document.id}/").content.decode()
    )
    accept(client, again(minutes))
    [meeting] = meetings(VIEWER).rows
    assert "att godkänna rapporten" not in client.get(f"/moten/{meeting.id}/").content.decode()


LOOK = '<p class="why">Dagarna säger emot varandra.</p>'


@pytest.fixture
def finding(minutes):
    return Finding.objects.create(
        document_id=minutes.document.id,
        code="prov",
        severity="warning",
        message="Dagarna säger emot varandra.",
        start=3,
        end=9,
    )


def test_a_finding_leads_to_its_place(client, minutes, finding):
    page = client.get(f"/handlingar/{minutes.document.id}/").content.decode()
    assert LOOK in page
    assert 'href="#s3"' in page
    assert 'id="s3"' in page


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_finding_is_dismissed(client, minutes, finding, headers):
    address = f"/handlingar/{minutes.document.id}/anmarkningar/{finding.id}/"
    answer = client.post(address, headers=headers)
    if headers:
        assert "<html" not in answer.content.decode()
        assert LOOK not in answer.content.decode()
    else:
        assert answer.url == f"/handlingar/{minutes.document.id}/?papper=text#godkann"
    page = client.get(f"/handlingar/{minutes.document.id}/").content.decode()
    assert LOOK not in page
    assert "Ångra" in page


def test_reading_anew_keeps_what_was_typed(client, minutes, again, fact_of):
    clause = fact_of(minutes, "clause", "rapporten")
    fields = {f"f-{field.name}": field.value for field in clause.fields}
    fields |= {"f-text": "att avslå rapporten", "revision": str(minutes.revision)}
    client.post(f"/handlingar/{minutes.document.id}/uppgifter/{clause.id}/", fields)
    answer = client.post(f"/handlingar/{minutes.document.id}/las-om/", follow=True)
    assert "Det som någon har skrivit står kvar." in answer.content.decode()
    assert fact_of(again(minutes), "clause", "avslå").state == "corrected"


def test_a_file_gone_from_the_disk_is_told_of_and_changes_nothing(client, minutes, settings):
    for kept in settings.FILES.rglob("*"):
        if kept.is_file():
            kept.unlink()
    answer = client.post(f"/handlingar/{minutes.document.id}/las-om/", follow=True)
    assert answer.status_code == 200
    assert "gick inte att läsa från disken" in answer.content.decode()


@pytest.mark.parametrize("rest", ["godkann/", "las-om/", "anmarkningar/1/"])
def test_what_changes_something_is_asked_for_by_post(client, minutes, rest):
    assert client.get(f"/handlingar/{minutes.document.id}/{rest}").status_code == 405
    assert client.post(f"/handlingar/{NO_SUCH}/{rest}", {"revision": "1"}).status_code == 404


def test_ten_times_as_many_take_no_more_queries(queries_of, take_in):
    take_in("Kallelse till Sjörådet den 3 mars 2031")
    once = queries_of("/granska/")
    for number in range(1, 11):
        take_in(f"Kallelse till Sjörådet den {number} april 2031")
    assert queries_of("/granska/") == once
