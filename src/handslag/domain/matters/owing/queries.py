"""What a principal, a body and a person owe and wait for, where they sit and what they thought."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.matters.access import sees_everything, visible_people
from handslag.domain.matters.history.queries import matters_of_items
from handslag.domain.matters.owing import asked as asking
from handslag.domain.matters.owing import assigned, moving, preparing, seats, taken
from handslag.domain.matters.owing.coming import coming
from handslag.domain.matters.owing.found import together
from handslag.domain.matters.owing.shapes import OwingPage
from handslag.domain.registry.models import Membership, Organisation, Person

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.owing.asked import Asked
    from handslag.domain.matters.owing.found import Found
    from handslag.domain.matters.owing.moving import Moved

ALL = 500
"""Rows of a section that is shown whole, at most."""


@dataclass(frozen=True, slots=True)
class Room:
    """How many rows of each section are shown at most."""

    owes: int = 20
    waits: int = 12
    seats: int = 20
    taken: int = 8
    coming: int = 6


def principal_page(
    viewer: Viewer, organisation_id: int, today: dt.date | None = None, room: Room | None = None
) -> OwingPage:
    """What a principal, or another organisation, owes and waits for. Fifty queries at most.

    Raises Organisation.DoesNotExist.
    """
    require_somewhere(viewer, Permission.REGISTRY_READ)
    today = today or timezone.localdate()
    return _page(asking.principal(viewer, organisation_id, today), room or Room())


def body_page_of(
    viewer: Viewer, body_id: int, today: dt.date | None = None, room: Room | None = None
) -> OwingPage:
    """What a body owes and waits for. As many queries at most. Raises Body.DoesNotExist."""
    require_somewhere(viewer, Permission.REGISTRY_READ)
    today = today or timezone.localdate()
    return _page(asking.body(viewer, body_id, today), room or Room())


def person_page_of(
    viewer: Viewer, person_id: int, today: dt.date | None = None, room: Room | None = None
) -> OwingPage:
    """What a person owes and waits for. As many queries at most, and one where something is
    hidden from the viewer.

    Everybody sees what is told of themselves. Raises Person.DoesNotExist, also for somebody whom
    the viewer may not know of.
    """
    today = today or timezone.localdate()
    own = viewer.user_id is not None and own_person(viewer) == person_id
    if not own:
        require_somewhere(viewer, Permission.REGISTRY_READ)
        known = Person.objects.filter(visible_people(viewer), id=person_id)
        if not sees_everything(viewer) and not known.exists():
            raise Person.DoesNotExist(person_id)
    return _page(asking.person(viewer, person_id, today), room or Room())


def own_person(viewer: Viewer) -> int | None:
    """The person (id) that the viewer is in the register; None for who is in it as none.

    One query. Raises PermissionDenied for a stranger.
    """
    if viewer.user_id is None:
        raise PermissionDenied
    return Person.objects.filter(user_id=viewer.user_id).values_list("id", flat=True).first()


def own_principals(viewer: Viewer, today: dt.date | None = None) -> tuple[tuple[int, str], ...]:
    """The principals (id and name) that the viewer sits for today, or looks after. One query.

    Raises PermissionDenied for a stranger.
    """
    if viewer.user_id is None:
        raise PermissionDenied
    today = today or timezone.localdate()
    looks_after = [scope.id for _role, scope in viewer.held if scope.kind == "principal"]
    sits = Membership.objects.filter(person__user_id=viewer.user_id, principal__isnull=False)
    found = Organisation.objects.filter(
        id__in=sits.on(today).order_by().values("principal_id")
    ) | Organisation.objects.filter(id__in=looks_after)
    return tuple(found.values_list("id", "name"))


def _page(asked: Asked, room: Room) -> OwingPage:
    """The page, section by section. What is owed and waited for comes from the sources below:
    a source more is a line more there."""
    told = moving.moved(asked)
    page = OwingPage(
        kind=asked.kind.value,
        id=asked.id,
        name=asked.name,
        principal=asked.principal,
        today=asked.today,
        owes=together(_owed(asked, told, room.owes), room.owes),
        waits=together(_waited_for(asked, told, room.waits), room.waits),
        seats=seats.sitting(asked, room.seats),
        taken=taken.taken(asked, room.taken),
        coming=coming(asked, room.coming),
    )
    return _with_matters(asked.viewer, page)


def _owed(asked: Asked, told: Moved, most: int) -> Iterator[Found]:
    yield assigned.held(asked, most)
    yield assigned.reports(asked)
    yield preparing.replies(asked)
    yield preparing.questions(asked)
    yield preparing.presenting(asked)
    yield preparing.to_prepare(asked)
    yield seats.to_fill(asked)
    yield moving.referred_here(asked, told)
    yield moving.to_decide(asked, told)


def _waited_for(asked: Asked, told: Moved, most: int) -> Iterator[Found]:
    yield assigned.given(asked, most)
    yield preparing.raised(asked)
    yield preparing.answers(asked)
    yield seats.empty_here(asked)
    yield moving.returning(asked, told)


def _with_matters(viewer: Viewer, page: OwingPage) -> OwingPage:
    """The page with the matters that its lines belong to. Two queries, or none."""
    lines = [*page.owes.rows, *page.waits.rows]
    items = {line.item_id for line in lines if line.item_id is not None}
    items |= {line.item_id for line in page.taken.rows}
    if not items or Permission.MEETINGS_READ not in viewer.permissions:
        return page
    belongs = matters_of_items(viewer, items)

    def put(part: Any) -> Any:
        rows = (replace(row, matters=belongs.get(row.item_id or 0, ())) for row in part.rows)
        return replace(part, rows=tuple(rows))

    return replace(page, owes=put(page.owes), waits=put(page.waits), taken=put(page.taken))
