"""An item of several matters: each is told what belongs to it, and a person has the last word."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from handslag.domain.access.roles import Role
from handslag.domain.access.things import of_body
from handslag.domain.access.viewer import Held, Viewer
from handslag.domain.audit.models import Entry
from handslag.domain.base.facts import Phase
from handslag.domain.base.states import PublicationState
from handslag.domain.matters.assignments.queries import assignment
from handslag.domain.matters.deciding.codes import give_back
from handslag.domain.matters.deciding.queries import clause_page
from handslag.domain.matters.dividing.actions import say_clause_matters, undo_clause_matters
from handslag.domain.matters.dividing.queries import item_clauses
from handslag.domain.matters.history import actions
from handslag.domain.matters.history.queries import histories, matter_page, matters
from handslag.domain.matters.models import (
    Assignment,
    AssignmentStep,
    AssignmentStepKind,
    Clause,
    ClauseAction,
    ClauseMatter,
    DecisionState,
    LinkProfile,
    Matter,
    Stance,
    StanceKind,
    Transfer,
    TransferKind,
    Treatment,
)
from handslag.domain.meetings.models import ItemOutcome
from tests.builders import (
    NO_SUCH,
    VIEWER,
    a_body,
    a_clause,
    a_decision,
    a_matter,
    a_meeting,
    a_proposal,
    a_whole_meeting,
    an_item,
)
from tests.domain.linking.county import link

pytestmark = [pytest.mark.django_db, pytest.mark.database]
TODAY = date(2031, 6, 1)
FLIGHT_WORDS, TALK_WORDS = "att förlänga avtalet om ambulansflyg", "att tolkarna får arvode"
UNCLEAR = "att godkänna förslagen"


class Told:
    """An item of two matters, each of which began under an item of its own."""

    def __init__(self, **item: Any) -> None:
        self.body = a_body("Nordnätverket")
        flight = an_item(a_meeting(self.body, date(2031, 1, 10)), "Avtal om ambulansflyg")
        talk = an_item(a_meeting(self.body, date(2031, 2, 10)), "Tolkar i vården")
        self.item = an_item(a_meeting(self.body, date(2031, 3, 10)), "Ekonomi", **item)
        self.flight = a_matter(flight, self.item)
        self.talk = a_matter(talk, self.item)


@pytest.fixture
def told() -> Told:
    return Told()


def page(matter: Matter | int) -> Any:
    return matter_page(VIEWER, matter if isinstance(matter, int) else matter.pk, TODAY)


def clauses_of(matter: Matter | int) -> list[str]:
    return [clause.text for one in page(matter).past for clause in one.clauses]


def kinds(matter: Matter) -> list[str]:
    return [one.kind.value for one in page(matter).happenings]


def say(clause: Clause, *chosen: Matter) -> None:
    ids = [one.pk for one in chosen]
    say_clause_matters(viewer=VIEWER, clause_id=clause.pk, matter_ids=ids)


def test_a_clause_that_names_a_matter_is_told_in_that_one_alone(told):
    decision = a_decision(told.item)
    for text in (FLIGHT_WORDS, TALK_WORDS, UNCLEAR):
        a_clause(decision, text)
    assert clauses_of(told.flight) == [FLIGHT_WORDS, UNCLEAR]
    assert clauses_of(told.talk) == [TALK_WORDS, UNCLEAR]
    (decided,) = [one for one in page(told.talk).past if one.kind.value == "decided"]
    assert [one.undivided for one in decided.clauses] == [False, True]
    assert not decided.undivided
    told.talk.treatments.filter(item=told.item).delete()
    assert clauses_of(told.flight) == [FLIGHT_WORDS, TALK_WORDS, UNCLEAR]
    assert not any(one.undivided for one in page(told.flight).past)


def test_how_each_matter_stands_follows(told):
    a_clause(told.item, FLIGHT_WORDS)
    assert [page(one).status.kind.value for one in (told.flight, told.talk)] == ["decided", "dealt"]
    assert [row.id for row in matters(VIEWER, status="decided", today=TODAY)] == [told.flight.pk]
    assert [row.id for row in matters(VIEWER, status="dealt", today=TODAY)] == [told.talk.pk]
    a_clause(told.item, UNCLEAR)
    assert page(told.talk).status.kind.value == "decided"


def test_what_was_noted_of_another_matter_is_no_outcome_of_this_one():
    told = Told(outcome=ItemOutcome.NOTED)
    a_clause(told.item, "att lägga tolkarna till handlingarna", action=ClauseAction.NOTE)
    assert kinds(told.talk) == ["dealt", "noted"]
    assert kinds(told.flight) == ["dealt", "dealt"]


def test_what_follows_from_a_clause_goes_where_it_goes(told):
    clause = a_clause(told.item, TALK_WORDS, action=ClauseAction.ASSIGN)
    whole = Assignment.objects.create(item=told.item, clause=clause, text="Räkna")
    part = Assignment.objects.create(item=told.item, part_of=whole, text="Räkna hälften")
    AssignmentStep.objects.create(
        assignment=part, kind=AssignmentStepKind.REPORTED, day=date(2031, 4, 1), by="Någon"
    )
    in_text = Assignment.objects.create(item=told.item, text="Skriva till regionen")

    def given(matter):
        happened = [one.assignment for one in page(matter).past if one.kind.value == "assigned"]
        return [(one.id, one.undivided) for one in happened]

    assert given(told.talk) == [(whole.id, False), (part.id, False), (in_text.id, True)]
    assert given(told.flight) == [(in_text.id, True)]
    assert "reported" in kinds(told.talk)
    assert "reported" not in kinds(told.flight)


@pytest.mark.parametrize("own", [True, False])
def test_a_matter_goes_where_its_own_clause_sends_it(told, own):
    """Whether the clause that was written here made the transfer, or a paper told it beside."""
    a_clause(told.item, FLIGHT_WORDS)
    sent = a_clause(told.item, "att bordlägga tolkarna", action=ClauseAction.TABLE)
    Transfer.objects.create(
        item=told.item,
        clause=sent if own else None,
        kind=TransferKind.TABLED,
        to_date=date(2031, 9, 1),
    )
    assert page(told.talk).status.kind.value == "tabled"
    assert page(told.talk).status.day == date(2031, 9, 1)
    assert page(told.flight).status.kind.value == "decided"
    assert "tabled" not in kinds(told.flight)


def test_points_and_stances_on_them_go_with_the_clause_that_settles_them(told):
    a_proposal(told.item, "att ambulansflyget förlängs", "att tolkarna får arvode", "att ingen ser")
    stance = {"item": told.item, "by": "Regionen", "kind": StanceKind.SUPPORTS}
    Stance.objects.create(**stance, points=[1])
    Stance.objects.create(**stance, points=[])
    a_clause(told.item, "att godkänna punkt 1", points=[1])
    a_clause(told.item, "att godkänna punkt 2", points=[2])

    def shown(matter):
        happened = page(matter).past
        points = [point.number for one in happened for point in one.points]
        return points, [one.points for each in happened for one in each.stances]

    assert shown(told.flight) == (["1", "3"], [("1",), ()])
    assert shown(told.talk) == (["2", "3"], [()])


def test_a_number_that_two_proposals_have_says_nothing_of_their_points(told):
    a_proposal(told.item, "att ambulansflyget förlängs")
    a_proposal(told.item, "att arvodet höjs")
    clause = a_clause(told.item, "att godkänna punkt 1", points=[1])
    say(clause, told.flight)
    assert [len(one.points) for one in page(told.talk).past] == [0, 1, 1, 0]


def test_each_is_called_by_its_part_of_a_heading_that_lists_several():
    body = a_body()
    heading = "Avtal om hemgång och avtal om tolkar"
    item = an_item(a_meeting(body, date(2031, 1, 10)), heading)
    one, other = a_matter(item), a_matter(item)
    a_clause(item, "att godkänna avtalet om hemgång")
    assert clauses_of(other) == ["att godkänna avtalet om hemgång"]  # nobody knows whose part it is
    for part, matter in enumerate((one, other)):
        LinkProfile.objects.create(
            item_id=item.pk,
            part=part,
            meeting_id=item.meeting_id,
            body_id=body.pk,
            day=item.meeting.date,
            matter=matter,
        )
    assert clauses_of(one) == ["att godkänna avtalet om hemgång"]
    assert clauses_of(other) == []


def test_an_items_own_heading_names_what_began_there_and_not_what_a_person_tied_it_to():
    body = a_body()
    item = an_item(a_meeting(body, date(2031, 3, 10)), "Riktlinje för egenvård")
    own = a_matter(item)
    tied = a_matter(an_item(a_meeting(body, date(2031, 1, 10)), "Avtal om ambulansflyg"))
    actions.tie_item(viewer=VIEWER, matter_id=tied.pk, item_id=item.pk)
    for text in ("att fastställa riktlinjen för egenvård", FLIGHT_WORDS):
        a_clause(item, text)
    assert clauses_of(own) == ["att fastställa riktlinjen för egenvård"]
    assert clauses_of(tied) == [FLIGHT_WORDS]


def test_what_a_viewer_does_not_see_names_nothing_for_them():
    """The heading by which a matter is known stands in minutes that are a draft."""
    told = Told()
    a_clause(told.item, FLIGHT_WORDS)
    hidden = told.flight.treatments.exclude(item=told.item).get().item.meeting
    hidden.state = hidden.planned_state = PublicationState.DRAFT
    hidden.save()
    for one in told.body.meetings.exclude(id=hidden.id):
        one.state = one.planned_state = PublicationState.SHARED
        one.save()
    reader = Viewer("Läsaren", frozenset({Held(Role.READER, of_body(told.body.id))}))
    seen = histories(reader, [told.talk.pk], TODAY)[told.talk.pk]
    assert FLIGHT_WORDS in [clause.text for one in seen.happenings for clause in one.clauses]
    assert FLIGHT_WORDS not in clauses_of(told.talk)


def test_a_person_says_which_and_takes_it_back(told):
    clause = a_clause(told.item, FLIGHT_WORDS)
    say(clause, told.talk)
    say(clause, told.talk)
    assert (clauses_of(told.flight), clauses_of(told.talk)) == ([], [FLIGHT_WORDS])
    say(clause, told.flight, told.talk)
    assert clauses_of(told.flight) == clauses_of(told.talk) == [FLIGHT_WORDS]
    assert not any(one.undivided for one in page(told.talk).past)
    for _time in range(2):
        undo_clause_matters(viewer=VIEWER, clause_id=clause.pk)
    assert (clauses_of(told.flight), clauses_of(told.talk)) == ([FLIGHT_WORDS], [])
    entries = Entry.objects.filter(thing_id=told.item.meeting_id).order_by("number")
    assert [one.verb for one in entries] == [
        "matters.say_clause_matters",
        "matters.say_clause_matters",
        "matters.undo_clause_matters",
    ]


def test_whoever_listens_is_told_of_all_the_items_matters(told, monkeypatch):
    heard: list[set[int]] = []
    monkeypatch.setattr(
        "handslag.domain.matters.dividing.actions.announce_matters",
        lambda ids: heard.append(set(ids)),
    )
    clause = a_clause(told.item, UNCLEAR)
    say(clause, told.talk)
    undo_clause_matters(viewer=VIEWER, clause_id=clause.pk)
    assert heard == [{told.flight.pk, told.talk.pk}] * 2


def test_only_the_items_own_matters_can_be_said(told):
    clause = a_clause(told.item, FLIGHT_WORDS)
    with pytest.raises(ValidationError, match="minst ett"):
        say(clause)
    with pytest.raises(ValidationError, match="hör inte till"):
        say(clause, told.talk, a_matter(an_item(a_meeting(told.body))))
    with pytest.raises(Clause.DoesNotExist):
        say_clause_matters(viewer=VIEWER, clause_id=NO_SUCH, matter_ids=[told.talk.pk])
    assert not ClauseMatter.objects.exists()


def test_who_may_not_change_matters_says_nothing(told):
    clause = a_clause(told.item, FLIGHT_WORDS)
    say(clause, told.talk)
    elsewhere = Viewer("Annan", frozenset({Held(Role.SECRETARY, of_body(a_body("Rådet").id))}))
    reader = Viewer("Läsaren", frozenset({Held(Role.READER, of_body(told.body.id))}))
    told.item.meeting.state = PublicationState.PUBLISHED  # both see it
    told.item.meeting.save()
    for viewer in (elsewhere, reader):
        with pytest.raises(PermissionDenied):
            say_clause_matters(viewer=viewer, clause_id=clause.pk, matter_ids=[told.flight.pk])
        with pytest.raises(PermissionDenied):
            undo_clause_matters(viewer=viewer, clause_id=clause.pk)
        with pytest.raises(PermissionDenied):
            item_clauses(viewer, told.item.pk)
    assert ClauseMatter.objects.get().matter_id == told.talk.pk


def test_nobody_divides_what_they_do_not_see(told):
    clause = a_clause(told.item, FLIGHT_WORDS)
    told.item.meeting.state = told.item.meeting.planned_state = PublicationState.DRAFT
    told.item.meeting.save()
    elsewhere = Viewer("Annan", frozenset({Held(Role.SECRETARY, of_body(a_body("Rådet").id))}))
    with pytest.raises(Clause.DoesNotExist):
        say_clause_matters(viewer=elsewhere, clause_id=clause.pk, matter_ids=[told.talk.pk])


def test_what_was_said_stands_when_the_clause_is_gone_for_a_while(told):
    clause = a_clause(told.item, UNCLEAR)
    say(clause, told.talk)
    clause.delete()
    again = a_clause(told.item, UNCLEAR)
    give_back([again.pk])
    assert (clauses_of(told.flight), clauses_of(told.talk)) == ([], [UNCLEAR])


def test_it_stands_over_linking_and_while_the_item_is_in_another_matter(told):
    clause = a_clause(told.item, FLIGHT_WORDS)
    third = a_matter(an_item(a_meeting(told.body, date(2031, 4, 10)), "Hemgång under helger"))
    actions.tie_item(viewer=VIEWER, matter_id=third.pk, item_id=told.item.pk)
    Treatment.objects.filter(item=told.item).update(typed=True, reason={"also": True})
    say(clause, third)
    link(told.item)
    assert LinkProfile.objects.filter(item_id=told.item.pk).exists()
    assert clauses_of(third) == [FLIGHT_WORDS]
    actions.untie_item(viewer=VIEWER, matter_id=third.pk, item_id=told.item.pk)
    assert (clauses_of(told.flight), clauses_of(third)) == ([FLIGHT_WORDS], [])
    actions.tie_item(viewer=VIEWER, matter_id=third.pk, item_id=told.item.pk)
    assert (clauses_of(told.flight), clauses_of(third)) == ([], [FLIGHT_WORDS])


def test_papers_never_make_one_of_two_that_clauses_were_said_to_belong_to():
    body = a_body()
    first = an_item(a_meeting(body, date(2031, 1, 10)), "Mobila nattpatrullen")
    second = an_item(a_meeting(body, date(2031, 2, 10)), "Kostnaden")
    link(first, second)
    one, other = (Matter.objects.get(treatments__item=item) for item in (first, second))
    actions.tie_item(viewer=VIEWER, matter_id=one.pk, item_id=second.pk)
    for text, matter in ((FLIGHT_WORDS, one), (TALK_WORDS, other)):
        say(a_clause(second, text), matter)
    Transfer.objects.create(
        item=first, kind=TransferKind.TABLED, to_date=second.meeting.date, to_body=""
    )
    second.heading = "Mobila nattpatrullen"
    second.save()
    link(first, second)
    assert {row.matter_id for row in second.treatments.all()} == {one.pk, other.pk}


def test_a_matter_that_a_clause_was_said_to_belong_to_is_no_lonely_one(told):
    """Tying its only item to another matter instead does not make it one with that."""
    lonely = a_matter(told.item)
    say(a_clause(told.item, UNCLEAR), lonely)
    actions.tie_item(viewer=VIEWER, matter_id=told.talk.pk, item_id=told.item.pk, instead=True)
    assert Matter.objects.get(id=lonely.pk).merged_into is None


def test_merging_carries_it_along_and_back(told):
    clause = a_clause(told.item, FLIGHT_WORDS)
    say(clause, told.talk)
    third = a_matter(an_item(a_meeting(told.body, date(2031, 4, 10)), "Hemgång under helger"))
    merger = actions.merge_matters(viewer=VIEWER, keep_id=third.pk, other_id=told.talk.pk)
    assert (clauses_of(told.flight), clauses_of(third)) == ([], [FLIGHT_WORDS])
    say(clause, told.flight, third)
    say(clause, third)
    actions.undo_merger(viewer=VIEWER, merger_id=merger)
    # said of the kept one meanwhile: it stays there, and the item does not
    assert clauses_of(told.flight) == [FLIGHT_WORDS]
    say(clause, told.talk)
    merger = actions.merge_matters(viewer=VIEWER, keep_id=third.pk, other_id=told.talk.pk)
    actions.undo_merger(viewer=VIEWER, merger_id=merger)
    assert (clauses_of(told.flight), clauses_of(told.talk)) == ([], [FLIGHT_WORDS])


def test_merging_the_items_own_matters_leaves_nothing_to_divide(told):
    say(a_clause(told.item, FLIGHT_WORDS), told.talk)
    merger = actions.merge_matters(viewer=VIEWER, keep_id=told.flight.pk, other_id=told.talk.pk)
    assert clauses_of(told.flight) == [FLIGHT_WORDS]
    assert item_clauses(VIEWER, told.item.pk) == ()
    actions.undo_merger(viewer=VIEWER, merger_id=merger)
    assert (clauses_of(told.flight), clauses_of(told.talk)) == ([], [FLIGHT_WORDS])


def test_splitting_carries_it_along(told):
    kept = a_clause(told.talk.treatments.exclude(item=told.item).get().item, UNCLEAR)
    say(kept, told.talk)
    say(a_clause(told.item, FLIGHT_WORDS), told.talk)
    new = actions.part_matter(viewer=VIEWER, matter_id=told.talk.pk, item_ids=[told.item.pk])
    assert (clauses_of(told.flight), clauses_of(new)) == ([], [FLIGHT_WORDS])
    assert ClauseMatter.objects.get(code=kept.code).matter_id == told.talk.pk


def test_the_pages_of_the_clause_and_of_its_assignment_name_its_matter(told):
    clause = a_clause(told.item, FLIGHT_WORDS)
    whole = Assignment.objects.create(item=told.item, clause=clause, text="Räkna")
    part = Assignment.objects.create(item=told.item, part_of=whole, text="Räkna hälften")
    for chosen in ([told.flight], [told.talk], [told.flight, told.talk]):
        say(clause, *chosen)
        expected = {one.pk for one in chosen}
        assert {one.id for one in clause_page(VIEWER, clause.code).matters} == expected
        for row in (whole, part):
            assert {one.id for one in assignment(VIEWER, row.pk).matters} == expected


def test_the_items_page_tells_how_each_is_known(told):
    proposed = a_clause(
        a_decision(told.item, state=DecisionState.PROPOSED, phase=Phase.PLAN), UNCLEAR
    )
    clear, said = a_clause(told.item, TALK_WORDS), a_clause(told.item, UNCLEAR)
    say(said, told.flight)
    rows = item_clauses(VIEWER, told.item.pk)
    told_of = [(one.id, one.way.value, one.by, [m.chosen for m in one.matters]) for one in rows]
    assert told_of == [
        (clear.pk, "clear", "", [False, True]),
        (said.pk, "said", VIEWER.name, [True, False]),
        (proposed.pk, "all", "", [True, True]),
    ]


def shared(meetings: int, first: date) -> tuple[Matter, Matter]:
    """Two matters that are dealt with under the same items, with all facts each time."""
    body = a_body(f"Organ {first}")
    items = [
        a_whole_meeting(1, body=body, day=first + timedelta(days=7 * number)).items.get()
        for number in range(meetings)
    ]
    return a_matter(*items), a_matter(*items, title="Ambulansflyg")


def test_pages_cost_the_same_whatever_their_size(django_assert_num_queries):
    few, many = shared(1, date(2031, 1, 6))[0], shared(10, date(2030, 1, 7))[0]
    for matter in (few, many):
        with django_assert_num_queries(PAGE):
            page(matter)
        item_id = matter.treatments.latest("id").item_id
        with django_assert_num_queries(ITEM):
            assert len(item_clauses(VIEWER, item_id)) > 1
    with django_assert_num_queries(LIST):
        assert len(matters(VIEWER, today=TODAY)) == 4


PAGE, ITEM, LIST = 18, 10, 16
