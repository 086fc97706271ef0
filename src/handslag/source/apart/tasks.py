"""What can be asked of a process of its own: a short list of tasks, each with a name.

A task takes the arguments and bytes it was sent and something to call with its progress, and
returns what can be written as JSON, and byte strings. It runs in a process that holds one file
and nothing else, so it may crash. `apart` has a function for each task on the trusting side,
which checks what comes back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from handslag.source.apart.answers import parts_of, text_of
from handslag.source.read import Document, read_document
from handslag.source.reading.pdf_places import draw_page, find_boxes
from handslag.source.record import to_json
from handslag.source.text import Span

Progress = Callable[[int, int], None]
"""Called with how many parts are done, and of how many."""

Answer = tuple[dict[str, Any], Sequence[bytes]]
Task = Callable[[Mapping[str, Any], Sequence[bytes], Progress], Answer]


def _read(arguments: Mapping[str, Any], blobs: Sequence[bytes], progress: Progress) -> Answer:
    name, media_type = arguments["name"], arguments["media_type"]
    document = read_document(blobs[0], name, media_type=media_type, progress=progress)
    return answer_of(document)


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


def answer_of(document: Document) -> Answer:
    """A document in the form that `answers.document` takes."""
    about, words = parts_of(document.text)
    head = {"record": to_json(document.record), "about": about}
    searchable = [] if document.searchable is None else [document.searchable]
    return head, [words, *searchable]


TASKS: Mapping[str, Task] = {"read": _read, "draw_page": _draw_page, "find_boxes": _find_boxes}
