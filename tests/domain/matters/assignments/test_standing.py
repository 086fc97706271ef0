"""How an assignment stands, whatever happened to it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handslag.domain.matters.assignments.rules import (
    NOT_DUE,
    OVER,
    STATE_AFTER,
    Coming,
    Due,
    DueKind,
    State,
    Step,
    Task,
    alike,
    allowed,
    likeness,
    meeting_due_at,
    says_later,
    standing,
)
from handslag.domain.matters.models import AssignmentStepKind as Kind

TODAY = date(2026, 3, 20)
IN_APRIL = Due(day=date(2026, 4, 3), meeting_id=7)
IN_MARCH = Due(day=date(2026, 3, 6))


def after(*kinds: Kind, own: Due = NOT_DUE) -> State:
    return standing(own, [Step(kind, TODAY) for kind in kinds], TODAY).state


def test_an_assignment_that_nothing_has_happened_to_is_open():
    stands = standing(IN_APRIL, [], TODAY)
    assert (stands.state, stands.since, stands.late) == (State.OPEN, None, False)
    assert stands.due.kind == DueKind.MEETING


def test_one_whose_day_has_been_is_late_since_that_day():
    assert standing(IN_MARCH, [], TODAY).late_since == date(2026, 3, 6)


def test_one_is_not_late_on_its_day():
    assert not standing(IN_MARCH, [], date(2026, 3, 6)).late


def test_one_that_is_over_is_never_late():
    assert not standing(IN_MARCH, [Step(Kind.FINISHED, TODAY)], TODAY).late


def test_a_later_day_makes_it_late_no_more():
    moved = Step(Kind.DUE_MOVED, TODAY, Due(day=date(2026, 5, 1)))
    stands = standing(IN_MARCH, [moved], TODAY)
    assert (stands.late, stands.moved, stands.due.day) == (False, 1, date(2026, 5, 1))


def test_what_says_later_takes_the_day_away():
    stands = standing(IN_MARCH, [Step(Kind.DUE_MOVED, TODAY, Due(later=True))], TODAY)
    assert (stands.due.kind, stands.late) == (DueKind.LATER, False)


def test_it_is_told_how_many_times_it_was_carried_over():
    carried = [Step(Kind.CARRIED, TODAY, IN_APRIL), Step(Kind.CARRIED, TODAY, IN_APRIL)]
    assert standing(IN_MARCH, carried, TODAY).carried == 2


def test_a_report_does_not_finish_it_and_leaves_it_late():
    stands = standing(IN_MARCH, [Step(Kind.REPORTED, TODAY)], TODAY)
    assert (stands.state, stands.late, stands.reports) == (State.REPORTED, True, 1)


def test_one_that_was_finished_and_opened_again_is_open_with_its_reports():
    steps = [Step(kind, TODAY) for kind in (Kind.REPORTED, Kind.FINISHED, Kind.REOPENED)]
    stands = standing(NOT_DUE, steps, TODAY)
    assert (stands.state, stands.reports) == (State.OPEN, 1)


def test_one_that_was_split_leads_to_its_parts():
    steps = [Step(Kind.SPLIT, TODAY, None, 5), Step(Kind.SPLIT, TODAY, None, 6)]
    assert standing(NOT_DUE, steps, TODAY).leads_to == (5, 6)


def test_one_that_is_its_own_again_leads_nowhere():
    steps = [Step(Kind.JOINED, TODAY, None, 5), Step(Kind.REOPENED, TODAY)]
    assert standing(NOT_DUE, steps, TODAY).leads_to == ()


@pytest.mark.parametrize("state", [State.FINISHED, State.DROPPED, State.JOINED])
def test_what_is_over_can_only_be_opened_again(state):
    assert allowed(state) == {Kind.REOPENED}


def test_what_was_split_goes_on_in_its_parts_alone():
    assert allowed(State.SPLIT) == frozenset()


DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
DUES = st.one_of(
    st.builds(Due, day=DAYS),
    st.builds(Due, day=DAYS, meeting_id=st.integers(1, 9)),
    st.builds(Due, text=st.sampled_from(["i vår", "återkommer"])),
    st.just(Due(later=True)),
)


@st.composite
def lives(draw) -> list[Step]:
    """What may happen to an assignment, one allowed step after another."""
    state, steps = State.OPEN, []
    for _number in range(draw(st.integers(0, 12))):
        kinds = sorted(allowed(state))
        if not kinds:
            break
        kind = Kind(draw(st.sampled_from(kinds)))
        sets_due = kind in {Kind.DUE_MOVED, Kind.CARRIED}
        other = draw(st.integers(1, 99)) if kind in {Kind.SPLIT, Kind.JOINED} else None
        steps.append(Step(kind, draw(DAYS), draw(DUES) if sets_due else None, other))
        state = STATE_AFTER.get(kind, state)
    return steps


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(own=DUES, steps=lives(), today=DAYS)
def test_whatever_happens_the_standing_holds_together(own, steps, today):
    stands = standing(own, steps, today)
    said = [step.due for step in steps if step.due is not None]
    assert stands.due == (said[-1] if said else own)
    assert stands.late == (
        not stands.over and stands.due.day is not None and stands.due.day < today
    )
    assert stands.late_since == (stands.due.day if stands.late else None)
    assert stands.over == (stands.state in OVER)
    assert bool(stands.leads_to) == (stands.state in {State.SPLIT, State.JOINED})
    counted = (stands.reports, stands.carried, stands.moved, stands.handed_over)
    kinds = [step.kind for step in steps]
    wanted = (Kind.REPORTED, Kind.CARRIED, Kind.DUE_MOVED, Kind.HANDED_OVER)
    assert counted == tuple(kinds.count(kind) for kind in wanted)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(own=DUES, steps=lives(), today=DAYS)
def test_a_day_later_it_is_at_least_as_late(own, steps, today):
    if standing(own, steps, today).late:
        assert standing(own, steps, today + timedelta(days=1)).late


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=lives())
def test_what_can_be_finished_can_be_opened_again_and_stands_open(steps):
    before = standing(NOT_DUE, steps, TODAY)
    if Kind.FINISHED in allowed(before.state):
        ended = [*steps, Step(Kind.FINISHED, TODAY)]
        again = [*ended, Step(Kind.REOPENED, TODAY)]
        assert standing(NOT_DUE, ended, TODAY).state == State.FINISHED
        assert standing(NOT_DUE, again, TODAY).state == State.OPEN
        assert standing(NOT_DUE, again, TODAY).due == before.due


MEETINGS = [
    Coming(1, date(2026, 2, 6)),
    Coming(2, date(2026, 4, 3)),
    Coming(3, date(2026, 5, 8)),
    Coming(4, date(2026, 5, 29)),
]
TOLD = date(2026, 2, 6)


@pytest.mark.parametrize(
    ("due", "meeting"),
    [
        (Due(day=date(2026, 4, 3)), 2),
        (Due(day=date(2026, 4, 4)), None),
        (Due(text="till nästa möte"), 2),
        (Due(text="Återkommer till nästkommande sammanträde"), 2),
        (Due(text="till nästa nätverksmöte"), 2),
        (Due(text="till mötet 3 april"), 2),
        (Due(text="till mötet den 8/5"), 3),
        (Due(text="till aprilmötet"), 2),
        (Due(text="på mötet i maj"), None),  # there are two
        (Due(text="3 april"), None),  # a day, and no meeting
        (Due(text="under våren"), None),
        (Due(text="till mötet 6 februari"), None),  # it was told there
        (NOT_DUE, None),
    ],
)
def test_the_meeting_that_something_is_due_at(due, meeting):
    found = meeting_due_at(due, TOLD, MEETINGS)
    assert (found.id if found else None) == meeting


def test_words_reach_no_longer_than_a_year():
    far = [Coming(9, date(2028, 4, 3))]
    assert meeting_due_at(Due(text="till mötet 3 april"), TOLD, far) is None


@pytest.mark.parametrize("words", ["Återkommer", "tas upp senare", "längre fram i höst"])
def test_later_is_told_by_its_words(words):
    assert says_later(words)


@pytest.mark.parametrize("words", ["återkommer till nästa möte", "3 april", ""])
def test_what_names_a_meeting_is_not_later(words):
    assert not says_later(words)


GROUP = frozenset({"styrgruppen"})
IN_TEXT = Task(
    1,
    1,
    "Styrgruppen ska formulera ett uppdrag om gemensam uppföljning av hjälpmedel",
    from_clause=False,
    to=GROUP,
)
DECIDED = Task(
    2,
    1,
    "att ge Styrgruppen i uppdrag att ta fram en modell för gemensam uppföljning av hjälpmedlen",
    from_clause=True,
    to=GROUP,
)
ANOTHER = Task(3, 1, "att Styrgruppen bjuder in länsstyrelsen till mötet", True, GROUP)


def test_what_is_told_in_the_discussion_and_decided_in_other_words_is_alike():
    assert [(one.one, one.other) for one in alike([IN_TEXT, DECIDED, ANOTHER])] == [(1, 2)]


def test_two_clauses_were_decided_as_two():
    assert alike([DECIDED, DECIDED._replace(id=4)]) == ()


def test_what_stands_under_another_item_is_not_asked_about():
    assert alike([IN_TEXT, DECIDED._replace(item_id=2)]) == ()


def test_nobody_is_asked_again_of_two_that_were_kept_apart():
    assert alike([IN_TEXT, DECIDED], apart=[(1, 2)]) == ()


@given(st.text("abcdeåäö ", max_size=60), st.text("abcdeåäö ", max_size=60), st.booleans())
def test_likeness_goes_both_ways_and_stays_between_nothing_and_all(one, other, given_to_both):
    who = GROUP if given_to_both else frozenset()
    first, second = Task(1, 1, one, False, who), Task(2, 1, other, False, GROUP)
    assert likeness(first, second) == likeness(second, first)
    assert 0 <= likeness(first, second) <= 1
