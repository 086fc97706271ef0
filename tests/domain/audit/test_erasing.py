from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from handslag.domain.access.roles import Role
from handslag.domain.access.viewer import SYSTEM, Held, Viewer, coordinator
from handslag.domain.audit.actions import erase_name, erase_values, erase_values_of, log
from handslag.domain.audit.models import Entry, Values
from handslag.domain.audit.queries import history, verification
from tests.builders import VIEWER

pytestmark = pytest.mark.django_db

ANNA = coordinator("Anna Berg", 4)


def entry(thing_id: int = 1, viewer: Viewer = VIEWER, reason: str = "", **detail: object) -> None:
    log(
        viewer=viewer,
        verb="registry.show_person_as",
        thing_type="registry.person",
        thing_id=thing_id,
        detail=detail,
        reason=reason,
    )


def whole() -> bool:
    return not list(verification(SYSTEM).troubles())


def test_an_entrys_values_are_erased_and_the_erasure_is_logged():
    entry(viewer=ANNA, after="Bo Ek")
    assert erase_values(viewer=VIEWER, number=1, reason=" Skyddade uppgifter. ") is True
    (row,) = history(VIEWER, "registry.person", 1)
    assert row.erased
    assert (row.actor, row.reason, row.detail) == ("", "", {})
    assert (row.user_id, row.verb) == (4, "registry.show_person_as")
    (erasure,) = history(VIEWER, "audit.entry", 1)
    assert (erasure.verb, erasure.reason) == ("audit.erase_values", "Skyddade uppgifter.")
    assert not Values.objects.filter(entry_id=1).exists()
    assert whole()


def test_what_is_erased_is_erased_once():
    entry()
    assert erase_values(viewer=VIEWER, number=1, reason="Skäl.") is True
    assert erase_values(viewer=VIEWER, number=1, reason="Skäl.") is False
    assert Entry.objects.count() == 2
    with pytest.raises(Entry.DoesNotExist):
        erase_values(viewer=VIEWER, number=99, reason="Skäl.")


def test_an_erasure_can_be_erased():
    entry()
    erase_values(viewer=VIEWER, number=1, reason="Bo Ek ville det.")
    assert erase_values(viewer=VIEWER, number=2, reason="Skälet nämner ett namn.")
    assert list(Values.objects.values_list("reason", flat=True)) == ["Skälet nämner ett namn."]
    assert whole()


def test_everything_about_one_thing_is_erased():
    for thing_id in (1, 2, 1):
        entry(thing_id)
    told = {"thing_type": "registry.person", "reason": "Skäl."}
    assert erase_values_of(viewer=VIEWER, thing_id=1, **told) == 2
    assert erase_values_of(viewer=VIEWER, thing_id=1, **told) == 0
    assert [row.erased for row in history(VIEWER, "registry.person", 1)] == [True, True]
    assert [row.erased for row in history(VIEWER, "registry.person", 2)] == [False]
    assert whole()


def test_a_name_is_erased_wherever_it_stands():
    entry(viewer=ANNA)
    entry(reason="Anna Berg bad om det.")
    entry(before="ANNA BERG", after=["x", {"namn": "anna berg"}])
    entry(after={"Anna Berg": 1})
    entry(after="Närvarande:\nAnna Berg\nBo Ek")
    kept: dict[str, Any] = {
        "after": "Anna Bergman",
        "before": "Johanna Berg",
        "by": "Anna",
        "of": "Berg",
    }
    entry(**kept)
    assert erase_name(viewer=VIEWER, name="  Anna  Berg ", reason="Hon har begärt det.") == 5
    rows = history(VIEWER, "registry.person", 1)
    assert [row.erased for row in rows] == [False, True, True, True, True, True]
    assert rows[0].detail == kept
    assert whole()


def test_a_name_with_odd_letters_is_found():
    entry(after='Åsa "Ö" O\'Hara_%')
    entry(after='Åsa "Ö" O\'Haraxx')
    assert erase_name(viewer=VIEWER, name='Åsa "Ö" O\'Hara_%', reason="Skäl.") == 1
    assert [row.erased for row in history(VIEWER, "registry.person", 1)] == [False, True]


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_reason_is_asked_for(reason):
    entry()
    for erase in (
        lambda: erase_values(viewer=VIEWER, number=1, reason=reason),
        lambda: erase_name(viewer=VIEWER, name="Anna", reason=reason),
        lambda: erase_values_of(
            viewer=VIEWER, thing_type="registry.person", thing_id=1, reason=reason
        ),
    ):
        with pytest.raises(ValidationError, match="Skriv varför"):
            erase()
    assert Entry.objects.count() == 1


def test_the_reason_does_not_keep_the_name():
    entry(viewer=ANNA)
    with pytest.raises(ValidationError, match="utan namnet"):
        erase_name(viewer=VIEWER, name="Anna Berg", reason="anna berg har begärt det.")
    with pytest.raises(ValidationError, match="Skriv det namn"):
        erase_name(viewer=VIEWER, name=" ", reason="Skäl.")
    assert Entry.objects.count() == 1


def test_a_revisor_reads_and_erases_nothing():
    entry()
    revisor = Viewer("Revisorn", frozenset({Held(Role.AUDITOR)}), 8)
    with pytest.raises(PermissionDenied):
        erase_values(viewer=revisor, number=1, reason="Skäl.")
    assert not history(revisor, "registry.person", 1)[0].erased
