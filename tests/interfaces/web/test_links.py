"""Limited links in the browser: given once, followed without an account, leading to one thing."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from handslag.domain.access.roles import Role
from handslag.domain.access.things import COUNTY, of_body
from handslag.domain.access.viewer import Held
from handslag.domain.accounts.models import Link
from handslag.domain.base.facts import Phase
from handslag.domain.base.states import PublicationState as S
from handslag.domain.documents import store
from handslag.domain.documents.models import Document
from handslag.domain.meetings.models import Meeting
from tests.builders import (
    NO_SUCH,
    a_body,
    a_document,
    a_meeting,
    a_paper,
    a_principal,
    a_user,
    an_item,
)
from tests.signed_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    """A meeting whose notice is shared and whose minutes are a draft."""
    meeting = a_meeting(a_body("Länsnätverket"), planned_state=S.SHARED)
    for phase, state in ((Phase.PLAN, S.SHARED), (Phase.HELD, S.DRAFT)):
        paper = a_paper(meeting, phase)
        digest = store.keep(f"bytes of {phase}".encode())
        Document.objects.filter(id=paper.id).update(
            state=state, body=meeting.body, sha256=digest, name=f"{phase}.txt"
        )
    an_item(meeting, "Avtal om hjälpmedel", planned_heading="Avtal om hjälpmedel")
    an_item(meeting, "Enskilt ärende", order=2, planned_order=2, closed=True)
    return meeting


def give(client, thing, name="mote", **said):
    form = {
        "recipient": "Vera Ask",
        "principal": a_principal(f"Kommun {Link.objects.count()}").id,
        "until": timezone.localdate() + timedelta(days=7),
    }
    return client.post(f"/lankar/?{name}={thing.id}", form | said)


def address_in(answer) -> str:
    (found,) = re.findall(r"http://testserver(/lank/[\w-]{32}/)", answer.content.decode())
    return found


def test_a_link_is_given_shown_once_and_followed_by_a_stranger(client, meeting):
    assert f"/lankar/?mote={meeting.id}" in client.get(f"/moten/{meeting.id}/").content.decode()
    address = address_in(give(client, meeting))
    page = client.get(f"/lankar/?mote={meeting.id}").content.decode()
    assert "Vera Ask" in page
    assert address not in page
    seen = Client().get(address).content.decode()
    assert "Avtal om hjälpmedel" in seen
    assert "given till Vera Ask för Kommun 0" in seen
    assert "Enskilt ärende" not in seen
    assert "1 gång" in client.get("/lankar/").content.decode()


def test_nothing_leads_from_a_link_into_the_desk(client, meeting):
    notice = Document.objects.get(state=S.SHARED)
    for thing, name in ((meeting, "mote"), (notice, "handling")):
        address = address_in(give(client, thing, name))
        page = Client().get(address).content.decode()
        leads = set(re.findall(r'(?:href|action)="(/[^"]*)"', page)) - {"/sprak/"}
        # what everybody may read is nothing of the desk's
        own = {link for link in leads if link.startswith(("/static/", "/offentligt/", address))}
        assert leads == own
        assert "Huvudmeny" not in page


def test_the_address_is_kept_by_nobody_and_found_by_no_search_engine(client, meeting):
    address = address_in(give(client, meeting))
    notice = Document.objects.get(state=S.SHARED)
    stranger = Client()
    for where in (address, f"{address}fil/{notice.id}", f"/lank/{'x' * 32}/"):
        answer = stranger.get(where)
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert answer["Referrer-Policy"] == "strict-origin"
        assert answer["Cache-Control"] == "no-store"
        if answer.streaming:
            assert b"".join(answer)  # read to its end, and so closed


def test_files_of_the_thing_are_fetched_and_no_others(client, meeting):
    address = address_in(give(client, meeting))
    notice, minutes = Document.objects.get(state=S.SHARED), Document.objects.get(state=S.DRAFT)
    published = a_document(state=S.PUBLISHED, body=meeting.body)
    stranger = Client()
    found = stranger.get(f"{address}fil/{notice.id}")
    assert b"".join(found) == b"bytes of plan"
    assert "attachment" in found["Content-Disposition"]
    for other in (minutes.id, published.id, NO_SUCH, 2**63):
        assert stranger.get(f"{address}fil/{other}").status_code == 404


def test_a_document_alone(client, meeting):
    notice = Document.objects.get(state=S.SHARED)
    secretary = signed_in(a_user("Bo Ek", Held(Role.SECRETARY, of_body(meeting.body_id))))
    page = secretary.get(f"/handlingar/{notice.id}/").content.decode()
    assert f"/lankar/?handling={notice.id}" in page
    address = address_in(give(client, notice, "handling"))
    page = Client().get(address).content.decode()
    assert "Här står det som protokollförts" in page
    file = Client().get(f"{address}fil/{notice.id}")
    assert file.status_code == 200
    file.close()


def test_a_link_taken_back_says_so_and_leads_nowhere(client, meeting):
    address = address_in(give(client, meeting))
    link = Link.objects.get()
    answer = client.post(f"/lankar/{link.id}/?mote={meeting.id}", follow=True)
    assert "Länken är indragen" in answer.content.decode()
    assert answer.redirect_chain == [(f"/lankar/?mote={meeting.id}", 302)]
    gone = Client().get(address)
    assert gone.status_code == 410
    assert "dragits in" in gone.content.decode()
    assert Client().get(f"{address}fil/1").status_code == 410
    assert client.post(f"/lankar/{link.id}/")["Location"] == "/lankar/"


def test_a_link_ends_with_its_day_and_with_its_thing(client, meeting):
    address = address_in(give(client, meeting))
    Meeting.objects.update(planned_state=S.WITHDRAWN)
    assert "inte att se" in Client().get(address).content.decode()
    Meeting.objects.update(planned_state=S.PUBLISHED)
    assert Client().get(address).status_code == 200
    Link.objects.update(until=date(2020, 1, 1))
    assert "sista dagen" in Client().get(address).content.decode()


def test_a_link_gives_no_more_than_itself_to_whoever_follows_it(client, meeting):
    address, stranger = address_in(give(client, meeting)), Client()
    stranger.get(address)
    assert "sessionid" not in stranger.cookies
    assert stranger.get(f"/moten/{meeting.id}/").status_code in (302, 404)
    assert stranger.post(address).status_code == 405


def test_a_draft_has_no_form_and_a_forged_one_is_refused(client):
    draft = a_document(state=S.DRAFT)
    assert "Det här är inte delat" in client.get(f"/lankar/?handling={draft.id}").content.decode()
    answer = give(client, draft, "handling")
    assert answer.status_code == 422
    assert not Link.objects.exists()


def test_what_will_not_do_is_told_beside_its_field(client, meeting):
    answer = give(client, meeting, until="2020-01-01")
    assert answer.status_code == 422
    assert "högst ett år fram" in answer.content.decode()
    assert 'value="Vera Ask"' in answer.content.decode()
    assert client.post("/lankar/", {}).status_code == 404


@pytest.mark.parametrize("role", [Role.READER, Role.MEMBER])
def test_links_are_not_for_others(meeting, role):
    own = signed_in(a_user("Bo Ek", Held(role, of_body(meeting.body_id))))
    assert own.get("/lankar/").status_code == 403
    assert give(own, meeting).status_code == 403
    assert own.post("/lankar/1/").status_code == 403
    assert "Begränsade länkar" not in own.get(f"/moten/{meeting.id}/").content.decode()
    assert Client().get("/lankar/").status_code == 302


def test_a_secretary_gives_links_in_the_own_body(meeting):
    own = signed_in(a_user("Bo Ek", Held(Role.SECRETARY, of_body(meeting.body_id))))
    address = address_in(give(own, meeting))
    assert Client().get(address).status_code == 200
    other = a_meeting(a_body("Annat organ"), planned_state=S.SHARED)
    a_paper(other, Phase.PLAN)
    assert give(own, other).status_code == 403


def test_an_auditor_reads_of_links_and_gives_none(client, meeting):
    give(client, meeting)
    own = signed_in(a_user("Revisorn", Held(Role.AUDITOR, COUNTY)))
    page = own.get(f"/lankar/?mote={meeting.id}").content.decode()
    assert "Vera Ask" in page
    assert "Ge ut en länk" not in page
    assert own.post(f"/lankar/{Link.objects.get().id}/").status_code == 403
