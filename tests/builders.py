"""Rows to test against: bodies, meetings, items and what is told of them, each with evidence.

Everything has a default; a test names only what it is about.

    meeting = a_meeting(a_body("Nordnätverket"), date(2031, 2, 3))
    with_notice, with_minutes = a_paper(meeting, Phase.PLAN), a_paper(meeting, Phase.HELD)
    item = an_item(meeting, "Avtal om hjälpmedel")
    clause = a_clause(item, "att godkänna avtalet", document=with_minutes)
"""

from __future__ import annotations

from datetime import date, time
from hashlib import sha256
from itertools import count
from typing import TYPE_CHECKING, Any

from handslag.domain.access.viewer import coordinator
from handslag.domain.accounts.models import Grant, User
from handslag.domain.base.facts import Phase
from handslag.domain.documents.models import Document, DocumentKind, Evidence, Passage
from handslag.domain.matters.models import (
    Appointment,
    Assignee,
    Assignment,
    Clause,
    ClauseAction,
    Decision,
    DecisionState,
    LinkGround,
    Matter,
    Proposal,
    ProposalPoint,
    Stance,
    StanceKind,
    Transfer,
    TransferKind,
    Treatment,
)
from handslag.domain.meetings.models import (
    AgendaItem,
    ItemOutcome,
    Meeting,
    MeetingPaper,
    Mention,
    MentionKind,
    Participation,
    ParticipationRole,
)
from handslag.domain.registry.alike import keep_keys
from handslag.domain.registry.models import (
    Body,
    BodyName,
    Membership,
    MembershipRole,
    Organisation,
    Person,
    PersonName,
)

if TYPE_CHECKING:
    from django.db import models

    from handslag.domain.access.viewer import Held

VIEWER = coordinator("Prövaren")
NO_SUCH = 4_711_000_000
"""An id that no row has, however many rows other tests have made before."""
_numbers = count(1)


def a_body(name: str = "Nordnätverket", short_name: str = "") -> Body:
    """A body that documents call by its name and short name."""
    body = Body.objects.create(name=name, short_name=short_name)
    for text in filter(None, (name, short_name)):
        BodyName.objects.create(body=body, text=text)
    return body


def a_name(text: str, person: Person | None = None) -> PersonName:
    """A name as printed, of a person of its own where none is given."""
    name = PersonName.objects.create(person=person or Person.objects.create(name=text), text=text)
    keep_keys([name])
    return name


def a_document(name: str = "", text: str = "", **columns: Any) -> Document:
    """A document with a text; its hashes are of the text, its name numbered."""
    number = next(_numbers)
    text = text or f"Handling {number}. " + "Här står det som protokollförts. " * 100
    digest = sha256(f"{number} {text}".encode()).hexdigest()
    columns.setdefault("media_type", "text/plain")
    return Document.objects.create(
        name=name or f"handling-{number}.txt",
        text=text,
        sha256=digest,
        text_sha256=sha256(text.encode()).hexdigest(),
        size=len(text.encode()),
        **columns,
    )


def a_meeting(body: Body | None = None, day: date = date(2031, 2, 3), **columns: Any) -> Meeting:
    """A meeting of a body on a day."""
    return Meeting.objects.create(body=body or a_body(), date=day, **columns)


def a_paper(meeting: Meeting, phase: Phase, document: Document | None = None) -> Document:
    """A document that tells of the meeting: the notice (PLAN) or the minutes (HELD)."""
    kind = DocumentKind.NOTICE if phase == Phase.PLAN else DocumentKind.MINUTES
    document = document or a_document(kind=kind, pages=[[0, 1000], [1000, 100_000]])
    MeetingPaper.objects.create(meeting=meeting, document=document, phase=phase)
    return document


def evidence(fact: models.Model, document: Document | None, start: int = 0, end: int = 8) -> None:
    """Let `fact` rest on a place in the document; nothing where there is no document."""
    if document is None:
        return
    passage, _new = Passage.objects.get_or_create(
        document=document,
        start=start,
        end=end,
        defaults={"quote": document.text[start:end]},
    )
    Evidence.objects.create(passage=passage, fact_type=fact._meta.label_lower, fact_id=fact.pk)


def an_item(
    meeting: Meeting,
    heading: str = "Lägesrapport",
    *,
    order: int | None = 1,
    planned_order: int | None = 1,
    planned_heading: str | None = None,
    document: Document | None = None,
    outcome: ItemOutcome = ItemOutcome.NONE,
    **columns: Any,
) -> AgendaItem:
    """An item that was planned and held under the same heading, unless told otherwise."""
    item = AgendaItem.objects.create(
        meeting=meeting,
        order=order,
        planned_order=planned_order,
        heading=heading if order is not None else "",
        planned_heading=heading if planned_heading is None else planned_heading,
        outcome=outcome,
        **columns,
    )
    evidence(item, document)
    return item


def a_participation(
    meeting: Meeting,
    name: PersonName,
    *,
    item: AgendaItem | None = None,
    phase: Phase = Phase.HELD,
    document: Document | None = None,
    **columns: Any,
) -> Participation:
    """Somebody attends the meeting, or presents the item where one is given."""
    role = ParticipationRole.PRESENTING if item else ParticipationRole.ATTENDING
    taken = Participation.objects.create(
        meeting=meeting, item=item, name=name, role=role, phase=phase, **columns
    )
    evidence(taken, document)
    return taken


def a_proposal(
    item: AgendaItem,
    *points: str,
    phase: Phase = Phase.HELD,
    by: str = "Beredningen",
    document: Document | None = None,
) -> Proposal:
    """A proposal with numbered points."""
    proposal = Proposal.objects.create(item=item, phase=phase, by=by)
    for number, text in enumerate(points, 1):
        point = ProposalPoint.objects.create(
            proposal=proposal, number=str(number), text=text, order=number
        )
        evidence(point, document, number, number + 5)
    return proposal


def a_matter(*items: AgendaItem, title: str = "", **columns: Any) -> Matter:
    """A matter that is dealt with under these items."""
    matter = Matter.objects.create(title=title, **columns)
    for place, item in enumerate(items):
        ground = LinkGround.HEADING if place else LinkGround.FIRST
        Treatment.objects.create(matter=matter, item=item, ground=ground)
    return matter


def a_decision(
    item: AgendaItem,
    *,
    state: DecisionState = DecisionState.DECIDED,
    phase: Phase = Phase.HELD,
    **columns: Any,
) -> Decision:
    """A decision without clauses as yet."""
    return Decision.objects.create(item=item, state=state, phase=phase, **columns)


def a_clause(
    at: AgendaItem | Decision,
    text: str = "att godkänna rapporten",
    *,
    action: ClauseAction = ClauseAction.APPROVE,
    document: Document | None = None,
    **columns: Any,
) -> Clause:
    """A clause of a decision; of a new decision where an item is given."""
    decision = at if isinstance(at, Decision) else a_decision(at)
    clause = Clause.objects.create(decision=decision, text=text, action=action, **columns)
    evidence(clause, document)
    return clause


def everything_told(item: AgendaItem, name: PersonName, document: Document) -> None:
    """One of each kind of fact about the item, each with evidence in the document."""
    a_participation(item.meeting, name, item=item, document=document, title="strateg")
    a_proposal(item, "att avtalet förlängs", "att avgiften höjs", document=document)
    proposed = a_decision(item, state=DecisionState.PROPOSED, phase=Phase.PLAN)
    a_clause(proposed, "att förlänga avtalet", document=document)
    clause = a_clause(item, "att förlänga avtalet", document=document, points=[1], side="region")
    appointment = Appointment.objects.create(clause=clause, name=name, title="ombud")
    given = Assignment.objects.create(item=item, clause=clause, text="Ta fram en plan")
    told = Assignment.objects.create(
        item=item, text="Räkna på kostnaden", due_date=date(2031, 5, 1), due_text="till maj"
    )
    facts: list[models.Model] = [
        appointment,
        told,
        Assignee.objects.create(assignment=given, text="Arbetsutskottet"),
        Assignee.objects.create(assignment=told, text="Ekonomigruppen"),
        Stance.objects.create(item=item, by="Kommunerna", kind=StanceKind.SUPPORTS, points=[1]),
        Stance.objects.create(item=item, by="Regionen", kind=StanceKind.NOT_OPPOSED),
        Transfer.objects.create(item=item, kind=TransferKind.REFERRED, to_body="Rådet"),
        Transfer.objects.create(
            item=item, kind=TransferKind.TABLED, to_date=date(2031, 4, 7), text="bordläggs"
        ),
    ]
    held = {"item": item, "phase": Phase.HELD}
    facts += [
        Mention.objects.create(**held, kind=MentionKind.ATTACHMENT, text="7b"),
        Mention.objects.create(
            **held, kind=MentionKind.AMOUNT, text="120 000,50 kr", value="120000.50", per="år"
        ),
        Mention.objects.create(
            **held, kind=MentionKind.REFERENCE, text="mötet i januari", date=date(2031, 1, 8)
        ),
    ]
    for place, fact in enumerate(facts):
        evidence(fact, document, 1000 + place, 1010 + place)


def a_whole_meeting(
    items: int = 1, *, body: Body | None = None, day: date = date(2031, 2, 3)
) -> Meeting:
    """A meeting with a notice, minutes, somebody attending, and `items` items with all facts."""
    meeting = a_meeting(body, day, start=time(9, 0), end=time(12, 0), place="Stadshuset")
    a_paper(meeting, Phase.PLAN)
    minutes = a_paper(meeting, Phase.HELD)
    evidence(meeting, minutes, 3, 9)
    name = PersonName.objects.filter(key="vera ask").first() or a_name("Vera Ask")
    a_participation(meeting, name, document=minutes, title="chef", organisation="Norrvik")
    for number in range(1, items + 1):
        item = an_item(
            meeting,
            f"Ärende {number}",
            order=number,
            planned_order=number,
            number=str(number),
            planned_number=str(number),
            document=minutes,
            outcome=ItemOutcome.DECIDED,
        )
        everything_told(item, name, minutes)
    return meeting


def a_user(name: str = "Anna Lund", *held: Held, password: str | None = None) -> User:
    """Somebody with an account and the roles given, from long ago and without end."""
    address = f"{name.lower().replace(' ', '.')}@exempel.se"
    user = User.objects.create_user(address, name, password)
    for role, scope in held:
        Grant.objects.create(
            user=user, role=role, scope_kind=scope.kind, scope_id=scope.id, since=date(2020, 1, 1)
        )
    return user


def a_principal(name: str = "Norrviks kommun", kind: str = "municipality") -> Organisation:
    """A municipality, unless told otherwise."""
    return Organisation.objects.create(name=name, kind=kind)


def a_membership(
    body: Body,
    person: Person,
    role: MembershipRole = MembershipRole.MEMBER,
    **columns: Any,
) -> Membership:
    """Somebody sits in a body, from long ago and without end."""
    columns.setdefault("since", date(2020, 1, 1))
    return Membership.objects.create(body=body, person=person, role=role, **columns)
