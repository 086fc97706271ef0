"""The page of one meeting, in seven queries whatever its size."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.base.facts import Phase
from handslag.domain.base.prepared import Prepared
from handslag.domain.base.shapes import labelled
from handslag.domain.base.words import label_order
from handslag.domain.documents.queries import EvidenceIndex, Source, evidence_in
from handslag.domain.matters import rules
from handslag.domain.matters.queries import gather
from handslag.domain.matters.queries.shapes import (
    Attendance,
    DecisionView,
    ItemView,
    MeetingPage,
    MentionView,
    Neighbour,
    PaperRef,
    PersonView,
    ProposalView,
)
from handslag.domain.meetings.models import Meeting, MentionKind, Presence
from handslag.domain.meetings.rules import (
    Account,
    Difference,
    ItemAccount,
    item_differences,
    meeting_differences,
    only_held,
    only_planned,
    without_labels,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from handslag.domain.access.viewer import Viewer

T = TypeVar("T")


def meeting_page(viewer: Viewer, id: int) -> MeetingPage:  # noqa: A002  the thing's id, as everywhere
    """Everything that the page of meeting `id` shows. Seven queries.

    Raises Meeting.DoesNotExist.
    """
    require(viewer, Permission.MEETINGS_READ)
    head = _head(id)
    evidence = evidence_in(viewer, head.sources)
    people = gather.people(id, evidence)
    items = tuple(_Items(id, head, evidence, people))
    return MeetingPage(
        id=id,
        body_id=head.body_id,
        body=head.body,
        body_short=head.body_short,
        date=head.date,
        start=head.held.start or head.planned.start,
        end=head.held.end or head.planned.end,
        place=head.held.place or head.planned.place,
        planned_date=head.planned.date,
        held=head.is_held,
        planned=head.is_planned,
        differences=(
            *(meeting_differences(head.planned, head.held) if head.is_held else ()),
            *(difference for item in items for difference in item.differences),
        ),
        attendance=_attendance(people.attending),
        items=items,
        documents=tuple(head.papers),
        previous=head.previous,
        next=head.next,
        evidence=evidence.of("meetings.meeting", id),
    )


@dataclass(slots=True)
class _Head:
    """The meeting's own row, its body's name, its neighbours and its documents."""

    date: date
    body_id: int
    body: str
    body_short: str
    held: Account
    planned: Account
    previous: Neighbour | None
    next: Neighbour | None
    papers: list[PaperRef]
    sources: list[Source]
    is_held: bool
    is_planned: bool


def _head_query(meeting_id: int) -> QuerySet[Meeting, Any]:
    """One row a document of the meeting, one where it has none."""
    same_body = Meeting.objects.filter(body_id=OuterRef("body_id"))
    before = same_body.filter(date__lt=OuterRef("date")).order_by("-date")
    after = same_body.filter(date__gt=OuterRef("date")).order_by("date")
    document = "papers__document__"
    return (
        Meeting.objects.filter(id=meeting_id)
        .order_by("papers__id")
        .values_list(
            *("date", "start", "end", "place"),
            *("planned_date", "planned_start", "planned_end", "planned_place"),
            *("body_id", "body__name", "body__short_name"),
            *(Subquery(before.values(name)[:1]) for name in ("id", "date")),
            *(Subquery(after.values(name)[:1]) for name in ("id", "date")),
            *(document + name for name in ("id", "name", "kind", "pages")),
            "papers__phase",
        )
    )


_HEAD = Prepared(_head_query)


def _head(meeting_id: int) -> _Head:
    found = list(_HEAD(meeting_id))
    if not found:
        raise Meeting.DoesNotExist(meeting_id)
    row = found[0]
    documents = [row[15:] for row in found if row[15] is not None]
    phases = {phase for *_document, phase in documents}
    body_id, body, body_short = row[8:11]
    return _Head(
        date=row[0],
        body_id=body_id,
        body=body,
        body_short=body_short,
        held=Account(*row[0:4]),
        planned=Account(*row[4:8]),
        previous=Neighbour(*row[11:13]) if row[11] else None,
        next=Neighbour(*row[13:15]) if row[13] else None,
        papers=[
            PaperRef(document_id, name, kind, labelled(Phase, phase))
            for document_id, name, kind, _pages, phase in documents
        ],
        sources=[
            Source(document_id, name, kind, pages)
            for document_id, name, kind, pages, _phase in documents
        ],
        is_held=Phase.HELD in phases,
        is_planned=Phase.PLAN in phases,
    )


def _attendance(attending: Sequence[tuple[str, str, PersonView]]) -> Attendance:
    phase = Phase.HELD if any(row[0] == Phase.HELD for row in attending) else Phase.PLAN
    groups: dict[str, list[PersonView]] = {presence: [] for presence in Presence.values}
    for person_phase, presence, person in attending:
        if person_phase == phase:
            groups[presence].append(person)
    return Attendance(
        phase.value,
        present=tuple(groups[Presence.PRESENT]),
        partly=tuple(groups[Presence.PARTLY]),
        absent=tuple(groups[Presence.ABSENT]),
    )


class _Items:
    """Everything of a meeting's items, gathered; iterating gives them as the page shows them."""

    def __init__(
        self, meeting_id: int, head: _Head, evidence: EvidenceIndex, people: gather.People
    ) -> None:
        self._both = head.is_held and head.is_planned
        self._evidence = evidence
        self._presenting = people.presenting
        self._items = gather.items(meeting_id, evidence)
        # a notice of additions alone says nothing of the other items
        self._whole_plan = self._both and any(
            item.planned_order is not None and not item.late for item in self._items
        )
        self._told = gather.told(meeting_id, evidence)
        self._assignments = gather.assignments(meeting_id, evidence)
        self._decisions = gather.decisions(meeting_id, evidence, self._assignments.of_clause)

    def __iter__(self) -> Iterator[ItemView]:
        return map(self._item, self._items)

    def _item(self, item: gather.Item) -> ItemView:
        presenters = _Accounts(self._presenting.get(item.id, ()))
        proposals = _Accounts((one.phase, one) for one in self._told.proposals.get(item.id, ()))
        proposed = _Accounts((one.phase, one) for one in self._decisions.proposed.get(item.id, ()))
        decided = tuple(self._decisions.decided.get(item.id, ()))
        proposed_texts, decided_texts = _texts(proposed.shown), _texts(decided)
        reworded = self._both and without_labels(item.planned_heading) != without_labels(
            item.heading
        )
        mentions = self._told.mentions.get(item.id, {})
        differing = _item_differences(item, presenters, proposals, whole_plan=self._whole_plan)
        return ItemView(
            id=item.id,
            number=item.number or item.planned_number,
            heading=item.heading or item.planned_heading,
            planned_number=item.planned_number if item.planned_number != item.number else "",
            planned_heading=item.planned_heading if reworded else "",
            only_planned=self._both and item.order is None,
            only_held=self._whole_plan and item.planned_order is None,
            late=item.late,
            outcome=item.outcome,
            presenters=presenters.shown,
            proposals=proposals.shown,
            proposed_decisions=proposed.shown,
            decisions=decided,
            decided_as_proposed=bool(decided_texts)
            and rules.same_clauses(proposed_texts, decided_texts),
            assignments=tuple(self._assignments.told.get(item.id, ())),
            stances=tuple(item.stances.values()),
            transfers=tuple(item.transfers.values()),
            attachments=tuple(
                sorted(
                    _mentioned(mentions, MentionKind.ATTACHMENT),
                    key=lambda one: label_order(one.text),
                )
            ),
            amounts=_mentioned(mentions, MentionKind.AMOUNT),
            references=_mentioned(mentions, MentionKind.REFERENCE),
            differences=(
                *(differing if self._both else ()),
                *(_clause_differences(item.id, proposed_texts, decided_texts)),
            ),
            evidence=self._evidence.of("meetings.agendaitem", item.id),
        )


class _Accounts(Generic[T]):
    """What notice and minutes tell of the same; the minutes' is shown where they have any."""

    def __init__(self, rows: Iterable[tuple[str, T]]) -> None:
        told = tuple(rows)
        self.planned = tuple(one for phase, one in told if phase == Phase.PLAN)
        self.held = tuple(one for phase, one in told if phase == Phase.HELD)
        self.shown = self.held or self.planned


def _texts(decisions: Iterable[DecisionView]) -> list[str]:
    return [clause.text for decision in decisions for clause in decision.clauses]


def _mentioned(
    mentions: Mapping[str, Sequence[tuple[str, MentionView]]], kind: str
) -> tuple[MentionView, ...]:
    """The mentions of one kind, each once: one that both papers have carries both's evidence."""
    found: dict[tuple[str, object], MentionView] = {}
    for _phase, mention in mentions.get(kind, ()):
        key = (mention.text.casefold(), mention.date)
        if key in found:
            mention = replace(found[key], evidence=found[key].evidence + mention.evidence)
        found[key] = mention
    return tuple(found.values())


def _item_differences(
    item: gather.Item,
    presenters: _Accounts[PersonView],
    proposals: _Accounts[ProposalView],
    *,
    whole_plan: bool,
) -> Iterator[Difference]:
    if item.order is None:
        yield only_planned(item.planned_heading, item.id)
        return
    if item.planned_order is None:
        if whole_plan:
            yield only_held(item.heading, item.id)
        return
    yield from item_differences(
        _account(item.planned_number, item.planned_heading, presenters.planned),
        _account(item.number, item.heading, presenters.held),
        item.id,
    )
    if proposals.planned and proposals.held:
        pairs = rules.changes(_points(proposals.planned), _points(proposals.held))
        for before, after in pairs:
            yield Difference("point", _("Förslagspunkt"), before, after, item.id)


def _clause_differences(
    item_id: int, proposed: Sequence[str], decided: Sequence[str]
) -> Iterator[Difference]:
    """What was decided in other words than proposed; nothing where either is missing."""
    if proposed and decided:
        for before, after in rules.changes(proposed, decided):
            yield Difference("clause", _("Beslut"), before, after, item_id)


def _account(number: str, heading: str, presenters: Sequence[PersonView]) -> ItemAccount:
    return ItemAccount(
        number,
        heading,
        tuple(person.name for person in presenters),
        frozenset(person.person_id for person in presenters),
    )


def _points(proposals: Iterable[ProposalView]) -> list[str]:
    return [point.text for proposal in proposals for point in proposal.points]
