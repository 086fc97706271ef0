from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist

from handslag.domain.base.facts import Phase
from handslag.domain.base.prepared import Prepared
from handslag.domain.documents import queries, store
from handslag.domain.documents.access import of_document
from handslag.domain.documents.models import Document
from handslag.domain.meetings.models import Attachment, AttachmentVersion, Letterhead, Notice
from tests.builders import (
    NO_SUCH,
    VIEWER,
    a_clause,
    a_document,
    a_meeting,
    a_paper,
    an_item,
    evidence,
)

pytestmark = pytest.mark.django_db


def test_a_document_with_its_text():
    made = a_document("kallelse.pdf", "Dagordning\n1. Öppnande", pages=[[0, 11], [11, 23]])
    found = queries.document(VIEWER, made.id)
    assert (found.name, found.text, found.pages) == (
        "kallelse.pdf",
        "Dagordning\n1. Öppnande",
        ((0, 11), (11, 23)),
    )
    assert found.kind.label == "okänt slag"
    with pytest.raises(ObjectDoesNotExist):
        queries.document(VIEWER, made.id + 1)


@pytest.mark.parametrize("count", [1, 10])
def test_documents_the_last_first_without_their_texts(count, django_assert_num_queries):
    made = [a_document() for _ in range(count)]
    with django_assert_num_queries(2) as captured:
        listing = queries.documents(VIEWER)
    assert [row.id for row in listing] == [document.id for document in reversed(made)]
    assert not any('"text"' in query["sql"] for query in captured.captured_queries)


def test_found_by_hash_and_the_bytes_place():
    made = a_document()
    assert queries.document_with_hash(VIEWER, made.sha256) == made.id
    assert queries.document_with_hash(VIEWER, "0" * 64) is None
    assert made.sha256 in str(queries.file_path(VIEWER, made.id))
    with pytest.raises(ObjectDoesNotExist):
        queries.file_path(VIEWER, made.id + 1)


def test_a_document_is_shown_by_its_own_pages_or_those_with_the_recognised_words():
    searchable = "5" * 64
    shown = [
        (a_document(media_type="text/plain"), ""),
        (paper := a_document(media_type="application/pdf"), paper.sha256),
        (a_document(media_type="application/pdf", searchable_sha256=searchable), searchable),
        (a_document(media_type="image/png", searchable_sha256=searchable), searchable),
    ]
    for document, digest in shown:
        assert queries.document(VIEWER, document.id).shown_sha256 == digest
        path = queries.shown_path(VIEWER, document.id)
        assert (path.name if path else "") == digest
    with pytest.raises(ObjectDoesNotExist):
        queries.shown_path(VIEWER, 10**6)


def test_the_first_place_of_each_fact():
    minutes = a_paper(a_meeting(), Phase.HELD)
    clause = a_clause(an_item(minutes.meeting_paper.meeting))
    evidence(clause, minutes, 1500, 1510)
    evidence(clause, minutes, 20, 30)
    found = queries.first_evidence(VIEWER, "matters.clause", [clause.id, clause.id + 1])
    assert list(found) == [clause.id]
    assert (found[clause.id].start, found[clause.id].page) == (20, 1)
    assert found[clause.id].quote == minutes.text[20:30]


@pytest.mark.parametrize("documents", [0, 1, 5])
def test_evidence_in_some_documents(documents, django_assert_num_queries):
    clause = a_clause(an_item(a_meeting()))
    papers = [a_document(pages=[]) for _ in range(documents)]
    outside = a_document()
    for place, paper in enumerate([*papers, outside]):
        evidence(clause, paper, place, place + 4)
    sources = [
        queries.Source(one.id, one.name, one.kind, one.pages, of_document(one)) for one in papers
    ]
    with django_assert_num_queries(min(documents, 1)):
        found = queries.evidence_in(VIEWER, sources)
    refs = found.of("matters.clause", clause.id)
    assert [ref.document_id for ref in refs] == [paper.id for paper in papers]
    assert all(ref.page is None for ref in refs)
    assert found.of("matters.decision", clause.id) == ()


def test_a_prepared_query_gives_what_the_query_gives(django_assert_num_queries):
    made = [a_document(pages=[[0, number]]) for number in (5, 6, 7)]

    def query(*ids: int) -> Any:
        columns = ("id", "pages", "recognised", "taken_in_at")
        return Document.objects.filter(id__in=ids).order_by("-id").values_list(*columns)

    prepared = Prepared(query)
    for wanted in ([made[0].id], [made[1].id], [made[2].id, made[0].id], [NO_SUCH]):
        with django_assert_num_queries(1):
            found = [tuple(row) for row in prepared(*wanted)]
        assert found == list(query(*wanted))


def test_a_prepared_query_must_use_every_number():
    prepared = Prepared(lambda one, other: Document.objects.filter(id=one).values_list("id"))
    with pytest.raises(ValueError, match="Not every number"):
        prepared(1, 2)


def test_all_that_rows_name_in_the_store_is_backed_up_not_documents_alone():
    document = a_document()
    meeting = a_meeting()
    attachment = Attachment.objects.create(meeting=meeting, label="1")
    AttachmentVersion.objects.create(
        attachment=attachment, number=1, name="plan.pdf", sha256="a" * 64, size=1
    )
    Letterhead.objects.create(logo_sha256="b" * 64)
    Notice.objects.create(
        meeting=meeting,
        version=1,
        content={},
        pdf_sha256="c" * 64,
        bundle_sha256="d" * 64,
        open_pdf_sha256="e" * 64,
    )
    named = {document.sha256, *(letter * 64 for letter in "abcde")}
    assert set(queries.stored(VIEWER)) == named
    assert all(store.is_named(digest) for digest in named)
    assert not store.is_named("f" * 64)
    assert not store.is_named("")


def test_bytes_that_an_attachment_has_stay_when_a_document_with_the_same_goes(settings, tmp_path):
    settings.FILES = tmp_path
    digest = store.keep(b"samma bytes")
    attachment = Attachment.objects.create(meeting=a_meeting(), label="1")
    AttachmentVersion.objects.create(
        attachment=attachment, number=1, name="plan.pdf", sha256=digest, size=11
    )
    store.let_go(digest)
    assert not store.take_away(digest, named=store.is_named)
    assert store.bytes_of(digest) == b"samma bytes"
