"""A matter's page is told from its rows, in a number of queries that its size does not change."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from handslag.domain.base.facts import Phase
from handslag.domain.matters.history.queries import matter_filters, matter_page, matters
from handslag.domain.matters.history.shapes import StatusKind
from handslag.domain.matters.models import (
    Assignment,
    ClauseAction,
    Matter,
    MatterStep,
    PointOutcome,
    PointVerdict,
    StepKind,
    StepWay,
    Transfer,
    TransferKind,
)
from handslag.domain.meetings.models import ItemOutcome
from tests.builders import (
    NO_SUCH,
    VIEWER,
    a_body,
    a_clause,
    a_decision,
    a_matter,
    a_meeting,
    a_paper,
    a_proposal,
    a_whole_meeting,
    an_item,
)

pytestmark = pytest.mark.django_db
TODAY = date(2031, 3, 1)


def kinds(page):
    return [one.kind.value for one in page.happenings]


def test_a_matter_is_told_through_its_meetings_in_order():
    network, council = a_body("Nordnätverket"), a_body("Rådet")
    first = an_item(a_meeting(network, date(2031, 1, 10)), "Avtal om hjälpmedel")
    proposal = a_proposal(first, "att avtalet förlängs", "att avgiften höjs")
    Transfer.objects.create(
        item=first, kind=TransferKind.REFERRED, to_body="Rådet", text="åter i nätverket i maj"
    )
    second = an_item(a_meeting(council, date(2031, 2, 3)), "Hjälpmedelsavtalet")
    a_clause(second, "att ställa sig bakom förlängningen", action=ClauseAction.ENDORSE)
    page: Any = matter_page(VIEWER, a_matter(first, second).id, TODAY)
    assert page.title == "Hjälpmedelsavtalet"
    assert kinds(page) == ["proposed", "referred", "decided", "expected"]
    proposed, referred, decided, expected = page.happenings
    assert [point.id for point in proposed.points] == [one.id for one in proposal.points.all()]
    assert (referred.to_body.id, referred.expected.day) == (council.id, date(2031, 5, 31))
    assert decided.clauses[0].text == "att ställa sig bakom förlängningen"
    assert (expected.day, expected.to_come, expected.body.id) == (
        date(2031, 5, 31),
        True,
        network.id,
    )
    assert page.status.kind.value == "decided"
    assert page.status.expected.day == date(2031, 5, 31)
    assert not page.status.overdue
    late: Any = matter_page(VIEWER, page.id, date(2031, 6, 1))
    assert late.status.overdue
    assert "expected" not in kinds(late)


def test_the_outcome_is_told_side_by_side():
    item = an_item(a_meeting(), "Ombud", outcome=ItemOutcome.DECIDED)
    points = list(a_proposal(item, "att ett", "att två", "att tre").points.all())
    for point in points[:2]:
        PointOutcome.objects.create(point=point, verdict=PointVerdict.APPROVED)
    PointOutcome.objects.create(
        point=points[2], side="municipalities", verdict=PointVerdict.REJECTED
    )
    decision = a_decision(item)
    a_clause(decision, "att godkänna punkterna 1-2", points=[1, 2])
    a_clause(
        decision, "att avslå punkt 3", points=[3], action=ClauseAction.REJECT, side="municipalities"
    )
    page: Any = matter_page(VIEWER, a_matter(item).id, TODAY)
    third = page.happenings[0].points[2]
    assert [(one.side.value, one.verdict.value) for one in third.verdicts] == [
        ("municipalities", "rejected")
    ]
    assert page.status.extent.value == "part"


def test_a_step_between_meetings_turns_the_status():
    body = a_body()
    item = an_item(a_meeting(body, date(2031, 2, 3)), "Utvärderingen")
    Transfer.objects.create(item=item, kind=TransferKind.TABLED, to_date=date(2031, 5, 1))
    matter = a_matter(item)
    assert matter_page(VIEWER, matter.id, TODAY).status.day == date(2031, 5, 1)
    MatterStep.objects.create(
        matter=matter,
        kind=StepKind.TAKEN_BACK,
        day=date(2031, 2, 6),
        way=StepWay.MAIL,
        to_date=date(2031, 4, 3),
        by="Styrgruppen",
        entered_by="Prövaren",
    )
    page: Any = matter_page(VIEWER, matter.id, TODAY)
    assert (page.status.kind.value, page.status.day) == ("back", date(2031, 4, 3))
    assert page.past[-1].way.value == "mail"
    assert page.to_come[0].day == date(2031, 4, 3)


def test_an_unknown_matter_is_not_found():
    with pytest.raises(Matter.DoesNotExist):
        matter_page(VIEWER, NO_SUCH)


def whole(meetings, first=date(2031, 1, 6)):
    """A matter that was dealt with at so many meetings, with all facts each time."""
    body = a_body(f"Organ {first}")
    items = [
        a_whole_meeting(1, body=body, day=first + timedelta(days=7 * number)).items.get()
        for number in range(meetings)
    ]
    return a_matter(*items)


def test_a_page_costs_the_same_whatever_its_size(django_assert_num_queries):
    small, large = whole(1), whole(10, date(2030, 1, 7))
    with django_assert_num_queries(PAGE):
        matter_page(VIEWER, small.id, TODAY)
    with django_assert_num_queries(PAGE):
        told = matter_page(VIEWER, large.id, TODAY)
    assert len(told.happenings) > 40
    assert any(clause.evidence for one in told.happenings for clause in one.clauses)


PAGE = 15
LIST = 13


def test_a_list_costs_the_same_whatever_its_length(django_assert_num_queries):
    whole(1)
    with django_assert_num_queries(LIST):
        assert matters(VIEWER, today=TODAY).total == 1
    for number in range(10):
        whole(2, date(2029, 1, 1) + timedelta(days=number))
    with django_assert_num_queries(LIST):
        assert len(matters(VIEWER, today=TODAY)) == 11


def test_matters_are_sifted():
    network, council = a_body("Nordnätverket"), a_body("Rådet")
    one = a_matter(an_item(a_meeting(network, date(2030, 1, 10)), "Färdtjänst i länet"))
    decided = an_item(a_meeting(council, date(2031, 1, 10)), "Årsplanen")
    a_clause(decided)
    other = a_matter(decided)

    def found(**sifting):
        return [row.id for row in matters(VIEWER, today=TODAY, **sifting)]

    assert found() == [other.id, one.id]
    assert found(body_id=network.id) == [one.id]
    assert found(year=2031) == [other.id]
    assert found(words="ÅRSPLANEN") == [other.id]
    assert found(status="decided") == [other.id]
    assert found(status="dealt") == [one.id]
    assert [body.id for body in matter_filters(VIEWER).bodies] == [network.id, council.id]


def test_every_matter_is_among_those_that_stand_as_it_does():
    """What the database leaves out before histories are told never stood so."""
    day, body = date(2031, 1, 6), a_body()
    days = (day + timedelta(days=number) for number in range(40))

    def item(**columns):
        return an_item(a_meeting(body, next(days)), "Fråga", **columns)

    for outcome in ItemOutcome:
        a_matter(item(outcome=outcome))
    for way in TransferKind:
        moved = item()
        Transfer.objects.create(item=moved, kind=way, to_body="Rådet")
        a_matter(moved)
    for action in ClauseAction:
        decided = item()
        a_clause(decided, action=action)
        a_matter(decided)
    for kind in StepKind:
        MatterStep.objects.create(matter=a_matter(item()), kind=kind, day=TODAY)
    assigned = item()
    Assignment.objects.create(item=assigned, text="Räkna")
    a_matter(assigned)
    a_matter(item(order=None, pulled_at=timezone.now()))
    a_matter(item(order=None))
    a_matter(an_item(a_meeting(body, date(2031, 9, 1)), order=None))
    rows = matters(VIEWER, today=TODAY)
    found = {one.id: one.status.kind.value for one in rows}
    assert len(found) == rows.total
    assert len(set(found.values())) > 10
    for status in StatusKind.values:
        listed = {one.id for one in matters(VIEWER, status=status, today=TODAY)}
        assert listed == {one for one, stands in found.items() if stands == status}


def test_a_coming_meeting_is_still_to_come():
    meeting = a_meeting(a_body(), date(2031, 4, 1), prepared=True)
    a_paper(meeting, Phase.PLAN)
    page: Any = matter_page(VIEWER, a_matter(an_item(meeting, "Budget", order=None)).id, TODAY)
    assert kinds(page) == ["planned"]
    assert (page.status.kind.value, page.status.day) == ("planned", date(2031, 4, 1))
