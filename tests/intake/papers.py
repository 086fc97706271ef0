"""Papers to take in: a text and the record of it, written together so that every place is right.

    notice = paper("notice", items=[item("1", "Hembesök om natten", clauses=["att godkänna ..."])])

Reading itself is tested elsewhere; here the reader answers what the paper says.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, time
from decimal import Decimal
from hashlib import sha256
from typing import Any

from handslag.source.record import (
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
    Source,
    Stance,
    StanceKind,
    Votes,
    When,
)
from handslag.source.text import CanonicalText, Span

DAY = date(2031, 3, 14)


@dataclass(frozen=True)
class Paper:
    """What a reader gives for some bytes."""

    data: bytes
    text: CanonicalText
    record: MeetingRecord

    @property
    def name(self) -> str:
        return self.record.source.name

    def read_as(self, **changes: Any) -> Paper:
        """The same bytes, read otherwise."""
        return replace(self, record=replace(self.record, **changes))


@dataclass
class Ink:
    """Writes a text and says where in it each thing stands."""

    lines: list[str] = field(default_factory=list)
    length: int = 0

    def write(self, words: str, before: str = "") -> Span:
        start = self.length + len(before)
        self.lines.append(before + words)
        self.length = start + len(words) + 1
        return Span(start, start + len(words))

    @property
    def text(self) -> str:
        return "".join(f"{line}\n" for line in self.lines)


def item(number: str | None, heading: str, **rest: Any) -> dict[str, Any]:
    """An item; what may stand under it is told in `_item`."""
    return {"number": number, "heading": heading, **rest}


def clause(text: str, action: str = "approve", **rest: Any) -> dict[str, Any]:
    return {"text": text, "action": action, **rest}


def paper(
    kind: str = "minutes",
    *,
    body: str | None = "Älvnätverket",
    day: date | None = DAY,
    start: time | None = time(9),
    end: time | None = time(12),
    place: str | None = "Sal Björken",
    attendees: tuple[str, ...] = ("Ada Lindh", "Bo Åkerfelt"),
    items: tuple[dict[str, Any], ...] = (),
    findings: tuple[tuple[str, str], ...] = (),
    name: str = "",
    note: str = "",
) -> Paper:
    """A paper of one meeting. `note` makes the bytes other ones without saying anything else."""
    ink = Ink()
    ink.write(f"{note or 'Älvlänets samverkan'} ({kind})")
    named = Named(body, None, ink.write(body)) if body else None
    day_span = ink.write(day.isoformat(), "Dag: ") if day else None
    time_span = ink.write(f"{start:%H.%M}-{end:%H.%M}", "Tid: ") if start and end else None
    place_span = ink.write(place, "Plats: ") if place else None
    people = tuple(
        Person(one, None, "Sotådalen", Presence.PRESENT, ink.write(one)) for one in attendees
    )
    read = tuple(_item(ink, order, one) for order, one in enumerate(items, 1))
    text = CanonicalText(ink.text)
    data = ink.text.encode()
    source = Source(
        name=name or f"{kind}.txt",
        sha256=sha256(data).hexdigest(),
        media_type="text/plain",
        characters=len(ink.text),
        text_sha256=text.sha256,
        reader="prov 1",
    )
    record = MeetingRecord(
        source=source,
        kind=Kind(kind),
        title=f"{kind} {day}",
        body=named,
        date=day,
        date_span=day_span,
        start=start,
        end=end,
        time_span=time_span,
        place=place,
        place_span=place_span,
        attendees=people,
        items=read,
        findings=tuple(
            Finding(code, Severity.WARNING, message, Span(0, 4)) for code, message in findings
        ),
    )
    return Paper(data, text, record)


def _item(ink: Ink, order: int, told: dict[str, Any]) -> Item:
    number = told["number"]
    heading = ink.write(told["heading"], f"{number} " if number else "")
    presenters = tuple(
        Person(one, "handläggare", None, None, ink.write(one, "Föredragande: "))
        for one in told.get("presenters", ())
    )
    proposals = tuple(
        Proposal(
            tuple(Point(str(n), text, ink.write(text)) for n, text in enumerate(points, 1)), by
        )
        for by, points in told.get("proposals", ())
    )
    proposed = tuple(_decision(ink, one) for one in told.get("proposed", ()))
    decisions = tuple(_decision(ink, one) for one in told.get("decisions", ()))
    if told.get("clauses"):
        decisions += (_decision(ink, {"clauses": told["clauses"]}),)
    assignments = tuple(
        Assignment(text, ink.write(text), (Named(who),), When("den 1 maj", date(2031, 5, 1)))
        for text, who in told.get("assignments", ())
    )
    stances = tuple(
        Stance(by, StanceKind(kind), ink.write(f"{by}: {kind}"), (1,))
        for by, kind in told.get("stances", ())
    )
    tabled = told.get("adjourned_to")
    referred = told.get("referred_to")
    end = ink.length
    return Item(
        order=order,
        number=number,
        heading=told["heading"],
        span=Span(heading.start, end),
        heading_span=heading,
        outcome=Outcome(told.get("outcome", "decided" if decisions else "none")),
        presenters=presenters,
        proposals=proposals,
        proposed_decisions=proposed,
        decisions=decisions,
        assignments=assignments,
        stances=stances,
        late=told.get("late", False),
        adjourned_to=When(f"till {tabled}", tabled) if tabled else None,
        referred_to=When(f"till {referred}", None, referred) if referred else None,
        attachments=tuple(
            Attachment(label, ink.write(label, "Bilaga ")) for label in told.get("attachments", ())
        ),
        amounts=tuple(
            Amount(Decimal(value), f"{value} kr", None, ink.write(f"{value} kr"))
            for value in told.get("amounts", ())
        ),
        references=tuple(
            When(f"mötet den {day}", day, None, ink.write(f"mötet den {day}"))
            for day in told.get("references", ())
        ),
    )


def _decision(ink: Ink, told: dict[str, Any]) -> Decision:
    clauses = tuple(
        _clause(ink, one if isinstance(one, dict) else clause(one)) for one in told["clauses"]
    )
    return Decision(
        clauses,
        told.get("by"),
        tuple(told.get("abstaining", ())),
        votes=Votes(*told["votes"]) if "votes" in told else None,
        reservations=tuple(
            Person(one, None, None, None, ink.write(one)) for one in told.get("reservations", ())
        ),
    )


def _clause(ink: Ink, told: dict[str, Any]) -> Clause:
    span = ink.write(told["text"])
    return Clause(
        text=told["text"],
        action=Action(told["action"]),
        span=span,
        points=tuple(told.get("points", ())),
        scope=told.get("scope"),
        appointees=tuple(Person(one) for one in told.get("appointees", ())),
        assignees=tuple(Named(one) for one in told.get("assignees", ())),
        doubt=told.get("doubt"),
    )


def full_paper(kind: str = "minutes", **rest: Any) -> Paper:
    """A paper with every kind of fact that a document can tell."""
    first = item(
        "1",
        "Hembesök om natten",
        presenters=("Siv Ekdal",),
        proposals=(("Beredningsgruppen", ("Att pröva ett år till.", "Att dela på kostnaden.")),),
        proposed=({"clauses": ("att pröva hembesöken ett år till",)},),
        decisions=(
            {
                "by": "Älvnätverket",
                "abstaining": ("regionen",),
                "clauses": (
                    clause("att godkänna punkt 1", points=(1,), scope="kommunerna"),
                    clause(
                        "att utse Pär Holm till kontaktperson", "appoint", appointees=("Pär Holm",)
                    ),
                    clause(
                        "att ge kansliet i uppdrag att räkna om", "assign", assignees=("kansliet",)
                    ),
                ),
            },
        ),
        assignments=(("Siv Ekdal återkommer med underlag.", "Siv Ekdal"),),
        stances=(("Regionen", "not-opposed"),),
        adjourned_to=date(2031, 5, 9),
        referred_to="Samverkansnämnden",
        attachments=("3a", "3b"),
        amounts=(300000, 4800000),
        references=(date(2031, 1, 17),),
        late=True,
    )
    return paper(kind, items=(first, item("2", "Mötet avslutas")), **rest)
