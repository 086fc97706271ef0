from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ObjectDoesNotExist

from handslag.domain.base.facts import Phase
from handslag.domain.matters.models import DecisionState
from handslag.domain.matters.queries import MeetingPage, meeting_page
from handslag.domain.meetings.models import ItemOutcome, Presence
from tests.builders import (
    NO_SUCH,
    VIEWER,
    a_body,
    a_clause,
    a_decision,
    a_meeting,
    a_name,
    a_paper,
    a_participation,
    a_proposal,
    a_whole_meeting,
    an_item,
    evidence,
)

if TYPE_CHECKING:
    from handslag.domain.meetings.models import Meeting

pytestmark = pytest.mark.django_db


def told_differences(page: MeetingPage) -> list[tuple[str, str, str]]:
    return [(one.what, one.planned, one.held) for one in page.differences]


def a_meeting_with_both_papers(**columns: Any) -> Meeting:
    meeting = a_meeting(**columns)
    a_paper(meeting, Phase.PLAN)
    a_paper(meeting, Phase.HELD)
    return meeting


@pytest.mark.parametrize("items", [1, 30])
def test_takes_eight_queries_whatever_its_size(items, django_assert_num_queries):
    meeting = a_whole_meeting(items)
    with django_assert_num_queries(8):
        page = meeting_page(VIEWER, meeting.id)
    assert len(page.items) == items


def test_tells_everything_of_an_item():
    item = meeting_page(VIEWER, a_whole_meeting().id).items[0]
    assert (item.number, item.heading, item.outcome.value) == ("1", "Ärende 1", "decided")
    assert item.outcome.label == "beslutat"
    assert [one.name for one in item.presenters] == ["Vera Ask"]
    assert [point.text for point in item.proposals[0].points] == [
        "att avtalet förlängs",
        "att avgiften höjs",
    ]
    (clause,) = item.decisions[0].clauses
    assert (clause.text, clause.points, clause.side) == ("att förlänga avtalet", (1,), "region")
    assert [(one.name, one.title) for one in clause.appointees] == [("Vera Ask", "ombud")]
    assert [one.text for one in clause.assignees] == ["Arbetsutskottet"]
    (told,) = item.assignments
    assert (told.text, told.due_date) == ("Räkna på kostnaden", date(2031, 5, 1))
    assert [one.text for one in told.assignees] == ["Ekonomigruppen"]
    assert [(one.by, one.kind.value) for one in item.stances] == [
        ("Kommunerna", "supports"),
        ("Regionen", "not-opposed"),
    ]
    assert [one.to_body for one in item.transfers] == ["Rådet", ""]
    assert item.transfers[1].to_date == date(2031, 4, 7)
    assert [one.text for one in item.attachments] == ["7b"]
    assert [one.text for one in item.amounts] == ["120 000,50 kr"]
    assert [one.text for one in item.references] == ["mötet i januari"]
    assert item.amounts[0].value == Decimal("120000.50")
    assert item.amounts[0].per == "år"
    assert item.references[0].date == date(2031, 1, 8)
    assert item.decided_as_proposed
    assert not item.differences


def test_several_stances_and_transfers_do_not_multiply_each_other():
    item = meeting_page(VIEWER, a_whole_meeting().id).items[0]
    assert len(item.stances) == 2
    assert len(item.transfers) == 2


def test_every_fact_knows_its_place():
    page = meeting_page(VIEWER, a_whole_meeting().id)
    item = page.items[0]
    facts: list[Any] = [
        page,
        item,
        page.attendance.present[0],
        *item.presenters,
        *item.proposals[0].points,
        *item.decisions[0].clauses,
        *item.decisions[0].clauses[0].appointees,
        *item.decisions[0].clauses[0].assignees,
        *item.assignments,
        *item.assignments[0].assignees,
        *item.stances,
        *item.transfers,
        *item.attachments,
        *item.amounts,
        *item.references,
    ]
    minutes = page.documents[1]
    for fact in facts:
        (ref,) = fact.evidence
        assert (ref.document_id, ref.document) == (minutes.document_id, minutes.name)
        assert len(ref.quote) == ref.end - ref.start
    assert item.stances[0].evidence[0].page == 2
    assert page.evidence[0].page == 1


def test_evidence_of_another_kind_of_fact_with_the_same_id_is_not_mixed_up():
    meeting = a_meeting()
    minutes = a_paper(meeting, Phase.HELD)
    item = an_item(meeting, document=minutes)
    clause = a_clause(item)
    evidence(meeting, minutes, 40, 50)
    page = meeting_page(VIEWER, meeting.id)
    assert page.items[0].decisions[0].clauses[0].evidence == ()
    assert page.items[0].decisions[0].clauses[0].id == clause.id
    assert [ref.start for ref in page.evidence] == [40]


def test_a_meeting_that_only_a_notice_tells_of_shows_the_plan():
    meeting = a_meeting(planned_start=time(13, 0), planned_place="Biblioteket")
    a_paper(meeting, Phase.PLAN)
    an_item(meeting, "Budget", order=None, planned_number="4")
    a_participation(meeting, a_name("Ida Ek"), phase=Phase.PLAN)
    page = meeting_page(VIEWER, meeting.id)
    assert (page.start, page.place) == (time(13, 0), "Biblioteket")
    assert (page.planned, page.held) == (True, False)
    assert (page.items[0].number, page.items[0].heading) == ("4", "Budget")
    assert not page.items[0].only_planned
    assert page.attendance.phase == "plan"
    assert page.differences == ()


def test_a_meeting_without_papers_or_items():
    page = meeting_page(VIEWER, a_meeting().id)
    assert (page.items, page.documents, page.differences) == ((), (), ())


def test_what_differs_between_plan_and_what_happened():
    meeting = a_meeting_with_both_papers(
        day=date(2031, 2, 4),
        planned_date=date(2031, 2, 3),
        start=time(9, 15),
        planned_start=time(9, 0),
        place="Digitalt",
        planned_place="Stadshuset",
    )
    an_item(meeting, "Avtal", order=1, planned_order=2, number="1", planned_number="2")
    an_item(meeting, "Utgår", order=None, planned_order=3)
    an_item(meeting, "Extra fråga", order=2, planned_order=None, planned_heading="", late=True)
    page = meeting_page(VIEWER, meeting.id)
    assert told_differences(page) == [
        ("date", "3 februari 2031", "4 februari 2031"),
        ("start", "09.00", "09.15"),
        ("place", "Stadshuset", "Digitalt"),
        ("number", "2", "1"),
        ("only-held", "", "Extra fråga"),
        ("only-planned", "Utgår", ""),
    ]
    assert [one.what for one in page.items[2].differences] == ["only-planned"]
    assert page.items[1].only_held
    assert page.items[1].late


def test_a_reworded_heading_shows_both_and_a_label_of_an_attachment_does_not():
    meeting = a_meeting_with_both_papers()
    an_item(meeting, "Avtal om läkare", planned_heading="Avtal om tandvård", order=1)
    an_item(meeting, "Verksamhetsplan", planned_heading="Verksamhetsplan, Bil 15,16", order=2)
    page = meeting_page(VIEWER, meeting.id)
    assert told_differences(page) == [("heading", "Avtal om tandvård", "Avtal om läkare")]
    assert page.items[0].planned_heading == "Avtal om tandvård"
    assert page.items[1].planned_heading == ""


def test_changed_points_and_clauses_show():
    meeting = a_meeting_with_both_papers()
    item = an_item(meeting, "Avgifter")
    a_proposal(item, "att avgiften blir 10 kronor per invånare", phase=Phase.PLAN)
    a_proposal(item, "att avgiften blir 12 kronor per invånare", phase=Phase.HELD)
    proposed = a_decision(item, state=DecisionState.PROPOSED, phase=Phase.PLAN)
    a_clause(proposed, "godkänna avgiften")
    a_clause(item, "att avslå avgiften för kommunerna")
    page = meeting_page(VIEWER, meeting.id)
    assert [one.what for one in page.differences] == ["point", "clause", "clause"]
    assert not page.items[0].decided_as_proposed
    assert [one.phase for one in page.items[0].proposals] == ["held"]


def test_other_presenters_than_planned_show():
    meeting = a_meeting_with_both_papers()
    item = an_item(meeting)
    a_participation(meeting, a_name("Ida Ek"), item=item, phase=Phase.PLAN)
    a_participation(meeting, a_name("Olle Alm"), item=item, phase=Phase.HELD)
    page = meeting_page(VIEWER, meeting.id)
    assert told_differences(page) == [("presenters", "Ida Ek", "Olle Alm")]
    assert [one.name for one in page.items[0].presenters] == ["Olle Alm"]


def test_attendance_is_grouped_and_the_minutes_stand_before_the_notice():
    meeting = a_meeting_with_both_papers()
    a_participation(meeting, a_name("Ida Ek"), phase=Phase.PLAN)
    a_participation(meeting, a_name("Olle Alm"), order=1)
    a_participation(meeting, a_name("Eva Rönn"), presence=Presence.ABSENT, order=2)
    a_participation(meeting, a_name("Ulf Al"), presence=Presence.PARTLY, order=3)
    attendance = meeting_page(VIEWER, meeting.id).attendance
    assert [one.name for one in attendance.present] == ["Olle Alm"]
    assert [one.name for one in attendance.partly] == ["Ulf Al"]
    assert [one.name for one in attendance.absent] == ["Eva Rönn"]


def test_neighbours_are_the_same_bodys_nearest_meetings():
    body = a_body()
    first, second, third, fourth = (a_meeting(body, date(2031, month, 5)) for month in (1, 2, 3, 4))
    a_meeting(a_body("Sydnätverket"), date(2031, 2, 20))
    page = meeting_page(VIEWER, second.id)
    assert page.previous is not None
    assert (page.previous.id, page.previous.date) == (first.id, first.date)
    assert page.next is not None
    assert page.next.id == third.id
    assert meeting_page(VIEWER, first.id).previous is None
    assert meeting_page(VIEWER, fourth.id).next is None


def test_other_meetings_facts_stay_out():
    body = a_body()
    one = a_whole_meeting(2, body=body)
    a_whole_meeting(3, body=body, day=date(2031, 3, 3))
    page = meeting_page(VIEWER, one.id)
    assert len(page.items) == 2
    assert all(len(item.decisions) == 1 for item in page.items)


def test_mentions_in_both_papers_show_once_with_both_places():
    meeting = a_whole_meeting()
    notice = meeting.papers.get(phase=Phase.PLAN).document
    item = meeting.items.get()
    planned = item.mentions.create(phase=Phase.PLAN, kind="attachment", text="7B")
    evidence(planned, notice, 60, 70)
    (attachment,) = meeting_page(VIEWER, meeting.id).items[0].attachments
    assert len(attachment.evidence) == 2


def test_outcome_labels_are_in_the_readers_language():
    meeting = a_meeting()
    an_item(meeting, outcome=ItemOutcome.TABLED)
    assert meeting_page(VIEWER, meeting.id).items[0].outcome.label == "bordlagt"


def test_an_unknown_meeting_is_refused():
    with pytest.raises(ObjectDoesNotExist):
        meeting_page(VIEWER, NO_SUCH)


def test_several_proposals_keep_their_order_and_their_own_points():
    meeting = a_meeting()
    item = an_item(meeting)
    a_proposal(item, by="Utan punkter")
    a_proposal(item, *(f"att {number}" for number in range(1, 13)), by="Beredningen")
    shown = meeting_page(VIEWER, meeting.id).items[0].proposals
    assert [(one.by, len(one.points)) for one in shown] == [
        ("Utan punkter", 0),
        ("Beredningen", 12),
    ]
    assert [point.number for point in shown[1].points] == [str(one) for one in range(1, 13)]
    assert shown[0].id != shown[1].id


def test_a_notice_of_additions_alone_says_nothing_of_the_other_items():
    meeting = a_meeting_with_both_papers()
    an_item(meeting, "Öppnande", order=1, planned_order=None, planned_heading="")
    an_item(meeting, "Tillkommande fråga", order=2, planned_order=1, late=True)
    page = meeting_page(VIEWER, meeting.id)
    assert page.differences == ()
    assert not page.items[0].only_held


def test_spellings_of_one_person_make_no_difference():
    meeting = a_meeting_with_both_papers()
    item = an_item(meeting)
    name = a_name("Åsa Brøyen")
    variant = a_name("Åsa Bröyen", name.person)
    a_participation(meeting, name, item=item, phase=Phase.PLAN)
    a_participation(meeting, variant, item=item, phase=Phase.HELD)
    assert meeting_page(VIEWER, meeting.id).differences == ()


def test_attachments_come_in_the_order_people_count():
    meeting = a_meeting()
    item = an_item(meeting)
    for order, label in enumerate(("16", "3b", "3", "20a")):
        item.mentions.create(phase=Phase.HELD, kind="attachment", text=label, order=order)
    shown = meeting_page(VIEWER, meeting.id).items[0].attachments
    assert [one.text for one in shown] == ["3", "3b", "16", "20a"]
