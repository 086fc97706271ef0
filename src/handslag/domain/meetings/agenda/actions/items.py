"""Writes of an agenda's items: what they say, who presents them, and in which order they stand.

Until the notice is sent, numbers follow the order. From then on no number changes: what is added
gets the next one and is late, with a reason, and what is taken off stays with a reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.access.viewer import SYSTEM
from handslag.domain.audit.actions import log
from handslag.domain.base.facts import Phase
from handslag.domain.base.meanwhile import ChangedMeanwhile, require_unchanged
from handslag.domain.meetings.agenda import rules
from handslag.domain.meetings.agenda.approving import (
    approves_minutes,
    let_approve,
    minutes_to_approve,
)
from handslag.domain.meetings.agenda.locking import (
    MEETING,
    is_sent,
    item_to_prepare,
    meeting_to_prepare,
)
from handslag.domain.meetings.agenda.rows import item_digest, presenters_of
from handslag.domain.meetings.agenda.told import ItemTold, PresenterTold
from handslag.domain.meetings.events import announce_recorded
from handslag.domain.meetings.models import (
    AgendaItem,
    ItemKind,
    ItemOutcome,
    Meeting,
    Participation,
    ParticipationRole,
)
from handslag.domain.registry.actions import person_names
from handslag.domain.registry.models import PersonName

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from handslag.domain.access.viewer import Viewer

LONGEST_HEADING = 500
LONGEST_TEXT = 20_000
LONGEST_WORDS = 300
"""Letters of a reason."""
LONGEST_NAME = 200
"""Letters of a name, a title or an organisation."""
MOST_PRESENTERS = 20


@transaction.atomic
def add_item(
    *,
    viewer: Viewer,
    meeting_id: int,
    told: ItemTold,
    late_reason: str = "",
    late_by: str = "",
) -> int:
    """Put an item last on the plan; returns its id.

    Once the notice is sent it is late, and takes a reason and who let it in. Raises
    Meeting.DoesNotExist, and ValidationError with what is wrong in which field.
    """
    require_somewhere(viewer, Permission.MEETINGS_PREPARE)
    meeting = meeting_to_prepare(viewer, meeting_id)
    sent = is_sent(meeting)
    late = late_words(late_reason, late_by) if sent else ("", "")
    item = put_items(viewer, meeting, [told])[0]
    if sent:
        item.late, (item.late_reason, item.late_by) = True, late
        item.save(update_fields=["late", "late_reason", "late_by"])
    detail = {"item": item.id, "number": item.planned_number, "heading": item.planned_heading}
    log(
        viewer=viewer,
        verb="meetings.add_item",
        thing_type=MEETING,
        thing_id=meeting.id,
        detail=detail,
        reason=late[0],
    )
    return item.id


def put_items(viewer: Viewer, meeting: Meeting, told: Sequence[ItemTold]) -> list[AgendaItem]:
    """Put items last on the plan of a meeting that is locked, and make it prepared here.

    Part of other actions, which log. Raises ValidationError.
    """
    sound = [fit(one) for one in told]
    known = list(planned(meeting).values_list("planned_number", "planned_order"))
    if len(known) + len(sound) > rules.MOST_ITEMS:
        words = _("En dagordning kan ha högst %(count)d punkter. Inget har lagts till.")
        raise ValidationError(words % {"count": rules.MOST_ITEMS})
    numbers = [number for number, _order in known]
    last = max((order or 0 for _number, order in known), default=0)
    items = []
    for place, one in enumerate(sound, last + 1):
        numbers.append(rules.next_number(numbers))
        items.append(
            AgendaItem.objects.create(
                meeting=meeting,
                planned_order=place,
                planned_number=numbers[-1],
                outcome=ItemOutcome.PROPOSED,
                typed=True,
                prepared=True,
                **_columns(one),
            )
        )
    for item, one in zip(items, sound, strict=True):
        put_presenters(viewer, meeting, item, one.presenters)
    let_approve(meeting, items)
    mark_prepared(meeting)
    announce_recorded(meeting.id)
    return items


@transaction.atomic
def change_item(*, viewer: Viewer, item_id: int, seen: str, told: ItemTold) -> None:
    """Let an item say what is told.

    `seen` is the item's digest as the form saw it. Raises ChangedMeanwhile where it says
    something else by now, AgendaItem.DoesNotExist, and ValidationError.
    """
    require_somewhere(viewer, Permission.MEETINGS_PREPARE)
    item = item_to_prepare(viewer, item_id)
    before = presenters_of([item])[item.id]
    require_unchanged(seen, item_digest(item, before))
    told = fit(told)
    old = _told(item, [one.name for one in before])
    for column, value in _columns(told).items():
        setattr(item, column, value)
    item.typed = item.prepared = True
    item.approves = _approves(item)
    item.save()
    put_presenters(viewer, item.meeting, item, told.presenters)
    mark_prepared(item.meeting)
    announce_recorded(item.meeting_id)
    new = _told(item, [one.name for one in told.presenters])
    detail = {"item": item.id, "before": old, "after": new}
    log(
        viewer=viewer,
        verb="meetings.change_item",
        thing_type=MEETING,
        thing_id=item.meeting.id,
        detail=detail,
    )


@transaction.atomic
def remove_item(*, viewer: Viewer, item_id: int) -> None:
    """Take an item off a plan that is not sent, as if it had never been there.

    Raises AgendaItem.DoesNotExist, and ValidationError where the notice is sent, or where minutes
    tell of it: then it is to be pulled, with a reason.
    """
    require_somewhere(viewer, Permission.MEETINGS_PREPARE)
    item = item_to_prepare(viewer, item_id)
    if is_sent(item.meeting) or item.order is not None:
        raise ValidationError(
            _("Kallelsen är skickad. Dra tillbaka punkten och skriv varför. Inget har ändrats.")
        )
    detail = {
        "item": item.id,
        "number": item.planned_number,
        "heading": item.planned_heading,
    }
    item.delete()
    _renumber(item.meeting)
    announce_recorded(item.meeting_id)
    log(
        viewer=viewer,
        verb="meetings.remove_item",
        thing_type=MEETING,
        thing_id=item.meeting.id,
        detail=detail,
    )


@transaction.atomic
def pull_item(*, viewer: Viewer, item_id: int, reason: str) -> None:
    """Take an item off the plan for a reason; it keeps its number and its place, struck out.

    Raises AgendaItem.DoesNotExist, and ValidationError without a reason.
    """
    require_somewhere(viewer, Permission.MEETINGS_PREPARE)
    item = item_to_prepare(viewer, item_id)
    reason = _words(reason)
    if not reason:
        raise ValidationError({"reason": _("Skriv varför punkten utgår. Inget har ändrats.")})
    if item.pulled_at is not None:
        raise ValidationError(_("Punkten har redan utgått. Inget har ändrats."))
    item.pulled_at, item.pulled_reason = timezone.now(), reason
    _save_as_prepared(item, "pulled_at", "pulled_reason")
    detail = {"item": item.id, "number": item.planned_number, "heading": item.planned_heading}
    log(
        viewer=viewer,
        verb="meetings.pull_item",
        thing_type=MEETING,
        thing_id=item.meeting.id,
        detail=detail,
        reason=reason,
    )


@transaction.atomic
def put_back_item(*, viewer: Viewer, item_id: int) -> None:
    """Put an item that was pulled back on the plan. Nothing happens where it is there.

    Raises AgendaItem.DoesNotExist.
    """
    require_somewhere(viewer, Permission.MEETINGS_PREPARE)
    item = item_to_prepare(viewer, item_id)
    if item.pulled_at is None:
        return
    item.pulled_at, item.pulled_reason = None, ""
    _save_as_prepared(item, "pulled_at", "pulled_reason")
    detail = {"item": item.id, "number": item.planned_number, "heading": item.planned_heading}
    log(
        viewer=viewer,
        verb="meetings.put_back_item",
        thing_type=MEETING,
        thing_id=item.meeting.id,
        detail=detail,
    )


@transaction.atomic
def order_items(
    *, viewer: Viewer, meeting_id: int, seen: Sequence[int], wanted: Sequence[int]
) -> None:
    """Let the items stand in the order of `wanted` (ids); until the notice is sent, numbers follow.

    `seen` are the items in the order that the form saw. Where somebody has ordered them otherwise
    since, ChangedMeanwhile is raised; what they merely added or removed is fitted in. Raises
    Meeting.DoesNotExist, and ValidationError where the two do not have the same items.
    """
    require_somewhere(viewer, Permission.MEETINGS_PREPARE)
    meeting = meeting_to_prepare(viewer, meeting_id)
    if sorted(seen) != sorted(wanted) or len(set(wanted)) != len(wanted):
        raise ValidationError(_("Ordningen gick inte att läsa. Inget har ändrats."))
    items = list(planned(meeting))
    now = [item.id for item in items]
    known = [item_id for item_id in seen if item_id in set(now)]
    if known != [item_id for item_id in now if item_id in set(seen)]:
        raise ChangedMeanwhile
    order = rules.merged_order(now, wanted)
    if order == now:
        return
    before = [item.planned_number for item in items]
    places = {item_id: place for place, item_id in enumerate(order, 1)}
    for item in items:
        item.planned_order = places[item.id]
    AgendaItem.objects.bulk_update(items, ["planned_order"])
    _renumber(meeting)
    mark_prepared(meeting)
    number = dict(zip(now, before, strict=True))
    detail = {"before": before, "after": [number[item_id] for item_id in order]}
    log(
        viewer=viewer,
        verb="meetings.order_items",
        thing_type=MEETING,
        thing_id=meeting.id,
        detail=detail,
    )


def _approves(item: AgendaItem) -> Meeting | None:
    """The meeting whose minutes a changed item approves: the one it did, while it still is one."""
    if not approves_minutes(item.planned_heading):
        return None
    return item.approves or minutes_to_approve(item.meeting)


def planned(meeting: Meeting) -> Any:
    """The items on a meeting's plan, in order."""
    rows = AgendaItem.objects.filter(meeting=meeting, planned_order__isnull=False)
    return rows.order_by("planned_order", "id")


def _renumber(meeting: Meeting) -> None:
    """Let places be 1, 2, 3, and numbers follow them while the notice is not sent."""
    items = list(planned(meeting))
    numbers = [item.planned_number for item in items]
    if not is_sent(meeting):
        numbers = rules.renumbered(numbers)
    for place, (item, number) in enumerate(zip(items, numbers, strict=True), 1):
        item.planned_order, item.planned_number = place, number
    AgendaItem.objects.bulk_update(items, ["planned_order", "planned_number"])


def mark_prepared(meeting: Meeting) -> None:
    """Say that the meeting stands on what was entered here, whatever documents tell of it."""
    if meeting.prepared:
        return
    meeting.prepared = meeting.typed = True
    meeting.planned_date = meeting.planned_date or meeting.date
    meeting.save(update_fields=["prepared", "typed", "planned_date"])


def put_presenters(
    viewer: Viewer, meeting: Meeting, item: AgendaItem, told: Iterable[PresenterTold]
) -> None:
    """Let these present the item according to the plan, and nobody else.

    Somebody the register does not know is added to it. Part of other actions, which log.
    """
    del viewer  # the name comes along with the item, which the viewer may prepare
    told = list(told)
    old = Participation.objects.filter(
        item=item, role=ParticipationRole.PRESENTING, phase=Phase.PLAN
    )
    old.delete()
    if not told:
        return
    ids = person_names(viewer=SYSTEM, texts={one.name for one in told})
    posts = _posts(ids.values(), meeting.planned_date or meeting.date)
    Participation.objects.bulk_create(
        Participation(
            meeting=meeting,
            item=item,
            name_id=ids[one.name],
            role=ParticipationRole.PRESENTING,
            phase=Phase.PLAN,
            title=one.title or (post[0] if not one.organisation else ""),
            organisation=one.organisation or (post[1] if not one.title else ""),
            order=order,
            typed=True,
            prepared=True,
        )
        for order, one in enumerate(told, 1)
        for post in [posts.get(ids[one.name], ("", ""))]
    )


def _posts(name_ids: Iterable[int], day: date) -> dict[int, tuple[str, str]]:
    """The title and organisation that the register knows of each name (id) on a day."""
    found: dict[int, tuple[str, str]] = {}
    names = PersonName.objects.filter(id__in=list(name_ids)).prefetch_related(
        "person__affiliations__organisation"
    )
    for name in names:
        for post in name.person.affiliations.all():
            begun = post.since is None or post.since <= day
            if begun and (post.until is None or post.until >= day):
                found.setdefault(name.id, (post.title, post.organisation.name))
    return found


def late_words(reason: str, by: str) -> tuple[str, str]:
    """Why something is let in late and who let it in, tidied. ValidationError where one lacks."""
    reason, by = _words(reason), " ".join(by.split())[:LONGEST_NAME]
    errors = {}
    if not reason:
        errors["late_reason"] = _("Kallelsen är skickad. Skriv varför det här läggs till nu.")
    if not by:
        errors["late_by"] = _("Skriv vem som har släppt in det.")
    if errors:
        raise ValidationError(errors)
    return reason, by


def _words(text: str) -> str:
    return " ".join(text.split())[:LONGEST_WORDS]


def fit(told: ItemTold) -> ItemTold:
    """What is told, tidied. Raises ValidationError with what is wrong in which field."""
    errors: dict[str, str] = {}
    heading = " ".join(told.heading.split())
    if not heading:
        errors["heading"] = _("Punkten saknar rubrik. Skriv vad den gäller.")
    elif len(heading) > LONGEST_HEADING:
        words = _("Rubriken är för lång: högst %(count)d tecken.")
        errors["heading"] = words % {"count": LONGEST_HEADING}
    if told.kind and told.kind not in ItemKind.values:
        errors["kind"] = _("Välj vad punkten är i listan.")
    if told.minutes is not None and not 0 <= told.minutes <= rules.LONGEST_ITEM:
        words = _("Skriv minuter mellan 0 och %(count)d, eller lämna tomt.")
        errors["minutes"] = words % {"count": rules.LONGEST_ITEM}
    if len(told.description) > LONGEST_TEXT:
        words = _("Texten är för lång: högst %(count)d tecken.")
        errors["description"] = words % {"count": LONGEST_TEXT}
    presenters = tuple(_presenter(one) for one in told.presenters if one.name.strip())
    names = {one.name.casefold() for one in presenters}
    if len(names) != len(presenters):
        errors["presenters"] = _("Samma person står två gånger som föredragande.")
    if len(presenters) > MOST_PRESENTERS or any(
        len(text) > LONGEST_NAME
        for one in presenters
        for text in (one.name, one.title, one.organisation)
    ):
        errors["presenters"] = _("Det är för många föredragande, eller för långa namn.")
    if errors:
        raise ValidationError(errors)
    return ItemTold(
        heading=heading,
        kind=told.kind,
        minutes=told.minutes,
        description=told.description.strip().replace("\r\n", "\n"),
        standing=told.standing,
        presenters=presenters,
    )


def _presenter(told: PresenterTold) -> PresenterTold:
    name, title, organisation = (
        " ".join(text.split()) for text in (told.name, told.title, told.organisation)
    )
    return PresenterTold(name=name, title=title, organisation=organisation)


def _columns(told: ItemTold) -> dict[str, Any]:
    return {
        "planned_heading": told.heading,
        "kind": told.kind,
        "minutes": told.minutes,
        "description": told.description,
        "standing": told.standing,
    }


def _told(item: AgendaItem, presenters: Sequence[str]) -> dict[str, Any]:
    """An item as the log tells it."""
    return {
        "heading": item.planned_heading,
        "kind": item.kind,
        "minutes": item.minutes,
        "description": item.description,
        "presenters": list(presenters),
    }


def _save_as_prepared(item: AgendaItem, *columns: str) -> None:
    item.typed = item.prepared = True
    item.save(update_fields=[*columns, "typed", "prepared"])
    mark_prepared(item.meeting)
