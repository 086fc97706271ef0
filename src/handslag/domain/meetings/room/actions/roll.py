"""Who is there: the roll of a meeting, row by row."""

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
from handslag.domain.meetings.events import announce_recorded
from handslag.domain.meetings.models import (
    ItemAbsence,
    Meeting,
    Movement,
    Participation,
    ParticipationRole,
    Presence,
)
from handslag.domain.meetings.room.locking import MEETING, bump, room_to_write
from handslag.domain.meetings.room.rows import attendance_digest, attendance_key
from handslag.domain.meetings.room.shapes import Written
from handslag.domain.registry.actions import person_names
from handslag.domain.registry.models import MembershipRole, PersonName
from handslag.domain.registry.people.queries import affiliation_on, sitting_on

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer

LONGEST_NAME = 200
MOST_ATTENDING = 500
DUTIES = ("chairs", "keeps_minutes", "checks")
"""What somebody who attends can be there to do; one leads and one keeps the minutes."""
_ONE_ALONE = ("chairs", "keeps_minutes")


@transaction.atomic
def mark_presence(*, viewer: Viewer, attendance_id: int, seen: str, presence: str) -> Written:
    """Say whether somebody is there (`presence` is a value of Presence).

    Comings and goings that were noted go where somebody is said to be there all the time, or not
    at all; so do items that they took no part in, where they are away. Raises
    Participation.DoesNotExist, ChangedMeanwhile and ValidationError, as all writes of the roll do.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    row = attendance_to_write(viewer, attendance_id)
    if presence not in Presence.values:
        raise ValidationError({"presence": _("Välj närvarande eller frånvarande.")})
    if row.presence == presence:
        return unchanged(row)
    require_seen(row, seen)
    before = row.presence
    if presence != Presence.PARTLY:
        row.movements.all().delete()
    if presence == Presence.ABSENT:
        ItemAbsence.objects.filter(participation=row).delete()
        _give_up_duties(row)
    row.presence = presence
    row.save()
    return written(viewer, row, "meetings.mark_presence", {"before": before, "after": presence})


@transaction.atomic
def let_serve(*, viewer: Viewer, attendance_id: int, seen: str, serves_for: int | None) -> Written:
    """Let an alternate serve for somebody on the roll, whenever that one is away; None for nobody.

    Raises as `mark_presence`; ValidationError where they are no alternate, or another serves.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    row = attendance_to_write(viewer, attendance_id)
    if row.serves_for_id == serves_for:
        return unchanged(row)
    require_seen(row, seen)
    whom = _served(row, serves_for)
    row.serves_for = whom
    if whom is not None and row.presence == Presence.ABSENT:
        row.presence = Presence.PRESENT
    row.save()
    return written(viewer, row, "meetings.let_serve", {"for": whom.name.text if whom else ""})


def _served(row: Participation, serves_for: int | None) -> Participation | None:
    if serves_for is None:
        return None
    if row.sits_as != MembershipRole.ALTERNATE:
        raise ValidationError({"serves_for": _("Bara ersättare tjänstgör för någon annan.")})
    others = roll_of(row.meeting).exclude(id=row.id)
    whom: Participation | None = others.filter(id=serves_for).first()
    if whom is None or whom.sits_as not in _SERVED:
        raise ValidationError({"serves_for": _("Välj en ledamot på närvarolistan.")})
    other = others.filter(serves_for=whom).first()
    if other is not None:
        words = _("%(other)s tjänstgör redan för %(name)s. Inget har ändrats.")
        names = {"other": other.name.text, "name": whom.name.text}
        raise ValidationError({"serves_for": words % names})
    return whom


_SERVED = {MembershipRole.CHAIR, MembershipRole.VICE_CHAIR, MembershipRole.MEMBER}


@transaction.atomic
def give_duty(*, viewer: Viewer, attendance_id: int, seen: str, duty: str, has: bool) -> Written:
    """Let somebody lead the meeting, keep its minutes or check them (`duty`, one of DUTIES).

    One leads and one keeps the minutes: whoever did so no longer does. Raises as `mark_presence`.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    row = attendance_to_write(viewer, attendance_id)
    if duty not in DUTIES:
        raise ValidationError({"duty": _("Välj en uppgift i listan.")})
    if getattr(row, duty) == has:
        return unchanged(row)
    require_seen(row, seen)
    if has and row.presence == Presence.ABSENT:
        raise ValidationError({"duty": _("Den som är frånvarande kan inte ha uppgifter på mötet.")})
    relieved = []
    if has and duty in _ONE_ALONE:
        relieved = list(roll_of(row.meeting).filter(**{duty: True}))
        for other in relieved:
            setattr(other, duty, False)
            other.save()
    setattr(row, duty, has)
    row.save()
    detail = {"duty": duty, "has": has, "relieved": [one.name.text for one in relieved]}
    return written(viewer, row, "meetings.give_duty", detail, also=relieved)


def _give_up_duties(row: Participation) -> None:
    for duty in DUTIES:
        setattr(row, duty, False)


@transaction.atomic
def add_attendee(
    *,
    viewer: Viewer,
    meeting_id: int,
    name: str,
    title: str = "",
    organisation: str = "",
    presence: str = Presence.PRESENT,
) -> Written:
    """Put somebody on the roll by name: who sits in the body, or a guest.

    What the register knows of them that day is filled in where it is left out; who is new is made
    known to it. Raises Meeting.DoesNotExist, Room.DoesNotExist, and ValidationError where they
    stand there already.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    meeting = room_to_write(viewer, meeting_id).meeting
    name, title, organisation = (" ".join(one.split()) for one in (name, title, organisation))
    _refuse_words(name, title, organisation)
    if presence not in Presence.values:
        raise ValidationError({"presence": _("Välj närvarande eller frånvarande.")})
    known = PersonName.objects.get(id=person_names(viewer=SYSTEM, texts=[name])[name])
    rows = roll_of(meeting)
    if rows.filter(name__person_id=known.person_id).exists():
        words = _("%(name)s står redan på närvarolistan. Inget har ändrats.")
        raise ValidationError({"name": words % {"name": name}})
    count = rows.count()
    if count >= MOST_ATTENDING:
        raise ValidationError(_("Närvarolistan är full. Inget har ändrats."))
    row = Participation.objects.create(
        meeting=meeting,
        name=known,
        role=ParticipationRole.ATTENDING,
        phase=Phase.HELD,
        presence=presence,
        order=count + 1,
        typed=True,
        written=True,
        **_known_of(known.person_id, meeting, title, organisation),
    )
    return written(viewer, row, "meetings.add_attendee", {}, made=row.id)


def _refuse_words(name: str, title: str, organisation: str) -> None:
    errors = {}
    if not name:
        errors["name"] = _("Skriv ett namn.")
    for field, words in (("name", name), ("title", title), ("organisation", organisation)):
        if len(words) > LONGEST_NAME:
            errors[field] = _("Det är för långt: högst %(count)d tecken.") % {"count": LONGEST_NAME}
    if errors:
        raise ValidationError(errors)


def _known_of(person_id: int, meeting: Meeting, title: str, organisation: str) -> dict[str, Any]:
    """As what they sit in the body that day, and where they work."""
    sits = [
        one
        for one in sitting_on(SYSTEM, meeting.body_id, meeting.date)
        if one.person_id == person_id
    ]
    works = affiliation_on(SYSTEM, {person_id}, meeting.date).get(person_id)
    if not title and not organisation and works:
        title, organisation = works.title, works.organisation
    return {
        "title": title,
        "organisation": organisation or (sits[0].principal if sits else ""),
        "sits_as": sits[0].role.value if sits else "",
        "principal_id": sits[0].principal_id if sits else None,
    }


@transaction.atomic
def change_attendee(
    *, viewer: Viewer, attendance_id: int, seen: str, title: str, organisation: str
) -> Written:
    """Let the roll say which title and organisation somebody has. Raises as `mark_presence`."""
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    row = attendance_to_write(viewer, attendance_id)
    title, organisation = " ".join(title.split()), " ".join(organisation.split())
    _refuse_words(row.name.text, title, organisation)
    before = {"title": row.title, "organisation": row.organisation}
    after = {"title": title, "organisation": organisation}
    if before == after:
        return unchanged(row)
    require_seen(row, seen)
    row.title, row.organisation = title, organisation
    row.save()
    return written(viewer, row, "meetings.change_attendee", {"before": before, "after": after})


@transaction.atomic
def remove_attendee(*, viewer: Viewer, attendance_id: int, seen: str) -> Written:
    """Take somebody off the roll, with all that was noted of them there. Raises as above."""
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    row = attendance_to_write(viewer, attendance_id)
    require_seen(row, seen)
    detail = {"name": row.name.text, "attendance": row.id, "presence": row.presence}
    meeting = row.meeting
    row.delete()
    announce_recorded(meeting.id)
    log(
        viewer=viewer,
        verb="meetings.remove_attendee",
        thing_type=MEETING,
        thing_id=meeting.id,
        detail=detail,
    )
    return Written(revision=bump(meeting))


def roll_of(meeting: Meeting) -> Any:
    """The rows of a meeting's roll, in order. Part of other actions."""
    rows = Participation.objects.filter(
        meeting=meeting, role=ParticipationRole.ATTENDING, phase=Phase.HELD, written=True
    )
    return rows.select_related("name").order_by("order", "id")


def attendance_to_write(viewer: Viewer, attendance_id: int) -> Participation:
    """A row of a roll, fetched after its room was locked. Part of other actions.

    Raises Participation.DoesNotExist, and what `room_to_write` raises.
    """
    rows = Participation.objects.filter(
        role=ParticipationRole.ATTENDING, phase=Phase.HELD, meeting__room__isnull=False
    )
    meeting_id = rows.values_list("meeting_id", flat=True).get(id=attendance_id)
    room = room_to_write(viewer, meeting_id)
    row = rows.select_related("name").get(id=attendance_id)
    row.meeting = room.meeting
    return row


def require_seen(row: Participation, seen: str) -> None:
    """Let pass where the form saw the row as it stands; ChangedMeanwhile where it did not."""
    now = _digest(row)
    if seen == now:
        return
    theirs = {
        "presence": row.presence,
        "title": row.title,
        "organisation": row.organisation,
        "serves_for": str(row.serves_for_id or ""),
    }
    raise ChangedMeanwhile(theirs, seen={attendance_key(row.id): now})


def written(
    viewer: Viewer,
    row: Participation,
    verb: str,
    detail: dict[str, Any],
    *,
    also: list[Participation] | None = None,
    made: int | None = None,
) -> Written:
    """Log what was done with a row of the roll, and let those who follow know."""
    announce_recorded(row.meeting_id)
    log(
        viewer=viewer,
        verb=verb,
        thing_type=MEETING,
        thing_id=row.meeting_id,
        detail={"name": row.name.text, "attendance": row.id, **detail},
    )
    rows = [row, *(also or ())]
    seen = {attendance_key(one.id): _digest(one) for one in rows}
    return Written(seen=seen, revision=bump(row.meeting), made=made)


def unchanged(row: Participation) -> Written:
    """What is answered where the row says what is asked already."""
    return Written(seen={attendance_key(row.id): _digest(row)}, revision=row.meeting.room.revision)


def _digest(row: Participation) -> str:
    return attendance_digest(row, Movement.objects.filter(participation=row))
