"""Reads of documents, and of the places in them that facts rest on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.access.things import Thing
from handslag.domain.base.prepared import Prepared
from handslag.domain.base.shapes import Labelled, Listing, labelled, listing_of
from handslag.domain.documents import store
from handslag.domain.documents.access import scopes_of, visible_documents
from handslag.domain.documents.models import Document, DocumentKind, Evidence
from handslag.domain.documents.rules import page_at

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from django.db.models import QuerySet

    from handslag.domain.access.viewer import Viewer


PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class EvidenceRef:
    """The place in a document that says so.

    `start` and `end` are places in the document's canonical text; `page` counts from 1 and is
    None in a document without pages.
    """

    document_id: int
    document: str
    """Its name."""
    kind: str
    """A value of DocumentKind."""
    page: int | None
    passage_id: int
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document in a list. `size` in bytes; `pages` is 0 for formats without pages."""

    id: int
    name: str
    kind: Labelled
    title: str
    media_type: str
    size: int
    pages: int
    recognised: bool
    taken_in_at: datetime


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """A document with its canonical text; `pages` are `(start, end)` in the text."""

    id: int
    name: str
    kind: Labelled
    title: str
    media_type: str
    size: int
    sha256: str
    text: str
    pages: tuple[tuple[int, int], ...]
    recognised: bool
    shown_sha256: str
    """Hash of the PDF whose pages the document is shown by, see `shown_path`; empty for none."""
    taken_in_at: datetime


def document(viewer: Viewer, id: int) -> DocumentPage:  # noqa: A002  the thing's id, as everywhere
    """One document with its text. One query.

    Raises Document.DoesNotExist, also for one that the viewer may not know of.
    """
    found = _seen(viewer).get(id=id)
    return DocumentPage(
        id=found.id,
        name=found.name,
        kind=labelled(DocumentKind, found.kind),
        title=found.title,
        media_type=found.media_type,
        size=found.size,
        sha256=found.sha256,
        text=found.text,
        pages=tuple((start, end) for start, end in found.pages),
        recognised=found.recognised,
        shown_sha256=_shown(found.sha256, found.searchable_sha256, found.media_type),
        taken_in_at=found.taken_in_at,
    )


def _seen(viewer: Viewer) -> QuerySet[Document]:
    return Document.objects.filter(visible_documents(viewer))


def documents(viewer: Viewer, page: int = 1) -> Listing[DocumentRow]:
    """Documents, the last taken in first. Two queries; no text is fetched."""
    return listing_of(_seen(viewer).defer("text"), _row, page=page)


def _row(found: Document) -> DocumentRow:
    return DocumentRow(
        id=found.id,
        name=found.name,
        kind=labelled(DocumentKind, found.kind),
        title=found.title,
        media_type=found.media_type,
        size=found.size,
        pages=len(found.pages),
        recognised=found.recognised,
        taken_in_at=found.taken_in_at,
    )


def document_names(viewer: Viewer, ids: Collection[int]) -> dict[int, str]:
    """What each of these documents is called, by id; those unseen are left out. One query."""
    return dict(_seen(viewer).filter(id__in=ids).order_by().values_list("id", "name"))


def belongs_to(viewer: Viewer, id: int) -> Thing:  # noqa: A002  the thing's id, as everywhere
    """What a document that the viewer sees belongs to, as the rule over access asks. One query.

    Raises Document.DoesNotExist for who does not see it.
    """
    body_id = _seen(viewer).values_list("body_id", flat=True).get(id=id)
    return Thing(scopes=scopes_of(id, body_id))


@dataclass(frozen=True, slots=True)
class SearchableDocument:
    """A document's text for the index; `pages` are `(start, end)` in it."""

    id: int
    name: str
    title: str
    text: str
    pages: tuple[tuple[int, int], ...]
    body_id: int | None
    state: str
    closed: bool
    day: date
    """When it was taken in."""


def searchable(viewer: Viewer, ids: Collection[int]) -> list[SearchableDocument]:
    """These documents with their texts, for the index; those still to be read have none.

    One query.
    """
    require(viewer, Permission.DOCUMENTS_REVIEW)
    rows = Document.objects.filter(id__in=ids).order_by("id")
    return [_searchable(row, row.text) for row in rows]


def searchable_heads(viewer: Viewer, ids: Collection[int]) -> list[SearchableDocument]:
    """The same without their texts: who may find them. One query."""
    require(viewer, Permission.DOCUMENTS_REVIEW)
    rows = Document.objects.filter(id__in=ids).order_by("id").defer("text", "pages")
    return [_searchable(row) for row in rows]


def _searchable(row: Document, text: str = "") -> SearchableDocument:
    return SearchableDocument(
        id=row.id,
        name=row.name,
        title=row.title,
        text=text,
        pages=tuple((start, end) for start, end in row.pages) if text else (),
        body_id=row.body_id,
        state=row.state,
        closed=row.closed,
        day=timezone.localdate(row.taken_in_at),
    )


def ids_after(viewer: Viewer, last: int, count: int) -> list[int]:
    """The ids of the next `count` documents in the order of their ids. One query."""
    require(viewer, Permission.DOCUMENTS_REVIEW)
    found = Document.objects.filter(id__gt=last).order_by("id")
    return list(found.values_list("id", flat=True)[:count])


def document_with_hash(viewer: Viewer, sha256: str) -> int | None:
    """The id of the document whose bytes have this hash; None where there is none. One query."""
    require(viewer, Permission.DOCUMENTS_READ)
    return Document.objects.filter(sha256=sha256).values_list("id", flat=True).first()


def file_path(viewer: Viewer, id: int) -> Path:  # noqa: A002  as above
    """Where a document's bytes lie. One query. Raises Document.DoesNotExist."""
    sha256 = _seen(viewer).values_list("sha256", flat=True).get(id=id)
    return store.path_of(sha256)


def stored(viewer: Viewer) -> Mapping[str, Path]:
    """Where everything in the file store lies that some row names, by its hash.

    Documents, attachments, notices and logos; also what the disk has lost. A query a column.
    """
    require(viewer, Permission.DOCUMENTS_TAKE_IN)
    return {digest: store.path_of(digest) for digest in store.every_hash_named()}


def shown_path(viewer: Viewer, id: int) -> Path | None:  # noqa: A002  as above
    """Where the PDF lies whose pages a document is shown by; None where there is none.

    It is the one with the recognised words where text was recognised: its pages are upright, and
    its words lie where their pictures are. One query. Raises Document.DoesNotExist.
    """
    told = _seen(viewer).values_list("sha256", "searchable_sha256", "media_type").get(id=id)
    shown = _shown(*told)
    return store.path_of(shown) if shown else None


def _shown(sha256: str, searchable_sha256: str, media_type: str) -> str:
    return searchable_sha256 or (sha256 if media_type == PDF else "")


@dataclass(frozen=True, slots=True)
class Source:
    """What must be known of a document to tell where in it something stands."""

    id: int
    name: str
    kind: str
    """A value of DocumentKind."""
    pages: Sequence[Sequence[int]]
    thing: Thing
    """It as the rule over access sees it."""


class EvidenceIndex:
    """Which places in some documents each fact rests on."""

    def __init__(self, found: Mapping[str, Mapping[int, Sequence[EvidenceRef]]]) -> None:
        self._found = found

    def of(self, fact_type: str, fact_id: int) -> tuple[EvidenceRef, ...]:
        """The places that fact rests on, in the order of the documents' texts; often none."""
        return tuple(self._found.get(fact_type, {}).get(fact_id, ()))


_EVIDENCE = Prepared(
    lambda *document_ids: (
        Evidence.objects.filter(passage__document_id__in=document_ids)
        .order_by("passage__document_id", "passage__start", "passage__end")
        .values_list(
            *("fact_type", "fact_id", "passage__document_id", "passage_id"),
            *("passage__start", "passage__end", "passage__quote"),
        )
    )
)


def evidence_in(viewer: Viewer, sources: Sequence[Source]) -> EvidenceIndex:
    """All evidence that lies in `sources`, which the viewer may read. One query, or none."""
    for source in sources:
        require(viewer, Permission.DOCUMENTS_READ, source.thing)
    documents = {source.id: source for source in sources}
    if not documents:
        return EvidenceIndex({})
    found: dict[str, dict[int, list[EvidenceRef]]] = {}
    for fact_type, fact_id, document_id, passage_id, start, end, quote in _EVIDENCE(*documents):
        source = documents[document_id]
        ref = EvidenceRef(
            document_id,
            source.name,
            source.kind,
            page_at(source.pages, start),
            passage_id,
            start,
            end,
            quote,
        )
        found.setdefault(fact_type, {}).setdefault(fact_id, []).append(ref)
    return EvidenceIndex(found)


def first_evidence(
    viewer: Viewer, fact_type: str, fact_ids: Collection[int]
) -> dict[int, EvidenceRef]:
    """The first place that each of the facts rests on; facts without evidence are left out.

    `fact_type` is the model's label in lower case, "matters.clause". One query.
    """
    document = "passage__document__"
    rows = Evidence.objects.filter(
        visible_documents(viewer, document), fact_type=fact_type, fact_id__in=fact_ids
    )
    found: dict[int, EvidenceRef] = {}
    for fact_id, document_id, name, kind, pages, passage_id, start, end, quote in rows.order_by(
        "passage__document_id", "passage__start"
    ).values_list(
        "fact_id",
        document + "id",
        document + "name",
        document + "kind",
        document + "pages",
        "passage_id",
        "passage__start",
        "passage__end",
        "passage__quote",
    ):
        if fact_id not in found:
            page = page_at(pages, start)
            found[fact_id] = EvidenceRef(
                document_id, name, kind, page, passage_id, start, end, quote
            )
    return found


def evidence_for(viewer: Viewer, facts: Mapping[str, Collection[int]]) -> EvidenceIndex:
    """All evidence of some facts, by type ("matters.clause") and id, that the viewer may read.

    One query; none where no fact is asked about.
    """
    wanted = Q()
    for fact_type, fact_ids in facts.items():
        if fact_ids:
            wanted |= Q(fact_type=fact_type, fact_id__in=fact_ids)
    if not wanted:
        return EvidenceIndex({})
    document = "passage__document__"
    rows = Evidence.objects.filter(wanted & visible_documents(viewer, document)).order_by(
        "passage__document_id", "passage__start", "passage__end"
    )
    found: dict[str, dict[int, list[EvidenceRef]]] = {}
    columns = (document + name for name in ("id", "name", "kind", "pages"))
    for (
        fact_type,
        fact_id,
        document_id,
        name,
        kind,
        pages,
        passage_id,
        start,
        end,
        quote,
    ) in rows.values_list(
        *("fact_type", "fact_id", *columns),
        *("passage_id", "passage__start", "passage__end", "passage__quote"),
    ):
        page = page_at(pages, start)
        ref = EvidenceRef(document_id, name, kind, page, passage_id, start, end, quote)
        found.setdefault(fact_type, {}).setdefault(fact_id, []).append(ref)
    return EvidenceIndex(found)
