from __future__ import annotations

import pytest

from handslag.domain.audit.actions import NotInTransaction, log
from handslag.domain.audit.queries import history, state
from tests.builders import VIEWER

pytestmark = pytest.mark.django_db


def entry(verb: str, thing_id: int = 1, thing_type: str = "registry.body") -> None:
    log(
        viewer=VIEWER,
        verb=verb,
        thing_type=thing_type,
        thing_id=thing_id,
        detail={"before": "Å", "after": "Ä"},
    )


def test_a_things_history_is_its_own_and_the_latest_first(django_assert_num_queries):
    entry("registry.rename_body")
    entry("registry.set_body_kind")
    entry("registry.rename_body", thing_id=2)
    entry("registry.merge_people", thing_type="registry.person")
    with django_assert_num_queries(1):
        rows = history(VIEWER, "registry.body", 1)
    assert [row.verb for row in rows] == ["registry.set_body_kind", "registry.rename_body"]
    assert (rows[0].actor, rows[0].detail) == ("Prövaren", {"before": "Å", "after": "Ä"})
    assert rows[0].at >= rows[1].at


def test_the_state_grows_with_every_change():
    assert state(VIEWER) == 0
    entry("registry.rename_body")
    first = state(VIEWER)
    entry("registry.rename_body")
    assert state(VIEWER) > first > 0


@pytest.mark.django_db(transaction=True)
def test_nothing_is_logged_outside_a_transaction():
    with pytest.raises(NotInTransaction):
        entry("registry.rename_body")
    assert history(VIEWER, "registry.body", 1) == ()
