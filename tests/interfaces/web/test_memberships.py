"""Who sits in a body, in the browser; and the principals they sit for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from handslag.domain.access.roles import Role
from handslag.domain.access.things import COUNTY, of_body
from handslag.domain.access.viewer import Held
from handslag.domain.registry.models import Membership, MembershipRole, Organisation
from tests.builders import NO_SUCH, a_body, a_membership, a_name, a_principal, a_user
from tests.signed_in import signed_in

pytestmark = pytest.mark.django_db


def add(client, body, **said):
    form = {"name": "Vera Ask", "role": "member", "principal": "", "since": "", "until": ""}
    return client.post(f"/organ/{body.id}/ledamoter/", form | said)


def test_somebody_is_added_changed_and_ended(client):
    body, principal = a_body("Länsnätverket"), a_principal("Almstads kommun")
    answer = add(client, body, principal=principal.id)
    assert answer["Location"] == f"/organ/{body.id}/#ledamoter"
    page = client.get(f"/organ/{body.id}/").content.decode()
    assert "Vera Ask" in page
    assert "Almstads kommun" in page
    row = Membership.objects.get()
    address = f"/organ/{body.id}/ledamoter/{row.id}/"
    assert 'value="member" selected' in client.get(address).content.decode()
    changed = {"role": "alternate", "principal": "", "since": "2025-01-01", "until": ""}
    assert client.post(address, changed).status_code == 302
    assert "Ersättare" in client.get(f"/organ/{body.id}/").content.decode()
    page = client.post(address, {"gor": "avsluta"}, follow=True).content.decode()
    assert "Uppdraget är avslutat" in page
    assert "1 tidigare" in page
    assert "Ingen är inskriven" in page
    assert "slutar redan" in client.post(address, {"gor": "avsluta"}, follow=True).content.decode()


def test_what_will_not_do_is_told_beside_its_field_and_stays(client):
    body = a_body("Länsnätverket")
    add(client, body)
    twice = add(client, body)
    assert twice.status_code == 422
    assert "Vera Ask är redan ledamot i Länsnätverket då" in twice.content.decode()
    turned = add(client, body, name="Bo Ek", since="2025-02-02", until="2025-01-01")
    assert turned.status_code == 422
    assert "Sista dagen kommer före den första" in turned.content.decode()
    assert 'value="Bo Ek"' in turned.content.decode()
    row = Membership.objects.get()
    change = {"role": "member", "principal": "", "since": "", "until": ""}
    assert client.post(f"/organ/{body.id}/ledamoter/{row.id}/", change).status_code == 422


def test_those_to_come_and_those_who_left_stand_apart(client):
    body = a_body("Länsnätverket")
    a_membership(body, a_name("Vera Ask").person, until=date(2021, 5, 4))
    a_membership(body, a_name("Bo Ek").person, since=timezone.localdate() + timedelta(days=9))
    page = client.get(f"/organ/{body.id}/").content.decode()
    assert "1 januari 2020 till 4 maj 2021" in page
    assert "tillträder då" in page


def test_a_membership_is_found_on_its_own_body_alone(client):
    body, other = a_body(), a_body("Annat")
    row = a_membership(body, a_name("Vera Ask").person)
    assert client.get(f"/organ/{other.id}/ledamoter/{row.id}/").status_code == 404
    assert client.get(f"/organ/{body.id}/ledamoter/{NO_SUCH}/").status_code == 404
    assert client.get(f"/organ/{NO_SUCH}/ledamoter/").status_code == 404


def test_a_secretary_changes_the_own_body_and_no_chair():
    body, other = a_body("Länsnätverket"), a_body("Annat")
    own = signed_in(a_user("Sara Ek", Held(Role.SECRETARY, of_body(body.id))))
    assert add(own, body).status_code == 302
    assert add(own, other).status_code == 403
    assert 'value="chair"' not in own.get(f"/organ/{body.id}/ledamoter/").content.decode()
    assert add(own, body, name="Moa Berg", role="chair").status_code == 422
    chair = a_membership(body, a_name("Bo Ek").person, MembershipRole.CHAIR)
    page = own.get(f"/organ/{body.id}/").content.decode()
    assert f"/organ/{body.id}/ledamoter/{chair.id}/" not in page
    address = f"/organ/{body.id}/ledamoter/{chair.id}/"
    assert own.post(address, {"gor": "avsluta"}).status_code == 403


def test_a_member_sees_who_sits_there_and_changes_nothing():
    body, other = a_body("Länsnätverket"), a_body("Annat")
    a_membership(body, a_name("Vera Ask").person)
    a_membership(other, a_name("Bo Ek").person)
    own = signed_in(a_user("Moa Berg", Held(Role.MEMBER, of_body(body.id))))
    page = own.get(f"/organ/{body.id}/").content.decode()
    assert "Vera Ask" in page
    assert "Lägg till någon" not in page
    assert "Bo Ek" not in own.get(f"/organ/{other.id}/").content.decode()
    assert add(own, body).status_code == 403
    assert Client().get(f"/organ/{body.id}/ledamoter/").status_code == 302


def test_ten_times_as_many_take_no_more_queries(queries_of):
    body = a_body()
    a_membership(body, a_name("Vera Ask").person, principal=a_principal())
    before = queries_of(f"/organ/{body.id}/")
    for number in range(10):
        principal = a_principal(f"Kommun {number}")
        a_membership(body, a_name(f"Bo {number}").person, principal=principal)
    assert queries_of(f"/organ/{body.id}/") == before


def test_principals_are_listed_and_added_by_who_may(client):
    assert "Här kommer länets kommuner" in client.get("/organisationer/").content.decode()
    form = {"name": "Almstads kommun", "kind": "municipality", "code": "2680"}
    page = client.post("/organisationer/", form, follow=True).content.decode()
    assert "Almstads kommun är tillagd" in page
    assert "2680" in page
    wrong = client.post("/organisationer/", form | {"name": "Annan", "code": "26"})
    assert wrong.status_code == 422
    assert "fyra siffror" in wrong.content.decode()
    reader = signed_in(a_user("Läsaren", Held(Role.READER, COUNTY)))
    assert "Lägg till" not in reader.get("/organisationer/").content.decode()
    assert reader.post("/organisationer/", form | {"name": "Ny"}).status_code == 403
    assert Client().get("/organisationer/").status_code == 302
    assert Organisation.objects.count() == 1
