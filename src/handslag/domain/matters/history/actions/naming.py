"""Writes of what a matter is called and which number it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.base.meanwhile import require_unchanged
from handslag.domain.matters.history.locking import log_changed, matters_to_change
from handslag.domain.matters.writing.making import tidy

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer

LONGEST_TITLE = 500
LONGEST_REFERENCE = 100


@transaction.atomic
def name_matter(*, viewer: Viewer, matter_id: int, title: str, seen: str) -> None:
    """Call a matter something; with nothing, an item's heading names it again.

    `seen` is the chosen title that the page saw. Raises Matter.DoesNotExist, PermissionDenied,
    ValidationError and ChangedMeanwhile.
    """
    require_somewhere(viewer, Permission.MATTERS_CHANGE)
    (matter,) = matters_to_change(viewer, matter_id)
    title = tidy(title, "title", LONGEST_TITLE)
    if title == matter.title:
        return
    require_unchanged(seen, matter.title)
    before, matter.title = matter.title, title
    matter.save(update_fields=["title"])
    log_changed(viewer, "matters.name_matter", matter_id, before=before, after=title)


@transaction.atomic
def number_matter(*, viewer: Viewer, matter_id: int, reference: str, seen: str) -> None:
    """Give a matter its number in the office's own register, or none.

    `seen` is the number that the page saw. Raises what `name_matter` raises.
    """
    require_somewhere(viewer, Permission.MATTERS_CHANGE)
    (matter,) = matters_to_change(viewer, matter_id)
    reference = tidy(reference, "reference", LONGEST_REFERENCE)
    if reference == matter.reference:
        return
    require_unchanged(seen, matter.reference)
    before, matter.reference = matter.reference, reference
    matter.save(update_fields=["reference"])
    log_changed(viewer, "matters.number_matter", matter_id, before=before, after=reference)
