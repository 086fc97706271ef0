"""Att-satser make assignments, appointments and transfers, and take them along when they change."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from handslag.domain.access.roles import Role
from handslag.domain.access.things import of_body
from handslag.domain.access.viewer import Held, Viewer
from handslag.domain.audit.models import Entry
from handslag.domain.base.meanwhile import ChangedMeanwhile
from handslag.domain.matters.models import (
    Appointment,
    Assignment,
    Clause,
    Decision,
    Phrase,
    PointOutcome,
    Transfer,
)
from handslag.domain.matters.writing import actions, queries
from handslag.domain.matters.writing.told import (
    ClauseWritten,
    DueTold,
    PersonWritten,
    WhitherTold,
    WhoTold,
)
from handslag.domain.meetings.models import AgendaItem, Room
from handslag.domain.registry.models import Affiliation, Organisation
from tests.builders import NO_SUCH, VIEWER, a_body, a_name
from tests.domain.matters.writing.writing import (
    a_coming_meeting,
    a_room,
    a_room_with_proposal,
    clauses,
    decide,
    outcome,
    page,
    settle,
    the_item,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def item():
    return the_item(a_room())


def change(clause: Clause, text: str, seen: str | None = None, **told):
    if seen is None:
        seen = next(one.digest for one in clauses(clause.decision.item) if one.id == clause.id)
    return actions.change_clause(
        viewer=VIEWER, clause_id=clause.id, seen=seen, told=ClauseWritten(text=text, **told)
    )


def test_the_first_clause_stands_in_a_decision_of_the_body(item):
    decide(item, "att godkänna avtalet")
    decide(item, "att lägga informationen till handlingarna")
    (decision,) = page(item).decisions
    assert decision.by == "Chefsnätverket"
    assert [one.action.value for one in decision.clauses] == ["approve", "note"]
    assert outcome(item) == "decided"


def test_a_side_decides_for_itself_in_a_decision_of_its_own(item):
    written = actions.open_decision(
        viewer=VIEWER, item_id=item.id, by="Kommunerna", abstaining=["Regionen", "Regionen"]
    )
    decide(item, "att godkänna avtalet", decision_id=written.made)
    (decision,) = page(item).decisions
    assert (decision.by, decision.abstaining) == ("Kommunerna", ("Regionen",))
    other = the_item(a_room(body=a_body("Ett annat organ")))
    with pytest.raises(Decision.DoesNotExist):
        decide(other, "att godkänna avtalet", decision_id=written.made)


def test_a_clause_that_assigns_no_more_takes_its_assignment_back(item):
    clause = decide(
        item,
        "att ge Styrgruppen i uppdrag att utreda",
        assignees=(WhoTold(text="Styrgruppen"), WhoTold(text="Styrgruppen")),
        due=DueTold(words="senare"),
    )
    assignment = Assignment.objects.get()
    assert (assignment.due_text, assignment.assignees.count()) == ("senare", 1)
    change(clause, "att godkänna utredningen")
    assert not Assignment.objects.exists()
    assert outcome(item) == "decided"


def test_a_clause_that_refers_makes_a_transfer_that_goes_with_it(item):
    clause = decide(
        item,
        "att hänskjuta ärendet till Välfärdsrådet",
        whither=WhitherTold(body="Välfärdsrådet", date=date(2031, 3, 11)),
    )
    assert outcome(item) == "referred"
    actions.remove_clause(viewer=VIEWER, clause_id=clause.id, seen=clauses(item)[0].digest)
    assert not Transfer.objects.exists()
    assert outcome(item) == "none"


def test_a_clause_that_tables_to_a_coming_meeting_goes_to_its_day(item):
    coming = a_coming_meeting(item.meeting.body, date(2031, 4, 3))
    decide(item, "att bordlägga ärendet", whither=WhitherTold(meeting_id=coming.id))
    assert Transfer.objects.get().to_date == date(2031, 4, 3)
    assert outcome(item) == "tabled"


def test_who_is_appointed_has_the_post_of_the_meetings_day(item):
    name = a_name("Elsa Frank")
    for since, until, title in (
        (date(2029, 1, 1), date(2030, 12, 31), "utredare"),
        (date(2031, 1, 1), None, "socialchef"),
    ):
        Affiliation.objects.create(
            person=name.person,
            organisation=Organisation.objects.get_or_create(name="Björkmåla kommun")[0],
            title=title,
            since=since,
            until=until,
        )
    clause = decide(
        item,
        "att utse Elsa Frank och Ny Person till kontaktpersoner",
        appointees=(PersonWritten(person_id=name.person_id), PersonWritten(name="Ny Person")),
    )
    told = Appointment.objects.filter(clause=clause).values_list(
        "name__text", "title", "organisation"
    )
    assert list(told) == [
        ("Elsa Frank", "socialchef", "Björkmåla kommun"),
        ("Ny Person", "", ""),
    ]


def test_a_name_written_over_the_one_that_was_picked_is_the_one_that_counts(item):
    picked = a_name("Elsa Frank")
    decide(
        item,
        "att utse Elsy Franck till kontaktperson",
        appointees=(PersonWritten(name="Elsy Franck", person_id=picked.person_id),),
    )
    assert Appointment.objects.get().name.text == "Elsy Franck"


def test_a_phrase_is_filled_with_what_was_picked(item):
    told = ClauseWritten(
        text="",
        phrase="uppdrag",
        what="ta fram ett förslag",
        assignees=(WhoTold(text="Styrgruppen"), WhoTold(text="Eva Ek")),
        due=DueTold(date=date(2031, 4, 3)),
    )
    written = actions.write_clause(viewer=VIEWER, item_id=item.id, told=told)
    clause = Clause.objects.get(id=written.made or 0)
    assert clause.text == (
        "att ge Styrgruppen och Eva Ek i uppdrag att ta fram ett förslag till den 3 april 2031"
    )
    assert clause.action == "assign"


def test_a_phrase_names_the_proposer_and_the_points():
    _meeting, item = a_room_with_proposal("att ett", "att två", "att tre")
    told = ClauseWritten(text="", phrase="avslå", points=(3,), scope="kommunerna")
    actions.write_clause(viewer=VIEWER, item_id=item.id, told=told)
    (clause,) = clauses(item)
    assert clause.text == "att avslå Styrgruppens förslag p. 3 för kommunernas del"
    assert (clause.side, clause.action.value) == ("municipalities", "reject")


def test_a_phrase_with_something_left_to_fill_in_is_refused_with_its_words(item):
    told = ClauseWritten(text="", phrase="utse")
    with pytest.raises(ValidationError) as refusal:
        actions.write_clause(viewer=VIEWER, item_id=item.id, told=told)
    assert "att utse … till …" in refusal.value.message_dict["what"][0]


def test_a_clause_settles_points_that_nobody_settled_and_lets_go_of_them_again():
    _meeting, item = a_room_with_proposal("att ett", "att två")
    settle(item, 1, "approved")
    clause = decide(item, "att godkänna Styrgruppens förslag p. 1-2", points=(1, 2))
    assert set(PointOutcome.objects.values_list("clause", flat=True)) == {clause.id}
    assert page(item).clashes == ()
    actions.remove_clause(viewer=VIEWER, clause_id=clause.id, seen=clauses(item)[0].digest)
    (left,) = PointOutcome.objects.all()
    assert (left.point.number, left.clause) == ("1", None)


def test_a_clause_that_says_otherwise_than_the_point_is_told_of():
    _meeting, item = a_room_with_proposal("att ett")
    settle(item, 1, "approved")
    decide(item, "att avslå förslaget", points=(1,))
    (clash,) = page(item).clashes
    assert (clash.kind.value, clash.point) == ("otherwise", 1)


class TestTwoWriteAtOnce:
    def test_who_comes_second_gets_the_others_text(self, item):
        clause = decide(item, "att godkänna avtalet")
        seen = clauses(item)[0].digest
        change(clause, "att godkänna avtalet med tillägg", seen)
        with pytest.raises(ChangedMeanwhile) as other:
            change(clause, "att avslå avtalet", seen)
        assert other.value.theirs["text"] == "att godkänna avtalet med tillägg"
        change(clause, "att avslå avtalet", other.value.seen[f"clause-{clause.id}"])
        assert clauses(item)[0].action.value == "reject"

    def test_the_same_words_are_no_conflict_and_no_change(self, item):
        clause = decide(item, "att godkänna avtalet")
        revision = Room.objects.get().revision
        change(clause, "att  godkänna avtalet ", seen="gammalt")
        assert Room.objects.get().revision == revision

    def test_different_clauses_never_meet(self, item):
        one, other = decide(item, "att godkänna avtalet"), decide(item, "att tacka för det")
        seen = {clause.id: clause.digest for clause in clauses(item)}
        change(one, "att godkänna avtalet nu", seen[one.id])
        change(other, "att tacka för avtalet", seen[other.id])
        assert [clause.text for clause in clauses(item)] == [
            "att godkänna avtalet nu",
            "att tacka för avtalet",
        ]

    def test_clauses_in_another_order_keep_what_came_meanwhile(self, item):
        ids = [decide(item, f"att tacka {name}").id for name in ("Bo", "Eva")]
        late = decide(item, "att tacka Siv").id
        decision = page(item).decisions[0]
        actions.order_clauses(
            viewer=VIEWER, decision_id=decision.id, seen=ids, wanted=list(reversed(ids))
        )
        assert [clause.id for clause in clauses(item)] == [ids[1], late, ids[0]]
        with pytest.raises(ChangedMeanwhile):
            actions.order_clauses(
                viewer=VIEWER, decision_id=decision.id, seen=ids, wanted=[ids[0], late, ids[1]]
            )


class TestWhoMay:
    def test_members_follow_and_do_not_write(self, item):
        decide(item, "att godkänna avtalet")
        body_id = item.meeting.body_id
        member = Viewer("Ledamoten", frozenset({Held(Role.MEMBER, of_body(body_id))}), 7)
        with pytest.raises(PermissionDenied):
            actions.write_clause(
                viewer=member, item_id=item.id, told=ClauseWritten(text="att avslå")
            )

    def test_an_item_that_is_not_there_is_not_there(self):
        with pytest.raises(AgendaItem.DoesNotExist):
            queries.item_page(VIEWER, NO_SUCH)


def test_the_log_tells_what_was_written_and_a_change_as_the_place_it_was_made_in(item):
    clause = decide(item, "att godkänna avtalet")
    change(clause, "att godkänna det nya avtalet")
    first, second = Entry.objects.filter(verb__endswith="_clause").order_by("number")
    assert json.loads(first.told.detail)["text"] == "att godkänna avtalet"
    told = json.loads(second.told.detail)
    assert (told["removed"], told["added"]) == ("", "det nya ")
    assert "text" not in told["after"]


class TestPhrasesOfABody:
    def test_a_body_adds_changes_and_removes_its_own(self, item):
        body_id = item.meeting.body_id
        phrase_id = actions.add_phrase(
            viewer=VIEWER, body_id=body_id, text="att tacka {person} för dragningen"
        )
        own = queries.phrases(VIEWER, body_id).own
        assert [(one.text, one.action.value, one.places) for one in own] == [
            ("att tacka {person} för dragningen", "other", ("person",))
        ]
        actions.change_phrase(
            viewer=VIEWER,
            phrase_id=phrase_id,
            seen=own[0].text,
            text="att avslå {vad}",
        )
        assert Phrase.objects.get().action == "reject"
        with pytest.raises(ChangedMeanwhile):
            actions.change_phrase(
                viewer=VIEWER, phrase_id=phrase_id, seen="något annat", text="att bifalla {vad}"
            )
        actions.remove_phrase(viewer=VIEWER, phrase_id=phrase_id)
        assert queries.phrases(VIEWER, body_id).own == ()

    def test_places_that_no_page_can_fill_are_refused(self, item):
        with pytest.raises(ValidationError):
            actions.add_phrase(viewer=VIEWER, body_id=item.meeting.body_id, text="att köpa {båt}")

    def test_what_it_decided_twice_before_is_suggested(self, item):
        for _time in range(2):
            decide(item, "att tacka för dragningen")
        (learnt,) = queries.phrases(VIEWER, item.meeting.body_id).learnt
        assert (learnt.text, learnt.action.value) == ("att tacka för dragningen", "note")

    def test_anothers_phrases_are_not_told(self, item):
        other = a_body("Ett annat organ")
        actions.add_phrase(viewer=VIEWER, body_id=other.id, text="att bifalla {vad}")
        assert queries.phrases(VIEWER, item.meeting.body_id).own == ()
