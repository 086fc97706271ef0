"""Only acceptance lets the domain know a meeting: once, with evidence on every fact."""

from __future__ import annotations

from datetime import date, time
from itertools import permutations

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handslag.domain.base.facts import Fact
from handslag.domain.documents.models import Document, Evidence, Passage
from handslag.domain.matters.models import (
    Appointment,
    Assignment,
    Clause,
    Decision,
    Proposal,
    Reservation,
    Stance,
    Transfer,
    Vote,
)
from handslag.domain.matters.queries import meeting_page
from handslag.domain.meetings.events import announce_recorded, meeting_recorded
from handslag.domain.meetings.models import (
    AgendaItem,
    Meeting,
    MeetingPaper,
    Mention,
    Participation,
)
from handslag.domain.registry.actions import merge_people
from handslag.domain.registry.models import Body, Person
from handslag.intake import actions
from handslag.intake.errors import ChangedMeanwhile, Invalid
from handslag.intake.models import Review, Suggestion
from tests.builders import VIEWER
from tests.intake.conftest import accepted_again
from tests.intake.papers import DAY, clause, full_paper, item, paper
from tests.signed_in import signed_in

FACTS = [model for model in apps.get_models() if issubclass(model, Fact)]


def counts() -> dict[str, int]:
    """How many facts there are of each sort that there is any of."""
    found = {model.__name__: model._default_manager.count() for model in FACTS}
    return {name: count for name, count in found.items() if count}


def correct(document_id: int, kind: str, /, **fields: str) -> None:
    row = Suggestion.objects.filter(document_id=document_id, kind=kind).first()
    assert row
    revision = Review.objects.get(document_id=document_id).revision
    actions.correct(viewer=VIEWER, suggestion_id=row.id, fields=fields, revision=revision)


def drop(document_id: int, kind: str, **value: object) -> None:
    row = Suggestion.objects.filter(document_id=document_id, kind=kind, **value).first()
    assert row
    revision = Review.objects.get(document_id=document_id).revision
    actions.drop(viewer=VIEWER, suggestion_id=row.id, revision=revision)


def test_nothing_is_known_before_acceptance(taken):
    taken(full_paper())

    assert not any(counts().values())


def test_every_kind_of_fact_becomes_known(accepted):
    accepted(full_paper())

    meeting = Meeting.objects.get()
    assert (meeting.body.name, meeting.date, meeting.start, meeting.end, meeting.place) == (
        "Älvnätverket",
        DAY,
        time(9),
        time(12),
        "Sal Björken",
    )
    assert counts() == {
        "Meeting": 1,
        "AgendaItem": 2,
        "Participation": 3,
        "Mention": 5,
        "Proposal": 1,
        "ProposalPoint": 2,
        "Decision": 2,
        "Clause": 4,
        "Appointment": 1,
        "Assignment": 2,
        "Assignee": 2,
        "Stance": 1,
        "Transfer": 2,
    }


def test_a_vote_and_who_reserved_themselves_become_known_with_the_decision(accepted):
    decided = {
        "clauses": ("att godkänna avtalet",),
        "votes": (9, 2, 1),
        "reservations": ("Mona Ask", "Björkmåla kommun"),
    }
    accepted(paper(items=(item("1", "Avtal", decisions=(decided,)),)))

    vote = Vote.objects.get()
    assert (vote.in_favour, vote.against, vote.abstained) == (9, 2, 1)
    told = Reservation.objects.order_by("order").values_list("by", "name__text")
    assert list(told) == [("Mona Ask", "Mona Ask"), ("Björkmåla kommun", None)]
    (shown,) = meeting_page(VIEWER, Meeting.objects.get().id).items[0].decisions
    assert shown.vote is not None
    assert shown.vote.in_favour == 9
    assert [one.by for one in shown.reservations] == ["Mona Ask", "Björkmåla kommun"]
    assert shown.reservations[0].evidence
    page = signed_in().get(f"/moten/{Meeting.objects.get().id}/").content.decode()
    assert "Omröstning: 9 för, 2 mot, 1 avstod" in page
    assert "Reservation: Mona Ask" in page


def test_what_the_facts_say(accepted):
    accepted(full_paper())

    decided = Clause.objects.get(decision__state="decided", order=1)
    assert (decided.text, decided.points, decided.scope, decided.side) == (
        "att godkänna punkt 1",
        [1],
        "kommunerna",
        "municipalities",
    )
    assert decided.decision.abstaining == ["regionen"]
    assert Appointment.objects.get().name.text == "Pär Holm"
    given = Assignment.objects.get(clause__isnull=False)
    assert given.text == "att ge kansliet i uppdrag att räkna om"
    assert [str(one) for one in given.assignees.all()] == ["kansliet"]
    told = Assignment.objects.get(clause=None)
    assert (told.due_date, told.due_text) == (date(2031, 5, 1), "den 1 maj")
    assert Proposal.objects.get().by == "Beredningsgruppen"
    assert Stance.objects.get().kind == "not-opposed"
    tabled, referred = Transfer.objects.order_by("id")
    assert (referred.to_date or tabled.to_date) == date(2031, 5, 9)
    assert {tabled.to_body, referred.to_body} == {"", "Samverkansnämnden"}
    assert {str(mention.value) for mention in Mention.objects.filter(kind="amount")} == {
        "300000.00",
        "4800000.00",
    }


@pytest.mark.parametrize("kind", ["notice", "minutes"])
def test_every_fact_has_evidence_that_quotes_the_document(accepted, kind):
    accepted(full_paper(kind))

    assert FACTS
    for model in FACTS:
        for fact in model._default_manager.all():
            found = Evidence.objects.filter(fact_type=model._meta.label_lower, fact_id=fact.pk)
            assert found.exists(), f"{model.__name__} {fact} rests on nothing"
    for passage in Passage.objects.select_related("document"):
        text = passage.document.text
        assert passage.quote == text[passage.start : passage.end] != ""
        assert text[: passage.start].endswith(passage.before)
        assert text[passage.end :].startswith(passage.after)


def test_evidence_points_at_the_clause_itself(accepted):
    accepted(full_paper())

    found = Clause.objects.get(text="att godkänna punkt 1")
    row = Evidence.objects.get(fact_type="matters.clause", fact_id=found.id)
    assert row.passage.quote == "att godkänna punkt 1"


def test_accepting_twice_changes_nothing(accepted, taken):
    one = full_paper()
    meeting = accepted(one)
    before = (counts(), Evidence.objects.count(), Passage.objects.count())

    assert accepted_again(taken(one)) == meeting
    assert (counts(), Evidence.objects.count(), Passage.objects.count()) == before


@pytest.mark.parametrize("order", [("notice", "minutes"), ("minutes", "notice")])
def test_notice_and_minutes_are_one_meeting_with_plan_and_outcome(accepted, order):
    papers = {
        "notice": paper(
            "notice",
            start=time(8, 30),
            place="Sal Eken",
            items=(
                item("1", "Mötets öppnande", outcome="proposed"),
                item("2", "Hembesök om natten (Bilaga 4)", outcome="proposed"),
                item("3", "Gemensamma utbildningar", outcome="proposed"),
                item("4", "Övriga frågor", outcome="proposed"),
            ),
        ),
        "minutes": paper(
            "minutes",
            items=(
                item("1", "Mötets öppnande"),
                item("2", "Utbildningar, gemensamma", outcome="noted"),
                item("3", "Extra fråga från Sotådalen"),
                item("4", "Hembesök om natten", clauses=("att pröva ett år till",)),
                item("5", "Övriga frågor"),
            ),
        ),
    }
    for kind in order:
        accepted(papers[kind])

    meeting = Meeting.objects.get()
    assert (meeting.start, meeting.planned_start) == (time(9), time(8, 30))
    assert (meeting.place, meeting.planned_place) == ("Sal Björken", "Sal Eken")
    assert meeting.date == meeting.planned_date == DAY
    rows = AgendaItem.objects.order_by("order", "planned_order")
    assert [
        (row.number, row.heading, row.planned_number, row.planned_heading, row.outcome)
        for row in rows
    ] == [
        ("1", "Mötets öppnande", "1", "Mötets öppnande", "none"),
        ("2", "Utbildningar, gemensamma", "3", "Gemensamma utbildningar", "noted"),
        ("3", "Extra fråga från Sotådalen", "", "", "none"),
        ("4", "Hembesök om natten", "2", "Hembesök om natten (Bilaga 4)", "decided"),
        ("5", "Övriga frågor", "4", "Övriga frågor", "none"),
    ]
    assert set(MeetingPaper.objects.values_list("phase", flat=True)) == {"plan", "held"}


def test_an_item_that_was_withdrawn_stays_in_the_plan_alone(accepted):
    accepted(paper("notice", items=(item("1", "Hembesök"), item("2", "Egenvård i hemmet"))))
    accepted(paper("minutes", items=(item("1", "Hembesök"),)))

    left = AgendaItem.objects.get(planned_heading="Egenvård i hemmet")
    assert (left.order, left.heading, left.planned_order) == (None, "", 2)


def test_two_readings_of_the_same_minutes_double_nothing(accepted):
    web = full_paper()
    scan = paper(
        "minutes",
        note="Inläst från papper",
        attendees=("Ada Lind", "Bo Åkerfelt"),
        items=(
            item(
                "1",
                "Hembesok om natten",
                decisions=(
                    {
                        "clauses": (
                            clause("att godkänna punkt 1", points=(1,)),
                            clause("att utse Pär Holm till kontakt person", "appoint"),
                        )
                    },
                    {"clauses": (clause("att ge kansliet i uppdrag att rakna om", "assign"),)},
                ),
                attachments=("3a", "3b"),
            ),
            item("2", "Mötet avslutas"),
        ),
    )
    accepted(web)
    before = counts()
    accepted(scan)

    assert counts() == before
    assert Clause.objects.get(action="assign").text == "att ge kansliet i uppdrag att räkna om"
    assert "Ada Lindh" in set(Participation.objects.values_list("name__text", flat=True))
    shared = Evidence.objects.filter(
        fact_type="matters.clause", fact_id=Clause.objects.get(action="assign").id
    )
    assert {row.passage.document_id for row in shared} == set(
        Document.objects.values_list("id", flat=True)
    )


def test_figures_months_and_negations_are_never_taken_for_the_same(accepted):
    accepted(paper(items=(item("1", "Belopp", clauses=("att avsätta 400 tkr till juni",)),)))
    others = ("att avsätta 600 tkr till juni", "att avsätta 400 tkr till juli")
    accepted(paper(note="En till", items=(item("1", "Belopp", clauses=others),)))

    assert set(Clause.objects.values_list("text", flat=True)) == {
        "att avsätta 400 tkr till juni",
        *others,
    }


def test_a_second_document_fills_what_is_missing_and_overwrites_nothing(accepted):
    accepted(paper(place=None, items=(item("1", "Hembesök", clauses=("att pröva",)),)))
    second = paper(
        note="En annan läsning",
        place="Sal Björken",
        start=time(10),
        items=(item("1", "Hembesök", clauses=(clause("att pröva", scope="regionen"),)),),
    )
    accepted(second)

    meeting = Meeting.objects.get()
    assert meeting.place == "Sal Björken"
    assert meeting.start == time(9), "a merely read value overwrites nothing"
    assert Clause.objects.get().side == "region"


def test_a_typed_value_overwrites_and_is_never_overwritten_by_a_read_one(accepted, taken):
    first, second = paper(), paper(note="En annan läsning", place="Sal Boken", start=time(10))
    accepted(first)
    document = taken(second)
    correct(document, "place", place="Sal Hasseln")
    accepted_again(document)

    meeting = Meeting.objects.get()
    assert (meeting.place, meeting.typed) == ("Sal Hasseln", True)

    accepted_again(taken(first))
    third = paper(note="En tredje läsning", place="Sal Alen")
    accepted(third)
    meeting.refresh_from_db()
    assert (meeting.place, meeting.start) == ("Sal Hasseln", time(9))
    assert meeting.typed


def test_a_heading_typed_in_the_notice_does_not_keep_the_minutes_out(accepted, taken):
    document = taken(paper("notice", items=(item("1", "Hembesök", outcome="proposed"),)))
    correct(document, "item", heading="Hembesök om natten")
    accepted_again(document)
    accepted(paper("minutes", items=(item("2", "Hembesök om natten", clauses=("att pröva",)),)))

    row = AgendaItem.objects.get()
    assert (row.planned_heading, row.number, row.outcome, row.typed) == (
        "Hembesök om natten",
        "2",
        "decided",
        True,
    )


def test_accepting_again_after_corrections_changes_the_facts_it_made(accepted, taken):
    one = full_paper()
    accepted(one)
    document = taken(one)
    ids = set(Clause.objects.values_list("id", flat=True))
    correct(document, "item", heading="Nattliga hembesök", outcome="tabled")
    correct(document, "attendee", name="Ada Lindh-Ros")
    clause_row = Suggestion.objects.get(document_id=document, value__text="att godkänna punkt 1")
    revision = Review.objects.get(document_id=document).revision
    actions.correct(
        viewer=VIEWER,
        suggestion_id=clause_row.id,
        fields={"text": "att avslå punkt 1", "action": "reject"},
        revision=revision,
    )
    accepted_again(document)

    changed = Clause.objects.get(action="reject")
    assert (changed.text, changed.typed) == ("att avslå punkt 1", True)
    assert set(Clause.objects.values_list("id", flat=True)) == ids
    row = AgendaItem.objects.get(number="1")
    assert (row.heading, row.outcome) == ("Nattliga hembesök", "tabled")
    assert Participation.objects.filter(name__text="Ada Lindh-Ros", role="attending").exists()
    assert Participation.objects.filter(role="attending").count() == 2
    assert not Person.objects.filter(name="Ada Lindh").exists(), "nobody is known under it any more"
    assert Person.objects.filter(name="Bo Åkerfelt").exists()


def test_a_person_with_several_names_is_kept_when_one_of_them_is_used_no_more(accepted, taken):
    one = full_paper()
    accepted(one)
    document = taken(one)
    keep, other = (Person.objects.get(name=name) for name in ("Siv Ekdal", "Ada Lindh"))
    merge_people(viewer=VIEWER, keep_id=keep.id, other_id=other.id)
    correct(document, "attendee", name="Ada Lindh-Ros")
    accepted_again(document)

    assert set(keep.names.values_list("text", flat=True)) == {"Siv Ekdal", "Ada Lindh"}


def test_taking_a_correction_back_takes_the_typed_value_away(accepted, taken):
    one = full_paper()
    document = taken(one)
    correct(document, "item", heading="Nattliga hembesök")
    accepted_again(document)
    row = Suggestion.objects.filter(document_id=document, kind="item").first()
    assert row
    revision = Review.objects.get(document_id=document).revision
    actions.restore(viewer=VIEWER, suggestion_id=row.id, revision=revision)
    accepted_again(document)

    known = AgendaItem.objects.get(number="1")
    assert (known.heading, known.typed) == ("Hembesök om natten", False)


def test_dropped_facts_go_and_take_what_hangs_on_them(accepted, taken):
    one = full_paper()
    accepted(one)
    document = taken(one)
    drop(document, "decision")
    drop(document, "attendee")
    accepted_again(document)

    assert not Decision.objects.filter(state="decided").exists()
    assert not Appointment.objects.exists()
    assert not Assignment.objects.exclude(clause=None).exists()
    assert Participation.objects.filter(role="attending").count() == 1
    resting = {(row.fact_type, row.fact_id) for row in Evidence.objects.all()}
    for model in FACTS:
        ids = set(model._default_manager.values_list("pk", flat=True))
        assert {fact for kind, fact in resting if kind == model._meta.label_lower} == ids


def test_a_dropped_fact_that_rests_on_another_document_stays(accepted, taken):
    notice = paper("notice", items=(item("1", "Hembesök"), item("2", "Egenvård")))
    minutes = paper("minutes", items=(item("1", "Hembesök"), item("2", "Egenvård")))
    accepted(notice)
    accepted(minutes)
    document = taken(minutes)
    drop(document, "item", value__heading="Egenvård")
    accepted_again(document)

    left = AgendaItem.objects.get(planned_heading="Egenvård")
    assert (left.order, left.heading, left.outcome) == (None, "", "proposed")


def test_added_facts_are_added(accepted, taken):
    one = full_paper()
    document = taken(one)
    parent = Suggestion.objects.get(document_id=document, kind="decision")
    actions.add(
        viewer=VIEWER,
        document_id=document,
        kind="clause",
        parent_id=parent.id,
        fields={"text": "att tacka Siv Ekdal", "action": "other"},
        revision=1,
    )
    accepted_again(document)

    known = Clause.objects.get(text="att tacka Siv Ekdal")
    assert known.typed
    assert Evidence.objects.filter(fact_type="matters.clause", fact_id=known.id).exists()
    accepted_again(document)
    assert Clause.objects.filter(text="att tacka Siv Ekdal").count() == 1


def test_late_additions_join_the_plan_at_its_end_in_any_order(accepted):
    first = paper("notice", items=(item("1", "Mötets öppnande"), item("2", "Hembesök")))
    late = paper(
        "notice",
        note="Tillkommande",
        items=(item("3", "Utvärdering", late=True), item("4", "Nominering", late=True)),
    )
    expected = ["Mötets öppnande", "Hembesök", "Utvärdering", "Nominering"]
    for papers in permutations((first, late)):
        former = list(Meeting.objects.values_list("id", flat=True))
        Meeting.objects.all().delete()
        for meeting_id in former:
            announce_recorded(meeting_id)
        for one in papers:
            accepted(one)
        rows = AgendaItem.objects.order_by("planned_order")
        assert [row.planned_heading for row in rows] == expected
        assert [row.late for row in rows] == [False, False, True, True]


def test_a_notice_a_year_off_joins_the_meeting_that_the_reviewer_chose(accepted, taken):
    meeting = accepted(paper("minutes"))
    off = paper("notice", day=date(2030, 3, 14))
    document = taken(off)
    assert accepted_again(document, meeting_id=meeting) == meeting

    known = Meeting.objects.get()
    assert (known.date, known.planned_date) == (DAY, date(2030, 3, 14))
    assert accepted_again(document) == meeting, "the choice is remembered"
    assert Meeting.objects.count() == 1


def test_minutes_chosen_for_a_notice_a_year_off_set_the_day_right(accepted):
    meeting = accepted(paper("notice", day=date(2030, 3, 14)))
    accepted(paper("minutes"), meeting_id=meeting)

    known = Meeting.objects.get()
    assert (known.date, known.planned_date) == (DAY, date(2030, 3, 14))


def test_a_chosen_body_learns_the_name_as_read(accepted):
    body = Body.objects.create(name="Länsnätverket för chefer")
    accepted(paper(body="LNV chefer"), body_id=body.id)
    accepted(paper(note="Nästa", body="lnv  Chefer", day=date(2031, 5, 9)))

    assert set(Meeting.objects.values_list("body_id", flat=True)) == {body.id}


def test_a_corrected_day_moves_the_meeting_when_no_other_document_tells_of_it(accepted, taken):
    one = full_paper()
    meeting = accepted(one)
    document = taken(one)
    correct(document, "date", date="15 mars 2031")
    assert accepted_again(document) == meeting
    assert Meeting.objects.get().date == date(2031, 3, 15)


def test_a_corrected_day_leaves_the_meeting_that_others_tell_of(accepted, taken):
    meeting = accepted(paper("notice", items=(item("1", "Hembesök"),)))
    minutes = full_paper()
    accepted(minutes)
    document = taken(minutes)
    correct(document, "date", date="2031-05-09")
    moved = accepted_again(document)

    assert moved != meeting
    assert AgendaItem.objects.filter(meeting_id=moved).count() == 2
    left = AgendaItem.objects.get(meeting_id=meeting)
    assert (left.heading, left.planned_heading) == ("", "Hembesök")
    assert not Clause.objects.filter(decision__item__meeting_id=meeting).exists()


def test_a_day_that_is_another_meetings_is_refused_where_a_meeting_was_chosen(accepted, taken):
    accepted(paper("minutes", day=date(2031, 5, 9)))
    meeting = accepted(paper("notice"))
    document = taken(paper("minutes", note="Fel", day=date(2031, 5, 9)))

    with pytest.raises(Invalid) as refused:
        accepted_again(document, meeting_id=meeting)
    assert set(refused.value.errors) == {"date"}
    assert Review.objects.get(document_id=document).state == "waiting"


def test_a_kind_that_was_wrong_moves_the_account(accepted, taken):
    one = paper("notice", items=(item("1", "Hembesök"),))
    accepted(one)
    document = taken(one)
    correct(document, "kind", kind="minutes")
    accepted_again(document)

    row, meeting = AgendaItem.objects.get(), Meeting.objects.get()
    assert (row.heading, row.order, row.planned_heading, row.planned_order) == (
        "Hembesök",
        1,
        "",
        None,
    )
    assert (meeting.place, meeting.planned_place, meeting.planned_date) == ("Sal Björken", "", None)
    assert set(Participation.objects.values_list("phase", flat=True)) == {"held"}


@pytest.mark.parametrize(
    ("lacking", "missing"),
    [
        ({"kind": "unknown"}, {"kind"}),
        ({"body": None}, {"body"}),
        ({"day": None}, {"date"}),
        ({"kind": "unknown", "body": None, "day": None}, {"kind", "body", "date"}),
    ],
)
def test_what_is_missing_is_asked_for(accepted, lacking, missing):
    with pytest.raises(Invalid) as refused:
        accepted(paper(**lacking))

    assert set(refused.value.errors) == missing
    assert not Meeting.objects.exists()
    assert not Body.objects.exists()


def test_a_body_that_is_missing_can_be_chosen(accepted):
    body = Body.objects.create(name="Älvnätverket")
    meeting = accepted(paper(body=None), body_id=body.id)
    assert Meeting.objects.get(id=meeting).body == body


def test_a_stale_revision_accepts_nothing(taken):
    document = taken(full_paper())
    correct(document, "place", place="Sal Hasseln")

    with pytest.raises(ChangedMeanwhile):
        actions.accept(viewer=VIEWER, document_id=document, revision=1)
    assert not Meeting.objects.exists()


def test_a_correction_after_acceptance_waits_to_be_accepted_too(accepted, taken):
    one = full_paper()
    accepted(one)
    document = taken(one)
    correct(document, "place", place="Sal Hasseln")

    review = Review.objects.get(document_id=document)
    assert (review.state, review.changed_since) == ("accepted", True)
    assert Meeting.objects.get().place == "Sal Björken"
    accepted_again(document)
    review.refresh_from_db()
    assert not review.changed_since


def test_the_meeting_is_announced_within_the_transaction(accepted):
    heard: list[tuple[int, bool]] = []

    def listen(meeting_id: int, **_rest: object) -> None:
        heard.append((meeting_id, connection.in_atomic_block))

    meeting_recorded.connect(listen)
    try:
        meeting = accepted(full_paper())
    finally:
        meeting_recorded.disconnect(listen)
    assert heard == [(meeting, True)]


def test_a_listener_that_fails_lets_nothing_be_accepted(taken):
    document = taken(full_paper())

    def fail(**_rest: object) -> None:
        raise RuntimeError

    meeting_recorded.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            accepted_again(document)
    finally:
        meeting_recorded.disconnect(fail)
    assert not Meeting.objects.exists()
    assert Review.objects.get(document_id=document).state == "waiting"


def many(number: int) -> tuple[dict[str, object], ...]:
    return tuple(
        item(
            str(n),
            f"Ärende {n} om {n * 7}",
            presenters=(f"Person {n}son",),
            clauses=(f"att godkänna förslag {n}", clause(f"att utse nummer {n}", "appoint")),
            attachments=(f"{n}a",),
        )
        for n in range(1, number + 1)
    )


def test_the_number_of_queries_hardly_grows_with_the_number_of_facts(taken):
    used = []
    for size in (4, 40):
        document = taken(paper(note=str(size), day=date(2031, 3, size // 4), items=many(size)))
        with CaptureQueriesContext(connection) as queries:
            accepted_again(document)
        inserts = ("INSERT", "UPDATE")
        used.append([one for one in queries if not one["sql"].startswith(inserts)])
    # the search index reads and writes once more for each listener, but never once a fact
    assert len(used[1]) <= len(used[0]) + 8
    assert len(used[0]) < 180
