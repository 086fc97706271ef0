"""What people do about documents that take long to read: hand in, stop, go on, remove."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.audit.actions import log
from handslag.domain.documents import queries as documents
from handslag.domain.documents.actions import keep_bytes, remove_unread, store_unread
from handslag.intake.errors import Invalid, NotTakenIn, not_kept
from handslag.intake.models import Review
from handslag.intake.recognising.models import Recognition, State
from handslag.intake.rereading import Reread, reread
from handslag.intake.taking_in import TakenIn, all_pages, pages_of, take_in
from handslag.source.apart import forget_old, forget_pages, to_recognise
from handslag.source.reading import ReadingError

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer

FORGOTTEN = 30 * 24 * 3600
"""Seconds after which pages of a reading that nobody goes on with are recognised anew."""


def hand_in(*, viewer: Viewer, name: str, data: bytes) -> TakenIn:
    """Take in one file without waiting for pages to be recognised; `name` as in `take_in`.

    What can be read quickly is read at once. A file with pages to recognise is kept, and waits
    for a worker. The same bytes again change nothing, whether they have been read or not. Raises
    NotTakenIn, with the reason, where it shows at once that the file cannot be read or kept.
    """
    require(viewer, Permission.DOCUMENTS_TAKE_IN)
    digest = sha256(data).hexdigest()
    pages, kind = 0, None
    if documents.document_with_hash(viewer, digest) is None:
        pages, kind = _pages_to_recognise(data, name)
    if not pages:
        done = take_in(viewer=viewer, name=name, data=data)
        waits = Recognition.objects.filter(document_id=done.document_id).exists()
        return TakenIn(done.document_id, done.new, waits and not done.new)
    try:
        keep_bytes(viewer=viewer, data=data)
    except OSError as error:
        raise not_kept(error) from error
    with transaction.atomic():
        stored = store_unread(
            viewer=viewer, digest=digest, size=len(data), name=name, media_type=kind or ""
        )
        if stored.new:
            _queue(viewer, stored.document_id, pages)
        waits = Recognition.objects.filter(document_id=stored.document_id).exists()
    return TakenIn(stored.document_id, stored.new, waits)


def reread_in_turn(*, viewer: Viewer, document_id: int) -> Reread | None:
    """Read a document's bytes again; None where pages have to be recognised, and it waits for that.

    Raises NotTakenIn as `reread` does.
    """
    require(viewer, Permission.DOCUMENTS_REVIEW)
    found = documents.document(viewer, document_id)
    if found.media_type != documents.PDF and not found.media_type.startswith("image/"):
        return reread(viewer=viewer, document_id=document_id)
    try:
        data = documents.file_path(viewer, document_id).read_bytes()
    except OSError as error:
        raise NotTakenIn(
            _("Originalfilen gick inte att läsa från disken (%s). Inget har ändrats.")
            % (error.strerror or type(error).__name__)
        ) from error
    pages, _kind = _pages_to_recognise(data, found.name)
    if not pages:
        return reread(viewer=viewer, document_id=document_id)
    with transaction.atomic():
        if not Recognition.objects.filter(document_id=document_id).exists():
            _queue(viewer, document_id, pages)
    return None


@transaction.atomic
def stop(*, viewer: Viewer, document_id: int) -> None:
    """Let a document wait until somebody goes on with it; its recognised pages stay.

    Where it is read, stopped or given up already, nothing happens.
    """
    require(viewer, Permission.DOCUMENTS_TAKE_IN)
    row = Recognition.objects.select_for_update().filter(document_id=document_id).first()
    if row is None or row.state not in (State.WAITING, State.READING):
        return
    # its worker notices within seconds, and holds it until then, so that no other begins
    row.state = State.STOPPED
    row.save(update_fields=["state"])
    _log(viewer, "intake.recognising.stop", document_id, {"done": row.done, "pages": row.pages})


@transaction.atomic
def go_on(*, viewer: Viewer, document_id: int) -> None:
    """Read a document that was stopped, or try one again that could not be read.

    Nothing happens where it waits, is being read or is read already.
    """
    require(viewer, Permission.DOCUMENTS_TAKE_IN)
    row = Recognition.objects.select_for_update().filter(document_id=document_id).first()
    if row is None or row.state not in (State.STOPPED, State.FAILED):
        return
    before = row.state
    row.state, row.problem, row.attempts, row.asked_at = State.WAITING, "", 0, timezone.now()
    row.save(update_fields=["state", "problem", "attempts", "asked_at"])
    _log(viewer, "intake.recognising.go_on", document_id, {"before": before})


@transaction.atomic
def remove(*, viewer: Viewer, document_id: int) -> bool:
    """Take away a document that has not been read, with its file; whether the document stays.

    One that is being read again stays as it was, and is not read again. Raises Invalid where it
    has been read meanwhile, and ObjectDoesNotExist where there is no such document.
    """
    require(viewer, Permission.DOCUMENTS_TAKE_IN)
    digest = documents.document(viewer, document_id).sha256
    row = Recognition.objects.select_for_update().filter(document_id=document_id).first()
    if row is None:
        raise Invalid({"": _("Handlingen är redan läst, så den är kvar. Inget har ändrats.")})
    row.delete()
    stays = Review.objects.filter(document_id=document_id).exists()
    if not stays:
        remove_unread(viewer=viewer, document_id=document_id)
    _log(viewer, "intake.recognising.remove", document_id, {"sha256": digest})
    forget_pages(pages_of(digest))
    return stays


@transaction.atomic
def give_up(*, viewer: Viewer, document_id: int, problem: str, holder: str | None = None) -> None:
    """Write down why a document could not be read; it waits for a person.

    With a `holder` only where that worker still has it to read.
    """
    require(viewer, Permission.DOCUMENTS_TAKE_IN)
    rows = Recognition.objects.select_for_update().filter(document_id=document_id)
    if holder is not None:
        rows = rows.filter(holder=holder, state=State.READING)
    row = rows.first()
    if row is None:
        return
    row.state, row.problem, row.holder, row.held_until = State.FAILED, problem, "", None
    row.save(update_fields=["state", "problem", "holder", "held_until"])
    _log(viewer, "intake.recognising.give_up", document_id, {"problem": problem})


def forget_old_pages(*, viewer: Viewer) -> None:
    """Take away recognised pages of readings that were left a month ago."""
    require(viewer, Permission.DOCUMENTS_TAKE_IN)
    forget_old(all_pages(), FORGOTTEN)


def _pages_to_recognise(data: bytes, name: str) -> tuple[int, str | None]:
    try:
        return to_recognise(data, name)
    except ReadingError as error:
        raise NotTakenIn(str(error)) from error


def _queue(viewer: Viewer, document_id: int, pages: int) -> None:
    Recognition.objects.create(document_id=document_id, pages=pages)
    _log(viewer, "intake.recognising.queue", document_id, {"pages": pages})


def _log(viewer: Viewer, verb: str, document_id: int, detail: dict[str, object]) -> None:
    log(
        viewer=viewer,
        verb=verb,
        thing_type="documents.document",
        thing_id=document_id,
        detail=detail,
    )
