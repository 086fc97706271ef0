"""Letters about minutes, through a real mail server: once to each, with the paper in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handslag.domain.meetings.models import AgendaItem, Delivery
from handslag.domain.registry.models import Person
from handslag.output.post.work import deliver
from tests.domain.minutes.written import a_full_meeting, finalise, person, share, the_secretary
from tests.output.post.mailbox import mail_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.output.post.mailbox import Mailbox

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path / "files"


@pytest.fixture
def box(settings) -> Iterator[Mailbox]:
    with mail_server(settings) as found:
        yield found


def test_those_who_were_there_get_the_paper_once_a_version(box):
    viewer, meeting = the_secretary(), a_full_meeting()
    Person.objects.filter(id=person("Eva Ek").id).update(email="eva@exempel.se")
    closed = AgendaItem.objects.get(meeting=meeting, heading="Information från regionen")
    AgendaItem.objects.filter(id=closed.id).update(closed=True, closed_ground="OSL 26 kap. 1 §")
    assert share(viewer, meeting).letters == 1
    assert share(viewer, meeting).letters == 0
    deliver()
    deliver()
    (letter,) = box.letters
    assert letter["Subject"].startswith("Minnesanteckningar att läsa: Länsnätverket")
    kinds = [part.get_content_type() for part in letter.walk()]
    assert "application/pdf" in kinds
    assert "text/calendar" not in kinds
    words = letter.get_body(("plain",)).get_content()
    assert "Mötet har också något som är slutet" not in words  # she was there as a guest
    assert "Information från regionen" not in words
    finalise(viewer, meeting)
    deliver()
    assert "Minnesanteckningar: " in box.letters[-1]["Subject"]
    assert len(box.letters) == 2
    assert Delivery.objects.filter(state="sent").count() == 2
