"""Reads of what a newer reading changed in a document, and nobody has settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.documents import queries as documents
from handslag.intake.facts import Fact, facts_of
from handslag.intake.kinds import BY_NAME, Kind
from handslag.intake.models import Change, Review
from handslag.intake.pages import ChangedField, ChangeRow, ChangesPage
from handslag.intake.steps import last_step, shown_step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.documents.queries import DocumentPage


def changes_page(viewer: Viewer, document_id: int) -> ChangesPage:
    """What today's reader reads otherwise in a document, in the order of its text. Five queries.

    Raises ObjectDoesNotExist where there is no such document.
    """
    require(viewer, Permission.DOCUMENTS_REVIEW)
    review = Review.objects.get(document_id=document_id)
    document = documents.document(viewer, document_id)
    facts = {fact.row.id: fact for top in facts_of(document_id) for fact in top.all()}
    changes = Change.objects.filter(document_id=document_id, settled="")
    rows = [_row(change, facts.get(change.suggestion_id or 0), document) for change in changes]
    length = len(document.text)
    rows.sort(key=lambda row: (length if row.start is None else row.start, row.id))
    return ChangesPage(document, review.revision, tuple(rows), shown_step(last_step(document_id)))


def _row(change: Change, fact: Fact | None, document: DocumentPage) -> ChangeRow:
    kind = BY_NAME[change.kind]
    before: dict[str, Any] = change.before or {}
    now: dict[str, Any] = fact.value if fact else before["value"]
    start, end = (fact.row.start, fact.row.end) if fact else (before["start"], before["end"])
    changed = tuple(_fields(kind, before, now, change)) if change.way == Change.Way.CHANGED else ()
    beneath = sum(1 for _one in fact.all()) if fact else len(before.get("rows", ()))
    return ChangeRow(
        id=change.id,
        way=change.way,
        way_label=str(Change.Way(change.way).label),
        label=str(kind.label),
        summary=kind.summary(now),
        fields=changed,
        details=() if changed else tuple(_details(kind, now)),
        beneath=0 if changed else beneath - 1,
        fact_id=fact.row.id if fact else None,
        start=start,
        end=end,
        quote=document.text[start:end] if start is not None else "",
    )


def _fields(
    kind: Kind, before: dict[str, Any], now: dict[str, Any], change: Change
) -> Iterator[ChangedField]:
    for spec in kind.fields:
        former = spec.form.display(before["value"].get(spec.name))
        shown = spec.form.display(now.get(spec.name))
        if former != shown:
            yield ChangedField(str(spec.label), former, shown)
    after: dict[str, Any] = change.after or {}
    if before["parent_id"] != after.get("parent_id"):
        yield ChangedField(_("Hör till"), before.get("above", ""), after.get("above", ""))


def _details(kind: Kind, value: dict[str, Any]) -> Iterator[tuple[str, str]]:
    summary = kind.summary(value)
    for spec in kind.fields:
        shown = spec.form.display(value.get(spec.name))
        if shown and shown not in summary:
            yield str(spec.label), shown
