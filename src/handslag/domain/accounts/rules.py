"""Rules over what is given to accounts: which role for what, by whom, and which ways in hold."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from handslag.domain.access.roles import GIVEN, MAY, Role
from handslag.domain.access.rules import may
from handslag.domain.access.things import COUNTY, OF_THE_COUNTY, Scope, ScopeKind, Thing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from django.utils.functional import Promise

    from handslag.domain.access.viewer import Viewer

INVITED = timedelta(days=14)
"""How long an invitation holds after it was sent: a holiday's length."""
WELCOMED = timedelta(hours=1)
"""How long the first coordinator's way in holds after it was printed."""

FITS: Mapping[Role, frozenset[ScopeKind]] = {
    Role.COORDINATOR: frozenset({ScopeKind.COUNTY}),
    Role.SECRETARY: frozenset({ScopeKind.COUNTY, ScopeKind.BODY}),
    Role.CONTACT: frozenset({ScopeKind.PRINCIPAL}),
    Role.READER: frozenset({ScopeKind.COUNTY, ScopeKind.BODY, ScopeKind.PRINCIPAL}),
    Role.AUDITOR: frozenset({ScopeKind.COUNTY, ScopeKind.BODY}),
}
"""What each role that is given can be given for."""


def fits(role: Role, scope: Scope) -> bool:
    """Whether the role is one that is given, and given for such a thing."""
    return role in GIVEN and scope.kind in FITS[role] and (scope.id != 0) == (scope != COUNTY)


def thing_of(scope: Scope) -> Thing:
    """What a role is given for, as the rule over access sees it."""
    return OF_THE_COUNTY if scope == COUNTY else Thing(scopes=frozenset({scope}))


def has_all_of(viewer: Viewer, role: Role, scope: Scope) -> bool:
    """Whether `viewer` has everything that `role` has over `scope`: nobody gives more than that."""
    return all(may(viewer, permission, thing_of(scope)) for permission in MAY[role])


def overlap(one: tuple[date, date | None], other: tuple[date, date | None]) -> bool:
    """Whether two times, each from a first day to a last (None for no end), share a day.

    One whose last day comes before its first was taken back before it began, and has no day.
    """
    (since, until), (other_since, other_until) = one, other
    if (until and until < since) or (other_until and other_until < other_since):
        return False
    return (until is None or other_since <= until) and (other_until is None or since <= other_until)


class Standing(StrEnum):
    """Whether a way in can be used, or why not."""

    OPEN = "open"
    USED = "used"
    REVOKED = "revoked"
    EXPIRED = "expired"


WHY_NOT: Mapping[Standing, Promise] = {
    Standing.USED: _(
        "Inbjudan har redan använts. Logga in med kontot. Var det inte du som använde den, "
        "berätta det för samordnaren."
    ),
    Standing.REVOKED: _("Inbjudan har dragits in. Fråga den som bjöd in dig."),
    Standing.EXPIRED: _(
        "Inbjudan är för gammal och gäller inte längre. Be den som bjöd in dig att skicka den igen."
    ),
}
"""Why an invitation cannot be taken up, for whoever followed its link."""


def standing(
    *, used_at: datetime | None, revoked_at: datetime | None, valid_until: datetime, now: datetime
) -> Standing:
    """How an invitation, or the first way in, stands at `now`. What ended it first counts."""
    if used_at is not None:
        return Standing.USED
    if revoked_at is not None:
        return Standing.REVOKED
    return Standing.OPEN if now < valid_until else Standing.EXPIRED
