"""Commissions: their terms of reference in versions, when they report, and how they end."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from handslag.domain.access.roles import Role
from handslag.domain.access.viewer import Held, Viewer
from handslag.domain.base.meanwhile import ChangedMeanwhile
from handslag.domain.matters.assignments import actions as assignments
from handslag.domain.matters.assignments.queries import assignment
from handslag.domain.matters.commissions import actions, queries
from handslag.domain.matters.commissions.rules import after_months, report_days, reports_due
from handslag.domain.matters.commissions.shapes import CommissionTold
from handslag.domain.matters.models import Assignment
from handslag.domain.matters.placing import actions as placing
from handslag.domain.matters.placing.queries import to_place
from tests.builders import VIEWER, a_body, a_clause, a_meeting, a_name, an_item

TODAY = timezone.localdate()
BEGINS = date(2031, 1, 31)
TERMS = "Gruppen ska se över överenskommelsen.\nEkonomin ingår inte."


def test_reports_come_so_many_months_apart_and_last_on_the_last_day():
    days = report_days(BEGINS, 3, date(2031, 12, 1), until=date(2032, 1, 1))
    assert days == (date(2031, 4, 30), date(2031, 7, 31), date(2031, 10, 31), date(2031, 12, 1))


def test_a_report_just_before_the_last_day_is_the_last_one():
    days = report_days(BEGINS, 3, date(2031, 11, 15), until=date(2032, 1, 1))
    assert days == (date(2031, 4, 30), date(2031, 7, 31), date(2031, 11, 15))


def test_only_the_first_to_come_is_told_where_there_is_no_end():
    assert report_days(BEGINS, 6, None, until=date(2031, 8, 1)) == (
        date(2031, 7, 31),
        date(2032, 1, 31),
    )


def test_without_recurring_reports_there_is_the_final_one_and_without_an_end_none():
    assert report_days(BEGINS, None, date(2031, 6, 1), until=BEGINS) == (date(2031, 6, 1),)
    assert report_days(BEGINS, None, None, until=BEGINS) == ()


def test_a_late_report_meets_what_was_owed_and_never_two():
    days = (date(2031, 3, 1), date(2031, 6, 1), date(2031, 9, 1))
    found = reports_due(days, [date(2031, 4, 2), date(2031, 6, 20)], BEGINS, None)
    assert [one.met_on for one in found] == [date(2031, 4, 2), date(2031, 6, 20), None]
    assert not found[2].late(date(2031, 9, 1))
    assert found[2].late(date(2031, 9, 2))


def test_a_report_from_before_it_began_meets_nothing():
    (only,) = reports_due([date(2031, 3, 1)], [date(2030, 12, 1)], BEGINS, None)
    assert only.met_on is None


@given(
    st.dates(date(2000, 1, 1), date(2050, 1, 1)),
    st.integers(1, 24),
    st.integers(0, 2000),
    st.lists(st.integers(0, 2000), max_size=12),
)
def test_no_report_meets_two_and_days_only_grow(begins, every, length, given_after):
    ends = begins + timedelta(days=length)
    days = report_days(begins, every, ends, ends)
    assert list(days) == sorted(set(days))
    assert days[-1] == ends
    reports = [begins + timedelta(days=after) for after in given_after]
    met = [one.met_on for one in reports_due(days, reports, begins, ends) if one.met_on]
    assert len(met) <= len(reports)
    assert all(met.count(one) <= reports.count(one) for one in met)


def test_a_month_without_the_day_has_its_last():
    assert after_months(date(2031, 1, 31), 1) == date(2031, 2, 28)
    assert after_months(date(2031, 11, 30), 3) == date(2032, 2, 29)


@pytest.fixture
def task() -> Assignment:
    a_name("Vera Ask")
    a_body("Arbetsgruppen för översyn")
    meeting = a_meeting(a_body("Länsnätverket"), TODAY - timedelta(days=100))
    return Assignment.objects.create(item=an_item(meeting), text="se över överenskommelsen")


def told(**columns: Any) -> CommissionTold:
    usual = {"title": "Översyn", "lead": "Vera Ask", "group": "Arbetsgruppen för översyn"}
    ends = TODAY + timedelta(days=265)
    return CommissionTold(**{**usual, "ends": ends, "report_every": 3, **columns})


def begun(task, **columns):
    actions.begin(viewer=VIEWER, assignment_id=task.id, told=told(**columns), terms=TERMS)
    return page(task)


def page(task):
    found = queries.commission(VIEWER, task.id)
    assert found is not None
    return found


@pytest.mark.django_db
@pytest.mark.database
class TestInTheRegister:
    """What is kept of them."""

    def test_an_assignment_becomes_a_commission_with_terms_a_lead_and_a_group(self, task):
        assert queries.commission(VIEWER, task.id) is None
        found = begun(task)
        assert (found.head.title, found.head.lead) == ("Översyn", "Vera Ask")
        assert found.head.group == "Arbetsgruppen för översyn"
        assert [one.text for one in found.terms] == [TERMS]
        assert found.head.late  # the first report was due three months after the meeting
        with pytest.raises(ValidationError, match="redan"):
            begun(task)

    def test_a_report_on_the_assignment_is_the_commissions_report(self, task):
        begun(task)
        assignments.report(viewer=VIEWER, assignment_id=task.id, text="Halvvägs.")
        assert page(task).reports[0].met_on == TODAY
        assert not page(task).head.late

    def test_earlier_terms_stay_and_what_changed_is_marked(self, task):
        found = begun(task)
        clause = a_clause(task.item, "att anta direktivet")
        number = actions.set_terms(
            viewer=VIEWER,
            assignment_id=task.id,
            text=TERMS.replace(" inte", ""),
            seen=found.seen,
            clause_code=f"http://handslag.example/beslut/{clause.code}/",
        )
        assert number == 2
        new, old = page(task).terms
        assert (new.clause, old.text) == ("att anta direktivet", TERMS)
        assert "inte" in "".join(part.text for part in new.parts if part.kind == "out")

    def test_the_same_terms_again_or_an_unknown_decision_are_refused(self, task):
        seen = begun(task).seen
        ask = {"viewer": VIEWER, "assignment_id": task.id, "seen": seen}
        with pytest.raises(ValidationError, match="just detta"):
            actions.set_terms(**ask, text=TERMS)
        with pytest.raises(ValidationError, match="Inget beslut"):
            actions.set_terms(**ask, text="Annat.", clause_code="finnsinte")

    def test_who_comes_second_overwrites_nothing(self, task):
        seen = begun(task).seen
        actions.change(viewer=VIEWER, assignment_id=task.id, told=told(title="Ny"), seen=seen)
        with pytest.raises(ChangedMeanwhile):
            actions.change(viewer=VIEWER, assignment_id=task.id, told=told(), seen=seen)
        assert page(task).head.title == "Ny"

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"title": " "}, "title"),
            ({"lead": "Ingen Alls"}, "lead"),
            ({"group": "Gruppen som inte finns"}, "group"),
            ({"begins": date(2031, 2, 1), "ends": date(2031, 1, 1)}, "ends"),
            ({"report_every": 0}, "report_every"),
        ],
    )
    def test_what_cannot_be_is_told_at_its_field(self, task, wrong, field):
        with pytest.raises(ValidationError) as refused:
            begun(task, **wrong)
        assert list(refused.value.message_dict) == [field]
        assert queries.commission(VIEWER, task.id) is None

    def test_it_ends_with_words_its_assignment_with_it_and_can_go_on_again(self, task):
        ask = {"viewer": VIEWER, "assignment_id": task.id}
        with pytest.raises(ValidationError):
            actions.end(**ask, seen=begun(task).seen, reason="")
        actions.end(**ask, seen=page(task).seen, reason="Allt är överlämnat")
        assert page(task).head.end_reason == "Allt är överlämnat"
        assert page(task).head.next is None
        assert assignment(VIEWER, task.id).row.state.value == "finished"
        assert queries.commissions(VIEWER).total == 0
        assert queries.commissions(VIEWER, ended=True).total == 1
        actions.take_up_again(**ask, seen=page(task).seen, reason="En del återstår")
        assert page(task).head.ended_at is None
        assert assignment(VIEWER, task.id).row.state.value == "open"

    def test_a_report_that_is_owed_asks_for_a_place_on_the_agenda_until_it_is_given(self, task):
        begun(task)
        body = task.item.meeting.body
        soon = a_meeting(body, TODAY + timedelta(days=10), prepared=True)
        later = a_meeting(body, TODAY + timedelta(days=50), prepared=True)
        assert [row.id for row in to_place(VIEWER, soon.id).waiting] == [task.id]
        placing.leave_the_rest(viewer=VIEWER, meeting_id=soon.id, reason="Tiden räcker inte")
        assert not to_place(VIEWER, soon.id).waiting
        assert assignment(VIEWER, task.id).row.standing.carried == 0
        assert [row.id for row in to_place(VIEWER, later.id).waiting] == [task.id]
        assignments.report(viewer=VIEWER, assignment_id=task.id, text="Halvvägs.")
        assert not to_place(VIEWER, later.id).waiting

    def test_who_may_not_change_assignments_changes_no_commission(self, task):
        member = Viewer("Bo Ek", frozenset({Held(Role.MEMBER)}))
        with pytest.raises(PermissionDenied):
            actions.begin(viewer=member, assignment_id=task.id, told=told())

    def test_lists_and_pages_ask_the_same_however_many_there_are(
        self, task, django_assert_max_num_queries
    ):
        item = task.item
        for number in range(30):
            row = Assignment.objects.create(item=item, text=f"uppdrag {number}")
            actions.begin(viewer=VIEWER, assignment_id=row.id, told=told(), terms=TERMS)
        with django_assert_max_num_queries(7):
            assert queries.commissions(VIEWER).total == 30
        with django_assert_max_num_queries(8):
            assert queries.commission(VIEWER, row.id)
