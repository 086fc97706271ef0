"""The page of a meeting's minutes: checks, steps, comments, signatures, versions and papers."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse

from handslag.domain.access.roles import Role
from handslag.domain.access.things import of_body
from handslag.domain.access.viewer import Held, Viewer
from handslag.domain.matters.minutes import actions
from handslag.domain.matters.models import Clause
from handslag.domain.matters.queries import meeting_page
from handslag.domain.meetings.models import (
    AgendaItem,
    Attachment,
    AttachmentUse,
    AttachmentVersion,
    Correction,
    Discussion,
    Meeting,
    Minutes,
    MinutesAcknowledgement,
    MinutesComment,
    Signer,
)
from handslag.interfaces.web.kit.words import moment
from tests.builders import a_clause
from tests.builders import a_user as a_user_with
from tests.domain.minutes.written import (
    a_committee,
    a_full_meeting,
    a_written_meeting,
    finalise,
    held,
    officers,
    seen_of,
    share,
    the_secretary,
)
from tests.signed_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path / "files"


@pytest.fixture
def client():
    return signed_in()


@pytest.fixture
def viewer():
    return the_secretary()


def address(name: str, *args: object) -> str:
    return reverse(f"desk:{name}", args=args)


def text_of(response) -> str:
    return response.content.decode()


def a_member(meeting):
    held_role = Held(Role.MEMBER, of_body(meeting.body_id))
    return signed_in(a_user_with("Eva Ek Ledamot", held_role))


def test_the_page_shows_the_whole_as_it_would_be_with_what_the_checks_find_on_top(client):
    meeting = a_written_meeting()
    officers(meeting)
    item = held(meeting, "Avtal om hjälpmedel", outcome="decided")
    page = text_of(client.get(address("minutes", meeting.id)))
    assert "Punkten är beslutad men har inget beslut." in page
    assert "Avtal om hjälpmedel" in page
    assert page.index("inget beslut") < page.index('id="punkt-')
    assert 'value="dela"' not in page
    a_clause(item, "att godkänna planen")
    page = text_of(client.get(address("minutes", meeting.id)))
    assert 'value="dela"' in page
    assert "allmän handling" in page


def test_the_page_says_when_what_goes_on_is_expected_back(client):
    page = text_of(client.get(address("minutes", a_full_meeting().id)))
    assert "Ärendet väntas åter i Länsnätverket den 3 april 2031." in page
    assert "Ärendet väntas åter i Länsnätverket: efter sommaren." in page


def test_an_attachment_is_named_with_its_title_straight_after_its_label(client):
    meeting = a_written_meeting()
    item = held(meeting, "Riktlinje för utskrivning")
    attachment = Attachment.objects.create(
        meeting=meeting, label="1", title="Förslag till riktlinje"
    )
    AttachmentVersion.objects.create(
        attachment=attachment, number=1, name="riktlinje.pdf", sha256="a" * 64, size=1
    )
    AttachmentUse.objects.create(attachment=attachment, item=item)
    page = text_of(client.get(address("minutes", meeting.id)))
    words = " ".join(re.sub(r"<[^>]*>", "", page).split())
    assert "Bilaga 1: Förslag till riktlinje" in words


def test_sharing_finalising_and_correcting_from_the_page(client, viewer):
    meeting = a_full_meeting()

    def step(name):
        sett = seen_of(viewer, meeting)
        return client.post(address("minutes-step", meeting.id), {"steg": name, "sett": sett})

    assert step("dela").status_code == 302
    assert step("fardigstall").status_code == 302
    assert [row.state for row in Minutes.objects.order_by("version")] == ["shared", "finalised"]
    client.post(address("begin-correction", meeting.id), {"skal": "Fel namn"})
    assert "Fel namn" in text_of(client.get(address("minutes", meeting.id)))
    Discussion.objects.filter(item__meeting=meeting).update(text="Rättat till Eva.")
    assert step("ratta").status_code == 302
    page = text_of(client.get(address("minutes-differences", meeting.id, 3)))
    assert "<ins>" in page
    assert "<del>" in page
    client.post(address("begin-correction", meeting.id), {"skal": "Mer fel"})
    Discussion.objects.filter(item__meeting=meeting).update(text="Inget kvar.")
    client.post(address("give-up-correction", meeting.id))
    assert set(Discussion.objects.values_list("text", flat=True)) == {"Rättat till Eva."}
    assert Correction.objects.filter(ended_at__isnull=False).count() == 2


def test_who_reads_the_meeting_while_it_is_corrected_is_told_so_and_which_version_holds(viewer):
    meeting = a_full_meeting()
    share(viewer, meeting)
    final = finalise(viewer, meeting)
    reader = a_member(meeting)
    assert "rättas sedan" not in text_of(reader.get(address("meeting", meeting.id)))
    actions.begin_correction(viewer=viewer, meeting_id=meeting.id, reason="Fel namn i § 2")
    Discussion.objects.filter(item__meeting=meeting).update(text="Ändras just nu.")
    page = text_of(reader.get(address("meeting", meeting.id)))
    begun = Correction.objects.get(meeting=meeting).begun_at
    assert f"Det färdigställda rättas sedan {moment(begun)}: Fel namn i § 2" in page
    holds = address("minutes-version", meeting.id, Minutes.objects.get(id=final.minutes_id).version)
    assert f'<a href="{holds}">Version 2</a> gäller tills rättelsen är gjord.' in page
    as_it_holds = reader.get(holds)
    assert as_it_holds.status_code == 200
    assert "Ändras just nu." not in text_of(as_it_holds)
    actions.give_up_correction(viewer=viewer, meeting_id=meeting.id)
    assert "rättas sedan" not in text_of(reader.get(address("meeting", meeting.id)))


def test_of_a_correction_nobody_hears_who_may_not_read_the_minutes(viewer):
    meeting = a_full_meeting()
    share(viewer, meeting)
    finalise(viewer, meeting)
    actions.begin_correction(viewer=viewer, meeting_id=meeting.id, reason="Fel namn")
    correcting = meeting_page(viewer, meeting.id).correcting
    assert correcting is not None
    assert correcting.reason == "Fel namn"
    # the notice is for everybody, and the minutes no longer are
    Meeting.objects.filter(id=meeting.id).update(state="withdrawn", planned_state="published")
    elsewhere = Held(Role.MEMBER, of_body(meeting.body_id + 1))
    stranger = Viewer("Främling", frozenset({elsewhere}), None)
    assert meeting_page(stranger, meeting.id).correcting is None


def test_what_was_written_meanwhile_stops_the_step_and_is_shown(client):
    meeting = a_full_meeting()
    response = client.post(address("minutes-step", meeting.id), {"steg": "dela", "sett": "gammal"})
    assert response.status_code == 409
    assert "Någon har skrivit sedan du öppnade sidan" in text_of(response)
    assert not Minutes.objects.exists()


def test_a_warning_is_let_stand_with_a_reason_that_is_kept(client):
    meeting = a_full_meeting()
    Clause.objects.filter(action="appoint").update(text="att anta överenskommelsen om samverkan")
    page = client.get(address("minutes", meeting.id))
    key = next(one.finding.key for one in page.context["written"].checked)
    sent = {"varning": key, "skal": ""}
    assert client.post(address("acknowledge-warning", meeting.id), sent).status_code == 422
    sent["skal"] = "Det är nätverkets eget avtal."
    assert client.post(address("acknowledge-warning", meeting.id), sent).status_code == 302
    assert MinutesAcknowledgement.objects.get().reason == "Det är nätverkets eget avtal."
    assert "Det är nätverkets eget avtal." in text_of(client.get(address("minutes", meeting.id)))


def test_a_member_reads_the_last_version_and_comments_and_the_secretary_answers(client, viewer):
    meeting = a_full_meeting()
    member = a_member(meeting)
    assert member.get(address("minutes", meeting.id)).status_code == 404
    share(viewer, meeting)
    Discussion.objects.filter(item__meeting=meeting).update(text="Ännu inte delat.")
    page = text_of(member.get(address("minutes", meeting.id)))
    assert "hälsar välkommen" in page
    assert "Ännu inte delat" not in page
    item = AgendaItem.objects.get(meeting=meeting, heading="Gemensam samordnare")
    sent = {"version": "1", "punkt": str(item.id), "text": "Det var Bo."}
    assert member.post(address("comment-minutes", meeting.id), sent).status_code == 302
    row = MinutesComment.objects.get()
    assert member.post(
        address("answer-comment", meeting.id, row.id), {"text": "Nej"}
    ).status_code in {403, 404}
    client.post(address("answer-comment", meeting.id, row.id), {"text": "Ändrat."})
    page = text_of(member.get(address("minutes", meeting.id)))
    assert "Det var Bo." in page
    assert "Ändrat." in page


def test_signed_minutes_tell_who_has_signed_and_how_many_days_are_left(client, viewer):
    meeting = a_full_meeting(a_committee())
    share(viewer, meeting)
    page = text_of(client.get(address("minutes", meeting.id)))
    assert "dagar kvar" in page
    assert "Hur man överklagar" in page
    signer = Signer.objects.get(name="Eva Ek")
    client.post(
        address("sign-minutes", meeting.id, signer.id), {"version": "1", "dag": "2026-01-05"}
    )
    assert "Skrev under 5 januari 2026" in text_of(client.get(address("minutes", meeting.id)))


def test_papers_and_excerpts_come_of_a_version(client, viewer):
    meeting = a_full_meeting()
    share(viewer, meeting)
    finalise(viewer, meeting)
    pdf = client.get(address("minutes-file", meeting.id, 2, "uppteckning.pdf"))
    assert b"".join(pdf.streaming_content).startswith(b"%PDF")
    assert client.get(address("minutes-draft", meeting.id)).content.startswith(b"%PDF")
    words = text_of(client.get(address("minutes-text", meeting.id, 2)))
    assert "Gemensam samordnare" in words
    item = AgendaItem.objects.get(meeting=meeting, heading="Gemensam samordnare")
    whole = text_of(client.get(address("minutes-excerpt", meeting.id, 2, item.id, "txt")))
    assert "Utdrag" in whole
    assert "Nytt avtal om tolk" not in whole
    one = address("minutes-excerpt", meeting.id, 2, item.id, "txt") + "?sats=0-1"
    clause = text_of(client.get(one))
    assert "att avslå styrgruppens förslag p. 2" in clause
    assert "uppdragsbeskrivning" not in clause
    assert client.get(one.replace("0-1", "0-99")).status_code == 404
    assert client.get(one.replace("0-1", "x")).status_code == 404
    excerpt = client.get(address("minutes-excerpt", meeting.id, 2, item.id, "pdf"))
    assert excerpt.content.startswith(b"%PDF")


def test_the_page_costs_as_many_queries_however_long_the_meeting(client, django_assert_num_queries):
    small, large = a_full_meeting(), a_full_meeting(items=13, day=date(2031, 3, 3))
    client.get(address("minutes", small.id))
    with django_assert_num_queries(QUERIES):
        client.get(address("minutes", small.id))
    with django_assert_num_queries(QUERIES):
        client.get(address("minutes", large.id))


QUERIES = 34
