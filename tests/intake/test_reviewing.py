"""A person corrects, drops, adds and takes back; two at once do not overwrite each other."""

from __future__ import annotations

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied

from handslag.domain.access.viewer import ANONYMOUS
from handslag.domain.audit.models import Entry
from handslag.domain.audit.queries import history
from handslag.intake import actions
from handslag.intake.errors import ChangedMeanwhile, Invalid
from handslag.intake.models import Finding, Review, Suggestion
from handslag.intake.queries import review_page
from tests.builders import VIEWER
from tests.intake.papers import full_paper


@pytest.fixture
def document(taken) -> int:
    return taken(full_paper(findings=(("odd", "Något är udda."),)))


def one(kind: str, **value: object) -> Suggestion:
    row = Suggestion.objects.filter(kind=kind, **value).first()
    assert row
    return row


def test_a_correction_keeps_what_was_read_beneath(document):
    row = one("clause", value__action="appoint")
    revision = actions.correct(
        viewer=VIEWER, suggestion_id=row.id, fields={"text": " att  välja Pär Holm "}, revision=1
    )

    before = row.value
    row.refresh_from_db()
    assert revision == 2
    assert row.state == "corrected"
    assert row.value == before | {"text": "att välja Pär Holm"}
    assert row.read_value == before


def test_correcting_back_to_what_was_read_is_no_correction(document):
    row = one("place")
    actions.correct(viewer=VIEWER, suggestion_id=row.id, fields={"place": "Sal Alen"}, revision=1)
    actions.correct(
        viewer=VIEWER, suggestion_id=row.id, fields={"place": "Sal Björken"}, revision=2
    )

    row.refresh_from_db()
    assert (row.state, row.read_value) == ("read", None)


def test_what_cannot_be_read_is_said_for_each_field_and_nothing_is_changed(document):
    row = one("clause", value__action="appoint")
    with pytest.raises(Invalid) as refused:
        actions.correct(
            viewer=VIEWER,
            suggestion_id=row.id,
            fields={"text": "", "due_date": "31 februari 2031", "points": "tre", "nope": "x"},
            revision=1,
        )

    assert set(refused.value.errors) == {"text", "due_date", "points", "nope"}
    assert Suggestion.objects.get(id=row.id).value == row.value
    assert Review.objects.get().revision == 1


def test_a_stale_revision_changes_nothing(document):
    row = one("place")
    actions.correct(viewer=VIEWER, suggestion_id=row.id, fields={"place": "Sal Alen"}, revision=1)

    for late in (
        lambda: actions.correct(
            viewer=VIEWER, suggestion_id=row.id, fields={"place": "Sal Boken"}, revision=1
        ),
        lambda: actions.drop(viewer=VIEWER, suggestion_id=row.id, revision=1),
        lambda: actions.restore(viewer=VIEWER, suggestion_id=row.id, revision=1),
        lambda: actions.add(
            viewer=VIEWER, document_id=document, kind="attendee", fields={"name": "X"}, revision=1
        ),
    ):
        with pytest.raises(ChangedMeanwhile) as refused:
            late()
        assert refused.value.revision == 2
    row.refresh_from_db()
    assert row.value == {"place": "Sal Alen"}


def test_dropping_a_parent_drops_what_hangs_on_it_until_it_is_restored(document):
    row = one("decision")
    actions.drop(viewer=VIEWER, suggestion_id=row.id, revision=1)

    def states() -> set[str]:
        def walk(nodes):
            for node in nodes:
                yield node
                yield from walk(node.children)

        found = next(n for n in walk(review_page(VIEWER, document).facts) if n.id == row.id)
        return {node.state for node in walk([found])}

    assert states() == {"dropped"}
    shown = {i for segment in review_page(VIEWER, document).segments for i in segment.fact_ids}
    assert row.id not in shown
    actions.restore(viewer=VIEWER, suggestion_id=row.id, revision=2)
    assert states() == {"read"}


def test_restoring_takes_back_one_step_at_a_time(document):
    row = one("place")
    actions.correct(viewer=VIEWER, suggestion_id=row.id, fields={"place": "Sal Alen"}, revision=1)
    actions.drop(viewer=VIEWER, suggestion_id=row.id, revision=2)

    actions.restore(viewer=VIEWER, suggestion_id=row.id, revision=3)
    row.refresh_from_db()
    assert (row.state, row.value) == ("corrected", {"place": "Sal Alen"})

    actions.restore(viewer=VIEWER, suggestion_id=row.id, revision=4)
    row.refresh_from_db()
    assert (row.state, row.value, row.read_value) == ("read", {"place": "Sal Björken"}, None)


def test_a_fact_is_added_where_a_person_points(document):
    parent = one("item")
    added = actions.add(
        viewer=VIEWER,
        document_id=document,
        kind="amount",
        parent_id=parent.id,
        fields={"value": "4,8 mkr", "text": "4,8 mkr"},
        start=3,
        end=9,
        revision=1,
    )

    row = Suggestion.objects.get(id=added)
    assert (row.state, row.parent_id, row.start, row.end) == ("added", parent.id, 3, 9)
    assert row.value == {"value": "4800000.00", "text": "4,8 mkr", "per": ""}
    actions.drop(viewer=VIEWER, suggestion_id=added, revision=2)
    actions.restore(viewer=VIEWER, suggestion_id=added, revision=3)
    row.refresh_from_db()
    assert row.state == "added"


@pytest.mark.parametrize(
    ("kind", "under", "fields", "place", "wrong"),
    [
        ("clause", "item", {"text": "att"}, (None, None), ""),
        ("nonsense", None, {}, (None, None), ""),
        ("date", None, {"date": "2031-01-01"}, (None, None), ""),
        ("attendee", None, {"name": ""}, (None, None), "name"),
        ("attendee", None, {"name": "A"}, (5, 5), ""),
        ("attendee", None, {"name": "A"}, (0, 10**9), ""),
        ("attendee", None, {"name": "A"}, (4, None), ""),
        ("amount", "item", {"value": "mycket"}, (None, None), "value"),
    ],
)
def test_what_cannot_be_added_is_refused(document, kind, under, fields, place, wrong):
    parent = one(under).id if under else None
    with pytest.raises(Invalid) as refused:
        actions.add(
            viewer=VIEWER,
            document_id=document,
            kind=kind,
            parent_id=parent,
            fields=fields,
            start=place[0],
            end=place[1],
            revision=1,
        )
    assert wrong in refused.value.errors
    assert Review.objects.get().revision == 1


def test_a_finding_is_dismissed_once(document):
    finding = Finding.objects.get()
    actions.dismiss_finding(viewer=VIEWER, finding_id=finding.id)
    actions.dismiss_finding(viewer=VIEWER, finding_id=finding.id)

    assert Finding.objects.get().dismissed
    assert Entry.objects.filter(verb="intake.dismiss_finding").count() == 1


def test_each_action_is_logged_with_what_changed(document):
    row = one("place")
    actions.correct(viewer=VIEWER, suggestion_id=row.id, fields={"place": "Sal Alen"}, revision=1)
    actions.drop(viewer=VIEWER, suggestion_id=row.id, revision=2)
    actions.restore(viewer=VIEWER, suggestion_id=row.id, revision=3)
    actions.add(
        viewer=VIEWER, document_id=document, kind="attendee", fields={"name": "C"}, revision=4
    )

    rows = history(VIEWER, "documents.document", document)
    assert [row.verb for row in rows[:4]] == [
        "intake.add",
        "intake.restore",
        "intake.drop",
        "intake.correct",
    ]
    assert rows[3].detail["after"] == {"place": "Sal Alen"}


def test_who_may_not_review_changes_nothing(document):
    row = one("place")
    for action in (
        lambda: actions.correct(viewer=ANONYMOUS, suggestion_id=row.id, fields={}, revision=1),
        lambda: actions.drop(viewer=ANONYMOUS, suggestion_id=row.id, revision=1),
        lambda: actions.restore(viewer=ANONYMOUS, suggestion_id=row.id, revision=1),
        lambda: actions.add(
            viewer=ANONYMOUS, document_id=document, kind="item", fields={}, revision=1
        ),
        lambda: actions.dismiss_finding(viewer=ANONYMOUS, finding_id=Finding.objects.get().id),
        lambda: actions.accept(viewer=ANONYMOUS, document_id=document, revision=1),
        lambda: actions.reread(viewer=ANONYMOUS, document_id=document),
    ):
        with pytest.raises(PermissionDenied):
            action()
    assert Review.objects.get().revision == 1


def test_what_is_not_there_is_not_found(document):
    with pytest.raises(ObjectDoesNotExist):
        actions.drop(viewer=VIEWER, suggestion_id=999_999, revision=1)
    with pytest.raises(ObjectDoesNotExist):
        actions.accept(viewer=VIEWER, document_id=999_999, revision=1)
