"""The matrix of who may what, as a page of the reference, made from the code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from handslag.domain.access.permissions import Permission
from handslag.domain.access.roles import GIVEN, MAY, Role
from handslag.domain.access.rules import may
from handslag.domain.access.things import Thing, of_body
from handslag.domain.access.viewer import ANONYMOUS, Held, Viewer
from handslag.domain.base.states import NEXT, PublicationState
from handslag.domain.meetings.rules import PERMISSION_TO
from tests.access.actions import NEEDED, OPEN_BY_TOKEN
from tests.access.routes import ROUTES, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

PAGE = Path(__file__).parents[2] / "docs/reference/access.md"
HOME = of_body(1)
ROLES = [role for role in Role if role != Role.SYSTEM]

HEAD = (
    "# Who may what\n\n"
    "Made from the code by `python -m tests.access`, and checked against it by the tests. The rule "
    "is one pure function, `may(viewer, permission, thing)` in `handslag.domain.access.rules`; "
    "every query asks it as a condition, every action asks it first. "
    "[Why access lies where it does](../decisions/0021-access-beneath-audit-accounts-above.md).\n\n"
    "A viewer holds roles. A role is held for the whole county, a body or a principal, and is "
    "worth nothing outside that. Some roles are given to an account, from one day to another; the "
    "others follow from a dated membership in a body, from presenting an item, or from a limited "
    "link. `system` is Handslag itself, on a command at the machine, and may everything.\n"
)


def page() -> str:
    """The whole page as markdown."""
    parts = [HEAD, *_where_roles_come_from(), *_permissions(), *_states(), *_routes(), *_actions()]
    return "\n".join(parts)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def _where_roles_come_from() -> Iterator[str]:
    yield "## Roles\n"
    others = {
        Role.CHAIR: "membership as chair or vice chair",
        Role.MEMBER: "membership",
        Role.ALTERNATE: "membership",
        Role.PRESENTER: "presenting the item, and holds for it alone",
        Role.LINK: "a limited link, and holds for its one thing alone",
    }
    rows = []
    for role in ROLES:
        given = "given to an account" if role in GIVEN else ""
        also = "membership as secretary" if role == Role.SECRETARY else others.get(role, "")
        also = "co-opted membership" if role == Role.READER else also
        rows.append((f"`{role.value}`", str(role.label), ", or ".join(filter(None, (given, also)))))
    yield from _table(("role", "in Swedish", "comes from"), rows)


def _permissions() -> Iterator[str]:
    yield "## What each role may do with what it is held for\n"
    rows = [
        (f"`{permission.value}`", *("yes" if permission in MAY[role] else "" for role in ROLES))
        for permission in Permission
    ]
    yield from _table(("permission", *(role.value for role in ROLES)), rows)


def _states() -> Iterator[str]:
    yield "## Who reads a meeting's notice, minutes or papers in each state\n"
    yield (
        "The notice and the minutes of a meeting come to the public each on its own. A paper of "
        "the meeting goes where its account goes; it is closed where any item of the meeting is. "
        "Withdrawn is gone from the public, and stands as before for the body's own.\n"
    )
    viewers = {"a stranger": ANONYMOUS} | {
        role.value: Viewer(
            role, frozenset() if role == Role.PRESENTER else frozenset({Held(role, HOME)}), 7
        )
        for role in ROLES
    }
    rows = []
    for state in PublicationState:
        for closed in (False, True):
            thing = Thing(
                scopes=frozenset({HOME}), state=state, closed=closed, presenters=frozenset({7})
            )
            plain = Thing(scopes=thing.scopes, state=state, closed=closed)
            told = f"{state.value}, {'closed' if closed else 'open'}"
            reads = (
                may(viewer, Permission.MEETINGS_READ, thing if name == Role.PRESENTER else plain)
                for name, viewer in viewers.items()
            )
            rows.append((told, *("yes" if one else "" for one in reads)))
    yield from _table(("state", *viewers), rows)
    yield "Steps between the states, and the permission that each takes:\n"
    steps = [
        (before.value, after.value, f"`{PERMISSION_TO[after].value}`")
        for before in PublicationState
        for after in PublicationState
        if after in NEXT[before]
    ]
    yield from _table(("from", "to", "takes"), steps)


def _routes() -> Iterator[str]:
    yield "## Addresses\n"
    yield (
        "What is asked for and may not be known of is answered as if it did not exist. A stranger "
        "who may not read is asked to sign in.\n"
    )
    rows = [(f"`{name}`", _said(row.get), _said(row.post)) for name, row in sorted(ROUTES.items())]
    yield from _table(("address", "read by", "form taken from"), rows)


def _said(rule: Rule | None) -> str:
    return " ".join((rule.__doc__ or "").split()) if rule else ""


def _actions() -> Iterator[str]:
    yield "## Actions\n"
    rows = []
    for name, needed in sorted(NEEDED.items()):
        words = "a token told to one person" if name in OPEN_BY_TOKEN else ""
        if needed:
            words = f"`{needed.permission.value}` {needed.over}"
        rows.append((f"`{name.removeprefix('handslag.')}`", words))
    yield from _table(("action", "takes"), rows)
