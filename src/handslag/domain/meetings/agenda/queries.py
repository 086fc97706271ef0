"""Reads of an agenda while it is prepared."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, F, Q
from django.utils import timezone

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may, reach, require, require_somewhere
from handslag.domain.base.shapes import Labelled, labelled
from handslag.domain.base.states import PublicationState
from handslag.domain.base.words import label_order
from handslag.domain.documents import store
from handslag.domain.meetings.access import account, visible_meetings
from handslag.domain.meetings.agenda import rules
from handslag.domain.meetings.agenda.access import (
    bodies_prepared,
    open_to_all,
    raised_here,
    visible_attachments,
    visible_raised,
)
from handslag.domain.meetings.agenda.beginning import standing_items
from handslag.domain.meetings.agenda.rows import (
    attachment_row,
    item_digest,
    presenters_of,
    sent_notices,
    template_digest,
)
from handslag.domain.meetings.agenda.shapes import (
    Agenda,
    AttachmentFile,
    AttachmentRow,
    BeginsFrom,
    BodyToRaiseIn,
    ComingMeeting,
    KnownPresenters,
    PlannedItem,
    Presenter,
    RaisedPage,
    RaisedRow,
    RaisedStepRow,
    Sitting,
    TemplateItemRow,
    TemplatePage,
    TemplateRow,
)
from handslag.domain.meetings.models import (
    AgendaItem,
    AgendaTemplate,
    Attachment,
    AttachmentUse,
    AttachmentVersion,
    ItemKind,
    Meeting,
    MeetingKind,
    ParticipationRole,
    RaisedMatter,
    RaisedState,
)
from handslag.domain.registry.models import PRINCIPALS, Body, Organisation, PersonName

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handslag.domain.access.viewer import Viewer


def agenda_paper(viewer: Viewer, meeting_id: int) -> Agenda:
    """The plan of a meeting with all that its notice says, but for proposals. Six queries.

    One more where anything is attached.
    For those who prepare it. Raises Meeting.DoesNotExist where the viewer may not know of the
    meeting, PermissionDenied where they may and do not prepare it.
    """
    require_somewhere(viewer, Permission.MEETINGS_PREPARE)
    row = _head(viewer, meeting_id)
    body_id, start, end = row["body_id"], row["planned_start"], row["planned_end"]
    thing = account(body_id, PublicationState.SHARED)
    require(viewer, Permission.MEETINGS_PREPARE, thing)
    closed_too = may(viewer, Permission.CLOSED_READ, thing)
    attachments = _attachments(meeting_id, closed_too=closed_too)
    items = _items(meeting_id, start, attachments, closed_too=closed_too)
    return Agenda(
        meeting_id=meeting_id,
        body_id=body_id,
        body=row["body__name"],
        body_short=row["body__short_name"],
        date=row["planned_date"] or row["date"],
        start=start,
        end=end,
        place=row["planned_place"],
        kind=labelled(MeetingKind, row["kind"]),
        state=labelled(PublicationState, row["planned_state"]),
        sent=row["sent"],
        cancelled_at=row["cancelled_at"],
        material_due=row["material_due"],
        notice_due=row["notice_due"],
        sittings=_sittings(meeting_id),
        items=items,
        attachments=attachments,
        length=rules.length(start, end),
    )


def _head(viewer: Viewer, meeting_id: int) -> dict[str, Any]:
    seen = Meeting.objects.filter(visible_meetings(viewer)).annotate(sent=Exists(sent_notices()))
    columns = (
        *("body_id", "body__name", "body__short_name", "date", "planned_date", "planned_start"),
        *("planned_end", "planned_place", "kind", "planned_state", "cancelled_at"),
        *("material_due", "notice_due", "sent"),
    )
    return dict(seen.values(*columns).get(id=meeting_id))


def _sittings(meeting_id: int) -> tuple[Sitting, ...]:
    rows = Meeting.objects.filter(main_id=meeting_id, cancelled_at__isnull=True)
    found = rows.order_by("planned_date", "planned_start", "id").values_list(
        *("id", "body_id", "body__name", "body__side", "planned_date", "date"),
        *("planned_start", "planned_end", "planned_place"),
    )
    return tuple(
        Sitting(id_, body_id, body, side, planned or day, *rest)
        for id_, body_id, body, side, planned, day, *rest in found
    )


def _attachments(meeting_id: int, *, closed_too: bool) -> tuple[AttachmentRow, ...]:
    rows = Attachment.objects.filter(meeting_id=meeting_id).prefetch_related("versions")
    served = AttachmentUse.objects.filter(attachment__meeting_id=meeting_id)
    if not closed_too:
        rows, served = rows.filter(open_to_all()), served.filter(item__closed=False)
    uses = defaultdict(list)
    for attachment_id, item_id in served.order_by("item__planned_order").values_list(
        "attachment_id", "item_id"
    ):
        uses[attachment_id].append(item_id)
    found = [attachment_row(row, tuple(uses[row.id])) for row in rows]
    return tuple(sorted(found, key=lambda row: (row.order, label_order(row.label))))


def attachment_file(viewer: Viewer, version_id: int) -> AttachmentFile:
    """Where the bytes of one version of an attachment lie, for whoever sees it. One query.

    Raises AttachmentVersion.DoesNotExist, also for one that the viewer may not know of.
    """
    seen = Attachment.objects.filter(visible_attachments(viewer))
    row = AttachmentVersion.objects.filter(attachment__in=seen).get(id=version_id)
    return AttachmentFile(store.path_of(row.sha256), row.name, row.media_type)


def _items(
    meeting_id: int,
    start: Any,
    attachments: Sequence[AttachmentRow],
    *,
    closed_too: bool,
) -> tuple[PlannedItem, ...]:
    planned = AgendaItem.objects.filter(meeting_id=meeting_id, planned_order__isnull=False)
    if not closed_too:
        planned = planned.filter(closed=False)
    rows = list(planned.select_related("approves").order_by("planned_order", "id"))
    presenters = presenters_of(rows)
    labels = defaultdict(list)
    for attachment in attachments:
        for item_id in attachment.item_ids if attachment.withdrawn_at is None else ():
            labels[item_id].append(attachment.label)
    begins = rules.starts(start, [0 if row.pulled_at else row.minutes for row in rows])
    return tuple(
        _item(row, presenters[row.id], tuple(labels[row.id]), begin)
        for row, begin in zip(rows, begins, strict=True)
    )


def _item(
    row: AgendaItem, presenters: tuple[Presenter, ...], labels: tuple[str, ...], begins: Any
) -> PlannedItem:
    return PlannedItem(
        id=row.id,
        order=row.planned_order or 0,
        number=row.planned_number,
        heading=row.planned_heading,
        kind=labelled(ItemKind, row.kind) if row.kind else Labelled("", ""),
        minutes=row.minutes,
        description=row.description,
        standing=row.standing,
        late=row.late,
        late_reason=row.late_reason,
        late_by=row.late_by,
        pulled_at=row.pulled_at,
        pulled_reason=row.pulled_reason,
        closed=row.closed,
        closed_ground=row.closed_ground,
        presenters=presenters,
        attachments=labels,
        starts=None if row.pulled_at else begins,
        digest=item_digest(row, presenters),
        approves=(row.approves.id, row.approves.date) if row.approves else None,
    )


def known_presenters(viewer: Viewer, body_id: int) -> KnownPresenters:
    """Names that may present, for a form to suggest: who has presented to or sits in the body.

    With organisations. Two queries.
    """
    require(viewer, Permission.MEETINGS_PREPARE, account(body_id, PublicationState.SHARED))
    sits = Q(person__memberships__body_id=body_id)
    presented = Q(participations__meeting__body_id=body_id)
    presented &= Q(participations__role=ParticipationRole.PRESENTING)
    names = PersonName.objects.filter(sits | presented).distinct().order_by("key")
    organisations = Organisation.objects.order_by("order_key", "id")
    return KnownPresenters(
        tuple(names.values_list("text", flat=True)[:MOST_SUGGESTED]),
        tuple(organisations.values_list("name", flat=True)[:MOST_SUGGESTED]),
    )


MOST_SUGGESTED = 400
"""Names that a form suggests: more would take longer to fetch than to type."""


def raised_matter(viewer: Viewer, matter_id: int) -> RaisedPage:
    """One raised matter with its history, for whoever raised or prepares it. Four queries.

    Raises RaisedMatter.DoesNotExist.
    """
    require_somewhere(viewer, Permission.MATTERS_RAISE)
    row = _raised(viewer).get(id=matter_id)
    steps = tuple(
        RaisedStepRow(labelled(RaisedState, step.state), step.text, step.by, step.at)
        for step in row.steps.all()
    )
    prepares = RaisedMatter.objects.filter(bodies_prepared(viewer), id=matter_id).exists()
    own = viewer.user_id is not None and row.raised_by_id == viewer.user_id
    open_ = row.state in {RaisedState.RAISED, RaisedState.RETURNED}
    return RaisedPage(
        row=_raised_row(row),
        text=row.text,
        kind=labelled(ItemKind, row.kind),
        minutes=row.minutes,
        presenter=row.presenter,
        principal_id=row.principal_id,
        principal=row.principal.name if row.principal else "",
        steps=steps,
        meetings=_coming(row.body_id),
        prepares=prepares and open_,
        answers=own and row.state == RaisedState.RETURNED,
        withdraws=own and open_,
    )


def raised_by(viewer: Viewer) -> tuple[RaisedRow, ...]:
    """What the viewer has raised, the newest first. One query."""
    require_somewhere(viewer, Permission.MATTERS_RAISE)
    rows = _raised(viewer).filter(raised_here(viewer)).order_by("-raised_at", "-id")
    return tuple(_raised_row(row) for row in rows[:MOST_SUGGESTED])


def to_prepare(viewer: Viewer, body_id: int | None = None) -> tuple[RaisedRow, ...]:
    """What awaits preparation by the viewer, the soonest meeting first. One query."""
    require_somewhere(viewer, Permission.MEETINGS_PREPARE)
    rows = _raised(viewer).filter(bodies_prepared(viewer), state=RaisedState.RAISED)
    if body_id is not None:
        rows = rows.filter(body_id=body_id)
    soonest = F("meeting__material_due").asc(nulls_last=True)
    return tuple(_raised_row(row) for row in rows.order_by(soonest, "raised_at", "id"))


def bodies_to_raise_in(viewer: Viewer) -> tuple[BodyToRaiseIn, ...]:
    """The bodies that the viewer may raise a matter in, with their coming meetings. Two queries."""
    require_somewhere(viewer, Permission.MATTERS_RAISE)
    reached = reach(viewer, Permission.MATTERS_RAISE)
    bodies = Body.objects.filter(reached.q(body="id")).order_by("order_key", "id")
    coming: dict[int, list[ComingMeeting]] = defaultdict(list)
    for body_id, meeting in _coming_of(Q(body__in=bodies)):
        coming[body_id].append(meeting)
    return tuple(
        BodyToRaiseIn(body.id, body.name, tuple(coming[body.id]))
        for body in bodies
        if body.until is None or body.until >= timezone.localdate()
    )


def principals_to_raise_for(viewer: Viewer) -> tuple[tuple[int, str], ...]:
    """The principals that a matter can be raised for: id and name. One query."""
    require_somewhere(viewer, Permission.MATTERS_RAISE)
    rows = Organisation.objects.filter(kind__in=PRINCIPALS).order_by("order_key", "id")
    return tuple(rows.values_list("id", "name"))


def _raised(viewer: Viewer) -> Any:
    rows = RaisedMatter.objects.filter(visible_raised(viewer))
    return rows.select_related("body", "meeting", "principal", "item__meeting")


def _raised_row(row: RaisedMatter) -> RaisedRow:
    meeting = row.meeting
    return RaisedRow(
        id=row.id,
        body_id=row.body_id,
        body=row.body.name,
        heading=row.heading,
        state=labelled(RaisedState, row.state),
        raised_name=row.raised_name,
        raised_at=row.raised_at,
        meeting_id=row.meeting_id,
        date=(meeting.planned_date or meeting.date) if meeting else None,
        material_due=meeting.material_due if meeting else None,
        item_meeting_id=row.item.meeting_id if row.item else None,
    )


def _coming(body_id: int) -> tuple[ComingMeeting, ...]:
    return tuple(meeting for _body, meeting in _coming_of(Q(body_id=body_id)))


def _coming_of(whose: Q) -> list[tuple[int, ComingMeeting]]:
    rows = Meeting.objects.filter(
        whose, date__gte=timezone.localdate(), cancelled_at__isnull=True
    ).order_by("date", "id")
    columns = ("body_id", "id", "date", "material_due")
    return [(row[0], ComingMeeting(*row[1:])) for row in rows.values_list(*columns)]


def begins_from(viewer: Viewer, meeting_id: int) -> BeginsFrom:
    """What a meeting's agenda can begin from. Up to eight queries, whatever its size.

    Raises Meeting.DoesNotExist and PermissionDenied.
    """
    require_somewhere(viewer, Permission.MEETINGS_PREPARE)
    meeting = Meeting.objects.filter(visible_meetings(viewer)).get(id=meeting_id)
    thing = account(meeting.body_id, PublicationState.SHARED)
    require(viewer, Permission.MEETINGS_PREPARE, thing)
    missing = tuple(one.heading for one in standing_items(meeting))
    return BeginsFrom(_templates(meeting.body_id), missing)


def templates(viewer: Viewer, body_id: int) -> tuple[TemplateRow, ...]:
    """The templates of a body. One query."""
    require(viewer, Permission.MEETINGS_PREPARE, account(body_id, PublicationState.SHARED))
    return _templates(body_id)


def template(viewer: Viewer, template_id: int) -> TemplatePage:
    """One template with its items. Two queries. Raises AgendaTemplate.DoesNotExist."""
    require_somewhere(viewer, Permission.MEETINGS_PREPARE)
    row = AgendaTemplate.objects.select_related("body").get(id=template_id)
    require(viewer, Permission.MEETINGS_PREPARE, account(row.body_id, PublicationState.SHARED))
    rows = row.items.all()
    items = tuple(
        TemplateItemRow(one.heading, one.kind, one.minutes, one.description, one.standing)
        for one in rows
    )
    return TemplatePage(row.id, row.body_id, row.body.name, row.name, items, template_digest(row))


def _templates(body_id: int) -> tuple[TemplateRow, ...]:
    rows = AgendaTemplate.objects.filter(body_id=body_id).annotate(count=Count("items"))
    return tuple(TemplateRow(row.id, row.name, row.count) for row in rows.order_by("id"))
