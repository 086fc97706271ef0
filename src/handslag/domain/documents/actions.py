"""Writes of documents: taking one in, describing it, and tying facts to its passages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.audit.actions import log
from handslag.domain.base.recording import FactRef
from handslag.domain.documents import store
from handslag.domain.documents.anchoring import Anchor, Finder
from handslag.domain.documents.events import announce_text
from handslag.domain.documents.models import Document, Evidence, Passage
from handslag.domain.documents.rules import file_name

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from contextlib import AbstractContextManager

    from handslag.domain.access.viewer import Viewer

BESIDE = 80
"""Characters kept before and after a passage, so that it can be found again in another text."""
FAR_AWAY = 1_000_000_000
"""Longer than any text, and short enough for the columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDocument:
    """A file that has been read. `pages` are `(start, end)` of each page in `text`."""

    name: str
    media_type: str
    text: str
    text_sha256: str
    pages: tuple[tuple[int, int], ...] = ()
    recognised: bool = False
    searchable_sha256: str = ""
    """What `keep_bytes` gave for the PDF with the recognised words, where there is one."""
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


def sweep(*, viewer: Viewer) -> int:
    """Take away what killed processes left in the store, half-written or no longer wanted.

    Returns how many files.
    """
    require(viewer, Permission.DOCUMENTS_TAKE_IN)
    unwanted = [store.take_away(digest, named=store.is_named) for digest in store.marked()]
    return store.sweep() + sum(unwanted)


def copying(*, viewer: Viewer) -> AbstractContextManager[None]:
    """While this is entered, nothing leaves the store, so that all that a row named stays there.

    Whoever removes a document meanwhile need not wait: its bytes go at the next sweep.
    """
    require(viewer, Permission.DOCUMENTS_TAKE_IN)
    return store.copying()


@transaction.atomic
def store_document(*, viewer: Viewer, digest: str, size: int, new: NewDocument) -> Stored:
    """Write down a document whose bytes are in the store under `digest`.

    The same bytes again change nothing, whatever they are called this time.
    """
    require(viewer, Permission.DOCUMENTS_TAKE_IN)
    document, made = Document.objects.get_or_create(
        sha256=digest,
        defaults={
            "name": file_name(new.name),
            "media_type": new.media_type[:100],
            "size": size,
            "text": new.text,
            "text_sha256": new.text_sha256,
            "pages": [list(page) for page in new.pages],
            "recognised": new.recognised,
            "searchable_sha256": new.searchable_sha256,
            "kind": new.kind,
            "title": new.title[:500],
        },
    )
    if made:
        announce_text(document.id)
        log(
            viewer=viewer,
            verb="documents.store_document",
            thing_type="documents.document",
            thing_id=document.id,
            detail={"name": document.name, "sha256": digest, "size": size},
        )
    return Stored(document.id, made)


@transaction.atomic
def store_unread(*, viewer: Viewer, digest: str, size: int, name: str, media_type: str) -> Stored:
    """Write down a document whose bytes are in the store under `digest` and that is to be read.

    The same bytes again change nothing, also where they have been read.
    """
    unread = NewDocument(name=name, media_type=media_type, text="", text_sha256="")
    return store_document(viewer=viewer, digest=digest, size=size, new=unread)


@transaction.atomic
def fill(*, viewer: Viewer, document_id: int, new: NewDocument) -> None:
    """Let a document that was to be read have what its first reading gave; its name stays.

    Raises Document.DoesNotExist, also where it has been read already.
    """
    require(viewer, Permission.DOCUMENTS_TAKE_IN)
    document = Document.objects.select_for_update().get(id=document_id, text_sha256="")
    document.media_type = new.media_type[:100]
    document.text, document.text_sha256 = new.text, new.text_sha256
    document.pages = [list(page) for page in new.pages]
    document.recognised = new.recognised
    document.searchable_sha256 = new.searchable_sha256
    document.kind, document.title = new.kind, new.title[:500]
    document.save()
    announce_text(document.id)
    log(
        viewer=viewer,
        verb="documents.fill",
        thing_type="documents.document",
        thing_id=document.id,
        detail={"text_sha256": new.text_sha256},
    )


@transaction.atomic
def remove_unread(*, viewer: Viewer, document_id: int) -> None:
    """Take away a document that has not been read, with its bytes: nothing can rest on it yet.

    Raises Document.DoesNotExist, also where it has been read.
    """
    require(viewer, Permission.DOCUMENTS_TAKE_IN)
    document = Document.objects.select_for_update().get(id=document_id, text_sha256="")
    log(
        viewer=viewer,
        verb="documents.remove_unread",
        thing_type="documents.document",
        thing_id=document.id,
        detail={"name": document.name, "sha256": document.sha256},
    )
    digest = document.sha256
    document.delete()
    # the bytes go when it is certain that the row does: a kill may still bring the row back
    store.let_go(digest)
    transaction.on_commit(lambda: store.take_away(digest, named=store.is_named))


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
    announce_text(document.id)
    log(
        viewer=viewer,
        verb="documents.describe",
        thing_type="documents.document",
        thing_id=document.id,
        detail={"before": before, "after": after},
    )


@dataclass(frozen=True, slots=True)
class Released:
    """What a document has ceased to give evidence of."""

    lost: frozenset[FactRef]
    """Facts that rested on this document and do no more."""
    bare: frozenset[FactRef]
    """Those of them that now rest on no document at all."""


@transaction.atomic
def give_evidence(
    *, viewer: Viewer, document_id: int, places: Mapping[FactRef, Collection[tuple[int, int]]]
) -> Released:
    """Let facts rest on places `(start, end)` in a document's text, and on no others in it.

    What the document gave evidence of before, and is not among `places`, it gives no more.
    Eight queries, or a few more where there are many places.
    """
    require(viewer, Permission.DOCUMENTS_REVIEW)
    document = Document.objects.get(id=document_id)
    passages = _passages(document, {place for found in places.values() for place in found})
    wanted = {(ref, passages[place]) for ref, found in places.items() for place in found}
    known = {
        (FactRef(row.fact_type, row.fact_id), row.passage_id): row.id
        for row in Evidence.objects.filter(passage__document_id=document_id)
    }
    gone = [known[pair] for pair in known.keys() - wanted]
    Evidence.objects.filter(id__in=gone).delete()
    Evidence.objects.bulk_create(
        Evidence(passage_id=passage_id, fact_type=ref.type, fact_id=ref.id)
        for ref, passage_id in sorted(wanted - known.keys())
    )
    Passage.objects.filter(document_id=document_id, evidence=None).delete()
    lost = frozenset(ref for ref, _passage in known) - frozenset(places)
    return Released(lost, lost - _resting(lost))


def _passages(document: Document, places: set[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """The id of the passage at each place; those that are missing are made."""
    found = Passage.objects.filter(document=document).values_list("start", "end", "id")
    known = {(start, end): passage_id for start, end, passage_id in found}
    made = Passage.objects.bulk_create(
        _passage(document, start, end) for start, end in sorted(places - known.keys())
    )
    return known | {(row.start, row.end): row.id for row in made}


def _passage(document: Document, start: int, end: int) -> Passage:
    text = document.text
    return Passage(
        document=document,
        start=start,
        end=end,
        quote=text[start:end],
        before=text[max(0, start - BESIDE) : start],
        after=text[end : end + BESIDE],
    )


def _resting(facts: Collection[FactRef]) -> frozenset[FactRef]:
    """Those of `facts` that rest on some document."""
    if not facts:
        return frozenset()
    rows = Evidence.objects.filter(
        fact_type__in={ref.type for ref in facts}, fact_id__in={ref.id for ref in facts}
    ).values_list("fact_type", "fact_id")
    return frozenset(FactRef(kind, fact_id) for kind, fact_id in rows) & frozenset(facts)


@transaction.atomic
def read_anew(*, viewer: Viewer, document_id: int, new: NewDocument) -> bool:
    """Let a document have the text of a newer reading; returns whether the text is another.

    Passages are found again in it by their words and those beside them. One whose words are gone
    keeps its quotation, and points past the end of the text, where nothing stands. Kind and title
    are left as they are, for a person may have said them.
    """
    require(viewer, Permission.DOCUMENTS_REVIEW)
    document = Document.objects.select_for_update().get(id=document_id)
    document.searchable_sha256 = new.searchable_sha256
    if document.text == new.text and document.pages == [list(page) for page in new.pages]:
        document.save(update_fields=["searchable_sha256"])  # the places on it may differ
        return False
    document.text, document.text_sha256 = new.text, new.text_sha256
    document.pages = [list(page) for page in new.pages]
    document.recognised = new.recognised
    document.save()
    announce_text(document.id)
    _find_again(document)
    log(
        viewer=viewer,
        verb="documents.read_anew",
        thing_type="documents.document",
        thing_id=document.id,
        detail={"text_sha256": new.text_sha256},
    )
    return True


def _find_again(document: Document) -> None:
    """Move the passages of a document to where their words stand in its text now."""
    finder = Finder(document.text)
    placed: dict[tuple[int, int], int] = {}
    moved: list[Passage] = []
    doubled: dict[int, int] = {}
    lost = len(document.text)
    for passage in Passage.objects.filter(document=document).order_by("id"):
        anchor = Anchor(passage.start, passage.end, passage.quote, passage.before, passage.after)
        place = finder.find(anchor)
        if place is None:
            lost += 1
            place = (lost, lost)
        if place in placed:
            doubled[passage.id] = placed[place]
            continue
        placed[place] = passage.id
        passage.start, passage.end = place
        moved.append(passage)
    _join(doubled)
    # two steps, for on the way one passage may stand where another stood
    Passage.objects.filter(document=document).update(
        start=F("start") + FAR_AWAY, end=F("end") + FAR_AWAY
    )
    Passage.objects.bulk_update(moved, ["start", "end"])


def _join(doubled: dict[int, int]) -> None:
    """Let the facts of passages that have come to stand in the same place share one of them."""
    known = set(
        Evidence.objects.filter(passage_id__in=doubled.values()).values_list(
            "passage_id", "fact_type", "fact_id"
        )
    )
    for row in Evidence.objects.filter(passage_id__in=doubled):
        fact = (doubled[row.passage_id], row.fact_type, row.fact_id)
        if fact not in known:
            known.add(fact)
            row.passage_id = fact[0]
            row.save(update_fields=["passage"])
    Passage.objects.filter(id__in=doubled).delete()
