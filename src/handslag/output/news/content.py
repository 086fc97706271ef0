"""What a digest's letter says, as plain data: it is kept with the letter as it was written."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from handslag.output.generation.wording import day_in_words
from handslag.output.news.rules import Kind
from handslag.output.news.shapes import sections_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handslag.output.news.shapes import Digest, Entry


@dataclass(frozen=True, slots=True)
class Row:
    """One thing told. `day` in words; `address` empty where the installation has none."""

    text: str
    day: str
    late: bool
    address: str


@dataclass(frozen=True, slots=True)
class Part:
    """What is told of one kind. `about` names the matter, body or search."""

    kind: str
    about: str
    rows: tuple[Row, ...]

    @property
    def heading(self) -> str:
        """The kind in words."""
        return str(Kind(self.kind).label)


@dataclass(frozen=True, slots=True)
class Content:
    """All that a letter says."""

    parts: tuple[Part, ...]
    inside: int
    """How many more there are that are told inside Handslag alone."""
    page: str
    """The address of the page where digests are tuned; empty where the installation has none."""

    @property
    def count(self) -> int:
        """How many things are told, in words or not."""
        return sum(len(part.rows) for part in self.parts) + self.inside


def content_of(digest: Digest, url: str, page: str) -> Content:
    """What a letter says of a digest. `url` is where Handslag is reached, `page` a path of it."""
    parts = tuple(
        Part(part.kind.value, part.about, tuple(_row(one, url) for one in part.entries))
        for part in sections_of(digest.entries)
    )
    return Content(parts, len(digest.inside), f"{url}{page}" if url else "")


def _row(entry: Entry, url: str) -> Row:
    day = day_in_words(entry.day, weekday=False) if entry.day else ""
    return Row(entry.text, day, entry.late, f"{url}{entry.path}" if url else "")


def to_json(content: Content) -> dict[str, Any]:
    """As plain data."""
    return asdict(content)


def from_json(told: Mapping[str, Any]) -> Content:
    """What `to_json` told."""
    parts = tuple(
        Part(part["kind"], part["about"], tuple(Row(**row) for row in part["rows"]))
        for part in told["parts"]
    )
    return Content(parts, told["inside"], told["page"])
