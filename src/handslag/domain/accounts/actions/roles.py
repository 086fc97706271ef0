"""Giving roles and ending them. A role that was held is never unmade, since the log tells of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.roles import Role
from handslag.domain.access.rules import require
from handslag.domain.access.things import COUNTY, Scope, ScopeKind, Thing
from handslag.domain.accounts.models import Grant, User
from handslag.domain.accounts.rules import fits, has_all_of, overlap, thing_of
from handslag.domain.audit.actions import log

if TYPE_CHECKING:
    from datetime import date

    from handslag.domain.access.viewer import Viewer

USER = "accounts.user"
"""The type under which everything about an account is logged."""


@transaction.atomic
def give_role(
    *,
    viewer: Viewer,
    user_id: int,
    role: str,
    scope: Scope = COUNTY,
    since: date | None = None,
    until: date | None = None,
) -> int:
    """Give an account a role for the county, a body or a principal; returns the grant's id.

    From `since`, today where it is None, to `until`, the last day; None for no end.
    Raises PermissionDenied also for a role with more in it than the giver has over `scope`,
    User.DoesNotExist, and ValidationError where the role is none that is given, or not for such a
    thing, where the days are in disorder, or where the account has the role then already.
    """
    require(viewer, Permission.ACCOUNTS_CHANGE, thing_of(scope))
    wanted = wanted_role(viewer, role, scope)
    since = since or timezone.localdate()
    if until is not None and until < since:
        raise ValidationError(
            _("Sista dagen kommer före den första. Ändra någon av dem. Inget har ändrats.")
        )
    user = User.objects.select_for_update().get(id=user_id)  # two givers come one after the other
    _refuse_twice(user, wanted, scope, (since, until))
    grant = Grant.objects.create(
        user=user,
        role=wanted,
        scope_kind=scope.kind,
        scope_id=scope.id,
        since=since,
        until=until,
    )
    log(
        viewer=viewer,
        verb="accounts.give_role",
        thing_type=USER,
        thing_id=user.id,
        detail=told(grant),
    )
    return grant.id


def wanted_role(viewer: Viewer, role: str, scope: Scope) -> Role:
    """`role` as one that `viewer` may give for `scope`; raises what `give_role` raises for it."""
    if role not in Role.values or not fits(Role(role), scope):
        raise ValidationError(
            _("Den rollen kan inte ges för det. Välj en annan roll, eller något annat den gäller.")
        )
    if not has_all_of(viewer, Role(role), scope):
        raise PermissionDenied(
            _("Du får inte ge någon rollen %(role)s, för den får mer än du.")
            % {"role": Role(role).label}
        )
    return Role(role)


def _refuse_twice(user: User, role: Role, scope: Scope, time: tuple[date, date | None]) -> None:
    same = Grant.objects.filter(
        user=user, role=role, scope_kind=scope.kind, scope_id=scope.id
    ).values_list("since", "until")
    if any(overlap(time, known) for known in same):
        raise ValidationError(
            _("%(name)s har redan rollen %(role)s då. Inget har ändrats.")
            % {"name": user.name, "role": role.label}
        )


def told(grant: Grant) -> dict[str, object]:
    """A grant as the log tells it."""
    return {
        "grant_id": grant.pk,
        "role": grant.role,
        "scope_kind": grant.scope_kind,
        "scope_id": grant.scope_id,
        "since": grant.since.isoformat(),
        "until": grant.until.isoformat() if grant.until else None,
    }


@transaction.atomic
def end_role(*, viewer: Viewer, grant_id: int, until: date | None = None) -> None:
    """Let a role end with the day `until`; with yesterday where it is None, so that it ends now.

    A role that would have begun later is never held. Raises Grant.DoesNotExist, PermissionDenied
    also for a role with more in it than the viewer has, and ValidationError where the role has
    ended before, where the day lies in the past, or where nobody would be coordinator any more.
    """
    require(viewer, Permission.ACCOUNTS_CHANGE, _thing_of_grant(grant_id))
    coordinators_one_by_one()
    grant = Grant.objects.select_for_update().select_related("user").get(id=grant_id)
    scope = Scope(ScopeKind(grant.scope_kind), grant.scope_id)
    wanted = wanted_role(viewer, grant.role, scope)
    today = timezone.localdate()
    until = today - timedelta(days=1) if until is None else until
    if grant.until is not None and grant.until <= until:
        raise ValidationError(_("Rollen slutar redan då eller tidigare. Inget har ändrats."))
    if until < today - timedelta(days=1):
        raise ValidationError(_("Dagen har redan varit. Välj i dag eller senare."))
    before = told(grant)
    # a role's first day stays told; one that ends before it has begun was held on no day
    grant.until = until
    grant.save(update_fields=["until"])
    if wanted == Role.COORDINATOR:
        require_a_coordinator(grant.user.name)
    log(
        viewer=viewer,
        verb="accounts.end_role",
        thing_type=USER,
        thing_id=grant.user_id,
        detail={"before": before, "after": told(grant)},
    )


def _thing_of_grant(grant_id: int) -> Thing:
    row = Grant.objects.filter(id=grant_id).values_list("scope_kind", "scope_id").first()
    return thing_of(Scope(ScopeKind(row[0]), row[1]) if row else COUNTY)


def coordinators_one_by_one() -> None:
    """Let whoever takes a coordinator away wait for whoever is doing it, and see what they did."""
    list(Grant.objects.of_coordinators().select_for_update().order_by("id").values_list("id"))


def require_a_coordinator(name: str) -> None:
    """Raise ValidationError where nobody with an open account stays coordinator without end.

    `name` is whose role or account was about to end.
    """
    staying = Grant.objects.of_coordinators().filter(user__is_active=True, until__isnull=True)
    if not staying.filter(since__lte=timezone.localdate()).exists():
        raise ValidationError(
            _(
                "%(name)s är den sista samordnaren. Gör någon annan till samordnare utan slutdag "
                "först. Inget har ändrats."
            )
            % {"name": name}
        )
