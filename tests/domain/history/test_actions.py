"""Matters are named, merged, parted and told of between meetings; what is said stays in the log."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from handslag.domain.access.roles import Role
from handslag.domain.access.things import of_body
from handslag.domain.access.viewer import Held, Viewer
from handslag.domain.audit.models import Entry
from handslag.domain.base.meanwhile import ChangedMeanwhile
from handslag.domain.matters.history import actions
from handslag.domain.matters.history.queries import kept_matter, matter_page, step_to_correct
from handslag.domain.matters.history.told import StepTold
from handslag.domain.matters.models import (
    Follow,
    LinkState,
    LinkSuggestion,
    Matter,
    MatterStep,
    Treatment,
)
from handslag.domain.meetings.agenda.actions import accept_matter, raise_matter
from handslag.domain.meetings.agenda.actions.raised import MatterTold
from tests.builders import VIEWER, a_body, a_matter, a_meeting, a_user, an_item
from tests.domain.agenda.making import a_planned_meeting

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 1)


def an_item_on(day, heading="Avtalet", body=None):
    return an_item(a_meeting(body or a_body(f"Organ {day} {heading}"), day), heading)


def two_matters():
    one = a_matter(an_item_on(date(2026, 1, 8)))
    return one, a_matter(an_item_on(date(2026, 2, 5), "Samma avtal"))


def items_of(matter):
    rows = Treatment.objects.filter(matter=matter).order_by("item__meeting__date")
    return list(rows.values_list("item_id", flat=True))


def test_a_step_is_told_once_corrected_and_removed():
    one, _other = two_matters()
    told = StepTold(kind="closed", day=date(2026, 2, 10), text="Frågan är löst.")
    step_id = actions.add_step(viewer=VIEWER, matter_id=one.id, told=told)
    assert actions.add_step(viewer=VIEWER, matter_id=one.id, told=told) == step_id
    page = matter_page(VIEWER, one.id, TODAY)
    assert (page.status.kind.value, page.past[-1].text) == ("closed", "Frågan är löst.")
    form = step_to_correct(VIEWER, step_id)
    assert form.told == told
    better = StepTold(kind="closed", day=date(2026, 2, 11), text="Frågan är löst.")
    actions.correct_step(viewer=VIEWER, step_id=step_id, told=better, seen=form.seen)
    with pytest.raises(ChangedMeanwhile):
        actions.correct_step(viewer=VIEWER, step_id=step_id, told=told, seen=form.seen)
    assert matter_page(VIEWER, one.id, TODAY).past[-1].day == date(2026, 2, 11)
    actions.remove_step(viewer=VIEWER, step_id=step_id, reason="Fel ärende.")
    assert matter_page(VIEWER, one.id, TODAY).status.kind.value == "dealt"
    verbs = Entry.objects.filter(thing_type="matters.matter", thing_id=one.id)
    assert [entry.verb for entry in verbs.order_by("number")] == [
        "matters.add_step",
        "matters.correct_step",
        "matters.remove_step",
    ]


def test_a_matter_is_closed_once_and_opened_again_with_a_reason():
    one, _other = two_matters()

    def step(kind, day, text="Skälet."):
        told = StepTold(kind=kind, day=date(2026, 2, day), text=text)
        return actions.add_step(viewer=VIEWER, matter_id=one.id, told=told)

    with pytest.raises(ValidationError, match="varför"):
        step("closed", 9, "")
    step("closed", 10)
    with pytest.raises(ValidationError, match="redan avslutat"):
        step("closed", 11)
    step("reopened", 12)
    assert matter_page(VIEWER, one.id, TODAY).status.kind.value == "reopened"


def test_what_cannot_be_is_refused_beside_its_field():
    one, _other = two_matters()

    def wrong(**told: Any):
        told = {"kind": "tabled", "day": date(2026, 2, 10), **told}
        with pytest.raises(ValidationError) as refused:
            actions.add_step(viewer=VIEWER, matter_id=one.id, told=StepTold(**told))
        return set(refused.value.message_dict)

    assert wrong() == {"to_date"}
    assert wrong(to_date=date(2026, 2, 9)) == {"to_date"}
    assert wrong(kind="referred") == {"to_body"}
    assert wrong(kind="flyttat", way="brevduva") == {"kind", "way"}
    assert wrong(kind="noted", text="", day=date(2999, 1, 1)) == {"day", "text"}
    assert wrong(kind="noted", text="x", document_id=987654321) == {"document"}
    assert not MatterStep.objects.exists()


def test_a_matter_is_named_and_numbered():
    one, _other = two_matters()
    actions.name_matter(viewer=VIEWER, matter_id=one.id, title="Avtal om stöd", seen="")
    actions.number_matter(viewer=VIEWER, matter_id=one.id, reference="2026:14", seen="")
    page = matter_page(VIEWER, one.id, TODAY)
    assert (page.title, page.named, page.reference) == ("Avtal om stöd", True, "2026:14")
    with pytest.raises(ChangedMeanwhile):
        actions.name_matter(viewer=VIEWER, matter_id=one.id, title="Annat", seen="")
    actions.name_matter(viewer=VIEWER, matter_id=one.id, title="", seen="Avtal om stöd")
    assert matter_page(VIEWER, one.id, TODAY).title == "Avtalet"


def test_two_matters_become_one_and_two_again():
    one, other = two_matters()
    shared = an_item_on(date(2026, 2, 20), "Båda")
    for matter in (one, other):
        Treatment.objects.create(matter=matter, item=shared, ground="reference")
    user = a_user("Vera Vän")
    for matter in (one, other):
        Follow.objects.create(user=user, matter=matter)
    before = {matter.id: items_of(matter) for matter in (one, other)}
    merger = actions.merge_matters(
        viewer=VIEWER, keep_id=one.id, other_id=other.id, reason="Samma fråga."
    )
    page = matter_page(VIEWER, other.id, TODAY)
    assert page.id == one.id == kept_matter(VIEWER, other.id)
    assert len(page.treated) == 3
    assert [(row.id, row.merger_id) for row in page.merged] == [(other.id, merger)]
    assert actions.undo_merger(viewer=VIEWER, merger_id=merger) == other.id
    assert {matter.id: items_of(matter) for matter in (one, other)} == before
    assert matter_page(VIEWER, other.id, TODAY).id == other.id
    assert set(Follow.objects.values_list("matter_id", flat=True)) == {one.id, other.id}


def test_what_was_merged_last_comes_apart_first():
    one, other = two_matters()
    third = a_matter(an_item_on(date(2026, 2, 21), "Tredje"))
    first = actions.merge_matters(viewer=VIEWER, keep_id=one.id, other_id=other.id)
    actions.merge_matters(viewer=VIEWER, keep_id=one.id, other_id=third.id)
    with pytest.raises(ValidationError, match="efteråt"):
        actions.undo_merger(viewer=VIEWER, merger_id=first)
    with pytest.raises(Matter.DoesNotExist):
        actions.merge_matters(viewer=VIEWER, keep_id=one.id, other_id=other.id)


def test_an_address_leads_through_two_mergers():
    one, other = two_matters()
    third = a_matter(an_item_on(date(2026, 2, 21), "Tredje"))
    actions.merge_matters(viewer=VIEWER, keep_id=one.id, other_id=other.id)
    last = actions.merge_matters(viewer=VIEWER, keep_id=third.id, other_id=one.id)
    assert matter_page(VIEWER, other.id, TODAY).id == third.id
    actions.undo_merger(viewer=VIEWER, merger_id=last)
    assert matter_page(VIEWER, other.id, TODAY).id == one.id


def test_some_items_become_a_matter_of_their_own():
    first, second = an_item_on(date(2026, 1, 8)), an_item_on(date(2026, 2, 5), "Lånet")
    matter = a_matter(first, second)
    with pytest.raises(ValidationError, match="minst en"):
        actions.part_matter(viewer=VIEWER, matter_id=matter.id, item_ids=[first.id, second.id])
    new = actions.part_matter(
        viewer=VIEWER, matter_id=matter.id, item_ids=[second.id], title="Låneavtalet"
    )
    assert items_of(matter) == [first.id]
    assert items_of(new) == [second.id]
    assert Treatment.objects.get(matter_id=new).typed
    asked = LinkSuggestion.objects.get(item=second, matter=matter)
    assert asked.state == LinkState.DECLINED


def test_an_item_is_tied_and_its_own_matter_goes_along():
    one, other = two_matters()
    (item_id,) = items_of(other)
    actions.tie_item(viewer=VIEWER, matter_id=one.id, item_id=item_id, instead=True)
    assert items_of(one)[-1] == item_id
    assert kept_matter(VIEWER, other.id) == one.id
    actions.untie_item(viewer=VIEWER, matter_id=one.id, item_id=item_id)
    own = Treatment.objects.get(item_id=item_id)
    assert own.matter_id != one.id
    assert own.typed


def test_the_only_item_is_not_untied():
    one, _other = two_matters()
    with pytest.raises(ValidationError, match="Slå i stället ihop"):
        actions.untie_item(viewer=VIEWER, matter_id=one.id, item_id=items_of(one)[0])


def test_only_who_may_changes_a_matter():
    body = a_body("Nordnätverket")
    matter = a_matter(an_item_on(date(2026, 1, 8), body=body))
    Matter.objects.filter(id=matter.id).update(body=body)
    body.meetings.update(state="shared", planned_state="shared")
    member = Viewer("Ledamoten", frozenset({Held(Role.MEMBER, of_body(body.id))}))
    chair = Viewer("Ordföranden", frozenset({Held(Role.CHAIR, of_body(body.id))}))
    other = Viewer("En annan", frozenset({Held(Role.CHAIR, of_body(a_body("Annat").id))}))
    assert not matter_page(member, matter.id, TODAY).may_change
    with pytest.raises(PermissionDenied):
        actions.name_matter(viewer=member, matter_id=matter.id, title="X", seen="")
    with pytest.raises(Matter.DoesNotExist):
        actions.name_matter(viewer=other, matter_id=matter.id, title="X", seen="")
    actions.name_matter(viewer=chair, matter_id=matter.id, title="X", seen="")


def test_what_is_raised_is_a_matter_before_there_is_any_item():
    body = a_body("Nordnätverket")
    raised = raise_matter(
        viewer=VIEWER, body_id=body.id, told=MatterTold(heading="Nytt läger", text="Behövs.")
    )
    matter = Matter.objects.get(raisings__raised_id=raised)
    page = matter_page(VIEWER, matter.id)
    assert (page.title, page.status.kind.value) == ("Nytt läger", "raised")
    meeting = a_planned_meeting(body, date(2099, 3, 6))
    item_id = accept_matter(viewer=VIEWER, matter_id=raised, meeting_id=meeting.id)
    page = matter_page(VIEWER, matter.id)
    assert [one.kind.value for one in page.happenings] == ["raised", "planned"]
    assert (page.status.kind.value, page.status.day) == ("planned", date(2099, 3, 6))
    assert list(Matter.objects.filter(treatments__item_id=item_id)) == [matter]
