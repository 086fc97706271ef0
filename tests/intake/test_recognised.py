"""A scan is kept with the PDF that recognition made of it, which its pages are shown by."""

from __future__ import annotations

import pytest

from handslag.domain.documents import queries
from handslag.domain.documents.models import Document as Row
from handslag.intake import pictures, taking_in
from handslag.intake.actions import take_in
from handslag.intake.rereading import reread
from handslag.source.record.document import Document
from handslag.source.text import CanonicalText, Page, Span
from tests.builders import VIEWER
from tests.intake.papers import paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def recognised(monkeypatch):
    """Takes a paper in as a scan; the document's id. Call again for another searchable PDF."""
    one = paper()
    text = CanonicalText(one.text.text, (Page(1, Span(0, len(one.text.text))),), recognised=True)

    def read_as(searchable: bytes | None) -> int:
        read = Document(text, one.record, searchable)
        monkeypatch.setattr(taking_in, "read_apart", lambda _data, _name, **_rest: read)
        return take_in(viewer=VIEWER, name=one.name, data=one.data).document_id

    return read_as


def test_the_searchable_pdf_lies_beside_the_original(recognised):
    document_id = recognised(b"%PDF searchable")
    original = queries.file_path(VIEWER, document_id).read_bytes()
    shown = queries.shown_path(VIEWER, document_id)
    assert shown is not None
    assert shown.read_bytes() == b"%PDF searchable"
    assert original != shown.read_bytes()
    assert queries.document(VIEWER, document_id).recognised
    assert pictures.can_be_drawn(queries.document(VIEWER, document_id))


def test_a_newer_reading_may_have_recognised_otherwise(recognised):
    document_id = recognised(b"%PDF searchable")
    first = Row.objects.get(id=document_id).searchable_sha256
    Row.objects.filter(id=document_id).update(text="Något annat")
    recognised(b"%PDF searched anew")
    reread(viewer=VIEWER, document_id=document_id)
    second = Row.objects.get(id=document_id).searchable_sha256
    assert first != second
    shown = queries.shown_path(VIEWER, document_id)
    assert shown is not None
    assert shown.read_bytes() == b"%PDF searched anew"


def test_what_was_not_recognised_has_none(recognised):
    document_id = recognised(None)
    assert queries.document(VIEWER, document_id).shown_sha256 == ""
    assert not pictures.can_be_drawn(queries.document(VIEWER, document_id))
    assert pictures.picture(VIEWER, document_id, 1, pictures.WIDTHS[0]) is None
