"""An account of a meeting becomes what everybody reads: only what is open, and only when seen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from handslag.domain.access.roles import Role
from handslag.domain.access.things import of_body
from handslag.domain.access.viewer import Held, Viewer
from handslag.domain.base.facts import Phase
from handslag.domain.base.meanwhile import ChangedMeanwhile
from handslag.domain.documents import store
from handslag.domain.meetings import actions
from handslag.domain.publications import queries
from handslag.output.publishing import publishing
from tests.builders import (
    VIEWER,
    a_clause,
    a_document,
    a_meeting,
    a_name,
    a_paper,
    a_participation,
    an_item,
)

if TYPE_CHECKING:
    from handslag.domain.meetings.models import Meeting

pytestmark = pytest.mark.django_db
SECRET = "Hemligstämpel"


def stored(name: str, words: str):
    document = a_document(name, words)
    document.sha256 = store.keep(words.encode())
    document.save()
    return document


@pytest.fixture
def held() -> Meeting:
    """A meeting with minutes that came as a document, finalised."""
    meeting = a_meeting(day=date(2031, 2, 3))
    paper = a_paper(meeting, Phase.HELD, stored("protokoll.txt", "Protokoll om hjälpmedel"))
    item = an_item(meeting, "Avtal om hjälpmedel", number="1", order=1, document=paper)
    a_clause(item, "att godkänna avtalet", document=paper)
    a_participation(meeting, a_name("Vera Ask"), phase=Phase.HELD, document=paper)
    for step in (actions.share, actions.finalise):
        step(viewer=VIEWER, meeting_id=meeting.id, phase=Phase.HELD)
    meeting.refresh_from_db()
    return meeting


def publish(meeting: Meeting, phase: Phase = Phase.HELD, why: str = ""):
    seen = publishing.preview(VIEWER, meeting.id, phase).seen
    return publishing.publish(viewer=VIEWER, meeting_id=meeting.id, phase=phase, seen=seen, why=why)


def shown(kind: str = "minutes"):
    return queries.publication("nordnatverket", "2031-02-03", kind).shown


def test_minutes_from_a_document_are_shown_with_the_document_itself(held):
    publish(held)
    content = shown().content
    assert [item.heading for item in content.items] == ["Avtal om hjälpmedel"]
    assert content.items[0].decisions[0].clauses[0].text == "att godkänna avtalet"
    assert [one.name for one in content.attendance.present] == ["Vera Ask"]
    names = [file.name for file in shown().files]
    assert names == ["minnesanteckningar.txt"]
    assert [row.text for row in queries.decisions()] == ["att godkänna avtalet"]


def test_of_what_is_closed_only_the_place_is_told_and_the_paper_is_left_out(held):
    item = an_item(held, f"{SECRET} om en enskild", number="2", order=2)
    a_clause(item, f"att {SECRET.lower()} gäller")
    actions.close_item(viewer=VIEWER, item_id=item.id, ground="OSL 26 kap. 1 §")
    publish(held)
    version = shown()
    closed = version.content.items[1]
    assert (closed.number, closed.closed, closed.closed_ground) == ("2", True, "OSL 26 kap. 1 §")
    assert closed.heading == ""
    assert version.content.papers_left_out
    assert [file.name for file in version.files] == ["minnesanteckningar.txt"]
    said = store.bytes_of(version.files[0].sha256).decode()
    assert "Sluten punkt" in said
    for told in (said, version.text, str(version.content)):
        assert SECRET.lower() not in told.lower()
    assert queries.search(SECRET).total == 0
    assert queries.decisions().total == 1


def test_what_stands_in_the_rows_afterwards_is_not_read_by_anybody_until_it_is_published(held):
    publish(held)
    item = held.items.get()
    item.heading = "Ett utkast till rättelse"
    item.save()
    assert shown().content.items[0].heading == "Avtal om hjälpmedel"
    assert queries.search("utkast").total == 0
    publish(held, why="Rubriken var fel")
    assert shown().content.items[0].heading == "Ett utkast till rättelse"
    assert shown().row.number == 2


def test_nobody_publishes_what_they_have_not_seen(held):
    seen = publishing.preview(VIEWER, held.id, Phase.HELD).seen
    held.items.update(heading="Något annat")
    with pytest.raises(ChangedMeanwhile):
        publishing.publish(viewer=VIEWER, meeting_id=held.id, phase=Phase.HELD, seen=seen)
    assert queries.publications().total == 0


def test_what_is_found_stands_in_the_way_until_somebody_clears_it(held):
    held.items.update(heading="Ansökan från 19121212-1212")
    found = publishing.preview(VIEWER, held.id, Phase.HELD)
    (doubt,) = found.doubts
    assert (doubt.finding.words, found.standing) == ("19121212-1212", 1)
    with pytest.raises(ValidationError):
        publish(held)
    told = {
        "viewer": VIEWER,
        "meeting_id": held.id,
        "phase": Phase.HELD,
        "finding": doubt.finding.sha256,
    }
    with pytest.raises(ValidationError):
        publishing.clear(**told, reason=" ")
    publishing.clear(**told, reason="Skatteverkets provnummer")
    publishing.doubt(**told)
    with pytest.raises(ValidationError):
        publish(held)
    publishing.clear(**told, reason="Skatteverkets provnummer")
    publish(held)
    assert "19121212-1212" in shown().text


def test_what_is_cleared_in_one_sentence_stands_in_the_way_in_another(held):
    held.items.update(heading="Ansökan från 19121212-1212")
    (doubt,) = publishing.preview(VIEWER, held.id, Phase.HELD).doubts
    publishing.clear(
        viewer=VIEWER,
        meeting_id=held.id,
        phase=Phase.HELD,
        finding=doubt.finding.sha256,
        reason="Ett provnummer",
    )
    held.items.update(heading="Avslag för 19121212-1212")
    assert publishing.preview(VIEWER, held.id, Phase.HELD).standing == 1


def test_the_text_of_documents_is_looked_through_too(held):
    paper = held.papers.get().document
    paper.text = "Deltagaren Vera Ask är sjukskriven sedan mars."
    paper.save()
    (doubt,) = publishing.preview(VIEWER, held.id, Phase.HELD).doubts
    assert (doubt.finding.words, doubt.finding.place) == ("sjukskriven", "minnesanteckningar.txt")


def test_files_that_nobody_could_look_through_are_told(held):
    assert publishing.preview(VIEWER, held.id, Phase.HELD).unread == ()
    held.papers.get().document.__class__.objects.update(text="")
    (file,) = publishing.preview(VIEWER, held.id, Phase.HELD).unread
    assert file.name == "minnesanteckningar.txt"


def test_a_secretary_clears_and_does_not_publish(held):
    role = Held(Role.SECRETARY, of_body(held.body_id))
    secretary = Viewer("Sekreteraren", frozenset({role}), user_id=7)
    found = publishing.preview(secretary, held.id, Phase.HELD)
    with pytest.raises(PermissionDenied):
        publishing.publish(viewer=secretary, meeting_id=held.id, phase=Phase.HELD, seen=found.seen)
    member = Viewer("Ledamoten", frozenset({Held(Role.MEMBER, of_body(held.body_id))}), 8)
    with pytest.raises(PermissionDenied):
        publishing.preview(member, held.id, Phase.HELD)


def test_a_notice_from_a_document_is_shown_as_its_plan_tells():
    meeting = a_meeting(day=date(2031, 2, 3))
    paper = a_paper(meeting, Phase.PLAN, stored("kallelse.txt", "Kallelse"))
    an_item(
        meeting,
        "",
        order=None,
        planned_order=1,
        planned_number="1",
        planned_heading="Planen för året",
        document=paper,
    )
    for step in (actions.share, actions.finalise):
        step(viewer=VIEWER, meeting_id=meeting.id, phase=Phase.PLAN)
    publish(meeting, Phase.PLAN)
    assert [item.heading for item in shown("notice").content.items] == ["Planen för året"]
    assert [file.name for file in shown("notice").files] == ["kallelse.txt"]


@pytest.mark.parametrize("times", [1, 10])
def test_what_is_to_be_published_is_read_in_as_many_queries_however_long(
    held, times, django_assert_max_num_queries
):
    for number in range(2, 2 + times * 3):
        item = an_item(held, f"Punkt {number}", number=str(number), order=number)
        a_clause(item, f"att godkänna punkt {number}")
    with django_assert_max_num_queries(45):
        publishing.preview(VIEWER, held.id, Phase.HELD)
