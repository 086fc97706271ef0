"""What those who publish read: what was cleared, and what is shown already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.publications.access import of
from handslag.domain.publications.models import Clearance, Publication
from handslag.domain.publications.queries.shapes import Address, VersionRow

if TYPE_CHECKING:
    import datetime as dt

    from handslag.domain.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Last:
    """The version that was published last, if it was not suppressed."""

    number: int
    sha256: str
    text: str
    """What it says, a paragraph a line."""
    files: tuple[tuple[str, str], ...]
    """Their names and hashes."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is published of an account already."""

    cleared: dict[str, tuple[str, str]]
    """Who cleared what was found (its digest), and why."""
    address: Address | None
    """Where it stands; None for what was never published."""
    withdrawn_at: dt.datetime | None
    withdrawn_reason: str
    versions: tuple[VersionRow, ...]
    """Newest first."""
    last: Last | None


def known(viewer: Viewer, *, meeting_id: int, body_id: int, kind: str) -> Known:
    """What is published of an account, for those who clear and publish. Four queries."""
    require(viewer, Permission.PUBLICATIONS_CLEAR, of(body_id))
    rows = Clearance.objects.filter(meeting_id=meeting_id, kind=kind).order_by("id")
    cleared = {row.finding_sha256: (row.by, row.reason) for row in rows}
    publications = Publication.objects.select_related("body")
    found = publications.filter(meeting_id=meeting_id, kind=kind).first()
    if found is None:
        return Known(cleared, None, None, "", (), None)
    versions = list(found.versions.defer("content").order_by("-number"))
    newest = versions[0] if versions and versions[0].suppressed_at is None else None
    return Known(
        cleared=cleared,
        address=Address(found.body.slug, found.day, found.nth, found.kind),
        withdrawn_at=found.withdrawn_at,
        withdrawn_reason=found.withdrawn_reason,
        versions=tuple(
            VersionRow(one.number, one.at, one.why, one.suppressed_at, one.suppressed_reason)
            for one in versions
        ),
        last=Last(
            newest.number,
            newest.sha256,
            newest.text,
            tuple(newest.files.values_list("name", "sha256")),
        )
        if newest
        else None,
    )
