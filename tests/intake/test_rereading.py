"""A newer reading changes what nobody has touched, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handslag.domain.documents import store
from handslag.domain.documents.models import Document, Evidence, Passage
from handslag.domain.matters.models import Clause
from handslag.domain.meetings.models import Meeting
from handslag.intake import actions, rereading
from handslag.intake.errors import NotTakenIn
from handslag.intake.models import Finding, Reading, Review, Suggestion
from handslag.intake.queries import review_page
from handslag.source.text import CanonicalText, Span
from tests.builders import VIEWER
from tests.intake.conftest import accepted_again
from tests.intake.papers import Paper, clause, full_paper, item, paper


@pytest.fixture
def reread(shelf, monkeypatch):
    """Read a document again, as the newer paper says."""

    def again(document_id: int, newer: Paper, former: Paper | None = None) -> bool:
        shelf[(former or newer).data] = newer
        return actions.reread(viewer=VIEWER, document_id=document_id).changed

    return again


def one(kind: str, **value: object) -> Suggestion:
    row = Suggestion.objects.filter(kind=kind, **value).first()
    assert row
    return row


def revision() -> int:
    return Review.objects.get().revision


def correct(row: Suggestion, **fields: str) -> None:
    actions.correct(viewer=VIEWER, suggestion_id=row.id, fields=fields, revision=revision())


def words(document_id: int) -> list[str]:
    def walk(nodes):
        for node in nodes:
            if node.state != "dropped":
                yield f"{node.kind}: {node.summary}"
                yield from walk(node.children)

    return list(walk(review_page(VIEWER, document_id).facts))


def test_the_same_reading_changes_nothing(taken, reread):
    first = full_paper()
    document = taken(first)
    before = list(Suggestion.objects.values())

    assert not reread(document, first)
    assert list(Suggestion.objects.values()) == before
    assert (revision(), Reading.objects.count()) == (1, 1)


def test_a_newer_reader_that_reads_the_same_leaves_the_review_alone(taken, reread):
    first = full_paper()
    document = taken(first)
    newer = first.read_as(source=replace(first.record.source, reader="prov 2"))

    assert not reread(document, newer)
    assert (revision(), Reading.objects.count()) == (1, 2)
    assert not reread(document, newer)
    assert Reading.objects.count() == 2


def test_untouched_facts_follow_the_new_reading(taken, reread):
    first = full_paper()
    document = taken(first)
    ids = {row.id: (row.kind, row.value) for row in Suggestion.objects.all()}
    head, rest = first.record.items
    better = replace(head, number="7", late=False, attachments=head.attachments[:1])
    assert reread(document, first.read_as(items=(better, rest), place="Sal Alen"))

    assert one("place").value == {"place": "Sal Alen"}
    assert one("item", value__number="7").id in ids
    assert Suggestion.objects.filter(kind="attachment").count() == 1
    same = [row for row in Suggestion.objects.filter(kind="clause") if row.id in ids]
    assert len(same) == 4
    assert revision() == 2


def test_what_was_typed_dropped_and_added_stays(taken, reread):
    first = full_paper()
    document = taken(first)
    correct(one("clause", value__action="appoint"), text="att välja Pär Holm")
    actions.drop(viewer=VIEWER, suggestion_id=one("stance").id, revision=revision())
    added = actions.add(
        viewer=VIEWER,
        document_id=document,
        kind="attendee",
        fields={"name": "Cajsa Warg"},
        revision=revision(),
    )
    head, rest = first.record.items
    decision = head.decisions[0]
    newer = replace(
        head,
        heading="Hembesök om natten, utvärdering",
        decisions=(
            replace(
                decision,
                clauses=tuple(
                    replace(c, scope="kommunerna", text=c.text + " nu") for c in decision.clauses
                ),
            ),
        ),
    )
    assert reread(document, first.read_as(items=(newer, rest)))

    typed = one("clause", value__text="att välja Pär Holm")
    assert typed.state == "corrected"
    assert typed.value["scope"] == "kommunerna", "fields that nobody typed follow the reading"
    assert typed.read_value
    assert typed.read_value["text"] == "att utse Pär Holm till kontaktperson nu"
    assert one("stance").state == "dropped"
    assert one("attendee", id=added).value["name"] == "Cajsa Warg"
    assert one("item", value__heading="Hembesök om natten, utvärdering").state == "read"
    assert "clause: att utse Pär Holm till kontaktperson nu" not in words(document)


def test_a_corrected_fact_that_vanished_from_the_reading_stays(taken, reread):
    first = full_paper()
    document = taken(first)
    correct(one("clause", value__action="assign"), text="att be kansliet räkna om")
    correct(one("presenter"), name="Siv Ek-Dal")
    newer = first.read_as(items=first.record.items[1:])
    assert reread(document, newer)

    shown = words(document)
    assert "clause: att be kansliet räkna om" in shown
    assert "presenter: Siv Ek-Dal, handläggare" in shown
    assert "item: 1 Hembesök om natten" in shown, "what it hangs on stays with it"
    assert "clause: att godkänna punkt 1" not in shown


def test_a_dropped_fact_does_not_come_back_with_the_next_reading(taken, reread):
    first = full_paper()
    document = taken(first)
    actions.drop(viewer=VIEWER, suggestion_id=one("item").id, revision=1)
    head, rest = first.record.items
    assert reread(document, first.read_as(items=(replace(head, outcome=rest.outcome), rest)))

    assert "item: 1 Hembesök om natten" not in words(document)
    assert Suggestion.objects.filter(kind="item").count() == 2


def test_a_fact_added_by_hand_is_not_doubled_when_the_reader_learns_to_see_it(taken, reread):
    blind = paper(items=(item("1", "Hembesök", clauses=("att pröva ett år till",)),))
    seeing = blind.record
    document = taken(blind.read_as(attendees=seeing.attendees[:1]))
    span = seeing.attendees[1].span
    assert span
    actions.add(
        viewer=VIEWER,
        document_id=document,
        kind="attendee",
        fields={"name": "Bo Åkerfelt"},
        start=span.start,
        end=span.end,
        revision=1,
    )
    assert reread(document, blind)

    names = [row.value["name"] for row in Suggestion.objects.filter(kind="attendee")]
    assert sorted(names) == ["Ada Lindh", "Bo Åkerfelt"]
    assert one("attendee", value__name="Bo Åkerfelt").state == "added"


def test_places_are_found_again_in_another_text(accepted, taken, reread):
    first = full_paper()
    document = taken(first)
    correct(one("clause", value__action="appoint"), text="att välja Pär Holm")
    accepted_again(document)
    shift = "En rad som den nya läsaren ser\n"

    def moved(span: Span | None) -> Span | None:
        return Span(span.start + len(shift), span.end + len(shift)) if span else None

    body = first.record.body
    assert body
    newer = replace(first, text=CanonicalText(shift + first.text.text)).read_as(
        items=(),
        body=replace(body, span=moved(body.span)),
    )
    assert reread(document, newer)

    known = Document.objects.get()
    assert known.text.startswith(shift)
    kept = one("clause", value__text="att välja Pär Holm")
    assert known.text[kept.start : kept.end] == "att utse Pär Holm till kontaktperson"
    for passage in Passage.objects.all():
        assert known.text[passage.start : passage.end] == passage.quote
    assert Evidence.objects.count() > 20


def test_a_passage_whose_words_are_gone_keeps_its_quotation(accepted, taken, reread):
    first = full_paper()
    document = taken(first)
    accepted_again(document)
    known = Clause.objects.get(text="att godkänna punkt 1")
    newer = replace(first, text=CanonicalText("Bara detta."))
    assert reread(
        document,
        newer.read_as(
            items=(), body=None, attendees=(), place_span=None, date_span=None, time_span=None
        ),
    )

    row = Evidence.objects.get(fact_type="matters.clause", fact_id=known.id)
    assert row.passage.quote == "att godkänna punkt 1"
    assert Document.objects.get().text[row.passage.start : row.passage.end] == ""
    assert Evidence.objects.values("fact_type", "fact_id").distinct().count() > 10


def test_the_domain_changes_only_when_the_new_reading_is_accepted(taken, reread):
    first = paper(items=(item("1", "Hembesök", clauses=(clause("att godkanna"),)),))
    document = taken(first)
    accepted_again(document)
    fact = Clause.objects.get()
    head = first.record.items[0]
    decision = head.decisions[0]
    better = replace(decision, clauses=(replace(decision.clauses[0], text="att godkänna"),))
    assert reread(document, first.read_as(items=(replace(head, decisions=(better,)),)))

    assert Review.objects.get().changed_since
    assert Clause.objects.get().text == "att godkanna"
    accepted_again(document)
    changed = Clause.objects.get()
    assert (changed.id, changed.text) == (fact.id, "att godkänna")


def test_typed_values_outlive_a_reading_and_an_acceptance(taken, reread):
    first = full_paper()
    document = taken(first)
    correct(one("place"), place="Sal Hasseln")
    accepted_again(document)
    assert reread(document, first.read_as(place="Sal Alen", title="Ny titel"))
    accepted_again(document)

    meeting = Meeting.objects.get()
    assert (meeting.place, meeting.typed) == ("Sal Hasseln", True)


def test_a_dismissed_finding_stays_dismissed(taken, reread):
    first = full_paper(findings=(("odd", "Något är udda."), ("even", "Något är jämnt.")))
    document = taken(first)
    actions.dismiss_finding(viewer=VIEWER, finding_id=Finding.objects.get(code="odd").id)
    assert reread(document, first.read_as(place="Sal Alen"))

    assert dict(Finding.objects.values_list("code", "dismissed")) == {"odd": True, "even": False}


def test_a_document_whose_bytes_are_gone_is_left_as_it_is(taken, reread):
    document = taken(full_paper())
    store.path_of(Document.objects.get().sha256).unlink()

    with pytest.raises(NotTakenIn, match="Inget har ändrats"):
        actions.reread(viewer=VIEWER, document_id=document)


def test_a_failure_in_the_middle_leaves_the_former_reading(taken, reread, monkeypatch):
    first = full_paper()
    document = taken(first)
    before = list(Suggestion.objects.values())

    def fail(**_rest: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(rereading, "log", fail)
    with pytest.raises(RuntimeError):
        reread(document, first.read_as(place="Sal Alen"))
    assert list(Suggestion.objects.values()) == before
    assert Reading.objects.count() == 1
