"""Reads of how papers look: the county's letterhead, and those of bodies that have their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require, require_somewhere
from handslag.domain.access.things import OF_THE_COUNTY, Thing, of_body
from handslag.domain.documents import store
from handslag.domain.meetings.models import Letterhead
from handslag.domain.meetings.notices.content import Head
from handslag.domain.registry.models import Body, County

if TYPE_CHECKING:
    from pathlib import Path

    from handslag.domain.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class LetterheadShown:
    """A letterhead to change. `revision` is 0 where none of its own has been made."""

    head: Head
    revision: int
    body_id: int | None
    body: str
    """Empty for the county's."""


def head_for(viewer: Viewer, body_id: int) -> Head:
    """How the papers of a body look: as its own letterhead says, else as the county's.

    Two queries at most.
    """
    require_somewhere(viewer, Permission.MEETINGS_NOTIFY)
    return head_of(body_id)


def letterhead(viewer: Viewer, body_id: int | None) -> LetterheadShown:
    """The letterhead of a body, or with None of the county, for who may change it.

    A body without its own is shown the one that holds for it. Four queries at most. Raises
    Body.DoesNotExist.
    """
    thing = Thing(scopes=frozenset({of_body(body_id)})) if body_id else OF_THE_COUNTY
    require(viewer, Permission.LETTERHEAD_CHANGE, thing)
    body = Body.objects.get(id=body_id).name if body_id else ""
    own = own_letterhead(body_id)
    head = _head(own) if own else head_of(body_id)
    return LetterheadShown(head, own.revision if own else 0, body_id, body)


def letterheads(viewer: Viewer) -> tuple[tuple[int, str], ...]:
    """The bodies (id and name) that have a letterhead of their own. One query."""
    require(viewer, Permission.LETTERHEAD_CHANGE)
    rows = Letterhead.objects.filter(body__isnull=False).order_by("body__order_key")
    return tuple((id_ or 0, name) for id_, name in rows.values_list("body_id", "body__name"))


def logo(viewer: Viewer, digest: str) -> Path | None:
    """Where the logo with this hash lies; None where no letterhead has it. One query."""
    require_somewhere(viewer, Permission.LETTERHEAD_CHANGE)
    known = Letterhead.objects.filter(logo_sha256=digest).exclude(logo_sha256="").exists()
    return store.path_of(digest) if known else None


def own_letterhead(body_id: int | None) -> Letterhead | None:
    """The row of a body, or with None of the county; None where there is none."""
    rows = Letterhead.objects.all()
    found = rows.filter(body_id=body_id) if body_id else rows.filter(body__isnull=True)
    return found.first()


def head_of(body_id: int | None) -> Head:
    """How the papers of a body look, or with None the county's, for who has asked already."""
    row = (own_letterhead(body_id) if body_id else None) or own_letterhead(None)
    if row is not None:
        return _head(row)
    county = County.objects.first()
    return Head(organisation=county.name if county else "Handslag")


def _head(row: Letterhead) -> Head:
    return Head(
        organisation=row.organisation,
        logo_sha256=row.logo_sha256,
        logo_text=row.logo_text,
        accent=row.accent,
        sender=tuple(row.sender.splitlines()),
        footer=row.footer,
        opening=row.opening,
        closing=row.closing,
    )
