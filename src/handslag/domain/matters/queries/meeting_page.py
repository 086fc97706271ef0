"""The page of one meeting, in eight queries whatever its size, and as much as its viewer sees."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Protocol, TypeVar

from django.db.models import FilteredRelation, Q
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may
from handslag.domain.access.things import Thing
from handslag.domain.base.facts import Phase
from handslag.domain.base.prepared import Prepared
from handslag.domain.base.shapes import labelled
from handslag.domain.base.states import PublicationState
from handslag.domain.base.words import label_order
from handslag.domain.documents.access import scopes_of
from handslag.domain.documents.queries import EvidenceIndex, Source, evidence_in
from handslag.domain.matters import rules
from handslag.domain.matters.queries import gather
from handslag.domain.matters.queries.shapes import (
    Attendance,
    Correcting,
    DecisionView,
    ItemView,
    MeetingPage,
    MentionView,
    Neighbour,
    PaperRef,
    PersonView,
    ProposalView,
)
from handslag.domain.matters.queries.sight import Sight, account_views, seen_items, sight_of
from handslag.domain.meetings.access import account, visible_meetings
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

    from django.db.models import QuerySet

    from handslag.domain.access.viewer import Viewer

T = TypeVar("T")


def meeting_page(viewer: Viewer, id: int) -> MeetingPage:  # noqa: A002  the thing's id, as everywhere
    """Everything that the page of meeting `id` shows its viewer. Eight queries.

    One more where something is hidden from a viewer who is signed in.
    Raises Meeting.DoesNotExist, also where the viewer may not know of it.
    """
    head, sight = _head(viewer, id)
    evidence = evidence_in(viewer, head.sources)
    people = gather.people(id, evidence)
    items = tuple(_Items(id, head, sight, evidence, people))
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
        attendance=_attendance([row for row in people.attending if row[0] in sight.accounts]),
        items=items,
        documents=tuple(head.papers),
        previous=head.previous,
        next=head.next,
        evidence=evidence.of("meetings.meeting", id),
        correcting=head.correcting,
        accounts=account_views(
            viewer, head.body_id, head.states, closed=head.closed, written=head.written
        ),
        may_close=may(
            viewer, Permission.MEETINGS_CLOSE, account(head.body_id, PublicationState.SHARED)
        ),
    )


@dataclass(slots=True)
class _Head:
    """The meeting's own row, its body's name, its neighbours and its documents, as far as seen."""

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
    states: dict[str, str]
    """How far each account that there is and is seen has come, by its phase."""
    closed: bool
    """Something in it is closed."""
    written: bool
    """Its minutes are written here."""
    correcting: Correcting | None
    """The correction that goes on."""

    @property
    def is_held(self) -> bool:
        """There are minutes, and the viewer sees them."""
        return Phase.HELD in self.states

    @property
    def is_planned(self) -> bool:
        """There is a notice, and the viewer sees it."""
        return Phase.PLAN in self.states


def _head_query(meeting_id: int) -> QuerySet[Meeting, Any]:
    """One row a document of the meeting, one where it has none."""
    document, correction = "papers__document__", "going_on__"
    going_on = FilteredRelation("corrections", condition=Q(corrections__ended_at__isnull=True))
    return (
        Meeting.objects.filter(id=meeting_id)
        .annotate(going_on=going_on)  # one at most
        .order_by("papers__id")
        .values_list(
            *("date", "start", "end", "place"),
            *("planned_date", "planned_start", "planned_end", "planned_place"),
            *("body_id", "body__name", "body__short_name", "planned_state", "state"),
            *("day_state", "prepared", "written"),
            *(correction + name for name in ("reason", "begun_at", "before__version")),
            *(document + name for name in ("id", "name", "kind", "pages", "state", "closed")),
            *(document + "body_id", "papers__phase"),
        )
    )


_HEAD = Prepared(_head_query)


def _head(viewer: Viewer, meeting_id: int) -> tuple[_Head, Sight]:
    found = list(_HEAD(meeting_id))
    if not found:
        raise Meeting.DoesNotExist(meeting_id)
    row = found[0]
    body_id, body, body_short, planned_state, state, day_state, prepared, written = row[8:16]
    papers = [_Paper(*paper[19:]) for paper in found if paper[19] is not None]
    all_states = {Phase.PLAN.value: planned_state, Phase.HELD.value: state}
    sight = sight_of(viewer, meeting_id, body_id, all_states, day_state)
    if not sight.anything:
        raise Meeting.DoesNotExist(meeting_id)
    known = {paper.phase for paper in papers} | ({Phase.PLAN.value} if prepared else set())
    known |= {Phase.HELD.value} if written else set()
    shown = sight.accounts | (sight.past_draft if sight.own else frozenset())
    readable = [paper for paper in papers if may(viewer, Permission.DOCUMENTS_READ, paper.thing())]
    nothing = Account(None, None, None, "")
    previous, following = _neighbours(viewer, body_id, row[0])
    head = _Head(
        date=row[0],
        body_id=body_id,
        body=body,
        body_short=body_short,
        held=Account(*row[0:4]) if Phase.HELD in shown else nothing,
        planned=Account(*row[4:8]) if Phase.PLAN in shown or sight.told else nothing,
        previous=previous,
        next=following,
        papers=[
            PaperRef(paper.id, paper.name, paper.kind, labelled(Phase, paper.phase))
            for paper in readable
        ],
        sources=[
            Source(paper.id, paper.name, paper.kind, paper.pages, paper.thing())
            for paper in readable
        ],
        states={phase: state for phase, state in all_states.items() if phase in known & shown},
        closed=any(paper.closed for paper in papers),
        written=written,
        correcting=Correcting(*row[16:19]) if row[16] and Phase.HELD in shown else None,
    )
    return head, sight


class _Paper(NamedTuple):
    """A document of the meeting, and which account it gives."""

    id: int
    name: str
    kind: str
    pages: list[list[int]]
    state: str
    closed: bool
    body_id: int | None
    phase: str

    def thing(self) -> Thing:
        """It as the rule over access sees it."""
        return Thing(
            scopes=scopes_of(self.id, self.body_id),
            state=PublicationState(self.state),
            closed=self.closed,
        )


def _neighbours(
    viewer: Viewer, body_id: int, day: date
) -> tuple[Neighbour | None, Neighbour | None]:
    """The body's meetings before and after that the viewer sees. One query."""
    seen = Meeting.objects.filter(visible_meetings(viewer), body_id=body_id)
    before = seen.filter(date__lt=day).order_by("-date").values("id")[:1]
    after = seen.filter(date__gt=day).order_by("date").values("id")[:1]
    either = Meeting.objects.filter(Q(id__in=before) | Q(id__in=after)).order_by("date")
    found = [Neighbour(*row) for row in either.values_list("id", "date")]
    return (
        next((one for one in found if one.date < day), None),
        next((one for one in found if one.date > day), None),
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
        self,
        meeting_id: int,
        head: _Head,
        sight: Sight,
        evidence: EvidenceIndex,
        people: gather.People,
    ) -> None:
        self._both = head.is_held and head.is_planned
        self._evidence = evidence
        self._presenting = people.presenting
        self._items, self._seen = seen_items(sight, gather.items(meeting_id, evidence))
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
        presenters = self._accounts(item.id, self._presenting.get(item.id, ()))
        proposals = self._accounts(item.id, _by_phase(self._told.proposals.get(item.id, ())))
        proposed = self._accounts(item.id, _by_phase(self._decisions.proposed.get(item.id, ())))
        in_seen = self._seen.of_phase(item.id, _by_phase(self._decisions.decided.get(item.id, ())))
        decided = tuple(one for _phase, one in in_seen)
        proposed_texts, decided_texts = _texts(proposed.shown), _texts(decided)
        reworded = self._both and without_labels(item.planned_heading) != without_labels(
            item.heading
        )
        mentions = {
            kind: self._seen.of_phase(item.id, rows)
            for kind, rows in self._told.mentions.get(item.id, {}).items()
        }
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
            closed=item.closed,
            closed_ground=item.closed_ground,
            outcome=item.outcome,
            presenters=presenters.shown,
            proposals=proposals.shown,
            proposed_decisions=proposed.shown,
            decisions=decided,
            decided_as_proposed=bool(decided_texts)
            and rules.same_clauses(proposed_texts, decided_texts),
            assignments=self._seen.of_neither(item.id, self._assignments.told.get(item.id, ())),
            stances=self._seen.of_neither(item.id, item.stances.values()),
            transfers=self._seen.of_neither(item.id, item.transfers.values()),
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

    def _accounts(self, item_id: int, rows: Iterable[tuple[str, T]]) -> _Accounts[T]:
        return _Accounts(self._seen.of_phase(item_id, rows))


class _OfAPhase(Protocol):
    @property
    def phase(self) -> str: ...


P = TypeVar("P", bound=_OfAPhase)


def _by_phase(rows: Iterable[P]) -> Iterator[tuple[str, P]]:
    return ((row.phase, row) for row in rows)


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
