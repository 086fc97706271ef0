"""Reads of limited links: which there are, whom they were given to, and how they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may, require, require_somewhere
from handslag.domain.access.things import Thing
from handslag.domain.accounts.models import Link, LinkKind
from handslag.domain.base.shapes import Labelled, labelled
from handslag.domain.meetings.links.rules import LinkStanding, standing
from handslag.domain.meetings.links.things import KINDS, linked
from handslag.domain.registry.models import Organisation

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.meetings.links.things import Linked


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A limited link in a list. Its address is nowhere: only whoever was given it knows."""

    id: int
    kind: Labelled
    thing_id: int
    name: str
    """The thing's: a meeting's body, a document's title."""
    day: date | None
    principal: str
    recipient: str
    until: date
    given_by: str
    given_at: datetime
    revoked_by: str
    revoked_at: datetime | None
    uses: int
    used_at: datetime | None
    standing: LinkStanding
    revocable: bool
    """The viewer may take it back, and there is something to take back."""


@dataclass(frozen=True, slots=True)
class LinksOfThing:
    """The links to one thing, and whether the viewer may give more."""

    rows: tuple[LinkRow, ...]
    may_give: bool
    can_be_seen: bool
    """It is shared, so that a link would lead somewhere."""


def links(viewer: Viewer) -> tuple[LinkRow, ...]:
    """Every link to what the viewer may read the links of, the last given first.

    As many queries however many they are.
    """
    require_somewhere(viewer, Permission.LINKS_READ)
    return _rows(viewer, Link.objects.all())


def links_of(viewer: Viewer, kind: str, thing_id: int) -> LinksOfThing:
    """The links to one thing. Raises PermissionDenied also where there is no such thing."""
    found = linked(kind, thing_id) if kind else None
    thing = found.thing if found else Thing()
    require(viewer, Permission.LINKS_READ, thing)
    return LinksOfThing(
        rows=_rows(viewer, Link.objects.filter(kind=kind, thing_id=thing_id)),
        may_give=may(viewer, Permission.LINKS_GIVE, thing),
        can_be_seen=found is not None and found.seen,
    )


def name_of(viewer: Viewer, kind: str, thing_id: int) -> tuple[str, date | None]:
    """What a thing that links are given to is called, and a meeting's day.

    Raises PermissionDenied also where there is no such thing.
    """
    found = linked(kind, thing_id) if kind else None
    require(viewer, Permission.LINKS_READ, found.thing if found else Thing())
    return (found.name, found.day) if found else ("", None)


def _rows(viewer: Viewer, found: Iterable[Link]) -> tuple[LinkRow, ...]:
    rows = list(found)
    things: dict[tuple[str, int], Linked] = {}
    for kind, known in KINDS.items():
        ids = {row.thing_id for row in rows if row.kind == kind}
        things |= {(kind, id_): one for id_, one in known.linked(ids).items()} if ids else {}
    ids = {row.principal_id for row in rows}
    principals = dict(Organisation.objects.filter(id__in=ids).values_list("id", "name"))
    made = (_row(viewer, row, things.get((row.kind, row.thing_id)), principals) for row in rows)
    return tuple(row for row in made if row is not None)


def _row(
    viewer: Viewer, link: Link, found: Linked | None, principals: dict[int, str]
) -> LinkRow | None:
    """The row; None where the viewer may not read of it."""
    thing = found.thing if found else Thing()
    if not may(viewer, Permission.LINKS_READ, thing):
        return None
    stands = standing(
        revoked_at=link.revoked_at,
        until=link.until,
        today=timezone.localdate(),
        seen=found is not None and found.seen,
    )
    over = stands in (LinkStanding.REVOKED, LinkStanding.OVER)
    return LinkRow(
        id=link.id,
        kind=labelled(LinkKind, link.kind),
        thing_id=link.thing_id,
        name=found.name if found else "",
        day=found.day if found else None,
        principal=principals.get(link.principal_id, ""),
        recipient=link.recipient,
        until=link.until,
        given_by=link.given_by,
        given_at=link.given_at,
        revoked_by=link.revoked_by,
        revoked_at=link.revoked_at,
        uses=link.uses,
        used_at=link.used_at,
        standing=stands,
        revocable=not over and may(viewer, Permission.LINKS_REVOKE, thing),
    )
