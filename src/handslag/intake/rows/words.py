"""What words of a list mean: bodies, principals and roles, by the register or by somebody's word.

A word that neither knows is told, once for the whole list, for somebody to explain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from handslag.domain.base.words import key_of
from handslag.intake.rows.columns import LABELS, Column
from handslag.intake.rows.shapes import Word

if TYPE_CHECKING:
    from handslag.intake.rows.known import Register
    from handslag.intake.rows.shapes import Said, Terms, Verdict

NONE = "none"
"""What a word is said to mean that means nobody: who sits for no principal."""

ROLE_WORDS = {
    "ordf": "chair",
    "ordf.": "chair",
    "vice ordf": "vice-chair",
    "vice ordf.": "vice-chair",
    "v. ordf.": "vice-chair",
    "v ordf": "vice-chair",
    "ordinarie": "member",
    "ordinarie ledamot": "member",
    "suppleant": "alternate",
    "sekr": "secretary",
    "sekr.": "secretary",
    "adj": "co-opted",
    "adj.": "co-opted",
}
"""How roles are written beside their own names."""


def word_key(column: Column, text: str) -> str:
    """The key under which the meaning of a word is kept."""
    return f"{column}:{key_of(text)}"[:300]


class Dictionary:
    """Looks words up for one list."""

    def __init__(self, register: Register, terms: Terms) -> None:
        self._register = register
        self._terms = terms
        self._roles = {key_of(label): value for value, label in terms.roles.items()} | ROLE_WORDS

    def body(self, verdict: Verdict, said: Said) -> int | None:
        """The body that the row names; None where it names none, or none that is known."""
        text = said.texts.get(Column.BODY, "")
        if not text:
            return None
        meant = self._meant(Column.BODY, text)
        found = self._id(meant) if meant else self._register.body_called(text)
        if found in self._register.bodies:
            return found
        self._unknown(verdict, Column.BODY, text)
        return None

    def organisation(self, verdict: Verdict, said: Said, column: Column) -> int | None:
        """The organisation that the row names in `column`, which may say that it is none."""
        text = said.texts.get(column, "")
        if not text:
            return None
        meant = self._meant(column, text)
        if meant == NONE:
            return None
        found = self._id(meant) if meant else self._register.organisation_called(text)
        known = self._register.organisations.get(found) if found else None
        if known is None:
            self._unknown(verdict, column, text)
            return None
        return known.id

    def seated_for(self, verdict: Verdict, said: Said, organisation_id: int | None) -> int | None:
        """The same, where it can send somebody to a body; otherwise a reason why it cannot."""
        if organisation_id is None or self._register.organisations[organisation_id].principal:
            return organisation_id
        text = said.texts[Column.PRINCIPAL]
        verdict.reasons.append(
            _("%s är ingen huvudman, och ingen kan sitta i ett organ för den.") % text
        )
        verdict.words.append(Word(word_key(Column.PRINCIPAL, text), text))
        return None

    def role(self, verdict: Verdict, said: Said) -> str:
        """The role that the row names; empty where it names none that is known."""
        text = said.texts.get(Column.ROLE, "")
        meant = self._meant(Column.ROLE, text) or self._roles.get(key_of(text), "")
        if meant in self._terms.roles:
            return meant
        if text:
            self._unknown(verdict, Column.ROLE, text)
        else:
            verdict.reasons.append(_("Raden säger inte vilken roll personen har i organet."))
            verdict.words.append(Word(word_key(Column.ROLE, ""), ""))
        return ""

    def _meant(self, column: Column, text: str) -> str:
        return str(self._terms.meanings.get(word_key(column, text), ""))

    def _id(self, meant: str) -> int | None:
        return int(meant) if meant.isdigit() else None

    def _unknown(self, verdict: Verdict, column: Column, text: str) -> None:
        verdict.reasons.append(
            _("Registret känner inte ”%(text)s” (%(column)s).")
            % {"text": text, "column": str(LABELS[column]).lower()}
        )
        verdict.words.append(Word(word_key(column, text), text))
