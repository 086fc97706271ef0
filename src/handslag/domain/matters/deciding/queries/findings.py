"""Decisions without a ground, found anew each time they are asked for, and never stored."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q
from django.db.models.functions import ExtractYear

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.base.facts import Phase
from handslag.domain.base.shapes import labelled
from handslag.domain.base.words import order_of
from handslag.domain.matters.deciding.effects import (
    REACHES,
    Decider,
    Finding,
    Said,
    adopts,
    effect_of,
    finding,
    finding_of_body,
    reach,
)
from handslag.domain.matters.deciding.queries.effects import effect_view
from handslag.domain.matters.deciding.queries.refs import REF, ref, ref_columns, seen_clauses
from handslag.domain.matters.deciding.shapes import (
    Ahead,
    BodyFindings,
    FindingRow,
    Findings,
)
from handslag.domain.matters.models import Clause, ClauseAction, ProposalPoint
from handslag.domain.meetings.access import visible_facts, visible_items
from handslag.domain.meetings.models import AgendaItem, ItemKind
from handslag.domain.registry.mandates.rows import held_by
from handslag.domain.registry.mandates.rules import BY_LAW, BY_STATUTES, rank
from handslag.domain.registry.models import BodyLink, DecisionEffect, LinkKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.registry.mandates.rules import Held

_ITEM = "decision__item__"
_BODY = f"{_ITEM}meeting__body__"
_COLUMNS = (
    *("action", "effect", "decision__item_id", _ITEM + "kind", _ITEM + "approves_id"),
    *(_ITEM + "heading", _ITEM + "planned_heading", _ITEM + "meeting_id"),
    *(_BODY + name for name in ("legal_form", "effect", "since", "until")),
)
MOST_MILD = 5
"""Decisions of a body that are shown where all that is wrong is that no mandate is registered."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A decided clause as the rule needs it."""

    clause: Any
    said: Said
    item_id: int
    heading: str
    meeting_id: int
    decider: Decider


def findings_of_meeting(viewer: Viewer, meeting_id: int) -> tuple[FindingRow, ...]:
    """What of a meeting's decisions had no ground, as far as the viewer sees them. Two queries.

    One that is about the body itself comes first, and once.
    """
    require_somewhere(viewer, Permission.REGISTRY_READ)
    rows = _rows(_decided(viewer).filter(decision__item__meeting_id=meeting_id))
    return tuple(_found(rows))


def findings(viewer: Viewer, *, year: int | None = None, body_id: int | None = None) -> Findings:
    """What of a year's decisions had no ground, body by body. Three queries.

    The latest year with decisions where none is given. What is only not registered is counted,
    with the latest few.
    """
    require_somewhere(viewer, Permission.MANDATES_CHANGE)
    decided = _decided(viewer)
    years = sorted(
        decided.order_by().values_list(ExtractYear(f"{_ITEM}meeting__date"), flat=True).distinct(),
        reverse=True,
    )
    year = year if year in years else next(iter(years), None)
    rows = _rows(_worth_asking(decided.in_year(year).of_body(body_id))) if year else []
    by: dict[tuple[int, str], list[FindingRow]] = defaultdict(list)
    for one in _found(rows):
        by[(one.body_id, one.body)].append(one)
    bodies = [
        BodyFindings(
            body_id=id_,
            body=name,
            wrong=tuple(one for one in told if not one.finding.mild),
            unregistered=tuple(one for one in told if one.finding.mild)[:MOST_MILD],
            count=sum(one.finding.mild for one in told),
        )
        for (id_, name), told in by.items()
    ]
    order = sorted(bodies, key=lambda one: (not one.wrong, order_of(one.body)))
    return Findings(year=year, years=tuple(years), bodies=tuple(order))


def _worth_asking(clauses: Any) -> Any:
    """Those that the rule may find something in: what it never does stays in the database."""
    network = ~Q(**{f"{_BODY}legal_form__in": BY_LAW | BY_STATUTES})
    said = Q(effect__in=(DecisionEffect.RECOMMENDATION, DecisionEffect.BINDING))
    does = Q(effect="", action__in=REACHES) & ~Q(**{f"{_BODY}effect": DecisionEffect.INTERNAL})
    takes = Q(effect="") & (Q(text__icontains="överenskommelse") | Q(text__icontains="avtal"))
    day = f"{_ITEM}meeting__date"
    outside = Q(**{f"{_BODY}until__lt": F(day)}) | Q(**{f"{_BODY}since__gt": F(day)})
    return clauses.filter(network & (said | does | takes) | outside)


def _decided(viewer: Viewer) -> Any:
    return Clause.objects.decided().filter(seen_clauses(viewer), decision__phase=Phase.HELD)


def _rows(clauses: Any) -> list[_Row]:
    """The clauses with whoever decided them. Two queries; one where none takes a mandate."""
    told = list(clauses.newest_first().values_list(*ref_columns(), *_COLUMNS))
    without = [_row(row, {}) for row in told]
    bodies = {row.clause.body_id for row in without if rank(reach(row.decider, row.said)[0])}
    mandates = held_by(bodies) if bodies else {}
    return [_row(row, mandates) for row in told] if mandates else without


def _row(row: tuple[Any, ...], mandates: Mapping[int, list[Held]]) -> _Row:
    clause = ref(row[:REF])
    action, effect, item_id, kind, approves, heading, planned, meeting_id, *body = row[REF:]
    legal_form, body_effect, since, until = body
    return _Row(
        clause=clause,
        said=Said(clause.text, action, effect, formal=_formal(kind, approves)),
        item_id=item_id,
        heading=heading or planned,
        meeting_id=meeting_id,
        decider=Decider(
            clause.body,
            legal_form,
            body_effect,
            since,
            until,
            tuple(mandates.get(clause.body_id, ())),
        ),
    )


def _formal(kind: str, approves: int | None) -> bool:
    """Whether an item is a formality: its own agenda, or the minutes of the meeting before."""
    return kind == ItemKind.FORMAL or approves is not None


def _found(rows: Iterable[_Row]) -> list[FindingRow]:
    """What the rule finds; of a body that had ended or not begun, one for each meeting."""
    whole: dict[int, FindingRow] = {}
    each: list[FindingRow] = []
    for row in rows:
        if told := finding_of_body(row.decider, row.clause.day):
            whole.setdefault(row.meeting_id, _finding_row(row, told, of_clause=False))
        elif told := finding(row.decider, row.said, row.clause.day):
            each.append(_finding_row(row, told, of_clause=True))
    return [*whole.values(), *each]


def _finding_row(row: _Row, told: Finding, *, of_clause: bool) -> FindingRow:
    return FindingRow(
        finding=told,
        clause=row.clause if of_clause else None,
        meeting_id=row.meeting_id,
        day=row.clause.day,
        body_id=row.clause.body_id,
        body=row.clause.body,
        item_id=row.item_id if of_clause else None,
        heading=row.heading if of_clause else "",
    )


def ahead(viewer: Viewer, item_id: int) -> Ahead:
    """What a decision under a planned item will do, and by which mandate. At most seven queries.

    Told for whoever prepares it, before it is written: what the body may decide on the day that
    is planned, whether anything that is proposed goes farther, and for whom the body prepares.
    Raises AgendaItem.DoesNotExist.
    """
    require_somewhere(viewer, Permission.MEETINGS_PREPARE)
    seen = AgendaItem.objects.filter(visible_items(viewer), id=item_id)
    item = seen.select_related("meeting__body").get()
    body = item.meeting.body
    mandates = held_by([body.id]).get(body.id, [])
    decider = Decider(
        body.name, body.legal_form, body.effect, body.since, body.until, tuple(mandates)
    )
    day = item.meeting.date
    formal = _formal(item.kind, item.approves_id)
    said = Said("", ClauseAction.APPROVE.value, formal=formal)
    proposed = _proposed(viewer, item) if not formal else []
    takes = [text for text in proposed if adopts(text)]
    found = [finding_of_body(decider, day), finding(decider, said, day)]
    if takes and not _binds(decider):
        found.append(finding(decider, Said(takes[0], ClauseAction.APPROVE.value), day))
    return Ahead(
        body=body.name,
        day=day,
        formal=formal,
        effect=effect_view(viewer, effect_of(decider, said, day), day),
        rule=labelled(DecisionEffect, body.effect),
        findings=tuple(dict.fromkeys(one for one in found if one is not None)),
        adopts=takes[0] if takes and not _binds(decider) else "",
        onward=_onward(body.id),
    )


def _binds(decider: Decider) -> bool:
    return decider.legal_form in BY_LAW | BY_STATUTES


def _proposed(viewer: Viewer, item: AgendaItem) -> list[str]:
    """What is proposed under an item, by points and by clauses."""
    of_item = {"proposal__item": item}
    points = ProposalPoint.objects.filter(
        visible_facts(viewer, "proposal__item__", "proposal__phase")
    )
    clauses = Clause.objects.filter(seen_clauses(viewer), decision__item=item)
    return [
        *points.filter(**of_item).order_by("id").values_list("text", flat=True),
        *clauses.order_by("id").values_list("text", flat=True),
    ]


def _onward(body_id: int) -> tuple[str, ...]:
    """The bodies that this one prepares for, and those that they prepare for. One query."""
    links = BodyLink.objects.filter(kind=LinkKind.PREPARES)
    names: dict[int, str] = {}
    to: dict[int, list[int]] = defaultdict(list)
    for from_id, to_id, name in links.order_by("id").values_list("body_id", "to_id", "to__name"):
        names[to_id] = name
        to[from_id].append(to_id)
    return tuple(names[one] for one in _beyond(body_id, to))


def _beyond(body_id: int, to: Mapping[int, Collection[int]]) -> list[int]:
    """Everything that is reached from a body, nearest first, each once."""
    found: list[int] = []
    edge = [body_id]
    while edge:
        edge = [
            one for near in edge for one in to.get(near, ()) if one not in found and one != body_id
        ]
        edge = list(dict.fromkeys(edge))
        found += edge
    return found
