"""Every row of what happened at a meeting, kept while its minutes are corrected.

So a correction that is given up leaves the rows exactly as they were when it was begun. Rows are
kept under their ids, so that whatever points at them from elsewhere still does.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core import serializers
from django.db.models import Q

from handslag.domain.access.rules import NOTHING
from handslag.domain.base.facts import Phase
from handslag.domain.matters.models import (
    Appointment,
    Assignee,
    Assignment,
    Clause,
    Decision,
    PointOutcome,
    Proposal,
    ProposalPoint,
    Reservation,
    Stance,
    Transfer,
    Vote,
)
from handslag.domain.meetings.models import (
    AgendaItem,
    Discussion,
    ItemAbsence,
    ItemTime,
    Mention,
    Movement,
    Participation,
    Signer,
)

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

    from handslag.domain.meetings.models import Meeting

_MEETING = ("start", "end", "place")
"""What the minutes tell of the meeting itself."""
_HELD: tuple[tuple[type[Model], str, str], ...] = (
    (AgendaItem, "meeting_id", ""),
    (Participation, "meeting_id", "phase"),
    (Signer, "meeting_id", ""),
    (ItemTime, "item__meeting_id", ""),
    (Movement, "participation__meeting_id", ""),
    (ItemAbsence, "item__meeting_id", ""),
    (Discussion, "item__meeting_id", ""),
    (Mention, "item__meeting_id", "phase"),
    (Proposal, "item__meeting_id", "phase"),
    (ProposalPoint, "proposal__item__meeting_id", "proposal__phase"),
    (Decision, "item__meeting_id", "phase"),
    (Clause, "decision__item__meeting_id", "decision__phase"),
    (PointOutcome, "point__proposal__item__meeting_id", "point__proposal__phase"),
    (Vote, "decision__item__meeting_id", "decision__phase"),
    (Reservation, "decision__item__meeting_id", "decision__phase"),
    (Appointment, "clause__decision__item__meeting_id", "clause__decision__phase"),
    (Assignment, "item__meeting_id", ""),
    (Assignee, "assignment__item__meeting_id", ""),
    (Stance, "item__meeting_id", ""),
    (Transfer, "item__meeting_id", ""),
)
"""Every table that the room and what was decided write in, the meeting's way to it, and where it
says which account a row is of. Parents stand before what hangs on them."""


def rows_of(meeting: Meeting) -> list[dict[str, Any]]:
    """Every row, as JSON can hold it. One query a table."""
    found: list[dict[str, Any]] = [
        {"model": "", "fields": {name: _plain(getattr(meeting, name)) for name in _MEETING}}
    ]
    for model, way, phase in _HELD:
        found += _as_json(_rows(meeting.id, model, way, phase))
    return found


def put_back(meeting: Meeting, kept: list[dict[str, Any]]) -> None:
    """Let the rows be as they were kept: what has come since goes, what has gone comes back.

    A row that is as it was is left alone. What a row pointed at in the register and is gone
    meanwhile is left empty, where it may be.
    """
    head, *rows = kept
    for name, value in head["fields"].items():
        column: Any = meeting._meta.get_field(name)
        setattr(meeting, name, column.to_python(value))
    meeting.save(update_fields=list(_MEETING))
    by_model: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_model[row["model"]].append(row)
    for model, way, phase in reversed(_HELD):
        ids = [row["pk"] for row in by_model[model._meta.label_lower]]
        _gone_again(_rows(meeting.id, model, way, phase).exclude(pk__in=ids))
    gone = _gone(rows)
    for model, way, phase in _HELD:
        before = {row["pk"]: row for row in _as_json(_rows(meeting.id, model, way, phase))}
        wanted = [_since(row, before) for row in by_model[model._meta.label_lower]]
        changed = [row for row in wanted if before.get(row["pk"]) != row]
        _save(changed, gone)


def _gone_again(rows: QuerySet[Any]) -> None:
    """Let rows that came with a correction go; assignments that were followed up, and what they
    stand under, stay."""
    if rows.model is Clause:
        Assignment.objects.followed_up().filter(clause__in=rows).update(clause=None)
    followed_up = Assignment.objects.followed_up()
    stay = {
        AgendaItem: Q(id__in=followed_up.values("item_id")),
        Assignment: Q(id__in=followed_up.values("id")),
        Assignee: Q(assignment__in=followed_up.values("id")),
    }
    rows.exclude(stay.get(rows.model, NOTHING)).delete()


_FOLLOWED = ("body", "organisation", "person", "picked", "until")
"""What becomes of who has an assignment while its minutes are corrected: it is none of theirs."""


def _since(row: dict[str, Any], before: dict[Any, dict[str, Any]]) -> dict[str, Any]:
    """A row as it was kept, with what is done with assignments as it stands now."""
    now = before.get(row["pk"])
    if now is None or row["model"] != Assignee._meta.label_lower:
        return row
    return {**row, "fields": {**row["fields"], **{one: now["fields"][one] for one in _FOLLOWED}}}


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _rows(meeting_id: int, model: type[Model], way: str, phase: str) -> QuerySet[Any]:
    held = Q(**{way: meeting_id})
    if phase:
        held &= Q(**{phase: Phase.HELD})
    if model is Assignment:
        held &= Q(part_of=None)
    elif model is Assignee:
        held &= Q(since=None, assignment__part_of=None)
    return model._default_manager.filter(held).order_by("pk")


def _as_json(rows: QuerySet[Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(serializers.serialize("json", rows))
    return found


def _save(rows: list[dict[str, Any]], gone: dict[str, set[Any]]) -> None:
    for row in rows:
        model = apps.get_model(row["model"])
        for field in model._meta.concrete_fields:
            target = field.related_model
            if target is None or not field.null or isinstance(target, str):
                continue
            if row["fields"].get(field.name) in gone[target._meta.label_lower]:
                row["fields"][field.name] = None
    for made in serializers.deserialize("python", rows):
        made.save()  # as it is: no column changes itself


def _gone(rows: list[dict[str, Any]]) -> dict[str, set[Any]]:
    """The ids that rows point at and that there is nothing under any more, by the table."""
    kept: dict[str, set[Any]] = defaultdict(set)
    asked: dict[str, set[Any]] = defaultdict(set)
    for row in rows:
        model = apps.get_model(row["model"])
        kept[row["model"]].add(row["pk"])
        for field in model._meta.concrete_fields:
            target = field.related_model
            value = row["fields"].get(field.name)
            if target is not None and not isinstance(target, str) and value is not None:
                asked[target._meta.label_lower].add(value)
    found: dict[str, set[Any]] = defaultdict(set)
    for label, ids in asked.items():
        manager = apps.get_model(label)._default_manager
        there = set(manager.filter(pk__in=ids).values_list("pk", flat=True))
        found[label] = ids - there - kept[label]
    return found
