"""The agenda as the meeting approved it: what it took off, added and put in another order."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from handslag.domain.audit.models import Values
from handslag.domain.base.meanwhile import ChangedMeanwhile
from handslag.domain.meetings.agenda import actions as agenda
from handslag.domain.meetings.agenda.told import ItemTold, PresenterTold
from handslag.domain.meetings.models import AgendaItem, ItemOutcome
from handslag.domain.meetings.room import actions, queries
from tests.builders import VIEWER, a_clause
from tests.domain.agenda.making import put
from tests.domain.meetings.room.making import a_meeting_to_hold, an_open_room, held

pytestmark = pytest.mark.django_db


def page(meeting):
    return queries.room_page(VIEWER, meeting.id)


def seen(meeting, item):
    return next(one.seen for one in page(meeting).items if one.id == item.id)


def numbers(meeting):
    return [item.number for item in page(meeting).items]


def extra(meeting, heading="Extra fråga", after=None, **told):
    return actions.add_extra_item(
        viewer=VIEWER,
        meeting_id=meeting.id,
        told=ItemTold(heading=heading, **told),
        late_reason="Kom in i går",
        late_by="ordföranden",
        after=after.id if after else None,
    )


class TestWithdrawing:
    def test_an_item_is_withdrawn_for_a_reason_and_keeps_its_place(self):
        meeting = an_open_room()
        first = held(meeting)[0]
        actions.withdraw_item(
            viewer=VIEWER, item_id=first.id, seen=seen(meeting, first), reason="Underlag dröjer"
        )
        told = page(meeting).items[0]
        assert (told.number, told.withdrawn, told.withdrawn_reason) == (
            "1",
            True,
            "Underlag dröjer",
        )
        assert Values.objects.latest("entry_id").reason == "Underlag dröjer"

    def test_it_takes_a_reason(self):
        meeting = an_open_room()
        first = held(meeting)[0]
        with pytest.raises(ValidationError, match="varför"):
            actions.withdraw_item(
                viewer=VIEWER, item_id=first.id, seen=seen(meeting, first), reason=" "
            )

    def test_it_may_be_put_back(self):
        meeting = an_open_room()
        first = held(meeting)[0]
        actions.withdraw_item(
            viewer=VIEWER, item_id=first.id, seen=seen(meeting, first), reason="Dröjer"
        )
        with pytest.raises(ValidationError, match="Ta upp den"):
            actions.set_outcome(
                viewer=VIEWER, item_id=first.id, seen=seen(meeting, first), outcome="noted"
            )
        actions.put_back_withdrawn(viewer=VIEWER, item_id=first.id, seen=seen(meeting, first))
        told = page(meeting).items[0]
        assert (told.withdrawn, told.withdrawn_reason) == (False, "")

    def test_who_comes_second_is_told_what_stands(self):
        meeting = an_open_room()
        first = held(meeting)[0]
        before = seen(meeting, first)
        actions.set_outcome(viewer=VIEWER, item_id=first.id, seen=before, outcome="noted")
        with pytest.raises(ChangedMeanwhile) as conflict, transaction.atomic():
            actions.withdraw_item(viewer=VIEWER, item_id=first.id, seen=before, reason="Dröjer")
        assert conflict.value.theirs["outcome"] == "lagt till handlingarna"
        assert conflict.value.seen == {f"item-{first.id}": seen(meeting, first)}


class TestExtraQuestions:
    def test_one_is_added_last_with_the_next_number_and_tells_why_it_is_late(self):
        meeting = an_open_room()
        written = extra(meeting, minutes=5, presenters=(PresenterTold(name="Per Ek"),))
        told = page(meeting).items[-1]
        assert (told.id, told.number, told.late) == (written.made, "3", True)
        assert (told.late_reason, told.late_by) == ("Kom in i går", "ordföranden")
        assert [one.name for one in told.presenters] == ["Per Ek"]
        assert not told.planned

    def test_one_is_added_where_it_is_to_be_dealt_with(self):
        meeting = an_open_room()
        extra(meeting, after=held(meeting)[0])
        assert numbers(meeting) == ["1", "3", "2"]

    def test_a_number_that_the_plan_has_used_is_never_used_again(self):
        meeting = a_meeting_to_hold("Ett", "Två", "Tre")
        third = AgendaItem.objects.get(planned_heading="Tre")
        agenda.pull_item(viewer=VIEWER, item_id=third.id, reason="Dröjer")
        actions.open_room(viewer=VIEWER, meeting_id=meeting.id)
        extra(meeting)
        assert numbers(meeting) == ["1", "2", "4"]

    def test_it_takes_a_heading_a_reason_and_somebody_who_let_it_in(self):
        meeting = an_open_room()
        with pytest.raises(ValidationError) as refusal:
            actions.add_extra_item(
                viewer=VIEWER,
                meeting_id=meeting.id,
                told=ItemTold(heading="Extra"),
                late_reason="",
                late_by="",
            )
        assert set(refusal.value.message_dict) == {"late_reason", "late_by"}
        with pytest.raises(ValidationError, match="rubrik"):
            extra(meeting, " ")

    def test_one_that_was_added_by_mistake_is_removed_while_nothing_is_under_it(self):
        meeting = an_open_room()
        made = extra(meeting, after=held(meeting)[0]).made
        item = AgendaItem.objects.get(id=made)
        actions.begin_item(viewer=VIEWER, meeting_id=meeting.id, item_id=item.id, seen="")
        actions.remove_extra_item(viewer=VIEWER, item_id=item.id, seen=seen(meeting, item))
        assert [(one.number, one.order) for one in page(meeting).items] == [("1", 1), ("2", 2)]
        assert page(meeting).item_id is None

    @pytest.mark.parametrize("what", ["discussion", "clause"])
    def test_one_with_anything_under_it_is_to_be_withdrawn(self, what):
        meeting = an_open_room()
        item = AgendaItem.objects.get(id=extra(meeting).made)
        if what == "clause":
            a_clause(item, "att anta")
        else:
            actions.write_discussion(viewer=VIEWER, item_id=item.id, seen="0", text="Vera")
        with pytest.raises(ValidationError, match="Låt den utgå"):
            actions.remove_extra_item(viewer=VIEWER, item_id=item.id, seen=seen(meeting, item))

    def test_an_item_of_the_notice_is_never_removed(self):
        meeting = an_open_room()
        first = held(meeting)[0]
        with pytest.raises(ValidationError, match="Låt den utgå"):
            actions.remove_extra_item(viewer=VIEWER, item_id=first.id, seen=seen(meeting, first))


class TestTheRestOfThePlan:
    def test_what_was_put_on_the_plan_since_is_told_and_may_be_taken_in(self):
        meeting = an_open_room()
        late = put(meeting, "Sent ärende", presenters=(PresenterTold(name="Per Ek"),))
        assert [(one.id, one.heading) for one in page(meeting).missing] == [(late, "Sent ärende")]
        actions.take_in_item(viewer=VIEWER, item_id=late)
        actions.take_in_item(viewer=VIEWER, item_id=late)
        assert page(meeting).missing == ()
        told = page(meeting).items[-1]
        assert (told.number, told.heading) == ("3", "Sent ärende")
        assert [one.name for one in told.presenters] == ["Per Ek"]


class TestOrder:
    def order(self, meeting, wanted, seen=None):
        now = [item.id for item in held(meeting)]
        return actions.order_room(
            viewer=VIEWER, meeting_id=meeting.id, seen=seen or now, wanted=wanted
        )

    def test_items_are_dealt_with_in_another_order_under_their_own_numbers(self):
        meeting = an_open_room("Ett", "Två", "Tre")
        one, two, three = (item.id for item in held(meeting))
        self.order(meeting, [three, one, two])
        assert numbers(meeting) == ["3", "1", "2"]
        assert [item.planned_order for item in held(meeting)] == [3, 1, 2]

    def test_another_order_since_is_a_conflict_and_a_new_item_is_fitted_in(self):
        meeting = an_open_room("Ett", "Två", "Tre")
        one, two, three = before = [item.id for item in held(meeting)]
        made = extra(meeting, after=held(meeting)[0]).made
        self.order(meeting, [two, one, three], before)
        assert [item.id for item in held(meeting)] == [two, one, made, three]
        with pytest.raises(ChangedMeanwhile), transaction.atomic():
            self.order(meeting, [three, two, one], before)

    def test_an_order_of_other_items_is_refused(self):
        meeting = an_open_room()
        with pytest.raises(ValidationError):
            self.order(meeting, [4711])


class TestWhatAnItemSays:
    def test_its_heading_is_the_minutes_own(self):
        meeting = an_open_room("Lägesrapport")
        (item,) = held(meeting)
        actions.reword_item(
            viewer=VIEWER, item_id=item.id, seen=seen(meeting, item), heading="Rapport om läget"
        )
        told = page(meeting).items[0]
        assert (told.heading, told.planned_heading) == ("Rapport om läget", "Lägesrapport")

    def test_its_outcome_is_set_by_hand(self):
        meeting = an_open_room("Lägesrapport")
        (item,) = held(meeting)
        for outcome in ("noted", "none", "tabled"):
            actions.set_outcome(
                viewer=VIEWER, item_id=item.id, seen=seen(meeting, item), outcome=outcome
            )
            assert page(meeting).items[0].outcome.value == outcome
        for outcome in (ItemOutcome.PROPOSED, ItemOutcome.WITHDRAWN, "annat"):
            with pytest.raises(ValidationError):
                actions.set_outcome(
                    viewer=VIEWER, item_id=item.id, seen=seen(meeting, item), outcome=outcome
                )

    def test_somebody_else_presents_it_and_the_notice_keeps_its_own(self):
        meeting = an_open_room("Lägesrapport")
        told = page(meeting).items[0]
        actions.set_presenters(
            viewer=VIEWER,
            item_id=told.id,
            seen=told.presenters_seen,
            presenters=[PresenterTold(name="Åsa Lind", title="strateg"), PresenterTold(name="")],
        )
        assert [(one.name, one.title) for one in page(meeting).items[0].presenters] == [
            ("Åsa Lind", "strateg")
        ]
        planned = told.presenters[0]
        plan = AgendaItem.objects.get().participations.get(phase="plan")
        assert plan.name.text == planned.name
        with pytest.raises(ChangedMeanwhile), transaction.atomic():
            actions.set_presenters(
                viewer=VIEWER, item_id=told.id, seen=told.presenters_seen, presenters=[]
            )
