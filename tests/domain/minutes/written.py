"""Meetings whose minutes were written here, to test with: everything that can happen, in one."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

from handslag.domain.access.roles import Role
from handslag.domain.access.things import COUNTY
from handslag.domain.access.viewer import Held, Viewer
from handslag.domain.base.facts import Phase
from handslag.domain.matters.minutes.queries import written
from handslag.domain.matters.models import (
    Appointment,
    Assignee,
    Assignment,
    ClauseAction,
    PointOutcome,
    PointVerdict,
    ProposalPoint,
    Reservation,
    Stance,
    StanceKind,
    Transfer,
    TransferKind,
    Vote,
)
from handslag.domain.meetings.models import (
    AbsenceReason,
    AgendaItem,
    Discussion,
    ItemAbsence,
    ItemKind,
    ItemOutcome,
    Meeting,
    Movement,
    MovementKind,
    Participation,
    ParticipationRole,
    Presence,
    Room,
)
from handslag.domain.registry.models import (
    Body,
    DecisionEffect,
    LegalForm,
    MembershipRole,
    Organisation,
    Person,
    PersonName,
)
from handslag.output.minutes import making
from tests.builders import a_body, a_clause, a_decision, a_name, a_proposal, a_user

if TYPE_CHECKING:
    from handslag.domain.matters.minutes.actions import Made

DAY = date(2031, 2, 3)


def the_secretary(name: str = "Sara Skriv") -> Viewer:
    """A coordinator with an account, who writes the minutes."""
    user = a_user(name)
    return Viewer(name, frozenset({Held(Role.COORDINATOR, COUNTY)}), user.id)


def a_network(**columns: Any) -> Body:
    """A network of managers that may recommend."""
    name = "Länsnätverket för chefer"
    body = Body.objects.filter(name=name).first() or a_body(name, "Länsnätverket")
    columns.setdefault("effect", DecisionEffect.RECOMMENDATION)
    Body.objects.filter(id=body.id).update(**columns)
    return Body.objects.get(id=body.id)


def a_committee() -> Body:
    """A joint committee, which signs its minutes."""
    name = "Gemensamma hjälpmedelsnämnden"
    body = Body.objects.filter(name=name).first() or a_body(name, "Hjälpmedelsnämnden")
    Body.objects.filter(id=body.id).update(
        legal_form=LegalForm.JOINT_COMMITTEE, effect=DecisionEffect.BINDING
    )
    return Body.objects.get(id=body.id)


def a_written_meeting(body: Body | None = None, day: date = DAY, **columns: Any) -> Meeting:
    """A meeting that is written here, with its room, without anything in it."""
    columns = {"start": time(9, 0), "end": time(11, 30), "place": "Stadshuset"} | columns
    meeting = Meeting.objects.create(
        body=body or a_network(), date=day, typed=True, written=True, prepared=True, **columns
    )
    Room.objects.create(meeting=meeting, opened_by="Sara Skriv")
    return meeting


def there(meeting: Meeting, text: str, organisation: str = "", **columns: Any) -> Participation:
    """Somebody attends."""
    known = PersonName.objects.filter(text=text).first()
    principal = Organisation.objects.filter(name=organisation).first()
    if organisation and principal is None:
        kind = "region" if organisation.startswith("Region") else "municipality"
        principal = Organisation.objects.create(name=organisation, kind=kind)
    columns = {"presence": Presence.PRESENT, "sits_as": MembershipRole.MEMBER} | columns
    return Participation.objects.create(
        meeting=meeting,
        name=known or a_name(text),
        role=ParticipationRole.ATTENDING,
        phase=Phase.HELD,
        organisation=organisation,
        principal=principal,
        order=Participation.objects.filter(meeting=meeting).count() + 1,
        typed=True,
        written=True,
        **columns,
    )


def held(meeting: Meeting, heading: str, said: str = "", **columns: Any) -> AgendaItem:
    """An item of the meeting, with what was said under it."""
    order = AgendaItem.objects.filter(meeting=meeting).count() + 1
    columns = {"kind": ItemKind.DECISION, "outcome": ItemOutcome.DECIDED} | columns
    item = AgendaItem.objects.create(
        meeting=meeting,
        order=order,
        number=str(order),
        heading=heading,
        typed=True,
        written=True,
        **columns,
    )
    if said:
        Discussion.objects.create(item=item, text=said, by="Sara Skriv")
    return item


def a_full_meeting(body: Body | None = None, day: date = DAY, items: int = 1) -> Meeting:
    """A meeting in which everything happens, `items` times over; nothing is wrong with it."""
    meeting = a_written_meeting(body, day)
    officers(meeting)
    opening = held(meeting, "Mötet öppnas", kind=ItemKind.FORMAL, outcome=ItemOutcome.NONE)
    Discussion.objects.create(item=opening, text="Ordföranden hälsar välkommen.", by="Sara Skriv")
    for _number in range(items):
        a_full_item(meeting)
        tabled = held(meeting, "Nytt avtal om tolk", outcome=ItemOutcome.TABLED)
        Transfer.objects.create(
            item=tabled,
            kind=TransferKind.TABLED,
            to_date=date(2031, 4, 7),
            expected_text="efter sommaren",
            typed=True,
        )
        held(
            meeting,
            "Rapport om hjälpmedel",
            outcome=ItemOutcome.WITHDRAWN,
            withdrawn_reason="underlaget är inte klart",
        )
    noted = held(meeting, "Information från regionen", "Läget är gott.", outcome=ItemOutcome.NOTED)
    a_clause(noted, "att lägga informationen till handlingarna", action=ClauseAction.NOTE)
    return meeting


def officers(meeting: Meeting) -> None:
    """A chair, a secretary, somebody who checks, one who comes late and one who is away."""
    there(
        meeting,
        "Eva Ek",
        "Norrviks kommun",
        title="socialchef",
        sits_as=MembershipRole.CHAIR,
        chairs=True,
    )
    there(meeting, "Bo Al", "Region Tallmarken", title="områdeschef", checks=True)
    late = there(
        meeting, "Siv Lund", "Söderby kommun", title="socialchef", presence=Presence.PARTLY
    )
    Movement.objects.create(participation=late, kind=MovementKind.ARRIVED, time=time(9, 20))
    there(meeting, "Ulf Ås", "Söderby kommun", title="enhetschef", presence=Presence.ABSENT)
    there(
        meeting,
        "Sara Skriv",
        "Norrviks kommun",
        title="utredare",
        sits_as=MembershipRole.SECRETARY,
        keeps_minutes=True,
    )


def a_full_item(meeting: Meeting) -> AgendaItem:
    """An item with one of everything."""
    item = held(
        meeting,
        "Gemensam samordnare",
        "Arbetsgruppen berättar om sitt förslag.\n\n- Kostnaden är känd.\n- Tiden är kort.",
    )
    presenter = PersonName.objects.filter(text="Lo Berg").first() or a_name("Lo Berg")
    Participation.objects.create(
        meeting=meeting,
        item=item,
        name=presenter,
        role=ParticipationRole.PRESENTING,
        phase=Phase.HELD,
        title="projektledare",
        organisation="Norrviks kommun",
        typed=True,
        written=True,
    )
    away = meeting.participations.get(name__text="Bo Al", item=None)
    ItemAbsence.objects.create(
        item=item, participation=away, reason=AbsenceReason.CONFLICT, note="leder arbetsgruppen"
    )
    proposal = a_proposal(
        item, "att inrätta en samordnare", "att dela kostnaden lika", by="Styrgruppen"
    )
    first, second = ProposalPoint.objects.filter(proposal=proposal)
    decision = a_decision(item, by="Länsnätverket", abstaining=["regionen"])
    approve = a_clause(
        decision, "att godkänna styrgruppens förslag p. 1", action=ClauseAction.APPROVE, points=[1]
    )
    reject = a_clause(
        decision,
        "att avslå styrgruppens förslag p. 2",
        action=ClauseAction.REJECT,
        points=[2],
        order=1,
    )
    PointOutcome.objects.create(point=first, verdict=PointVerdict.APPROVED, clause=approve)
    PointOutcome.objects.create(point=second, verdict=PointVerdict.REJECTED, clause=reject)
    _tasks(item, decision)
    Stance.objects.create(item=item, by="regionen", kind=StanceKind.TAKES_NO_PART)
    Vote.objects.create(decision=decision, in_favour=2, against=1, text="Ja för godkännande")
    Reservation.objects.create(
        decision=decision,
        name=PersonName.objects.get(text="Siv Lund"),
        by="Siv Lund",
        organisation="Söderby kommun",
        text="Kostnaden är inte utredd.",
    )
    return item


def _tasks(item: AgendaItem, decision: Any) -> None:
    """An assignment, an appointment and a referral, each by a clause of its own."""
    assign = a_clause(
        decision,
        "att ge styrgruppen i uppdrag att ta fram en uppdragsbeskrivning till den 1 maj 2031",
        action=ClauseAction.ASSIGN,
        due_date=date(2031, 5, 1),
        order=2,
    )
    given = Assignment.objects.create(
        item=item,
        clause=assign,
        text="ta fram en uppdragsbeskrivning",
        due_date=date(2031, 5, 1),
    )
    Assignee.objects.create(assignment=given, text="styrgruppen")
    appoint = a_clause(
        decision, "att utse Eva Ek till kontaktperson", action=ClauseAction.APPOINT, order=3
    )
    name = PersonName.objects.get(text="Eva Ek")
    Appointment.objects.create(clause=appoint, name=name, organisation="Norrviks kommun")
    refer = a_clause(
        decision,
        "att hänskjuta frågan om pengar till Välfärdsrådet den 11 mars 2031",
        action=ClauseAction.REFER,
        order=4,
    )
    Transfer.objects.create(
        item=item,
        clause=refer,
        kind=TransferKind.REFERRED,
        to_body="Välfärdsrådet",
        to_date=date(2031, 3, 11),
        expected_date=date(2031, 4, 3),
    )


def seen_of(viewer: Viewer, meeting: Meeting) -> str:
    """The fingerprint of the minutes as they are now."""
    return written(viewer, meeting.id).fingerprint


def share(viewer: Viewer, meeting: Meeting) -> Made:
    """Share the minutes as they are now."""
    return making.share(viewer=viewer, meeting_id=meeting.id, seen=seen_of(viewer, meeting))


def finalise(viewer: Viewer, meeting: Meeting) -> Made:
    """Finalise the minutes as they are now."""
    return making.finalise(viewer=viewer, meeting_id=meeting.id, seen=seen_of(viewer, meeting))


def correct(viewer: Viewer, meeting: Meeting) -> Made:
    """Make the correction that goes on."""
    return making.correct(viewer=viewer, meeting_id=meeting.id, seen=seen_of(viewer, meeting))


def person(name: str) -> Person:
    """The person who bears a name."""
    return PersonName.objects.get(text=name).person
