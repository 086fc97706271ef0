"""A newer reading's changes are told one by one, kept or refused, and stay so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handslag.intake import actions
from handslag.intake.differences import changes_page
from handslag.intake.errors import Invalid
from handslag.intake.models import Change, Review, Step, Suggestion
from handslag.intake.queries import review_page
from handslag.source.text import CanonicalText
from tests.builders import VIEWER
from tests.intake.papers import Paper, clause, full_paper, item, paper


@pytest.fixture
def reread(shelf):
    def again(document_id: int, newer: Paper) -> int:
        shelf[newer.data] = newer
        return actions.reread(viewer=VIEWER, document_id=document_id).changes

    return again


def revision() -> int:
    return Review.objects.get().revision


def told(document_id: int) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    return [
        (row.way, f"{row.label}: {row.summary}", [(f.label, f.before, f.after) for f in row.fields])
        for row in changes_page(VIEWER, document_id).rows
    ]


def standing(document_id: int) -> list[str]:
    def walk(nodes):
        for node in nodes:
            if node.state != "dropped":
                yield f"{node.kind}: {node.summary}"
                yield from walk(node.children)

    return list(walk(review_page(VIEWER, document_id).facts))


def with_clause(first: Paper, text: str) -> Paper:
    head, *rest = first.record.items
    decision = head.decisions[0]
    clauses = (replace(decision.clauses[0], text=text), *decision.clauses[1:])
    better = replace(head, decisions=(replace(decision, clauses=clauses),))
    return first.read_as(items=(better, *rest))


@pytest.fixture
def first() -> Paper:
    return full_paper()


def test_nothing_but_what_changed_is_told(taken, reread, first):
    document = taken(first)
    newer = with_clause(first, "att godkänna punkt 1 och 2").read_as(
        place="Sal Alen", attendees=first.record.attendees[:1]
    )
    assert reread(document, newer) == 3
    assert told(document) == [
        ("changed", "Plats: Sal Alen", [("Plats", "Sal Björken", "Sal Alen")]),
        ("gone", "Deltagare: Bo Åkerfelt, Sotådalen", []),
        (
            "changed",
            "Att-sats: att godkänna punkt 1 och 2",
            [("Text", "att godkänna punkt 1", "att godkänna punkt 1 och 2")],
        ),
    ]
    gone = next(row for row in changes_page(VIEWER, document).rows if row.way == "gone")
    assert gone.quote == "Bo Åkerfelt"


def test_an_item_that_is_new_or_gone_stands_for_all_beneath_it(taken, reread, first):
    document = taken(first.read_as(items=first.record.items[1:]))
    assert reread(document, first) == 1
    [new] = changes_page(VIEWER, document).rows
    assert (new.way, new.summary) == ("new", "1 Hembesök om natten")
    assert new.beneath > 15

    actions.keep_changes(viewer=VIEWER, document_id=document, change_ids=None, revision=revision())
    before = standing(document)
    assert reread(document, first.read_as(items=first.record.items[1:])) == 1
    [gone] = changes_page(VIEWER, document).rows
    assert (gone.way, gone.summary, gone.beneath) == ("gone", new.summary, new.beneath)

    actions.refuse_change(viewer=VIEWER, change_id=gone.id, revision=revision())
    assert sorted(standing(document)) == sorted(before)
    assert reread(document, first.read_as(items=first.record.items[1:], place="Sal X")) == 1, (
        "what a person brought back stays"
    )
    assert set(before) - {"place: Sal Björken"} <= set(standing(document))


def test_a_refused_change_stays_refused(taken, reread, first):
    document = taken(first)
    newer = with_clause(first, "att godkänna punkt 11")
    reread(document, newer)
    [change] = changes_page(VIEWER, document).rows
    actions.refuse_change(viewer=VIEWER, change_id=change.id, revision=revision())

    row = Suggestion.objects.get(kind="clause", value__text="att godkänna punkt 1")
    assert row.state == "corrected"
    assert row.read_value
    assert row.read_value["text"] == "att godkänna punkt 11"
    assert reread(document, newer.read_as(place="Sal Alen")) == 1
    assert "clause: att godkänna punkt 1" in standing(document)


def test_a_refused_new_fact_does_not_come_back(taken, reread, first):
    document = taken(first.read_as(attendees=()))
    assert reread(document, first) == 2
    for change in changes_page(VIEWER, document).rows:
        actions.refuse_change(viewer=VIEWER, change_id=change.id, revision=revision())
    assert not [one for one in standing(document) if one.startswith("attendee")]
    assert reread(document, first.read_as(place="Sal Alen")) == 1
    assert not [one for one in standing(document) if one.startswith("attendee")]


def test_changes_that_nobody_settled_are_told_from_where_they_began(taken, reread, first):
    document = taken(first)
    reread(document, with_clause(first, "att godkänna punkt 12"))
    assert reread(document, with_clause(first, "att godkänna punkt 13")) == 1
    [(_way, _words, fields)] = told(document)
    assert fields == [("Text", "att godkänna punkt 1", "att godkänna punkt 13")]
    assert reread(document, first) == 0


def test_what_was_gone_and_came_back_is_no_change(taken, reread, first):
    document = taken(first)
    assert reread(document, first.read_as(attendees=first.record.attendees[:1])) == 1
    assert reread(document, first) == 0
    assert reread(document, first.read_as(items=first.record.items[1:])) == 1
    assert reread(document, first) == 0


def test_what_was_new_and_vanished_is_no_change(taken, reread, first):
    document = taken(first.read_as(items=first.record.items[1:]))
    assert reread(document, first) == 1
    assert reread(document, first.read_as(items=first.record.items[1:])) == 0


def test_a_clause_that_moves_tells_where_it_hung(taken, reread):
    one = paper(
        items=(item("1", "Hembesök", clauses=("att pröva",)), item("2", "Budget", clauses=("att",)))
    )
    document = taken(one)
    first, second = one.record.items
    moved = first.decisions[0].clauses[0]
    newer = one.read_as(
        items=(
            replace(first, decisions=()),
            replace(
                second,
                decisions=(
                    replace(second.decisions[0], clauses=(*second.decisions[0].clauses, moved)),
                ),
            ),
        )
    )
    assert reread(document, newer) >= 1
    words = [line for line in told(document) if "att pröva" in line[1]]
    assert [(way, fields[0][0]) for way, _line, fields in words] == [("changed", "Hör till")]


def test_what_a_person_said_is_no_change(taken, reread, first):
    document = taken(first)
    row = Suggestion.objects.get(kind="place")
    actions.correct(viewer=VIEWER, suggestion_id=row.id, fields={"place": "Salen"}, revision=1)
    doubtful = Suggestion.objects.get(kind="clause", value__text="att godkänna punkt 1")
    actions.confirm(viewer=VIEWER, suggestion_id=doubtful.id, revision=2)
    dropped = Suggestion.objects.get(kind="attendee", value__name="Bo Åkerfelt")
    actions.drop(viewer=VIEWER, suggestion_id=dropped.id, revision=3)
    bo = replace(first.record.attendees[1], name="Bo Åkerfeldt")
    newer = with_clause(first, "att godkänna punkt 14").read_as(
        place="Sal Alen", attendees=(first.record.attendees[0], bo)
    )
    assert reread(document, newer) == 0
    stands = standing(document)
    assert "place: Salen" in stands
    assert "clause: att godkänna punkt 1" in stands
    assert not [one for one in stands if "Åkerfel" in one]


def test_saying_something_of_a_fact_settles_its_change(taken, reread, first):
    document = taken(first)
    reread(document, first.read_as(place="Sal Alen"))
    row = Suggestion.objects.get(kind="place")
    actions.correct(viewer=VIEWER, suggestion_id=row.id, fields={"place": "X"}, revision=revision())
    assert not changes_page(VIEWER, document).rows
    step = Step.objects.latest("id")
    actions.undo(viewer=VIEWER, document_id=document, step_id=step.id)
    assert len(changes_page(VIEWER, document).rows) == 1


@pytest.mark.parametrize("way", ["keep", "refuse"])
@pytest.mark.parametrize("what", ["changed", "new", "gone"])
def test_what_was_said_of_a_change_is_undone(taken, reread, first, way, what):
    without = first.read_as(items=first.record.items[1:])
    document = taken(without if what == "new" else first)
    newer = {"new": first, "gone": without, "changed": first.read_as(place="Sal Alen")}[what]
    assert reread(document, newer) == 1
    before = list(Suggestion.objects.order_by("id").values())
    changes = list(Change.objects.values())
    if way == "keep":
        actions.keep_changes(
            viewer=VIEWER, document_id=document, change_ids=None, revision=revision()
        )
    else:
        change = Change.objects.get()
        actions.refuse_change(viewer=VIEWER, change_id=change.id, revision=revision())
    assert not changes_page(VIEWER, document).rows

    step = Step.objects.latest("id")
    actions.undo(viewer=VIEWER, document_id=document, step_id=step.id)
    assert list(Suggestion.objects.order_by("id").values()) == before
    assert list(Change.objects.values()) == changes


def test_a_reading_cannot_be_undone_but_says_so(taken, reread, first):
    document = taken(first)
    reread(document, first.read_as(place="Sal Alen"))
    with pytest.raises(Invalid, match="Längre tillbaka än till omläsningen"):
        actions.undo(viewer=VIEWER, document_id=document, step_id=Step.objects.get().id)


def test_what_has_nowhere_to_hang_is_not_brought_back(taken, reread, first):
    document = taken(first)
    head, rest = first.record.items
    assert reread(document, first.read_as(items=(replace(head, stances=()), rest))) == 1
    [stance] = Change.objects.all()
    assert reread(document, first.read_as(items=(rest,))) == 2
    with pytest.raises(Invalid, match="finns inte längre"):
        actions.refuse_change(viewer=VIEWER, change_id=stance.id, revision=revision())


def test_places_of_what_is_gone_follow_the_text(taken, reread, first):
    document = taken(first)
    newer = replace(first, text=CanonicalText("En rad till\n" + first.text.text)).read_as(
        attendees=(), items=(), body=None, place_span=None, date_span=None, time_span=None
    )
    reread(document, newer)
    rows = [row for row in changes_page(VIEWER, document).rows if row.label == "Deltagare"]
    assert [row.quote for row in rows] == ["Ada Lindh", "Bo Åkerfelt"]


@pytest.mark.parametrize("size", [2, 20])
def test_the_page_of_changes_takes_five_queries(taken, reread, django_assert_num_queries, size):
    def sized(words: str) -> Paper:
        return paper(
            items=tuple(
                item(str(n), f"Ärende {n}", clauses=(clause(f"att {words} {n}"),))
                for n in range(1, size + 1)
            ),
        )

    one = sized("godkänna")
    document = taken(one)
    reread(document, replace(sized("godkänner"), data=one.data))
    with django_assert_num_queries(5):
        page = changes_page(VIEWER, document)
    assert len(page.rows) == size
