"""Decisions to test the register of mandates and of those who sit against."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from handslag.domain.base.facts import Phase
from handslag.domain.base.states import PublicationState
from handslag.domain.matters.models import Appointment, ClauseAction, Decision, DecisionState
from handslag.domain.registry.models import Body, DecisionEffect, LegalForm, Mandate, PersonName
from tests.builders import a_body, a_clause, a_meeting, a_name, an_item

if TYPE_CHECKING:
    from handslag.domain.matters.models import Clause
    from handslag.domain.meetings.models import AgendaItem

DAY = date(2031, 3, 6)


def a_network(
    name: str = "Länsnätverket",
    *,
    effect: DecisionEffect = DecisionEffect.RECOMMENDATION,
    legal_form: LegalForm = LegalForm.NETWORK,
    **columns: Any,
) -> Body:
    """A body whose decisions recommend, unless told otherwise."""
    body = a_body(name)
    Body.objects.filter(id=body.id).update(effect=effect, legal_form=legal_form, **columns)
    body.refresh_from_db()
    return body


def the_item(
    body: Body | None = None, heading: str = "Avtal om hjälpmedel", day: date = DAY, **columns: Any
) -> AgendaItem:
    """An item of a shared meeting."""
    shared = PublicationState.SHARED
    meeting = a_meeting(body or a_network(), day, state=shared, planned_state=shared)
    return an_item(meeting, heading, **columns)


def decided(
    item: AgendaItem, text: str = "att godkänna förslaget", action: str = "approve", **columns: Any
) -> Clause:
    """A decided clause under an item, in its first decision."""
    decision = Decision.objects.filter(
        item=item, state=DecisionState.DECIDED, phase=Phase.HELD
    ).first()
    return a_clause(decision or item, text, action=ClauseAction(action), **columns)


def appoints(item: AgendaItem, text: str, *names: str, organisation: str = "") -> Clause:
    """A clause that appoints these."""
    clause = decided(item, text, "appoint")
    for order, name in enumerate(names, 1):
        known = PersonName.objects.filter(text=name).first() or a_name(name)
        Appointment.objects.create(
            clause=clause, name=known, organisation=organisation, order=order
        )
    return clause


def a_mandate(body: Body, what: str = "rekommendera huvudmännen", **columns: Any) -> Mandate:
    """A mandate of a body to recommend, from long ago and without end."""
    columns.setdefault("effect", DecisionEffect.RECOMMENDATION)
    return Mandate.objects.create(body=body, what=what, **columns)
