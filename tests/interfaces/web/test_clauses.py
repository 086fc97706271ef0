"""A decision's own page, those who sit by it, and the register of mandates, in the browser."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from handslag.domain.base.states import PublicationState
from handslag.domain.matters.models import MandateGround
from handslag.domain.meetings.models import Meeting
from handslag.domain.registry.models import Mandate, Membership, MembershipRole
from tests.builders import a_body, a_meeting, a_membership, a_name, an_item
from tests.domain.matters.deciding.making import DAY, a_mandate, appoints, decided, the_item
from tests.domain.publications.making import published
from tests.signed_in import a_user, signed_in

pytestmark = pytest.mark.django_db


def says(client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return str(answer.content.decode())


def test_a_decision_has_a_page_that_lists_lead_to(client):
    clause = decided(the_item(), "att godkänna planen för hjälpmedel")
    for address in ("/beslut/", f"/moten/{clause.decision.item.meeting_id}/"):
        assert f"/beslut/{clause.code}/" in says(client, address)
    page = says(client, f"/beslut/{clause.code}/")
    assert "<h1>att godkänna planen för hjälpmedel</h1>" in page
    assert "Rekommenderar huvudmännen." in page
    assert "Inget mandat är registrerat" in page


def test_one_that_is_gone_says_so_and_one_that_never_was_is_not_found(client):
    clause = decided(the_item())
    clause.delete()
    page = says(client, f"/beslut/{clause.code}/", 410)
    assert "Beslutet finns inte längre" in page
    assert "6 mars 2031" in page
    assert f"/moten/{Meeting.objects.get().id}/" in page
    says(client, "/beslut/finnsinteh/", 404)


def test_somebody_appointed_is_written_in_by_the_form_and_it_is_undone(client):
    body = a_body("Styrgruppen")
    before = a_membership(body, a_name("Bo Ek").person, MembershipRole.CHAIR)
    clause = appoints(the_item(), "att utse Vera Ask till ordförande i styrgruppen", "Vera Ask")
    appointment = clause.appointments.get()
    assert "Vera Ask" in says(client, "/beslut/utsedda/")
    address = f"/beslut/utsedda/{appointment.id}/"
    form = client.get(address).context["form"]
    assert (form["body"].value(), form["role"].value(), form["after"].value()) == (
        body.id,
        "chair",
        before.id,
    )
    told = {"body": body.id, "role": "chair", "since": "2031-03-06", "after": before.id}
    answer = client.post(address, told)
    assert answer.headers["Location"] == f"/beslut/{clause.code}/"
    page = says(client, f"/beslut/{clause.code}/")
    assert "Lämnade genom beslutet" in page
    for place in (f"/organ/{body.id}/", f"/personer/{appointment.name.person_id}/"):
        assert f"/beslut/{clause.code}/" in says(client, place)
    for ground in clause.membership_grounds.all():
        client.post(f"/beslut/{clause.code}/angra/{ground.id}/")
    assert list(Membership.objects.values_list("id", "until")) == [(before.id, None)]


def test_a_form_that_will_not_do_keeps_what_was_typed(client):
    body = a_body("Styrgruppen")
    clause = appoints(the_item(), "att utse Vera Ask", "Vera Ask")
    told = {"body": body.id, "role": "chair", "since": "2031-03-06", "until": "2030-01-01"}
    answer = client.post(f"/beslut/utsedda/{clause.appointments.get().id}/", told)
    assert answer.status_code == 422
    assert "Sista dagen kommer före den första" in answer.content.decode()
    assert not Membership.objects.exists()


def test_a_clause_that_lets_somebody_leave(client):
    sits = a_membership(a_body("Styrgruppen"), a_name("Vera Ask").person)
    clause = decided(the_item(), "att entlediga Vera Ask", "other")
    address = f"/beslut/{clause.code}/lamnar/"
    assert address in says(client, f"/beslut/{clause.code}/")
    assert client.get(address).context["form"]["membership"].value() == sits.id
    client.post(address, {"membership": sits.id, "until": "2031-03-06"})
    sits.refresh_from_db()
    assert sits.until == DAY


def test_a_mandate_is_given_by_the_decision_that_reads_like_one(client):
    body = a_body("Styrgruppen")
    clause = decided(the_item(), "att ge styrgruppen mandat att fylla vakanser", "other")
    assert "Beslut som ger mandat" in says(client, "/mandat/")
    address = f"/mandat/nytt/?sats={clause.code}"
    form = client.get(address).context["form"]
    told = {name: form[name].value() or "" for name in ("body", "what", "code")}
    assert told == {"body": body.id, "what": "fylla vakanser", "code": clause.code}
    client.post(address, told | {"effect": "recommendation", "since": "2031-03-06"})
    mandate = Mandate.objects.get()
    assert (mandate.body, mandate.since) == (body, DAY)
    page = says(client, "/mandat/?dag=2031-04-01")
    assert "Beslut som ger mandat" not in page
    assert f"/beslut/{clause.code}/" in page
    assert "fylla vakanser" in says(client, f"/organ/{body.id}/")


def test_a_suggestion_is_dismissed_with_a_reason_and_suggested_again(client):
    clause = decided(the_item(a_body()), "att ge Nordnätverket mandat att fylla vakanser", "other")
    page, address = says(client, "/mandat/"), f"/mandat/forslag/{clause.code}/"
    assert address in page
    told = {"gor": "inte", "reason": "gäller bara <mötet>"}
    answer = client.post(address, told)
    assert (answer.status_code, answer["Location"]) == (302, "/mandat/#forslag")
    page = says(client, "/mandat/")
    assert "Beslutet föreslås inte längre." in page
    assert "Fyll i mandatet" not in page
    assert "1 är inte ett mandat" in page
    assert "Skäl: gäller bara &lt;mötet&gt;" in page
    page = says(client, f"/beslut/{clause.code}/")
    assert "Inte ett mandat, enligt" in page
    assert "Skriv in mandatet" not in page
    client.post(address, {"gor": "igen"})
    page = says(client, "/mandat/")
    assert "Beslutet föreslås igen." in page
    assert "Fyll i mandatet" in page
    assert "är inte ett mandat" not in page
    assert "Skriv in mandatet" in says(client, f"/beslut/{clause.code}/")


def test_a_suggestion_that_will_not_be_dismissed_is_left_and_says_why(client):
    clause = decided(the_item(a_body()), "att ge Nordnätverket mandat att fylla vakanser", "other")
    address = f"/mandat/forslag/{clause.code}/"
    assert client.post(address, {"gor": "igen"}).status_code == 404
    assert client.post(address, {"gor": "något"}).status_code == 404
    assert client.post("/mandat/forslag/finnsinte/", {"gor": "inte"}).status_code == 404
    client.post(address, {"gor": "inte", "reason": "a" * 501})
    page = says(client, "/mandat/")
    assert "Texten är för lång: högst 500 tecken." in page
    assert "Fyll i mandatet" in page


def test_a_mandate_is_changed_ended_and_struck(client):
    body = a_body()
    clause = decided(the_item(), "att mandatet upphör", "other")
    mandate = a_mandate(body, since=date(2020, 1, 1))
    address = f"/mandat/{mandate.id}/"
    told = {"gor": "andra", "what": "teckna avtal", "effect": "binding", "kinds": ["approve"]}
    assert client.post(address, told).status_code == 302
    ends = {"gor": "avsluta", "slut-until": "2025-12-31", "slut-code": clause.code}
    assert client.post(address, ends).status_code == 302
    mandate.refresh_from_db()
    assert (mandate.what, mandate.actions, mandate.until) == (
        "teckna avtal",
        ["approve"],
        date(2025, 12, 31),
    )
    ground = MandateGround.objects.get()
    client.post(f"{address}grund/{ground.id}/")
    assert not MandateGround.objects.exists()
    client.post(address, {"gor": "stryk"})
    assert not Mandate.objects.exists()


def test_a_decision_that_is_not_there_is_told_of_beside_its_field(client):
    told = {"body": a_body().id, "what": "x", "effect": "internal", "code": "finnsinte"}
    answer = client.post("/mandat/nytt/", told)
    assert answer.status_code == 422
    assert "Det finns inget beslut med den adressen" in answer.content.decode()
    assert not Mandate.objects.exists()


def test_decisions_without_a_mandate_are_listed_for_the_coordinator_alone(client):
    item = the_item()
    clause = decided(item)
    a_mandate(item.meeting.body, until=date(2031, 3, 5))
    Meeting.objects.update(written=True)
    page = says(client, "/mandat/fynd/")
    assert f"/beslut/{clause.code}/" in page
    assert "upphörde 5 mars 2031" in page
    assert "upphörde 5 mars 2031" in says(client, f"/moten/{item.meeting_id}/")
    assert signed_in(a_user()).get("/mandat/fynd/").status_code == 403


def test_a_stranger_is_shown_the_public_place_of_what_is_published_and_else_the_door():
    body = a_body("Öppna rådet")
    meeting = a_meeting(body, state=PublicationState.PUBLISHED)
    clause = decided(an_item(meeting), "att godkänna förslaget")
    stranger = Client()
    address = f"/beslut/{clause.code}/"
    assert stranger.get(address).headers["Location"].startswith("/logga-in/")
    published(body, meeting_id=meeting.id, clause=clause.text)
    to = stranger.get(address).headers["Location"]
    assert to.startswith("/offentligt/oppna-radet/2031-02-03/protokoll/#beslut-")
    Meeting.objects.update(state=PublicationState.DRAFT)
    assert stranger.get(address).headers["Location"].startswith("/logga-in/")
