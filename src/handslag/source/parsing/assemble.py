"""The whole way: a canonical text becomes a meeting record, stage after stage.

lay_out             lines, marks of layout out; a page that has become one line parted
                    (run_together), and a line that holds several (unfold)
find_furniture      page furniture told apart
join_lines          the flow: wrapped lines together again, with the way back
find_headings       where the items begin
read_title ...      the head: kind and body; the occasion: day, times, place; who took part
learn_names         by which names the document calls the body that meets
read_item           each item: sections, then clauses, presenters, transfers, assignments,
                    stances, and what it mentions
gather              what is wrong or doubtful
doubt               the facts that a rule is unsure of, marked each with a reason
"""

from __future__ import annotations

import re

from handslag.source.parsing.agenda import ItemRead, Setting, read_item
from handslag.source.parsing.attendance import read_attendance
from handslag.source.parsing.bodies import BODY_WORD, frequent_decider, learn_names
from handslag.source.parsing.closing import closing_para
from handslag.source.parsing.dates import DayMention
from handslag.source.parsing.doubts import doubt
from handslag.source.parsing.findings import Read, finding, gather, has_outcome
from handslag.source.parsing.flow import Flow, join_lines
from handslag.source.parsing.furniture import find_furniture
from handslag.source.parsing.head import Title, read_title, tells_plan
from handslag.source.parsing.items import Heading, find_headings
from handslag.source.parsing.layout import lay_out
from handslag.source.parsing.lexicon import fold
from handslag.source.parsing.occasion import (
    DatedPlace,
    SittingRead,
    own_sitting,
    read_meeting_day,
    read_place,
    read_sittings,
)
from handslag.source.parsing.people import initials
from handslag.source.parsing.whose import read_body
from handslag.source.record import (
    Kind,
    MeetingRecord,
    Named,
    Person,
    Presence,
    Sitting,
    Source,
)
from handslag.source.text import CanonicalText, Span

_LATE = re.compile(r"tillkommande (?:ärende|punkt)", re.IGNORECASE)
"""A heading above the late items, 'Tillkommande ärenden', or what is said of one."""
_LATE_ITSELF = re.compile(
    r"tillkommande (?:ärende|punkt)(?:\s?[.]$|[.,;:]?\s(?:[(–-]\s?)?(?=\w))", re.IGNORECASE
)
"""What is said below the heading of one late item: 'Tillkommande ärende, godtaget av Eva Ek.'"""


def parse(text: CanonicalText, source: Source) -> MeetingRecord:
    """What `text` says as a meeting document. Pure, and never raises on any text.

    `source` describes the file and goes into the record unchanged.
    """
    lines = lay_out(text)
    if not lines:
        return MeetingRecord(source, Kind.UNKNOWN, findings=(finding("empty-text"),))
    flow = join_lines(lines, find_furniture(lines), len(text.text))
    if not flow.paras:
        span = Span(0, len(text.text))
        return MeetingRecord(source, Kind.UNKNOWN, findings=(finding("no-meeting-document", span),))
    return _record(text, flow, source)


def _record(text: CanonicalText, flow: Flow, source: Source) -> MeetingRecord:
    headings = find_headings(flow)
    until = headings[0].para if headings else len(flow.paras)
    if until <= 1:  # the items begin at once: what heads the document stands after them
        until = len(flow.paras)
    title = read_title(flow, until)
    decider = frequent_decider(flow, generic=True)
    whose = read_body(flow, until, title, decider)
    body = _named(flow, whose)
    inferred = None if body else frequent_decider(flow) or decider
    names = learn_names(flow, body.name if body else inferred)
    day, document_day, mentions = read_meeting_day(flow, until, held=title.kind is Kind.MINUTES)
    attendees = tuple(read_attendance(flow, until))
    sittings = read_sittings(flow, until)
    own = own_sitting(sittings, names)
    place = read_place(flow, until, whose)
    kind = _kind(title, attendees, planned=tells_plan(flow, until))
    meeting = day.date if day else None
    setting = Setting(kind, meeting, names, _short_names(flow, attendees))
    reads = _items(flow, headings, setting)
    if kind is Kind.UNKNOWN:
        kind = _kind_by_items(reads, occasion=meeting is not None and bool(own or place))
        if kind is Kind.NOTICE:
            reads = _items(flow, headings, setting._replace(kind=kind))
    items = tuple(read.item for read in reads)
    years = _years_of_same_day(day, mentions)
    read = Read(
        kind,
        body is not None,
        inferred is not None,
        day,
        years,
        own is not None,
        place is not None,
        items,
        attendees,
        tuple(r.item for r in reads if r.unmarked),
        tuple(span for r in reads for span in r.empty),
    )
    findings = gather(text, flow, read)
    if not items and kind is Kind.UNKNOWN and day is None:
        findings = (finding("no-meeting-document"), *findings)
    record = MeetingRecord(
        source=source,
        kind=kind,
        title=title.words,
        body=body or (Named(inferred) if inferred else None),
        date=meeting,
        date_span=flow.span(day.mention.start, day.mention.end) if day else None,
        document_date=document_day.date if document_day else None,
        start=own.clock.begins if own else None,
        end=own.clock.ends if own else None,
        time_span=flow.span(own.place.start, own.place.end) if own else None,
        place=fold(flow.text[place.start : place.end]) if place else None,
        place_span=flow.span(place.start, place.end) if place else None,
        sittings=_sittings(flow, sittings),
        attendees=() if kind is Kind.NOTICE else attendees,
        items=items,
        findings=findings,
    )
    return doubt(record, text)


def _named(flow: Flow, place: tuple[int, int] | None) -> Named | None:
    if place is None:
        return None
    start, end = place
    name = fold(flow.text[start:end])
    if flow.text[end : end + 4] == "s   ":  # a column of the head: its second line ends the name
        para = flow.paras[flow.para_at(start)]
        rest = para.text.rsplit(None, 1)[-1]
        if rest[0].islower() and BODY_WORD.fullmatch(rest):
            return Named(f"{name}s {rest}", span=flow.span(start, para.end))
    return Named(name, span=flow.span(start, end))


def _kind(title: Title, attendees: tuple[Person, ...], *, planned: bool) -> Kind:
    """By the title; without one, a list of those present shows that the meeting has been held."""
    if title.kind is not Kind.UNKNOWN:
        return title.kind
    there = [p for p in attendees if p.presence is not Presence.ABSENT]
    if len(there) >= 2:
        return Kind.MINUTES
    return Kind.NOTICE if planned else Kind.UNKNOWN


def _kind_by_items(reads: list[ItemRead], *, occasion: bool) -> Kind:
    """By what the items say: something happened, or they stand under a day and nothing has."""
    if has_outcome(tuple(read.item for read in reads)):
        return Kind.MINUTES
    return Kind.NOTICE if occasion and len(reads) > 1 else Kind.UNKNOWN


def _short_names(flow: Flow, attendees: tuple[Person, ...]) -> frozenset[str]:
    """First names of those listed, and initials where the list gives them in brackets."""
    names = {person.name.split()[0].lower() for person in attendees}
    for person in attendees:
        letters = initials(person.name)
        if len(letters) > 1 and f"({letters})" in flow.text:
            names.add(letters.lower())
    return frozenset(names)


def _items(flow: Flow, headings: list[Heading], setting: Setting) -> list[ItemRead]:
    found: list[ItemRead] = []
    late = any(_LATE.match(p.text) for p in flow.paras[: headings[0].para]) if headings else False
    for order, heading in enumerate(headings, start=1):
        if order < len(headings):
            following = headings[order].para
        else:
            following = closing_para(flow, heading.para, planned=setting.kind is Kind.NOTICE)
        end = max(following, heading.para + 1)
        said = _of_late(flow, heading, end)
        itself = any(_LATE_ITSELF.match(words) for words in said)
        found.append(read_item(flow, order, heading, end, setting, late=late or itself))
        late = late or any(not _LATE_ITSELF.match(words) for words in said)
    return found


def _of_late(flow: Flow, heading: Heading, end: int) -> list[str]:
    """The paragraphs of an item that speak of late ones."""
    if not flow.holds("tillkommande", heading.start, flow.paras[end - 1].end):
        return []
    return [p.text for p in flow.paras[heading.body : end] if _LATE.match(p.text)]


def _sittings(flow: Flow, sittings: list[SittingRead]) -> tuple[Sitting, ...]:
    """The parts of the meeting, where the head lists more than one."""
    if len(sittings) < 2:
        return ()
    return tuple(
        Sitting(s.label, s.clock.begins, s.clock.ends, flow.span(s.place.start, s.place.end))
        for s in sittings
    )


def _years_of_same_day(day: DatedPlace | None, mentions: list[DayMention]) -> tuple[int, ...]:
    if day is None:
        return ()
    own = (day.mention.month, day.mention.day)
    return tuple(m.year for m in mentions if m.year and (m.month, m.day) == own)
