"""A person says that what looks like a personal number, or like somebody's health, may be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.audit.actions import log
from handslag.domain.publications.access import of
from handslag.domain.publications.models import Clearance

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer
    from handslag.domain.publications.checking import Finding

LONGEST = 300


@transaction.atomic
def clear_finding(
    *, viewer: Viewer, meeting_id: int, body_id: int, kind: str, finding: Finding, reason: str
) -> None:
    """Let these words in this sentence be shown, for a reason. Cleared once, it stays cleared.

    Neither the log nor the row holds the words: only a digest of them. Raises ValidationError
    without a reason.
    """
    require(viewer, Permission.PUBLICATIONS_CLEAR, of(body_id))
    reason = " ".join(reason.split())[:LONGEST]
    if not reason:
        raise ValidationError(_("Skriv varför uppgiften får visas. Inget har ändrats."))
    _row, made = Clearance.objects.get_or_create(
        meeting_id=meeting_id,
        kind=kind,
        finding_sha256=finding.sha256,
        defaults={"sort": finding.sort, "reason": reason, "by": viewer.name[:200]},
    )
    if made:
        _log(viewer, "publications.clear_finding", meeting_id, kind, finding, reason)


@transaction.atomic
def doubt_finding(
    *, viewer: Viewer, meeting_id: int, body_id: int, kind: str, finding: Finding
) -> None:
    """Take back that these words may be shown. What is published already is not touched."""
    require(viewer, Permission.PUBLICATIONS_CLEAR, of(body_id))
    cleared = Clearance.objects.filter(
        meeting_id=meeting_id, kind=kind, finding_sha256=finding.sha256
    )
    count, _of = cleared.delete()
    if count:
        _log(viewer, "publications.doubt_finding", meeting_id, kind, finding, "")


def _log(
    viewer: Viewer, verb: str, meeting_id: int, kind: str, finding: Finding, reason: str
) -> None:
    log(
        viewer=viewer,
        verb=verb,
        thing_type="meetings.meeting",
        thing_id=meeting_id,
        detail={"kind": kind, "sort": finding.sort, "finding": finding.sha256},
        reason=reason,
    )
