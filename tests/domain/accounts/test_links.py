"""Limited links: given for one thing, used and logged, ended at once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.utils import timezone

from handslag.domain.access.roles import Role
from handslag.domain.access.things import of_body
from handslag.domain.access.viewer import ANONYMOUS, Held, Viewer
from handslag.domain.accounts.models import Link
from handslag.domain.accounts.tokens import UnknownToken
from handslag.domain.audit.models import Entry
from handslag.domain.audit.queries import history
from handslag.domain.base.facts import Phase
from handslag.domain.base.states import PublicationState
from handslag.domain.documents import queries as documents
from handslag.domain.documents.models import Document
from handslag.domain.matters.queries import meeting_page
from handslag.domain.meetings.links import actions, queries
from handslag.domain.meetings.links.rules import LinkStanding, can_be_seen
from handslag.domain.meetings.models import Meeting
from handslag.domain.registry.models import Organisation
from tests.builders import (
    NO_SUCH,
    VIEWER,
    a_body,
    a_document,
    a_meeting,
    a_paper,
    a_principal,
    an_item,
)

pytestmark = pytest.mark.django_db

S = PublicationState


def today() -> date:
    return timezone.localdate()


@pytest.fixture
def shared() -> Meeting:
    """A meeting whose notice is shared, and whose minutes are a draft."""
    meeting = a_meeting(a_body(), planned_state=S.SHARED, state=S.DRAFT)
    notice, minutes = a_paper(meeting, Phase.PLAN), a_paper(meeting, Phase.HELD)
    Document.objects.filter(id=notice.id).update(state=S.SHARED, body=meeting.body)
    Document.objects.filter(id=minutes.id).update(state=S.DRAFT, body=meeting.body)
    an_item(meeting, "Ändrat i utkastet", planned_heading="Avtal om hjälpmedel")
    an_item(meeting, "Enskilt ärende", order=2, planned_order=2, closed=True)
    an_item(meeting, "Väckt på mötet", order=3, planned_order=None)
    return meeting


def given(thing, kind="meeting", viewer=VIEWER, **more: Any):
    principal = Organisation.objects.first() or a_principal()
    wishes: dict[str, Any] = {"recipient": "Vera Ask", "principal_id": principal.id}
    wishes |= {"until": today()} | more
    return actions.give_link(viewer=viewer, kind=kind, thing_id=thing.id, **wishes)


def opened(token, what="page"):
    return actions.use_link(viewer=ANONYMOUS, token=token, what=what)


def test_a_link_shows_what_is_shared_never_drafts_or_closed_items(shared):
    holder = opened(given(shared).token).viewer
    page = meeting_page(holder, shared.id)
    assert [item.heading or item.planned_heading for item in page.items] == ["Avtal om hjälpmedel"]
    assert [paper.phase.value for paper in page.documents] == ["plan"]
    assert not page.held


def test_a_link_leads_to_its_own_thing_alone(shared):
    holder = opened(given(shared).token).viewer
    another = a_meeting(shared.body, date(2031, 9, 9), planned_state=S.SHARED, state=S.SHARED)
    a_paper(another, Phase.PLAN)
    other = a_document(state=S.SHARED, body=shared.body)
    with pytest.raises(ObjectDoesNotExist):
        meeting_page(holder, another.id)
    with pytest.raises(ObjectDoesNotExist):
        documents.document(holder, other.id)


def test_a_link_to_a_document_opens_the_document_alone(shared):
    notice = Document.objects.get(state=S.SHARED)
    holder = opened(given(notice, kind="document").token).viewer
    assert documents.document(holder, notice.id).name == notice.name
    with pytest.raises(ObjectDoesNotExist):
        meeting_page(holder, shared.id)


def test_each_use_is_counted_and_logged_and_the_token_is_kept_nowhere(shared):
    link = given(shared)
    opened(link.token)
    opened(link.token, what="file 7")
    (row,) = queries.links(VIEWER)
    assert (row.uses, row.standing) == (2, LinkStanding.OPEN)
    assert row.used_at
    told = history(VIEWER, "accounts.link", link.link_id)
    assert [(entry.verb, entry.detail.get("what")) for entry in told] == [
        ("accounts.use_link", "file 7"),
        ("accounts.use_link", "page"),
        ("accounts.give_link", None),
    ]
    assert told[0].actor == f"Begränsad länk {link.link_id}"
    kept = [str(line) for model in (Link, Entry) for line in model.objects.values()]
    assert not [line for line in kept if link.token in line]
    assert len(link.token) == 32


def test_a_link_ends_at_once_when_it_is_taken_back(shared):
    link = given(shared)
    opened(link.token)
    for _twice in range(2):
        actions.revoke_link(viewer=VIEWER, link_id=link.link_id)
    with pytest.raises(ValidationError, match="dragits in"):
        opened(link.token)
    (row,) = queries.links(VIEWER)
    assert (row.standing, row.revocable, row.revoked_by) == ("revoked", False, "Prövaren")
    verbs = [entry.verb for entry in history(VIEWER, "accounts.link", link.link_id)]
    assert verbs.count("accounts.revoke_link") == 1


def test_a_link_holds_to_the_end_of_its_last_day(shared):
    link = given(shared, until=today())
    assert opened(link.token)
    Link.objects.update(until=today() - timedelta(days=1))
    with pytest.raises(ValidationError, match="sista dagen"):
        opened(link.token)


@pytest.mark.parametrize("column", ["planned_state", "state"])
def test_a_link_to_a_meeting_ends_when_its_papers_are_withdrawn(shared, column):
    link = given(shared)
    Meeting.objects.update(**{column: S.WITHDRAWN})
    with pytest.raises(ValidationError, match="inte att se"):
        opened(link.token)


@pytest.mark.parametrize("change", [{"state": S.WITHDRAWN}, {"closed": True}])
def test_a_link_to_a_document_ends_when_it_is_withdrawn_or_closed(change):
    document = a_document(state=S.SHARED)
    link = given(document, kind="document")
    Document.objects.update(**change)
    with pytest.raises(ValidationError, match="inte att se"):
        opened(link.token)
    (row,) = queries.links(VIEWER)
    assert row.standing == LinkStanding.WITHDRAWN


def test_a_link_to_what_is_gone_leads_nowhere():
    document = a_document(state=S.SHARED)
    link = given(document, kind="document")
    document.delete()
    with pytest.raises(ValidationError, match="inte att se"):
        opened(link.token)
    assert [row.standing for row in queries.links(VIEWER)] == [LinkStanding.WITHDRAWN]
    actions.revoke_link(viewer=VIEWER, link_id=link.link_id)


@pytest.mark.parametrize("token", [None, "", "x" * 32, "gissning"])
def test_nobody_opens_anything_by_guessing(shared, token):
    given(shared)
    with pytest.raises(UnknownToken):
        opened(token)


@pytest.mark.parametrize(
    "wrong",
    [
        {"recipient": "  "},
        {"principal_id": NO_SUCH},
        {"until": date(2020, 1, 1)},
        {"until": date(2999, 1, 1)},
    ],
)
def test_words_and_days_that_will_not_do_are_refused(shared, wrong):
    with pytest.raises(ValidationError):
        given(shared, **wrong)
    assert not Link.objects.exists()


@pytest.mark.parametrize("state", [S.DRAFT, S.WITHDRAWN])
def test_no_link_is_given_to_what_it_could_not_show(state):
    with pytest.raises(ValidationError, match="delat"):
        given(a_document(state=state), kind="document")
    with pytest.raises(ValidationError, match="delat"):
        given(a_document(state=S.SHARED, closed=True), kind="document")
    meeting = a_meeting(a_body(), state=state)
    a_paper(meeting, Phase.HELD)
    with pytest.raises(ValidationError, match="delat"):
        given(meeting)


def test_there_is_no_link_to_what_there_is_not(shared):
    for kind, thing_id in (("meeting", NO_SUCH), ("kalas", shared.id)):
        with pytest.raises(ValidationError):
            actions.give_link(
                viewer=VIEWER,
                kind=kind,
                thing_id=thing_id,
                principal_id=a_principal(f"Kommun {kind}").id,
                recipient="Vera",
                until=today(),
            )


def test_a_secretary_gives_and_takes_back_in_the_own_body_alone(shared):
    secretary = Viewer("S", frozenset({Held(Role.SECRETARY, of_body(shared.body_id))}), 1)
    elsewhere = Viewer("S", frozenset({Held(Role.SECRETARY, of_body(shared.body_id + 1))}), 1)
    link = given(shared, viewer=secretary)
    assert [row.id for row in queries.links(secretary)] == [link.link_id]
    assert queries.links_of(secretary, "meeting", shared.id).may_give
    assert queries.links(elsewhere) == ()
    for refused in (
        lambda: given(shared, viewer=elsewhere),
        lambda: actions.revoke_link(viewer=elsewhere, link_id=link.link_id),
        lambda: actions.revoke_link(viewer=elsewhere, link_id=NO_SUCH),
        lambda: queries.links_of(elsewhere, "meeting", shared.id),
        lambda: queries.name_of(elsewhere, "meeting", shared.id),
    ):
        with pytest.raises(PermissionDenied):
            refused()
    actions.revoke_link(viewer=secretary, link_id=link.link_id)


@pytest.mark.parametrize(
    "role",
    [role for role in Role if role not in ("coordinator", "system", "secretary")],
)
def test_nobody_else_gives_links(shared, role):
    link = given(shared)
    viewer = Viewer("P", frozenset({Held(role, of_body(shared.body_id))}), 1)
    with pytest.raises(PermissionDenied):
        given(shared, viewer=viewer)
    with pytest.raises(PermissionDenied):
        actions.revoke_link(viewer=viewer, link_id=link.link_id)


@pytest.mark.parametrize("count", [1, 10])
def test_many_links_take_as_many_queries_as_one(shared, count, django_assert_num_queries):
    document = a_document(state=S.SHARED)
    for _link in range(count):
        given(shared)
        given(document, kind="document")
    with django_assert_num_queries(5):
        rows = queries.links(VIEWER)
    assert len(rows) == 2 * count


@pytest.mark.parametrize(
    ("states", "seen"),
    [
        ((), False),
        ((S.DRAFT,), False),
        ((S.SHARED,), True),
        ((S.DRAFT, S.FINALISED), True),
        ((S.PUBLISHED, S.PUBLISHED), True),
        ((S.PUBLISHED, S.WITHDRAWN), False),
    ],
)
def test_what_is_withdrawn_takes_the_rest_with_it(states, seen):
    assert can_be_seen(states) is seen


@pytest.mark.django_db(transaction=True)
def test_uses_at_once_are_all_counted(shared, at_once):
    token = given(shared).token
    done = at_once(*[lambda: opened(token)] * 4)
    assert [type(one).__name__ for one in done] == ["Opened"] * 4
    assert Link.objects.get().uses == 4
