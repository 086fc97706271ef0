"""Notices through a real mail server, read by its own hand and by the calendar library."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from handslag.domain.base.outbox import HOLD, WAITS, Outbox
from handslag.domain.base.states import PublicationState
from handslag.domain.meetings.models import (
    Attachment,
    Delivery,
    DeliveryState,
    Meeting,
    Notice,
    Reply,
)
from handslag.domain.meetings.notices import actions
from handslag.domain.meetings.notices.rules import Chosen
from handslag.output.notices.sending import Changed, preview, send
from handslag.output.post.work import Postman, deliver
from tests.calendars import read
from tests.output.post import mailbox
from tests.output.post.mailbox import mail_server
from tests.output.post.notices import (
    DAY,
    a_network,
    a_planned_item,
    a_planned_meeting,
    a_version,
    an_attachment,
    presented,
    send_now,
    somebody,
    the_coordinator,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

    from tests.output.post.mailbox import Mailbox

pytestmark = pytest.mark.django_db
NORA = "nora.norr@exempel.se"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path / "files"


@pytest.fixture
def box(settings) -> Iterator[Mailbox]:
    with mail_server(settings) as found:
        yield found


@pytest.fixture
def meeting() -> Meeting:
    body, _people = a_network()
    made = a_planned_meeting(body)
    an_attachment(a_planned_item(made, "Budget för 2031"))
    a_planned_item(made, "Övriga frågor")
    return made


def parts(letter: EmailMessage) -> dict[str, EmailMessage]:
    return {part.get_content_type(): part for part in letter.walk()}


def event_in(letter: EmailMessage):
    part = parts(letter)["text/calendar"]
    calendar = read(part.get_content())
    assert part.get_param("method") == calendar.properties["METHOD"]
    (event,) = calendar.events
    return calendar.properties["METHOD"], event


def due_now() -> None:
    """Let the time pass until every letter that waits is due."""
    Delivery.objects.filter(state=DeliveryState.WAITING).update(next_try=timezone.now())


def states() -> list[str]:
    return sorted(Delivery.objects.values_list("state", flat=True))


def test_everybody_of_the_body_gets_a_letter_of_their_own(box, meeting):
    sent = send_now(the_coordinator(), meeting)
    assert (sent.letters, sent.without_address, sent.already) == (4, (), False)
    assert deliver() == 4
    assert sorted(one["X-Rcpt"] for one in box.letters) == [
        "adam.adjungerad@exempel.se",
        NORA,
        "olle.ordforande@exempel.se",
        "sara.soder@exempel.se",
    ]
    assert all(len(one.get_all("To")) == 1 for one in box.letters)
    assert len({one["Message-ID"] for one in box.letters}) == 4
    assert states() == ["sent"] * 4
    assert deliver() == 0


def test_a_letter_has_words_a_page_an_invitation_and_the_papers(box, meeting):
    send_now(the_coordinator(), meeting)
    deliver()
    (letter,) = box.to(NORA)
    assert letter["Subject"] == "Kallelse: Länsnätverket 3 februari 2031"
    assert letter["From"] == "Handslag <handslag@exempel.se>"
    assert letter["Reply-To"] == "Karin Kallelse <karin.kallelse@exempel.se>"
    assert letter["Auto-Submitted"] == "auto-generated"
    found = parts(letter)
    words = found["text/plain"].get_content()
    assert "Hej Nora Norr" in words
    assert "måndag 3 februari 2031, kl. 09.00–12.00" in words
    assert "1. Budget för 2031" in words
    assert "https://handslag.exempel.se/svar/" in words
    assert "<li>1. Budget för 2031</li>" in found["text/html"].get_content()
    names = [part.get_filename() for part in letter.iter_attachments()]
    assert names == ["kallelse-2031-02-03.pdf", "alla-handlingar-2031-02-03.pdf"]
    assert found["application/pdf"].get_content().startswith(b"%PDF")


def test_the_invitation_is_for_its_reader_alone_at_the_meetings_hour(box, meeting):
    send_now(the_coordinator(), meeting)
    deliver()
    method, event = event_in(box.to(NORA)[0])
    assert method == "REQUEST"
    assert (str(event["UID"]), event["SEQUENCE"]) == (str(meeting.uid), 0)
    here = ZoneInfo("Europe/Stockholm")
    assert event["DTSTART"].dt == datetime(2031, 2, 3, 9, 0, tzinfo=here)
    assert event["DTEND"].dt == datetime(2031, 2, 3, 12, 0, tzinfo=here)
    assert event["LOCATION"] == "Stadshuset, sal 2"
    assert str(event["ATTENDEE"]) == f"mailto:{NORA}"
    assert str(event["ORGANIZER"]) == "mailto:handslag@exempel.se"


def test_what_is_large_is_left_out_and_the_letter_leads_to_it(box, meeting, settings):
    settings.MAIL_LARGEST = 1000
    send_now(the_coordinator(), meeting)
    deliver()
    (letter,) = box.to(NORA)
    assert [part.get_filename() for part in letter.iter_attachments()] == [
        "kallelse-2031-02-03.pdf"
    ]
    words = parts(letter)["text/plain"].get_content()
    assert "Handlingarna är för stora att skicka med e-post." in words
    assert "https://handslag.exempel.se/mina-moten/" in words


def test_sending_makes_the_plan_a_public_record_and_lets_the_labels_stand(meeting):
    send_now(the_coordinator(), meeting)
    meeting.refresh_from_db()
    assert meeting.planned_state == PublicationState.SHARED
    assert Attachment.objects.get().sent


def test_the_same_sent_twice_goes_once(box, meeting):
    viewer, other = the_coordinator(), the_coordinator("Bo Samordnare")
    seen = preview(viewer, meeting.id, Chosen()).fingerprint
    assert preview(other, meeting.id, Chosen()).fingerprint == seen
    told = {"meeting_id": meeting.id, "seen": seen, "chosen": Chosen()}
    assert send(viewer=viewer, **told).letters == 4
    assert send(viewer=viewer, **told).already
    assert send(viewer=other, **told).already
    deliver()
    assert len(box.letters) == 4
    assert Notice.objects.count() == 1


def test_nobody_sends_what_they_have_not_seen(meeting):
    viewer = the_coordinator()
    seen = preview(viewer, meeting.id, Chosen()).fingerprint
    a_planned_item(meeting, "En sak till")
    with pytest.raises(Changed):
        send(viewer=viewer, meeting_id=meeting.id, seen=seen, chosen=Chosen())
    assert not Notice.objects.exists()
    assert not Delivery.objects.exists()


def test_a_later_version_tells_what_is_new_and_raises_the_invitation(box, meeting):
    viewer = the_coordinator()
    send_now(viewer, meeting)
    late = a_planned_item(
        meeting, "Statsbidrag", late=True, late_reason="beslut kom i går", late_by="Olle Ordförande"
    )
    an_attachment(late, "2", late_reason="kom i går", late_by="Olle Ordförande")
    a_version(Attachment.objects.get(label="1"), b"ny siffra")
    send_now(viewer, meeting)
    deliver()
    first, second = box.to(NORA)
    words = parts(second)["text/plain"].get_content()
    assert second["Subject"].startswith("Ny version av kallelsen:")
    assert "Sent inlagd av Olle Ordförande: beslut kom i går." in words
    assert "Ny punkt: 3 Statsbidrag." in words
    assert "Bilaga 1, Underlag har kommit i en ny version." in words
    assert "Ny bilaga 2, Underlag." in words
    assert [event_in(one)[1]["SEQUENCE"] for one in (first, second)] == [0, 1]
    assert {event_in(one)[1]["UID"] for one in (first, second)} == {str(meeting.uid)}


def test_alternates_get_it_on_request_and_presenters_only_their_own_items(box, meeting):
    expert = somebody(a_network_elsewhere(), "Petra Föredragande", email="petra@exempel.se")
    presented(meeting.items.get(planned_heading="Övriga frågor"), expert)
    send_now(the_coordinator(), meeting, Chosen(alternates=True, co_opted=False))
    deliver()
    assert {one["X-Rcpt"] for one in box.letters} == {
        NORA,
        "olle.ordforande@exempel.se",
        "sara.soder@exempel.se",
        "elsa.ersattare@exempel.se",
        "petra@exempel.se",
    }
    (letter,) = box.to("petra@exempel.se")
    words = parts(letter)["text/plain"].get_content()
    assert "Övriga frågor" in words
    assert "Budget" not in words
    assert not list(letter.iter_attachments())


def a_network_elsewhere():
    from tests.builders import a_body

    return a_body("Annat organ")


def test_what_is_closed_is_in_no_letter(box, meeting):
    closed = a_planned_item(meeting, "Enskild ärendefråga", closed=True, closed_ground="OSL 26:1")
    an_attachment(closed, "9", title="Hemligt underlag")
    send_now(the_coordinator(), meeting)
    deliver()
    for letter in box.letters:
        assert "Enskild" not in parts(letter)["text/plain"].get_content()
        assert "Hemligt" not in letter.as_string()
    assert "slutet" in parts(box.to(NORA)[0])["text/plain"].get_content()
    of_others = parts(box.to("adam.adjungerad@exempel.se")[0])["text/plain"].get_content()
    assert "slutet" not in of_others
    notice = Notice.objects.get()
    assert notice.open_pdf_sha256
    assert notice.open_pdf_sha256 != notice.pdf_sha256


def test_a_change_that_is_closed_is_told_to_nobody_outside_the_body(box, meeting):
    viewer = the_coordinator()
    send_now(viewer, meeting)
    a_planned_item(meeting, "Enskild ärendefråga", closed=True, closed_ground="OSL 26:1")
    send_now(viewer, meeting)
    deliver()
    assert len(box.to(NORA)) == 2
    assert len(box.to("adam.adjungerad@exempel.se")) == 1


def test_whoever_has_no_address_is_told_of_and_gets_it_when_there_is_one(box, meeting):
    lost = somebody(meeting.body, "Tom Utanadress", email="")
    viewer = the_coordinator()
    assert send_now(viewer, meeting).without_address == ("Tom Utanadress",)
    row = Delivery.objects.get(person=lost)
    with pytest.raises(ValidationError, match="ingen e-postadress"):
        actions.send_again(viewer=viewer, delivery_id=row.id)
    lost.email = "tom@exempel.se"
    lost.save()
    actions.send_again(viewer=viewer, delivery_id=row.id)
    deliver()
    assert len(box.to("tom@exempel.se")) == 1


def test_a_domain_with_letters_of_ours_is_written_as_servers_know_it(box, meeting):
    somebody(meeting.body, "Åsa Å", email="asa@västra.exempel.se")
    somebody(meeting.body, "Örjan Ö", email="örjan@exempel.se")
    send_now(the_coordinator(), meeting)
    deliver()
    assert len(box.to("asa@xn--vstra-gra.exempel.se")) == 1
    failed = Delivery.objects.get(state=DeliveryState.FAILED)
    assert failed.error.startswith("E-postadressen örjan@exempel.se har tecken")


def test_no_name_or_place_becomes_a_header(box, meeting):
    Meeting.objects.update(planned_place="Sal 2\r\nBcc: alla@exempel.se")
    somebody(meeting.body, "Eva\r\nBcc: ond@exempel.se", email="eva@exempel.se")
    meeting.body.name = "Nätverket\nBcc: ond@exempel.se"
    meeting.body.save()
    send_now(replace(the_coordinator(), name="Karin\nCc: ond@exempel.se"), meeting)
    deliver()
    (letter,) = box.to("eva@exempel.se")
    assert letter["Bcc"] is None
    assert letter["Cc"] is None
    assert "\nATTENDEE" in parts(letter)["text/calendar"].get_content()


# how the server misbehaves


def test_without_a_server_letters_wait(meeting, settings):
    settings.EMAIL_HOST = ""
    send_now(the_coordinator(), meeting)
    assert deliver() == 0
    assert states() == ["waiting"] * 4


def test_a_server_that_cannot_be_reached_is_tried_again_ever_more_seldom(meeting, settings):
    mailbox.point_at(settings, mailbox.free_port())
    send_now(the_coordinator(), meeting)
    for tries, wait in enumerate(WAITS, 1):
        deliver()
        row = Delivery.objects.first()
        assert row
        assert (row.state, row.tries) == ("waiting", tries)
        assert row.next_try
        assert abs(row.next_try - timezone.now() - wait) < timedelta(seconds=10)
        assert row.error.startswith("Mejlservern gick inte att nå")
        due_now()
    deliver()
    assert states() == ["failed"] * 4
    assert "Gav upp efter 8 försök." in Delivery.objects.filter(state="failed")[0].error
    with mail_server(settings) as box:
        viewer = the_coordinator("Bo Samordnare")
        for row in Delivery.objects.all():
            actions.send_again(viewer=viewer, delivery_id=row.id)
        deliver()
        assert len(box.letters) == 4


def test_a_greylisting_server_gets_it_again_and_the_others_at_once(box, meeting):
    box.at_recipient = lambda address: "450 4.2.0 Greylisted" if address == NORA else None
    send_now(the_coordinator(), meeting)
    deliver()
    assert len(box.letters) == 3
    row = Delivery.objects.get(address=NORA)
    assert row.error == "Mejlservern tog inte emot brevet nu: 450 4.2.0 Greylisted"
    box.at_recipient = lambda _address: None
    assert deliver() == 0  # not yet
    due_now()
    deliver()
    assert len(box.to(NORA)) == 1
    assert states() == ["sent"] * 4


def test_a_mailbox_that_is_not_there_is_told_of_plainly_and_not_tried_again(box, meeting):
    box.at_recipient = lambda address: "550 5.1.1 No such user" if address == NORA else None
    send_now(the_coordinator(), meeting)
    deliver()
    row = Delivery.objects.get(address=NORA)
    assert (row.state, row.error) == (
        "failed",
        "Mejlservern tog inte emot brevet: 550 5.1.1 No such user",
    )
    due_now()
    assert deliver() == 0
    assert len(box.letters) == 3


def test_words_that_are_refused_after_all_have_clearly_not_come_through(box, meeting):
    box.at_data = lambda _server: "554 5.7.1 Looks like spam"
    send_now(the_coordinator(), meeting)
    deliver()
    assert states() == ["failed"] * 4
    assert "554 5.7.1 Looks like spam" in Delivery.objects.filter(state="failed")[0].error


@pytest.mark.parametrize("trouble", [mailbox.drop, mailbox.hang], ids=["drops", "hangs"])
def test_a_server_that_falls_silent_over_a_letter_leaves_it_to_a_person(
    box, meeting, trouble, settings
):
    settings.EMAIL_TIMEOUT = 1
    Delivery.objects.all().delete()
    box.at_data = trouble
    send_now(the_coordinator(), meeting)
    Delivery.objects.exclude(address=NORA).delete()
    deliver()
    assert states() == ["uncertain"]
    box.at_data = lambda _server: None
    due_now()
    assert deliver() == 0, "nobody sends it again by themselves"
    before = len(box.letters)
    row = Delivery.objects.get()
    actions.send_again(viewer=the_coordinator("Bo Samordnare"), delivery_id=row.id)
    deliver()
    assert states() == ["sent"]
    assert len(box.letters) == before + 1


class Killed(BaseException):
    """As a sender that is killed: nothing it has not done is done any more."""


def killed(_server) -> str | None:
    raise Killed


def test_a_sender_killed_before_the_words_go_loses_nothing(box, meeting, monkeypatch):
    send_now(the_coordinator(), meeting)
    dying = Postman()

    def die(*_args: object) -> bool:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("handslag.domain.base.outbox.Outbox.hand_over", die)
        with pytest.raises(Killed):
            dying.deliver()
    deliver()
    assert len(box.letters) == 3, "the one it held is still held"
    Delivery.objects.filter(state="waiting").update(claimed_at=timezone.now() - HOLD * 2)
    deliver()
    assert len(box.letters) == 4
    assert states() == ["sent"] * 4


def test_a_sender_killed_while_the_words_go_leaves_it_to_a_person(box, meeting, monkeypatch):
    send_now(the_coordinator(), meeting)
    dying = Postman()

    def die(*_args: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("handslag.domain.base.outbox.Outbox.taken", die)
        with pytest.raises(Killed):
            dying.deliver()
    assert len(box.letters) == 1
    deliver()
    assert len(box.letters) == 4, "the others go, and that one is not sent twice"
    Delivery.objects.filter(state="waiting").update(handed_at=timezone.now() - HOLD * 2)
    deliver()
    assert states() == ["sent", "sent", "sent", "uncertain"]
    assert len(box.letters) == 4


def test_two_senders_never_send_the_same_letter(box, meeting, monkeypatch):
    send_now(the_coordinator(), meeting)
    other = Postman()

    def the_other_first(_address: str) -> str | None:
        """While this one talks, it is held so long that another takes its letter."""
        box.at_recipient = lambda _one: None
        Delivery.objects.filter(state="waiting", claimed_at__isnull=False).update(
            claimed_at=timezone.now() - HOLD * 2
        )
        return None

    marked = Outbox.hand_over
    turns = iter([True])

    def slowly(letters: Outbox, holder: str, delivery_id: int) -> bool:
        if next(turns, False):
            the_other_first("")
            other.deliver()
        return marked(letters, holder, delivery_id)

    monkeypatch.setattr("handslag.domain.base.outbox.Outbox.hand_over", slowly)
    deliver()
    assert len(box.letters) == 4
    assert len({one["X-Rcpt"] for one in box.letters}) == 4
    assert states() == ["sent"] * 4


# answers, and changes


def reply_link(letter: EmailMessage) -> str:
    words = parts(letter)["text/plain"].get_content()
    return words.split("/svar/")[1].split("/")[0]


def test_somebody_answers_by_the_link_in_their_letter(box, meeting):
    from handslag.domain.access.viewer import ANONYMOUS

    Meeting.objects.update(date=timezone.localdate() + timedelta(days=9))
    Meeting.objects.update(planned_date=timezone.localdate() + timedelta(days=9))
    send_now(the_coordinator(), meeting)
    deliver()
    token = reply_link(box.to(NORA)[0])
    actions.answer_by_link(viewer=ANONYMOUS, token=token, answer="regrets", note="sjuk")
    reply = Reply.objects.get()
    assert (reply.person.name, reply.answer, reply.note) == ("Nora Norr", "regrets", "sjuk")


def test_a_letter_tried_again_has_one_link_that_works(box, meeting):
    from handslag.domain.accounts.models import Link

    box.at_recipient = lambda _address: "450 later"
    send_now(the_coordinator(), meeting)
    deliver()
    box.at_recipient = lambda _address: None
    due_now()
    deliver()
    assert Link.objects.count() == 4
    from handslag.domain.accounts.tokens import digest_of

    digests = {digest_of(reply_link(one)) for one in box.letters}
    assert set(Link.objects.values_list("token_sha256", flat=True)) == digests


def test_an_alternate_is_called_in_and_gets_the_notice(box, meeting):
    viewer = the_coordinator()
    send_now(viewer, meeting)
    sara = meeting.body.memberships.get(person__name="Sara Söder").person
    elsa = meeting.body.memberships.get(person__name="Elsa Ersättare").person
    told = {"viewer": viewer, "meeting_id": meeting.id, "person_id": sara.id}
    with pytest.raises(ValidationError, match="inte lämnat återbud"):
        actions.call_in(**told, alternate_id=elsa.id)
    actions.answer(**told, answer="regrets")
    actions.call_in(**told, alternate_id=elsa.id)
    actions.call_in(**told, alternate_id=elsa.id)
    deliver()
    (letter,) = box.to("elsa.ersattare@exempel.se")
    words = parts(letter)["text/plain"].get_content()
    assert "Du kallas in som ersättare till Länsnätverket. Sara Söder har lämnat återbud." in words
    assert event_in(letter)[0] == "REQUEST"
    assert list(letter.iter_attachments())


def test_those_who_were_called_are_told_that_a_meeting_is_moved_and_cancelled(box, meeting):
    from handslag.domain.meetings.planning import actions as planning
    from handslag.domain.meetings.planning.told import Wanted

    viewer = the_coordinator()
    send_now(viewer, meeting)
    planning.move_meeting(
        viewer=viewer, meeting_id=meeting.id, to=Wanted(date(2031, 2, 10), time(13)), reason="lov"
    )
    planning.cancel_meeting(viewer=viewer, meeting_id=meeting.id, reason="för få ärenden")
    deliver()
    called, moved, cancelled = box.to(NORA)
    assert event_in(moved)[0] == "REQUEST"
    here = ZoneInfo("Europe/Stockholm")
    assert event_in(moved)[1]["DTSTART"].dt == datetime(2031, 2, 10, 13, 0, tzinfo=here)
    assert "Tidigare: måndag 3 februari 2031, kl. 09.00" in parts(moved)["text/plain"].get_content()
    method, event = event_in(cancelled)
    assert (method, event["STATUS"]) == ("CANCEL", "CANCELLED")
    assert "Skäl: för få ärenden" in parts(cancelled)["text/plain"].get_content()
    sequences = [event_in(one)[1]["SEQUENCE"] for one in (called, moved, cancelled)]
    assert sequences == sorted(set(sequences))


def test_nobody_is_told_of_a_meeting_they_never_heard_of(box):
    from handslag.domain.meetings.planning import actions as planning

    body, _people = a_network()
    planned = a_planned_meeting(body)
    planning.cancel_meeting(viewer=the_coordinator(), meeting_id=planned.id, reason="inget")
    assert deliver() == 0
    assert DAY
