"""What can be asked of a process of its own: a short list of tasks, each with a name.

A task takes the arguments and bytes it was sent and something to call with its progress, and
returns what can be written as JSON, and byte strings. It runs in a process that holds one file
and nothing else, so it may crash. `apart` has a function for each task on the trusting side,
which checks what comes back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from handslag.source.read import read
from handslag.source.record import MeetingRecord, to_json
from handslag.source.text import CanonicalText

Progress = Callable[[int, int], None]
"""Called with how many parts are done, and of how many."""

Answer = tuple[dict[str, Any], Sequence[bytes]]
Task = Callable[[Mapping[str, Any], Sequence[bytes], Progress], Answer]


def _read(arguments: Mapping[str, Any], blobs: Sequence[bytes], _progress: Progress) -> Answer:
    (data,) = blobs
    text, record = read(data, arguments["name"], media_type=arguments["media_type"])
    return answer_of(text, record)


def answer_of(text: CanonicalText, record: MeetingRecord) -> Answer:
    """A text and its record in the form that `answers.document` takes."""
    about = {part.name: getattr(text, part.name) for part in fields(text) if part.name != "text"}
    about["pages"] = [[page.number, *page.span] for page in text.pages]
    head = {"record": to_json(record), "about": about}
    return head, [text.text.encode("utf-8", "surrogatepass")]


TASKS: Mapping[str, Task] = {"read": _read}
