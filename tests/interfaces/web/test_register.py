"""The register in the browser: the county, organisations, groups, bodies, seats, people's work."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from handslag.domain.registry.models import Body, Organisation, Person, Population, Seat
from handslag.domain.registry.organisations import actions as organisations
from handslag.domain.registry.structure import actions as structure
from tests.builders import VIEWER, a_body, a_membership, a_name, a_principal
from tests.signed_in import WHO_LOOKS, a_user, signed_in

pytestmark = pytest.mark.django_db


def shown(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_the_start_page_asks_for_the_county_until_it_is_chosen(client):
    assert "Vilket län är det?" in shown(client, "/")
    page = client.post("/lan/", {"county": "20"}, follow=True).content.decode()
    assert "Falu kommun" in page
    assert "Region Dalarna" in page
    assert "Vilket län är det?" not in shown(client, "/")
    assert "Det är Dalarnas län" in shown(client, "/lan/")
    again = client.post("/lan/", {"county": "21"})
    assert again.status_code == 422
    assert "Det här är redan Dalarnas län" in again.content.decode()
    assert client.post("/lan/", {"county": "99"}).status_code == 422


def test_nobody_but_who_changes_the_register_is_asked(client):
    reader = Client()
    reader.force_login(a_user("Läsaren"))
    assert "Vilket län är det?" not in shown(reader, "/")
    assert "Vilket län är det?" not in shown(Client(), "/")


def test_the_populations_that_come_along_are_loaded_and_shown_with_day_and_source(client):
    client.post("/lan/", {"county": "20"})
    page = client.post("/organisationer/folkmangd/", {"gor": "medfoljande"}, follow=True)
    assert "64 tal är inlästa" in page.content.decode()
    falun = Organisation.objects.get(name="Falu kommun")
    page = shown(client, f"/organisationer/{falun.id}/")
    assert "31 december 2024" in page
    assert "Statistiska centralbyrån, folkmängd den 31 december" in page


def test_a_file_that_will_not_do_is_told_row_by_row_and_what_was_typed_stays(client):
    a_principal()
    Organisation.objects.update(code="0101")

    def sent(text: str):
        file = SimpleUploadedFile("folkmangd.csv", text.encode())
        return client.post("/organisationer/folkmangd/", {"file": file, "source": "SCB"})

    wrong = sent("kod,2024-12-31\n0101,många\n0199,5\n")
    assert wrong.status_code == 422
    page = wrong.content.decode()
    assert "Rad 2: ”många” är inget antal." in page
    assert "Rad 3: ingen organisation i registret har koden 0199." in page
    assert 'value="SCB"' in page
    assert not Population.objects.exists()
    assert sent("kod,2024-12-31\n0101,10254\n").status_code == 302
    assert client.post("/organisationer/folkmangd/", {"gor": "medfoljande"}).status_code == 404


def test_an_organisation_is_added_changed_and_grouped(client):
    made = client.post("/organisationer/", {"name": "Kansliet", "kind": "office"})
    office = Organisation.objects.get()
    assert made.url == f"/organisationer/{office.id}/"
    told = {"name": "Samverkanskansliet", "kind": "office"}
    assert "Samverkanskansliet" in client.post(made.url, told, follow=True).content.decode()
    assert client.post(made.url, told | {"code": "12"}).status_code == 422
    assert client.post(made.url, told | {"name": ""}).status_code == 422

    group = client.post("/organisationer/grupper/", {"name": "Norra klustret"}).url
    added = {"gor": "lagg-till", "organisation": office.id, "since": "2024-01-01"}
    page = client.post(group, added, follow=True).content.decode()
    assert "från och med 1 januari 2024" in page
    assert client.post(group, added).status_code == 422
    ((member,),) = [office.group_memberships.values_list("id", flat=True)]
    one = f"{group}{member}/"
    assert client.post(one, {"since": "2024-01-01", "until": "2023-01-01"}).status_code == 422
    client.post(one, {"since": "2024-01-01", "until": "2024-06-30"})
    assert "1 tidigare" in shown(client, group)
    client.post(one, {"gor": "ta-bort"})
    assert client.get(one).status_code == 404


def test_a_body_is_added_and_told_what_it_is_and_where_it_stands(client):
    council = a_body("Rådet")
    described = client.post("/organ/nytt/", {"name": "Styrgruppen", "short_name": "SG"}).url
    group = Body.objects.get(name="Styrgruppen")
    assert described == f"/organ/{group.id}/vad/"
    told = {
        "kind": "steering-group",
        "legal_form": "network",
        "decision_rule": "consensus",
        "effect": "recommendation",
        "about": "Bereder.",
        "parent": council.id,
        "prepares_for": [council.id],
        "reports_to": [council.id],
    }
    page = client.post(described, told, follow=True).content.decode()
    assert "varje huvudman avgör om den följs" in page
    assert "varken justeras, anslås eller överklagas" in page
    assert page.count(f'href="/organ/{council.id}/"') == 3
    circle = client.post(
        f"/organ/{council.id}/vad/",
        told | {"parent": group.id, "prepares_for": [], "reports_to": []},
    )
    assert circle.status_code == 422
    assert "Styrgruppen står redan under Rådet" in circle.content.decode()
    back = told | {"parent": "", "prepares_for": [group.id], "reports_to": []}
    circle = client.post(f"/organ/{council.id}/vad/", back)
    assert "Det blir en cirkel" in circle.content.decode()
    council.refresh_from_db()
    assert council.effect == "internal"


def test_seats_are_added_changed_and_taken_away_and_the_empty_ones_are_told(client):
    body, principal = a_body(), a_principal()
    client.post(f"/organ/{body.id}/platser/", {"role": "member", "side": "region", "count": 2})
    client.post(
        f"/organ/{body.id}/platser/", {"role": "member", "principal": principal.id, "count": 1}
    )
    a_membership(body, a_name("Vera Ask").person, principal=principal)
    page = shown(client, f"/organ/{body.id}/")
    assert "2 platser är tomma." in page
    assert "2 tomma" in page
    seat = Seat.objects.get(side="region")
    address = f"/organ/{body.id}/platser/{seat.id}/"
    assert client.post(address, {"role": "member", "count": 0}).status_code == 422
    client.post(address, {"role": "alternate", "side": "region", "count": 1})
    assert "1 plats är tom." in shown(client, f"/organ/{body.id}/")
    client.post(address, {"gor": "ta-bort"})
    assert "Alla platser är fyllda." in shown(client, f"/organ/{body.id}/")
    assert client.get(address).status_code == 404
    other = Seat.objects.get()
    assert client.get(f"/organ/{a_body('Annat').id}/platser/{other.id}/").status_code == 404


def test_a_name_given_by_mistake_is_taken_away(client):
    body = a_body("Nordnätverket", "NN")
    body.names.create(text="Sydnätverket")
    assert "Sydnätverket" in shown(client, f"/organ/{body.id}/")
    client.post(f"/organ/{body.id}/", {"bort": "Sydnätverket"})
    page = client.post(f"/organ/{body.id}/", {"bort": "NN"}, follow=True).content.decode()
    assert "Sydnätverket" not in page
    assert "visas under det namnet" in page


def test_where_somebody_works_and_how_they_are_reached(client):
    office = a_principal("Kansliet", "office")
    person = client.post("/personer/ny/", {"name": "Vera Ask"}).url
    assert client.post("/personer/ny/", {"name": "vera ask"}).url == person
    told = {"organisation": office.id, "title": "strateg", "since": "2024-01-01"}
    page = client.post(f"{person}arbete/", told, follow=True).content.decode()
    assert "Strateg · Kansliet" in page
    assert client.post(f"{person}arbete/", told).status_code == 422
    vera = Person.objects.get()
    one = f"{person}arbete/{vera.affiliations.get().id}/"
    client.post(one, {"title": "strateg", "since": "2024-01-01", "until": "2024-12-31"})
    assert "till och med 31 december 2024" in shown(client, person)
    client.post(one, {"gor": "ta-bort"})
    assert "Ingen har skrivit in var personen arbetar." in shown(client, person)

    assert client.post(f"{person}e-post/", {"email": "inte en adress"}).status_code == 422
    assert (
        "vera@norrvik.example"
        in client.post(
            f"{person}e-post/", {"email": "vera@norrvik.example"}, follow=True
        ).content.decode()
    )


def test_an_address_is_shown_to_oneself_and_to_no_other_member(client):
    body, vera = a_body(), a_name("Vera Ask").person
    own, other = a_user("Vera Ask"), a_user("Bo Ek")
    vera.user, vera.email = own, "vera@norrvik.example"
    vera.save()
    bo = a_name("Bo Ek").person
    bo.user = other
    bo.save()
    for person in (vera, bo):
        a_membership(body, person)
    address = f"/personer/{vera.id}/"
    assert "vera@norrvik.example" in shown(signed_in(own), address)
    assert "vera@norrvik.example" not in shown(signed_in(other), address)
    assert signed_in(other).get(f"{address}e-post/").status_code == 403
    assert signed_in(own).post(f"{address}e-post/", {"email": ""}).status_code == 302


def a_structure(number: int) -> None:
    names = [f"Samverkansgruppen för område {one:02}" for one in range(number)]
    bodies = [a_body(name) for name in names]
    for at, body in enumerate(bodies[1:], 1):
        structure.describe_body(
            viewer=VIEWER,
            body_id=body.id,
            kind="working-group",
            legal_form="network",
            decision_rule="consensus",
            effect="internal",
            parent_id=bodies[at // 2].id,
            prepares_for=[bodies[at // 3].id],
            reports_to=[bodies[at // 2].id],
        )


def test_the_structure_is_a_picture_with_the_same_as_text(client):
    a_structure(5)
    page = shown(client, "/struktur/")
    for body in Body.objects.all():
        # once in the picture, and in the text each time it is told of
        assert page.count(f'<a href="/organ/{body.id}/">\n            <rect class="box"') == 1
        assert f'<a href="/organ/{body.id}/">{body.name}</a>' in page
    assert page.count('class="way prepares"') == 4 + 1  # and in the legend
    assert 'style="' not in page


def test_an_empty_structure_says_how_bodies_get_there(client):
    assert "Här kommer organen att stå" in shown(client, "/struktur/")


def test_pages_take_the_same_number_of_queries_at_ten_times(client, django_assert_num_queries):
    a_structure(4)
    with django_assert_num_queries(WHO_LOOKS + 2):
        client.get("/struktur/")
    Body.objects.update(parent=None)
    Body.objects.all().delete()
    a_structure(40)
    with django_assert_num_queries(WHO_LOOKS + 2):
        client.get("/struktur/")
    with django_assert_num_queries(WHO_LOOKS + 3):
        client.get("/organisationer/")
    for number in range(30):
        made = Organisation.objects.create(
            name=f"Kommun {number}", kind="municipality", code=f"{number:04}"
        )
        Population.objects.create(
            organisation=made, day=date(2024, 12, 31), count=number, source="SCB"
        )
    with django_assert_num_queries(WHO_LOOKS + 3):
        client.get("/organisationer/")
    group_id = organisations.add_group(viewer=VIEWER, name="Alla")
    for one in Organisation.objects.all():
        organisations.add_to_group(viewer=VIEWER, group_id=group_id, organisation_id=one.id)
    with django_assert_num_queries(WHO_LOOKS + 5):
        client.get(f"/organisationer/grupper/{group_id}/")
