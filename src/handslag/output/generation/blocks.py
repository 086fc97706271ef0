"""Plain text and markdown as blocks that a template can set: paragraphs, headings, lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt

from handslag.output.generation import wording

if TYPE_CHECKING:
    from markdown_it.token import Token

Json = dict[str, Any]
_DEEPEST = 6
"""Steps that a list within lists is moved in at most."""


def of_plain(text: str) -> list[Json]:
    """The paragraphs of plain text, line breaks kept."""
    return [_para([_span(words)]) for words in wording.paragraphs(text)]


def of_markdown(text: str) -> list[Json]:
    """The blocks of markdown; HTML in it is shown as it stands, and pictures by their words."""
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 20}).enable("table")
    return _Blocks().read(parser.parse(text))


def _span(words: str, *, strong: bool = False, em: bool = False, code: bool = False) -> Json:
    return {"text": words, "strong": strong, "em": em, "code": code}


def _para(spans: list[Json], level: int = 0) -> Json:
    return {"kind": "para", "spans": spans, "level": level}


class _Blocks:
    """The state of one reading: how deep in lists, and what the next block begins with."""

    def __init__(self) -> None:
        self.blocks: list[Json] = []
        self.lists: list[int | None] = []
        """For each list that is open: the next number, None where it has bullets."""
        self.mark = ""
        self.quotes = 0
        self.heading: int | None = None
        self.row: list[list[Json]] | None = None
        self.head = False

    def read(self, tokens: list[Token]) -> list[Json]:
        for token in tokens:
            self._token(token)
        return self.blocks

    def _token(self, token: Token) -> None:
        kind = token.type
        if kind == "inline":
            self._inline(_spans(token.children or []))
        elif kind == "hr":
            self.blocks.append({"kind": "rule"})
        elif kind in {"fence", "code_block"}:
            self.blocks.append({"kind": "code", "lines": token.content.rstrip("\n").split("\n")})
        elif kind.startswith(("bullet_list", "ordered_list", "list_item", "blockquote")):
            self._list(token)
        elif kind in {"heading_open", "heading_close"}:
            self.heading = min(int(token.tag[1:]), 3) - 1 if token.nesting > 0 else None
        elif kind in {"thead_open", "thead_close"}:
            self.head = token.nesting > 0
        elif kind == "tr_open":
            self.row = []
        elif kind == "tr_close":
            self.blocks.append({"kind": "row", "cells": self.row or [[]], "head": self.head})
            self.row = None

    def _list(self, token: Token) -> None:
        kind = token.type
        if kind.startswith("blockquote"):
            self.quotes += token.nesting
        elif kind == "list_item_open":
            self.mark = self._next_mark()
        elif kind.endswith("list_close"):
            self.lists.pop()
        elif kind.endswith("list_open"):
            start = int(token.attrGet("start") or 1) if kind.startswith("ordered") else None
            self.lists.append(start)

    def _next_mark(self) -> str:
        if not self.lists or self.lists[-1] is None:
            return "–"
        number = self.lists[-1]
        self.lists[-1] = number + 1
        return f"{number}."

    def _inline(self, spans: list[Json]) -> None:
        level = min(len(self.lists) + self.quotes, _DEEPEST)
        if self.row is not None:
            self.row.append(spans)
        elif self.heading is not None:
            self.blocks.append({"kind": "heading", "spans": spans, "level": self.heading})
        elif self.mark:
            self.blocks.append(
                {"kind": "item", "spans": spans, "level": level - 1, "mark": self.mark}
            )
            self.mark = ""
        else:
            self.blocks.append(_para(spans, level))


def _spans(children: list[Token]) -> list[Json]:
    spans: list[Json] = []
    strong = em = 0
    for child in children:
        if child.type in {"strong_open", "strong_close"}:
            strong += child.nesting
        elif child.type in {"em_open", "em_close"}:
            em += child.nesting
        elif child.type == "softbreak":
            spans.append(_span(" "))
        elif child.type == "hardbreak":
            spans.append(_span("\n"))
        elif child.content:
            code = child.type == "code_inline"
            spans.append(_span(child.content, strong=strong > 0, em=em > 0, code=code))
    return spans
