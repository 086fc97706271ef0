"""A list held against the register: what becomes of each row. Pure but for the words.

The same list against the same register gives the same plan, however often it is made: so it is
made anew whenever it is shown and whenever it is carried out, and never kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from handslag.intake.rows.columns import Column
from handslag.intake.rows.known import Register
from handslag.intake.rows.saying import said_by
from handslag.intake.rows.seats import Seating, Wanted
from handslag.intake.rows.shapes import Kind, Verdict
from handslag.intake.rows.who import Finding
from handslag.intake.rows.words import Dictionary
from handslag.intake.rows.work import Working, settle_email

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handslag.domain.registry.affiliations.queries import Roll
    from handslag.intake.rows.shapes import GivenRow, Said, Terms

_OF_A_SEAT = (Column.ROLE, Column.FUNCTION, Column.MEMBERSHIP_ID)


def plan(rows: Sequence[GivenRow], terms: Terms, roll: Roll) -> list[Verdict]:
    """What becomes of each row, in order. A row that is unclear changes nothing for those after."""
    planning = _Planning(terms, Register(roll))
    return [planning.verdict(row) for row in rows]


class _Planning:
    def __init__(self, terms: Terms, register: Register) -> None:
        self._terms = terms
        self._register = register
        self._finding = Finding(register)
        self._working = Working(register, terms.today)
        self._seating = Seating(register, terms)
        self._dictionary = Dictionary(register, terms)
        self._many = len(terms.columns) > 1

    def verdict(self, row: GivenRow) -> Verdict:
        said = said_by(row.cells, self._terms.columns[row.sheet])
        verdict = Verdict(row, name=said.texts.get(Column.NAME, ""))
        if row.left:
            verdict.kind = Kind.LEFT
            return verdict
        verdict.reasons += said.faults
        self._settle(verdict, said)
        if verdict.reasons:
            self._register.forget()
            verdict.kind = Kind.UNCLEAR
            verdict.reasons = list(dict.fromkeys(verdict.reasons))
            verdict.shifts, verdict.steps = [], []
        self._register.keep()
        return verdict

    def _settle(self, verdict: Verdict, said: Said) -> None:
        """Everything that the row says, until something in it is unclear."""
        place = self._place(verdict.row)
        body_id = self._dictionary.body(verdict, said)
        tied = self._dictionary.organisation(verdict, said, Column.PRINCIPAL)
        employer = tied
        if Column.EMPLOYER in said.has:
            employer = self._dictionary.organisation(verdict, said, Column.EMPLOYER)
        wanted = self._wanted(verdict, said, body_id, tied)
        if verdict.reasons:
            return
        organisations = {one for one in (tied, employer) if one}
        person_id = self._finding.find(verdict, said, organisations, body_id, place)
        if person_id is None:
            return
        verdict.person_id = person_id
        settle_email(self._register, verdict, said, person_id)
        if not verdict.reasons and self._tells_of_work(said):
            time = None if wanted else (said.since, said.until)
            title = said.texts.get(Column.TITLE, "")
            self._working.settle(verdict, person_id, employer, title, time)
        if not verdict.reasons and wanted:
            self._seating.settle(verdict, said, wanted._replace(person_id=person_id), place)

    def _wanted(
        self, verdict: Verdict, said: Said, body_id: int | None, principal_id: int | None
    ) -> Wanted | None:
        """The seat that the row tells of; None where it tells of none."""
        if Column.BODY not in said.texts:
            if any(column in said.texts for column in _OF_A_SEAT):
                verdict.reasons.append(_("Raden säger inte vilket organ uppdraget gäller."))
            return None
        role = self._dictionary.role(verdict, said)
        sits_for = self._dictionary.seated_for(verdict, said, principal_id)
        if body_id is None or not role:
            return None
        function = said.texts.get(Column.FUNCTION, "")
        return Wanted(0, body_id, role, sits_for, function, said.since, said.until)

    def _tells_of_work(self, said: Said) -> bool:
        if Column.TITLE in said.texts or Column.EMPLOYER in said.texts:
            return True
        return Column.BODY not in said.texts and Column.PRINCIPAL in said.texts

    def _place(self, row: GivenRow) -> str:
        if self._many:
            return _("rad %(row)d på blad %(sheet)d") % {"row": row.number, "sheet": row.sheet + 1}
        return _("rad %d") % row.number
