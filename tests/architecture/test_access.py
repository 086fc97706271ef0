"""Who may not, may not: every read and every action asks before it does anything."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied

import handslag
from handslag.domain.access.viewer import ANONYMOUS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NO_VIEWER_OF_ITS_OWN = {
    # part of other actions, which have asked; it refuses to stand outside their transaction
    "handslag.domain.audit.actions.log",
    "handslag.domain.audit.actions.log_each",
}

OPEN_TO_ANYBODY = {
    # telling that a public page is hard to use takes no permission: the law gives it to everybody
    "handslag.domain.publications.actions.faults.report_fault",
}
OF_WHAT_IS_PUBLISHED = {
    # they read nothing but what was frozen for everybody, and ask nobody who they are
    f"handslag.domain.publications.queries.shown.{name}"
    for name in (
        "address_of_meeting",
        "bodies",
        "body",
        "choices",
        "decision_of_meeting",
        "decisions",
        "file",
        "is_shown",
        "latest",
        "of_meeting",
        "publication",
        "publications",
        "search",
        "tombstones",
        "version",
    )
} | {
    *(
        f"handslag.domain.publications.queries.serving.{name}"
        for name in (
            *("addresses", "by_version", "bytes_of", "is_newest", "newest_decisions"),
            *("newest_versions", "of_meeting_day", "searchable", "state", "tombstones_of", "years"),
        )
    ),
    "handslag.output.search.published.queries.search_published",
}
FOR_STRANGERS_TOO = {
    # tells nothing but whether anything has changed; pages that are kept ask it for everybody
    "handslag.domain.audit.queries.state",
    # nothing to share for who may share nothing
    "handslag.domain.meetings.queries.drafts_to_share",
    # nobody's names for who is nobody
    "handslag.domain.registry.queries.own_names",
}
SHOW_WHAT_IS_PUBLISHED = {
    # they give each viewer what that viewer may see, as tests/access holds them to
    "handslag.output.search.queries.search",
    "handslag.domain.meetings.agenda.queries.attachment_file",
    # a decision that is published is shown to whoever has an account; strangers are shown its place
    # on the public side, which is all that `public_place` tells
    "handslag.domain.matters.deciding.queries.clause.clause_page",
    "handslag.domain.matters.deciding.queries.clause.public_place",
    *(
        f"handslag.domain.documents.queries.{name}"
        for name in (
            "belongs_to",
            "document",
            "document_names",
            "documents",
            "evidence_in",
            "file_path",
            "evidence_for",
            "first_evidence",
            "shown_path",
        )
    ),
    *(
        f"handslag.domain.matters.queries.{name}"
        for name in (
            "decisions.decision_filters",
            "decisions.decisions",
            "decisions.latest",
            "meeting_page.meeting_page",
        )
    ),
    *(
        f"handslag.domain.meetings.planning.queries.{name}"
        for name in (
            "feeds.feed_meetings",
            "feeds.public_calendar",
            "meeting.meeting_plan",
            "year.year",
        )
    ),
    *(
        f"handslag.domain.meetings.queries.{name}"
        for name in (
            "bodies_that_met",
            "coming",
            "latest",
            "meeting_ids",
            "meeting_names",
            "meetings",
            "meetings_told_by",
            "near",
            "next_meeting",
            "seen_items",
            "years",
        )
    ),
}


def functions_of(last: str) -> Iterator[Callable[..., Any]]:
    """Public functions of every module or package of ours whose last name is `last`."""
    for found in pkgutil.walk_packages(handslag.__path__, "handslag."):
        room = found.name.split(".")[1]
        if found.name.rpartition(".")[2] != last or room not in ("domain", "intake", "output"):
            continue
        module = importlib.import_module(found.name)
        public = getattr(module, "__all__", None) or [
            name for name in vars(module) if not name.startswith("_")
        ]
        for name in public:
            thing = getattr(module, name)
            if inspect.isfunction(thing) and thing.__module__.startswith(found.name):
                yield thing


def named(function: Callable[..., Any]) -> str:
    return f"{function.__module__}.{function.__name__}"


READS = sorted(
    (
        one
        for one in functions_of("queries")
        if named(one) not in FOR_STRANGERS_TOO | SHOW_WHAT_IS_PUBLISHED | OF_WHAT_IS_PUBLISHED
    ),
    key=named,
)
ACTIONS = sorted(
    (
        one
        for one in functions_of("actions")
        if named(one) not in NO_VIEWER_OF_ITS_OWN | OPEN_TO_ANYBODY
    ),
    key=named,
)


def arguments(function: Callable[..., Any]) -> dict[str, Any]:
    """Something for each parameter without a default; what, does not matter to a stranger."""
    return {
        name: ANONYMOUS if name == "viewer" else None
        for name, parameter in inspect.signature(function).parameters.items()
        if parameter.default is inspect.Parameter.empty
    }


@pytest.mark.parametrize("read", READS, ids=named)
def test_reads_take_the_viewer_first_and_refuse_strangers_before_asking_the_database(read):
    assert next(iter(inspect.signature(read).parameters)) == "viewer"
    with pytest.raises(PermissionDenied):
        read(**arguments(read))


@pytest.mark.django_db
@pytest.mark.parametrize("action", ACTIONS, ids=named)
def test_actions_are_keyword_only_and_refuse_strangers(action):
    parameters = inspect.signature(action).parameters
    assert "viewer" in parameters
    assert {one.kind for one in parameters.values()} == {inspect.Parameter.KEYWORD_ONLY}
    with pytest.raises(PermissionDenied):
        action(**arguments(action))


def test_reads_and_actions_are_found():
    assert len(READS) > 20
    assert len(ACTIONS) > 10
