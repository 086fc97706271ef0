"""However much there is, a page costs the same queries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handslag.domain.access.roles import Role
from handslag.domain.access.things import of_body
from handslag.domain.access.viewer import Held, Viewer
from handslag.domain.matters.models import Stance, StanceKind, Transfer, TransferKind
from handslag.domain.matters.owing import queries
from handslag.domain.matters.owing.settling import settle_parties
from handslag.domain.meetings.models import Participation, ParticipationRole, RaisedMatter
from handslag.domain.registry.models import Seat
from tests.builders import VIEWER, a_body, a_clause, a_matter, a_meeting, a_principal, an_item
from tests.domain.matters.owing.test_pages import (
    SHARED,
    TODAY,
    an_assignment,
    called,
    days,
    who_sits,
)

pytestmark = pytest.mark.django_db

MOST = 60
"""Queries of a page, at most."""


def fill(body, principal, other, rounds: int, begin: int = 0) -> None:
    """As many meetings that have been, and as many to come, with something of every kind."""
    people = [who_sits(body, principal, f"Person {begin + number}") for number in range(rounds)]
    for number in range(begin, begin + rounds):
        meeting = a_meeting(body, TODAY - timedelta(days=7 + number), **SHARED)
        item = an_item(meeting, f"Ärende {number}")
        a_matter(item, title=f"Ärende {number}")
        clause = a_clause(item, "att godkänna", side="municipalities")
        an_assignment(item, f"Vårt {number}", clause, to=[principal], due_date=days(number - 5))
        an_assignment(item, f"Deras {number}", to=[other], due_meeting=meeting)
        undecided = an_item(meeting, f"Fråga {number}", order=2, planned_order=2)
        a_matter(undecided, title=f"Fråga {number}")
        Transfer.objects.create(item=undecided, kind=TransferKind.TABLED, to_date=days(30))
        Stance.objects.create(item=undecided, by=principal.name, kind=StanceKind.CANNOT_DECIDE_YET)
        settle_parties(meeting.id)
        coming = a_meeting(body, days(3 + number), **SHARED)
        called(coming, people[number - begin], principal)
        shown = an_item(coming, f"Kommande {number}", order=None)
        Participation.objects.create(
            meeting=coming,
            item=shown,
            name=people[number - begin].names.get(),
            role=ParticipationRole.PRESENTING,
            phase="plan",
        )
        for state in ("raised", "returned"):
            RaisedMatter.objects.create(
                body=body,
                heading=f"Väckt {number}",
                principal=principal,
                raised_name="Lena",
                state=state,
                meeting=coming,
            )


@pytest.mark.parametrize("who", ["organisation", "body", "person"])
@pytest.mark.parametrize("limited", [False, True], ids=["coordinator", "member"])
def test_ten_times_the_data_costs_the_same_queries(who, limited):
    body, principal, other = a_body(), a_principal(), a_principal("Sörviks kommun")
    Seat.objects.create(body=body, principal=principal, count=50)
    first = who_sits(body, principal, "Lena Ask")
    viewer = (
        Viewer("Ledamot", frozenset({Held(Role.MEMBER, of_body(body.id))})) if limited else VIEWER
    )
    read = {
        "organisation": lambda: queries.principal_page(viewer, principal.id, TODAY),
        "body": lambda: queries.body_page_of(viewer, body.id, TODAY),
        "person": lambda: queries.person_page_of(viewer, first.id, TODAY),
    }[who]
    fill(body, principal, other, 1)
    with CaptureQueriesContext(
        connection,
    ) as before:
        read()
    fill(body, principal, other, 9, begin=1)
    with CaptureQueriesContext(connection) as after:
        found = read()
    assert len(after) == len(before) <= MOST
    assert found.waits.total >= 10
