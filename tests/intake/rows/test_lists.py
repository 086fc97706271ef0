"""A list is held against the register row by row; nothing is guessed, and nothing done unseen."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from handslag.domain.access.roles import Role
from handslag.domain.access.things import of_body
from handslag.domain.access.viewer import Held, Viewer
from handslag.domain.audit.models import Entry
from handslag.domain.audit.queries import history
from handslag.domain.registry.affiliations import actions as affiliations
from handslag.domain.registry.memberships import actions as memberships
from handslag.domain.registry.models import Affiliation, Body, Membership, Person
from handslag.intake.errors import Invalid, NotTakenIn
from handslag.intake.rows import actions, doing
from handslag.intake.rows.actions import Moved
from handslag.intake.rows.models import ListRow, RowList
from handslag.intake.rows.queries import preview
from tests.builders import VIEWER, a_body, a_name, a_principal
from tests.intake.rows.conftest import answer, carried_out, kinds, reasons, shown

pytestmark = pytest.mark.django_db
EXAMPLES = Path(__file__).parents[3] / "examples"
HEAD = "Namn;Organ;Roll;Kommun;Från;Till"
SINCE = date(2030, 1, 1)


@pytest.fixture(autouse=True)
def _register(db):
    a_body("Nordnätverket", "NN")
    a_principal("Norrviks kommun")


def body() -> Any:
    return Body.objects.get(name="Nordnätverket")


def sits(name: str, **more: Any) -> int:
    told: dict[str, Any] = {"role": "member", "since": SINCE, **more}
    return memberships.add_membership(viewer=VIEWER, body_id=body().id, name=name, **told)


def only(list_id: int) -> Any:
    (row,) = shown(list_id).rows
    return row


def untouched() -> tuple[int, int, int]:
    return Person.objects.count(), Membership.objects.count(), Affiliation.objects.count()


def test_handing_a_list_in_changes_nothing_in_the_register(given):
    before = untouched()
    list_id = given(HEAD, "Anna Ek;Nordnätverket;ledamot;Norrviks kommun;2031-01-01;")
    assert kinds(list_id) == ["new-person"]
    assert untouched() == before


def test_a_new_person_comes_with_a_seat_and_the_same_list_again_changes_nothing(given):
    rows = (HEAD, "Anna Ek;nn;Ordf.;norrviks kommun;1 januari 2031;31/12 2034")
    list_id = given(*rows)
    assert carried_out(list_id) == 1
    seat = Membership.objects.select_related("person", "principal").get()
    assert (seat.person.name, seat.role, seat.since, seat.until) == (
        "Anna Ek",
        "chair",
        date(2031, 1, 1),
        date(2034, 12, 31),
    )
    assert kinds(list_id) == kinds(given(*rows)) == ["unchanged"]
    with pytest.raises(Invalid, match="inget att ändra"):
        carried_out(list_id)


def test_each_change_is_logged_as_if_somebody_had_made_it(given):
    list_id = given(HEAD, "Anna Ek;NN;ledamot;;2031-01-01;")
    carried_out(list_id)
    verbs = [row.verb for row in history(VIEWER, "registry.body", body().id)]
    assert verbs == ["registry.add_membership"]
    verbs = [row.verb for row in history(VIEWER, "intake.list", list_id)]
    assert verbs == ["intake.carry_out_list", "intake.hand_in_list"]


def test_a_name_alone_is_not_somebody(given):
    known = a_name("Anna Ek").person
    list_id = given(HEAD, "Anna Ek;NN;ledamot;Norrviks kommun;2031-01-01;")
    assert kinds(list_id) == ["unclear"]
    assert "inget mer på raden" in reasons(list_id)[0]
    answer(list_id, 2, f"p{known.id}")
    assert kinds(list_id) == ["new-seat"]
    carried_out(list_id)
    assert Membership.objects.get().person_id == known.id


def test_somebody_may_be_another_of_the_same_name(given):
    known = a_name("Anna Ek").person
    list_id = given(HEAD, "Anna Ek;NN;ledamot;Norrviks kommun;2031-01-01;")
    answer(list_id, 2, "new")
    assert kinds(list_id) == ["new-person"]
    carried_out(list_id)
    assert Membership.objects.get().person_id != known.id
    assert kinds(list_id) == ["unchanged"]


def test_a_name_and_the_principal_is_somebody(given):
    anna = a_name("Anna Ek").person
    kommun = a_principal("Söderviks kommun")
    affiliations.add_affiliation(viewer=VIEWER, person_id=anna.id, organisation_id=kommun.id)
    list_id = given(HEAD, "Anna Ek;NN;ledamot;Söderviks kommun;2031-01-01;")
    assert only(list_id).person_id == anna.id


def test_two_of_one_name_are_told_apart_by_what_is_known_of_them(given):
    anna, other = a_name("Anna Ek").person, affiliations.add_person(viewer=VIEWER, name="Anna Ek")
    list_id = given(HEAD, "Anna Ek;NN;ledamot;Norrviks kommun;2031-01-01;")
    assert "2 personer" in reasons(list_id)[0]
    values = [choice.value for choice in only(list_id).choices]
    assert {f"p{anna.id}", f"p{other}", "new", "leave"} < set(values)


def test_an_address_that_is_anothers_is_unclear(given):
    bo = a_name("Bo Alm").person
    affiliations.set_email(viewer=VIEWER, person_id=bo.id, email="bo@exempel.se")
    list_id = given("Namn;E-post", "Anna Ek;BO@exempel.se")
    assert "står för Bo Alm" in reasons(list_id)[0]
    assert [choice.value for choice in only(list_id).choices] == ["", f"p{bo.id}", "leave"]


def test_an_address_is_something_more_than_a_name(given):
    anna = a_name("Anna Ek").person
    affiliations.set_email(viewer=VIEWER, person_id=anna.id, email="anna@exempel.se")
    assert kinds(given("Namn;E-post", "anna ek;Anna@exempel.se")) == ["unchanged"]


def test_words_that_nobody_knows_are_asked_about_once(given):
    list_id = given(
        HEAD,
        "Anna Ek;Norra gruppen;ledamot;Norrvik;2031-01-01;",
        "Bo Alm;norra  gruppen;ledamot;Norrvik;2031-01-01;",
    )
    assert kinds(list_id) == ["unclear", "unclear"]
    words = {word.key: word for word in shown(list_id).words}
    assert {key: word.rows for key, word in words.items()} == {
        "body:norra gruppen": 2,
        "principal:norrvik": 2,
    }
    kommun = next(c for c in words["principal:norrvik"].choices if c.label == "Norrviks kommun")
    actions.read_as(
        viewer=VIEWER,
        list_id=list_id,
        columns=[],
        meanings={"body:norra gruppen": str(body().id), "principal:norrvik": kommun.value},
        since=None,
    )
    assert kinds(list_id) == ["new-person", "new-person"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("Anna Ek;NN;ledamot;;2031-02-30;", "ingen dag"),
        ("Anna Ek;NN;ledamot;;nästa år;", "ingen dag"),
        ("Anna Ek;NN;ledamot;;2031-02-03;2031-01-01", "före den första"),
        ("Anna Ek;NN;ledamot;;0031-02-03;", "för långt bort"),
        ("Anna Ek;NN;bisittare;;2031-01-01;", "känner inte ”bisittare”"),
        ("Anna Ek;NN;;;2031-01-01;", "vilken roll"),
        ("Anna Ek;;ledamot;;2031-01-01;", "vilket organ"),
        (";NN;ledamot;;2031-01-01;", "inget namn"),
        ("Anna Ek;NN;ledamot;;;", "inte från när"),
        ("A" * 201 + ";NN;ledamot;;2031-01-01;", "för lång"),
    ],
)
def test_what_does_not_hold_together_is_unclear_with_its_reason(given, row, words):
    list_id = given(HEAD, row)
    assert kinds(list_id) == ["unclear"]
    assert words in reasons(list_id)[0]


def test_those_without_a_first_day_get_the_one_that_somebody_says(given):
    list_id = given("Namn;Organ;Roll", "Anna Ek;NN;ledamot")
    actions.read_as(viewer=VIEWER, list_id=list_id, columns=[], meanings={}, since=date(2031, 1, 1))
    carried_out(list_id)
    assert Membership.objects.get().since == date(2031, 1, 1)
    assert kinds(list_id) == ["unchanged"]


def test_a_change_shows_what_was_before_and_an_empty_cell_changes_nothing(given):
    sits("Anna Ek", function="skola")
    list_id = given(f"{HEAD};Funktion", "Anna Ek;NN;ledamot;Norrviks kommun;;2032-12-31;")
    row = only(list_id)
    assert row.kind == "changed"
    assert [(shift.before, shift.after) for shift in row.shifts] == [
        ("", "Norrviks kommun"),
        ("", "31 dec 2032"),
    ]
    carried_out(list_id)
    seat = Membership.objects.get()
    assert (seat.function, seat.since, seat.until) == ("skola", SINCE, date(2032, 12, 31))


def test_another_role_is_a_change_or_one_more_as_somebody_says(given):
    seat = sits("Anna Ek")
    list_id = given(HEAD, "Anna Ek;NN;ordförande;;2031-01-01;")
    assert "i en annan roll" in reasons(list_id)[0]
    answer(list_id, 2, f"m{seat}")
    assert kinds(list_id) == ["changed"]
    answer(list_id, 2, "again")
    answer(list_id, 2, "more")
    assert kinds(list_id) == ["new-seat"]
    carried_out(list_id)
    assert {one.role for one in Membership.objects.all()} == {"member", "chair"}


def test_other_days_are_not_taken_for_a_correction(given):
    seat = sits("Anna Ek")
    list_id = given(HEAD, "Anna Ek;NN;ledamot;;2031-01-01;")
    assert "med andra dagar" in reasons(list_id)[0]
    answer(list_id, 2, f"m{seat}")
    assert [shift.after for shift in only(list_id).shifts] == ["1 jan 2031"]


def test_a_row_may_be_left(given):
    list_id = given(HEAD, "Anna Ek;NN;ledamot;;2031-01-01;", "Bo Alm;NN;ledamot;;2031-01-01;")
    answer(list_id, 2, "leave")
    assert kinds(list_id) == ["left", "new-person"]
    carried_out(list_id)
    assert [person.name for person in Person.objects.all()] == ["Bo Alm"]
    answer(list_id, 2, "take")
    assert kinds(list_id) == ["new-person", "unchanged"]


def test_a_new_person_on_two_rows_is_one(given):
    a_body("Södernätverket")
    list_id = given(
        HEAD,
        "Anna Ek;NN;ledamot;Norrviks kommun;2031-01-01;",
        "Anna Ek;Södernätverket;ersättare;Norrviks kommun;2031-01-01;",
        "Anna Ek;NN;ledamot;Norrviks kommun;2031-01-01;",
    )
    assert kinds(list_id) == ["new-person", "new-seat", "unchanged"]
    carried_out(list_id)
    assert Person.objects.count() == 1
    assert Membership.objects.count() == 2


def test_a_row_that_is_unclear_adds_nobody_for_the_next(given):
    list_id = given(HEAD, "Anna Ek;NN;ledamot;;;", "Anna Ek;NN;ledamot;;2031-01-01;")
    assert kinds(list_id) == ["unclear", "new-person"]
    carried_out(list_id)
    assert Membership.objects.count() == 1


def test_rows_that_contradict_each_other_are_unclear(given):
    sits("Anna Ek")
    list_id = given(HEAD, "Anna Ek;NN;ledamot;;;2032-12-31", "Anna Ek;NN;ledamot;;;2033-12-31")
    assert kinds(list_id) == ["changed", "unclear"]
    assert "rad 2 säger något annat" in reasons(list_id)[0]
    answer(list_id, 2, "leave")
    assert kinds(list_id) == ["left", "changed"]


def test_headings_may_be_said_in_other_words_and_in_any_order(given):
    list_id = given(
        "Ledamöter 2031;;;;",
        "Efternamn;Förnamn;Nätverk:;Uppdrag;Tillträder;Sko",
        "Ek;Anna;NN;suppleant;2031-01-01;38",
    )
    assert kinds(list_id) == ["new-person"]
    (sheet,) = shown(list_id).sheets
    assert sheet.number == 2
    assert [(h.text, h.means) for h in sheet.headings if not h.means] == [("Sko", "")]


def test_a_heading_that_is_not_known_is_pointed_out_by_somebody(given):
    list_id = given("Vem;Organ;Roll;Från", "Anna Ek;NN;ledamot;2031-01-01")
    assert kinds(list_id) == []
    assert not shown(list_id).sheets[0].told
    columns = [["name", "body", "role", "since"]]
    actions.read_as(viewer=VIEWER, list_id=list_id, columns=columns, meanings={}, since=None)
    assert kinds(list_id) == ["new-person"]
    twice = [["name", "name", "role", "since"]]
    with pytest.raises(Invalid, match="samma sak"):
        actions.read_as(viewer=VIEWER, list_id=list_id, columns=twice, meanings={}, since=None)


def test_two_headings_of_one_meaning_mean_nothing_until_somebody_says(given):
    list_id = given("Namn;Kommun;Organisation", "Anna Ek;Norrviks kommun;Skolan")
    assert [heading.means for heading in shown(list_id).sheets[0].headings] == ["name", "", ""]


def test_where_somebody_works_is_told_and_follows_on_what_was(given):
    rows = ("Namn;Titel;Arbetsplats", "Anna Ek;socialchef;Norrviks kommun")
    list_id = given(*rows)
    carried_out(list_id)
    assert (Affiliation.objects.get().title, Affiliation.objects.get().since) == (
        "socialchef",
        None,
    )
    assert kinds(given(*rows)) == ["unchanged"]
    later = given("Namn;Titel;Arbetsplats", "Anna Ek;förvaltningschef;Norrviks kommun")
    assert kinds(later) == ["changed"]
    carried_out(later)
    old, new = Affiliation.objects.order_by("id")
    assert (old.title, new.title, new.since) == (
        "socialchef",
        "förvaltningschef",
        timezone.localdate(),
    )
    assert old.until is not None
    assert kinds(later) == ["unchanged"]


def test_a_register_that_moved_makes_what_it_touches_unclear_again(given):
    seat = sits("Anna Ek")
    list_id = given(HEAD, "Anna Ek;NN;ledamot;;;2032-12-31", "Bo Alm;NN;ledamot;;2031-01-01;")
    seen = shown(list_id).seen
    memberships.change_membership(
        viewer=VIEWER,
        membership_id=seat,
        role="member",
        principal_id=None,
        since=SINCE,
        until=date(2031, 6, 30),
    )
    with pytest.raises(Moved, match="Inget har genomförts") as moved:
        actions.carry_out(viewer=VIEWER, list_id=list_id, seen=seen)
    assert moved.value.rows == 1
    assert Membership.objects.get().until == date(2031, 6, 30)
    assert kinds(list_id) == ["unclear", "new-person"]
    with pytest.raises(Moved):
        carried_out(list_id)
    answer(list_id, 2, "seen")
    assert kinds(list_id) == ["changed", "new-person"]
    assert carried_out(list_id) == 2


def test_two_people_who_carry_out_the_same_at_once_do_it_once(given):
    row = "Anna Ek;NN;ledamot;Norrviks kommun;2031-01-01;"
    mine, yours = given(HEAD, row), given(HEAD, row)
    seen = shown(yours).seen
    carried_out(mine)
    with pytest.raises(Moved):
        actions.carry_out(viewer=VIEWER, list_id=yours, seen=seen)
    assert Membership.objects.count() == Person.objects.count() == 1
    assert kinds(yours) == ["unchanged"]


def test_a_fault_halfway_leaves_nothing_done(given, monkeypatch):
    list_id = given(HEAD, *(f"Person {n}x;NN;ledamot;;2031-01-01;" for n in range(5)))
    seen, before, entries = shown(list_id).seen, untouched(), Entry.objects.count()
    real, calls = memberships.add_membership, []

    def third_fails(**arguments: Any) -> int:
        calls.append(arguments)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(**arguments)

    monkeypatch.setitem(doing._ACTIONS, "add_membership", third_fails)
    with pytest.raises(KeyboardInterrupt):
        actions.carry_out(viewer=VIEWER, list_id=list_id, seen=seen)
    assert (untouched(), Entry.objects.count()) == (before, entries)
    assert not ListRow.objects.filter(done=True).exists()
    assert actions.carry_out(viewer=VIEWER, list_id=list_id, seen=seen).done == 5
    assert Membership.objects.count() == 5


def test_a_long_list_is_carried_out_in_steps_that_can_be_stopped_between(given, monkeypatch):
    monkeypatch.setattr(actions, "STEP", 2)
    a_body("Södernätverket")
    rows = [f"Person {n}x;NN;ledamot;Norrviks kommun;2031-01-01;" for n in range(3)]
    rows.append("Person 0x;Södernätverket;ledamot;Norrviks kommun;2031-01-01;")
    list_id = given(HEAD, *rows)
    step = actions.carry_out(viewer=VIEWER, list_id=list_id, seen=shown(list_id).seen)
    assert (step.done, step.left, step.seen) == (2, 2, shown(list_id).seen)
    assert kinds(list_id) == ["unchanged", "unchanged", "new-person", "new-seat"]
    assert actions.carry_out(viewer=VIEWER, list_id=list_id, seen=step.seen).left == 0
    assert (Person.objects.count(), Membership.objects.count()) == (3, 4)


def test_who_may_change_one_body_alone_hands_in_no_lists(given):
    list_id = given(HEAD, "Anna Ek;NN;ledamot;;2031-01-01;")
    secretary = Viewer("S", frozenset({Held(Role.SECRETARY, of_body(body().id))}), 1)
    with pytest.raises(PermissionDenied):
        preview(secretary, list_id)
    with pytest.raises(PermissionDenied):
        actions.hand_in(viewer=secretary, name="x", data=b"Namn;Organ\nAnna;NN\n")


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4", b"Namn;Organ\n"])
def test_what_is_no_list_is_told_and_not_kept(data):
    with pytest.raises(NotTakenIn):
        actions.hand_in(viewer=VIEWER, name="x", data=data)
    assert not RowList.objects.exists()


def test_a_list_is_removed_with_its_rows_and_the_register_stays(given):
    list_id = given(HEAD, "Anna Ek;NN;ledamot;;2031-01-01;")
    carried_out(list_id)
    actions.remove(viewer=VIEWER, list_id=list_id)
    assert not ListRow.objects.exists()
    assert Membership.objects.count() == 1


def test_answers_that_make_no_sense_change_nothing(given):
    list_id = given(HEAD, "Anna Ek;NN;ledamot;;2031-01-01;")
    row = only(list_id)
    for said in ("p", "px", "m9999", "p99999", "r5", "gissa", "p" + "9" * 40, "²²"):
        actions.decide(viewer=VIEWER, list_id=list_id, answers={row.id: said, 10**9: said})
        assert kinds(list_id)[0] in {"new-person", "unclear"}
        actions.decide(viewer=VIEWER, list_id=list_id, answers={row.id: "again"})
    assert kinds(list_id) == ["new-person"]


def test_it_takes_as_many_queries_for_ten_times_as_many_rows(given, django_assert_num_queries):
    few = given(HEAD, *(f"Person {n}x;NN;ledamot;;2031-01-01;" for n in range(5)))
    many = given(HEAD, *(f"Person {n}y;NN;ledamot;;2031-01-01;" for n in range(50)))
    for list_id in (few, many):
        with django_assert_num_queries(10):
            preview(VIEWER, list_id)


def test_the_example_shows_what_may_be_unclear():
    for name in ("Länsnätverket", "Beredningsgruppen"):
        a_body(name)
    for name in ("Almstads", "Björkhamra", "Ekfjärdens", "Kvarnbro", "Norrfora", "Stensala"):
        a_principal(f"{name} kommun")
    a_principal("Region Tallmarken", kind="region")
    data = (EXAMPLES / "lists" / "personer-och-uppdrag.csv").read_bytes()
    list_id = actions.hand_in(viewer=VIEWER, name="personer-och-uppdrag.csv", data=data)
    new, seat, unclear = "new-person", "new-seat", "unclear"
    assert kinds(list_id) == [new, new, seat, new, unclear, unclear, unclear, unclear]
    wanted = ("ingen e-postadress", "”Kvarnbro”", "”Gruppen för närvård”", "före den första")
    for reason, words in zip(reasons(list_id), wanted, strict=True):
        assert words in reason
    unused = [h.text for h in shown(list_id).sheets[0].headings if not h.means]
    assert unused == ["Skonummer"]
