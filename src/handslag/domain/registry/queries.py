"""Reads of bodies and people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require, require_somewhere
from handslag.domain.base.shapes import Labelled, Listing, labelled, listing_of
from handslag.domain.base.words import key_of
from handslag.domain.registry.alike import names_like, pairs_between
from handslag.domain.registry.bodynames import (
    ABBREVIATION,
    ENDING,
    LETTER,
    SHORT,
    SPLIT,
    TOGETHER,
)
from handslag.domain.registry.models import (
    Answer,
    Body,
    BodyKind,
    BodyMerger,
    BodyName,
    NameOfBody,
    NamePair,
    Person,
    PersonName,
)
from handslag.domain.registry.rules import likeness

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import datetime

    from django.db.models import Q

    from handslag.domain.access.viewer import Viewer


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
    require_somewhere(viewer, Permission.REGISTRY_READ)
    return [
        BodyRow(body.id, body.name, body.short_name, labelled(BodyKind, body.kind))
        for body in Body.objects.all()
    ]


def body(viewer: Viewer, id: int) -> BodyPage:  # noqa: A002  the thing's id, as everywhere
    """One body with its other names. Two queries. Raises Body.DoesNotExist."""
    require_somewhere(viewer, Permission.REGISTRY_READ)
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


@dataclass(frozen=True, slots=True)
class Merger:
    """A body that was made one with another, `keep_id`, and can be made one of its own again."""

    id: int
    keep_id: int
    keep: str
    name: str
    names: tuple[str, ...]
    """Every name that came from it."""
    by: str
    at: datetime
    last: bool
    """It is the last one into that body: only that can be taken back, so that nothing is built on
    it."""
    moved: Mapping[str, Any]
    """What came along with it, as those who moved it told."""


def mergers(viewer: Viewer, body_id: int) -> tuple[Merger, ...]:
    """Those that were made one with a body, the last first. One query."""
    require(viewer, Permission.REGISTRY_CHANGE)
    rows = list(BodyMerger.objects.filter(keep_id=body_id).select_related("keep"))
    return tuple(_merger(row, last=row is rows[0]) for row in rows)


def merger(viewer: Viewer, id: int) -> Merger:  # noqa: A002  the thing's id, as everywhere
    """One of them. Two queries. Raises BodyMerger.DoesNotExist."""
    require(viewer, Permission.REGISTRY_CHANGE)
    row = BodyMerger.objects.select_related("keep").get(id=id)
    later = BodyMerger.objects.filter(keep_id=row.keep_id, id__gt=id)
    return _merger(row, last=not later.exists())


def _merger(row: BodyMerger, *, last: bool) -> Merger:
    return Merger(
        id=row.id,
        keep_id=row.keep_id,
        keep=row.keep.name,
        name=row.name,
        names=tuple(row.names),
        by=row.merged_by,
        at=row.merged_at,
        last=last,
        moved=row.moved,
    )


def body_kinds(viewer: Viewer) -> list[Labelled]:
    """Every kind of body there is, to choose among. No query."""
    require(viewer, Permission.REGISTRY_CHANGE)
    return [labelled(BodyKind, kind) for kind in BodyKind.values]


def body_kind_names(viewer: Viewer) -> dict[str, str]:
    """What each kind of body is called, by its value. No query."""
    require_somewhere(viewer, Permission.REGISTRY_READ)
    return {kind: str(BodyKind(kind).label) for kind in BodyKind.values}


def body_names(viewer: Viewer, ids: Collection[int]) -> dict[int, str]:
    """What each of these bodies is called, by id; unknown ones are left out. One query."""
    require_somewhere(viewer, Permission.REGISTRY_READ)
    return dict(Body.objects.filter(id__in=ids).values_list("id", "name"))


def names_of_people(viewer: Viewer, ids: Collection[int]) -> dict[int, str]:
    """What each of these people is called, by id; unknown ones are left out. One query."""
    require(viewer, Permission.REGISTRY_READ)
    return dict(Person.objects.filter(id__in=ids).values_list("id", "name"))


def find_body(viewer: Viewer, name: str) -> int | None:
    """The id of the body that documents call `name`; None where nobody is. One query."""
    require_somewhere(viewer, Permission.REGISTRY_READ)
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


def names_of_bodies(viewer: Viewer, keys: Collection[str]) -> dict[str, frozenset[str]]:
    """The same for several: each of `keys` with every name of its body. One query; none for none.

    A key of nobody stands for itself alone.
    """
    require(viewer, Permission.REGISTRY_READ)
    names = {key: {key} for key in keys}
    same = BodyName.objects.filter(body__names__key__in=keys) if keys else BodyName.objects.none()
    for key, other in same.values_list("body__names__key", "key"):
        names[key].add(other)
    return {key: frozenset(others) for key, others in names.items()}


def bodies_by_key(viewer: Viewer, keys: Collection[str]) -> dict[str, tuple[int, str]]:
    """The body (id and name) that has each of `keys` among its names, as keys. One query.

    Keys of nobody are left out; nothing is asked where there are none.
    """
    require(viewer, Permission.REGISTRY_READ)
    if not keys:
        return {}
    found = BodyName.objects.filter(key__in=keys).values_list("key", "body_id", "body__name")
    return {key: (body_id, name) for key, body_id, name in found}


def people(
    viewer: Viewer, page: int = 1, *, words: str = "", among: Q | None = None
) -> Listing[PersonRow]:
    """People by name, each with their other names. Three queries; one more with `among`.

    `words` keeps those one of whose names has them in it. `among` are those whom the viewer may
    know of, where that is not everybody: what is known of people lies above the registry. Of
    them only the shown name is told and sought, since another may stand in something closed.
    """
    require_somewhere(viewer, Permission.REGISTRY_READ)
    if among is None:
        found = Person.objects.called(words).prefetch_related("names")
        return listing_of(found, _person_row, page=page)
    shown = Person.objects.shown_as(words)
    if words and not shown.exists():  # mostly so in a search, and cheaper to ask than who is seen
        return Listing((), 1, 1, 0)
    shown = shown.filter(among)
    return listing_of(shown, lambda one: PersonRow(one.id, one.name, ()), page=page)


def _person_row(person: Person) -> PersonRow:
    key = key_of(person.name)
    others = sorted(name.text for name in person.names.all() if name.key != key)
    return PersonRow(person.id, person.name, tuple(others))


def own_names(viewer: Viewer) -> frozenset[int]:
    """The names (ids) under which the viewer is known. One query; none for nobody in particular."""
    if viewer.user_id is None:
        return frozenset()
    names = PersonName.objects.filter(person__user_id=viewer.user_id).order_by()
    return frozenset(names.values_list("id", flat=True))


def person(viewer: Viewer, id: int) -> PersonNames:  # noqa: A002  the thing's id, as everywhere
    """One person with every name. Two queries. Raises Person.DoesNotExist."""
    require_somewhere(viewer, Permission.REGISTRY_READ)
    found = Person.objects.get(id=id)
    names = tuple(NameRow(name.id, name.text) for name in found.names.order_by("text"))
    return PersonNames(found.id, found.name, names)


@dataclass(frozen=True, slots=True)
class SuggestedBodyName:
    """A name that may be a body's, and why in the reader's words.

    `owner_id` and `owner` are the other body that has the name now: saying yes makes the two one.
    None and empty where no body has it.
    """

    id: int
    body_id: int
    body: str
    text: str
    reason: str
    owner_id: int | None
    owner: str


def suggested_body_names(viewer: Viewer) -> list[SuggestedBodyName]:
    """Every name that may be a body's and that nobody has answered about, the surest first.

    Two queries.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    rows = list(
        NameOfBody.objects.filter(answer=Answer.OPEN)
        .select_related("body")
        .order_by("-degree", "id")
    )
    owners = {
        key: (body_id, name)
        for key, body_id, name in BodyName.objects.filter(
            key__in={row.key for row in rows}
        ).values_list("key", "body_id", "body__name")
    }
    found = []
    asked: set[frozenset[int]] = set()
    for row in rows:
        owner_id, owner = owners.get(row.key, (None, ""))
        both = frozenset({row.body_id, owner_id or -row.id})
        if owner_id == row.body_id or both in asked:
            continue
        asked.add(both)
        reason = _BODY_REASONS[row.reason]()
        found.append(
            SuggestedBodyName(row.id, row.body_id, row.body.name, row.text, reason, owner_id, owner)
        )
    return found


def _body_reasons() -> dict[str, Callable[[], str]]:
    return {
        SPLIT: lambda: _("ett ord är delat i två"),
        ENDING: lambda: _("bara ändelsen skiljer, som ett s eller -et"),
        LETTER: lambda: _("en bokstav skiljer"),
        SHORT: lambda: _("det långa namnet börjar med det korta"),
        ABBREVIATION: lambda: _("bokstäverna är begynnelsebokstäver i det långa namnet"),
        TOGETHER: lambda: _("en handling använder båda om det organ som möts"),
    }


_BODY_REASONS = _body_reasons()


@dataclass(frozen=True, slots=True)
class AlikeName:
    """One of two names that may be one person's: the name as printed, and whose it is now."""

    key: str
    text: str
    person_id: int


@dataclass(frozen=True, slots=True)
class AlikePair:
    """Two names that may be one person's, and why in the reader's words."""

    id: int
    one: AlikeName
    other: AlikeName
    reason: str
    degree: float


def alike_pairs(viewer: Viewer) -> list[AlikePair]:
    """Every two people with alike names that nobody has answered about, the surest first.

    Two people are told once, by the names that are most alike. Two queries.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    rows = list(NamePair.objects.filter(answer=Answer.OPEN).order_by("-degree", "id"))
    keys = {key for row in rows for key in (row.one, row.other)}
    named = PersonName.objects.filter(key__in=keys) if len(keys) < _MANY else PersonName.objects
    names = {
        key: AlikeName(key, text, person_id)
        for key, text, person_id in named.values_list("key", "text", "person_id")
    }
    pairs: dict[frozenset[int], AlikePair] = {}
    for row in rows:
        one, other = names.get(row.one), names.get(row.other)
        if one is None or other is None or one.person_id == other.person_id:
            continue
        people = frozenset({one.person_id, other.person_id})
        if people not in pairs and (found := likeness(one.text, other.text)):
            pairs[people] = AlikePair(row.id, one, other, found.reason, row.degree)
    return list(pairs.values())


_MANY = 900
"""Keys from which on it is quicker to fetch all names than to ask for each."""


def similar_people(viewer: Viewer, id: int) -> list[SimilarPerson]:  # noqa: A002  as above
    """Others with a name close to one of this person's, the closest first.

    Those that somebody has said to be another person are left out. Nobody is made one with
    anybody by this: it only tells a reviewer where to look. Four queries for an ordinary person.
    Raises Person.DoesNotExist.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    own = dict(PersonName.objects.filter(person_id=id).values_list("key", "text"))
    if not own:
        raise Person.DoesNotExist(id)
    alike = names_like(own.values())
    keys = {key for found in alike.values() for key, _text in found} - own.keys()
    apart = {
        key
        for pair in NamePair.objects.filter(pairs_between(own.keys(), keys))
        .filter(answer=Answer.DIFFERENT)
        .values_list("one", "other")
        for key in pair
    }
    people = {
        key: (person_id, shown)
        for key, person_id, shown in PersonName.objects.filter(key__in=keys - apart).values_list(
            "key", "person_id", "person__name"
        )
    }
    best: dict[int, SimilarPerson] = {}
    for name, found in alike.items():
        for key, text in found:
            close = likeness(name, text) if key in people else None
            if close is None:
                continue
            other_id, shown = people[key]
            if other_id not in best or close.degree > best[other_id].likeness:
                best[other_id] = SimilarPerson(other_id, shown, close.reason, close.degree)
    return sorted(best.values(), key=lambda similar: (-similar.likeness, similar.name))
