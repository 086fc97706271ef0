"""Answers to a notice: somebody comes or sends regrets, and an alternate is called in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require, require_somewhere
from handslag.domain.access.viewer import SYSTEM
from handslag.domain.accounts.models import Link, LinkKind
from handslag.domain.accounts.tokens import digest_of
from handslag.domain.audit.actions import log
from handslag.domain.base.states import PublicationState
from handslag.domain.meetings.access import account, visible_meetings
from handslag.domain.meetings.links.actions import use_link
from handslag.domain.meetings.models import (
    Delivery,
    DeliveryKind,
    Meeting,
    Reply,
    ReplyAnswer,
)
from handslag.domain.meetings.notices.content import from_json
from handslag.domain.meetings.notices.letters import letter_of, new_delivery
from handslag.domain.meetings.notices.rules import CalledAs, Recipient
from handslag.domain.registry.models import Person
from handslag.domain.registry.people import queries as registry

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer

MEETING = "meetings.meeting"


@transaction.atomic
def answer(
    *, viewer: Viewer, meeting_id: int, answer: str, note: str = "", person_id: int | None = None
) -> None:
    """Say whether somebody comes (`answer` is a value of ReplyAnswer): oneself, or `person_id`.

    For others only who may send the notice answers, as when regrets came by telephone. Raises
    Meeting.DoesNotExist, PermissionDenied, and ValidationError where nothing asks for an answer.
    """
    require_somewhere(viewer, Permission.MEETINGS_ANSWER)
    seen = Meeting.objects.filter(visible_meetings(viewer))
    meeting = seen.select_for_update(of=("self",)).get(id=meeting_id)
    thing = account(meeting.body_id, meeting.planned_state, meeting_id=meeting.id)
    require(viewer, Permission.MEETINGS_ANSWER, thing)
    own = Person.objects.filter(user_id=viewer.user_id or 0).first()
    if person_id is not None and (own is None or person_id != own.id):
        require(viewer, Permission.MEETINGS_NOTIFY, thing)
    person = own if person_id is None else Person.objects.filter(id=person_id).first()
    if person is None:
        raise ValidationError(
            _("Ditt konto är inte kopplat till någon person i registret, så svaret sparades inte.")
        )
    _write(viewer, meeting, person, answer, note)


@transaction.atomic
def answer_by_link(*, viewer: Viewer, token: str, answer: str, note: str = "") -> None:
    """Answer through the limited link of a letter: for its person, about its meeting.

    Raises UnknownToken (PermissionDenied) where the link is nobody's, and ValidationError where it
    has been taken back or is over, or nothing asks for an answer any more.
    """
    opened = use_link(viewer=viewer, token=token, what="answer")
    link = Link.objects.get(token_sha256=digest_of(token))
    if link.kind != LinkKind.REPLY or link.person_id is None:
        raise PermissionDenied
    meeting = Meeting.objects.select_for_update().get(id=opened.thing_id)
    person = Person.objects.filter(id=link.person_id).first()
    if person is None:  # two who were one, since the letter was sent
        raise ValidationError(
            _(
                "Länken hör till en person som inte finns i registret längre, så svaret sparades "
                "inte. Svara den som skickade kallelsen i stället."
            )
        )
    _write(opened.viewer, meeting, person, answer, note)


def _write(viewer: Viewer, meeting: Meeting, person: Person, answer: str, note: str) -> None:
    if answer not in ReplyAnswer.values:
        raise ValidationError({"answer": _("Välj om du kommer eller har förhinder.")})
    _refuse_closed(meeting)
    note = " ".join(note.split())[:300]
    before = Reply.objects.filter(meeting=meeting, person=person).first()
    was = before.answer if before else ""
    Reply.objects.update_or_create(
        meeting=meeting,
        person=person,
        defaults={"answer": answer, "note": note, "by": viewer.name[:200]},
    )
    log(
        viewer=viewer,
        verb="meetings.answer",
        thing_type=MEETING,
        thing_id=meeting.id,
        detail={"person": person.name, "before": was, "after": answer},
    )


def _refuse_closed(meeting: Meeting) -> None:
    if meeting.cancelled_at is not None:
        raise ValidationError(_("Mötet är inställt, så inget svar behövs."))
    if meeting.date < timezone.localdate():
        raise ValidationError(_("Mötet har varit, så svaret går inte att ändra."))
    if meeting.planned_state == PublicationState.DRAFT:
        raise ValidationError(_("Kallelsen är inte skickad än. Svara när den har kommit."))


@transaction.atomic
def call_in(*, viewer: Viewer, meeting_id: int, person_id: int, alternate_id: int) -> None:
    """Call an alternate in for somebody who has sent regrets; the alternate gets the notice.

    Raises Meeting.DoesNotExist; ValidationError where nobody sent regrets, where the alternate
    does not sit as one in the body on the meeting's day or has been called in already.
    """
    require_somewhere(viewer, Permission.MEETINGS_NOTIFY)
    seen = Meeting.objects.filter(visible_meetings(viewer)).select_related("body")
    meeting = seen.select_for_update(of=("self",)).get(id=meeting_id)
    thing = account(meeting.body_id, meeting.planned_state)
    require(viewer, Permission.MEETINGS_NOTIFY, thing)
    _refuse_closed(meeting)
    replies = Reply.objects.filter(meeting=meeting)
    reply = replies.filter(person_id=person_id, answer=ReplyAnswer.REGRETS).first()
    if reply is None:
        raise ValidationError(_("Ingen ersättare behövs: personen har inte lämnat återbud."))
    if reply.alternate_id == alternate_id:
        return  # a second click
    if replies.filter(alternate_id=alternate_id).exists():
        raise ValidationError(_("Ersättaren är redan inkallad för någon annan."))
    sitting = registry.sitting_on(SYSTEM, meeting.body_id, meeting.date)
    found = [one for one in sitting if one.person_id == alternate_id]
    if not any(one.role.value == "alternate" for one in found):
        raise ValidationError(_("Den som kallas in ska vara ersättare i organet på mötets dag."))
    alternate = found[0]
    absent = Person.objects.get(id=person_id)
    reply.alternate_id = alternate_id
    reply.save(update_fields=["alternate"])
    to = Recipient(
        person_id=alternate.person_id,
        name=alternate.name,
        address=alternate.email,
        called_as=CalledAs.MEMBER,
        role=alternate.role.label,
        principal_id=alternate.principal_id,
        principal=alternate.principal,
    )
    _write_to_alternate(viewer, meeting, to, absent.name)
    log(
        viewer=viewer,
        verb="meetings.call_in",
        thing_type=MEETING,
        thing_id=meeting.id,
        detail={"person": absent.name, "alternate": alternate.name},
    )


def _write_to_alternate(viewer: Viewer, meeting: Meeting, to: Recipient, absent: str) -> None:
    notice = meeting.notices.filter(sent_at__isnull=False).order_by("-version").first()
    if notice is None:
        raise ValidationError(_("Kallelsen är inte skickad än. Skicka den först."))
    known = Delivery.objects.filter(meeting=meeting, minutes=None).order_by("-id").first()
    had = letter_of(known) if known else None
    letter = new_delivery(
        meeting,
        notice,
        DeliveryKind.ALTERNATE,
        to,
        {
            "page": had.page if had else "",
            "reply": had.reply if had else "",
            "version": notice.version,
            "reply_to": had.reply_to if had else "",
            "sender": viewer.name,
            "stands_in_for": absent,
            "closed": from_json(notice.content).has_closed,
        },
    )
    letter.save()
