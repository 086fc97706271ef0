"""Writes of documents: taking one in, describing it, and tying facts to its passages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from handslag.domain.accounts.access import require
from handslag.domain.accounts.permissions import Permission
from handslag.domain.audit.actions import log
from handslag.domain.documents import store
from handslag.domain.documents.models import Document

if TYPE_CHECKING:
    from handslag.domain.accounts.viewer import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDocument:
    """A file that has been read. `pages` are `(start, end)` of each page in `text`."""

    name: str
    media_type: str
    text: str
    text_sha256: str
    pages: tuple[tuple[int, int], ...] = ()
    recognised: bool = False
    kind: str = "unknown"
    """A value of DocumentKind."""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Stored:
    """Where the document is. `new` is False where its bytes were known and nothing changed."""

    document_id: int
    new: bool


def keep_bytes(*, viewer: Viewer, data: bytes) -> str:
    """Put a file's bytes in the store, before anything is written about them; returns their hash.

    This stands outside the transaction on purpose: bytes without a row are harmless, a row
    without bytes would not be.
    """
    require(viewer, Permission.DOCUMENTS_TAKE_IN)
    return store.keep(data)


def sweep() -> int:
    """Take away what killed processes left half-written in the store; returns how many files."""
    return store.sweep()


@transaction.atomic
def store_document(*, viewer: Viewer, digest: str, size: int, new: NewDocument) -> Stored:
    """Write down a document whose bytes are in the store under `digest`.

    The same bytes again change nothing, whatever they are called this time.
    """
    require(viewer, Permission.DOCUMENTS_TAKE_IN)
    document, made = Document.objects.get_or_create(
        sha256=digest,
        defaults={
            "name": new.name[:255],
            "media_type": new.media_type[:100],
            "size": size,
            "text": new.text,
            "text_sha256": new.text_sha256,
            "pages": [list(page) for page in new.pages],
            "recognised": new.recognised,
            "kind": new.kind,
            "title": new.title[:500],
        },
    )
    if made:
        log(
            viewer=viewer,
            verb="documents.store_document",
            thing_type="documents.document",
            thing_id=document.id,
            detail={"name": document.name, "sha256": digest, "size": size},
        )
    return Stored(document.id, made)


@transaction.atomic
def describe(*, viewer: Viewer, document_id: int, kind: str, title: str) -> None:
    """Say what the document is and what it is called. Raises Document.DoesNotExist."""
    require(viewer, Permission.DOCUMENTS_REVIEW)
    document = Document.objects.get(id=document_id)
    before = {"kind": document.kind, "title": document.title}
    after = {"kind": kind, "title": title[:500]}
    if before == after:
        return
    document.kind, document.title = after["kind"], after["title"]
    document.save(update_fields=["kind", "title"])
    log(
        viewer=viewer,
        verb="documents.describe",
        thing_type="documents.document",
        thing_id=document.id,
        detail={"before": before, "after": after},
    )
