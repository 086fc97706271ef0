"""What is closed or a draft leaves no trace in a matter: no title, no step, no status, no count."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from handslag.domain.access.roles import Role
from handslag.domain.access.things import of_body
from handslag.domain.access.viewer import ANONYMOUS, Held, Viewer
from handslag.domain.base.facts import Phase
from handslag.domain.base.states import PublicationState
from handslag.domain.matters.history.queries import (
    matter_filters,
    matter_page,
    matters,
    matters_of_items,
    wordings,
)
from handslag.domain.matters.models import (
    Assignment,
    AssignmentStep,
    AssignmentStepKind,
    Matter,
    MatterStep,
    StepKind,
)
from handslag.domain.meetings.agenda.actions import raise_matter
from handslag.domain.meetings.agenda.actions.raised import MatterTold
from tests.builders import (
    VIEWER,
    a_body,
    a_clause,
    a_document,
    a_matter,
    a_meeting,
    a_paper,
    a_proposal,
    an_item,
)

pytestmark = pytest.mark.django_db
TODAY = date(2031, 6, 1)
SHARED, DRAFT = PublicationState.SHARED, PublicationState.DRAFT
SECRET = "Hemligheten"


@pytest.fixture
def body():
    return a_body("Nordnätverket")


@pytest.fixture
def reader(body):
    """Somebody who reads what is shared of the body, and nothing that is closed."""
    return Viewer("Läsaren", frozenset({Held(Role.READER, of_body(body.id))}))


def a_told_meeting(body, day, state=SHARED, planned_state=SHARED):
    meeting = a_meeting(body, day, state=state, planned_state=planned_state)
    for phase in Phase:
        a_paper(meeting, phase)
    return meeting


def two_items(body, **hidden):
    """A matter under an item that is shared, and under one later that is hidden."""
    first = an_item(a_told_meeting(body, date(2031, 1, 10)), "Avtalet")
    state = hidden.pop("state", SHARED)
    later = a_told_meeting(body, date(2031, 2, 10), state, state)
    second = an_item(later, SECRET, **hidden)
    a_proposal(second, f"att {SECRET} antas")
    a_clause(second, f"att anta {SECRET}", document=a_document(SECRET, body=body, state=state))
    Assignment.objects.create(item=second, text=SECRET, due_date=date(2031, 3, 1))
    return a_matter(first, second), second


@pytest.mark.parametrize("hidden", [{"closed": True}, {"state": DRAFT}])
def test_what_is_hidden_leaves_no_trace(body, reader, hidden):
    matter, second = two_items(body, **hidden)
    assert matter_page(VIEWER, matter.id, TODAY).status.kind.value == "under-work"
    page = matter_page(reader, matter.id, TODAY)
    assert (page.title, page.status.kind.value) == ("Avtalet", "dealt")
    assert len(page.treated) == 1
    assert SECRET not in repr(page)
    assert SECRET not in repr(wordings(reader, matter.id, TODAY))
    (row,) = matters(reader, today=TODAY)
    assert (row.title, row.items, row.last) == ("Avtalet", 1, date(2031, 1, 10))
    assert matters(reader, words=SECRET, today=TODAY).total == 0
    assert matters(reader, status="under-work", today=TODAY).total == 0
    assert matters_of_items(reader, [second.id]) == {}


@pytest.mark.parametrize("hidden", [{"closed": True}, {"state": DRAFT}])
def test_a_matter_of_which_all_is_hidden_is_not_there(body, reader, hidden):
    matter, second = two_items(body, **hidden)
    matter.treatments.exclude(item=second).delete()
    with pytest.raises(Matter.DoesNotExist):
        matter_page(reader, matter.id, TODAY)
    assert matters(reader, today=TODAY).total == 0
    assert matter_filters(reader).bodies == ()


def test_the_minutes_that_are_a_draft_are_hidden_though_the_notice_is_shared(body, reader):
    meeting = a_told_meeting(body, date(2031, 2, 10), DRAFT, SHARED)
    item = an_item(meeting, f"{SECRET} av avtalet", planned_heading="Avtalet")
    a_proposal(item, "att avtalet förlängs", phase=Phase.PLAN)
    a_clause(item, f"att anta {SECRET}")
    Assignment.objects.create(item=item, text=SECRET)
    matter = a_matter(item)
    page = matter_page(reader, matter.id, TODAY)
    assert (page.title, page.status.kind.value) == ("Avtalet", "planned")
    assert [one.kind.value for one in page.happenings] == ["planned"]
    assert SECRET not in repr(page)
    assert matters(reader, words=SECRET, today=TODAY).total == 0
    assert matters(reader, words="Avtalet", today=TODAY).total == 1


def test_what_became_of_an_assignment_under_a_hidden_item_is_hidden(body, reader):
    first = an_item(a_told_meeting(body, date(2031, 1, 10)), "Avtalet")
    row = Assignment.objects.create(item=first, text="Räkna")
    hidden = an_item(a_told_meeting(body, date(2031, 2, 10)), SECRET, closed=True)
    AssignmentStep.objects.create(
        assignment=row,
        kind=AssignmentStepKind.REPORTED,
        day=date(2031, 2, 10),
        text=SECRET,
        by="Någon",
        item=hidden,
    )
    matter = a_matter(first)
    assert SECRET in repr(matter_page(VIEWER, matter.id, TODAY))
    assert SECRET not in repr(matter_page(reader, matter.id, TODAY))


def test_steps_between_meetings_are_seen_by_the_bodies_that_they_are_of(body, reader):
    item = an_item(a_told_meeting(body, date(2031, 1, 10)), "Avtalet")
    other = a_body("Ett annat organ")
    matter = a_matter(item)
    secret = a_document(SECRET, body=body, state=DRAFT)
    told = {"matter": matter, "day": date(2031, 1, 12), "entered_by": "Någon"}
    MatterStep.objects.create(kind=StepKind.NOTED, body=other, text=SECRET, **told)
    MatterStep.objects.create(
        kind=StepKind.PREPARED, body=body, text="Berett.", document=secret, **told
    )
    page = matter_page(reader, matter.id, TODAY)
    assert [one.text for one in page.past] == ["", "Berett."]
    assert page.past[-1].document is None
    assert SECRET not in repr(page)
    assert page.status.kind.value == "preparing"


def test_what_is_raised_is_seen_by_who_prepares_it(body, reader):
    raised = raise_matter(viewer=VIEWER, body_id=body.id, told=MatterTold(heading=SECRET))
    matter = Matter.objects.get(raisings__raised_id=raised)
    secretary = Viewer("Sekreteraren", frozenset({Held(Role.SECRETARY, of_body(body.id))}))
    assert matter_page(secretary, matter.id).title == SECRET
    with pytest.raises(Matter.DoesNotExist):
        matter_page(reader, matter.id)
    assert matters(reader).total == 0


def test_a_stranger_reads_no_matters(body):
    matter = a_matter(an_item(a_told_meeting(body, date(2031, 1, 10)), "Avtalet"))
    for read in (lambda: matter_page(ANONYMOUS, matter.id), lambda: matters(ANONYMOUS)):
        with pytest.raises(PermissionDenied):
            read()
