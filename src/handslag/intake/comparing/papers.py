"""What one document tells, as comparing needs it: plain values, each with its place. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from handslag.domain.base.dates import MONTHS
from handslag.intake.facts import Fact, only, standing

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

Json = dict[str, Any]
Place = tuple[int, int]

_WORD = re.compile(r"[^\W\d_]{5,}")
_MARK = 6
"""Letters of a word that stand for it: endings differ, and so do the ends of compounds."""
_COMMON = frozenset(
    word[:_MARK]
    for word in [
        "ärende",
        "ärendet",
        "ärenden",
        "beslut",
        "beslutar",
        "beslutade",
        "information",
        "informationen",
        "informera",
        "rapport",
        "rapporter",
        "rapporten",
        "redovisning",
        "redovisa",
        "förslag",
        "förslaget",
        "föreslår",
        "fråga",
        "frågan",
        "frågor",
        "möte",
        "mötet",
        "mötets",
        "mötesdag",
        "nästa",
        "nästkommande",
        "kommande",
        "återkommer",
        "återkomma",
        "uppdrag",
        "uppdraget",
        "uppdra",
        "kommun",
        "kommunen",
        "kommuner",
        "kommunerna",
        "region",
        "regionen",
        "regionens",
        "nätverk",
        "nätverket",
        "nätverkets",
        "styrgruppen",
        "beredningsgruppen",
        "arbetsgrupp",
        "arbetsgruppen",
        "överenskommelse",
        "överenskommelsen",
        "avseende",
        "angående",
        "gällande",
        "enligt",
        "mellan",
        "efter",
        "under",
        "senast",
        "tidigare",
        "fortsatt",
        "fortsatta",
        "gemensam",
        "gemensamma",
        "länsgemensam",
        "länsgemensamma",
        "godkänna",
        "godkänner",
        "handlingarna",
        "läggs",
        "lägga",
        "skall",
        "skulle",
        "samverkan",
        "sammanträde",
        "sammanträdet",
        "varje",
        "andra",
        "deras",
        "vilka",
        "också",
        "lämnar",
        "lämna",
        "presenteras",
        "presentera",
        "hålls",
    ]
) | frozenset(month[:_MARK] for month in MONTHS)


@dataclass(frozen=True, slots=True)
class Told:
    """Some words, and where they stand; no place for what a person added without pointing."""

    words: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Transfer:
    """An item goes on: tabled, to a day where the text gives one, or to another body."""

    kind: str
    to_body: str
    to_date: dt.date | None
    text: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class Duty:
    """Something somebody is to do by a day or a meeting."""

    text: str
    who: str
    due_date: dt.date | None
    due_text: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class Reference:
    """An earlier meeting that an item speaks of, by its day."""

    date: dt.date
    place: Place | None


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a paper. `marks` are what tells its whole text apart, heading and all."""

    order: int
    number: str
    heading: str
    place: Place | None
    late: bool = False
    outcome: str = "none"
    presenters: tuple[Told, ...] = ()
    proposed: tuple[Told, ...] = ()
    """Points of proposals, and clauses that are proposed to be decided."""
    decided: tuple[Told, ...] = ()
    labels: tuple[Told, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    duties: tuple[Duty, ...] = ()
    references: tuple[Reference, ...] = ()
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Paper:
    """One document: what it is, which meeting it tells of, and its items in order."""

    id: int
    kind: str
    date: dt.date | None
    date_place: Place | None = None
    start: dt.time | None = None
    time_place: Place | None = None
    place: str = ""
    place_place: Place | None = None
    items: tuple[Item, ...] = ()
    facts: tuple[Place, ...] = ()
    """The places of all its facts but the headings of whole items."""


def marks_of(text: str) -> frozenset[str]:
    """The words that tell a text apart, each by its first letters; common ones are left out."""
    return frozenset(word[:_MARK] for word in _WORD.findall(text.casefold())) - _COMMON


def paper_of(document_id: int, text: str, facts: tuple[Fact, ...]) -> Paper:
    """A document as its review has it now; `text` is its canonical text."""
    kind, date = only(facts, "kind"), only(facts, "date")
    time, place = only(facts, "time"), only(facts, "place")
    items = list(standing(facts, "item"))
    starts = [fact.row.start for fact in items if fact.row.start is not None]
    ends = dict(pairwise([*starts, len(text)]))
    return Paper(
        id=document_id,
        kind=str(kind.value.get("kind", "unknown")) if kind else "unknown",
        date=date.typed_value()["date"] if date else None,
        date_place=_place(date) if date else None,
        start=time.typed_value()["start"] if time else None,
        time_place=_place(time) if time else None,
        place=str(place.value.get("place") or "") if place else "",
        place_place=_place(place) if place else None,
        items=tuple(_item(order, fact, text, ends) for order, fact in enumerate(items, 1)),
        facts=tuple(sorted(_places(facts))),
    )


def _places(facts: Iterable[Fact]) -> set[Place]:
    return {place for top in facts for fact in top.walk() for place in [_place(fact)] if place}


def _place(fact: Fact) -> Place | None:
    start, end = fact.row.start, fact.row.end
    return (start, end) if start is not None and end is not None else None


def _told(fact: Fact, field: str) -> Told:
    return Told(str(fact.value.get(field) or ""), _place(fact))


def _item(order: int, fact: Fact, text: str, ends: dict[int, int]) -> Item:
    start = fact.row.start
    body = text[start : ends[start]] if start is not None and start in ends else ""
    heading = str(fact.value.get("heading") or "")
    proposed = [
        *(_told(point, "text") for p in fact.of_kind("proposal") for point in p.of_kind("point")),
        *(_told(one, "text") for one in _clauses(fact, "proposed_decision")),
    ]
    return Item(
        order=order,
        number=str(fact.value.get("number") or ""),
        heading=heading,
        place=_place(fact),
        late=bool(fact.value.get("late")),
        outcome=str(fact.value.get("outcome") or "none"),
        presenters=tuple(_told(one, "name") for one in fact.of_kind("presenter")),
        proposed=tuple(proposed),
        decided=tuple(_told(one, "text") for one in _clauses(fact, "decision")),
        labels=tuple(_told(one, "label") for one in fact.of_kind("attachment")),
        transfers=tuple(_transfers(fact)),
        duties=tuple(_duties(fact)),
        references=tuple(_references(fact)),
        marks=marks_of(f"{heading} {body}"),
    )


def _clauses(item: Fact, decision: str) -> Iterator[Fact]:
    return (clause for one in item.of_kind(decision) for clause in one.of_kind("clause"))


def _transfers(item: Fact) -> Iterator[Transfer]:
    for fact in item.of_kind("transfer"):
        value = fact.typed_value()
        yield Transfer(
            value["kind"], value["to_body"], value["to_date"], value["text"], _place(fact)
        )


def _duties(item: Fact) -> Iterator[Duty]:
    for fact in (*_clauses(item, "decision"), *item.of_kind("assignment")):
        value: dict[str, Any] = fact.typed_value()
        if value["due_date"] is None and not value["due_text"]:
            continue
        who = ", ".join(str(one.value.get("name") or "") for one in fact.of_kind("assignee"))
        if not who and fact.kind.name == "clause" and value["action"] != "assign":
            continue
        yield Duty(value["text"], who, value["due_date"], value["due_text"], _place(fact))


def _references(item: Fact) -> Iterator[Reference]:
    for fact in item.of_kind("reference"):
        day = fact.typed_value()["date"]
        if day is not None:
            yield Reference(day, _place(fact))
