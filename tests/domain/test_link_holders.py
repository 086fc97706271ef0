"""Whoever holds a limited link reaches one thing, and of it nothing that is a draft or closed."""

from __future__ import annotations

import pytest

from handslag.domain.access.permissions import Permission
from handslag.domain.access.roles import Role
from handslag.domain.access.rules import may, reach
from handslag.domain.access.things import ScopeKind, Thing, of_body, of_document, of_meeting
from handslag.domain.access.viewer import Held, Viewer
from handslag.domain.base.states import PublicationState

HOLDER = Viewer("Länk 1", frozenset({Held(Role.LINK, of_meeting(7))}))


def thing(state=PublicationState.SHARED, *, meeting=7, closed=False):
    return Thing(scopes=frozenset({of_body(7), of_meeting(meeting)}), state=state, closed=closed)


@pytest.mark.parametrize("state", PublicationState)
def test_a_draft_is_never_seen_and_the_rest_is(state):
    allowed = may(HOLDER, Permission.MEETINGS_READ, thing(state))
    assert allowed == (state != PublicationState.DRAFT)


@pytest.mark.parametrize("state", PublicationState)
def test_what_is_closed_is_never_seen(state):
    assert not may(HOLDER, Permission.MEETINGS_READ, thing(state, closed=True))


def test_another_meeting_of_the_same_body_is_not_seen():
    assert not may(HOLDER, Permission.MEETINGS_READ, thing(meeting=8))
    assert not may(HOLDER, Permission.DOCUMENTS_READ, Thing(scopes=frozenset({of_document(7)})))


@pytest.mark.parametrize("permission", Permission)
def test_a_link_changes_nothing_and_reaches_no_list(permission):
    allowed = {Permission.MEETINGS_READ, Permission.DOCUMENTS_READ}
    assert may(HOLDER, permission, thing()) == (permission in allowed)
    assert not may(HOLDER, permission)
    found = reach(HOLDER, permission)
    assert not found.everywhere
    assert found.ids.keys() <= {ScopeKind.MEETING, ScopeKind.DOCUMENT}
