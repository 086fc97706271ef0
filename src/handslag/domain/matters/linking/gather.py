"""What linking goes by of a meeting's items, read from everything that is told of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from hashlib import sha256
from json import dumps
from typing import TYPE_CHECKING, Any

from handslag.domain.base.words import key_of
from handslag.domain.documents.models import Document, Evidence
from handslag.domain.matters.linking import traits as ways
from handslag.domain.matters.linking.traits import Json, Sent, Traits, to_json
from handslag.domain.matters.linking.words import (
    Reference,
    ahead_in,
    details,
    figures,
    is_form,
    parts_of,
    promised,
    references_in,
    telling,
    texts,
)
from handslag.domain.matters.models import (
    Assignment,
    Clause,
    Placement,
    Placing,
    ProposalPoint,
    Transfer,
    TransferKind,
)
from handslag.domain.meetings.models import (
    AgendaItem,
    AttachmentUse,
    AttachmentVersion,
    Discussion,
    ItemKind,
    ItemOutcome,
    Meeting,
    Mention,
    MentionKind,
    Participation,
    ParticipationRole,
)
from handslag.domain.registry.models import BodyName

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

LONGEST_TEXT = 6000
"""Letters of an item's text in a document that are looked at."""
_NUMBER = re.compile(r"\d{1,3}[a-z]?")
_NAME = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True, slots=True)
class Fresh:
    """A profile as it should be now."""

    item_id: int
    part: int
    meeting: Meeting
    place: int
    traits: Traits
    kept: Json
    digest: str


@dataclass(slots=True)
class _Told:
    """What is told under one item."""

    words: list[str] = field(default_factory=list)
    references: set[Reference] = field(default_factory=set)
    sent: list[Sent] = field(default_factory=list)
    named: list[tuple[str, str, dt.date | None, frozenset[str]]] = field(default_factory=list)
    """As `sent`, with the key of a body's name for its id."""
    files: set[str] = field(default_factory=set)
    placed: set[int] = field(default_factory=set)
    presenters: set[str] = field(default_factory=set)


def profiles_of(meeting: Meeting) -> list[Fresh]:
    """The profiles of a meeting's items that are no matter of form. At most sixteen queries."""
    items = [one for one in AgendaItem.objects.filter(meeting=meeting) if not _formal(one)]
    if not items:
        return []
    told: dict[int, _Told] = {item.id: _Told() for item in items}
    bodies = _Bodies()
    _tell_texts(told, meeting)
    _tell_documents(told, meeting)
    _tell_mentions(told)
    _tell_assignments(told, bodies)
    _tell_transfers(told, bodies)
    _tell_papers(told)
    for item in items:
        _tell_ahead(told[item.id], item, meeting, bodies)
    bodies.find()
    return [fresh for item in items for fresh in _fresh(meeting, item, told[item.id], bodies)]


def _formal(item: AgendaItem) -> bool:
    heading = item.heading or item.planned_heading
    return item.kind == ItemKind.FORMAL or item.approves_id is not None or is_form(heading)


class _Bodies:
    """Bodies by the names that facts have for them, asked for once."""

    def __init__(self) -> None:
        self._wanted: set[str] = set()
        self._found: dict[str, int] = {}

    def want(self, name: str) -> str:
        if name:
            self._wanted.add(key_of(name))
        return key_of(name)

    def find(self) -> None:
        if self._wanted:
            rows = BodyName.objects.filter(key__in=self._wanted)
            self._found = dict(rows.values_list("key", "body_id"))

    def of(self, key: str) -> int | None:
        return self._found.get(key)


def _tell_texts(told: Mapping[int, _Told], meeting: Meeting) -> None:
    ids = list(told)
    rows = [
        *Clause.objects.filter(decision__item_id__in=ids).values_list("decision__item_id", "text"),
        *ProposalPoint.objects.filter(proposal__item_id__in=ids).values_list(
            "proposal__item_id", "text"
        ),
        *Discussion.objects.filter(item_id__in=ids).values_list("item_id", "text"),
    ]
    for item_id, text in rows:
        told[item_id].words.append(text)
    presenting = Participation.objects.filter(
        meeting=meeting, item_id__in=ids, role=ParticipationRole.PRESENTING
    )
    for item_id, name in presenting.values_list("item_id", "name__text"):
        if item_id is not None:
            told[item_id].presenters.update(word.casefold() for word in _NAME.findall(name))


def _tell_documents(told: Mapping[int, _Told], meeting: Meeting) -> None:
    """The running text between an item's heading and the next item's, in every document."""
    rows = Evidence.objects.filter(
        fact_type=AgendaItem._meta.label_lower,  # Django's own name for it, public by its docs
        fact_id__in=AgendaItem.objects.filter(meeting=meeting).order_by().values("id"),
    )
    starts: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for item_id, document_id, start in rows.values_list(
        "fact_id", "passage__document_id", "passage__start"
    ):
        starts[document_id].append((start, item_id))
    if not starts:
        return
    texts_of = dict(Document.objects.filter(id__in=list(starts)).values_list("id", "text"))
    for document_id, places in starts.items():
        text = texts_of.get(document_id, "")
        ordered = sorted(places)
        at = [start for start, _item in ordered]
        for start, item_id in ordered:
            if item_id in told:
                following = bisect_right(at, start)
                end = at[following] if following < len(at) else len(text)
                told[item_id].words.append(text[start : min(end, start + LONGEST_TEXT)])


def _tell_mentions(told: Mapping[int, _Told]) -> None:
    rows = Mention.objects.filter(
        item_id__in=list(told), kind=MentionKind.REFERENCE, date__isnull=False
    )
    for item_id, day in rows.values_list("item_id", "date"):
        if day is not None:
            told[item_id].references.add(Reference(day))


def _tell_assignments(told: Mapping[int, _Told], bodies: _Bodies) -> None:
    rows = Assignment.objects.filter(item_id__in=list(told)).select_related("due_meeting")
    for row in rows.prefetch_related("assignees"):
        one, words = told[row.item_id], promised(row.text)
        one.words.append(row.text)
        day = row.due_meeting.date if row.due_meeting else row.due_date
        if day is not None:
            body_id = row.due_meeting.body_id if row.due_meeting else None
            one.sent.append(Sent(ways.DUE, body_id, day, words))
        for who in row.assignees.all():
            if who.body_id is not None:
                one.sent.append(Sent(ways.ASSIGNED, who.body_id, None, words))
            elif who.text and who.person_id is None and who.organisation_id is None:
                one.named.append((ways.ASSIGNED, bodies.want(who.text), None, words))


def _tell_ahead(told: _Told, item: AgendaItem, meeting: Meeting, bodies: _Bodies) -> None:
    """The meetings to come that the item's heading and texts look to."""
    heading = item.heading or item.planned_heading
    text = "\n".join([heading, item.description, *told.words])
    for name, day in ahead_in(text, meeting.date):
        told.named.append((ways.AHEAD, bodies.want(name), day, frozenset()))


_GOES_TO = {
    TransferKind.TABLED: ways.TABLED,
    TransferKind.TAKEN_BACK: ways.TABLED,
    TransferKind.REFERRED: ways.REFERRED,
    TransferKind.RETURNED: ways.REFERRED,
}


def _tell_transfers(told: Mapping[int, _Told], bodies: _Bodies) -> None:
    """Where an item went, and when it is expected back."""
    for row in Transfer.objects.filter(item_id__in=list(told)):
        one, way = told[row.item_id], _GOES_TO[TransferKind(row.kind)]
        if row.body_id is not None:
            one.sent.append(Sent(way, row.body_id, row.to_date))
        elif row.to_body:
            one.named.append((way, bodies.want(row.to_body), row.to_date, frozenset()))
        elif way == ways.TABLED:
            one.sent.append(Sent(way, None, row.to_date))
        if row.expected_date is not None:
            one.sent.append(Sent(ways.TABLED, None, row.expected_date))


def _tell_papers(told: Mapping[int, _Told]) -> None:
    """Attachments that serve one item alone, and assignments that have their place under one."""
    uses = AttachmentUse.objects.filter(item_id__in=list(told), attachment__withdrawn_at=None)
    items: dict[int, list[int]] = defaultdict(list)
    for attachment_id, item_id in uses.values_list("attachment_id", "item_id"):
        items[attachment_id].append(item_id)
    alone = {attachment: found[0] for attachment, found in items.items() if len(found) == 1}
    if alone:
        rows = AttachmentVersion.objects.filter(attachment_id__in=list(alone))
        for attachment_id, digest in rows.values_list("attachment_id", "sha256"):
            told[alone[attachment_id]].files.add(digest)
    placed = Placement.objects.filter(item_id__in=list(told), placing=Placing.PLACED)
    for item_id, came_from in placed.values_list("item_id", "assignment__item_id"):
        if item_id is not None:
            told[item_id].placed.add(came_from)


def _fresh(meeting: Meeting, item: AgendaItem, told: _Told, bodies: _Bodies) -> Iterable[Fresh]:
    heading = item.heading or item.planned_heading
    text = "\n".join([item.description, *told.words])
    found = references_in(f"{heading}\n{text}", meeting.date)
    known = {one.day for one in found}
    references = found | {one for one in told.references if one.day not in known}
    parts = parts_of(heading)
    place = item.order if item.order is not None else item.planned_order or 0
    for part, words in enumerate(parts):
        traits = Traits(
            heading=words[:300],
            marks=telling(words) - {name[:6] for name in told.presenters},
            figures=figures(words),
            texts=texts(text) - {name[:8] for name in told.presenters},
            details=details(text),
            numbers=tuple(sorted(_numbers(item.number, item.planned_number))),
            references=frozenset(one for one in references if one.day < meeting.date),
            sent=tuple(sorted(set(_sent(item, told, bodies)), key=_in_order)),
            files=frozenset(told.files),
            placed=frozenset(told.placed),
            parts=len(parts),
        )
        yield _kept(meeting, item, part, place, traits)


def _in_order(sent: Sent) -> tuple[str, int, str, list[str]]:
    return sent.way, sent.body or 0, str(sent.day or ""), sorted(sent.words)


def _numbers(*numbers: str) -> set[str]:
    return {found[0].casefold() for one in numbers for found in [_NUMBER.search(one)] if found}


def _sent(item: AgendaItem, told: _Told, bodies: _Bodies) -> Iterable[Sent]:
    yield from told.sent
    for way, key, day, words in told.named:
        body_id = bodies.of(key)
        if body_id is not None:
            yield Sent(way, body_id, day, words)
    tabled = any(one.way == ways.TABLED for one in told.sent)
    if item.outcome == ItemOutcome.TABLED and not tabled:
        yield Sent(ways.TABLED)
    if item.outcome == ItemOutcome.WITHDRAWN or item.pulled_at is not None:
        yield Sent(ways.PULLED)


def _kept(meeting: Meeting, item: AgendaItem, part: int, place: int, traits: Traits) -> Fresh:
    kept = to_json(traits)
    all_of_it: Sequence[Any] = (meeting.id, meeting.body_id, meeting.date.isoformat(), place, kept)
    digest = sha256(dumps(all_of_it, sort_keys=True).encode()).hexdigest()
    return Fresh(item.id, part, meeting, place, traits, kept, digest)
