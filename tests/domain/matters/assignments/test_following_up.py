"""What may be done with assignments, by whom, and what becomes of them."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.conf import settings as configured
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handslag.domain.access.roles import Role
from handslag.domain.access.things import of_body, of_principal
from handslag.domain.access.viewer import Held, Viewer
from handslag.domain.audit.models import Entry
from handslag.domain.base.meanwhile import ChangedMeanwhile
from handslag.domain.base.states import PublicationState
from handslag.domain.documents import store
from handslag.domain.matters.assignments import actions, queries
from handslag.domain.matters.assignments.actions.doing import digest_of
from handslag.domain.matters.assignments.rules import DueKind, State
from handslag.domain.matters.assignments.telling import DueGiven, FileTold, PartTold, WhoTold
from handslag.domain.matters.models import Assignee, Assignment, AssignmentFile, AssignmentStep
from handslag.domain.meetings.events import announce_recorded
from handslag.domain.registry.models import Person
from tests.builders import (
    NO_SUCH,
    VIEWER,
    a_body,
    a_clause,
    a_meeting,
    a_name,
    a_principal,
    a_user,
    an_item,
)
from tests.chance import examples

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
LAST_MONTH = TODAY - timedelta(days=30)
NEXT_MONTH = TODAY + timedelta(days=30)


def an_assignment(body=None, *to: Assignee, text: str = "Ta fram en modell", **columns):
    """An assignment of a meeting a month ago, whose minutes are shared."""
    item, meeting = columns.pop("item", None), columns.pop("meeting", None)
    of_item = columns.pop("of_item", {})
    if item is None:
        shared = {"state": PublicationState.SHARED, "planned_state": PublicationState.SHARED}
        item = an_item(meeting or a_meeting(body, LAST_MONTH, **shared), **of_item)
    row = Assignment.objects.create(item=item, text=text, **columns)
    for order, one in enumerate(to, 1):
        one.assignment, one.order = row, order
        one.save()
    return row


def to(text: str = "Styrgruppen", **columns) -> Assignee:
    return Assignee(text=text, **columns)


def stands(row: Assignment, viewer: Viewer = VIEWER):
    return queries.standing_of(viewer, [row.id])[row.id]


def member_of(body, user=None) -> Viewer:
    return Viewer("Ledamoten", frozenset({Held(Role.MEMBER, of_body(body.id))}), user and user.id)


@pytest.fixture(autouse=True)
def _files(monkeypatch, tmp_path):
    monkeypatch.setattr(configured, "FILES", tmp_path)


def test_a_report_is_kept_with_its_file():
    row = an_assignment()
    file = FileTold(name="rapport.pdf", media_type="application/pdf", data=b"%PDF-1.7")
    actions.report(viewer=VIEWER, assignment_id=row.id, text="Halvvägs.", files=[file])
    kept = AssignmentFile.objects.get(step__assignment=row)
    assert store.bytes_of(kept.sha256) == b"%PDF-1.7"
    assert store.is_named(kept.sha256)
    assert stands(row).state == State.REPORTED


def test_the_same_report_twice_is_one():
    row = an_assignment()
    file = FileTold(name="rapport.pdf", media_type="application/pdf", data=b"%PDF-1.7")
    told = {"viewer": VIEWER, "assignment_id": row.id, "text": "Klart", "files": [file, file]}
    assert actions.report(**told) == actions.report(**told)
    assert AssignmentFile.objects.filter(step__assignment=row).count() == 1


def test_a_report_that_says_nothing_is_refused():
    with pytest.raises(ValidationError):
        actions.report(viewer=VIEWER, assignment_id=an_assignment().id, text="  ")


def test_a_report_of_a_coming_day_is_refused():
    row = an_assignment()
    with pytest.raises(ValidationError):
        actions.report(viewer=VIEWER, assignment_id=row.id, text="Klart", day=NEXT_MONTH)


def test_what_is_finished_is_reported_on_no_more_until_it_is_opened_again():
    row = an_assignment()
    actions.finish(viewer=VIEWER, assignment_id=row.id, text="Färdigt")
    with pytest.raises(ValidationError):
        actions.report(viewer=VIEWER, assignment_id=row.id, text="Mer")
    actions.reopen(viewer=VIEWER, assignment_id=row.id, reason="Det återstår en del")
    actions.report(viewer=VIEWER, assignment_id=row.id, text="Mer")
    assert stands(row).state == State.REPORTED


def test_what_is_open_cannot_be_opened_again():
    with pytest.raises(ValidationError):
        actions.reopen(
            viewer=VIEWER, assignment_id=an_assignment().id, reason="För säkerhets skull"
        )


@pytest.mark.parametrize("action", [actions.drop, actions.reopen])
def test_dropping_and_opening_again_take_a_reason(action):
    row = an_assignment()
    if action is actions.reopen:
        actions.drop(viewer=VIEWER, assignment_id=row.id, reason="Överspelat")
    with pytest.raises(ValidationError):
        action(viewer=VIEWER, assignment_id=row.id, reason=" ")


def test_a_day_is_set_without_a_reason_and_moved_with_one():
    row = an_assignment()
    actions.move_due(viewer=VIEWER, assignment_id=row.id, due=DueGiven(date=NEXT_MONTH))
    later = DueGiven(later=True)
    with pytest.raises(ValidationError):
        actions.move_due(viewer=VIEWER, assignment_id=row.id, due=later)
    actions.move_due(viewer=VIEWER, assignment_id=row.id, due=later, reason="Ingen tid")
    assert stands(row).due.kind == DueKind.LATER


def test_it_is_carried_over_to_the_next_meeting_of_the_body():
    body = a_body()
    row = an_assignment(body)
    coming = a_meeting(body, NEXT_MONTH)
    actions.carry_over(viewer=VIEWER, assignment_id=row.id)
    due = stands(row).due
    assert (due.meeting_id, due.day, stands(row).carried) == (coming.id, NEXT_MONTH, 1)


def test_what_is_due_at_the_next_meeting_is_carried_to_the_one_after():
    body = a_body()
    first, second = a_meeting(body, NEXT_MONTH), a_meeting(body, NEXT_MONTH + timedelta(40))
    row = an_assignment(body, due_meeting=first)
    actions.carry_over(viewer=VIEWER, assignment_id=row.id, reason="Hann inte")
    assert stands(row).due.meeting_id == second.id


def test_what_was_carried_to_a_meeting_that_nobody_had_planned_follows_it_when_it_is():
    body = a_body()
    row = an_assignment(body)
    actions.carry_over(viewer=VIEWER, assignment_id=row.id)
    assert stands(row).due.kind == DueKind.WORDS
    coming = a_meeting(body, NEXT_MONTH)
    announce_recorded(coming.id)
    assert stands(row).due.meeting_id == coming.id


def test_it_is_handed_over_and_who_had_it_stays():
    row = an_assignment(None, to("Anna Berg"))
    was = row.assignees.get()
    new = a_name("Bo Ek").person
    actions.hand_over(
        viewer=VIEWER, assignee_id=was.id, to=WhoTold(person_id=new.id), reason="Ny på posten"
    )
    shown = queries.rows_of(VIEWER, [row.id])[row.id]
    assert [one.name for one in shown.holders] == ["Bo Ek"]
    was.refresh_from_db()
    assert was.until == TODAY
    step = AssignmentStep.objects.get(assignment=row)
    assert (step.was_id, step.now and step.now.person_id) == (was.id, new.id)


def test_everything_that_a_person_has_is_handed_over_in_one_go():
    leaving, new = a_name("Anna Berg").person, a_name("Bo Ek").person
    body = a_body()
    rows = [
        an_assignment(None, to("Anna Berg", person=leaving), meeting=meeting)
        for meeting in (a_meeting(body, LAST_MONTH), a_meeting(body, TODAY))
    ]
    over = an_assignment(None, to("Anna Berg", person=leaving), item=rows[0].item)
    actions.finish(viewer=VIEWER, assignment_id=over.id)
    told = WhoTold(person_id=new.id)
    assert actions.hand_over_all(viewer=VIEWER, person_id=leaving.id, to=told) == 2
    assert actions.hand_over_all(viewer=VIEWER, person_id=leaving.id, to=told) == 0
    held = queries.due(VIEWER, person_ids=[new.id])
    assert {one.id for one in held} == {row.id for row in rows}


def test_it_is_not_handed_over_to_who_has_it():
    person = a_name("Anna Berg").person
    row = an_assignment(None, to("Anna Berg", person=person))
    with pytest.raises(ValidationError):
        actions.hand_over(
            viewer=VIEWER, assignee_id=row.assignees.get().id, to=WhoTold(person_id=person.id)
        )


def test_it_is_split_into_parts_with_who_does_what():
    body = a_body("Beredningen")
    row = an_assignment(None, to("Styrgruppen"), due_date=NEXT_MONTH)
    parts = [
        PartTold(text="Räkna på kostnaden", who=(WhoTold(body_id=body.id),)),
        PartTold(text="Fråga kommunerna", due=DueGiven(later=True)),
    ]
    one, other = actions.split(viewer=VIEWER, assignment_id=row.id, parts=parts)
    whole = stands(row)
    assert (whole.state, whole.leads_to) == (State.SPLIT, (one, other))
    shown = queries.rows_of(VIEWER, [one, other])
    assert [one.name for one in shown[one].holders] == ["Beredningen"]
    assert [one.name for one in shown[other].holders] == ["Styrgruppen"]
    assert shown[one].due.day == NEXT_MONTH
    assert shown[other].due.kind.value == DueKind.LATER


def test_one_part_is_no_split():
    with pytest.raises(ValidationError):
        actions.split(
            viewer=VIEWER, assignment_id=an_assignment().id, parts=[PartTold(text="Allt")]
        )


def test_several_are_joined_and_whoever_had_one_has_the_whole():
    body = a_body("Beredningen")
    row = an_assignment(None, to("Styrgruppen"))
    other = an_assignment(None, to("Beredningen", body=body), item=row.item, text="Samma sak")
    actions.join(viewer=VIEWER, into_id=row.id, assignment_ids=[other.id], reason="Samma sak")
    assert stands(other).leads_to == (row.id,)
    shown = queries.rows_of(VIEWER, [row.id])[row.id]
    assert [one.name for one in shown.holders] == ["Styrgruppen", "Beredningen"]


def test_joining_with_nothing_is_refused():
    row = an_assignment()
    with pytest.raises(ValidationError):
        actions.join(viewer=VIEWER, into_id=row.id, assignment_ids=[row.id])


def test_who_comes_second_is_told_and_nothing_is_done():
    row = an_assignment()
    seen = digest_of(row)
    actions.move_due(viewer=VIEWER, assignment_id=row.id, due=DueGiven(later=True), seen=seen)
    with pytest.raises(ChangedMeanwhile):
        actions.finish(viewer=VIEWER, assignment_id=row.id, seen=seen)
    assert stands(row).state == State.OPEN


def test_every_change_is_logged():
    row = an_assignment()
    actions.report(viewer=VIEWER, assignment_id=row.id, text="Halvvägs")
    actions.finish(viewer=VIEWER, assignment_id=row.id)
    verbs = Entry.objects.filter(thing_type="matters.assignment", thing_id=row.id)
    assert list(verbs.order_by("number").values_list("verb", flat=True)) == [
        "matters.report_assignment",
        "matters.finish_assignment",
    ]


def test_what_somebody_reported_on_is_never_deleted():
    row = an_assignment()
    actions.report(viewer=VIEWER, assignment_id=row.id, text="Halvvägs")
    with pytest.raises(ProtectedError):
        row.item.delete()


def test_whoever_has_it_sees_it_and_reports_on_it_and_changes_nothing():
    body = a_body("Beredningen")
    row = an_assignment(None, to("Beredningen", body=body), of_item={"closed": False})
    member = member_of(body)
    shown = queries.rows_of(member, [row.id])[row.id]
    assert (shown.item, shown.may_change) == (None, False)
    actions.report(viewer=member, assignment_id=row.id, text="Halvvägs")
    with pytest.raises(PermissionDenied):
        actions.finish(viewer=member, assignment_id=row.id)


def test_a_principals_contact_sees_what_the_principal_has():
    principal = a_principal()
    row = an_assignment(None, to("Norrviks kommun", organisation=principal))
    contact = Viewer("Kontakten", frozenset({Held(Role.CONTACT, of_principal(principal.id))}))
    assert row.id in queries.rows_of(contact, [row.id])
    actions.report(viewer=contact, assignment_id=row.id, text="Halvvägs")


def test_somebody_sees_what_they_have_themselves():
    user = a_user()
    person = a_name("Anna Lund").person
    Person.objects.filter(id=person.id).update(user=user)
    row = an_assignment(None, to("Anna Lund", person=person))
    viewer = member_of(a_body("Ett annat"), user)
    assert row.id in queries.rows_of(viewer, [row.id])
    actions.report(viewer=viewer, assignment_id=row.id, text="Halvvägs")


@pytest.mark.parametrize("hidden", ["closed", "draft"])
def test_not_even_who_has_it_sees_what_is_closed_or_a_draft(hidden):
    body = a_body("Beredningen")
    state = PublicationState.DRAFT if hidden == "draft" else PublicationState.SHARED
    meeting = a_meeting(None, LAST_MONTH, state=state, planned_state=PublicationState.SHARED)
    item = an_item(meeting, closed=hidden == "closed")
    row = an_assignment(None, to("Beredningen", body=body), item=item)
    assert queries.rows_of(member_of(body), [row.id]) == {}
    with pytest.raises(Assignment.DoesNotExist):
        actions.report(viewer=member_of(body), assignment_id=row.id, text="Halvvägs")


def test_who_handed_it_over_sees_it_no_more():
    body, other = a_body("Beredningen"), a_body("Arbetsgruppen")
    row = an_assignment(None, to("Beredningen", body=body))
    actions.hand_over(
        viewer=VIEWER, assignee_id=row.assignees.get().id, to=WhoTold(body_id=other.id)
    )
    assert queries.rows_of(member_of(body), [row.id]) == {}
    assert row.id in queries.rows_of(member_of(other), [row.id])


def test_what_happened_under_an_item_that_is_a_draft_is_as_if_it_had_not():
    body = a_body()
    row = an_assignment(body)
    draft = an_item(a_meeting(body, TODAY, planned_state=PublicationState.SHARED))
    actions.finish(viewer=VIEWER, assignment_id=row.id, item_id=draft.id)
    assert stands(row).state == State.FINISHED
    assert stands(row, member_of(body)).state == State.OPEN
    listed = queries.counts(member_of(body), queries.Filters())
    assert (listed.open, listed.over) == (1, 0)


def test_a_meeting_whose_day_nobody_has_told_shows_no_day():
    body = a_body()
    row = an_assignment(body, due_meeting=a_meeting(body, NEXT_MONTH))
    assert stands(row).due.day == NEXT_MONTH
    assert stands(row, member_of(body)).due.day is None


def test_a_stranger_is_refused():
    with pytest.raises(PermissionDenied):
        queries.rows_of(Viewer(""), [an_assignment().id])


def test_nobody_can_report_on_what_is_not_there():
    with pytest.raises(Assignment.DoesNotExist):
        actions.report(viewer=VIEWER, assignment_id=NO_SUCH, text="Klart")


def test_a_name_is_found_in_the_register_where_exactly_one_has_it():
    body, person, principal = a_body("Beredningen"), a_name("Anna Berg").person, a_principal()
    row = an_assignment(
        None, to("beredningen"), to("Anna Berg, Norrviks kommun"), to("Norrvik"), to("Någon")
    )
    announce_recorded(row.item.meeting_id)
    found = list(row.assignees.order_by("order"))
    assert found[0].body_id == body.id
    assert found[1].person_id == person.id
    assert found[2].organisation_id == principal.id
    assert not any((found[3].body_id, found[3].organisation_id, found[3].person_id))


def test_a_name_that_two_have_is_left_for_somebody_to_say():
    a_body("Kansliet")
    a_principal("Kansliet", "office")
    row = an_assignment(None, to("Kansliet"))
    announce_recorded(row.item.meeting_id)
    shown = queries.rows_of(VIEWER, [row.id])[row.id]
    assert not shown.owned


def test_no_name_that_is_read_says_otherwise_than_somebody_has_said():
    a_body("Beredningen")
    other = a_body("Arbetsgruppen")
    row = an_assignment(None, to("Beredningen"))
    announce_recorded(row.item.meeting_id)
    holder = row.assignees.get()
    actions.say_who(viewer=VIEWER, assignee_id=holder.id, who=WhoTold(body_id=other.id))
    announce_recorded(row.item.meeting_id)
    holder.refresh_from_db()
    assert (holder.text, holder.body_id) == ("Beredningen", other.id)
    actions.say_who(viewer=VIEWER, assignee_id=holder.id, who=None)
    announce_recorded(row.item.meeting_id)
    holder.refresh_from_db()
    assert holder.body_id is None


def test_what_a_paper_says_is_due_at_a_meeting_is_due_there_once_it_is_planned():
    body = a_body()
    row = an_assignment(body, due_text="till nästa möte")
    on_a_day = an_assignment(None, item=row.item, due_date=NEXT_MONTH)
    later = an_assignment(None, item=row.item, due_text="återkommer")
    announce_recorded(row.item.meeting_id)
    later.refresh_from_db()
    assert later.due_later
    coming = a_meeting(body, NEXT_MONTH)
    announce_recorded(coming.id)
    for one in (row, on_a_day):
        one.refresh_from_db()
        assert one.due_meeting_id == coming.id


def test_it_follows_a_meeting_that_is_moved_and_not_a_day_that_was_misread():
    body = a_body()
    coming = a_meeting(body, NEXT_MONTH)
    row = an_assignment(body, due_date=NEXT_MONTH)
    announce_recorded(row.item.meeting_id)
    coming.date = NEXT_MONTH + timedelta(7)
    coming.save()
    coming.changes.create(kind="moved", before={"date": NEXT_MONTH.isoformat()}, by="Prövaren")
    announce_recorded(row.item.meeting_id)
    row.refresh_from_db()
    assert row.due_meeting_id == coming.id
    assert stands(row).due.day == NEXT_MONTH + timedelta(7)
    Assignment.objects.filter(id=row.id).update(due_date=NEXT_MONTH + timedelta(1))
    announce_recorded(row.item.meeting_id)
    row.refresh_from_db()
    assert row.due_meeting_id is None


def test_one_that_a_clause_gave_tells_its_clause():
    item = an_item(a_meeting(None, LAST_MONTH))
    clause = a_clause(item, "att ge Styrgruppen i uppdrag att ta fram en modell")
    row = an_assignment(None, item=item, clause=clause)
    shown = queries.rows_of(VIEWER, [row.id])[row.id]
    assert (shown.clause_id, shown.clause_code) == (clause.id, clause.code)


def test_the_soonest_due_comes_first_and_what_has_no_day_last():
    body = a_body()
    undated = an_assignment(body)
    late = an_assignment(None, item=undated.item, due_date=date(2026, 1, 5))
    soon = an_assignment(None, item=undated.item, due_date=NEXT_MONTH)
    assert [one.id for one in queries.due(VIEWER)] == [late.id, soon.id, undated.id]
    assert [one.id for one in queries.due(VIEWER, before=TODAY)] == [late.id]


def test_what_is_due_at_a_meeting_is_told_for_its_agenda():
    body = a_body()
    coming = a_meeting(body, NEXT_MONTH)
    row = an_assignment(body, due_meeting=coming)
    by_day = an_assignment(None, item=row.item, due_date=NEXT_MONTH)
    an_assignment(None, item=row.item)
    assert [one.id for one in queries.due_at(VIEWER, coming.id)] == [row.id, by_day.id]


DOING = {
    "report": lambda row: actions.report(viewer=VIEWER, assignment_id=row.id, text=str(uuid4())),
    "finish": lambda row: actions.finish(viewer=VIEWER, assignment_id=row.id),
    "drop": lambda row: actions.drop(viewer=VIEWER, assignment_id=row.id, reason="Nej"),
    "reopen": lambda row: actions.reopen(viewer=VIEWER, assignment_id=row.id, reason="Jo"),
    "carry": lambda row: actions.carry_over(viewer=VIEWER, assignment_id=row.id),
    "late": lambda row: _due(row, DueGiven(date=LAST_MONTH)),
    "ahead": lambda row: _due(row, DueGiven(date=NEXT_MONTH)),
    "later": lambda row: _due(row, DueGiven(later=True)),
    "words": lambda row: _due(row, DueGiven(words="i vår")),
    "split": lambda row: actions.split(
        viewer=VIEWER, assignment_id=row.id, parts=[PartTold(text="A"), PartTold(text="B")]
    ),
}


def _due(row, due: DueGiven) -> None:
    actions.move_due(viewer=VIEWER, assignment_id=row.id, due=due, reason="Så blev det")


@settings(
    max_examples=examples(25),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(lives=st.lists(st.lists(st.sampled_from(sorted(DOING)), max_size=6), min_size=3, max_size=3))
def test_the_database_tells_how_they_stand_as_the_rules_do(lives):
    with transaction.atomic():
        body = a_body(f"Organet {uuid4()}")
        a_meeting(body, NEXT_MONTH)
        first = an_assignment(body)
        rows = [first, *(an_assignment(None, item=first.item) for _ in lives[1:])]
        for row, life in zip(rows, lives, strict=True):
            for doing in life:
                with suppress(ValidationError):
                    DOING[doing](row)
        asked = queries.Filters(body_id=body.id)
        everyone = Assignment.objects.filter(item=first.item).values_list("id", flat=True)
        known = queries.standing_of(VIEWER, list(everyone))
        counted = queries.counts(VIEWER, asked)
        still = [one for one in known.values() if not one.over]
        assert counted.open == len(still)
        assert counted.over == len(known) - len(still)
        assert counted.late == sum(one.late for one in still)
        assert counted.undated == sum(one.due.day is None for one in still)
        assert counted.reported == sum(one.state == State.REPORTED for one in still)
        assert counted.next_meeting == sum(
            one.due.day is not None and TODAY <= one.due.day <= NEXT_MONTH for one in still
        )
        transaction.set_rollback(True)  # the next life begins in an empty county


def test_a_meeting_tells_what_it_gave_and_what_is_due_at_it(django_assert_num_queries):
    body = a_body()
    coming = a_meeting(body, NEXT_MONTH)
    row = an_assignment(body, due_meeting=coming)
    by_day = an_assignment(None, item=row.item, due_date=NEXT_MONTH)
    an_assignment(None, item=row.item)
    given = queries.at_meeting(VIEWER, row.item.meeting_id, body.id, LAST_MONTH)
    assert (len(given.given), given.due) == (3, ())
    there = queries.at_meeting(VIEWER, coming.id, body.id, NEXT_MONTH)
    assert (there.given, [one.id for one in there.due]) == ({}, [row.id, by_day.id])
    empty = a_meeting(a_body("Ett annat"), NEXT_MONTH)
    with django_assert_num_queries(1):
        queries.at_meeting(VIEWER, empty.id, empty.body_id, NEXT_MONTH)
