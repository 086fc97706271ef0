"""Meetings that are ready to be called to."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

from handslag.domain.access.roles import Role
from handslag.domain.access.things import COUNTY
from handslag.domain.access.viewer import Held, Viewer
from handslag.domain.base.facts import Phase
from handslag.domain.documents import store
from handslag.domain.meetings.models import (
    AgendaItem,
    Attachment,
    AttachmentUse,
    AttachmentVersion,
    Meeting,
    Participation,
    ParticipationRole,
)
from handslag.domain.meetings.notices.rules import Addresses, Chosen
from handslag.domain.registry.models import Body, MembershipRole, Person, PersonName
from handslag.output.notices.sending import preview, send
from tests.builders import a_body, a_membership, a_principal, a_user

if TYPE_CHECKING:
    from handslag.domain.meetings.notices.actions import Sent
    from handslag.domain.registry.models import Organisation

DAY = date(2031, 2, 3)
ADDRESSES = Addresses(
    page="https://handslag.exempel.se/mina-moten/1/", reply="https://handslag.exempel.se/svar/"
)


def the_coordinator(name: str = "Karin Kallelse") -> Viewer:
    """A coordinator with an account, whose address answers go to."""
    user = a_user(name)
    return Viewer(name, frozenset({Held(Role.COORDINATOR, COUNTY)}), user.id)


def somebody(
    body: Body,
    name: str,
    role: MembershipRole = MembershipRole.MEMBER,
    principal: Organisation | None = None,
    **columns: Any,
) -> Person:
    """Somebody with an address who sits in a body."""
    plain = name.lower().replace(" ", ".").translate(str.maketrans("åäö", "aao"))
    columns.setdefault("email", f"{plain}@exempel.se")
    person = Person.objects.create(name=name, **columns)
    a_membership(body, person, role, principal=principal)
    return person


def a_planned_meeting(body: Body | None = None, day: date = DAY, **columns: Any) -> Meeting:
    """A meeting that was planned here, not yet called to."""
    values = {
        "planned_date": day,
        "planned_start": time(9, 0),
        "planned_end": time(12, 0),
        "planned_place": "Stadshuset, sal 2",
        "prepared": True,
        "typed": True,
    } | columns
    return Meeting.objects.create(body=body or a_body(), date=day, **values)


def a_planned_item(meeting: Meeting, heading: str, **columns: Any) -> AgendaItem:
    """An item of the plan, after those that are there."""
    place = meeting.items.count() + 1
    columns = {"planned_number": str(place), "kind": "decision", "minutes": 15} | columns
    return AgendaItem.objects.create(
        meeting=meeting,
        planned_order=place,
        planned_heading=heading,
        prepared=True,
        typed=True,
        outcome="proposed",
        **columns,
    )


def presented(item: AgendaItem, person: Person) -> None:
    """Let somebody present an item."""
    name, _new = PersonName.objects.get_or_create(person=person, text=person.name)
    Participation.objects.create(
        meeting=item.meeting,
        item=item,
        name=name,
        role=ParticipationRole.PRESENTING,
        phase=Phase.PLAN,
        prepared=True,
    )


def an_attachment(
    item: AgendaItem, label: str = "1", data: bytes = b"", title: str = "Underlag", **columns: Any
) -> Attachment:
    """An attachment that serves an item, with its file in the store."""
    made = Attachment.objects.create(meeting=item.meeting, label=label, title=title, **columns)
    AttachmentUse.objects.create(attachment=made, item=item)
    a_version(made, data or f"Underlag {label}\n".encode())
    return made


def a_version(attachment: Attachment, data: bytes) -> AttachmentVersion:
    """Another version of an attachment."""
    number = attachment.versions.count() + 1
    return AttachmentVersion.objects.create(
        attachment=attachment,
        number=number,
        name=f"underlag-{attachment.label}-{number}.txt",
        media_type="text/plain",
        sha256=store.keep(data),
        size=len(data),
    )


def a_network() -> tuple[Body, list[Person]]:
    """A body with a chair, two members for principals of theirs, an alternate and a co-opted."""
    body = a_body("Länsnätverket", "Nätverket")
    north, south = a_principal("Norrviks kommun"), a_principal("Söderby kommun")
    return body, [
        somebody(body, "Olle Ordförande", MembershipRole.CHAIR, north),
        somebody(body, "Nora Norr", principal=north),
        somebody(body, "Sara Söder", principal=south),
        somebody(body, "Elsa Ersättare", MembershipRole.ALTERNATE, south),
        somebody(body, "Adam Adjungerad", MembershipRole.CO_OPTED),
    ]


def send_now(viewer: Viewer, meeting: Meeting, chosen: Chosen | None = None, **more: Any) -> Sent:
    """Send what the meeting's notice would say now."""
    chosen = chosen or Chosen()
    seen = preview(viewer, meeting.id, chosen).fingerprint
    return send(
        viewer=viewer, meeting_id=meeting.id, seen=seen, chosen=chosen, addresses=ADDRESSES, **more
    )
