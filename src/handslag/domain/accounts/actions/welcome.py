"""The first coordinator's way in: a link that only whoever started the server has seen."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.roles import Role
from handslag.domain.access.rules import require
from handslag.domain.access.viewer import SYSTEM, Viewer
from handslag.domain.accounts.actions.invitations import refuse_nonsense
from handslag.domain.accounts.actions.roles import USER, told
from handslag.domain.accounts.models import Grant, User, Welcome
from handslag.domain.accounts.rules import WELCOMED, Standing, standing
from handslag.domain.accounts.tokens import UnknownToken, digest_of, new_token
from handslag.domain.audit.actions import log

WELCOME = "accounts.welcome"
"""The type under which the first way in is logged."""


@transaction.atomic
def first_way_in(*, viewer: Viewer) -> str | None:
    """A new token for the first coordinator's way in; None where there is a coordinator.

    It holds for an hour; those told before lead nowhere any more.
    """
    require(viewer, Permission.ACCOUNTS_CHANGE)
    if has_coordinator():
        return None
    Welcome.objects.filter(used_at=None).delete()
    token, now = new_token(), timezone.now()
    welcome = Welcome.objects.create(token_sha256=token.digest, valid_until=now + WELCOMED)
    log(
        viewer=viewer,
        verb="accounts.first_way_in",
        thing_type=WELCOME,
        thing_id=welcome.id,
    )
    return token.words


def has_coordinator() -> bool:
    """Whether somebody with an open account is coordinator of the county today."""
    today = timezone.localdate()
    return Grant.objects.of_coordinators().on(today).filter(user__is_active=True).exists()


@transaction.atomic
def become_first_coordinator(
    *, viewer: Viewer, token: str | None, email: str, name: str, password: str
) -> int:
    """Make the first coordinator's account; returns its id.

    Whoever looks, the token is all that is asked. Raises UnknownToken (PermissionDenied) where it
    is nobody's, and ValidationError where it has been used or is too old, where somebody has
    become coordinator in the meantime, and for an address, a name or a password that will not do.
    """
    del viewer  # a stranger, as a rule; what was printed in the terminal speaks for them
    rows = Welcome.objects.select_for_update().filter(token_sha256=digest_of(token))
    welcome = rows.first()
    if welcome is None:
        raise UnknownToken
    if words := why_not(welcome):
        raise ValidationError(words)
    email, name = email.strip().lower(), " ".join(name.split())[:200]
    refuse_nonsense(email, name)
    if User.objects.filter(email=email).exists():
        raise ValidationError(
            {"email": _("Det finns redan ett konto med den adressen. Välj en annan.")}
        )
    try:
        validate_password(password, User(email=email, name=name))
    except ValidationError as weak:
        raise ValidationError({"password": weak.messages}) from weak
    user = User.objects.create_user(email, name, password)
    grant = Grant.objects.create(user=user, role=Role.COORDINATOR, since=timezone.localdate())
    welcome.used_at = timezone.now()
    welcome.save(update_fields=["used_at"])
    own = Viewer(user.name, user_id=user.id)
    made = {"email": user.email, "name": user.name, "by_password": True}
    log(viewer=own, verb="accounts.make_account", thing_type=USER, thing_id=user.id, detail=made)
    log(
        viewer=SYSTEM,
        verb="accounts.give_role",
        thing_type=USER,
        thing_id=user.id,
        detail=told(grant),
    )
    return user.id


def why_not(welcome: Welcome) -> str:
    """Why the way in leads nowhere now, in words; empty where it is open."""
    now, used_at = timezone.now(), welcome.used_at
    stands = standing(used_at=used_at, revoked_at=None, valid_until=welcome.valid_until, now=now)
    if stands == Standing.EXPIRED:
        return _(
            "Länken gällde i en timme, och den har gått. Starta om Handslag, så skrivs en ny ut i "
            "terminalen."
        )
    if stands == Standing.USED or has_coordinator():
        return _(
            "Det finns redan en samordnare, så länken har gjort sitt. Logga in, eller be "
            "samordnaren om en inbjudan."
        )
    return ""
