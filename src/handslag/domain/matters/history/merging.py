"""What comes along when two matters turn out to be one, and what goes back.

Part of actions, which lock, ask and log.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from handslag.domain.matters.models import (
    Follow,
    LinkGround,
    LinkState,
    LinkSuggestion,
    Matter,
    MatterMerger,
    MatterStep,
    Raising,
    Treatment,
)

if TYPE_CHECKING:
    from django.db import models

    from handslag.domain.access.viewer import Viewer

_ONCE: dict[str, tuple[type[models.Model], str]] = {
    "treatments": (Treatment, "item_id"),
    "suggestions": (LinkSuggestion, "item_id"),
    "follows": (Follow, "user_id"),
}
"""Rows that a matter has once for each item or user: one that the kept has already stays behind."""
_ALL: dict[str, type[models.Model]] = {"steps": MatterStep, "raisings": Raising}


def absorb(viewer: Viewer, kept: Matter, other: Matter, reason: str) -> MatterMerger:
    """Let `other` be `kept` from now on; its address leads there, and so do those that led to it.

    Where nobody has given the kept one a name or a number, it takes the other's.
    """
    moved: dict[str, Any] = {}
    for name, model in _ALL.items():
        moved[name] = _moved(model, Q(matter=other), kept)
    for name, (model, column) in _ONCE.items():
        theirs = model._default_manager.filter(matter=kept).values(column)
        moved[name] = _moved(model, Q(matter=other) & ~Q(**{f"{column}__in": theirs}), kept)
    # those that stay behind would make the other seen, and name items twice
    behind = Treatment.objects.filter(matter=other)
    columns = ("item_id", "ground", "reason", "typed", "by")
    moved["behind"] = [list(row) for row in behind.order_by("id").values_list(*columns)]
    behind.delete()
    LinkSuggestion.objects.filter(matter=other, state=LinkState.OPEN).delete()
    asked = LinkSuggestion.objects.filter(matter=kept, state=LinkState.OPEN)
    asked.filter(item__treatments__matter=kept).update(state=LinkState.TAKEN)
    moved["led"] = list(other.merged.order_by("id").values_list("id", flat=True))
    other.merged.update(merged_into=kept)
    for column in ("title", "reference"):
        if getattr(other, column) and not getattr(kept, column):
            setattr(kept, column, getattr(other, column))
            moved.setdefault("given", {})[column] = getattr(other, column)
    kept.save(update_fields=["title", "reference"])
    other.merged_into = kept
    other.save(update_fields=["merged_into"])
    return MatterMerger.objects.create(
        kept=kept, other=other, moved=moved, reason=reason, by=viewer.name[:200]
    )


def _moved(model: type[models.Model], which: Q, kept: Matter) -> list[int]:
    """Rows given to the kept matter, by their ids."""
    rows = model._default_manager.filter(which)
    ids = list(rows.order_by("id").values_list("id", flat=True))
    model._default_manager.filter(id__in=ids).update(matter=kept)
    return ids


def give_back(merger: MatterMerger) -> None:
    """Make two matters of the one again; what has gone elsewhere since stays where it is."""
    kept, other, moved = merger.kept, merger.other, merger.moved
    models_of = _ALL | {name: model for name, (model, _column) in _ONCE.items()}
    for name, model in models_of.items():
        came = model._default_manager.filter(id__in=moved.get(name, ()), matter=kept)
        came.update(matter=other)
    names = ("item_id", "ground", "reason", "typed", "by")
    Treatment.objects.bulk_create(
        (
            Treatment(matter=other, **dict(zip(names, row, strict=True)))
            for row in moved.get("behind", ())
        ),
        ignore_conflicts=True,
    )
    Matter.objects.filter(id__in=moved.get("led", ()), merged_into=kept).update(merged_into=other)
    for column, value in moved.get("given", {}).items():
        if getattr(kept, column) == value:
            setattr(kept, column, "")
    kept.save(update_fields=["title", "reference"])
    other.merged_into = None
    other.save(update_fields=["merged_into"])
    merger.delete()


def stands_alone(matter: Matter, item_id: int) -> bool:
    """Whether nothing but one item belongs to a matter, and nobody has said anything of it."""
    said = matter.title or matter.reference
    rows = Treatment.objects.filter(matter=matter)
    more = rows.exclude(item_id=item_id).exists() or rows.filter(typed=True).exists()
    first = rows.filter(ground=LinkGround.FIRST).exists()
    said_of = matter.steps.exists() or matter.clauses_said.exists()
    return first and not said and not more and not said_of
