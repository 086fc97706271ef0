"""What a meeting's notice would say now, composed of its plan, its proposals and its letterhead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import override

from handslag.domain.access.viewer import SYSTEM
from handslag.domain.base.sides import Side
from handslag.domain.matters.preparing import queries as matters
from handslag.domain.meetings.agenda import queries as agenda
from handslag.domain.meetings.notices import queries as notices
from handslag.domain.meetings.notices.content import (
    Before,
    Content,
    Item,
    Named,
    Paper,
    Proposed,
)
from handslag.domain.registry.people import queries as registry

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.preparing.shapes import PlannedProposal
    from handslag.domain.meetings.agenda.shapes import (
        Agenda,
        AttachmentRow,
        PlannedItem,
        Presenter,
        Sitting,
    )

CALLS = ("chair", "secretary")
"""As what those sit who call to a meeting."""
WITHOUT_A_WORD = ("", "formal")
"""Kinds of items of which the notice says nothing: opening and closing the meeting."""


def compose(viewer: Viewer, meeting_id: int) -> Content:
    """All that the notice would say, in Swedish whatever the viewer's language.

    Two people who may prepare the same meeting compose the same. Sixteen queries, however long
    the agenda. Raises ObjectDoesNotExist where the viewer may not know of the meeting.
    """
    with override("sv"):
        plan = agenda.agenda_paper(viewer, meeting_id)
        proposals = matters.proposals(viewer, meeting_id)
        head = notices.head_for(viewer, plan.body_id)
        sitting = registry.sitting_on(SYSTEM, plan.body_id, plan.date)
        signed = [one for one in sitting if one.role.value in CALLS]
        return Content(
            body=plan.body,
            body_short=plan.body_short,
            date=plan.date,
            start=plan.start,
            end=plan.end,
            place=plan.place,
            head=head,
            sittings=tuple(_before(one, plan) for one in plan.sittings),
            recipients=(f"Ledamöter i {plan.body}",),
            regrets_to="länken i brevet med kallelsen, eller Mina möten i Handslag",
            signed_by=tuple(
                Named(name=one.name, title=str(one.role.label), person_id=one.person_id)
                for one in signed
            ),
            items=tuple(_item(one, proposals.get(one.id, ())) for one in plan.items),
            papers=tuple(_paper(one) for one in plan.attachments),
        )


def _before(one: Sitting, plan: Agenda) -> Before:
    for_whom = f" för {Side(one.side).label}" if one.side else f" för {one.body}"
    day = f", {one.date.isoformat()}" if one.date != plan.date else ""
    return Before(label=f"Förmöte{for_whom}{day}", start=one.start, end=one.end, place=one.place)


def _item(one: PlannedItem, proposals: tuple[PlannedProposal, ...]) -> Item:
    said = one.kind.value not in WITHOUT_A_WORD
    return Item(
        id=one.id,
        heading=one.heading,
        number=one.number,
        kind=f"{one.kind.label[:1].upper()}{one.kind.label[1:]}" if said else "",
        presenters=tuple(_named(person) for person in one.presenters),
        minutes=one.minutes,
        text=one.description,
        proposals=tuple(
            Proposed(by=made.by, points=tuple(point.text for point in made.points))
            for made in proposals
        ),
        attachments=one.attachments,
        late=one.late,
        late_reason=one.late_reason,
        late_by=one.late_by,
        withdrawn=one.pulled_at is not None,
        withdrawn_reason=one.pulled_reason,
        closed=one.closed,
        closed_ground=one.closed_ground,
    )


def _named(one: Presenter) -> Named:
    return Named(
        name=one.name, title=one.title, organisation=one.organisation, person_id=one.person_id
    )


def _paper(one: AttachmentRow) -> Paper:
    newest = one.newest
    return Paper(
        id=one.id,
        label=one.label,
        title=one.title,
        number=newest.number,
        name=newest.name,
        media_type=newest.media_type,
        sha256=newest.sha256,
        size=newest.size,
        pages=newest.pages,
        closed=one.closed,
        late_reason=one.late_reason,
        late_by=one.late_by,
        withdrawn=one.withdrawn_at is not None,
        withdrawn_reason=one.withdrawn_reason,
    )
