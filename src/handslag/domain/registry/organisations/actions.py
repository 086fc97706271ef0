"""Writes of the county, its organisations, their populations and groups of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.audit.actions import log, log_each
from handslag.domain.base.words import key_of
from handslag.domain.registry.memberships.rules import code_fits, sane
from handslag.domain.registry.models import (
    PRINCIPALS,
    County,
    GroupMembership,
    Organisation,
    OrganisationGroup,
    OrganisationKind,
    Population,
)
from handslag.domain.registry.organisations.counties import county_with
from handslag.domain.registry.organisations.populations import read_populations

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.registry.organisations.populations import Figure

ORGANISATION, GROUP, COUNTY = "registry.organisation", "registry.group", "registry.county"
MOST_OF_A_GROUP = 200
"""Letters of a group's name."""
MOST_SOURCE = 300
"""Letters of who says how many people there are."""
MOST_PROBLEMS = 10
"""Problems of a file that are told at once."""


@dataclass(frozen=True, slots=True)
class Named:
    """A principal that comes with a county: what it is called, its code, and other names for it."""

    name: str
    code: str
    kind: str
    also: tuple[str, ...] = ()


@transaction.atomic
def choose_county(*, viewer: Viewer, code: str) -> int:
    """Say which of the 21 counties this is: its region and municipalities come along.

    Organisations that are there by code or name are matched, get what they lack of code and kind,
    and keep their name. A group of all municipalities comes along. The same again changes
    nothing. Returns the county's id. Raises ValidationError for a code that no county has, and
    where another county was chosen before.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    facts = county_with(code)
    if facts is None:
        raise ValidationError({"county": _("Det länet finns inte. Välj ett i listan.")})
    municipality, region = OrganisationKind.MUNICIPALITY, OrganisationKind.REGION
    if facts.is_one_principal:  # one legal person, which calls itself a region
        (only,) = facts.municipalities
        comes = [Named(facts.region, only.code, municipality, (only.name, only.place))]
    else:
        comes = [
            Named(one.name, one.code, municipality, (one.place,)) for one in facts.municipalities
        ]
        comes.append(Named(facts.region, facts.code, region))
    return _set_county(viewer, facts.code, facts.name, comes)


@transaction.atomic
def make_county(*, viewer: Viewer, code: str, name: str, principals: Sequence[Named]) -> int:
    """Say that this is a county of one's own making, as an example is: with these principals.

    Otherwise as `choose_county`.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    return _set_county(viewer, code, name, principals)


def _set_county(viewer: Viewer, code: str, name: str, comes: Iterable[Named]) -> int:
    chosen = County.objects.first()
    if chosen is None:
        try:
            with transaction.atomic():
                made = County.objects.create(code=code, name=name)
        except IntegrityError:  # somebody chose at the same moment
            chosen = County.objects.get()
    if chosen is not None:
        if chosen.code == code:
            return chosen.pk
        words = _("Det här är redan %(county)s. Inget har ändrats.") % {"county": chosen.name}
        raise ValidationError({"county": words})
    ids = _bring(viewer, list(comes))
    log(
        viewer=viewer,
        verb="registry.choose_county",
        thing_type=COUNTY,
        thing_id=made.pk,
        detail={"name": name, "code": code, "organisations": len(ids)},
    )
    return made.pk


def _bring(viewer: Viewer, comes: Sequence[Named]) -> list[int]:
    """The ids of the principals, those that were missing made, and a group of municipalities."""
    there = list(Organisation.objects.all())
    by_code = {(one.kind, one.code): one for one in there if one.code}
    by_name = {key_of(one.name): one for one in there}
    ids, new, municipalities = [], [], []
    for one in comes:
        names = [key_of(name) for name in (one.name, *one.also)]
        found = by_code.get((one.kind, one.code)) or next(
            (by_name[name] for name in names if name in by_name), None
        )
        if found is None:
            found = Organisation(name=one.name, kind=one.kind, code=one.code)
            found.save()
            new.append(found)
        elif (found.kind, found.code) != (one.kind, one.code):
            _become(viewer, found, name=found.name, kind=one.kind, code=one.code)
        ids.append(found.id)
        if one.kind == OrganisationKind.MUNICIPALITY:
            municipalities.append(found.id)
    log_each(
        viewer=viewer,
        verb="registry.add_organisation",
        thing_type=ORGANISATION,
        details={one.id: _told(one) for one in new},
    )
    _group_of_municipalities(viewer, municipalities)
    return ids


def _group_of_municipalities(viewer: Viewer, ids: Sequence[int]) -> None:
    # a name in the register is data: it is not translated for whoever happens to choose
    name = "Alla kommuner"
    group = OrganisationGroup.objects.filter(name=name).first()
    if group is None:
        group = OrganisationGroup.objects.create(name=name)
        _log_group(viewer, "registry.add_group", group, name=name, members=len(ids))
    there = set(group.members.values_list("organisation_id", flat=True))
    GroupMembership.objects.bulk_create(
        GroupMembership(group=group, organisation_id=one) for one in ids if one not in there
    )


@transaction.atomic
def change_organisation(
    *, viewer: Viewer, organisation_id: int, name: str, kind: str, code: str = ""
) -> None:
    """Correct what is told of an organisation; the same again changes nothing.

    Raises Organisation.DoesNotExist, and ValidationError for a name or a code that another has,
    for words that will not do, and for a principal that people sit for and that would be none.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    found = Organisation.objects.select_for_update().get(id=organisation_id)
    name, code = " ".join(name.split())[:300], code.strip()
    if not name:
        raise ValidationError({"name": _("Skriv vad organisationen heter.")})
    if kind not in OrganisationKind.values:
        raise ValidationError({"kind": _("Det slaget finns inte. Välj ett i listan.")})
    if not code_fits(kind, code):
        raise ValidationError(
            {"code": _("En kommuns kod har fyra siffror och en regions två. Lämna annars tomt.")}
        )
    others = Organisation.objects.exclude(id=found.id)
    if others.filter(name=name).exists():
        raise ValidationError({"name": _("%(name)s finns redan.") % {"name": name}})
    if code and (other := others.filter(code=code, kind=kind).first()):
        raise ValidationError({"code": _("Koden är redan %(name)s.") % {"name": other.name}})
    if kind not in PRINCIPALS and found.kind in PRINCIPALS and found.memberships.exists():
        words = _("Någon sitter i ett organ för %(name)s, som därför måste vara en huvudman.")
        raise ValidationError({"kind": words % {"name": found.name}})
    _become(viewer, found, name=name, kind=kind, code=code)


def _become(viewer: Viewer, found: Organisation, *, name: str, kind: str, code: str) -> None:
    before = _told(found)
    found.name, found.kind, found.code = name, kind, code
    if _told(found) == before:
        return
    found.save()
    log(
        viewer=viewer,
        verb="registry.change_organisation",
        thing_type=ORGANISATION,
        thing_id=found.id,
        detail={"before": before, "after": _told(found)},
    )


def _told(one: Organisation) -> dict[str, str]:
    return {"name": one.name, "kind": str(one.kind), "code": one.code}


@transaction.atomic
def load_populations(*, viewer: Viewer, data: bytes, source: str) -> int:
    """Load how many people lived where on which days, from a file; returns how many are new.

    `data` is a table as `populations.read_populations` reads it, `source` who says so. A figure
    that is known already and told otherwise is corrected; the same again changes nothing. All of
    the file is loaded or none: raises ValidationError that names each row that will not do, a code
    that no organisation here has among them.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    source = " ".join(source.split())
    if not source:
        raise ValidationError({"source": _("Skriv varifrån siffrorna kommer.")})
    if len(source) > MOST_SOURCE:
        words = _("Källan är för lång: högst %d tecken får plats.") % MOST_SOURCE
        raise ValidationError({"source": words})
    told = read_populations(data)
    owners = _by_code()
    problems = [*told.problems]
    latest = timezone.localdate()
    for figure in told.figures:
        at = {"line": figure.line, "code": figure.code}
        if figure.code not in owners:
            words = _("Rad %(line)d: ingen organisation i registret har koden %(code)s.")
            problems.append(words % at)
        elif not sane(figure.day, None, latest) or figure.day > latest:
            problems.append(_("Rad %(line)d: dagen har inte varit än.") % at)
    if problems:
        raise ValidationError({"file": _shortened(list(dict.fromkeys(problems)))})
    return _keep_populations(viewer, told.figures, owners, source)


def _by_code() -> dict[str, Organisation]:
    """Whose each code is; the county's own is its only principal's, as on Gotland."""
    owners = {one.code: one for one in Organisation.objects.exclude(code="")}
    county = County.objects.first()
    principals = [one for one in owners.values() if one.kind in PRINCIPALS]
    if county is not None and len(principals) == 1:
        owners.setdefault(county.code, principals[0])
    return owners


def _shortened(problems: list[str]) -> list[str]:
    if len(problems) <= MOST_PROBLEMS:
        return problems
    more = _("… och %d rader till som inte går att läsa in.") % (len(problems) - MOST_PROBLEMS)
    return [*problems[:MOST_PROBLEMS], more]


def _keep_populations(
    viewer: Viewer, figures: Sequence[Figure], owners: Mapping[str, Organisation], source: str
) -> int:
    ids = {owners[figure.code].id for figure in figures}
    there = {(one.organisation_id, one.day): one for one in _known(ids)}
    made, changed = [], []
    for figure in figures:
        owner = owners[figure.code]
        known = there.get((owner.id, figure.day))
        if known is None:
            new = Population(organisation=owner, day=figure.day, count=figure.count, source=source)
            made.append(new)
            there[owner.id, figure.day] = new
        elif known.count != figure.count:
            known.count, known.source = figure.count, source
            if known.pk:
                changed.append(known)
    Population.objects.bulk_create(made)
    Population.objects.bulk_update(changed, ["count", "source"])
    by_owner: dict[int, dict[str, int]] = defaultdict(dict)
    for one in (*made, *changed):
        by_owner[one.organisation_id][one.day.isoformat()] = one.count
    names = {one.id: one.name for one in owners.values()}
    log_each(
        viewer=viewer,
        verb="registry.load_populations",
        thing_type=ORGANISATION,
        details={
            owner_id: {"name": names[owner_id], "days": days, "source": source}
            for owner_id, days in by_owner.items()
        },
    )
    return len(made) + len(changed)


def _known(organisation_ids: Collection[int]) -> Iterable[Population]:
    return Population.objects.filter(organisation_id__in=organisation_ids)


@transaction.atomic
def add_group(*, viewer: Viewer, name: str, about: str = "") -> int:
    """Add a group of organisations; returns its id.

    Raises ValidationError without a name, for one that is too long, and for one that is taken.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    name = _free_name(name)
    group = OrganisationGroup.objects.create(name=name, about=about.strip())
    _log_group(viewer, "registry.add_group", group, name=name)
    return group.id


@transaction.atomic
def change_group(*, viewer: Viewer, group_id: int, name: str, about: str = "") -> None:
    """Correct what a group is called and is for. Raises what `add_group` raises.

    OrganisationGroup.DoesNotExist where there is none.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    group = OrganisationGroup.objects.select_for_update().get(id=group_id)
    before = {"name": group.name, "about": group.about}
    group.name, group.about = _free_name(name, besides=group_id), about.strip()
    after = {"name": group.name, "about": group.about}
    if after == before:
        return
    group.save()
    _log_group(viewer, "registry.change_group", group, before=before, after=after)


@transaction.atomic
def add_to_group(
    *,
    viewer: Viewer,
    group_id: int,
    organisation_id: int,
    since: date | None = None,
    until: date | None = None,
) -> int:
    """Say that an organisation is one of a group, from `since` to `until`, its last day.

    None for always and for no end. Returns the membership's id. Raises ValidationError for days in
    disorder, and where it is in the group on one of those days already; OrganisationGroup or
    Organisation.DoesNotExist.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    group = OrganisationGroup.objects.select_for_update().get(id=group_id)
    organisation = Organisation.objects.get(id=organisation_id)
    _refuse_group_days(group, organisation, since, until)
    made = GroupMembership.objects.create(
        group=group, organisation=organisation, since=since, until=until
    )
    _log_group(viewer, "registry.add_to_group", group, **_in_group(made))
    return made.id


@transaction.atomic
def change_in_group(
    *, viewer: Viewer, membership_id: int, since: date | None, until: date | None
) -> None:
    """Correct from when to when an organisation is one of a group. Raises as `add_to_group`.

    GroupMembership.DoesNotExist where there is none.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    found = GroupMembership.objects.select_related("group", "organisation").get(id=membership_id)
    OrganisationGroup.objects.select_for_update().get(id=found.group_id)
    _refuse_group_days(found.group, found.organisation, since, until, besides=found.id)
    before = _in_group(found)
    found.since, found.until = since, until
    if _in_group(found) == before:
        return
    found.save()
    after = _in_group(found)
    _log_group(viewer, "registry.change_in_group", found.group, before=before, after=after)


@transaction.atomic
def remove_from_group(*, viewer: Viewer, membership_id: int) -> None:
    """Take back that an organisation is one of a group: it was never told.

    One that leaves a group gets a last day instead. GroupMembership.DoesNotExist where there is
    none.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    found = GroupMembership.objects.select_related("group", "organisation").get(id=membership_id)
    told = _in_group(found)
    found.delete()
    _log_group(viewer, "registry.remove_from_group", found.group, **told)


def _free_name(name: str, *, besides: int | None = None) -> str:
    name = " ".join(name.split())
    if not name:
        raise ValidationError({"name": _("Skriv vad gruppen heter.")})
    if len(name) > MOST_OF_A_GROUP:
        words = _("Namnet är för långt: högst %d tecken får plats.") % MOST_OF_A_GROUP
        raise ValidationError({"name": words})
    others = OrganisationGroup.objects.filter(name=name)
    if (others.exclude(id=besides) if besides else others).exists():
        raise ValidationError({"name": _("%(name)s finns redan.") % {"name": name}})
    return name


def _refuse_group_days(
    group: OrganisationGroup,
    organisation: Organisation,
    since: date | None,
    until: date | None,
    *,
    besides: int | None = None,
) -> None:
    today = timezone.localdate()
    if since and until and until < since:
        raise ValidationError(
            {"until": _("Sista dagen kommer före den första. Ändra någon av dem.")}
        )
    if not all(sane(day, None, today) for day in (since, until) if day):
        raise ValidationError(
            {"since": _("Dagarna ligger för långt bort. Kontrollera att årtalen är rätt skrivna.")}
        )
    same = GroupMembership.objects.filter(group=group, organisation=organisation)
    same = same.exclude(id=besides) if besides else same
    if since:
        same = same.filter(Q(until__isnull=True) | Q(until__gte=since))
    if until:
        same = same.filter(Q(since__isnull=True) | Q(since__lte=until))
    if same.exists():
        told = {"name": organisation.name, "group": group.name}
        raise ValidationError({"organisation": _("%(name)s är redan med i %(group)s då.") % told})


def _in_group(one: GroupMembership) -> dict[str, object]:
    return {
        "organisation_id": one.organisation_id,
        "organisation": one.organisation.name,
        "since": one.since.isoformat() if one.since else None,
        "until": one.until.isoformat() if one.until else None,
    }


def _log_group(viewer: Viewer, verb: str, group: OrganisationGroup, **detail: object) -> None:
    log(viewer=viewer, verb=verb, thing_type=GROUP, thing_id=group.id, detail=detail)
