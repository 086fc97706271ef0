"""Reads of what is on its way in: lists of documents, and one document under review."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.base.shapes import PAGE_SIZE, Listing, paged
from handslag.domain.documents import queries as documents
from handslag.domain.documents.rules import page_at
from handslag.domain.meetings import queries as meetings
from handslag.domain.registry import queries as registry
from handslag.intake.facts import Fact, facts_of, missing, only
from handslag.intake.kinds import BY_NAME, SEVERITIES, TOP, kinds_under
from handslag.intake.models import (
    Change,
    Finding,
    Review,
    ReviewState,
    Suggestion,
    SuggestionState,
)
from handslag.intake.pages import (
    AddableKind,
    BodyChoice,
    FactNode,
    Field,
    FindingRow,
    MeetingChoice,
    PageStart,
    ReviewPage,
    ReviewRow,
    Segment,
)
from handslag.intake.segments import Marked, segments_of
from handslag.intake.steps import last_step, shown_step

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.documents.queries import DocumentPage
    from handslag.intake.fields import FieldSpec

AROUND = 400
"""Days before and after a document's day in which its meeting is looked for."""
YEAR = 365
SHOWN_MEETINGS = 12
_HEAD = ("kind", "title", "body", "date")


def waiting(viewer: Viewer, page: int = 1) -> Listing[ReviewRow]:
    """Documents that wait for review, or were changed since, the last taken in first.

    Four queries, whatever the number of documents.
    """
    return listed(viewer, Review.objects.filter(WAITING), page)


def waiting_count(viewer: Viewer) -> int:
    """How many documents wait for review. One query."""
    require(viewer, Permission.DOCUMENTS_REVIEW)
    return Review.objects.filter(WAITING).count()


def all_documents(viewer: Viewer, page: int = 1) -> Listing[ReviewRow]:
    """Every document that was taken in, the last first. Four queries."""
    return listed(viewer, Review.objects.all(), page)


def document_ids(viewer: Viewer) -> list[int]:
    """The number of every document that was taken in, the first first. One query."""
    require(viewer, Permission.DOCUMENTS_REVIEW)
    ids = Review.objects.order_by("document_id").values_list("document_id", flat=True)
    return list(ids)


WAITING = Q(state=ReviewState.WAITING) | Q(changed_since=True)


def listed(
    viewer: Viewer, found: QuerySet[Review], page: int, *, size: int = PAGE_SIZE
) -> Listing[ReviewRow]:
    """The documents of these reviews as a list, the last taken in first. Four queries."""
    require(viewer, Permission.DOCUMENTS_REVIEW)
    total = found.count()
    page, pages, offset = paged(total, page, size)
    rows = (
        found.order_by("-document__taken_in_at", "-document_id")
        .select_related("document")
        .defer("document__text", "document__pages")[offset : offset + size]
    )
    reviews = list(rows) if total else []
    ids = [review.document_id for review in reviews]
    heads, findings = _heads(ids), _open_findings(ids)
    shown = tuple(
        _review_row(review, heads[review.document_id], findings[review.document_id])
        for review in reviews
    )
    return Listing(shown, page, pages, total)


_ABOVE = ("parent", "parent__parent", "parent__parent__parent")
"""All that a fact can hang on: an appointee on a clause, a decision, an item."""
_DROPPED_ABOVE = Q()
for _above in _ABOVE:
    _DROPPED_ABOVE |= Q(**{f"{_above}__state": SuggestionState.DROPPED})
DOUBTFUL = Q(state=SuggestionState.READ) & ~Q(doubt="") & ~_DROPPED_ABOVE
"""Suggestions that the reader was unsure of and nobody has said anything of."""


def _heads(ids: list[int]) -> dict[int, dict[str, Any]]:
    """For each document what stands of its kind, title, body and day, and how many doubts."""
    heads: dict[int, dict[str, Any]] = defaultdict(lambda: {"doubts": 0})
    found = (
        Suggestion.objects.filter(Q(kind__in=_HEAD, parent=None) | DOUBTFUL, document_id__in=ids)
        .exclude(state=SuggestionState.DROPPED)
        .order_by("order", "id")
    )
    for row in found if ids else ():
        head = heads[row.document_id]
        if row.kind in _HEAD and row.parent_id is None:
            head[row.kind] = row.value
        head["doubts"] += bool(row.doubt) and row.state == SuggestionState.READ
    return heads


def _open_findings(ids: list[int]) -> dict[int, dict[str, int]]:
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    found = Finding.objects.filter(document_id__in=ids, dismissed=False).order_by()
    grouped = found.values_list("document_id", "severity").annotate(Count("id")) if ids else ()
    for document_id, severity, count in grouped:
        counts[document_id][severity] = count
    return counts


def _review_row(review: Review, head: dict[str, Any], findings: dict[str, int]) -> ReviewRow:
    kind = head.get("kind", {}).get("kind", "unknown")
    day = BY_NAME["date"].field_named("date").form.typed(head.get("date", {}).get("date"))
    return ReviewRow(
        document_id=review.document_id,
        name=review.document.name,
        kind=kind,
        kind_label=BY_NAME["kind"].field_named("kind").form.display(kind),
        title=head.get("title", {}).get("text", ""),
        body=head.get("body", {}).get("name", ""),
        date=day,
        findings=sum(findings.values()),
        errors=findings.get("error", 0),
        warnings=findings.get("warning", 0),
        infos=findings.get("info", 0),
        doubts=head["doubts"],
        state=review.state,
        state_label=str(ReviewState(review.state).label),
        changed_since=review.changed_since,
        taken_in_at=review.document.taken_in_at,
        accepted_at=review.accepted_at,
        meeting_id=review.meeting_id,
        revision=review.revision,
    )


def review_page(viewer: Viewer, document_id: int) -> ReviewPage:
    """One document under review, with everything its page shows. At most ten queries.

    Raises ObjectDoesNotExist where there is no such document.
    """
    require(viewer, Permission.DOCUMENTS_REVIEW)
    review = Review.objects.get(document_id=document_id)
    document = documents.document(viewer, document_id)
    facts = facts_of(document_id)
    findings = [_finding(row) for row in Finding.objects.filter(document_id=document_id)]
    bodies = registry.bodies(viewer)
    body_id, day = _body_id(viewer, facts), _day(facts)
    near = meetings.near(viewer, body_id=body_id, day=day, days=AROUND) if body_id and day else ()
    return ReviewPage(
        document=document,
        kind=_kind(facts),
        kind_label=BY_NAME["kind"].field_named("kind").form.display(_kind(facts)),
        state=review.state,
        state_label=str(ReviewState(review.state).label),
        revision=review.revision,
        changed_since=review.changed_since,
        meeting_id=review.meeting_id,
        accepted_at=review.accepted_at,
        accepted_by=review.accepted_by,
        findings=tuple(findings),
        facts=_nodes(facts, document),
        segments=_segments(document, facts, findings),
        pages=tuple(PageStart(n, start) for n, (start, _end) in enumerate(document.pages, 1)),
        bodies=tuple(BodyChoice(body.id, body.name) for body in bodies),
        body_id=body_id,
        meetings=_likeliest(near, day) if day else (),
        addable=_addable(TOP, facts),
        missing=tuple(missing(facts).values()),
        last_step=shown_step(last_step(document_id)),
        changes=Change.objects.filter(document_id=document_id, settled="").count(),
    )


def _kind(facts: tuple[Fact, ...]) -> str:
    fact = only(facts, "kind")
    return str(fact.value.get("kind", "unknown")) if fact else "unknown"


def _day(facts: tuple[Fact, ...]) -> dt.date | None:
    fact = only(facts, "date")
    return fact.typed_value()["date"] if fact else None


def _body_id(viewer: Viewer, facts: tuple[Fact, ...]) -> int | None:
    fact = only(facts, "body")
    return registry.find_body(viewer, fact.value["name"]) if fact else None


def _likeliest(near: tuple[meetings.MeetingRow, ...], day: dt.date) -> tuple[MeetingChoice, ...]:
    """The meetings closest to `day`, or to the same day of the year before or after."""

    def distance(row: meetings.MeetingRow) -> int:
        days = abs((row.date - day).days)
        return min(days, abs(days - YEAR) + 1)

    closest = sorted(near, key=distance)[:SHOWN_MEETINGS]
    return tuple(MeetingChoice(row.id, row.body_id, row.body, row.date) for row in closest)


def _finding(row: Finding) -> FindingRow:
    return FindingRow(
        id=row.id,
        code=row.code,
        severity=row.severity,
        severity_label=str(dict(SEVERITIES).get(row.severity, row.severity)),
        message=row.message,
        start=row.start,
        end=row.end,
        dismissed=row.dismissed,
    )


def _nodes(
    facts: tuple[Fact, ...], document: DocumentPage, *, dropped: bool = False
) -> tuple[FactNode, ...]:
    return tuple(_node(fact, document, dropped=dropped or fact.dropped) for fact in facts)


def _node(fact: Fact, document: DocumentPage, *, dropped: bool) -> FactNode:
    row, (start, end) = fact.row, (fact.row.start, fact.row.end)
    placed = start is not None and end is not None
    state = SuggestionState.DROPPED if dropped else SuggestionState(row.state)
    return FactNode(
        id=row.id,
        kind=fact.kind.name,
        label=str(fact.kind.label),
        summary=fact.kind.summary(fact.value),
        fields=tuple(_field(spec, fact) for spec in fact.kind.fields),
        state=state.value,
        state_label=str(state.label),
        start=start,
        end=end,
        quote=document.text[start:end] if placed else "",
        page=page_at(document.pages, start) if start is not None else None,
        doubt=row.doubt,
        children=_nodes(fact.children, document, dropped=dropped),
        addable=_addable(fact.kind.name, fact.children),
    )


def _field(spec: FieldSpec, fact: Fact) -> Field:
    read = None
    if fact.row.state == SuggestionState.CORRECTED and spec.name in fact.typed:
        read = spec.form.display((fact.row.read_value or {}).get(spec.name))
    return _shown(spec, fact.value.get(spec.name), read)


def _shown(spec: FieldSpec, value: object, read: str | None = None) -> Field:
    return Field(
        name=spec.name,
        label=str(spec.label),
        value=spec.form.to_words(value),
        display=spec.form.display(value),
        type=spec.form.input,
        choices=spec.form.choices(),
        required=spec.required,
        help=str(spec.help),
        read_display=read,
    )


def _addable(parent: str, present: tuple[Fact, ...]) -> tuple[AddableKind, ...]:
    taken = {fact.kind.name for fact in present if not fact.dropped}
    return tuple(
        AddableKind(
            kind.name, str(kind.label), tuple(_shown(spec, spec.default) for spec in kind.fields)
        )
        for kind in kinds_under(parent)
        if not (kind.single and kind.name in taken)
    )


def _segments(
    document: DocumentPage, facts: tuple[Fact, ...], findings: list[FindingRow]
) -> tuple[Segment, ...]:
    marked = [
        Marked(fact.row.id, fact.row.start, fact.row.end) for top in facts for fact in top.walk()
    ]
    found = [Marked(row.id, row.start, row.end) for row in findings if not row.dismissed]
    starts = [start for start, _end in document.pages]
    return segments_of(document.text, marked, found, starts)
