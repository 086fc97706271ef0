"""Writes that make two matters one, and two again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.matters.history.locking import log_changed, matters_to_change
from handslag.domain.matters.history.merging import absorb, give_back
from handslag.domain.matters.linking.settling import follow
from handslag.domain.matters.models import MatterMerger
from handslag.domain.matters.writing.making import tidy

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer

LONGEST_REASON = 300


@transaction.atomic
def merge_matters(*, viewer: Viewer, keep_id: int, other_id: int, reason: str = "") -> int:
    """Say that two matters are one: all that belongs to `other_id` belongs to `keep_id`.

    The other's address leads to the kept one. Returns the merger's id, for `undo_merger`. Raises
    Matter.DoesNotExist, PermissionDenied for who may not change both, and ValidationError for a
    matter and itself.
    """
    require_somewhere(viewer, Permission.MATTERS_CHANGE)
    if keep_id == other_id:
        raise ValidationError(_("Det är redan samma ärende. Inget har ändrats."))
    kept, other = matters_to_change(viewer, keep_id, other_id)
    reason = tidy(reason, "reason", LONGEST_REASON)
    merger = absorb(viewer, kept, other, reason)
    follow([keep_id, other_id])
    log_changed(
        viewer,
        "matters.merge_matters",
        keep_id,
        other_id=other_id,
        moved={name: len(rows) for name, rows in merger.moved.items()},
        reason=reason,
    )
    return merger.pk


@transaction.atomic
def undo_merger(*, viewer: Viewer, merger_id: int) -> int:
    """Make two matters of what was merged again; returns the id of the one that is there again.

    What existed when they were merged goes back; what came since stays with the kept one. Raises
    MatterMerger.DoesNotExist, Matter.DoesNotExist, PermissionDenied, and ValidationError where
    another was merged into it since.
    """
    require_somewhere(viewer, Permission.MATTERS_CHANGE)
    merger = MatterMerger.objects.select_related("kept", "other").get(id=merger_id)
    matters_to_change(viewer, merger.kept_id)
    if MatterMerger.objects.filter(kept_id=merger.kept_id, id__gt=merger.pk).exists():
        words = _("Ett annat ärende slogs ihop med det här efteråt. Skilj det åt först.")
        raise ValidationError(words)
    other_id, kept_id = merger.other_id, merger.kept_id
    give_back(merger)
    follow([kept_id, other_id])
    log_changed(viewer, "matters.undo_merger", kept_id, other_id=other_id)
    return other_id
