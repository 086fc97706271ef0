"""The agenda as the meeting approved it: what it took off, added and put in another order.

Numbers stay what the notice gave them, whatever the order, so that papers that name them hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.access.viewer import SYSTEM
from handslag.domain.audit.actions import log
from handslag.domain.base.facts import Phase
from handslag.domain.base.meanwhile import ChangedMeanwhile
from handslag.domain.meetings.agenda import rules
from handslag.domain.meetings.agenda.actions.items import fit, late_words
from handslag.domain.meetings.agenda.told import ItemTold, PresenterTold
from handslag.domain.meetings.events import announce_recorded
from handslag.domain.meetings.models import (
    AgendaItem,
    ItemOutcome,
    Meeting,
    Participation,
    ParticipationRole,
)
from handslag.domain.meetings.room.actions.opening import hold_item, hold_presenters
from handslag.domain.meetings.room.locking import MEETING, bump, item_to_write, room_to_write
from handslag.domain.meetings.room.rows import (
    ORDER,
    item_digest,
    item_key,
    order_seen,
    presenters_digest,
    presenters_key,
)
from handslag.domain.meetings.room.shapes import Written
from handslag.domain.registry.actions import person_names
from handslag.domain.registry.models import PersonName
from handslag.domain.registry.people.queries import affiliation_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from handslag.domain.access.viewer import Viewer

LONGEST_REASON = 300
BY_HAND = frozenset(ItemOutcome.values) - {ItemOutcome.PROPOSED, ItemOutcome.WITHDRAWN}
"""Outcomes that somebody may set: a withdrawn item takes a reason, a planned one is no outcome."""


@transaction.atomic
def withdraw_item(*, viewer: Viewer, item_id: int, seen: str, reason: str) -> Written:
    """Let the meeting take an item off its agenda; it keeps its number and place, as withdrawn.

    Where it goes on to is a transfer, which is of matters: `matters.writing.actions.move_to_next`
    withdraws an item and makes the transfer in one transaction, so that the agenda of the body's
    next meeting finds it as it finds what was tabled. This one withdraws, and moves nothing.
    `seen` is the item's digest. Raises AgendaItem.DoesNotExist, ChangedMeanwhile, and
    ValidationError without a reason.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    item = item_to_write(viewer, item_id)
    reason = " ".join(reason.split())[:LONGEST_REASON]
    if not reason:
        raise ValidationError({"reason": _("Skriv varför punkten utgår. Inget har ändrats.")})
    if (item.outcome, item.withdrawn_reason) == (ItemOutcome.WITHDRAWN, reason):
        return _unchanged(item)
    _require_seen(item, seen)
    item.outcome, item.withdrawn_reason = ItemOutcome.WITHDRAWN, reason
    item.save(update_fields=["outcome", "withdrawn_reason"])
    return _written(viewer, item, "meetings.withdraw_item", {}, reason)


@transaction.atomic
def put_back_withdrawn(*, viewer: Viewer, item_id: int, seen: str) -> Written:
    """Let an item that was withdrawn be dealt with after all. Raises as `withdraw_item`.

    A transfer that moved it to another meeting is for whoever made it to take back.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    item = item_to_write(viewer, item_id)
    if item.outcome != ItemOutcome.WITHDRAWN:
        return _unchanged(item)
    _require_seen(item, seen)
    item.outcome, item.withdrawn_reason = ItemOutcome.NONE, ""
    item.save(update_fields=["outcome", "withdrawn_reason"])
    return _written(viewer, item, "meetings.put_back_withdrawn", {})


@transaction.atomic
def set_outcome(*, viewer: Viewer, item_id: int, seen: str, outcome: str) -> Written:
    """Say what became of an item (`outcome`, one of BY_HAND).

    Decisions that are written set it by themselves. Raises as `withdraw_item`, and ValidationError
    where the item is withdrawn: it is to be put back first.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    item = item_to_write(viewer, item_id)
    if outcome not in BY_HAND:
        raise ValidationError({"outcome": _("Välj vad som blev av punkten.")})
    if item.outcome == outcome:
        return _unchanged(item)
    _require_seen(item, seen)
    if item.outcome == ItemOutcome.WITHDRAWN:
        raise ValidationError({"outcome": _("Punkten har utgått. Ta upp den igen först.")})
    detail = {"before": item.outcome, "after": outcome}
    put_outcome(item, outcome)
    return _written(viewer, item, "meetings.set_outcome", detail)


def put_outcome(item: AgendaItem, outcome: str) -> None:
    """Let an item of a locked room have an outcome. Part of other actions, which log."""
    item.outcome = outcome
    item.save(update_fields=["outcome"])


@transaction.atomic
def reword_item(*, viewer: Viewer, item_id: int, seen: str, heading: str) -> Written:
    """Let an item be called something else in the minutes; the notice keeps its words.

    Raises as `withdraw_item`.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    item = item_to_write(viewer, item_id)
    heading = fit(ItemTold(heading=heading)).heading
    if item.heading == heading:
        return _unchanged(item)
    _require_seen(item, seen)
    detail = {"before": item.heading, "after": heading}
    item.heading = heading
    item.save(update_fields=["heading"])
    return _written(viewer, item, "meetings.reword_item", detail)


@transaction.atomic
def add_extra_item(
    *,
    viewer: Viewer,
    meeting_id: int,
    told: ItemTold,
    late_reason: str,
    late_by: str,
    after: int | None = None,
) -> Written:
    """Let the meeting take up a question that was on no notice, last or after an item (id).

    It gets the number after the highest, and tells why it was let in and by whom. Raises
    Meeting.DoesNotExist, Room.DoesNotExist and ValidationError.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    meeting = room_to_write(viewer, meeting_id).meeting
    told, late = fit(told), late_words(late_reason, late_by)
    items = _held(meeting)
    if len(items) >= rules.MOST_ITEMS:
        raise ValidationError(_("Dagordningen är full. Inget har lagts till."))
    numbers = AgendaItem.objects.filter(meeting=meeting)
    item = AgendaItem.objects.create(
        meeting=meeting,
        order=len(items) + 1,
        number=rules.next_number(
            number for pair in numbers.values_list("number", "planned_number") for number in pair
        ),
        heading=told.heading,
        kind=told.kind,
        minutes=told.minutes,
        description=told.description,
        late=True,
        late_reason=late[0],
        late_by=late[1],
        typed=True,
        written=True,
    )
    _put_presenters(meeting, item, told.presenters)
    places = [one.id for one in items]
    if after in places:
        places.insert(places.index(after) + 1, item.id)
        _put_order([*items, item], places)
    item.meeting = meeting
    detail = {"by": late[1]}
    return _written(viewer, item, "meetings.add_extra_item", detail, late[0], made=item.id)


@transaction.atomic
def remove_extra_item(*, viewer: Viewer, item_id: int, seen: str) -> Written:
    """Take away an extra question that was added by mistake, as if it had never been there.

    Raises as `withdraw_item`, and ValidationError where it was on the notice, or where anything is
    written under it: then it is to be withdrawn.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    item = item_to_write(viewer, item_id)
    _require_seen(item, seen)
    if item.planned_order is not None or _has_something(item):
        raise ValidationError(
            _("Punkten stod i kallelsen, eller så är något skrivet under den. Låt den utgå.")
        )
    meeting = item.meeting
    detail = {"item": item.id, "number": item.number, "heading": item.heading}
    item.delete()
    meeting.room.refresh_from_db(fields=["item"])
    rest = _held(meeting)
    _put_order(rest, [one.id for one in rest])
    announce_recorded(meeting.id)
    log(
        viewer=viewer,
        verb="meetings.remove_extra_item",
        thing_type=MEETING,
        thing_id=meeting.id,
        detail=detail,
    )
    return Written(seen={ORDER: order_seen(one.id for one in rest)}, revision=bump(meeting))


_WORKED_OUT = {"room", "itemtime", "linkprofile", "linksuggestion"}
"""What nobody has written: where the meeting is, and what is worked out of an item's own words."""


def _has_something(item: AgendaItem) -> bool:
    """Whether any row of any subject stands under an item, but for who presents it."""
    for relation in item._meta.related_objects:  # whatever stands above meetings, too
        model = relation.related_model
        if isinstance(model, str) or model is Participation:
            continue
        rows = model._default_manager.filter(**{relation.field.name: item})
        if model._meta.model_name == "discussion":
            rows = rows.exclude(text="")
        if model._meta.model_name == "treatment":
            rows = rows.filter(typed=True)
        if model._meta.model_name not in _WORKED_OUT and rows.exists():
            return True
    return False


@transaction.atomic
def take_in_item(*, viewer: Viewer, item_id: int) -> Written:
    """Let the meeting deal with an item of the plan that it does not have: one that was pulled, or
    was put on the plan after the room was opened. It stands last.

    Nothing happens where the meeting has it. Raises AgendaItem.DoesNotExist.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    rows = AgendaItem.objects.filter(planned_order__isnull=False)
    meeting_id = rows.values_list("meeting_id", flat=True).get(id=item_id)
    meeting = room_to_write(viewer, meeting_id).meeting
    item = rows.get(id=item_id)
    item.meeting = meeting
    if item.order is not None:
        return _unchanged(item)
    hold_item(item, len(_held(meeting)) + 1)
    item.save()
    hold_presenters([item])
    return _written(viewer, item, "meetings.take_in_item", {}, made=item.id)


@transaction.atomic
def order_room(
    *, viewer: Viewer, meeting_id: int, seen: Sequence[int], wanted: Sequence[int]
) -> Written:
    """Let the meeting deal with its items in the order of `wanted` (ids); numbers stay.

    `seen` are the items in the order that the form saw. Where somebody has ordered them otherwise
    since, ChangedMeanwhile is raised; what they merely added is fitted in. Raises
    Meeting.DoesNotExist, and ValidationError where the two do not have the same items.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    meeting = room_to_write(viewer, meeting_id).meeting
    if sorted(seen) != sorted(wanted) or len(set(wanted)) != len(wanted):
        raise ValidationError(_("Ordningen gick inte att läsa. Inget har ändrats."))
    items = _held(meeting)
    now = [item.id for item in items]
    order = rules.merged_order(now, wanted)
    if order == now:
        return Written(seen={ORDER: order_seen(now)}, revision=meeting.room.revision)
    if [one for one in seen if one in set(now)] != [one for one in now if one in set(seen)]:
        numbers = " ".join(item.number for item in items)
        raise ChangedMeanwhile({"order": numbers}, seen={ORDER: order_seen(now)})
    before = [item.number for item in items]
    _put_order(items, order)
    number = dict(zip(now, before, strict=True))
    announce_recorded(meeting.id)
    log(
        viewer=viewer,
        verb="meetings.order_room",
        thing_type=MEETING,
        thing_id=meeting.id,
        detail={"before": before, "after": [number[item_id] for item_id in order]},
    )
    return Written(seen={ORDER: order_seen(order)}, revision=bump(meeting))


@transaction.atomic
def set_presenters(
    *, viewer: Viewer, item_id: int, seen: str, presenters: Iterable[PresenterTold]
) -> Written:
    """Let these present an item at the meeting, and nobody else; the notice keeps its own.

    `seen` is the digest of who presented it. Raises AgendaItem.DoesNotExist, ChangedMeanwhile and
    ValidationError.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    item = item_to_write(viewer, item_id)
    told = fit(ItemTold(heading=item.heading, presenters=tuple(presenters))).presenters
    known = _presenting(item)
    key, now = presenters_key(item.id), presenters_digest(known)
    if seen != now:
        names = "; ".join(name for name, *_rest in known)
        raise ChangedMeanwhile({"presenters": names}, seen={key: now})
    _put_presenters(item.meeting, item, told)
    after = _presenting(item)
    announce_recorded(item.meeting_id)
    log(
        viewer=viewer,
        verb="meetings.set_presenters",
        thing_type=MEETING,
        thing_id=item.meeting_id,
        detail={
            "item": item.id,
            "number": item.number,
            "before": [name for name, *_rest in known],
            "after": [name for name, *_rest in after],
        },
    )
    return Written(seen={key: presenters_digest(after)}, revision=bump(item.meeting))


def _presenting_rows(item: AgendaItem) -> Any:
    return Participation.objects.filter(
        item=item, role=ParticipationRole.PRESENTING, phase=Phase.HELD, written=True
    ).order_by("order", "id")


def _presenting(item: AgendaItem) -> list[tuple[str, str, str]]:
    rows = _presenting_rows(item)
    return list(rows.values_list("name__text", "title", "organisation"))


def _put_presenters(meeting: Meeting, item: AgendaItem, told: Sequence[PresenterTold]) -> None:
    """Let these present the item; what the register knows of them that day is filled in."""
    _presenting_rows(item).delete()
    if not told:
        return
    ids = person_names(viewer=SYSTEM, texts={one.name for one in told})
    names = PersonName.objects.filter(id__in=ids.values())
    people = dict(names.values_list("id", "person_id"))
    posts = affiliation_on(SYSTEM, set(people.values()), meeting.date)
    for order, one in enumerate(told, 1):
        works = posts.get(people[ids[one.name]])
        bare = works is not None and not one.title and not one.organisation
        Participation.objects.create(
            meeting=meeting,
            item=item,
            name_id=ids[one.name],
            role=ParticipationRole.PRESENTING,
            phase=Phase.HELD,
            title=works.title if bare and works else one.title,
            organisation=works.organisation if bare and works else one.organisation,
            order=order,
            typed=True,
            written=True,
        )


def _held(meeting: Meeting) -> list[AgendaItem]:
    rows = AgendaItem.objects.filter(meeting=meeting, order__isnull=False)
    return list(rows.order_by("order", "id"))


def _put_order(items: Sequence[AgendaItem], order: Sequence[int]) -> None:
    places = {item_id: place for place, item_id in enumerate(order, 1)}
    for item in items:
        item.order = places[item.id]
    AgendaItem.objects.bulk_update(items, ["order"])


def _require_seen(item: AgendaItem, seen: str) -> None:
    now = item_digest(item)
    if seen != now:
        theirs = {
            "heading": item.heading,
            "outcome": str(ItemOutcome(item.outcome).label),
            "reason": item.withdrawn_reason,
        }
        raise ChangedMeanwhile(theirs, seen={item_key(item.id): now})


def _unchanged(item: AgendaItem) -> Written:
    return Written(seen={item_key(item.id): item_digest(item)}, revision=item.meeting.room.revision)


def _written(
    viewer: Viewer,
    item: AgendaItem,
    verb: str,
    detail: dict[str, Any],
    reason: str = "",
    *,
    made: int | None = None,
) -> Written:
    announce_recorded(item.meeting_id)
    log(
        viewer=viewer,
        verb=verb,
        thing_type=MEETING,
        thing_id=item.meeting_id,
        detail={"item": item.id, "number": item.number, "heading": item.heading, **detail},
        reason=reason,
    )
    seen = {item_key(item.id): item_digest(item)}
    return Written(seen=seen, revision=bump(item.meeting), made=made)
