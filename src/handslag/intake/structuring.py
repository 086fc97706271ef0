"""The example county's own structure: its organisations with populations, what its bodies are and
how they stand to each other, and where people work. Told in its county.toml, as
`handslag.intake.example` says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction

from handslag.domain.registry import queries as registry
from handslag.domain.registry.affiliations import actions as affiliations
from handslag.domain.registry.entering import queries as entering_read
from handslag.domain.registry.memberships.actions import add_organisation
from handslag.domain.registry.organisations import actions as organisations
from handslag.domain.registry.organisations import queries as organisations_read
from handslag.domain.registry.organisations.actions import Named
from handslag.domain.registry.people import queries as people_read
from handslag.domain.registry.structure import actions as structure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from handslag.domain.access.viewer import Viewer

_PLAIN = {"legal_form": "network", "decision_rule": "consensus", "effect": "internal"}
"""What a body is where nothing else is told of it."""


@transaction.atomic
def load_structure(viewer: Viewer, folder: Path, county: Mapping[str, Any]) -> None:
    """The county with its organisations, and what its bodies are: all of it, or nothing.

    Nothing is touched where a county has been chosen: somebody may have told more of it since.
    """
    told = county.get("county", {})
    if "code" not in told or organisations_read.county(viewer) is not None:
        return
    organisations.make_county(
        viewer=viewer, code=told["code"], name=told["name"], principals=list(_principals(county))
    )
    for other in county.get("organisations", ()):
        add_organisation(viewer=viewer, name=other["name"], kind=other["kind"])
    if "populations" in told:
        data = (folder / told["populations"]).read_bytes()
        organisations.load_populations(viewer=viewer, data=data, source=told["source"])
    ids = {row.name: row.id for row in organisations_read.organisations(viewer)}
    _load_groups(viewer, county.get("groups", ()), ids)
    for body in county.get("bodies", ()):
        _load_body(viewer, body, ids)


def _principals(county: Mapping[str, Any]) -> Iterator[Named]:
    for one in county.get("municipalities", ()):
        also = filter(None, [one.get("short_name", "")])
        yield Named(one["name"], one.get("code", ""), "municipality", tuple(also))
    if region := county.get("region"):
        yield Named(region["name"], region.get("code", ""), "region")


def _load_groups(
    viewer: Viewer, groups: Iterable[Mapping[str, Any]], ids: Mapping[str, int]
) -> None:
    for told in groups:
        group_id = organisations.add_group(
            viewer=viewer, name=told["name"], about=told.get("about", "")
        )
        for name in told.get("members", ()):
            organisations.add_to_group(viewer=viewer, group_id=group_id, organisation_id=ids[name])


def _load_body(viewer: Viewer, body: Mapping[str, Any], ids: Mapping[str, int]) -> None:
    body_id = _body(viewer, body["name"])
    known = {row.id: row for row in registry.bodies(viewer)}
    structure.describe_body(
        viewer=viewer,
        body_id=body_id,
        kind=body.get("kind", known[body_id].kind.value),
        side=body.get("side", ""),
        about=body.get("about", ""),
        parent_id=_body(viewer, body["parent"]) if "parent" in body else None,
        owner_id=ids[body["owner"]] if "owner" in body else None,
        since=body.get("since"),
        until=body.get("until"),
        prepares_for=[_body(viewer, name) for name in body.get("prepares_for", ())],
        reports_to=[_body(viewer, name) for name in body.get("reports_to", ())],
        **{name: body.get(name, plain) for name, plain in _PLAIN.items()},
    )
    for seat in body.get("seats", ()):
        structure.add_seat(
            viewer=viewer,
            body_id=body_id,
            role=seat.get("role", "member"),
            principal_id=ids[seat["principal"]] if "principal" in seat else None,
            side=seat.get("side", ""),
            function=seat.get("function", ""),
            count=seat.get("count", 1),
        )


def _body(viewer: Viewer, name: str) -> int:
    found = registry.find_body(viewer, name)
    if found is None:
        raise KeyError(name)
    return found


def load_work(viewer: Viewer, told: Iterable[Mapping[str, Any]]) -> None:
    """Where people work and how they are reached; what is there already is left as it is."""
    ids = {row.name: row.id for row in organisations_read.organisations(viewer)}
    for one in told:
        person_id = entering_read.person_named(viewer, one["person"])
        if person_id is None or one["organisation"] not in ids:
            continue
        try:
            affiliations.add_affiliation(
                viewer=viewer,
                person_id=person_id,
                organisation_id=ids[one["organisation"]],
                title=one.get("title", ""),
                since=one.get("since"),
                until=one.get("until"),
            )
        except ValidationError:
            continue  # already there
        if "email" in one and not people_read.addresses_of(viewer, [person_id]):
            affiliations.set_email(viewer=viewer, person_id=person_id, email=one["email"])
