from __future__ import annotations

from datetime import date

import pytest

from tests.builders import a_body, a_meeting, a_name, a_participation, a_whole_meeting

pytestmark = pytest.mark.django_db


def test_an_empty_list_says_how_people_get_there(client):
    assert "när någon har sagt det" in client.get("/personer/").content.decode()


def test_the_list_is_sifted_by_part_of_a_name(client):
    a_name("Vera Ask")
    a_name("Moa Berg")
    page = client.get("/personer/?namn=ber").content.decode()
    assert "1 person" in page
    assert "Moa Berg" in page
    assert "Vera Ask" not in page
    assert "Ingen har ett namn med ”giraff” i." in (
        client.get("/personer/?namn=giraff").content.decode()
    )


def test_what_is_typed_is_never_markup(client):
    page = client.get("/personer/?namn=<script>x</script>").content.decode()
    assert "<script>x" not in page


def test_a_person_shows_what_they_did(client):
    name = a_name("Vera Ask")
    meeting = a_meeting(a_body("Sjörådet"), date(2031, 3, 14))
    a_participation(meeting, name, title="ordförande", organisation="Strandby kommun")
    page = client.get(f"/personer/{name.person_id}/").content.decode()
    assert "<h1>Vera Ask</h1>" in page
    assert "Sjörådet, 14 mars 2031" in page
    assert "Ordförande" in page
    assert "Strandby kommun" in page


def test_somebody_who_did_nothing(client):
    assert "Inget är känt om den här personen." in (
        client.get(f"/personer/{a_name('Vera Ask').person_id}/").content.decode()
    )


def test_no_such_person(client):
    assert client.get("/personer/1/").status_code == 404
    assert client.post("/personer/1/", {"gor": "visa", "vald": "1"}).status_code == 404


def test_names_alike_are_suggested_with_the_reason_and_made_one_only_on_command(client):
    one, other = a_name("Lena Bröyen"), a_name("Lena Brøyen")
    address = f"/personer/{one.person_id}/"
    page = client.get(address).content.decode()
    assert "Kanske samma person" in page
    assert "Lena Brøyen är samma person" in page
    answer = client.post(address, {"gor": "sammanfor", "vald": other.person_id}, follow=True)
    page = answer.content.decode()
    assert "Namnen hör nu till samma person." in page
    assert "Kanske samma person" not in page
    assert client.get(f"/personer/{other.person_id}/").status_code == 404


def test_names_are_separated_again(client):
    one = a_name("Lena Bröyen")
    other = a_name("Lena Brøyen", one.person)
    answer = client.post(f"/personer/{one.person_id}/", {"gor": "skilj", "vald": other.id})
    other.refresh_from_db()
    assert other.person_id != one.person_id
    assert answer.url == f"/personer/{other.person_id}/"


def test_which_name_is_shown_can_be_chosen(client):
    one = a_name("Lena Froyen")
    other = a_name("Lena Brøyen", one.person)
    address = f"/personer/{one.person_id}/"
    page = client.post(address, {"gor": "visa", "vald": other.id}, follow=True).content.decode()
    assert "<h1>Lena Brøyen</h1>" in page


@pytest.mark.parametrize("form", [{}, {"gor": "visa", "vald": "x"}, {"gor": "spring", "vald": "1"}])
def test_a_form_nobody_gave_out_leads_nowhere(client, form):
    assert client.post(f"/personer/{a_name('Vera Ask').person_id}/", form).status_code == 404


def test_a_person_and_itself_are_refused(client):
    one = a_name("Vera Ask")
    address = f"/personer/{one.person_id}/"
    form = {"gor": "sammanfor", "vald": one.person_id}
    assert "Inget har ändrats." in client.post(address, form, follow=True).content.decode()


def test_ten_times_as_much_takes_no_more_queries(queries_of):
    a_whole_meeting(1)
    name = a_name("Lena Bröyen")
    a_name("Lena Brøyen")
    address = f"/personer/{name.person_id}/"
    a_participation(a_meeting(a_body("Sjörådet")), name)
    listed, one = queries_of("/personer/"), queries_of(address)
    body = a_body("Det flitiga")
    for number in range(1, 11):
        a_participation(a_meeting(body, date(2030, 1, number)), name)
        a_name(f"Lena Brøyen{number}")
    assert queries_of("/personer/") == listed
    assert queries_of(address) == one
