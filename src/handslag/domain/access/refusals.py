"""Why somebody may not, in words for the one who asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handslag.domain.access.permissions import Permission
from handslag.domain.access.roles import MAY, Role

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from handslag.domain.access.things import Thing
    from handslag.domain.access.viewer import Viewer

DOING: dict[Permission, Promise] = {
    Permission.MEETINGS_READ: gettext_lazy("läsa om mötet"),
    Permission.MEETINGS_PLAN: gettext_lazy("planera möten"),
    Permission.MEETINGS_PREPARE: gettext_lazy("bereda dagordningen"),
    Permission.MEETINGS_NOTIFY: gettext_lazy("skicka kallelsen"),
    Permission.MEETINGS_ANSWER: gettext_lazy("svara på kallelsen"),
    Permission.MEETINGS_WRITE: gettext_lazy("skriva på mötet"),
    Permission.MEETINGS_FOLLOW: gettext_lazy("följa mötet medan det pågår"),
    Permission.MINUTES_COMMENT: gettext_lazy("lämna synpunkter på det skrivna"),
    Permission.MINUTES_CORRECT: gettext_lazy("rätta det som är färdigställt"),
    Permission.MINUTES_SIGN: gettext_lazy("justera protokollet"),
    Permission.PUBLICATIONS_CLEAR: gettext_lazy("godkänna uppgifter för publicering"),
    Permission.FAULTS_READ: gettext_lazy("läsa felanmälningar"),
    Permission.MATTERS_RAISE: gettext_lazy("anmäla ärenden"),
    Permission.MATTERS_CHANGE: gettext_lazy("ändra i ärenden"),
    Permission.ASSIGNMENTS_CHANGE: gettext_lazy("ändra i uppdrag"),
    Permission.ASSIGNMENTS_REPORT: gettext_lazy("rapportera om uppdraget"),
    Permission.MANDATES_CHANGE: gettext_lazy("ändra mandat"),
    Permission.NEWS_FOLLOW: gettext_lazy("följa ärenden och organ"),
    Permission.NOTES_WRITE: gettext_lazy("göra egna anteckningar"),
    Permission.LETTERHEAD_CHANGE: gettext_lazy("ändra hur handlingarna ser ut"),
    Permission.MEETINGS_CLOSE: gettext_lazy("sluta eller öppna en punkt"),
    Permission.MEETINGS_SHARE: gettext_lazy("dela mötets handlingar med ledamöterna"),
    Permission.MEETINGS_FINALISE: gettext_lazy("färdigställa mötets handlingar"),
    Permission.MEETINGS_PUBLISH: gettext_lazy("publicera mötet"),
    Permission.MEETINGS_WITHDRAW: gettext_lazy("återkalla det som är publicerat"),
    Permission.DRAFTS_READ: gettext_lazy("läsa utkast"),
    Permission.CLOSED_READ: gettext_lazy("läsa slutna punkter"),
    Permission.DOCUMENTS_READ: gettext_lazy("läsa handlingen"),
    Permission.DOCUMENTS_TAKE_IN: gettext_lazy("läsa in handlingar"),
    Permission.DOCUMENTS_REVIEW: gettext_lazy("granska handlingar"),
    Permission.REGISTRY_READ: gettext_lazy("se registret"),
    Permission.REGISTRY_CHANGE: gettext_lazy("ändra i registret"),
    Permission.MEMBERSHIPS_CHANGE: gettext_lazy("ändra vilka som är med i organet"),
    Permission.ACCOUNTS_READ: gettext_lazy("se konton och behörigheter"),
    Permission.ACCOUNTS_INVITE: gettext_lazy("bjuda in till Handslag"),
    Permission.ACCOUNTS_CHANGE: gettext_lazy("ändra konton och behörigheter"),
    Permission.LINKS_READ: gettext_lazy("se begränsade länkar"),
    Permission.LINKS_GIVE: gettext_lazy("ge ut begränsade länkar"),
    Permission.LINKS_REVOKE: gettext_lazy("dra in begränsade länkar"),
    Permission.LOG_READ: gettext_lazy("läsa historiken"),
    Permission.LOG_ERASE: gettext_lazy("radera uppgifter i historiken"),
}
"""What each permission lets somebody do, after "du får inte"."""


_NOBODY = (Role.SYSTEM, Role.LINK)
"""Roles that are nobody to turn to."""


def refusal(viewer: Viewer, permission: Permission, thing: Thing) -> str:
    """Why `viewer` lacks `permission` over `thing`, and who has it."""
    doing = {"doing": DOING[permission]}
    if not viewer.signed_in:
        return _("Du måste logga in för att %(doing)s.") % doing
    if permission in viewer.permissions and thing.scopes:
        return (
            _("Du får %(doing)s för andra organ eller huvudmän, men inte för det här. ") % doing
        ).strip()
    roles = [role for role in Role if permission in MAY[role] and role not in _NOBODY]
    told = doing | {"roles": _either([str(role.label) for role in roles])}
    return _("Du får inte %(doing)s. Det får den som är %(roles)s.") % told


def _either(words: list[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s eller %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
