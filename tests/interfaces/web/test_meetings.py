from __future__ import annotations

from datetime import date

import pytest

from handslag.domain.base.facts import Phase
from handslag.domain.meetings.models import ItemOutcome, Presence
from tests.builders import (
    a_body,
    a_clause,
    a_meeting,
    a_name,
    a_paper,
    a_participation,
    a_proposal,
    a_whole_meeting,
    an_item,
)
from tests.signed_in import WHO_LOOKS, signed_in

pytestmark = pytest.mark.django_db


def test_an_empty_list_says_how_meetings_get_there(client):
    assert "Ett möte blir till när" in client.get("/moten/").content.decode()


def test_the_list_is_sifted_by_body_and_year(client):
    north, south = a_body("Nordrådet"), a_body("Sydrådet")
    a_meeting(north, date(2030, 5, 6))
    a_meeting(north, date(2031, 5, 6))
    a_meeting(south, date(2031, 2, 3))
    assert "3 möten" in client.get("/moten/").content.decode()
    sifted = client.get(f"/moten/?organ={north.id}&ar=2031").content.decode()
    assert "1 möte" in sifted
    assert "Tisdag 6 maj 2031" in sifted
    none = client.get(f"/moten/?organ={south.id}&ar=2030").content.decode()
    assert "Inget möte stämmer med det du valde." in none


def test_nonsense_in_the_address_is_passed_over(client):
    a_meeting()
    for address in ("?organ=x&ar=-1", "?sida=99999999999999999999", "?ar=²", "?sida=0"):
        assert "1 möte" in client.get(f"/moten/{address}").content.decode()


def test_htmx_gets_the_list_alone(client):
    a_meeting()
    part = client.get("/moten/", headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert "1 möte" in part.content.decode()
    assert "HX-Request" in part["Vary"]


def test_a_long_list_has_pages_that_keep_the_choice(client):
    body = a_body()
    for number in range(60):
        a_meeting(body, date.fromordinal(date(2031, 1, 1).toordinal() + number))
    page = client.get(f"/moten/?organ={body.id}").content.decode()
    assert "Sida 1 av 2" in page
    assert f"?organ={body.id}&amp;sida=2" in page


@pytest.mark.parametrize("address", ["/moten/1/", "/moten/99999999999999999999999/"])
def test_no_such_meeting(client, address):
    assert client.get(address).status_code == 404


@pytest.fixture
def meeting():
    meeting = a_meeting(
        a_body("Länsnätverket"),
        date(2031, 3, 14),
        start=None,
        place="Rådhuset",
        planned_place="Hamnhuset",
    )
    a_paper(meeting, Phase.PLAN)
    minutes = a_paper(meeting, Phase.HELD)
    item = an_item(meeting, "Hjälpmedel", number="4", document=minutes, outcome=ItemOutcome.DECIDED)
    a_clause(item, "att godkänna rapporten", document=minutes, scope="kommunerna", points=[1, 2])
    a_proposal(item, "att rapporten godkänns")
    a_participation(meeting, a_name("Vera Ask"), document=minutes, organisation="Strandby")
    a_participation(meeting, a_name("Moa Berg"), presence=Presence.ABSENT)
    return meeting


def test_a_meeting_tells_body_day_and_place(client, meeting):
    page = client.get(f"/moten/{meeting.id}/").content.decode()
    assert "<h1>Länsnätverket</h1>" in page
    assert "Fredag 14 mars 2031" in page
    assert "Rådhuset" in page


def test_plan_and_what_happened_stand_side_by_side_where_they_differ(client, meeting):
    page = client.get(f"/moten/{meeting.id}/").content.decode()
    assert "Det här blev inte som i kallelsen" in page
    assert "Hamnhuset" in page


def test_a_clause_tells_what_it_did_for_whom_and_where_it_stands(client, meeting):
    page = client.get(f"/moten/{meeting.id}/").content.decode()
    assert '<p class="text">att godkänna rapporten' in page
    assert "godkänt</span>" in page
    assert "för kommunerna" in page
    assert "punkterna 1, 2" in page
    minutes = meeting.papers.get(phase=Phase.HELD).document_id
    assert f'href="/handlingar/{minutes}/?plats=0-8#plats"' in page
    assert "sida 1" in page


def test_proposals_are_dressed_apart_from_decisions(client, meeting):
    page = client.get(f"/moten/{meeting.id}/").content.decode()
    proposal = page[page.index('class="proposal"') :]
    assert "Beredningen föreslår" in proposal
    assert "att rapporten godkänns" in proposal


def test_who_was_there_and_who_was_not(client, meeting):
    page = client.get(f"/moten/{meeting.id}/").content.decode()
    assert "Närvarande (1)" in page
    assert "Frånvarande (1)" in page
    assert "Strandby" in page


def test_a_meeting_that_is_only_planned_says_so(client):
    meeting = a_meeting()
    a_paper(meeting, Phase.PLAN)
    assert "Det här är planen enligt kallelsen." in (
        client.get(f"/moten/{meeting.id}/").content.decode()
    )


def test_the_bodys_other_meetings_are_one_click_away(client):
    body = a_body()
    first, second = a_meeting(body, date(2031, 1, 7)), a_meeting(body, date(2031, 2, 4))
    assert f'rel="next" href="/moten/{second.id}/"' in (
        client.get(f"/moten/{first.id}/").content.decode()
    )


def test_a_meeting_takes_at_most_eighteen_queries_however_large(queries_of):
    small, large = a_whole_meeting(1), a_whole_meeting(12, body=a_body("Det stora"))
    once = queries_of(f"/moten/{small.id}/")
    assert once <= 18 + WHO_LOOKS
    assert queries_of(f"/moten/{large.id}/") == once


def test_the_list_takes_the_same_queries_however_long(queries_of):
    a_whole_meeting(1)
    once = queries_of("/moten/")
    body = a_body("Det flitiga")
    for day in range(1, 11):
        a_whole_meeting(1, body=body, day=date(2030, 1, day))
    assert queries_of("/moten/") == once


def test_a_page_is_rendered_anew_only_when_something_has_changed(client, queries_of, meeting):
    address = f"/moten/{meeting.id}/"
    queries_of(address)
    assert queries_of(address) == 1 + WHO_LOOKS
    client.post(
        f"/organ/{meeting.body_id}/", {"name": "Länsrådet", "short_name": "", "kind": "other"}
    )
    client.get("/")  # the message that it was saved is shown there
    assert "<h1>Länsrådet</h1>" in client.get(address).content.decode()


def test_a_kept_page_carries_the_readers_own_mark(client, user, meeting):
    address = f"/moten/{meeting.id}/"
    client.get(address)
    reader = signed_in(user, enforce_csrf_checks=True)
    page = reader.get(address).content.decode()
    mark = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    form = {"language": "en", "next": "/moten/", "csrfmiddlewaretoken": mark}
    assert reader.post("/sprak/", form).status_code == 302


@pytest.fixture
def council():
    return a_body("Sjörådet")


def test_what_went_on_leads_to_the_meeting_it_went_to(client, meeting, council):
    held = a_meeting(council, date(2031, 6, 11))
    address = f"/organ/{meeting.body_id}/vidare/?organ=Sjörådet&dag=2031-06-11"
    assert client.get(address).url == f"/moten/{held.id}/"
    next_one = a_meeting(meeting.body, date(2031, 4, 7))
    address = f"/organ/{meeting.body_id}/vidare/?organ=&dag=2031-04-07"
    assert client.get(address).url == f"/moten/{next_one.id}/"


def test_a_meeting_that_is_not_known_yet_is_told_so_at_its_body(client, meeting, council):
    address = f"/organ/{meeting.body_id}/vidare/?organ=Sjörådet&dag=2031-06-11"
    page = client.get(address, follow=True).content.decode()
    assert "<h1>Sjörådet</h1>" in page
    assert "Organets möte den 11 juni 2031 är inte inläst än." in page


def test_a_body_that_is_not_known_yet_is_told_so(client, meeting):
    address = f"/organ/{meeting.body_id}/vidare/?organ=Fjällrådet&dag=när-som-helst"
    assert "Fjällrådet är inget känt organ än." in client.get(address, follow=True).content.decode()


def test_tabled_and_referred_items_say_where_they_went(client):
    meeting = a_whole_meeting(1)
    page = client.get(f"/moten/{meeting.id}/").content.decode()
    assert f"/organ/{meeting.body_id}/vidare/?organ=R%C3%A5det&amp;dag=" in page
    assert f"/organ/{meeting.body_id}/vidare/?organ=&amp;dag=2031-04-07" in page
