"""What looks like one matter and is not is never linked unasked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handslag.domain.matters.models import Assignee, Assignment, Transfer, TransferKind
from tests.builders import a_body, a_clause
from tests.domain.linking.county import are_together, held, link
from tests.domain.linking.lookalikes import BOARD, GROUP, LOOKALIKES, NETWORK, Alike, Item

if TYPE_CHECKING:
    from handslag.domain.meetings.models import AgendaItem
    from handslag.domain.registry.models import Body

pytestmark = pytest.mark.django_db


def told(one: Item, bodies: dict[str, Body]) -> AgendaItem:
    """The item, with all that its documents say of it."""
    item = held(bodies[one.body], one.day, one.heading)[0]
    item.description = one.under
    item.save()
    if one.tabled_to:
        Transfer.objects.create(item=item, kind=TransferKind.TABLED, to_date=one.tabled_to)
    if one.referred_to:
        Transfer.objects.create(item=item, kind=TransferKind.REFERRED, to_body=one.referred_to)
    if one.assigned:
        a_clause(item, f"att uppdra åt {GROUP} att {one.assigned.lower()}")
        given = Assignment.objects.create(item=item, text=one.assigned, due_date=one.due)
        if one.due is None:
            Assignee.objects.create(assignment=given, text=GROUP, body=bodies[GROUP])
    return item


def pair(alike: Alike) -> tuple[AgendaItem, AgendaItem]:
    """Both, in a county that has no other."""
    bodies = {name: a_body(name) for name in (NETWORK, BOARD, GROUP)}
    return told(alike.earlier, bodies), told(alike.later, bodies)


@pytest.mark.parametrize("alike", LOOKALIKES, ids=lambda one: one.why)
def test_what_only_looks_like_one_matter_is_never_linked_unasked(alike: Alike):
    earlier, later = pair(alike)
    link(earlier, later)
    assert not are_together(earlier, later)


def test_there_are_enough_of_them_to_tell_something():
    assert len(LOOKALIKES) >= 25
    assert len({one.why for one in LOOKALIKES}) == len(LOOKALIKES)
