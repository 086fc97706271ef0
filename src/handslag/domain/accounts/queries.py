"""Reads of accounts that need nothing from above: the ways in, and what can be given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from handslag.domain.access.permissions import Permission
from handslag.domain.access.roles import GIVEN, Role
from handslag.domain.access.rules import require
from handslag.domain.access.things import Scope, ScopeKind
from handslag.domain.accounts.actions.welcome import why_not
from handslag.domain.accounts.models import Invitation, User, Welcome
from handslag.domain.accounts.rules import FITS, WHY_NOT, standing
from handslag.domain.accounts.tokens import UnknownToken, digest_of
from handslag.domain.base.shapes import Labelled, labelled

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from handslag.domain.access.viewer import Viewer


def user_names(viewer: Viewer, ids: Collection[int]) -> dict[int, str]:
    """Whose each of these accounts is, by id; unknown ones are left out. One query."""
    require(viewer, Permission.ACCOUNTS_READ)
    return dict(User.objects.filter(id__in=ids).values_list("id", "name"))


@dataclass(frozen=True, slots=True)
class InvitationSeen:
    """An invitation as whoever holds its link sees it."""

    name: str
    email: str
    invited_by: str
    valid_until: datetime
    renews: bool
    """The account is there already, and gets a new password by this."""
    has_account: bool
    """Somebody with this address has an account already, and must sign in with it."""
    own: bool
    """That somebody looks."""
    why_not: str
    """Why it cannot be taken up, in words; empty where it can."""


def invitation(viewer: Viewer, token: str | None) -> InvitationSeen:
    """The invitation that a token opens. Two queries, none for what can be no token.

    Whoever looks, the token is all that is asked. Raises UnknownToken (PermissionDenied) where it
    is nobody's.
    """
    found = Invitation.objects.filter(token_sha256=digest_of(token)).first()
    if found is None:
        raise UnknownToken
    stands = standing(
        used_at=found.accepted_at,
        revoked_at=found.revoked_at,
        valid_until=found.valid_until,
        now=timezone.now(),
    )
    user_id = User.objects.filter(email=found.email).values_list("id", flat=True).first()
    return InvitationSeen(
        name=found.name,
        email=found.email,
        invited_by=found.made_by,
        valid_until=found.valid_until,
        renews=found.renews,
        has_account=not found.renews and user_id is not None,
        own=user_id is not None and user_id == viewer.user_id,
        why_not=str(WHY_NOT[stands]) if stands in WHY_NOT else "",
    )


def welcome(viewer: Viewer, token: str | None) -> str:
    """Why the first way in that a token opens cannot be used; empty where it can.

    Whoever looks, the token is all that is asked. Raises UnknownToken (PermissionDenied) where it
    is nobody's. At most two queries, none for what can be no token.
    """
    del viewer
    found = Welcome.objects.filter(token_sha256=digest_of(token)).first()
    if found is None:
        raise UnknownToken
    return why_not(found)


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """An invitation that is open, for whoever looks after accounts."""

    id: int
    name: str
    email: str
    role: Labelled | None
    scope: Scope
    person_id: int | None
    made_by: str
    sent_at: datetime
    valid_until: datetime
    expired: bool


def open_invitations(viewer: Viewer) -> tuple[InvitationRow, ...]:
    """Those that nobody has taken up or taken back, the last made first. One query."""
    require(viewer, Permission.ACCOUNTS_READ)
    now = timezone.now()
    return tuple(
        InvitationRow(
            id=row.id,
            name=row.name,
            email=row.email,
            role=labelled(Role, row.role) if row.role else None,
            scope=Scope(ScopeKind(row.scope_kind), row.scope_id),
            person_id=row.person_id,
            made_by=row.made_by,
            sent_at=row.sent_at,
            valid_until=row.valid_until,
            expired=row.valid_until <= now,
        )
        for row in Invitation.objects.open().order_by("-id")
    )


def roles_to_give(viewer: Viewer) -> list[tuple[Labelled, tuple[ScopeKind, ...]]]:
    """Every role that is given, with what it can be given for. No query."""
    require(viewer, Permission.ACCOUNTS_READ)
    return [(labelled(Role, role), tuple(sorted(FITS[role]))) for role in GIVEN]
