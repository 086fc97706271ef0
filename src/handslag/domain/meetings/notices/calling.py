"""Whom a meeting's notice goes to: those who sit in its body on its day, and who presents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from handslag.domain.access.viewer import SYSTEM
from handslag.domain.meetings.models import Reply
from handslag.domain.meetings.notices.rules import CalledAs, Recipient, called_as
from handslag.domain.registry.people import queries as registry

if TYPE_CHECKING:
    from handslag.domain.meetings.models import Meeting
    from handslag.domain.meetings.notices.content import Content


def recipients(meeting: Meeting, content: Content) -> tuple[Recipient, ...]:
    """Everybody whom the notice can go to, each once: the body's own first.

    Asked as Handslag itself: whoever may send a notice sends it to addresses that are for others
    to see. Alternates who were called in are called as members. At most six queries.
    """
    sitting = registry.sitting_on(SYSTEM, meeting.body_id, meeting.date)
    called_in = {*_called_in(meeting)}
    found: dict[int, Recipient] = {}
    for one in sitting:
        how = called_as(one.role.value)
        if one.person_id in called_in and how == CalledAs.ALTERNATE:
            how = CalledAs.MEMBER
        if one.person_id in found:
            continue  # the chairs come first: somebody who sits there twice is called as that
        found[one.person_id] = Recipient(
            person_id=one.person_id,
            name=one.name,
            address=one.email,
            called_as=how,
            role=one.role.label,
            principal_id=one.principal_id,
            principal=one.principal,
        )
    return (*found.values(), *_presenting(content, found))


def _called_in(meeting: Meeting) -> list[int]:
    rows = Reply.objects.filter(meeting=meeting, alternate__isnull=False)
    return [found for found in rows.values_list("alternate_id", flat=True) if found]


def _presenting(content: Content, sits: dict[int, Recipient]) -> tuple[Recipient, ...]:
    presenters = {
        person.person_id: person
        for item in content.items
        if not item.withdrawn
        for person in item.presenters
        if person.person_id is not None and person.person_id not in sits
    }
    addresses = registry.addresses_of(SYSTEM, list(presenters))
    return tuple(
        Recipient(
            person_id=person_id,
            name=person.name,
            address=addresses.get(person_id, ""),
            called_as=CalledAs.PRESENTER,
            role=_("föredragande"),
            principal=person.organisation,
        )
        for person_id, person in presenters.items()
    )
