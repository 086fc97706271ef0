"""Every address, as every viewer, about things in every state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from handslag.domain.access.viewer import ANONYMOUS
from handslag.domain.audit.queries import state
from handslag.interfaces.web.kit.kept import forget
from tests.access.routes import ROUTES, Case, Row
from tests.access.world import MARK, World
from tests.signed_in import signed_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http.response import HttpResponseBase

SIGN_IN = "/logga-in/"


def every_route(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from every_route(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"


def test_every_address_has_a_row_in_the_matrix():
    assert set(every_route(get_resolver())) == ROUTES.keys()


def marks_in(response: HttpResponseBase) -> set[str]:
    content = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined, arg-type]
    said = content.decode("utf-8", "replace") + response.headers.get("Content-Disposition", "")
    return set(MARK.findall(said)) - {"mrk"}


def refused(response: HttpResponseBase) -> bool:
    to_sign_in = response.status_code == 302 and SIGN_IN in response.headers["Location"]
    return response.status_code == 403 or to_sign_in


def address(name: str, case: Case) -> str:
    query = f"?{urlencode(case.query)}" if case.query else ""
    return reverse(name, kwargs=case.kwargs) + query


class Walk:
    """One viewer's walk past one address."""

    def __init__(self, world: World, who: str) -> None:
        self.world, self.who = world, who
        user = world.users[who]
        self.client = signed_in(user) if user else Client()
        self.viewer = world.viewer(who)
        self.seen = world.seen_by(who)

    def past(self, name: str, row: Row) -> None:
        """Ask as a browser and as htmx do, and send the form; where a method is not taken, once."""
        for place, case in enumerate(row.cases(self.world)):
            first = place == 0
            if row.get or first:
                self._reads(name, row, case, as_htmx=place < 2)
            if row.post or first:
                self._sends(name, row, case)

    def _reads(self, name: str, row: Row, case: Case, *, as_htmx: bool) -> None:
        told = f"{self.who} {name} {case}"
        response = self.client.get(address(name, case))
        self._shows_what_may_be_seen(response, case, told)
        if row.get is None:
            assert response.status_code == 405, told
        else:
            self._let_in(response, row.get(self.viewer, case), row, told)
        if as_htmx:
            response = self.client.get(address(name, case), headers={"HX-Request": "true"})
            self._shows_what_may_be_seen(response, case, told)

    def _sends(self, name: str, row: Row, case: Case) -> None:
        """Send a form, see what comes of it, and undo it."""
        told = f"{self.who} {name} {case}"
        with transaction.atomic():
            before, allowed = state(ANONYMOUS), row.post and row.post(self.viewer, case)
            response = self.client.post(address(name, case), case.data)
            self._shows_what_may_be_seen(response, case, told)
            if row.post is None:
                assert response.status_code == 405 or self._refused(response), told
            elif allowed:
                assert not refused(response), (told, response)
            else:
                assert self._refused(response), (told, response)
            assert allowed or state(ANONYMOUS) == before, told
            transaction.set_rollback(True)
        forget()

    def _shows_what_may_be_seen(self, response: HttpResponseBase, case: Case, told: str) -> None:
        asked_for = set(MARK.findall(str(case.query)))
        assert marks_in(response) - asked_for <= self.seen, told

    def _refused(self, response: HttpResponseBase) -> bool:
        return refused(response) or response.status_code == 404

    def _let_in(self, response: HttpResponseBase, allowed: Any, row: Row, told: str) -> None:
        if not allowed:
            assert self._refused(response), (told, response)
            return
        assert not refused(response), (told, response)
        found = response.status_code in {200, 302}
        assert found or (row.may_be_missing and response.status_code == 404), (told, response)


WHO = (
    *("stranger", "nobody", "coordinator", "auditor", "reader", "reader-at-home", "contact"),
    *("chair", "vice-chair", "member", "alternate", "secretary", "co-opted"),
    *("secretary-by-grant", "ended", "to-come", "presenter", "closed-account"),
)


@pytest.mark.parametrize("who", WHO)
def test_each_viewer_is_let_in_where_the_matrix_says_and_sees_no_more(world, who):
    walk = Walk(world, who)
    for name, row in ROUTES.items():
        walk.past(name, row)


def test_everybody_in_the_world_walks(world):
    assert set(WHO) == world.users.keys()


@pytest.mark.parametrize("who", WHO)
def test_a_meeting_shows_all_that_its_viewer_may_see_of_it(world, who):
    walk = Walk(world, who)
    for meeting in world.meetings:
        page = walk.client.get(reverse("desk:meeting", args=[meeting.id]))
        wanted = world.seen_by(who, meeting.id)
        missing = wanted - marks_in(page)
        # where the minutes are seen, they stand in the notice's place unless the two differ
        shown_instead = world.planned_marks if wanted & world.held_marks else set()
        assert missing <= shown_instead, (meeting.date, missing)


def test_what_is_hidden_is_missing_in_the_very_words_of_what_never_was(world):
    stranger = Client()
    hidden = next(one for one in world.meetings if one.state == "draft")
    for name, there in (("desk:meeting", hidden.id), ("desk:document", world.documents[0].id)):
        pages = [
            stranger.get(reverse(name, args=[asked])).content.replace(str(asked).encode(), b"#")
            for asked in (there, 987654321)
        ]
        assert pages[0] == pages[1]


def test_searching_for_the_very_words_finds_nothing_that_is_hidden(world):
    stranger, seen = Client(), world.seen_by("stranger")
    for mark in world.marks:
        if mark in seen:
            continue
        page = stranger.get("/sok/", {"q": mark})
        assert page.context["listing"].total == 0, mark
        assert world.marks[mark].thing.state != "published" or world.marks[mark].thing.closed


@pytest.mark.parametrize("who", ["stranger", "member", "presenter", "coordinator"])
def test_counts_count_what_is_seen(world, who):
    walk = Walk(world, who)
    listed = walk.client.get("/moten/").context["listing"]
    seen = {
        one.id
        for one in world.meetings
        if walk.client.get(reverse("desk:meeting", args=[one.id])).status_code == 200
    }
    assert listed.total == len(seen)
    decisions = walk.client.get("/beslut/").context["listing"].total
    shown = {mark for mark in walk.seen if mark in world.clause_marks}
    assert decisions == len(shown)
