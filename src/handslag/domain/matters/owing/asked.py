"""Of whom it is asked what they owe: which bodies, organisations and people that is today.

What follows from where people sit is only told as far as the viewer may see the register of those
bodies.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Q

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import reach
from handslag.domain.access.things import ScopeKind
from handslag.domain.matters.assignments import reading
from handslag.domain.matters.models import Assignee
from handslag.domain.matters.owing.shapes import MeetingRef
from handslag.domain.registry.models import (
    PRINCIPALS,
    Affiliation,
    Body,
    BodyKind,
    Membership,
    Organisation,
    Person,
)
from handslag.domain.registry.people.rules import side_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.meetings.models import Meeting


class Kind(StrEnum):
    """Of what sort the one is that is asked about."""

    ORGANISATION = "organisation"
    BODY = "body"
    PERSON = "person"


@dataclass(frozen=True)
class Asked:
    """Who is asked about, and by whom."""

    viewer: Viewer
    today: dt.date
    kind: Kind
    id: int
    name: str
    principal: bool
    side: str
    """A value of Side for a principal; empty for others."""
    bodies: frozenset[int]
    """Bodies that are it: the body itself, a principal's own assemblies."""
    people: Mapping[int, str]
    """People that are it, by id with their names: the person, those who sit or work for it."""
    sits: tuple[Membership, ...]
    """Where its people sit today, as far as the viewer may know; a body's own members."""
    in_bodies: frozenset[int]
    """The bodies that they sit in; of a body, itself."""
    user_id: int | None
    """A person's account."""
    own: bool
    """The viewer is of it: is the person, sits for the principal or looks after it."""
    meetings: dict[int, MeetingRef] = field(default_factory=dict)
    """Meetings that the viewer sees, as they are come by."""

    @cached_property
    def held(self) -> QuerySet[Assignee, int]:
        """The assignments (ids) that any of it has now, as a query within another."""
        any_of = Q(body_id__in=self.bodies) | Q(person_id__in=list(self.people))
        if self.kind == Kind.ORGANISATION:
            any_of |= Q(organisation_id=self.id)
        rows = Assignee.objects.filter(any_of, until__isnull=True).order_by()
        return rows.values_list("assignment_id", flat=True)

    def see(self, ids: Iterable[int | None]) -> None:
        """Come by those of the meetings (ids) that the viewer sees. One query, or none."""
        missing = {id_ for id_ in ids if id_ is not None} - set(self.meetings)
        for id_, meeting in reading.meetings_seen(self.viewer, missing).items():
            self.meetings[id_] = ref_of(meeting)


def ref_of(meeting: Meeting) -> MeetingRef:
    """A meeting, fetched with its body, that the viewer sees."""
    return MeetingRef(meeting.id, meeting.body_id, meeting.body.name, meeting.date)


def principal(viewer: Viewer, id: int, today: dt.date) -> Asked:  # noqa: A002  the thing's id
    """A principal or another organisation. Four queries. Raises Organisation.DoesNotExist."""
    found = Organisation.objects.get(id=id)
    sits = _sits(viewer, Q(principal_id=id), today)
    works = Affiliation.objects.filter(
        Q(since__isnull=True) | Q(since__lte=today),
        Q(until__isnull=True) | Q(until__gte=today),
        organisation_id=id,
    ).order_by()
    own = frozenset(
        Body.objects.filter(kind=BodyKind.ASSEMBLY, owner_id=id).values_list("id", flat=True)
    )
    people = dict(works.values_list("person_id", "person__name"))
    people |= {one.person_id: one.person.name for one in sits}
    looks_after = any(
        scope.kind == ScopeKind.PRINCIPAL and scope.id == id for _role, scope in viewer.held
    )
    return Asked(
        viewer=viewer,
        today=today,
        kind=Kind.ORGANISATION,
        id=id,
        name=found.name,
        principal=found.kind in PRINCIPALS,
        side=str(side_of(found.kind) or ""),
        bodies=own,
        people=people,
        sits=sits,
        in_bodies=frozenset(one.body_id for one in sits),
        user_id=None,
        own=looks_after or _is_one_of(viewer, sits),
    )


def body(viewer: Viewer, id: int, today: dt.date) -> Asked:  # noqa: A002  as above
    """A body. Two queries. Raises Body.DoesNotExist."""
    found = Body.objects.get(id=id)
    sits = _sits(viewer, Q(body_id=id), today)
    return Asked(
        viewer=viewer,
        today=today,
        kind=Kind.BODY,
        id=id,
        name=found.name,
        principal=False,
        side="",
        bodies=frozenset({id}),
        people={},
        sits=sits,
        in_bodies=frozenset({id}),
        user_id=None,
        own=_is_one_of(viewer, sits),
    )


def person(viewer: Viewer, id: int, today: dt.date) -> Asked:  # noqa: A002  as above
    """A person. Two queries. Raises Person.DoesNotExist."""
    found = Person.objects.get(id=id)
    own = viewer.user_id is not None and found.user_id == viewer.user_id
    sits = _sits(viewer, Q(person_id=id), today, all_of_them=own)
    return Asked(
        viewer=viewer,
        today=today,
        kind=Kind.PERSON,
        id=id,
        name=found.name,
        principal=False,
        side="",
        bodies=frozenset(),
        people={id: found.name},
        sits=sits,
        in_bodies=frozenset(one.body_id for one in sits),
        user_id=found.user_id,
        own=own,
    )


def _sits(
    viewer: Viewer, whose: Q, today: dt.date, *, all_of_them: bool = False
) -> tuple[Membership, ...]:
    """Memberships of today that the viewer may know of; people know all of their own."""
    found = Membership.objects.filter(whose).on(today)
    if not all_of_them:
        found = found.filter(reach(viewer, Permission.REGISTRY_READ).q(body="body_id"))
    related = found.select_related("body", "person", "principal")
    return tuple(related.order_by("body__order_key", "body_id", "person__order_key", "id"))


def _is_one_of(viewer: Viewer, sits: Iterable[Membership]) -> bool:
    return viewer.user_id is not None and any(one.person.user_id == viewer.user_id for one in sits)
