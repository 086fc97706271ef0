"""Writes of limited links: giving one, taking it back, and every use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.roles import Role
from handslag.domain.access.rules import require
from handslag.domain.access.things import Thing
from handslag.domain.access.viewer import Held, Viewer
from handslag.domain.accounts.models import Link
from handslag.domain.accounts.tokens import UnknownToken, digest_of, new_token
from handslag.domain.audit.actions import log
from handslag.domain.meetings.links.rules import LONGEST, WHY_NOT, standing
from handslag.domain.meetings.links.things import linked
from handslag.domain.registry.models import PRINCIPALS, Organisation

if TYPE_CHECKING:
    from datetime import date

LINK = "accounts.link"
"""The type under which everything about a link is logged."""


@dataclass(frozen=True, slots=True)
class Given:
    """A link to hand over. Its token is told here, once, and kept nowhere."""

    link_id: int
    token: str


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link leads to, and the viewer that whoever follows it is: of that and nothing else."""

    link_id: int
    kind: str
    thing_id: int
    viewer: Viewer
    until: date
    principal: str
    recipient: str


@transaction.atomic
def give_link(
    *,
    viewer: Viewer,
    kind: str,
    thing_id: int,
    principal_id: int,
    recipient: str,
    until: date,
) -> Given:
    """Let somebody without an account see one thing, for a principal, to the day `until`.

    `kind` is a value of LinkKind. Raises PermissionDenied also where there is no such thing, and
    ValidationError where it cannot be seen through a link yet, or a word or the day will not do.
    """
    found = linked(kind, thing_id)
    require(viewer, Permission.LINKS_GIVE, found.thing if found else Thing())
    if found is None or not found.seen:
        raise ValidationError(
            _(
                "Det går bara att ge ut en länk till det som är delat, och varken slutet eller "
                "återkallat. Dela det först."
            )
        )
    recipient, today = " ".join(recipient.split())[:200], timezone.localdate()
    if not recipient:
        raise ValidationError({"recipient": _("Skriv vem som får länken.")})
    if not today <= until <= today + LONGEST:
        raise ValidationError({"until": _("Välj en dag från och med i dag och högst ett år fram.")})
    if not Organisation.objects.filter(id=principal_id, kind__in=PRINCIPALS).exists():
        raise ValidationError({"principal": _("Huvudmannen finns inte. Välj en i listan.")})
    token = new_token()
    link = Link.objects.create(
        kind=kind,
        thing_id=thing_id,
        principal_id=principal_id,
        recipient=recipient,
        until=until,
        token_sha256=token.digest,
        given_by=viewer.name[:200],
    )
    log(
        viewer=viewer,
        verb="accounts.give_link",
        thing_type=LINK,
        thing_id=link.id,
        detail={
            "kind": kind,
            "thing_id": thing_id,
            "principal_id": principal_id,
            "recipient": recipient,
            "until": until.isoformat(),
        },
    )
    return Given(link.id, token.words)


@transaction.atomic
def revoke_link(*, viewer: Viewer, link_id: int) -> None:
    """Let a link lead nowhere, from now on. Nothing happens where it does not already.

    Raises PermissionDenied also where there is none.
    """
    link = Link.objects.select_for_update().filter(id=link_id).first() if link_id else None
    found = linked(link.kind, link.thing_id) if link else None
    require(viewer, Permission.LINKS_REVOKE, found.thing if found else Thing())
    if link is None or link.revoked_at is not None:
        return
    link.revoked_at, link.revoked_by = timezone.now(), viewer.name[:200]
    link.save(update_fields=["revoked_at", "revoked_by"])
    log(viewer=viewer, verb="accounts.revoke_link", thing_type=LINK, thing_id=link.id)


@transaction.atomic
def use_link(*, viewer: Viewer, token: str | None, what: str) -> Opened:
    """Follow a link: the use is logged, and whoever follows it may see its thing.

    `what` tells the log what of it was asked for. Whoever looks, the token is all that is asked.
    Raises UnknownToken (PermissionDenied) where it is nobody's, and ValidationError where the link
    has been taken back, is over, or its thing cannot be seen any more.
    """
    del viewer
    rows = Link.objects.select_for_update().filter(token_sha256=digest_of(token))
    link = rows.first()  # locked: one that is being taken back is waited for
    if link is None:
        raise UnknownToken
    found = linked(link.kind, link.thing_id)
    stands = standing(
        revoked_at=link.revoked_at,
        until=link.until,
        today=timezone.localdate(),
        seen=found is not None and found.seen,
    )
    if found is None or stands in WHY_NOT:
        raise ValidationError(str(WHY_NOT[stands]))
    names = Organisation.objects.filter(id=link.principal_id).values_list("name", flat=True)
    principal = names.first() or ""
    holder = Viewer(
        name=_("Begränsad länk %(id)s") % {"id": link.id},
        held=frozenset(Held(Role.LINK, scope) for scope in found.held),
    )
    Link.objects.filter(id=link.id).update(uses=F("uses") + 1, used_at=timezone.now())
    log(
        viewer=holder,
        verb="accounts.use_link",
        thing_type=LINK,
        thing_id=link.id,
        detail={"what": what, "kind": link.kind, "thing_id": link.thing_id},
    )
    return Opened(
        link_id=link.id,
        kind=link.kind,
        thing_id=link.thing_id,
        viewer=holder,
        until=link.until,
        principal=principal,
        recipient=link.recipient,
    )
