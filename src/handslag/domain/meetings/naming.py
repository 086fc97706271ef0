"""The names under which facts know people, given where they are to be written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from handslag.domain.base.recording import Entry, FactRef, Respect, type_of
from handslag.domain.base.words import key_of
from handslag.domain.registry.actions import person_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.base.recording import Told


def name_people(viewer: Viewer, entries: Sequence[Entry[Any]], respect: Respect) -> None:
    """Give entries of people the id of their name, where it is to be written.

    A name that merely resembles the one that stands is not made known by this: the fact keeps
    the name it has. At most four queries.
    """
    wanted: dict[int, str] = {}
    for entry in entries:
        name = entry.told.name  # type: ignore[attr-defined]  # entries of people, by contract
        if entry.row is None or _renamed(entry.told, entry.row, name, respect):
            wanted[entry.told.key] = name
    ids = person_names(viewer=viewer, texts=set(wanted.values())) if wanted else {}
    for entry in entries:
        if entry.told.key in wanted:
            entry.columns["name_id"] = ids[wanted[entry.told.key]]


def _renamed(told: Told, row: Any, name: str, respect: Respect) -> bool:
    if row.name.key == key_of(name):
        return False
    ref = FactRef(type_of(type(row)), row.id)
    return "name_id" in told.typed or not respect.protects(ref, row, told, "name_id")
