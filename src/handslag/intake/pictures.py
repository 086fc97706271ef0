"""Pictures of a document's pages, and where on them words stand; kept on the disk once made.

All of it can be made again from the document's own bytes, so that the folder may be emptied at
any time. Drawing and looking for words are done in a process of its own, as reading is.
"""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext as _

from handslag.domain.documents import queries as documents
from handslag.source.apart import Box, draw_page, find_boxes
from handslag.source.reading import ReadingError
from handslag.source.text import CanonicalText, Page, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.documents.queries import DocumentPage

__all__ = ["WIDTHS", "Box", "Boxes", "NotDrawn", "Picture", "boxes", "can_be_drawn", "picture"]

WIDTHS = (800, 1600)
"""How many pixels wide a page is drawn: for ordinary screens, and for fine ones or enlarged."""
VERSION = "1"
"""Changes when pages are drawn or boxes found in another way: what was kept is made anew."""

Place = tuple[int, int]


class NotDrawn(Exception):  # noqa: N818  the file is at fault, not the program
    """A page could not be drawn; `str(error)` is why, in Swedish."""


@dataclass(frozen=True, slots=True)
class Boxes:
    """For each place asked for, its boxes; empty, with the reason, where they cannot be found."""

    boxes: tuple[tuple[Box, ...], ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture of one page, which may not be drawn yet."""

    viewer: Viewer
    document_id: int
    sha256: str
    page: int
    width: int

    @property
    def etag(self) -> str:
        """Stands for these bytes and no others, also before they are made."""
        return f'"{self.sha256[:32]}-{self.page}-{self.width}-{VERSION}"'

    @property
    def media_type(self) -> str:
        """WebP, as pages are drawn."""
        return "image/webp"

    def read(self) -> bytes:
        """The picture's bytes, from the disk where they were kept.

        Raises ObjectDoesNotExist where there is no such page, and NotDrawn.
        """
        path = _folder(self.sha256) / f"{self.page}-{self.width}-{VERSION}.webp"
        try:
            return path.read_bytes()
        except FileNotFoundError:
            data = self._draw()
        _keep(path, data)
        return data

    def _draw(self) -> bytes:
        known = documents.document(self.viewer, self.document_id)
        if not can_be_drawn(known) or not 1 <= self.page <= len(known.pages):
            raise ObjectDoesNotExist
        try:
            return draw_page(_bytes(self.viewer, self.document_id), self.page, self.width)
        except IndexError as error:
            raise ObjectDoesNotExist from error
        except ReadingError as error:
            raise NotDrawn(str(error)) from error


def can_be_drawn(document: DocumentPage) -> bool:
    """Whether there are pictures of the document's pages to show."""
    return bool(document.shown_sha256 and document.pages)


def picture(viewer: Viewer, document_id: int, page: int, width: int) -> Picture | None:
    """The picture of a page; None for a document or a width that is never drawn. One query.

    Raises ObjectDoesNotExist where there is no such document.
    """
    path = documents.shown_path(viewer, document_id)
    if path is None or width not in WIDTHS:
        return None
    return Picture(viewer, document_id, path.name, page, width)


def boxes(viewer: Viewer, document: DocumentPage, places: Sequence[Place], *, view: str) -> Boxes:
    """Where on the pages the words of each place stand.

    Found once for the same places in the same text, and kept under the name of the `view`. One
    query the first time, otherwise none.
    """
    if not places:
        return Boxes(())
    path = _folder(document.shown_sha256) / f"boxes-{view}-{VERSION}.json"
    asked = sha256(json.dumps([document.text, list(places)]).encode()).hexdigest()
    if (known := _kept_boxes(path, asked)) is not None:
        return Boxes(known)
    try:
        data = _bytes(viewer, document.id)
        spans = [Span(start, end) for start, end in places]
        found = find_boxes(data, _text_of(document), spans)
    except (ReadingError, NotDrawn) as error:
        return Boxes((), str(error))
    told = [
        [[box.page, box.left, box.top, box.right, box.bottom] for box in of_one] for of_one in found
    ]
    _keep(path, json.dumps({"asked": asked, "boxes": told}).encode())
    return Boxes(found)


def _kept_boxes(path: Path, asked: str) -> tuple[tuple[Box, ...], ...] | None:
    try:
        kept = json.loads(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return None
    if kept["asked"] != asked:
        return None
    return tuple(tuple(Box(*box) for box in of_one) for of_one in kept["boxes"])


def _text_of(document: DocumentPage) -> CanonicalText:
    pages = tuple(
        Page(number, Span(start, end)) for number, (start, end) in enumerate(document.pages, 1)
    )
    return CanonicalText(document.text, pages)


def _bytes(viewer: Viewer, document_id: int) -> bytes:
    path = documents.shown_path(viewer, document_id)
    if path is None:
        raise NotDrawn(_("Dokumentet har inga sidor att visa som bilder."))
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise NotDrawn(_("Originalfilen gick inte att läsa från disken (%s).") % reason) from error


def _folder(digest: str) -> Path:
    # beside the files that everything is made from: one folder holds all that is kept
    return Path(settings.FILES).parent / "pictures" / digest[:2] / digest


def _keep(path: Path, data: bytes) -> None:
    """Put what was made on the disk, whole or not at all. A full disk costs only time."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
    except OSError:
        return
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
