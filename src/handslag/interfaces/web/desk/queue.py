"""What a reviewer meets next: findings and doubtful facts in a row, one asked about at a time.

Pure functions from what intake tells to the bar above the facts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from handslag.interfaces.web.desk import paper

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handslag.intake.pages import FindingRow, ReviewPage, StepRow
    from handslag.interfaces.web.desk.paper import Group, Row

ASKS = ("error", "warning")
"""Severities of findings that ask something of the reviewer; the rest only tell."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One fact or finding that the bar can stand at."""

    key: str
    """"f12" for a fact, "a5" for a finding: the id of its element on the page."""
    label: str
    words: str
    asks: str
    """What is doubtful; empty for a fact that the reader was sure of."""
    post: str
    """Where what is said of it is sent."""

    @property
    def is_fact(self) -> bool:
        """Whether it is a fact, which can be corrected and dropped."""
        return self.key.startswith("f")

    @property
    def id(self) -> str:
        """Its id in the database, as words."""
        return self.key[1:]


@dataclass(frozen=True, slots=True)
class Bar:
    """Where the reviewer stands, what is asked there, how much is left, and the ways on."""

    current: Stop | None
    previous: Stop | None
    next: Stop | None
    """The next one that asks something, after the last from the beginning again."""
    next_fact: Stop | None
    left: int
    total: int
    step: StepRow | None
    paper: str
    """How the paper is shown: "bild" or "text"."""

    @property
    def settled(self) -> int:
        """How many have been settled."""
        return self.total - self.left

    def address(self, stop: Stop) -> str:
        """The address of the page with the bar standing there."""
        return address(stop.key, self.paper)

    @property
    def previous_address(self) -> str:
        """Where the one before is asked."""
        return self.address(self.previous) if self.previous else ""

    @property
    def next_address(self) -> str:
        """Where the next one is asked."""
        return self.address(self.next) if self.next else ""

    @property
    def next_fact_address(self) -> str:
        """Where the next fact stands."""
        return self.address(self.next_fact) if self.next_fact else ""


def address(key: str, shown: str) -> str:
    """The query and the place of a stop, to stand after a document's own address."""
    name = "uppgift" if key.startswith("f") else "anmarkning"
    asked = {name: key[1:]} | ({"papper": shown} if shown else {})
    return f"?{urlencode(asked)}#{key}"


def bar(
    review: ReviewPage, groups: Sequence[Group], *, at: str = "", after: str = "", shown: str = ""
) -> Bar:
    """The bar standing `at` a key; or at what is asked next `after` one; else at the first asked.

    A key that the document has not is passed over.
    """
    rows = [row for group in groups for row in group.rows]
    stops = _stops(review, rows)
    places = {stop.key: number for number, stop in enumerate(stops)}
    if at in places:
        current: Stop | None = stops[places[at]]
    else:
        current = _next(stops, places.get(after, -1), asking=True)
    here = places[current.key] if current else -1
    facts = [stop for stop in stops[here + 1 :] if stop.is_fact]
    left, total = _counts(review, rows)
    return Bar(
        current=current,
        previous=_next(stops, here, asking=True, step=-1),
        next=_next(stops, here, asking=True),
        next_fact=facts[0] if facts else None,
        left=left,
        total=total,
        step=review.last_step,
        paper=shown,
    )


def _stops(review: ReviewPage, rows: list[Row]) -> list[Stop]:
    """Findings first, as they stand above the facts; then every fact that stands."""
    found = [
        _of_finding(review, finding) for finding in paper.open_findings(review) if asks(finding)
    ]
    facts_url = f"{reverse('desk:document', args=[review.document.id])}uppgifter/"
    return found + [_of_row(row, facts_url) for row in rows if not row.gone]


def asks(finding: FindingRow) -> bool:
    """Whether a finding asks something of the reviewer."""
    return finding.severity in ASKS


def _of_finding(review: ReviewPage, finding: FindingRow) -> Stop:
    post = reverse("desk:finding", args=[review.document.id, finding.id])
    return Stop(f"a{finding.id}", _("Anmärkning"), "", finding.message, post)


def _of_row(row: Row, facts_url: str) -> Stop:
    node = row.node
    asked = node.doubt if row.doubtful else ""
    return Stop(f"f{row.id}", node.label, node.summary, asked, f"{facts_url}{row.id}/")


def _next(stops: list[Stop], here: int, *, asking: bool, step: int = 1) -> Stop | None:
    """The next stop from `here`, beginning anew at the other end; never the one at `here`."""
    count = len(stops)
    start = here if here >= 0 or step > 0 else count
    for away in range(1, count + 1):
        number = (start + away * step) % count
        if number != here and (stops[number].asks or not asking):
            return stops[number]
    return None


def _counts(review: ReviewPage, rows: list[Row]) -> tuple[int, int]:
    """How many questions are left, and how many there were."""
    doubts = [row for row in rows if row.node.doubt and row.node.state != "added"]
    findings = [finding for finding in review.findings if asks(finding)]
    left = sum(row.doubtful for row in doubts)
    left += sum(not finding.dismissed for finding in findings)
    return left, len(doubts) + len(findings)
