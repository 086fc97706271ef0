"""Who a row is about: by name and something more, or because somebody has said so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from handslag.domain.base.words import key_of
from handslag.domain.registry.affiliations.queries import KnownPerson
from handslag.intake.rows.columns import Column
from handslag.intake.rows.shapes import Choice, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from handslag.intake.rows.known import Register
    from handslag.intake.rows.shapes import GivenRow, Said, Verdict

NEW = "new"


class Finding:
    """Looks for the person of each row, and keeps who was found for which row."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._of_row: dict[int, int] = {}
        self._place: dict[int, str] = {}

    def find(
        self, verdict: Verdict, said: Said, tied: Iterable[int], body_id: int | None, place: str
    ) -> int | None:
        """The person; None where the verdict now says why nobody can be told.

        `tied` are the organisations that the row names, `place` how the row is called.
        """
        name = said.texts.get(Column.NAME, "")
        if not name:
            verdict.reasons.append(_("Raden har inget namn."))
            return None
        found = self._chosen(verdict.row, verdict) if verdict.row.person else None
        if found is None and not verdict.reasons and verdict.row.person != NEW:
            found = self._known(verdict, said, set(tied), body_id)
        if verdict.reasons:
            return None
        if found is None:
            found = self._add(verdict, name, place)
        self._of_row[verdict.row.id] = found
        return found

    def _chosen(self, row: GivenRow, verdict: Verdict) -> int | None:
        """Whom somebody said that it is."""
        if row.person == NEW:
            return None
        number = int(row.person[1:])
        found = self._of_row.get(number) if row.person[0] == "r" else number
        if found is not None and found in self._register.people:
            return found
        verdict.reasons.append(
            _("Den person som valdes finns inte längre. Välj igen, eller ta inte med raden.")
        )
        verdict.choices.append(Choice(NEW, _("En ny person")))
        return None

    def _known(
        self, verdict: Verdict, said: Said, tied: set[int], body_id: int | None
    ) -> int | None:
        """Somebody of the register; None with reasons where it is unclear, without for nobody."""
        name = said.texts[Column.NAME]
        if Column.PERSON_ID in said.texts:
            return self._by_id(verdict, said.texts[Column.PERSON_ID], name)
        called = self._register.named(name)
        email = said.texts.get(Column.EMAIL, "")
        reached = self._register.reached_at(email) if email else []
        if reached:
            if len(reached) == 1 and reached[0] in called:
                return reached[0]
            verdict.reasons.append(
                _("E-postadressen %(email)s står för %(names)s i registret.")
                % {
                    "email": email,
                    "names": ", ".join(self._register.people[one].name for one in reached),
                }
            )
            self._offer(verdict, reached, new=False)
            return None
        sure = [one for one in called if self._something_more(one, tied, body_id)]
        if len(sure) == 1:
            return sure[0]
        if called:
            verdict.reasons.append(self._why(called))
            self._offer(verdict, called, new=True)
        return None

    def _by_id(self, verdict: Verdict, text: str, name: str) -> int | None:
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
        person = self._register.people.get(number)
        if person is None:
            verdict.reasons.append(_("Ingen i registret har person-id %s.") % text)
            self._offer(verdict, self._register.named(name), new=True)
            return None
        if key_of(name) not in map(key_of, person.names):
            verdict.reasons.append(
                _("Person-id %(id)s är %(known)s i registret, men raden säger %(name)s.")
                % {"id": text, "known": person.name, "name": name}
            )
            self._offer(verdict, [number, *self._register.named(name)], new=True)
            return None
        return number

    def _something_more(self, person_id: int, tied: set[int], body_id: int | None) -> bool:
        if tied & self._register.tied_to(person_id):
            return True
        return body_id is not None and bool(self._register.seats(person_id, body_id))

    def _why(self, called: list[int]) -> str:
        if len(called) > 1:
            return _("%d personer i registret har det namnet.") % len(called)
        return _("Namnet finns i registret, men inget mer på raden säger att det är samma person.")

    def _offer(self, verdict: Verdict, people: Iterable[int], *, new: bool) -> None:
        for person_id in dict.fromkeys(people):
            value = f"p{person_id}" if person_id > 0 else f"r{-person_id}"
            label = _("Samma person: %s") % self.described(person_id)
            verdict.choices.append(Choice(value, label))
        if new:
            verdict.choices.append(Choice(NEW, _("En annan person, som läggs till")))

    def _add(self, verdict: Verdict, name: str, place: str) -> int:
        made = KnownPerson(-verdict.row.id, name, (name,), "", "")
        self._register.add_person(made)
        self._place[made.id] = place
        verdict.kind = Kind.NEW_PERSON
        verdict.steps.append({"do": "add_person", "who": made.id, "name": name})
        return made.id

    def described(self, person_id: int) -> str:
        """Somebody with what tells them apart from others of the name."""
        person = self._register.people[person_id]
        if person_id in self._place:
            return _("%(name)s, som läggs till från %(place)s") % {
                "name": person.name,
                "place": self._place[person_id],
            }
        told = [
            ", ".join(filter(None, (work.title, self._organisation(work.organisation_id))))
            for work in self._register.works(person_id)
        ]
        bodies = [
            self._register.bodies[one.body_id].name for one in self._register.seats(person_id)
        ]
        more = [*dict.fromkeys((*told, *bodies))][:3]
        return " · ".join((person.name, *more))

    def _organisation(self, organisation_id: int) -> str:
        return self._register.organisations[organisation_id].name
