"""The rule over access, and that queries ask the very same."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import Q

from handslag.domain.access.permissions import Permission
from handslag.domain.access.roles import MAY, Role
from handslag.domain.access.rules import EVERYTHING, NOTHING, may, require
from handslag.domain.access.things import COUNTY, Thing, of_body
from handslag.domain.access.viewer import ANONYMOUS, Held, Viewer
from handslag.domain.base.facts import Phase
from handslag.domain.base.states import NEXT, PublicationState
from handslag.domain.documents.access import of_document, visible_documents
from handslag.domain.documents.models import Document
from handslag.domain.matters.access import visible_people
from handslag.domain.meetings import access
from handslag.domain.meetings.models import AgendaItem, Meeting, Participation, ParticipationRole
from handslag.domain.registry.models import Membership, Person

HOME = of_body(1)
READ = Permission.MEETINGS_READ


def holding(role: Role, scope=HOME) -> Viewer:
    return Viewer(role, frozenset({Held(role, scope)}), user_id=7)


@pytest.mark.parametrize("state", PublicationState)
@pytest.mark.parametrize("closed", [False, True])
def test_a_stranger_reads_what_is_published_and_open_alone(state, closed):
    thing = Thing(scopes=frozenset({HOME}), state=state, closed=closed)
    assert may(ANONYMOUS, READ, thing) == (state == PublicationState.PUBLISHED and not closed)


def test_what_is_settled_falls_out_of_a_condition():
    some = Q(state="shared")
    assert some | NOTHING == NOTHING | some == some & EVERYTHING == EVERYTHING & some == some
    assert some & NOTHING is NOTHING & some is ~EVERYTHING is NOTHING
    assert some | EVERYTHING is EVERYTHING | some is ~NOTHING is EVERYTHING


def test_an_empty_condition_lets_nothing_through():
    assert Q() | NOTHING is NOTHING | Q() is Q() & NOTHING is NOTHING & Q() is NOTHING
    assert (
        Q() | EVERYTHING is EVERYTHING | Q() is Q() & EVERYTHING is EVERYTHING & Q() is EVERYTHING
    )


def test_no_row_and_every_row_are_what_they_say(world):
    assert not Meeting.objects.filter(NOTHING).exists()
    assert Meeting.objects.filter(EVERYTHING).count() == Meeting.objects.count()
    assert not Meeting.objects.exclude(EVERYTHING).exists()


@pytest.mark.parametrize("role", Role)
def test_a_role_held_for_one_body_is_worth_nothing_in_another(role):
    thing = Thing(scopes=frozenset({of_body(2)}), state=PublicationState.SHARED)
    assert not any(may(holding(role), permission, thing) for permission in Permission)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", Permission)
def test_a_role_may_what_it_says_and_for_the_county_only_where_held_for_it(role, permission):
    assert may(holding(role, COUNTY), permission) == (permission in MAY[role])
    assert not may(holding(role), permission)


@pytest.mark.parametrize("role", Role)
def test_drafts_and_closed_items_take_their_own_permission(role):
    held = MAY[role]
    for state in PublicationState:
        for closed in (False, True):
            thing = Thing(scopes=frozenset({HOME}), state=state, closed=closed)
            wanted = (
                READ in held
                and (state != PublicationState.DRAFT or Permission.DRAFTS_READ in held)
                and (not closed or Permission.CLOSED_READ in held)
            ) or (state == PublicationState.PUBLISHED and not closed)
            assert may(holding(role), READ, thing) == wanted


def test_permissions_of_two_roles_over_the_same_thing_add_up():
    both = Viewer("", frozenset({Held(Role.READER, HOME), Held(Role.MEMBER, of_body(2))}), 7)
    thing = Thing(scopes=frozenset({HOME}), state=PublicationState.SHARED, closed=True)
    assert not may(both, READ, thing)  # what is closed at home is not opened by sitting elsewhere
    assert may(both, READ, Thing(scopes=frozenset({of_body(2)}), state=thing.state, closed=True))


def test_a_presenter_reads_an_own_closed_item_but_no_draft():
    presenter = Viewer("", frozenset(), user_id=7)
    own = Thing(
        scopes=frozenset({HOME}),
        state=PublicationState.SHARED,
        closed=True,
        presenters=frozenset({7}),
    )
    assert may(presenter, READ, own)
    draft = Thing(scopes=own.scopes, state=PublicationState.DRAFT, presenters=own.presenters)
    assert not may(presenter, READ, draft)


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("viewer", [ANONYMOUS, holding(Role.READER)])
def test_a_refusal_says_why_in_words(permission, viewer):
    with pytest.raises(PermissionDenied) as refused:
        require(viewer, permission)
    words = str(refused.value)
    assert words.endswith(".")
    assert "%(" not in words
    assert len(words) > 25


def test_what_was_shared_never_becomes_a_draft_again():
    assert not any(PublicationState.DRAFT in after for after in NEXT.values())
    assert NEXT.keys() == set(PublicationState)


def presenters_of(item: AgendaItem) -> frozenset[int]:
    users = Participation.objects.filter(item=item, role=ParticipationRole.PRESENTING)
    ids = users.values_list("name__person__user_id", flat=True)
    return frozenset(one for one in ids if one)


def sees(viewer: Viewer, item: AgendaItem) -> bool:
    """Whether the rule lets `viewer` read either account of an item."""
    return any(
        may(
            viewer,
            READ,
            access.account(
                item.meeting.body_id,
                getattr(item.meeting, access.STATE[phase]),
                closed=item.closed,
                presenters=presenters_of(item),
            ),
        )
        for phase in Phase
        if getattr(item, access.ORDER[phase]) is not None
    )


def test_queries_give_the_very_things_that_the_rule_lets_be_read(world):
    items = list(AgendaItem.objects.select_related("meeting"))
    for who in world.users:
        viewer = world.viewer(who)
        assert set(AgendaItem.objects.filter(access.visible_items(viewer))) == {
            item for item in items if sees(viewer, item)
        }, who
        documents = Document.objects.filter(visible_documents(viewer))
        assert set(documents) == {
            one
            for one in Document.objects.all()
            if may(viewer, Permission.DOCUMENTS_READ, of_document(one))
        }, who
        meetings = Meeting.objects.filter(access.visible_meetings(viewer))
        of_items = {item.meeting for item in items if sees(viewer, item)}
        assert of_items <= set(meetings), who
        plain = {
            one
            for one in world.meetings
            for phase in Phase
            if may(viewer, READ, access.account(one.body_id, getattr(one, access.STATE[phase])))
        }
        assert set(meetings) == of_items | plain, who


def test_people_are_known_to_those_who_see_what_they_did(world):
    sitting = set(Membership.objects.values_list("person_id", flat=True))
    for who in world.users:
        viewer, seen = world.viewer(who), world.seen_by(who)
        found = set(Person.objects.filter(visible_people(viewer)).values_list("id", flat=True))
        wanted = {one for one, marks in world.people.items() if seen & set(marks)}
        assert found & world.people.keys() == wanted, who
        assert sitting <= found
