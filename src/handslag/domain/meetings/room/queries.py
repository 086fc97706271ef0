"""Reads of a meeting while it is held: for who writes, for who follows, and whether it is new."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may, reach, require, require_somewhere
from handslag.domain.access.viewer import SYSTEM
from handslag.domain.base.facts import Phase
from handslag.domain.base.shapes import Labelled, labelled
from handslag.domain.base.states import PublicationState
from handslag.domain.base.words import key_of
from handslag.domain.meetings.access import account, presented_items, visible_meetings
from handslag.domain.meetings.models import (
    AgendaItem,
    Correction,
    ItemKind,
    ItemOutcome,
    Meeting,
    MeetingPaper,
    MovementKind,
    Presence,
    Room,
)
from handslag.domain.meetings.room import gather, rules
from handslag.domain.meetings.room.access import rooms_followed
from handslag.domain.meetings.room.rows import (
    clock_seen,
    item_digest,
    order_seen,
    presenters_digest,
    sitting_digest,
)
from handslag.domain.meetings.room.shapes import (
    Attendee,
    Clock,
    DiscussionText,
    FollowedItem,
    Follower,
    Following,
    Known,
    MissingItem,
    MoveRow,
    RoomDoor,
    RoomItem,
    RoomPage,
)
from handslag.domain.meetings.writable import OPEN
from handslag.domain.registry.models import MembershipRole, PersonName
from handslag.domain.registry.people.queries import affiliation_on, sitting_on

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.meetings.models import Participation

MOST_SUGGESTED = 20


def room_page(viewer: Viewer, meeting_id: int, now: datetime | None = None) -> RoomPage:
    """A meeting's room with all that is written of the meeting itself. Eight queries.

    What was proposed and decided under its items is of matters, and asked for there. Raises
    Meeting.DoesNotExist where the viewer may not know of the meeting, Room.DoesNotExist where
    nobody has opened it, PermissionDenied for who does not write there.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    now = now or timezone.now()
    room = _room_to_write(viewer, meeting_id)
    meeting = room.meeting
    rows = gather.items(meeting_id)
    told = gather.told(meeting_id)
    roll = gather.roll(meeting_id, rows)
    held = [row for row in rows if row.order is not None]
    items = tuple(_item(row, told, roll, room, now) for row in held)
    return RoomPage(
        meeting_id=meeting_id,
        body_id=meeting.body_id,
        body=meeting.body.name,
        body_short=meeting.body.short_name,
        date=meeting.date,
        start=meeting.start,
        end=meeting.end,
        place=meeting.place,
        sitting_seen=sitting_digest(meeting),
        state=labelled(PublicationState, meeting.state),
        writable=PublicationState(meeting.state) in OPEN or room.corrected,
        opened_at=room.opened_at,
        opened_by=room.opened_by,
        revision=room.revision,
        item_id=room.item_id,
        clock_seen=clock_seen(room.item_id),
        items=items,
        order_seen=order_seen(row.id for row in held),
        missing=tuple(
            MissingItem(row.id, row.planned_number, row.planned_heading, row.pulled_reason)
            for row in rows
            if row.order is None
        ),
        roll=tuple(_attendee(row, roll) for row in roll.rows.values()),
        clock=_clock(room, rows, told, now),
    )


def _room_to_write(viewer: Viewer, meeting_id: int) -> Any:
    correcting = Correction.objects.filter(meeting=OuterRef("meeting"), ended_at__isnull=True)
    rooms = Room.objects.filter(visible_meetings(viewer, "meeting__"), meeting_id=meeting_id)
    room = rooms.select_related("meeting__body").annotate(corrected=Exists(correcting)).first()
    if room is None:
        Meeting.objects.filter(visible_meetings(viewer)).only("id").get(id=meeting_id)
        raise Room.DoesNotExist(meeting_id)
    thing = account(room.meeting.body_id, PublicationState.SHARED)
    require(viewer, Permission.MEETINGS_WRITE, thing)
    return room


def _item(
    row: AgendaItem, told: gather.Told, roll: gather.Roll, room: Room, now: datetime
) -> RoomItem:
    presenters = told.presenters[row.id]
    stretches = told.stretches[row.id]
    spent = rules.spent(stretches, now)
    words = told.discussions.get(row.id)
    presence = roll.presence_at(row.id)
    return RoomItem(
        id=row.id,
        order=row.order or 0,
        number=row.number,
        heading=row.heading,
        planned_heading=row.planned_heading if row.planned_heading != row.heading else "",
        planned=row.planned_order is not None,
        kind=labelled(ItemKind, row.kind) if row.kind else None,
        description=row.description,
        closed=row.closed,
        closed_ground=row.closed_ground,
        late=row.late,
        late_reason=row.late_reason,
        late_by=row.late_by,
        approves=row.approves_id,
        outcome=labelled(ItemOutcome, row.outcome),
        withdrawn_reason=row.withdrawn_reason,
        seen=item_digest(row),
        presenters=presenters,
        presenters_seen=presenters_digest(
            (one.name, one.title, one.organisation) for one in presenters
        ),
        discussion=DiscussionText(words.text, str(words.revision), words.by, words.at)
        if words
        else DiscussionText(),
        allotted=row.minutes,
        spent=rules.minutes_of(spent),
        seconds=int(spent.total_seconds()),
        running_since=gather.running(stretches),
        done=_done(row, told, room),
        absences=roll.absences_at(row.id),
        presence=presence,
        serving=roll.serving_at(presence),
    )


def _done(row: AgendaItem, told: gather.Told, room: Room) -> bool:
    if row.outcome == ItemOutcome.WITHDRAWN:
        return True
    begun = bool(told.stretches[row.id]) or row.outcome != ItemOutcome.NONE
    return begun and row.id != room.item_id


def _attendee(row: Participation, roll: gather.Roll) -> Attendee:
    moves = tuple(
        MoveRow(
            one.id,
            labelled(MovementKind, one.kind),
            one.item_id,
            one.item.number if one.item else "",
            one.time,
        )
        for one in roll.moves[row.id]
    )
    whom = roll.rows.get(row.serves_for_id or 0)
    return Attendee(
        id=row.id,
        person_id=row.name.person_id,
        name=row.name.text,
        title=row.title,
        organisation=row.organisation,
        principal_id=row.principal_id,
        principal=row.principal.name if row.principal else "",
        sits_as=labelled(MembershipRole, row.sits_as) if row.sits_as else None,
        presence=labelled(Presence, row.presence),
        serves_for=row.serves_for_id,
        serves=rules.serving(row.presence, whom.presence if whom else None),
        chairs=row.chairs,
        keeps_minutes=row.keeps_minutes,
        checks=row.checks,
        moves=moves,
        seen=roll.digest(row),
    )


def _clock(room: Room, rows: list[AgendaItem], told: gather.Told, now: datetime) -> Clock:
    meeting = room.meeting
    end = meeting.planned_end
    planned_end = (
        timezone.make_aware(datetime.combine(meeting.date, end)) if end is not None else None
    )
    began = [one.began_at for stretches in told.stretches.values() for one in stretches]
    timed = [
        rules.Timed(row.minutes, rules.spent(told.stretches[row.id], now), _done(row, told, room))
        for row in rows
        if row.order is not None
    ]
    over = room.ended_at is not None
    return Clock(
        began_at=min(began, default=None),
        ended_at=room.ended_at,
        planned_end=planned_end,
        left=None if over else rules.minutes_left(now, planned_end),
        needed=0 if over else rules.needed(timed),
    )


def door_of(viewer: Viewer, meeting_id: int) -> RoomDoor | None:
    """Whether there is a room to go into; None for who may not write in it. One query."""
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    told = MeetingPaper.objects.filter(meeting=OuterRef("pk"), phase=Phase.HELD)
    writes = reach(viewer, Permission.MEETINGS_WRITE).q(body="body_id")
    row = (
        Meeting.objects.filter(visible_meetings(viewer), writes, id=meeting_id)
        .annotate(opened=Exists(Room.objects.filter(meeting=OuterRef("pk"))), told=Exists(told))
        .values_list("opened", "told", "cancelled_at")
        .first()
    )
    if row is None:
        return None
    opened, told_by_paper, cancelled_at = row
    return RoomDoor(opened, may_open=not opened and not told_by_paper and cancelled_at is None)


def following(viewer: Viewer, meeting_id: int, now: datetime | None = None) -> Following:
    """A meeting while it is held, for those who follow it: nothing of what is said. Eight queries
    at most.

    For who sits in the body, and who presents an item: they see the headings of their own alone,
    and no roll. What is closed to somebody leaves no trace. Raises PermissionDenied for a stranger,
    and Room.DoesNotExist where there is no room that the viewer may follow.
    """
    if not viewer.signed_in:
        require(viewer, Permission.MEETINGS_FOLLOW)
    now = now or timezone.now()
    rooms = Room.objects.filter(rooms_followed(viewer, now)).select_related("meeting__body")
    room = rooms.get(meeting_id=meeting_id)
    meeting = room.meeting
    thing = account(meeting.body_id, PublicationState.SHARED)
    sits = may(viewer, Permission.MEETINGS_FOLLOW, thing)
    closed_too = may(viewer, Permission.CLOSED_READ, thing)
    own = frozenset[int]() if sits and closed_too else presented_items(viewer, meeting_id)
    held = [row for row in gather.items(meeting_id) if row.order is not None]
    told = gather.told(meeting_id)
    shown = {row.id for row in held if (sits and (closed_too or not row.closed)) or row.id in own}
    rows = [row for row in held if row.id in shown or not row.closed]
    return Following(
        meeting_id=meeting_id,
        body_id=meeting.body_id,
        body=meeting.body.name,
        body_short=meeting.body.short_name,
        date=meeting.date,
        place=meeting.place,
        revision=room.revision,
        item_id=room.item_id if room.item_id in {row.id for row in rows} else None,
        items=tuple(_followed(row, told, room, now, hidden=row.id not in shown) for row in rows),
        roll=_followers(gather.roll(meeting_id, held), room) if sits else (),
        clock=_clock(room, rows, told, now),
    )


def _followed(
    row: AgendaItem, told: gather.Told, room: Room, now: datetime, *, hidden: bool
) -> FollowedItem:
    stretches = told.stretches[row.id]
    return FollowedItem(
        id=row.id,
        number=row.number,
        heading="" if hidden else row.heading,
        hidden=hidden,
        presenters=() if hidden else tuple(one.name for one in told.presenters[row.id]),
        allotted=row.minutes,
        spent=rules.minutes_of(rules.spent(stretches, now)),
        running_since=gather.running(stretches),
        now=row.id == room.item_id,
        done=_done(row, told, room),
        withdrawn=row.outcome == ItemOutcome.WITHDRAWN,
        late=row.late,
        closed=row.closed,
    )


def _followers(roll: gather.Roll, room: Room) -> tuple[Follower, ...]:
    """Who is there just now: for the item that the meeting is at, or else as a whole."""
    at_item: Mapping[int, str] = roll.presence_at(room.item_id) if room.item_id else {}
    serving = roll.serving_at(at_item) if at_item else roll.serving()
    return tuple(
        Follower(
            row.name.text,
            row.title,
            row.organisation,
            row.principal.name if row.principal else "",
            _presence_now(at_item.get(row.id, row.presence)),
            row.id in serving,
        )
        for row in roll.rows.values()
    )


def _presence_now(value: str) -> Labelled:
    """Who is there in part of an item is there."""
    return labelled(Presence, Presence.PRESENT if value == Presence.PARTLY else value)


def revision_of(viewer: Viewer, meeting_id: int) -> int:
    """The revision of a room that the viewer may follow: whether anything is new. One query.

    Raises PermissionDenied for a stranger, and Room.DoesNotExist.
    """
    if not viewer.signed_in:
        require(viewer, Permission.MEETINGS_FOLLOW)
    found = Room.objects.filter(rooms_followed(viewer), meeting_id=meeting_id)
    return found.values_list("revision", flat=True).get()


def people_to_add(viewer: Viewer, meeting_id: int, words: str) -> tuple[Known, ...]:
    """Who `words` may mean, of those who are not on the roll: who sits in the body first.

    At most twenty; none where there are no words. Five queries at most. Raises
    Meeting.DoesNotExist and Room.DoesNotExist.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    meeting = _room_to_write(viewer, meeting_id).meeting
    key = key_of(words)
    if not key:
        return ()
    sits = {one.person_id: one for one in sitting_on(SYSTEM, meeting.body_id, meeting.date)}
    on_roll = gather.people_on_roll(meeting_id)
    alike = PersonName.objects.filter(key__contains=key).exclude(person_id__in=on_roll)
    first = alike.filter(person_id__in=sits).order_by("key")[:MOST_SUGGESTED]
    others = alike.exclude(person_id__in=sits).order_by("key")[:MOST_SUGGESTED]
    names = [*first, *others][:MOST_SUGGESTED]
    posts = affiliation_on(SYSTEM, {name.person_id for name in names}, meeting.date)
    found = []
    for name in names:
        post, seat = posts.get(name.person_id), sits.get(name.person_id)
        organisation = post.organisation if post else (seat.principal if seat else "")
        role = seat.role.label if seat else ""
        found.append(Known(name.text, post.title if post else "", organisation, role))
    return tuple(found)
