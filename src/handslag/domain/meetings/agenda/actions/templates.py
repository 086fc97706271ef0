"""Writes of the templates that a body's agendas begin from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require, require_somewhere
from handslag.domain.audit.actions import log
from handslag.domain.base.meanwhile import require_unchanged
from handslag.domain.meetings.agenda.access import raises_for as of_body_thing
from handslag.domain.meetings.agenda.actions.items import fit, planned, put_items
from handslag.domain.meetings.agenda.approving import follow_last
from handslag.domain.meetings.agenda.beginning import from_template, pattern, standing_items
from handslag.domain.meetings.agenda.locking import MEETING, is_sent, meeting_to_prepare
from handslag.domain.meetings.agenda.rows import template_digest
from handslag.domain.meetings.models import AgendaItem, AgendaTemplate, TemplateItem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.meetings.agenda.told import ItemTold
    from handslag.domain.meetings.models import Meeting

BODY = "registry.body"
"""What the log knows a body as: templates are the body's."""
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Begun:
    """What was put on an agenda: how many items."""

    items: int


@transaction.atomic
def make_template(*, viewer: Viewer, meeting_id: int, name: str) -> int:
    """Make a template of a meeting's agenda, pulled and late items left out; returns its id.

    Days in headings of standing items are written as "{förra mötet}", to be filled in each time.
    Raises Meeting.DoesNotExist, and ValidationError without a name, with one that the body has
    already, or for an agenda without items.
    """
    require_somewhere(viewer, Permission.MEETINGS_PREPARE)
    meeting = meeting_to_prepare(viewer, meeting_id, changes=False)
    name = _name(name)
    items = [item for item in planned(meeting) if item.pulled_at is None and not item.late]
    if not items:
        raise ValidationError(_("Dagordningen är tom, så det finns inget att göra en mall av."))
    if AgendaTemplate.objects.filter(body_id=meeting.body_id, name=name).exists():
        raise ValidationError({"name": _("Organet har redan en mall med det namnet.")})
    template = AgendaTemplate.objects.create(body_id=meeting.body_id, name=name)
    TemplateItem.objects.bulk_create(
        TemplateItem(
            template=template,
            order=order,
            heading=(pattern(item.planned_heading) if item.standing else item.planned_heading),
            kind=item.kind,
            minutes=item.minutes,
            description=item.description,
            standing=item.standing,
        )
        for order, item in enumerate(items, 1)
    )
    log(
        viewer=viewer,
        verb="meetings.make_template",
        thing_type=BODY,
        thing_id=meeting.body_id,
        detail={"template": template.id, "name": name, "items": len(items)},
    )
    return template.id


@transaction.atomic
def change_template(
    *, viewer: Viewer, template_id: int, seen: str, name: str, items: Sequence[ItemTold]
) -> None:
    """Let a template be called this and have these items in this order.

    `seen` is its digest as the form saw it. Raises ChangedMeanwhile, AgendaTemplate.DoesNotExist,
    and ValidationError.
    """
    require_somewhere(viewer, Permission.MEETINGS_PREPARE)
    template = _template(viewer, template_id)
    require_unchanged(seen, template_digest(template))
    name = _name(name)
    same = AgendaTemplate.objects.filter(body_id=template.body_id, name=name)
    if same.exclude(id=template.id).exists():
        raise ValidationError({"name": _("Organet har redan en mall med det namnet.")})
    told = [fit(one) for one in items if one.heading.strip()]
    before = {"name": template.name, "headings": [one.heading for one in template.items.all()]}
    template.name = name
    template.save(update_fields=["name"])
    template.items.all().delete()
    TemplateItem.objects.bulk_create(
        TemplateItem(
            template=template,
            order=order,
            heading=one.heading,
            kind=one.kind,
            minutes=one.minutes,
            description=one.description,
            standing=one.standing,
        )
        for order, one in enumerate(told, 1)
    )
    log(
        viewer=viewer,
        verb="meetings.change_template",
        thing_type=BODY,
        thing_id=template.body_id,
        detail={
            "template": template.id,
            "before": before,
            "after": {"name": name, "headings": [one.heading for one in told]},
        },
    )


@transaction.atomic
def remove_template(*, viewer: Viewer, template_id: int) -> None:
    """Take a template away; agendas that began from it stay. Raises AgendaTemplate.DoesNotExist."""
    require_somewhere(viewer, Permission.MEETINGS_PREPARE)
    template = _template(viewer, template_id)
    log(
        viewer=viewer,
        verb="meetings.remove_template",
        thing_type=BODY,
        thing_id=template.body_id,
        detail={"template": template.id, "name": template.name},
    )
    template.delete()


@transaction.atomic
def begin_agenda(*, viewer: Viewer, meeting_id: int, template_id: int | None = None) -> Begun:
    """Put the items of a template on an agenda, or without one the standing items it lacks.

    What is on the agenda already is not doubled. Raises Meeting.DoesNotExist,
    AgendaTemplate.DoesNotExist, and ValidationError where the notice is sent.
    """
    require_somewhere(viewer, Permission.MEETINGS_PREPARE)
    meeting = meeting_to_prepare(viewer, meeting_id)
    if is_sent(meeting):
        raise ValidationError(
            _("Kallelsen är skickad. Lägg till punkterna en och en, med skäl. Inget har ändrats.")
        )
    told = _to_begin_with(viewer, meeting, template_id)
    items = put_items(viewer, meeting, told) if told else []
    if items:
        log(
            viewer=viewer,
            verb="meetings.begin_agenda",
            thing_type=MEETING,
            thing_id=meeting.id,
            detail={
                "template": template_id,
                "headings": [item.planned_heading for item in items],
            },
        )
    return Begun(len(items))


def begin(viewer: Viewer, meetings: Iterable[Meeting]) -> int:
    """Put the body's standing items on the agendas of new meetings; returns how many items.

    Part of planning, which has asked whether the viewer may and logs. A meeting with items already
    is left as it is. Two queries where the body has none that come back, however many meetings.
    """
    meetings = sorted(meetings, key=lambda one: one.date)
    bodies = {meeting.body_id for meeting in meetings}
    has_any = (
        TemplateItem.objects.filter(template__body_id__in=bodies, standing=True).exists()
        or AgendaItem.objects.filter(
            meeting__body_id__in=bodies, prepared=True, standing=True
        ).exists()
    )
    if not has_any:
        return 0
    count = 0
    for meeting in meetings:
        if not AgendaItem.objects.filter(meeting=meeting).exists():
            told = standing_items(meeting)
            count += len(put_items(viewer, meeting, told)) if told else 0
    for body_id in sorted(bodies):
        follow_last(viewer, body_id)  # a meeting may have come in between others
    return count


def _to_begin_with(viewer: Viewer, meeting: Meeting, template_id: int | None) -> list[ItemTold]:
    if template_id is None:
        return standing_items(meeting)
    template = _template(viewer, template_id)
    if template.body_id != meeting.body_id:
        raise AgendaTemplate.DoesNotExist(template_id)
    there = {pattern(item.planned_heading).casefold() for item in planned(meeting)}
    told = from_template(template, meeting)
    return [one for one in told if pattern(one.heading).casefold() not in there]


def _template(viewer: Viewer, template_id: int) -> AgendaTemplate:
    """Raises AgendaTemplate.DoesNotExist and PermissionDenied."""
    template = AgendaTemplate.objects.select_for_update().get(id=template_id)
    require(viewer, Permission.MEETINGS_PREPARE, of_body_thing(template.body_id))
    return template


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise ValidationError({"name": _("Skriv vad mallen ska heta.")})
    if len(name) > LONGEST_NAME:
        words = _("Namnet är för långt: högst %(count)d tecken.")
        raise ValidationError({"name": words % {"count": LONGEST_NAME}})
    return name
