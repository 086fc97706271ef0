"""Planning in the browser: the year's form, the year itself, moving, cancelling, calendars."""

from __future__ import annotations

import re
from datetime import date, time

import pytest
from django.test import Client

from handslag.domain.access.roles import Role
from handslag.domain.access.things import of_body
from handslag.domain.access.viewer import Held
from handslag.domain.meetings.models import CalendarFeed, Meeting, MeetingChange, PlanRules
from handslag.domain.meetings.planning import actions
from handslag.domain.meetings.planning.rules import Terms
from handslag.domain.meetings.planning.told import Wanted
from tests.builders import NO_SUCH, VIEWER, a_body, a_membership, a_name, a_user
from tests.calendars import read
from tests.signed_in import a_coordinator, signed_in

pytestmark = pytest.mark.django_db
MARCH, APRIL = date(2031, 3, 6), date(2031, 4, 3)
TERMS = {
    "start": "09:00",
    "end": "12:00",
    "place": "Stadshuset",
    "material_days": "14",
    "notice_days": "7",
    "pre_body": "",
    "pre_minutes": "60",
}


def form(*days, **more):
    rows = {
        "dag": [str(day) for day in days],
        "borjar": ["09:00"] * len(days),
        "slutar": ["12:00"] * len(days),
        "plats": ["Stadshuset"] * len(days),
    }
    return {"ar": "2031", "vilka": "shared"} | rows | more


def planned(body, *days, state="shared"):
    wanted = [Wanted(day, time(9), time(12), "Stadshuset") for day in days]
    return actions.plan_year(viewer=VIEWER, body_id=body.id, days=wanted, state=state).made


def text(answer):
    """What a page says, without its tags."""
    words = re.sub(r"<(?:title|style).*?</(?:title|style)>", "", answer.content.decode())
    return " ".join(re.sub(r"<[^>]+>", " ", words).split())


def hidden(answer, name):
    found = re.search(rf'name="{name}" value="([^"]*)"', answer.content.decode())
    assert found
    return found[1]


def test_the_terms_are_said_and_shown(client):
    body = a_body("Länsnätverket")
    address = f"/organ/{body.id}/planera/regler/"
    seen = hidden(client.get(address), "seen")
    answer = client.post(address, TERMS | {"seen": seen}, follow=True)
    assert "Kl. 09.00–12.00, Stadshuset. Underlag ska in 14 dagar före mötet." in text(answer)
    assert PlanRules.objects.get(body=body).start == time(9)


def test_the_second_of_two_at_the_terms_is_told_and_can_save_again(client):
    body = a_body()
    address = f"/organ/{body.id}/planera/regler/"
    seen = hidden(client.get(address), "seen")
    actions.set_terms(viewer=VIEWER, body_id=body.id, terms=Terms(place="Annexet"))
    answer = client.post(address, TERMS | {"seen": seen})
    assert answer.status_code == 422
    assert "Någon annan har ändrat" in text(answer)
    again = client.post(address, TERMS | {"seen": hidden(answer, "seen")})
    assert again.status_code == 302
    assert PlanRules.objects.get().place == "Stadshuset"


def test_a_rhythm_fills_the_list_with_what_is_due_and_what_to_know(client):
    body = a_body()
    rhythm = {"gor": "manad", "vilken": "1", "veckodag": "3", "manad": ["3", "4", "5"]}
    answer = client.post(f"/organ/{body.id}/planera/", form(**rhythm, ar="2027"))
    page = answer.content.decode()
    assert re.findall(r'name="dag" value="([^"]+)"', page) == [
        "2027-03-04",
        "2027-04-01",
        "2027-05-06",
    ]
    assert "Helgdag: Kristi himmelsfärdsdag." in page
    assert "Underlag tors 18 feb" in text(answer)
    assert not Meeting.objects.exists()


def test_a_pasted_list_is_added_and_what_is_no_day_is_handed_back(client):
    body = a_body()
    told = {"gor": "lista", "lista": "11/3 kl. 13–15\nnågon gång i maj"}
    answer = client.post(f"/organ/{body.id}/planera/", form(MARCH, **told))
    page = answer.content.decode()
    assert re.findall(r'name="dag" value="([^"]+)"', page) == ["2031-03-06", "2031-03-11"]
    assert 'name="borjar" value="13:00"' in page
    assert "går inte att läsa som dagar: någon gång i maj" in text(answer)


def test_a_day_is_added_and_another_taken_away(client):
    address = f"/organ/{a_body().id}/planera/"
    page = client.post(address, form(MARCH, APRIL, bort="0")).content.decode()
    assert re.findall(r'name="dag" value="([^"]*)"', page) == ["2031-04-03"]
    page = client.post(address, form(MARCH, gor="en-dag")).content.decode()
    assert re.findall(r'name="dag" value="([^"]*)"', page) == ["2031-03-06", ""]


def test_the_year_is_saved_in_one_step_and_the_same_again_changes_nothing(client):
    body = a_body("Länsnätverket")
    address = f"/organ/{body.id}/planera/"
    answer = client.post(address, form(MARCH, APRIL, gor="spara"), follow=True)
    assert answer.redirect_chain == [(f"/ar/2031/?organ={body.id}", 302)]
    assert "2 möten är planerade." in text(answer)
    before = list(Meeting.objects.values())
    answer = client.post(address, form(MARCH, APRIL, gor="spara"), follow=True)
    assert "Alla dagarna hade redan ett möte." in text(answer)
    assert list(Meeting.objects.values()) == before


def test_what_was_typed_stays_when_something_will_not_do(client):
    address = f"/organ/{a_body().id}/planera/"
    wrong = form(MARCH, "2031-13-40", gor="spara")
    answer = client.post(address, wrong)
    assert answer.status_code == 422
    assert 'value="2031-13-40"' in answer.content.decode()
    backwards = form(MARCH, gor="spara", slutar=["08:00"])
    answer = client.post(address, backwards)
    assert answer.status_code == 422
    assert "slutar innan det börjar" in text(answer)
    assert not Meeting.objects.exists()


def test_one_meeting_is_planned(client):
    body = a_body()
    said = {"day": "2031-03-06", "start": "", "end": "", "place": "", "kind": "extra"}
    answer = client.post(f"/organ/{body.id}/planera/ett/", said | {"state": "shared"})
    meeting = Meeting.objects.get()
    assert answer["Location"] == f"/moten/{meeting.id}/"
    assert meeting.kind == "extra"


def test_a_meeting_is_moved_and_its_page_tells_from_where(client):
    (meeting,) = planned(a_body(), MARCH)
    address = f"/moten/{meeting}/flytta/"
    seen = hidden(client.get(address), "seen")
    said = {"day": "2031-04-03", "start": "09:00", "end": "12:00", "place": "Stadshuset"}
    client.post(address, said | {"reason": "Lokalen", "seen": seen})
    page = text(client.get(f"/moten/{meeting}/"))
    assert "Flyttat från torsdag 6 mars 2031 till torsdag 3 april 2031. Skäl: Lokalen" in page
    assert "Kallelsen ska ut senast torsdag 27 mars 2031." in page


def test_the_second_of_two_is_told_what_the_first_did_and_loses_nothing(client):
    (meeting,) = planned(a_body(), MARCH)
    address = f"/moten/{meeting}/stall-in/"
    seen = hidden(client.get(address), "seen")
    actions.move_meeting(viewer=VIEWER, meeting_id=meeting, to=Wanted(APRIL))
    answer = client.post(address, {"reason": "För få ärenden", "seen": seen})
    assert answer.status_code == 422
    assert f"Under tiden har {VIEWER.name} ändrat mötet: flyttat." in text(answer)
    assert "torsdag 3 april 2031" in text(answer)
    assert 'value="För få ärenden"' in answer.content.decode()
    client.post(address, {"reason": "För få ärenden", "seen": hidden(answer, "seen")})
    assert Meeting.objects.get().cancelled_at


def test_cancelling_asks_about_the_pre_meeting_and_can_be_taken_back(client):
    body, pre = a_body("Länsnätverket"), a_body("Kommunernas förmöte")
    terms = Terms(start=time(9), pre_body_id=pre.id)
    actions.set_terms(viewer=VIEWER, body_id=body.id, terms=terms)
    (meeting,) = planned(body, MARCH)
    address = f"/moten/{meeting}/stall-in/"
    page = client.get(address)
    assert "Står kvar: sidan träffas ändå" in text(page)
    said = {"reason": "För få ärenden", "pre_meetings": "stay", "seen": hidden(page, "seen")}
    client.post(address, said)
    assert Meeting.objects.get(body=pre).cancelled_at is None
    assert "Mötet är inställt" in text(client.get(f"/moten/{meeting}/"))
    again = f"/moten/{meeting}/ta-upp/"
    client.post(again, {"seen": hidden(client.get(again), "seen")})
    assert Meeting.objects.get(body=body).cancelled_at is None
    assert [change.kind for change in MeetingChange.objects.all()] == ["cancelled", "reinstated"]


def test_what_is_due_is_changed_by_hand(client):
    (meeting,) = planned(a_body(), MARCH)
    address = f"/moten/{meeting}/sista-dagar/"
    said = {"material": "2031-02-10", "notice": "2031-02-17"}
    client.post(address, said | {"seen": hidden(client.get(address), "seen")})
    assert Meeting.objects.get().notice_due == date(2031, 2, 17)


def test_a_meeting_of_papers_is_taken_up(client):
    meeting = Meeting.objects.create(body=a_body(), date=MARCH)
    client.post(f"/moten/{meeting.id}/i-planen/")
    assert Meeting.objects.get().prepared


def test_the_year_shows_each_meeting_in_the_picture_and_in_the_list(client):
    body = a_body("Länsnätverket")
    first, second = planned(body, MARCH, APRIL)
    actions.cancel_meeting(viewer=VIEWER, meeting_id=second, reason="För få ärenden")
    page = client.get("/ar/2031/").content.decode()
    picture, _svg, rest = page.partition('class="year-picture"')[2].partition("</svg>")
    for meeting in (first, second):
        assert f'href="/moten/{meeting}/"' in picture
        assert f'href="/moten/{meeting}/"' in rest
    assert "Länsnätverket torsdag 3 april 2031, kl. 09.00–12.00, inställt" in picture
    only = text(client.get("/ar/2031/?visa=installda"))
    assert "1 möte" in only


def test_a_strangers_year_has_what_is_told_to_everybody():
    planned(a_body("Länsnätverket"), MARCH, state="published")
    planned(a_body("Styrgruppen"), MARCH)
    page = Client().get("/ar/2031/").content.decode()
    assert "Länsnätverket" in page
    assert "Styrgruppen" not in page
    assert "Planera" not in page


def test_the_year_that_it_is_and_years_that_are_none(client):
    assert client.get("/ar/?organ=3")["Location"].endswith("/?organ=3")
    assert client.get("/ar/1/").status_code == 404
    assert client.get("/ar/2031/").status_code == 200


def test_more_people_are_shown_the_plan(client):
    body = a_body()
    planned(body, MARCH)
    client.post(f"/organ/{body.id}/planera/visa/", {"ar": "2031", "vilka": "published"})
    assert Meeting.objects.get().day_state == "published"


def test_what_is_not_there_is_not_found(client):
    for path in ("flytta", "stall-in", "ta-upp", "sista-dagar"):
        assert client.get(f"/moten/{NO_SUCH}/{path}/").status_code == 404
    for path in ("", "ett/", "regler/"):
        assert client.get(f"/organ/{NO_SUCH}/planera/{path}").status_code == 404


def test_a_bodys_calendar_has_what_everybody_may_know(client):
    body = a_body("Länsnätverket")
    first, _second = planned(body, MARCH, APRIL, state="published")
    planned(body, date(2031, 5, 8), state="shared")
    actions.cancel_meeting(viewer=VIEWER, meeting_id=first, reason="Sjukdom")
    answer = client.get(f"/organ/{body.id}/kalender.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-cache"
    told = read(answer.content).events
    assert [str(one["STATUS"]) for one in told] == ["CANCELLED", "CONFIRMED"]
    assert told[0]["SUMMARY"] == "Inställt: Länsnätverket"
    assert b"Sjukdom" not in answer.content


def test_a_calendar_that_has_it_already_is_told_that_nothing_is_new():
    body = a_body()
    planned(body, MARCH, state="published")
    for address in ("/kalender.ics", f"/organ/{body.id}/kalender.ics"):
        first = Client().get(address)
        again = Client().get(address, headers={"If-None-Match": first["ETag"]})
        assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
        assert not first.cookies
        assert first["Cache-Control"] == "public, max-age=900"


def test_a_body_that_everybody_knows_nothing_of_has_no_calendar(client):
    body = a_body()
    planned(body, MARCH)
    for body_id in (body.id, NO_SUCH):
        assert client.get(f"/organ/{body_id}/kalender.ics").status_code == 404


def address_in(answer):
    found = re.search(r"http://\S+?(/kalender/[\w-]+\.ics)", answer.content.decode())
    assert found
    return found[1]


def test_ones_own_calendar_needs_no_signing_in_and_can_be_revoked():
    body = a_body("Länsnätverket")
    planned(body, MARCH)
    user = a_user("Vera Ask", Held(Role.READER, of_body(body.id)))
    a_membership(body, a_name("Vera Ask").person)
    browser = signed_in(user)
    made = browser.post("/kalender/", {"what": "mina"})
    address = address_in(made)
    answer = Client().get(address)
    (told,) = read(answer.content).events
    assert told["SUMMARY"] == "Länsnätverket"
    assert answer["Cache-Control"] == "private, no-cache"
    assert "noindex" in answer["X-Robots-Tag"]
    again = Client().get(address, headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    browser.post(f"/kalender/{CalendarFeed.objects.get().id}/dra-in/")
    assert Client().get(address).status_code == 404


def test_who_plans_gets_the_last_days_too():
    body = a_body("Länsnätverket")
    planned(body, MARCH)
    made = signed_in(a_coordinator()).post("/kalender/", {"what": "alla"})
    told = read(Client().get(address_in(made)).content).events
    assert [str(one["SUMMARY"]) for one in told] == [
        "Länsnätverket",
        "Sista dag för underlag: Länsnätverket",
        "Sista dag för kallelsen: Länsnätverket",
    ]
    assert told[2]["DTSTART"].dt == date(2031, 2, 27)


def test_a_guessed_address_is_nobodys():
    assert Client().get("/kalender/en-gissning.ics").status_code == 404
    assert Client().get("/kalender/").status_code in (302, 403)
