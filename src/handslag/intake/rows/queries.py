"""Reads of lists: those there are, and one held against the register, row by row."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.base.shapes import Listing, paged
from handslag.domain.base.words import key_of, order_of
from handslag.domain.registry.memberships.queries import role_names
from handslag.intake.rows.actions import AGAIN, LEAVE, SEEN, TAKE
from handslag.intake.rows.columns import LABELS, Column
from handslag.intake.rows.keeping import is_stale, planned
from handslag.intake.rows.models import RowList
from handslag.intake.rows.shapes import DOING, Choice, Kind, digest_of
from handslag.intake.rows.words import NONE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.registry.affiliations.queries import Roll
    from handslag.intake.rows.shapes import Shift, Verdict

AT_ONCE = 500
"""Rows on one page."""

KIND_LABELS = {
    Kind.NEW_PERSON: gettext_lazy("ny person"),
    Kind.NEW_SEAT: gettext_lazy("nytt uppdrag"),
    Kind.CHANGED: gettext_lazy("ändras"),
    Kind.UNCHANGED: gettext_lazy("som förut"),
    Kind.UNCLEAR: gettext_lazy("oklar"),
    Kind.LEFT: gettext_lazy("tas inte med"),
}


@dataclass(frozen=True, slots=True)
class ListLine:
    """A list among others."""

    id: int
    name: str
    made_by: str
    made_at: datetime
    done: int
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a sheet, and what it tells."""

    place: int
    text: str
    means: str
    """A value of Column; empty where nobody knows."""


@dataclass(frozen=True, slots=True)
class SheetOfList:
    """A sheet with its headings."""

    place: int
    name: str
    number: int
    """Of the row with the headings."""
    headings: tuple[Heading, ...]
    told: bool
    """Whether any column says who the rows are about; otherwise they are not taken."""


@dataclass(frozen=True, slots=True)
class UnknownWord:
    """A word of the list that the register does not know, and what it can mean."""

    key: str
    text: str
    label: str
    rows: int
    means: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """What becomes of a row."""

    id: int
    sheet: str
    number: int
    name: str
    kind: Kind
    label: str
    reasons: tuple[str, ...]
    said: tuple[tuple[str, str], ...]
    """What the row says, column by column, where it is unclear."""
    shifts: tuple[Shift, ...]
    choices: tuple[Choice, ...]
    chosen: bool
    """Whether somebody has said who or what it is about."""
    person_id: int | None
    done: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """A list held against the register as it is now."""

    id: int
    name: str
    made_by: str
    made_at: datetime
    hidden: tuple[str, ...]
    damaged: bool
    sheets: tuple[SheetOfList, ...]
    columns: tuple[Choice, ...]
    """What a column can tell."""
    words: tuple[UnknownWord, ...]
    since: date | None
    counts: Mapping[Kind, int]
    stale: int
    """Rows that would do something else than when somebody last looked."""
    doing: int
    """Rows that would change the register."""
    seen: str
    """The digest of what they would do, to be sent back with the order to do it."""
    rows: Listing[PreviewRow]
    done: int
    done_by: str
    done_at: datetime | None


def lists(viewer: Viewer) -> tuple[ListLine, ...]:
    """Every list that is kept, the last first. One query."""
    require(viewer, Permission.REGISTRY_CHANGE)
    found = RowList.objects.only("name", "made_by", "made_at", "done", "done_at")
    return tuple(
        ListLine(one.pk, one.name, one.made_by, one.made_at, one.done, one.done_at) for one in found
    )


def preview(viewer: Viewer, list_id: int, page: int = 1, kind: str = "") -> Preview:
    """A list held against the register; only the rows of one kind where `kind` is one.

    Ten queries, however many rows there are. Raises RowList.DoesNotExist.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    found = RowList.objects.get(id=list_id)
    verdicts, known = planned(viewer, found)
    done = set(found.rows.filter(done=True).values_list("id", flat=True))
    rows = [_row(one, found, done) for one in verdicts]
    counts = Counter(row.kind for row in rows)
    asked = [row for row in rows if not kind or row.kind == kind]
    page, pages, offset = paged(len(asked), page, AT_ONCE)
    shown = tuple(asked[offset : offset + AT_ONCE])
    return Preview(
        id=found.pk,
        name=found.name,
        made_by=found.made_by,
        made_at=found.made_at,
        hidden=tuple(found.hidden),
        damaged=found.damaged,
        sheets=_sheets(found),
        columns=tuple(Choice(column, str(label)) for column, label in LABELS.items()),
        words=_words(found, verdicts, known, viewer),
        since=found.since,
        counts={one: counts[one] for one in Kind if counts[one]},
        stale=sum(is_stale(one, found.seen) for one in verdicts),
        doing=sum(one.kind in DOING for one in verdicts),
        seen=digest_of(verdicts),
        rows=Listing(shown, page, pages, len(asked)),
        done=found.done,
        done_by=found.done_by,
        done_at=found.done_at,
    )


def _sheets(found: RowList) -> tuple[SheetOfList, ...]:
    named = {Column.NAME, Column.FIRST_NAME, Column.LAST_NAME}
    return tuple(
        SheetOfList(
            place,
            sheet["name"],
            sheet["number"],
            tuple(
                Heading(at, text, means)
                for at, (text, means) in enumerate(zip(sheet["headings"], columns, strict=True))
            ),
            told=bool(named & set(columns)),
        )
        for place, (sheet, columns) in enumerate(zip(found.sheets, found.columns, strict=True))
    )


def _row(verdict: Verdict, found: RowList, done: set[int]) -> PreviewRow:
    row, stale = verdict.row, is_stale(verdict, found.seen)
    kind = Kind.UNCLEAR if stale else verdict.kind
    reasons = tuple(verdict.reasons)
    if stale:
        reasons = (
            _("Registret har ändrats sedan förhandsvisningen. Det här är vad raden gör nu."),
        )
    columns = found.columns[row.sheet]
    return PreviewRow(
        id=row.id,
        sheet=found.sheets[row.sheet]["name"],
        number=row.number,
        name=verdict.name,
        kind=kind,
        label=str(KIND_LABELS[kind]),
        reasons=reasons,
        said=tuple(
            (str(LABELS[Column(column)]), cell.text)
            for column, cell in zip(columns, row.cells, strict=False)
            if column and cell.text
        )
        if kind == Kind.UNCLEAR
        else (),
        shifts=tuple(verdict.shifts),
        choices=_choices(verdict, stale=stale),
        chosen=bool(row.person or row.seat),
        person_id=verdict.person_id if (verdict.person_id or 0) > 0 else None,
        done=row.id in done,
    )


def _choices(verdict: Verdict, *, stale: bool) -> tuple[Choice, ...]:
    """Every answer that can be given of a row; the first is that it stays as it is."""
    row = verdict.row
    if row.left:
        return (Choice("", _("Tas inte med")), Choice(TAKE, _("Ta med")))
    if verdict.kind == Kind.UNCHANGED and not (row.person or row.seat):
        return ()
    if stale:
        first = [Choice("", _("Välj")), Choice(SEEN, _("Ta med som det är nu"))]
    elif verdict.kind == Kind.UNCLEAR:
        first = [Choice("", _("Välj")), *verdict.choices]
    else:
        first = [Choice("", _("Tas med"))]
    if row.person or row.seat:
        first.append(Choice(AGAIN, _("Fråga igen")))
    return (*first, Choice(LEAVE, _("Ta inte med")))


def _words(
    found: RowList, verdicts: Sequence[Verdict], known: Roll, viewer: Viewer
) -> tuple[UnknownWord, ...]:
    counts = Counter(word.key for one in verdicts for word in dict.fromkeys(one.words))
    texts = {word.key: word.text for one in verdicts for word in one.words}
    bodies = [Choice(str(one.id), one.name) for one in known.bodies]
    organisations = sorted(known.organisations, key=lambda one: order_of(one.name))
    nobody = Choice(NONE, _("Ingen"))
    offered = {
        Column.BODY: tuple(bodies),
        Column.PRINCIPAL: (
            nobody,
            *(Choice(str(one.id), one.name) for one in organisations if one.principal),
        ),
        Column.EMPLOYER: (nobody, *(Choice(str(one.id), one.name) for one in organisations)),
        Column.ROLE: tuple(Choice(*one) for one in role_names(viewer).items()),
    }
    made = []
    for key in dict.fromkeys((*counts, *found.meanings)):
        column = Column(key.partition(":")[0])
        made.append(
            UnknownWord(
                key,
                texts.get(key, key.partition(":")[2]),
                str(LABELS[column]),
                counts[key],
                found.meanings.get(key, ""),
                offered[column],
            )
        )
    return tuple(sorted(made, key=lambda one: (bool(one.means), one.label, key_of(one.text))))
