"""What a principal, a body and a person owe and wait for, as their pages show it and print it."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
from django.utils import timezone

from handslag.domain.access.roles import Role
from handslag.domain.access.things import ScopeKind
from handslag.domain.accounts.models import Grant
from handslag.domain.base.states import PublicationState
from handslag.domain.matters.models import Reservation
from handslag.domain.registry.models import Seat
from tests.builders import (
    NO_SUCH,
    a_body,
    a_clause,
    a_matter,
    a_meeting,
    a_principal,
    an_item,
)
from tests.domain.matters.owing.test_pages import SHARED, an_assignment, called, who_sits
from tests.signed_in import a_user, signed_in

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


def in_days(count: int):
    return timezone.localdate() + timedelta(days=count)


def as_member(body, principal, name="Lena Ask") -> Client:
    user = a_user(name)
    who_sits(body, principal, name, user=user)
    return signed_in(user)


def story():
    """A municipality with a late assignment, an empty seat, an unanswered notice, a reservation."""
    body, principal = a_body("Nordnätverket"), a_principal("Stensala kommun")
    item = an_item(a_meeting(body, in_days(-30), **SHARED), "Hjälpmedel")
    a_matter(item, title="Hjälpmedel i hemmet")
    clause = a_clause(item, "att ge Stensala i uppdrag att räkna på hjälpmedel")
    an_assignment(item, "Räkna på hjälpmedel", clause, to=[principal], due_date=in_days(-4))
    Seat.objects.create(body=body, principal=principal, count=3)
    per = who_sits(body, principal, "Per Ek")
    called(a_meeting(body, in_days(12), **SHARED), per, principal)
    Reservation.objects.create(
        decision=clause.decision, by="Stensala kommun", principal=principal, text="För dyrt."
    )
    return body, principal, clause


def bytes_of(answer) -> bytes:
    return b"".join(answer.streaming_content)


def text_of(answer) -> str:
    document = pypdfium2.PdfDocument(bytes_of(answer))
    assert len(document) == 1
    return " ".join(document[0].get_textpage().get_text_bounded().split())


def test_a_member_reads_what_their_municipality_owes():
    body, principal, clause = story()
    page = as_member(body, principal).get(f"/organisationer/{principal.id}/").content.decode()
    for words in (
        "Räkna på hjälpmedel",
        "försenat",
        f"/beslut/{clause.code}/",
        "Hjälpmedel i hemmet",
        "Nominera",
        "Svara på kallelsen",
        "Per Ek",
        "Reserverar sig",
        "För dyrt.",
        "1 försenad",
    ):
        assert words in page, words


def test_a_member_of_another_municipality_does_not_read_who_has_answered():
    body, principal, _clause = story()
    client = as_member(body, a_principal("Sörviks kommun"), "Bo Al")
    page = client.get(f"/organisationer/{principal.id}/").content.decode()
    assert "Räkna på hjälpmedel" in page
    assert "Svara på kallelsen" not in page
    assert "Svara på kallelsen" not in text_of(
        client.get(f"/organisationer/{principal.id}/blad.pdf")
    )


def test_somebody_of_another_body_sees_what_they_may_see_elsewhere_and_no_more():
    _body, principal, clause = story()
    client = as_member(a_body("Rådet"), a_principal("Sörviks kommun"), "Bo Al")
    for address in ("", "blad.pdf"):
        answer = client.get(f"/organisationer/{principal.id}/{address}")
        told = text_of(answer) if address else answer.content.decode()
        for words in ("hjälpmedel", "Hjälpmedel", "Per Ek", "Nordnätverket", clause.code):
            assert words not in told, words


def test_a_closed_item_leaves_no_trace_for_a_reader():
    body, principal = a_body(), a_principal()
    item = an_item(a_meeting(body, in_days(-30), **SHARED), "Hemlig fråga", closed=True)
    a_matter(item, title="Hemlig fråga")
    an_assignment(item, "Gör det hemliga", to=[principal])
    reader = a_user("Läsaren")
    Grant.objects.create(user=reader, role=Role.READER, since=in_days(-500))
    client = signed_in(reader)
    told = client.get(f"/organisationer/{principal.id}/").content.decode()
    told += text_of(client.get(f"/organisationer/{principal.id}/blad.pdf"))
    assert "emliga" not in told
    assert "Hemlig" not in told
    member = as_member(body, principal)
    assert "Gör det hemliga" in member.get(f"/organisationer/{principal.id}/").content.decode()


def test_a_draft_is_for_those_who_prepare_it():
    body, principal = a_body(), a_principal()
    item = an_item(a_meeting(body, in_days(-3), state=PublicationState.DRAFT), "Utkastet")
    an_assignment(item, "Ur ett utkast", to=[principal])
    address = f"/organisationer/{principal.id}/"
    assert "Ur ett utkast" not in as_member(body, principal).get(address).content.decode()
    assert "Ur ett utkast" in signed_in().get(address).content.decode()


def test_the_contact_of_a_principal_reads_of_its_answers():
    _body, principal, _clause = story()
    contact = a_user("Kontakten")
    Grant.objects.create(
        user=contact,
        role=Role.CONTACT,
        scope_kind=ScopeKind.PRINCIPAL,
        scope_id=principal.id,
        since=in_days(-500),
    )
    page = signed_in(contact).get(f"/organisationer/{principal.id}/").content.decode()
    assert "Svara på kallelsen" in page
    assert "Räkna på hjälpmedel" in page


def test_the_sheet_is_one_page_with_the_most_urgent_and_tells_what_it_left_out():
    body, principal, _clause = story()
    item = an_item(a_meeting(body, in_days(-60), **SHARED), "Mycket")
    for number in range(80):
        an_assignment(
            item, f"Sak nummer {number} att göra", to=[principal], due_date=in_days(number)
        )
    answer = as_member(body, principal).get(f"/organisationer/{principal.id}/blad.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert (
        f"stensala-kommun-{timezone.localdate().isoformat()}.pdf" in answer["Content-Disposition"]
    )
    told = text_of(answer)
    assert "Försenat: Räkna på hjälpmedel" in told
    assert f"till, se http://testserver/organisationer/{principal.id}/" in told.replace(" -", "-")


def test_the_sheet_says_what_it_is():
    _body, principal, _clause = story()
    answer = signed_in().get(f"/organisationer/{principal.id}/blad.pdf")
    with pikepdf.open(io.BytesIO(bytes_of(answer))) as document:
        assert str(document.Root.Lang) == "sv-SE"
        assert str(document.docinfo["/Title"]).startswith("Stensala kommun ")


def test_a_section_is_shown_whole():
    body, principal = a_body(), a_principal()
    item = an_item(a_meeting(body, in_days(-60), **SHARED), "Mycket")
    for number in range(24):
        an_assignment(item, f"Sak {number}.", to=[principal], due_date=in_days(number))
    client = signed_in()
    short = client.get(f"/organisationer/{principal.id}/").content.decode()
    assert "4 saker till att göra" in short
    assert "Sak 23." not in short
    whole = client.get(f"/organisationer/{principal.id}/?alla=gora").content.decode()
    assert "Sak 23." in whole


def test_a_bodys_and_a_persons_pages_are_reached_from_theirs():
    body, principal, _clause = story()
    client = as_member(body, principal)
    assert f"/organ/{body.id}/att-gora/" in client.get(f"/organ/{body.id}/").content.decode()
    page = client.get(f"/organ/{body.id}/att-gora/").content.decode()
    assert "Räkna på hjälpmedel" in page
    assert text_of(client.get(f"/organ/{body.id}/blad.pdf"))


def test_a_member_finds_their_municipality_and_their_own():
    body, principal, _clause = story()
    client = as_member(body, principal)
    for address in ("/", "/mina-moten/", "/jag/"):
        page = client.get(address).content.decode()
        assert f"/organisationer/{principal.id}/" in page, address
    assert 'href="/jag/"' in client.get("/mina-moten/").content.decode()
    assert "Lena Ask" in text_of(client.get("/jag/blad.pdf"))


def test_an_account_that_is_nobody_in_the_register_is_told_so():
    client = signed_in()
    assert "hör inte till någon i registret" in client.get("/jag/").content.decode()
    assert client.get("/jag/blad.pdf").status_code == 404


def test_nothing_by_that_id():
    client = signed_in()
    for kind in ("organ", "personer", "organisationer"):
        assert client.get(f"/{kind}/{NO_SUCH}/blad.pdf").status_code == 404
    for kind in ("organ", "personer"):
        assert client.get(f"/{kind}/{NO_SUCH}/att-gora/").status_code == 404
