"""Every kind of fact that a document can tell: one table for reading, review and acceptance.

A new kind is one entry here: the fields it has, what it hangs on, and how it is found in a
record. Suggestions are made from it, the review page shows it, forms correct and add it. Only
`intake.acceptance` must also say what the domain makes of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handslag.intake.fields import (
    Clock,
    Count,
    Day,
    FieldSpec,
    Kronor,
    NameList,
    Numbers,
    OneOf,
    Words,
    YesNo,
)
from handslag.source.text import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from django_stubs_ext import StrOrPromise

    from handslag.source.record import Decision, Item, MeetingRecord, Person, Proposal, When

Json = dict[str, Any]
TOP = ""
"""The parent of what hangs on the document itself."""


@dataclass(frozen=True, slots=True)
class Read:
    """One fact as the reader found it. `of` is the record's own part, for what hangs on it."""

    value: Json
    span: Span | None
    of: object = None
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of fact.

    `read` takes the record's part that a parent stands for (the whole record at the top) and
    gives the facts of this kind in it, in order.
    """

    name: str
    label: StrOrPromise
    fields: tuple[FieldSpec, ...]
    read: Callable[[Any], Iterable[Read]]
    parents: tuple[str, ...] = (TOP,)
    single: bool = False
    """There is at most one of it."""
    main: tuple[str, ...] = field(default=())
    """The fields that tell it apart from others of its kind; all of them where none is named."""

    between: str = " "
    """What stands between those fields on the fact's one line."""

    def field_named(self, name: str) -> FieldSpec:
        """The field with this name. Raises KeyError where there is none."""
        for spec in self.fields:
            if spec.name == name:
                return spec
        raise KeyError(name)

    def summary(self, value: Json) -> str:
        """The fact on one line, as a person reads it."""
        names = self.main or tuple(spec.name for spec in self.fields)
        shown = (self.field_named(name).form.display(value.get(name)) for name in names)
        return self.between.join(words for words in shown if words)

    def empty(self) -> Json:
        """The JSON value of a fact that nobody has filled in yet."""
        return {spec.name: spec.default for spec in self.fields}


DOCUMENT_KINDS = (
    ("notice", _("kallelse")),
    ("minutes", _("minnesanteckningar eller protokoll")),
    ("unknown", _("okänt slag")),
)
SEVERITIES = (
    ("error", _("fel")),
    ("warning", _("varning")),
    ("info", _("upplysning")),
)
PRESENCES = (
    ("present", _("närvarande")),
    ("partly", _("närvarande under en del av mötet")),
    ("absent", _("frånvarande")),
)
OUTCOMES = (
    ("decided", _("beslutat")),
    ("noted", _("lagt till handlingarna")),
    ("tabled", _("bordlagt")),
    ("referred", _("hänskjutet")),
    ("withdrawn", _("utgått")),
    ("proposed", _("planerat")),
    ("none", _("inget utfall angivet")),
)
ACTIONS = (
    ("approve", _("godkänt")),
    ("reject", _("avslaget")),
    ("note", _("till handlingarna")),
    ("endorse", _("ställt sig bakom")),
    ("appoint", _("utsett")),
    ("assign", _("uppdrag")),
    ("refer", _("hänskjutet")),
    ("table", _("bordlagt")),
    ("postpone", _("uppskjutet")),
    ("other", _("annat beslut")),
)
STANCES = (
    ("supports", _("ställer sig bakom")),
    ("not-opposed", _("motsätter sig inte")),
    ("opposes", _("motsätter sig")),
    ("takes-no-part", _("deltar inte")),
    ("cannot-decide-yet", _("kan inte ta ställning än")),
)
TRANSFERS = (
    ("tabled", _("bordlagt till")),
    ("referred", _("hänskjutet till")),
    ("returned", _("återlämnat till")),
    ("taken-back", pgettext_lazy("ärende", "återtaget")),
)


def cover(spans: Iterable[Span | None]) -> Span | None:
    """The place that covers all of `spans`; None where there are none."""
    known = [span for span in spans if span is not None]
    if not known:
        return None
    return Span(min(span.start for span in known), max(span.end for span in known))


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def _clock(clock: Any) -> str | None:
    return clock.strftime("%H:%M") if clock is not None else None


def _kind(record: MeetingRecord) -> Iterator[Read]:
    yield Read({"kind": record.kind.value}, None)


def _title(record: MeetingRecord) -> Iterator[Read]:
    if record.title:
        yield Read({"text": record.title}, None)


def _body(record: MeetingRecord) -> Iterator[Read]:
    if body := record.body:
        value = {"name": body.name, "short_name": body.short_name or ""}
        yield Read(value, body.span, doubt=body.doubt or "")


def _date(record: MeetingRecord) -> Iterator[Read]:
    if record.date:
        value = {"date": _day(record.date)}
        yield Read(value, record.date_span, doubt=record.date_doubt or "")


def _document_date(record: MeetingRecord) -> Iterator[Read]:
    if record.document_date:
        yield Read({"date": _day(record.document_date)}, None)


def _time(record: MeetingRecord) -> Iterator[Read]:
    if record.start is not None or record.end is not None:
        value = {"start": _clock(record.start), "end": _clock(record.end)}
        yield Read(value, record.time_span, doubt=record.time_doubt or "")


def _place(record: MeetingRecord) -> Iterator[Read]:
    if record.place:
        value = {"place": record.place}
        yield Read(value, record.place_span, doubt=record.place_doubt or "")


def _person(person: Person) -> Json:
    return {
        "name": person.name,
        "title": person.title or "",
        "organisation": person.organisation or "",
    }


def _attendees(record: MeetingRecord) -> Iterator[Read]:
    for person in record.attendees:
        presence = person.presence.value if person.presence else "present"
        value = {**_person(person), "presence": presence}
        yield Read(value, person.span, doubt=person.doubt or "")


def _items(record: MeetingRecord) -> Iterator[Read]:
    for item in record.items:
        value = {
            "number": item.number or "",
            "heading": item.heading,
            "late": item.late,
            "outcome": item.outcome.value,
        }
        yield Read(value, item.heading_span, item, item.doubt or "")


def _presenters(item: Item) -> Iterator[Read]:
    for person in item.presenters:
        yield Read(_person(person), person.span, doubt=person.doubt or "")


def _proposals(item: Item) -> Iterator[Read]:
    for proposal in item.proposals:
        span = cover(point.span for point in proposal.points)
        yield Read({"by": proposal.by or ""}, span, proposal)


def _points(proposal: Proposal) -> Iterator[Read]:
    for point in proposal.points:
        value = {"number": point.number or "", "text": point.text}
        yield Read(value, point.span, doubt=point.doubt or "")


def _decision(decision: Decision) -> Read:
    value = {"by": decision.by or "", "abstaining": list(decision.abstaining)}
    return Read(value, cover(clause.span for clause in decision.clauses), decision)


def _proposed_decisions(item: Item) -> Iterator[Read]:
    return map(_decision, item.proposed_decisions)


def _decisions(item: Item) -> Iterator[Read]:
    return map(_decision, item.decisions)


def _votes(decision: Decision) -> Iterator[Read]:
    if votes := decision.votes:
        value = {
            "in_favour": votes.for_,
            "against": votes.against,
            "abstained": votes.abstained,
        }
        yield Read(value, cover(clause.span for clause in decision.clauses))


def _reservations(decision: Decision) -> Iterator[Read]:
    for person in decision.reservations:
        yield Read(_person(person), person.span, doubt=person.doubt or "")


def _due(due: When | None) -> Json:
    return {"due_date": _day(due.date) if due else None, "due_text": due.text if due else ""}


def _clauses(decision: Decision) -> Iterator[Read]:
    for clause in decision.clauses:
        value = {
            "text": clause.text,
            "action": clause.action.value,
            "points": list(clause.points),
            "scope": clause.scope or "",
            **_due(clause.due),
            "inline": clause.inline,
        }
        yield Read(value, clause.span, clause, clause.doubt or "")


def _appointees(clause: Any) -> Iterator[Read]:
    for person in clause.appointees:
        yield Read(_person(person), person.span, doubt=person.doubt or "")


def _assignees(thing: Any) -> Iterator[Read]:
    for named in thing.assignees:
        yield Read({"name": named.name}, named.span, doubt=named.doubt or "")


def _assignments(item: Item) -> Iterator[Read]:
    for told in item.assignments:
        yield Read({"text": told.text, **_due(told.due)}, told.span, told, told.doubt or "")


def _stances(item: Item) -> Iterator[Read]:
    for told in item.stances:
        value = {"by": told.by, "stance": told.stance.value, "points": list(told.points)}
        yield Read(value, told.span, doubt=told.doubt or "")


def _transfers(item: Item) -> Iterator[Read]:
    for way, when in (("tabled", item.adjourned_to), ("referred", item.referred_to)):
        if when is not None:
            value = {
                "kind": way,
                "to_body": when.body or "",
                "to_date": _day(when.date),
                "text": when.text,
            }
            yield Read(value, when.span, doubt=when.doubt or "")


def _attachments(item: Item) -> Iterator[Read]:
    for attachment in item.attachments:
        yield Read({"label": attachment.label}, attachment.span, doubt=attachment.doubt or "")


def _amounts(item: Item) -> Iterator[Read]:
    for amount in item.amounts:
        value = {"value": str(amount.value), "text": amount.text, "per": amount.per or ""}
        yield Read(value, amount.span, doubt=amount.doubt or "")


def _references(item: Item) -> Iterator[Read]:
    for when in item.references:
        value = {"date": _day(when.date), "text": when.text}
        yield Read(value, when.span, doubt=when.doubt or "")


_PERSON = (
    FieldSpec("name", _("Namn"), required=True),
    FieldSpec("title", _("Titel")),
    FieldSpec("organisation", _("Organisation")),
)
_DUE = (
    FieldSpec("due_date", _("Klart senast"), Day(), default=None),
    FieldSpec("due_text", _("Klart senast, som det står"), Words(300)),
)
_DECISION = (
    FieldSpec("by", _("Vem som beslutar")),
    FieldSpec(
        "abstaining",
        _("Deltar inte i beslutet"),
        NameList(),
        help=_("Parter med komma emellan."),
        default=[],
    ),
)
_POINTS = FieldSpec(
    "points",
    _("Punkter i förslaget"),
    Numbers(),
    help=_("Till exempel 1, 2 eller 1-3."),
    default=[],
)
_LONG = Words(20_000, long=True)

KINDS: tuple[Kind, ...] = (
    Kind(
        "kind",
        _("Dokumentets slag"),
        (FieldSpec("kind", _("Slag"), OneOf(DOCUMENT_KINDS), required=True, default="unknown"),),
        _kind,
        single=True,
    ),
    Kind(
        "title",
        _("Dokumentets titel"),
        (FieldSpec("text", _("Titel"), Words(500), required=True),),
        _title,
        single=True,
    ),
    Kind(
        "body",
        _("Organ"),
        (
            FieldSpec("name", _("Namn"), Words(300), required=True),
            FieldSpec("short_name", _("Kort namn"), Words(100)),
        ),
        _body,
        single=True,
        main=("name",),
    ),
    Kind(
        "date",
        _("Mötesdag"),
        (FieldSpec("date", _("Dag"), Day(), required=True, default=None),),
        _date,
        single=True,
    ),
    Kind(
        "document_date",
        _("Dokumentets datum"),
        (FieldSpec("date", _("Dag"), Day(), required=True, default=None),),
        _document_date,
        single=True,
    ),
    Kind(
        "time",
        _("Tid"),
        (
            FieldSpec("start", _("Börjar"), Clock(), default=None),
            FieldSpec("end", _("Slutar"), Clock(), default=None),
        ),
        _time,
        single=True,
        between="–",
    ),
    Kind(
        "place",
        _("Plats"),
        (FieldSpec("place", _("Plats"), Words(300), required=True),),
        _place,
        single=True,
    ),
    Kind(
        "attendee",
        _("Deltagare"),
        (
            *_PERSON,
            FieldSpec("presence", _("Närvaro"), OneOf(PRESENCES), default="present"),
        ),
        _attendees,
        main=("name", "title", "organisation"),
        between=", ",
    ),
    Kind(
        "item",
        _("Punkt på dagordningen"),
        (
            FieldSpec("number", _("Nummer"), Words(20)),
            FieldSpec("heading", _("Rubrik"), Words(2_000, long=True), required=True),
            FieldSpec("outcome", _("Utfall"), OneOf(OUTCOMES), default="none"),
            FieldSpec("late", _("Tillkommande ärende"), YesNo(), default=False),
        ),
        _items,
        main=("number", "heading"),
    ),
    Kind("presenter", _("Föredragande"), _PERSON, _presenters, ("item",), between=", "),
    Kind(
        "proposal", _("Förslag"), (FieldSpec("by", _("Vem som föreslår")),), _proposals, ("item",)
    ),
    Kind(
        "point",
        _("Punkt i förslaget"),
        (
            FieldSpec("number", _("Nummer"), Words(20)),
            FieldSpec("text", _("Text"), _LONG, required=True),
        ),
        _points,
        ("proposal",),
    ),
    Kind("proposed_decision", _("Förslag till beslut"), _DECISION, _proposed_decisions, ("item",)),
    Kind("decision", _("Beslut"), _DECISION, _decisions, ("item",)),
    Kind(
        "vote",
        _("Omröstning"),
        (
            FieldSpec("in_favour", _("Röster för"), Count(), default=0),
            FieldSpec("against", _("Röster mot"), Count(), default=0),
            FieldSpec("abstained", _("Avstod"), Count(), default=0),
        ),
        _votes,
        ("decision",),
        between="–",
    ),
    Kind("reservation", _("Reservation"), _PERSON, _reservations, ("decision",), between=", "),
    Kind(
        "clause",
        _("Att-sats"),
        (
            FieldSpec("text", _("Text"), _LONG, required=True),
            FieldSpec("action", _("Vad som beslutas"), OneOf(ACTIONS), default="other"),
            _POINTS,
            FieldSpec("scope", _("Gäller bara"), help=_("Till exempel kommunerna.")),
            *_DUE,
            FieldSpec("inline", _("Står i löpande text"), YesNo(), default=False),
        ),
        _clauses,
        ("decision", "proposed_decision"),
        main=("text",),
    ),
    Kind("appointee", _("Utsedd"), _PERSON, _appointees, ("clause",), between=", "),
    Kind(
        "assignment",
        _("Uppdrag i löpande text"),
        (FieldSpec("text", _("Text"), _LONG, required=True), *_DUE),
        _assignments,
        ("item",),
        main=("text",),
    ),
    Kind(
        "assignee",
        _("Ansvarig"),
        (FieldSpec("name", _("Namn"), required=True),),
        _assignees,
        ("clause", "assignment"),
    ),
    Kind(
        "stance",
        _("Ståndpunkt"),
        (
            FieldSpec("by", _("Part"), required=True),
            FieldSpec("stance", _("Ståndpunkt"), OneOf(STANCES), default="supports"),
            _POINTS,
        ),
        _stances,
        ("item",),
    ),
    Kind(
        "transfer",
        _("Ärendet går vidare"),
        (
            FieldSpec("kind", _("Hur"), OneOf(TRANSFERS), default="tabled"),
            FieldSpec("to_body", _("Till organ")),
            FieldSpec("to_date", _("Till dag"), Day(), default=None),
            FieldSpec("text", _("Som det står"), Words(300)),
        ),
        _transfers,
        ("item",),
        main=("kind", "to_body", "to_date"),
    ),
    Kind(
        "attachment",
        _("Bilaga"),
        (FieldSpec("label", _("Beteckning"), Words(300), required=True),),
        _attachments,
        ("item",),
    ),
    Kind(
        "amount",
        _("Belopp"),
        (
            FieldSpec("value", _("Kronor"), Kronor(), required=True, default=None),
            FieldSpec("text", _("Som det står"), Words(300)),
            FieldSpec("per", _("Per"), Words(50), help=_("Till exempel år.")),
        ),
        _amounts,
        ("item",),
        main=("value", "per"),
    ),
    Kind(
        "reference",
        _("Tidigare möte"),
        (
            FieldSpec("date", _("Dag"), Day(), default=None),
            FieldSpec("text", _("Som det står"), Words(300)),
        ),
        _references,
        ("item",),
    ),
)
BY_NAME = {kind.name: kind for kind in KINDS}


def kinds_under(parent: str) -> tuple[Kind, ...]:
    """The kinds that can hang on a fact of kind `parent` (`TOP`: on the document itself)."""
    return tuple(kind for kind in KINDS if parent in kind.parents)
