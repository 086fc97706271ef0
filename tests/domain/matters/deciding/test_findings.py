"""Decisions without a ground: found by a query, never stored, for a meeting, a year and a plan."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handslag.domain.access.roles import Role
from handslag.domain.access.viewer import Held, Viewer
from handslag.domain.base.facts import Phase
from handslag.domain.matters.deciding import queries
from handslag.domain.matters.deciding.effects import Kind
from handslag.domain.meetings.models import AgendaItem, ItemKind, Meeting
from handslag.domain.registry.models import (
    Body,
    BodyLink,
    DecisionEffect,
    LegalForm,
    Mandate,
)
from tests.builders import VIEWER, a_body, a_proposal, an_item
from tests.domain.agenda.making import a_planned_meeting, put
from tests.domain.matters.deciding.making import DAY, a_mandate, a_network, decided, the_item

pytestmark = pytest.mark.django_db
READER = Viewer("Läsaren", frozenset({Held(Role.READER)}), 7)


def kinds(item: AgendaItem, viewer: Viewer = VIEWER) -> list[Kind]:
    return [row.finding.kind for row in queries.findings_of_meeting(viewer, item.meeting_id)]


def test_the_story_of_a_mandate():
    """None registered: mild. One that holds: nothing. It ends: a warning from the next day."""
    body = a_network()
    item = the_item(body)
    decided(item)
    decided(item, "att lägga rapporten till handlingarna", "note")
    assert kinds(item) == [Kind.UNREGISTERED]
    mandate = a_mandate(body, until=DAY)
    assert kinds(item) == []
    Mandate.objects.filter(id=mandate.id).update(until=DAY - timedelta(days=1))
    assert kinds(item) == [Kind.MANDATE_ENDED]


def test_a_body_that_had_ended_is_told_of_once_a_meeting():
    body = a_network(until=DAY - timedelta(days=1))
    item = the_item(body)
    decided(item)
    decided(item, "att godkänna taxan")
    (row,) = queries.findings_of_meeting(VIEWER, item.meeting_id)
    assert (row.finding.kind, row.clause) == (Kind.BODY_ENDED, None)


def test_formalities_and_bodies_by_law_are_left_alone():
    item = the_item(kind=ItemKind.FORMAL)
    decided(item, "att godkänna dagordningen")
    assert kinds(item) == []
    committee = a_network(
        "Nämnden", legal_form=LegalForm.JOINT_COMMITTEE, effect=DecisionEffect.BINDING
    )
    item = the_item(committee)
    decided(item, "att godkänna avtalet")
    assert kinds(item) == []


def test_what_is_closed_is_not_told_of_to_others():
    item = the_item()
    decided(item)
    assert kinds(item, READER) == [Kind.UNREGISTERED]
    AgendaItem.objects.update(closed=True)
    assert kinds(item, READER) == []


def test_the_years_list_has_what_is_wrong_by_body_and_counts_what_is_only_not_registered():
    body, other = a_network("Länsnätverket"), a_network("Styrgruppen")
    a_mandate(other, until=DAY - timedelta(days=1))
    for number in range(7):
        decided(the_item(body, day=DAY + timedelta(days=number)), f"att godkänna plan {number}")
    wrong = decided(the_item(other), "att godkänna taxan")
    decided(the_item(other, day=date(2030, 3, 3)), "att godkänna i fjol")
    found = queries.findings(VIEWER)
    assert (found.year, found.years, found.wrong) == (2031, (2031, 2030), 1)
    first, second = found.bodies
    assert [row.clause and row.clause.code for row in first.wrong] == [wrong.code]
    assert (second.count, len(second.unregistered), second.more) == (7, 5, 2)
    assert queries.findings(VIEWER, year=2030).wrong == 0
    only = queries.findings(VIEWER, body_id=body.id)
    assert [one.body for one in only.bodies] == ["Länsnätverket"]


def test_an_agreement_that_a_network_takes_is_found_whatever_it_recommends():
    body = a_network(effect=DecisionEffect.INTERNAL)
    clause = decided(the_item(body), "att godkänna samverkansöverenskommelsen")
    (of,) = queries.findings(VIEWER).bodies
    assert [(row.clause and row.clause.code, row.finding.kind) for row in of.wrong] == [
        (clause.code, Kind.NO_MANDATE)
    ]


def test_the_list_is_for_who_gives_mandates():
    with pytest.raises(PermissionDenied):
        queries.findings(READER)


def asked(call) -> int:
    with CaptureQueriesContext(connection) as found:
        call()
    return len(found)


def test_they_cost_the_same_at_ten_times_the_data():
    item = the_item()
    decided(item)
    once = asked(lambda: queries.findings(VIEWER))
    of_meeting = asked(lambda: queries.findings_of_meeting(VIEWER, item.meeting_id))
    for number in range(10):
        body = a_network(f"Nätverk {number}")
        a_mandate(body, until=DAY - timedelta(days=1))
        decided(the_item(body), f"att godkänna {number}")
        decided(item, f"att godkänna punkt {number}")
    assert asked(lambda: queries.findings(VIEWER)) == once == 3
    after = asked(lambda: queries.findings_of_meeting(VIEWER, item.meeting_id))
    assert after == of_meeting == 2


def a_planned_item(body: Body, heading: str = "Avtal") -> tuple[Meeting, int]:
    meeting = a_planned_meeting(body, DAY)
    return meeting, put(meeting, heading)


def test_what_a_decision_will_do_is_told_before_it_is_written():
    body, council = a_network("Styrgruppen"), a_body("Rådet")
    BodyLink.objects.create(body=body, to=council, kind="prepares")
    BodyLink.objects.create(body=council, to=a_body("Samrådet"), kind="prepares")
    BodyLink.objects.create(body=council, to=body, kind="prepares")  # a circle stops nobody
    _meeting, item_id = a_planned_item(body)
    told = queries.ahead(VIEWER, item_id)
    assert (told.effect.effect.value, told.onward) == ("recommendation", ("Rådet", "Samrådet"))
    assert [one.kind for one in told.findings] == [Kind.UNREGISTERED]
    mandate = a_mandate(body, until=DAY - timedelta(days=1))
    assert [one.kind for one in queries.ahead(VIEWER, item_id).findings] == [Kind.MANDATE_ENDED]
    Mandate.objects.filter(id=mandate.id).update(until=None)
    told = queries.ahead(VIEWER, item_id)
    assert told.findings == ()
    assert told.effect.mandate
    assert told.effect.mandate.id == mandate.id


def test_a_proposal_to_take_an_agreement_is_told_of_before_it_is_written():
    body = a_network()
    a_mandate(body)
    meeting, item_id = a_planned_item(body)
    a_proposal(
        AgendaItem.objects.get(id=item_id), "att godkänna överenskommelsen", phase=Phase.PLAN
    )
    told = queries.ahead(VIEWER, item_id)
    assert told.adopts == "att godkänna överenskommelsen"
    assert [one.kind for one in told.findings] == [Kind.NO_MANDATE]
    formal = an_item(meeting, "Dagordning", kind=ItemKind.FORMAL)
    told = queries.ahead(VIEWER, formal.id)
    assert (told.formal, told.findings) == (True, ())
