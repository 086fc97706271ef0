"""Reading a document again with today's reader, keeping all that people have said of it.

What nobody has touched follows the new reading. What a person corrected, dropped or added stays,
and is carried over to where the new reading has it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.audit.actions import log
from handslag.domain.base.ordering import Slot, in_order, numbered
from handslag.domain.documents import queries as documents
from handslag.domain.documents.actions import read_anew
from handslag.domain.documents.anchoring import Finder, anchor_at
from handslag.intake.carrying import Node, flattened, paired
from handslag.intake.changes import tell_changes
from handslag.intake.errors import NotTakenIn
from handslag.intake.facts import facts_of, typed_fields
from handslag.intake.models import (
    Change,
    Finding,
    Reading,
    Review,
    Suggestion,
    SuggestionState,
    Verb,
)
from handslag.intake.reviewing import ADDED_BY_HAND, touch
from handslag.intake.steps import image_of, note
from handslag.intake.suggest import proposed_by
from handslag.intake.taking_in import (
    described,
    keep_searchable,
    pages_of,
    readable,
    write_reading,
)
from handslag.source.apart import forget_pages
from handslag.source.record import to_json

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer
    from handslag.domain.documents.actions import NewDocument
    from handslag.source.apart import Document
    from handslag.source.record import MeetingRecord


@dataclass(frozen=True, slots=True)
class Reread:
    """Whether today's reader reads anything otherwise than before, and how many facts so."""

    changed: bool
    changes: int = 0
    """Changes that wait for somebody to say something of them."""


def reread(*, viewer: Viewer, document_id: int) -> Reread:
    """Read a document's bytes again. What the domain knows changes only when it is accepted again.

    Raises NotTakenIn where the bytes are gone or cannot be read any more; nothing is changed then.
    """
    require(viewer, Permission.DOCUMENTS_REVIEW)
    name = documents.document(viewer, document_id).name
    try:
        data = documents.file_path(viewer, document_id).read_bytes()
    except OSError as error:
        raise NotTakenIn(
            _("Originalfilen gick inte att läsa från disken (%s). Inget har ändrats.")
            % (error.strerror or type(error).__name__)
        ) from error
    document = readable(data, name)
    done = write_reread(viewer=viewer, document_id=document_id, document=document)
    forget_pages(pages_of(document.record.source.sha256))
    return done


def write_reread(*, viewer: Viewer, document_id: int, document: Document) -> Reread:
    """Write down what a document's bytes gave when they were read again.

    Raises NotTakenIn where it cannot be kept on the disk; nothing is changed then.
    """
    require(viewer, Permission.DOCUMENTS_REVIEW)
    name = document.record.source.name
    try:
        new = described(name, document, keep_searchable(viewer, document))
    except OSError as error:
        raise NotTakenIn(
            _("Filen gick inte att spara på disken (%s). Inget har ändrats. Försök igen.")
            % (error.strerror or type(error).__name__)
        ) from error
    with transaction.atomic():
        changed = _read_again(viewer, document_id, new, document.record)
        waiting = Change.objects.filter(document_id=document_id, settled="").count()
        return Reread(changed, waiting)


def _read_again(viewer: Viewer, document_id: int, new: NewDocument, record: MeetingRecord) -> bool:
    review = Review.objects.select_for_update().get(document_id=document_id)
    before = documents.document(viewer, document_id)
    last = Reading.objects.filter(document_id=document_id).order_by("-id").first()
    if last is not None and last.record == to_json(record) and before.text == new.text:
        return False
    read_anew(viewer=viewer, document_id=document_id, new=new)
    _renew_findings(document_id, record)
    same_facts = last is not None and _facts(last.record) == _facts(to_json(record))
    if same_facts and before.text == new.text:
        return False  # a newer version of the reader that reads the same facts
    _carry_over(document_id, before.text, new.text, record)
    note(viewer=viewer, review=review, verb=Verb.REREAD, images=None)
    touch(review)
    log(
        viewer=viewer,
        verb="intake.reread",
        thing_type="documents.document",
        thing_id=document_id,
        detail={"reader": record.source.reader},
    )
    return True


def _facts(record: dict[str, Any]) -> dict[str, Any]:
    """A record without what it says of its own making, and without findings."""
    return {name: value for name, value in record.items() if name not in {"source", "findings"}}


def _renew_findings(document_id: int, record: MeetingRecord) -> None:
    """Take the new reading's findings; those that somebody has dismissed stay dismissed."""
    former = Finding.objects.filter(document_id=document_id)
    dismissed = set(former.filter(dismissed=True).values_list("code", "message"))
    former.delete()
    write_reading(document_id, record)
    for finding in Finding.objects.filter(document_id=document_id):
        if (finding.code, finding.message) in dismissed:
            finding.dismissed = True
            finding.save(update_fields=["dismissed"])


def _carry_over(document_id: int, before: str, after: str, record: MeetingRecord) -> None:
    facts = facts_of(document_id)
    rows = [fact.row for top in facts for fact in top.all()]
    if before != after:
        _find_places_again(rows, before, after)
    former = {row.id: image_of(row) for row in rows}
    nodes = list(flattened(proposed_by(record)))
    pairs = paired(rows, nodes)
    kept = _kept(rows, {row.id for row in pairs.values()})
    new_rows = _write_nodes(document_id, nodes, pairs)
    gone = [row.id for row in rows if row.id not in kept]
    _order(rows, nodes, new_rows, kept)
    Suggestion.objects.bulk_update(
        [row for row in rows if row.id in kept],
        ["parent", "order", "value", "read_value", "state", "start", "end", "doubt"],
    )
    standing = {row.id: row for row in rows if row.id in kept}
    standing.update((row.id, row) for row in new_rows.values())
    tell_changes(document_id, former, standing.values(), gone)
    Suggestion.objects.filter(id__in=gone).delete()


def _find_places_again(rows: list[Suggestion], before: str, after: str) -> None:
    """Move the places of suggestions from one text to another; lost ones have no place."""
    finder = Finder(after)
    for row in rows:
        if row.start is not None and row.end is not None:
            place = finder.find(anchor_at(before, row.start, row.end))
            row.start, row.end = place or (None, None)


def _kept(rows: list[Suggestion], carried: set[int]) -> set[int]:
    """The suggestions that stay: carried over, touched by a person, or with such beneath them."""
    by_id = {row.id: row for row in rows}
    kept: set[int] = set()
    for row in rows:
        if row.id not in carried and row.state == SuggestionState.READ:
            continue
        above: Suggestion | None = row
        while above is not None and above.id not in kept:
            kept.add(above.id)
            above = by_id.get(above.parent_id) if above.parent_id else None
    return kept


def _write_nodes(
    document_id: int, nodes: list[Node], pairs: dict[int, Suggestion]
) -> dict[int, Suggestion]:
    """The suggestion of each node of the new reading, by the node's number; missing ones made.

    One insert for each level of the tree.
    """
    rows: dict[int, Suggestion] = {}
    by_depth: dict[int, list[Node]] = defaultdict(list)
    for node in nodes:
        by_depth[node.depth].append(node)
    for depth in sorted(by_depth):
        new: list[tuple[int, Suggestion]] = []
        for node in by_depth[depth]:
            parent = rows[node.parent] if node.parent is not None else None
            if node.number in pairs:
                row = pairs[node.number]
                _follow(row, node, parent)
                rows[node.number] = row
            else:
                new.append((node.number, _new_row(document_id, node, parent)))
        made = Suggestion.objects.bulk_create(row for _number, row in new)
        rows.update((number, row) for (number, _row), row in zip(new, made, strict=True))
    return rows


def _new_row(document_id: int, node: Node, parent: Suggestion | None) -> Suggestion:
    start, end = node.span or (None, None)
    return Suggestion(
        document_id=document_id,
        parent=parent,
        kind=node.kind,
        order=0,
        value=node.value,
        start=start,
        end=end,
        doubt=node.doubt,
    )


def _follow(row: Suggestion, node: Node, parent: Suggestion | None) -> None:
    """Let a suggestion say what the new reading says, but for what a person typed in it."""
    row.parent = parent
    if row.read_value == ADDED_BY_HAND:
        return
    if node.span is not None:
        row.start, row.end = node.span
    row.doubt = node.doubt
    if row.state == SuggestionState.CONFIRMED and row.value != node.value:
        # a person has said that the former words are right
        row.state, row.read_value = SuggestionState.CORRECTED, node.value
        return
    if row.read_value is None:
        row.value = node.value
        return
    typed = _typed(row)
    row.value = {
        name: row.value[name] if name in typed else value for name, value in node.value.items()
    }
    row.read_value = node.value


def _typed(row: Suggestion) -> frozenset[str]:
    """The fields that a person typed, also in a fact that was dropped afterwards."""
    if row.state == SuggestionState.DROPPED:
        read: dict[str, Any] = row.read_value or {}
        return frozenset(name for name, value in row.value.items() if value != read.get(name))
    return typed_fields(row)


def _order(
    rows: list[Suggestion],
    nodes: list[Node],
    new_rows: dict[int, Suggestion],
    kept: set[int],
) -> None:
    """Order siblings as the new reading has them; what it lacks stays behind what it followed."""
    read: dict[int | None, list[Suggestion]] = defaultdict(list)
    for node in nodes:
        read[new_rows[node.number].parent_id].append(new_rows[node.number])
    former: dict[int | None, list[Suggestion]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.order, row.id)):
        if row.id in kept:
            former[row.parent_id].append(row)
    made = {row.id for row in new_rows.values()} - {row.id for row in rows}
    changed = []
    for parent in read.keys() | former.keys():
        by_id = {row.id: row for row in (*read[parent], *former[parent])}
        places = numbered(
            in_order(
                [Slot(row.id) for row in read[parent]], [Slot(row.id) for row in former[parent]]
            )
        )
        for row_id, place in places.items():
            by_id[row_id].order = place
            if row_id in made:
                changed.append(by_id[row_id])
    if changed:
        Suggestion.objects.bulk_update(changed, ["order"])
