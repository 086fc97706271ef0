"""The pages of assignments: lists, one with its life, and everything that its forms do."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from handslag.domain.access.roles import Role
from handslag.domain.access.things import of_body
from handslag.domain.access.viewer import Held
from handslag.domain.base.states import PublicationState
from handslag.domain.matters.models import Assignee, Assignment, AssignmentStep
from handslag.domain.registry.models import Affiliation
from tests.builders import a_body, a_meeting, a_name, a_principal, a_user, an_item
from tests.signed_in import signed_in

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
SHARED = {"state": PublicationState.SHARED, "planned_state": PublicationState.SHARED}


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path


@pytest.fixture
def client() -> Client:
    return signed_in()


@pytest.fixture
def row() -> Assignment:
    meeting = a_meeting(a_body(), TODAY - timedelta(days=30), **SHARED)
    row = Assignment.objects.create(item=an_item(meeting), text="Ta fram en modell")
    Assignee.objects.create(assignment=row, text="Styrgruppen")
    return row


def url(row: Assignment) -> str:
    return f"/uppdrag/{row.id}/"


def do(client: Client, row: Assignment, doing: str, **said):
    seen = client.get(url(row)).context["page"].seen
    return client.post(url(row), {"gor": doing, "sedd": seen, **said})


def the_step(row: Assignment) -> AssignmentStep:
    return AssignmentStep.objects.filter(assignment=row).latest("id")


def test_the_list_tells_what_who_when_and_how_it_stands(client, row):
    Assignment.objects.filter(id=row.id).update(due_date=TODAY - timedelta(days=3))
    words = client.get("/uppdrag/").content.decode()
    for told in ("Ta fram en modell", "Styrgruppen", "finns inte i registret", "försenat"):
        assert told in words


def test_each_list_has_its_own_and_tells_how_many(client, row):
    other = Assignment.objects.create(item=row.item, text="Klar sak", due_date=TODAY)
    do(client, other, "slutfor", text="Klart")
    for tab, shown in (("oppna", row), ("utan-mottagare", row), ("avslutade", other)):
        answer = client.get("/uppdrag/", {"visa": tab})
        assert [one.id for one in answer.context["listing"].rows] == [shown.id]
        chosen = next(one for one in answer.context["tabs"] if one["chosen"])
        assert (chosen["value"], chosen["count"]) == (tab, 1)


def test_nonsense_shows_the_open_ones(client, row):
    assert len(client.get("/uppdrag/?visa=x&organ=y&har=z&sida=q").context["listing"]) == 1


def test_a_report_with_a_file_can_be_fetched_again(client, row):
    file = SimpleUploadedFile("läge.txt", b"Halva modellen")
    assert do(client, row, "rapportera", text="Halvvägs", filer=file).status_code == 302
    words = client.get(url(row)).content.decode()
    assert "Halvvägs" in words
    found = the_step(row).files.get()
    answer = client.get(f"/uppdrag/fil/{found.id}/")
    assert b"".join(answer.streaming_content) == b"Halva modellen"
    assert "attachment" in answer["Content-Disposition"]
    assert "sandbox" in answer["Content-Security-Policy"]


def test_an_empty_report_is_refused_beside_the_form(client, row):
    answer = do(client, row, "rapportera", text=" ")
    assert answer.status_code == 422
    assert "Skriv vad som har gjorts" in answer.content.decode()


def test_what_was_typed_stays_where_somebody_else_came_first(client, row):
    seen = client.get(url(row)).context["page"].seen
    do(client, row, "flytta", senare="ja")
    told = {"gor": "slapp", "sedd": seen, "skal": "Överspelat av lagen"}
    answer = client.post(url(row), told)
    assert answer.status_code == 409
    assert "Överspelat av lagen" in answer.content.decode()
    assert "Någon annan har ändrat uppdraget" in answer.content.decode()


def test_a_day_that_is_none_is_told(client, row):
    answer = do(client, row, "flytta", dag="2026-13-40")
    assert answer.status_code == 422
    assert "Skriv dagen som" in answer.content.decode()


def test_it_is_carried_dropped_and_opened_again(client, row):
    assert do(client, row, "for-vidare").status_code == 302
    assert do(client, row, "slapp", skal="Överspelat").status_code == 302
    assert do(client, row, "rapportera", text="Mer").status_code == 422
    assert do(client, row, "oppna", skal="Ändå inte").status_code == 302
    kinds = row.steps.order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["carried", "dropped", "reopened"]


def test_a_name_that_the_register_has_is_whoever_it_is(client, row):
    principal = a_principal()
    holder = row.assignees.get()
    do(client, row, "vem", fran=holder.id, till="Norrviks kommun")
    holder.refresh_from_db()
    assert holder.organisation_id == principal.id
    do(client, row, "lamna-over", fran=holder.id, till="Kansliet", skal="Ny ordning")
    assert [one.text for one in row.assignees.filter(until=None)] == ["Kansliet"]


def test_whom_the_register_lacks_cannot_be_said_to_be_it(client, row):
    answer = do(client, row, "vem", fran=row.assignees.get().id, till="Ingen alls")
    assert answer.status_code == 422


def test_it_is_given_to_one_more(client, row):
    do(client, row, "ge", till="Kansliet")
    assert row.assignees.count() == 2


def test_it_is_split_and_joined(client, row):
    told = {"del": ["Räkna", "Fråga", "", ""], "del_vem": ["Kansliet", "", "", ""]}
    do(client, row, "dela", del_dag=["", TODAY.isoformat(), "", ""], **told)
    one, other = row.parts.order_by("id")
    assert (one.assignees.get().text, other.due_date) == ("Kansliet", TODAY)
    do(client, one, "sammanfor", andra=[other.id], skal="Samma sak")
    assert the_step(other).other_id == one.id
    assert "Räkna" in client.get(url(other)).content.decode()


def test_two_that_say_the_same_are_asked_about_on_both_until_somebody_answers(client, row):
    Assignment.objects.filter(id=row.id).update(text="Ta fram en modell för gemensam uppföljning")
    other = Assignment.objects.create(
        item=row.item, text="Styrgruppen formulerar modellen för gemensam uppföljning av avtalet"
    )
    for one in (row, other):
        assert "Är det samma uppdrag?" in client.get(url(one)).content.decode()
    do(client, row, "hall-isar", andra=other.id)
    assert "Är det samma uppdrag?" not in client.get(url(other)).content.decode()


def test_what_somebody_who_left_has_is_handed_over_in_one_go(client, row):
    person = a_name("Anna Berg").person
    Affiliation.objects.create(
        person=person, organisation=a_principal(), until=TODAY - timedelta(days=2)
    )
    row.assignees.update(person=person)
    assert "De har slutat" in client.get("/uppdrag/").content.decode()
    page = f"/uppdrag/lamna-over/{person.id}/"
    assert "Ta fram en modell" in client.get(page).content.decode()
    assert client.post(page, {"till": ""}).status_code == 422
    assert client.post(page, {"till": "Kansliet"}).status_code == 302
    assert "De har slutat" not in client.get("/uppdrag/").content.decode()


def test_who_has_it_reports_and_is_offered_nothing_else(row):
    body = a_body("Beredningen")
    row.assignees.update(body=body)
    client = signed_in(a_user("Anna Lund", Held(Role.SECRETARY, of_body(body.id))))
    words = client.get(url(row)).content.decode()
    assert "Spara rapporten" in words
    assert "Släpp uppdraget" not in words
    assert "Lägesrapport" not in words  # the item is the other body's
    assert client.post(url(row), {"gor": "rapportera", "text": "Klart"}).status_code == 302
    assert client.post(url(row), {"gor": "slapp", "skal": "Nej"}).status_code == 403


def test_others_find_nothing(row):
    client = signed_in(a_user("Bo Ek", Held(Role.SECRETARY, of_body(a_body("Ett annat").id))))
    assert client.get(url(row)).status_code == 404
    assert len(client.get("/uppdrag/").context["listing"]) == 0


def test_its_history_tells_who_did_what(client, row):
    do(client, row, "rapportera", text="Halvvägs")
    words = client.get(f"{url(row)}historik/").content.decode()
    assert "rapporterade" in words


def many(count: int) -> None:
    body = a_body()
    meeting = a_meeting(body, TODAY - timedelta(days=30), **SHARED)
    item = an_item(meeting)
    coming = a_meeting(body, TODAY + timedelta(days=30), **SHARED)
    for number in range(count):
        row = Assignment.objects.create(
            item=item, text=f"Nummer {number}", due_meeting=coming if number % 2 else None
        )
        Assignee.objects.create(assignment=row, text="Beredningen", body=body)
        row.steps.create(kind="reported", day=TODAY, text="Halvvägs", by="Prövaren")
        row.steps.create(kind="carried", day=TODAY, meeting=coming, by="Prövaren")


def test_the_list_asks_as_many_queries_at_ten_times_the_data(
    client, django_assert_max_num_queries, django_assert_num_queries
):
    many(4)
    client.get("/uppdrag/")
    with django_assert_max_num_queries(20) as few:
        client.get("/uppdrag/")
    asked = len(few)
    for old in Assignment.objects.all():
        for number in range(10):
            new = Assignment.objects.create(item=old.item, text=f"{old.text}.{number}")
            new.steps.create(kind="reported", day=TODAY, text="Halvvägs", by="Prövaren")
            Assignee.objects.create(assignment=new, text="Beredningen")
    with django_assert_num_queries(asked):
        assert len(client.get("/uppdrag/").context["listing"]) == 44


def test_one_asks_as_many_queries_whatever_its_life(
    client, row, django_assert_max_num_queries, django_assert_num_queries
):
    do(client, row, "rapportera", text="Det första")
    with django_assert_max_num_queries(40) as few:
        client.get(url(row))
    for number in range(20):
        row.steps.create(kind="reported", day=TODAY, text=f"Nummer {number}", by="Prövaren")
    with django_assert_num_queries(len(few)):
        assert "Nummer 19" in client.get(url(row)).content.decode()
