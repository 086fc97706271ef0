"""What an agenda still lacks, for the start page and at a glance; and that search follows it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from handslag.domain.access.roles import Role
from handslag.domain.access.things import of_body
from handslag.domain.access.viewer import Held, Viewer
from handslag.domain.matters.preparing.queries import agenda_page, to_prepare
from handslag.domain.meetings.agenda import actions
from handslag.domain.meetings.agenda.rules import Lack, Standing, lacking, starts
from handslag.domain.meetings.agenda.told import ItemTold, PresenterTold
from handslag.output.search.queries import search
from tests.builders import VIEWER, a_body
from tests.domain.agenda.making import a_planned_meeting, put

TODAY = date(2031, 1, 20)


def test_only_what_an_item_needs_is_lacking():
    bare = Standing(kind="decision", minutes=None, presenters=0, papers=0, proposals=0)
    assert lacking(bare) == tuple(Lack)
    assert lacking(replace(bare, kind="information")) == (Lack.PRESENTER, Lack.MINUTES)
    assert lacking(replace(bare, kind="discussion")) == (
        Lack.PRESENTER,
        Lack.PAPER,
        Lack.MINUTES,
    )
    assert lacking(replace(bare, kind="formal")) == (Lack.MINUTES,)
    assert lacking(replace(bare, pulled=True)) == ()
    full = Standing(kind="decision", minutes=0, presenters=1, papers=1, proposals=1)
    assert lacking(full) == ()


def test_times_are_told_until_one_is_unknown():

    assert starts(time(23, 50), [15, None, 5]) == [time(23, 50), time(0, 5), None]
    assert starts(None, [15]) == [None]


@pytest.mark.django_db
def test_the_next_meetings_that_somebody_prepares_tell_what_they_lack(django_assert_num_queries):
    body, elsewhere = a_body(), a_body("Annat nätverk")
    meeting = a_planned_meeting(
        body,
        TODAY + timedelta(days=20),
        material_due=TODAY + timedelta(days=4),
        notice_due=TODAY - timedelta(days=1),
    )
    a_planned_meeting(elsewhere, TODAY + timedelta(days=3))
    a_planned_meeting(body, TODAY - timedelta(days=3))
    put(meeting, "A", kind="decision", presenters=(PresenterTold(name="Vera Ask"),), minutes=5)
    put(meeting, "B", kind="formal")
    pulled = put(meeting, "C", kind="decision")
    actions.pull_item(viewer=VIEWER, item_id=pulled, reason="Inte klart")
    chair = Viewer("C", frozenset({Held(Role.CHAIR, of_body(body.id))}), 7)
    with django_assert_num_queries(2):
        (ready,) = to_prepare(chair, TODAY)
    assert (ready.meeting_id, ready.items, ready.lacking) == (meeting.id, 2, 2)
    assert ready.lacks == {Lack.PAPER: 1, Lack.PROPOSAL: 1, Lack.MINUTES: 1}
    assert (ready.material_days, ready.notice_days) == (4, -1)
    assert agenda_page(chair, meeting.id, TODAY).readiness == ready
    assert [one.meeting_id for one in to_prepare(VIEWER, TODAY)][1] == meeting.id


def found(words: str) -> set[str]:
    """The kinds of things that are found by words: an item, and the matter that it began."""
    return {hit.kind for hit in search(VIEWER, words).rows}


@pytest.mark.django_db
def test_search_finds_what_was_entered_and_no_more_when_it_is_gone():
    meeting = a_planned_meeting()
    item_id = put(meeting, "Fotvård i hemmet")
    assert found("fotvård") == {"item", "matter"}
    seen = agenda_page(VIEWER, meeting.id, TODAY).rows[0].item.digest
    told = ItemTold(heading="Tandvård i hemmet")
    actions.change_item(viewer=VIEWER, item_id=item_id, seen=seen, told=told)
    assert (found("fotvård"), found("tandvård")) == (set(), {"item", "matter"})
    actions.remove_item(viewer=VIEWER, item_id=item_id)
    assert found("tandvård") == set()
