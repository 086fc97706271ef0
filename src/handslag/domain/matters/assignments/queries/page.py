"""One assignment with its life, its reports' files, and what its forms offer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may, require_somewhere
from handslag.domain.base.shapes import labelled
from handslag.domain.base.words import key_of
from handslag.domain.documents import store
from handslag.domain.documents.queries import EvidenceRef, first_evidence
from handslag.domain.matters.assignments import reading, showing
from handslag.domain.matters.assignments.access import changes, reports, visible_steps
from handslag.domain.matters.assignments.actions.doing import digest_of
from handslag.domain.matters.assignments.rules import Task, alike, allowed
from handslag.domain.matters.assignments.settling import named, names_to_choose
from handslag.domain.matters.assignments.shapes import (
    AlikeView,
    AssignmentChoices,
    AssignmentPage,
    FileView,
    MatterRef,
    MeetingChoice,
    OtherRef,
    StepView,
    StoredFile,
)
from handslag.domain.matters.dividing.queries import matters_of_clause
from handslag.domain.matters.models import (
    Assignee,
    Assignment,
    AssignmentFile,
    AssignmentStep,
    AssignmentStepKind,
    KeptApart,
    Treatment,
)
from handslag.domain.matters.writing.told import WhoTold
from handslag.domain.meetings.access import visible_items, visible_meetings, visible_told
from handslag.domain.meetings.models import AgendaItem, Meeting
from handslag.domain.meetings.rules import called

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.assignments.shapes import AssignmentRow, ItemRef

MOST_MEETINGS = 12
MOST_OTHERS = 50


def assignment(viewer: Viewer, id: int, today: dt.date | None = None) -> AssignmentPage:  # noqa: A002  the thing's id, as everywhere
    """All that the page of one assignment shows. Eighteen queries at most, whatever its life.

    Twelve more where its item belongs to several matters, and which is the assignment's is asked.
    Raises Assignment.DoesNotExist where the viewer does not see it.
    """
    require_somewhere(viewer, Permission.MEETINGS_READ)
    found = reading.with_item_seen(viewer, reading.seen_assignments(viewer))
    row = found.select_related("item__meeting__body", "clause", "part_of").get(id=id)
    gathered = showing.gathered(viewer, [row], today)[id]
    holders = showing.holders_of([id]).get(id, ())
    shown = showing.row_of(viewer, row, gathered, holders)
    having = row.assignees.filter(until__isnull=True).select_related("person")
    clause = row.clause.text if row.clause is not None else ""
    others = _others(viewer, row)
    return AssignmentPage(
        row=shown,
        clause=clause if clause != row.text else "",
        had=tuple(one for one in holders if one.until is not None),
        steps=_steps(viewer, gathered),
        parts=others.parts,
        part_of=others.part_of,
        joined=others.joined,
        alike=_alike(viewer, row, today) if shown.may_change and not shown.over else (),
        matters=_matters(viewer, row) if shown.item is not None else (),
        evidence=_evidence(viewer, row),
        may_report=not shown.over and reports(viewer, shown.body_id, having),
        may_change=shown.may_change,
        kinds=frozenset(allowed(shown.standing.state)),
        seen=digest_of(row),
    )


class _Others:
    """What an assignment was split into, came from, and was joined with, as far as it is seen."""

    def __init__(self, row: Assignment, rows: Iterable[Assignment], joined: set[int]) -> None:
        refs = {one.id: (one, OtherRef(one.id, one.text)) for one in rows}
        self.parts = tuple(ref for one, ref in refs.values() if one.part_of_id == row.id)
        self.part_of = refs[row.part_of_id][1] if row.part_of_id in refs else None
        self.joined = tuple(ref for one, ref in refs.values() if one.id in joined)


def _others(viewer: Viewer, row: Assignment) -> _Others:
    """Two queries."""
    steps = AssignmentStep.objects.filter(other=row, kind=AssignmentStepKind.JOINED)
    joined = set(steps.values_list("assignment_id", flat=True))
    wanted = Q(part_of=row) | Q(id=row.part_of_id or 0) | Q(id__in=joined)
    return _Others(row, reading.seen_assignments(viewer).filter(wanted).order_by("id"), joined)


def _steps(viewer: Viewer, gathered: showing.Gathered) -> tuple[StepView, ...]:
    """Its life, by day. Five queries at most, none where nothing has happened."""
    steps = list(gathered.steps)
    if not steps:
        return ()
    ids = [step.id for step in steps]
    files: dict[int, list[FileView]] = {}
    for file in AssignmentFile.objects.filter(step_id__in=ids).order_by("id"):
        view = FileView(file.id, file.name, file.media_type, file.size)
        files.setdefault(file.step_id, []).append(view)
    items = _items(viewer, {step.item_id for step in steps if step.item_id})
    named_in = {id_ for step in steps for id_ in (step.was_id, step.now_id) if id_}
    names = {
        one.id: showing.holder_of(one).name
        for one in Assignee.objects.filter(id__in=named_in).select_related(
            "body", "organisation", "person"
        )
    }
    others = {step.other_id for step in steps if step.other_id}
    known = {
        one.id: OtherRef(one.id, one.text)
        for one in reading.seen_assignments(viewer).filter(id__in=others)
    }
    made = [_step(step, gathered, items, names, known, files) for step in steps]
    return tuple(sorted(made, key=lambda one: (one.day, one.id)))


def _step(
    step: AssignmentStep,
    gathered: showing.Gathered,
    items: Mapping[int, ItemRef],
    names: Mapping[int, str],
    others: Mapping[int, OtherRef],
    files: Mapping[int, Sequence[FileView]],
) -> StepView:
    due = reading.step_due(step, dict(gathered.meetings))
    return StepView(
        id=step.id,
        kind=labelled(AssignmentStepKind, step.kind),
        day=step.day,
        text=step.text,
        by=step.by,
        at=step.at,
        item=items.get(step.item_id or 0),
        due=showing.due_view(due, gathered.meetings) if due is not None else None,
        was=names.get(step.was_id or 0, ""),
        now=names.get(step.now_id or 0, ""),
        other=others.get(step.other_id or 0),
        files=tuple(files.get(step.id, ())),
    )


def _items(viewer: Viewer, ids: Collection[int]) -> dict[int, ItemRef]:
    if not ids:
        return {}
    rows = AgendaItem.objects.filter(visible_told(viewer, ""), id__in=list(ids))
    return {row.id: showing.item_ref(row) for row in rows.select_related("meeting__body")}


def _alike(viewer: Viewer, row: Assignment, today: dt.date | None) -> tuple[AlikeView, ...]:
    """Those under the same item that seem to say the same and may be joined with it."""
    found = reading.with_standing(viewer, reading.seen_assignments(viewer)).filter(reading.IS_OPEN)
    rows = list(found.filter(item_id=row.item_id).prefetch_related("assignees"))
    if len(rows) < 2:
        return ()
    tasks = [
        Task(
            id=one.id,
            item_id=one.item_id,
            text=one.text,
            from_clause=one.clause_id is not None,
            to=frozenset(key_of(who.text) for who in one.assignees.all() if who.until is None),
        )
        for one in rows
        if not _of_one_whole(one, row)
    ]
    apart = KeptApart.objects.filter(Q(one=row) | Q(other=row)).values_list("one_id", "other_id")
    pairs = [pair for pair in alike(tasks, list(apart)) if row.id in {pair.one, pair.other}]
    degrees = {pair.other if pair.one == row.id else pair.one: pair.degree for pair in pairs}
    if not degrees:
        return ()
    wanted = reading.seen_assignments(viewer).filter(id__in=degrees)
    shown: dict[int, AssignmentRow] = {one.id: one for one in showing.rows(viewer, wanted, today)}
    return tuple(AlikeView(shown[id_], degree) for id_, degree in degrees.items() if id_ in shown)


def _of_one_whole(one: Assignment, row: Assignment) -> bool:
    """Whether two are parts of one whole: somebody has made them two."""
    return one.id != row.id and one.part_of_id is not None and one.part_of_id == row.part_of_id


def _matters(viewer: Viewer, row: Assignment) -> tuple[MatterRef, ...]:
    """The matters that it belongs to: its clause's, of those that its item has."""
    treatments = Treatment.objects.filter(item_id=row.item_id).select_related("matter")
    heading = row.item.heading or row.item.planned_heading
    found = tuple(
        MatterRef(one.matter.merged_into_id or one.matter_id, one.matter.title or called(heading))
        for one in treatments
    )
    whole = row.part_of if row.clause_id is None and row.part_of is not None else row
    if len(found) < 2 or whole.clause_id is None:
        return found
    theirs = {one.id for one in matters_of_clause(viewer, row.item_id, whole.clause_id)}
    return tuple(one for one in found if one.id in theirs) or found


def _evidence(viewer: Viewer, row: Assignment) -> tuple[EvidenceRef, ...]:
    """Where it stands in a paper: its own place, or that of its clause."""
    found = first_evidence(viewer, "matters.assignment", [row.id]).get(row.id)
    if found is None and row.clause_id is not None:
        found = first_evidence(viewer, "matters.clause", [row.clause_id]).get(row.clause_id)
    return (found,) if found is not None else ()


def assignment_file(viewer: Viewer, id: int) -> StoredFile:  # noqa: A002  as above
    """A file that goes with a report, for whoever sees the report. One query.

    Raises AssignmentFile.DoesNotExist.
    """
    require_somewhere(viewer, Permission.MEETINGS_READ)
    steps = AssignmentStep.objects.filter(
        visible_steps(viewer), assignment__in=reading.seen_assignments(viewer)
    )
    row = AssignmentFile.objects.filter(step__in=steps).get(id=id)
    return StoredFile(row.name, row.media_type, Path(store.path_of(row.sha256)))


def choices(viewer: Viewer, id: int) -> AssignmentChoices:  # noqa: A002  as above
    """What the forms of an assignment offer: meetings, items to report under, names. Seven queries.

    Raises Assignment.DoesNotExist.
    """
    require_somewhere(viewer, Permission.MEETINGS_READ)
    row = reading.seen_assignments(viewer).select_related("item__meeting").get(id=id)
    today = timezone.localdate()
    seen = Meeting.objects.filter(visible_meetings(viewer), cancelled_at__isnull=True)
    of_body = seen.filter(body_id=row.item.meeting.body_id, main__isnull=True)
    coming = of_body.filter(date__gte=today).select_related("body").order_by("date")
    items = (
        AgendaItem.objects.filter(
            visible_items(viewer),
            meeting__body_id=row.item.meeting.body_id,
            meeting__date__gte=row.item.meeting.date,
            meeting__date__lte=today,
        )
        .exclude(id=row.item_id)
        .select_related("meeting__body")
        .order_by("-meeting__date", "order", "planned_order")
    )
    changing = may(viewer, Permission.ASSIGNMENTS_CHANGE, changes(row.item.meeting.body_id))
    return AssignmentChoices(
        meetings=tuple(
            MeetingChoice(one.id, one.body.name, one.date) for one in coming[:MOST_MEETINGS]
        ),
        items=tuple(showing.item_ref(one) for one in items[:100]),
        names=names_to_choose() if changing else (),
        others=_to_join(viewer, row) if changing else (),
    )


def _to_join(viewer: Viewer, row: Assignment) -> tuple[OtherRef, ...]:
    """Those under the same item first, then the latest of the body's other meetings."""
    found = reading.with_standing(viewer, reading.seen_assignments(viewer)).filter(
        reading.IS_OPEN, item__meeting__body_id=row.item.meeting.body_id
    )
    rows = found.exclude(id=row.id).order_by("-item__meeting__date", "-id")
    others = list(rows.values_list("id", "text", "item_id")[:MOST_OTHERS])
    others.sort(key=lambda one: one[2] != row.item_id)
    return tuple(OtherRef(id_, text) for id_, text, _item_id in others)


def who_named(viewer: Viewer, text: str) -> WhoTold:
    """Whom a name that somebody typed means: the register's, where exactly one has it.

    As named where none or several have.
    """
    require_somewhere(viewer, Permission.REGISTRY_READ)
    text = " ".join(text.replace("\0", "").split())
    found = named([text])[text] if text else None
    if found is None:
        return WhoTold()
    return WhoTold(
        text=text,
        body_id=found.body_id,
        organisation_id=found.organisation_id,
        person_id=found.person_id,
    )
