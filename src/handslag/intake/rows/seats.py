"""Which membership a row tells of: a new one, or one that the register has, as it is or changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from handslag.domain.registry.affiliations.queries import KnownMembership
from handslag.domain.registry.memberships.rules import sane
from handslag.intake.rows.columns import LABELS, Column
from handslag.intake.rows.known import Overlapping
from handslag.intake.rows.shapes import Choice, Kind, Shift

if TYPE_CHECKING:
    from datetime import date

    from handslag.intake.rows.known import Register
    from handslag.intake.rows.shapes import Said, Terms, Verdict

MORE = "more"
"""What somebody answers who means yet another membership."""


class Wanted(NamedTuple):
    """The seat that a row tells of. None is what it does not say."""

    person_id: int
    body_id: int
    role: str
    principal_id: int | None
    function: str
    since: date | None
    until: date | None


class Seating:
    """Finds the membership of each row, and keeps which row told of which."""

    def __init__(self, register: Register, terms: Terms) -> None:
        self._register = register
        self._terms = terms
        self._told_by: dict[int, str] = {}

    def settle(self, verdict: Verdict, said: Said, wanted: Wanted, place: str) -> None:
        """Say in the verdict what becomes of the seat."""
        found = self._found(verdict, said, wanted)
        if verdict.reasons:
            return
        if found is None:
            self._add(verdict, wanted, place)
        else:
            self._change(verdict, found, wanted, place)

    def _found(self, verdict: Verdict, said: Said, wanted: Wanted) -> KnownMembership | None:
        """The seat in the register; None for a new one, and where the verdict has reasons."""
        if chosen := verdict.row.seat:
            return self._chosen(verdict, wanted, chosen)
        if text := said.texts.get(Column.MEMBERSHIP_ID):
            return self._by_id(verdict, wanted, text)
        since = wanted.since or self._terms.today
        at = Overlapping(since, wanted.until)
        seats = self._register.seats(wanted.person_id, wanted.body_id)
        for one in seats:
            if (one.role, one.since) == (wanted.role, wanted.since):
                return one
        near = [one for one in seats if at.meets(one.since, one.until)]
        if wanted.since is None:
            near = [one for one in seats if one.until is None or one.until >= self._terms.today]
        same = [one for one in near if one.role == wanted.role]
        if len(same) == 1 and wanted.since is None:
            return same[0]
        if same:
            verdict.reasons.append(
                _("Personen sitter redan där i den rollen, men med andra dagar.")
                if wanted.since
                else _("Personen har flera uppdrag i den rollen.")
            )
            self._offer(verdict, same, new=False)
        elif near:
            verdict.reasons.append(_("Personen sitter redan i organet, i en annan roll."))
            self._offer(verdict, near, new=True)
        return None

    def _chosen(self, verdict: Verdict, wanted: Wanted, chosen: str) -> KnownMembership | None:
        if chosen == MORE:
            return None
        found = self._register.seat(int(chosen[1:]))
        if found and (found.person_id, found.body_id) == (wanted.person_id, wanted.body_id):
            return found
        verdict.reasons.append(
            _("Det uppdrag som valdes finns inte längre. Välj igen, eller ta inte med raden.")
        )
        seats = self._register.seats(wanted.person_id, wanted.body_id)
        self._offer(verdict, seats, new=True)
        return None

    def _by_id(self, verdict: Verdict, wanted: Wanted, text: str) -> KnownMembership | None:
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
        found = self._register.seat(number)
        if found and (found.person_id, found.body_id) == (wanted.person_id, wanted.body_id):
            return found
        verdict.reasons.append(
            _("Uppdrags-id %s är ett annat uppdrag i registret, eller finns inte.") % text
        )
        self._offer(verdict, self._register.seats(wanted.person_id, wanted.body_id), new=True)
        return None

    def _offer(self, verdict: Verdict, seats: list[KnownMembership], *, new: bool) -> None:
        for one in seats:
            if one.id > 0:
                label = _("Ändra uppdraget som %s") % self._described(one)
                verdict.choices.append(Choice(f"m{one.id}", label))
        if new:
            verdict.choices.append(Choice(MORE, _("Ett uppdrag till")))

    def _add(self, verdict: Verdict, wanted: Wanted, place: str) -> None:
        since = wanted.since or self._terms.since
        if since is None:
            verdict.reasons.append(
                _("Raden säger inte från när uppdraget gäller. Ange en dag för alla sådana rader.")
            )
            return
        made = KnownMembership(
            -verdict.row.id,
            wanted.body_id,
            wanted.person_id,
            wanted.role,
            wanted.principal_id,
            wanted.function,
            since,
            wanted.until,
        )
        if not self._can_be(verdict, made):
            return
        self._keep(made, place)
        if verdict.kind == Kind.UNCHANGED:
            verdict.kind = Kind.NEW_SEAT
        verdict.shifts.append(
            Shift(self._register.bodies[made.body_id].name, "", self._described(made))
        )
        verdict.steps.append(
            {
                "do": "add_membership",
                "who": made.person_id,
                "body_id": made.body_id,
                "role": made.role,
                "principal_id": made.principal_id,
                "function": made.function,
                "since": since,
                "until": made.until,
            }
        )

    def _change(self, verdict: Verdict, found: KnownMembership, wanted: Wanted, place: str) -> None:
        after = replace(
            found,
            role=wanted.role,
            principal_id=wanted.principal_id or found.principal_id,
            function=wanted.function or found.function,
            since=wanted.since or found.since,
            until=wanted.until or found.until,
        )
        if after == found:
            self._told_by.setdefault(found.id, place)
            return
        if found.id in self._told_by:
            verdict.reasons.append(
                _("%(place)s säger något annat om samma uppdrag. Ta inte med den ena av raderna.")
                % {"place": self._told_by[found.id]}
            )
            return
        if not self._can_be(verdict, after):
            return
        self._keep(after, place)
        if verdict.kind == Kind.UNCHANGED:
            verdict.kind = Kind.CHANGED
        verdict.shifts += self._shifts(found, after)
        verdict.steps.append(
            {
                "do": "change_membership",
                "membership_id": after.id,
                "was": [found.role, found.principal_id, found.function, found.since, found.until],
                "role": after.role,
                "principal_id": after.principal_id,
                "function": after.function,
                "since": after.since,
                "until": after.until,
            }
        )

    def _can_be(self, verdict: Verdict, seat: KnownMembership) -> bool:
        if seat.until and seat.until < seat.since:
            verdict.reasons.append(_("Sista dagen kommer före den första."))
        elif not sane(seat.since, seat.until, timezone.localdate()):
            verdict.reasons.append(
                _("Dagarna ligger för långt bort. Kontrollera att årtalen är rätt skrivna.")
            )
        elif any(
            one.id != seat.id
            and one.role == seat.role
            and Overlapping(seat.since, seat.until).meets(one.since, one.until)
            for one in self._register.seats(seat.person_id, seat.body_id)
        ):
            verdict.reasons.append(_("Personen sitter redan där i den rollen de dagarna."))
        return not verdict.reasons

    def _keep(self, seat: KnownMembership, place: str) -> None:
        self._register.put_seat(seat)
        self._told_by[seat.id] = place

    def _described(self, seat: KnownMembership) -> str:
        parts = [self._role(seat), self._principal(seat), seat.function]
        days = (_("från %(since)s till %(until)s") if seat.until else _("från %(since)s")) % {
            "since": shown(seat.since),
            "until": shown(seat.until),
        }
        return ", ".join(filter(None, (*parts, days)))

    def _role(self, seat: KnownMembership) -> str:
        return self._terms.roles.get(seat.role, seat.role)

    def _principal(self, seat: KnownMembership) -> str:
        known = self._register.organisations.get(seat.principal_id or 0)
        return known.name if known else ""

    def _shifts(self, before: KnownMembership, after: KnownMembership) -> list[Shift]:
        body = self._register.bodies[after.body_id].name
        pairs: tuple[tuple[Column, str, str], ...] = (
            (Column.ROLE, self._role(before), self._role(after)),
            (Column.PRINCIPAL, self._principal(before), self._principal(after)),
            (Column.FUNCTION, before.function, after.function),
            (Column.SINCE, shown(before.since), shown(after.since)),
            (Column.UNTIL, shown(before.until), shown(after.until)),
        )
        return [
            Shift(f"{body}, {str(LABELS[column]).lower()}", old, new)
            for column, old, new in pairs
            if old != new
        ]


def shown(day: date | None) -> str:
    """A day as lists show it; nothing for none."""
    return date_format(day, "j b Y") if day else ""
