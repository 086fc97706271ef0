"""A digest goes through a real mail server: what is due, what is new, and nothing closed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from handslag.domain.access.viewer import SYSTEM
from handslag.domain.matters.models import MatterStep
from handslag.output.news import actions
from handslag.output.news.models import DigestLetter
from handslag.output.news.sending import send_digests
from handslag.output.post.work import deliver
from tests.builders import a_body, a_meeting, an_item
from tests.domain.matters.owing.test_pages import an_assignment
from tests.output.news.test_digest import MONDAY, SHARED, a_held_matter, a_member, seen_by
from tests.output.post.mailbox import mail_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

    from tests.output.post.mailbox import Mailbox

pytestmark = pytest.mark.django_db
NORA = "nora.norr@exempel.se"


@pytest.fixture
def box(settings) -> Iterator[Mailbox]:
    settings.URL = "https://handslag.exempel.se"
    with mail_server(settings) as found:
        yield found


def words_of(letter: EmailMessage, kind: str) -> str:
    (part,) = [one for one in letter.walk() if one.get_content_type() == kind]
    return part.get_content()


def happened(matter, body, text: str, kind: str = "noted") -> None:
    MatterStep.objects.create(
        matter=matter, kind=kind, day=MONDAY, body=body, text=text, entered_by="Karin"
    )


def test_a_letter_says_what_is_due_and_what_is_new_in_words_and_as_a_page(box):
    body = a_body()
    nora = a_member(body)
    matter, _item = a_held_matter(body)
    closed, _closed_item = a_held_matter(
        body, "Hemlig upphandling", dt.date(2031, 1, 2), closed=True
    )
    for one in (matter, closed):
        actions.follow_matter(viewer=seen_by(nora), matter_id=one.id)
    given = an_item(a_meeting(body, dt.date(2031, 1, 20), written=True, **SHARED), "Taxa")
    late = dt.date(2031, 2, 20)
    an_assignment(given, "räkna på taxan", to=[nora.person], due_date=late)
    happened(matter, body, "Regionen vill vänta.")
    happened(closed, body, "Anbudet är för dyrt.")
    assert [one.name for one in send_digests(viewer=SYSTEM, today=MONDAY)] == ["Nora Norr"]
    assert deliver() == 1
    (letter,) = box.to(NORA)
    assert letter["Subject"].startswith("Handslag: ")
    for kind in ("text/plain", "text/html"):
        words = words_of(letter, kind)
        assert "räkna på taxan" in words
        assert "Regionen vill vänta." in words
        assert "1 sak till står under Bevakningar" in words
        assert f"https://handslag.exempel.se/arenden/{matter.id}/" in words
        assert "Hemlig" not in words
        assert "Anbudet" not in words
    assert "20 februari 2031" in words_of(letter, "text/plain")
    assert DigestLetter.objects.get().state == "sent"
    assert deliver() == 0


def test_a_letter_that_the_server_refuses_for_now_goes_later_and_once(box):
    body = a_body()
    nora = a_member(body)
    matter, _item = a_held_matter(body)
    actions.follow_matter(viewer=seen_by(nora), matter_id=matter.id)
    happened(matter, body, "Regionen vill vänta.")
    assert len(list(send_digests(viewer=SYSTEM, today=MONDAY))) == 1
    box.at_data = lambda _session: "451 Try again later"
    deliver()
    assert box.letters == []
    box.at_data = lambda _session: None
    DigestLetter.objects.update(next_try=timezone.now())
    deliver()
    deliver()
    assert len(box.to(NORA)) == 1
