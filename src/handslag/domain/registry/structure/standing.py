"""How a body stands among the others, when it becomes one with another, and when it is parted.

What is kept for the parting is plain data, `Stood`: what was told of the body, and of each row that
came along where it went.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypedDict

from handslag.domain.registry.models import Body, BodyLink, Organisation, Seat
from handslag.domain.registry.structure.rules import way_back

if TYPE_CHECKING:
    from collections.abc import Mapping

TOLD = ("legal_form", "decision_rule", "effect", "side", "about")
DAYS = ("since", "until")
RELATED = ("parent_id", "owner_id")


class Stood(TypedDict, total=False):
    """What a body was and how it stood before it became one with another."""

    columns: dict[str, str | int | None]
    """What was told of it; days in ISO form."""
    kept: dict[str, list[int | None]]
    """The kept body's parent or owner where it took the other's: before and after."""
    children: list[int]
    links: list[tuple[int, int, str]]
    """Every link to or from it: from which body, to which, of what kind."""
    made: list[tuple[int, int, str]]
    """The links that the kept body got by it."""
    seats: list[int]


def move(keep: Body, other: Body) -> Stood:
    """Let `keep` stand where `other` stood too; `keep` is saved, `other` has nothing left.

    A body is never let stand under itself: where `keep` stood somewhere under `other`, it takes its
    place. A link between the two goes away, for they are one.
    """
    columns: dict[str, str | int | None] = {
        name: getattr(other, name) for name in (*TOLD, *RELATED)
    }
    for name in DAYS:
        day: date | None = getattr(other, name)
        columns[name] = day.isoformat() if day else None
    children = list(other.children.order_by("id").values_list("id", flat=True))
    kept = _take_place(keep, other)
    Body.objects.filter(id__in=[one for one in children if one != keep.id]).update(parent=keep)
    links = _links_of(other.id)
    made = _link_instead(keep.id, other.id, links)
    seats = list(other.seats.order_by("id").values_list("id", flat=True))
    other.seats.update(body=keep)
    return {
        "columns": columns,
        "kept": kept,
        "children": children,
        "links": links,
        "made": made,
        "seats": seats,
    }


def give_back(keep: Body, body: Body, stood: Stood) -> None:
    """Let `body` stand again as it stood, as far as nobody has said otherwise since.

    Both are saved. What is gone meanwhile is passed over, and so is a place in the tree that would
    close a circle by now.
    """
    if not stood:
        return  # made one before any of this was told of bodies
    columns = stood["columns"]
    for name in TOLD:
        setattr(body, name, columns[name])
    for name in DAYS:
        day = columns[name]
        setattr(body, name, date.fromisoformat(str(day)) if day else None)
    owner_id = columns["owner_id"]
    body.owner = Organisation.objects.filter(id=owner_id).first() if owner_id else None
    Body.objects.filter(id__in=stood["children"], parent=keep).update(parent=body)
    _give_back_kept(keep, stood["kept"])
    body.parent_id = _still_free(body.id, columns["parent_id"])
    body.save()
    _part_links(keep.id, body.id, stood)
    Seat.objects.filter(id__in=stood["seats"], body=keep).update(body=body)


def _take_place(keep: Body, other: Body) -> dict[str, list[int | None]]:
    """Where `keep` comes to stand and who keeps its papers, where `other` is to tell that."""
    kept: dict[str, list[int | None]] = {}
    above = _parents()
    under_other = bool(way_back(other.id, keep.id, above))
    if under_other or (
        keep.parent_id is None
        and other.parent_id is not None
        and not way_back(keep.id, other.parent_id, above)
    ):
        kept["parent_id"] = [keep.parent_id, other.parent_id]
    if keep.owner_id is None and other.owner_id is not None:
        kept["owner_id"] = [None, other.owner_id]
    for name, (_before, after) in kept.items():
        setattr(keep, name, after)
    if kept:
        keep.save(update_fields=[name.removesuffix("_id") for name in kept])
    return kept


def _give_back_kept(keep: Body, kept: Mapping[str, list[int | None]]) -> None:
    for name, (before, after) in kept.items():
        if getattr(keep, name) != after:
            continue  # somebody has said otherwise since
        if name == "owner_id":
            keep.owner_id = None
        else:
            keep.parent_id = _still_free(keep.id, before)
    if kept:
        keep.save(update_fields=[name.removesuffix("_id") for name in kept])


def _still_free(body_id: int, parent_id: str | int | None) -> int | None:
    """The body to stand under, where it is there and does not stand under this one by now."""
    if not isinstance(parent_id, int) or not Body.objects.filter(id=parent_id).exists():
        return None
    return None if way_back(body_id, parent_id, _parents()) else parent_id


def _parents() -> dict[int, list[int]]:
    rows = Body.objects.filter(parent__isnull=False).values_list("id", "parent_id")
    return {id_: [parent_id] for id_, parent_id in rows if parent_id is not None}


def _links_of(body_id: int) -> list[tuple[int, int, str]]:
    found = BodyLink.objects.filter(body_id=body_id) | BodyLink.objects.filter(to_id=body_id)
    return [(row[0], row[1], row[2]) for row in found.values_list("body_id", "to_id", "kind")]


def _instead(keep_id: int, other_id: int, link: tuple[int, int, str]) -> tuple[int, int, str]:
    from_id, to_id, kind = link
    return (
        keep_id if from_id == other_id else from_id,
        keep_id if to_id == other_id else to_id,
        kind,
    )


def _link_instead(
    keep_id: int, other_id: int, links: list[tuple[int, int, str]]
) -> list[tuple[int, int, str]]:
    BodyLink.objects.filter(body_id=other_id).delete()
    BodyLink.objects.filter(to_id=other_id).delete()
    there = set(_links_of(keep_id))
    wanted = dict.fromkeys(_instead(keep_id, other_id, link) for link in links)
    made = [link for link in wanted if link[0] != link[1] and link not in there]
    BodyLink.objects.bulk_create(_link(link) for link in made)
    return made


def _part_links(keep_id: int, body_id: int, stood: Stood) -> None:
    """Give back the links that the kept body still has in its stead, and those between the two."""
    links = [(from_id, to_id, kind) for from_id, to_id, kind in stood["links"]]
    made = {(from_id, to_id, kind) for from_id, to_id, kind in stood["made"]}
    there = set(_links_of(keep_id))
    bodies = set(Body.objects.values_list("id", flat=True))
    back = []
    for link in links:
        instead = _instead(keep_id, body_id, link)
        if {link[0], link[1]} <= bodies and (instead[0] == instead[1] or instead in there):
            back.append(link)
    for from_id, to_id, kind in made & there:
        BodyLink.objects.filter(body_id=from_id, to_id=to_id, kind=kind).delete()
    BodyLink.objects.bulk_create((_link(link) for link in back), ignore_conflicts=True)


def _link(link: tuple[int, int, str]) -> BodyLink:
    from_id, to_id, kind = link
    return BodyLink(body_id=from_id, to_id=to_id, kind=kind)
