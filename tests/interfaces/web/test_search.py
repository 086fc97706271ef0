from __future__ import annotations

from datetime import date

import pytest

from handslag.domain.documents.events import announce_text
from handslag.domain.matters.models import Clause
from handslag.domain.meetings.events import announce_recorded
from tests.builders import a_body, a_clause, a_document, a_meeting, an_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def item():
    item = an_item(a_meeting(a_body("Sjörådet"), date(2031, 3, 14)), "Hjälpmedel i hemmet")
    a_clause(item, "att godkänna rapporten")
    announce_recorded(item.meeting_id)
    return item


def test_without_words_the_page_says_what_can_be_found(client):
    assert "handlingarnas hela text" in client.get("/sok/").content.decode()


def test_headings_and_clauses_are_found_with_their_words_marked(client, item):
    page = client.get("/sok/?q=rapport").content.decode()
    assert "1 träff" in page
    assert "<mark>rapporten</mark>" in page
    clause = Clause.objects.get()
    assert f'href="/moten/{item.meeting_id}/#beslut-{clause.id}"' in page
    assert "Sjörådet</span>, 14 mars 2031" in page
    page = client.get("/sok/?q=hjälpmedel").content.decode()
    assert f'href="/moten/{item.meeting_id}/#punkt-{item.id}"' in page
    assert f'href="/arenden/{item.treatments.get().matter_id}/"' in page, "and its matter"


def test_what_is_found_is_counted_by_kind_and_sifted(client, item):
    page = client.get("/sok/?q=hjälpmedel").content.decode()
    assert 'href="?q=hj%C3%A4lpmedel&amp;slag=item"' in page
    sifted = client.get("/sok/?q=hjälpmedel&slag=item")
    assert [hit.kind for hit in sifted.context["listing"]] == ["item"]
    assert client.get("/sok/?q=hjälpmedel&ar=1999").context["listing"].total == 0
    assert client.get("/sok/?gor=approve").context["listing"].total == 1, "without words too"


def test_a_paper_s_hit_leads_to_its_place(client):
    document = a_document("rapport.txt", "Här står om ambulanser.")
    announce_text(document.id)
    page = client.get("/sok/?q=ambulans").content.decode()
    assert f'href="/handlingar/{document.id}/?plats=12-22#plats"' in page


def test_suggestions_lead_to_a_search_or_to_the_thing_itself(client, item):
    told = client.get("/sok/forslag/?q=hjälpm").json()["suggestions"]
    found = {one["text"]: one["address"] for one in told}
    assert found["hjälpmedel"] == "/sok/?q=hj%C3%A4lpmedel"
    matter = f"/arenden/{item.treatments.get().matter_id}/"
    assert {one["address"] for one in told} >= {
        matter,
        f"/moten/{item.meeting_id}/#punkt-{item.id}",
    }
    assert client.get("/sok/forslag/?q=").json() == {"suggestions": []}
    assert client.get("/sok/forslag/?q=h%00").status_code in (200, 400)


def test_the_form_works_without_suggestions_and_says_where_they_come_from(client):
    page = client.get("/sok/").content.decode()
    assert 'data-suggest="/sok/forslag/"' in page
    assert page.count('id="sok"') == 1


def test_nothing_found_says_what_to_try(client, item):
    assert "Pröva färre eller andra ord" in client.get("/sok/?q=giraff").content.decode()


@pytest.mark.parametrize("words", ['"', "* OR", "<b>x</b>", "a" * 5000, "%00"])
def test_any_words_are_answered_and_never_markup(client, item, words):
    answer = client.get("/sok/", {"q": words})
    assert answer.status_code == 200
    assert "<b>x" not in answer.content.decode()


def test_ten_times_as_much_takes_no_more_queries(client, queries_of, item):
    client.get("/sok/?q=rapport")  # the words are in memory then
    once = queries_of("/sok/?q=rapport")
    body = a_body("Det flitiga")
    for number in range(1, 11):
        more = an_item(a_meeting(body, date(2030, 1, number)), f"Rapport {number}")
        announce_recorded(more.meeting_id)
    client.get("/sok/?q=rapport")
    assert queries_of("/sok/?q=rapport") == once
