from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from handslag.domain.access.roles import Role
from handslag.domain.access.things import ScopeKind
from handslag.domain.access.viewer import Viewer, coordinator
from handslag.domain.accounts.models import Grant
from handslag.domain.audit.actions import log
from handslag.domain.audit.models import Entry, Values
from handslag.domain.audit.queries import LogRow, verification
from handslag.domain.registry import actions as registry
from handslag.domain.registry.models import PersonName
from handslag.intake import actions
from handslag.interfaces.web.desk.history_words import done, told
from tests.builders import NO_SUCH, VIEWER, a_body, a_meeting
from tests.signed_in import a_user, signed_in

pytestmark = pytest.mark.django_db

ANNA = coordinator("Anna Berg", 4)


def entry(verb: str = "registry.rename_body", thing_id: int = 1, viewer: Viewer = ANNA) -> None:
    log(
        viewer=viewer,
        verb=verb,
        thing_type=f"{verb.split('.')[0]}.{'body' if 'body' in verb else 'person'}",
        thing_id=thing_id,
        detail={"before": "Nord", "after": "Syd"},
    )


def row(verb: str, actor: str = "Anna Berg", **detail: object) -> LogRow:
    at = dt.datetime(2026, 4, 3, 7, 30, tzinfo=dt.UTC)
    return LogRow(1, at, 4, verb, "documents.document", 1, actor, "", detail, erased=False)


def text_of(response) -> str:
    words = re.sub(r"<[^>]*>", "", response.content.decode())
    return " ".join(words.split())


def test_an_entry_is_a_sentence():
    assert told(row("intake.accept")).sentence == (
        "Fredag 3 april 2026 kl. 09.30 godkände Anna Berg handlingen"
    )
    assert done("intake.accept") == "godkände handlingen"
    assert done("intake.refuse_change") == "behöll det förra, trots vad en ny läsning säger"


def test_what_was_corrected_is_told_before_and_after():
    (change,) = told(
        row("intake.correct", kind="place", before={"place": "Rådhuset"}, after={"place": "Åby"})
    ).changes
    assert (change.before, change.after) == ("Rådhuset", "Åby")
    assert change.label == "Plats"


def test_what_was_dropped_went_and_what_was_added_came():
    (gone,) = told(row("intake.drop", kind="place", before={"place": "Rådhuset"})).changes
    (new,) = told(row("intake.add", kind="place", after={"place": "Norrvik"})).changes
    assert (gone.before, gone.after) == ("Rådhuset", "")
    assert (new.before, new.after) == ("", "Norrvik")


def test_only_what_changed_is_told():
    (change,) = told(
        row(
            "registry.rename_body",
            before={"name": "Nordnätverket", "short_name": "NN"},
            after={"name": "Nordrådet", "short_name": "NN"},
        )
    ).changes
    assert (change.label, change.before, change.after) == ("Namn", "Nordnätverket", "Nordrådet")


def test_steps_to_the_public_are_told_in_words():
    (change,) = told(
        row("meetings.publish", phase="plan", before="finalised", after="published")
    ).changes
    assert (change.label, change.before, change.after) == (
        "Kallelsen",
        "färdigställt",
        "publicerat",
    )


def test_who_was_nobody_and_who_is_erased():
    assert "godkände någon handlingen" in told(row("intake.accept", actor="")).sentence
    erased = LogRow(1, dt.datetime.now(dt.UTC), 4, "intake.accept", "x", 1, "", "", {}, erased=True)
    assert "någon vars namn är raderat" in told(erased).sentence


@pytest.mark.parametrize("detail", [{}, {"before": None, "after": None}, {"kind": "no-such"}])
@pytest.mark.parametrize("verb", ["intake.correct", "accounts.give_role", "registry.rename_body"])
def test_a_detail_that_tells_nothing_changes_nothing(verb, detail):
    assert told(row(verb, **detail)).changes == ()


def test_a_things_page_leads_to_its_history(client):
    body = a_body("Nordnätverket")
    registry.rename_body(viewer=ANNA, body_id=body.id, name="Nordrådet")
    address = f"/organ/{body.id}/historik/"
    assert address in client.get(f"/organ/{body.id}/").content.decode()
    page = client.get(address)
    assert page.status_code == 200
    assert "bytte Anna Berg namn på organet" in text_of(page)
    assert "förut: Nordnätverket → nu: Nordrådet" in text_of(page)
    part = client.get(address, headers={"HX-Request": "true"})
    assert b"<html" not in part.content
    assert "bytte Anna Berg namn" in text_of(part)


def test_every_sort_of_page_has_its_history(client, minutes):
    document_id = minutes.document.id
    done = actions.accept(viewer=ANNA, document_id=document_id, revision=minutes.revision)
    name = PersonName.objects.select_related("person").first()
    assert name is not None
    registry.separate_name(viewer=ANNA, name_id=_second_name(name).id)
    for page, words in (
        (f"/handlingar/{document_id}/", "godkände Anna Berg handlingen"),
        (f"/moten/{done.meeting_id}/", "förde Anna Berg in mötet från en handling"),
        (f"/personer/{name.person_id}/", "skilde Anna Berg ut ett namn"),
    ):
        assert f"{page}historik/" in client.get(page).content.decode()
        assert words in text_of(client.get(f"{page}historik/"))


def _second_name(name: PersonName) -> PersonName:
    return PersonName.objects.create(person=name.person, text="Någon Annan", key="någon annan")


@pytest.fixture
def secretary():
    """A body, and a browser in which its secretary has signed in."""
    body = a_body("Nordnätverket")
    user = a_user("Sven Ek")
    Grant.objects.create(
        user=user,
        role=Role.SECRETARY,
        scope_kind=ScopeKind.BODY,
        scope_id=body.id,
        since=dt.date(2020, 1, 1),
    )
    return body, signed_in(user)


def test_a_bodys_secretary_reads_its_history_and_no_others(secretary):
    body, client = secretary
    other = a_body("Sydnätverket")
    meeting, elsewhere = a_meeting(body), a_meeting(other)
    for one in (body, other):
        entry(thing_id=one.id)
    assert f"/organ/{body.id}/historik/" in client.get(f"/organ/{body.id}/").content.decode()
    assert "/historik/" not in client.get(f"/organ/{other.id}/").content.decode()
    assert client.get(f"/organ/{body.id}/historik/").status_code == 200
    assert client.get(f"/organ/{other.id}/historik/").status_code == 403
    assert client.get(f"/moten/{meeting.id}/historik/").status_code in {200, 404}
    assert client.get(f"/moten/{elsewhere.id}/historik/").status_code in {403, 404}
    for address in ("/logg/", "/logg/1/", "/logg/radera/"):
        assert client.get(address).status_code == 403, address


def test_an_auditor_reads_everything_and_erases_nothing():
    user = a_user("Rut Revisor")
    Grant.objects.create(user=user, role=Role.AUDITOR, since=dt.date(2020, 1, 1))
    client = signed_in(user)
    entry()
    assert 'href="/logg/"' in client.get("/").content.decode()
    assert client.get("/logg/").status_code == 200
    address = f"/logg/{last()}/"
    assert "Radera" not in client.get(address).content.decode()
    assert client.post(address, {"omfang": "en", "skal": "Skäl."}).status_code == 403
    assert client.post("/logg/radera/", {"namn": "A", "skal": "B"}).status_code == 403
    assert Values.objects.filter(entry_id=last()).exists()


def test_a_reader_and_a_stranger_see_no_history():
    body = a_body("Nordnätverket")
    user = a_user("Lars Läsare")
    Grant.objects.create(user=user, role=Role.READER, since=dt.date(2020, 1, 1))
    client = signed_in(user)
    assert client.get(f"/organ/{body.id}/historik/").status_code == 403
    assert client.get("/logg/").status_code == 403
    assert 'href="/logg/"' not in client.get("/").content.decode()
    for address in ("/logg/", "/logg/1/", f"/organ/{body.id}/historik/"):
        assert Client().get(address).status_code in {302, 403, 404}, address


@pytest.mark.parametrize("number", [1, 120])
def test_pages_take_a_fixed_number_of_queries(queries_of, number):
    for one in range(number):
        entry(thing_id=one % 3)
    few = queries_of("/logg/")
    for one in range(20):
        entry(thing_id=one)
    assert queries_of("/logg/") == few <= 12


def test_the_log_is_paged_by_the_entries_own_numbers(client):
    begun = Entry.objects.count()  # signing in leaves a trace too
    for one in range(120 - begun):
        entry(thing_id=one)
    first = client.get("/logg/").content.decode()
    assert ">120</a>" in first
    assert ">71</a>" in first
    assert ">70</a>" not in first
    assert "fore=71" in first
    assert "Nyare" not in first
    second = client.get("/logg/?fore=71").content.decode()
    assert ">70</a>" in second
    assert "efter=70" in second
    back = client.get("/logg/?efter=70").content.decode()
    assert ">120</a>" in back
    assert ">71</a>" in back
    assert "Nyare" not in back
    last = client.get("/logg/?fore=21").content.decode()
    assert ">1</a>" in last
    assert "Äldre" not in last


def test_the_log_is_sifted_by_who_what_and_day(client):
    entry()
    entry("registry.show_person_as", viewer=coordinator("Bo Ek", 5))
    both = client.get("/logg/").content.decode()
    assert "Anna Berg" in both
    assert "Bo Ek" in both
    day = f"{timezone.localtime(Entry.objects.latest('number').at):%Y-%m-%d}"
    for asked, found in (
        ("vem=bo", True),
        ("vem=anna", False),
        ("sak=registry.person", True),
        ("sak=registry.body", False),
        ("vad=registry.show_person_as", True),
        ("vad=registry.rename_body", False),
        ("dag=1999-01-01", False),
        ("dag=nonsens&vad=nonsens&sak=nonsens", True),
    ):
        assert ("Bo Ek" in client.get(f"/logg/?{asked}").content.decode()) is found, asked
    assert "Ingen post stämmer" in client.get("/logg/?vem=ingen").content.decode()
    assert "Bo Ek" in client.get(f"/logg/?dag={day}").content.decode()


def last() -> int:
    return Entry.objects.latest("number").number


def test_an_entrys_values_are_erased_from_its_page(client):
    entry()
    address = f"/logg/{last()}/"
    refused = client.post(address, {"omfang": "en", "skal": " "})
    assert refused.status_code == 422
    assert "Skriv varför" in refused.content.decode()
    done = client.post(address, {"omfang": "en", "skal": "Skyddade uppgifter."}, follow=True)
    assert "Uppgifterna i 1 post är raderade." in done.content.decode()
    assert "Anna Berg" not in client.get(address).content.decode()
    assert "Skyddade uppgifter." in client.get(f"/logg/{last()}/").content.decode()
    assert list(verification(VIEWER).troubles()) == []


def test_everything_about_one_thing_is_erased(client):
    for thing_id in (1, 1, 2):
        entry(thing_id=thing_id)
    number = last()
    client.post(f"/logg/{number - 1}/", {"omfang": "allt", "skal": "Skäl."})
    there = Values.objects.filter(entry_id__gte=number - 2).values_list("entry_id", flat=True)
    assert sorted(there) == [number, number + 1, number + 2]


def test_a_name_is_erased(client):
    entry()
    refused = client.post("/logg/radera/", {"namn": "Anna Berg", "skal": "Anna Berg vill."})
    assert refused.status_code == 422
    done = client.post("/logg/radera/", {"namn": "Anna Berg", "skal": "Begäran."}, follow=True)
    assert "raderade" in done.content.decode()
    assert "Anna Berg" not in client.get("/logg/").content.decode()


def test_what_is_not_there_is_not_found(client):
    for address in (
        f"/logg/{NO_SUCH}/",
        f"/organ/{NO_SUCH}/historik/",
        f"/moten/{NO_SUCH}/historik/",
        f"/personer/{NO_SUCH}/historik/",
        f"/handlingar/{NO_SUCH}/historik/",
    ):
        assert client.get(address).status_code == 404, address


def test_the_words_of_who_acted_run_nothing(client):
    entry(viewer=coordinator("<script>alert(1)</script>", 4))
    assert b"<script>alert" not in client.get("/logg/").content
    assert b"<script>alert" not in client.get(f"/logg/{last()}/").content
