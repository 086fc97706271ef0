"""A list as it is kept, made into what planning takes, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from handslag.domain.registry.affiliations.queries import roll
from handslag.domain.registry.memberships.queries import role_names
from handslag.intake.rows.columns import Column
from handslag.intake.rows.plan import plan
from handslag.intake.rows.shapes import DOING, GivenRow, Terms
from handslag.source.tables import Cell, CellKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.registry.affiliations.queries import Roll
    from handslag.intake.rows.models import ListRow, RowList
    from handslag.intake.rows.shapes import Verdict


def kept_cells(cells: Sequence[Cell]) -> list[Any]:
    """Cells as they are kept: an ordinary one is its text, any other a pair."""
    return [
        cell.text if cell.kind == CellKind.TEXT else [str(cell.kind), cell.text] for cell in cells
    ]


def given(row: ListRow) -> GivenRow:
    """A row as planning takes it."""
    cells = (
        Cell(one[1], CellKind(one[0])) if isinstance(one, list) else Cell(one) for one in row.cells
    )
    return GivenRow(
        row.pk, row.sheet, row.number, tuple(cells), left=row.left, person=row.person, seat=row.seat
    )


def terms(viewer: Viewer, found: RowList) -> Terms:
    """How a list is read. No query."""
    return Terms(
        columns=tuple(
            tuple(Column(one) if one else None for one in columns) for columns in found.columns
        ),
        meanings=found.meanings,
        since=found.since,
        today=timezone.localdate(),
        roles=role_names(viewer),
    )


def planned(
    viewer: Viewer, found: RowList, known: Roll | None = None
) -> tuple[list[Verdict], Roll]:
    """What becomes of each row now. Eight queries, however many rows there are."""
    known = known or roll(viewer)
    rows = [given(row) for row in found.rows.all() if _told(found, row.sheet)]
    return plan(rows, terms(viewer, found), known), known


def _told(found: RowList, sheet: int) -> bool:
    """Whether the sheet says who its rows are about; the others are no lists of people."""
    return bool({Column.NAME, Column.FIRST_NAME, Column.LAST_NAME} & set(found.columns[sheet]))


def seen_of(verdicts: Sequence[Verdict]) -> dict[str, str]:
    """What each row was told to do, to be kept: rows that do nothing are left out."""
    return {str(one.row.id): one.digest for one in verdicts if one.kind in DOING}


def is_stale(verdict: Verdict, seen: dict[str, str]) -> bool:
    """Whether a row would do something else than it was told to when somebody last looked."""
    before = seen.get(str(verdict.row.id))
    return verdict.kind in DOING and before is not None and before != verdict.digest
