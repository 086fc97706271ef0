"""What was done in a review is undone step by step, and leaves nothing behind."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied

from handslag.domain.access.viewer import ANONYMOUS, coordinator
from handslag.domain.audit.queries import history
from handslag.domain.matters.assignments import actions as assignments
from handslag.domain.matters.models import GoneClause, LinkKey
from handslag.intake import actions
from handslag.intake.errors import ChangedMeanwhile, Invalid
from handslag.intake.models import Finding, Review, Step, Suggestion
from handslag.output.search.queries import search
from tests.builders import VIEWER
from tests.intake.conftest import accepted_again
from tests.intake.papers import clause, full_paper, item, paper

OTHER = coordinator("Moa Berg")


def one(kind: str, **value: object) -> Suggestion:
    row = Suggestion.objects.filter(kind=kind, **value).first()
    assert row
    return row


def revision(document_id: int) -> int:
    return Review.objects.get(document_id=document_id).revision


def undo_last(document_id: int, viewer=VIEWER) -> actions.Undone:
    step = Step.objects.filter(document_id=document_id, undone=False).latest("id")
    return actions.undo(viewer=viewer, document_id=document_id, step_id=step.id)


def suggestions() -> list[Any]:
    return list(Suggestion.objects.order_by("id").values())


def told() -> dict[str, list[Any]]:
    """Every row that the domain keeps of meetings and what hangs on them.

    But for the codes of clauses that are gone, which are kept so that they may come back, and the
    keys that items are found by, which are made anew.
    """
    found: dict[str, list[Any]] = {}
    for label in ("meetings", "matters"):
        for model in apps.get_app_config(label).get_models():
            if model in {GoneClause, LinkKey}:
                continue
            found[model._meta.label] = list(model._default_manager.order_by("id").values())
    for name in ("Evidence", "Passage"):
        model = apps.get_model("documents", name)
        found[name] = sorted(map(repr, model._default_manager.values_list(*_columns(model))))
    return found


def _columns(model: Any) -> list[str]:
    names = {"Evidence": ["passage__quote", "fact_type", "fact_id"]}
    return names.get(model.__name__, ["document_id", "start", "end", "quote"])


@pytest.fixture
def document(taken) -> int:
    return taken(full_paper(findings=(("odd", "Något är udda."),)))


def act(document: int, what: str) -> None:
    row, seen = one("place"), revision(document)
    doubtful = one("clause", value__action="appoint")
    match what:
        case "correct":
            actions.correct(
                viewer=VIEWER, suggestion_id=row.id, fields={"place": "Sal Alen"}, revision=seen
            )
        case "confirm":
            actions.confirm(viewer=VIEWER, suggestion_id=doubtful.id, revision=seen)
        case "drop":
            actions.drop(viewer=VIEWER, suggestion_id=one("item").id, revision=seen)
        case "restore":
            actions.restore(viewer=VIEWER, suggestion_id=row.id, revision=seen)
        case "add":
            actions.add(
                viewer=VIEWER,
                document_id=document,
                kind="amount",
                parent_id=one("item").id,
                fields={"value": "17 kr"},
                revision=seen,
            )
        case "dismiss":
            actions.dismiss_finding(viewer=VIEWER, finding_id=Finding.objects.get().id)


@pytest.mark.parametrize("what", ["correct", "confirm", "drop", "add", "dismiss"])
def test_a_step_is_undone_without_a_trace(document, what):
    before, findings = suggestions(), list(Finding.objects.values())
    act(document, what)
    assert (suggestions(), list(Finding.objects.values())) != (before, findings)

    undo_last(document)
    assert (suggestions(), list(Finding.objects.values())) == (before, findings)
    assert not Step.objects.filter(undone=False).exists()


def test_several_steps_are_undone_the_last_one_first(document):
    states = [suggestions()]
    for what in ("correct", "restore", "drop", "add"):
        act(document, what)
        states.append(suggestions())
    for state in reversed(states[:-1]):
        undo_last(document)
        assert suggestions() == state
    with pytest.raises(Step.DoesNotExist):
        undo_last(document)


def test_undoing_is_logged_with_both_names(document):
    act(document, "correct")
    done = undo_last(document, OTHER)

    entry = history(VIEWER, "documents.document", document)[0]
    assert entry.verb == "intake.undo"
    assert (entry.actor, entry.detail["by"], entry.detail["verb"]) == (
        "Moa Berg",
        VIEWER.name,
        "correct",
    )
    assert done.words == "rättade Plats: Sal Alen"
    assert done.fact_id == one("place").id


def test_only_who_may_review_may_undo(document):
    act(document, "correct")
    step = Step.objects.get()
    with pytest.raises(PermissionDenied):
        actions.undo(viewer=ANONYMOUS, document_id=document, step_id=step.id)


def test_a_step_of_another_document_is_not_found(document, taken):
    act(document, "correct")
    other = taken(paper("notice"))
    with pytest.raises(Step.DoesNotExist):
        actions.undo(viewer=VIEWER, document_id=other, step_id=Step.objects.get().id)


def test_who_undoes_what_is_no_longer_last_is_told_of_the_others_change(document):
    act(document, "correct")
    seen = Step.objects.get()
    actions.drop(viewer=OTHER, suggestion_id=one("stance").id, revision=2)

    before = suggestions()
    with pytest.raises(ChangedMeanwhile, match=r"Moa Berg strök Ståndpunkt: .* kl\. \d\d\.\d\d\."):
        actions.undo(viewer=VIEWER, document_id=document, step_id=seen.id)
    assert suggestions() == before


def test_who_undoes_what_another_has_undone_is_told_so(document):
    act(document, "correct")
    seen = Step.objects.get()
    undo_last(document, OTHER)
    with pytest.raises(ChangedMeanwhile):
        actions.undo(viewer=VIEWER, document_id=document, step_id=seen.id)


def test_who_saves_after_anothers_undoing_is_told_what_was_undone(document):
    act(document, "correct")
    seen = revision(document)
    undo_last(document, OTHER)
    with pytest.raises(ChangedMeanwhile, match="Moa Berg ångrade: rättade Plats: Sal Alen"):
        actions.drop(viewer=VIEWER, suggestion_id=one("place").id, revision=seen)


def test_the_first_acceptance_is_undone_without_a_trace(document):
    empty, before = told(), suggestions()
    accepted_again(document)
    assert told() != empty
    assert search(VIEWER, "hembesök").total

    undo_last(document)
    assert told() == empty
    assert suggestions() == before
    review = Review.objects.get()
    assert (review.state, review.meeting_id, review.accepted_at) == ("waiting", None, None)
    # the paper's own words are still there to be found; nothing that it told is
    assert {hit.kind for hit in search(VIEWER, "hembesök").rows} == {"document"}


def test_an_undone_acceptance_can_be_done_again(document):
    accepted_again(document)
    first = told()
    undo_last(document)
    accepted_again(document)
    assert {name: len(rows) for name, rows in told().items()} == {
        name: len(rows) for name, rows in first.items()
    }


@pytest.mark.parametrize(
    ("first", "second"),
    [("notice", "minutes"), ("minutes", "notice"), ("minutes", "minutes"), ("notice", "notice")],
)
def test_the_meetings_other_document_tells_what_it_told(taken, first, second):
    """The second differs in every way that two papers do: words, place, hour, items."""
    accepted_again(taken(full_paper(first)))
    before = told()
    later = taken(
        paper(
            second,
            place="Sal Alen",
            end=None,
            attendees=("Ada Lindh", "Cajsa Warg"),
            note="En till",
            items=(
                item("1", "Hembesök om natten", clauses=("att godkanna punkt 1", "att vänta")),
                item("3", "Nytt ärende", clauses=(clause("att gå hem"),)),
            ),
        )
    )
    accepted_again(later)
    assert told() != before

    undo_last(later)
    assert told() == before


def test_an_acceptance_that_another_was_built_on_stays(taken):
    first = taken(paper("notice"))
    accepted_again(first)
    accepted_again(taken(paper("minutes", name="anteckningar.txt")))
    before = told()
    with pytest.raises(Invalid, match=r"anteckningar\.txt har godkänts för samma möte efteråt"):
        undo_last(first)
    assert told() == before


def test_an_acceptance_waits_for_the_others_changes(taken):
    first, second = taken(paper("notice", name="kallelse.txt")), taken(paper("minutes"))
    accepted_again(first)
    accepted_again(second)
    row = Suggestion.objects.get(document_id=first, kind="place")
    actions.drop(viewer=VIEWER, suggestion_id=row.id, revision=revision(first))
    with pytest.raises(Invalid, match=r"kallelse\.txt hör till samma möte och har ändringar"):
        undo_last(second)


def test_accepting_changes_cannot_be_undone_but_says_what_to_do(document):
    accepted_again(document)
    act(document, "correct")
    accepted_again(document)
    with pytest.raises(Invalid, match="Rätta det som blev fel och godkänn igen"):
        undo_last(document)


def test_a_change_after_acceptance_is_undone_and_nothing_waits(document):
    accepted_again(document)
    act(document, "correct")
    assert Review.objects.get().changed_since
    undo_last(document)
    assert not Review.objects.get().changed_since


def test_confirming_what_was_accepted_leaves_nothing_waiting(document):
    accepted_again(document)
    act(document, "confirm")
    assert not Review.objects.get().changed_since


def test_an_approval_is_not_undone_where_an_assignment_was_followed_up(taken):
    told = clause("att ge Styrgruppen i uppdrag att räkna", "assign", assignees=("Styrgruppen",))
    found = taken(paper(items=(item("1", "Hjälpmedel", decisions=({"clauses": (told,)},)),)))
    actions.accept(viewer=VIEWER, document_id=found, revision=revision(found))
    assignment = apps.get_model("matters", "Assignment").objects.get()
    assignments.report(viewer=VIEWER, assignment_id=assignment.id, text="Halvvägs")
    with pytest.raises(Invalid, match="följts upp"):
        undo_last(found)
    assert assignment.steps.count() == 1
