"""How a document under review is laid out: its facts in rows, its text in pieces that lead to them.

Pure functions from what intake tells to what the templates show.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from django.utils.safestring import SafeString

    from handslag.intake.pages import FactNode, FindingRow, ReviewPage, Segment

ITEM = "item"
SAYS_NOTHING = {"nej", "none", "present"}
"""Values that a reader need not see: what is ordinary is quiet."""
SHORT = 60
SEVERITIES = ("error", "warning", "info")

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """One fact on a line of its own; `depth` tells what it hangs on."""

    node: FactNode
    depth: int
    gone: bool
    """Dropped, or hanging on something dropped."""

    @property
    def id(self) -> str:
        """As words: templates spend their time on making numbers into words."""
        return str(self.node.id)

    @property
    def doubtful(self) -> bool:
        """The reader was unsure, and nobody has said anything yet."""
        return bool(self.node.doubt) and self.node.state == "read"

    @property
    def start(self) -> str:
        """Where it begins in the text, as words."""
        return str(self.node.start)

    @property
    def placed(self) -> bool:
        """It has a place in the text to show."""
        return self.node.start is not None and not self.gone

    @property
    def takes_more(self) -> bool:
        """Other facts can be added under it."""
        return bool(self.node.addable) and not self.gone

    @property
    def page(self) -> str:
        """The page it stands on, as words; empty in a document without pages."""
        return str(self.node.page or "")

    @property
    def short(self) -> str:
        """The beginning of the fact's one line, to tell its links apart."""
        words = self.node.summary
        return words if len(words) <= SHORT else f"{words[: SHORT - 1]}…"

    @property
    def details(self) -> list[tuple[str, str]]:
        """Labels and values that the fact's one line does not already tell."""
        return [
            (field.label, field.display)
            for field in self.node.fields
            if field.display
            and field.value not in SAYS_NOTHING
            and field.display not in self.node.summary
        ]

    @property
    def corrections(self) -> list[tuple[str, str]]:
        """Labels and what was read, where a person typed something else."""
        return [
            (field.label, field.read_display)
            for field in self.node.fields
            if field.read_display is not None
        ]


@dataclass(frozen=True, slots=True)
class Group:
    """The facts of one item, the item itself first; or of the meeting."""

    item: FactNode | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """One finding to look at."""

    severity: str
    words: str
    start: int | None
    finding_id: int

    @property
    def asks(self) -> bool:
        """Whether it asks something, and does not merely tell."""
        return self.severity != "info"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text as the page shows it."""

    text: str
    start: int
    fact_id: int | None
    """The innermost fact that covers it."""
    kind: str
    facts: str
    """The ids of all facts that cover it, with spaces between."""
    finding: bool
    marked: bool
    first_marked: bool
    page: int | None
    """The number of the page that begins here."""


def groups(facts: Sequence[FactNode]) -> list[Group]:
    """The meeting's own facts first, then a group for each item in order."""
    own = [Row(node, 0, node.state == "dropped") for node in facts if node.kind != ITEM]
    found = [Group(None, tuple(own))]
    items = (node for node in facts if node.kind == ITEM)
    found.extend(Group(node, tuple(_rows(node, 0, gone=False))) for node in items)
    return found


def _rows(node: FactNode, depth: int, *, gone: bool) -> Iterator[Row]:
    gone = gone or node.state == "dropped"
    yield Row(node, depth, gone)
    for child in node.children:
        yield from _rows(child, depth + 1, gone=gone)


def rows_beneath(row: Row) -> list[Row]:
    """The rows of all that hangs on a row's fact."""
    return list(_rows(row.node, row.depth, gone=row.gone))[1:]


def every(facts: Iterable[FactNode]) -> Iterator[FactNode]:
    """Every fact, each before what hangs on it."""
    for node in facts:
        yield node
        yield from every(node.children)


def row_of(review: ReviewPage, fact_id: int) -> Row | None:
    """The row of one fact; None where the document has no such fact."""
    for group in groups(review.facts):
        for row in group.rows:
            if row.node.id == fact_id:
                return row
    return None


def open_findings(review: ReviewPage) -> list[FindingRow]:
    """Findings that nobody has dealt with yet: errors first, then warnings, then the rest."""
    order = {severity: place for place, severity in enumerate(SEVERITIES)}
    found = [finding for finding in review.findings if not finding.dismissed]
    return sorted(found, key=lambda finding: order.get(finding.severity, len(order)))


def to_look_at(review: ReviewPage) -> list[Look]:
    """The findings that nobody has dealt with yet, as the page shows them."""
    return [
        Look(finding.severity, finding.message, finding.start, finding.id)
        for finding in open_findings(review)
    ]


def place_asked_for(words: str, length: int) -> Place | None:
    """The place in `?plats=12-40`; None where it is no place in a text of `length` characters."""
    first, dash, last = words.partition("-")
    if not (dash and first.isascii() and first.isdigit() and last.isascii() and last.isdigit()):
        return None
    if len(last) > 12 or len(first) > 12:
        return None
    start, end = int(first), int(last)
    return (start, end) if start < end <= length else None


def pieces(review: ReviewPage, place: Place | None) -> list[Piece]:
    """The whole text, cut where facts, findings, pages and the place begin or end."""
    kinds = {node.id: node.kind for node in every(review.facts)}
    pages = {page.start: page.number for page in review.pages}
    found: list[Piece] = []
    for segment in _cut(review.segments, place):
        # Nobody can follow a link that is nothing but white space.
        inner = segment.fact_ids[-1] if segment.fact_ids and segment.text.strip() else None
        marked = place is not None and place[0] <= segment.start and segment.end <= place[1]
        found.append(
            Piece(
                text=segment.text,
                start=segment.start,
                fact_id=inner,
                kind=kinds.get(inner, "") if inner is not None else "",
                facts=" ".join(map(str, segment.fact_ids)),
                finding=bool(segment.finding_ids),
                marked=marked,
                first_marked=marked and place is not None and segment.start == place[0],
                page=pages.get(segment.start),
            )
        )
    return found


def marked_up(pieces: Iterable[Piece]) -> SafeString:
    """The text as a page shows it: every piece that a fact rests on leads to that fact.

    Written here rather than in a template: a long document has thousands of pieces.
    """
    return format_html_join("", "{}", ((_piece_marked_up(piece),) for piece in pieces))


def _piece_marked_up(piece: Piece) -> SafeString | str:
    words: SafeString | str = piece.text
    finding = " finding" if piece.finding else ""
    if piece.fact_id is not None:
        words = format_html(
            '<a class="place k-{}{}" id="s{}" href="#f{}" data-f="{}">{}</a>',
            piece.kind,
            finding,
            piece.start,
            piece.fact_id,
            piece.facts,
            words,
        )
    elif finding:
        words = format_html('<span class="finding" id="s{}">{}</span>', piece.start, words)
    if piece.first_marked:
        words = format_html('<mark id="plats">{}</mark>', words)
    elif piece.marked:
        words = format_html("<mark>{}</mark>", words)
    if piece.page is not None:
        label = _("Sida %(page)s") % {"page": piece.page}
        begins = '<span class="page-begins" id="sida-{}">{}</span>{}'
        words = format_html(begins, piece.page, label, words)
    return words


def _cut(segments: Iterable[Segment], place: Place | None) -> Iterator[Segment]:
    """The segments, cut where the place begins and ends."""
    for segment in segments:
        inside = [at for at in place or () if segment.start < at < segment.end]
        bounds = [segment.start, *inside, segment.end]
        for start, end in itertools.pairwise(bounds):
            text = segment.text[start - segment.start : end - segment.start]
            yield replace(segment, text=text, start=start, end=end)


def place_of_quote(
    review: ReviewPage, quote: str, parent_id: int | None, near: int | None
) -> Place | None:
    """Where the quoted words stand: at `near` or after what the fact hangs on, else anywhere.

    White space makes no difference, since a line may end inside the words.
    """
    if not quote:
        return None
    text = review.document.text
    pattern = re.compile(r"\s+".join(map(re.escape, quote.split())))
    parent = row_of(review, parent_id) if parent_id is not None else None
    wished = near if near is not None else (parent.node.start if parent else None)
    found = pattern.search(text, wished or 0) or pattern.search(text)
    return found.span() if found else None
