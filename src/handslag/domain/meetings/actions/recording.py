"""Writes of meetings: what a document tells of one is recorded beside what is known of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.audit.actions import log
from handslag.domain.base.facts import Phase
from handslag.domain.base.ordering import Slot, in_order, numbered
from handslag.domain.base.recording import (
    Entry,
    FactRef,
    Respect,
    merge,
    pair,
    record,
    standing,
    type_of,
)
from handslag.domain.documents.models import Evidence
from handslag.domain.meetings.accounts import Others, others
from handslag.domain.meetings.matching import Numbered, item_likeness
from handslag.domain.meetings.models import (
    AgendaItem,
    Meeting,
    MeetingPaper,
    Mention,
    Participation,
    ParticipationRole,
)
from handslag.domain.meetings.naming import name_people
from handslag.domain.meetings.papers import paper_released, papers_follow
from handslag.domain.meetings.rules import column_of
from handslag.domain.meetings.told import Account, ItemTold, MentionTold, PersonTold, Recorded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from handslag.domain.access.viewer import Viewer


class OtherMeetingThatDay(Exception):  # noqa: N818  two papers disagree; nothing is at fault
    """The body has another meeting that day already, so this one cannot be moved there."""


def find_meeting(*, viewer: Viewer, account: Account, chosen: int | None = None) -> int | None:
    """The id of the meeting that a document tells of; None where it is not known yet.

    It is the chosen one; or that of the body on that day; or, unless a person has typed another
    day or body since, the one that the document told of before. At most four queries.
    Raises Meeting.DoesNotExist where the chosen one is gone.
    """
    require(viewer, Permission.MEETINGS_READ)
    if chosen is not None:
        return Meeting.objects.get(id=chosen).id
    told = account.meeting
    if told.body_id is None:
        raise ValueError("an account names a body where no meeting is chosen")
    of_body = Meeting.objects.filter(body_id=told.body_id)
    if found := of_body.filter(date=told.date).first():
        return found.id
    if account.phase == Phase.PLAN and (found := of_body.filter(planned_date=told.date).first()):
        return found.id
    paper = _paper_of(account)
    if paper is None:
        return None
    alone = not paper.meeting.papers.exclude(id=paper.id).exists()
    same_body = paper.meeting.body_id == told.body_id
    stays = alone or (same_body and not told.typed & {"date", "planned_date"})
    return paper.meeting_id if stays else None


@transaction.atomic
def record_meeting(
    *,
    viewer: Viewer,
    account: Account,
    typed: Mapping[FactRef, frozenset[str]],
    meeting_id: int | None,
) -> Recorded:
    """Record what a document tells of a meeting, its items and who took part.

    Where the meeting's minutes are written here, a document that tells what happened finds what
    stands there, changes nothing and adds nothing.

    `meeting_id` is what `find_meeting` found: None makes a new meeting. Facts that are known
    already are found again and filled out, never doubled; `typed` tells, for facts that people
    typed in, which columns hold what was typed in other documents. About twenty queries, whatever
    the number of facts.

    Raises OtherMeetingThatDay.
    """
    require(viewer, Permission.DOCUMENTS_REVIEW)
    paper = _paper_of(account)
    meeting = Meeting.objects.get(id=meeting_id) if meeting_id else Meeting()
    told_by_others = others(
        meeting_id or 0, document_id=account.document_id, phase=account.phase, typed=typed
    )
    facts = {account.meeting.key: _record_heading(meeting, account, told_by_others.same_phase)}
    former = _Former.of(paper, meeting, account)
    _put_paper(paper, meeting, account)
    items = _record_items(meeting, account, told_by_others.same_phase)
    facts.update(items)
    facts.update(_record_people(viewer, meeting, account, items, told_by_others))
    if not only_written(meeting, account):
        facts.update(_record_mentions(account, items, told_by_others))
    papers_follow({meeting.id, former.meeting_id or meeting.id})
    log(
        viewer=viewer,
        verb="meetings.record_meeting",
        thing_type=type_of(Meeting),
        thing_id=meeting.id,
        detail={"document": account.document_id, "phase": account.phase, "facts": len(facts)},
    )
    return Recorded(meeting.id, meeting.body_id, facts, former.meeting_id, former.phase)


@transaction.atomic
def forget(
    *,
    viewer: Viewer,
    facts: Iterable[FactRef],
    account: Account,
    meeting_id: int,
    kept: Collection[int] = (),
) -> None:
    """Delete facts that rest on no document any more, but for those that were entered here.

    Of these, what only the document told is blank again. Those of other subjects are passed over.
    `kept` are items (ids) that somebody has built on: they stay, and so do their meetings.
    """
    require(viewer, Permission.DOCUMENTS_REVIEW)
    by_type = defaultdict(list)
    for ref in facts:
        by_type[ref.type].append(ref.id)
    for model in (Mention, Participation, AgendaItem):
        if ids := by_type.get(type_of(model)):
            rows = model._default_manager.filter(id__in=ids, prepared=False, written=False)
            stay = kept if model is AgendaItem else ()
            rows.exclude(id__in=stay).delete()
    if ids := by_type.get(type_of(Meeting)):
        meetings = Meeting.objects.filter(id__in=ids, papers=None, prepared=False, written=False)
        built_on = AgendaItem.objects.filter(id__in=kept).values("meeting_id")
        meetings.exclude(id__in=built_on).delete()
    _blank_entered(by_type, account.phase)
    if any(by_type.values()):
        log(
            viewer=viewer,
            verb="meetings.forget",
            thing_type=type_of(Meeting),
            thing_id=meeting_id,
            detail={"document": account.document_id, "facts": dict(by_type)},
        )


def _blank_entered(by_type: Mapping[str, Sequence[int]], phase: str) -> None:
    """Let what was entered here say no more what only this paper said of the other account."""
    plan = phase == Phase.PLAN
    of_other = {"written": plan, "prepared": not plan}
    for model in (AgendaItem, Meeting):
        entered = model._default_manager.filter(id__in=by_type.get(type_of(model), ()), **of_other)
        entered.update(**_blank(model, phase))
    if plan:
        return
    moved_back = Meeting.objects.filter(
        id__in=by_type.get(type_of(Meeting), ()), planned_date__isnull=False, **of_other
    )
    moved_back.update(date=F("planned_date"))


@transaction.atomic
def release(*, viewer: Viewer, document_id: int) -> None:
    """Let a document no longer be one of its meeting's papers. What it told is forgotten apart."""
    require(viewer, Permission.DOCUMENTS_REVIEW)
    paper = MeetingPaper.objects.get(document_id=document_id)
    paper.delete()
    paper_released(document_id)
    log(
        viewer=viewer,
        verb="meetings.release",
        thing_type=type_of(Meeting),
        thing_id=paper.meeting_id,
        detail={"document": document_id, "phase": paper.phase},
    )


@transaction.atomic
def unsay(*, viewer: Viewer, facts: Iterable[FactRef], phase: str) -> None:
    """Let facts no longer say what only this account of the meeting said.

    For items and meetings that a document has ceased to tell of while the other account still
    does. Those that another document of the same phase tells of keep all they have.
    """
    require(viewer, Permission.DOCUMENTS_REVIEW)
    refs = frozenset(facts)
    still = _told_in(refs, phase)
    for model in (AgendaItem, Meeting):
        ids = [ref.id for ref in refs - still if ref.type == type_of(model)]
        if ids:
            rows = model._default_manager.filter(id__in=ids)
            # what was entered here of this account is no paper's to take back
            entered = "prepared" if phase == Phase.PLAN else "written"
            rows.filter(**{entered: False}).update(**_blank(model, phase))


def _told_in(refs: frozenset[FactRef], phase: str) -> frozenset[FactRef]:
    rows = Evidence.objects.filter(
        fact_type__in={ref.type for ref in refs},
        fact_id__in={ref.id for ref in refs},
        passage__document__meeting_paper__phase=phase,
    ).values_list("fact_type", "fact_id")
    return frozenset(FactRef(kind, fact_id) for kind, fact_id in rows) & refs


def _blank(model: type[AgendaItem | Meeting], phase: str) -> dict[str, Any]:
    names = ("number", "heading", "order") if model is AgendaItem else ("start", "end", "place")
    empty: dict[str, Any] = {"number": "", "heading": "", "place": ""}
    blank = {column_of(name, phase): empty.get(name) for name in names}
    if phase == Phase.PLAN and model is Meeting:
        blank["planned_date"] = None
    if phase == Phase.HELD and model is AgendaItem:
        blank["outcome"] = "proposed"
    return blank


@dataclass(frozen=True, slots=True)
class _Former:
    """What the document told of before, where that was something else."""

    meeting_id: int | None
    phase: str | None

    @classmethod
    def of(cls, paper: MeetingPaper | None, meeting: Meeting, account: Account) -> _Former:
        if paper is None:
            return cls(None, None)
        return cls(
            paper.meeting_id if paper.meeting_id != meeting.id else None,
            paper.phase if paper.phase != account.phase else None,
        )


def _paper_of(account: Account) -> MeetingPaper | None:
    papers = MeetingPaper.objects.select_related("meeting")
    return papers.filter(document_id=account.document_id).first()


def _record_heading(meeting: Meeting, account: Account, respect: Respect) -> FactRef:
    """Write the meeting's own columns, and make it where it is new."""
    told, phase = account.meeting, account.phase
    columns = {
        column_of(name, phase): getattr(told, name) for name in ("date", "start", "end", "place")
    }
    rest = MeetingPaper.objects.filter(meeting_id=meeting.pk or 0).exclude(
        document_id=account.document_id
    )
    phases = set(rest.values_list("phase", flat=True))
    planned_here = meeting.prepared and phase == Phase.PLAN
    if Phase.HELD not in phases and not planned_here:
        columns["date"] = told.date
    if not phases and told.body_id is not None and not meeting.prepared:
        columns["body_id"] = told.body_id
    if meeting._state.adding:  # Django's own way to say that it is not written yet
        for column, value in columns.items():
            setattr(meeting, column, value)
        meeting.typed = bool(told.typed)
        meeting.save()
    elif changed := merge(meeting, told, columns, respect):
        _refuse_clash(meeting)
        meeting.save(update_fields=sorted(changed))
    return FactRef(type_of(Meeting), meeting.id)


def _refuse_clash(meeting: Meeting) -> None:
    same = Meeting.objects.filter(body_id=meeting.body_id, date=meeting.date)
    if same.exclude(id=meeting.id).exists():
        raise OtherMeetingThatDay


def _put_paper(paper: MeetingPaper | None, meeting: Meeting, account: Account) -> None:
    if paper is None:
        MeetingPaper.objects.create(
            meeting=meeting, document_id=account.document_id, phase=account.phase
        )
    elif (paper.meeting_id, paper.phase) != (meeting.id, account.phase):
        paper.meeting, paper.phase = meeting, account.phase
        paper.save()


def _record_items(meeting: Meeting, account: Account, respect: Respect) -> dict[int, FactRef]:
    rows = list(AgendaItem.objects.filter(meeting=meeting))
    if only_written(meeting, account):
        rows = [row for row in rows if row.written]
    places = {item.key: place for place, item in enumerate(account.items, 1)}
    pairs = _paired_items(account, rows, places)
    entries = [
        Entry(item, row, _item_columns(item, account.phase, row), {"meeting": meeting})
        for item in account.items
        for row in (pairs.get(item.key),)
    ]
    if only_written(meeting, account):
        return record(AgendaItem, standing(entries), respect)
    refs = record(AgendaItem, entries, respect)
    _number(meeting, account, refs)
    return refs


def only_written(meeting: Meeting, account: Account) -> bool:
    """Whether the account tells what happened at a meeting whose minutes are written here."""
    return meeting.written and account.phase == Phase.HELD


def _paired_items(
    account: Account, rows: list[AgendaItem], places: Mapping[int, int]
) -> dict[int, AgendaItem]:
    """Which row each told item is: first among those of its own account, then of the other."""
    phase = account.phase

    def accounts_of(row: AgendaItem) -> Iterable[Numbered]:
        other = Phase.HELD if phase == Phase.PLAN else Phase.PLAN
        for of_phase in (phase, other):
            heading = getattr(row, column_of("heading", of_phase))
            if heading:
                place = getattr(row, column_of("order", of_phase)) or 0
                number = getattr(row, column_of("number", of_phase))
                yield Numbered(number, heading, place)

    def like(item: ItemTold, row: AgendaItem) -> float:
        told = Numbered(item.number, item.heading, places[item.key])
        return max((item_likeness(told, known) for known in accounts_of(row)), default=0.0)

    def words(row: AgendaItem) -> str:
        known = next(iter(accounts_of(row)), None)
        return f"{known.number} {known.heading}" if known else ""

    return pair(
        account.items,
        rows,
        told_words=lambda item: f"{item.number} {item.heading}",
        row_words=words,
        like=like,
    )


def _item_columns(item: ItemTold, phase: str, row: AgendaItem | None) -> dict[str, Any]:
    columns: dict[str, Any] = {
        column_of("number", phase): item.number,
        column_of("heading", phase): item.heading,
    }
    # what happened is the minutes' to tell: a notice that comes after them says nothing about it
    held = row is not None and row.order is not None
    # and of an item that was entered here, only minutes tell what became of it
    held |= row is not None and row.prepared
    if phase == Phase.HELD or not held or "outcome" in item.typed:
        columns["outcome"] = item.outcome
    # that an item came late is told by one paper, and not denied by those that pass it over
    if item.late or "late" in item.typed:
        columns["late"] = item.late
    return columns


def _number(meeting: Meeting, account: Account, refs: Mapping[int, FactRef]) -> None:
    """Give every item of this account its place, also where two documents tell of it."""
    column = column_of("order", account.phase)
    rows = list(AgendaItem.objects.filter(meeting=meeting).order_by(column, "id"))
    plan = account.phase == Phase.PLAN
    if plan and any(row.prepared for row in rows):
        _number_after(rows, [refs[item.key].id for item in account.items])
        return
    late = {row.id: plan and row.late for row in rows}
    known = [Slot(row.id, late[row.id]) for row in rows if getattr(row, column) is not None]
    told = [refs[item.key].id for item in account.items]
    order = numbered(in_order(known, [Slot(item_id, late[item_id]) for item_id in told]))
    changed = [row for row in rows if getattr(row, column) != order.get(row.id)]
    for row in changed:
        setattr(row, column, order.get(row.id))
    if changed:
        AgendaItem.objects.bulk_update(changed, [column])


def _number_after(rows: Sequence[AgendaItem], told: Sequence[int]) -> None:
    """Let a plan that was entered here keep its order; what a document adds to it stands last."""
    last = max((row.planned_order or 0 for row in rows), default=0)
    by_id = {row.id: row for row in rows}
    new = [by_id[item_id] for item_id in told if by_id[item_id].planned_order is None]
    for place, row in enumerate(new, last + 1):
        row.planned_order = place
    AgendaItem.objects.bulk_update(new, ["planned_order"])


def _record_people(
    viewer: Viewer,
    meeting: Meeting,
    account: Account,
    items: Mapping[int, FactRef],
    told_by_others: Others,
) -> dict[int, FactRef]:
    rows = defaultdict(list)
    known = Participation.objects.filter(meeting=meeting, phase=account.phase)
    for row in known.select_related("name"):
        rows[(row.item_id, row.role)].append(row)
    scopes: list[tuple[int | None, str, Sequence[PersonTold]]] = [
        (None, ParticipationRole.ATTENDING, account.attendees)
    ]
    scopes += [
        (items[item.key].id, ParticipationRole.PRESENTING, item.presenters)
        for item in account.items
        if item.key in items
    ]
    entries: list[Entry[Participation]] = []
    for item_id, role, people in scopes:
        pairs = pair(
            people,
            rows[(item_id, role)],
            told_words=lambda person: person.name,
            row_words=lambda row: row.name.text,
        )
        fixed = {"meeting": meeting, "item_id": item_id, "role": role, "phase": account.phase}
        for order, person in enumerate(people, 1):
            columns = {
                "title": person.title,
                "organisation": person.organisation,
                "presence": person.presence,
            }
            entries.append(Entry(person, pairs.get(person.key), columns, {**fixed, "order": order}))
    if only_written(meeting, account):
        entries = standing(entries)
    name_people(viewer, entries, told_by_others.any)
    return record(Participation, entries, told_by_others.any)


def _record_mentions(
    account: Account, items: Mapping[int, FactRef], told_by_others: Others
) -> dict[int, FactRef]:
    ids = [items[item.key].id for item in account.items]
    rows = defaultdict(list)
    for row in Mention.objects.filter(item_id__in=ids, phase=account.phase):
        rows[(row.item_id, row.kind)].append(row)
    entries: list[Entry[Mention]] = []
    for item in account.items:
        item_id = items[item.key].id
        pairs: dict[int, Mention] = {}
        for kind in {mention.kind for mention in item.mentions}:
            told = [mention for mention in item.mentions if mention.kind == kind]
            pairs |= pair(
                told, rows[(item_id, kind)], told_words=_mention_words, row_words=_mention_words
            )
        for order, mention in enumerate(item.mentions, 1):
            columns = {
                "text": mention.text,
                "value": mention.value,
                "per": mention.per,
                "date": mention.date,
            }
            fixed = {
                "item_id": item_id,
                "phase": account.phase,
                "kind": mention.kind,
                "order": order,
            }
            entries.append(Entry(mention, pairs.get(mention.key), columns, fixed))
    return record(Mention, entries, told_by_others.any)


def _mention_words(mention: MentionTold | Mention) -> str:
    """What tells one mention of a kind from another: the day, the sum, or else the words."""
    if mention.date is not None:
        return mention.date.isoformat()
    if mention.value is not None:
        return f"{mention.value:.2f} {mention.per}"
    return mention.text
