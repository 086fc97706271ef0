"""A decision at its own address: what it settled and does, what came of it, and who sees it."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handslag.domain.access.roles import Role
from handslag.domain.access.things import of_body
from handslag.domain.access.viewer import ANONYMOUS, Held, Viewer
from handslag.domain.base.facts import Phase
from handslag.domain.base.sides import Side
from handslag.domain.base.states import PublicationState
from handslag.domain.matters.deciding import actions, queries
from handslag.domain.matters.models import (
    Assignee,
    Assignment,
    Clause,
    DecisionState,
    GoneClause,
    MandateGround,
    Stance,
    StanceKind,
    Transfer,
    TransferKind,
)
from handslag.domain.meetings.models import AgendaItem, Meeting
from tests.builders import (
    NO_SUCH,
    VIEWER,
    a_decision,
    a_paper,
    a_proposal,
    evidence,
)
from tests.domain.matters.deciding.making import (
    DAY,
    a_mandate,
    a_network,
    appoints,
    decided,
    the_item,
)

pytestmark = pytest.mark.django_db


def shown(clause: Clause, viewer: Viewer = VIEWER):
    return queries.clause_page(viewer, clause.code)


def test_what_it_says_and_where():
    item = the_item(number="7", order=7)
    clause = decided(item, "att godkänna rapporten", scope="regionen", side=Side.REGION)
    page = shown(clause)
    assert (page.text, page.decided, page.action.value) == (
        "att godkänna rapporten",
        True,
        "approve",
    )
    assert (page.item_number, page.heading, page.day) == ("7", "Avtal om hjälpmedel", DAY)
    assert page.scope == "regionen"


def test_the_points_it_settled_for_its_side_and_the_other_sides_outcome_beside():
    item = the_item()
    a_proposal(item, "Ett direktiv", "En budget", "En taxa", by="Styrgruppen")
    both = decided(item, "att godkänna styrgruppens förslag p. 1-2", points=[1, 2])
    no = decided(item, "att avslå p. 3", "reject", points=[3], side=Side.MUNICIPALITIES)
    yes = decided(item, "att godkänna p. 3", points=[3], side=Side.REGION)
    Stance.objects.create(item=item, by="Regionen", kind=StanceKind.NOT_OPPOSED, points=[3])
    Stance.objects.create(item=item, by="Norrvik", kind=StanceKind.OPPOSES, points=[1])
    page = shown(no)
    (point,) = page.settled
    assert (point.number, point.text, point.by) == (3, "En taxa", "Styrgruppen")
    assert [(one.side.value, one.verdict.value, one.own, one.code) for one in point.outcomes] == [
        ("municipalities", "rejected", True, no.code),
        ("region", "approved", False, yes.code),
    ]
    assert {one.code: one.other_side for one in page.others} == {both.code: False, yes.code: True}
    assert [one.by for one in page.stances] == ["Regionen"]


def test_what_came_of_it():
    item = the_item()
    clause = decided(item, "att ge kansliet i uppdrag att återkomma", "assign")
    task = Assignment.objects.create(item=item, clause=clause, text="återkomma")
    Assignee.objects.create(assignment=task, text="Kansliet")
    other = decided(item, "att hänskjuta ärendet till Rådet", "refer")
    Transfer.objects.create(item=item, kind=TransferKind.REFERRED, to_body="Rådet")
    assert [one.to for one in shown(clause).assigned] == [("Kansliet",)]
    assert shown(clause).sent == ()
    assert [one.to_body for one in shown(other).sent] == ["Rådet"]


def test_its_effect_is_as_said_or_by_its_mandate_or_the_bodys():
    body = a_network()
    item = the_item(body)
    clause, said = decided(item), decided(item, "att pröva", effect="internal")
    assert shown(clause).effect.effect.value == "recommendation"
    assert shown(clause).effect.mandate is None
    assert shown(clause).finding.mild
    assert shown(said).effect.effect.value == "internal"
    assert shown(said).finding is None
    mandate = a_mandate(body)
    page = shown(clause)
    assert page.effect.mandate.id == mandate.id
    assert page.finding is None


def test_where_it_stands_in_the_papers():
    item = the_item()
    document = a_paper(item.meeting, Phase.HELD)
    clause = decided(item, document=document)
    evidence(clause, document, 20, 30)
    assert [one.start for one in shown(clause).evidence] == [0, 20]


def test_a_proposed_one_says_so_and_finds_nothing():
    item = the_item()
    decision = a_decision(item, state=DecisionState.PROPOSED, phase=Phase.PLAN)
    clause = decided(item)
    clause.decision = decision
    clause.save()
    page = shown(clause)
    assert not page.decided
    assert page.finding is None
    assert not page.may_seat


def test_nobody_sees_it_who_does_not_see_the_item():
    item = the_item()
    clause = decided(item)
    reader = Viewer("Läsaren", frozenset({Held(Role.READER, of_body(item.meeting.body_id))}), 7)
    assert shown(clause, reader).id == clause.id
    for columns in ({"closed": True}, {"closed": False}):
        AgendaItem.objects.filter(id=item.id).update(**columns)
        if not columns["closed"]:
            Meeting.objects.update(state=PublicationState.DRAFT)
        for viewer in (reader, ANONYMOUS):
            with pytest.raises(Clause.DoesNotExist):
                shown(clause, viewer)
    assert shown(clause).id == clause.id


def test_what_the_other_account_says_is_not_told_to_those_who_do_not_see_it():
    """The plan is shared, the minutes are a draft: what is proposed is seen, what happened not."""
    item = the_item(planned_heading="Avtal")
    AgendaItem.objects.filter(id=item.id).update(heading="Hemlig rubrik")
    Meeting.objects.update(state=PublicationState.DRAFT)
    Stance.objects.create(item=item, by="Regionen", kind=StanceKind.OPPOSES)
    decision = a_decision(item, state=DecisionState.PROPOSED, phase=Phase.PLAN)
    clause = decided(item)
    clause.decision = decision
    clause.save()
    reader = Viewer("Läsaren", frozenset({Held(Role.READER, of_body(item.meeting.body_id))}), 7)
    page = shown(clause, reader)
    assert page.heading == "Avtal"
    assert page.stances == ()
    assert "Hemlig" not in str(page)


def test_one_that_is_gone_says_so_to_those_who_read_the_bodys_meetings():
    item = the_item()
    clause = decided(item)
    clause.delete()
    gone = queries.gone(VIEWER, clause.code)
    assert (gone.body, gone.day, gone.meeting_id) == ("Länsnätverket", DAY, item.meeting_id)
    for viewer in (ANONYMOUS, Viewer("Ingen", frozenset(), 7)):
        with pytest.raises(PermissionDenied):
            queries.gone(viewer, clause.code)
    elsewhere = Viewer("Läsaren", frozenset({Held(Role.READER, of_body(NO_SUCH))}), 7)
    with pytest.raises(GoneClause.DoesNotExist):
        queries.gone(elsewhere, clause.code)
    with pytest.raises(GoneClause.DoesNotExist):
        queries.gone(VIEWER, str(NO_SUCH))


def count(clause: Clause) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        shown(clause)
    return len(asked)


def test_it_costs_the_same_whatever_hangs_on_it():
    body = a_network()
    item = the_item(body)
    clause = appoints(item, "att utse Vera Ask till ordförande i Länsnätverket", "Vera Ask")
    a_mandate(body)

    def more(number: int) -> None:
        a_proposal(item, *(f"Punkt {n}" for n in range(3)), by=f"Grupp {number}")
        decided(item, f"att godkänna förslag {number}", points=[1, 2])
        Stance.objects.create(item=item, by="Regionen", kind=StanceKind.SUPPORTS)
        Assignment.objects.create(item=item, clause=clause, text="återkomma")
        MandateGround.objects.create(
            mandate=a_mandate(body, f"göra {number}"), clause=clause, change="gave"
        )
        person = appoints(item, f"att utse {number}", f"Person {number}").appointments.get()
        person.clause = clause
        person.save()
        actions.seat_appointed(
            viewer=VIEWER, appointment_id=person.id, body_id=body.id, role="member"
        )

    more(1)
    first = count(clause)
    for number in range(2, 12):
        more(number)
    assert count(clause) == first
    assert first <= 19
