"""How well records agree with what a careful person reads: facts expected, found and right.

A document is scored field by field. Layout and typography do not count: text is compared after
folding case, white space, quotation marks and dashes. Items are paired by number and heading
first, then clauses by their words; what belongs to an item is compared within its pair.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Json = dict[str, Any]

PAIRED = 0.7
"""Likeness from which two headings may be the same item's; the same number adds `NUMBERED`."""
NUMBERED = 0.3
HEADING = 0.95
CLAUSE = 0.97
SPAN = 0.9
NAME = 0.8
FALLING_DUE = frozenset({"assign", "postpone"})
"""Actions of clauses that fall due: for them a missing day counts too."""

_QUOTES = re.compile("[*_#\"“”„’'`´]")
_DASHES = re.compile("[‐‑‒–—]")
LABEL = re.compile(r"bil(?:aga|agor)?\.?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Miss:
    """One fact that was expected and not found, or found and not expected."""

    field: str
    where: str
    what: str
    extra: bool

    def __str__(self) -> str:
        return f"{'extra' if self.extra else 'missing':8} {self.field}: {self.where}: {self.what}"


@dataclass(slots=True)
class Count:
    """Facts of one field."""

    expected: int = 0
    found: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        """Share of what was found that is right, 0 to 1."""
        return self.right / self.found if self.found else float(not self.expected)

    @property
    def recall(self) -> float:
        """Share of what was expected that was found, 0 to 1."""
        return self.right / self.expected if self.expected else float(not self.found)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0 to 1."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(slots=True)
class Scores:
    """The counts of every field, and each miss in the order it was met."""

    counts: dict[str, Count] = field(default_factory=dict)
    misses: list[Miss] = field(default_factory=list)

    @property
    def macro(self) -> float:
        """The mean of all fields' F1: a rare field weighs as much as a common one."""
        return sum(count.f1 for count in self.counts.values()) / (len(self.counts) or 1)

    def add(self, other: Scores) -> None:
        """Count another document's facts too."""
        for name, count in other.counts.items():
            mine = self.counts.setdefault(name, Count())
            mine.expected += count.expected
            mine.found += count.found
            mine.right += count.right
        self.misses += other.misses

    def facts(self, name: str, expected: Iterable[str], found: Iterable[str], where: str) -> None:
        """Compare two bags of facts."""
        want, got = Counter(expected), Counter(found)
        count = self.counts.setdefault(name, Count())
        count.expected += want.total()
        count.found += got.total()
        count.right += (want & got).total()
        self.misses += [Miss(name, where, fact, extra=False) for fact in (want - got).elements()]
        self.misses += [Miss(name, where, fact, extra=True) for fact in (got - want).elements()]

    def either(self, name: str, accepted: Any, found: str | None, where: str) -> None:
        """Compare one value with the one, or the several, that are right."""
        choices = accepted if isinstance(accepted, list) else [accepted]
        want = found if found in choices else choices[0]
        self.facts(name, _some(want), _some(found), where)


def score(expected: Json, record: Json, text: str) -> Scores:
    """Score one document. `text` is its canonical text, which the record's spans point into."""
    scores = Scores()
    scores.either("kind", expected["kind"], record["kind"], "head")
    body = (record.get("body") or {}).get("name")
    if body and alike_name(expected["body"], body):
        body = expected["body"]
    scores.facts("body", [expected["body"]], _some(body), "head")
    for name in ("date", "start", "end"):
        scores.either(name, expected[name], record.get(name), "head")
    if expected["place"]:
        found = folded(record.get("place"))
        scores.facts("place", [folded(expected["place"])], _some(found), "head")
    present = [a["name"] for a in record["attendees"] if a.get("present") != "absent"]
    scores.facts("attendees", map(folded, expected["attendees"]), map(folded, present), "head")
    pairs, left = paired_items(expected["items"], record["items"])
    for extra in left:
        scores.facts("items", [], [f"{extra.get('number')} {extra['heading']}"], "agenda")
    for wanted, item in pairs:
        _score_item(scores, wanted, item, text)
    return scores


def folded(text: str | None) -> str:
    """A text with all that does not count folded away."""
    plain = _QUOTES.sub("", normalize("NFKC", text or "").casefold())
    return re.sub(r"\s+", " ", _DASHES.sub("-", plain)).strip(" .:;,")


def alike(one: str | None, other: str | None, from_: float) -> bool:
    """Whether two texts are at least so alike, 0 to 1; "att" at the beginning does not count."""
    first, second = (re.sub(r"^(inte )?att ", r"\1", folded(text)) for text in (one, other))
    return first == second or SequenceMatcher(None, first, second, autojunk=False).ratio() >= from_


def alike_name(one: str, other: str) -> bool:
    """Whether two names mean the same: one in the other, or nearly the same letters."""
    first, second = (folded(name).replace(" ", "") for name in (one, other))
    within = first in second or second in first
    return within or SequenceMatcher(None, first, second, autojunk=False).ratio() >= NAME


def _score_item(scores: Scores, wanted: Json, found_item: Json | None, text: str) -> None:
    where = f"item {wanted['number']}"
    item = found_item or {}
    scores.facts("items", [wanted["heading"]], [wanted["heading"]] * bool(item), "agenda")
    headed = bool(item) and alike(wanted["heading"], item["heading"], HEADING)
    found = wanted["heading"] if headed else item.get("heading")
    scores.facts("heading", [wanted["heading"]], _some(found), where)
    number = str(item.get("number") or "").rstrip(".")
    scores.either("number", wanted["number"], number or None, where)
    scores.either("outcome", wanted["outcome"], item.get("outcome"), where)
    for name, want, got in _bags(wanted, item):
        scores.facts(name, want, got, where)
    scores.either("adjourned to", wanted["adjourned_to"], day_of(item.get("adjourned_to")), where)
    if wanted["referred_to"]:
        referred = day_of(item.get("referred_to"))
        scores.either("referred to", wanted["referred_to"]["date"], referred, where)
    _score_clauses(scores, wanted, item, text)
    _score_told(scores, wanted, item)


def _bags(wanted: Json, item: Json) -> Iterator[tuple[str, list[str], list[str]]]:
    """(field, expected, found) of what an item holds any number of."""
    presenters = [folded(person["name"]) for person in item.get("presenters", [])]
    yield "presenters", [folded(name) for name in wanted["presenters"]], presenters
    labels = [folded(LABEL.sub("", a["label"], count=1)) for a in item.get("attachments", [])]
    yield "attachments", [folded(label) for label in wanted["attachments"]], labels
    days = [day for day in map(day_of, item.get("references", [])) if day]
    yield "references", wanted["references"], days
    sums = [str(int(amount["value"])) for amount in item.get("amounts", [])]
    yield "sums", [str(int(amount)) for amount in wanted["amounts"]], sums
    if wanted["proposal_points"] is not None:
        points = sum(len(proposal["points"]) for proposal in item.get("proposals", []))
        yield "points", _some(len(wanted["proposal_points"])), _some(points)
    proposed = [clause_words(c["text"]) for c in clauses_of(item.get("proposed_decisions", []))]
    yield "proposed", [clause_words(text) for text in wanted["proposed_clauses"]], proposed
    sides = {
        side_of(name_of(a)) for d in item.get("decisions", []) for a in d.get("abstaining", [])
    }
    yield "abstaining", _some(wanted["abstaining"]), sorted(filter(None, sides))


def _score_clauses(scores: Scores, wanted: Json, item: Json, text: str) -> None:
    where = f"item {wanted['number']}"
    left = clauses_of(item.get("decisions", []))
    for want in wanted["clauses"]:
        hit = next((c for c in left if alike(want["text"], c["text"], CLAUSE)), None)
        scores.facts("clauses", [want["text"]], [want["text"]] * (hit is not None), where)
        if hit is not None:
            left.remove(hit)
            _score_clause(scores, want, hit, where, text)
    scores.facts("clauses", [], [clause["text"] for clause in left], where)


def _score_clause(scores: Scores, want: Json, hit: Json, where: str, text: str) -> None:
    scores.either("action", want["action"], hit["action"], where)
    points = ",".join(str(point) for point in hit.get("points") or [])
    scores.either("settles", ",".join(map(str, want.get("points") or [])), points, where)
    scores.either("scope", want.get("scope"), side_of(hit.get("scope")), where)
    if want.get("appointed"):
        names = [folded(name_of(person)) for person in hit.get("appointees", [])]
        scores.facts("appointees", [folded(name) for name in want["appointed"]], names, where)
    if want.get("assignee"):
        _score_name(scores, "assignee", want["assignee"], hit.get("assignees", []), where)
    actions = want["action"] if isinstance(want["action"], list) else [want["action"]]
    if want.get("due") or FALLING_DUE & set(actions):
        scores.either("due", want.get("due"), day_of(hit.get("due")), where)
    if hit.get("span"):
        start, end = hit["span"]
        there = alike(text[start:end], want["text"], SPAN)
        found = want["text"] if there else text[start:end]
        scores.facts("place in the text", [want["text"]], [found], where)
    else:
        scores.facts("place in the text", [want["text"]], [], where)


def _score_name(scores: Scores, name: str, want: str, found: list[Any], where: str) -> None:
    names = [name_of(person) for person in found]
    right = any(alike_name(want, found_name) for found_name in names)
    scores.facts(name, [want], [want] if right else names[:1], where)


def _score_told(scores: Scores, wanted: Json, item: Json) -> None:
    for want in wanted.get("assignments", []):
        hits = [
            told
            for told in item.get("assignments", [])
            if folded(want["text"]) in folded(told["text"])
            and any(alike_name(want["assignee"], name_of(n)) for n in told["assignees"])
            and (not want.get("due") or day_of(told.get("due")) == want["due"])
        ]
        where = f"item {wanted['number']}"
        scores.facts("told assignments", [want["text"]], [want["text"]] * bool(hits), where)


def paired_items(
    wanted: list[Json], items: list[Json]
) -> tuple[list[tuple[Json, Json | None]], list[Json]]:
    """Each expected item with the record's likest, none used twice, and what is left over."""
    left = list(items)
    pairs: list[tuple[Json, Json | None]] = []
    for want in wanted:
        best = max(left, key=lambda item: _likeness(want, item), default=None)
        if best is None or _likeness(want, best) < PAIRED:
            pairs.append((want, None))
        else:
            left.remove(best)
            pairs.append((want, best))
    return pairs, left


def _likeness(want: Json, item: Json) -> float:
    headings = SequenceMatcher(
        None, folded(want["heading"]), folded(item["heading"]), autojunk=False
    )
    same_number = str(item.get("number") or "").rstrip(".") == want["number"]
    return headings.ratio() + NUMBERED * same_number


def clauses_of(decisions: list[Json]) -> list[Json]:
    """The clauses of all decisions, in order."""
    return [clause for decision in decisions for clause in decision["clauses"]]


def clause_words(text: str) -> str:
    """A clause folded, without its "att"."""
    return re.sub(r"^(inte )?att ", r"\1", folded(text))


def _some(value: Any) -> list[str]:
    """The value as a bag of one, or none where there is no value."""
    return [str(value)] if value else []


def day_of(value: Mapping[str, Any] | str | None) -> str | None:
    """The day of what points at one, as the record writes it or as the expectation does."""
    return value if value is None or isinstance(value, str) else value.get("date")


def name_of(person: Any) -> str:
    """The name of a person or side, as the record writes it or as the expectation does."""
    return str(person if isinstance(person, str) else person["name"])


def side_of(name: str | None) -> str | None:
    """The municipalities or the region, by whatever name; another name as it is."""
    plain = folded(name)
    if "region" in plain:
        return "regionen"
    return "kommunerna" if "kommun" in plain else plain or None
