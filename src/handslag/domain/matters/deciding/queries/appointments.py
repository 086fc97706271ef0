"""Reads of appointments: whom clauses appoint, where they sit by it, and who has no seat yet."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may, reach, require_somewhere
from handslag.domain.access.things import Thing, of_body
from handslag.domain.base.facts import Phase
from handslag.domain.base.shapes import Listing, labelled, listing_of
from handslag.domain.matters.deciding.queries.refs import REF, ref, ref_columns, seen_clauses
from handslag.domain.matters.deciding.shapes import (
    Appointed,
    GroundRef,
    SeatChoice,
    Seated,
    SeatPredecessor,
    Waiting,
)
from handslag.domain.matters.deciding.wording import (
    CHECKERS,
    function_said,
    named_in,
    principal_said,
    role_said,
)
from handslag.domain.matters.models import (
    Appointment,
    Clause,
    DecisionState,
    MembershipChange,
    MembershipGround,
)
from handslag.domain.registry.models import (
    PRINCIPALS,
    BodyName,
    Membership,
    MembershipRole,
    Organisation,
    OrganisationKind,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from handslag.domain.access.viewer import Viewer

_CLAUSE = "clause__"


def appointed(viewer: Viewer, clause_id: int) -> tuple[Appointed, ...]:
    """Whom a clause appoints, and where they sit by it. Two queries, or one.

    Part of `clause_page`, which has asked whether the viewer sees the clause.
    """
    rows = list(
        Appointment.objects.filter(clause_id=clause_id)
        .order_by("order", "id")
        .values_list("id", "name__person_id", "name__text", "title", "organisation")
    )
    seated = _seated(viewer, clause_id, MembershipChange.OPENED) if rows else {}
    return tuple(Appointed(*row, tuple(seated.get(row[0], ()))) for row in rows)


def ended_by(viewer: Viewer, clause_id: int) -> tuple[Seated, ...]:
    """The memberships that a clause ended. One query. Part of `clause_page`, as above."""
    found = _seated(viewer, clause_id, MembershipChange.ENDED)
    return tuple(one for rows in found.values() for one in rows)


def _seated(viewer: Viewer, clause_id: int, change: str) -> dict[int, list[Seated]]:
    """What a clause did to memberships, by the appointment that names them (0 for none)."""
    rows = MembershipGround.objects.filter(
        reach(viewer, Permission.REGISTRY_READ).q(body="membership__body_id"),
        clause_id=clause_id,
        change=change,
    ).select_related("membership__body", "membership__person", "membership__principal")
    found: dict[int, list[Seated]] = defaultdict(list)
    for row in rows.order_by("id"):
        sits = row.membership
        found[row.appointment_id or 0].append(
            Seated(
                ground_id=row.id,
                change=labelled(MembershipChange, row.change),
                membership_id=sits.id,
                person_id=sits.person_id,
                person=sits.person.name,
                body_id=sits.body_id,
                body=sits.body.name,
                role=labelled(MembershipRole, sits.role),
                principal=sits.principal.name if sits.principal else "",
                since=sits.since,
                until=sits.until,
                changeable=_may_seat(viewer, sits.body_id),
            )
        )
    return found


def _may_seat(viewer: Viewer, body_id: int) -> bool:
    return may(viewer, Permission.MEMBERSHIPS_CHANGE, Thing(scopes=frozenset({of_body(body_id)})))


def membership_grounds(
    viewer: Viewer, membership_ids: Collection[int]
) -> Mapping[int, tuple[GroundRef, ...]]:
    """The clauses by which memberships began and ended, as far as the viewer sees them.

    One query.
    """
    require_somewhere(viewer, Permission.REGISTRY_READ)
    rows = MembershipGround.objects.filter(
        seen_clauses(viewer, _CLAUSE), membership_id__in=membership_ids
    ).order_by("id")
    found: dict[int, tuple[GroundRef, ...]] = defaultdict(tuple)
    for membership_id, id_, change, *rest in rows.values_list(
        "membership_id", "id", "change", *ref_columns(_CLAUSE)
    ):
        ground = GroundRef(id_, labelled(MembershipChange, change), ref(tuple(rest)))
        found[membership_id] += (ground,)
    return dict(found)


def waiting(viewer: Viewer, page: int = 1) -> Listing[Waiting]:
    """Those whom decided clauses appoint, and who sit nowhere by it yet, the newest first.

    Three queries: how many, fifty of them, the names of bodies.
    """
    require_somewhere(viewer, Permission.MEMBERSHIPS_CHANGE)
    tied = MembershipGround.objects.filter(appointment=OuterRef("pk"))
    rows = (
        Appointment.objects.filter(
            seen_clauses(viewer, _CLAUSE),
            ~Exists(tied),
            clause__decision__state=DecisionState.DECIDED,
            clause__decision__phase=Phase.HELD,
        )
        .exclude(clause__text__icontains=CHECKERS)
        .order_by("-clause__decision__item__meeting__date", "-clause_id", "order", "id")
        .values_list(
            *("id", "name__person_id", "name__text", "organisation"), *ref_columns(_CLAUSE)
        )
    )
    names = BodyName.objects.order_by("id").values_list("body_id", "text", "body__name")
    bodies = list(names) if Permission.MEMBERSHIPS_CHANGE in viewer.permissions else []
    return listing_of(rows, lambda row: _waiting(row, bodies), page=page)


def _waiting(row: tuple[Any, ...], bodies: Collection[tuple[int, str, str]]) -> Waiting:
    id_, person_id, name, organisation = row[:4]
    clause = ref(row[4:])
    body_id = named_in(clause.text, [(one, text) for one, text, _shown in bodies])
    shown = next((shown for one, _text, shown in bodies if one == body_id), "")
    role = labelled(MembershipRole, role_said(clause.text))
    return Waiting(id_, person_id, name, organisation, clause, body_id, shown, role)


def seat_choice(viewer: Viewer, appointment_id: int) -> SeatChoice:
    """What the form that lets an appointed person sit says at first. Three queries.

    All of it is told by the clause's words, and is a person's to change. Raises
    Appointment.DoesNotExist, also where the viewer does not see the clause.
    """
    require_somewhere(viewer, Permission.MEMBERSHIPS_CHANGE)
    seen = Appointment.objects.filter(
        seen_clauses(viewer, _CLAUSE), clause__decision__state=DecisionState.DECIDED
    )
    row = seen.values_list(
        *("name__person_id", "name__text", "organisation"), *ref_columns(_CLAUSE)
    ).get(id=appointment_id)
    person_id, name, organisation = row[:3]
    clause = ref(row[3 : 3 + REF])
    principals = list(
        Organisation.objects.filter(kind__in=PRINCIPALS).values_list("id", "name", "kind")
    )
    regions = [id_ for id_, _name, kind in principals if kind == OrganisationKind.REGION]
    return SeatChoice(
        appointment_id=appointment_id,
        person_id=person_id,
        name=name,
        clause=clause,
        body_id=named_in(clause.text, BodyName.objects.values_list("body_id", "text")),
        role=role_said(clause.text),
        principal_id=principal_said(
            clause.text,
            name,
            organisation,
            [(id_, called) for id_, called, _kind in principals],
            regions[0] if len(regions) == 1 else None,
        ),
        function=function_said(clause.text),
        since=clause.day,
    )


def predecessors(
    viewer: Viewer,
    body_id: int,
    day: date,
    *,
    role: str = "",
    principal_id: int | None = None,
    besides: int | None = None,
) -> tuple[SeatPredecessor, ...]:
    """Those who sit in a body on a day, who may be the one that another comes after; the likely
    first. `besides` is a person to leave out. One query.
    """
    require_somewhere(viewer, Permission.MEMBERSHIPS_CHANGE)
    if not _may_seat(viewer, body_id):
        return ()
    rows = Membership.objects.on(day).filter(body_id=body_id).exclude(person_id=besides or 0)
    found = [
        SeatPredecessor(
            membership_id=row.id,
            person=row.person.name,
            role=labelled(MembershipRole, row.role),
            principal=row.principal.name if row.principal else "",
            since=row.since,
            likely=row.role == role and row.principal_id == principal_id,
        )
        for row in rows.select_related("person", "principal").order_by("since", "id")
    ]
    return tuple(sorted(found, key=lambda one: not one.likely))


def leaving(viewer: Viewer, code: str) -> tuple[SeatPredecessor, ...]:
    """Those who sit somewhere on the day of a clause, for whom it may be the end; those whose
    name it says first. Three queries.

    Of bodies in which the viewer may change who sits. Raises Clause.DoesNotExist.
    """
    require_somewhere(viewer, Permission.MEMBERSHIPS_CHANGE)
    seen = Clause.objects.decided().filter(seen_clauses(viewer), code=code)
    clause = ref(seen.values_list(*ref_columns()).get())
    names = Membership.objects.on(clause.day).filter(
        reach(viewer, Permission.MEMBERSHIPS_CHANGE).q(body="body_id")
    )
    rows = list(
        names.select_related("person", "principal", "body").prefetch_related("person__names")
    )
    named = [row for row in rows if _is_named(clause.text, row)]
    body_id = named_in(clause.text, [(row.body_id, row.body.name) for row in rows])
    return tuple(
        SeatPredecessor(
            membership_id=row.id,
            person=row.person.name,
            role=labelled(MembershipRole, row.role),
            principal=_where(row),
            since=row.since,
            likely=body_id in (None, row.body_id),
        )
        for row in sorted(named, key=lambda row: (row.body_id != body_id, row.since, row.id))
    )


def _is_named(text: str, row: Membership) -> bool:
    names: Iterable[str] = (name.text for name in row.person.names.all())
    return named_in(text, [(1, name) for name in (row.person.name, *names)]) is not None


def _where(row: Membership) -> str:
    return ", ".join(filter(None, (row.body.name, row.principal.name if row.principal else "")))
