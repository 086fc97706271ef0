"""What is known of documents that are to be spoken of."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from handslag.domain.meetings import queries as meetings
from handslag.domain.registry import queries as registry
from handslag.intake.comparing.calling import Called, sort_of
from handslag.intake.comparing.models import CrossFinding, Outline
from handslag.intake.models import Suggestion, SuggestionState

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Sequence

    from handslag.domain.access.viewer import Viewer

_COLUMNS = ("document_id", "kind", "body_key", "date", "meeting_id", "document__title")


def called(viewer: Viewer, ids: Collection[int]) -> dict[int, Called]:
    """What to call each of these documents (ids), with its body. Five queries at most."""
    if not ids:
        return {}
    days = Outline.objects.filter(document_id__in=ids, date__isnull=False).values("date")
    near = Outline.objects.filter(Q(document_id__in=ids) | Q(date__in=days))
    rows = list(near.order_by().values(*_COLUMNS, "document__name"))
    bodies = _bodies(viewer, rows)
    found = [_called(row, *_meeting(row, bodies)) for row in rows]
    crowded = _crowded(found, ids)
    return {one.id: replace(one, crowded=one.id in crowded) for one in found if one.id in ids}


def said_on(
    known: dict[int, Called], *, besides: Collection[int] = (), always: bool = False
) -> dict[int, Called]:
    """The same, with the body only where somebody needs to be told it.

    It is left out where all are of one body and where it is that of the documents `besides`, whose
    page it is; `always` keeps it for a page that tells of several bodies anyhow.
    """
    if always:
        return known
    own = {known[one].body for one in besides if one in known}
    names = {one.body for one in known.values()} - {""}
    if not own and len(names) == 1:
        own = names
    return {id_: replace(one, body="") if one.body in own else one for id_, one in known.items()}


@dataclass(frozen=True, slots=True)
class _Bodies:
    """The bodies and meetings of some outlines."""

    by_key: dict[str, tuple[int, str]]
    by_meeting: dict[int, meetings.MeetingName]
    as_read: dict[int, str]


def _bodies(viewer: Viewer, rows: Sequence[dict[str, Any]]) -> _Bodies:
    keys = {row["body_key"] for row in rows} - {""}
    by_key = registry.bodies_by_key(viewer, keys)
    ids = {row["meeting_id"] for row in rows} - {None}
    by_meeting = meetings.meeting_names(viewer, ids) if ids else {}
    unknown = [
        row["document_id"]
        for row in rows
        if row["body_key"] not in by_key and row["meeting_id"] not in by_meeting
    ]
    read = Suggestion.objects.filter(document_id__in=unknown, kind="body")
    read = read.exclude(state=SuggestionState.DROPPED).order_by("-id")
    as_read = (
        {
            one: str(value.get("name") or "")
            for one, value in read.values_list("document_id", "value")
        }
        if unknown
        else {}
    )
    return _Bodies(by_key, by_meeting, as_read)


def _meeting(row: dict[str, Any], bodies: _Bodies) -> tuple[Hashable, str]:
    """What tells the document's meeting from others, and the name of its body."""
    meeting = bodies.by_meeting.get(row["meeting_id"])
    if meeting is not None:
        return (meeting.body_id, meeting.date), meeting.body
    body_id, name = bodies.by_key.get(row["body_key"], (None, ""))
    name = name or bodies.as_read.get(row["document_id"], "")
    if row["date"] is None or not row["body_key"]:
        return ("alone", row["document_id"]), name
    return (body_id or row["body_key"], row["date"]), name


def _called(row: dict[str, Any], meeting: Hashable, body: str) -> Called:
    name = row["document__name"]
    return Called(
        id=row["document_id"],
        name=name,
        sort=sort_of(row["kind"], row["document__title"], name),
        date=row["date"],
        body=body,
        meeting=meeting,
    )


def _crowded(found: Iterable[Called], ids: Collection[int]) -> set[int]:
    """Those that share sort and meeting with another which is no second reading of them."""
    groups: dict[Hashable, set[int]] = defaultdict(set)
    for one in found:
        groups[one.meeting, one.sort].add(one.id)
    alike = {one for group in groups.values() if len(group) > 1 for one in group}
    if not alike & set(ids):
        return set()
    same = CrossFinding.objects.filter(code="two-readings", standing=True, document_id__in=alike)
    doubles = {frozenset(pair) for pair in same.order_by().values_list("document_id", "other_id")}
    return {
        one
        for group in groups.values()
        for one in group
        if any(frozenset({one, other}) not in doubles for other in group - {one})
    }
