"""The items of an agenda: what they say, their numbers, and two people at once."""

from __future__ import annotations

from datetime import date, time
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from handslag.domain.access.roles import Role
from handslag.domain.access.things import of_body
from handslag.domain.access.viewer import Held, Viewer
from handslag.domain.base.meanwhile import ChangedMeanwhile
from handslag.domain.matters.preparing import actions as proposing
from handslag.domain.matters.preparing.queries import proposals, tabled_to
from handslag.domain.meetings.agenda import actions
from handslag.domain.meetings.agenda.queries import agenda_paper
from handslag.domain.meetings.agenda.told import ItemTold, PresenterTold
from handslag.domain.meetings.models import AgendaItem, Meeting, Notice, Participation
from handslag.domain.registry.models import Affiliation, PersonName
from tests.builders import (
    VIEWER,
    a_body,
    a_meeting,
    a_name,
    a_principal,
    a_proposal,
    an_item,
)
from tests.domain.agenda.making import a_planned_meeting, a_sent_notice, headings, numbers, put

pytestmark = pytest.mark.django_db


def test_items_are_numbered_as_they_come_and_say_what_was_told():
    meeting = a_planned_meeting()
    put(meeting, "Mötets öppnande", kind="formal", minutes=5)
    put(
        meeting,
        "Avtal om hjälpmedel",
        kind="decision",
        minutes=20,
        description="Bakgrund.",
        presenters=(PresenterTold(name="Vera Ask", title="chef", organisation="Norrvik"),),
    )
    agenda = agenda_paper(VIEWER, meeting.id)
    assert [(item.number, item.heading, item.minutes) for item in agenda.items] == [
        ("1", "Mötets öppnande", 5),
        ("2", "Avtal om hjälpmedel", 20),
    ]
    (presenter,) = agenda.items[1].presenters
    assert (presenter.name, presenter.title, presenter.organisation) == (
        "Vera Ask",
        "chef",
        "Norrvik",
    )
    assert [item.starts for item in agenda.items] == [time(9, 0), time(9, 5)]
    assert (agenda.allotted, agenda.length, agenda.without_minutes) == (25, 180, 0)


def test_a_presenter_that_the_register_knows_is_named_with_the_post_of_the_day():
    meeting = a_planned_meeting()
    name = a_name("Vera Ask")
    Affiliation.objects.create(
        person=name.person, organisation=a_principal(), title="socialchef", since=date(2020, 1, 1)
    )
    put(meeting, "Lägesrapport", presenters=(PresenterTold(name="Vera Ask"),))
    (presenter,) = agenda_paper(VIEWER, meeting.id).items[0].presenters
    assert (presenter.title, presenter.organisation) == ("socialchef", "Norrviks kommun")


def test_a_presenter_new_to_the_register_is_added_to_it():
    put(a_planned_meeting(), "Lägesrapport", presenters=(PresenterTold(name="Ny Person"),))
    assert PersonName.objects.get(key="ny person").person.name == "Ny Person"


def test_an_item_without_a_heading_is_refused_and_nothing_is_added():
    meeting = a_planned_meeting()
    with pytest.raises(ValidationError) as refusal:
        put(meeting, "   ")
    assert "heading" in refusal.value.message_dict
    assert not AgendaItem.objects.exists()


def test_a_changed_item_says_the_new_and_the_log_tells_both():
    meeting = a_planned_meeting()
    item_id = put(meeting, "Avtal", minutes=10)
    seen = agenda_paper(VIEWER, meeting.id).items[0].digest
    told = ItemTold(heading="Avtal om hjälpmedel", minutes=15)
    actions.change_item(viewer=VIEWER, item_id=item_id, seen=seen, told=told)
    assert headings(meeting) == ["Avtal om hjälpmedel"]


def test_who_comes_second_with_the_same_item_is_told_and_overwrites_nothing():
    meeting = a_planned_meeting()
    item_id = put(meeting, "Avtal")
    seen = agenda_paper(VIEWER, meeting.id).items[0].digest
    actions.change_item(viewer=VIEWER, item_id=item_id, seen=seen, told=ItemTold(heading="Ena"))
    with pytest.raises(ChangedMeanwhile):
        actions.change_item(
            viewer=VIEWER, item_id=item_id, seen=seen, told=ItemTold(heading="Andra")
        )
    assert headings(meeting) == ["Ena"]


def test_numbers_follow_the_order_until_the_notice_is_sent():
    meeting = a_planned_meeting()
    one, two, three = (put(meeting, words) for words in ("A", "B", "C"))
    order(meeting, [one, two, three], [three, one, two])
    assert headings(meeting) == ["C", "A", "B"]
    assert numbers(meeting) == ["1", "2", "3"]
    a_sent_notice(meeting)
    order(meeting, [three, one, two], [one, two, three])
    assert headings(meeting) == ["A", "B", "C"]
    assert numbers(meeting) == ["2", "3", "1"]


def test_a_removed_item_lets_the_numbers_close_up_before_the_notice_is_sent_and_not_after():
    meeting = a_planned_meeting()
    one, _two, three = (put(meeting, words) for words in ("A", "B", "C"))
    actions.remove_item(viewer=VIEWER, item_id=one)
    assert numbers(meeting) == ["1", "2"]
    a_sent_notice(meeting)
    with pytest.raises(ValidationError):
        actions.remove_item(viewer=VIEWER, item_id=three)
    actions.pull_item(viewer=VIEWER, item_id=three, reason="Underlaget är inte klart")
    assert numbers(meeting) == ["1", "2"]
    pulled = agenda_paper(VIEWER, meeting.id).items[1]
    assert pulled.pulled_reason == "Underlaget är inte klart"
    actions.put_back_item(viewer=VIEWER, item_id=three)
    assert agenda_paper(VIEWER, meeting.id).items[1].pulled_at is None


def test_an_item_is_not_pulled_without_a_reason():
    item_id = put(a_planned_meeting(), "A")
    with pytest.raises(ValidationError):
        actions.pull_item(viewer=VIEWER, item_id=item_id, reason=" ")


def test_what_is_added_once_the_notice_is_sent_is_late_and_says_why_and_who_let_it_in():
    meeting = a_planned_meeting()
    put(meeting, "A")
    a_sent_notice(meeting)
    with pytest.raises(ValidationError) as refusal:
        put(meeting, "B")
    assert {"late_reason", "late_by"} <= refusal.value.message_dict.keys()
    actions.add_item(
        viewer=VIEWER,
        meeting_id=meeting.id,
        told=ItemTold(heading="B"),
        late_reason="Avtalet sades upp i går",
        late_by="ordföranden",
    )
    late = agenda_paper(VIEWER, meeting.id).items[1]
    assert (late.number, late.late, late.late_reason, late.late_by) == (
        "2",
        True,
        "Avtalet sades upp i går",
        "ordföranden",
    )


def test_who_orders_what_another_has_ordered_since_is_told():
    meeting = a_planned_meeting()
    one, two = put(meeting, "A"), put(meeting, "B")
    order(meeting, [one, two], [two, one])
    with pytest.raises(ChangedMeanwhile):
        order(meeting, [one, two], [one, two])


def test_what_another_added_or_removed_since_is_fitted_into_the_order():
    meeting = a_planned_meeting()
    one, two, three = (put(meeting, words) for words in ("A", "B", "C"))
    actions.remove_item(viewer=VIEWER, item_id=two)
    put(meeting, "D")
    order(meeting, [one, two, three], [three, two, one])
    assert headings(meeting) == ["C", "D", "A"]


def test_an_order_that_names_other_items_than_it_saw_is_refused():
    meeting = a_planned_meeting()
    one, two = put(meeting, "A"), put(meeting, "B")
    for wanted in ([one], [one, one], [one, two, 999]):
        with pytest.raises(ValidationError):
            order(meeting, [one, two], wanted)
    assert headings(meeting) == ["A", "B"]


def test_an_agenda_is_prepared_by_those_of_its_body_alone():
    meeting = a_planned_meeting()
    chair_there = Viewer("Ord", frozenset({Held(Role.CHAIR, of_body(meeting.body_id))}), 7)
    chair_elsewhere = Viewer("Ord", frozenset({Held(Role.CHAIR, of_body(a_body("B").id))}), 8)
    told = ItemTold(heading="A", presenters=(PresenterTold(name="Ny Person"),))
    item_id = actions.add_item(viewer=chair_there, meeting_id=meeting.id, told=told)
    assert [item.id for item in agenda_paper(chair_there, meeting.id).items] == [item_id]
    with pytest.raises(Meeting.DoesNotExist):
        actions.add_item(viewer=chair_elsewhere, meeting_id=meeting.id, told=told)
    Meeting.objects.update(planned_state="published")
    with pytest.raises(PermissionDenied):
        actions.add_item(viewer=chair_elsewhere, meeting_id=meeting.id, told=told)


def test_a_meeting_known_from_a_document_alone_becomes_prepared_by_what_is_entered():
    meeting = a_meeting()
    put(meeting, "A")
    meeting.refresh_from_db()
    assert (meeting.prepared, meeting.planned_date) == (True, meeting.date)


def test_proposals_have_numbered_points_and_change_only_as_they_were_seen():
    meeting = a_planned_meeting()
    item_id = put(meeting, "Avtal", kind="decision")
    proposal_id = proposing.propose(
        viewer=VIEWER, item_id=item_id, by="Styrgruppen", points=["att anta", "", "att sprida"]
    )
    (proposal,) = proposals(VIEWER, meeting.id)[item_id]
    assert [(point.number, point.text) for point in proposal.points] == [
        ("1", "att anta"),
        ("2", "att sprida"),
    ]
    seen = proposal.digest
    change = partial(proposing.change_proposal, viewer=VIEWER, proposal_id=proposal_id, seen=seen)
    change(by="Styrgruppen", points=["att avslå"])
    with pytest.raises(ChangedMeanwhile):
        change(by="Styrgruppen", points=["att anta"])
    with pytest.raises(ChangedMeanwhile):
        proposing.remove_proposal(viewer=VIEWER, proposal_id=proposal_id, seen=seen)
    (proposal,) = proposals(VIEWER, meeting.id)[item_id]
    assert [point.text for point in proposal.points] == ["att avslå"]
    proposing.remove_proposal(viewer=VIEWER, proposal_id=proposal_id, seen=proposal.digest)
    assert proposals(VIEWER, meeting.id) == {}


def test_a_proposal_without_points_or_without_a_body_is_refused():
    item_id = put(a_planned_meeting(), "Avtal")
    with pytest.raises(ValidationError) as refusal:
        proposing.propose(viewer=VIEWER, item_id=item_id, by=" ", points=["  "])
    assert refusal.value.message_dict.keys() == {"by", "points"}


def test_what_was_tabled_to_the_meetings_day_is_taken_up_once_with_its_proposal():
    body = a_body()
    before = a_meeting(body, date(2031, 1, 9))
    tabled = an_item(before, "Avtal om hjälpmedel, bilaga 3")
    a_proposal(tabled, "att avtalet förlängs", by="Styrgruppen")
    elsewhere = an_item(before, "Annat")
    meeting = a_planned_meeting(body)
    transfer = tabled.transfers.create(kind="tabled", to_date=meeting.date)
    elsewhere.transfers.create(kind="referred", to_body="Rådet", to_date=meeting.date)
    (offered,) = tabled_to(VIEWER, meeting.id)
    assert offered.transfer_id == transfer.id
    take_up = partial(
        proposing.take_up, viewer=VIEWER, meeting_id=meeting.id, transfer_ids=[transfer.id]
    )
    (item_id,) = take_up()
    assert headings(meeting) == ["Avtal om hjälpmedel, bilaga 3"]
    assert proposals(VIEWER, meeting.id)[item_id][0].points[0].text == "att avtalet förlängs"
    assert take_up() == []
    assert tabled_to(VIEWER, meeting.id) == ()


@pytest.mark.parametrize("count", [4, 40])
def test_an_agenda_is_read_in_the_same_number_of_queries_whatever_its_size(
    count, django_assert_num_queries
):
    meeting = a_planned_meeting()
    for place in range(count):
        item_id = put(meeting, f"Punkt {place}", presenters=(PresenterTold(name=f"Per {place}"),))
        proposing.propose(viewer=VIEWER, item_id=item_id, by="Gruppen", points=["att anta"])
    with django_assert_num_queries(6):
        agenda = agenda_paper(VIEWER, meeting.id)
    with django_assert_num_queries(2):
        assert len(proposals(VIEWER, meeting.id)) == count
    assert len(agenda.items) == count


def order(meeting: Meeting, seen: list[int], wanted: list[int]) -> None:
    actions.order_items(viewer=VIEWER, meeting_id=meeting.id, seen=seen, wanted=wanted)


class TestAtOnce:
    def test_two_who_order_at_the_same_moment_are_one_after_the_other(self, at_once):
        meeting = a_planned_meeting()
        ids = [put(meeting, words) for words in ("A", "B", "C")]
        wanted = [[ids[2], ids[0], ids[1]], [ids[1], ids[2], ids[0]]]
        done = at_once(*(lambda one=one: order(meeting, ids, one) for one in wanted))
        assert sorted(type(one).__name__ for one in done) == ["ChangedMeanwhile", "NoneType"]
        won = wanted[next(place for place, one in enumerate(done) if one is None)]
        assert [item.id for item in agenda_paper(VIEWER, meeting.id).items] == won

    def test_two_who_change_one_item_at_the_same_moment_do_not_overwrite_each_other(self, at_once):
        meeting = a_planned_meeting()
        item_id = put(meeting, "A")
        seen = agenda_paper(VIEWER, meeting.id).items[0].digest

        def change(words: str) -> None:
            actions.change_item(
                viewer=VIEWER, item_id=item_id, seen=seen, told=ItemTold(heading=words)
            )

        done = at_once(lambda: change("Ena"), lambda: change("Andra"))
        assert sorted(type(one).__name__ for one in done) == ["ChangedMeanwhile", "NoneType"]

    def test_two_who_add_at_the_same_moment_get_a_number_each(self, at_once):
        meeting = a_planned_meeting()
        done = at_once(lambda: put(meeting, "A"), lambda: put(meeting, "B"))
        assert all(isinstance(one, int) for one in done)
        assert numbers(meeting) == ["1", "2"]


def test_a_notice_that_was_made_and_not_sent_binds_no_numbers():
    meeting = a_planned_meeting()
    one, two = put(meeting, "A"), put(meeting, "B")
    Notice.objects.create(meeting=meeting, version=1, content={}, text="", pdf_sha256="0" * 64)
    order(meeting, [one, two], [two, one])
    assert numbers(meeting) == ["1", "2"]
    assert not Participation.objects.exists()
