"""What the lists and the review's page are given, each in a fixed number of queries."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handslag.intake import actions, queries
from handslag.intake.models import Finding, Suggestion
from handslag.intake.segments import Marked, segments_of
from tests.builders import VIEWER
from tests.intake.papers import DAY, clause, full_paper, item, paper


def test_a_row_tells_what_the_review_has_now(taken):
    document = taken(full_paper("notice", findings=(("odd", "Udda."),)))
    row = Suggestion.objects.get(kind="body")
    actions.correct(viewer=VIEWER, suggestion_id=row.id, fields={"name": "Länsrådet"}, revision=1)

    shown = queries.waiting(VIEWER).rows[0]
    assert (shown.document_id, shown.kind_label, shown.body, shown.date) == (
        document,
        "kallelse",
        "Länsrådet",
        DAY,
    )
    assert (shown.findings, shown.warnings, shown.state_label) == (1, 1, "väntar på granskning")


def test_only_what_waits_is_waiting(taken, accepted):
    accepted(paper())
    left = taken(paper(note="Kvar"))

    assert [row.document_id for row in queries.waiting(VIEWER)] == [left]
    assert queries.waiting_count(VIEWER) == 1
    assert queries.all_documents(VIEWER).total == 2


def test_what_was_changed_after_acceptance_waits_again(accepted):
    accepted(paper())
    row = Suggestion.objects.get(kind="place")
    actions.correct(viewer=VIEWER, suggestion_id=row.id, fields={"place": "Sal Alen"}, revision=2)

    shown = queries.waiting(VIEWER).rows[0]
    assert shown.changed_since
    assert shown.meeting_id is not None


@pytest.mark.parametrize("number", [1, 10])
def test_lists_take_four_queries(taken, django_assert_num_queries, number):
    for n in range(number):
        taken(paper(note=str(n), findings=(("odd", "Udda."),)))
    with django_assert_num_queries(4):
        assert len(queries.waiting(VIEWER)) == number
    with django_assert_num_queries(4):
        assert len(queries.all_documents(VIEWER)) == number


@pytest.mark.parametrize("size", [2, 20])
def test_the_review_page_takes_a_fixed_number_of_queries(
    taken, accepted, django_assert_max_num_queries, size
):
    accepted(paper("notice"))
    items = tuple(
        item(str(n), f"Ärende {n}", clauses=(f"att godkänna {n}",)) for n in range(1, size + 1)
    )
    document = taken(paper(items=items))
    with django_assert_max_num_queries(10):
        page = queries.review_page(VIEWER, document)
    assert len([fact for fact in page.facts if fact.kind == "item"]) == size


def test_the_page_shows_each_fact_with_its_place(taken):
    document = taken(full_paper(findings=(("odd", "Udda."),)))
    page = queries.review_page(VIEWER, document)

    assert "".join(segment.text for segment in page.segments) == page.document.text
    facts = {}

    def walk(nodes):
        for node in nodes:
            facts[node.id] = node
            walk(node.children)

    walk(page.facts)
    covered = {i for segment in page.segments for i in segment.fact_ids}
    for node in facts.values():
        assert node.label
        assert node.quote == (
            page.document.text[node.start : node.end] if node.start is not None else ""
        )
        assert (node.id in covered) == (node.start is not None)
    decided = next(node for node in facts.values() if node.summary == "att godkänna punkt 1")
    values = {one.name: (one.value, one.display) for one in decided.fields}
    assert values["action"] == ("approve", "godkänt")
    assert values["points"] == ("1", "1")
    assert [one.kind for one in decided.addable] == ["appointee", "assignee"]
    assert page.segments[0].finding_ids == (Finding.objects.get().id,)


def test_a_corrected_field_shows_what_was_read(taken):
    document = taken(paper())
    row = Suggestion.objects.get(kind="date")
    actions.correct(viewer=VIEWER, suggestion_id=row.id, fields={"date": "1/4 2031"}, revision=1)

    fact = next(f for f in queries.review_page(VIEWER, document).facts if f.kind == "date")
    assert (fact.state, fact.fields[0].value, fact.fields[0].read_display) == (
        "corrected",
        "2031-04-01",
        "14 mars 2031",
    )


def test_what_there_is_one_of_can_be_added_only_when_it_is_missing(taken):
    complete, lacking = taken(paper()), taken(paper(note="Utan", day=None, place=None))

    def addable(document: int) -> set[str]:
        return {one.kind for one in queries.review_page(VIEWER, document).addable}

    assert addable(complete) == {"document_date", "attendee", "item"}
    assert addable(lacking) == addable(complete) | {"date", "place"}


def test_the_page_says_what_is_missing(taken):
    page = queries.review_page(VIEWER, taken(paper("unknown", body=None, day=None)))
    assert len(page.missing) == 3


def test_meetings_to_choose_from_stand_the_likeliest_first(taken, accepted):
    accepted(paper(day=date(2031, 2, 7), note="Februari"))
    accepted(paper(day=DAY))
    off = taken(paper("notice", day=date(2030, 3, 14)))

    choices = queries.review_page(VIEWER, off).meetings
    assert choices[0].date == DAY


def test_doubts_that_nobody_has_answered_are_counted(taken):
    doubtful = clause("att kanske godkänna", doubt="Ordet kanske står före verbet.")
    taken(paper(items=(item("1", "Tvekan", clauses=(doubtful,)),)))
    assert queries.waiting(VIEWER).rows[0].doubts == 1
    row = Suggestion.objects.get(kind="clause")
    actions.correct(viewer=VIEWER, suggestion_id=row.id, fields={"action": "other"}, revision=1)
    assert queries.waiting(VIEWER).rows[0].doubts == 0


PLACES = st.tuples(st.integers(0, 60), st.integers(0, 60))


@given(st.text(max_size=50), st.lists(PLACES, max_size=12), st.lists(st.integers(0, 60)))
def test_segments_are_the_text_and_know_what_covers_them(text, places, starts):
    marks = [Marked(n, start, end) for n, (start, end) in enumerate(places)]
    segments = segments_of(text, [*marks, Marked(99, None, None)], marks, starts)
    seen = {n: (start, min(end, len(text))) for n, (start, end) in enumerate(places)}

    assert "".join(segment.text for segment in segments) == text
    for segment in segments:
        assert text[segment.start : segment.end] == segment.text
        covering = {
            n
            for n, (start, end) in seen.items()
            if start < end and start <= segment.start and segment.end <= end
        }
        assert set(segment.fact_ids) == covering == set(segment.finding_ids)
