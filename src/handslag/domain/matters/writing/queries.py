"""Reads of decisions as they are written: a whole meeting's or one item's, phrases, and pickers."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.db.models import F, OuterRef, Prefetch, Q, Subquery

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import EVERYTHING, may, require, require_somewhere
from handslag.domain.base.facts import Phase
from handslag.domain.base.shapes import labelled
from handslag.domain.base.states import PublicationState
from handslag.domain.base.words import key_of, order_of
from handslag.domain.matters.access import sees_everything, visible_people
from handslag.domain.matters.models import (
    Assignment,
    Clause,
    ClauseAction,
    Decision,
    DecisionState,
    Phrase,
    Proposal,
    ProposalPoint,
    Stance,
    Transfer,
)
from handslag.domain.matters.preparing.rules import entered_points
from handslag.domain.matters.writing import gathering
from handslag.domain.matters.writing.phrases import day_words, learnt, places
from handslag.domain.matters.writing.rows import CLAUSE_PARTS
from handslag.domain.matters.writing.shapes import ItemDecisions, Phrases, PhraseView, Picked
from handslag.domain.matters.writing.standing import OWN, STANDING
from handslag.domain.matters.writing.there import present_at_each
from handslag.domain.meetings.access import account, visible_meetings
from handslag.domain.meetings.models import AgendaItem, Meeting
from handslag.domain.registry.models import Affiliation, Body, BodyName, Organisation, Person

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from handslag.domain.access.viewer import Viewer

FEW = 8
"""Hits that a picker shows."""
_MOST_LOOKED_AT = 200
"""Hits of which the few are chosen."""
_LEARNT = 6
"""Phrases that are suggested from what the body has decided before."""
_LOOKED_AT = 400
"""The body's latest clauses, in which phrases are looked for."""


def item_page(viewer: Viewer, item_id: int) -> ItemDecisions:
    """Everything written of decisions under one item. Nineteen queries, whatever its size.

    For those who write or follow the meeting. Raises AgendaItem.DoesNotExist, PermissionDenied.
    """
    require_somewhere(viewer, Permission.MEETINGS_FOLLOW)
    meeting_id = AgendaItem.objects.values_list("meeting_id", flat=True).get(id=item_id)
    found = _written(viewer, meeting_id, Q(id=item_id))
    if not found:
        raise AgendaItem.DoesNotExist(item_id)
    return found[0]


def items_of(viewer: Viewer, meeting_id: int) -> tuple[ItemDecisions, ...]:
    """Everything written of decisions under a meeting's items, in order. Eighteen queries.

    For those who write or follow the meeting; items that are closed to the viewer are left out.
    Raises Meeting.DoesNotExist and PermissionDenied.
    """
    require_somewhere(viewer, Permission.MEETINGS_FOLLOW)
    return _written(viewer, meeting_id, Q(order__isnull=False))


def _written(viewer: Viewer, meeting_id: int, wanted: Q) -> tuple[ItemDecisions, ...]:
    meeting = Meeting.objects.filter(visible_meetings(viewer)).get(id=meeting_id)
    thing = account(meeting.body_id, PublicationState.SHARED)
    require(viewer, Permission.MEETINGS_FOLLOW, thing)
    rows = AgendaItem.objects.filter(wanted, meeting=meeting)
    if not may(viewer, Permission.CLOSED_READ, thing):
        rows = rows.filter(closed=False)
    items = list(rows.order_by(F("order").asc(nulls_last=True), "planned_order", "id"))
    ids = [item.id for item in items]
    proposals = _by_item(
        Proposal.objects.filter(item__in=ids).prefetch_related(
            Prefetch("points", ProposalPoint.objects.prefetch_related("outcomes"))
        )
    )
    decisions = _by_item(_decisions(ids))
    stances = _by_item(Stance.objects.filter(item__in=ids))
    assignments = _by_item(
        Assignment.objects.filter(item__in=ids, clause=None, part_of=None).prefetch_related(
            "assignees"
        )
    )
    transfers = _by_item(Transfer.objects.filter(item__in=ids, clause=None))
    present = present_at_each(meeting_id, ids)
    return tuple(
        gathering.item_decisions(
            item,
            meeting.body_id,
            held=[row for row in proposals[item.id] if row.phase == Phase.HELD],
            planned=tuple(
                (row.by, tuple(point.text for point in entered_points(row)))
                for row in proposals[item.id]
                if row.phase == Phase.PLAN
            ),
            decisions=decisions[item.id],
            stances=stances[item.id],
            assignments=assignments[item.id],
            transfers=transfers[item.id],
            present=present[item.id],
        )
        for item in items
    )


def _decisions(item_ids: list[int]) -> Any:
    return (
        Decision.objects.filter(item__in=item_ids, phase=Phase.HELD, state=DecisionState.DECIDED)
        .select_related("vote")
        .prefetch_related(
            Prefetch("clauses", Clause.objects.prefetch_related(*CLAUSE_PARTS)),
            Prefetch("reservations", gathering.RESERVATIONS),
        )
    )


def _by_item(rows: Iterable[Any]) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.item_id].append(row)
    return found


def phrases(viewer: Viewer, body_id: int) -> Phrases:
    """The phrases that a body's clauses may begin from. Two queries.

    Its own come first, then those that all have, then what it has decided more than once before
    in the same words. For those who write its meetings.
    """
    thing = account(body_id, PublicationState.SHARED)
    require(viewer, Permission.MEETINGS_WRITE, thing)
    rows = Phrase.objects.filter(Q(body_id=body_id) | Q(body_id=None))
    found = sorted(rows, key=lambda row: (row.body_id is None, row.order, row.id))
    own = [_own(row, body_id) for row in found]
    standing = [
        PhraseView(key, labelled(ClauseAction, action), text, places(text), None)
        for key, action, text in STANDING
    ]
    earlier = Clause.objects.decided().of_body(body_id).newest_first()
    told = earlier.values_list("text", "action")[:_LOOKED_AT]
    actions = {key_of(text).rstrip("."): action for text, action in told}
    known = [one.text for one in (*own, *standing)]
    suggested = [
        PhraseView("", labelled(ClauseAction, actions[key_of(text)]), text, (), None, learnt=True)
        for text in learnt((text for text, _action in told), known, _LEARNT)
    ]
    return Phrases(tuple(own), tuple(standing), tuple(suggested))


def _own(row: Phrase, body_id: int) -> PhraseView:
    own_id = row.id if row.body_id == body_id else None
    action = labelled(ClauseAction, row.action)
    return PhraseView(f"{OWN}{row.id}", action, row.text, places(row.text), own_id)


def pick_people(viewer: Viewer, meeting_id: int, words: str) -> tuple[Picked, ...]:
    """People whose name has `words` in it, with where they work on the meeting's day. Two queries.

    Of those whom the viewer may know of; those whose name begins so stand first, then in Swedish
    order. For those who write the meeting.
    """
    meeting = _meeting(viewer, meeting_id)
    if not words.strip():
        return ()
    works = Affiliation.objects.filter(
        Q(since__isnull=True) | Q(since__lte=meeting.date),
        Q(until__isnull=True) | Q(until__gte=meeting.date),
        person=OuterRef("pk"),
    ).order_by(F("since").desc(nulls_last=True), "-id")
    seen = EVERYTHING if sees_everything(viewer) else visible_people(viewer)
    rows = (
        Person.objects.filter(seen, order_key__contains=order_of(words))
        .annotate(
            title=Subquery(works.values("title")[:1]),
            works_at=Subquery(works.values("organisation__name")[:1]),
        )
        .order_by("order_key", "id")
        .values_list("id", "name", "title", "works_at")
    )
    begins: list[Picked] = []
    others: list[Picked] = []
    for id_, name, title, works_at in rows[:_MOST_LOOKED_AT]:
        about = ", ".join(filter(None, (title, works_at)))
        hit = Picked(id_, name, about, "person")
        (begins if order_of(name).startswith(order_of(words)) else others).append(hit)
    return tuple((begins + others)[:FEW])


def pick_bodies(viewer: Viewer, meeting_id: int, words: str) -> tuple[Picked, ...]:
    """Bodies that are called so, by any of their names. Two queries. As `pick_people`."""
    _meeting(viewer, meeting_id)
    if not words.strip():
        return ()
    named = BodyName.objects.filter(key__contains=key_of(words)).values("body_id")
    rows = Body.objects.filter(id__in=named).values_list("id", "name", "short_name")
    return _few((Picked(id_, name, short, "body") for id_, name, short in rows), words)


def pick_organisations(viewer: Viewer, meeting_id: int, words: str) -> tuple[Picked, ...]:
    """Organisations that are called so. Two queries. As `pick_people`."""
    _meeting(viewer, meeting_id)
    if not words.strip():
        return ()
    rows = Organisation.objects.filter(order_key__contains=order_of(words))
    hits = (Picked(row.id, row.name, row.get_kind_display(), "organisation") for row in rows)
    return _few(hits, words)


def pick_assignees(viewer: Viewer, meeting_id: int, words: str) -> tuple[Picked, ...]:
    """Whoever can be given an assignment: bodies, then organisations, then people. As above."""
    found = (
        *pick_bodies(viewer, meeting_id, words),
        *pick_organisations(viewer, meeting_id, words),
        *pick_people(viewer, meeting_id, words),
    )
    sought = order_of(words)
    begins = [one for one in found if order_of(one.text).startswith(sought)]
    return tuple((begins + [one for one in found if one not in begins])[:FEW])


def pick_meetings(
    viewer: Viewer, meeting_id: int, words: str = "", body_id: int | None = None
) -> tuple[Picked, ...]:
    """Meetings that come after this one, of its body or another, by words of their day.

    Two queries. `words` may be "apr", "3 april" or "2026"; where it is empty the soonest ones are
    shown. Only such as the viewer sees.
    """
    meeting = _meeting(viewer, meeting_id)
    body = meeting.body_id if body_id is None else body_id
    rows = (
        Meeting.objects.filter(visible_meetings(viewer), body_id=body, date__gt=meeting.date)
        .filter(cancelled_at__isnull=True)
        .order_by("date")
        .values_list("id", "date", "body__name")
    )
    sought = key_of(words)
    hits = (
        Picked(id_, day_words(day), name, "meeting", day)
        for id_, day, name in rows[:_MOST_LOOKED_AT]
        if sought in f"{day_words(day)} {day.isoformat()}"
    )
    return tuple(hits)[:FEW]


def _few(hits: Iterable[Picked], words: str) -> tuple[Picked, ...]:
    """The few that are shown: those that begin with the words first, then in Swedish order."""
    sought = order_of(words)
    ordered = sorted(
        hits,
        key=lambda one: (
            not order_of(one.text).startswith(sought)
            and not order_of(one.about).startswith(sought),
            order_of(one.text),
            one.id,
        ),
    )
    return tuple(ordered[:FEW])


def _meeting(viewer: Viewer, meeting_id: int) -> Meeting:
    """The meeting that somebody writes. One query. Raises Meeting.DoesNotExist."""
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    meeting = Meeting.objects.filter(visible_meetings(viewer)).get(id=meeting_id)
    require(viewer, Permission.MEETINGS_WRITE, account(meeting.body_id, PublicationState.SHARED))
    return meeting
