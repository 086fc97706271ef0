"""A scan that is uploaded: kept at once, followed, stopped, tried again, removed."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from handslag.domain.documents.models import Document
from handslag.intake import actions
from handslag.intake.recognising import actions as recognising
from handslag.intake.recognising.models import Recognition
from tests.builders import VIEWER
from tests.interfaces.web.papers import MINUTES

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _needs_recognition(monkeypatch):
    """Files called .pdf have twelve pages to recognise, others none."""

    def pages(_data: bytes, name: str) -> tuple[int, str | None]:
        return (12, "application/pdf") if name.endswith(".pdf") else (0, None)

    monkeypatch.setattr(recognising, "to_recognise", pages)


@pytest.fixture
def scan(client) -> int:
    """The id of a scan that somebody uploaded."""
    upload(client, "skannad.pdf")
    return Document.objects.get().id


def upload(client, name: str, data: bytes = b"%PDF-1.4") -> str:
    file = SimpleUploadedFile(name, data, "application/pdf")
    return client.post("/handlingar/", {"filer": [file]}).content.decode()


def told(words: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", words).split())


def poll_of(page: str) -> str:
    found = re.search(r'hx-get="([^"]+)"', page)
    assert found, "it does not ask again"
    return found[1].replace("&amp;", "&")


def state(**values: object) -> None:
    Recognition.objects.update(**values)


def test_an_uploaded_scan_is_kept_and_followed(client):
    page = upload(client, "skannad.pdf")
    assert "Sparad. Filen har bilder av text och läses nu" in page
    assert "Inläst." not in page
    assert "Väntar på att läsas" in page
    assert "På väg in (1)" in told(page)
    assert "Här kommer handlingarna att stå." not in page


def test_beside_it_what_needs_no_recognition_is_read_as_before(client):
    files = [
        SimpleUploadedFile("skannad.pdf", b"%PDF-", "application/pdf"),
        SimpleUploadedFile("text.txt", MINUTES.encode(), "text/plain"),
    ]
    page = client.post("/handlingar/", {"filer": files}).content.decode()
    assert "Följ läsningen av skannad.pdf" in page
    assert "Granska text.txt" in page


def test_the_same_file_while_it_waits(client, scan):
    page = upload(client, "annat.pdf")
    assert "Filen finns redan och läses. Inget har ändrats." in page
    assert Recognition.objects.count() == 1


def test_its_own_page_tells_how_far_it_has_come(client, scan):
    state(state="reading", done=2)
    page = client.get(f"/handlingar/{scan}/").content.decode()
    assert "Läses, sida 3 av 12" in page
    assert '<progress max="12" value="2"' in page
    assert page.count('id="sagt" role="status"') == 1
    assert client.get(f"/handlingar/{scan}/lasning/").status_code == 200


def test_its_page_is_never_shown_as_it_was_before(client, scan):
    for done in (1, 2):
        state(state="reading", done=done)
        assert f"sida {done + 1} av 12" in client.get(f"/handlingar/{scan}/").content.decode()


def test_asked_again_it_answers_only_where_something_changed(client, scan):
    state(state="reading", done=1)
    page = client.get(f"/handlingar/{scan}/").content.decode()
    assert client.get(poll_of(page), headers=HTMX).status_code == 204
    state(done=2)
    answer = client.get(poll_of(page), headers=HTMX)
    part = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in part
    assert "sida 3 av 12" in part
    assert client.get(poll_of(part), headers=HTMX).status_code == 204


def test_it_is_told_aloud_at_each_quarter_and_not_at_each_page(client, scan):
    state(state="reading", done=0)
    part, spoken = client.get(f"/handlingar/{scan}/").content.decode(), []
    for done in range(1, 12):
        state(done=done)
        part = client.get(poll_of(part), headers=HTMX).content.decode()
        spoken += re.findall(r'id="sagt"[^>]*>([^<]+)<', part)
    assert spoken == [f"skannad.pdf läses, {part} procent klart." for part in (25, 50, 75)]


def test_when_it_is_read_its_page_leads_to_the_review(client, scan):
    state(state="reading", done=11)
    address = poll_of(client.get(f"/handlingar/{scan}/").content.decode())
    Recognition.objects.all().delete()
    answer = client.get(address, headers=HTMX)
    assert answer["HX-Redirect"] == f"/handlingar/{scan}/"
    assert client.get(address)["Location"] == f"/handlingar/{scan}/"


def test_when_it_is_read_the_list_shows_it(client, scan, take_in):
    state(state="reading", done=11)
    page = client.get("/handlingar/").content.decode()
    Recognition.objects.all().delete()
    take_in(MINUTES, "läst.txt")
    part = client.get(poll_of(page), headers=HTMX).content.decode()
    assert 'id="handlingar" hx-swap-oob="true"' in part
    assert "läst.txt" in part
    assert "En handling är färdigläst." in part
    assert "hx-get" not in part, "nothing is left to ask for"


def test_the_list_asks_for_no_more_than_changed(client, scan, minutes):
    page = client.get("/handlingar/").content.decode()
    assert client.get(poll_of(page), headers=HTMX).status_code == 204
    state(state="reading", done=1)
    part = client.get(poll_of(page), headers=HTMX).content.decode()
    assert "sida 2 av 12" in part
    assert 'hx-swap-oob="true"' not in part


def test_what_is_fetched_for_the_list_is_no_page_of_its_own(client):
    assert client.get("/handlingar/lases/")["Location"] == "/handlingar/"


def test_odd_addresses_do_no_harm(client, scan):
    for query in ("visade=x,,99999999999999999999,1", "sedan=å", "sagt=%00", "sida=-1"):
        assert client.get(f"/handlingar/lases/?{query}", headers=HTMX).status_code == 200
        assert client.get(f"/handlingar/{scan}/lasning/?{query}", headers=HTMX).status_code == 200


def test_stopped_it_stays_and_can_be_gone_on_with(client, scan):
    state(state="reading", done=3)
    address = f"/handlingar/{scan}/lasning/"
    page = client.post(address, {"gor": "stanna"}, follow=True).content.decode()
    assert "Stoppad, 3 av 12 sidor är tydda" in page
    assert "hx-get" not in page
    assert "Fortsätt läsa" in page
    page = client.post(address, {"gor": "vidare"}, follow=True).content.decode()
    assert "Väntar på att läsas" in page


def test_why_it_could_not_be_read_is_told_and_it_can_be_tried_again(client, scan):
    recognising.give_up(viewer=VIEWER, document_id=scan, problem="Programmen saknas. Installera.")
    page = client.get(f"/handlingar/{scan}/").content.decode()
    assert "Kunde inte läsas" in page
    assert "Programmen saknas. Installera." in page
    assert "Försök igen" in page
    assert "Ta bort filen" in page
    assert "Kunde inte läsas" in client.get("/handlingar/").content.decode()


def test_a_failure_is_told_aloud(client, scan):
    state(state="reading", done=1)
    page = client.get("/handlingar/").content.decode()
    recognising.give_up(viewer=VIEWER, document_id=scan, problem="Trasig.")
    part = client.get(poll_of(page), headers=HTMX).content.decode()
    assert "skannad.pdf kunde inte läsas." in part


def test_removed_it_is_gone(client, scan):
    answer = client.post(f"/handlingar/{scan}/lasning/", {"gor": "ta-bort"}, follow=True)
    assert "skannad.pdf är borttagen" in answer.content.decode()
    assert client.get(f"/handlingar/{scan}/").status_code == 404
    assert client.post(f"/handlingar/{scan}/lasning/", {"gor": "stanna"}).status_code == 404


def test_what_was_read_meanwhile_is_not_removed(client, minutes):
    address = f"/handlingar/{minutes.document.id}/lasning/"
    page = client.post(address, {"gor": "ta-bort"}, follow=True).content.decode()
    assert "redan läst" in page
    assert Document.objects.count() == 1


def test_an_unknown_wish_changes_nothing(client, scan):
    before = Recognition.objects.values().get()
    client.post(f"/handlingar/{scan}/lasning/", {"gor": "dansa"})
    assert Recognition.objects.values().get() == before


def test_its_file_can_be_fetched_before_it_is_read(client, scan):
    answer = client.get(f"/handlingar/{scan}/fil")
    assert b"".join(answer.streaming_content) == b"%PDF-1.4"
    assert answer["Content-Type"] == "application/pdf"


def test_reading_a_scan_again_does_not_hold_the_request(client, monkeypatch, minutes):
    Document.objects.update(media_type="application/pdf", name="läst.pdf")
    answer = client.post(f"/handlingar/{minutes.document.id}/las-om/")
    assert answer["Location"] == f"/handlingar/{minutes.document.id}/lasning/"
    page = client.get(answer["Location"]).content.decode()
    assert "Handlingen läses om." in page
    assert client.get(f"/handlingar/{minutes.document.id}/").status_code == 200
    answer = client.post(answer["Location"], {"gor": "ta-bort"}, follow=True)
    assert "Handlingen läses inte om." in answer.content.decode()
    assert actions.take_in(viewer=VIEWER, name="x", data=MINUTES.encode()).new is False


def test_somebody_is_told_where_nothing_is_read(client, scan, monkeypatch):
    monkeypatch.setattr("handslag.intake.recognising.queries.PATIENCE", dt.timedelta(0))
    for address in ("/handlingar/", f"/handlingar/{scan}/"):
        page = client.get(address).content.decode()
        assert page.count("ingenting läses just nu") == 1


def test_the_list_takes_as_many_queries_for_many_as_for_one(client, scan, queries_of):
    once = queries_of("/handlingar/")
    for number in range(4):
        upload(client, f"{number}.pdf", bytes([number]))
    assert queries_of("/handlingar/") == once


def test_in_english(client, scan):
    client.cookies["django_language"] = "en"
    assert "Waiting to be read" in client.get(f"/handlingar/{scan}/").content.decode()
