"""Who attends when a room opens: those who sit in the body that day, as they have answered.

Part of the action that opens it, which has asked whether the viewer may.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from handslag.domain.access.viewer import SYSTEM
from handslag.domain.base.facts import Phase
from handslag.domain.base.words import key_of
from handslag.domain.meetings.models import (
    Participation,
    ParticipationRole,
    Presence,
    Reply,
    ReplyAnswer,
)
from handslag.domain.registry.actions import person_names
from handslag.domain.registry.models import MembershipRole, PersonName
from handslag.domain.registry.people.queries import sitting_on

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from handslag.domain.meetings.models import Meeting
    from handslag.domain.registry.people.queries import Sitter


def call_the_roll(meeting: Meeting) -> int:
    """Write down who attends and who does not; how many they are.

    All who sit there are taken to have come, but for those who sent regrets; alternates stand
    there only where they were called in, and serve for whoever called them. A first guess: the
    secretary ticks off who is there. Nine queries at most, whatever their number.
    """
    replies = {row.person_id: row for row in Reply.objects.filter(meeting=meeting)}
    called_in = {row.alternate_id: row.person_id for row in replies.values() if row.alternate_id}
    sitters = _each_once(sitting_on(SYSTEM, meeting.body_id, meeting.date), called_in)
    names = _names({one.person_id: one.name for one in sitters})
    rows = [
        Participation(
            meeting=meeting,
            name_id=names[one.person_id],
            role=ParticipationRole.ATTENDING,
            phase=Phase.HELD,
            presence=_presence(replies.get(one.person_id)),
            title=one.title,
            organisation=one.organisation or one.principal,
            sits_as=one.role.value,
            principal_id=one.principal_id,
            order=order,
            typed=True,
            written=True,
        )
        for order, one in enumerate(sitters, 1)
    ]
    _give_duties(rows)
    Participation.objects.bulk_create(rows)
    _let_serve({one.person_id: row for one, row in zip(sitters, rows, strict=True)}, called_in)
    return len(rows)


def _each_once(sitting: Iterable[Sitter], called_in: Collection[int]) -> list[Sitter]:
    """Each person once, as the first that they sit as; of alternates those who were called in."""
    found: dict[int, Sitter] = {}
    for one in sitting:
        if one.role.value != MembershipRole.ALTERNATE or one.person_id in called_in:
            found.setdefault(one.person_id, one)
    return list(found.values())


def _presence(reply: Reply | None) -> Presence:
    regrets = reply is not None and reply.answer == ReplyAnswer.REGRETS
    return Presence.ABSENT if regrets else Presence.PRESENT


def _give_duties(rows: list[Participation]) -> None:
    """The chair leads the meeting, or else the vice chair; the body's secretary keeps minutes."""
    present = [row for row in rows if row.presence == Presence.PRESENT]
    for role, duty in (
        (MembershipRole.CHAIR, "chairs"),
        (MembershipRole.VICE_CHAIR, "chairs"),
        (MembershipRole.SECRETARY, "keeps_minutes"),
    ):
        for row in present:
            if row.sits_as == role and not any(getattr(other, duty) for other in rows):
                setattr(row, duty, True)


def _let_serve(rows: Mapping[int, Participation], called_in: Mapping[int, int]) -> None:
    serving = []
    for alternate_id, person_id in called_in.items():
        alternate, absent = rows.get(alternate_id), rows.get(person_id)
        if alternate is None or absent is None or alternate.sits_as != MembershipRole.ALTERNATE:
            continue
        alternate.serves_for = absent
        serving.append(alternate)
    if serving:
        Participation.objects.bulk_update(serving, ["serves_for"])


def _names(people: Mapping[int, str]) -> dict[int, int]:
    """The name (id) that each person is written down under: the one they are shown by."""
    found: dict[int, int] = {}
    rows = PersonName.objects.filter(person_id__in=people).order_by("id")
    for id_, person_id, key in rows.values_list("id", "person_id", "key"):
        if person_id not in found or key == key_of(people[person_id]):
            found[person_id] = id_
    nameless = [text for person_id, text in people.items() if person_id not in found]
    made = person_names(viewer=SYSTEM, texts=nameless) if nameless else {}
    return {person_id: found.get(person_id) or made[text] for person_id, text in people.items()}
