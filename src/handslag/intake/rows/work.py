"""Where a row says that somebody works, and how they are reached."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.domain.registry.affiliations.queries import KnownAffiliation
from handslag.domain.registry.memberships.rules import EARLIEST, sane
from handslag.intake.rows.columns import LABELS, Column
from handslag.intake.rows.known import Overlapping
from handslag.intake.rows.seats import shown
from handslag.intake.rows.shapes import Kind, Shift

if TYPE_CHECKING:
    from datetime import date

    from handslag.intake.rows.known import Register
    from handslag.intake.rows.shapes import Said, Verdict


def settle_email(register: Register, verdict: Verdict, said: Said, person_id: int) -> None:
    """Say in the verdict how the person is reached, where the row says it otherwise."""
    email, person = said.texts.get(Column.EMAIL, ""), register.people[person_id]
    known = person.email or person.account_email
    if not email or email.casefold() == known.casefold():
        return
    others = [one for one in register.reached_at(email) if one != person_id]
    if others:
        verdict.reasons.append(
            _("E-postadressen %(email)s står redan för %(name)s i registret.")
            % {"email": email, "name": register.people[others[0]].name}
        )
        return
    register.set_email(person_id, email)
    _changed(verdict, Shift(str(LABELS[Column.EMAIL]), known, email))
    verdict.steps.append({"do": "set_email", "who": person_id, "email": email, "was": known})


class Working:
    """Finds the affiliation of each row."""

    def __init__(self, register: Register, today: date) -> None:
        self._register = register
        self._today = today

    def settle(
        self,
        verdict: Verdict,
        person_id: int,
        organisation_id: int | None,
        title: str,
        time: tuple[date | None, date | None] | None,
    ) -> None:
        """Say in the verdict where the person works, where the row says it otherwise.

        `time` is from when and until when they do, where the row is about nothing else.
        """
        works = self._register.works(person_id)
        if organisation_id is None:
            if not any(one.title == title and self._holds(one) for one in works):
                verdict.reasons.append(
                    _("Raden har en titel, men säger inte vilken organisation den gäller.")
                )
            return
        same = [
            one
            for one in works
            if one.organisation_id == organisation_id and title in ("", one.title)
        ]
        if same:
            self._redate(verdict, same, time)
            return
        held = [one for one in works if self._holds(one)]
        if time and any(time):
            at = Overlapping(*time)
            held = [one for one in works if at.meets(one.since, one.until)]
        if not held:
            self._add(verdict, person_id, organisation_id, title, time or (None, None))
        elif len(held) > 1:
            verdict.reasons.append(
                _("Personen arbetar på flera ställen i registret. Ändra på personens sida.")
            )
        else:
            self._succeed(verdict, held[0], organisation_id, title, time)

    def _holds(self, one: KnownAffiliation) -> bool:
        return Overlapping(self._today, self._today).meets(one.since, one.until)

    def _redate(
        self,
        verdict: Verdict,
        same: list[KnownAffiliation],
        time: tuple[date | None, date | None] | None,
    ) -> None:
        since, until = time or (None, None)
        fits = [one for one in same if since in (None, one.since) and until in (None, one.until)]
        if fits:
            return
        if len(same) > 1:
            verdict.reasons.append(
                _("Personen har arbetat där flera gånger. Ändra på personens sida.")
            )
            return
        before = same[0]
        after = replace(before, since=since or before.since, until=until or before.until)
        if self._can_be(verdict, after):
            self._change(verdict, before, after)

    def _succeed(
        self,
        verdict: Verdict,
        before: KnownAffiliation,
        organisation_id: int,
        title: str,
        time: tuple[date | None, date | None] | None,
    ) -> None:
        """What the row says follows on what the register says."""
        since = (time[0] if time else None) or self._today
        if before.organisation_id == organisation_id and not before.title:
            self._change(verdict, before, replace(before, title=title))
            return
        last = since - timedelta(days=1)
        if before.id < 0 or (before.since and before.since > last):
            verdict.reasons.append(
                _("Personen arbetar på ett annat ställe från samma dag. Ändra på personens sida.")
            )
            return
        self._change(verdict, before, replace(before, until=last))
        until = time[1] if time else None
        self._add(verdict, before.person_id, organisation_id, title, (since, until))

    def _change(self, verdict: Verdict, before: KnownAffiliation, after: KnownAffiliation) -> None:
        if after.id < 0:
            verdict.reasons.append(_("En rad ovanför säger något annat om var personen arbetar."))
            return
        self._register.put_work(after)
        place = self._place(after)
        for column, old, new in (
            (Column.TITLE, before.title, after.title),
            (Column.SINCE, shown(before.since), shown(after.since)),
            (Column.UNTIL, shown(before.until), shown(after.until)),
        ):
            if old != new:
                _changed(verdict, Shift(f"{place}, {str(LABELS[column]).lower()}", old, new))
        verdict.steps.append(
            {
                "do": "change_affiliation",
                "affiliation_id": after.id,
                "was": [before.title, before.since, before.until],
                "title": after.title,
                "since": after.since,
                "until": after.until,
            }
        )

    def _add(
        self,
        verdict: Verdict,
        person_id: int,
        organisation_id: int,
        title: str,
        time: tuple[date | None, date | None],
    ) -> None:
        made = KnownAffiliation(-verdict.row.id, person_id, organisation_id, title, *time)
        if not self._can_be(verdict, made):
            return
        self._register.put_work(made)
        days = _("från %s") % shown(made.since) if made.since else ""
        words = ", ".join(filter(None, (self._place(made), days)))
        _changed(verdict, Shift(str(LABELS[Column.EMPLOYER]), "", words))
        verdict.steps.append(
            {
                "do": "add_affiliation",
                "who": person_id,
                "organisation_id": organisation_id,
                "title": title,
                "since": made.since,
                "until": made.until,
            }
        )

    def _can_be(self, verdict: Verdict, work: KnownAffiliation) -> bool:
        if work.since and work.until and work.until < work.since:
            verdict.reasons.append(_("Sista dagen kommer före den första."))
        elif not sane(work.since or EARLIEST, work.until, timezone.localdate()):
            verdict.reasons.append(
                _("Dagarna ligger för långt bort. Kontrollera att årtalen är rätt skrivna.")
            )
        return not verdict.reasons

    def _place(self, work: KnownAffiliation) -> str:
        organisation = self._register.organisations[work.organisation_id].name
        return ", ".join(filter(None, (work.title, organisation)))


def _changed(verdict: Verdict, shift: Shift) -> None:
    if verdict.kind == Kind.UNCHANGED:
        verdict.kind = Kind.CHANGED
    verdict.shifts.append(shift)
