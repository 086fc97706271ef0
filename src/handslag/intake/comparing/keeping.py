"""Comparing a document with those it concerns, and keeping what is found.

The work grows with the documents that concern each other (those of one meeting, and those of one
body around a year before and after), never with all there are. Doing it again changes nothing.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from hashlib import sha256
from json import dumps
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from handslag.domain.base.words import key_of
from handslag.domain.documents import queries as documents
from handslag.domain.registry import actions as registry_actions
from handslag.domain.registry import queries as registry
from handslag.intake.comparing.doubles import are_doubles, compare_doubles
from handslag.intake.comparing.found import DOUBLES, MEETING, SERIES, Found
from handslag.intake.comparing.meeting import compare_meeting
from handslag.intake.comparing.models import CrossFinding, Outline, SketchNumber
from handslag.intake.comparing.pairing import same_agenda
from handslag.intake.comparing.papers import Paper, paper_of
from handslag.intake.comparing.referring import keep_referrals, look_for_referrals
from handslag.intake.comparing.series import Thread, compare_series, items_from_json, to_json
from handslag.intake.facts import Fact, facts_of, only, standing, tree_of
from handslag.intake.models import Review, Suggestion
from handslag.source.comparing.likeness import sketch
from handslag.source.comparing.readings import Version

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.documents.queries import DocumentPage

AROUND = 400
"""Days before and after a document's meeting in which its body's documents concern it."""
NEAR = 14
"""Days by which a notice and its minutes may be apart, when the agenda is the same."""
YEAR = 365
MOST_DOUBLES = 3
FEWEST_DECISIONS = 2
"""Decisions under another name that make it worth asking whether that is the body's too."""
_SIDES = ("kommun", "region", "länets kommun", "huvudmän")
_ANY_BODY = frozenset(
    ["mötet", "nätverket", "gruppen", "nämnden", "rådet", "styrelsen", "utskottet", "direktionen"]
)
_OPPOSITE = {"notice": "minutes", "minutes": "notice"}


@dataclass(frozen=True, slots=True)
class _Subject:
    """The document that is compared, as it stands now."""

    document: DocumentPage
    facts: tuple[Fact, ...]
    paper: Paper
    body_key: str
    meeting_id: int | None

    @property
    def text_sha256(self) -> str:
        return sha256(self.document.text.encode()).hexdigest()

    @property
    def reading_state(self) -> str:
        """A digest of all that comparing it with other readings of it asks."""
        told = [self.text_sha256, self.paper.kind, str(self.paper.date), self.paper.facts]
        return sha256(dumps(told, sort_keys=True).encode()).hexdigest()

    @property
    def state(self) -> str:
        """A digest of all that comparing asks of it."""
        rows = [
            (fact.kind.name, fact.value, fact.row.start, fact.row.end)
            for top in self.facts
            for fact in top.walk()
        ]
        told = [rows, self.text_sha256, self.meeting_id]
        return sha256(dumps(told, sort_keys=True).encode()).hexdigest()


@transaction.atomic
def compare(*, viewer: Viewer, document_id: int, again: bool = False) -> bool:
    """Compare a document with those it concerns, and keep what is found with each of them.

    Returns whether anything that is kept has changed. Nothing is done where the document says what
    it said the last time, unless `again`.
    Raises ObjectDoesNotExist where there is no such document.
    """
    subject = _subject(viewer, document_id)
    before = Outline.objects.filter(document_id=document_id).defer("items").first()
    if before is not None and before.state == subject.state and not again:
        return False
    _outline(subject, before)
    _look_for_body(viewer, subject)
    touched = Q(document_id=document_id) | Q(other_id=document_id)
    wanted = Q(code__in=MEETING) & touched
    found: list[Found] = []
    if again or before is None or before.reading_state != subject.reading_state:
        found += _doubles(viewer, subject)
        wanted |= Q(code__in=DOUBLES) & touched
    pairs = {frozenset({one.document, one.other or 0}) for one in found}
    occasions = [(subject.body_key, subject.paper.date)]
    if before is not None and (before.body_key, before.date) != occasions[0]:
        occasions.append((before.body_key, before.date))
    for body_key, date in occasions:
        if not body_key or date is None:
            continue
        names = registry.names_of_body(viewer, body_key) | {body_key}
        known = _around(names, date, subject.meeting_id)
        around = [one for one in known if one.body_key in names]
        group = _group(subject, known, around, date)
        wanted |= Q(code__in=MEETING) & (Q(document_id__in=group) | Q(other_id__in=group))
        found += compare_meeting(_papers(subject, known, group), pairs | _known_doubles(group))
        scope = [one.document_id for one in around if one.date and one.date <= date]
        wanted |= Q(code__in=SERIES, document_id__in=scope)
        found += _series(around, scope)
    left, answered = look_for_referrals(viewer, document_id, occasions)
    found += left
    wanted |= answered
    if subject.paper.date:
        wanted |= Q(code="referred-meeting-missing", day=subject.paper.date)
    return _keep(found, wanted)


def _subject(viewer: Viewer, document_id: int) -> _Subject:
    document = documents.document(viewer, document_id)
    facts = facts_of(document_id)
    body = only(facts, "body")
    meeting = Review.objects.filter(document_id=document_id).values_list("meeting_id", flat=True)
    return _Subject(
        document=document,
        facts=facts,
        paper=paper_of(document_id, document.text, facts),
        body_key=key_of(body.typed_value()["name"]) if body else "",
        meeting_id=meeting.first(),
    )


def _look_for_body(viewer: Viewer, subject: _Subject) -> None:
    """Let somebody be asked what the document's names of its body mean. Few queries."""
    body = only(subject.facts, "body")
    if body is not None:
        registry_actions.look_for_body(
            viewer=viewer,
            name=str(body.value.get("name") or ""),
            also_called=_deciders(subject.facts, subject.body_key),
        )


def _deciders(facts: tuple[Fact, ...], body_key: str) -> list[str]:
    """The name, if any, under which most decisions are taken, where it is not the body's own."""
    told = [
        str(decision.value.get("by") or "")
        for item in standing(facts, "item")
        for decision in item.of_kind("decision")
    ]
    counts = Counter(name for name in told if name)
    for name, count in counts.most_common(1):
        key = key_of(name)
        known = key.startswith(_SIDES) or key in _ANY_BODY or key in body_key
        if not known and count >= FEWEST_DECISIONS and 2 * count > counts.total():
            return [name]
    return []


def _outline(subject: _Subject, before: Outline | None) -> None:
    Outline.objects.update_or_create(
        document_id=subject.document.id,
        defaults={
            "kind": subject.paper.kind,
            "body_key": subject.body_key,
            "date": subject.paper.date,
            "meeting_id": subject.meeting_id,
            "items": to_json(subject.paper),
            "text_sha256": subject.text_sha256,
            "reading_state": subject.reading_state,
            "state": subject.state,
        },
    )
    keep_referrals(subject.paper)
    if before is None or before.text_sha256 != subject.text_sha256:
        SketchNumber.objects.filter(document_id=subject.document.id).delete()
        SketchNumber.objects.bulk_create(
            SketchNumber(document_id=subject.document.id, number=number)
            for number in sketch(subject.document.text)
        )


def _doubles(viewer: Viewer, subject: _Subject) -> list[Found]:
    """What other readings of the same document say otherwise. A query for each, three at most."""
    own = SketchNumber.objects.filter(document_id=subject.document.id).values("number")
    met = (
        SketchNumber.objects.filter(number__in=own)
        .exclude(document_id=subject.document.id)
        .order_by("document_id")
        .values_list("document_id", flat=True)
        .distinct()[:MOST_DOUBLES]
    )
    found: list[Found] = []
    for other_id in met:
        other = documents.document(viewer, other_id)
        paper = paper_of(other_id, other.text, facts_of(other_id))
        if not are_doubles(subject.paper, subject.document.text, paper, other.text):
            continue
        sides = [
            (subject.paper, Version(subject.document.text, subject.document.recognised)),
            (paper, Version(other.text, other.recognised)),
        ]
        newer, older = sorted(sides, key=lambda side: -side[0].id)
        found += compare_doubles(*newer, *older)
    return found


def _around(names: Collection[str], date: dt.date, meeting_id: int | None) -> list[Outline]:
    """The documents of a body around a day, those of any body on the day itself, and those
    accepted to a meeting. One query."""
    try:
        days = (date - dt.timedelta(days=AROUND), date + dt.timedelta(days=AROUND))
    except OverflowError:
        days = (date, date)
    wanted = Q(body_key__in=names, date__range=days) | Q(date=date)
    if meeting_id is not None:
        wanted |= Q(meeting_id=meeting_id)
    return list(Outline.objects.filter(wanted).order_by("document_id"))


def _group(
    subject: _Subject, known: Sequence[Outline], around: Sequence[Outline], date: dt.date
) -> set[int]:
    """The documents of one meeting: those of its body's day, and those somebody accepted to it.

    A notice without minutes on its day, and minutes without a notice on theirs, are of one
    meeting also where the agenda is the same and the days are close or a year apart, or the body
    is called otherwise.
    """
    group = {one.document_id for one in around if one.date == date}
    if subject.paper.date == date:
        group.add(subject.document.id)
        if subject.meeting_id is not None:
            group |= {one.document_id for one in known if one.meeting_id == subject.meeting_id}
    kinds = {one.kind for one in known if one.document_id in group}
    opposite = _OPPOSITE.get(subject.paper.kind)
    if opposite is None or opposite in kinds or subject.paper.date != date:
        return group
    whole = {(one.body_key, one.date) for one in known if one.kind == subject.paper.kind}
    for one in known:
        astray = one.date == date or (one in around and _may_err(one.date, date))
        if one.kind != opposite or not astray or (one.body_key, one.date) in whole:
            continue
        other = Paper(one.document_id, one.kind, one.date, items=items_from_json(one.items))
        if same_agenda(subject.paper, other):
            group |= {
                two.document_id
                for two in known
                if (two.body_key, two.date) == (one.body_key, one.date)
            }
    return group


def _may_err(one: dt.date | None, other: dt.date) -> bool:
    days = abs((one - other).days) if one else 0
    return 0 < days <= NEAR or abs(days - YEAR) <= 1


def _papers(subject: _Subject, around: Sequence[Outline], group: Collection[int]) -> list[Paper]:
    """The papers of one meeting. One query."""
    others = group - {subject.document.id} if isinstance(group, set) else set(group)
    rows: dict[int, list[Suggestion]] = defaultdict(list)
    for row in Suggestion.objects.filter(document_id__in=others) if others else ():
        rows[row.document_id].append(row)
    papers = [subject.paper] if subject.document.id in group else []
    for one in around:
        if one.document_id in others:
            paper = paper_of(one.document_id, "", tree_of(rows[one.document_id]))
            papers.append(_with_marks(paper, one))
    return papers


def _with_marks(paper: Paper, outline: Outline) -> Paper:
    """The paper with the words of its items' texts, which its outline has kept."""
    kept = items_from_json(outline.items)
    if len(kept) != len(paper.items):
        return paper
    items = tuple(
        replace(item, marks=known.marks) for item, known in zip(paper.items, kept, strict=True)
    )
    return replace(paper, items=items)


def _known_doubles(group: Iterable[int]) -> set[frozenset[int]]:
    kept = CrossFinding.objects.filter(code="two-readings", standing=True, document_id__in=group)
    return {frozenset(pair) for pair in kept.order_by().values_list("document_id", "other_id")}


def _series(around: Sequence[Outline], scope: Collection[int]) -> list[Found]:
    threads = [
        Thread(one.document_id, one.kind, one.date, items_from_json(one.items))
        for one in around
        if one.date is not None
    ]
    named = {
        reference.date
        for thread in threads
        if thread.id in scope
        for item in thread.items
        for reference in item.references
    }
    days = Outline.objects.filter(date__in=named).order_by().values_list("date", flat=True)
    known = {day for day in days.distinct() if day is not None} if named else set()
    return compare_series(threads, frozenset(scope), known)


def _keep(found: Iterable[Found], wanted: Q) -> bool:
    """Let what is kept within `wanted` be what was found: new ones are added, those that are no
    longer true go away, and what was dismissed stays so. Whether anything changed; at most four
    queries."""
    kept = {(row.document_id, row.key): row for row in CrossFinding.objects.filter(wanted)}
    new, changed, seen = [], [], set()
    for order, one in enumerate(found):
        name = (one.document, one.key)
        if name in seen:
            continue
        seen.add(name)
        row = kept.get(name)
        if row is None:
            new.append(_written(CrossFinding(document_id=one.document, key=one.key), one, order))
        elif _as_told(row) != _as_told(_written(row, one, order)) or not row.standing:
            row.standing = True
            changed.append(row)
    gone = [row for name, row in kept.items() if name not in seen]
    CrossFinding.objects.bulk_create(new, ignore_conflicts=True)
    if changed:
        columns = ["other", "severity", "values", "place", "other_place", "day", "order"]
        CrossFinding.objects.bulk_update(changed, [*columns, "standing"])
    if gone:
        ids = [row.id for row in gone if not row.dismissed]
        CrossFinding.objects.filter(id__in=ids).delete()
        aside = [row.id for row in gone if row.dismissed and row.standing]
        CrossFinding.objects.filter(id__in=aside).update(standing=False)
    return bool(new or changed or any(row.standing for row in gone))


def _written(row: CrossFinding, one: Found, order: int) -> CrossFinding:
    row.other_id, row.code, row.severity = one.other, one.code, one.weight
    row.values, row.day, row.order = one.values, one.day, order
    row.place = list(one.place) if one.place else None
    row.other_place = list(one.other_place) if one.other_place else None
    return row


def _as_told(row: CrossFinding) -> str:
    told = [row.other_id, row.severity, row.values, row.place, row.other_place, row.order]
    return dumps(told, sort_keys=True)
