"""What a meeting's minutes say now, composed of the rows of what happened.

Of rows that were written in the room and of rows that came from documents alike. Part of reads and
writes that have asked whether the viewer may: it takes everything, also what is closed.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.utils.translation import override

from handslag.domain.access.viewer import SYSTEM
from handslag.domain.base.facts import Phase
from handslag.domain.base.sides import Side
from handslag.domain.matters.minutes import gather
from handslag.domain.matters.minutes.content import (
    Attendee,
    Away,
    Before,
    Content,
    Item,
    Moved,
    Named,
    Paper,
    Signing,
)
from handslag.domain.matters.minutes.form import appeal_of, form_of, has_board
from handslag.domain.meetings.models import (
    AgendaItem,
    Attachment,
    AttachmentUse,
    ItemAbsence,
    ItemOutcome,
    Meeting,
    Mention,
    MentionKind,
    Minutes,
    MinutesForm,
    Movement,
    Participation,
    ParticipationRole,
    SignerRole,
)
from handslag.domain.meetings.notices.queries.heads import head_of
from handslag.domain.registry.people.queries import sitting_on

if TYPE_CHECKING:
    from collections.abc import Iterable

    from handslag.domain.registry.people.queries import Sitter


def compose(meeting_id: int) -> Content:
    """All that the minutes would say, in Swedish whatever the reader's language.

    The same for everybody who may write them. As many queries however long the meeting: 27 at
    most. Raises Meeting.DoesNotExist.
    """
    meeting = Meeting.objects.select_related("body__owner").get(id=meeting_id)
    with override("sv"):
        return _compose(meeting)


def _compose(meeting: Meeting) -> Content:
    body, form = meeting.body, form_of(meeting.body.legal_form)
    rows = _items(meeting)
    people = _people(meeting)
    sitting = _sitting(meeting)
    attendance = _attendance(people, _moves(meeting, rows), sitting)
    names = {row.id: row for row in people}
    first = _first_paragraph(meeting) if form == MinutesForm.SIGNED else None
    papers, labels = _papers(meeting)
    facts = gather.facts_of(meeting.id)
    presenters = _presenters(people)
    absences = _absences(meeting, names)
    items: list[Item] = []
    for row in rows:
        paragraph = None if first is None else first + len(items)
        mentioned = labels.get(row.id, ())
        items.append(
            _item(row, paragraph, facts, presenters[row.id], tuple(absences[row.id]), mentioned)
        )
    return Content(
        meeting_id=meeting.id,
        form=form.value,
        body=body.name,
        body_short=body.short_name,
        legal_form=body.legal_form,
        effect=body.effect,
        date=meeting.date,
        head=head_of(body.id),
        owner=body.owner.name if body.owner else "",
        start=meeting.start,
        end=meeting.end,
        place=meeting.place,
        sittings=_sittings(meeting),
        chair=_on_duty(people, "chairs") or _seated(attendance, ("chair", "vice-chair")),
        secretary=_on_duty(people, "keeps_minutes") or _seated(attendance, ("secretary",)),
        signers=_signers(people) if form == MinutesForm.SIGNED else (),
        attendance=attendance,
        items=tuple(items),
        papers=papers,
        board=has_board(body.legal_form),
        appeal=appeal_of(body.legal_form),
    )


def _items(meeting: Meeting) -> list[AgendaItem]:
    rows = AgendaItem.objects.filter(meeting=meeting, order__isnull=False)
    return list(rows.select_related("discussion", "approves").order_by("order", "id"))


def _people(meeting: Meeting) -> list[Participation]:
    rows = Participation.objects.filter(meeting=meeting, phase=Phase.HELD)
    related = rows.select_related("name", "principal", "serves_for__name")
    return list(related.order_by("order", "id"))


def _sitting(meeting: Meeting) -> dict[int, Sitter]:
    """Who sits in the body on the day, by person; the chairs come first."""
    found: dict[int, Sitter] = {}
    for one in sitting_on(SYSTEM, meeting.body_id, meeting.date):
        found.setdefault(one.person_id, one)
    return found


def _attendance(
    people: Iterable[Participation],
    moves: dict[int, list[Moved]],
    sitting: dict[int, Sitter],
) -> tuple[Attendee, ...]:
    found = []
    for row in people:
        if row.role != ParticipationRole.ATTENDING or row.item_id is not None:
            continue
        # minutes from documents do not say as what somebody sits: the register may
        sits = None if row.written else sitting.get(row.name.person_id)
        found.append(
            Attendee(
                id=row.id,
                name=row.name.text,
                title=row.title,
                organisation=row.organisation,
                person_id=row.name.person_id,
                presence=row.presence,
                seat=row.sits_as or (sits.role.value if sits else ""),
                principal=row.principal.name if row.principal else sits.principal if sits else "",
                serves_for=row.serves_for.name.text if row.serves_for else "",
                moves=tuple(moves[row.id]),
            )
        )
    return tuple(found)


def _moves(meeting: Meeting, items: Iterable[AgendaItem]) -> dict[int, list[Moved]]:
    numbers = {item.id: item.number for item in items}
    found: dict[int, list[Moved]] = defaultdict(list)
    rows = Movement.objects.filter(participation__meeting=meeting)
    for row in rows.order_by("participation_id", "order", "id"):
        number = numbers.get(row.item_id or 0, "")
        moved = Moved(kind=row.kind, item_id=row.item_id, number=number, time=row.time)
        found[row.participation_id].append(moved)
    return found


def _presenters(people: Iterable[Participation]) -> dict[int, tuple[Named, ...]]:
    found: dict[int, tuple[Named, ...]] = defaultdict(tuple)
    for row in people:
        if row.role == ParticipationRole.PRESENTING and row.item_id is not None:
            found[row.item_id] += (_named(row),)
    return found


def _named(row: Participation) -> Named:
    return Named(
        name=row.name.text,
        title=row.title,
        organisation=row.organisation,
        person_id=row.name.person_id,
    )


def _on_duty(people: Iterable[Participation], duty: str) -> Named | None:
    return next((_named(row) for row in people if getattr(row, duty)), None)


def _seated(attendance: Iterable[Attendee], seats: tuple[str, ...]) -> Named | None:
    """Whoever was there and sits as the first of these: minutes from documents do not say more."""
    there = [one for one in attendance if one.presence != "absent" and one.seat in seats]
    there.sort(key=lambda one: seats.index(one.seat))
    return next(
        (
            Named(
                name=one.name,
                title=one.title,
                organisation=one.organisation,
                person_id=one.person_id,
            )
            for one in there
        ),
        None,
    )


def _absences(meeting: Meeting, names: dict[int, Participation]) -> dict[int, list[Away]]:
    found: dict[int, list[Away]] = defaultdict(list)
    for row in ItemAbsence.objects.filter(item__meeting=meeting).order_by("id"):
        who = names.get(row.participation_id)
        if who is None:
            continue
        found[row.item_id].append(
            Away(
                attendee_id=row.participation_id,
                name=who.name.text,
                title=who.title,
                organisation=who.organisation,
                reason=row.reason,
                note=row.note,
            )
        )
    return found


def _item(
    row: AgendaItem,
    paragraph: int | None,
    facts: gather.Facts,
    presenters: tuple[Named, ...],
    away: tuple[Away, ...],
    attachments: tuple[str, ...],
) -> Item:
    withdrawn = row.outcome == ItemOutcome.WITHDRAWN
    discussion = getattr(row, "discussion", None)
    return Item(
        id=row.id,
        heading=row.heading,
        number=row.number,
        paragraph=paragraph,
        kind=row.kind,
        outcome=row.outcome,
        presenters=presenters,
        late=row.late,
        late_reason=row.late_reason if row.late else "",
        late_by=row.late_by if row.late else "",
        withdrawn=withdrawn,
        withdrawn_reason=row.withdrawn_reason if withdrawn else "",
        approves=row.approves.date if row.approves else None,
        discussion=discussion.text.strip() if discussion else "",
        away=away,
        proposals=tuple(facts.proposals[row.id]),
        stances=tuple(facts.stances[row.id]),
        decisions=tuple(facts.decisions[row.id]),
        given=tuple(facts.given[row.id]),
        sent=tuple(facts.sent[row.id]),
        attachments=attachments,
        closed=row.closed,
        closed_ground=row.closed_ground if row.closed else "",
    )


def _sittings(meeting: Meeting) -> tuple[Before, ...]:
    rows = Meeting.objects.filter(main=meeting, cancelled_at__isnull=True).select_related("body")
    return tuple(
        Before(
            label=f"Förmöte för {Side(one.body.side).label if one.body.side else one.body.name}",
            start=one.start or one.planned_start,
            end=one.end or one.planned_end,
            place=one.place or one.planned_place,
        )
        for one in rows.order_by("date", "planned_start", "id")
        if one.date == meeting.date
    )


def _signers(people: Iterable[Participation]) -> tuple[Signing, ...]:
    """Who signs: the secretary, the chair and the checkers, as the room has them."""
    duties = (
        (SignerRole.SECRETARY, "keeps_minutes"),
        (SignerRole.CHAIR, "chairs"),
        (SignerRole.CHECKER, "checks"),
    )
    return tuple(
        Signing(
            role=role.value,
            name=row.name.text,
            person_id=row.name.person_id,
            title=row.title,
            organisation=row.organisation,
        )
        for role, duty in duties
        for row in people
        if getattr(row, duty)
    )


def _papers(meeting: Meeting) -> tuple[tuple[Paper, ...], dict[int, tuple[str, ...]]]:
    """The attachments that went with the meeting, and the labels that serve each item."""
    rows = Attachment.objects.filter(meeting=meeting, withdrawn_at__isnull=True)
    papers = []
    for row in rows.prefetch_related("versions").order_by("order", "id"):
        newest = max(row.versions.all(), key=lambda one: one.number, default=None)
        if newest is None:
            continue
        papers.append(
            Paper(
                label=row.label,
                title=row.title,
                name=newest.name,
                media_type=newest.media_type,
                sha256=newest.sha256,
                pages=newest.pages,
                closed=row.closed,
            )
        )
    known = {paper.label for paper in papers}
    labels: dict[int, tuple[str, ...]] = defaultdict(tuple)
    uses = AttachmentUse.objects.filter(attachment__meeting=meeting)
    for item_id, label in uses.order_by("attachment__order", "attachment_id", "id").values_list(
        "item_id", "attachment__label"
    ):
        if label in known:
            labels[item_id] += (label,)
    mentions = Mention.objects.filter(
        item__meeting=meeting, phase=Phase.HELD, kind=MentionKind.ATTACHMENT
    )
    for item_id, label in mentions.order_by("order", "id").values_list("item_id", "text"):
        if label not in labels[item_id]:
            labels[item_id] += (label,)
            if label not in known:  # told by a document, which does not bring the file
                known.add(label)
                papers.append(Paper(label=label))
    return tuple(papers), labels


def _first_paragraph(meeting: Meeting) -> int:
    """The number of the first paragraph: they run on through the body's year, one meeting after
    the other.

    What has been shared stands. Before that, it follows on what the meetings before it in the same
    year have: the numbers of their last version, or as many as their items where nothing has been
    shared yet. Three queries at most.
    """
    own = Minutes.objects.filter(meeting=meeting, first_paragraph__isnull=False)
    if known := own.order_by("-version").values_list("first_paragraph", flat=True).first():
        return known
    earlier = Meeting.objects.filter(
        body_id=meeting.body_id, date__year=meeting.date.year, date__lt=meeting.date
    ).exclude(id=meeting.id)
    ids = list(earlier.order_by("date", "id").values_list("id", flat=True))
    if not ids:
        return 1
    last: dict[int, int] = {}
    versions = Minutes.objects.filter(meeting_id__in=ids, last_paragraph__isnull=False)
    for meeting_id, number in versions.order_by("version").values_list(
        "meeting_id", "last_paragraph"
    ):
        last[meeting_id] = number or 0
    items: dict[int, list[str]] = defaultdict(list)
    held = AgendaItem.objects.filter(meeting_id__in=ids, order__isnull=False).order_by()
    for meeting_id, printed in held.values_list("meeting_id", "number"):
        items[meeting_id].append(printed)
    at = 0
    for meeting_id in ids:
        if meeting_id in last:
            at = max(at, last[meeting_id])
        else:
            at = max((at + len(items[meeting_id]), *_printed(items[meeting_id])))
    return at + 1


def _printed(numbers: Iterable[str]) -> list[Any]:
    """The numbers of paragraphs as documents have them: "§ 12"."""
    bare = [number.removeprefix("§").strip() for number in numbers if number.startswith("§")]
    return [int(number) for number in bare if number.isascii() and number.isdigit()]
