"""What was done with an account, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from handslag.domain.access.roles import Role
from handslag.interfaces.web.kit.words import short_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from handslag.domain.access.things import Scope
    from handslag.domain.audit.queries import LogRow


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that was done, by whom and when."""

    words: str
    actor: str
    at: datetime


def in_words(rows: Iterable[LogRow], scope_names: Mapping[Scope, str]) -> list[Told]:
    """Each row as a sentence. What no words are made for is told by its own name."""
    names = {(scope.kind.value, scope.id): name for scope, name in scope_names.items()}
    return [Told(_words(row, names), row.actor, row.at) for row in rows]


def _words(row: LogRow, names: Mapping[tuple[str, int], str]) -> str:
    plain: dict[str, Callable[[], str]] = {
        "accounts.make_account": lambda: _("Kontot gjordes."),
        "accounts.renew_account": lambda: _("Kontot fick ett nytt lösenord från datorn."),
        "accounts.sign_in": lambda: _("Loggade in."),
        "accounts.sign_out": lambda: _("Loggade ut."),
        "accounts.refuse_sign_in": lambda: _("Ett försök att logga in nekades."),
        "accounts.add_factor": lambda: _("Ett andra steg lades till för inloggningen."),
        "accounts.remove_factor": lambda: _("Ett andra steg togs bort från inloggningen."),
        "accounts.renew_recovery_codes": lambda: _("Nya reservkoder gjordes."),
        "accounts.refuse_factor": lambda: _("Ett försök att bekräfta inloggningen nekades."),
        "accounts.change_password": lambda: _("Lösenordet byttes."),
        "accounts.change_email": lambda: _("E-postadressen byttes."),
        "accounts.end_sessions": lambda: _("Inloggningar avslutades."),
        "accounts.join_provider": lambda: _("Kontot knöts till organisationens inloggning."),
        "accounts.close_account": lambda: _("Kontot stängdes."),
        "accounts.reopen_account": lambda: _("Kontot öppnades igen."),
        "registry.tie_person": lambda: _("Kontot knöts till %(person)s i registret."),
        "registry.untie_person": lambda: _("Kontot skildes från %(person)s i registret."),
    }
    if row.verb in plain:
        return plain[row.verb]() % {"person": row.detail.get("person", "")}
    if row.verb == "accounts.give_role":
        return _("Rollen %(role)s gavs.") % {"role": _role(row.detail, names)}
    if row.verb == "accounts.end_role":
        after = row.detail.get("after", {})
        return _("Rollen %(role)s avslutades.") % {"role": _role(after, names)}
    return row.verb


def _role(told: Mapping[str, Any], names: Mapping[tuple[str, int], str]) -> str:
    """ "läsare för Länsnätverket från 3 maj 2025 till 4 juni 2026"."""
    role = str(told.get("role", ""))
    words = str(Role(role).label) if role in Role.values else role
    scope = names.get((str(told.get("scope_kind")), int(told.get("scope_id") or 0)), "")
    if scope:
        words = _("%(role)s för %(scope)s") % {"role": words, "scope": scope}
    if since := parse_date(str(told.get("since") or "")):
        words = _("%(words)s från %(day)s") % {"words": words, "day": short_day(since)}
    if until := parse_date(str(told.get("until") or "")):
        words = _("%(words)s till %(day)s") % {"words": words, "day": short_day(until)}
    return words
