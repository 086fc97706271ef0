"""Reads of the county, its organisations, their populations and groups of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils import timezone

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import reach, require, require_somewhere
from handslag.domain.base.shapes import Labelled, labelled
from handslag.domain.registry.models import (
    PRINCIPALS,
    Body,
    County,
    GroupMembership,
    Membership,
    Organisation,
    OrganisationGroup,
    OrganisationKind,
    Population,
)
from handslag.domain.registry.organisations import counties as known

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from handslag.domain.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class CountyRow:
    """The county that this installation is for."""

    code: str
    name: str
    chosen_at: datetime
    comes_with_populations: bool
    """Whether there is a file of its populations to load."""


@dataclass(frozen=True, slots=True)
class PopulationRow:
    """How many lived with a principal on a day, and who says so."""

    day: date
    count: int
    source: str


@dataclass(frozen=True, slots=True)
class OrganisationLine:
    """An organisation in a list, with its latest population where one is known."""

    id: int
    name: str
    kind: Labelled
    code: str
    population: PopulationRow | None


@dataclass(frozen=True, slots=True)
class InGroup:
    """An organisation is one of a group, from one day to another; None for always, for no end."""

    id: int
    group_id: int
    group: str
    organisation_id: int
    organisation: str
    since: date | None
    until: date | None
    holds: bool
    """Today."""


@dataclass(frozen=True, slots=True)
class SitsFor:
    """How many sit in a body for an organisation today."""

    body_id: int
    body: str
    number: int


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """An organisation with all that the register knows of it."""

    id: int
    name: str
    kind: Labelled
    code: str
    principal: bool
    """It answers for the care by law: people sit for it, and its population counts."""
    populations: tuple[PopulationRow, ...]
    """The latest first."""
    groups: tuple[InGroup, ...]
    sits: tuple[SitsFor, ...]
    """Only of bodies whose register the viewer may see."""
    owns: tuple[tuple[int, str], ...]
    """The bodies (id and name) whose papers it keeps."""


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group of organisations in a list, and how many are in it today."""

    id: int
    name: str
    about: str
    number: int


@dataclass(frozen=True, slots=True)
class GroupPage:
    """A group with its organisations: those of today and to come, and those that have left."""

    id: int
    name: str
    about: str
    now: tuple[InGroup, ...]
    former: tuple[InGroup, ...]
    population: int
    """How many live with those of today together, each by its latest figure; 0 where none is
    known."""


def county(viewer: Viewer) -> CountyRow | None:
    """The county that was chosen; None until one is. One query."""
    require_somewhere(viewer, Permission.REGISTRY_READ)
    found = County.objects.first()
    if found is None:
        return None
    comes_with = known.population_file(found.code) is not None
    return CountyRow(found.code, found.name, found.chosen_at, comes_with)


def county_choices(viewer: Viewer) -> list[Labelled]:
    """The 21 counties to choose among, by name. No query."""
    require(viewer, Permission.REGISTRY_CHANGE)
    return [Labelled(one.code, one.name) for one in known.counties()]


def organisations(viewer: Viewer) -> tuple[OrganisationLine, ...]:
    """Every organisation by kind and name, the municipalities first. Two queries."""
    require_somewhere(viewer, Permission.REGISTRY_READ)
    latest = _latest(Population.objects.all())
    rows = [
        OrganisationLine(
            one.id, one.name, labelled(OrganisationKind, one.kind), one.code, latest.get(one.id)
        )
        for one in Organisation.objects.all()
    ]
    place = {kind.value: number for number, kind in enumerate(OrganisationKind)}
    return tuple(sorted(rows, key=lambda row: place[row.kind.value]))


def organisation(viewer: Viewer, id: int) -> OrganisationPage:  # noqa: A002  the thing's id
    """One organisation. Five queries. Raises Organisation.DoesNotExist."""
    require_somewhere(viewer, Permission.REGISTRY_READ)
    found = Organisation.objects.get(id=id)
    today = timezone.localdate()
    sits = (
        Membership.objects.filter(reach(viewer, Permission.REGISTRY_READ).q(body="body_id"))
        .filter(principal=found)
        .on(today)
        .order_by("body__order_key", "body_id")
        .values_list("body_id", "body__name")
        .annotate(number=Count("person", distinct=True))
    )
    groups = GroupMembership.objects.filter(organisation=found)
    groups = groups.select_related("group", "organisation").order_by("group__order_key", "id")
    return OrganisationPage(
        id=found.id,
        name=found.name,
        kind=labelled(OrganisationKind, found.kind),
        code=found.code,
        principal=found.kind in PRINCIPALS,
        populations=tuple(_population(one) for one in Population.objects.filter(organisation=id)),
        groups=tuple(_in_group(one, today) for one in groups),
        sits=tuple(SitsFor(*row) for row in sits),
        owns=tuple(Body.objects.filter(owner=found).values_list("id", "name")),
    )


def organisation_kinds(viewer: Viewer) -> list[Labelled]:
    """Every kind of organisation, to choose among. No query."""
    require_somewhere(viewer, Permission.REGISTRY_READ)
    return [labelled(OrganisationKind, kind) for kind in OrganisationKind.values]


def groups(viewer: Viewer) -> tuple[GroupRow, ...]:
    """Every group by name. One query."""
    require_somewhere(viewer, Permission.REGISTRY_READ)
    number = Count("members", filter=_on(timezone.localdate(), "members__"))
    rows = OrganisationGroup.objects.annotate(number=number)
    return tuple(GroupRow(one.id, one.name, one.about, one.number) for one in rows)


def group(viewer: Viewer, id: int) -> GroupPage:  # noqa: A002  the thing's id, as everywhere
    """One group. Three queries. Raises OrganisationGroup.DoesNotExist."""
    require_somewhere(viewer, Permission.REGISTRY_READ)
    found = OrganisationGroup.objects.get(id=id)
    today = timezone.localdate()
    members = GroupMembership.objects.filter(group=found).select_related("group", "organisation")
    rows = [_in_group(one, today) for one in members]
    now = tuple(row for row in rows if not (row.until and row.until < today))
    of_today = {row.organisation_id for row in now if row.holds}
    latest = _latest(Population.objects.filter(organisation_id__in=of_today))
    return GroupPage(
        id=found.id,
        name=found.name,
        about=found.about,
        now=now,
        former=tuple(row for row in rows if row not in now),
        population=sum(one.count for one in latest.values()),
    )


def organisations_in(viewer: Viewer, group_id: int, day: date) -> tuple[tuple[int, str], ...]:
    """The organisations (id and name) that are in a group on a day, by name. One query."""
    require_somewhere(viewer, Permission.REGISTRY_READ)
    held = GroupMembership.objects.filter(_on(day), group_id=group_id)
    rows = held.order_by("organisation__order_key").values_list(
        "organisation_id", "organisation__name"
    )
    return tuple(dict.fromkeys(rows))


def populations_on(viewer: Viewer, day: date) -> dict[int, PopulationRow]:
    """The latest figure of each organisation (id) on or before a day: a key to share by.

    One query.
    """
    require_somewhere(viewer, Permission.REGISTRY_READ)
    return _latest(Population.objects.filter(day__lte=day))


def _latest(figures: Iterable[Population]) -> dict[int, PopulationRow]:
    """Of each organisation the latest; `figures` come the latest first."""
    found: dict[int, PopulationRow] = {}
    for one in figures:
        found.setdefault(one.organisation_id, _population(one))
    return found


def _population(one: Population) -> PopulationRow:
    return PopulationRow(one.day, one.count, one.source)


def _on(day: date, way: str = "") -> Q:
    """The memberships of a group that hold on a day."""
    begun = Q(**{f"{way}since__isnull": True}) | Q(**{f"{way}since__lte": day})
    goes_on = Q(**{f"{way}until__isnull": True}) | Q(**{f"{way}until__gte": day})
    return begun & goes_on


def _in_group(one: GroupMembership, today: date) -> InGroup:
    begun = one.since is None or one.since <= today
    return InGroup(
        id=one.id,
        group_id=one.group_id,
        group=one.group.name,
        organisation_id=one.organisation_id,
        organisation=one.organisation.name,
        since=one.since,
        until=one.until,
        holds=begun and (one.until is None or one.until >= today),
    )
