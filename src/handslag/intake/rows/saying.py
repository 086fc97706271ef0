"""What a row says: its cells by the columns that they stand in. Pure but for the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from handslag.domain.base.dates import day_from_words
from handslag.intake.rows.columns import LABELS, Column
from handslag.intake.rows.shapes import Said
from handslag.source.tables import Cell, CellKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

_MOST: dict[Column, int] = {Column.EMAIL: 254}
_MOST_OF_ANY = 200
_DAYS = (Column.SINCE, Column.UNTIL)


def said_by(cells: Sequence[Cell], columns: Sequence[Column | None]) -> Said:
    """What a row says. What cannot be read is told, and then says nothing."""
    texts: dict[Column, str] = {}
    faults: list[str] = []
    for place, column in enumerate(columns):
        cell = cells[place] if place < len(cells) else Cell()
        if column is None or cell.empty:
            continue
        if fault := _fault(cell, column):
            faults.append(fault)
        else:
            texts[column] = " ".join(cell.text.split())
    days = {column: _day(texts.get(column, ""), column, faults) for column in _DAYS}
    if (email := texts.get(Column.EMAIL)) and not _is_address(email):
        faults.append(_("”%s” är ingen e-postadress.") % email)
    if not texts.get(Column.NAME):
        parts = (texts.get(Column.FIRST_NAME, ""), texts.get(Column.LAST_NAME, ""))
        if all(parts):
            texts[Column.NAME] = " ".join(parts)
        elif any(parts):
            faults.append(_("Raden har bara det ena av förnamn och efternamn."))
    if (name := texts.get(Column.NAME)) and len(name) > _MOST_OF_ANY:
        faults.append(_too_long(Column.NAME))
    since, until = days[Column.SINCE], days[Column.UNTIL]
    if since and until and until < since:
        faults.append(_("Sista dagen kommer före den första."))
    return Said(texts, since, until, tuple(dict.fromkeys(faults)), frozenset(filter(None, columns)))


def _fault(cell: Cell, column: Column) -> str:
    label = LABELS[column]
    if cell.kind == CellKind.FORMULA:
        return _("%s är en formel vars svar inte är sparat i filen.") % label
    if cell.kind == CellKind.MERGED:
        return _("%(column)s är sammanslagen med cell %(cell)s. Skriv värdet i varje rad.") % {
            "column": label,
            "cell": cell.text,
        }
    if cell.kind == CellKind.WRONG:
        return _("%(column)s visar ett fel: %(text)s.") % {"column": label, "text": cell.text}
    return _too_long(column) if len(cell.text) > _MOST.get(column, _MOST_OF_ANY) else ""


def _too_long(column: Column) -> str:
    return _("%(column)s är för lång: högst %(most)d tecken får plats.") % {
        "column": LABELS[column],
        "most": _MOST.get(column, _MOST_OF_ANY),
    }


def _day(text: str, column: Column, faults: list[str]) -> date | None:
    if not text:
        return None
    day = day_from_words(text)
    if day is None:
        told = {"text": text, "column": LABELS[column]}
        faults.append(
            _("”%(text)s” i %(column)s är ingen dag som går att läsa. Skriv som 2026-01-31.") % told
        )
    return day


def _is_address(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return True
