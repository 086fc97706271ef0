"""Who is there, as whom, for whom; who came, who went, and who took no part in an item."""

from __future__ import annotations

from datetime import time

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from handslag.domain.base.meanwhile import ChangedMeanwhile
from handslag.domain.meetings.models import (
    AbsenceReason,
    ItemAbsence,
    Movement,
    Participation,
    Presence,
    Room,
)
from handslag.domain.meetings.room import actions, queries
from handslag.domain.registry.models import Affiliation, MembershipRole, PersonName
from tests.builders import VIEWER, a_membership, a_name, a_principal
from tests.domain.meetings.room.making import (
    a_body_that_sits,
    a_meeting_to_hold,
    an_open_room,
    attending,
    held,
)

pytestmark = pytest.mark.django_db


def page(meeting):
    return queries.room_page(VIEWER, meeting.id)


def row(meeting, name):
    return next(one for one in page(meeting).roll if one.name == name)


def mark(meeting, name, presence, seen=None):
    one = row(meeting, name)
    return actions.mark_presence(
        viewer=VIEWER, attendance_id=one.id, seen=seen or one.seen, presence=presence
    )


def moves(meeting, name, kind, item=None, at=None):
    one = row(meeting, name)
    return actions.note_movement(
        viewer=VIEWER,
        attendance_id=one.id,
        seen=one.seen,
        kind=kind,
        item_id=item.id if item else None,
        at=at,
    )


class TestPresence:
    def test_somebody_is_marked_away_and_there_again(self):
        meeting = an_open_room()
        written = mark(meeting, "Per Ek", Presence.ABSENT)
        assert written.seen == {
            f"attendance-{row(meeting, 'Per Ek').id}": row(meeting, "Per Ek").seen
        }
        assert written.revision == Room.objects.get().revision == 2
        assert row(meeting, "Per Ek").presence.value == Presence.ABSENT
        mark(meeting, "Per Ek", Presence.PRESENT)
        assert row(meeting, "Per Ek").presence.value == Presence.PRESENT

    def test_who_comes_second_on_the_same_row_is_told_what_stands(self):
        meeting = an_open_room()
        seen = row(meeting, "Per Ek").seen
        mark(meeting, "Per Ek", Presence.ABSENT)
        with pytest.raises(ChangedMeanwhile) as conflict, transaction.atomic():
            mark(meeting, "Per Ek", Presence.PARTLY, seen)
        assert conflict.value.theirs["presence"] == Presence.ABSENT
        mark(meeting, "Per Ek", Presence.ABSENT, seen)  # the same again is no conflict
        mark(meeting, "Vera Ask", Presence.ABSENT)  # and another row is another thing

    def test_whoever_is_away_leads_nothing(self):
        meeting = an_open_room()
        mark(meeting, "Lena Berg", Presence.ABSENT)
        assert not row(meeting, "Lena Berg").chairs

    def test_a_word_that_is_no_presence_is_refused(self):
        meeting = an_open_room()
        with pytest.raises(ValidationError):
            mark(meeting, "Per Ek", "kanske")


class TestPeople:
    def test_a_guest_is_put_last_and_made_known_to_the_register(self):
        meeting = an_open_room()
        written = actions.add_attendee(
            viewer=VIEWER, meeting_id=meeting.id, name="Gun Gäst", title="forskare"
        )
        found = row(meeting, "Gun Gäst")
        assert (found.id, found.title, found.sits_as) == (written.made, "forskare", None)
        assert PersonName.objects.filter(text="Gun Gäst").count() == 1
        assert page(meeting).roll[-1] == found

    def test_what_the_register_knows_is_filled_in(self):
        body = a_body_that_sits()
        known = a_name("Bo Ek").person
        principal = a_principal()
        a_membership(body, known, MembershipRole.ALTERNATE, principal=principal)
        Affiliation.objects.create(person=known, organisation=principal, title="socialchef")
        meeting = an_open_room(body=body)
        actions.add_attendee(viewer=VIEWER, meeting_id=meeting.id, name="bo  ek")
        found = row(meeting, "Bo Ek")
        assert (found.title, found.organisation) == ("socialchef", "Norrviks kommun")
        assert found.sits_as
        assert found.sits_as.value == MembershipRole.ALTERNATE
        assert dict(page(meeting).by_principal)["Norrviks kommun"] == (found,)

    def test_nobody_stands_there_twice(self):
        meeting = an_open_room()
        with pytest.raises(ValidationError, match="redan på närvarolistan"):
            actions.add_attendee(viewer=VIEWER, meeting_id=meeting.id, name="PER EK")

    def test_a_nameless_one_is_refused(self):
        meeting = an_open_room()
        with pytest.raises(ValidationError) as refusal:
            actions.add_attendee(viewer=VIEWER, meeting_id=meeting.id, name=" ", title="a" * 201)
        assert set(refusal.value.message_dict) == {"name", "title"}

    def test_titles_are_changed_on_the_roll_alone(self):
        meeting = an_open_room()
        one = row(meeting, "Per Ek")
        actions.change_attendee(
            viewer=VIEWER, attendance_id=one.id, seen=one.seen, title="chef", organisation="Norrvik"
        )
        found = row(meeting, "Per Ek")
        assert (found.title, found.organisation) == ("chef", "Norrvik")
        assert not Affiliation.objects.exists()

    def test_somebody_is_taken_off_with_all_that_was_noted(self):
        meeting = an_open_room()
        moves(meeting, "Per Ek", "left", held(meeting)[0])
        one = row(meeting, "Per Ek")
        actions.remove_attendee(viewer=VIEWER, attendance_id=one.id, seen=one.seen)
        assert "Per Ek" not in attending(meeting)
        assert not Movement.objects.exists()

    def test_who_is_meant_is_suggested_from_the_body_first_and_never_twice(self):
        body = a_body_that_sits()
        a_membership(body, a_name("Eskil Ek").person, MembershipRole.ALTERNATE)
        a_name("Åke Ek")
        meeting = an_open_room(body=body)
        found = queries.people_to_add(VIEWER, meeting.id, " ek")
        assert [(one.name, one.role) for one in found] == [
            ("Eskil Ek", "ersättare"),
            ("Åke Ek", ""),
        ]
        assert queries.people_to_add(VIEWER, meeting.id, " ") == ()


class TestServing:
    @pytest.fixture
    def meeting(self):
        body = a_body_that_sits()
        a_membership(body, a_name("Bo Ek").person, MembershipRole.ALTERNATE)
        a_membership(body, a_name("Siv Ek").person, MembershipRole.ALTERNATE)
        made = an_open_room(body=body)
        for name in ("Bo Ek", "Siv Ek"):
            actions.add_attendee(viewer=VIEWER, meeting_id=made.id, name=name)
        return made

    def serve(self, meeting, name, whom):
        one = row(meeting, name)
        return actions.let_serve(
            viewer=VIEWER,
            attendance_id=one.id,
            seen=one.seen,
            serves_for=row(meeting, whom).id if whom else None,
        )

    def test_an_alternate_serves_for_the_items_that_the_member_is_away_from(self, meeting):
        self.serve(meeting, "Bo Ek", "Per Ek")
        assert not row(meeting, "Bo Ek").serves
        moves(meeting, "Per Ek", "left", held(meeting)[0])
        first, second = page(meeting).items
        bo = row(meeting, "Bo Ek")
        assert bo.serves
        assert (first.serving, second.serving) == (frozenset(), {bo.id})

    def test_an_alternate_serves_where_the_member_has_a_conflict_of_interest(self, meeting):
        self.serve(meeting, "Bo Ek", "Per Ek")
        actions.set_absence(
            viewer=VIEWER,
            item_id=held(meeting)[1].id,
            attendance_id=row(meeting, "Per Ek").id,
            seen="",
            reason=AbsenceReason.CONFLICT,
            note="äger företaget",
        )
        first, second = page(meeting).items
        assert (first.serving, second.serving) == (frozenset(), {row(meeting, "Bo Ek").id})

    def test_only_one_serves_for_a_member(self, meeting):
        self.serve(meeting, "Bo Ek", "Per Ek")
        with pytest.raises(ValidationError, match="Bo Ek tjänstgör redan"):
            self.serve(meeting, "Siv Ek", "Per Ek")
        self.serve(meeting, "Bo Ek", None)
        self.serve(meeting, "Siv Ek", "Per Ek")

    def test_only_alternates_serve_and_only_for_members(self, meeting):
        with pytest.raises(ValidationError, match="Bara ersättare"):
            self.serve(meeting, "Vera Ask", "Per Ek")
        with pytest.raises(ValidationError, match="Välj en ledamot"):
            self.serve(meeting, "Bo Ek", "Siv Ek")


class TestDuties:
    def give(self, meeting, name, duty, has=True):
        one = row(meeting, name)
        return actions.give_duty(
            viewer=VIEWER, attendance_id=one.id, seen=one.seen, duty=duty, has=has
        )

    def test_one_leads_and_whoever_did_so_no_longer_does(self):
        meeting = an_open_room()
        written = self.give(meeting, "Per Ek", "chairs")
        assert [one.name for one in page(meeting).roll if one.chairs] == ["Per Ek"]
        for name in ("Per Ek", "Lena Berg"):
            one = row(meeting, name)
            assert written.seen[f"attendance-{one.id}"] == one.seen

    def test_several_check_the_minutes(self):
        meeting = an_open_room()
        for name in ("Per Ek", "Vera Ask"):
            self.give(meeting, name, "checks")
        self.give(meeting, "Per Ek", "checks", has=False)
        assert [one.name for one in page(meeting).roll if one.checks] == ["Vera Ask"]

    def test_who_is_away_is_given_nothing_to_do(self):
        meeting = an_open_room()
        mark(meeting, "Per Ek", Presence.ABSENT)
        with pytest.raises(ValidationError, match="frånvarande"):
            self.give(meeting, "Per Ek", "checks")


class TestComingAndGoing:
    def test_who_was_away_comes_and_is_there_from_the_item(self):
        meeting = an_open_room("Ett", "Två", "Tre")
        mark(meeting, "Per Ek", Presence.ABSENT)
        moves(meeting, "Per Ek", "arrived", held(meeting)[1], time(9, 40))
        found = row(meeting, "Per Ek")
        assert found.presence.value == Presence.PARTLY
        assert [(one.kind.label, one.number, one.time) for one in found.moves] == [
            ("kom", "2", time(9, 40))
        ]
        assert [item.presence[found.id] for item in page(meeting).items] == [
            "absent",
            "partly",
            "present",
        ]

    def test_without_an_item_it_is_the_one_that_the_meeting_is_at(self):
        meeting = an_open_room()
        with pytest.raises(ValidationError, match="vid vilken punkt"):
            moves(meeting, "Per Ek", "left")
        second = held(meeting)[1]
        actions.begin_item(viewer=VIEWER, meeting_id=meeting.id, item_id=second.id, seen="")
        moves(meeting, "Per Ek", "left")
        assert row(meeting, "Per Ek").moves[0].item_id == second.id

    def test_nobody_comes_who_is_here_or_leaves_who_has_left(self):
        meeting = an_open_room()
        first, second = held(meeting)
        moves(meeting, "Per Ek", "left", first)
        with pytest.raises(ValidationError, match="redan gått"):
            moves(meeting, "Per Ek", "left", second)
        mark(meeting, "Vera Ask", Presence.ABSENT)
        with pytest.raises(ValidationError, match="kan inte gå"):
            moves(meeting, "Vera Ask", "left", first)

    def test_it_is_taken_back_and_who_neither_came_nor_went_was_there(self):
        meeting = an_open_room()
        moves(meeting, "Per Ek", "left", held(meeting)[0])
        one = row(meeting, "Per Ek")
        actions.remove_movement(viewer=VIEWER, movement_id=one.moves[0].id, seen=one.seen)
        assert row(meeting, "Per Ek").presence.value == Presence.PRESENT

    def test_marking_somebody_present_takes_what_was_noted_with_it(self):
        meeting = an_open_room()
        moves(meeting, "Per Ek", "left", held(meeting)[0])
        mark(meeting, "Per Ek", Presence.PRESENT)
        assert row(meeting, "Per Ek").moves == ()


class TestTakingNoPart:
    def set(self, meeting, reason, note="", seen=""):
        return actions.set_absence(
            viewer=VIEWER,
            item_id=held(meeting)[0].id,
            attendance_id=row(meeting, "Per Ek").id,
            seen=seen,
            reason=reason,
            note=note,
        )

    def test_a_conflict_of_interest_takes_its_ground(self):
        meeting = an_open_room()
        with pytest.raises(ValidationError, match="vad jävet"):
            self.set(meeting, AbsenceReason.CONFLICT)
        self.set(meeting, AbsenceReason.CONFLICT, "äger företaget")
        first, second = page(meeting).items
        (told,) = first.absences
        assert (told.name, told.reason.label, told.note) == ("Per Ek", "jäv", "äger företaget")
        assert (first.presence[told.attendance_id], second.presence[told.attendance_id]) == (
            "absent",
            "present",
        )

    def test_a_second_who_says_otherwise_is_told_and_may_take_it_back(self):
        meeting = an_open_room()
        written = self.set(meeting, AbsenceReason.OTHER)
        with pytest.raises(ChangedMeanwhile), transaction.atomic():
            self.set(meeting, AbsenceReason.CONFLICT, "äger företaget")
        (seen,) = written.seen.values()
        self.set(meeting, "", seen=seen)
        assert not ItemAbsence.objects.exists()

    def test_somebody_of_another_meeting_is_nobody_here(self):
        meeting = an_open_room()
        other = an_open_room(body=a_body_that_sits("Sydnätverket", ()))
        with pytest.raises(Participation.DoesNotExist):
            actions.set_absence(
                viewer=VIEWER,
                item_id=held(other)[0].id,
                attendance_id=row(meeting, "Per Ek").id,
                seen="",
                reason=AbsenceReason.OTHER,
            )


@pytest.mark.django_db(transaction=True)
def test_two_who_mark_different_people_at_once_never_meet(at_once):
    meeting = a_meeting_to_hold()
    actions.open_room(viewer=VIEWER, meeting_id=meeting.id)
    rows = page(meeting).roll
    came = at_once(
        *(
            lambda one=one: actions.mark_presence(
                viewer=VIEWER, attendance_id=one.id, seen=one.seen, presence=Presence.ABSENT
            )
            for one in rows
        )
    )
    assert not [one for one in came if isinstance(one, Exception)]
    assert {one.presence.value for one in page(meeting).roll} == {Presence.ABSENT}


@pytest.mark.django_db(transaction=True)
def test_two_who_open_the_room_at_once_open_one(at_once):
    meeting = a_meeting_to_hold()
    came = at_once(*[lambda: actions.open_room(viewer=VIEWER, meeting_id=meeting.id)] * 2)
    assert not [one for one in came if isinstance(one, Exception)]
    assert (Room.objects.count(), len(attending(meeting))) == (1, 3)
