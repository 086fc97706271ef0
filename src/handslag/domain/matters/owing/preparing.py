"""What is owed and waited for before meetings: answers, what was raised, what is presented."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Exists, Max, OuterRef, Q, Subquery
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import EVERYTHING, reach
from handslag.domain.base.facts import Phase
from handslag.domain.base.shapes import labelled
from handslag.domain.matters.owing.asked import Kind, ref_of
from handslag.domain.matters.owing.found import Found, found
from handslag.domain.matters.owing.shapes import Line, LineKind
from handslag.domain.meetings.access import visible_accounts, visible_facts
from handslag.domain.meetings.agenda.access import visible_raised
from handslag.domain.meetings.models import (
    AttachmentUse,
    ChangeKind,
    Delivery,
    MeetingChange,
    Participation,
    ParticipationRole,
    RaisedMatter,
    RaisedState,
    RaisedStep,
    Reply,
)
from handslag.domain.meetings.notices.letters import letter_of
from handslag.domain.meetings.notices.rules import CalledAs

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from handslag.domain.matters.owing.asked import Asked
    from handslag.domain.matters.owing.shapes import MeetingRef


def replies(asked: Asked) -> Found:
    """Notices of coming meetings that its people have not answered. Three queries at most.

    For those who are of it, and who may see who comes.
    """
    return found(_unanswered(asked))


def answers(asked: Asked) -> Found:
    """Of a body: how many have not answered the notice of each coming meeting. As above."""
    return found(_to_come(asked)) if asked.kind == Kind.BODY else Found()


def _unanswered(asked: Asked) -> Iterator[Line]:
    if asked.kind == Kind.BODY:
        return
    for meeting, names in _silent(asked, Q(person_id__in=list(asked.people))):
        yield Line(
            kind=labelled(LineKind, LineKind.REPLY),
            id=meeting.id,
            text=_("Svara på kallelsen: kommer eller har förhinder"),
            due=meeting.date,
            due_meeting=meeting,
            to=meeting.body,
            to_body_id=meeting.body_id,
            who=names if asked.kind == Kind.ORGANISATION else (),
        )


def _to_come(asked: Asked) -> Iterator[Line]:
    for meeting, names in _silent(asked, Q(meeting__body_id=asked.id)):
        words = ngettext(
            "%(count)d kallad har inte svarat",
            "%(count)d kallade har inte svarat",
            len(names),
        )
        yield Line(
            kind=labelled(LineKind, LineKind.REPLY),
            id=meeting.id,
            text=words % {"count": len(names)},
            due=meeting.date,
            due_meeting=meeting,
            to=", ".join(names[:MOST_NAMES]) + (" …" if len(names) > MOST_NAMES else ""),
        )


MOST_NAMES = 6


def _silent(asked: Asked, whose: Q) -> Iterator[tuple[MeetingRef, tuple[str, ...]]]:
    """Coming meetings with those called, by name, who have not answered since they were told when
    it is."""
    told = reach(asked.viewer, Permission.MEETINGS_NOTIFY).q(body="meeting__body_id")
    may_know = EVERYTHING if asked.own and asked.kind != Kind.BODY else told
    letters = Delivery.objects.filter(
        whose,
        may_know,
        visible_accounts(asked.viewer, Phase.PLAN, "meeting__"),
        person__isnull=False,
        minutes__isnull=True,
        meeting__date__gte=asked.today,
        meeting__cancelled_at__isnull=True,
        meeting__notices__sent_at__isnull=False,
    )
    called: dict[int, dict[int, str]] = defaultdict(dict)
    meetings: dict[int, MeetingRef] = {}
    for row in letters.select_related("meeting__body").order_by("meeting__date", "name", "id"):
        letter = letter_of(row)
        for_it = asked.kind != Kind.ORGANISATION or letter.principal_id == asked.id
        if letter.called_as == CalledAs.PRESENTER or not for_it:
            continue
        meetings[row.meeting_id] = ref_of(row.meeting)
        called[row.meeting_id][row.person_id or 0] = row.name
    if not called:
        return
    answered = _answered(called)
    for meeting_id, people in called.items():
        silent = [name for id_, name in people.items() if (meeting_id, id_) not in answered]
        if silent:
            yield meetings[meeting_id], tuple(silent)


def _answered(meeting_ids: Iterable[int]) -> set[tuple[int, int]]:
    """Who (ids) has answered, by meeting; what was answered before it was moved is no answer."""
    ids = list(meeting_ids)
    changes = MeetingChange.objects.filter(meeting_id__in=ids, kind=ChangeKind.MOVED).order_by()
    moved: dict[int, dt.datetime] = dict(changes.values_list("meeting_id").annotate(last=Max("at")))
    rows = Reply.objects.filter(meeting_id__in=ids).values_list("meeting_id", "person_id", "at")
    return {
        (meeting_id, person_id)
        for meeting_id, person_id, at in rows
        if meeting_id not in moved or at >= moved[meeting_id]
    }


def questions(asked: Asked) -> Found:
    """What it raised that came back with a question; of a body, nothing. Two queries at most."""
    return found(_raised(asked, _raised_by(asked), RaisedState.RETURNED, LineKind.QUESTION))


def raised(asked: Asked) -> Found:
    """What it raised that waits for preparing or for its meeting; of a body, what it sent back
    with a question. Four queries at most."""
    if asked.kind == Kind.BODY:
        here = Q(body_id=asked.id)
        return found(_raised(asked, here, RaisedState.RETURNED, LineKind.QUESTION))
    whose = _raised_by(asked)
    if whose is None:
        return Found()
    waiting = list(_raised(asked, whose, RaisedState.RAISED, LineKind.RAISED))
    accepted = _raised(
        asked,
        whose & Q(item__meeting__date__gte=asked.today),
        RaisedState.ACCEPTED,
        LineKind.RAISED,
    )
    return found([*waiting, *accepted])


def to_prepare(asked: Asked) -> Found:
    """Of a body: what was raised in it and waits for preparing. Two queries at most."""
    if asked.kind != Kind.BODY:
        return Found()
    here = Q(body_id=asked.id)
    return found(_raised(asked, here, RaisedState.RAISED, LineKind.PREPARING))


def _raised_by(asked: Asked) -> Q | None:
    if asked.kind == Kind.ORGANISATION:
        return Q(principal_id=asked.id)
    if asked.kind == Kind.PERSON and asked.user_id is not None:
        return Q(raised_by_id=asked.user_id)
    return None


def _raised(asked: Asked, whose: Q | None, state: RaisedState, kind: LineKind) -> Iterator[Line]:
    if whose is None:
        return
    last = RaisedStep.objects.filter(matter=OuterRef("pk"), state=state).order_by("-id")
    rows = list(
        RaisedMatter.objects.filter(visible_raised(asked.viewer), whose, state=state)
        .select_related("body", "item", "principal")
        .annotate(said=Subquery(last.values("text")[:1]))
    )
    asked.see([row.item.meeting_id if row.item else row.meeting_id for row in rows])
    for row in rows:
        at = asked.meetings.get((row.item.meeting_id if row.item else row.meeting_id) or 0)
        theirs = asked.kind == Kind.BODY
        yield Line(
            kind=labelled(LineKind, kind),
            id=row.id,
            text=row.heading,
            due=at.date if at is not None and at.date >= asked.today else None,
            due_text=row.said or "" if kind == LineKind.QUESTION else "",
            due_meeting=at,
            to=(row.principal.name if row.principal else row.raised_name)
            if theirs
            else row.body.name,
            to_body_id=None if theirs else row.body_id,
            who=() if theirs or asked.kind == Kind.PERSON else (row.raised_name,),
        )


def presenting(asked: Asked) -> Found:
    """What its people are to present at coming meetings. One query."""
    return found(_presenting(asked)) if asked.people else Found()


def _presenting(asked: Asked) -> Iterator[Line]:
    uses = AttachmentUse.objects.filter(item=OuterRef("item_id"))
    rows = (
        Participation.objects.filter(
            visible_facts(asked.viewer),
            name__person_id__in=list(asked.people),
            role=ParticipationRole.PRESENTING,
            phase=Phase.PLAN,
            item__pulled_at__isnull=True,
            item__planned_order__isnull=False,
            meeting__date__gte=asked.today,
            meeting__cancelled_at__isnull=True,
        )
        .select_related("meeting__body", "item", "name")
        .annotate(has_papers=Exists(uses))
        .order_by("meeting__date", "item__planned_order", "id")
    )
    for row in rows:
        item = row.item
        if item is None:
            continue
        at = ref_of(row.meeting)
        last = row.meeting.material_due
        wanted = last is not None and last >= asked.today and not row.has_papers
        words = (
            _("underlag senast %(day)s") % {"day": date_format(last, "j F")}
            if wanted and last
            else ""
        )
        yield Line(
            kind=labelled(LineKind, LineKind.PRESENTING),
            id=item.id,
            text=item.planned_heading,
            due=at.date,
            due_text=words,
            due_meeting=at,
            to=at.body,
            to_body_id=at.body_id,
            who=(asked.people[row.name.person_id],) if asked.kind != Kind.PERSON else (),
            item_id=item.id,
            said_at=at,
        )
