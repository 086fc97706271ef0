from __future__ import annotations

import pytest

from handslag.domain.registry import actions as registry
from handslag.domain.registry import queries as registry_queries
from handslag.intake.comparing import queries
from handslag.intake.models import Review
from tests.builders import NO_SUCH, VIEWER, a_body
from tests.intake.conftest import accepted_again
from tests.interfaces.web.papers import MINUTES, NOTICE

pytestmark = pytest.mark.django_db

LIST = "/granska/mellan/"


@pytest.fixture
def compared(notice, minutes):
    """A document whose place differs from that of the other: its first finding across them."""
    del notice
    found = queries.found_across(VIEWER, minutes.document.id)
    assert found, "the notice and the minutes of these tests differ"
    return found


def test_what_was_found_stands_on_both_documents_and_is_put_aside_for_good(client, compared):
    row = compared[0]
    address = f"/handlingar/{row.document_id}/"
    page = client.get(address).content.decode()
    assert "Jämfört med andra handlingar" in page
    assert f"/handlingar/{row.other_id}/" in page
    reply = client.post(f"{LIST}{row.id}/", {"gor": "sett", "tillbaka": address})
    assert reply.status_code == 302
    assert reply.url == address
    after = {one.id: one for one in queries.found_across(VIEWER, row.document_id)}
    assert after[row.id].dismissed
    client.post(f"{LIST}{row.id}/", {"gor": "visa", "tillbaka": address})
    after = {one.id: one for one in queries.found_across(VIEWER, row.document_id)}
    assert not after[row.id].dismissed


@pytest.mark.parametrize("back", ["https://elak.example/", "//elak.example", "", "javascript:1"])
def test_one_is_never_sent_elsewhere(client, compared, back):
    reply = client.post(f"{LIST}{compared[0].id}/", {"gor": "sett", "tillbaka": back})
    assert reply.url == LIST


def test_nonsense_is_not_found(client, compared):
    assert client.post(f"{LIST}{compared[0].id}/", {"gor": "annat"}).status_code == 404
    assert client.post(f"{LIST}{NO_SUCH}/", {"gor": "sett"}).status_code == 404
    assert client.get(f"{LIST}{compared[0].id}/").status_code == 405


def test_the_list_and_the_start_page_tell_what_nobody_has_looked_at(client, take_in):
    assert "Inget att titta på just nu" in client.get(LIST).content.decode()
    take_in(NOTICE, "kallelse.txt")
    take_in(MINUTES.replace("rapporten om hjälpmedel.", "rapporten om nya hjälpmedel i hemmet."))
    assert queries.open_across_count(VIEWER) == 1
    row = queries.to_look_at(VIEWER, 1)[0]
    for address in (LIST, "/"):
        assert row.message.split("”")[0] in client.get(address).content.decode()


def test_alike_names_are_answered_about_without_javascript(client):
    registry.person_names(viewer=VIEWER, texts=["Lena Brøyen", "Lena Bröyen"])
    (pair,) = registry_queries.alike_pairs(VIEWER)
    for address in ("/", "/personer/"):
        assert "1 par av namn kan vara samma person" in client.get(address).content.decode()
    page = client.get("/personer/lika/").content.decode()
    assert "Bröyen och Brøyen" in page
    reply = client.post("/personer/lika/", {"fraga": pair.id, "svar": "samma"}, follow=True)
    words = reply.content.decode()
    assert "Du kan skilja dem åt igen" in words
    assert "Inga namn att svara om just nu" in words
    late = client.post("/personer/lika/", {"fraga": pair.id, "svar": "inte"}, follow=True)
    assert "har redan svarat: samma person. Inget har ändrats." in late.content.decode()
    assert registry_queries.people(VIEWER).total == 1


@pytest.mark.parametrize("page", ["/personer/lika/", "/organ/lika/"])
@pytest.mark.parametrize(
    "said",
    [{}, {"fraga": "x", "svar": "inte"}, {"fraga": "1"}, {"fraga": str(NO_SUCH), "svar": "samma"}],
)
def test_an_answer_to_nothing_is_not_found(client, page, said):
    assert client.post(page, said).status_code == 404


def test_a_bodys_other_name_is_answered_about_and_known_from_then_on(client):
    body = a_body("Socialchefsnätverket")
    registry.look_for_body(viewer=VIEWER, name="Socialchefs nätverket")
    (one,) = registry_queries.suggested_body_names(VIEWER)
    for address in ("/", "/organ/"):
        assert "1 namn kan vara ett organ" in client.get(address).content.decode()
    assert "ett ord är delat i två" in client.get("/organ/lika/").content.decode().lower()
    client.post("/organ/lika/", {"fraga": one.id, "svar": "samma"})
    assert registry_queries.find_body(VIEWER, "Socialchefs nätverket") == body.id


def test_two_bodies_that_are_one_become_so_with_their_meetings(client, take_in):
    """The minutes call the body otherwise than the notice, and both were accepted as they were."""
    from handslag.domain.meetings.models import Meeting
    from handslag.domain.registry.models import Body

    notice = take_in(NOTICE, "kallelse.txt").document.id
    name = registry_queries.find_body
    accepted_again(notice)
    body = Body.objects.get()
    split = f"{body.name[:5]} {body.name[5:]}"
    minutes = take_in(MINUTES.replace(body.name, split)).document.id
    accepted_again(minutes)
    assert (Body.objects.count(), Meeting.objects.count()) == (2, 2)
    (one,) = registry_queries.suggested_body_names(VIEWER)
    assert one.owner_id == name(VIEWER, split)
    page = client.get("/organ/lika/").content.decode()
    assert "blir de två ett" in page
    reply = client.post("/organ/lika/", {"fraga": one.id, "svar": "samma"}, follow=True)
    assert "känns igen i nästa handling" in reply.content.decode()
    assert (Body.objects.count(), Meeting.objects.count()) == (1, 1)
    assert name(VIEWER, split) == body.id
    assert len(set(Review.objects.values_list("meeting_id", flat=True))) == 1
    assert queries.found_across(VIEWER, minutes)
    address = f"/organ/{body.id}/"
    (merger,) = registry_queries.mergers(VIEWER, body.id)
    assert f"{split} blev ett med det här organet" in client.get(address).content.decode()
    assert client.post(address, {"skilj": str(NO_SUCH)}).status_code == 404
    reply = client.post(address, {"skilj": merger.id}, follow=True)
    assert f"{split} är ett eget organ igen" in reply.content.decode()
    assert (Body.objects.count(), Meeting.objects.count()) == (2, 2)
    assert "blev ett med" not in client.get(address).content.decode()
    assert client.post(address, {"skilj": merger.id}).status_code == 404


def test_a_refusal_to_separate_says_why_and_what_to_do(client, take_in):
    from handslag.domain.registry.models import Body

    accepted_again(take_in(NOTICE, "kallelse.txt").document.id)
    body = Body.objects.get()
    split = f"{body.name[:5]} {body.name[5:]}"
    minutes = take_in(MINUTES.replace(body.name, split)).document.id
    accepted_again(minutes)
    (one,) = registry_queries.suggested_body_names(VIEWER)
    client.post("/organ/lika/", {"fraga": one.id, "svar": "samma"})
    Review.objects.filter(document_id=minutes).update(changed_since=True)
    (merger,) = registry_queries.mergers(VIEWER, body.id)
    reply = client.post(f"/organ/{body.id}/", {"skilj": merger.id}, follow=True)
    assert "Godkänn dem först och försök sedan igen. Inget har ändrats." in reply.content.decode()
    assert Body.objects.count() == 1


def test_a_meetings_page_tells_what_to_look_at_until_it_is_put_aside(client, take_in):
    """The page is kept from one reading to the next, and must not go on telling it."""
    from handslag.domain.meetings.models import Meeting

    notice = take_in(NOTICE, "kallelse.txt").document.id
    held = MINUTES.replace("rapporten om hjälpmedel.", "rapporten om nya hjälpmedel i hemmet.")
    minutes = take_in(held, "anteckningar.txt").document.id
    for document_id in (notice, minutes):
        accepted_again(document_id)
    address = f"/moten/{Meeting.objects.get().id}/"
    (row,) = queries.open_at_meeting(VIEWER, [notice, minutes])
    for _again in range(2):
        page = client.get(address).content.decode()
        assert "Att titta på" in page
        assert row.message.split("”")[0] in page
        assert "Visa i kallelsen" in page
    client.post(f"{LIST}{row.id}/", {"gor": "sett", "tillbaka": address})
    client.get(address)  # with the word that it is put aside
    assert "Att titta på" not in client.get(address).content.decode()
    client.post(f"{LIST}{row.id}/", {"gor": "visa", "tillbaka": address})
    client.get(address)
    assert "Att titta på" in client.get(address).content.decode()


def test_findings_follow_the_language_of_the_interface(client, compared):
    client.cookies["django_language"] = "en"
    page = client.get(f"/handlingar/{compared[0].document_id}/").content.decode()
    assert "Compared with other documents" in page
    assert any(words in page for words in ("According to the notice", "in the notes"))
    assert "Show in the" in page
