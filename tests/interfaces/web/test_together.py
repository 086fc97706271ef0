"""Accepting several at once, and going through a newer reading's changes."""

from __future__ import annotations

import re

import pytest

from handslag.domain.meetings.queries import meetings
from handslag.intake import actions
from handslag.intake.models import Batch, BatchEntry, Change, Finding, Suggestion
from handslag.intake.together import batch
from tests.builders import NO_SUCH, VIEWER, a_body
from tests.interfaces.web.papers import MINUTES

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def several(take_in):
    a_body("Samverkansnätverket i Sjömark")
    return [take_in(MINUTES.replace("2031", str(year))) for year in range(2031, 2034)]


def chosen(reviews) -> dict[str, list[str]]:
    return {"handling": [f"{review.document.id}-{review.revision}" for review in reviews]}


def test_the_list_leads_there_when_there_are_several(client, several):
    page = client.get("/granska/").content.decode()
    assert 'href="/granska/tillsammans/"' in page
    assert "Godkänn flera (3 utan något tveksamt)" in page


def test_nothing_can_be_accepted_unseen(client):
    page = client.get("/granska/tillsammans/").content.decode()
    assert "Ingen handling kan godkännas utan att någon ser på den." in page


def test_chosen_documents_are_accepted_and_told_of(client, several):
    page = client.get("/granska/tillsammans/").content.decode()
    assert page.count('name="handling"') == page.count(" checked>") == 3
    answer = client.post("/granska/tillsammans/", chosen(several[:2]))
    page = client.get(answer.url).content.decode()
    assert "2 handlingar är godkända." in page
    assert "Till mötets sida" in page
    assert len(meetings(VIEWER).rows) == 2
    page = client.get("/granska/tillsammans/").content.decode()
    assert page.count('name="handling"') == 1


def test_one_with_a_remark_is_offered_unmarked(client, several):
    document = several[0].document.id
    Finding.objects.create(document_id=document, code="x", severity="info", message="Utan tid.")
    page = client.get("/granska/tillsammans/").content.decode()
    assert page.count('name="handling"') == 3
    assert page.count(" checked>") == 2
    assert "1 upplysning" in page


def test_what_is_left_tells_why(client, several, fact_of):
    asked = chosen(several)
    place = fact_of(several[0], "place")
    actions.drop(viewer=VIEWER, suggestion_id=place.id, revision=1)
    page = client.get(client.post("/granska/tillsammans/", asked).url).content.decode()
    assert "2 handlingar är godkända." in page
    assert "1 lämnades." in page
    assert "Någon annan har ändrat" in page


@pytest.mark.parametrize("words", [[], ["x"], [f"{NO_SUCH}-1"], [str(NO_SUCH)], ["9" * 30 + "-1"]])
def test_nothing_sensible_chosen(client, several, words):
    answer = client.post("/granska/tillsammans/", {"handling": words})
    assert answer.status_code in {302, 422}
    if answer.status_code == 422:
        assert "Välj minst en handling först." in answer.content.decode()
    assert not meetings(VIEWER).rows


@pytest.fixture
def begun(several):
    """A batch of which nobody has had their turn."""
    made = Batch.objects.create(by="Samordnaren")
    for review in several:
        BatchEntry.objects.create(batch=made, document_id=review.document.id, revision=1)
    return f"/granska/tillsammans/{made.id}/"


def test_an_unfinished_batch_is_shown_and_goes_on(client, begun):
    listed = client.get("/granska/tillsammans/").content.decode()
    assert "0 av 3 har fått sin tur." in listed
    assert f'href="{begun}"' in listed
    page = client.get(begun).content.decode()
    assert 'hx-trigger="load' in page
    assert "Stanna" in page
    part = client.post(begun, {"gor": "vidare"}, headers=HTMX).content.decode()
    assert "<html" not in part
    assert "3 handlingar är godkända." in part
    assert 'hx-trigger="load' not in part


def test_a_stopped_batch_waits_until_somebody_goes_on(client, begun):
    assert client.post(begun, {"gor": "stanna"}).url == begun
    page = client.get(begun).content.decode()
    assert 'hx-trigger="load' not in page
    assert "Stanna<" not in page
    assert client.post(begun, {"gor": "vidare"}).url == begun
    assert len(batch(VIEWER, Batch.objects.get().id).accepted) == 3


def test_no_such_batch(client):
    assert client.get(f"/granska/tillsammans/{NO_SUCH}/").status_code == 404
    assert client.post(f"/granska/tillsammans/{NO_SUCH}/").status_code == 404


def test_ten_times_as_many_take_no_more_queries(queries_of, take_in):
    a_body("Samverkansnätverket i Sjömark")
    take_in(MINUTES)
    once = queries_of("/granska/tillsammans/")
    for year in range(2040, 2050):
        take_in(MINUTES.replace("2031", str(year)))
    assert queries_of("/granska/tillsammans/") == once


@pytest.fixture
def changed(minutes):
    """The minutes with a place that a newer reader reads otherwise, and a new attendee."""
    row = Suggestion.objects.get(kind="place")
    before = {"value": {"place": "Rådhuset"}, "parent_id": None, "start": 1, "end": 4}
    after = {"value": row.value, "parent_id": None}
    Change.objects.create(
        document_id=minutes.document.id,
        suggestion=row,
        way="changed",
        kind="place",
        before=before,
        after=after,
    )
    new = Suggestion.objects.filter(kind="attendee").last()
    Change.objects.create(
        document_id=minutes.document.id, suggestion=new, way="new", kind="attendee", after={}
    )
    return f"/handlingar/{minutes.document.id}/andringar/"


def test_the_document_tells_that_there_are_changes(client, minutes, changed):
    page = client.get(f"/handlingar/{minutes.document.id}/").content.decode()
    assert "2 ändringar efter omläsningen att se på" in page
    assert f'href="{changed}"' in page


def test_before_and_after_stand_side_by_side(client, changed):
    page = client.get(changed).content.decode()
    assert re.search(r"<del>.*Rådhuset</del>.*<ins>.*Rådhuset, Strandby</ins>", page)
    assert "<ins>Moa Berg" in page
    assert "Godta alla 2 ändringar" in page
    assert 'name="godta"' in page
    assert 'name="behall"' in page


def form(**more: str) -> dict[str, str]:
    return {"revision": "1"} | more


def test_one_is_kept_the_other_refused(client, minutes, changed, again, fact_of):
    first, second = Change.objects.all()
    assert client.post(changed, form(godta=str(second.id))).url == changed
    answer = client.post(changed, form(behall=str(first.id), revision="2"))
    assert answer.url == f"/handlingar/{minutes.document.id}/"
    assert fact_of(again(minutes), "place", "Rådhuset").state == "corrected"
    page = client.get(answer.url).content.decode()
    assert "Alla ändringar efter omläsningen är genomgångna." in page


def test_all_are_kept_and_it_is_undone(client, minutes, changed, again):
    answer = client.post(changed, form(), follow=True)
    assert "2 ändringar är godtagna." in answer.content.decode()
    step = again(minutes).last_step
    assert step
    client.post(f"/handlingar/{minutes.document.id}/angra/", {"steg": str(step.id)})
    assert again(minutes).changes == 2


def test_a_stale_page_changes_nothing(client, minutes, changed, fact_of):
    place = fact_of(minutes, "title")
    actions.drop(viewer=VIEWER, suggestion_id=place.id, revision=1)
    answer = client.post(changed, form())
    assert answer.status_code == 409
    assert "strök Dokumentets titel" in answer.content.decode()
    assert Change.objects.filter(settled="").count() == 2


def test_reading_anew_leads_to_the_changes(client, minutes, changed):
    answer = client.post(f"/handlingar/{minutes.document.id}/las-om/")
    assert answer.url == changed


@pytest.mark.parametrize("asked", [{"behall": str(NO_SUCH)}, {"godta": str(NO_SUCH)}])
def test_no_such_change(client, changed, asked):
    answer = client.post(changed, form(**asked))
    assert answer.status_code in {302, 404}
    assert Change.objects.filter(settled="").count() == 2


def test_no_such_document(client):
    assert client.get(f"/handlingar/{NO_SUCH}/andringar/").status_code == 404
    assert client.post(f"/handlingar/{NO_SUCH}/andringar/", form()).status_code == 404
