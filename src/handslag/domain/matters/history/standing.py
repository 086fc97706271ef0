"""Which matters may stand in some way at all: what a status cannot be without.

A status is told from a whole history. Before the histories of all matters are told to find those
that stand in one way, the database leaves out those that lack what it takes; whoever asks is not
looked at here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from handslag.domain.matters.history.shapes import StatusKind
from handslag.domain.matters.models import (
    ClauseAction,
    DecisionState,
    MatterStep,
    Raising,
    StepKind,
    TransferKind,
    Treatment,
)
from handslag.domain.meetings.models import ItemOutcome, RaisedState

if TYPE_CHECKING:
    from collections.abc import Callable

_TABLES = (ClauseAction.TABLE, ClauseAction.POSTPONE)


def may_stand(status: str) -> Q:
    """The matters that have what it takes to stand so; all, where it takes nothing."""
    makers: dict[StatusKind, Callable[[], Q]] = {
        StatusKind.TABLED: lambda: _moved(TransferKind.TABLED) | _clauses(action__in=_TABLES),
        StatusKind.REFERRED: lambda: (
            _moved(TransferKind.REFERRED) | _clauses(action=ClauseAction.REFER)
        ),
        StatusKind.BACK: lambda: _moved(TransferKind.RETURNED) | _moved(TransferKind.TAKEN_BACK),
        StatusKind.DECIDED: _clauses,
        StatusKind.UNDER_WORK: _assigned,
        StatusKind.NOTED: lambda: (
            _clauses(action=ClauseAction.NOTE) | _items(item__outcome=ItemOutcome.NOTED)
        ),
        StatusKind.WITHDRAWN: lambda: (
            _steps(StepKind.WITHDRAWN)
            | _items(item__outcome=ItemOutcome.WITHDRAWN)
            | _items(item__pulled_at__isnull=False)
            | _raised(RaisedState.WITHDRAWN)
        ),
        StatusKind.CLOSED: lambda: _steps(StepKind.CLOSED),
        StatusKind.REOPENED: lambda: _steps(StepKind.REOPENED),
        StatusKind.RAISED: lambda: _steps(StepKind.RAISED) | _raised(),
        StatusKind.DECLINED: lambda: _raised(RaisedState.DECLINED),
        StatusKind.PLANNED: lambda: _items(item__planned_order__isnull=False),
    }
    maker = makers.get(StatusKind(status)) if status in StatusKind.values else None
    return maker() if maker is not None else Q()


def _items(**of: Any) -> Q:
    return Q(Exists(Treatment.objects.filter(matter=OuterRef("pk"), **of)))


def _clauses(**of: Any) -> Q:
    """A decided clause stands under an item of the matter."""
    columns = {f"item__decisions__clauses__{name}": value for name, value in of.items()}
    decided = {"item__decisions__state": DecisionState.DECIDED}
    return _items(item__decisions__clauses__isnull=False, **decided, **columns)


def _assigned() -> Q:
    return _items(item__assignments__isnull=False)


def _moved(kind: TransferKind) -> Q:
    return _items(item__transfers__kind=kind) | _steps(StepKind(kind.value))


def _steps(kind: StepKind) -> Q:
    return Q(Exists(MatterStep.objects.filter(matter=OuterRef("pk"), kind=kind)))


def _raised(state: RaisedState | None = None) -> Q:
    rows = Raising.objects.filter(matter=OuterRef("pk"))
    return Q(Exists(rows.filter(raised__state=state) if state else rows))
