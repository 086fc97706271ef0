from __future__ import annotations

import json

import pytest

from tests.builders import NO_SUCH

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def clause(minutes, fact_of):
    return fact_of(minutes, "clause", "rapporten")


def address(review, fact) -> str:
    return f"/handlingar/{review.document.id}/uppgifter/{fact.id}/"


def form_of(review, fact, **changes) -> dict[str, str]:
    fields = {f"f-{field.name}": field.value for field in fact.fields}
    return {"revision": str(review.revision), "gor": "spara"} | fields | changes


def test_the_form_opens_in_its_place_on_the_page(client, minutes, clause):
    page = client.get(address(minutes, clause)).content.decode()
    assert "<html" in page
    assert 'name="f-text"' in page
    assert "att godkänna rapporten om hjälpmedel." in page
    assert "Det som lästs" in page


def test_htmx_gets_the_form_alone(client, minutes, clause):
    part = client.get(address(minutes, clause), headers=HTMX).content.decode()
    assert "<html" not in part
    assert f'id="f{clause.id}"' in part
    assert 'name="f-text"' in part


def test_a_correction_is_kept_beside_what_was_read(client, minutes, clause, again, fact_of):
    form = form_of(minutes, clause, **{"f-text": "att avslå rapporten", "f-action": "reject"})
    answer = client.post(address(minutes, clause), form)
    assert answer.status_code == 302
    assert answer.url == f"/handlingar/{minutes.document.id}/#f{clause.id}"
    page = client.get(answer.url).content.decode()
    assert "rättad" in page
    assert "Lästes som: att godkänna rapporten om hjälpmedel" in page
    corrected = fact_of(again(minutes), "clause", "avslå")
    assert corrected.state == "corrected"


def test_htmx_gets_the_fact_the_hour_and_what_is_left_to_look_at(client, minutes, clause):
    form = form_of(minutes, clause, **{"f-text": "att avslå rapporten"})
    answer = client.post(address(minutes, clause), form, headers=HTMX)
    part = answer.content.decode()
    assert "<html" not in part
    assert "att avslå rapporten" in part
    assert "Sparat kl." in part
    assert 'id="att-titta-pa"' in part
    assert json.loads(answer["HX-Trigger"]) == {"revision": minutes.revision + 1}


def test_cancelling_brings_the_fact_back(client, minutes, clause):
    part = client.get(address(minutes, clause) + "?visa=1", headers=HTMX).content.decode()
    assert 'name="f-text"' not in part
    assert client.get(address(minutes, clause) + "?visa=1").status_code == 302


def test_a_value_that_cannot_be_read_is_told_at_its_field_and_stays(client, minutes, fact_of):
    day = fact_of(minutes, "date")
    answer = client.post(address(minutes, day), form_of(minutes, day, **{"f-date": "i våras"}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Det är inget datum." in page
    assert 'value="i våras"' in page
    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="fel-date"' in page


def test_a_stale_form_shows_both_and_saves_nothing(client, minutes, clause, again, fact_of):
    first = form_of(minutes, clause, **{"f-text": "att avslå rapporten"})
    client.post(address(minutes, clause), first)
    second = form_of(minutes, clause, **{"f-text": "att återremittera rapporten"})
    answer = client.post(address(minutes, clause), second)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Någon annan har ändrat i granskningen medan du skrev." in page
    assert "att återremittera rapporten</textarea>" in page
    assert "Nu sparat: att avslå rapporten" in page
    assert fact_of(again(minutes), "clause", "avslå").state == "corrected"
    retry = second | {"revision": str(again(minutes).revision)}
    assert client.post(address(minutes, clause), retry).status_code == 302
    assert fact_of(again(minutes), "clause", "återremittera").state == "corrected"


def test_a_fact_is_dropped_and_taken_back(client, minutes, clause, again, fact_of):
    client.post(address(minutes, clause), form_of(minutes, clause, gor="stryk"))
    dropped = again(minutes)
    assert fact_of(dropped, "clause", "rapporten").state == "dropped"
    page = client.get(address(minutes, clause)).content.decode()
    assert "Uppgiften är struken" in page
    form = {"revision": str(dropped.revision), "gor": "aterstall"}
    client.post(address(minutes, clause), form)
    assert fact_of(again(minutes), "clause", "rapporten").state == "read"


def test_a_correction_is_taken_back(client, minutes, clause, again, fact_of):
    client.post(address(minutes, clause), form_of(minutes, clause, **{"f-text": "att avslå"}))
    assert "Ta tillbaka det som lästes" in client.get(address(minutes, clause)).content.decode()
    form = {"revision": str(again(minutes).revision), "gor": "aterstall"}
    client.post(address(minutes, clause), form)
    assert fact_of(again(minutes), "clause", "rapporten").state == "read"


def test_what_was_typed_is_never_markup(client, minutes, clause):
    form = form_of(minutes, clause, **{"f-text": "att <script>x()</script>"})
    client.post(address(minutes, clause), form)
    assert "<script>x" not in client.get(f"/handlingar/{minutes.document.id}/").content.decode()


def test_a_fact_of_another_document_is_not_found(client, minutes, notice, clause):
    assert client.get(address(notice, clause)).status_code == 404
    assert client.post(address(notice, clause), form_of(notice, clause)).status_code == 404


def add_address(review, kind: str, under=None) -> str:
    parent = f"&under={under.id}" if under else ""
    return f"/handlingar/{review.document.id}/lagg-till/?slag={kind}{parent}"


def test_a_fact_that_was_missed_is_added_with_its_place(client, minutes, fact_of, again):
    item = fact_of(minutes, "item", "Hjälpmedel")
    page = client.get(add_address(minutes, "assignment", item)).content.decode()
    assert "Lägg till uppdrag" in page
    assert "Hjälpmedel i hemmet" in page
    form = {
        "revision": str(minutes.revision),
        "slag": "assignment",
        "under": str(item.id),
        "f-text": "Gå igenom rapporten",
        "citat": "går  igenom\nrapporten",
    }
    answer = client.post(f"/handlingar/{minutes.document.id}/lagg-till/", form)
    added = fact_of(again(minutes), "assignment", "Gå igenom")
    assert answer.url == f"/handlingar/{minutes.document.id}/#f{added.id}"
    assert added.state == "added"
    assert added.quote == "går igenom rapporten"


def test_words_that_are_not_in_the_text_are_told(client, minutes, fact_of):
    item = fact_of(minutes, "item", "Hjälpmedel")
    form = {
        "revision": str(minutes.revision),
        "slag": "assignment",
        "under": str(item.id),
        "f-text": "Gå igenom",
        "citat": "giraffen sov",
    }
    answer = client.post(f"/handlingar/{minutes.document.id}/lagg-till/", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Orden finns inte i texten." in page
    assert "giraffen sov</textarea>" in page
    assert "Gå igenom</textarea>" in page


def test_an_empty_new_fact_is_refused_at_its_field(client, minutes):
    form = {"revision": str(minutes.revision), "slag": "item", "f-heading": " "}
    answer = client.post(f"/handlingar/{minutes.document.id}/lagg-till/", form)
    assert answer.status_code == 422
    assert "Fyll i rubrik." in answer.content.decode()


def test_adding_after_somebody_elses_change_keeps_what_was_typed(client, minutes, clause, again):
    client.post(address(minutes, clause), form_of(minutes, clause, gor="stryk"))
    form = {"revision": str(minutes.revision), "slag": "item", "f-heading": "Glömd punkt"}
    answer = client.post(f"/handlingar/{minutes.document.id}/lagg-till/", form)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Glömd punkt</textarea>" in page
    assert f'name="revision" value="{again(minutes).revision}"' in page


@pytest.mark.parametrize("asked", ["slag=giraff", "slag=clause", f"slag=clause&under={NO_SUCH}"])
def test_what_cannot_be_added_is_not_found(client, minutes, asked):
    assert client.get(f"/handlingar/{minutes.document.id}/lagg-till/?{asked}").status_code == 404
