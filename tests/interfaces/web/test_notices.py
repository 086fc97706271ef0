"""Notices, letters, answers and a member's own pages, as they are met in a browser."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from handslag.domain.meetings.models import (
    Delivery,
    Letterhead,
    Meeting,
    Notice,
    NoticeReading,
    PrivateNote,
    Reply,
)
from handslag.output.post.work import deliver
from tests.builders import a_user
from tests.output.post.mailbox import mail_server
from tests.output.post.notices import (
    a_network,
    a_planned_item,
    a_planned_meeting,
    an_attachment,
    presented,
    send_now,
    somebody,
    the_coordinator,
)
from tests.signed_in import a_coordinator, signed_in

if TYPE_CHECKING:
    from email.message import EmailMessage

    from handslag.domain.registry.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path / "files"


@pytest.fixture
def meeting() -> Meeting:
    body, _people = a_network()
    made = a_planned_meeting(body, timezone.localdate() + timedelta(days=10))
    an_attachment(a_planned_item(made, "Budget för 2031"))
    a_planned_item(made, "Övriga frågor")
    return made


def with_account(name: str) -> Client:
    return signed_in(tied(name).user)


def tied(name: str) -> Person:
    from handslag.domain.registry.models import Person

    person = Person.objects.get(name=name)
    if person.user is None:
        person.user = a_user(f"{name} konto")
        person.save()
    return person


def seen_in(page: str) -> str:
    found = re.search(r'name="sedd" value="([0-9a-f]+)"', page)
    assert found
    return found[1]


def words_of(letter: EmailMessage) -> str:
    """The plain words of a letter."""
    part = letter.get_body(("plain",))
    assert part is not None
    words: str = part.get_content()
    return words


def bytes_of(response) -> bytes:
    """What a file came with, read to its end."""
    return b"".join(response.streaming_content)


def text_of(response) -> str:
    return response.content.decode()


def test_the_page_shows_the_notice_who_gets_it_and_what_the_button_does(meeting):
    somebody(meeting.body, "Tom Utanadress", email="")
    page = text_of(signed_in().get(reverse("desk:notice", args=[meeting.id])))
    assert "Skicka kallelsen till 4 personer" in page
    assert "Tom Utanadress" in page
    assert "E-postadress saknas till" in page
    assert "allmän handling" in page
    assert "Budget för 2031" in page
    assert "Ingen mejlserver är inställd" in page


def test_sending_from_the_page_and_again_from_another_window(meeting, settings):
    client, other = signed_in(), signed_in(a_coordinator("Bo"))
    address = reverse("desk:notice", args=[meeting.id])
    seen = seen_in(text_of(client.get(address)))
    with mail_server(settings) as box:
        first = client.post(address, {"sedd": seen, "valt": "1"}, follow=True)
        assert "Kallelsen är skickad till 3 personer." in text_of(first)
        second = other.post(address, {"sedd": seen, "valt": "1"}, follow=True)
        assert "Kallelsen var redan skickad" in text_of(second)
        deliver()
        assert len(box.letters) == 3


def test_an_agenda_that_changed_meanwhile_is_shown_again_and_nothing_is_sent(meeting):
    client, address = signed_in(), reverse("desk:notice", args=[meeting.id])
    seen = seen_in(text_of(client.get(address)))
    a_planned_item(meeting, "En sak till")
    answer = client.post(address, {"sedd": seen, "valt": "1"})
    assert answer.status_code == 409
    assert "inget skickades" in text_of(answer)
    assert "En sak till" in text_of(answer)
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("more", [0, 20])
def test_the_preview_costs_as_many_queries_however_long_the_agenda(
    meeting, more, django_assert_num_queries
):
    for number in range(more):
        item = a_planned_item(meeting, f"Ärende {number}")
        an_attachment(item, f"{number + 5}")
        somebody(meeting.body, f"Ledamot {number}")
    client, address = signed_in(), reverse("desk:notice", args=[meeting.id])
    client.get(address)
    with django_assert_num_queries(26):
        client.get(address)


@pytest.mark.parametrize("more", [0, 30])
def test_letters_and_answers_cost_as_many_queries_however_many(
    meeting, more, django_assert_num_queries
):
    for number in range(more):
        somebody(meeting.body, f"Ledamot {number}")
    send_now(the_coordinator(), meeting)
    client = signed_in()
    with django_assert_num_queries(6):
        client.get(reverse("desk:letters", args=[meeting.id]))
    with django_assert_num_queries(9):
        client.get(reverse("desk:answers", args=[meeting.id]))


@pytest.mark.parametrize("more", [0, 30])
def test_a_members_page_costs_as_many_queries_however_long_the_notice(
    meeting, more, django_assert_num_queries
):
    for number in range(more):
        a_planned_item(meeting, f"Ärende {number}")
    send_now(the_coordinator(), meeting)
    client = with_account("Nora Norr")
    client.get(reverse("desk:my-meeting", args=[meeting.id]))
    with django_assert_num_queries(13):  # one of them asks whether the meeting is being held
        client.get(reverse("desk:my-meeting", args=[meeting.id]))
    with django_assert_num_queries(9):
        client.get(reverse("desk:my-meetings"))


def test_what_failed_stands_first_with_the_servers_words(meeting, settings):
    with mail_server(settings) as box:
        box.at_recipient = lambda address: (
            "550 5.1.1 No such user" if address.startswith("nora") else None
        )
        send_now(the_coordinator(), meeting)
        deliver()
        client = signed_in()
        page = text_of(client.get(reverse("desk:letters", args=[meeting.id])))
        assert "550 5.1.1 No such user" in page
        assert page.index("Nora Norr") < page.index("Olle Ordförande")
        box.at_recipient = lambda _address: None
        row = Delivery.objects.get(name="Nora Norr")
        done = client.post(reverse("desk:letter-again", args=[meeting.id, row.id]), follow=True)
        assert "Brevet skickas igen." in text_of(done)
        deliver()
        assert len(box.to("nora.norr@exempel.se")) == 1


def test_a_get_never_answers_and_the_form_does(meeting, settings):
    with mail_server(settings) as box:
        send_now(the_coordinator(), meeting)
        deliver()
        (letter,) = box.to("nora.norr@exempel.se")
    words = words_of(letter)
    address = "/svar/" + words.split("/svar/")[1].split("/")[0] + "/"
    scanner = Client()
    for _time in range(3):
        assert scanner.get(address).status_code == 200
    scanner.head(address)
    assert not Reply.objects.exists()
    client = Client()
    page = text_of(client.get(address))
    assert "Svar för Nora Norr" in page
    assert "Budget" not in page
    done = client.post(address, {"svar": "coming", "not": "vegetariskt"}, follow=True)
    assert "Tack. Nora Norr kommer." in text_of(done)
    assert Reply.objects.get().person.name == "Nora Norr"
    told = text_of(signed_in().get(reverse("desk:answers", args=[meeting.id])))
    assert "1 kommer, 0 har förhinder, 3 har inte svarat" in told
    assert "vegetariskt" in told


def test_a_link_that_was_taken_back_or_is_over_answers_nothing(meeting, settings):
    from handslag.domain.accounts.models import Link
    from handslag.domain.meetings.links.actions import revoke_link

    with mail_server(settings) as box:
        send_now(the_coordinator(), meeting)
        deliver()
        letters = {name: box.to(f"{name}@exempel.se")[0] for name in ("nora.norr", "sara.soder")}
    links = {
        name: "/svar/" + words_of(one).split("/svar/")[1].split("/")[0]
        for name, one in letters.items()
    }
    revoke_link(viewer=the_coordinator("Eva"), link_id=Link.objects.get(recipient="Nora Norr").id)
    Link.objects.filter(recipient="Sara Söder").update(
        until=timezone.localdate() - timedelta(days=1)
    )
    for address in links.values():
        assert Client().post(f"{address}/", {"svar": "coming"}).status_code == 410
    assert not Reply.objects.exists()


def test_a_link_of_somebody_who_is_no_longer_there_says_so(meeting, settings):
    from handslag.domain.accounts.models import Link

    with mail_server(settings) as box:
        send_now(the_coordinator(), meeting)
        deliver()
        (letter,) = box.to("nora.norr@exempel.se")
    Link.objects.update(person_id=4_711_000_000)
    address = "/svar/" + words_of(letter).split("/svar/")[1].split("/")[0] + "/"
    answer = Client().post(address, {"svar": "coming"})
    assert answer.status_code == 422
    assert "inte finns i registret längre" in text_of(answer)


def test_regrets_propose_alternates_and_nobody_is_called_in_by_itself(meeting):
    send_now(the_coordinator(), meeting)
    client = with_account("Sara Söder")
    client.post(reverse("desk:my-answer", args=[meeting.id]), {"svar": "regrets"})
    desk, address = signed_in(), reverse("desk:answers", args=[meeting.id])
    page = text_of(desk.get(address))
    assert "Elsa Ersättare, Söderby kommun" in page
    assert not Delivery.objects.filter(kind="alternate").exists()
    elsa, sara = tied("Elsa Ersättare"), tied("Sara Söder")
    done = desk.post(address, {"person": sara.id, "ersattare": elsa.id}, follow=True)
    assert "Elsa Ersättare är inkallad." in text_of(done)
    assert Delivery.objects.get(kind="alternate").name == "Elsa Ersättare"


def test_my_meetings_tell_what_is_unread_and_opening_is_reading(meeting):
    send_now(the_coordinator(), meeting)
    client = with_account("Nora Norr")
    assert "inte läst" in text_of(client.get(reverse("desk:my-meetings")))
    page = text_of(client.get(reverse("desk:my-meeting", args=[meeting.id])))
    assert "Nytt sedan" not in page
    assert "inte läst" not in text_of(client.get(reverse("desk:my-meetings")))


def test_what_is_new_is_new_since_each_reads_last(meeting):
    viewer = the_coordinator()
    send_now(viewer, meeting)
    nora, sara = with_account("Nora Norr"), with_account("Sara Söder")
    address = reverse("desk:my-meeting", args=[meeting.id])
    nora.get(address)
    sara.get(address)
    a_planned_item(meeting, "Andra versionens punkt")
    send_now(viewer, meeting)
    nora.get(address)
    a_planned_item(meeting, "Tredje versionens punkt")
    send_now(viewer, meeting)
    of_nora, of_sara = text_of(nora.get(address)), text_of(sara.get(address))
    assert "Nytt sedan version 2" in of_nora
    assert "Ny punkt: 3 Andra versionens punkt" not in of_nora
    assert "Nytt sedan version 1" in of_sara
    assert "Ny punkt: 3 Andra versionens punkt" in of_sara
    assert "Nytt sedan version 2" in text_of(nora.get(address)), "and stays so when read again"
    assert NoticeReading.objects.count() == 5


def test_a_private_note_is_ones_own_and_survives_a_new_version(meeting):
    viewer = the_coordinator()
    send_now(viewer, meeting)
    item = meeting.items.get(planned_heading="Budget för 2031")
    nora = with_account("Nora Norr")
    address = reverse("desk:my-note", args=[meeting.id, item.id])
    assert nora.post(address, {"text": "Fråga om räntan", "revision": "0"}).status_code == 302
    a_planned_item(meeting, "Nytt")
    send_now(viewer, meeting)
    page = reverse("desk:my-meeting", args=[meeting.id])
    assert "Fråga om räntan" in text_of(nora.get(page))
    for other in (with_account("Sara Söder"), signed_in()):
        assert "Fråga om räntan" not in text_of(other.get(page))


def test_a_note_leaves_nothing_in_the_log(meeting):
    from handslag.domain.audit.models import Entry, Values

    send_now(the_coordinator(), meeting)
    item = meeting.items.first()
    assert item
    before = Entry.objects.count()
    nora = with_account("Nora Norr")
    before = Entry.objects.count()
    nora.post(
        reverse("desk:my-note", args=[meeting.id, item.id]), {"text": "hemlig tanke", "revision": 0}
    )
    assert PrivateNote.objects.get().text == "hemlig tanke"
    assert Entry.objects.count() == before
    assert not Values.objects.filter(detail__contains="hemlig").exists()


def test_two_devices_never_write_over_each_other(meeting):
    send_now(the_coordinator(), meeting)
    item = meeting.items.first()
    assert item
    nora = with_account("Nora Norr")
    address = reverse("desk:my-note", args=[meeting.id, item.id])

    def quietly(text: str, revision: int):
        said = {"text": text, "revision": revision}
        return nora.post(address, said, headers={"Accept": "application/json"})

    assert quietly("ett", 0).json()["revision"] == 1
    assert quietly("två", 1).json()["revision"] == 2
    conflict = quietly("tre", 1)
    assert conflict.status_code == 409
    assert conflict.json()["text"] == "två"
    plain = nora.post(address, {"text": "tre", "revision": 1})
    assert plain.status_code == 409
    assert "tre" in text_of(plain)
    assert "två" in text_of(plain)
    assert PrivateNote.objects.get().text == "två"


def test_who_only_presents_sees_their_own_items(meeting):
    from tests.builders import a_body

    expert = somebody(a_body("Annat organ"), "Petra Föredragande")
    presented(meeting.items.get(planned_heading="Övriga frågor"), expert)
    send_now(the_coordinator(), meeting)
    client = with_account("Petra Föredragande")
    page = text_of(client.get(reverse("desk:my-meeting", args=[meeting.id])))
    assert "Övriga frågor" in page
    assert "Budget" not in page
    pdf = client.get(reverse("desk:my-notice-file", args=[meeting.id, "kallelse.pdf"]))
    assert pdf.status_code == 404


def test_papers_come_as_files_that_run_nothing(meeting):
    send_now(the_coordinator(), meeting)
    nora = with_account("Nora Norr")
    attachment = meeting.attachments.get()
    for address in (
        reverse("desk:my-paper", args=[meeting.id, attachment.id, 1]),
        reverse("desk:my-notice-file", args=[meeting.id, "kallelse.pdf"]),
        reverse("desk:my-notice-file", args=[meeting.id, "alla-handlingar.pdf"]),
        reverse("desk:notice-file", args=[meeting.id, 1, "kallelse.pdf"]),
    ):
        answer = nora.get(address)
        assert answer.status_code == 200, address
        assert "sandbox" in answer["Content-Security-Policy"]
        assert answer["Content-Disposition"].startswith("attachment")
        assert bytes_of(answer)
    assert (
        nora.get(reverse("desk:my-paper", args=[meeting.id, attachment.id, 2])).status_code == 404
    )


def test_what_is_closed_is_shown_to_the_bodys_own_alone(meeting):
    closed = a_planned_item(meeting, "Enskild ärendefråga", closed=True, closed_ground="OSL 26:1")
    attachment = an_attachment(closed, "9", title="Hemligt underlag")
    send_now(the_coordinator(), meeting)
    page = reverse("desk:my-meeting", args=[meeting.id])
    paper = reverse("desk:my-paper", args=[meeting.id, attachment.id, 1])
    nora, adam = with_account("Nora Norr"), with_account("Adam Adjungerad")
    assert "Enskild ärendefråga" in text_of(nora.get(page))
    assert bytes_of(nora.get(paper)).startswith(b"Underlag 9")
    assert "Enskild" not in text_of(adam.get(page))
    assert adam.get(paper).status_code == 404
    whole, open_one = (
        bytes_of(one.get(reverse("desk:my-notice-file", args=[meeting.id, "kallelse.pdf"])))
        for one in (nora, adam)
    )
    assert whole != open_one


# the letterhead


def head(**more: object) -> dict[str, object]:
    return {
        "organisation": "Samverkanskansliet",
        "accent": "#1f5c4d",
        "revision": 0,
        "sender": "",
        "opening": "",
        "closing": "",
        "footer": "",
        "logo_text": "",
    } | more


def test_the_letterhead_is_changed_and_seen_on_the_next_notice(meeting):
    client, address = signed_in(), reverse("desk:letterhead")
    done = client.post(address, head(opening="Välkomna till mötet."), follow=True)
    assert "Brevmallen är sparad." in text_of(done)
    assert "Välkomna till mötet." in text_of(client.get(reverse("desk:notice", args=[meeting.id])))
    sample = client.get(reverse("desk:letterhead-sample"))
    assert sample.content.startswith(b"%PDF")


def test_what_no_paper_can_be_made_of_is_refused_in_words_and_the_old_holds():
    client, address = signed_in(), reverse("desk:letterhead")
    client.post(address, head())
    from django.core.files.uploadedfile import SimpleUploadedFile

    wrong = {
        "accent": "#ffffee",
        "logo": SimpleUploadedFile("logo.svg", b"<svg><script>alert(1)</script></svg>"),
    }
    for field, value in wrong.items():
        answer = client.post(address, head(revision=1, **{field: value}))
        assert answer.status_code == 422, field
    assert "ljus" in text_of(client.post(address, head(revision=1, accent="#ffffee")))
    kept = Letterhead.objects.get()
    assert (kept.revision, kept.accent, kept.logo_sha256) == (1, "#1f5c4d", "")


def test_a_logo_is_shown_as_a_picture_that_runs_nothing():
    from django.core.files.uploadedfile import SimpleUploadedFile

    svg = (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10">'
        b'<rect width="10" height="10"/></svg>'
    )
    client, address = signed_in(), reverse("desk:letterhead")
    client.post(address, head(logo=SimpleUploadedFile("logo.svg", svg), logo_text="Vapen"))
    kept = Letterhead.objects.get()
    page = text_of(client.get(address))
    assert kept.logo_sha256 in page
    picture = client.get(reverse("desk:letterhead-logo", args=[kept.logo_sha256]))
    assert picture["Content-Type"] == "image/svg+xml"
    assert "sandbox" in picture["Content-Security-Policy"]
    assert client.get(reverse("desk:letterhead-logo", args=["0" * 64])).status_code == 404


def test_two_editors_of_the_letterhead_do_not_write_over_each_other():
    one, two, address = signed_in(), signed_in(a_coordinator("Bo")), reverse("desk:letterhead")
    one.post(address, head(footer="Från den första"))
    answer = two.post(address, head(footer="Från den andra"))
    assert answer.status_code == 409
    assert "Någon annan har ändrat brevmallen" in text_of(answer)
    assert "Från den andra" in text_of(answer)
    assert Letterhead.objects.get().footer == "Från den första"


def test_a_body_has_its_own_and_gets_the_countys_back(meeting):
    client = signed_in()
    client.post(reverse("desk:letterhead"), head(footer="Länets fot"))
    address = f"{reverse('desk:letterhead')}?organ={meeting.body_id}"
    client.post(address, head(organisation="Nätverkets kansli", footer="Egen fot"))
    notice = reverse("desk:notice", args=[meeting.id])
    assert "Nätverkets kansli" in text_of(client.get(notice))
    client.post(address, {"revision": 1, "ta-bort": "1"})
    assert "Samverkanskansliet" in text_of(client.get(notice))
    assert Notice.objects.count() == 0
