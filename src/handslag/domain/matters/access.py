"""Which people a viewer may know of: those who did something that the viewer sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may
from handslag.domain.access.things import Thing
from handslag.domain.base.states import PublicationState
from handslag.domain.matters.models import Appointment
from handslag.domain.meetings.access import visible_attendance, visible_facts
from handslag.domain.meetings.models import Participation
from handslag.domain.registry.models import Membership

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer

_ANYTHING = Thing(state=PublicationState.DRAFT, closed=True)


def sees_everything(viewer: Viewer) -> bool:
    """Whether no meeting has anything hidden from the viewer."""
    return may(viewer, Permission.MEETINGS_READ, _ANYTHING)


def visible_participations(viewer: Viewer) -> Q:
    """The rows that tell who attended a meeting or presented an item, as far as they are seen."""
    attending = Q(item__isnull=True) & visible_attendance(viewer)
    return attending | Q(item__isnull=False) & visible_facts(viewer)


def visible_appointments(viewer: Viewer) -> Q:
    """Appointments by clauses that the viewer sees."""
    decision = "clause__decision__"
    return visible_facts(viewer, item=f"{decision}item__", phase=f"{decision}phase")


def visible_people(viewer: Viewer) -> Q:
    """People who sit in a body, or did something that the viewer sees."""
    own = {"name__person_id": OuterRef("pk")}
    sits = Membership.objects.filter(person_id=OuterRef("pk"))
    took_part = Participation.objects.filter(visible_participations(viewer), **own)
    appointed = Appointment.objects.filter(visible_appointments(viewer), **own)
    return Q(Exists(sits)) | Q(Exists(took_part)) | Q(Exists(appointed))
