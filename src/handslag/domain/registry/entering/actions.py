"""Letting people in, where it takes the register: what a role is for, and who the account is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.access.things import COUNTY, Scope, ScopeKind
from handslag.domain.access.viewer import SYSTEM
from handslag.domain.accounts import actions as accounts
from handslag.domain.accounts.models import User
from handslag.domain.accounts.rules import thing_of
from handslag.domain.audit.actions import log
from handslag.domain.registry.models import PRINCIPALS, Body, Organisation, Person

if TYPE_CHECKING:
    from datetime import date

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.accounts.actions import Accepted, Sent


@transaction.atomic
def invite(
    *,
    viewer: Viewer,
    email: str,
    name: str,
    role: str = "",
    scope: Scope = COUNTY,
    person_id: int | None = None,
    renews: bool = False,
) -> Sent:
    """Ask somebody in, as `accounts.actions.invite` does, and raise what it raises.

    Raises ValidationError also where the body, the principal or the person is not there, where
    the person has an account, and where neither role nor person would let them see anything.
    """
    require(viewer, Permission.ACCOUNTS_INVITE, thing_of(scope))
    _require_there(scope)
    if person_id is not None:
        _free_person(person_id)
    elif not role and not renews:
        raise ValidationError(
            {"role": _("Välj en roll, eller en person i registret vars uppdrag ger den.")}
        )
    return accounts.invite(
        viewer=viewer,
        email=email,
        name=name,
        role=role,
        scope=scope,
        person_id=person_id,
        renews=renews,
    )


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
    """Give an account a role, as `accounts.actions.give_role` does, and raise what it raises.

    Raises ValidationError also where the body or the principal is not there.
    """
    require(viewer, Permission.ACCOUNTS_CHANGE, thing_of(scope))
    _require_there(scope)
    return accounts.give_role(
        viewer=viewer, user_id=user_id, role=role, scope=scope, since=since, until=until
    )


@transaction.atomic
def accept_invitation(*, viewer: Viewer, token: str | None, password: str | None) -> Accepted:
    """Take an invitation up, and tie the account to the person it was meant for.

    Does and raises what `accounts.actions.accept_invitation` does. Where the person has gone, or
    has got an account in the meantime, the account is made without: a coordinator can tie it.
    """
    accepted = accounts.accept_invitation(viewer=viewer, token=token, password=password)
    if accepted.person_id is None or Person.objects.filter(user_id=accepted.user_id).exists():
        return accepted
    person = Person.objects.select_for_update().filter(id=accepted.person_id, user=None).first()
    if person is not None:
        _tie(SYSTEM, person, accepted.user_id)  # whoever invited was allowed to
    return accepted


@transaction.atomic
def tie_person(*, viewer: Viewer, person_id: int, user_id: int) -> None:
    """Say that an account is a person's in the register: what they sit in, it may read.

    Raises Person.DoesNotExist, User.DoesNotExist, and ValidationError where either has another.
    """
    require(viewer, Permission.ACCOUNTS_CHANGE)
    user = User.objects.select_for_update().get(id=user_id)
    # PostgreSQL locks no row that may be missing: the account is locked above
    person = Person.objects.select_for_update(of=("self",)).select_related("user").get(id=person_id)
    if person.user_id == user_id:
        return
    if person.user is not None:
        raise ValidationError(
            _("%(person)s har redan kontot %(email)s. Inget har ändrats.")
            % {"person": person.name, "email": person.user.email}
        )
    if other := Person.objects.filter(user=user).first():
        raise ValidationError(
            _("Kontot hör redan till %(person)s. Skilj dem åt först. Inget har ändrats.")
            % {"person": other.name}
        )
    _tie(viewer, person, user_id)


@transaction.atomic
def untie_person(*, viewer: Viewer, user_id: int) -> None:
    """Say that an account is nobody's in the register; what followed from memberships ends.

    Nothing happens where it is nobody's already.
    """
    require(viewer, Permission.ACCOUNTS_CHANGE)
    person = Person.objects.select_for_update().filter(user_id=user_id).first()
    if person is None:
        return
    person.user = None
    person.save(update_fields=["user"])
    log(
        viewer=viewer,
        verb="registry.untie_person",
        thing_type="accounts.user",
        thing_id=user_id,
        detail={"person_id": person.id, "person": person.name},
    )


def _tie(viewer: Viewer, person: Person, user_id: int) -> None:
    person.user_id = user_id
    person.save(update_fields=["user"])
    log(
        viewer=viewer,
        verb="registry.tie_person",
        thing_type="accounts.user",
        thing_id=user_id,
        detail={"person_id": person.id, "person": person.name},
    )


def _require_there(scope: Scope) -> None:
    if scope.kind == ScopeKind.COUNTY:
        return
    found = False
    if scope.kind == ScopeKind.BODY:
        found = Body.objects.filter(id=scope.id).exists()
    elif scope.kind == ScopeKind.PRINCIPAL:
        found = Organisation.objects.filter(id=scope.id, kind__in=PRINCIPALS).exists()
    if not found:
        raise ValidationError(
            {"scope": _("Organet eller huvudmannen finns inte. Välj i listan. Inget har ändrats.")}
        )


def _free_person(person_id: int) -> None:
    person = Person.objects.select_related("user").filter(id=person_id).first()
    if person is None:
        raise ValidationError({"person": _("Personen finns inte i registret. Välj en annan.")})
    if person.user is not None:
        raise ValidationError(
            {
                "person": _("%(person)s har redan kontot %(email)s.")
                % {"person": person.name, "email": person.user.email}
            }
        )
