"""What a body is, where it stands among the others, and who takes which seat."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from hypothesis import given
from hypothesis import strategies as st

from handslag.domain.access.roles import Role
from handslag.domain.access.things import of_body
from handslag.domain.access.viewer import Held, Viewer
from handslag.domain.audit.queries import history
from handslag.domain.registry.actions import add_body_name
from handslag.domain.registry.models import Body, BodyKind, MembershipRole
from handslag.domain.registry.structure import actions, queries
from handslag.domain.registry.structure.rules import Place, Taker, filled, way_back
from tests.builders import VIEWER, a_body, a_membership, a_name, a_principal

DAY = date(2031, 2, 3)
WHAT: dict[str, str] = {
    "kind": "managers-network",
    "legal_form": "network",
    "decision_rule": "consensus",
    "effect": "recommendation",
}


def described(body: Body, **more: Any) -> None:
    actions.describe_body(viewer=VIEWER, body_id=body.id, **(WHAT | more))


def linked(body: Body, prepares: tuple[Body, ...] = (), reports: tuple[Body, ...] = ()) -> None:
    actions.link_body(
        viewer=VIEWER,
        body_id=body.id,
        prepares_for={one.id for one in prepares},
        reports_to={one.id for one in reports},
    )


@pytest.mark.django_db
def test_a_body_is_added_by_hand_under_a_name_that_is_free():
    id_ = actions.add_body(viewer=VIEWER, name="Styrgruppen", short_name="SG", kind="other")
    told = queries.body_structure(VIEWER, id_, DAY)
    assert (told.name, told.kind.value) == ("Styrgruppen", "other")
    by_name = actions.add_body(viewer=VIEWER, name="Arbetsgruppen")
    assert Body.objects.get(id=by_name).kind == BodyKind.WORKING_GROUP
    for name, short in (("styrgruppen", ""), ("Annat", "sg"), (" ", "")):
        with pytest.raises(ValidationError):
            actions.add_body(viewer=VIEWER, name=name, short_name=short)


@pytest.mark.django_db
def test_a_body_is_described_once_and_its_words_say_what_that_means():
    body, top, office = a_body(), a_body("Rådet"), a_principal("Kansliet", "office")
    for _again in range(2):
        described(
            body,
            parent_id=top.id,
            owner_id=office.id,
            side="region",
            about=" Samordnar. ",
            since=date(2020, 1, 1),
        )
    told = queries.body_structure(VIEWER, body.id, DAY)
    assert told.parent == queries.BodyRef(top.id, "Rådet")
    assert (told.owner, told.side.label, told.about) == ("Kansliet", "regionen", "Samordnar.")
    assert "rekommendation" in told.means
    assert "minnesanteckningar" in told.keeps
    (entry,) = history(VIEWER, "registry.body", body.id)
    assert entry.verb == "registry.describe_body"
    assert entry.detail["after"]["parent"] == "Rådet"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "club"}, "kind"),
        ({"legal_form": "club"}, "legal_form"),
        ({"decision_rule": "dice"}, "decision_rule"),
        ({"effect": "magic"}, "effect"),
        ({"side": "both"}, "side"),
        ({"parent_id": 4711}, "parent"),
        ({"owner_id": 4711}, "owner"),
        ({"since": date(2031, 1, 1), "until": date(2030, 1, 1)}, "until"),
        ({"since": date(1, 1, 1)}, "since"),
        ({"about": "x" * 2001}, "about"),
    ],
)
def test_what_will_not_do_is_told_beside_its_field(wrong, field):
    body = a_body()
    with pytest.raises(ValidationError) as refusal:
        described(body, **wrong)
    assert set(refusal.value.message_dict) == {field}
    assert not history(VIEWER, "registry.body", body.id)


@pytest.mark.django_db
def test_a_body_never_stands_under_itself():
    top, middle, low = a_body("Överst"), a_body("Mellan"), a_body("Nederst")
    described(middle, parent_id=top.id)
    described(low, parent_id=middle.id)
    with pytest.raises(ValidationError, match="Nederst står redan under Överst"):
        described(top, parent_id=low.id)
    with pytest.raises(ValidationError, match="under sig självt"):
        described(top, parent_id=top.id)
    described(low, parent_id=top.id)
    described(middle, parent_id=low.id)


@pytest.mark.django_db
def test_bodies_prepare_and_report_but_never_in_a_circle():
    group, network, council = a_body("Gruppen"), a_body("Nätverket"), a_body("Rådet")
    for _again in range(2):
        linked(group, prepares=(network,), reports=(network, council))
    linked(network, prepares=(council,))
    told = queries.body_structure(VIEWER, network.id, DAY)
    assert [one.name for one in told.prepared_by] == ["Gruppen"]
    assert [one.name for one in told.prepares_for] == ["Rådet"]
    assert [one.name for one in told.reported_by] == ["Gruppen"]
    with pytest.raises(ValidationError, match="Rådet → Gruppen → Nätverket → Rådet"):
        linked(council, prepares=(group,))
    with pytest.raises(ValidationError, match="cirkel"):
        linked(council, reports=(council,))
    assert len(history(VIEWER, "registry.body", group.id)) == 1
    linked(group, prepares=(network,))
    assert queries.body_structure(VIEWER, group.id, DAY).reports_to == ()


@pytest.mark.django_db
def test_seats_tell_who_sits_there_and_which_are_empty_on_the_day():
    body, norrvik, region = a_body(), a_principal(), a_principal("Region Tallmarken", "region")
    seats: dict[str, int] = {}
    for name, more in (
        ("chair", {"role": "chair"}),
        ("norrvik", {"role": "member", "principal_id": norrvik.id}),
        ("region", {"role": "member", "side": "region", "count": 2}),
        ("school", {"role": "member", "function": "skola"}),
    ):
        seats[name] = actions.add_seat(viewer=VIEWER, body_id=body.id, **more)
    vera, bo, ada = (a_name(name).person for name in ("Vera Ask", "Bo Ek", "Ada Alm"))
    a_membership(body, vera, MembershipRole.CHAIR, principal=norrvik)
    a_membership(body, bo, principal=region)
    a_membership(body, ada, principal=norrvik, until=date(2031, 1, 31))
    told = queries.body_structure(VIEWER, body.id, DAY)
    who = {row.id: [one.name for one in row.takers] for row in told.seats}
    assert who == {
        seats["chair"]: ["Vera Ask"],
        seats["norrvik"]: ["Vera Ask"],
        seats["region"]: ["Bo Ek"],
        seats["school"]: [],
    }
    assert told.empty == 2
    before = queries.body_structure(VIEWER, body.id, date(2031, 1, 1))
    assert [one.name for one in before.beside] == ["Ada Alm"]

    reader = Viewer("Läsaren", frozenset({Held(Role.MEMBER, of_body(body.id + 1))}), 4711)
    hidden = queries.body_structure(reader, body.id, DAY)
    assert (hidden.empty, [row.takers for row in hidden.seats]) == (0, [()] * 4)


@pytest.mark.django_db
def test_a_seat_is_changed_and_removed():
    body = a_body()
    id_ = actions.add_seat(viewer=VIEWER, body_id=body.id, role="member")
    actions.change_seat(viewer=VIEWER, seat_id=id_, role="chair", function=" primär  vård ")
    body_id, row = queries.seat(VIEWER, id_)
    assert (body_id, row.role.value, row.function) == (body.id, "chair", "primär vård")
    for wrong in (
        {"role": "king"},
        {"role": "member", "principal_id": 4711},
        {"role": "member", "side": "west"},
        {"role": "member", "count": 0},
        {"role": "member", "function": "x" * 201},
        {"role": "member", "side": "region", "principal_id": a_principal().id},
    ):
        with pytest.raises((ValidationError, ObjectDoesNotExist)):
            actions.change_seat(viewer=VIEWER, seat_id=id_, **wrong)
    actions.remove_seat(viewer=VIEWER, seat_id=id_)
    assert queries.body_structure(VIEWER, body.id, DAY).seats == ()
    assert [one.verb for one in history(VIEWER, "registry.body", body.id)] == [
        "registry.remove_seat",
        "registry.change_seat",
        "registry.add_seat",
    ]


@pytest.mark.django_db
def test_a_name_given_by_mistake_is_taken_away_but_never_the_shown_one():
    body = a_body("Nordnätverket", "NN")
    add_body_name(viewer=VIEWER, body_id=body.id, text="Sydnätverket")
    for text in ("sydnätverket", "Finns inte"):
        actions.remove_body_name(viewer=VIEWER, body_id=body.id, text=text)
    assert sorted(body.names.values_list("text", flat=True)) == ["NN", "Nordnätverket"]
    with pytest.raises(ValidationError, match="visas under det namnet"):
        actions.remove_body_name(viewer=VIEWER, body_id=body.id, text="nn")


@pytest.mark.django_db
def test_the_structure_tells_every_body_of_the_day_in_two_queries(django_assert_num_queries):
    bodies = [a_body(f"Grupp {number:02}") for number in range(40)]
    for number, body in enumerate(bodies[1:], 1):
        described(body, parent_id=bodies[number // 2].id)
        linked(body, prepares=(bodies[number // 3],))
    gone = a_body("Avslutad grupp")
    described(gone, until=date(2030, 12, 31))
    with django_assert_num_queries(2):
        told = queries.structure(VIEWER, DAY)
    assert [one.name for one in told] == [one.name for one in bodies]
    assert told[7].parent_id == bodies[3].id
    assert told[7].prepares_for == (bodies[2].id,)


@pytest.mark.django_db
def test_a_body_takes_the_same_number_of_queries_however_much_there_is(django_assert_num_queries):
    body, principal = a_body(), a_principal()
    with django_assert_num_queries(6):
        queries.body_structure(VIEWER, body.id, DAY)
    for number in range(20):
        other = a_body(f"Grupp {number}")
        described(other, parent_id=body.id)
        linked(other, prepares=(body,))
        actions.add_seat(viewer=VIEWER, body_id=body.id, role="member", principal_id=principal.id)
        a_membership(body, a_name(f"Person {number}").person, principal=principal)
    with django_assert_num_queries(7):  # where those who sit there work
        told = queries.body_structure(VIEWER, body.id, DAY)
    assert (len(told.children), len(told.prepared_by), told.empty) == (20, 20, 0)


def test_a_way_back_is_found_where_there_is_one():
    onward = {1: [2, 3], 2: [4], 3: [4], 4: [5]}
    assert way_back(5, 1, onward) == [1, 2, 4, 5]
    assert way_back(1, 5, onward) == []
    assert way_back(3, 3, onward) == [3]


SIDES, FUNCTIONS = st.sampled_from(["", "region"]), st.sampled_from(["", "skola", "vård"])
PRINCIPALS = st.sampled_from([None, 1, 2])
ROLES = st.sampled_from(["chair", "member", "alternate"])
PLACES = st.lists(
    st.builds(
        Place,
        id=st.integers(),
        role=ROLES,
        principal_id=PRINCIPALS,
        side=SIDES,
        function=FUNCTIONS,
        count=st.integers(1, 2),
    ),
    max_size=5,
    unique_by=lambda place: place.id,
)
TAKERS = st.lists(
    st.builds(
        Taker,
        id=st.integers(),
        role=ROLES,
        principal_id=PRINCIPALS,
        side=SIDES,
        function=FUNCTIONS,
    ),
    max_size=6,
    unique_by=lambda taker: taker.id,
)


@given(PLACES, TAKERS)
def test_nobody_takes_a_seat_that_they_do_not_fit_or_two_of_one_role(places, takers):
    found = filled(places, takers)
    by_id = {taker.id: taker for taker in takers}
    for role in {place.role for place in places}:
        own = [one for place in places if place.role == role for one in found[place.id]]
        assert len(own) == len(set(own))
    for place in places:
        assert len(found[place.id]) <= place.count
        for taker in (by_id[id_] for id_ in found[place.id]):
            assert not place.principal_id or place.principal_id == taker.principal_id
            assert not place.side or place.side == taker.side
            assert not place.function or place.function == taker.function
            assert taker.role == place.role or (taker.role, place.role) == ("chair", "member")


def test_somebody_moves_over_where_that_lets_one_more_sit():
    places = [
        Place(1, "member", 7, "", "", 1),
        Place(2, "member", None, "", "skola", 1),
    ]
    both, only = Taker(1, "member", 7, "", "skola"), Taker(2, "member", 7, "", "")
    for takers in ([both, only], [only, both]):
        assert filled(places, takers) == {1: (2,), 2: (1,)}
