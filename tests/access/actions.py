"""What each action takes, as its own code says it."""

from __future__ import annotations

import ast
import inspect
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handslag.domain.access.permissions import Permission
from tests.architecture.test_access import ACTIONS, named

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

OPEN_BY_TOKEN = {
    "handslag.domain.accounts.actions.invitations.accept_invitation",
    "handslag.domain.registry.entering.actions.accept_invitation",
    "handslag.domain.meetings.links.actions.use_link",
    "handslag.domain.meetings.planning.actions.feeds.follow_feed",
    "handslag.domain.meetings.notices.actions.answering.answer_by_link",
    "handslag.domain.accounts.actions.welcome.become_first_coordinator",
}
"""Actions that ask for no permission: the token that they are told opens them."""
COUNTY, SOMEWHERE, THING = "for the county", "for anything", "for the thing"


@dataclass(frozen=True)
class Needed:
    """The permission that an action asks for before anything else, and over what."""

    permission: Permission
    over: str


TOLD: dict[str, Needed] = {
    # they ask once they know whose it is
    "handslag.domain.publications.actions.publishing.withdraw": Needed(
        Permission.MEETINGS_WITHDRAW, SOMEWHERE
    ),
    "handslag.domain.publications.actions.publishing.suppress_version": Needed(
        Permission.MEETINGS_WITHDRAW, SOMEWHERE
    ),
    # they leave the asking to another action, which they call first
    "handslag.domain.registry.actions.person_name": Needed(Permission.REGISTRY_CHANGE, COUNTY),
    "handslag.domain.registry.actions.change_body": Needed(Permission.REGISTRY_CHANGE, COUNTY),
    "handslag.domain.documents.actions.store_unread": Needed(Permission.DOCUMENTS_TAKE_IN, COUNTY),
} | {
    # they are steps of one kind, and ask together
    f"handslag.domain.meetings.actions.publication.{name}": Needed(permission, SOMEWHERE)
    for name, permission in (
        ("share", Permission.MEETINGS_SHARE),
        ("finalise", Permission.MEETINGS_FINALISE),
        ("publish", Permission.MEETINGS_PUBLISH),
        ("withdraw", Permission.MEETINGS_WITHDRAW),
    )
}


def needed_by(action: Callable[..., Any]) -> Needed | None:
    """What an action requires first; None where its own code does not say."""
    told = TOLD.get(named(action))
    if told:
        return told
    tree = ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(action))))
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"require", "require_somewhere"}
    ]
    for call in sorted(calls, key=lambda call: call.lineno):
        permission = call.args[1]
        if isinstance(permission, ast.Attribute) and isinstance(permission.value, ast.Name):
            over = SOMEWHERE if _function(call) == "require_somewhere" else _over(call)
            return Needed(Permission[permission.attr], over)
    return None


def _function(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _over(call: ast.Call) -> str:
    return THING if len(call.args) > 2 else COUNTY


NEEDED = {named(action): needed_by(action) for action in ACTIONS}
