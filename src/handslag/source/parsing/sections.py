"""The parts of one item: what is told, proposed, moved, decided."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from handslag.source.parsing.beside import stands_beside
from handslag.source.parsing.flow import Flow
from handslag.source.parsing.items import Heading
from handslag.source.parsing.markers import Mark, read_marker


class Part(NamedTuple):
    """A paragraph, or what is left of one after a marker: flow places."""

    start: int
    end: int
    gap: int


class Section(NamedTuple):
    """Paragraphs under one marker."""

    mark: Mark
    by: str | None
    parts: tuple[Part, ...]
    marker: str
    """The marker's own words, empty where text simply begins."""
    start: int
    """Where the marker stands, or the text begins."""


_GAP = re.compile(r"\s{3,}")
_MAY_REGISTER = re.compile(
    r"(?:[Dd]\.?\s?[Nn][Rr]|[Dd]iarie|Ärendenu?|[A-ZÅÄÖ]{2,6}[\s/-]?\d{4}|\d{4}[/-]\d)"
)
_REGISTERED = re.compile(
    r"(?:(?i:D\.?\s?nr|Diarienr|Diarienummer|Ärendenr|Ärendenummer)\b[.:]?\s*"
    r"(?:(?:[A-ZÅÄÖ]{1,6}\s?)?[\w/:.-]*\d[\w/:.-]*[,\s]\s*){1,3}"
    r"|(?:[A-ZÅÄÖ]{2,6}[\s/-]?\d{4}[/:-]|(?!\d{4}-\d\d-\d\d)\d{4}[/-]\d{2,6}[/:-]?)\d{1,6}(?:[-./]\d{1,6})*\s+)(?=[A-ZÅÄÖ])",
)
"""A diary number before the text of an item is no part of what the text says."""


def _cells(flow: Flow, heading: Heading, end_para: int) -> Iterator[tuple[Part, str]]:
    """The item's paragraphs; cells of a table, and what stands beside a marker, each for itself."""
    for para in flow.paras[heading.body : end_para]:
        begin, text = para.start, para.text
        if begin < heading.body_start:
            begin, text = heading.body_start, flow.text[heading.body_start : para.end]
        diary = _REGISTERED.match(text) if _MAY_REGISTER.match(text) else None
        if diary:
            begin += diary.end()
            text = text[diary.end() :]
        if "\t" in text:
            cells = text.split("\t")
        elif "   " in text and (gap := _GAP.search(text[:60])) and _is_bare(text[: gap.start()]):
            cells = [text[: gap.start()], text[gap.start() :]]
        else:
            cells = [text]
        at = begin
        for cell in cells:
            bare = cell.strip()
            if bare:
                start = at if len(bare) == len(cell) else at + cell.index(bare[0])
                yield Part(start, start + len(bare), para.gap if at == begin else 0), bare
            at += len(cell) + (len(cells) > 1 and "\t" in text)


def _is_bare(words: str) -> bool:
    """Whether words at the start of a line are a marker that says nothing more."""
    marker = read_marker(words.strip())
    return marker is not None and marker.bare


def read_sections(flow: Flow, heading: Heading, end_para: int) -> list[Section]:
    """The sections of the item whose heading is given, up to paragraph `end_para`."""
    sections: list[Section] = []
    mark, by, words = Mark.TEXT, None, ""
    parts: list[Part] = []
    at = heading.body_start
    for part, text in _cells(flow, heading, end_para):
        start, end, _ = part
        found = read_marker(text)
        if found and parts and mark is Mark.DECISION and stands_beside(text):
            found = None
        bullet = None if found else _BULLET.match(text)
        if bullet:
            found = read_marker(text[bullet.end() :])
            if found and found.mark is Mark.DECISION and not found.bare:
                start += bullet.end()
                text = text[bullet.end() :]
            else:
                found = None
        if found and _stays(mark, parts, found.mark, text):
            by = by or (found.by if mark is Mark.DECISION else None)
            continue
        if found:
            if parts or mark is not Mark.TEXT:
                sections.append(Section(mark, by, tuple(parts), words, at))
            at = start
            mark, by, words = found.mark, found.by, text[: found.rest] if not found.bare else text
            parts = []
            if not found.bare:
                parts.append(Part(start + found.rest, end, 0))
            if mark is Mark.PRESENTER and not found.bare:
                sections.append(Section(mark, by, tuple(parts), words, at))
                mark, by, words, parts = Mark.TEXT, None, "", []
        else:
            parts.append(part)
    if parts or mark is not Mark.TEXT:
        sections.append(Section(mark, by, tuple(parts), words, at))
    return sections


_BULLET = re.compile(r"[-–•*·]\s*(?=\S)")
_DECIDES_AGAIN = re.compile(r"beslut|beslöt", re.IGNORECASE)


def _stays(mark: Mark, parts: list[Part], found: Mark, text: str) -> bool:
    """'Nämnden beslutar' right under 'Förslag till beslut' belongs to the proposal."""
    decides = found is Mark.DECISION and _DECIDES_AGAIN.search(text) is not None
    if mark is Mark.PROPOSED and not parts and decides:
        return not re.match(r"beslut\b", text, re.IGNORECASE)
    if (
        mark in {Mark.DECISION, Mark.PROPOSED}
        and not parts
        and found in {Mark.PROPOSED, Mark.PROPOSAL}
    ):
        return re.search(r"\bföreslår\b", text, re.IGNORECASE) is not None
    return mark is Mark.DECISION and not parts and decides
