"""Two bodies made one, and two again: everything is as it was, or nothing is done."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from handslag.domain.audit.queries import history, state
from handslag.domain.matters.models import Clause
from handslag.domain.meetings.models import AgendaItem, Meeting, Participation
from handslag.domain.registry import actions as registry_actions
from handslag.domain.registry import queries as registry
from handslag.domain.registry.models import Body, BodyName, NameOfBody
from handslag.intake.actions import correct
from handslag.intake.comparing import actions, queries
from handslag.intake.errors import Invalid
from handslag.intake.models import Review, Suggestion
from tests.builders import VIEWER
from tests.intake.conftest import accepted_again
from tests.intake.papers import clause, item, paper

pytestmark = pytest.mark.django_db

OURS, THEIRS = "Socialchefsnätverket", "Socialchefs nätverket"
SPRING, AUTUMN = date(2031, 3, 14), date(2031, 9, 26)


def told() -> dict[str, Any]:
    """What the domain says of every meeting, but for the numbers of rows."""
    meetings = {row.id: (row.body.name, row.date) for row in Meeting.objects.select_related("body")}
    return {
        "bodies": sorted(Body.objects.values_list("id", "name", "short_name", "kind")),
        "names": sorted(BodyName.objects.values_list("key", "body_id")),
        "meetings": sorted(meetings.values()),
        "papers": sorted(
            (row.document_id, meetings[row.meeting_id or 0])
            for row in Review.objects.exclude(meeting=None)
        ),
        "items": sorted(
            (meetings[row.meeting_id], row.planned_heading, row.heading, row.outcome)
            for row in AgendaItem.objects.all()
        ),
        "people": sorted(
            (meetings[row.meeting_id], row.name.text, row.phase)
            for row in Participation.objects.select_related("name")
        ),
        "clauses": sorted(
            (meetings[row.decision.item.meeting_id], row.text)
            for row in Clause.objects.select_related("decision__item")
        ),
    }


def items(words: str) -> tuple[dict[str, Any], ...]:
    return (item("1", words, clauses=(clause(f"att bifalla {words.lower()}"),)),)


@pytest.fixture
def two(taken):
    """Two bodies, each with a meeting on the same day, and one with a meeting of its own too.

    Gives the documents of the second: its notice and minutes of that day, and of the other.
    """
    for one in (
        paper("notice", body=OURS, items=items("Lokaler")),
        paper(body=OURS, items=items("Lokaler")),
    ):
        accepted_again(taken(one))
    ids = [
        taken(paper("notice", body=THEIRS, items=items("Tandhälsa"), note="Deras")),
        taken(paper(body=THEIRS, items=items("Tandhälsa"), note="Deras")),
        taken(paper(body=THEIRS, day=AUTUMN, items=items("Tolkar"))),
    ]
    for document_id in ids:
        accepted_again(document_id)
    return ids


def join() -> int:
    """Answer that they are one; returns the merger's id."""
    (asked,) = registry.suggested_body_names(VIEWER)
    actions.answer_body_name(viewer=VIEWER, suggestion_id=asked.id, same=True)
    (merger,) = registry.mergers(VIEWER, asked.body_id)
    return merger.id


def test_what_was_made_one_is_made_two_again_as_it_was(two):
    before = told()
    found = {one: len(queries.found_across(VIEWER, one)) for one in two}
    former = registry.find_body(VIEWER, THEIRS)
    merger = join()
    assert Body.objects.count() == 1
    assert Meeting.objects.count() == 2
    assert registry.find_body(VIEWER, THEIRS) == registry.find_body(VIEWER, OURS)
    parted = actions.separate_bodies(viewer=VIEWER, merger_id=merger)
    assert parted == former
    assert told() == before
    assert {one: len(queries.found_across(VIEWER, one)) for one in two} == found
    kept = registry.find_body(VIEWER, OURS) or 0
    assert registry.mergers(VIEWER, kept) == ()
    verbs = [row.verb for row in history(VIEWER, "registry.body", kept)]
    assert {"registry.absorb_body", "registry.separate_body"} <= set(verbs)


def test_nobody_is_asked_again_whether_they_are_one(two, taken):
    actions.separate_bodies(viewer=VIEWER, merger_id=join())
    assert registry.suggested_body_names(VIEWER) == []
    accepted_again(taken(paper(body=THEIRS, day=date(2032, 1, 9), items=items("Bussar"))))
    assert registry.suggested_body_names(VIEWER) == []
    assert Body.objects.count() == 2


def test_it_can_be_done_and_undone_more_than_once(two):
    before = told()
    kept, other = registry.find_body(VIEWER, OURS) or 0, registry.find_body(VIEWER, THEIRS) or 0
    actions.separate_bodies(viewer=VIEWER, merger_id=join())
    NameOfBody.objects.filter(body_id=kept).update(answer="open")
    actions.separate_bodies(viewer=VIEWER, merger_id=join())
    assert told() == before
    assert registry.find_body(VIEWER, THEIRS) == other


def refused(merger: int, reason: type[Exception], words: str) -> None:
    """That undoing is refused in these words, and nothing is changed by trying."""
    before, mark = told(), state(VIEWER)
    with pytest.raises(reason, match=words):
        actions.separate_bodies(viewer=VIEWER, merger_id=merger)
    assert told() == before
    assert state(VIEWER) == mark


@pytest.mark.parametrize(
    "new",
    [
        {"body": THEIRS, "day": date(2032, 1, 9), "items": items("Bussar")},
        {"kind": "notice", "body": OURS, "day": AUTUMN, "items": items("Tolkar")},
    ],
    ids=["a new meeting under its name", "a new paper of a meeting that came with it"],
)
def test_it_is_refused_where_a_document_was_accepted_since(two, taken, new):
    merger = join()
    accepted_again(taken(paper(**new, name="nytt.txt", note="Nytt")))
    refused(merger, Invalid, "nytt.txt har godkänts sedan Socialchefs nätverket slogs ihop med")


def test_what_the_kept_body_did_since_is_no_hindrance(two, taken):
    merger = join()
    accepted_again(taken(paper(body=OURS, day=date(2032, 1, 9), items=items("Bussar"))))
    actions.separate_bodies(viewer=VIEWER, merger_id=merger)
    kept = registry.find_body(VIEWER, OURS) or 0
    days = Meeting.objects.filter(body_id=kept).values_list("date", flat=True)
    assert sorted(days) == [SPRING, date(2032, 1, 9)]


def test_it_is_refused_where_changes_wait_in_a_paper_that_must_be_accepted_again(two):
    merger = join()
    place = Suggestion.objects.get(document_id=two[1], kind="place")
    revision = Review.objects.get(document_id=two[1]).revision
    correct(viewer=VIEWER, suggestion_id=place.id, fields={"place": "Båthuset"}, revision=revision)
    refused(merger, Invalid, "har ändringar som väntar på att godkännas")


def test_it_is_refused_where_the_body_is_shown_under_a_name_that_came_with_it(two):
    merger = join()
    kept = registry.find_body(VIEWER, OURS) or 0
    registry_actions.rename_body(viewer=VIEWER, body_id=kept, name=THEIRS)
    refused(merger, ValidationError, "ett namn som kom från")


def test_the_last_one_is_undone_first_and_mergers_come_along(two, taken):
    before = told()
    first = join()
    third = "Socialchefsnätverkets"
    accepted_again(taken(paper(body=third, day=date(2032, 2, 2), items=items("Elbilar"))))
    between = told()
    asked = next(one for one in registry.suggested_body_names(VIEWER) if one.owner_id is not None)
    actions.answer_body_name(viewer=VIEWER, suggestion_id=asked.id, same=True)
    assert Body.objects.count() == 1
    mergers = registry.mergers(VIEWER, Body.objects.get().id)
    assert [one.last for one in mergers] == [True, False]
    refused(first, ValidationError, "slogs ihop med organet efteråt")
    actions.separate_bodies(viewer=VIEWER, merger_id=mergers[0].id)
    assert told() == between
    actions.separate_bodies(viewer=VIEWER, merger_id=first)
    after = told()
    assert {name for _id, name, *_rest in after["bodies"]} == {OURS, THEIRS, third}
    assert set(before["papers"]) <= set(after["papers"])
