"""The roles a viewer can hold, and what each of them may do.

The roles are those of the field: see the glossary. What a role is held for, a body or a principal
or the whole county, is told beside it (`handslag.domain.access.viewer.Held`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from handslag.domain.access.permissions import Permission

if TYPE_CHECKING:
    from collections.abc import Mapping


class Role(TextChoices):
    """As what somebody looks or acts."""

    COORDINATOR = "coordinator", _("samordnare")
    CHAIR = "chair", _("ordförande")
    SECRETARY = "secretary", _("sekreterare")
    MEMBER = "member", _("ledamot")
    ALTERNATE = "alternate", _("ersättare")
    PRESENTER = "presenter", _("föredragande")
    """Of an item: holds for that item alone, and only while it is theirs to present."""
    CONTACT = "contact", _("huvudmannens kontaktperson")
    """A principal's: holds for that principal, and for the bodies in which it sits."""
    READER = "reader", _("läsare")
    AUDITOR = "auditor", _("revisor")
    LINK = "link", _("den som har en begränsad länk")
    """Somebody without an account, with a link to one thing: holds for that thing alone."""
    SYSTEM = "system", _("Handslag självt")


_SHARED = frozenset(
    {
        Permission.MEETINGS_READ,
        Permission.DOCUMENTS_READ,
        Permission.REGISTRY_READ,
        Permission.NOTES_WRITE,
        Permission.NEWS_FOLLOW,
    }
)
_OF_THE_BODY = _SHARED | {Permission.CLOSED_READ}
_SITS = _OF_THE_BODY | {
    Permission.MEETINGS_ANSWER,
    Permission.MEETINGS_FOLLOW,
    Permission.MINUTES_COMMENT,
    Permission.MINUTES_SIGN,
    Permission.MATTERS_RAISE,
    Permission.ASSIGNMENTS_REPORT,
}
_PREPARES = _SITS | {
    Permission.MEETINGS_PLAN,
    Permission.MEETINGS_PREPARE,
    Permission.MEETINGS_NOTIFY,
    Permission.MEETINGS_WRITE,
    Permission.MATTERS_CHANGE,
    Permission.ASSIGNMENTS_CHANGE,
    Permission.MINUTES_CORRECT,
    Permission.PUBLICATIONS_CLEAR,
    Permission.DRAFTS_READ,
    Permission.MEETINGS_CLOSE,
    Permission.MEETINGS_SHARE,
    Permission.MEETINGS_FINALISE,
    Permission.LOG_READ,
}

MAY: Mapping[Role, frozenset[Permission]] = {
    Role.COORDINATOR: frozenset(Permission),
    Role.CHAIR: _PREPARES | {Permission.MEETINGS_PUBLISH},
    Role.SECRETARY: _PREPARES
    | {
        Permission.MEMBERSHIPS_CHANGE,
        Permission.LINKS_READ,
        Permission.LINKS_GIVE,
        Permission.LINKS_REVOKE,
    },
    Role.MEMBER: _SITS,
    Role.ALTERNATE: _SITS,
    Role.PRESENTER: frozenset(
        {Permission.MEETINGS_READ, Permission.CLOSED_READ, Permission.NOTES_WRITE}
    ),
    Role.CONTACT: _SHARED | {Permission.MATTERS_RAISE, Permission.ASSIGNMENTS_REPORT},
    Role.READER: _SHARED,
    Role.AUDITOR: _OF_THE_BODY
    | {
        Permission.DRAFTS_READ,
        Permission.ACCOUNTS_READ,
        Permission.LINKS_READ,
        Permission.LOG_READ,
    },
    Role.LINK: frozenset({Permission.MEETINGS_READ, Permission.DOCUMENTS_READ}),
    Role.SYSTEM: frozenset(Permission),
}
"""What each role may do with what it is held for."""

GIVEN: tuple[Role, ...] = (
    Role.COORDINATOR,
    Role.SECRETARY,
    Role.CONTACT,
    Role.READER,
    Role.AUDITOR,
)
"""Roles that somebody gives an account. The others come from memberships, or from an agenda."""
