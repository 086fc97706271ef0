"""Which assignments a viewer sees, reports on and changes, and what of their life is shown.

An assignment is seen by whoever sees the item that it stands under, in the account that tells it;
and by those who have it, once that account has been shared and where the item is not closed: who
is to do something must know of it, also where the meeting was another body's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import NOTHING, may, reach
from handslag.domain.access.things import Thing, of_body, of_principal
from handslag.domain.matters.models import Assignee
from handslag.domain.meetings.access import told_past_draft, visible_told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from handslag.domain.access.viewer import Viewer


def visible_assignments(viewer: Viewer, assignment: str = "") -> Q:
    """The assignments that the viewer sees; `assignment` is the way to them from what is asked."""
    item = f"{assignment}item__"
    seen = visible_told(viewer, item)
    own = held_by(viewer)
    if own == NOTHING:
        return seen
    having = Assignee.objects.filter(
        own, assignment_id=OuterRef(f"{assignment}pk"), until__isnull=True
    )
    shared = told_past_draft(item) & Q(**{f"{item}closed": False})
    return seen | shared & Q(Exists(having))


def held_by(viewer: Viewer) -> Q:
    """The rows of those who have an assignment that are the viewer's: their body's, their
    principal's, or their own."""
    if Permission.ASSIGNMENTS_REPORT not in viewer.permissions and viewer.user_id is None:
        return NOTHING
    reached = reach(viewer, Permission.ASSIGNMENTS_REPORT)
    own: Q = NOTHING
    for kind, column in ((of_body(0).kind, "body_id"), (of_principal(0).kind, "organisation_id")):
        if ids := reached.ids.get(kind):
            own |= Q(**{f"{column}__in": ids})
    if viewer.user_id is not None:
        own |= Q(person__user_id=viewer.user_id)
    return own


def visible_steps(viewer: Viewer) -> Q:
    """What happened to assignments that the viewer sees, as far as they may know of it.

    What happened under an item is known to those who see that item.
    """
    return Q(item__isnull=True) | visible_told(viewer, "item__")


def changes(body_id: int) -> Thing:
    """What it takes `assignments.change` over: the body whose meeting gave the assignment."""
    return Thing(scopes=frozenset({of_body(body_id)}))


def changeable(viewer: Viewer, assignment: str = "") -> Q:
    """The assignments that the viewer may change, of those that they see."""
    reached = reach(viewer, Permission.ASSIGNMENTS_CHANGE)
    return reached.q(body=f"{assignment}item__meeting__body_id")


def reports(viewer: Viewer, body_id: int, holders: Iterable[Assignee]) -> bool:
    """Whether the viewer may report on an assignment of a body's meeting that `holders` have.

    Whoever changes it may; and those who have it, their body or their principal. Ask for
    `holders` with their person.
    """
    if may(viewer, Permission.ASSIGNMENTS_CHANGE, changes(body_id)):
        return True
    return any(_is_theirs(viewer, one) for one in holders if one.until is None)


def _is_theirs(viewer: Viewer, holder: Assignee) -> bool:
    if holder.person_id is not None and viewer.user_id is not None:
        return holder.person is not None and holder.person.user_id == viewer.user_id
    scopes = set()
    if holder.body_id is not None:
        scopes.add(of_body(holder.body_id))
    if holder.organisation_id is not None:
        scopes.add(of_principal(holder.organisation_id))
    thing = Thing(scopes=frozenset(scopes))
    return bool(scopes) and may(viewer, Permission.ASSIGNMENTS_REPORT, thing)
