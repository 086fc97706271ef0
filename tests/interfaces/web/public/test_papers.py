"""A notice or minutes as the public reads them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from handslag.domain.publications import actions
from handslag.domain.publications.content import (
    Assignment,
    Attachment,
    Attendance,
    Clause,
    Decision,
    Item,
    Outcome,
    Person,
    Point,
    Proposal,
    Reservation,
    Transfer,
    Vote,
)
from tests.builders import VIEWER
from tests.domain.publications.making import a_file, published, said

pytestmark = pytest.mark.django_db

ONE = "/offentligt/nordnatverket/2031-02-03/protokoll/"


def test_the_lasting_address_shows_the_newest_version(client, two_versions):
    page = client.get(ONE).content.decode()
    assert "att godkänna avtalet från den 1 maj" in page
    assert "gäller.</strong>" not in page
    assert 'id="punkt-1"' in page
    assert 'id="beslut-1-1"' in page
    assert "Vera Ask, enhetschef, Norrviks kommun" in page


def test_an_earlier_version_says_that_another_one_holds(client, two_versions):
    answer = client.get(f"{ONE}version/1/")
    page = answer.content.decode()
    assert "Det här är version 1. Version 2 gäller." in page
    assert "från den 1 maj" not in page
    assert "noindex" in answer["X-Robots-Tag"]
    assert f'<link rel="canonical" href="http://testserver{ONE}">' not in page


def test_the_newest_version_by_its_number_is_the_same_without_the_banner(client, two_versions):
    answer = client.get(f"{ONE}version/2/")
    assert "gäller.</strong>" not in answer.content.decode()
    assert "noindex" in answer["X-Robots-Tag"]


def test_what_changed_is_told_in_marks_and_in_words(client, two_versions):
    answer = client.get(f"{ONE}skillnad/2/")
    page = answer.content.decode()
    assert "<ins>" in page
    assert "från den 1 maj" in page
    assert "1 ställe" in page
    assert "4 ord tillagda" in page
    assert "Dagen saknades." in page
    assert "noindex" in answer["X-Robots-Tag"]
    assert client.get(f"{ONE}skillnad/1/").status_code == 404
    assert client.get(f"{ONE}skillnad/3/").status_code == 404


def test_a_closed_item_is_told_as_a_place(client, body):
    closed = Item(anchor="punkt-2", number="2", closed=True, closed_ground="OSL 26 kap. 1 §")
    actions.publish_version(
        viewer=VIEWER, meeting_id=7, body_id=body.id, content=_with(said(), closed)
    )
    page = client.get(ONE).content.decode()
    assert "Sluten punkt" in page
    assert "Punkten är sluten enligt OSL 26 kap. 1 §." in page


def _with(content, *items):
    return replace(content, items=(*content.items, *items))


def test_all_that_minutes_can_say_is_shown(client, body):
    whole = Item(
        anchor="punkt-2",
        number="2",
        heading="Hemvård",
        kind="decision",
        outcome="decided",
        text_marked="Först **tungt**.\n\n1. ett\n2. två\n   - djupt",
        proposals=(
            Proposal(
                by="Styrgruppen",
                points=(
                    Point(
                        text="att prova",
                        number="1",
                        outcomes=(Outcome(verdict="approved", side="region"),),
                    ),
                ),
            ),
        ),
        attachments=(Attachment(label="4a", closed=True), Attachment(label="5", title="Planen")),
        decisions=(
            Decision(
                clauses=(),
                by="Regionen",
                abstaining=("kommunerna",),
                vote=Vote(text="Öppet.", in_favour=3, against=2),
                reservations=(Reservation(by=Person(name="Ulf Eng"), text="för dyrt"),),
            ),
        ),
    )
    people = Attendance(
        present=(Person(name="Eva Ek", note="från punkt 2"),), absent=(Person(name="Bo Alm"),)
    )
    content = _with(said(attendance=people), whole)
    actions.publish_version(viewer=VIEWER, meeting_id=7, body_id=body.id, content=content)
    page = " ".join(client.get(ONE).content.decode().split())
    for words in (
        "<strong>tungt</strong>",
        "<ol> <li>ett</li> <li>två <ul> <li>djupt</li> </ul> </li> </ol>",
        "regionen: godkänd",
        "Bilaga 4a",
        'Bilaga 5: <span lang="sv">Planen</span>',
        "Deltar inte i beslutet: kommunerna",
        "Öppet. 3 för, 2 emot, 0 avstår",
        "Ulf Eng: för dyrt",
        'Eva Ek <span class="quiet">(från punkt 2)</span>',
        "Frånvarande",
    ):
        assert words in page, words


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"back_date": date(2031, 4, 3)}, "Väntas åter i Nordnätverket torsdag 3 april 2031."),
        ({"back_text": "till hösten"}, "Väntas åter i Nordnätverket: till hösten."),
        (
            {"back_date": date(2031, 4, 3), "back_text": "vid mötet"},
            "Väntas åter i Nordnätverket torsdag 3 april 2031, vid mötet.",
        ),
        ({}, ""),
    ],
)
def test_what_goes_on_says_when_it_is_expected_back(client, body, told, words):
    sent = Transfer(kind="referred", to_body="Välfärdsrådet", **told)
    clause = Clause(text="att hänskjuta", anchor="beslut-2-1", transfers=(sent,))
    decided = Item(anchor="punkt-2", number="2", decisions=(Decision(clauses=(clause,)),))
    alone = Item(anchor="punkt-3", number="3", transfers=(sent,))
    content = _with(said(), decided, alone)
    actions.publish_version(viewer=VIEWER, meeting_id=7, body_id=body.id, content=content)
    page = " ".join(client.get(ONE).content.decode().split())
    assert page.count("Hänskjutet till Välfärdsrådet") == 2
    assert page.count("Väntas åter") == (2 if words else 0)
    assert page.count(words) >= 2


def test_what_somebody_wrote_as_html_is_words(client, body):
    published(body, heading="<script>x</script>", clause="<b>att</b> & så")
    page = client.get(ONE).content.decode()
    assert "<script>x" not in page
    assert "&lt;b&gt;att&lt;/b&gt; &amp; så" in page


def test_a_withdrawn_one_is_gone_with_its_reason_wherever_it_stood(client, two_versions):
    actions.withdraw(viewer=VIEWER, meeting_id=two_versions, kind="minutes", reason="Fel möte.")
    for address in ("", "version/1/", "version/2/", "skillnad/2/", "version/1/protokoll.pdf"):
        answer = client.get(f"{ONE}{address}")
        assert answer.status_code == 410, address
        page = answer.content.decode()
        assert "Fel möte." in page
        assert "hjälpmedel" not in page
        assert "noindex" in answer["X-Robots-Tag"]
    assert client.get("/offentligt/nordnatverket/2031-02-03/").status_code == 410


def test_a_suppressed_version_is_gone_alone(client, two_versions):
    actions.suppress_version(
        viewer=VIEWER,
        meeting_id=two_versions,
        kind="minutes",
        number=2,
        reason="En uppgift för mycket.",
    )
    assert "1 maj" not in client.get(ONE).content.decode()
    assert "att godkänna avtalet" in client.get(ONE).content.decode()
    answer = client.get(f"{ONE}version/2/")
    assert answer.status_code == 410
    assert "En uppgift för mycket." in answer.content.decode()
    assert client.get(f"{ONE}skillnad/2/").status_code == 410
    assert client.get(f"{ONE}version/2/protokoll.pdf").status_code == 410


@pytest.mark.parametrize(
    "address",
    [
        "/offentligt/finns-inte/",
        "/offentligt/nordnatverket/2031-02-04/",
        "/offentligt/nordnatverket/igar/protokoll/",
        "/offentligt/nordnatverket/2031-02-03/kallelse/",
        f"{ONE}version/3/",
        f"{ONE}version/1/annat.pdf",
        f"{ONE}version/99999999999999999999/",
        f"{ONE}version/99999999999999999999/protokoll.pdf",
    ],
)
def test_what_never_was_is_not_found_in_the_public_frame(client, two_versions, address):
    answer = client.get(address)
    assert answer.status_code == 404
    page = answer.content.decode()
    assert "/logga-in/" not in page
    assert "csrfmiddlewaretoken" not in page
    assert not answer.cookies


def test_a_file_is_saved_and_runs_nothing(client, two_versions):
    answer = client.get(f"{ONE}version/2/protokoll.pdf")
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 tva"
    assert answer["Content-Disposition"] == 'attachment; filename="protokoll.pdf"'
    assert answer["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
    assert "immutable" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "all"
    earlier = client.get(f"{ONE}version/1/protokoll.pdf")
    assert b"".join(earlier.streaming_content) == b"%PDF-1.7 ett"
    assert "noindex" in earlier["X-Robots-Tag"]
    again = client.get(f"{ONE}version/2/protokoll.pdf", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_a_file_that_the_disk_has_lost_is_not_found(client, body, settings):
    published(body, files=(a_file(),))
    settings.FILES = settings.FILES / "tom"
    assert client.get(f"{ONE}version/1/protokoll.pdf").status_code == 404


def test_a_meetings_day_has_notice_and_minutes_side_by_side(client, body):
    meeting_id = published(body)
    published(body, meeting_id=meeting_id, kind="notice")
    page = client.get("/offentligt/nordnatverket/2031-02-03/").content.decode()
    assert 'href="/offentligt/nordnatverket/2031-02-03/kallelse/"' in page
    assert f'href="{ONE}"' in page
    assert "Kallelsen</a>" in client.get(ONE).content.decode()


def test_a_cancelled_meeting_says_so(client, body):
    published(body, kind="notice", cancelled=True, cancelled_reason="Ordföranden är sjuk i dag.")
    page = client.get("/offentligt/nordnatverket/2031-02-03/kallelse/").content.decode()
    assert "Mötet är inställt" in page
    assert "Ordföranden är sjuk" in page


ASSIGNED = "att ge Länsnätverket i uppdrag att ta fram en plan"


def an_assigning_clause(**told):
    one = Assignment(assignees=("Länsnätverket",), **told)
    return Clause(text=ASSIGNED, anchor="beslut-1-1", action="assign", assignments=(one,))


def publish_item(body, decision: Decision) -> None:
    content = said()
    item = replace(content.items[0], decisions=(decision,))
    actions.publish_version(
        viewer=VIEWER,
        meeting_id=1,
        body_id=body.id,
        content=replace(content, items=(item,)),
        files=(),
        why="",
    )


@pytest.mark.parametrize("text", ["att ta fram en plan", "Ta fram en plan.", ASSIGNED])
def test_what_a_clause_assigns_is_not_told_twice(client, body, text):
    clause = an_assigning_clause(text=text, due=date(2031, 5, 9))
    publish_item(body, Decision(clauses=(clause,), by="nämnden"))
    page = client.get(ONE).content.decode()
    assert page.count("ta fram en plan") == 1
    assert "Uppdrag till:</span> Länsnätverket <span" in page
    assert "till 9 maj 2031" in page
    assert "Nämnden beslutar" in page


def test_what_a_clause_does_not_say_of_an_assignment_is_told(client, body):
    publish_item(body, Decision(clauses=(an_assigning_clause(text="att räkna"),)))
    page = client.get(ONE).content.decode()
    assert "<strong>Länsnätverket:</strong> att räkna" in page


@pytest.mark.parametrize(
    ("legal_form", "words"),
    [("network", "Minnesanteckningar"), ("joint-committee", "Protokoll")],
)
def test_minutes_are_called_what_the_body_keeps(client, body, legal_form, words):
    body.legal_form = legal_form
    body.save()
    meeting_id = published(body)
    of_body, of_day = "/offentligt/nordnatverket/", "/offentligt/nordnatverket/2031-02-03/"
    feed = "/offentligt/nordnatverket/flode.atom"
    for address in ("/offentligt/", of_body, of_day, ONE, "/offentligt/sok/?q=avtal", feed):
        page = client.get(address).content.decode()
        assert words in page, address
        assert "Protokoll eller" not in page, address
    actions.withdraw(viewer=VIEWER, meeting_id=meeting_id, kind="minutes", reason="Fel fil")
    assert f"{words}, <span" in client.get(ONE).content.decode()


def test_minutes_are_called_what_they_were_whatever_the_body_keeps_now(client, body):
    published(body, form="signed")
    page = client.get("/offentligt/nordnatverket/").content.decode()
    assert ">Protokoll<" in page
