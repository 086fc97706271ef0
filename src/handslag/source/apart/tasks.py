"""What can be asked of a process of its own: a short list of tasks, each with a name.

A task takes the arguments and bytes it was sent and something to call with its progress, and
returns what can be written as JSON, and byte strings. It runs in a process that holds one file
and nothing else, so it may crash. `apart` has a function for each task on the trusting side,
which checks what comes back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Protocol

from handslag.source.apart.answers import parts_of, parts_of_tables, text_of
from handslag.source.read import read_document
from handslag.source.reading.attached import look_over
from handslag.source.reading.pdf_places import draw_page, find_boxes
from handslag.source.reading.whole import to_recognise
from handslag.source.record import to_json
from handslag.source.record.document import Document
from handslag.source.tables.read import read_tables
from handslag.source.text import Span


class Progress(Protocol):
    """What a task tells on its way."""

    def __call__(self, done: int, of: int, /) -> None:
        """Say how many parts are done, and of how many."""

    def keep(self, pages: Mapping[str, bytes], /) -> None:
        """Hand over recognised pages, each with the name that it is to be kept under."""


Answer = tuple[dict[str, Any], Sequence[bytes]]
Task = Callable[[Mapping[str, Any], Sequence[bytes], Progress], Answer]


def _read(arguments: Mapping[str, Any], blobs: Sequence[bytes], progress: Progress) -> Answer:
    name, media_type = arguments["name"], arguments["media_type"]
    data, *pages = blobs
    names = arguments.get("kept")
    if names is None:
        return answer_of(read_document(data, name, media_type=media_type, progress=progress))
    kept = Path(mkdtemp())
    handed_over = set(names)
    for page, words in zip(names, pages, strict=True):
        (kept / page).write_bytes(words)

    def tell(done: int, of: int) -> None:
        new = {path.name: path for path in kept.glob("*.pdf") if path.name not in handed_over}
        handed_over.update(new)
        if new:
            progress.keep({page: path.read_bytes() for page, path in sorted(new.items())})
        progress(done, of)

    return answer_of(read_document(data, name, media_type=media_type, progress=tell, kept=kept))


def _to_recognise(
    arguments: Mapping[str, Any], blobs: Sequence[bytes], _progress: Progress
) -> Answer:
    pages, kind = to_recognise(blobs[0], name=arguments["name"], media_type=arguments["media_type"])
    return {"pages": pages, "media_type": kind}, []


def _draw_page(arguments: Mapping[str, Any], blobs: Sequence[bytes], _progress: Progress) -> Answer:
    try:
        return {}, [draw_page(blobs[0], arguments["page"], arguments["width"])]
    except IndexError:
        return {"missing": True}, []


def _find_boxes(
    arguments: Mapping[str, Any], blobs: Sequence[bytes], _progress: Progress
) -> Answer:
    data, words = blobs
    spans = [Span(*span) for span in arguments["spans"]]
    return {"boxes": find_boxes(data, text_of(arguments["about"], words), spans)}, []


def _read_tables(
    _arguments: Mapping[str, Any], blobs: Sequence[bytes], _progress: Progress
) -> Answer:
    return parts_of_tables(read_tables(blobs[0])), []


def _look_over(arguments: Mapping[str, Any], blobs: Sequence[bytes], _progress: Progress) -> Answer:
    kind, pages = look_over(blobs[0], name=arguments["name"])
    return {"media_type": kind, "pages": pages}, []


def answer_of(document: Document) -> Answer:
    """A document in the form that `answers.document` takes."""
    about, words = parts_of(document.text)
    head = {"record": to_json(document.record), "about": about}
    searchable = [] if document.searchable is None else [document.searchable]
    return head, [words, *searchable]


TASKS: Mapping[str, Task] = {
    "read": _read,
    "to_recognise": _to_recognise,
    "draw_page": _draw_page,
    "find_boxes": _find_boxes,
    "read_tables": _read_tables,
    "look_over": _look_over,
}
