"""Every address, as every viewer, about things in every state."""

from __future__ import annotations

import re
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from handslag.domain.access.viewer import ANONYMOUS
from handslag.domain.audit.queries import state
from handslag.interfaces.web.desk.door import OPEN
from handslag.interfaces.web.kit import errors
from handslag.interfaces.web.kit.everybody import frame_of
from handslag.interfaces.web.kit.kept import forget
from handslag.output.search.queries import search
from tests.access.routes import ROUTES, Case, Row, everybody
from tests.access.world import MARK, World
from tests.installations import ON_POSTGRESQL
from tests.signed_in import signed_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


FORM_MARK = re.compile(r'(?<=name="csrfmiddlewaretoken" value=")[^"]*')


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
    content = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]  # one or the other
    said = content.decode("utf-8", "replace") + response.headers.get("Content-Disposition", "")
    return set(MARK.findall(said)) - {"mrk"}


def refused(response: HttpResponseBase) -> bool:
    to_sign_in = response.status_code == 302 and response.headers["Location"].startswith(
        "/logga-in/?"
    )
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
        self.before = state(ANONYMOUS)

    def past(self, name: str, row: Row) -> list[str]:
        """Ask as a browser and as htmx do, and send the form; where a method is not taken, once.

        Returns what went otherwise than the matrix says.
        """
        faults: list[str] = []
        for place, case in enumerate(row.cases(self.world)):
            told = f"{name} {case.kwargs or ''} {case.query or ''} {case.data or ''}"
            if row.get or place == 0:
                faults += self._reads(name, row, case, told)
            if row.get and place < 2:
                faults += self._reads_as_htmx(name, case, told)
            if row.post or place == 0:
                faults += self._sends(name, row, case, told)
        return faults

    def _reads(self, name: str, row: Row, case: Case, told: str) -> Iterator[str]:
        response = self.client.get(address(name, case))
        yield from self._shown_in_secret(response, case, told)
        if row.get is None:
            if response.status_code != 405 and not self._refused(response):
                yield f"{told}: read, {response.status_code}"
            return
        allowed, status = row.get(self.viewer, case), response.status_code
        missing = {404, 405} if row.of_another else {404}
        found = status in {200, 302} or (row.may_be_missing and status in missing)
        # who has no password cannot confirm it, and is told so
        found |= row.of_another and status == 403
        if allowed and not found:
            yield f"{told}: not let in, {status}"
        if not allowed and not self._refused(response):
            yield f"{told}: let in, {status}"

    def _reads_as_htmx(self, name: str, case: Case, told: str) -> Iterator[str]:
        response = self.client.get(address(name, case), headers={"HX-Request": "true"})
        yield from self._shown_in_secret(response, case, f"{told} by htmx")

    def _sends(self, name: str, row: Row, case: Case, told: str) -> Iterator[str]:
        """Send a form, see what comes of it, and undo it."""
        cookies = SimpleCookie(self.client.cookies)
        with transaction.atomic():
            allowed = bool(row.post and row.post(self.viewer, case))
            response = self.client.post(address(name, case), case.data)
            status, written = response.status_code, state(ANONYMOUS) != self.before
            yield from self._shown_in_secret(response, case, f"{told} sent")
            transaction.set_rollback(True)
        self.client.cookies = cookies  # it may have been a form that signs out
        forget()
        if allowed and refused(response) and not row.of_another:
            yield f"{told}: form refused, {status}"
        if not allowed and not (self._refused(response) or status == 405):
            yield f"{told}: form taken, {status}"
        if written and not allowed:
            yield f"{told}: something was written"

    def _shown_in_secret(self, response: HttpResponseBase, case: Case, told: str) -> Iterator[str]:
        hidden = marks_in(response) - set(MARK.findall(str(case.query))) - self.seen
        if hidden:
            yield f"{told}: shows {sorted(hidden)}"

    def _refused(self, response: HttpResponseBase) -> bool:
        return refused(response) or response.status_code == 404


WHO = (
    *("stranger", "nobody", "coordinator", "auditor", "reader", "reader-at-home", "contact"),
    *("chair", "member", "alternate", "secretary", "presenter"),
)
SAME_AS = {
    "vice-chair": "chair",
    "co-opted": "reader-at-home",
    "secretary-by-grant": "secretary",
    "ended": "nobody",
    "to-come": "nobody",
    "closed-account": "stranger",
}
"""Those who hold the very roles of somebody else who walks, in another way."""


def test_everybody_in_the_world_walks_or_holds_what_one_who_walks_does(world):
    assert {*WHO, *SAME_AS} == world.users.keys()
    for who, other in SAME_AS.items():
        assert world.viewer(who).held == world.viewer(other).held, who
    assert signed_in(world.users["closed-account"]).get("/konto/").status_code == 302


@pytest.fixture
def _refusals_written_once(monkeypatch):
    """A page that refuses is written once for each viewer and each thing it is told to say.

    Most answers of a walk are such pages, and they say the same whatever was asked for: see
    test_what_is_hidden_is_missing_in_the_very_words_of_what_never_was.
    """
    write = errors._page
    written: dict[tuple[object, ...], HttpResponse] = {}

    def page(request: HttpRequest, status: int, heading: str, words: str) -> HttpResponse:
        viewer = getattr(request, "viewer", ANONYMOUS)
        told = (viewer, status, heading, words, frame_of(request))
        if told not in written:
            written[told] = write(request, status, heading, words)
        return HttpResponse(written[told].content, status=status)

    monkeypatch.setattr(errors, "_page", page)


ON_BOTH_DATABASES = {"stranger", "contact", "chair", "presenter"}
"""One of each sort of condition: what the others ask of the database differs in its values alone.

Each walk takes a minute or more; that queries and the rule agree is asked of every role on both,
in test_rule, and a coordinator, who is asked for no condition, is who most tests of pages are.
"""


@pytest.mark.parametrize(
    "who", [who for who in WHO if not ON_POSTGRESQL or who in ON_BOTH_DATABASES]
)
@pytest.mark.usefixtures("_refusals_written_once")
def test_each_viewer_is_let_in_where_the_matrix_says_and_sees_no_more(world, who):
    walk = Walk(world, who)
    assert [fault for name, row in ROUTES.items() for fault in walk.past(name, row)] == []


@pytest.mark.parametrize("who", [who for who in WHO if who != "stranger"])
def test_a_meeting_shows_all_that_its_viewer_may_see_of_it(world, who):
    walk = Walk(world, who)
    for meeting in world.meetings:
        page = walk.client.get(reverse("desk:meeting", args=[meeting.id]))
        wanted = world.seen_by(who, meeting.id)
        missing = wanted - marks_in(page)
        # where the minutes are seen, they stand in the notice's place unless the two differ
        shown_instead = world.planned_marks if wanted & world.held_marks else set()
        assert missing <= shown_instead, (meeting.date, missing)


def test_a_stranger_is_let_in_at_the_desk_nowhere_but_where_the_door_says(world):
    walk = Walk(world, "stranger")
    published = next(one for one in world.meetings if one.state == "published")
    for name in ("desk:meeting", "desk:my-meeting"):
        answer = walk.client.get(reverse(name, args=[published.id]))
        assert refused(answer), name
    for name in OPEN:
        assert ROUTES[f"desk:{name}"].get in {everybody, None}


def test_what_is_hidden_is_missing_in_the_very_words_of_what_never_was(world):
    stranger = signed_in(world.users["nobody"])
    hidden = next(one for one in world.meetings if one.state == "draft")
    for name, there in (("desk:meeting", hidden.id), ("desk:document", world.documents[0].id)):
        pages = []
        for asked in (there, 987654321):
            page = stranger.get(reverse(name, args=[asked])).content.decode()
            page = FORM_MARK.sub("", page).replace(f"/{asked}/", "/#/")
            pages.append(page)
        assert pages[0] == pages[1]


def test_searching_for_the_very_words_finds_nothing_that_is_hidden(world):
    seen = world.seen_by("stranger")
    for mark in world.marks:
        if mark in seen:
            continue
        assert search(ANONYMOUS, mark).total == 0, mark
        assert world.marks[mark].thing.state != "published" or world.marks[mark].thing.closed


@pytest.mark.parametrize("who", ["nobody", "member", "presenter", "coordinator"])
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
