"""Every action, as every role: who lacks what it takes is refused before anything is looked at."""

from __future__ import annotations

import inspect
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from handslag.domain.access.roles import MAY, Role
from handslag.domain.access.things import COUNTY, of_body
from handslag.domain.access.viewer import Held, Viewer
from handslag.domain.audit.models import Entry
from tests.access.actions import COUNTY as FOR_THE_COUNTY
from tests.access.actions import NEEDED, OPEN_BY_TOKEN
from tests.architecture.test_access import ACTIONS, named

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db


def test_every_action_has_a_row_in_the_matrix():
    silent = {name for name, needed in NEEDED.items() if needed is None}
    assert silent == OPEN_BY_TOKEN


def refused(action: Callable[..., Any], viewer: Viewer) -> bool:
    """Whether an action refuses a viewer when nothing else that it is told makes sense."""
    needs = {
        name: viewer if name == "viewer" else None
        for name, parameter in inspect.signature(action).parameters.items()
        if parameter.default is inspect.Parameter.empty
    }
    with suppress(Exception), transaction.atomic():
        try:
            action(**needs)
        except PermissionDenied:
            return True
    return False


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SYSTEM])
@pytest.mark.parametrize("action", [one for one in ACTIONS if NEEDED[named(one)]], ids=named)
def test_an_action_refuses_every_role_that_lacks_what_it_takes(action, role):
    needed = NEEDED[named(action)]
    assert needed
    held_for_all, held_at_home = (
        Viewer(role, frozenset({Held(role, scope)}), user_id=7) for scope in (COUNTY, of_body(1))
    )
    before = Entry.objects.count()
    lacks = needed.permission not in MAY[role]
    if lacks:
        assert refused(action, held_for_all)
    if lacks or needed.over == FOR_THE_COUNTY:
        assert refused(action, held_at_home)
        assert Entry.objects.count() == before
