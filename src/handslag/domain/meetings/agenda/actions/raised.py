"""Matters that are raised for a coming meeting, and what those who prepare it do with them.

A matter is raised, perhaps returned with a question and raised again with the answer, and at last
accepted as an item, declined with a reason, or withdrawn by whoever raised it. Every step stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require, require_somewhere
from handslag.domain.audit.actions import log
from handslag.domain.meetings.agenda import rules
from handslag.domain.meetings.agenda.access import (
    raised_here,
    raises_for,
    require_preparing,
    visible_raised,
)
from handslag.domain.meetings.agenda.actions.items import (
    LONGEST_HEADING,
    LONGEST_NAME,
    LONGEST_TEXT,
    late_words,
    put_items,
)
from handslag.domain.meetings.agenda.locking import is_sent, meeting_to_take_up
from handslag.domain.meetings.agenda.told import ItemTold, PresenterTold
from handslag.domain.meetings.events import announce_raised
from handslag.domain.meetings.models import (
    ItemKind,
    Meeting,
    RaisedMatter,
    RaisedState,
    RaisedStep,
)
from handslag.domain.registry.models import Body, Organisation

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer

RAISED = "meetings.raisedmatter"
"""What the log knows a raised matter as."""
OPEN = (RaisedState.RAISED, RaisedState.RETURNED)
"""States in which something more can become of a matter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterTold:
    """What somebody wants taken up."""

    heading: str
    text: str = ""
    kind: str = ItemKind.DECISION
    minutes: int | None = None
    presenter: str = ""
    meeting_id: int | None = None
    """The meeting it is wanted at; None for the next there is room at."""
    principal_id: int | None = None
    """For whom it is raised."""


@transaction.atomic
def raise_matter(*, viewer: Viewer, body_id: int, told: MatterTold) -> int:
    """Raise a matter for a body's coming meeting; returns its id.

    Raises Body.DoesNotExist, PermissionDenied for who may raise none there, and ValidationError
    with what is wrong in which field.
    """
    require_somewhere(viewer, Permission.MATTERS_RAISE)
    body = Body.objects.get(id=body_id)
    require(viewer, Permission.MATTERS_RAISE, raises_for(body.id))
    fit = _fit(body, told)
    matter = RaisedMatter.objects.create(
        body=body,
        meeting_id=fit.meeting_id,
        heading=fit.heading,
        text=fit.text,
        kind=fit.kind,
        minutes=fit.minutes,
        presenter=fit.presenter,
        principal_id=fit.principal_id,
        raised_by_id=viewer.user_id,
        raised_name=viewer.name[:200],
    )
    _step(viewer, matter, RaisedState.RAISED, fit.text)
    announce_raised(matter.id)
    log(
        viewer=viewer,
        verb="meetings.raise_matter",
        thing_type=RAISED,
        thing_id=matter.id,
        detail={"heading": matter.heading, "body_id": body.id},
    )
    return matter.id


@transaction.atomic
def return_matter(*, viewer: Viewer, matter_id: int, question: str) -> None:
    """Give a matter back to whoever raised it, with a question.

    Raises RaisedMatter.DoesNotExist, PermissionDenied for who does not prepare it, and
    ValidationError without a question, or where it does not await preparation.
    """
    require_somewhere(viewer, Permission.MEETINGS_PREPARE)
    matter = _to_prepare(viewer, matter_id, RaisedState.RAISED)
    question = _said(question, "question", _("Skriv vad du undrar."))
    _become(viewer, matter, RaisedState.RETURNED, question)
    log(
        viewer=viewer,
        verb="meetings.return_matter",
        thing_type=RAISED,
        thing_id=matter.id,
        detail={"heading": matter.heading},
        reason=question,
    )


@transaction.atomic
def answer_question(*, viewer: Viewer, matter_id: int, answer: str, told: MatterTold) -> None:
    """Answer the question a matter came back with, mend the matter, and raise it again.

    For whoever raised it. Raises RaisedMatter.DoesNotExist, PermissionDenied, ValidationError.
    """
    require_somewhere(viewer, Permission.MATTERS_RAISE)
    matter = _own(viewer, matter_id)
    _refuse_unless(matter, RaisedState.RETURNED)
    answer = _said(answer, "answer", _("Skriv ditt svar."))
    fit = _fit(matter.body, told)
    before = {"heading": matter.heading, "text": matter.text, "minutes": matter.minutes}
    matter.heading, matter.text, matter.kind = fit.heading, fit.text, fit.kind
    matter.minutes, matter.presenter = fit.minutes, fit.presenter
    matter.meeting_id, matter.principal_id = fit.meeting_id, fit.principal_id
    _become(viewer, matter, RaisedState.RAISED, answer)
    after = {"heading": matter.heading, "text": matter.text, "minutes": matter.minutes}
    log(
        viewer=viewer,
        verb="meetings.answer_question",
        thing_type=RAISED,
        thing_id=matter.id,
        detail={"before": before, "after": after},
        reason=answer,
    )


@transaction.atomic
def accept_matter(
    *,
    viewer: Viewer,
    matter_id: int,
    meeting_id: int,
    presenter: str = "",
    late_reason: str = "",
    late_by: str = "",
) -> int:
    """Put a raised matter on the agenda of a meeting of its body; returns the item's id.

    `presenter` is who presents it; whoever the matter names where it is empty. Raises
    RaisedMatter.DoesNotExist, Meeting.DoesNotExist, PermissionDenied for who does not prepare it,
    and ValidationError.
    """
    require_somewhere(viewer, Permission.MEETINGS_PREPARE)
    matter = _to_prepare(viewer, matter_id, RaisedState.RAISED)
    meeting = meeting_to_take_up(meeting_id, matter.body_id)
    sent = is_sent(meeting)
    late = late_words(late_reason, late_by) if sent else ("", "")
    name = " ".join((presenter or matter.presenter).split())
    told = ItemTold(
        heading=matter.heading,
        kind=matter.kind,
        minutes=matter.minutes,
        description=matter.text,
        presenters=(PresenterTold(name=name),) if name else (),
    )
    item = put_items(viewer, meeting, [told])[0]
    if sent:
        item.late, (item.late_reason, item.late_by) = True, late
        item.save(update_fields=["late", "late_reason", "late_by"])
    matter.item, matter.meeting = item, meeting
    _become(viewer, matter, RaisedState.ACCEPTED, "")
    announce_raised(matter.id)
    log(
        viewer=viewer,
        verb="meetings.accept_matter",
        thing_type=RAISED,
        thing_id=matter.id,
        detail={"heading": matter.heading, "meeting_id": meeting.id, "item": item.id},
        reason=late[0],
    )
    return item.id


@transaction.atomic
def decline_matter(*, viewer: Viewer, matter_id: int, reason: str) -> None:
    """Say no to a raised matter, with the reason. Raises what `return_matter` raises."""
    require_somewhere(viewer, Permission.MEETINGS_PREPARE)
    matter = _to_prepare(viewer, matter_id, *OPEN)
    reason = _said(reason, "reason", _("Skriv varför ärendet inte tas upp."))
    _become(viewer, matter, RaisedState.DECLINED, reason)
    log(
        viewer=viewer,
        verb="meetings.decline_matter",
        thing_type=RAISED,
        thing_id=matter.id,
        detail={"heading": matter.heading},
        reason=reason,
    )


@transaction.atomic
def withdraw_matter(*, viewer: Viewer, matter_id: int) -> None:
    """Take back a matter that one raised oneself and that is not on an agenda yet.

    Raises RaisedMatter.DoesNotExist, PermissionDenied, and ValidationError.
    """
    require_somewhere(viewer, Permission.MATTERS_RAISE)
    matter = _own(viewer, matter_id)
    _refuse_unless(matter, *OPEN)
    _become(viewer, matter, RaisedState.WITHDRAWN, "")
    log(
        viewer=viewer,
        verb="meetings.withdraw_matter",
        thing_type=RAISED,
        thing_id=matter.id,
        detail={"heading": matter.heading},
    )


def _to_prepare(viewer: Viewer, matter_id: int, *states: RaisedState) -> RaisedMatter:
    seen = RaisedMatter.objects.filter(visible_raised(viewer))
    matter = seen.select_for_update(of=("self",)).get(id=matter_id)
    require_preparing(viewer, matter.body_id)
    _refuse_unless(matter, *states)
    return matter


def _own(viewer: Viewer, matter_id: int) -> RaisedMatter:
    own = RaisedMatter.objects.filter(raised_here(viewer))
    return own.select_for_update(of=("self",)).select_related("body").get(id=matter_id)


def _refuse_unless(matter: RaisedMatter, *states: RaisedState) -> None:
    if matter.state not in states:
        words = _("Det går inte: ärendet är redan %(state)s. Inget har ändrats.")
        raise ValidationError(words % {"state": RaisedState(matter.state).label})


def _become(viewer: Viewer, matter: RaisedMatter, state: RaisedState, text: str) -> None:
    matter.state = state
    matter.save()
    _step(viewer, matter, state, text)


def _step(viewer: Viewer, matter: RaisedMatter, state: RaisedState, text: str) -> None:
    RaisedStep.objects.create(matter=matter, state=state, text=text, by=viewer.name[:200])


def _said(text: str, field: str, missing: str) -> str:
    text = text.strip().replace("\r\n", "\n")[:LONGEST_TEXT]
    if not text:
        raise ValidationError({field: missing})
    return text


def _fit(body: Body, told: MatterTold) -> MatterTold:
    """What is told, tidied. Raises ValidationError with what is wrong in which field."""
    heading, presenter = " ".join(told.heading.split()), " ".join(told.presenter.split())
    errors: dict[str, str] = {}
    if not heading:
        errors["heading"] = _("Ärendet saknar rubrik. Skriv vad det gäller.")
    elif len(heading) > LONGEST_HEADING:
        words = _("Rubriken är för lång: högst %(count)d tecken.")
        errors["heading"] = words % {"count": LONGEST_HEADING}
    if len(told.text) > LONGEST_TEXT:
        words = _("Texten är för lång: högst %(count)d tecken.")
        errors["text"] = words % {"count": LONGEST_TEXT}
    if told.kind not in ItemKind.values:
        errors["kind"] = _("Välj vad ärendet är i listan.")
    if told.minutes is not None and not 0 <= told.minutes <= rules.LONGEST_ITEM:
        words = _("Skriv minuter mellan 0 och %(count)d, eller lämna tomt.")
        errors["minutes"] = words % {"count": rules.LONGEST_ITEM}
    if len(presenter) > LONGEST_NAME:
        errors["presenter"] = _("Namnet är för långt.")
    if told.meeting_id is not None and not _is_coming(body, told.meeting_id):
        errors["meeting"] = _("Mötet har varit, är inställt eller hör till ett annat organ.")
    known = Organisation.objects.filter(id=told.principal_id or 0)
    if told.principal_id is not None and not known.exists():
        errors["principal"] = _("Välj huvudmannen i listan.")
    if errors:
        raise ValidationError(errors)
    return MatterTold(
        heading=heading,
        text=told.text.strip().replace("\r\n", "\n"),
        kind=told.kind,
        minutes=told.minutes,
        presenter=presenter,
        meeting_id=told.meeting_id,
        principal_id=told.principal_id,
    )


def _is_coming(body: Body, meeting_id: int) -> bool:
    coming = Meeting.objects.filter(
        id=meeting_id, body=body, date__gte=timezone.localdate(), cancelled_at__isnull=True
    )
    return coming.exists()
