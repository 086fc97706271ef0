"""What was said at a meeting, as blocks: Markdown of a few marks read once, for every paper.

The marks are those that the room's editor writes: paragraphs, lists with bullets or numbers,
lists within lists, bold and italic. All else that other Markdown knows, and HTML, is printed as it
was typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it.token import Token


class BlockKind(StrEnum):
    """What a block is."""

    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    NUMBERED = "numbered"


@dataclass(frozen=True, slots=True)
class Run:
    """Words set in one way. A line break that the writer made is "\\n"."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A paragraph, or one entry of a list.

    `level` is how deep in lists it stands: 0 for an entry of an outermost list and for a paragraph
    outside lists, 1 for an entry of a list within a list. A paragraph that goes on an entry has
    the level of the entry plus one. `number` is what a numbered entry is counted as.
    """

    runs: tuple[Run, ...]
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    number: int | None = None

    @property
    def text(self) -> str:
        """The block's words without their dress."""
        return "".join(run.text for run in self.runs)


_MARKS = ("list", "emphasis", "escape", "newline")
"""The rules of Markdown that are followed."""
DEEPEST = 4
"""How deep a list can lie in lists and still be moved in."""


def blocks_of(markdown: str) -> tuple[TextBlock, ...]:
    """The blocks of a text in Markdown of a few marks; none for an empty one.

    A single line break is kept: who writes notes and begins a new line means it.
    """
    parser = MarkdownIt("zero", {"maxNesting": 20}).enable(list(_MARKS))
    return tuple(_Reading().blocks(parser.parse(markdown.replace("\r\n", "\n"))))


def blocks_of_plain(text: str) -> tuple[TextBlock, ...]:
    """The paragraphs of plain text, without any marks: what looks like one is printed."""
    parts = "\n".join(line.strip() for line in text.replace("\r\n", "\n").split("\n")).split("\n\n")
    return tuple(TextBlock((Run(part.strip("\n")),)) for part in parts if part.strip())


class _Reading:
    """The state of one reading: the lists that are open, and what the next block begins."""

    def __init__(self) -> None:
        self.lists: list[int | None] = []
        """For each open list the number of its next entry, None where it has bullets."""
        self.entry: tuple[BlockKind, int | None] | None = None

    def blocks(self, tokens: Iterable[Token]) -> Iterator[TextBlock]:
        for token in tokens:
            if token.type == "inline":
                yield from self._block(_runs(token.children or []))
            elif token.type == "list_item_close":
                self.entry = None
            elif token.type.endswith(("list_open", "list_close", "list_item_open")):
                self._list(token)

    def _list(self, token: Token) -> None:
        if token.type == "list_item_open":
            number = self.lists[-1]
            kind = BlockKind.BULLET if number is None else BlockKind.NUMBERED
            self.entry = (kind, number)
            self.lists[-1] = None if number is None else number + 1
        elif token.nesting < 0:
            self.lists.pop()
        else:
            first = int(token.attrGet("start") or 1)
            self.lists.append(first if token.type.startswith("ordered") else None)

    def _block(self, runs: tuple[Run, ...]) -> Iterator[TextBlock]:
        deep = min(len(self.lists), DEEPEST)
        if self.entry is not None:
            kind, number = self.entry
            self.entry = None
            yield TextBlock(runs, kind, deep - 1, number)
        elif any(run.text.strip() for run in runs):
            yield TextBlock(runs, level=deep)


def _runs(children: Iterable[Token]) -> tuple[Run, ...]:
    strong = em = 0
    runs: list[Run] = []
    for child in children:
        if child.type in {"strong_open", "strong_close"}:
            strong += child.nesting
        elif child.type in {"em_open", "em_close"}:
            em += child.nesting
        else:
            text = "\n" if child.type in {"softbreak", "hardbreak"} else child.content
            run = Run(text, strong > 0, em > 0)
            if runs and text and (runs[-1].bold, runs[-1].italic) == (run.bold, run.italic):
                runs[-1] = Run(runs[-1].text + text, run.bold, run.italic)
            elif text:
                runs.append(run)
    return tuple(runs)
