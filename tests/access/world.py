"""A county with a meeting in every state, and viewers in every role, to walk through.

Every text that somebody may be kept from holds a mark of its own, such as "mrk17k", and the world
knows of each mark what it stands on: so what a page may show can be told from the page alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import count
from typing import TYPE_CHECKING

from django.utils import timezone

from handslag.domain.access.permissions import Permission
from handslag.domain.access.roles import Role
from handslag.domain.access.rules import may
from handslag.domain.access.things import Thing, of_body
from handslag.domain.access.viewer import ANONYMOUS, Viewer
from handslag.domain.accounts.models import Grant, ScopeChoice, User
from handslag.domain.base.facts import Phase
from handslag.domain.base.states import PublicationState
from handslag.domain.documents import store
from handslag.domain.matters.models import (
    Appointment,
    Assignee,
    Assignment,
    AssignmentStepKind,
    Commission,
    DecisionState,
    Stance,
    StanceKind,
)
from handslag.domain.meetings.models import Attachment
from handslag.domain.registry.models import (
    Membership,
    MembershipRole,
    Organisation,
    OrganisationKind,
    Person,
)
from handslag.domain.registry.viewers import viewer_of
from handslag.intake.actions import take_in
from handslag.intake.models import Review, ReviewState
from handslag.output.search.actions import reindex_all
from tests.builders import (
    VIEWER,
    a_body,
    a_clause,
    a_decision,
    a_matter,
    a_meeting,
    a_name,
    a_paper,
    a_participation,
    a_proposal,
    an_item,
)
from tests.signed_in import a_user

if TYPE_CHECKING:
    from handslag.domain.documents.models import Document
    from handslag.domain.matters.models import Matter
    from handslag.domain.meetings.models import AgendaItem, Meeting
    from handslag.domain.registry.models import Body

MARK = re.compile(r"mrk\d+k")
ELSEWHERE = (PublicationState.DRAFT, PublicationState.SHARED, PublicationState.PUBLISHED)
FOR_THE_COUNTY = (Role.COORDINATOR, Role.AUDITOR, Role.READER)
YEARS_AGO = date(2020, 1, 1)


@dataclass(frozen=True)
class Marked:
    """What a mark stands on, and what it takes to read it."""

    permission: Permission
    thing: Thing
    meeting_id: int | None = None


@dataclass
class World:
    """The county: its meetings, its viewers, and what every mark in it stands on."""

    home: Body
    away: Body
    principal: Organisation
    marks: dict[str, Marked] = field(default_factory=dict)
    meetings: list[Meeting] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    items: list[AgendaItem] = field(default_factory=list)
    matters: list[Matter] = field(default_factory=list)
    """One for each item, in their order."""
    people: dict[int, list[str]] = field(default_factory=dict)
    """Marks that tell of each person (id)."""
    users: dict[str, User | None] = field(default_factory=dict)
    planned_marks: set[str] = field(default_factory=set)
    held_marks: set[str] = field(default_factory=set)
    """Marks of what the notices and the minutes tell."""
    clause_marks: set[str] = field(default_factory=set)
    """Marks of decided clauses."""
    attachments: dict[int, str] = field(default_factory=dict)
    """Of each version of an attachment (id), the mark that stands in it."""
    waiting_id: int = 0
    """A document that nobody has accepted."""
    _numbers: count[int] = field(default_factory=lambda: count(1))

    def mark(
        self,
        permission: Permission,
        thing: Thing,
        meeting_id: int | None = None,
        phase: Phase | None = None,
    ) -> str:
        """A new mark for something."""
        made = f"mrk{next(self._numbers)}k"
        self.marks[made] = Marked(permission, thing, meeting_id)
        if phase:
            (self.planned_marks if phase == Phase.PLAN else self.held_marks).add(made)
        return made

    def viewer(self, who: str) -> Viewer:
        """The viewer called `who`, as today finds them."""
        user = self.users[who]
        return viewer_of(user, timezone.localdate()) if user else ANONYMOUS

    def seen_by(self, who: str, meeting_id: int | None = None) -> set[str]:
        """The marks that a viewer may read; those of one meeting's own page where it is given."""
        viewer = self.viewer(who)
        return {
            mark
            for mark, on in self.marks.items()
            if (meeting_id is None or on.meeting_id == meeting_id)
            and may(viewer, on.permission, on.thing)
        }


def a_world() -> World:
    """Two bodies; in each a meeting in every state without and with something closed in it."""
    principal = Organisation.objects.create(name="Norrvik", kind=OrganisationKind.MUNICIPALITY)
    world = World(a_body("Hemnätverket"), a_body("Bortanätverket"), principal)
    _people(world)
    day = date(2031, 1, 1)
    for body in (world.home, world.away):
        for closed in (False, True):
            for state in PublicationState if body == world.home else ELSEWHERE:
                day += timedelta(days=1)
                _meeting(world, body, day, dict.fromkeys(Phase, state), closed=closed)
        day += timedelta(days=1)
        mixed = {Phase.PLAN: PublicationState.PUBLISHED, Phase.HELD: PublicationState.DRAFT}
        _meeting(world, body, day, mixed, closed=False)
    waiting = world.mark(Permission.DOCUMENTS_READ, Thing(state=PublicationState.DRAFT))
    text = f"Minnesanteckningar\n\nHemnätverket\n2031-05-05\n\n1. Fråga om {waiting}\n"
    taken = take_in(viewer=VIEWER, name=f"{waiting}.txt", data=text.encode())
    world.waiting_id = taken.document_id
    reindex_all(viewer=VIEWER)
    return world


def _people(world: World) -> None:
    users = world.users
    users["stranger"] = None
    users["nobody"] = a_user("Ingen")
    for who, role, kind, scope_id in (
        *((one, one, ScopeChoice.COUNTY, 0) for one in FOR_THE_COUNTY),
        ("reader-at-home", Role.READER, ScopeChoice.BODY, world.home.id),
        ("contact", Role.CONTACT, ScopeChoice.PRINCIPAL, world.principal.id),
        ("secretary-by-grant", Role.SECRETARY, ScopeChoice.BODY, world.home.id),
    ):
        users[who] = user = a_user(who)
        Grant.objects.create(
            user=user, role=role, scope_kind=kind, scope_id=scope_id, since=YEARS_AGO
        )
    today = timezone.localdate()
    for membership_role in MembershipRole:
        _sits(world, membership_role.value, membership_role, YEARS_AGO, None)
    _sits(world, "ended", MembershipRole.CHAIR, YEARS_AGO, today - timedelta(days=1))
    _sits(world, "to-come", MembershipRole.CHAIR, today + timedelta(days=1), None)
    users["presenter"] = a_user("Föredraganden")
    Person.objects.create(name="Föredraganden", user=users["presenter"])
    users["closed-account"] = closed = a_user("Avstängd")
    Grant.objects.create(user=closed, role=Role.COORDINATOR, since=YEARS_AGO)
    closed.is_active = False
    closed.save()


def _sits(world: World, who: str, role: MembershipRole, since: date, until: date | None) -> None:
    user = world.users[who] = a_user(who)
    person = Person.objects.create(name=f"Sitter som {who}", user=user)
    Membership.objects.create(
        body=world.home,
        person=person,
        role=role,
        principal=world.principal,
        since=since,
        until=until,
    )


def _meeting(
    world: World,
    body: Body,
    day: date,
    states: dict[Phase, PublicationState],
    *,
    closed: bool,
) -> None:
    meeting = a_meeting(body, day, planned_state=states[Phase.PLAN], state=states[Phase.HELD])
    world.meetings.append(meeting)
    things = {
        phase: Thing(scopes=frozenset({of_body(body.id)}), state=state)
        for phase, state in states.items()
    }
    papers = {phase: _paper(world, meeting, phase, things[phase], closed) for phase in Phase}
    presenter = world.users["presenter"]
    own = presenter.pk if closed and body == world.away and presenter else None
    told = {
        phase: replace(thing, presenters=frozenset({own} if own else set()))
        for phase, thing in things.items()
    }
    read = Permission.MEETINGS_READ
    meeting.planned_place = world.mark(read, told[Phase.PLAN], meeting.id, Phase.PLAN)
    meeting.place = world.mark(read, told[Phase.HELD], meeting.id, Phase.HELD)
    meeting.save()
    for phase in Phase:
        mark = world.mark(read, things[phase], meeting.id, phase)
        name = a_name(f"Deltagare {mark}")
        world.people[name.person_id] = [mark]
        a_participation(meeting, name, phase=phase, document=papers[phase])
    _item(world, meeting, things, papers, order=1)
    if closed:
        closed_things = {phase: replace(one, closed=True) for phase, one in told.items()}
        _item(world, meeting, closed_things, papers, order=2, presented_by=own)


def _paper(world: World, meeting: Meeting, phase: Phase, thing: Thing, closed: bool) -> Document:
    mark = world.mark(Permission.DOCUMENTS_READ, replace(thing, closed=closed), meeting.id)
    document = a_paper(meeting, phase)
    document.name, document.text = f"{mark}.txt", f"Här står {mark} och inget annat. " * 60
    document.body_id, document.closed = meeting.body_id, closed
    document.state = thing.state or PublicationState.DRAFT
    document.save()
    Review.objects.create(document=document, state=ReviewState.ACCEPTED, meeting=meeting)
    world.documents.append(document)
    return document


def _item(
    world: World,
    meeting: Meeting,
    things: dict[Phase, Thing],
    papers: dict[Phase, Document],
    *,
    order: int,
    presented_by: int | None = None,
) -> None:
    plan, held = (
        [world.mark(Permission.MEETINGS_READ, things[phase], meeting.id, phase) for _ in range(6)]
        for phase in Phase
    )
    item = an_item(
        meeting,
        f"Ärende {held[0]}",
        planned_heading=f"Planerat ärende {plan[0]}",
        order=order,
        planned_order=order,
        document=papers[Phase.HELD],
        closed=things[Phase.PLAN].closed,
        closed_ground="OSL 26 kap. 1 §" if things[Phase.PLAN].closed else "",
    )
    world.items.append(item)
    world.matters.append(a_matter(item))
    for phase, marks in ((Phase.PLAN, plan), (Phase.HELD, held)):
        if phase == Phase.PLAN:
            proposed = a_decision(item, state=DecisionState.PROPOSED, phase=phase, by=marks[4])
            a_clause(proposed, f"att föreslå {marks[5]}", document=papers[phase])
        name = a_name(f"Föredragande {marks[1]}")
        world.people[name.person_id] = [marks[1]]
        a_participation(meeting, name, item=item, phase=phase, document=papers[phase])
        a_proposal(item, f"att pröva {marks[2]}", phase=phase, by=f"Gruppen {marks[3]}")
    _attachment(world, item, things[Phase.PLAN])
    if presented_by:
        person = Person.objects.get(user_id=presented_by)
        own = person.names.first() or a_name("Föredraganden", person)
        for phase in Phase:
            a_participation(meeting, own, item=item, phase=phase)
    clause = a_clause(
        a_decision(item, by=f"Nätverket {held[4]}"),
        f"att godkänna {held[5]}",
        document=papers[Phase.HELD],
    )
    world.clause_marks.add(held[5])
    more = world.mark(Permission.MEETINGS_READ, things[Phase.HELD], meeting.id)
    appointed = a_name(f"Utsedd {more}")
    world.people[appointed.person_id] = [more]
    Appointment.objects.create(clause=clause, name=appointed)
    stance = world.mark(Permission.MEETINGS_READ, things[Phase.HELD], meeting.id)
    Stance.objects.create(item=item, by=f"Sidan {stance}", kind=StanceKind.SUPPORTS)
    _assignment(world, item, things[Phase.HELD])


def _assignment(world: World, item: AgendaItem, thing: Thing) -> None:
    """Something that somebody is to do, and has reported on with a file; every other with terms
    of reference."""
    task, group = (world.mark(Permission.MEETINGS_READ, thing, item.meeting_id) for _ in range(2))
    # what stands on the assignment's own page, and not on the meeting's
    report, file, title, terms = (world.mark(Permission.MEETINGS_READ, thing) for _ in range(4))
    row = Assignment.objects.create(item=item, text=f"Att göra {task}")
    Assignee.objects.create(assignment=row, text=f"Gruppen {group}")
    if row.id % 2:
        commission = Commission.objects.create(assignment=row, title=f"Översyn {title}")
        commission.terms.create(
            number=1, text=f"Direktiv {terms}", from_day=item.meeting.date, by="Prövaren"
        )
    step = row.steps.create(
        kind=AssignmentStepKind.REPORTED, day=item.meeting.date, text=report, by="Prövaren"
    )
    step.files.create(
        name=f"{file}.txt",
        media_type="text/plain",
        sha256=store.keep(file.encode()),
        size=len(file),
    )


def _attachment(world: World, item: AgendaItem, thing: Thing) -> None:
    """A file that serves an item of the plan, and is seen where that is seen."""
    mark = world.mark(Permission.MEETINGS_READ, thing)
    attachment = Attachment.objects.create(
        meeting=item.meeting, label=str(item.planned_order), title=f"Bilaga om {mark}"
    )
    attachment.uses.create(item=item)
    version = attachment.versions.create(
        number=1,
        name=f"{mark}.txt",
        media_type="text/plain",
        sha256=store.keep(mark.encode()),
        size=len(mark),
        by="Prövaren",
    )
    world.attachments[version.pk] = mark
