"""Last stage: the facts that a rule is unsure of are marked, each with a reason for the reviewer.

Pure: a record and its text become the same record with doubts. Nothing is dropped, nothing
changed. A reason is kept only where the facts that have it are wrong several times as often as
others; `python -m tests.corpus --doubts` measures that, and `docs/reference/doubts.md` tells
what each is worth.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import zip_longest
from operator import is_
from typing import TYPE_CHECKING, Any, TypeVar

from handslag.source.parsing.dates import find_days
from handslag.source.parsing.doubtful_names import doubt_of_name, doubt_of_presenter
from handslag.source.parsing.doubtful_words import (
    doubt_of_assignment,
    doubt_of_body,
    doubt_of_clause,
    doubt_of_heading,
    doubt_of_place,
)
from handslag.source.parsing.reasons import Reason
from handslag.source.record import (
    Amount,
    Assignment,
    Attachment,
    Clause,
    Decision,
    Item,
    Kind,
    MeetingRecord,
    Named,
    Outcome,
    Person,
    Presence,
    When,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from handslag.source.text import CanonicalText

T = TypeVar("T", Amount, Assignment, Attachment, Clause, Item, Named, Person, When)


def doubt(record: MeetingRecord, text: CanonicalText) -> MeetingRecord:
    """The same record, with a reason on each fact that may be wrong."""
    listed = frozenset(person.name for person in record.attendees)
    return replace(
        record,
        body=_marked(record.body, doubt_of_body(record.body.name)) if record.body else None,
        date_doubt=_said(_date(record, text)),
        time_doubt=_said(_time(record)),
        place_doubt=_said(doubt_of_place(record.place)),
        attendees=_each(record.attendees, lambda person: _attendee(person, text)),
        items=tuple(_in_item(item, record, text, listed) for item in _gaps(record.items)),
    )


def _marked(fact: T, reason: Reason | None) -> T:
    """The fact with the reason; as it is where there is none."""
    return replace(fact, doubt=reason.value) if reason else fact


def _each(facts: tuple[T, ...], why: Callable[[T], Reason | None]) -> tuple[T, ...]:
    """The facts, each with its reason; the same tuple where none has one."""
    reasons = [why(fact) for fact in facts]
    if not any(reasons):
        return facts
    return tuple(map(_marked, facts, reasons))


def _said(reason: Reason | None) -> str | None:
    return reason.value if reason else None


def _date(record: MeetingRecord, text: CanonicalText) -> Reason | None:
    if record.date is None or record.date_span is None:
        return None
    mentions = find_days(text.text, record.date_span.start, record.date_span.end)
    return Reason.YEAR_MISSING if mentions and mentions[0].year is None else None


_EARLY, _LATE, _LONG = 7, 19, 10
"""Hours between which meetings begin, and how long they last at most."""


def _time(record: MeetingRecord) -> Reason | None:
    start, end = record.start, record.end
    if start is None:
        return None
    odd = not _EARLY <= start.hour <= _LATE
    if end is not None:
        odd = odd or end <= start or end.hour - start.hour >= _LONG
    return Reason.ODD_TIME if odd else None


_AWAY = re.compile(r"förhind|frånvar|ej närvar|inte närvar", re.IGNORECASE)
_JUST_BEFORE = 25


def _attendee(person: Person, text: CanonicalText) -> Reason | None:
    reason = doubt_of_name(person.name)
    if reason or person.span is None or person.presence is Presence.ABSENT:
        return reason
    start = person.span.start
    return (
        Reason.MAY_BE_AWAY if _AWAY.search(text.text, max(0, start - _JUST_BEFORE), start) else None
    )


_LEAP = 5
"""So many numbers may have fallen out together."""


def _gaps(items: tuple[Item, ...]) -> Iterator[Item]:
    """The items; those that the next number does not follow may hold another one's text."""
    for item, following in zip_longest(items, items[1:]):
        one, next_ = (re.search(r"\d+", i.number or "") if i else None for i in (item, following))
        missing = int(next_[0]) - int(one[0]) - 1 if one and next_ else 0
        yield _with_gap(item) if 0 < missing <= _LEAP else item


def _with_gap(item: Item) -> Item:
    def of_next(facts: tuple[T, ...]) -> tuple[T, ...]:
        return _each(facts, lambda _: Reason.IN_GAP)

    decisions = tuple(replace(d, clauses=of_next(d.clauses)) for d in item.decisions)
    return replace(
        _marked(item, Reason.GAP),
        presenters=of_next(item.presenters),
        decisions=decisions,
        attachments=of_next(item.attachments),
        references=of_next(item.references),
    )


def _in_item(
    item: Item, record: MeetingRecord, text: CanonicalText, listed: frozenset[str]
) -> Item:
    reason = doubt_of_heading(item) or _outcome(item, record.kind, text)
    referred = item.referred_to
    marked: dict[str, Any] = {
        "doubt": reason.value if reason else item.doubt,
        "presenters": _each(item.presenters, lambda one: doubt_of_presenter(one, listed)),
        "decisions": _decided(item.decisions),
        "proposed_decisions": _decided(item.proposed_decisions),
        "assignments": _each(item.assignments, lambda told: doubt_of_assignment(told.text)),
    }
    if referred and referred.date is None:
        marked["referred_to"] = _marked(referred, Reason.NO_DAY)
    if record.source.recognised:
        marked["amounts"] = _each(item.amounts, lambda _: Reason.FROM_A_PICTURE)
    changed = {name: value for name, value in marked.items() if value is not getattr(item, name)}
    return replace(item, **changed) if changed else item


_FORMAL = re.compile(
    r"(?:val\s(?:av|till)|fastställ|godkänn\w+\sav|justering|föregående|föredragningslista"
    r"|dagordning|genomgång\sav\s(?:föregående|protokoll))",
    re.IGNORECASE,
)
_SOME_TEXT = 4


def _outcome(item: Item, kind: Kind, text: CanonicalText) -> Reason | None:
    """Why an item that ends in nothing may have ended in something, or be no item."""
    if kind is not Kind.MINUTES or item.outcome is not Outcome.NONE:
        return None
    if _FORMAL.match(item.heading):
        return Reason.NO_DECISION
    under = text.text[item.heading_span.end : item.span.end]
    return Reason.NO_TEXT if len(under) < 80 and len(under.strip()) < _SOME_TEXT else None


def _decided(decisions: tuple[Decision, ...]) -> tuple[Decision, ...]:
    marked = tuple(map(_decision, decisions))
    return decisions if all(map(is_, marked, decisions)) else marked


def _decision(decision: Decision) -> Decision:
    clauses = _each(decision.clauses, doubt_of_clause)
    return decision if clauses is decision.clauses else replace(decision, clauses=clauses)
