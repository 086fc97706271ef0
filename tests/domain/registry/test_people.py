"""Where people work is told by date; how they are reached is for few to change, and erased."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError

from handslag.domain.access.roles import Role
from handslag.domain.access.things import of_body
from handslag.domain.access.viewer import Held, Viewer
from handslag.domain.audit.models import Values
from handslag.domain.audit.queries import history
from handslag.domain.matters.actions import forget_unused_names
from handslag.domain.registry.affiliations import actions
from handslag.domain.registry.models import Affiliation, Person
from handslag.domain.registry.people import queries
from tests.builders import VIEWER, a_body, a_membership, a_name, a_principal, a_user

pytestmark = pytest.mark.django_db


def test_where_somebody_works_is_told_ended_and_taken_back():
    vera, norrvik = a_name("Vera Ask").person, a_principal()
    id_ = actions.add_affiliation(
        viewer=VIEWER, person_id=vera.id, organisation_id=norrvik.id, title="socialchef"
    )
    actions.change_affiliation(
        viewer=VIEWER, affiliation_id=id_, title="socialchef", until=date(2025, 6, 30)
    )
    (row,) = queries.affiliations_of(VIEWER, vera.id)
    assert (row.title, row.until) == ("socialchef", date(2025, 6, 30))
    actions.remove_affiliation(viewer=VIEWER, affiliation_id=id_)
    assert queries.affiliations_of(VIEWER, vera.id) == ()
    assert [one.verb for one in history(VIEWER, "registry.person", vera.id)] == [
        "registry.remove_affiliation",
        "registry.change_affiliation",
        "registry.add_affiliation",
    ]


def test_an_address_is_changed_by_who_may_know_it_and_nobody_else():
    body, user = a_body(), a_user("Vera Ask")
    vera = a_name("Vera Ask").person
    vera.user = user
    vera.save()
    a_membership(body, vera)

    def change(viewer: Viewer, email: str) -> None:
        actions.set_email(viewer=viewer, person_id=vera.id, email=email)

    secretary = Viewer("Sekr", frozenset({Held(Role.SECRETARY, of_body(body.id))}), 4711)
    own = Viewer("Vera Ask", frozenset({Held(Role.MEMBER, of_body(body.id))}), user.pk)
    for number, viewer in enumerate((VIEWER, secretary, own)):
        change(viewer, f"vera{number}@norrvik.example")
        vera.refresh_from_db()
        assert vera.email == f"vera{number}@norrvik.example"
    for role in (Role.MEMBER, Role.CHAIR, Role.CONTACT, Role.AUDITOR):
        with pytest.raises(PermissionDenied):
            change(Viewer("Annan", frozenset({Held(role, of_body(body.id))}), 4712), "x@y.example")
    with pytest.raises(ValidationError, match="är ingen e-postadress"):
        change(VIEWER, "vera at norrvik")
    with pytest.raises(ObjectDoesNotExist):
        actions.set_email(viewer=VIEWER, person_id=4711, email="x@y.example")
    change(VIEWER, "")
    assert queries.addresses_of(VIEWER, [vera.id]) == {vera.id: user.email}


def test_erasing_a_name_erases_how_the_person_is_reached():
    vera, bo = a_name("Vera Ask").person, a_name("Bo Ek").person
    a_name("V. Ask", vera)
    for person, email in ((vera, "vera@norrvik.example"), (bo, "bo@norrvik.example")):
        actions.set_email(viewer=VIEWER, person_id=person.id, email=email)
    actions.set_email(viewer=VIEWER, person_id=vera.id, email="v.ask@norrvik.example")
    erased = actions.erase_name(viewer=VIEWER, name="V. Ask", reason="Personen har begärt det.")
    assert erased
    kept = "".join(Values.objects.values_list("detail", flat=True))
    assert "v.ask@" not in kept
    assert "bo@norrvik" in kept
    assert Person.objects.get(id=vera.id).email == ""
    assert Person.objects.get(id=bo.id).email == "bo@norrvik.example"
    actions.erase_name(viewer=VIEWER, name="Vera Ask", reason="Personen har begärt det.")
    assert "vera@norrvik" not in "".join(Values.objects.values_list("detail", flat=True))


def test_somebody_of_whom_more_is_told_stays_when_no_paper_names_them():
    names = [a_name(f"Person {number}") for number in range(4)]
    a_membership(a_body(), names[0].person)
    Affiliation.objects.create(person=names[1].person, organisation=a_principal())
    Person.objects.filter(id=names[2].person_id).update(email="x@y.example")
    forget_unused_names(viewer=VIEWER, names=[one.id for one in names])
    assert set(Person.objects.values_list("name", flat=True)) == {
        "Person 0",
        "Person 1",
        "Person 2",
    }
