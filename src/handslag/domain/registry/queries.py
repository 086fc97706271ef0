"""Reads of bodies and people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handslag.domain.accounts.access import require
from handslag.domain.accounts.permissions import Permission
from handslag.domain.base.shapes import Labelled, Listing, labelled, listing_of
from handslag.domain.base.words import key_of
from handslag.domain.registry.models import Body, BodyKind, BodyName, Person, PersonName
from handslag.domain.registry.rules import likeness

if TYPE_CHECKING:
    from collections.abc import Collection

    from handslag.domain.accounts.viewer import Viewer


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A body in a list; `meetings.queries.bodies` tells how often each has met too."""

    id: int
    name: str
    short_name: str
    kind: Labelled


@dataclass(frozen=True, slots=True)
class BodyPage:
    """A body; `other_names` are those that documents use for it, its own name left out."""

    id: int
    name: str
    short_name: str
    kind: Labelled
    other_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person in a list; `other_names` as printed elsewhere, the shown one left out."""

    id: int
    name: str
    other_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NameRow:
    """One name as printed."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class PersonNames:
    """A person and every name they are met under, the shown one among them."""

    id: int
    name: str
    names: tuple[NameRow, ...]


@dataclass(frozen=True, slots=True)
class SimilarPerson:
    """Somebody whose name is close to another's, and why in the reader's words."""

    id: int
    name: str
    reason: str
    likeness: float
    """0 to 1; above all for the order."""


def bodies(viewer: Viewer) -> list[BodyRow]:
    """Every body, by name. One query."""
    require(viewer, Permission.REGISTRY_READ)
    return [
        BodyRow(body.id, body.name, body.short_name, labelled(BodyKind, body.kind))
        for body in Body.objects.all()
    ]


def body(viewer: Viewer, id: int) -> BodyPage:  # noqa: A002  the thing's id, as everywhere
    """One body with its other names. Two queries. Raises Body.DoesNotExist."""
    require(viewer, Permission.REGISTRY_READ)
    found = Body.objects.get(id=id)
    names = found.names.order_by("id").values_list("text", flat=True)
    shown = {key_of(found.name), key_of(found.short_name)}
    return BodyPage(
        id=found.id,
        name=found.name,
        short_name=found.short_name,
        kind=labelled(BodyKind, found.kind),
        other_names=tuple(name for name in names if key_of(name) not in shown),
    )


def body_kinds(viewer: Viewer) -> list[Labelled]:
    """Every kind of body there is, to choose among. No query."""
    require(viewer, Permission.REGISTRY_READ)
    return [labelled(BodyKind, kind) for kind in BodyKind.values]


def find_body(viewer: Viewer, name: str) -> int | None:
    """The id of the body that documents call `name`; None where nobody is. One query."""
    require(viewer, Permission.REGISTRY_READ)
    return BodyName.objects.filter(key=key_of(name)).values_list("body_id", flat=True).first()


def bodies_named(viewer: Viewer, names: Collection[str]) -> dict[str, int]:
    """The body (id) that documents call each of `names`; names of nobody are left out. One query.

    Nothing is asked where there are no names.
    """
    require(viewer, Permission.REGISTRY_READ)
    keys = {name: key_of(name) for name in names if name}
    found = BodyName.objects.filter(key__in=set(keys.values())) if keys else BodyName.objects.none()
    by_key = dict(found.values_list("key", "body_id"))
    return {name: by_key[key] for name, key in keys.items() if key in by_key}


def names_of_body(viewer: Viewer, key: str) -> frozenset[str]:
    """Every name, as a key, of the body that has `key` among its names; none where nobody is.

    One query.
    """
    require(viewer, Permission.REGISTRY_READ)
    same = BodyName.objects.filter(body__names__key=key)
    return frozenset(same.values_list("key", flat=True))


def people(viewer: Viewer, page: int = 1, *, words: str = "") -> Listing[PersonRow]:
    """People by name, each with their other names. Three queries.

    `words` keeps those one of whose names has them in it.
    """
    require(viewer, Permission.REGISTRY_READ)
    found = Person.objects.called(words).prefetch_related("names")
    return listing_of(found, _person_row, page=page)


def _person_row(person: Person) -> PersonRow:
    key = key_of(person.name)
    others = sorted(name.text for name in person.names.all() if name.key != key)
    return PersonRow(person.id, person.name, tuple(others))


def person(viewer: Viewer, id: int) -> PersonNames:  # noqa: A002  the thing's id, as everywhere
    """One person with every name. Two queries. Raises Person.DoesNotExist."""
    require(viewer, Permission.REGISTRY_READ)
    found = Person.objects.get(id=id)
    names = tuple(NameRow(name.id, name.text) for name in found.names.order_by("text"))
    return PersonNames(found.id, found.name, names)


def similar_people(viewer: Viewer, id: int) -> list[SimilarPerson]:  # noqa: A002  as above
    """Others with a name close to one of this person's, the closest first. Two queries.

    Nobody is made one with anybody by this: it only tells a reviewer where to look.
    Raises Person.DoesNotExist.
    """
    require(viewer, Permission.REGISTRY_READ)
    own = list(PersonName.objects.filter(person_id=id).values_list("text", flat=True))
    if not own:
        raise Person.DoesNotExist(id)
    best: dict[int, SimilarPerson] = {}
    others = PersonName.objects.exclude(person_id=id).values_list(
        "person_id", "person__name", "text"
    )
    for other_id, shown, text in others:
        for name in own:
            found = likeness(name, text)
            if found and (other_id not in best or found.degree > best[other_id].likeness):
                best[other_id] = SimilarPerson(other_id, shown, found.reason, found.degree)
    return sorted(best.values(), key=lambda similar: (-similar.likeness, similar.name))
