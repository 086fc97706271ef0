"""Seats: who sits today, and which seats somebody is to be nominated to."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Max, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import reach
from handslag.domain.base.shapes import labelled
from handslag.domain.matters.owing.asked import Kind
from handslag.domain.matters.owing.found import Found, found
from handslag.domain.matters.owing.rules import ENDING_WITHIN
from handslag.domain.matters.owing.shapes import Line, LineKind, SeatLine, Seats
from handslag.domain.registry.models import Membership, MembershipRole, Seat
from handslag.domain.registry.people.rules import side_of
from handslag.domain.registry.structure.rules import Place, Taker, filled

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from handslag.domain.matters.owing.asked import Asked


def sitting(asked: Asked, most: int) -> Seats:
    """Where its people sit today. No query: who is asked about tells."""
    rows = tuple(_seat(asked, one) for one in asked.sits[:most])
    return Seats(rows, len(asked.sits))


def _seat(asked: Asked, one: Membership) -> SeatLine:
    return SeatLine(
        membership_id=one.id,
        body_id=one.body_id,
        body=one.body.name,
        person_id=one.person_id,
        person=one.person.name,
        role=labelled(MembershipRole, one.role),
        principal=one.principal.name if one.principal else "",
        since=one.since,
        until=one.until,
        ending=_is_ending(one, asked.today),
    )


def _is_ending(one: Membership, today: dt.date) -> bool:
    return one.until is not None and one.until - today <= ENDING_WITHIN


def to_fill(asked: Asked) -> Found:
    """Of a principal: its own seats that nobody takes, or that will soon be empty. Four queries."""
    if asked.kind != Kind.ORGANISATION or not asked.principal:
        return Found()
    empty = _empty(asked, Q(principal_id=asked.id))
    return found([*(_to_nominate(*one) for one in empty), *_ending(asked)])


def empty_here(asked: Asked) -> Found:
    """Of a body: seats that principals are to fill. Three queries."""
    if asked.kind != Kind.BODY:
        return Found()
    here = Q(body_id=asked.id, principal__isnull=False)
    return found(
        Line(
            kind=labelled(LineKind, LineKind.SEAT),
            id=seat.body_id,
            text=_nominate(seat, number, in_body=False),
            due_text=_empty_since(since),
            to=seat.principal.name if seat.principal else "",
        )
        for seat, number, since in _empty(asked, here)
    )


def _to_nominate(seat: Seat, number: int, since: dt.date | None) -> Line:
    return Line(
        kind=labelled(LineKind, LineKind.SEAT),
        id=seat.body_id,
        text=_nominate(seat, number),
        due_text=_empty_since(since),
        to=seat.body.name,
        to_body_id=seat.body_id,
    )


def _nominate(seat: Seat, number: int, *, in_body: bool = True) -> str:
    role = MembershipRole(seat.role).label
    told = {"count": number, "role": role, "body": seat.body.name}
    if in_body:
        words = ngettext(
            "Nominera %(role)s till %(body)s",
            "Nominera %(count)d till %(body)s: %(role)s",
            number,
        )
    else:
        words = ngettext(
            "En plats är tom: %(role)s", "%(count)d platser är tomma: %(role)s", number
        )
    return words % told + (f", {seat.function}" if seat.function else "")


def _empty_since(since: dt.date | None) -> str:
    if since is None:
        return _("har inte fyllts")
    return _("tom sedan %(day)s") % {"day": date_format(since, "j F Y")}


def _empty(asked: Asked, whose: Q) -> Iterator[tuple[Seat, int, dt.date | None]]:
    """Seats with how many of each are empty, and the last day that somebody left one like it."""
    known = reach(asked.viewer, Permission.REGISTRY_READ).q(body="body_id")
    there = Q(body__until__isnull=True) | Q(body__until__gte=asked.today)
    bodies = Seat.objects.filter(whose, known, there).order_by().values("body_id")
    seats = list(Seat.objects.filter(body_id__in=bodies).select_related("body", "principal"))
    if not seats:
        return
    taken = _taken(asked, seats)
    wanted = [
        seat
        for seat in seats
        if seat.principal_id is not None
        and asked.id in (seat.principal_id, seat.body_id)
        and (asked.kind == Kind.BODY or seat.principal_id == asked.id)
        and taken[seat.id] < seat.count
    ]
    left = _last_left(asked, wanted)
    for seat in wanted:
        key = (seat.body_id, seat.principal_id or 0, seat.role)
        yield seat, seat.count - taken[seat.id], left.get(key)


def _taken(asked: Asked, seats: Iterable[Seat]) -> dict[int, int]:
    """How many of each seat (id) somebody takes today. One query."""
    by_body: dict[int, list[Seat]] = defaultdict(list)
    for seat in seats:
        by_body[seat.body_id].append(seat)
    takers: dict[int, list[Taker]] = defaultdict(list)
    held = Membership.objects.filter(body_id__in=list(by_body)).on(asked.today)
    for id_, body_id, role, principal_id, kind, function in held.values_list(
        "id", "body_id", "role", "principal_id", "principal__kind", "function"
    ):
        side = str(side_of(kind or "") or "")
        takers[body_id].append(Taker(id_, role, principal_id, side, function))
    found_: dict[int, int] = {}
    for body_id, group in by_body.items():
        places = [
            Place(one.id, one.role, one.principal_id, one.side, one.function, one.count)
            for one in group
        ]
        found_ |= {id_: len(who) for id_, who in filled(places, takers[body_id]).items()}
    return found_


def _last_left(asked: Asked, seats: Iterable[Seat]) -> dict[tuple[int, int, str], dt.date]:
    """The last day of those who left such a seat, by body, principal and role. One query."""
    bodies = {seat.body_id for seat in seats}
    if not bodies:
        return {}
    gone = Membership.objects.filter(
        body_id__in=bodies, principal__isnull=False, until__lt=asked.today
    ).order_by()
    rows = gone.values_list("body_id", "principal_id", "role").annotate(last=Max("until"))
    return {(body, principal or 0, role): last for body, principal, role, last in rows}


def _ending(asked: Asked) -> Iterator[Line]:
    """Its people whose last day is near, and whom nobody follows. One query, or none."""
    near = [one for one in asked.sits if _is_ending(one, asked.today)]
    if not near:
        return
    coming = Membership.objects.filter(
        body_id__in={one.body_id for one in near},
        principal_id=asked.id,
        since__gt=asked.today,
    )
    followed = set(coming.order_by().values_list("body_id", "role"))
    for one in near:
        if (one.body_id, one.role) in followed or one.until is None:
            continue
        words = _("Nominera efterträdare till %(name)s i %(body)s")
        yield Line(
            kind=labelled(LineKind, LineKind.SEAT),
            id=one.body_id,
            text=words % {"name": one.person.name, "body": one.body.name},
            due=one.until,
            due_text=_("sista dagen"),
            to=one.body.name,
            to_body_id=one.body_id,
        )
