"""Writes of what happens to a matter between meetings: a mail takes it back, it is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.base.meanwhile import require_unchanged
from handslag.domain.documents.access import visible_documents
from handslag.domain.documents.models import Document
from handslag.domain.matters.history.access import visible_steps
from handslag.domain.matters.history.locking import log_matter, matters_to_change
from handslag.domain.matters.history.stepping import step_digest
from handslag.domain.matters.models import MatterStep, StepKind, StepWay
from handslag.domain.matters.writing.making import tidy
from handslag.domain.registry.models import Body

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.history.told import StepTold

LONGEST_TEXT = 5000
LONGEST_NAME = 200
_WITH_REASON = {
    StepKind.WITHDRAWN: gettext_lazy("Skriv varför ärendet dras tillbaka."),
    StepKind.CLOSED: gettext_lazy("Skriv varför ärendet avslutas."),
    StepKind.REOPENED: gettext_lazy("Skriv varför ärendet öppnas igen."),
    StepKind.NOTED: gettext_lazy("Skriv vad som hände."),
}


@transaction.atomic
def add_step(*, viewer: Viewer, matter_id: int, told: StepTold) -> int:
    """Tell what happened to a matter outside every meeting; returns the step's id.

    The same told twice is one step. Raises Matter.DoesNotExist, PermissionDenied, and
    ValidationError with what is wrong in which field.
    """
    require_somewhere(viewer, Permission.MATTERS_CHANGE)
    (matter,) = matters_to_change(viewer, matter_id)
    columns = _fit(viewer, told)
    known = MatterStep.objects.filter(matter=matter, **columns).first()
    if known is not None:
        return known.pk
    _refuse_twice(matter.pk, columns["kind"])
    step = MatterStep.objects.create(matter=matter, entered_by=viewer.name[:200], **columns)
    log_matter(
        viewer,
        "matters.add_step",
        matter_id,
        step_id=step.pk,
        kind=step.kind,
        day=step.day.isoformat(),
        reason=step.text,
    )
    return step.pk


@transaction.atomic
def correct_step(*, viewer: Viewer, step_id: int, told: StepTold, seen: str) -> None:
    """Correct what a step says. `seen` is the digest that the page saw (`StepForm.seen`).

    Raises MatterStep.DoesNotExist, PermissionDenied, ChangedMeanwhile and ValidationError.
    """
    require_somewhere(viewer, Permission.MATTERS_CHANGE)
    step = _to_change(viewer, step_id)
    columns = _fit(viewer, told)
    before = step_digest(step)
    for name, value in columns.items():
        setattr(step, name, value)
    if step_digest(step) == before:
        return
    require_unchanged(seen, before)
    step.save(update_fields=list(columns))
    log_matter(
        viewer,
        "matters.correct_step",
        step.matter_id,
        step_id=step.pk,
        kind=step.kind,
        day=step.day.isoformat(),
        reason=step.text,
    )


@transaction.atomic
def remove_step(*, viewer: Viewer, step_id: int, reason: str = "") -> None:
    """Take a step away that was told by mistake; the log keeps that it was told.

    Raises MatterStep.DoesNotExist and PermissionDenied.
    """
    require_somewhere(viewer, Permission.MATTERS_CHANGE)
    step = _to_change(viewer, step_id)
    reason = tidy(reason, "reason", LONGEST_NAME)
    log_matter(
        viewer,
        "matters.remove_step",
        step.matter_id,
        step_id=step.pk,
        kind=step.kind,
        day=step.day.isoformat(),
        text=step.text,
        reason=reason,
    )
    step.delete()


def _to_change(viewer: Viewer, step_id: int) -> MatterStep:
    seen = MatterStep.objects.filter(visible_steps(viewer))
    matter_id = seen.values_list("matter_id", flat=True).get(id=step_id)
    matters_to_change(viewer, matter_id)
    return MatterStep.objects.get(id=step_id)


def _refuse_twice(matter_id: int, kind: str) -> None:
    """A matter is closed once, until it is opened again."""
    ends = (StepKind.CLOSED, StepKind.REOPENED)
    if kind not in ends:
        return
    steps = MatterStep.objects.filter(matter_id=matter_id, kind__in=ends).order_by("day", "id")
    last = steps.values_list("kind", flat=True).last()
    if kind == StepKind.CLOSED and last == StepKind.CLOSED:
        raise ValidationError(_("Ärendet är redan avslutat. Inget har ändrats."))
    if kind == StepKind.REOPENED and last == StepKind.REOPENED:
        raise ValidationError(_("Ärendet är redan öppnat igen. Inget har ändrats."))


def _fit(viewer: Viewer, told: StepTold) -> dict[str, Any]:
    """What is told, as columns. Raises ValidationError with what is wrong in which field."""
    errors: dict[str, str] = {}
    text = told.text.strip().replace("\r\n", "\n").replace("\0", "")
    if told.kind not in StepKind.values:
        errors["kind"] = _("Välj vad som hände i listan.")
    elif not text and told.kind in _WITH_REASON:
        errors["text"] = str(_WITH_REASON[StepKind(told.kind)])
    if told.way not in StepWay.values:
        errors["way"] = _("Välj hur det hände i listan.")
    if len(text) > LONGEST_TEXT:
        errors["text"] = _("Texten är för lång: högst %(count)d tecken.") % {"count": LONGEST_TEXT}
    errors |= _wrong_days(told) | _wrong_references(viewer, told)
    if errors:
        raise ValidationError(errors)
    return {
        "kind": told.kind,
        "day": told.day,
        "way": told.way,
        "body_id": told.body_id,
        "by": tidy(told.by, "by", LONGEST_NAME),
        "to_body_id": told.to_body_id,
        "to_date": told.to_date,
        "expected_date": told.expected_date,
        "expected_text": tidy(told.expected_text, "expected_text", LONGEST_NAME),
        "text": text,
        "document_id": told.document_id,
    }


def _wrong_days(told: StepTold) -> dict[str, str]:
    errors: dict[str, str] = {}
    if told.day > timezone.localdate():
        errors["day"] = _("Dagen har inte varit än. Skriv den dag då det hände.")
    if told.kind == StepKind.TABLED and told.to_date is None:
        errors["to_date"] = _("Välj den dag som ärendet bordläggs till.")
    if told.to_date is not None and told.to_date < told.day:
        errors["to_date"] = _("Dagen är före den dag då det hände.")
    if told.expected_date is not None and told.expected_date < told.day:
        errors["expected_date"] = _("Dagen är före den dag då det hände.")
    return errors


def _wrong_references(viewer: Viewer, told: StepTold) -> dict[str, str]:
    errors: dict[str, str] = {}
    if told.kind == StepKind.REFERRED and told.to_body_id is None:
        errors["to_body"] = _("Välj det organ som ärendet hänskjuts till.")
    picked = {"body": told.body_id, "to_body": told.to_body_id}
    ids = {one for one in picked.values() if one is not None}
    known = set(Body.objects.filter(id__in=ids).values_list("id", flat=True)) if ids else set()
    for field, body_id in picked.items():
        if body_id is not None and body_id not in known:
            errors[field] = _("Välj organet i listan.")
    if told.document_id is not None:
        readable = Document.objects.filter(visible_documents(viewer), id=told.document_id)
        if not readable.exists():
            errors["document"] = _("Välj en handling som du får läsa.")
    return errors
