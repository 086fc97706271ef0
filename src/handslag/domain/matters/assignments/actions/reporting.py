"""Writes of what was done: reports with files, that it is finished, dropped, or open again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.refusals import refusal
from handslag.domain.access.rules import require_somewhere
from handslag.domain.documents import store
from handslag.domain.documents.rules import file_name
from handslag.domain.matters.assignments.access import changes, reports
from handslag.domain.matters.assignments.actions.doing import (
    LONGEST_REPORT,
    day_to_stand,
    item_to_stand,
    locked,
    put_step,
    reason_to_stand,
    require_allowed,
    to_change,
    told,
    words_to_stand,
)
from handslag.domain.matters.models import AssignmentFile, AssignmentStep
from handslag.domain.matters.models import AssignmentStepKind as Kind

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.assignments.telling import FileTold
    from handslag.domain.matters.models import Assignment

MOST_FILES = 10


@transaction.atomic
def require_reporting(*, viewer: Viewer, assignment_id: int) -> None:
    """Let pass who may report on an assignment, before their files are looked at.

    Raises Assignment.DoesNotExist, PermissionDenied, and ValidationError where it is over.
    """
    require_somewhere(viewer, Permission.ASSIGNMENTS_REPORT)
    _to_report(viewer, assignment_id)


def report(
    *,
    viewer: Viewer,
    assignment_id: int,
    text: str,
    day: dt.date | None = None,
    item_id: int | None = None,
    files: Sequence[FileTold] = (),
) -> int:
    """Report on an assignment, with files, under an item of a meeting or outside; gives the step.

    The same report again, files and all, is the one that stands. The bytes are on the disk before
    anything is written about them. Raises Assignment.DoesNotExist, PermissionDenied,
    ValidationError with what is wrong in which field, and OSError.
    """
    require_somewhere(viewer, Permission.ASSIGNMENTS_REPORT)
    require_reporting(viewer=viewer, assignment_id=assignment_id)
    if len(files) > MOST_FILES:
        words = _("Högst %(count)d filer kan följa med en rapport.") % {"count": MOST_FILES}
        raise ValidationError({"files": words})
    digests = [store.keep(file.data) for file in files]
    with transaction.atomic():
        row = _to_report(viewer, assignment_id)
        return _reported(viewer, row, text, day, item_id, list(zip(files, digests, strict=True)))


def _to_report(viewer: Viewer, assignment_id: int) -> Assignment:
    row = locked(viewer, assignment_id)
    body_id = row.item.meeting.body_id
    if not reports(viewer, body_id, row.assignees.select_related("person")):
        raise PermissionDenied(refusal(viewer, Permission.ASSIGNMENTS_REPORT, changes(body_id)))
    require_allowed(row, Kind.REPORTED)
    return row


def _reported(
    viewer: Viewer,
    row: Assignment,
    text: str,
    day: dt.date | None,
    item_id: int | None,
    files: list[tuple[FileTold, str]],
) -> int:
    text = words_to_stand(text, "text", LONGEST_REPORT)
    if not text and not files:
        raise ValidationError({"text": _("Skriv vad som har gjorts, eller lägg till en fil.")})
    day, item = day_to_stand(day, row), item_to_stand(viewer, item_id)
    unlike = {digest: (file, digest) for file, digest in files}
    last = row.steps.order_by("-id").first()
    if last is not None and _is_same(last, viewer, text, day, item_id, set(unlike)):
        return last.id
    step = put_step(viewer, row, Kind.REPORTED, day, text=text, item=item)
    for file, digest in unlike.values():
        _put_file(step, file, digest)
    told(
        viewer,
        "matters.report_assignment",
        row,
        step=step.id,
        day=day.isoformat(),
        report=text,
        files=[file_name(file.name) for file, _digest in unlike.values()],
    )
    return step.id


def _is_same(
    last: AssignmentStep,
    viewer: Viewer,
    text: str,
    day: dt.date,
    item_id: int | None,
    digests: set[str],
) -> bool:
    """Whether the last thing that happened is this very report: somebody pressed twice."""
    said = (last.kind, last.by, last.text, last.day, last.item_id)
    if said != (Kind.REPORTED, viewer.name[:200], text, day, item_id):
        return False
    return set(last.files.values_list("sha256", flat=True)) == digests


def _put_file(step: AssignmentStep, file: FileTold, digest: str) -> None:
    # a document with the same bytes may have gone since they were kept, and taken them with it
    transaction.on_commit(lambda: store.keep(file.data) and None)
    AssignmentFile.objects.create(
        step=step,
        name=file_name(file.name),
        media_type=file.media_type[:100],
        sha256=digest,
        size=len(file.data),
    )


@transaction.atomic
def finish(
    *,
    viewer: Viewer,
    assignment_id: int,
    seen: str | None = None,
    text: str = "",
    day: dt.date | None = None,
    item_id: int | None = None,
) -> int:
    """Say that an assignment is finished; gives the step. `text` says how, where somebody tells.

    Raises what `doing.to_change` raises.
    """
    require_somewhere(viewer, Permission.ASSIGNMENTS_CHANGE)
    row = to_change(viewer, assignment_id, seen, Kind.FINISHED).row
    text = words_to_stand(text, "text", LONGEST_REPORT)
    day, item = day_to_stand(day, row), item_to_stand(viewer, item_id)
    step = put_step(viewer, row, Kind.FINISHED, day, text=text, item=item)
    told(viewer, "matters.finish_assignment", row, step=step.id, day=day.isoformat(), report=text)
    return step.id


@transaction.atomic
def drop(
    *,
    viewer: Viewer,
    assignment_id: int,
    reason: str,
    seen: str | None = None,
    item_id: int | None = None,
) -> int:
    """Say that an assignment will not be done, and why; gives the step.

    Raises what `doing.to_change` raises, and ValidationError without a reason.
    """
    require_somewhere(viewer, Permission.ASSIGNMENTS_CHANGE)
    row = to_change(viewer, assignment_id, seen, Kind.DROPPED).row
    reason = reason_to_stand(reason, _("Skriv varför uppdraget släpps."))
    item = item_to_stand(viewer, item_id)
    step = put_step(viewer, row, Kind.DROPPED, day_to_stand(None, row), text=reason, item=item)
    told(viewer, "matters.drop_assignment", row, reason, step=step.id)
    return step.id


@transaction.atomic
def reopen(*, viewer: Viewer, assignment_id: int, reason: str, seen: str | None = None) -> int:
    """Open an assignment that is over again, and say why; gives the step.

    One that was split stays as it is: its parts go on. Raises what `doing.to_change` raises.
    """
    require_somewhere(viewer, Permission.ASSIGNMENTS_CHANGE)
    row = to_change(viewer, assignment_id, seen, Kind.REOPENED).row
    reason = reason_to_stand(reason, _("Skriv varför uppdraget öppnas igen."))
    step = put_step(viewer, row, Kind.REOPENED, day_to_stand(None, row), text=reason)
    told(viewer, "matters.reopen_assignment", row, reason, step=step.id)
    return step.id
