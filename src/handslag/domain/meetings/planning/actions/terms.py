"""What a body's meetings have in common, as it is told here."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.access.things import Thing, of_body
from handslag.domain.audit.actions import log
from handslag.domain.meetings.models import PlanRules
from handslag.domain.meetings.planning.rules import MOST_BEFORE, MOST_MINUTES, Terms, fits
from handslag.domain.registry.models import Body

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer

LONGEST_PLACE = 300


@transaction.atomic
def set_terms(*, viewer: Viewer, body_id: int, terms: Terms, seen: str | None = None) -> None:
    """Say when and where a body meets, how long before things are due, and who meets before it.

    Meetings that are planned already stay as they are. Nothing happens where nothing differs.
    `seen` is `seen_of_terms` of what the form showed; None asks for no comparison.

    Who names a body that holds pre-meetings plans for that body too, and must be allowed to; from
    then on whoever plans the main meetings plans the pre-meetings along with them.
    Raises PermissionDenied, Body.DoesNotExist, and ValidationError where something will not do or
    somebody else has changed it meanwhile.
    """
    require(viewer, Permission.MEETINGS_PLAN, _thing(body_id))
    body = Body.objects.select_for_update().get(id=body_id)
    row = PlanRules.objects.filter(body=body).first() or PlanRules(body=body)
    before = terms_of(row)
    if seen is not None and seen != seen_of_terms(before):
        raise ValidationError(
            _(
                "Någon annan har ändrat planeringsreglerna medan du fyllde i dem. Det du skrev "
                "står kvar och inget har sparats. Spara igen om det du skrev ska gälla."
            )
        )
    _refuse(body_id, terms)
    pre_body = terms.pre_body_id
    if pre_body is not None and pre_body != before.pre_body_id:
        require(viewer, Permission.MEETINGS_PLAN, _thing(pre_body))
    if terms == before and row.pk:
        return
    row.start, row.end, row.place = terms.start, terms.end, " ".join(terms.place.split())
    row.material_days, row.notice_days = terms.material_days, terms.notice_days
    row.pre_body_id, row.pre_minutes = terms.pre_body_id, terms.pre_minutes
    row.save()
    log(
        viewer=viewer,
        verb="meetings.set_terms",
        thing_type="registry.body",
        thing_id=body_id,
        detail={"before": told_of(before), "after": told_of(terms_of(row))},
    )


def terms_of(row: PlanRules | None) -> Terms:
    """The row as terms; the usual ones where there is none."""
    if row is None:
        return Terms()
    return Terms(
        start=row.start,
        end=row.end,
        place=row.place,
        material_days=row.material_days,
        notice_days=row.notice_days,
        pre_body_id=row.pre_body_id,
        pre_minutes=row.pre_minutes,
    )


def told_of(terms: Terms) -> dict[str, Any]:
    """The terms as the log keeps them."""
    return {
        "start": terms.start.isoformat("minutes") if terms.start else "",
        "end": terms.end.isoformat("minutes") if terms.end else "",
        "place": terms.place,
        "material_days": terms.material_days,
        "notice_days": terms.notice_days,
        "pre_body_id": terms.pre_body_id,
        "pre_minutes": terms.pre_minutes,
    }


def seen_of_terms(terms: Terms) -> str:
    """A short digest of the terms, for a form to show that it has seen them."""
    return sha256(repr(sorted(told_of(terms).items())).encode()).hexdigest()[:16]


def _thing(body_id: int) -> Thing:
    return Thing(scopes=frozenset({of_body(body_id)}))


def _refuse(body_id: int, terms: Terms) -> None:
    if not fits(terms.start, terms.end):
        raise ValidationError({"end": _("Mötet slutar innan det börjar. Ändra någon av tiderna.")})
    if len(terms.place) > LONGEST_PLACE:
        raise ValidationError({"place": _("Platsen är för lång. Korta den.")})
    for name in ("material_days", "notice_days"):
        if not 0 <= getattr(terms, name) <= MOST_BEFORE:
            words = _("Skriv ett antal dagar mellan 0 och %(most)s.") % {"most": MOST_BEFORE}
            raise ValidationError({name: words})
    if terms.material_days < terms.notice_days:
        raise ValidationError(
            {
                "material_days": _(
                    "Underlagen ska in senast samma dag som kallelsen går ut. Skriv "
                    "fler dagar för underlagen eller färre för kallelsen."
                )
            }
        )
    if not 0 < terms.pre_minutes <= MOST_MINUTES:
        words = _("Skriv ett antal minuter mellan 1 och %(most)s.") % {"most": MOST_MINUTES}
        raise ValidationError({"pre_minutes": words})
    if terms.pre_body_id == body_id:
        raise ValidationError(
            {"pre_body": _("Organet kan inte hålla förmöte inför sina egna möten.")}
        )
    if terms.pre_body_id is not None and not Body.objects.filter(id=terms.pre_body_id).exists():
        raise ValidationError({"pre_body": _("Organet finns inte. Välj ett i listan.")})
