"""Writes of which matters clauses belong to, by people: what they say outweighs the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.audit.actions import log
from handslag.domain.matters.dividing.gather import LED_TO
from handslag.domain.matters.events import announce_matters
from handslag.domain.matters.history.access import require_change
from handslag.domain.matters.models import Clause, ClauseMatter, Treatment
from handslag.domain.meetings.access import visible_facts

if TYPE_CHECKING:
    from collections.abc import Collection

    from handslag.domain.access.viewer import Viewer

MEETING = "meetings.meeting"


@transaction.atomic
def say_clause_matters(*, viewer: Viewer, clause_id: int, matter_ids: Collection[int]) -> None:
    """Say which of its item's matters a clause belongs to: one, several or all.

    The same again changes nothing. Raises Clause.DoesNotExist, PermissionDenied for who may not
    change matters of the item's body, and ValidationError where none is chosen, or one that the
    item does not belong to.
    """
    require_somewhere(viewer, Permission.MATTERS_CHANGE)
    clause = _clause_to_divide(viewer, clause_id)
    chosen, theirs = set(matter_ids), _matters_of(clause)
    if not chosen:
        raise ValidationError(_("Välj minst ett ärende som beslutet hör till."))
    if not chosen <= theirs:
        raise ValidationError(_("Punkten hör inte till det ärendet längre. Inget har ändrats."))
    before = _said(clause)
    if before & theirs == chosen:
        return
    ClauseMatter.objects.filter(code=clause.code).delete()
    ClauseMatter.objects.bulk_create(
        ClauseMatter(code=clause.code, matter_id=one, by=viewer.name[:200])
        for one in sorted(chosen)
    )
    _tell(viewer, "matters.say_clause_matters", clause, theirs, chosen)


@transaction.atomic
def undo_clause_matters(*, viewer: Viewer, clause_id: int) -> None:
    """Take back what was said of which matters a clause belongs to: its words decide again.

    Nothing happens where nobody has said anything. Raises Clause.DoesNotExist and PermissionDenied.
    """
    require_somewhere(viewer, Permission.MATTERS_CHANGE)
    clause = _clause_to_divide(viewer, clause_id)
    before = _said(clause)
    if before:
        ClauseMatter.objects.filter(code=clause.code).delete()
        _tell(viewer, "matters.undo_clause_matters", clause, _matters_of(clause), before)


def _clause_to_divide(viewer: Viewer, clause_id: int) -> Clause:
    """A clause that the viewer sees, locked; who may change its item's matters is asked too."""
    seen = Clause.objects.filter(visible_facts(viewer, "decision__item__", "decision__phase"))
    rows = Clause.objects.select_for_update(of=("self",)).filter(id__in=seen.values("id"))
    clause = rows.select_related("decision__item__meeting").get(id=clause_id)
    require_change(viewer, [clause.decision.item.meeting.body_id])
    return clause


def _matters_of(clause: Clause) -> set[int]:
    rows = Treatment.objects.filter(item=clause.decision.item_id, matter__merged_into=None)
    return set(rows.order_by().values_list("matter_id", flat=True))


def _said(clause: Clause) -> set[int]:
    rows = ClauseMatter.objects.filter(code=clause.code).annotate(led_to=LED_TO)
    return set(rows.order_by().values_list("led_to", flat=True))


def _tell(
    viewer: Viewer, verb: str, clause: Clause, theirs: Collection[int], said: Collection[int]
) -> None:
    """Log at the meeting, and tell whoever listens that the item's matters hold something else."""
    item = clause.decision.item
    announce_matters(theirs)
    log(
        viewer=viewer,
        verb=verb,
        thing_type=MEETING,
        thing_id=item.meeting_id,
        detail={
            "item": item.pk,
            "heading": item.heading or item.planned_heading,
            "clause": clause.code,
            "text": clause.text,
            "matters": sorted(said),
        },
    )
