from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handslag.intake import taking_in
from handslag.intake.actions import accept, take_in
from handslag.intake.models import Review
from handslag.source.record.document import Document
from tests.builders import VIEWER

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.intake.papers import Paper


@pytest.fixture(autouse=True)
def file_store(settings, tmp_path: Path) -> Path:
    settings.FILES = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> dict[bytes, Paper]:
    """What the reader answers for each paper's bytes; a test may put a newer reading there."""
    papers: dict[bytes, Paper] = {}

    def read(data: bytes, name: str, **_progress: object) -> Document:
        return Document(papers[data].text, papers[data].record)

    monkeypatch.setattr(taking_in, "read_apart", read)
    return papers


@pytest.fixture
def taken(db, shelf) -> Callable[[Paper], int]:
    """Take a paper in; the document's id."""

    def take(one: Paper) -> int:
        shelf[one.data] = one
        return take_in(viewer=VIEWER, name=one.name, data=one.data).document_id

    return take


@pytest.fixture
def accepted(taken) -> Callable[..., int]:
    """Take a paper in and accept it as it is; the meeting's id."""

    def take(one: Paper, **choices: int | None) -> int:
        return accepted_again(taken(one), **choices)

    return take


def accepted_again(document_id: int, **choices: int | None) -> int:
    """Accept a document as it stands now; the meeting's id."""
    revision = Review.objects.get(document_id=document_id).revision
    done = accept(viewer=VIEWER, document_id=document_id, revision=revision, **choices)
    return done.meeting_id
