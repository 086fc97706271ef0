from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from handslag.domain.documents.models import Document as DocumentRow
from handslag.intake import taking_in
from handslag.intake.recognising import actions
from handslag.intake.recognising.models import Recognition
from handslag.source.record.document import Document
from handslag.source.text import CanonicalText, Page, Span
from tests.builders import VIEWER
from tests.intake.papers import paper

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from handslag.source.reading import ReadingError
    from tests.intake.papers import Paper

PAGES = 3


class Scanner:
    """Stands for reading: tells of each page, and keeps it as reading does."""

    def __init__(self) -> None:
        self.one: Paper = paper()
        self.on_page: Callable[[int], None] = lambda _page: None
        self.recognised: list[int] = []
        self.refusal: ReadingError | None = None

    def to_recognise(self, _data: bytes, _name: str) -> tuple[int, str | None]:
        return PAGES, "application/pdf"

    def read(self, _data: bytes, _name: str, *, progress, kept: Path, **_rest: object) -> Document:
        kept.mkdir(parents=True, exist_ok=True)
        for page in range(1, PAGES + 1):
            self.on_page(page)
            if not (kept / f"{page}_90.pdf").exists():
                self.recognised.append(page)
                (kept / f"{page}_90.pdf").write_bytes(b"%PDF-")
                progress(page, PAGES)
        if self.refusal:
            raise self.refusal
        words = self.one.text.text
        text = CanonicalText(words, (Page(1, Span(0, len(words))),), recognised=True)
        source = replace(self.one.record.source, media_type="application/pdf")
        return Document(text, replace(self.one.record, source=source), b"%PDF searchable")


@pytest.fixture
def scanner(db, monkeypatch) -> Scanner:
    found = Scanner()
    monkeypatch.setattr(taking_in, "read_apart", found.read)
    monkeypatch.setattr(actions, "to_recognise", found.to_recognise)
    return found


@pytest.fixture
def handed_in(scanner) -> int:
    """The id of a scan that waits to be read."""
    one = scanner.one
    return actions.hand_in(viewer=VIEWER, name=one.name, data=one.data).document_id


def row(document_id: int) -> Recognition:
    return Recognition.objects.get(document_id=document_id)


def kept_of(document_id: int) -> Path:
    return taking_in.pages_of(DocumentRow.objects.get(id=document_id).sha256)
