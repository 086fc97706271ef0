"""The record as JSON, after the contract `handslag:meeting-record:1`, and back again.

`to_json` and `from_json` are each other's inverse. Days are ISO dates, clock times "HH:MM",
spans pairs of offsets. Beside what the contract names stand `heading_span`, `date_span`,
`time_span`, `place_span`, `pieces`, and `doubt` on the facts that a rule is unsure of (of the
meeting's day, time and place: `date_doubt`, `time_doubt`, `place_doubt`), which it allows. A place
that is not known is left out, because the contract's spans are never null.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from typing import Any, TypeVar

from handslag.source.record.model import (
    RECORD_VERSION,
    Action,
    Amount,
    Assignment,
    Attachment,
    Clause,
    Decision,
    Finding,
    Item,
    Kind,
    MeetingRecord,
    Named,
    Outcome,
    Person,
    Point,
    Presence,
    Proposal,
    Severity,
    Sitting,
    Source,
    Stance,
    StanceKind,
    Votes,
    When,
)
from handslag.source.text import Span

Json = dict[str, Any]
T = TypeVar("T")


def to_json(record: MeetingRecord) -> Json:
    """The record in the contract's form, ready for `json.dumps`."""
    return {
        "record_version": RECORD_VERSION,
        "source": _source_to(record.source),
        "kind": record.kind.value,
        "title": record.title,
        "body": _named_to(record.body) if record.body else None,
        "date": _day_to(record.date),
        "document_date": _day_to(record.document_date),
        "start": _clock_to(record.start),
        "end": _clock_to(record.end),
        "place": record.place,
        "sittings": [_sitting_to(sitting) for sitting in record.sittings],
        "attendees": [_person_to(person) for person in record.attendees],
        "items": [_item_to(item) for item in record.items],
        "findings": [_finding_to(finding) for finding in record.findings],
        **_span_to(record.date_span, "date_span"),
        **_span_to(record.time_span, "time_span"),
        **_span_to(record.place_span, "place_span"),
        **_doubt_to(record.date_doubt, "date_doubt"),
        **_doubt_to(record.time_doubt, "time_doubt"),
        **_doubt_to(record.place_doubt, "place_doubt"),
    }


def from_json(data: Json) -> MeetingRecord:
    """The record that `to_json` wrote.

    Raises KeyError or ValueError where `data` does not follow the contract or is of another
    version of it.
    """
    if data["record_version"] != RECORD_VERSION:
        msg = f"record version {data['record_version']!r} is not {RECORD_VERSION}"
        raise ValueError(msg)
    body = data.get("body")
    return MeetingRecord(
        source=_source_from(data["source"]),
        kind=Kind(data["kind"]),
        title=data.get("title"),
        body=_named_from(body) if body else None,
        date=_day_from(data["date"]),
        date_span=_span_from(data, "date_span"),
        date_doubt=data.get("date_doubt"),
        document_date=_day_from(data.get("document_date")),
        start=_clock_from(data.get("start")),
        end=_clock_from(data.get("end")),
        time_span=_span_from(data, "time_span"),
        time_doubt=data.get("time_doubt"),
        place=data.get("place"),
        place_span=_span_from(data, "place_span"),
        place_doubt=data.get("place_doubt"),
        sittings=_each(_sitting_from, data, "sittings"),
        attendees=_each(_person_from, data, "attendees"),
        items=_each(_item_from, data, "items"),
        findings=_each(_finding_from, data, "findings"),
    )


def _each(read: Callable[[Json], T], data: Json, key: str) -> tuple[T, ...]:
    return tuple(read(part) for part in data.get(key) or ())


def _day_to(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day_from(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None


def _clock_to(clock: time | None) -> str | None:
    return clock.strftime("%H:%M") if clock is not None else None


def _clock_from(clock: str | None) -> time | None:
    return time.fromisoformat(clock) if clock else None


def _span_to(span: Span | None, key: str = "span") -> Json:
    return {key: [span.start, span.end]} if span is not None else {}


def _span_from(data: Json, key: str = "span") -> Span | None:
    return Span(*data[key]) if data.get(key) is not None else None


def _doubt_to(doubt: str | None, key: str = "doubt") -> Json:
    return {key: doubt} if doubt else {}


def _place_to(fact: Any) -> Json:
    """Where a fact stands, and why a rule is unsure of it."""
    return {**_span_to(fact.span), **_doubt_to(fact.doubt)}


def _required_span(data: Json, key: str = "span") -> Span:
    start, end = data[key]
    return Span(start, end)


def _source_to(source: Source) -> Json:
    return {
        "name": source.name,
        "sha256": source.sha256,
        "media_type": source.media_type,
        "pages": source.pages,
        "characters": source.characters,
        "recognised": source.recognised,
        "text_sha256": source.text_sha256,
        "reader": source.reader,
    }


def _source_from(data: Json) -> Source:
    return Source(
        name=data["name"],
        sha256=data["sha256"],
        media_type=data["media_type"],
        characters=data["characters"],
        text_sha256=data["text_sha256"],
        reader=data["reader"],
        pages=data.get("pages"),
        recognised=data.get("recognised", False),
    )


def _named_to(named: Named) -> Json:
    return {
        "name": named.name,
        "short_name": named.short_name,
        **_place_to(named),
    }


def _named_from(data: Json) -> Named:
    return Named(data["name"], data.get("short_name"), _span_from(data), data.get("doubt"))


def _person_to(person: Person) -> Json:
    present = {"present": person.presence.value} if person.presence else {}
    return {
        "name": person.name,
        "title": person.title,
        "organisation": person.organisation,
        **present,
        **_place_to(person),
    }


def _person_from(data: Json) -> Person:
    present = data.get("present")
    return Person(
        name=data["name"],
        title=data.get("title"),
        organisation=data.get("organisation"),
        presence=Presence(present) if present else None,
        span=_span_from(data),
        doubt=data.get("doubt"),
    )


def _when_to(when: When | None) -> Json | None:
    if when is None:
        return None
    return {
        "date": _day_to(when.date),
        "text": when.text,
        "body": when.body,
        **_place_to(when),
    }


def _when_from(data: Json) -> When:
    return When(
        text=data["text"],
        date=_day_from(data.get("date")),
        body=data.get("body"),
        span=_span_from(data),
        doubt=data.get("doubt"),
    )


def _when_or_none(data: Json | None) -> When | None:
    return _when_from(data) if data else None


def _sitting_to(sitting: Sitting) -> Json:
    return {
        "label": sitting.label,
        "start": _clock_to(sitting.start),
        "end": _clock_to(sitting.end),
        **_span_to(sitting.span),
    }


def _sitting_from(data: Json) -> Sitting:
    return Sitting(
        label=data["label"],
        start=_clock_from(data.get("start")),
        end=_clock_from(data.get("end")),
        span=_span_from(data),
    )


def _clause_to(clause: Clause) -> Json:
    return {
        "text": clause.text,
        "action": clause.action.value,
        "points": list(clause.points),
        "scope": clause.scope,
        "assignees": [_named_to(named) for named in clause.assignees],
        "appointees": [_person_to(person) for person in clause.appointees],
        "due": _when_to(clause.due),
        "span": [clause.span.start, clause.span.end],
        "pieces": [[piece.start, piece.end] for piece in clause.pieces],
        "inline": clause.inline,
        "doubt": clause.doubt,
    }


def _clause_from(data: Json) -> Clause:
    return Clause(
        text=data["text"],
        action=Action(data["action"]),
        span=_required_span(data),
        points=tuple(data.get("points") or ()),
        scope=data.get("scope"),
        assignees=_each(_named_from, data, "assignees"),
        appointees=_each(_person_from, data, "appointees"),
        due=_when_or_none(data.get("due")),
        inline=data.get("inline", False),
        pieces=tuple(Span(*piece) for piece in data.get("pieces") or ()),
        doubt=data.get("doubt"),
    )


def _decision_to(decision: Decision) -> Json:
    votes = decision.votes
    return {
        "by": decision.by,
        "abstaining": list(decision.abstaining),
        "clauses": [_clause_to(clause) for clause in decision.clauses],
        "votes": {"for": votes.for_, "against": votes.against, "abstained": votes.abstained}
        if votes
        else None,
        "reservations": [_person_to(person) for person in decision.reservations],
    }


def _decision_from(data: Json) -> Decision:
    votes = data.get("votes")
    return Decision(
        clauses=_each(_clause_from, data, "clauses"),
        by=data.get("by"),
        abstaining=tuple(data.get("abstaining") or ()),
        votes=Votes(votes["for"], votes["against"], votes.get("abstained", 0)) if votes else None,
        reservations=_each(_person_from, data, "reservations"),
    )


def _proposal_to(proposal: Proposal) -> Json:
    return {
        "by": proposal.by,
        "points": [
            {"number": point.number, "text": point.text, **_place_to(point)}
            for point in proposal.points
        ],
    }


def _proposal_from(data: Json) -> Proposal:
    return Proposal(_each(_point_from, data, "points"), data.get("by"))


def _point_from(data: Json) -> Point:
    return Point(data.get("number"), data["text"], _required_span(data), data.get("doubt"))


def _assignment_to(assignment: Assignment) -> Json:
    return {
        "text": assignment.text,
        "assignees": [_named_to(named) for named in assignment.assignees],
        "due": _when_to(assignment.due),
        **_place_to(assignment),
    }


def _assignment_from(data: Json) -> Assignment:
    return Assignment(
        text=data["text"],
        span=_required_span(data),
        assignees=_each(_named_from, data, "assignees"),
        due=_when_or_none(data.get("due")),
        doubt=data.get("doubt"),
    )


def _stance_to(stance: Stance) -> Json:
    return {
        "by": stance.by,
        "stance": stance.stance.value,
        "points": list(stance.points),
        **_place_to(stance),
    }


def _stance_from(data: Json) -> Stance:
    return Stance(
        by=data["by"],
        stance=StanceKind(data["stance"]),
        span=_required_span(data),
        points=tuple(data.get("points") or ()),
        doubt=data.get("doubt"),
    )


def _amount_to(amount: Amount) -> Json:
    whole = amount.value == amount.value.to_integral_value()
    return {
        "value": int(amount.value) if whole else float(amount.value),
        "per": amount.per,
        "text": amount.text,
        **_place_to(amount),
    }


def _amount_from(data: Json) -> Amount:
    return Amount(
        value=Decimal(str(data["value"])),
        text=data["text"],
        per=data.get("per"),
        span=_span_from(data),
        doubt=data.get("doubt"),
    )


def _attachment_from(data: Json) -> Attachment:
    return Attachment(data["label"], _span_from(data), data.get("doubt"))


def _item_to(item: Item) -> Json:
    return {
        "order": item.order,
        "number": item.number,
        "heading": item.heading,
        "presenters": [_person_to(person) for person in item.presenters],
        "text": item.text,
        "proposals": [_proposal_to(proposal) for proposal in item.proposals],
        "proposed_decisions": [_decision_to(decision) for decision in item.proposed_decisions],
        "decisions": [_decision_to(decision) for decision in item.decisions],
        "assignments": [_assignment_to(assignment) for assignment in item.assignments],
        "stances": [_stance_to(stance) for stance in item.stances],
        "late": item.late,
        "outcome": item.outcome.value,
        "adjourned_to": _when_to(item.adjourned_to),
        "referred_to": _when_to(item.referred_to),
        "attachments": [
            {"label": attachment.label, **_place_to(attachment)} for attachment in item.attachments
        ],
        "references": [_when_to(reference) for reference in item.references],
        "amounts": [_amount_to(amount) for amount in item.amounts],
        "span": [item.span.start, item.span.end],
        "heading_span": [item.heading_span.start, item.heading_span.end],
        **_doubt_to(item.doubt),
    }


def _item_from(data: Json) -> Item:
    span = _required_span(data)
    return Item(
        order=data["order"],
        number=data["number"],
        heading=data["heading"],
        span=span,
        heading_span=_span_from(data, "heading_span") or span,
        outcome=Outcome(data["outcome"]),
        text=data.get("text", ""),
        presenters=_each(_person_from, data, "presenters"),
        proposals=_each(_proposal_from, data, "proposals"),
        proposed_decisions=_each(_decision_from, data, "proposed_decisions"),
        decisions=_each(_decision_from, data, "decisions"),
        assignments=_each(_assignment_from, data, "assignments"),
        stances=_each(_stance_from, data, "stances"),
        late=data.get("late", False),
        adjourned_to=_when_or_none(data.get("adjourned_to")),
        referred_to=_when_or_none(data.get("referred_to")),
        attachments=_each(_attachment_from, data, "attachments"),
        references=_each(_when_from, data, "references"),
        amounts=_each(_amount_from, data, "amounts"),
        doubt=data.get("doubt"),
    )


def _finding_to(finding: Finding) -> Json:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        **_span_to(finding.span),
    }


def _finding_from(data: Json) -> Finding:
    return Finding(
        code=data["code"],
        severity=Severity(data["severity"]),
        message=data["message"],
        span=_span_from(data),
    )
