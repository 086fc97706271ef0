"""The page where an account is published: seen first, looked at, and then everybody's."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from handslag.domain.base.facts import Phase
from handslag.domain.meetings import actions
from handslag.domain.publications import queries
from tests.builders import VIEWER, a_clause, a_meeting, a_name, a_paper, a_participation, an_item
from tests.signed_in import a_coordinator, signed_in

pytestmark = pytest.mark.django_db
PUBLIC = "/offentligt/nordnatverket/2031-02-03/protokoll/"


@pytest.fixture
def browser():
    return signed_in(a_coordinator())


@pytest.fixture
def meeting():
    made = a_meeting(day=date(2031, 2, 3))
    paper = a_paper(made, Phase.HELD)
    a_clause(an_item(made, "Avtal om hjälpmedel", number="1", document=paper), "att godkänna")
    a_participation(made, a_name("Vera Ask"), phase=Phase.HELD)
    for step in (actions.share, actions.finalise):
        step(viewer=VIEWER, meeting_id=made.id, phase=Phase.HELD)
    return made


def address(meeting) -> str:
    return f"/moten/{meeting.id}/publicera/protokoll/"


def shown(browser, where: str) -> str:
    return browser.get(where).content.decode()


def field(name: str, page: str) -> str:
    found = re.search(f'name="{name}" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def publish(browser, meeting, why: str = ""):
    sett = field("sett", shown(browser, address(meeting)))
    return browser.post(address(meeting), {"sett": sett, "skal": why})


def test_what_is_shown_is_what_the_public_reads(browser, meeting):
    assert "Publicera för alla" in shown(browser, f"/moten/{meeting.id}/")
    page = shown(browser, address(meeting))
    for words in ("Avtal om hjälpmedel", "att godkänna", "Vera Ask"):
        assert words in page
    assert publish(browser, meeting).status_code == 302
    page = shown(Client(), PUBLIC)
    for words in ("Avtal om hjälpmedel", "att godkänna", "Vera Ask"):
        assert words in page
    meeting_page = shown(browser, f"/moten/{meeting.id}/")
    assert PUBLIC in meeting_page
    assert "Version 1 är publicerad" in meeting_page


def test_a_stranger_is_shown_from_the_desk_to_the_public_page(browser, meeting):
    stranger = Client()
    assert stranger.get(f"/moten/{meeting.id}/").headers["Location"].startswith("/logga-in/")
    publish(browser, meeting)
    answer = stranger.get(f"/moten/{meeting.id}/")
    assert answer.headers["Location"] == "/offentligt/nordnatverket/2031-02-03/"
    assert stranger.get(answer.headers["Location"]).status_code == 200
    assert stranger.post(f"/moten/{meeting.id}/lage/").status_code == 403


def test_what_is_found_is_shown_in_its_sentence_and_cleared_with_a_reason(browser, meeting):
    meeting.items.update(heading="Ansökan från 19121212-1212")
    page = shown(browser, address(meeting))
    assert "<mark>19121212-1212</mark>" in page
    assert 'name="sett"' not in page
    found = field("uppgift", page)
    told = {"uppgift": found, "skal": ""}
    assert browser.post(f"{address(meeting)}uppgift/", told).status_code == 422
    told["skal"] = "Skatteverkets provnummer"
    assert browser.post(f"{address(meeting)}uppgift/", told).status_code == 302
    assert "Skatteverkets provnummer" in shown(browser, address(meeting))
    again = {"uppgift": found, "gor": "tvivla"}
    assert browser.post(f"{address(meeting)}uppgift/", again).status_code == 302
    assert 'name="sett"' not in shown(browser, address(meeting))


def test_a_change_while_somebody_reads_stops_the_publishing(browser, meeting):
    sett = field("sett", shown(browser, address(meeting)))
    meeting.items.update(heading="Något annat")
    answer = browser.post(address(meeting), {"sett": sett})
    assert answer.status_code == 409
    assert "Något har ändrats" in answer.content.decode()
    assert queries.publications().total == 0


def test_a_new_version_shows_what_differs_and_asks_why(browser, meeting):
    publish(browser, meeting)
    assert "redan publicerat som version 1" in shown(browser, address(meeting))
    meeting.items.update(heading="Avtal om tolkar")
    page = shown(browser, address(meeting))
    assert "<del>1 Avtal om hjälpmedel</del>" in page
    assert "<ins>1 Avtal om tolkar</ins>" in page
    assert publish(browser, meeting).status_code == 422
    assert publish(browser, meeting, "Fel rubrik").status_code == 302
    assert "Fel rubrik" in shown(Client(), PUBLIC)


def test_withdrawing_leaves_a_tombstone_and_publishing_again_takes_it_away(browser, meeting):
    publish(browser, meeting)
    told = {"konto": "held", "till": "withdrawn", "skal": "Fel bilaga"}
    browser.post(f"/moten/{meeting.id}/lage/", told)
    gone = Client().get(PUBLIC)
    assert gone.status_code == 410
    assert "Fel bilaga" in gone.content.decode()
    assert "Avtal om hjälpmedel" not in gone.content.decode()
    assert publish(browser, meeting).status_code == 302
    assert Client().get(PUBLIC).status_code == 200


def test_a_version_is_taken_away_for_good(browser, meeting):
    publish(browser, meeting)
    told = {"version": "1", "skal": "Personuppgifter"}
    assert browser.post(f"{address(meeting)}ta-bort/", told).status_code == 302
    gone = Client().get(PUBLIC)
    assert gone.status_code == 410
    assert "Personuppgifter" in gone.content.decode()
    assert browser.post(f"{address(meeting)}ta-bort/", told).status_code == 404


def test_there_is_no_publishing_before_it_is_finalised(browser):
    made = a_meeting(day=date(2031, 2, 3))
    a_paper(made, Phase.HELD)
    page = shown(browser, address(made))
    assert "inte färdigställd" in page
    assert 'name="sett"' not in page
    assert browser.post(address(made), {"sett": "x"}).status_code == 409
    assert browser.get(f"/moten/{made.id}/publicera/annat/").status_code == 404
