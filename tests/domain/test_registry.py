from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError

from handslag.domain.access.viewer import ANONYMOUS
from handslag.domain.audit.queries import history
from handslag.domain.base.facts import Phase
from handslag.domain.matters.models import Appointment
from handslag.domain.matters.queries import person_page
from handslag.domain.meetings.models import Participation
from handslag.domain.registry import actions, queries
from handslag.domain.registry.models import Body, BodyName, Person, PersonName
from tests.builders import (
    NO_SUCH,
    VIEWER,
    a_body,
    a_clause,
    a_meeting,
    a_name,
    a_participation,
    an_item,
)

pytestmark = pytest.mark.django_db


def test_a_body_is_found_by_any_of_its_names():
    first = actions.body_named(viewer=VIEWER, name="Nordnätverket för chefer", short_name="NNC")
    assert actions.body_named(viewer=VIEWER, name="nordnätverket  för CHEFER") == first
    assert actions.body_named(viewer=VIEWER, name="NNC") == first
    assert queries.find_body(VIEWER, "nnc") == first
    assert queries.find_body(VIEWER, "Annat") is None
    assert Body.objects.count() == 1
    assert Body.objects.get().kind == "managers-network"


def test_a_new_name_met_beside_a_known_short_name_is_kept():
    first = actions.body_named(viewer=VIEWER, name="Nordrådet", short_name="NR")
    assert actions.body_named(viewer=VIEWER, name="Norra rådet", short_name="NR") == first
    assert queries.find_body(VIEWER, "norra rådet") == first
    page = queries.body(VIEWER, first)
    assert (page.name, page.other_names) == ("Nordrådet", ("Norra rådet",))


def test_a_name_is_never_moved_between_bodies():
    one = actions.body_named(viewer=VIEWER, name="Nordrådet")
    other = actions.body_named(viewer=VIEWER, name="Sydrådet", short_name="SR")
    assert actions.body_named(viewer=VIEWER, name="Nordrådet", short_name="SR") == one
    assert queries.find_body(VIEWER, "SR") == other
    with pytest.raises(ValidationError, match="Sydrådet"):
        actions.add_body_name(viewer=VIEWER, body_id=one, text="sr")


@pytest.mark.parametrize("name", ["", "   "])
def test_a_body_without_a_name_is_refused(name):
    with pytest.raises(ValidationError):
        actions.body_named(viewer=VIEWER, name=name)
    assert not Body.objects.exists()


def test_changing_a_body_is_all_or_nothing_and_logged():
    body = a_body("Nordrådet", "NR")
    a_body("Sydrådet")
    change: Any = {"viewer": VIEWER, "body_id": body.id, "kind": "political-council"}
    with pytest.raises(ValidationError):
        actions.change_body(**change, name="Nya rådet", other_name="Sydrådet")
    body.refresh_from_db()
    assert (body.name, body.kind) == ("Nordrådet", "other")
    actions.change_body(**change, name="Nya rådet", short_name="NR", other_name="Norra")
    page = queries.body(VIEWER, body.id)
    assert (page.name, page.short_name, page.kind.value) == ("Nya rådet", "NR", "political-council")
    assert page.other_names == ("Nordrådet", "Norra")
    assert {row.verb for row in history(VIEWER, "registry.body", body.id)} == {
        "registry.rename_body",
        "registry.set_body_kind",
        "registry.add_body_name",
    }


def test_changing_nothing_logs_nothing():
    body = a_body("Nordrådet", "NR")
    actions.rename_body(viewer=VIEWER, body_id=body.id, name="Nordrådet", short_name="NR")
    actions.set_body_kind(viewer=VIEWER, body_id=body.id, kind="other")
    actions.add_body_name(viewer=VIEWER, body_id=body.id, text="nordrådet")
    assert history(VIEWER, "registry.body", body.id) == ()
    assert BodyName.objects.count() == 2


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValidationError):
        actions.set_body_kind(viewer=VIEWER, body_id=a_body().id, kind="kör")


def test_names_are_people_of_their_own_until_someone_says_otherwise():
    ids = actions.person_names(viewer=VIEWER, texts=["Åsa Brøyen", "Åsa Bröyen", "åsa  brøyen"])
    assert ids["Åsa Brøyen"] == ids["åsa  brøyen"] != ids["Åsa Bröyen"]
    assert Person.objects.count() == 2
    assert actions.person_name(viewer=VIEWER, text="Åsa Brøyen") == ids["Åsa Brøyen"]
    assert Person.objects.count() == 2


@pytest.mark.parametrize("count", [1, 40])
def test_many_names_take_as_many_queries_as_one(count, django_assert_max_num_queries):
    texts = [f"Namn Nummer{number}" for number in range(count)]
    with django_assert_max_num_queries(16):
        found = actions.person_names(viewer=VIEWER, texts=texts)
    assert list(found) == texts
    assert PersonName.objects.get(id=found[texts[-1]]).text == texts[-1]


def test_merging_keeps_every_name_and_separating_undoes_it():
    keep, other = a_name("Åsa Brøyen"), a_name("Åsa Bröyen")
    other_id = other.person_id
    actions.merge_people(viewer=VIEWER, keep_id=keep.person_id, other_id=other_id)
    person = queries.person(VIEWER, keep.person_id)
    assert (person.name, [name.text for name in person.names]) == (
        "Åsa Brøyen",
        ["Åsa Bröyen", "Åsa Brøyen"],
    )
    assert not Person.objects.filter(id=other_id).exists()
    (entry,) = history(VIEWER, "registry.person", keep.person_id)
    assert (entry.actor, entry.verb) == ("Prövaren", "registry.merge_people")
    assert entry.detail["names"] == ["Åsa Bröyen"]
    new_id = actions.separate_name(viewer=VIEWER, name_id=other.id)
    assert new_id != keep.person_id
    assert queries.person(VIEWER, new_id).name == "Åsa Bröyen"
    assert [name.text for name in queries.person(VIEWER, keep.person_id).names] == ["Åsa Brøyen"]


def test_separating_the_shown_name_shows_another():
    keep, other = a_name("Åsa Brøyen"), a_name("Åsa Bröyen")
    actions.merge_people(viewer=VIEWER, keep_id=keep.person_id, other_id=other.person_id)
    actions.separate_name(viewer=VIEWER, name_id=keep.id)
    assert queries.person(VIEWER, keep.person_id).name == "Åsa Bröyen"


def test_the_only_name_stays():
    name = a_name("Åsa Brøyen")
    assert actions.separate_name(viewer=VIEWER, name_id=name.id) == name.person_id
    assert history(VIEWER, "registry.person", name.person_id) == ()


def test_a_person_is_not_merged_with_itself_or_nobody():
    name = a_name("Åsa Brøyen")
    with pytest.raises(ValidationError):
        actions.merge_people(viewer=VIEWER, keep_id=name.person_id, other_id=name.person_id)
    with pytest.raises(ObjectDoesNotExist):
        actions.merge_people(viewer=VIEWER, keep_id=name.person_id, other_id=NO_SUCH)


def test_a_person_can_be_shown_under_another_of_their_names_only():
    keep, other = a_name("Åsa Brøyen"), a_name("Åsa Bröyen")
    show: Any = {"viewer": VIEWER, "person_id": keep.person_id, "name_id": other.id}
    with pytest.raises(ObjectDoesNotExist):
        actions.show_person_as(**show)
    actions.merge_people(viewer=VIEWER, keep_id=keep.person_id, other_id=other.person_id)
    actions.show_person_as(**show)
    assert queries.person(VIEWER, keep.person_id).name == "Åsa Bröyen"


@pytest.mark.parametrize("count", [1, 10])
def test_people_with_their_other_names(count, django_assert_num_queries):
    for number in range(count):
        person = a_name(f"Åsa {number}").person
        a_name(f"Åsa {number} Ek", person)
    with django_assert_num_queries(3):
        listing = queries.people(VIEWER)
    assert [row.other_names for row in listing] == [(f"Åsa {n} Ek",) for n in range(count)]
    with django_assert_num_queries(3):
        assert [row.name for row in queries.people(VIEWER, words="ÅSA 0 ek")] == ["Åsa 0"]
    assert queries.people(VIEWER, words="Bo").total == 0


def test_people_come_in_swedish_order():
    for name in ("Örjan Ek", "Ärla Ek", "Åsa Ek", "Zeb Ek", "anna Ek"):
        a_name(name)
    assert [row.name for row in queries.people(VIEWER)] == [
        "anna Ek",
        "Zeb Ek",
        "Åsa Ek",
        "Ärla Ek",
        "Örjan Ek",
    ]


def test_similar_people_the_closest_first():
    name = a_name("Åsa Brøyen")
    a_name("Bo Lind")
    a_name("Åsa Brøyen Ek")
    close = a_name("Åsa Bröyen")
    found = queries.similar_people(VIEWER, name.person_id)
    assert [one.name for one in found] == ["Åsa Bröyen", "Åsa Brøyen Ek"]
    assert found[0].id == close.person_id
    with pytest.raises(ObjectDoesNotExist):
        queries.similar_people(VIEWER, NO_SUCH)


def test_a_persons_page_tells_all_that_was_done_under_every_name(django_assert_num_queries):
    name = a_name("Åsa Brøyen")
    variant = a_name("Åsa Bröyen", name.person)
    body = a_body()
    old, new = a_meeting(body, date(2030, 1, 1)), a_meeting(body, date(2031, 1, 1))
    a_participation(old, variant, title="strateg", organisation="Norrvik")
    a_participation(new, name, title="chef", organisation="Norrvik", phase=Phase.PLAN)
    item = an_item(new, "Budget", number="3")
    a_participation(new, name, item=item)
    clause = a_clause(item, "att utse Åsa Brøyen")
    Appointment.objects.create(clause=clause, name=name, title="ombud")
    with django_assert_num_queries(4):
        page = person_page(VIEWER, name.person_id)
    assert [one.text for one in page.names] == ["Åsa Bröyen", "Åsa Brøyen"]
    assert page.titles == ("chef", "ombud", "strateg")
    assert page.organisations == ("Norrvik",)
    assert [(one.date.year, one.name) for one in page.attended] == [
        (2031, "Åsa Brøyen"),
        (2030, "Åsa Bröyen"),
    ]
    assert [(one.item_number, one.heading) for one in page.presented] == [("3", "Budget")]
    (appointed,) = page.appointed
    assert (appointed.text, appointed.item_id) == ("att utse Åsa Brøyen", item.id)


def test_told_in_both_papers_a_doing_shows_once_by_the_minutes():
    name, meeting = a_name("Åsa Brøyen"), a_meeting()
    for phase, title in ((Phase.HELD, "chef"), (Phase.PLAN, "strateg")):
        a_participation(meeting, name, phase=phase, title=title)
    (attended,) = person_page(VIEWER, name.person_id).attended
    assert (attended.title, attended.phase) == ("chef", "held")


def test_strangers_change_nothing():
    body, name = a_body(), a_name("Åsa Brøyen")
    for action, arguments in (
        (actions.body_named, {"name": "Nytt"}),
        (actions.rename_body, {"body_id": body.id, "name": "Nytt"}),
        (actions.change_body, {"body_id": body.id, "name": "Nytt", "kind": "other"}),
        (actions.set_body_kind, {"body_id": body.id, "kind": "other"}),
        (actions.add_body_name, {"body_id": body.id, "text": "Nytt"}),
        (actions.person_name, {"text": "Ny"}),
        (actions.person_names, {"texts": ["Ny"]}),
        (actions.merge_people, {"keep_id": name.person_id, "other_id": 2}),
        (actions.separate_name, {"name_id": name.id}),
        (actions.show_person_as, {"person_id": name.person_id, "name_id": name.id}),
    ):
        with pytest.raises(PermissionDenied):
            action(viewer=ANONYMOUS, **arguments)
    assert Body.objects.count() == 1
    assert PersonName.objects.count() == 1
    assert not Participation.objects.exists()
