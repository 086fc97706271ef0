"""The facts of one meeting, fetched kind by kind and laid out item by item.

Each function is one query of plain values, so that a meeting's page costs the same number of
queries whatever its size, and no model is built for what is only shown.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import DateField, DecimalField, F, IntegerField, QuerySet, Value

from handslag.domain.base.prepared import Prepared
from handslag.domain.base.shapes import Labelled, labelled
from handslag.domain.matters.models import (
    Assignment,
    ClauseAction,
    Decision,
    DecisionState,
    Proposal,
    StanceKind,
    TransferKind,
)
from handslag.domain.matters.queries.shapes import (
    AssigneeView,
    AssignmentView,
    ClauseView,
    DecisionView,
    MentionView,
    PersonView,
    PointView,
    ProposalView,
    ReservationView,
    StanceView,
    TransferView,
    VoteView,
)
from handslag.domain.meetings.models import (
    AgendaItem,
    ItemOutcome,
    Mention,
    Participation,
    ParticipationRole,
)

if TYPE_CHECKING:
    from handslag.domain.documents.queries import EvidenceIndex, EvidenceRef


class Labels:
    """Labels of coded values in the reader's language, each looked up once a page."""

    def __init__(self, choices: Any) -> None:
        self._choices = choices
        self._known: dict[str, Labelled] = {}

    def __call__(self, value: str) -> Labelled:
        """`value` with its label."""
        if value not in self._known:
            self._known[value] = labelled(self._choices, value)
        return self._known[value]


@dataclass(slots=True)
class Item:
    """An item's own columns, its stances and its transfers."""

    id: int
    order: int | None
    number: str
    heading: str
    planned_order: int | None
    planned_number: str
    planned_heading: str
    late: bool
    closed: bool
    closed_ground: str
    outcome: Labelled
    stances: dict[int, StanceView] = field(default_factory=dict)
    transfers: dict[int, TransferView] = field(default_factory=dict)


_ITEMS = Prepared(
    lambda meeting_id: (
        AgendaItem.objects.filter(meeting_id=meeting_id)
        .order_by(
            F("order").asc(nulls_last=True),
            *("planned_order", "id", "stances__order", "stances__id", "transfers__id"),
        )
        .values_list(
            *("id", "order", "number", "heading"),
            *("planned_order", "planned_number", "planned_heading", "late", "outcome"),
            *("stances__id", "stances__by", "stances__kind", "stances__points"),
            *("transfers__id", "transfers__kind", "transfers__to_body"),
            *("transfers__to_date", "transfers__text"),
            *("closed", "closed_ground"),
        )
    )
)


def items(meeting_id: int, evidence: EvidenceIndex) -> list[Item]:
    """The meeting's items in order, with their few stances and transfers."""
    outcomes, stances, transfers = Labels(ItemOutcome), Labels(StanceKind), Labels(TransferKind)
    found: dict[int, Item] = {}
    for row in _ITEMS(meeting_id):
        stance_id, by, stance, points = row[9:13]
        item = found.get(row[0])
        if item is None:
            item = found[row[0]] = _item(row, outcomes)
        if stance_id is not None and stance_id not in item.stances:
            item.stances[stance_id] = StanceView(
                stance_id,
                by,
                stances(stance),
                tuple(points),
                evidence.of("matters.stance", stance_id),
            )
        transfer_id, kind, to_body, to_date, text = row[13:18]
        if transfer_id is not None and transfer_id not in item.transfers:
            item.transfers[transfer_id] = TransferView(
                transfer_id,
                transfers(kind),
                to_body,
                to_date,
                text,
                evidence.of("matters.transfer", transfer_id),
            )
    return list(found.values())


def _item(row: tuple[Any, ...], outcomes: Labels) -> Item:
    id_, order, number, heading, planned_order, planned_number, planned_heading, late = row[:8]
    return Item(
        id_,
        order,
        number,
        heading,
        planned_order,
        planned_number,
        planned_heading,
        late,
        row[18],
        row[19],
        outcomes(row[8]),
    )


@dataclass(slots=True)
class People:
    """Who took part: `(phase, presence, person)` of the meeting, `(phase, person)` an item."""

    attending: list[tuple[str, str, PersonView]] = field(default_factory=list)
    presenting: dict[int, list[tuple[str, PersonView]]] = field(
        default_factory=lambda: defaultdict(list)
    )


_PEOPLE = Prepared(
    lambda meeting_id: (
        Participation.objects.filter(meeting_id=meeting_id)
        .order_by("order", "id")
        .values_list(
            *("id", "item_id", "role", "phase", "presence", "title", "organisation"),
            *("name__text", "name__person_id"),
        )
    )
)


def people(meeting_id: int, evidence: EvidenceIndex) -> People:
    """Everybody who attends the meeting or presents an item of it."""
    found = People()
    for id_, item_id, role, phase, presence, title, organisation, name, person_id in _PEOPLE(
        meeting_id
    ):
        person = PersonView(
            name, person_id, title, organisation, evidence.of("meetings.participation", id_)
        )
        if role == ParticipationRole.PRESENTING and item_id is not None:
            found.presenting[item_id].append((phase, person))
        elif role == ParticipationRole.ATTENDING:
            found.attending.append((phase, presence, person))
    return found


@dataclass(slots=True)
class Told:
    """Proposals by item; mentions by item and kind, each with its phase, in order."""

    proposals: dict[int, list[ProposalView]] = field(default_factory=lambda: defaultdict(list))
    mentions: dict[int, dict[str, list[tuple[str, MentionView]]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )


def _told_query(meeting_id: int) -> QuerySet[Any, Any]:
    """Mentions and points of proposals, in rows of one shape, so that they cost one query.

    A mention has no point; a row of a proposal has neither value nor date.
    """
    mentions = (
        Mention.objects.filter(item__meeting_id=meeting_id)
        .order_by()
        .annotate(
            proposed=Value(0),
            point_id=Value(None, IntegerField()),
            point_order=Value(0),
        )
        .values_list(
            *("proposed", "order", "id", "point_order", "point_id", "item_id", "phase"),
            *("kind", "text", "per", "value", "date"),
        )
    )
    points = (
        Proposal.objects.filter(item__meeting_id=meeting_id)
        .order_by()
        .annotate(
            proposed=Value(1),
            value=Value(None, DecimalField()),
            date=Value(None, DateField()),
        )
        .values_list(
            *("proposed", "order", "id", "points__order", "points__id", "item_id", "phase"),
            *("by", "points__text", "points__number", "value", "date"),
        )
    )
    return mentions.union(points, all=True).order_by(
        "proposed", "order", "id", "point_order", "point_id"
    )


_TOLD = Prepared(_told_query)


def told(meeting_id: int, evidence: EvidenceIndex) -> Told:
    """Each item's proposals with their points, and what its text mentions, by both accounts."""
    found = Told()
    points: dict[int, list[PointView]] = defaultdict(list)
    heads: dict[int, tuple[int, str, str]] = {}
    for proposed, _order, id_, _point_order, point_id, item_id, phase, *rest in _TOLD(meeting_id):
        name, text, label, value, day = rest  # who proposes or what is mentioned, and its words
        if not proposed:
            refs = evidence.of("meetings.mention", id_)
            mention = MentionView(id_, text, value, label, day, refs)
            found.mentions[item_id][name].append((phase, mention))
            continue
        heads[id_] = (item_id, name, phase)
        if point_id is not None:
            refs = evidence.of("matters.proposalpoint", point_id)
            points[id_].append(PointView(point_id, label, text, refs))
    for id_, (item_id, by, phase) in heads.items():
        refs = evidence.of("matters.proposal", id_)
        found.proposals[item_id].append(ProposalView(id_, by, phase, tuple(points[id_]), refs))
    return found


@dataclass(slots=True)
class Assignments:
    """Told assignments by item, and the assignees of those that clauses give, by clause."""

    told: dict[int, list[AssignmentView]] = field(default_factory=lambda: defaultdict(list))
    of_clause: dict[int, list[AssigneeView]] = field(default_factory=lambda: defaultdict(list))


_ASSIGNMENTS = Prepared(
    lambda meeting_id: (
        Assignment.objects.filter(item__meeting_id=meeting_id, part_of=None)
        .order_by("order", "id", "assignees__order", "assignees__id")
        .values_list(
            *("id", "item_id", "clause_id", "text", "due_date", "due_text"),
            *("assignees__id", "assignees__text", "assignees__since"),
        )
    )
)


def assignments(meeting_id: int, evidence: EvidenceIndex) -> Assignments:
    """Every assignment of the meeting with those it is given to."""
    found = Assignments()
    assignees: dict[int, list[AssigneeView]] = defaultdict(list)
    told: dict[int, tuple[Any, ...]] = {}
    for id_, item_id, clause_id, text, due_date, due_text, assignee_id, name, since in _ASSIGNMENTS(
        meeting_id
    ):
        group = assignees[id_] if clause_id is None else found.of_clause[clause_id]
        if assignee_id is not None and since is None:  # who has got it since stands on its page
            group.append(AssigneeView(name, evidence.of("matters.assignee", assignee_id)))
        if clause_id is None:
            told[id_] = (item_id, text, due_date, due_text)
    for id_, (item_id, text, due_date, due_text) in told.items():
        refs = evidence.of("matters.assignment", id_)
        found.told[item_id].append(
            AssignmentView(id_, text, due_date, due_text, tuple(assignees[id_]), refs)
        )
    return found


@dataclass(slots=True)
class Decisions:
    """Decisions by item: proposed ones and those that were made."""

    proposed: dict[int, list[DecisionView]] = field(default_factory=lambda: defaultdict(list))
    decided: dict[int, list[DecisionView]] = field(default_factory=lambda: defaultdict(list))


_DECISIONS = Prepared(
    lambda meeting_id: (
        Decision.objects.filter(item__meeting_id=meeting_id)
        .order_by(
            *("order", "id", "clauses__order", "clauses__id"),
            *("clauses__appointments__order", "clauses__appointments__id"),
            *("reservations__order", "reservations__id"),
        )
        .values_list(
            *("item_id", "id", "phase", "state", "by", "abstaining"),
            *("clauses__id", "clauses__text", "clauses__action", "clauses__points"),
            *("clauses__scope", "clauses__side", "clauses__inline"),
            *("clauses__due_date", "clauses__due_text"),
            *("clauses__appointments__id", "clauses__appointments__title"),
            *("clauses__appointments__organisation", "clauses__appointments__name__text"),
            "clauses__appointments__name__person_id",
            *("vote__id", "vote__text", "vote__in_favour", "vote__against", "vote__abstained"),
            *("reservations__id", "reservations__by", "reservations__name__person_id"),
            *("reservations__title", "reservations__organisation", "reservations__text"),
            "clauses__code",
        )
    )
)


def decisions(
    meeting_id: int, evidence: EvidenceIndex, assignees: dict[int, list[AssigneeView]]
) -> Decisions:
    """Every decision of the meeting, clause by clause, with those that clauses appoint."""
    heads: dict[int, tuple[Any, ...]] = {}
    clauses: dict[int, dict[int, tuple[Any, ...]]] = defaultdict(dict)
    appointed: dict[int, dict[int, PersonView]] = defaultdict(dict)
    votes: dict[int, VoteView] = {}
    reservations: dict[int, dict[int, ReservationView]] = defaultdict(dict)
    for row in _DECISIONS(meeting_id):
        heads[row[1]] = row[:6]
        clause_id, appointment_id, vote_id, reservation_id = row[6], row[15], row[20], row[25]
        if clause_id is not None:
            clauses[row[1]][clause_id] = (*row[6:15], row[31])
        if appointment_id is not None and appointment_id not in appointed[clause_id]:
            title, organisation, name, person_id = row[16:20]
            refs = evidence.of("matters.appointment", appointment_id)
            person = PersonView(name, person_id, title, organisation, refs)
            appointed[clause_id][appointment_id] = person
        if vote_id is not None and row[1] not in votes:
            text, in_favour, against, abstained = row[21:25]
            refs = evidence.of("matters.vote", vote_id)
            votes[row[1]] = VoteView(text, in_favour, against, abstained, refs)
        if reservation_id is not None and reservation_id not in reservations[row[1]]:
            refs = evidence.of("matters.reservation", reservation_id)
            by, person_id, title, organisation, text = row[26:31]
            told = ReservationView(by, person_id, title, organisation, text, refs)
            reservations[row[1]][reservation_id] = told
    appointees = {clause_id: list(told.values()) for clause_id, told in appointed.items()}
    actions = Labels(ClauseAction)
    found = Decisions()
    for item_id, id_, phase, state, by, abstaining in heads.values():
        views = tuple(
            _clause(row, actions, appointees, assignees, evidence.of("matters.clause", clause_id))
            for clause_id, row in clauses[id_].items()
        )
        refs = evidence.of("matters.decision", id_)
        group = found.decided if state == DecisionState.DECIDED else found.proposed
        group[item_id].append(
            DecisionView(
                *(id_, by, phase, tuple(abstaining), views, refs),
                vote=votes.get(id_),
                reservations=tuple(reservations[id_].values()),
            )
        )
    return found


def _clause(
    row: tuple[Any, ...],
    actions: Labels,
    appointees: dict[int, list[PersonView]],
    assignees: dict[int, list[AssigneeView]],
    evidence: tuple[EvidenceRef, ...],
) -> ClauseView:
    id_, text, action, points, scope, side, inline, due_date, due_text, code = row
    return ClauseView(
        id_,
        text,
        actions(action),
        tuple(points),
        scope,
        side,
        inline,
        due_date,
        due_text,
        tuple(appointees.get(id_, ())),
        tuple(assignees.get(id_, ())),
        evidence,
        code,
    )
