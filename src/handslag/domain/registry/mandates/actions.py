"""Writes of mandates: who may decide what, from one day to another.

The clause that gave, changed or ended one is tied from above: `matters.deciding.actions`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require, require_somewhere
from handslag.domain.access.things import OF_THE_COUNTY, Thing, of_body, of_principal
from handslag.domain.audit.actions import log
from handslag.domain.registry.memberships.rules import EARLIEST, sane
from handslag.domain.registry.models import (
    Body,
    DecisionEffect,
    Mandate,
    Organisation,
    Person,
)

if TYPE_CHECKING:
    from datetime import date

    from handslag.domain.access.viewer import Viewer

LONGEST_WHAT = 2_000
LONGEST_GROUND = 500
MOST_ACTIONS = 20


@dataclass(frozen=True, slots=True)
class MandateTold:
    """A mandate as somebody tells it; see `Mandate` for what each means."""

    what: str
    effect: str = DecisionEffect.INTERNAL.value
    actions: tuple[str, ...] = ()
    ground: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class HolderTold:
    """Whose a mandate is: one of the three."""

    body_id: int | None = None
    organisation_id: int | None = None
    person_id: int | None = None

    @classmethod
    def of(cls, row: Mandate) -> HolderTold:
        """Whose a mandate is."""
        return cls(row.body_id, row.organisation_id, row.person_id)

    @property
    def thing(self) -> Thing:
        """What one who gives it a mandate must reach."""
        if self.body_id is not None:
            return Thing(scopes=frozenset({of_body(self.body_id)}))
        if self.organisation_id is not None:
            return Thing(scopes=frozenset({of_principal(self.organisation_id)}))
        return OF_THE_COUNTY

    @property
    def logged(self) -> tuple[str, int]:
        """Under which thing (its type and id) the log keeps what happens to its mandates."""
        if self.body_id is not None:
            return "registry.body", self.body_id
        if self.organisation_id is not None:
            return "registry.organisation", self.organisation_id
        return "registry.person", self.person_id or 0


@transaction.atomic
def give_mandate(*, viewer: Viewer, holder: HolderTold, told: MandateTold) -> int:
    """Say that somebody may decide something; returns the mandate's id.

    Raises ValidationError without what it is, for a holder that is none or several or not in the
    register, for another effect, and for days in disorder.
    """
    require_somewhere(viewer, Permission.MANDATES_CHANGE)
    _refuse_holder(holder)
    require(viewer, Permission.MANDATES_CHANGE, holder.thing)
    columns = _columns(told)
    row = Mandate.objects.create(
        body_id=holder.body_id,
        organisation_id=holder.organisation_id,
        person_id=holder.person_id,
        **columns,
    )
    _log(viewer, "registry.give_mandate", row, **_told(row))
    return row.id


@transaction.atomic
def change_mandate(*, viewer: Viewer, mandate_id: int, told: MandateTold) -> bool:
    """Say otherwise what a mandate is; tells whether anything changed.

    Raises Mandate.DoesNotExist, and ValidationError as `give_mandate`.
    """
    require_somewhere(viewer, Permission.MANDATES_CHANGE)
    row = _locked(viewer, mandate_id)
    before = _told(row)
    for name, value in _columns(told).items():
        setattr(row, name, value)
    if _told(row) == before:
        return False
    row.save()
    _log(viewer, "registry.change_mandate", row, before=before, after=_told(row))
    return True


@transaction.atomic
def end_mandate(*, viewer: Viewer, mandate_id: int, until: date | None = None) -> None:
    """Let a mandate end with the day `until`; with yesterday where it is None, so it ends now.

    Raises Mandate.DoesNotExist, and ValidationError where it ends then or earlier already, or
    began later.
    """
    require_somewhere(viewer, Permission.MANDATES_CHANGE)
    row = _locked(viewer, mandate_id)
    before = _told(row)
    until = timezone.localdate() - timedelta(days=1) if until is None else until
    if row.until is not None and row.until <= until:
        raise ValidationError(
            {"until": _("Mandatet slutar redan då eller tidigare. Inget har ändrats.")}
        )
    if row.since is not None and until < row.since - timedelta(days=1):
        words = _("Sista dagen kommer före den första. Ändra någon av dem. Inget har ändrats.")
        raise ValidationError({"until": words})
    row.until = until
    row.save(update_fields=["until"])
    _log(viewer, "registry.end_mandate", row, before=before, after=_told(row))


@transaction.atomic
def remove_mandate(*, viewer: Viewer, mandate_id: int) -> None:
    """Take back that there ever was such a mandate: it was written by mistake.

    One that was given and holds no more is ended instead. Raises Mandate.DoesNotExist.
    """
    require_somewhere(viewer, Permission.MANDATES_CHANGE)
    row = _locked(viewer, mandate_id)
    _log(viewer, "registry.remove_mandate", row, **_told(row))
    row.delete()


def _locked(viewer: Viewer, mandate_id: int) -> Mandate:
    row = Mandate.objects.select_for_update().get(id=mandate_id)
    require(viewer, Permission.MANDATES_CHANGE, HolderTold.of(row).thing)
    return row


def _refuse_holder(holder: HolderTold) -> None:
    wanted = (
        (Body, holder.body_id),
        (Organisation, holder.organisation_id),
        (Person, holder.person_id),
    )
    picked = [(model, id_) for model, id_ in wanted if id_ is not None]
    if len(picked) != 1:
        raise ValidationError(
            {"holder": _("Välj vem som har mandatet: ett organ, en organisation eller en person.")}
        )
    ((model, id_),) = picked
    if not model._default_manager.filter(id=id_).exists():
        raise ValidationError({"holder": _("Det som valdes finns inte längre i registret.")})


def _columns(told: MandateTold) -> dict[str, Any]:
    """What is told as it is kept. Raises ValidationError."""
    what = told.what.replace("\0", "").strip()
    ground = " ".join(told.ground.replace("\0", "").split())
    if not what:
        raise ValidationError({"what": _("Skriv vad mandatet gäller.")})
    for field, words, most in (("what", what, LONGEST_WHAT), ("ground", ground, LONGEST_GROUND)):
        if len(words) > most:
            too_long = _("Texten är för lång: högst %(count)d tecken.") % {"count": most}
            raise ValidationError({field: too_long})
    if told.effect not in DecisionEffect.values:
        raise ValidationError({"effect": _("Välj beslutets verkan i listan.")})
    _refuse_days(told.since, told.until)
    return {
        "what": what,
        "effect": told.effect,
        "actions": list(dict.fromkeys(told.actions))[:MOST_ACTIONS],
        "ground": ground,
        "since": told.since,
        "until": told.until,
    }


def _refuse_days(since: date | None, until: date | None) -> None:
    today = timezone.localdate()
    if since and until and until < since:
        words = _("Sista dagen kommer före den första. Ändra någon av dem. Inget har ändrats.")
        raise ValidationError({"until": words})
    if not sane(since or EARLIEST, until, today):
        words = _("Dagen ligger för långt bort. Skriv den en gång till. Inget har ändrats.")
        raise ValidationError(
            {"since" if since and not sane(since, None, today) else "until": words}
        )


def _told(row: Mandate) -> dict[str, Any]:
    return {
        "what": row.what,
        "effect": row.effect,
        "actions": list(row.actions),
        "ground": row.ground,
        "since": row.since.isoformat() if row.since else None,
        "until": row.until.isoformat() if row.until else None,
    }


def _log(viewer: Viewer, verb: str, row: Mandate, **detail: Any) -> None:
    thing_type, thing_id = HolderTold.of(row).logged
    log(
        viewer=viewer,
        verb=verb,
        thing_type=thing_type,
        thing_id=thing_id,
        detail={"mandate": row.id, **detail},
    )
