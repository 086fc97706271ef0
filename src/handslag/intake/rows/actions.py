"""Writes of lists: handed in, read, decided row by row, carried out step by step, removed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.audit.actions import log
from handslag.domain.registry.affiliations.actions import hold_still
from handslag.intake.errors import Invalid, NotTakenIn
from handslag.intake.rows.columns import Column, header_at, meanings_of
from handslag.intake.rows.doing import Refused, do
from handslag.intake.rows.keeping import is_stale, kept_cells, planned, seen_of
from handslag.intake.rows.models import ListRow, RowList
from handslag.intake.rows.seats import MORE
from handslag.intake.rows.shapes import DOING, digest_of
from handslag.intake.rows.who import NEW
from handslag.source.apart import read_tables_apart
from handslag.source.reading import ReadingError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from handslag.domain.access.viewer import Viewer
    from handslag.source.tables import Sheet

THING = "intake.list"
LEAVE, TAKE, SEEN, AGAIN = "leave", "take", "seen", "again"
"""Answers beside the choices of a row: not to carry it out, to do so after all, that it is right
as it is now, and to be asked anew."""
_AT_ONCE = 500
STEP = 100
"""Rows that are carried out in one transaction: nobody else writes meanwhile."""


class Carried(NamedTuple):
    """What one step of carrying a list out did."""

    done: int
    left: int
    """Rows that are still to be carried out."""
    seen: str
    """The digest of those, as it is now that this step is done."""


class Moved(Exception):  # noqa: N818  named as the reader meets it, it is no fault
    """The register or the list is not as it was when it was looked at. Nothing was done."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        """How many rows are unclear again."""
        told = _(
            "Registret eller listan har ändrats sedan du såg förhandsvisningen. Inget har "
            "genomförts. Titta igenom raderna igen."
        )
        more = ngettext("%d rad är oklar igen.", "%d rader är oklara igen.", rows) % rows
        super().__init__(f"{told} {more}" if rows else told)


def hand_in(*, viewer: Viewer, name: str, data: bytes) -> int:
    """Read a list, and keep its rows to be looked at; returns the list's id.

    Raises NotTakenIn, in words, where it cannot be read or has no rows. Nothing in the register
    is changed.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    try:
        tables = read_tables_apart(data)
    except ReadingError as refusal:
        raise NotTakenIn(refusal.message) from refusal
    sheets = [sheet for sheet in tables.sheets if len(sheet.rows) > 1]
    if not sheets:
        raise NotTakenIn(
            _("Filen har inga rader under en rad med rubriker. Kontrollera att det är rätt fil.")
        )
    with transaction.atomic():
        made = RowList.objects.create(
            name=" ".join(name.split())[:300] or _("namnlös fil"),
            made_by=viewer.name[:200],
            hidden=list(tables.hidden),
            damaged=tables.damaged,
        )
        _keep_rows(made, sheets)
        verdicts, _known = planned(viewer, made)
        made.seen = seen_of(verdicts)
        made.save()
        _log(viewer, "intake.hand_in_list", made, rows=len(verdicts))
    return made.pk


def _keep_rows(made: RowList, sheets: Sequence[Sheet]) -> None:
    rows = []
    for place, sheet in enumerate(sheets):
        texts = [[cell.text for cell in row.cells] for row in sheet.rows]
        head = header_at(texts)
        width = max(len(row.cells) for row in sheet.rows[head:])
        headings = texts[head] + [""] * (width - len(texts[head]))
        made.sheets.append(
            {"name": sheet.name, "number": sheet.rows[head].number, "headings": headings}
        )
        made.columns.append([one or "" for one in meanings_of(headings)])
        rows += [
            ListRow(list=made, sheet=place, number=row.number, cells=kept_cells(row.cells))
            for row in sheet.rows[head + 1 :]
        ]
    ListRow.objects.bulk_create(rows, batch_size=_AT_ONCE)


@transaction.atomic
def read_as(
    *,
    viewer: Viewer,
    list_id: int,
    columns: Sequence[Sequence[str]],
    meanings: Mapping[str, str],
    since: date | None,
) -> None:
    """Say what the columns of a list tell, what its words mean, and from when those without a
    first day sit.

    Words that are not in `meanings` keep what was said of them; an empty meaning takes it back.
    Raises RowList.DoesNotExist, and Invalid where a column is told twice in one sheet.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    found = RowList.objects.select_for_update().get(id=list_id)
    found.columns = _columns(found, columns)
    kept = found.meanings | {key: value for key, value in meanings.items() if len(key) <= 300}
    found.meanings = {key: value for key, value in kept.items() if value}
    found.since = since
    found.seen = seen_of(planned(viewer, found)[0])
    found.save()
    _log(viewer, "intake.read_list", found)


def _columns(found: RowList, columns: Sequence[Sequence[str]]) -> list[list[str]]:
    made = []
    for sheet, told in zip(found.sheets, columns, strict=False):
        width = len(sheet["headings"])
        kept = [one if one in set(Column) else "" for one in told][:width]
        kept += [""] * (width - len(kept))
        named = [one for one in kept if one]
        if len(named) != len(set(named)):
            raise Invalid(
                {"": _("Två kolumner kan inte betyda samma sak. Välj en av dem. Inget är sparat.")}
            )
        made.append(kept)
    return made + list(found.columns[len(made) :])


@transaction.atomic
def decide(*, viewer: Viewer, list_id: int, answers: Mapping[int, str]) -> None:
    """Answer of rows, by their ids: a value of one of the row's choices, or one of LEAVE, TAKE,
    SEEN and AGAIN.

    An answer that makes no sense is passed over, and the row stays as it was. Rows whose meaning
    has changed since somebody looked stay unclear until they are answered of themselves.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    found = RowList.objects.select_for_update().get(id=list_id)
    stale = {one.row.id for one in planned(viewer, found)[0] if is_stale(one, found.seen)}
    rows = list(found.rows.filter(id__in=[id_ for id_, said in answers.items() if said]))
    for row in rows:
        _answer(row, answers[row.pk])
    ListRow.objects.bulk_update(rows, ["left", "person", "seat"], batch_size=_AT_ONCE)
    still = stale - {row.pk for row in rows}
    now = seen_of(planned(viewer, found)[0])
    before = {str(id_): found.seen[str(id_)] for id_ in still}
    found.seen = now | before
    found.save()
    _log(viewer, "intake.decide_rows", found, rows=len(rows))


def _answer(row: ListRow, said: str) -> None:
    number = said[1:].isascii() and said[1:].isdigit() and len(said) < 20
    if said in (LEAVE, TAKE):
        row.left = said == LEAVE
    elif said == AGAIN:
        row.left, row.person, row.seat = False, "", ""
    elif said == NEW or (number and said[0] in "pr"):
        row.person, row.seat = said, ""
    elif said == MORE or (number and said[0] == "m"):
        row.seat = said


@transaction.atomic
def look_again(*, viewer: Viewer, list_id: int) -> None:
    """Say that every row is right as it is told now. Raises RowList.DoesNotExist."""
    require(viewer, Permission.REGISTRY_CHANGE)
    found = RowList.objects.select_for_update().get(id=list_id)
    found.seen = seen_of(planned(viewer, found)[0])
    found.save()
    _log(viewer, "intake.decide_rows", found, rows=0)


@transaction.atomic
def carry_out(*, viewer: Viewer, list_id: int, seen: str) -> Carried:
    """Do what the first hundred rows say, through the register's own actions: all or nothing.

    `seen` is the digest of what was shown to be done, by all rows. Rows that are unclear or left
    are left. Where more are to be carried out, call again with the digest that is returned: a
    step that was done is never done twice, and one that was killed has done nothing.

    Raises RowList.DoesNotExist; Moved, with nothing done, where any row would now do something
    else than was shown; and Invalid where the register refuses one, or where there is nothing to
    do.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    found = RowList.objects.select_for_update().get(id=list_id)
    hold_still(viewer=viewer)
    # the log takes one writer at a time: from here on nothing in the register moves
    _log(viewer, "intake.carry_out_list", found)
    verdicts, _known = planned(viewer, found)
    stale = sum(is_stale(one, found.seen) for one in verdicts)
    if stale or digest_of(verdicts) != seen:
        raise Moved(stale)
    wanted = [one for one in verdicts if one.kind in DOING][:STEP]
    if not wanted:
        raise Invalid({"": _("Det finns inget att ändra.")})
    try:
        people = do(viewer, wanted)
    except Refused as refusal:
        raise Invalid({"": str(refusal)}) from refusal
    _write(found, [one.row.id for one in wanted], people)
    found.done += len(wanted)
    found.done_by, found.done_at = viewer.name[:200], timezone.now()
    # nothing else has moved since the plan was made: what is left stands as this step left it
    rest, _known = planned(viewer, found)
    found.seen = seen_of(rest)
    found.save()
    return Carried(len(wanted), sum(one.kind in DOING for one in rest), digest_of(rest))


def _write(found: RowList, done: Sequence[int], people: Mapping[int, int]) -> None:
    """Keep which rows were carried out, and whom they added: the next look finds them known."""
    rows = list(found.rows.filter(id__in=done))
    for row in rows:
        row.done = True
        if -row.pk in people:
            row.person = f"p{people[-row.pk]}"
    ListRow.objects.bulk_update(rows, ["done", "person"], batch_size=_AT_ONCE)


@transaction.atomic
def remove(*, viewer: Viewer, list_id: int) -> None:
    """Remove a list with all that it told. What was carried out stays in the register."""
    require(viewer, Permission.REGISTRY_CHANGE)
    found = RowList.objects.select_for_update().get(id=list_id)
    _log(viewer, "intake.remove_list", found)
    found.delete()


def _log(viewer: Viewer, verb: str, found: RowList, **detail: object) -> None:
    log(
        viewer=viewer,
        verb=verb,
        thing_type=THING,
        thing_id=found.pk,
        detail={"name": found.name, **detail},
    )
