"""Undoing what was done in a review, one step at a time, the last one first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.audit.actions import log
from handslag.intake.acceptance import take_back
from handslag.intake.errors import ChangedMeanwhile, Invalid
from handslag.intake.models import Review, Step, Verb
from handslag.intake.steps import last_step, put_back, told_since, words_of

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Undone:
    """What was undone, in words, and the suggestion that it was about."""

    words: str
    fact_id: int | None


@transaction.atomic
def undo(*, viewer: Viewer, document_id: int, step_id: int) -> Undone:
    """Undo the last step of a review, which the person saw as `step_id`.

    Whoever may review may undo, also another's step: the log tells both. Raises ChangedMeanwhile
    where another step has been taken or this one undone since, and Invalid where it cannot be
    undone; nothing is changed then.
    """
    require(viewer, Permission.DOCUMENTS_REVIEW)
    review = Review.objects.select_for_update().get(document_id=document_id)
    seen = Step.objects.get(id=step_id, document_id=document_id)
    step = last_step(document_id)
    if step is None or step.id != seen.id:
        since = seen.revision - 1 if seen.undone else seen.revision
        raise ChangedMeanwhile(review.revision, told_since(document_id, since))
    if step.before is None:
        raise Invalid({"": _why_not(step)})
    if step.verb == Verb.ACCEPT:
        take_back(viewer, review, step.before)
    else:
        put_back(document_id, step.before)
    review.changed_since = step.before["changed_since"]
    if step.verb != Verb.DISMISS:
        review.revision += 1
    review.save()
    step.undone, step.undone_by, step.undone_revision = True, viewer.name[:200], review.revision
    step.save(update_fields=["undone", "undone_by", "undone_revision"])
    log(
        viewer=viewer,
        verb="intake.undo",
        thing_type="documents.document",
        thing_id=document_id,
        detail={"step": step.id, "verb": step.verb, "suggestion": step.fact, "by": step.by},
    )
    return Undone(words_of(step), step.fact)


def _why_not(step: Step) -> str:
    if step.verb == Verb.ACCEPT:
        return _(
            "Handlingen var godkänd redan tidigare, så det här godkännandet går inte att ångra. "
            "Rätta det som blev fel och godkänn igen."
        )
    return _("Längre tillbaka än till omläsningen går det inte att ångra. Inget har ändrats.")
