"""Proposals, stances, votes, reservations, assignments and moves, and the reads of them all."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handslag.domain.base.meanwhile import ChangedMeanwhile
from handslag.domain.matters.models import PointOutcome, Proposal, Transfer, Vote
from handslag.domain.matters.preparing.actions import propose
from handslag.domain.matters.writing import actions, queries
from handslag.domain.matters.writing.told import (
    AssignmentWritten,
    DueTold,
    PersonWritten,
    ReservationWritten,
    VoteWritten,
    WhitherTold,
    WhoTold,
)
from handslag.domain.meetings.room.actions import begin_item, open_room
from handslag.domain.registry.models import Organisation
from tests.builders import VIEWER, a_body, a_name
from tests.domain.agenda.making import a_planned_meeting, put
from tests.domain.matters.writing.writing import (
    a_coming_meeting,
    a_room,
    a_room_with_proposal,
    attend,
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


class TestProposals:
    def test_the_plans_come_along_when_the_meeting_takes_up_the_item(self):
        meeting = a_planned_meeting(a_body("Chefsnätverket"), date(2031, 3, 6))
        item_id = put(meeting, "Nytt uppdragsdirektiv")
        propose(viewer=VIEWER, item_id=item_id, by="Styrgruppen", points=["att ett"])
        open_room(viewer=VIEWER, meeting_id=meeting.id)
        item = the_item(meeting)
        assert (page(item).proposals, page(item).planned) == ((), (("Styrgruppen", ("att ett",)),))
        begin_item(viewer=VIEWER, meeting_id=meeting.id, item_id=item.id, seen="")
        assert [one.by for one in page(item).proposals] == ["Styrgruppen"]

    def test_the_plans_are_taken_over_once_and_stay_as_they_were_on_the_plan(self):
        _meeting, item = a_room_with_proposal("att ett", "att två")
        actions.hold_proposals(viewer=VIEWER, item_id=item.id)
        (proposal,) = page(item).proposals
        point = proposal.points[0]
        actions.reword_point(
            viewer=VIEWER, point_id=point.id, seen=point.digest, text="att ett, omskrivet"
        )
        held, planned = (
            Proposal.objects.get(phase=phase).points.all()[0].text for phase in ("held", "plan")
        )
        assert (held, planned) == ("att ett, omskrivet", "att ett")

    def test_a_side_in_the_room_proposes_something_new_beside_the_plans(self):
        _meeting, item = a_room_with_proposal("att ett")
        actions.put_proposal(
            viewer=VIEWER, item_id=item.id, by="Kommunerna", points=["att vänta", " "]
        )
        told = page(item)
        assert [(one.by, len(one.points)) for one in told.proposals] == [
            ("Styrgruppen", 1),
            ("Kommunerna", 1),
        ]
        with pytest.raises(ValidationError):
            actions.put_proposal(viewer=VIEWER, item_id=item.id, by="", points=[])

    def test_points_come_and_go_and_the_others_keep_their_numbers(self):
        _meeting, item = a_room_with_proposal("att ett", "att två", "att tre")
        (proposal,) = page(item).proposals
        second = proposal.points[1]
        actions.remove_point(viewer=VIEWER, point_id=second.id, seen=second.digest)
        actions.add_point(viewer=VIEWER, proposal_id=proposal.id, text="att fyra")
        (proposal,) = page(item).proposals
        assert [(one.figure, one.text) for one in proposal.points] == [
            (1, "att ett"),
            (3, "att tre"),
            (4, "att fyra"),
        ]

    def test_two_who_settle_one_point_differently_are_told(self):
        _meeting, item = a_room_with_proposal("att ett")
        point = page(item).proposals[0].points[0]
        settle(item, 1, "approved", "region")
        with pytest.raises(ChangedMeanwhile):
            actions.settle_point(
                viewer=VIEWER, point_id=point.id, side="", seen=point.settled, verdict="rejected"
            )
        assert PointOutcome.objects.get().verdict == "approved"

    def test_a_proposal_taken_back_takes_its_points_along(self):
        _meeting, item = a_room_with_proposal("att ett")
        settle(item, 1, "approved")
        (proposal,) = page(item).proposals
        actions.remove_held_proposal(viewer=VIEWER, proposal_id=proposal.id, seen=proposal.digest)
        assert not PointOutcome.objects.exists()
        assert Proposal.objects.get().phase == "plan"


def test_a_stance_is_taken_once_changed_and_taken_back(item):
    for _time in range(2):
        actions.take_stance(viewer=VIEWER, item_id=item.id, by="Regionen", kind="supports")
    (stance,) = page(item).stances
    actions.change_stance(
        viewer=VIEWER,
        stance_id=stance.id,
        seen=stance.digest,
        by="Regionen",
        kind="opposes",
        points=[2, 1],
    )
    (stance,) = page(item).stances
    assert (stance.kind.value, stance.points) == ("opposes", (1, 2))
    actions.remove_stance(viewer=VIEWER, stance_id=stance.id, seen=stance.digest)
    assert page(item).stances == ()
    with pytest.raises(ValidationError):
        actions.take_stance(viewer=VIEWER, item_id=item.id, by="", kind="hurra")


class TestVotes:
    def test_a_vote_is_noted_beside_the_decision(self, item):
        attend(item.meeting, "Eva Ek", "Bo Al", "Siv Lund")
        decision_id = decide(item, "att godkänna avtalet").decision_id
        told = VoteWritten(text="Ja för avtalet", in_favour=2, against=1)
        actions.record_vote(viewer=VIEWER, decision_id=decision_id, seen="", told=told)
        vote = page(item).decisions[0].vote
        assert vote
        assert (vote.in_favour, vote.against, vote.abstained, vote.fit) == (2, 1, 0, "fits")
        actions.remove_vote(viewer=VIEWER, decision_id=decision_id, seen=vote.digest)
        assert page(item).decisions[0].vote is None

    def test_more_votes_than_are_there_are_refused(self, item):
        attend(item.meeting, "Eva Ek", "Bo Al")
        decision_id = decide(item, "att godkänna avtalet").decision_id
        with pytest.raises(ValidationError) as refusal:
            actions.record_vote(
                viewer=VIEWER, decision_id=decision_id, seen="", told=VoteWritten(in_favour=3)
            )
        assert "3" in refusal.value.message_dict["in_favour"][0]
        assert not Vote.objects.exists()


def test_a_person_and_a_principal_reserve_themselves(item):
    name = a_name("Eva Ek")
    decision_id = decide(item, "att godkänna avtalet").decision_id
    for told in (
        ReservationWritten(person=PersonWritten(person_id=name.person_id), text="För dyrt."),
        ReservationWritten(by="Björkmåla kommun"),
    ):
        actions.reserve(viewer=VIEWER, decision_id=decision_id, told=told)
    one, other = page(item).decisions[0].reservations
    assert (one.by, one.person_id, one.text) == ("Eva Ek", name.person_id, "För dyrt.")
    assert (other.by, other.person_id) == ("Björkmåla kommun", None)
    actions.change_reservation(
        viewer=VIEWER,
        reservation_id=other.id,
        seen=other.digest,
        told=ReservationWritten(by="Björkmåla kommun", text="Underlaget kom sent."),
    )
    assert page(item).decisions[0].reservations[1].text == "Underlaget kom sent."
    actions.remove_reservation(viewer=VIEWER, reservation_id=one.id, seen=one.digest)
    assert len(page(item).decisions[0].reservations) == 1


def test_a_decision_with_clauses_is_not_taken_back_in_one_go(item):
    decide(item, "att godkänna avtalet")
    (decision,) = page(item).decisions
    with pytest.raises(ValidationError):
        actions.remove_decision(viewer=VIEWER, decision_id=decision.id, seen=decision.digest)


def test_an_assignment_in_running_text_is_changed_and_taken_back(item):
    person = a_name("Eva Ek").person
    told = AssignmentWritten(
        text="återkomma med underlag",
        assignees=(WhoTold(person_id=person.id),),
        due=DueTold(date=date(2031, 5, 5)),
    )
    actions.note_assignment(viewer=VIEWER, item_id=item.id, told=told)
    (assignment,) = page(item).assignments
    assert (assignment.due, assignment.assignees[0].text) == ("5 maj 2031", "Eva Ek")
    actions.change_assignment(
        viewer=VIEWER,
        assignment_id=assignment.id,
        seen=assignment.digest,
        told=AssignmentWritten(text="återkomma", due=DueTold(words="senare")),
    )
    (assignment,) = page(item).assignments
    assert (assignment.due, assignment.assignees) == ("senare", ())
    actions.remove_assignment(viewer=VIEWER, assignment_id=assignment.id, seen=assignment.digest)
    assert page(item).assignments == ()
    assert outcome(item) == "none"


class TestMoves:
    @pytest.mark.parametrize("kind", ["returned", "taken-back", "elsewhere", ""])
    def test_an_item_is_tabled_or_referred_and_nothing_else(self, item, kind):
        whither = WhitherTold(date=date(2031, 4, 3))
        with pytest.raises(ValidationError):
            actions.move_item(viewer=VIEWER, item_id=item.id, kind=kind, whither=whither)
        assert not Transfer.objects.exists()

    def test_where_nobody_plans_to_meet_again_nothing_is_moved(self, item):
        with pytest.raises(ValidationError):
            actions.move_to_next(viewer=VIEWER, item_id=item.id)
        assert not Transfer.objects.exists()

    def test_what_is_decided_is_not_withdrawn(self, item):
        a_coming_meeting(item.meeting.body, date(2031, 4, 3))
        decide(item, "att godkänna avtalet")
        with pytest.raises(ValidationError):
            actions.move_to_next(viewer=VIEWER, item_id=item.id)

    def test_a_move_taken_back_leaves_the_item_to_be_dealt_with(self, item):
        a_coming_meeting(item.meeting.body, date(2031, 4, 3))
        for _time in range(2):
            actions.move_to_next(viewer=VIEWER, item_id=item.id)
        (transfer,) = page(item).transfers
        actions.undo_move(viewer=VIEWER, transfer_id=transfer.id, seen=transfer.digest)
        assert (outcome(item), page(item).transfers) == ("none", ())

    def test_a_move_must_say_where_to(self, item):
        for kind in ("tabled", "referred", "upp i rök"):
            with pytest.raises(ValidationError):
                actions.move_item(viewer=VIEWER, item_id=item.id, kind=kind, whither=WhitherTold())


class TestPickers:
    def test_people_are_found_by_any_part_those_that_begin_so_first(self, item):
        for name in ("Åsa Ek", "Eva Lund", "Ann Ek", "Ekaterina Al"):
            a_name(name)
        found = queries.pick_people(VIEWER, item.meeting_id, "ek")
        assert [one.text for one in found] == ["Ekaterina Al", "Ann Ek", "Åsa Ek"]
        assert queries.pick_people(VIEWER, item.meeting_id, "  ") == ()

    def test_bodies_are_found_by_their_short_names_too(self, item):
        a_body("Länets socialchefsnätverk", "SCHN")
        (found,) = queries.pick_bodies(VIEWER, item.meeting_id, "schn")
        assert (found.text, found.about) == ("Länets socialchefsnätverk", "SCHN")

    def test_organisations_are_found(self, item):
        Organisation.objects.create(name="Björkmåla kommun", kind="municipality")
        (found,) = queries.pick_organisations(VIEWER, item.meeting_id, "björk")
        assert (found.text, found.kind) == ("Björkmåla kommun", "organisation")

    def test_coming_meetings_are_found_by_their_day_in_words(self, item):
        for day in (date(2031, 4, 3), date(2031, 5, 8), date(2031, 2, 1)):
            a_coming_meeting(item.meeting.body, day)
        found = queries.pick_meetings(VIEWER, item.meeting_id)
        assert [one.text for one in found] == ["3 april 2031", "8 maj 2031"]
        (one,) = queries.pick_meetings(VIEWER, item.meeting_id, "maj")
        assert one.date == date(2031, 5, 8)


def full(items: int) -> int:
    """A meeting with so many items, each with everything; its id."""
    meeting = a_room(
        *(f"Ärende {number}" for number in range(items)), body=a_body(f"Organ {items}")
    )
    attend(meeting, f"Eva Ek {items}")
    for place in range(1, items + 1):
        item = the_item(meeting, place)
        actions.put_proposal(
            viewer=VIEWER, item_id=item.id, by="Styrgruppen", points=["att ett", "att två"]
        )
        settle(item, 1, "approved")
        clause = decide(
            item,
            "att ge Styrgruppen i uppdrag att utreda",
            assignees=(WhoTold(text="Styrgruppen"),),
        )
        decide(item, "att utse Bo Al till ombud", appointees=(PersonWritten(name="Bo Al"),))
        actions.record_vote(
            viewer=VIEWER, decision_id=clause.decision_id, seen="", told=VoteWritten(in_favour=1)
        )
        actions.reserve(
            viewer=VIEWER,
            decision_id=clause.decision_id,
            told=ReservationWritten(person=PersonWritten(name="Siv Lund")),
        )
        actions.take_stance(viewer=VIEWER, item_id=item.id, by="Regionen", kind="supports")
        told = AssignmentWritten(text="återkomma", assignees=(WhoTold(text="Bo Al"),))
        actions.note_assignment(viewer=VIEWER, item_id=item.id, told=told)
    return meeting.id


@pytest.mark.parametrize("items", [2, 20])
def test_a_meeting_is_read_in_as_many_queries_whatever_its_size(items):
    meeting_id = full(items)
    with CaptureQueriesContext(connection) as asked:
        found = queries.items_of(VIEWER, meeting_id)
    assert len(found) == items
    assert len(asked) == 18
    assert all(len(one.decisions[0].clauses) == 2 for one in found)
