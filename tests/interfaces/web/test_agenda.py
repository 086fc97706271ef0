"""The pages of an agenda: ordering with and without JavaScript, both texts side by side, files."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from handslag.domain.matters.preparing import actions as proposing
from handslag.domain.matters.preparing.queries import proposals
from handslag.domain.meetings.agenda import actions
from handslag.domain.meetings.agenda.queries import agenda_paper
from handslag.domain.meetings.agenda.told import ItemTold, PresenterTold
from handslag.domain.meetings.models import AttachmentVersion
from tests.builders import VIEWER
from tests.domain.agenda.making import a_planned_meeting, a_sent_notice, headings, numbers, put
from tests.signed_in import WHO_LOOKS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _scratch(settings, tmp_path):
    settings.FILES = tmp_path / "files"


@pytest.fixture
def meeting():
    made = a_planned_meeting()
    put(made, "Mötets öppnande", kind="formal", minutes=5)
    put(made, "Avtal om hjälpmedel", kind="decision", minutes=200)
    put(made, "Övriga frågor")
    return made


def page(client, meeting, more=""):
    answer = client.get(f"/moten/{meeting.id}/dagordning/{more}")
    assert answer.status_code == 200
    return answer.content.decode()


def found(pattern: str, text: str) -> re.Match[str]:
    match = re.search(pattern, text)
    assert match
    return match


def seen(client, meeting) -> str:
    return found(r'name="sedd" value="([\d,]*)"', page(client, meeting))[1]


def test_the_page_tells_what_is_lacking_and_how_the_time_stands(client, meeting):
    text = page(client, meeting)
    assert "2 ärenden saknar underlag." in text
    assert "1 ärende saknar förslag." in text
    assert "2 ärenden saknar föredragande." in text
    assert "Punkterna tar 3 tim 25 min av mötets 3 tim. Det är 25 min för mycket." in text
    assert "kl. 09.05" in text


def test_an_item_is_moved_by_its_button_alone(client, meeting):
    order = seen(client, meeting)
    last = order.split(",")[2]
    done = client.post(
        f"/moten/{meeting.id}/dagordning/", {"sedd": order, "flytta": f"{last}:upp"}, follow=True
    )
    assert "Övriga frågor står nu på plats 2 av 3." in done.content.decode()
    assert headings(meeting) == ["Mötets öppnande", "Övriga frågor", "Avtal om hjälpmedel"]
    assert numbers(meeting) == ["1", "2", "3"]


def test_htmx_gets_the_list_alone_with_the_new_place_in_words(client, meeting):
    order = seen(client, meeting)
    last = order.split(",")[2]
    done = client.post(
        f"/moten/{meeting.id}/dagordning/",
        {"sedd": order, "ordning": f"{last},{order.removesuffix(',' + last)}", "flyttad": last},
        headers={"HX-Request": "true"},
    )
    text = done.content.decode()
    assert "Övriga frågor står nu på plats 1 av 3." in text
    assert f'data-moved="{last}"' in text
    assert "<html" not in text


def test_two_who_order_are_shown_both_orders_and_may_still_choose(client, meeting):
    order = seen(client, meeting)
    first, _second, last = order.split(",")
    address = f"/moten/{meeting.id}/dagordning/"
    client.post(address, {"sedd": order, "flytta": f"{last}:upp"})
    answer = client.post(address, {"sedd": order, "flytta": f"{first}:ned"})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Någon annan har ändrat ordningen" in text
    assert "Din ordning" in text
    now, mine = found(
        r'value="([\d,]+)"><input type="hidden" name="ordning" value="([\d,]+)"', text
    ).groups()
    assert client.post(address, {"sedd": now, "ordning": mine}).status_code == 302
    assert headings(meeting)[1] == "Mötets öppnande"


def item_form(heading: str, digest: str = "", **more: str) -> dict[str, str]:
    return {"heading": heading, "sedd": digest, "kind": "", "minutes": "", "description": ""} | more


def test_an_item_is_added_with_presenters_and_shown(client, meeting):
    person = {"name_0": "Vera Ask", "title_0": "chef", "organisation_0": "Norrvik"}
    done = client.post(
        f"/moten/{meeting.id}/dagordning/ny/", item_form("Lägesrapport", **person), follow=True
    )
    text = done.content.decode()
    assert "Punkten är tillagd, sist på dagordningen." in text
    assert "Vera Ask, chef, Norrvik" in text


def test_what_is_wrong_is_told_and_what_was_typed_stays(client, meeting):
    answer = client.post(
        f"/moten/{meeting.id}/dagordning/ny/",
        item_form("", description="Bakgrund som tog tid att skriva", minutes="700"),
    )
    assert answer.status_code == 422
    assert "Bakgrund som tog tid att skriva" in answer.content.decode()


def test_who_saves_second_gets_both_texts_side_by_side_and_can_save_again(client, meeting):
    item = agenda_paper(VIEWER, meeting.id).items[2]
    told = ItemTold(heading="Övrigt", presenters=(PresenterTold(name="Per Ek"),))
    actions.change_item(viewer=VIEWER, item_id=item.id, seen=item.digest, told=told)
    address = f"/moten/{meeting.id}/dagordning/{item.id}/"
    answer = client.post(address, item_form("Min rubrik", item.digest, description="Min text"))
    text = answer.content.decode()
    assert answer.status_code == 409
    for words in ("Min rubrik", "Min text", "Övrigt", "Per Ek", "Sparat av någon annan"):
        assert words in text
    assert headings(meeting)[2] == "Övrigt"
    digest = found(r'name="sedd" value="(\w+)"', text)[1]
    assert client.post(address, item_form("Min rubrik", digest)).status_code == 302
    assert headings(meeting)[2] == "Min rubrik"


def test_once_sent_a_late_item_asks_why_and_an_item_is_pulled(client, meeting):
    a_sent_notice(meeting)
    answer = client.post(f"/moten/{meeting.id}/dagordning/ny/", item_form("Sent ärende"))
    assert answer.status_code == 422
    assert "Varför läggs punkten till nu?" in answer.content.decode()
    late = item_form("Sent ärende", late_reason="Kom i går", late_by="ordföranden")
    assert client.post(f"/moten/{meeting.id}/dagordning/ny/", late).status_code == 302
    item = agenda_paper(VIEWER, meeting.id).items[1]
    pull = {"gor": "utga", "skal": "Inte klart"}
    client.post(f"/moten/{meeting.id}/dagordning/{item.id}/utga/", pull)
    assert "Utgår: Inte klart" in page(client, meeting)
    assert numbers(meeting) == ["1", "2", "3", "4"]


def test_a_proposal_is_written_a_point_a_line_and_the_second_writer_is_told(client, meeting):
    item = agenda_paper(VIEWER, meeting.id).items[1]
    address = f"/moten/{meeting.id}/dagordning/{item.id}/forslag/"
    client.post(address, {"by": "Styrgruppen", "points": "att anta avtalet\n\natt sprida det"})
    (proposal,) = proposals(VIEWER, meeting.id)[item.id]
    assert [point.number for point in proposal.points] == ["1", "2"]
    assert "Styrgruppen föreslår" in page(client, meeting)
    proposing.change_proposal(
        viewer=VIEWER, proposal_id=proposal.id, seen=proposal.digest, by="Rådet", points=["att"]
    )
    answer = client.post(
        f"{address}{proposal.id}/",
        {"by": "Styrgruppen", "points": "att vänta", "sedd": proposal.digest},
    )
    assert answer.status_code == 409
    assert "att vänta" in answer.content.decode()
    assert "Rådet" in answer.content.decode()


def test_a_file_is_attached_given_back_and_runs_nowhere(client, meeting):
    item = agenda_paper(VIEWER, meeting.id).items[1]
    sent = SimpleUploadedFile("avtal <b>.txt", b"Avtalet lyder", "text/html")
    done = client.post(
        f"/moten/{meeting.id}/bilagor/ny/", {"file": sent, "items": [item.id], "title": ""}
    )
    assert done.status_code == 302, done.content.decode()
    (row,) = agenda_paper(VIEWER, meeting.id).attachments
    assert (row.label, row.item_ids) == ("1", (item.id,))
    answer = client.get(f"/bilagor/{row.newest.id}/fil")
    assert b"".join(answer.streaming_content) == b"Avtalet lyder"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "avtal" in page(client, meeting)


def test_a_file_that_will_not_do_is_refused_with_the_reason(client, meeting):
    sent = SimpleUploadedFile("program.exe", b"MZ\x00\x00", "application/pdf")
    answer = client.post(f"/moten/{meeting.id}/bilagor/ny/", {"file": sent})
    assert answer.status_code == 422
    assert "ett program" in answer.content.decode()
    assert not AttachmentVersion.objects.exists()


def test_an_attachment_is_changed_versioned_and_removed(client, meeting):
    for name in ("a.txt", "b.txt"):
        sent = SimpleUploadedFile(name, name.encode())
        client.post(f"/moten/{meeting.id}/bilagor/ny/", {"file": sent})
    one, other = agenda_paper(VIEWER, meeting.id).attachments
    order = {"sedd": f"{one.id},{other.id}", "flytta": f"{other.id}:upp"}
    client.post(f"/moten/{meeting.id}/bilagor/", order)
    address = f"/moten/{meeting.id}/bilagor/{one.id}/"
    new = {"gor": "version", "file": SimpleUploadedFile("c.txt", b"ny")}
    client.post(address, new)
    client.post(address, {"title": "Avtalet", "sedd": "gammal"})
    first, second = agenda_paper(VIEWER, meeting.id).attachments
    assert (first.id, second.label, len(second.versions)) == (other.id, "2", 2)
    assert second.title == "a"
    answer = client.post(address, {"title": "Avtalet", "sedd": second.digest})
    assert answer.status_code == 302
    client.post(f"/moten/{meeting.id}/bilagor/{other.id}/", {"gor": "ta-bort"})
    (left,) = agenda_paper(VIEWER, meeting.id).attachments
    assert (left.title, left.label) == ("Avtalet", "1")
    for more in (f"bilagor/{left.id}/", "bilagor/ny/", "dagordning/ny/"):
        assert client.get(f"/moten/{meeting.id}/{more}").status_code == 200


@pytest.mark.parametrize("count", [4, 40])
def test_the_page_costs_the_same_number_of_queries_whatever_its_size(
    client, count, django_assert_num_queries
):
    meeting = a_planned_meeting()
    for place in range(count):
        item_id = put(meeting, f"Punkt {place}", presenters=(PresenterTold(name=f"Per {place}"),))
        proposing.propose(viewer=VIEWER, item_id=item_id, by="Gruppen", points=["att anta"])
        sent = SimpleUploadedFile(f"{place}.txt", b"text")
        client.post(f"/moten/{meeting.id}/bilagor/ny/", {"file": sent, "items": [item_id]})
    with django_assert_num_queries(WHO_LOOKS + 21):
        page(client, meeting)
