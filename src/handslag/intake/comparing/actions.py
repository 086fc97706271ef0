"""What can be done with findings across documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.audit.actions import log
from handslag.domain.base.words import key_of
from handslag.domain.registry import actions as registry_actions
from handslag.domain.registry import queries as registry
from handslag.intake.comparing import keeping
from handslag.intake.comparing.joining import join_bodies, part_bodies
from handslag.intake.comparing.models import CrossFinding, Outline, Referral

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer


@transaction.atomic
def compare(*, viewer: Viewer, document_id: int, again: bool = False) -> None:
    """Compare a document with those it concerns. Done again it changes nothing.

    It is done by itself whenever a document is taken in, corrected, read again or accepted.
    """
    require(viewer, Permission.DOCUMENTS_REVIEW)
    if keeping.compare(viewer=viewer, document_id=document_id, again=again):
        # Pages are kept for as long as the log says that nothing has changed.
        log(
            viewer=viewer,
            verb="intake.compare",
            thing_type="documents.document",
            thing_id=document_id,
        )


def compare_those_called(*, viewer: Viewer, body_key: str) -> int:
    """Compare the documents whose body is called so, and those that left something to it.

    Done once it is known whose name that is.
    Returns how many there are. `body_key` is a name as a key.
    """
    require(viewer, Permission.DOCUMENTS_REVIEW)
    ids = list(
        Outline.objects.filter(
            Q(body_key=body_key)
            | Q(document_id__in=Referral.objects.filter(to_key=body_key).values("document_id"))
        )
        .order_by("document_id")
        .values_list("document_id", flat=True)
    )
    for document_id in ids:
        compare(viewer=viewer, document_id=document_id, again=True)
    return len(ids)


@transaction.atomic
def answer_body_name(*, viewer: Viewer, suggestion_id: int, same: bool) -> None:
    """Say whether a name is a body's, and compare the documents that use it in that light.

    Where another body has the name, yes makes the two one: its meetings move over, and the
    documents of meetings that both have on a day are accepted again to the one that stays. That can
    be undone by `separate_bodies`.

    Raises NameOfBody.DoesNotExist, ValidationError where somebody has answered already, and
    Invalid where a document that must be accepted again has changes waiting. Nothing is done then.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    asked = next(
        (one for one in registry.suggested_body_names(viewer) if one.id == suggestion_id), None
    )
    if same and asked is not None and asked.owner_id is not None:
        join_bodies(viewer=viewer, keep_id=asked.body_id, other_id=asked.owner_id)
    key = registry_actions.answer_body_name(viewer=viewer, suggestion_id=suggestion_id, same=same)
    if same:
        compare_those_called(viewer=viewer, body_key=key)


@transaction.atomic
def separate_bodies(*, viewer: Viewer, merger_id: int) -> int:
    """Make two bodies of one that was made of two, each with its meetings and names as before.

    Returns the id of the one that comes back. What is found across documents follows. Raises
    BodyMerger.DoesNotExist, and ValidationError or Invalid, with nothing changed, where something
    was built on it since.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    merger = registry.merger(viewer, merger_id)
    body_id = part_bodies(viewer=viewer, merger=merger)
    for key in dict.fromkeys(key_of(name) for name in merger.names):
        compare_those_called(viewer=viewer, body_key=key)
    return body_id


@transaction.atomic
def dismiss_across(*, viewer: Viewer, finding_id: int) -> None:
    """Say that somebody has looked at a finding, for good. Nothing happens where somebody had.

    Raises CrossFinding.DoesNotExist where it is no longer true and so is gone.
    """
    require(viewer, Permission.DOCUMENTS_REVIEW)
    finding = CrossFinding.objects.select_for_update().get(id=finding_id)
    if finding.dismissed:
        return
    finding.dismissed, finding.dismissed_by = True, viewer.name[:200]
    finding.save(update_fields=["dismissed", "dismissed_by"])
    _log(viewer, "intake.dismiss_across", finding)


@transaction.atomic
def show_across_again(*, viewer: Viewer, finding_id: int) -> None:
    """Take a dismissal back. Nothing happens where there is none.

    Raises CrossFinding.DoesNotExist.
    """
    require(viewer, Permission.DOCUMENTS_REVIEW)
    finding = CrossFinding.objects.select_for_update().get(id=finding_id)
    if not finding.dismissed:
        return
    finding.dismissed, finding.dismissed_by = False, ""
    finding.save(update_fields=["dismissed", "dismissed_by"])
    _log(viewer, "intake.show_across_again", finding)


def _log(viewer: Viewer, verb: str, finding: CrossFinding) -> None:
    log(
        viewer=viewer,
        verb=verb,
        thing_type="documents.document",
        thing_id=finding.document_id,
        detail={"finding": finding.id, "code": finding.code, "other": finding.other_id},
    )
