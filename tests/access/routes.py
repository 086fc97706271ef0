"""What each address takes: the matrix that the walk holds every answer to.

A new address has a row here, or the walk fails. `get` and `post` tell whether a viewer is let in;
None where the address does not take the method.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may
from handslag.domain.access.things import Scope, Thing, of_body
from handslag.domain.access.viewer import Viewer
from handslag.domain.base.facts import Phase
from handslag.domain.base.states import NEXT, PublicationState
from handslag.domain.documents.access import of_document
from handslag.domain.documents.models import Document
from handslag.domain.matters.access import visible_people
from handslag.domain.matters.assignments.access import visible_assignments
from handslag.domain.matters.deciding.queries.refs import seen_clauses
from handslag.domain.matters.models import (
    Appointment,
    Assignment,
    AssignmentFile,
    Clause,
    Commission,
)
from handslag.domain.meetings import access
from handslag.domain.meetings.models import (
    AgendaItem,
    AttachmentVersion,
    Meeting,
    ParticipationRole,
)
from handslag.domain.meetings.rules import PERMISSION_TO
from handslag.domain.registry.models import Membership, Person
from handslag.domain.registry.people.reaching import may_reach
from handslag.intake.models import Suggestion
from handslag.interfaces.web.desk.door import OPEN
from tests.access.world import World
from tests.builders import NO_SUCH

P = Permission


@dataclass(frozen=True)
class Case:
    """One asking: the parts of the address, what stands after "?", and what a form sends."""

    kwargs: dict[str, Any] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)


Rule = Callable[[Viewer, Case], bool]
Cases = Callable[[World], Iterator[Case]]


def once(_world: World) -> Iterator[Case]:
    yield Case()


@dataclass(frozen=True)
class Row:
    """What an address takes. `words` say it in the reference."""

    get: Rule | None
    post: Rule | None = None
    cases: Cases = once
    may_be_missing: bool = False
    """Somebody who is let in may find nothing there: the world has none of it."""
    of_another: bool = False
    """Which methods it takes is a library's to say: only who is let in is held to the row."""


def everybody(_viewer: Viewer, _case: Case) -> bool:
    """everybody"""
    return True


def signed_in(viewer: Viewer, _case: Case) -> bool:
    """who is signed in"""
    return viewer.signed_in


def needs(permission: Permission) -> Rule:
    def rule(viewer: Viewer, _case: Case) -> bool:
        return may(viewer, permission)

    rule.__doc__ = f"`{permission}` for the county"
    return rule


def somewhere(permission: Permission) -> Rule:
    def rule(viewer: Viewer, _case: Case) -> bool:
        return permission in viewer.permissions

    rule.__doc__ = f"`{permission}` for anything"
    return rule


@cache
def _meetings_seen(viewer: Viewer) -> frozenset[int]:
    """Whose walk undoes whatever it does sees the same ones all along."""
    seen = Meeting.objects.filter(access.visible_meetings(viewer))
    return frozenset(seen.values_list("id", flat=True))


@cache
def _meeting(meeting_id: int) -> Meeting:
    return Meeting.objects.get(id=meeting_id)


def forget() -> None:
    """Another world begins."""
    _meetings_seen.cache_clear()
    _meeting.cache_clear()


def meeting_seen(viewer: Viewer, case: Case) -> bool:
    """who may read either account of the meeting"""
    return case.kwargs["meeting_id"] in _meetings_seen(viewer)


def step_taken(viewer: Viewer, case: Case) -> bool:
    """who may take that account of the meeting there"""
    meeting = _meeting(case.kwargs["meeting_id"])
    state = getattr(meeting, access.STATE[case.data["konto"]])
    permission = PERMISSION_TO[case.data["till"]]
    return meeting_seen(viewer, case) and may(
        viewer, permission, access.account(meeting.body_id, state)
    )


def item_closed(viewer: Viewer, case: Case) -> bool:
    """`meetings.close` over an item that the viewer sees"""
    seen = AgendaItem.objects.filter(access.visible_items(viewer), id=case.kwargs["item_id"])
    return any(
        may(
            viewer,
            P.MEETINGS_CLOSE,
            access.account(item.meeting.body_id, PublicationState.SHARED, closed=item.closed),
        )
        for item in seen
    )


def clause_seen(viewer: Viewer, case: Case) -> bool:
    """who is signed in and sees what was decided"""
    seen = Clause.objects.filter(seen_clauses(viewer), code=case.kwargs["code"])
    return viewer.signed_in and seen.exists()


def clause_ends(viewer: Viewer, case: Case) -> bool:
    """`memberships.change` for anything, over a decision that the viewer sees"""
    decided = Clause.objects.decided().filter(code=case.kwargs["code"]).exists()
    return P.MEMBERSHIPS_CHANGE in viewer.permissions and decided and clause_seen(viewer, case)


def appointment_seen(viewer: Viewer, case: Case) -> bool:
    """`memberships.change` for anything, over an appointment that the viewer sees"""
    seen = Appointment.objects.filter(
        seen_clauses(viewer, "clause__"), id=case.kwargs["appointment_id"]
    )
    return P.MEMBERSHIPS_CHANGE in viewer.permissions and seen.exists()


def every_clause(_world: World) -> Iterator[Case]:
    for code in Clause.objects.order_by("id").values_list("code", flat=True):
        yield Case({"code": code})


def dismissing(world: World) -> Iterator[Case]:
    for case in every_clause(world):
        yield replace(case, data={"gor": "inte"})


def mandate_dismissed(viewer: Viewer, case: Case) -> bool:
    """`mandates.change` for the body that decided, over a decision that the viewer sees"""
    decided = Clause.objects.decided().filter(code=case.kwargs["code"])
    body_id = decided.values_list("decision__item__meeting__body_id", flat=True).first()
    thing = Thing(scopes=frozenset({of_body(body_id or 0)}))
    return (
        body_id is not None and may(viewer, P.MANDATES_CHANGE, thing) and clause_seen(viewer, case)
    )


def every_appointment(_world: World) -> Iterator[Case]:
    for id_ in Appointment.objects.order_by("id").values_list("id", flat=True):
        yield Case({"appointment_id": id_})


def matter_seen(viewer: Viewer, case: Case) -> bool:
    """`meetings.read` for anything, and who sees an item of the matter"""
    seen = AgendaItem.objects.filter(access.visible_items(viewer))
    seen = seen.filter(treatments__matter=case.kwargs["matter_id"])
    return P.MEETINGS_READ in viewer.permissions and seen.exists()


def matter_changed(viewer: Viewer, case: Case) -> bool:
    """`matters.change` over the body of a matter that the viewer sees"""
    item = AgendaItem.objects.get(treatments__matter=case.kwargs["matter_id"])
    thing = Thing(scopes=frozenset({of_body(item.meeting.body_id)}))
    return may(viewer, P.MATTERS_CHANGE, thing) and matter_seen(viewer, case)


def matter_logged(viewer: Viewer, case: Case) -> bool:
    """`log.read` for the county, and who sees an item of the matter"""
    return may(viewer, P.LOG_READ) and matter_seen(viewer, case)


def every_matter(world: World) -> Iterator[Case]:
    for matter in world.matters:
        yield Case({"matter_id": matter.id})


def matter_followed(viewer: Viewer, case: Case) -> bool:
    """`news.follow` for anything, and something seen of the matter"""
    return P.NEWS_FOLLOW in viewer.permissions and matter_seen(viewer, case)


def a_digest_chosen(_world: World) -> Iterator[Case]:
    yield Case(data={"hur-ofta": "weekly", "dag": "2", "dagar": "5", "slag": "matter"})


def a_question_asked(_world: World) -> Iterator[Case]:
    yield Case(data={"fraga": "q=rapport", "namn": "Rapporter"})


def a_saved_search(_world: World) -> Iterator[Case]:
    yield Case({"search_id": NO_SUCH})


def document_seen(viewer: Viewer, case: Case) -> bool:
    """who may read the document"""
    document = Document.objects.get(id=case.kwargs["document_id"])
    return may(viewer, P.DOCUMENTS_READ, of_document(document))


def person_seen(viewer: Viewer, case: Case) -> bool:
    """`registry.read` for anything, and something seen of the person"""
    seen = Person.objects.filter(visible_people(viewer), id=case.kwargs["person_id"])
    return P.REGISTRY_READ in viewer.permissions and seen.exists()


def person_owes_seen(viewer: Viewer, case: Case) -> bool:
    """the person; or `registry.read` for anything, and something seen of the person"""
    own = Person.objects.filter(id=case.kwargs["person_id"], user_id=viewer.user_id or 0)
    return own.exists() or person_seen(viewer, case)


def person_reached(viewer: Viewer, case: Case) -> bool:
    """`registry.change`, `memberships.change` for a body where the person sits, or the person"""
    person = Person.objects.get(id=case.kwargs["person_id"])
    return may_reach(viewer, person)


def some_who_sit(world: World) -> Iterator[Case]:
    for role in ("member", "secretary", "ended"):
        user = world.users[role]
        yield Case({"person_id": Person.objects.get(user=user).id})


def the_principal(world: World) -> Iterator[Case]:
    yield Case({"organisation_id": world.principal.id})


def every_meeting(world: World) -> Iterator[Case]:
    for meeting in world.meetings:
        yield Case({"meeting_id": meeting.id})


def every_step(world: World) -> Iterator[Case]:
    for meeting in world.meetings:
        for to in sorted(NEXT[PublicationState(meeting.state)]):
            data = {"konto": Phase.HELD, "till": to, "skal": "Fel fil"}
            yield Case({"meeting_id": meeting.id}, data=data)


def every_item(world: World) -> Iterator[Case]:
    for item in world.items:
        yield Case(
            {"meeting_id": item.meeting_id, "item_id": item.id}, data={"grund": "OSL 26 kap."}
        )


def one_item(world: World) -> Iterator[Case]:
    for item in world.items:
        yield Case({"item_id": item.id}, data={"knyt": str(NO_SUCH)})


def item_tied(viewer: Viewer, case: Case) -> bool:
    """`matters.change` over an item that the viewer sees"""
    seen = AgendaItem.objects.filter(access.visible_items(viewer), id=case.kwargs["item_id"])
    return any(
        may(viewer, P.MATTERS_CHANGE, Thing(scopes=frozenset({of_body(item.meeting.body_id)})))
        for item in seen.select_related("meeting")
    )


def every_document(world: World) -> Iterator[Case]:
    for document in world.documents:
        yield Case({"document_id": document.id})
    yield Case({"document_id": world.waiting_id})


def the_waiting(world: World) -> Iterator[Case]:
    yield Case({"document_id": world.waiting_id}, data={"revision": "1"})


def a_fact(world: World) -> Iterator[Case]:
    fact = Suggestion.objects.filter(document_id=world.waiting_id).earliest("id")
    for case in the_waiting(world):
        yield Case({**case.kwargs, "fact_id": fact.id}, data=case.data)


def page_of_documents(world: World) -> Iterator[Case]:
    for document in world.documents[::2]:
        yield Case({"document_id": document.id, "page": 1})


def people_marked(world: World) -> Iterator[Case]:
    for person_id in list(world.people)[::7]:
        yield Case({"person_id": person_id})


def both_bodies(world: World) -> Iterator[Case]:
    for body in (world.home, world.away):
        yield Case({"body_id": body.id})


def onward(world: World) -> Iterator[Case]:
    for meeting in world.meetings:
        query = {"organ": meeting.body.name, "dag": meeting.date.isoformat()}
        yield Case({"body_id": meeting.body_id}, query)


def with_more(cases: Cases, **more: Any) -> Cases:
    def made(world: World) -> Iterator[Case]:
        for case in cases(world):
            yield Case({**case.kwargs, **more}, case.query, case.data)

    return made


def members_changed(viewer: Viewer, case: Case) -> bool:
    """`memberships.change` for the body"""
    body = Thing(scopes=frozenset({of_body(case.kwargs["body_id"])}))
    return may(viewer, P.MEMBERSHIPS_CHANGE, body)


def body_written(viewer: Viewer, case: Case) -> bool:
    """`meetings.write` for the body"""
    thing = access.account(case.kwargs["body_id"], PublicationState.SHARED)
    return may(viewer, P.MEETINGS_WRITE, thing)


def drafts_shared(viewer: Viewer, case: Case) -> bool:
    """`meetings.share` for the body"""
    draft = access.account(case.kwargs["body_id"], PublicationState.DRAFT)
    return may(viewer, P.MEETINGS_SHARE, draft)


def a_membership(world: World) -> Iterator[Case]:
    membership = Membership.objects.filter(body=world.home).latest("id")
    yield Case({"body_id": world.home.id, "membership_id": membership.id})


def an_account(world: World) -> Iterator[Case]:
    user = world.users["nobody"]
    assert user
    yield Case({"account_id": user.pk})


def no_such_token(_world: World) -> Iterator[Case]:
    yield Case({"token": "en-gissning"})


def with_parts(parts: dict[str, Any]) -> Cases:
    def made(_world: World) -> Iterator[Case]:
        yield Case(parts)

    return made


def meeting_history(viewer: Viewer, case: Case) -> bool:
    """`log.read` for the body of a meeting that the viewer sees"""
    meeting = _meeting(case.kwargs["meeting_id"])
    return meeting_seen(viewer, case) and _reads_log_of(viewer, meeting.body_id)


def body_history(viewer: Viewer, case: Case) -> bool:
    """`log.read` for the body"""
    return _reads_log_of(viewer, case.kwargs["body_id"])


def document_history(viewer: Viewer, case: Case) -> bool:
    """`log.read` for the body of a document that the viewer may read"""
    document = Document.objects.get(id=case.kwargs["document_id"])
    return document_seen(viewer, case) and _reads_log_of(viewer, document.body_id)


def _reads_log_of(viewer: Viewer, body_id: int | None) -> bool:
    scopes = frozenset({of_body(body_id)}) if body_id else frozenset[Scope]()
    return may(viewer, P.LOG_READ, Thing(scopes=scopes))


def for_links(world: World) -> Iterator[Case]:
    yield Case()
    for meeting in world.meetings:
        if meeting.state == PublicationState.SHARED:
            yield Case(query={"mote": str(meeting.id)})


def links_read(viewer: Viewer, case: Case) -> bool:
    """`links.read`, for anything or for the meeting that is asked about"""
    if "mote" not in case.query:
        return P.LINKS_READ in viewer.permissions
    return _over_meeting(viewer, P.LINKS_READ, case)


def links_given(viewer: Viewer, case: Case) -> bool:
    """`links.give` for the meeting"""
    return "mote" in case.query and _over_meeting(viewer, P.LINKS_GIVE, case)


def _over_meeting(viewer: Viewer, permission: P, case: Case) -> bool:
    meeting = _meeting(case.query["mote"])
    return may(viewer, permission, access.account(meeting.body_id, meeting.state))


def lists(world: World) -> Iterator[Case]:
    yield Case()
    yield Case(query={"sida": "2"})
    for body in (world.home, world.away):
        yield Case(query={"organ": str(body.id), "ar": "2031"})


def searches(world: World) -> Iterator[Case]:
    for words in ("ärende", "godkänna"):
        for page in ("1", "2"):
            yield Case(query={"q": words, "sida": page})
    for kind in ("clause", "document", "person"):
        yield Case(query={"q": "ärende", "slag": kind, "ordning": "datum"})


def beginnings(world: World) -> Iterator[Case]:
    for words in ("ärend", "godk", "möt"):
        yield Case(query={"q": words})


def body_planned(viewer: Viewer, case: Case) -> bool:
    """`meetings.plan` for the body"""
    body = Thing(scopes=frozenset({of_body(case.kwargs["body_id"])}))
    return may(viewer, P.MEETINGS_PLAN, body)


def plan_shown(viewer: Viewer, case: Case) -> bool:
    """`meetings.plan` and `meetings.share` for the body"""
    shared = access.account(case.kwargs["body_id"], PublicationState.SHARED)
    return body_planned(viewer, case) and may(viewer, P.MEETINGS_SHARE, shared)


def meeting_planned(viewer: Viewer, case: Case) -> bool:
    """`meetings.plan` for the body of a meeting that the viewer sees"""
    meeting = _meeting(case.kwargs["meeting_id"])
    body = Thing(scopes=frozenset({of_body(meeting.body_id)}))
    return meeting_seen(viewer, case) and may(viewer, P.MEETINGS_PLAN, body)


def to_plan(world: World) -> Iterator[Case]:
    for body in (world.home, world.away):
        data = {"ar": "2031", "vilka": "shared"}
        yield Case({"body_id": body.id}, data=data)


def has_an_account(viewer: Viewer, _case: Case) -> bool:
    """who has an account and may read anything"""
    return viewer.user_id is not None and P.MEETINGS_READ in viewer.permissions


def years(world: World) -> Iterator[Case]:
    for meeting in world.meetings[::5]:
        year = {"year": meeting.date.year}
        yield Case(year)
        yield Case(year, query={"organ": str(meeting.body_id), "visa": "krockar"})


def notified(viewer: Viewer, case: Case) -> bool:
    """`meetings.notify` for the body of a meeting that the viewer sees"""
    meeting = _meeting(case.kwargs["meeting_id"])
    thing = access.account(meeting.body_id, meeting.planned_state)
    return meeting_seen(viewer, case) and may(viewer, P.MEETINGS_NOTIFY, thing)


def my_meeting_seen(viewer: Viewer, case: Case) -> bool:
    """who is signed in and may read either account of the meeting"""
    return viewer.signed_in and meeting_seen(viewer, case)


def answered(viewer: Viewer, case: Case) -> bool:
    """`meetings.answer` for the body of a meeting that the viewer sees"""
    meeting = _meeting(case.kwargs["meeting_id"])
    thing = access.account(meeting.body_id, meeting.planned_state)
    return meeting_seen(viewer, case) and may(viewer, P.MEETINGS_ANSWER, thing)


def noted(viewer: Viewer, case: Case) -> bool:
    """`notes.write` over an item that the viewer sees"""
    item = AgendaItem.objects.get(id=case.kwargs["item_id"])
    seen = AgendaItem.objects.filter(access.visible_items(viewer), id=item.id).exists()
    presents = item.id in access.presented_items(viewer, item.meeting_id)
    thing = access.account(
        item.meeting.body_id,
        item.meeting.planned_state,
        closed=item.closed,
        presenters=frozenset({viewer.user_id}) if presents and viewer.user_id else frozenset(),
    )
    return seen and may(viewer, P.NOTES_WRITE, thing)


def sending_data(cases: Cases, **data: str) -> Cases:
    def made(world: World) -> Iterator[Case]:
        for case in cases(world):
            yield Case(case.kwargs, case.query, {**case.data, **data})

    return made


def prepared(viewer: Viewer, case: Case) -> bool:
    """`meetings.prepare` for the body of a meeting that the viewer sees"""
    meeting = _meeting(case.kwargs["meeting_id"])
    thing = access.account(meeting.body_id, PublicationState.SHARED)
    return meeting_seen(viewer, case) and may(viewer, P.MEETINGS_PREPARE, thing)


def written(viewer: Viewer, case: Case) -> bool:
    """`meetings.write` for the body of a meeting that the viewer sees"""
    meeting = _meeting(case.kwargs["meeting_id"])
    thing = access.account(meeting.body_id, PublicationState.SHARED)
    return meeting_seen(viewer, case) and may(viewer, P.MEETINGS_WRITE, thing)


def room_followed(viewer: Viewer, case: Case) -> bool:
    """`meetings.follow` for the body of the meeting, or who presents there, while it goes on"""
    meeting = _meeting(case.kwargs["meeting_id"])
    thing = access.account(meeting.body_id, PublicationState.SHARED)
    presents = bool(access.presented_items(viewer, meeting.id))
    return presents or may(viewer, P.MEETINGS_FOLLOW, thing)


def followed_signed_in(viewer: Viewer, case: Case) -> bool:
    """who is signed in: `meetings.follow` for the body of the meeting, or who presents there,
    while it goes on"""
    return viewer.signed_in and room_followed(viewer, case)


def in_the_room(gor: str = "", **parts: int) -> Row:
    """A row for a write in a meeting's room."""
    cases = sending_data(with_more(every_meeting, **parts), gor=gor)
    return Row(None, written, cases, may_be_missing=True)


def minutes_seen(viewer: Viewer, case: Case) -> bool:
    """`meetings.read` for anything, for who may read the minutes of the meeting"""
    seen = Meeting.objects.filter(access.visible_accounts(viewer, Phase.HELD))
    there = seen.filter(id=case.kwargs["meeting_id"]).exists()
    return P.MEETINGS_READ in viewer.permissions and there


def minutes_may(permission: Permission) -> Rule:
    def rule(viewer: Viewer, case: Case) -> bool:
        meeting = _meeting(case.kwargs["meeting_id"])
        thing = access.account(meeting.body_id, meeting.state)
        return meeting_seen(viewer, case) and may(viewer, permission, thing)

    rule.__doc__ = f"`{permission}` for the body of a meeting that the viewer sees"
    return rule


def every_attachment(world: World) -> Iterator[Case]:
    for version_id in world.attachments:
        yield Case({"version_id": version_id})


def assignments_in(world: World) -> Iterator[Case]:
    for assignment_id in Assignment.objects.values_list("id", flat=True):
        yield Case({"assignment_id": assignment_id})


def assignment_files(world: World) -> Iterator[Case]:
    for file_id in AssignmentFile.objects.values_list("id", flat=True):
        yield Case({"file_id": file_id})


def assignment_file_seen(viewer: Viewer, case: Case) -> bool:
    """who sees the assignment, and the item that its report was made under, if any"""
    step = AssignmentFile.objects.get(id=case.kwargs["file_id"]).step
    return assignment_seen(viewer, Case({"assignment_id": step.assignment_id}))


def assignment_seen(viewer: Viewer, case: Case) -> bool:
    """who sees the item that the assignment stands under, and who has it, once it is shared"""
    if P.MEETINGS_READ not in viewer.permissions:
        return False
    seen = Assignment.objects.filter(visible_assignments(viewer))
    return seen.filter(id=case.kwargs["assignment_id"]).exists()


def commission_seen(viewer: Viewer, case: Case) -> bool:
    """who sees the assignment, where it is a commission; who may make it one, where it is not"""
    row = Assignment.objects.select_related("item__meeting").get(id=case.kwargs["assignment_id"])
    is_one = Commission.objects.filter(assignment=row).exists()
    thing = Thing(scopes=frozenset({of_body(row.item.meeting.body_id)}))
    return assignment_seen(viewer, case) and (is_one or may(viewer, P.ASSIGNMENTS_CHANGE, thing))


def assignment_logged(viewer: Viewer, case: Case) -> bool:
    """the same, with `log.read` over the body whose meeting gave it"""
    row = Assignment.objects.select_related("item__meeting").get(id=case.kwargs["assignment_id"])
    thing = Thing(scopes=frozenset({of_body(row.item.meeting.body_id)}))
    return assignment_seen(viewer, case) and may(viewer, P.LOG_READ, thing)


def attachment_seen(viewer: Viewer, case: Case) -> bool:
    """who may read the plan of a meeting, and an item that the attachment serves"""
    version = AttachmentVersion.objects.get(id=case.kwargs["version_id"])
    item = version.attachment.uses.get().item
    presenting = item.participations.filter(role=ParticipationRole.PRESENTING)
    presenters = presenting.values_list("name__person__user_id", flat=True)
    return may(
        viewer,
        P.MEETINGS_READ,
        access.account(
            item.meeting.body_id,
            item.meeting.planned_state,
            closed=item.closed,
            presenters=frozenset(found for found in presenters if found),
        ),
    ) and (
        item.meeting.planned_state != PublicationState.DRAFT or P.DRAFTS_READ in viewer.permissions
    )


def planned_items(world: World) -> Iterator[Case]:
    for item in world.items:
        yield Case({"meeting_id": item.meeting_id, "item_id": item.id}, data={"gor": "tillbaka"})


def planned_items_seen(viewer: Viewer, case: Case) -> bool:
    """`meetings.prepare` for the body of an item's meeting, where the item is seen"""
    seen = AgendaItem.objects.filter(access.visible_items(viewer), id=case.kwargs["item_id"])
    return prepared(viewer, case) and seen.filter(planned_order__isnull=False).exists()


def cleared(viewer: Viewer, case: Case) -> bool:
    """`publications.clear` for the body of a meeting whose account the viewer sees"""
    meeting = _meeting(case.kwargs["meeting_id"])
    phase = Phase.PLAN if case.kwargs["konto"] == "kallelse" else Phase.HELD
    state = getattr(meeting, access.STATE[phase])
    return may(viewer, P.PUBLICATIONS_CLEAR, access.account(meeting.body_id, state)) and may(
        viewer, P.MEETINGS_READ, access.account(meeting.body_id, state)
    )


def published(viewer: Viewer, case: Case) -> bool:
    """`meetings.publish` too"""
    meeting = _meeting(case.kwargs["meeting_id"])
    return cleared(viewer, case) and may(
        viewer, P.MEETINGS_PUBLISH, access.account(meeting.body_id, PublicationState.SHARED)
    )


def some_accounts(world: World) -> Iterator[Case]:
    for place, meeting in enumerate(world.meetings):
        konto = ("kallelse", "protokoll")[place % 2]
        data = {"sett": "ingen", "uppgift": "ingen", "skal": "Får visas", "version": "1"}
        yield Case({"meeting_id": meeting.id, "konto": konto}, data=data)


REVIEW = needs(P.DOCUMENTS_REVIEW)
CHANGE = needs(P.REGISTRY_CHANGE)
REGISTER = somewhere(P.REGISTRY_READ)

_BODY = {"slug": "hemnatverket"}
_PAPER = _BODY | {"meeting": "2031-02-03", "kind": "minutes"}
PUBLISHED: dict[str, dict[str, Any]] = {
    "body": _BODY,
    "body-feed": _BODY,
    "meeting": _BODY | {"meeting": "2031-02-03"},
    "publication": _PAPER,
    "version": _PAPER | {"number": 1},
    "difference": _PAPER | {"number": 2},
    "file": _PAPER | {"number": 1, "name": "protokoll.pdf"},
}
"""Addresses of what is published; what stands there is walked through in test_nothing_leaks."""

ROUTES: dict[str, Row] = {
    "desk:start": Row(everybody),
    "desk:meetings": Row(everybody, cases=lists),
    "desk:meeting": Row(meeting_seen, cases=every_meeting),
    "desk:step": Row(None, step_taken, every_step),
    "desk:move-meeting": Row(meeting_planned, meeting_planned, every_meeting),
    "desk:cancel-meeting": Row(meeting_planned, meeting_planned, every_meeting),
    "desk:reinstate-meeting": Row(meeting_planned, meeting_planned, every_meeting),
    "desk:deadlines": Row(meeting_planned, meeting_planned, every_meeting),
    "desk:take-up-meeting": Row(None, meeting_planned, every_meeting),
    "desk:plan-year": Row(body_planned, body_planned, to_plan),
    "desk:plan-meeting": Row(body_planned, body_planned, to_plan),
    "desk:plan-terms": Row(body_planned, body_planned, to_plan),
    "desk:show-plan": Row(None, plan_shown, to_plan),
    "desk:body-calendar": Row(everybody, cases=both_bodies, may_be_missing=True),
    "desk:county-calendar": Row(everybody),
    "desk:this-year": Row(everybody),
    "desk:year": Row(everybody, cases=years),
    "desk:calendars": Row(has_an_account, has_an_account),
    "desk:revoke-feed": Row(None, has_an_account, with_more(once, feed_id=1), may_be_missing=True),
    "desk:own-calendar": Row(everybody, None, no_such_token, may_be_missing=True),
    "desk:close-item": Row(None, item_closed, every_item),
    "desk:share-drafts": Row(None, drafts_shared, both_bodies),
    "desk:onward": Row(REGISTER, cases=onward),
    "desk:agenda": Row(prepared, prepared, every_meeting),
    "desk:gather": Row(None, prepared, every_meeting),
    "desk:place-assignments": Row(None, prepared, every_meeting),
    "desk:begin-agenda": Row(None, prepared, every_meeting),
    "desk:agenda-template": Row(
        somewhere(P.MEETINGS_PREPARE),
        somewhere(P.MEETINGS_PREPARE),
        with_more(once, template_id=NO_SUCH),
        may_be_missing=True,
    ),
    "desk:add-item": Row(prepared, prepared, every_meeting),
    "desk:item": Row(planned_items_seen, planned_items_seen, planned_items),
    "desk:let-item-go": Row(None, planned_items_seen, planned_items),
    "desk:add-proposal": Row(planned_items_seen, planned_items_seen, planned_items),
    "desk:proposal": Row(
        planned_items_seen,
        planned_items_seen,
        with_more(planned_items, proposal_id=NO_SUCH),
        may_be_missing=True,
    ),
    "desk:order-attachments": Row(None, prepared, every_meeting),
    "desk:add-attachment": Row(prepared, prepared, every_meeting),
    "desk:attachment": Row(
        prepared, prepared, with_more(every_meeting, attachment_id=NO_SUCH), may_be_missing=True
    ),
    "desk:link-questions": Row(somewhere(P.MATTERS_CHANGE), somewhere(P.MATTERS_CHANGE)),
    "desk:item-matters": Row(item_tied, item_tied, one_item),
    "desk:raised": Row(somewhere(P.MATTERS_RAISE)),
    "desk:raise-matter": Row(somewhere(P.MATTERS_RAISE), somewhere(P.MATTERS_RAISE)),
    "desk:raised-matter": Row(
        somewhere(P.MATTERS_RAISE),
        somewhere(P.MATTERS_RAISE),
        with_more(once, raised_id=NO_SUCH),
        may_be_missing=True,
    ),
    "desk:matters": Row(somewhere(P.MEETINGS_READ), cases=lists),
    "desk:matter": Row(matter_seen, cases=every_matter),
    "desk:name-matter": Row(matter_changed, matter_changed, every_matter),
    "desk:matter-items": Row(matter_changed, matter_changed, every_matter),
    "desk:merge-matter": Row(matter_changed, matter_changed, every_matter),
    "desk:add-matter-step": Row(matter_changed, matter_changed, every_matter),
    "desk:matter-step": Row(
        matter_changed,
        matter_changed,
        with_more(every_matter, step_id=NO_SUCH),
        may_be_missing=True,
    ),
    "desk:matter-history": Row(matter_logged, cases=every_matter),
    "desk:attachment-file": Row(attachment_seen, cases=every_attachment, may_be_missing=True),
    "desk:decisions": Row(everybody, cases=lists),
    "desk:assignments": Row(somewhere(P.MEETINGS_READ)),
    "desk:assignment": Row(assignment_seen, assignment_seen, assignments_in),
    "desk:commissions": Row(somewhere(P.MEETINGS_READ)),
    "desk:commission": Row(commission_seen, commission_seen, assignments_in),
    "desk:assignment-history": Row(assignment_logged, cases=assignments_in),
    "desk:assignment-file": Row(assignment_file_seen, cases=assignment_files),
    "desk:hand-over": Row(
        somewhere(P.ASSIGNMENTS_CHANGE),
        somewhere(P.ASSIGNMENTS_CHANGE),
        with_more(once, person_id=NO_SUCH),
        may_be_missing=True,
    ),
    "desk:clause": Row(clause_seen, cases=every_clause),
    "desk:appointed": Row(somewhere(P.MEMBERSHIPS_CHANGE)),
    "desk:seat-appointed": Row(appointment_seen, appointment_seen, every_appointment),
    "desk:leave-by-clause": Row(clause_ends, clause_ends, every_clause),
    "desk:unseat": Row(
        None,
        somewhere(P.MEMBERSHIPS_CHANGE),
        with_more(once, code="finnsinte", ground_id=NO_SUCH),
        may_be_missing=True,
    ),
    "desk:mandates": Row(REGISTER, cases=lists),
    "desk:findings": Row(somewhere(P.MANDATES_CHANGE), cases=lists),
    "desk:mandate-suggestion": Row(None, mandate_dismissed, dismissing),
    "desk:give-mandate": Row(somewhere(P.MANDATES_CHANGE), somewhere(P.MANDATES_CHANGE)),
    "desk:mandate": Row(
        REGISTER,
        somewhere(P.MANDATES_CHANGE),
        with_more(once, mandate_id=NO_SUCH),
        may_be_missing=True,
    ),
    "desk:untie-mandate": Row(
        None,
        somewhere(P.MANDATES_CHANGE),
        with_more(once, mandate_id=NO_SUCH, ground_id=NO_SUCH),
        may_be_missing=True,
    ),
    "desk:bodies": Row(REGISTER),
    "desk:alike-bodies": Row(CHANGE, CHANGE),
    "desk:body": Row(REGISTER, CHANGE, both_bodies),
    "desk:body-owing": Row(REGISTER, cases=both_bodies),
    "desk:body-sheet": Row(REGISTER, cases=both_bodies),
    "desk:phrases": Row(body_written, body_written, both_bodies),
    "desk:add-member": Row(members_changed, members_changed, both_bodies),
    "desk:change-member": Row(members_changed, members_changed, a_membership),
    "desk:principals": Row(everybody),  # leads on to the organisations, which ask
    "desk:add-body": Row(CHANGE, CHANGE),
    "desk:describe-body": Row(CHANGE, CHANGE, both_bodies),
    "desk:add-seat": Row(CHANGE, CHANGE, both_bodies),
    "desk:change-seat": Row(CHANGE, CHANGE, with_more(both_bodies, seat_id=1), may_be_missing=True),
    "desk:structure": Row(REGISTER),
    "desk:county": Row(CHANGE, CHANGE),
    "desk:organisations": Row(REGISTER, CHANGE),
    "desk:organisation": Row(REGISTER, CHANGE, the_principal),
    "desk:organisation-sheet": Row(REGISTER, cases=the_principal),
    "desk:populations": Row(CHANGE, CHANGE),
    "desk:groups": Row(REGISTER, CHANGE),
    "desk:group": Row(REGISTER, CHANGE, with_more(once, group_id=1), may_be_missing=True),
    "desk:group-member": Row(
        CHANGE, CHANGE, with_more(once, group_id=1, in_group_id=1), may_be_missing=True
    ),
    "desk:accounts": Row(needs(P.ACCOUNTS_READ), needs(P.ACCOUNTS_INVITE)),
    "desk:account": Row(needs(P.ACCOUNTS_READ), needs(P.ACCOUNTS_CHANGE), an_account),
    "desk:invited": Row(
        None, needs(P.ACCOUNTS_INVITE), with_more(once, invitation_id=1), may_be_missing=True
    ),
    "desk:welcome": Row(everybody, everybody, no_such_token, may_be_missing=True),
    "desk:invitation": Row(everybody, everybody, no_such_token, may_be_missing=True),
    "desk:publish": Row(cleared, published, some_accounts),
    "desk:clear-finding": Row(None, cleared, some_accounts),
    "desk:suppress-version": Row(
        None, somewhere(P.MEETINGS_WITHDRAW), some_accounts, may_be_missing=True
    ),
    "desk:meeting-history": Row(meeting_history, cases=every_meeting),
    "desk:body-history": Row(body_history, cases=both_bodies),
    "desk:document-history": Row(document_history, cases=every_document),
    "desk:person-history": Row(needs(P.LOG_READ), cases=people_marked),
    "desk:account-history": Row(needs(P.LOG_READ), cases=an_account),
    "desk:log": Row(needs(P.LOG_READ), cases=lists),
    "desk:entry": Row(needs(P.LOG_READ), needs(P.LOG_ERASE), with_more(once, entry_number=1)),
    "desk:erase-name": Row(needs(P.LOG_ERASE), needs(P.LOG_ERASE)),
    "desk:links": Row(links_read, links_given, for_links),
    "desk:revoke-link": Row(
        None, needs(P.LINKS_REVOKE), with_more(once, link_id=1), may_be_missing=True
    ),
    "desk:follow": Row(everybody, None, no_such_token, may_be_missing=True),
    "desk:follow-file": Row(
        everybody, None, with_more(no_such_token, document_id=1), may_be_missing=True
    ),
    "desk:people": Row(REGISTER, cases=lists),
    "desk:alike-people": Row(CHANGE, CHANGE),
    "desk:add-person": Row(CHANGE, CHANGE),
    "desk:add-work": Row(CHANGE, CHANGE, people_marked),
    "desk:change-work": Row(
        CHANGE, CHANGE, with_more(people_marked, affiliation_id=1), may_be_missing=True
    ),
    "desk:person-email": Row(person_reached, person_reached, some_who_sit),
    "desk:person": Row(person_seen, CHANGE, people_marked),
    "desk:person-owing": Row(person_owes_seen, cases=people_marked),
    "desk:person-sheet": Row(person_owes_seen, cases=people_marked),
    "desk:row-lists": Row(CHANGE, CHANGE),
    "desk:row-list": Row(
        CHANGE,
        CHANGE,
        with_more(lambda _world: iter([Case(data={"gor": "titta"})]), list_id=1),
        may_be_missing=True,
    ),
    "desk:roll": Row(REGISTER),
    "desk:roll-file": Row(REGISTER),
    "desk:documents": Row(REVIEW, needs(P.DOCUMENTS_TAKE_IN)),
    "desk:document": Row(document_seen, cases=every_document),
    "desk:underway": Row(everybody),  # leads on to the list; what htmx asks for is refused there
    "desk:reading": Row(REVIEW, REVIEW, the_waiting, may_be_missing=True),
    "desk:file": Row(document_seen, cases=every_document, may_be_missing=True),
    "desk:accept": Row(None, REVIEW, the_waiting),
    "desk:reread": Row(None, REVIEW, the_waiting),
    "desk:undo": Row(None, REVIEW, the_waiting),
    "desk:changes": Row(REVIEW, REVIEW, the_waiting),
    "desk:page-picture": Row(document_seen, cases=page_of_documents, may_be_missing=True),
    "desk:add-fact": Row(REVIEW, REVIEW, the_waiting),
    "desk:fact": Row(REVIEW, REVIEW, a_fact),
    "desk:finding": Row(None, REVIEW, with_more(the_waiting, finding_id=1)),
    "desk:review": Row(REVIEW),
    "desk:together": Row(REVIEW, REVIEW),
    "desk:batch": Row(REVIEW, REVIEW, with_more(once, batch_id=1), may_be_missing=True),
    "desk:across": Row(REVIEW),
    "desk:settle-across": Row(None, REVIEW, with_more(once, finding_id=1), may_be_missing=True),
    "desk:notice": Row(notified, notified, sending_data(every_meeting, sedd="ingen")),
    "desk:notice-draft": Row(notified, cases=every_meeting),
    "desk:notice-version": Row(
        somewhere(P.MEETINGS_READ), cases=with_more(every_meeting, number=1), may_be_missing=True
    ),
    "desk:notice-file": Row(
        somewhere(P.MEETINGS_READ),
        cases=with_more(every_meeting, number=1, name="kallelse.pdf"),
        may_be_missing=True,
    ),
    "desk:minutes": Row(minutes_seen, cases=every_meeting),
    "desk:minutes-step": Row(
        None,
        minutes_may(P.MEETINGS_WRITE),
        sending_data(every_meeting, steg="dela", sett="ingen"),
    ),
    "desk:acknowledge-warning": Row(
        None, minutes_may(P.MEETINGS_WRITE), sending_data(every_meeting, varning="x", skal="så")
    ),
    "desk:comment-minutes": Row(
        None,
        minutes_may(P.MINUTES_COMMENT),
        sending_data(every_meeting, version="1", text="hej"),
        may_be_missing=True,
    ),
    "desk:answer-comment": Row(
        None,
        somewhere(P.MEETINGS_WRITE),
        with_more(every_meeting, comment_id=NO_SUCH),
        may_be_missing=True,
    ),
    "desk:sign-minutes": Row(
        None,
        somewhere(P.MINUTES_SIGN),
        with_more(every_meeting, signer_id=NO_SUCH),
        may_be_missing=True,
    ),
    "desk:begin-correction": Row(
        None, minutes_may(P.MINUTES_CORRECT), sending_data(every_meeting, skal="fel")
    ),
    "desk:give-up-correction": Row(None, minutes_may(P.MINUTES_CORRECT), every_meeting),
    "desk:minutes-draft": Row(minutes_may(P.MEETINGS_WRITE), cases=every_meeting),
    "desk:minutes-version": Row(
        minutes_seen, cases=with_more(every_meeting, version=1), may_be_missing=True
    ),
    "desk:minutes-differences": Row(
        minutes_seen, cases=with_more(every_meeting, version=2), may_be_missing=True
    ),
    "desk:minutes-text": Row(
        minutes_seen, cases=with_more(every_meeting, version=1), may_be_missing=True
    ),
    "desk:minutes-excerpt": Row(
        minutes_seen,
        cases=with_more(every_meeting, version=1, item_id=NO_SUCH, form="txt"),
        may_be_missing=True,
    ),
    "desk:minutes-file": Row(
        minutes_seen,
        cases=with_more(every_meeting, version=1, name="uppteckning.pdf"),
        may_be_missing=True,
    ),
    "desk:letters": Row(notified, cases=every_meeting),
    "desk:letter-again": Row(
        None, somewhere(P.MEETINGS_NOTIFY), with_more(every_meeting, delivery_id=1)
    ),
    "desk:answers": Row(notified, notified, sending_data(every_meeting, person="1", svar="coming")),
    "desk:me": Row(signed_in),
    "desk:my-sheet": Row(signed_in, may_be_missing=True),
    "desk:my-meetings": Row(signed_in),
    "desk:keeper": Row(everybody),
    "desk:news": Row(somewhere(P.NEWS_FOLLOW)),
    "desk:tune-news": Row(None, somewhere(P.NEWS_FOLLOW), a_digest_chosen),
    "desk:save-search": Row(None, somewhere(P.NEWS_FOLLOW), a_question_asked),
    "desk:open-saved-search": Row(
        None, somewhere(P.NEWS_FOLLOW), a_saved_search, may_be_missing=True
    ),
    "desk:forget-search": Row(None, somewhere(P.NEWS_FOLLOW), a_saved_search),
    "desk:follow-matter": Row(None, matter_followed, every_matter),
    "desk:follow-body": Row(None, somewhere(P.NEWS_FOLLOW), both_bodies),
    "desk:my-meeting": Row(my_meeting_seen, cases=every_meeting),
    "desk:my-answer": Row(None, answered, sending_data(every_meeting, svar="coming")),
    "desk:my-note": Row(None, noted, sending_data(every_item, text="tänk på")),
    "desk:my-paper": Row(
        somewhere(P.MEETINGS_READ),
        cases=with_more(every_meeting, attachment_id=1, number=1),
        may_be_missing=True,
    ),
    "desk:my-notice-file": Row(
        somewhere(P.MEETINGS_READ),
        cases=with_more(every_meeting, name="kallelse.pdf"),
        may_be_missing=True,
    ),
    "desk:reply": Row(everybody, everybody, no_such_token, may_be_missing=True),
    "desk:letterhead": Row(needs(P.LETTERHEAD_CHANGE), needs(P.LETTERHEAD_CHANGE)),
    "desk:letterhead-sample": Row(needs(P.LETTERHEAD_CHANGE)),
    "desk:letterhead-logo": Row(
        needs(P.LETTERHEAD_CHANGE), cases=with_parts({"digest": "x"}), may_be_missing=True
    ),
    "desk:room-pick": Row(written, None, every_meeting),
    "desk:room-proposals": in_the_room(item_id=NO_SUCH),
    "desk:room-proposal": in_the_room(proposal_id=NO_SUCH),
    "desk:room-point": in_the_room(point_id=NO_SUCH),
    "desk:room-stances": in_the_room(item_id=NO_SUCH),
    "desk:room-stance": in_the_room(stance_id=NO_SUCH),
    "desk:room-decisions": in_the_room(item_id=NO_SUCH),
    "desk:room-decision": in_the_room(decision_id=NO_SUCH),
    "desk:room-clauses": in_the_room(item_id=NO_SUCH),
    "desk:room-clause": in_the_room(clause_id=NO_SUCH),
    "desk:room-reservation": in_the_room(reservation_id=NO_SUCH),
    "desk:room-assignments": in_the_room(item_id=NO_SUCH),
    "desk:room-assignment": in_the_room(assignment_id=NO_SUCH),
    "desk:room-moves": in_the_room(item_id=NO_SUCH),
    "desk:room-move": in_the_room(transfer_id=NO_SUCH),
    "desk:open-room": in_the_room(),
    "desk:write-discussion": in_the_room(item_id=NO_SUCH),
    "desk:follow-meeting": Row(followed_signed_in, cases=every_meeting, may_be_missing=True),
    "desk:screen": Row(followed_signed_in, cases=every_meeting, may_be_missing=True),
    "desk:room-revision": Row(room_followed, cases=every_meeting, may_be_missing=True),
    "desk:room": Row(written, cases=every_meeting, may_be_missing=True),
    "desk:room-pulse": Row(room_followed, cases=every_meeting, may_be_missing=True),
    "desk:room-absence": in_the_room(item_id=NO_SUCH),
    "desk:room-clock": in_the_room(gor="paus"),
    "desk:room-sitting": in_the_room(),
    "desk:add-attendee": in_the_room(),
    "desk:known-people": Row(written, cases=every_meeting, may_be_missing=True),
    "desk:attendee": in_the_room(gor="narvaro", attendance_id=NO_SUCH),
    "desk:remove-movement": in_the_room(movement_id=NO_SUCH),
    "desk:add-extra-item": in_the_room(),
    "desk:order-room": in_the_room(),
    "desk:room-item": in_the_room(gor="utga", item_id=NO_SUCH),
    "desk:item-absence": in_the_room(item_id=NO_SUCH, attendance_id=NO_SUCH),
    "desk:faults": Row(needs(P.FAULTS_READ)),
    "desk:settle-fault": Row(
        None, needs(P.FAULTS_READ), with_more(once, fault_id=1), may_be_missing=True
    ),
    "desk:search": Row(everybody, cases=searches),
    "desk:suggestions": Row(everybody, cases=beginnings),
    "desk:language": Row(None, everybody),
    "public:start": Row(everybody),
    "public:robots": Row(everybody),
    "public:sitemap": Row(everybody),
    "public:feed": Row(everybody),
    "public:bodies": Row(everybody),
    "public:decisions": Row(everybody, cases=lists),
    "public:decision-feed": Row(everybody),
    "public:search": Row(everybody, cases=searches),
    "public:language": Row(None, everybody),
    "public:accessibility": Row(everybody),
    "public:report-fault": Row(everybody, everybody),
    **{
        f"public:{name}": Row(everybody, cases=with_parts(parts), may_be_missing=True)
        for name, parts in PUBLISHED.items()
    },
}


def behind_the_door(row: Row) -> Row:
    """The same for whoever is signed in; strangers are shown to the public side, or asked to."""

    def only_inside(rule: Rule | None) -> Rule | None:
        if rule is None or rule is signed_in:
            return rule

        def inside(viewer: Viewer, case: Case) -> bool:
            return viewer.signed_in and rule(viewer, case)

        inside.__doc__ = (signed_in if rule is everybody else rule).__doc__
        return inside

    return replace(row, get=only_inside(row.get), post=only_inside(row.post))


ROUTES |= {
    name: behind_the_door(row)
    for name, row in ROUTES.items()
    if name.startswith("desk:") and name.removeprefix("desk:") not in OPEN
}

AT_THE_DOOR = (
    *("account_login", "account_logout", "account_inactive", "mfa_authenticate"),
    *("mfa_login_webauthn", "provider_enter", "provider_answer", "socialaccount_login_cancelled"),
    *("account_reset_password", "account_reset_password_done", "password_strength"),
    *("account_reset_password_from_key", "account_reset_password_from_key_done"),
    "mfa_list_webauthn",  # leads on to one's own account
)
"""Addresses of signing in: open to everybody, and each asks for what proves who somebody is."""
OF_ONES_OWN = (
    *("account", "account_sessions", "account_email", "confirm_address"),
    *("account_change_password", "account_set_password", "account_reauthenticate"),
    *("mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_index", "mfa_activate_totp"),
    *("mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"),
    *("mfa_download_recovery_codes", "mfa_add_webauthn"),
    *("mfa_remove_webauthn", "mfa_edit_webauthn"),
)
"""Addresses of one's own account, which show and change nobody else's."""
PARTS: dict[str, dict[str, Any]] = {
    "account_reset_password_from_key": {"uidb36": "1", "key": "en-gissning"},
    "confirm_address": {"token": "en-gissning"},
    "mfa_remove_webauthn": {"pk": 1},
    "mfa_edit_webauthn": {"pk": 1},
}
for _names, _rule in ((AT_THE_DOOR, everybody), (OF_ONES_OWN, signed_in)):
    for _name in _names:
        ROUTES[_name] = Row(
            _rule, _rule, with_parts(PARTS.get(_name, {})), may_be_missing=True, of_another=True
        )
