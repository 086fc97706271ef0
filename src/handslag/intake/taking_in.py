"""Taking a file in: its bytes, its text, and what its reading proposes."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from handslag.domain.audit.actions import log
from handslag.domain.documents.actions import NewDocument, keep_bytes, store_document
from handslag.domain.documents.queries import document_with_hash
from handslag.intake.errors import NotTakenIn, not_kept
from handslag.intake.models import Finding, Reading, Review, Suggestion
from handslag.intake.suggest import Proposed, proposed_by
from handslag.source.apart import Document, forget_pages, read_apart
from handslag.source.reading import ReadingError
from handslag.source.record import MeetingRecord, to_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from handslag.domain.access.viewer import Viewer
    from handslag.source.apart import Progress, Readers


@dataclass(frozen=True, slots=True)
class TakenIn:
    """Where the document is. `new` is False where its bytes were known and nothing changed."""

    document_id: int
    new: bool
    waits: bool = False
    """Whether it is still to be read: see `recognising`."""


def take_in(*, viewer: Viewer, name: str, data: bytes, progress: Progress | None = None) -> TakenIn:
    """Take in one file; `name` is its file name without folders.

    `progress` is told of pages that are recognised, and of how many; what it raises stops the
    reading, and nothing is kept but those pages, which are not recognised again.

    The bytes are on the disk before anything is written about them, and all that is written
    about them is written in one transaction: a process that is killed leaves either the whole
    document or nothing that anyone can see. The same bytes again change nothing.

    Raises NotTakenIn, with the reason, for a file that cannot be read or kept.
    """
    known = document_with_hash(viewer, sha256(data).hexdigest())
    try:
        if known is not None:
            keep_bytes(viewer=viewer, data=data)  # puts back a file that the disk has lost
            return TakenIn(known, new=False)
        document = readable(data, name, progress)  # the pages that were recognised stay for now
        digest = keep_bytes(viewer=viewer, data=data)
        new = described(name, document, keep_searchable(viewer, document))
    except OSError as error:
        raise not_kept(error) from error
    with transaction.atomic():
        stored = store_document(viewer=viewer, digest=digest, size=len(data), new=new)
        if stored.new:
            open_review(viewer, stored.document_id, document.record)
    forget_pages(pages_of(digest))
    return TakenIn(stored.document_id, stored.new)


def all_pages() -> Path:
    """The folder with the recognised pages of every document whose reading was begun."""
    return Path(settings.FILES).parent / "recognised"


def pages_of(digest: str) -> Path:
    """Where the recognised pages of a file lie until it is read, by the hash of its bytes."""
    return all_pages() / digest


def readable(
    data: bytes, name: str, progress: Progress | None = None, *, by: Readers | None = None
) -> Document:
    """What a file says. Raises NotTakenIn where it cannot be read, or its text not kept."""
    kept = pages_of(sha256(data).hexdigest())
    try:
        document = read_apart(data, name, progress=progress, kept=kept, by=by)
    except ReadingError as error:
        raise NotTakenIn(str(error)) from error
    if not _can_be_kept(document.text.text):
        raise NotTakenIn(
            _("Texten innehåller tecken som inte finns i någon skrift. Spara filen på nytt.")
        )
    return document


def _can_be_kept(text: str) -> bool:
    """Whether every sign is one that a file and any database can hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def keep_searchable(viewer: Viewer, document: Document) -> str:
    """Put the PDF with recognised words in the store; its hash, empty where there is none."""
    if document.searchable is None:
        return ""
    return keep_bytes(viewer=viewer, data=document.searchable)


def write_reading(document_id: int, record: MeetingRecord) -> None:
    """Keep the whole record as it came, and its findings. Must stand in a transaction."""
    Reading.objects.create(
        document_id=document_id, reader=record.source.reader[:100], record=to_json(record)
    )
    Finding.objects.bulk_create(
        Finding(
            document_id=document_id,
            code=finding.code[:60],
            severity=finding.severity.value,
            message=finding.message,
            start=finding.span.start if finding.span else None,
            end=finding.span.end if finding.span else None,
        )
        for finding in record.findings
    )


def write_suggestions(
    document_id: int, trees: Iterable[tuple[Proposed, Suggestion | None, int]]
) -> int:
    """Write each tree of proposed facts under its parent at its place; returns how many facts.

    One insert for each level of the trees, whatever their size. Must stand in a transaction.
    """
    level = list(trees)
    written = 0
    while level:
        rows = Suggestion.objects.bulk_create(
            _row(document_id, proposed, parent, order) for proposed, parent, order in level
        )
        written += len(rows)
        level = [
            (child, row, order)
            for row, (proposed, _parent, _order) in zip(rows, level, strict=True)
            for order, child in enumerate(proposed.children, start=1)
        ]
    return written


def _row(document_id: int, proposed: Proposed, parent: Suggestion | None, order: int) -> Suggestion:
    return Suggestion(
        document_id=document_id,
        parent=parent,
        kind=proposed.kind.name,
        order=order,
        value=proposed.value,
        start=proposed.span.start if proposed.span else None,
        end=proposed.span.end if proposed.span else None,
        doubt=proposed.doubt,
    )


def described(name: str, document: Document, searchable: str) -> NewDocument:
    """The document as the domain keeps it, from its reading; `searchable` as `keep_searchable`."""
    text, record = document.text, document.record
    return NewDocument(
        name=name,
        media_type=record.source.media_type,
        text=text.text,
        text_sha256=text.sha256,
        pages=tuple((page.span.start, page.span.end) for page in text.pages),
        recognised=text.recognised,
        searchable_sha256=searchable,
        kind=record.kind.value,
        title=record.title or "",
    )


def open_review(viewer: Viewer, document_id: int, record: MeetingRecord) -> None:
    """Lay out for review what a document's first reading proposes. Must stand in a transaction."""
    write_reading(document_id, record)
    trees = ((tree, None, order) for order, tree in enumerate(proposed_by(record), start=1))
    written = write_suggestions(document_id, trees)
    Review.objects.create(document_id=document_id)
    log(
        viewer=viewer,
        verb="intake.take_in",
        thing_type="documents.document",
        thing_id=document_id,
        detail={"reader": record.source.reader, "facts": written},
    )
