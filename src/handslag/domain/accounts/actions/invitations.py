"""Asking people in: an invitation is made, sent again, taken back, and taken up once."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.access.things import COUNTY, Scope, ScopeKind
from handslag.domain.access.viewer import SYSTEM, Viewer
from handslag.domain.accounts.actions.roles import USER, told, wanted_role
from handslag.domain.accounts.models import Grant, Invitation, User
from handslag.domain.accounts.rules import INVITED, WHY_NOT, Standing, overlap, standing, thing_of
from handslag.domain.accounts.sessions import end_sessions
from handslag.domain.accounts.tokens import UnknownToken, digest_of, new_token
from handslag.domain.audit.actions import log

INVITATION = "accounts.invitation"
"""The type under which everything about an invitation is logged."""


@dataclass(frozen=True, slots=True)
class Sent:
    """An invitation to send on. Its token is told here, once, and kept nowhere."""

    invitation_id: int
    token: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """What came of an invitation. `person_id` is to be tied to the account; None for nobody."""

    invitation_id: int
    user_id: int
    person_id: int | None
    renewed: bool
    """An account that was there before got a new password."""


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
    """Ask somebody in under an address, with a role, or with none where a membership tells it.

    `renews` lets an account that exists get a new password by it, and is for the machine alone:
    only SYSTEM may ask for it. Raises PermissionDenied also for a role with more in it than
    `viewer` has, and ValidationError for an address that is none, has an account, or has been
    asked already, and for a role that is none to give.
    """
    require(viewer, Permission.ACCOUNTS_INVITE, thing_of(scope))
    if person_id is not None or renews:
        require(viewer, Permission.ACCOUNTS_CHANGE)  # what the person sits in comes along
    email, name = email.strip().lower(), " ".join(name.split())
    refuse_nonsense(email, name)
    wanted = wanted_role(viewer, role, scope) if role else ""
    _refuse_known(email, renews=renews and viewer == SYSTEM)
    token, now = new_token(), timezone.now()
    invitation = Invitation(
        email=email,
        name=name[:200],
        role=wanted,
        scope_kind=scope.kind,
        scope_id=scope.id,
        person_id=person_id,
        renews=renews and User.objects.filter(email=email).exists(),
        token_sha256=token.digest,
        made_by=viewer.name[:200],
        sent_at=now,
        valid_until=now + INVITED,
    )
    try:
        with transaction.atomic():
            invitation.save(force_insert=True)
    except IntegrityError as somebody_was_first:
        raise ValidationError({"email": _already_asked(name)}) from somebody_was_first
    _log(
        viewer,
        "accounts.invite",
        invitation,
        email=email,
        name=name,
        role=str(wanted),
        scope_kind=scope.kind.value,
        scope_id=scope.id,
        person_id=person_id,
        renews=invitation.renews,
    )
    return Sent(invitation.id, token.words)


def refuse_nonsense(email: str, name: str) -> None:
    """Raise ValidationError for an address that is none, and for nobody's name."""
    if not name:
        raise ValidationError({"name": _("Skriv vad personen heter.")})
    try:
        validate_email(email)
    except ValidationError as wrong:
        raise ValidationError(
            {"email": _("Det där är ingen e-postadress. Skriv den som namn@exempel.se.")}
        ) from wrong


def _refuse_known(email: str, *, renews: bool) -> None:
    if not renews and (user := User.objects.filter(email=email).first()):
        raise ValidationError(
            {
                "email": _(
                    "%(name)s har redan ett konto med den adressen. Ge kontot en roll i stället."
                )
                % {"name": user.name}
            }
        )
    earlier = Invitation.objects.open().select_for_update().filter(email=email).first()
    if earlier is None:
        return
    if not renews:
        raise ValidationError({"email": _already_asked(earlier.name)})
    earlier.revoked_at = timezone.now()
    earlier.save(update_fields=["revoked_at"])


def _already_asked(name: str) -> str:
    return _(
        "%(name)s är redan inbjuden under den adressen. Skicka inbjudan igen, eller dra in den "
        "först."
    ) % {"name": name}


@transaction.atomic
def send_again(*, viewer: Viewer, invitation_id: int) -> Sent:
    """Make a new link for an invitation that is open; the former one leads nowhere from now on.

    Raises Invitation.DoesNotExist, and ValidationError where it has been taken up or taken back.
    """
    require(viewer, Permission.ACCOUNTS_INVITE, thing_of(_scope_of(invitation_id)))
    invitation = _open_one(invitation_id)
    token, now = new_token(), timezone.now()
    invitation.token_sha256 = token.digest
    invitation.sent_at, invitation.valid_until = now, now + INVITED
    invitation.save(update_fields=["token_sha256", "sent_at", "valid_until"])
    _log(viewer, "accounts.send_again", invitation, email=invitation.email)
    return Sent(invitation.id, token.words)


@transaction.atomic
def revoke_invitation(*, viewer: Viewer, invitation_id: int) -> None:
    """Let an invitation that is open lead nowhere. Raises what `send_again` raises."""
    require(viewer, Permission.ACCOUNTS_INVITE, thing_of(_scope_of(invitation_id)))
    invitation = _open_one(invitation_id)
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])
    _log(viewer, "accounts.revoke_invitation", invitation, email=invitation.email)


def _scope_of(invitation_id: int) -> Scope:
    rows = Invitation.objects.filter(id=invitation_id).values_list("scope_kind", "scope_id")
    row = rows.first()
    return Scope(ScopeKind(row[0]), row[1]) if row else COUNTY


def _open_one(invitation_id: int) -> Invitation:
    invitation = Invitation.objects.select_for_update().get(id=invitation_id)
    if invitation.accepted_at or invitation.revoked_at:
        raise ValidationError(_("Inbjudan har redan använts eller dragits in. Inget har ändrats."))
    return invitation


@transaction.atomic
def accept_invitation(*, viewer: Viewer, token: str | None, password: str | None) -> Accepted:
    """Take an invitation up: an account is made, with the role that was promised.

    With a `password` that stands the check of its strength; with None for an account that is
    entered by the region's own provider. Where the address has got an account in the meantime,
    `viewer` must be signed in with it and it keeps its password. The token is all that is asked
    of a stranger: UnknownToken (PermissionDenied) where it is nobody's. Raises ValidationError
    where the invitation has been used, taken back or is too old, and for a weak password.
    """
    invitation = Invitation.objects.select_for_update().filter(token_sha256=digest_of(token))
    found = invitation.first()
    if found is None:
        raise UnknownToken
    if (stands := standing_of(found)) in WHY_NOT:
        raise ValidationError(str(WHY_NOT[stands]))
    user = User.objects.select_for_update().filter(email=found.email).first()
    if user is None:
        user = _make_account(found, password)
    elif found.renews:
        _renew(user, password)
    elif viewer.user_id != user.id:
        raise ValidationError(
            _(
                "Det finns redan ett konto med adressen som inbjudan gick till. Logga in med det "
                "och öppna länken igen, så läggs behörigheten till."
            )
        )
    found.accepted_at, found.account = timezone.now(), user
    found.save(update_fields=["accepted_at", "account"])
    own = Viewer(user.name, user_id=user.id)
    _log(own, "accounts.accept_invitation", found, email=found.email, user_id=user.id)
    _give_what_was_promised(found, user)
    return Accepted(found.id, user.id, found.person_id, found.renews)


def _make_account(invitation: Invitation, password: str | None) -> User:
    user = User(email=invitation.email, name=invitation.name)
    if password is not None:
        _require_strength(password, user)
    made = User.objects.create_user(invitation.email, invitation.name, password)
    log(
        viewer=Viewer(made.name, user_id=made.id),
        verb="accounts.make_account",
        thing_type=USER,
        thing_id=made.id,
        detail={"email": made.email, "name": made.name, "by_password": password is not None},
    )
    return made


def _require_strength(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise ValidationError({"password": weak.messages}) from weak


def _renew(user: User, password: str | None) -> None:
    """Give an account a new password, and open it: somebody at the machine said so."""
    _require_strength(password or "", user)
    user.set_password(password)
    user.is_active = True
    user.save(update_fields=["password", "is_active"])
    log(
        viewer=Viewer(user.name, user_id=user.id),
        verb="accounts.renew_account",
        thing_type=USER,
        thing_id=user.id,
    )
    end_sessions(viewer=Viewer(user.name, user_id=user.id), user_id=user.id)


def _give_what_was_promised(invitation: Invitation, user: User) -> None:
    """Give the role that whoever invited was allowed to give, in Handslag's own name."""
    today = timezone.localdate()
    scope = {"scope_kind": invitation.scope_kind, "scope_id": invitation.scope_id}
    held = Grant.objects.filter(user=user, role=invitation.role, **scope)
    if not invitation.role or any(
        overlap((today, None), known) for known in held.values_list("since", "until")
    ):
        return
    grant = Grant.objects.create(user=user, role=invitation.role, since=today, **scope)
    log(
        viewer=SYSTEM,
        verb="accounts.give_role",
        thing_type=USER,
        thing_id=user.id,
        detail=told(grant) | {"invitation_id": invitation.id, "invited_by": invitation.made_by},
    )


def standing_of(invitation: Invitation) -> Standing:
    """How an invitation stands now."""
    return standing(
        used_at=invitation.accepted_at,
        revoked_at=invitation.revoked_at,
        valid_until=invitation.valid_until,
        now=timezone.now(),
    )


def _log(viewer: Viewer, verb: str, invitation: Invitation, **detail: object) -> None:
    log(
        viewer=viewer,
        verb=verb,
        thing_type=INVITATION,
        thing_id=invitation.id,
        detail=detail,
    )
