"""What a principal, a body and a person owe and wait for, where they sit and what they thought."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from handslag.domain.access.roles import Role
from handslag.domain.access.things import of_body, of_principal
from handslag.domain.access.viewer import Held, Viewer
from handslag.domain.base.states import PublicationState
from handslag.domain.matters.models import (
    Assignee,
    Assignment,
    AssignmentStep,
    AssignmentStepKind,
    ClauseAction,
    Commission,
    MatterStep,
    PointOutcome,
    PointVerdict,
    Reservation,
    Stance,
    StanceKind,
    StepKind,
    Transfer,
    TransferKind,
)
from handslag.domain.matters.owing import queries
from handslag.domain.matters.owing.queries import Room, own_principals
from handslag.domain.matters.owing.settling import settle_parties
from handslag.domain.meetings.events import announce_recorded
from handslag.domain.meetings.models import (
    Delivery,
    DeliveryKind,
    MeetingKind,
    Notice,
    Participation,
    ParticipationRole,
    RaisedMatter,
    RaisedState,
    RaisedStep,
    Reply,
    ReplyAnswer,
)
from handslag.domain.registry.models import (
    Affiliation,
    Body,
    BodyKind,
    MembershipRole,
    Organisation,
    Person,
    Seat,
)
from tests.builders import (
    NO_SUCH,
    VIEWER,
    a_body,
    a_clause,
    a_matter,
    a_meeting,
    a_membership,
    a_name,
    a_principal,
    a_proposal,
    a_user,
    an_item,
)

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
SHARED = {
    "state": PublicationState.SHARED,
    "planned_state": PublicationState.SHARED,
    "day_state": PublicationState.SHARED,
}


def days(count: int) -> date:
    return TODAY + timedelta(days=count)


def an_assignment(item, text="Ta fram en modell", clause=None, *, to=(), **columns):
    row = Assignment.objects.create(item=item, text=text, clause=clause, **columns)
    for order, one in enumerate(to, 1):
        named = {"text": getattr(one, "name", "")}
        kind = {"Organisation": "organisation", "Body": "body", "Person": "person"}
        named[kind[type(one).__name__]] = one
        Assignee.objects.create(assignment=row, order=order, **named)
    return row


def held(body, day=-30, heading="Hjälpmedel", **columns):
    """An item that was dealt with at a meeting whose minutes are shared."""
    meeting = a_meeting(body, days(day), **SHARED)
    return an_item(meeting, heading, **columns)


def who_sits(body, principal, name="Lena Ask", user=None, **columns) -> Person:
    person = a_name(name).person
    person.user = user
    person.save()
    a_membership(body, person, principal=principal, **columns)
    return person


def called(meeting, person, principal) -> Notice:
    notice = Notice.objects.filter(meeting=meeting).first() or Notice.objects.create(
        meeting=meeting, version=1, content={}, sent_at=timezone.now()
    )
    Delivery.objects.create(
        meeting=meeting,
        notice=notice,
        kind=DeliveryKind.NOTICE,
        person=person,
        name=person.name,
        message_id=f"<{meeting.id}-{person.id}@exempel.se>",
        content={
            "body": meeting.body.name,
            "date": meeting.date.isoformat(),
            "uid": str(meeting.uid),
            "called_as": "member",
            "principal_id": principal.id,
            "principal": principal.name,
        },
    )
    return notice


def owed(principal, viewer=VIEWER, **more):
    return queries.principal_page(viewer, principal.id, TODAY, **more).owes


def waited_for(principal, viewer=VIEWER):
    return queries.principal_page(viewer, principal.id, TODAY).waits


def texts(lines) -> list[str]:
    return [line.text for line in lines]


def of_kind(lines, kind: str) -> list[Any]:
    return [line for line in lines if line.kind.value == kind]


def member_of(body, user=None, role=Role.MEMBER) -> Viewer:
    held = frozenset({Held(role, of_body(body.id))})
    return Viewer("Ledamoten", held, user.id if user else None)


# What is owed


def test_a_municipality_owes_what_it_was_given_itself_and_through_its_people():
    body, principal = a_body(), a_principal()
    lena = who_sits(body, principal)
    worker = a_name("Per Ek").person
    Affiliation.objects.create(person=worker, organisation=principal)
    board = Body.objects.create(name="Nämnden", kind=BodyKind.ASSEMBLY, owner=principal)
    stranger = a_name("Bo Al").person
    item = held(body)
    for text, who in (
        ("Som kommun", principal),
        ("Som ledamot", lena),
        ("Som anställd", worker),
        ("Som nämnd", board),
        ("Som någon annan", stranger),
    ):
        an_assignment(item, text, to=[who])
    assert sorted(texts(owed(principal))) == [
        "Som anställd",
        "Som kommun",
        "Som ledamot",
        "Som nämnd",
    ]
    whose = {line.text: line.who for line in owed(principal)}
    assert whose["Som ledamot"] == ("Lena Ask",)
    assert whose["Som kommun"] == ()


def test_what_is_late_comes_first_then_by_the_day_then_what_has_no_day():
    principal, item = a_principal(), held(a_body())
    an_assignment(item, "utan dag", to=[principal])
    an_assignment(item, "senare", to=[principal], due_date=days(40))
    an_assignment(item, "snart", to=[principal], due_date=days(4))
    an_assignment(item, "sent", to=[principal], due_date=days(-3))
    found = owed(principal)
    assert texts(found) == ["sent", "snart", "senare", "utan dag"]
    assert [line.late for line in found] == [True, False, False, False]
    assert (found.total, found.late, found.undated) == (4, 1, 1)


def test_a_line_says_to_whom_from_which_clause_which_matter_and_which_meeting():
    body, principal = a_body("Nordnätverket"), a_principal()
    item = held(body)
    matter = a_matter(item, title="Hjälpmedel i hemmet")
    clause = a_clause(item, "att ge Norrvik i uppdrag att räkna", action=ClauseAction.ASSIGN)
    coming = a_meeting(body, days(20), **SHARED)
    an_assignment(item, "Räkna", clause, to=[principal], due_meeting=coming)
    (line,) = owed(principal)
    assert (line.to, line.to_body_id) == ("Nordnätverket", body.id)
    assert line.clause_code == clause.code
    assert [one.id for one in line.matters] == [matter.id]
    assert line.said_at is not None
    assert line.said_at.id == item.meeting_id
    assert line.due_meeting is not None
    assert (line.due_meeting.id, line.due) == (coming.id, days(20))


def test_what_is_finished_or_handed_over_is_owed_no_longer():
    principal, other, item = a_principal(), a_principal("Sörviks kommun"), held(a_body())
    done = an_assignment(item, "Klart", to=[principal])
    AssignmentStep.objects.create(
        assignment=done, kind=AssignmentStepKind.FINISHED, day=TODAY, by="Lena"
    )
    moved = an_assignment(item, "Överlämnat", to=[principal])
    moved.assignees.update(until=TODAY)
    Assignee.objects.create(assignment=moved, text="Sörvik", organisation=other, since=TODAY)
    assert texts(owed(principal)) == []
    assert texts(owed(other)) == ["Överlämnat"]


def test_a_new_day_that_a_step_gave_is_the_day_it_is_due():
    principal, item = a_principal(), held(a_body())
    row = an_assignment(item, "Räkna", to=[principal], due_date=days(-10))
    AssignmentStep.objects.create(
        assignment=row, kind=AssignmentStepKind.DUE_MOVED, day=TODAY, by="L", due_date=days(12)
    )
    (line,) = owed(principal)
    assert (line.due, line.late) == (days(12), False)


def test_a_commission_owes_its_next_report():
    principal, body = a_principal(), a_body()
    lena = who_sits(body, principal)
    row = an_assignment(held(body), "Utred", to=[principal])
    Commission.objects.create(
        assignment=row, title="Utredningen", lead=lena, begins=days(-100), report_every=3
    )
    (line,) = of_kind(owed(principal), "report")
    assert (line.text, line.late) == ("Utredningen", True)
    AssignmentStep.objects.create(
        assignment=row, kind=AssignmentStepKind.REPORTED, day=TODAY, by="Lena", text="Halvvägs"
    )
    (line,) = of_kind(owed(principal), "report")
    assert not line.late


def test_a_seat_that_nobody_was_nominated_to_is_owed():
    principal, body = a_principal(), a_body("Nordnätverket")
    Seat.objects.create(body=body, role=MembershipRole.MEMBER, principal=principal, count=2)
    who_sits(body, principal)
    who_sits(body, principal, "Per Ek", until=days(-9))
    (line,) = of_kind(owed(principal), "seat")
    assert line.text == "Nominera ledamot till Nordnätverket"
    assert line.due_text.startswith("tom sedan ")
    assert line.id == body.id


def test_a_seat_that_somebody_takes_is_not_owed():
    principal, body = a_principal(), a_body()
    Seat.objects.create(body=body, role=MembershipRole.MEMBER, principal=principal)
    who_sits(body, principal)
    assert of_kind(owed(principal), "seat") == []


def test_a_seat_whose_last_day_is_near_is_owed_until_somebody_follows():
    principal, body = a_principal(), a_body()
    who_sits(body, principal, until=days(30))
    (line,) = of_kind(owed(principal), "seat")
    assert line.due == days(30)
    a_membership(body, a_name("Per Ek").person, principal=principal, since=days(31))
    assert of_kind(owed(principal), "seat") == []


def test_a_notice_that_its_people_have_not_answered_is_owed():
    principal, body = a_principal(), a_body()
    lena, per = who_sits(body, principal), who_sits(body, principal, "Per Ek")
    meeting = a_meeting(body, days(10), **SHARED)
    called(meeting, lena, principal)
    called(meeting, per, principal)
    Reply.objects.create(meeting=meeting, person=per, answer=ReplyAnswer.COMING, by="Per Ek")
    (line,) = of_kind(owed(principal), "reply")
    assert (line.who, line.due) == (("Lena Ask",), days(10))
    Reply.objects.create(meeting=meeting, person=lena, answer=ReplyAnswer.REGRETS, by="Lena")
    assert of_kind(owed(principal), "reply") == []


def test_a_raised_matter_that_came_back_with_a_question_is_owed():
    principal, body = a_principal(), a_body()
    raised = RaisedMatter.objects.create(
        body=body,
        heading="Egenvård",
        principal=principal,
        raised_name="Lena",
        state=RaisedState.RETURNED,
    )
    RaisedStep.objects.create(
        matter=raised, state=RaisedState.RETURNED, text="Vad kostar det?", by="Eva"
    )
    (line,) = of_kind(owed(principal), "question")
    assert (line.text, line.due_text) == ("Egenvård", "Vad kostar det?")


def test_what_its_people_are_to_present_is_owed():
    principal, body = a_principal(), a_body()
    lena = who_sits(body, principal)
    meeting = a_meeting(body, days(20), material_due=days(6), **SHARED)
    item = an_item(meeting, "Budget", order=None)
    Participation.objects.create(
        meeting=meeting,
        item=item,
        name=lena.names.get(),
        role=ParticipationRole.PRESENTING,
        phase="plan",
    )
    (line,) = of_kind(owed(principal), "presenting")
    assert (line.text, line.who, line.due) == ("Budget", ("Lena Ask",), days(20))
    assert "underlag senast" in line.due_text


def a_stance(item, by: str, kind=StanceKind.CANNOT_DECIDE_YET) -> Stance:
    row = Stance.objects.create(item=item, by=by, kind=kind)
    settle_parties(item.meeting_id)
    return row


def test_whose_a_stance_is_follows_from_its_words_whenever_facts_are_written():
    principal, item = a_principal("Stensala kommun"), held(a_body())
    told = {
        words: Stance.objects.create(item=item, by=words, kind=StanceKind.SUPPORTS)
        for words in ("Stensala", "Stensala kommun.", "Kommunerna", "Regionens företrädare", "Ån")
    }
    announce_recorded(item.meeting_id)
    found = {}
    for words, row in told.items():
        row.refresh_from_db()
        found[words] = (row.principal_id, row.side)
    assert found == {
        "Stensala": (principal.id, ""),
        "Stensala kommun.": (principal.id, ""),
        "Kommunerna": (None, "municipalities"),
        "Regionens företrädare": (None, "region"),
        "Ån": (None, ""),
    }


def test_what_it_could_not_decide_yet_is_owed_until_it_takes_a_stance():
    principal, body = a_principal("Stensala kommun"), a_body()
    who_sits(body, principal)
    item = held(body, -60)
    matter = a_matter(item, title="Taxan")
    a_stance(item, "Stensala")
    (line,) = of_kind(owed(principal), "stance")
    assert (line.text, line.id) == ("Taxan", matter.id)
    later = held(body, -10)
    matter.treatments.create(item=later, ground="heading")
    a_stance(later, "Stensala kommun", StanceKind.SUPPORTS)
    assert of_kind(owed(principal), "stance") == []


def test_a_side_that_could_not_decide_yet_is_each_of_its_principals():
    principal, region, body = a_principal(), a_principal("Region Nord", "region"), a_body()
    who_sits(body, principal)
    who_sits(body, region, "Per Ek")
    item = held(body)
    a_matter(item, title="Taxan")
    a_stance(item, "Kommunerna")
    (line,) = of_kind(owed(principal), "stance")
    assert line.who == ("Kommunerna",)
    assert of_kind(owed(region), "stance") == []


# What is waited for


def test_it_waits_for_what_its_bodies_gave_to_others():
    body, principal = a_body(), a_principal()
    who_sits(body, principal)
    other = a_principal("Sörviks kommun")
    item = held(body)
    an_assignment(item, "Deras", to=[other])
    an_assignment(item, "Vårt", to=[principal])
    an_assignment(held(a_body("Rådet")), "Utom synhåll", to=[other])
    (line,) = of_kind(waited_for(principal), "assignment")
    assert (line.text, line.to) == ("Deras", "Sörviks kommun")


def test_it_waits_for_what_it_raised():
    principal, body = a_principal(), a_body("Nordnätverket")
    RaisedMatter.objects.create(body=body, heading="Egenvård", principal=principal, raised_name="L")
    item = an_item(a_meeting(body, days(9), **SHARED), "Skolhälsan", order=None)
    RaisedMatter.objects.create(
        body=body,
        heading="Skolhälsan",
        principal=principal,
        raised_name="L",
        item=item,
        state=RaisedState.ACCEPTED,
    )
    found = of_kind(waited_for(principal), "raised")
    assert [(line.text, line.due) for line in found] == [
        ("Skolhälsan", days(9)),
        ("Egenvård", None),
    ]


def test_it_waits_for_what_was_tabled_and_what_is_expected_back():
    principal, body = a_principal(), a_body()
    council = a_body("Rådet")
    who_sits(body, principal)
    tabled, referred, decided = (
        held(body, -day, name) for day, name in ((30, "Taxan"), (40, "Vården"), (50, "Skolan"))
    )
    for item, name in ((tabled, "Taxan"), (referred, "Vården"), (decided, "Skolan")):
        a_matter(item, title=name)
    Transfer.objects.create(item=tabled, kind=TransferKind.TABLED, to_date=days(12))
    Transfer.objects.create(
        item=referred,
        kind=TransferKind.REFERRED,
        to_body="Rådet",
        body=council,
        expected_date=days(-2),
    )
    a_clause(decided, "att godkänna")
    found = of_kind(waited_for(principal), "returning")
    assert [(line.text, line.due, line.late) for line in found] == [
        ("Vården", days(-2), True),
        ("Taxan", days(12), False),
    ]
    assert found[0].to == "Rådet"
    page = queries.body_page_of(VIEWER, council.id, TODAY)
    assert texts(of_kind(page.owes, "referred")) == ["Vården"]


def test_what_was_passed_on_between_meetings_is_waited_for_too():
    principal, body = a_principal(), a_body()
    council = a_body("Rådet")
    who_sits(body, principal)
    matter = a_matter(held(body), title="Taxan", body=body)
    MatterStep.objects.create(
        matter=matter,
        kind=StepKind.REFERRED,
        day=days(-5),
        body=body,
        to_body=council,
        expected_text="till hösten",
        entered_by="Eva",
    )
    (line,) = of_kind(waited_for(principal), "returning")
    assert (line.text, line.to, line.due_text) == ("Taxan", "Rådet", "till hösten")


def test_what_was_dealt_with_since_is_waited_for_no_longer():
    principal, body = a_principal(), a_body()
    who_sits(body, principal)
    item = held(body, -40)
    matter = a_matter(item, title="Taxan")
    Transfer.objects.create(item=item, kind=TransferKind.TABLED, to_date=days(-10))
    later = held(body, -10)
    matter.treatments.create(item=later, ground="heading")
    a_clause(later, "att godkänna taxan")
    assert of_kind(waited_for(principal), "returning") == []


# Where its people sit, what it thought, what is coming


def test_the_seats_of_its_people_are_told_by_body():
    principal = a_principal()
    who_sits(a_body("Rådet"), principal, "Per Ek", until=days(20))
    who_sits(a_body("Nätverket"), principal, role=MembershipRole.CHAIR)
    who_sits(a_body("Gamla rådet"), principal, "Bo Al", until=days(-1))
    found = queries.principal_page(VIEWER, principal.id, TODAY).seats
    assert [(one.body, one.person, one.role.label, one.ending) for one in found.rows] == [
        ("Nätverket", "Lena Ask", "ordförande", False),
        ("Rådet", "Per Ek", "ledamot", True),
    ]


def test_stances_reservations_and_decisions_for_its_side_are_told():
    principal, body = a_principal("Stensala kommun"), a_body()
    person = who_sits(body, principal)
    item = held(body)
    clause = a_clause(item, "att avslå avgiften", side="municipalities", action=ClauseAction.REJECT)
    Reservation.objects.create(
        decision=clause.decision, name=person.names.get(), by=person.name, text="För dyrt."
    )
    point = a_proposal(item, "att höja avgiften").points.get()
    PointOutcome.objects.create(point=point, side="municipalities", verdict=PointVerdict.REJECTED)
    PointOutcome.objects.create(
        point=a_proposal(item, "att sänka").points.get(),
        side="region",
        verdict=PointVerdict.APPROVED,
    )
    a_stance(item, "Stensala", StanceKind.OPPOSES)
    a_stance(item, "Norrvik", StanceKind.SUPPORTS)
    found = queries.principal_page(VIEWER, principal.id, TODAY).taken
    told = {(one.kind.value, one.by, one.text) for one in found.rows}
    assert told == {
        ("stance", "Stensala", ""),
        ("clause", "kommunerna", "att avslå avgiften"),
        ("reservation", "Lena Ask", "För dyrt."),
        ("outcome", "kommunerna", "att höja avgiften"),
    }


def test_coming_meetings_are_told_with_their_pre_meetings_and_last_days():
    principal, body, own = a_principal(), a_body("Nätverket"), a_body("Kommunernas förmöte")
    who_sits(body, principal)
    meeting = a_meeting(body, days(20), material_due=days(6), notice_due=days(13), **SHARED)
    a_meeting(own, days(20), main=meeting, kind=MeetingKind.PRE_MEETING, **SHARED)
    a_meeting(body, days(-20), **SHARED)
    (line,) = queries.principal_page(VIEWER, principal.id, TODAY).coming.rows
    assert line.meeting.id == meeting.id
    assert (line.material_due, line.notice_due, line.notice_out) == (days(6), days(13), False)
    assert [one.body for one in line.before] == ["Kommunernas förmöte"]


# A body and a person


def test_a_body_owes_what_it_has_and_what_was_raised_in_it_and_waits_for_answers():
    body, principal = a_body(), a_principal()
    lena = who_sits(body, principal)
    Seat.objects.create(body=body, principal=principal, count=3)
    RaisedMatter.objects.create(body=body, heading="Egenvård", raised_name="Lena")
    an_assignment(held(a_body("Rådet")), "Bered", to=[body])
    an_assignment(held(body), "Räkna", to=[principal])
    meeting = a_meeting(body, days(10), **SHARED)
    called(meeting, lena, principal)
    page = queries.body_page_of(VIEWER, body.id, TODAY)
    assert {(line.kind.value, line.text) for line in page.owes} == {
        ("assignment", "Bered"),
        ("preparing", "Egenvård"),
    }
    assert {(line.kind.value, line.text) for line in page.waits} == {
        ("assignment", "Räkna"),
        ("reply", "1 kallad har inte svarat"),
        ("seat", "2 platser är tomma: ledamot"),
    }


def test_a_person_owes_their_own():
    body, principal = a_body(), a_principal()
    lena, per = who_sits(body, principal), who_sits(body, principal, "Per Ek")
    item = held(body)
    an_assignment(item, "Mitt", to=[lena])
    an_assignment(item, "Hans", to=[per])
    an_assignment(item, "Kommunens", to=[principal])
    assert texts(queries.person_page_of(VIEWER, lena.id, TODAY).owes) == ["Mitt"]


def test_nobody_by_that_id():
    for read, missing in (
        (queries.principal_page, Organisation.DoesNotExist),
        (queries.body_page_of, Body.DoesNotExist),
        (queries.person_page_of, Person.DoesNotExist),
    ):
        with pytest.raises(missing):
            read(VIEWER, NO_SUCH, TODAY)


def test_more_than_there_is_room_for_is_counted():
    principal, item = a_principal(), held(a_body())
    for number in range(7):
        an_assignment(item, f"{number}", to=[principal], due_date=days(number - 2))
    found = owed(principal, room=Room(owes=3))
    assert texts(found) == ["0", "1", "2"]
    assert (found.total, found.more, found.late) == (7, 4, 2)
    assert sum(one.due for one in found.months) == 7


def test_own_principals_are_those_that_somebody_sits_for_or_looks_after():
    user, body = a_user(), a_body()
    ours, looked_after, theirs = (a_principal(name) for name in ("Ala", "Bro", "Cit"))
    who_sits(body, ours, user=user)
    who_sits(body, theirs, "Per Ek")
    held = frozenset({Held(Role.CONTACT, of_principal(looked_after.id))})
    found = own_principals(Viewer("Lena", held, user.id))
    assert [name for _id, name in found] == ["Ala", "Bro"]
