"""The page of one person: every name, and everything done at meetings."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from handslag.domain.base.facts import Phase
from handslag.domain.base.shapes import Labelled, labelled
from handslag.domain.matters.access import (
    sees_everything,
    visible_appointments,
    visible_participations,
    visible_people,
)
from handslag.domain.matters.models import Appointment, DecisionState
from handslag.domain.matters.queries.shapes import Doing, NameVariant, PersonPage
from handslag.domain.meetings.models import Participation, ParticipationRole, Presence
from handslag.domain.registry import queries as registry
from handslag.domain.registry.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterable

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.base.shapes import Listing


def person_page(viewer: Viewer, id: int) -> PersonPage:  # noqa: A002  the thing's id, as everywhere
    """A person with every name and everything done, as far as the viewer sees. Four queries.

    One more where something is hidden from the viewer. Where the notice and the minutes both
    tell of the same, the minutes' word stands.
    Raises Person.DoesNotExist, also for somebody whom the viewer may not know of.
    """
    person = registry.person(viewer, id)
    took_part = list(_once(_took_part(viewer, id)))
    appointed = tuple(_newest_first(_appointed(viewer, id)))
    everything = _newest_first([*took_part, *appointed])
    names = tuple(NameVariant(name.id, name.text) for name in person.names)
    if not sees_everything(viewer):
        if not Person.objects.filter(visible_people(viewer), id=id).exists():
            raise Person.DoesNotExist(id)
        seen = {doing.name for doing in everything} | {person.name}
        names = tuple(name for name in names if name.text in seen)
    return PersonPage(
        id=person.id,
        name=person.name,
        names=names,
        titles=tuple(dict.fromkeys(doing.title for doing in everything if doing.title)),
        organisations=tuple(
            dict.fromkeys(doing.organisation for doing in everything if doing.organisation)
        ),
        attended=tuple(_of_kind(took_part, ParticipationRole.ATTENDING)),
        presented=tuple(_of_kind(took_part, ParticipationRole.PRESENTING)),
        appointed=appointed,
    )


def people(viewer: Viewer, page: int = 1, *, words: str = "") -> Listing[registry.PersonRow]:
    """People by name, as far as the viewer may know of them. At most four queries.

    `words` keeps those who are called so.
    """
    among = None if sees_everything(viewer) else visible_people(viewer)
    return registry.people(viewer, page, words=words, among=among)


def _took_part(viewer: Viewer, person_id: int) -> Iterable[Doing]:
    rows = (
        Participation.objects.filter(visible_participations(viewer), name__person_id=person_id)
        .order_by("id")
        .values_list(
            *("role", "name__text", "title", "organisation", "presence", "phase"),
            *("meeting_id", "meeting__date", "meeting__body__name"),
            *("item_id", "item__number", "item__heading"),
            *("item__planned_number", "item__planned_heading"),
        )
    )
    for role, name, title, organisation, presence, phase, *place in rows:
        meeting_id, day, body, item_id, number, heading, *planned = place
        attending = role == ParticipationRole.ATTENDING
        yield Doing(
            kind=labelled(ParticipationRole, role),
            name=name,
            title=title,
            organisation=organisation,
            presence=labelled(Presence, presence) if attending else None,
            phase=phase,
            meeting_id=meeting_id,
            date=day,
            body=body,
            item_id=item_id,
            item_number=number or planned[0] or "",
            heading=heading or planned[1] or "",
            text="",
        )


def _appointed(viewer: Viewer, person_id: int) -> Iterable[Doing]:
    item = "clause__decision__item__"
    rows = (
        Appointment.objects.filter(
            visible_appointments(viewer),
            name__person_id=person_id,
            clause__decision__state=DecisionState.DECIDED,
        )
        .order_by("id")
        .values_list(
            *("name__text", "title", "organisation", "clause__text"),
            *(item + "meeting_id", item + "meeting__date", item + "meeting__body__name"),
            *(item + "id", item + "number", item + "heading"),
        )
    )
    for name, title, organisation, text, meeting_id, day, body, item_id, number, heading in rows:
        yield Doing(
            kind=Labelled("appointed", _("utsedd")),
            name=name,
            title=title,
            organisation=organisation,
            presence=None,
            phase=Phase.HELD.value,
            meeting_id=meeting_id,
            date=day,
            body=body,
            item_id=item_id,
            item_number=number,
            heading=heading,
            text=text,
        )


def _once(doings: Iterable[Doing]) -> Iterable[Doing]:
    """Each doing once: what the minutes say stands before what the notice said."""
    found: dict[tuple[str, int, int | None], Doing] = {}
    for doing in doings:
        key = (doing.kind.value, doing.meeting_id, doing.item_id)
        if key not in found or doing.phase == Phase.HELD:
            found[key] = doing
    return found.values()


def _of_kind(doings: Iterable[Doing], kind: str) -> list[Doing]:
    return _newest_first(doing for doing in doings if doing.kind.value == kind)


def _newest_first(doings: Iterable[Doing]) -> list[Doing]:
    return sorted(doings, key=attrgetter("date", "meeting_id"), reverse=True)
