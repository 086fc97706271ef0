"""The codes of clauses are kept when clauses go, and given back when they come again.

A clause goes in many ways: a document is taken back, an item is removed, a clause is struck from
minutes. All of them end in the row being deleted, so that is where its code is put aside. It comes
again when a document is recorded or a clause written, and nowhere else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Subquery
from django.db.models.signals import pre_delete

from handslag.domain.documents.models import Evidence
from handslag.domain.matters.deciding.known import (
    Known,
    Marks,
    come_back,
    place_mark,
    words_mark,
)
from handslag.domain.matters.models import Clause, Decision, GoneClause

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_MEETING = "decision__item__meeting__"


def keep_codes() -> None:
    """Put the code of every clause aside that is deleted from now on, however that happens."""
    pre_delete.connect(_put_aside, sender=Clause, dispatch_uid="matters.deciding.codes")


def _put_aside(instance: Clause, **_rest: Any) -> None:
    stood = (
        Decision.objects.filter(id=instance.decision_id)
        .values_list(
            *("item__meeting__body_id", "item__meeting__date", "phase", "state"),
            *("item__heading", "item__planned_heading"),
        )
        .first()
    )
    if stood is None:
        return
    body_id, day, phase, state, heading, planned = stood
    GoneClause.objects.update_or_create(
        code=instance.code,
        defaults={
            "body_id": body_id,
            "day": day,
            "phase": phase,
            "state": state,
            "words_sha256": words_mark(instance.text),
            "place_sha256": place_mark(heading or planned),
            "action": instance.action,
            "side": instance.side,
            "points": list(instance.points),
        },
    )


def give_back(clause_ids: Collection[int]) -> None:
    """Let new clauses, all of one meeting, have the codes that they had before they were gone.

    One query where none is gone from a meeting of that body on that day, three more where some
    come back. Part of the actions that write clauses.
    """
    if not clause_ids:
        return
    one = Clause.objects.filter(id=min(clause_ids))
    gone = list(
        GoneClause.objects.filter(
            body_id=Subquery(one.values(_MEETING + "body_id")),
            day=Subquery(one.values(_MEETING + "date")),
        ).order_by("id")
    )
    if not gone:
        return
    rows = Clause.objects.filter(id__in=clause_ids).select_related("decision__item")
    by_id = {row.id: row for row in rows.order_by("decision__order", "order", "id")}
    codes = come_back(
        [Known(row.code, _marks_gone(row)) for row in gone],
        [Known(row.id, _marks(row)) for row in by_id.values()],
    )
    for clause_id, code in codes.items():
        by_id[clause_id].code = code
    GoneClause.objects.filter(code__in=codes.values()).delete()
    Clause.objects.bulk_update([by_id[clause_id] for clause_id in codes], ["code"])


def follow(former: Mapping[int, int]) -> None:
    """Let clauses that a document moved to another meeting keep the codes that they had there.

    `former` has, for new clauses (ids), what the document made of the same place before. One that
    stands on another document too, or was entered here, stays where it is and keeps its code; the
    others are about to be forgotten, and take the new ones'. One query where there is nothing.
    """
    if not former:
        return
    others = Count("passage__document_id", distinct=True)
    shared = (
        Evidence.objects.filter(fact_type="matters.clause", fact_id__in=former.values())
        .order_by()
        .values("fact_id")
        .annotate(number=others)
        .filter(number__gt=1)
        .values_list("fact_id", flat=True)
    )
    free = Clause.objects.filter(prepared=False, written=False).exclude(id__in=list(shared))
    was = {row.id: row for row in free.filter(id__in=former.values())}
    now = {row.id: row for row in Clause.objects.filter(id__in=former)} if was else {}
    for clause_id, former_id in former.items():
        if former_id in was and clause_id in now:
            _swap(was.pop(former_id), now[clause_id])


def _swap(former: Clause, now: Clause) -> None:
    codes = former.code, now.code
    Clause.objects.filter(id=former.id).update(code="")  # no two have the same code meanwhile
    Clause.objects.filter(id=now.id).update(code=codes[0])
    Clause.objects.filter(id=former.id).update(code=codes[1])


def _marks(row: Clause) -> Marks:
    item = row.decision.item
    return Marks(
        row.decision.phase,
        row.decision.state,
        words_mark(row.text),
        place_mark(item.heading or item.planned_heading),
        row.action,
        row.side,
        tuple(row.points),
    )


def _marks_gone(row: GoneClause) -> Marks:
    return Marks(
        row.phase,
        row.state,
        row.words_sha256,
        row.place_sha256,
        row.action,
        row.side,
        tuple(row.points),
    )
