"""The example county's principals, who sits where, who can be looked around as, and what is
published: told in its county.toml as `handslag.intake.example` says.

Each step can be done again: what is there already is left as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction

from handslag.domain.access.viewer import ANONYMOUS
from handslag.domain.base.facts import Phase
from handslag.domain.base.states import PublicationState
from handslag.domain.matters import queries as matters
from handslag.domain.meetings import actions as meetings
from handslag.domain.meetings import queries as meetings_read
from handslag.domain.registry import queries as registry
from handslag.domain.registry.entering import actions as entering
from handslag.domain.registry.entering import queries as entering_read
from handslag.domain.registry.memberships import actions as memberships
from handslag.domain.registry.memberships import queries as memberships_read

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from handslag.domain.access.viewer import Viewer

WAY = (PublicationState.SHARED, PublicationState.FINALISED, PublicationState.PUBLISHED)
_STEPS = {
    PublicationState.SHARED: meetings.share,
    PublicationState.FINALISED: meetings.finalise,
}


def load_people(viewer: Viewer, county: Mapping[str, Any]) -> dict[str, str]:
    """Principals, memberships and accounts; tells as whose account (address) to look as what."""
    for principal in county.get("municipalities", ()):
        _add_principal(viewer, principal["name"], "municipality")
    if region := county.get("region"):
        _add_principal(viewer, region["name"], "region")
    principals = {row.name: row.id for row in memberships_read.principals(viewer)}
    for member in county.get("members", ()):
        _add_member(viewer, member, principals)
    for user in county.get("users", ()):
        _add_user(viewer, user)
    return {user["looks"]: user["email"] for user in county.get("users", ()) if "looks" in user}


def _add_principal(viewer: Viewer, name: str, kind: str) -> None:
    try:
        memberships.add_organisation(viewer=viewer, name=name, kind=kind)
    except ValidationError:
        return  # somebody has told more of it since


def _add_member(viewer: Viewer, member: Mapping[str, Any], principals: Mapping[str, int]) -> None:
    body_id = registry.find_body(viewer, member["body"])
    if body_id is None:
        return
    try:
        memberships.add_membership(
            viewer=viewer,
            body_id=body_id,
            name=member["person"],
            role=member.get("role", "member"),
            principal_id=principals.get(member.get("principal", "")),
            function=member.get("function", ""),
            since=member["since"],
            until=member.get("until"),
        )
    except ValidationError:
        return  # already there


@transaction.atomic
def _add_user(viewer: Viewer, user: Mapping[str, Any]) -> None:
    """An account that nobody can sign in with: it has no password."""
    person_id = entering_read.person_named(viewer, user["name"])
    try:
        sent = entering.invite(
            viewer=viewer,
            email=user["email"],
            name=user["name"],
            role=user.get("role", ""),
            person_id=person_id,
        )
    except ValidationError:
        return  # already there
    entering.accept_invitation(viewer=ANONYMOUS, token=sent.token, password=None)


class Publish(Protocol):
    """Publishes an account of a meeting, frozen; whether there was nothing against it.

    Papers are composed above this room, so whoever loads an example brings the way.
    """

    def __call__(self, *, viewer: Viewer, meeting_id: int, phase: str) -> bool:
        """Publish the account of `phase`, which is finalised."""
        ...


def publish(viewer: Viewer, told: Sequence[Mapping[str, Any]], freeze: Publish | None) -> None:
    """Take notices and minutes of meetings as far as is told, and close what is to be closed.

    Without `freeze` nothing goes farther than to be finalised.
    """
    for meeting in told:
        meeting_id = meeting_on(viewer, meeting["body"], meeting["date"])
        if meeting_id is None:
            continue
        for heading in meeting.get("closed", ()):
            _close(viewer, meeting_id, heading, meeting["ground"])
        for phase, name in ((Phase.PLAN, "notice"), (Phase.HELD, "minutes")):
            to = meeting.get(name, PublicationState.PUBLISHED)
            _take(viewer, meeting_id, phase, to, freeze)


def meeting_on(viewer: Viewer, body: str, day: dt.date | None) -> int | None:
    """The meeting of the body that documents call `body`, on a day; None where there is none."""
    body_id = registry.find_body(viewer, body)
    if body_id is None or day is None:
        return None
    near = meetings_read.near(viewer, body_id=body_id, day=day, days=0)
    return near[0].id if near else None


def _take(viewer: Viewer, meeting_id: int, phase: Phase, to: str, freeze: Publish | None) -> None:
    if to not in WAY:
        return
    for state, step in _STEPS.items():
        if WAY.index(state) > WAY.index(PublicationState(to)):
            return
        try:
            step(viewer=viewer, meeting_id=meeting_id, phase=phase)
        except ValidationError:
            continue  # it has come farther, or there is no such paper
    if to == PublicationState.PUBLISHED and freeze is not None:
        freeze(viewer=viewer, meeting_id=meeting_id, phase=phase)


def _close(viewer: Viewer, meeting_id: int, heading: str, ground: str) -> None:
    try:
        items = matters.meeting_page(viewer, meeting_id).items
    except ObjectDoesNotExist:
        return
    for item in items:
        if item.heading.startswith(heading) or item.planned_heading.startswith(heading):
            meetings.close_item(viewer=viewer, item_id=item.id, ground=ground)
