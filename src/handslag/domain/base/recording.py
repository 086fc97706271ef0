"""Writing down what a document tells beside what is known already, without doubling a fact.

Each subject's actions pair what is told with the rows there are (`pair`), and let `record` write
the rest: missing rows are made, and told values are merged into those that were found by rules
that hold for every fact:

- a value that a person typed in this document overwrites whatever stood there, and marks the fact;
- a value that a person typed elsewhere is never overwritten by one that was merely read;
- a value that rests on other documents too is not overwritten by one that was merely read;
- what is missing is filled in;
- what was entered here, as a part of a plan, no document changes: neither what it says nor what it
  leaves open. What happened is told by minutes as ever;
- what was written here, as a part of minutes, no document changes or adds to: a document that tells
  of it finds what stands, and what it alone tells is left in the document.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from handslag.domain.base.facts import Fact, Phase
from handslag.domain.base.likeness import folded, near_equal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from django.db.models import Model

M = TypeVar("M", bound=Fact)


class FactRef(NamedTuple):
    """A fact of any subject: its type ("matters.clause") and id."""

    type: str
    id: int


def type_of(model: type[Model]) -> str:
    """The type of a model's facts, as evidence names it."""
    return model._meta.label_lower  # Django's own name for it, public by its documentation


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One fact as a document tells it."""

    key: int
    """The caller's own number for it: what was recorded is told by it."""
    fact_id: int | None = None
    """The fact that this document made of it before, if it did."""
    typed: frozenset[str] = frozenset()
    """Columns whose values a person typed in this document."""


@dataclass(frozen=True, slots=True)
class Respect:
    """What a merely read value must give way to.

    `typed` has, for facts that a person typed in, the columns that hold what was typed in some
    other document; a typed fact that it does not name is protected in whole. `shared` are the
    facts that rest on other documents too.
    """

    typed: Mapping[FactRef, frozenset[str]] = field(default_factory=dict)
    shared: frozenset[FactRef] = frozenset()

    def protects(self, ref: FactRef, row: Fact, told: Told, column: str) -> bool:
        """Whether a value that `told` merely read may not replace what stands in `row`."""
        if entered_here(row, column):
            return True
        if ref not in self.typed:
            entered = row.prepared or row.written  # which is a reason of its own, above
            return (row.typed and not entered) or ref in self.shared
        if column in self.typed[ref]:
            return True
        # typed in this document alone, and taken back: nobody stands behind it any more
        taken_back = row.typed and not self.typed[ref] and not told.typed
        return ref in self.shared and not taken_back


@dataclass(slots=True)
class Entry(Generic[M]):
    """One told fact, the row that it is already (None: none yet), and its columns."""

    told: Told
    row: M | None
    columns: dict[str, Any]
    fixed: dict[str, Any] = field(default_factory=dict)
    """Columns of a new row that no document tells: its parent, its phase."""


def pair(
    told: Sequence[Told],
    rows: Iterable[M],
    *,
    told_words: Callable[[Any], str],
    row_words: Callable[[M], str],
    like: Callable[[Any, M], float] | None = None,
) -> dict[int, M]:
    """Which row each told fact is already, by its key; those that are new are left out.

    First by the fact that this document made before, then by the same words, then by words that
    are nearly the same, or as `like` tells (0 is unlike; the likest first). A row is at most one
    told fact's.
    """
    free = {row.pk: row for row in rows}
    pairs: dict[int, M] = {}
    for one in told:
        if one.fact_id in free:
            pairs[one.key] = free.pop(one.fact_id)
    by_words: dict[str, list[M]] = {}
    for row in free.values():
        by_words.setdefault(folded(row_words(row)), []).append(row)
    for one in told:
        same = by_words.get(folded(told_words(one)))
        if one.key not in pairs and same:
            pairs[one.key] = free.pop(same.pop(0).pk)
    left = [one for one in told if one.key not in pairs]
    degree = like or (lambda one, row: near_equal(told_words(one), row_words(row)))
    for one, row in _likest_first(left, list(free.values()), degree):
        if one.key not in pairs and row.pk in free:
            pairs[one.key] = free.pop(row.pk)
    return pairs


def _likest_first(
    told: list[Told], rows: list[M], degree: Callable[[Any, M], float]
) -> list[tuple[Told, M]]:
    scored = [
        (score, number, place, one, row)
        for number, one in enumerate(told)
        for place, row in enumerate(rows)
        if (score := degree(one, row)) > 0
    ]
    scored.sort(key=lambda found: (-found[0], abs(found[1] - found[2]), found[1]))
    return [(one, row) for _score, _number, _place, one, row in scored]


def standing(entries: Sequence[Entry[M]]) -> list[Entry[M]]:
    """Of what a document tells of a meeting whose minutes are written here, what stands there."""
    return [entry for entry in entries if entry.row is not None and entry.row.written]


def record(model: type[M], entries: Sequence[Entry[M]], respect: Respect) -> dict[int, FactRef]:
    """Write every entry and tell, by the told fact's key, which fact it is now.

    Two entries with the same row are merged into it one after the other. Two writes, or a few
    more where there are many rows. Must stand in a transaction.
    """
    kind = type_of(model)
    new: list[tuple[Entry[M], M]] = []
    changed: dict[int, M] = {}
    written: set[str] = {"typed"}
    for entry in entries:
        if entry.row is None:
            row = model(**entry.columns, **entry.fixed, typed=bool(entry.told.typed))
            new.append((entry, row))
        elif columns := merge(entry.row, entry.told, entry.columns, respect):
            changed[entry.row.pk] = entry.row
            written |= columns
    if changed:
        model._default_manager.bulk_update(changed.values(), sorted(written))
    if new:
        model._default_manager.bulk_create(row for _entry, row in new)
    refs = {entry.told.key: FactRef(kind, row.pk) for entry, row in new}
    refs.update(
        (entry.told.key, FactRef(kind, entry.row.pk)) for entry in entries if entry.row is not None
    )
    return refs


def merge(row: Fact, told: Told, columns: Mapping[str, Any], respect: Respect) -> set[str]:
    """Merge told values into `row` by the rules above; returns the columns that changed."""
    ref = FactRef(type_of(type(row)), row.pk)
    changed = set()
    for column, value in columns.items():
        before = getattr(row, column)
        if before == value or entered_here(row, column):
            continue
        free = column in told.typed or not respect.protects(ref, row, told, column)
        if free or (_empty(column, before) and not _empty(column, value)):
            setattr(row, column, value)
            changed.add(column)
    typed = bool(told.typed) or bool(respect.typed.get(ref, {"whole"} if row.typed else ()))
    typed |= row.prepared or row.written
    if typed != row.typed:
        row.typed = typed
        changed.add("typed")
    return changed


def entered_here(row: Fact, column: str) -> bool:
    """Whether a column of `row` holds a part of a plan or of minutes that was entered here.

    Of a row that both accounts share, of a plan those columns that are the plan's own, and when the
    item is said to have come late, and of minutes all others; the whole of a row that one of them
    alone has.
    """
    if row.written and not column.startswith(PLANNED):
        return True
    if not row.prepared:
        return False
    phase = getattr(row, "phase", None)
    # points stand in a proposal, which has the phase: those that are entered are all of plans
    of_plan_alone = phase == Phase.PLAN or hasattr(type(row), "proposal")
    return of_plan_alone or column.startswith(PLANNED) or column == "late"


PLANNED = "planned_"
"""How the columns begin that hold the plan's word in rows that both accounts share."""


def _empty(column: str, value: object) -> bool:
    """Whether a column's value says nothing yet."""
    if column == "outcome":
        return value in {"none", "proposed"}
    return value in (None, "", [], False)
