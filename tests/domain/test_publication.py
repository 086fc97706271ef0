"""How a meeting's notice and minutes come to the public, step by step."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError

from handslag.domain.access.roles import Role
from handslag.domain.access.things import of_body
from handslag.domain.access.viewer import ANONYMOUS, Held, Viewer
from handslag.domain.audit.queries import history
from handslag.domain.base.facts import Phase
from handslag.domain.base.states import PublicationState
from handslag.domain.documents.queries import document
from handslag.domain.matters.queries import decisions, meeting_page
from handslag.domain.meetings import actions, queries
from handslag.domain.publications import queries as shown
from tests.builders import VIEWER, a_body, a_clause, a_meeting, a_paper, an_item
from tests.domain.publications.making import said

if TYPE_CHECKING:
    from handslag.domain.meetings.models import Meeting

pytestmark = pytest.mark.django_db
S = PublicationState


def of(body_id: int, role: Role) -> Viewer:
    return Viewer(role, frozenset({Held(role, of_body(body_id))}), user_id=7)


@pytest.fixture
def met() -> Meeting:
    """A meeting with a notice and minutes, both drafts, and something decided."""
    meeting = a_meeting()
    papers = {phase: a_paper(meeting, phase) for phase in Phase}
    a_clause(an_item(meeting, document=papers[Phase.HELD]), document=papers[Phase.HELD])
    return meeting


def publish(meeting: Meeting, phase: Phase, viewer: Viewer = VIEWER, **more: Any) -> None:
    kind = {Phase.PLAN: "notice", Phase.HELD: "minutes"}[phase]
    told = {"content": said(kind=kind, day=meeting.date)} | more
    actions.publish(viewer=viewer, meeting_id=meeting.id, phase=phase, **told)


def all_the_way(meeting: Meeting, phase: Phase) -> None:
    for step in (actions.share, actions.finalise):
        step(viewer=VIEWER, meeting_id=meeting.id, phase=phase)
    publish(meeting, phase)


def test_what_is_accepted_is_a_draft_until_it_is_shared(met):
    member = of(met.body_id, Role.MEMBER)
    with pytest.raises(ObjectDoesNotExist):
        meeting_page(member, met.id)
    actions.share(viewer=VIEWER, meeting_id=met.id, phase=Phase.PLAN)
    page = meeting_page(member, met.id)
    assert (page.planned, page.held) == (True, False)
    assert [item.decisions for item in page.items] == [()]
    assert decisions(member).total == 0


def test_the_notice_can_be_published_without_the_minutes(met):
    all_the_way(met, Phase.PLAN)
    page = meeting_page(ANONYMOUS, met.id)
    assert (page.planned, page.held) == (True, False)
    assert {paper.phase.value for paper in page.documents} == {Phase.PLAN}
    assert decisions(ANONYMOUS).total == 0
    all_the_way(met, Phase.HELD)
    assert decisions(ANONYMOUS).total == 1


def test_each_step_is_logged_with_what_it_was(met):
    all_the_way(met, Phase.HELD)
    rows = history(VIEWER, "meetings.meeting", met.id)
    verbs = [row.verb for row in rows][::-1]
    assert verbs == [
        *("meetings.share", "meetings.finalise", "meetings.publish"),
        "publications.publish_version",
    ]
    assert rows[1].detail == {"phase": "held", "before": S.FINALISED, "after": S.PUBLISHED}


def test_nothing_is_published_without_a_frozen_version(met):
    all_the_way(met, Phase.HELD)
    assert shown.is_shown(met.id, "minutes")
    other = a_meeting(met.body, date(2031, 5, 5))
    a_paper(other, Phase.HELD)
    for step in (actions.share, actions.finalise):
        step(viewer=VIEWER, meeting_id=other.id, phase=Phase.HELD)
    doubtful = said(heading="Anna Ek är sjukskriven", day=other.date)
    with pytest.raises(ValidationError):
        publish(other, Phase.HELD, content=doubtful)
    other.refresh_from_db()
    assert other.state == S.FINALISED
    assert not shown.is_shown(other.id, "minutes")


def test_what_is_published_gets_a_later_version_with_a_reason(met):
    all_the_way(met, Phase.HELD)
    corrected = said(clause="att avslå avtalet", day=met.date)
    with pytest.raises(ValidationError):
        publish(met, Phase.HELD, content=corrected)
    publish(met, Phase.HELD, content=corrected, why="Fel ord i beslutet")
    assert shown.publications().rows[0].number == 2
    met.refresh_from_db()
    assert met.state == S.PUBLISHED


@pytest.mark.parametrize(
    "step",
    [
        lambda meeting: actions.finalise(viewer=VIEWER, meeting_id=meeting.id, phase=Phase.HELD),
        lambda meeting: publish(meeting, Phase.HELD),
    ],
    ids=["finalise", "publish"],
)
def test_no_step_is_passed_over(met, step):
    with pytest.raises(ValidationError) as refused:
        step(met)
    assert "utkast" in str(refused.value)
    met.refresh_from_db()
    assert met.state == S.DRAFT


def test_there_must_be_something_to_share():
    meeting = a_meeting()
    a_paper(meeting, Phase.PLAN)
    with pytest.raises(ValidationError):
        actions.share(viewer=VIEWER, meeting_id=meeting.id, phase=Phase.HELD)


def test_what_is_withdrawn_is_gone_from_the_public_with_a_reason_and_can_come_back(met):
    all_the_way(met, Phase.HELD)
    with pytest.raises(ValidationError):
        actions.withdraw(viewer=VIEWER, meeting_id=met.id, phase=Phase.HELD, reason=" ")
    actions.withdraw(viewer=VIEWER, meeting_id=met.id, phase=Phase.HELD, reason="Fel bilaga")
    with pytest.raises(ObjectDoesNotExist):
        meeting_page(ANONYMOUS, met.id)
    assert meeting_page(of(met.body_id, Role.MEMBER), met.id).held
    assert {row.reason for row in history(VIEWER, "meetings.meeting", met.id)[:2]} == {"Fel bilaga"}
    assert not shown.is_shown(met.id, "minutes")
    assert shown.tombstones().rows[0].reason == "Fel bilaga"
    publish(met, Phase.HELD)
    assert shown.is_shown(met.id, "minutes")
    assert meeting_page(ANONYMOUS, met.id).held


@pytest.mark.parametrize("role", [Role.MEMBER, Role.READER, Role.AUDITOR])
def test_who_may_not_share_is_told_who_may(met, role):
    actions.share(viewer=VIEWER, meeting_id=met.id, phase=Phase.HELD)
    with pytest.raises(PermissionDenied) as refused:
        actions.finalise(viewer=of(met.body_id, role), meeting_id=met.id, phase=Phase.HELD)
    assert "ordförande" in str(refused.value)


def test_a_chair_of_another_body_does_not_learn_that_there_is_a_meeting(met):
    elsewhere = of(a_body("Ett annat").id, Role.CHAIR)
    with pytest.raises(ObjectDoesNotExist):
        actions.share(viewer=elsewhere, meeting_id=met.id, phase=Phase.HELD)


def test_a_closed_item_takes_the_meetings_files_with_it(met):
    all_the_way(met, Phase.HELD)
    item = meeting_page(VIEWER, met.id).items[0]
    paper = meeting_page(VIEWER, met.id).documents[0].document_id
    actions.close_item(viewer=VIEWER, item_id=item.id, ground="OSL 26 kap. 1 §")
    assert meeting_page(ANONYMOUS, met.id).items == ()
    assert meeting_page(ANONYMOUS, met.id).documents == ()
    assert decisions(ANONYMOUS).total == 0
    member = meeting_page(of(met.body_id, Role.MEMBER), met.id)
    assert (member.items[0].closed, member.items[0].closed_ground) == (True, "OSL 26 kap. 1 §")
    actions.open_item(viewer=VIEWER, item_id=item.id)
    assert len(meeting_page(ANONYMOUS, met.id).items) == 1
    assert document(VIEWER, paper).id == paper


def test_an_item_is_closed_on_a_statute(met):
    item = meeting_page(VIEWER, met.id).items[0]
    with pytest.raises(ValidationError):
        actions.close_item(viewer=VIEWER, item_id=item.id, ground="  ")


def test_all_drafts_of_a_body_are_shared_at_once(met, django_assert_max_num_queries):
    other = a_meeting(a_body("Ett annat"))
    a_paper(other, Phase.HELD)
    chair = of(met.body_id, Role.CHAIR)
    assert queries.drafts_to_share(chair, met.body_id) == 2
    assert queries.drafts_to_share(of(met.body_id, Role.MEMBER), met.body_id) == 0
    with django_assert_max_num_queries(42):  # some of them only where the log is begun
        assert actions.share_drafts(viewer=chair, body_id=met.body_id) == 2
    assert actions.share_drafts(viewer=chair, body_id=met.body_id) == 0
    met.refresh_from_db()
    other.refresh_from_db()
    assert (met.planned_state, met.state, other.state) == (S.SHARED, S.SHARED, S.DRAFT)
    assert len(meeting_page(of(met.body_id, Role.MEMBER), met.id).documents) == 2
    assert len(history(VIEWER, "meetings.meeting", met.id)) == 2
    with pytest.raises(PermissionDenied):
        actions.share_drafts(viewer=of(met.body_id, Role.MEMBER), body_id=met.body_id)
