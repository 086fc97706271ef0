"""Finalised minutes stand: every write that could change what they say is refused."""

from __future__ import annotations

import inspect
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from handslag.domain.base.meanwhile import ChangedMeanwhile
from handslag.domain.matters.minutes import actions as minutes
from handslag.domain.matters.minutes.composing import compose
from handslag.domain.matters.models import Assignee, Assignment, Decision, Proposal, Transfer
from handslag.domain.matters.preparing import actions as preparing
from handslag.domain.matters.writing import actions as writing
from handslag.domain.matters.writing.told import (
    AssignmentWritten,
    ClauseWritten,
    ReservationWritten,
    VoteWritten,
    WhitherTold,
)
from handslag.domain.meetings.agenda import actions as agenda
from handslag.domain.meetings.agenda.actions.attachments import AttachmentTold, FileTold
from handslag.domain.meetings.agenda.actions.raised import MatterTold
from handslag.domain.meetings.agenda.rows import item_digest as planned_digest
from handslag.domain.meetings.agenda.rows import presenters_of
from handslag.domain.meetings.agenda.told import ItemTold
from handslag.domain.meetings.models import AgendaItem, Movement
from handslag.domain.meetings.planning import actions as planning
from handslag.domain.meetings.planning.told import Wanted
from handslag.domain.meetings.room import actions as room
from handslag.domain.meetings.room.rows import item_digest, sitting_digest
from handslag.domain.meetings.writable import FinalisedMinutes
from tests.domain.agenda.making import put
from tests.domain.minutes.written import (
    DAY,
    a_full_meeting,
    correct,
    finalise,
    share,
    the_secretary,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from handslag.domain.access.viewer import Viewer

pytestmark = pytest.mark.django_db
LATER = date(2031, 4, 7)
TELLS = FileTold(name="underlag.txt", media_type="text/plain", data=b"Underlag")


class Written:
    """A meeting in which everything happened, with what a write of each thing asks for."""

    def __init__(self, day: date = DAY) -> None:
        self.viewer: Viewer = the_secretary()
        self.meeting = a_full_meeting(day=day)
        self.planned = put(self.meeting, "Ännu en fråga")
        self.pulled = put(self.meeting, "Struken fråga")
        agenda.pull_item(viewer=self.viewer, item_id=self.pulled, reason="underlag saknas")
        preparing.propose(
            viewer=self.viewer, item_id=self.planned, by="Styrgruppen", points=["att pröva"]
        )
        told = AttachmentTold(title="Underlag", item_ids=(self.planned,))
        self.attachment = agenda.add_attachment(
            viewer=self.viewer, meeting_id=self.meeting.id, file=TELLS, told=told
        )
        headings = AgendaItem.objects.filter(meeting=self.meeting)
        self.item = headings.get(heading="Gemensam samordnare")
        self.tabled = headings.get(heading="Nytt avtal om tolk")
        self.withdrawn = headings.get(heading="Rapport om hjälpmedel")
        self.decision = Decision.objects.get(item=self.item)
        self.clause = self.decision.clauses.order_by("order")[0]
        self.proposal = Proposal.objects.get(item=self.item)
        self.point = self.proposal.points.order_by("order")[0]
        self.there = self.meeting.participations.get(name__text="Eva Ek", item=None)
        self.moved = Movement.objects.get(participation__meeting=self.meeting)
        self.said = Assignment.objects.create(
            item=self.item, text="återkomma", due_date=LATER, written=True
        )
        Assignee.objects.create(assignment=self.said, text="styrgruppen")
        self.matter = agenda.raise_matter(
            viewer=self.viewer,
            body_id=self.meeting.body_id,
            told=MatterTold(heading="Ett nytt ärende"),
        )

    @property
    def item_seen(self) -> str:
        self.item.refresh_from_db()
        return item_digest(self.item)

    @property
    def plan_seen(self) -> str:
        item = AgendaItem.objects.get(id=self.planned)
        return planned_digest(item, presenters_of([item])[item.id])

    @property
    def order(self) -> list[int]:
        rows = AgendaItem.objects.filter(meeting=self.meeting, order__isnull=False)
        return list(rows.order_by("order").values_list("id", flat=True))

    @property
    def plan(self) -> list[int]:
        return [self.planned, self.pulled]

    @property
    def clauses(self) -> list[int]:
        return list(self.decision.clauses.order_by("order").values_list("id", flat=True))

    def of_meeting(self, **more: Any) -> dict[str, Any]:
        return {"meeting_id": self.meeting.id} | more

    def of_item(self, **more: Any) -> dict[str, Any]:
        return {"item_id": self.item.id} | more

    def of_decision(self, **more: Any) -> dict[str, Any]:
        return {"decision_id": self.decision.id} | more

    def who(self, **more: Any) -> dict[str, Any]:
        return {"attendance_id": self.there.id, "seen": ""} | more


EXTRA = {"told": ItemTold(heading="Extra"), "late_reason": "kom nyss", "late_by": "Eva Ek"}
ROOM: dict[str, Callable[[Written], dict[str, Any]]] = {
    "add_attendee": lambda w: w.of_meeting(name="Ny Person"),
    "add_extra_item": lambda w: w.of_meeting(**EXTRA),
    "begin_item": lambda w: w.of_meeting(item_id=w.item.id, seen=""),
    "change_attendee": lambda w: w.who(title="chef", organisation="Söderby kommun"),
    "end_meeting": lambda w: w.of_meeting(),
    "give_duty": lambda w: w.who(duty="checks", has=True),
    "leave_item": lambda w: w.of_meeting(seen=""),
    "let_serve": lambda w: w.who(serves_for=None),
    "mark_presence": lambda w: w.who(presence="absent"),
    "note_movement": lambda w: w.who(kind="left", item_id=w.item.id, at=time(10, 0)),
    "order_room": lambda w: w.of_meeting(seen=w.order, wanted=w.order[::-1]),
    "put_back_withdrawn": lambda w: {
        "item_id": w.withdrawn.id,
        "seen": item_digest(w.withdrawn),
    },
    "remove_attendee": lambda w: w.who(),
    "remove_extra_item": lambda w: w.of_item(seen=w.item_seen),
    "remove_movement": lambda w: {"movement_id": w.moved.id, "seen": ""},
    "reopen_meeting": lambda w: w.of_meeting(),
    "reword_item": lambda w: w.of_item(seen=w.item_seen, heading="En annan rubrik"),
    "set_absence": lambda w: w.of_item(
        attendance_id=w.there.id, seen="", reason="conflict", note="är släkt"
    ),
    "set_outcome": lambda w: w.of_item(seen=w.item_seen, outcome="noted"),
    "set_presenters": lambda w: w.of_item(seen="", presenters=()),
    "set_sitting": lambda w: w.of_meeting(
        seen=sitting_digest(w.meeting), start=time(8, 0), end=time(9, 0), place="Biblioteket"
    ),
    "take_in_item": lambda w: {"item_id": w.planned},
    "withdraw_item": lambda w: w.of_item(seen=w.item_seen, reason="underlag saknas"),
    "write_discussion": lambda w: w.of_item(seen="1", text="Något helt annat sades."),
    "write_once": lambda w: w.of_meeting(key=uuid4(), asked="0" * 64, write=dict),
}
"""What each write of the room is asked for, of minutes that are finalised."""
WRITING: dict[str, Callable[[Written], dict[str, Any]]] = {
    "add_point": lambda w: {"proposal_id": w.proposal.id, "text": "att dröja"},
    "change_assignment": lambda w: {
        "assignment_id": w.said.id,
        "seen": "",
        "told": AssignmentWritten(text="återkomma snart"),
    },
    "change_clause": lambda w: {
        "clause_id": w.clause.id,
        "seen": "",
        "told": ClauseWritten(text="att avslå allt"),
    },
    "change_decision": lambda w: w.of_decision(seen="", by="Någon annan", abstaining=[]),
    "change_reservation": lambda w: {
        "reservation_id": w.decision.reservations.get().id,
        "seen": "",
        "told": ReservationWritten(by="regionen", text="Det är för dyrt."),
    },
    "change_stance": lambda w: {
        "stance_id": w.item.stances.get().id,
        "seen": "",
        "by": "kommunerna",
        "kind": "takes_no_part",
    },
    "hold_proposals": lambda w: w.of_item(),
    "move_item": lambda w: w.of_item(kind="tabled", whither=WhitherTold(date=LATER)),
    "move_to_next": lambda w: {"item_id": w.tabled.id},
    "name_proposer": lambda w: {"proposal_id": w.proposal.id, "seen": "", "by": "Någon"},
    "note_assignment": lambda w: w.of_item(told=AssignmentWritten(text="räkna om")),
    "open_decision": lambda w: w.of_item(by="regionen"),
    "order_clauses": lambda w: w.of_decision(seen=w.clauses, wanted=w.clauses[::-1]),
    "put_proposal": lambda w: w.of_item(by="Någon", points=["att vänta"]),
    "record_vote": lambda w: w.of_decision(seen="", told=VoteWritten(in_favour=9)),
    "remove_assignment": lambda w: {"assignment_id": w.said.id, "seen": ""},
    "remove_clause": lambda w: {"clause_id": w.clause.id, "seen": ""},
    "remove_decision": lambda w: w.of_decision(seen=""),
    "remove_held_proposal": lambda w: {"proposal_id": w.proposal.id, "seen": ""},
    "remove_point": lambda w: {"point_id": w.point.id, "seen": ""},
    "remove_reservation": lambda w: {
        "reservation_id": w.decision.reservations.get().id,
        "seen": "",
    },
    "remove_stance": lambda w: {"stance_id": w.item.stances.get().id, "seen": ""},
    "remove_vote": lambda w: w.of_decision(seen=""),
    "reserve": lambda w: w.of_decision(told=ReservationWritten(by="regionen")),
    "reword_point": lambda w: {"point_id": w.point.id, "seen": "", "text": "att dröja"},
    "settle_point": lambda w: {
        "point_id": w.point.id,
        "side": "",
        "seen": "",
        "verdict": "rejected",
    },
    "take_stance": lambda w: w.of_item(by="kommunerna", kind="takes_no_part"),
    "undo_move": lambda w: {
        "transfer_id": Transfer.objects.get(item=w.tabled).id,
        "seen": "",
    },
    "write_clause": lambda w: w.of_item(told=ClauseWritten(text="att ändra allt")),
}
AGENDA: dict[str, Callable[[Written], dict[str, Any]]] = {
    "add_attachment": lambda w: w.of_meeting(file=TELLS, told=AttachmentTold(title="Till")),
    "add_item": lambda w: w.of_meeting(told=ItemTold(heading="Till")),
    "add_version": lambda w: {
        "attachment_id": w.attachment,
        "file": FileTold(name="ny.txt", media_type="text/plain", data=b"Nytt"),
    },
    "begin_agenda": lambda w: w.of_meeting(),
    "change_attachment": lambda w: {
        "attachment_id": w.attachment,
        "seen": "",
        "told": AttachmentTold(title="Något annat"),
    },
    "change_item": lambda w: {
        "item_id": w.planned,
        "seen": w.plan_seen,
        "told": ItemTold(heading="Något annat", kind="information"),
    },
    "order_attachments": lambda w: w.of_meeting(seen=[w.attachment], wanted=[w.attachment]),
    "order_items": lambda w: w.of_meeting(seen=w.plan, wanted=w.plan[::-1]),
    "pull_item": lambda w: {"item_id": w.planned, "reason": "underlag saknas"},
    "put_back_item": lambda w: {"item_id": w.pulled},
    "remove_attachment": lambda w: {"attachment_id": w.attachment},
    "remove_item": lambda w: {"item_id": w.planned},
    "withdraw_attachment": lambda w: {"attachment_id": w.attachment, "reason": "fel fil"},
}
PREPARING: dict[str, Callable[[Written], dict[str, Any]]] = {
    "change_proposal": lambda w: {
        "proposal_id": Proposal.objects.get(item=w.planned).id,
        "seen": "",
        "by": "Någon",
        "points": ["att vänta"],
    },
    "propose": lambda w: {"item_id": w.planned, "by": "Någon", "points": ["att vänta"]},
    "remove_proposal": lambda w: {
        "proposal_id": Proposal.objects.get(item=w.planned).id,
        "seen": "",
    },
    "take_up": lambda w: w.of_meeting(transfer_ids=[]),
}
WALKED = ((room, ROOM), (writing, WRITING), (agenda, AGENDA), (preparing, PREPARING))
ELSEWHERE = {
    "open_room": "it is open already, and nothing happens",
    "add_phrase": "phrases are the body's",
    "change_phrase": "phrases are the body's",
    "remove_phrase": "phrases are the body's",
    "make_template": "it reads the agenda, and makes something of the body's",
    "change_template": "templates are the body's",
    "remove_template": "templates are the body's",
    "raise_matter": "it is for a coming meeting, until somebody accepts it",
    "answer_question": "what is raised is on no agenda",
    "decline_matter": "what is raised is on no agenda",
    "return_matter": "what is raised is on no agenda",
    "withdraw_matter": "what is raised is on no agenda",
    "accept_matter": "onto a coming meeting's agenda alone: tried below, on the same day",
    "require_attaching": "it asks and changes nothing",
    "require_new_version": "it asks and changes nothing",
}
"""Public actions that could not change what minutes say, and why."""


def public_actions(module: Any) -> set[str]:
    """The names of a module's writes, as they are told to everybody else."""
    found = {name: getattr(module, name) for name in dir(module) if not name.startswith("_")}
    return {
        name
        for name, one in found.items()
        if inspect.isfunction(one) and one.__module__.startswith(module.__name__) and _acts(one)
    }


def _acts(function: Any) -> bool:
    viewer = inspect.signature(function).parameters.get("viewer")
    return viewer is not None and viewer.kind is inspect.Parameter.KEYWORD_ONLY


def everything() -> list[Any]:
    """Every row of the subjects that minutes are made of, and of the log."""
    models = [
        model
        for label in ("meetings", "matters", "audit")
        for model in apps.get_app_config(label).get_models()
    ]
    return [
        serializers.serialize("python", model._default_manager.order_by("pk")) for model in models
    ]


def attempted(module: Any, name: str, written: Written, asked: dict[str, Any]) -> Any:
    """Try a write and let nothing of it stay; what it raised, None for nothing."""
    try:
        with transaction.atomic():
            getattr(module, name)(viewer=written.viewer, **asked)
            transaction.set_rollback(True)
    except (ValidationError, ChangedMeanwhile) as raised:  # as it must: nothing was seen
        return raised
    return None


@pytest.fixture
def finalised(settings, tmp_path) -> Written:
    settings.FILES = tmp_path / "files"
    written = Written()
    share(written.viewer, written.meeting)
    finalise(written.viewer, written.meeting)
    return written


@pytest.mark.parametrize(("module", "rows"), WALKED, ids=lambda one: getattr(one, "__name__", ""))
def test_every_public_action_is_walked_or_said_to_be_elsewhere(module, rows):
    known = {name for name in ELSEWHERE if hasattr(module, name)}
    assert public_actions(module) == set(rows) | known
    assert not set(rows) & known


def test_every_write_of_finalised_minutes_is_refused_and_nothing_changes(finalised):
    before, said = everything(), compose(finalised.meeting.id)
    for module, rows in WALKED:
        for name, asked in rows.items():
            words = asked(finalised)
            with pytest.raises(FinalisedMinutes, match="färdigställt"):
                getattr(module, name)(viewer=finalised.viewer, **words)
    assert everything() == before
    assert compose(finalised.meeting.id) == said


def test_no_write_is_refused_as_finalised_while_a_correction_goes_on(finalised):
    minutes.begin_correction(
        viewer=finalised.viewer, meeting_id=finalised.meeting.id, reason="fel namn"
    )
    for module, rows in WALKED:
        for name, asked in rows.items():
            raised = attempted(module, name, finalised, asked(finalised))
            assert not isinstance(raised, FinalisedMinutes), name


def test_minutes_that_are_shared_for_comments_are_written_as_before(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    written = Written()
    share(written.viewer, written.meeting)
    told = ClauseWritten(text="att komma tillbaka till frågan")
    writing.write_clause(viewer=written.viewer, item_id=written.tabled.id, told=told)
    agenda.add_item(
        viewer=written.viewer, meeting_id=written.meeting.id, told=ItemTold(heading="Till")
    )
    assert Decision.objects.filter(item=written.tabled).exists()


def test_a_raised_matter_cannot_be_put_among_the_items_of_finalised_minutes(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    written = Written(day=timezone.localdate())
    share(written.viewer, written.meeting)
    finalise(written.viewer, written.meeting)
    before = everything()
    with pytest.raises(FinalisedMinutes):
        agenda.accept_matter(
            viewer=written.viewer, matter_id=written.matter, meeting_id=written.meeting.id
        )
    assert everything() == before


def test_a_meeting_with_minutes_is_planned_no_more(finalised):
    told: dict[str, dict[str, Any]] = {
        "change_meeting": {"start": None, "end": None, "place": "Annanstans"},
        "move_meeting": {"to": Wanted(day=finalised.meeting.date + timedelta(days=7))},
        "cancel_meeting": {"reason": "för få"},
        "reinstate_meeting": {},
    }
    before = everything()
    for name, words in told.items():
        with pytest.raises(ValidationError, match="har hållits"):
            getattr(planning, name)(
                viewer=finalised.viewer, meeting_id=finalised.meeting.id, **words
            )
    assert everything() == before


def test_once_corrected_they_stand_again(finalised):
    minutes.begin_correction(
        viewer=finalised.viewer, meeting_id=finalised.meeting.id, reason="fel namn"
    )
    told = ClauseWritten(text="att rätta namnet")
    writing.write_clause(viewer=finalised.viewer, item_id=finalised.item.id, told=told)
    correct(finalised.viewer, finalised.meeting)
    with pytest.raises(FinalisedMinutes):
        writing.write_clause(viewer=finalised.viewer, item_id=finalised.item.id, told=told)
