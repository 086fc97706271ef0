from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.builders import NO_SUCH
from tests.interfaces.web.papers import MINUTES, NOTICE

pytestmark = pytest.mark.django_db


def a_file(name: str, text: str | bytes = MINUTES) -> SimpleUploadedFile:
    data = text if isinstance(text, bytes) else text.encode()
    return SimpleUploadedFile(name, data, "text/plain")


def upload(client, *files):
    return client.post("/handlingar/", {"filer": list(files)})


def test_an_empty_list_says_how_documents_get_there(client):
    assert "Här kommer handlingarna att stå." in client.get("/handlingar/").content.decode()


def test_several_files_get_a_message_each(client):
    page = upload(
        client, a_file("ett.txt"), a_file("två.txt", NOTICE), a_file("tom.txt", b"")
    ).content.decode()
    assert "Granska ett.txt" in page
    assert "Granska två.txt" in page
    assert "<strong>tom.txt</strong>" in page
    assert page.count('class="message error"') == 1
    assert "2 handlingar" in page


def test_the_same_bytes_again_change_nothing(client):
    upload(client, a_file("ett.txt"))
    page = upload(client, a_file("annat-namn.txt")).content.decode()
    assert "Filen finns redan. Inget har ändrats." in page
    assert "1 handling<" in page


def test_no_file_chosen(client):
    answer = client.post("/handlingar/", {})
    assert answer.status_code == 422
    assert "Välj minst en fil först." in answer.content.decode()


@pytest.mark.parametrize("name", ["<b>x</b>.txt", "å" * 200 + ".txt", "..\\..\\x.txt", ".txt"])
def test_odd_names_are_harmless(client, name):
    page = upload(client, a_file(name)).content.decode()
    assert "<b>x" not in page
    assert "Inläst." in page


def test_the_list_leads_to_document_and_state(client, minutes):
    page = client.get("/handlingar/").content.decode()
    assert f'href="/handlingar/{minutes.document.id}/"' in page
    assert "väntar på granskning" in page
    assert "Samverkansnätverket i Sjömark" in page


def test_the_text_stands_whole_beside_what_was_read(client, minutes):
    answer = client.get(f"/handlingar/{minutes.document.id}/")
    page = answer.content.decode()
    assert "Det som lästs" in page
    assert "Ordföranden öppnar mötet." in page


def test_facts_and_places_lead_to_each_other(client, minutes, fact_of):
    clause = fact_of(minutes, "clause", "rapporten")
    page = client.get(f"/handlingar/{minutes.document.id}/").content.decode()
    assert f'id="f{clause.id}"' in page
    assert f'href="#s{clause.start}"' in page
    assert f'id="s{clause.start}" href="#f{clause.id}"' in page


def test_a_place_asked_for_is_marked_from_beginning_to_end(client, minutes, fact_of):
    clause = fact_of(minutes, "clause", "rapporten")
    place = f"{clause.start}-{clause.end}"
    page = client.get(f"/handlingar/{minutes.document.id}/?plats={place}").content.decode()
    assert page.count('<mark id="plats">') == 1
    after = page.split('<mark id="plats">')[1].split("</mark>")[0]
    assert "att godkänna rapporten om hjälpmedel." in after


def test_a_place_in_the_middle_of_words_is_marked_exactly(client, minutes):
    start = minutes.document.text.index("öppnar mötet")
    place = f"{start}-{start + len('öppnar')}"
    page = client.get(f"/handlingar/{minutes.document.id}/?plats={place}").content.decode()
    assert '<mark id="plats">öppnar</mark>' in page


@pytest.mark.parametrize("place", ["x", "5", "-", "9-3", "0-99999999", "1-²", "9" * 5000 + "-1"])
def test_a_place_that_is_none_is_passed_over(client, minutes, place):
    answer = client.get(f"/handlingar/{minutes.document.id}/", {"plats": place})
    assert answer.status_code == 200
    assert 'id="plats"' not in answer.content.decode()


def test_text_is_never_markup(client, take_in):
    review = take_in("Kallelse till Sjörådet\n\nMöte 3 mars 2031\n\n1. <script>x()</script>\n")
    page = client.get(f"/handlingar/{review.document.id}/").content.decode()
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page


def test_the_file_comes_as_it_was_and_is_never_shown_as_a_page(client):
    upload(client, a_file("möte.txt"))
    [document_id] = _ids(client)
    answer = client.get(f"/handlingar/{document_id}/fil")
    assert b"".join(answer.streaming_content) == MINUTES.encode()
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "m%C3%B6te.txt" in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"


def _ids(client) -> list[int]:
    rows = client.get("/handlingar/").context["listing"].rows
    return [row.document_id for row in rows]


def test_a_file_that_is_gone_from_the_disk_is_a_page_that_says_so(client, settings, minutes):
    for file in settings.FILES.rglob("*"):
        if file.is_file():
            file.unlink()
    assert client.get(f"/handlingar/{minutes.document.id}/fil").status_code == 404


@pytest.mark.parametrize("rest", ["", "fil", "uppgifter/1/", "lagg-till/?slag=item"])
def test_no_such_document(client, rest):
    assert client.get(f"/handlingar/{NO_SUCH}/{rest}").status_code == 404


def test_ten_times_as_much_takes_no_more_queries(queries_of, take_in):
    take_in(NOTICE, "liten.txt")
    take_in(MINUTES, "anteckningar.txt")
    small = take_in(MINUTES.replace("2. Hjälpmedel", "2. Hjälpmedel hemma"), "igen.txt")
    listed, one = queries_of("/handlingar/"), queries_of(f"/handlingar/{small.document.id}/")
    items = "\n".join(
        f"{number}. Ärende {number}\n\nNätverket beslutar\natt godkänna förslag {number}.\n"
        for number in range(2, 60)
    )
    for number in range(10):
        large = take_in(MINUTES.replace("2. Hjälpmedel", f"{items}\n60. Hjälpmedel {number}"))
    assert len(large.facts) > len(small.facts) * 3
    assert queries_of("/handlingar/") == listed
    assert queries_of(f"/handlingar/{large.document.id}/") == one
