"""The register as a list is held against it, with what the rows above would have changed in it.

Rows are looked at in order, so that the second row about a new person finds the one that the
first row adds, and a row that says the same twice changes nothing. Pure: it is made of what
`affiliations.queries.roll` tells, and nothing of it is written anywhere.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from handslag.domain.base.words import key_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from handslag.domain.registry.affiliations.queries import (
        KnownAffiliation,
        KnownBody,
        KnownMembership,
        KnownOrganisation,
        KnownPerson,
        Roll,
    )


@dataclass(frozen=True, slots=True)
class Overlapping:
    """Whether two times, each from a first to a last day, share one; None is without end."""

    since: date | None
    until: date | None

    def meets(self, since: date | None, until: date | None) -> bool:
        """Whether another time shares a day with this. One that ends before it begins has none."""
        for first, last in ((since, until), (self.since, self.until)):
            if first and last and last < first:
                return False
        return (self.until is None or since is None or since <= self.until) and (
            until is None or self.since is None or self.since <= until
        )


class Register:
    """Who there is, where they work and sit. New people have negative ids: those of their rows."""

    def __init__(self, roll: Roll) -> None:
        self.bodies: dict[int, KnownBody] = {body.id: body for body in roll.bodies}
        self.organisations: dict[int, KnownOrganisation] = {o.id: o for o in roll.organisations}
        self.people: dict[int, KnownPerson] = {}
        self._named: dict[str, list[int]] = defaultdict(list)
        self._reached: dict[str, list[int]] = defaultdict(list)
        self._works: dict[int, list[KnownAffiliation]] = defaultdict(list)
        self._sits: dict[int, list[KnownMembership]] = defaultdict(list)
        self._seats: dict[int, KnownMembership] = {}
        self._undo: list[Callable[[], object]] = []
        self._body_keys = {key_of(name): body.id for body in roll.bodies for name in body.names}
        self._organisation_keys = {key_of(one.name): one.id for one in roll.organisations}
        for person in roll.people:
            self.add_person(person)
        for work in roll.affiliations:
            self._works[work.person_id].append(work)
        for seat in roll.memberships:
            self.put_seat(seat)
        self.keep()

    def keep(self) -> None:
        """Let everything since the last time stand."""
        self._undo.clear()

    def forget(self) -> None:
        """Take everything back that was put here since it was last kept."""
        while self._undo:
            self._undo.pop()()

    def add_person(self, person: KnownPerson) -> None:
        """Let somebody be known by each of their names, and by how they are reached."""
        self.people[person.id] = person
        for key in dict.fromkeys(map(key_of, person.names)):
            self._named[key].append(person.id)
            self._undo.append(self._named[key].pop)
        for email in {person.email.casefold(), person.account_email.casefold()} - {""}:
            self._reached[email].append(person.id)
            self._undo.append(self._reached[email].pop)
        self._undo.append(lambda: self.people.pop(person.id))

    def named(self, name: str) -> list[int]:
        """Everybody who is called so."""
        return self._named.get(key_of(name), [])

    def reached_at(self, email: str) -> list[int]:
        """Everybody who is reached there."""
        return self._reached.get(email.casefold(), [])

    def set_email(self, person_id: int, email: str) -> None:
        """Let somebody be reached at another address of their own."""
        person, at = self.people[person_id], email.casefold()
        before = {key: list(self._reached[key]) for key in {person.email.casefold(), at}}
        if person.email:
            self._reached[person.email.casefold()].remove(person_id)
        self.people[person_id] = replace(person, email=email)
        self._reached[at].append(person_id)
        self._undo.append(lambda: self._reached.update(before))
        self._undo.append(lambda: self.people.update({person_id: person}))

    def body_called(self, name: str) -> int | None:
        """The body that goes by the name."""
        return self._body_keys.get(key_of(name))

    def organisation_called(self, name: str) -> int | None:
        """The organisation of that name."""
        return self._organisation_keys.get(key_of(name))

    def works(self, person_id: int) -> list[KnownAffiliation]:
        """Where somebody works and has worked."""
        return self._works.get(person_id, [])

    def put_work(self, work: KnownAffiliation) -> None:
        """Let somebody work somewhere; in the place of what has the same id."""
        before = self._works[work.person_id]
        self._works[work.person_id] = [*(one for one in before if one.id != work.id), work]
        self._undo.append(lambda: self._works.update({work.person_id: before}))

    def seats(self, person_id: int, body_id: int | None = None) -> list[KnownMembership]:
        """Where somebody sits and has sat, in one body or in all."""
        return [one for one in self._sits.get(person_id, []) if body_id in (None, one.body_id)]

    def seat(self, membership_id: int) -> KnownMembership | None:
        """One membership."""
        return self._seats.get(membership_id)

    def put_seat(self, seat: KnownMembership) -> None:
        """Let somebody sit somewhere; in the place of what has the same id."""
        before, known = self._sits[seat.person_id], self._seats.get(seat.id)
        self._sits[seat.person_id] = [*(one for one in before if one.id != seat.id), seat]
        self._seats[seat.id] = seat
        self._undo.append(lambda: self._sits.update({seat.person_id: before}))
        self._undo.append(
            lambda: self._seats.update({seat.id: known}) if known else self._seats.pop(seat.id)
        )

    def tied_to(self, person_id: int) -> set[int]:
        """The organisations that somebody works for or sits for, or has."""
        found = {one.organisation_id for one in self.works(person_id)}
        return found | {one.principal_id for one in self.seats(person_id) if one.principal_id}
