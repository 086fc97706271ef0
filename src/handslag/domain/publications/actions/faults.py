"""Anybody reports that a public page is hard to use; a coordinator settles it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.audit.actions import log
from handslag.domain.publications.models import FaultReport

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer

LONGEST_TEXT = 5_000
LONGEST_PAGE = 500
LONGEST_CONTACT = 200


@transaction.atomic
def report_fault(*, viewer: Viewer, text: str, page: str = "", contact: str = "") -> int:
    """Tell what is wrong with a public page; returns the report's id.

    Anybody may, signed in or not (lag 2018:1937 om tillgänglighet till digital offentlig service,
    13 §). Texts longer than there is room for are refused. Raises ValidationError.
    """
    text, page, contact = text.strip(), page.strip(), " ".join(contact.split())
    if not text:
        raise ValidationError({"text": _("Skriv vad som inte fungerar.")})
    for name, told, longest in (
        ("text", text, LONGEST_TEXT),
        ("page", page, LONGEST_PAGE),
        ("contact", contact, LONGEST_CONTACT),
    ):
        if len(told) > longest:
            words = _("Texten är för lång. Högst %(longest)s tecken får plats.")
            raise ValidationError({name: words % {"longest": longest}})
    row = FaultReport.objects.create(text=text, page=page, contact=contact)
    log(
        viewer=viewer,
        verb="publications.report_fault",
        thing_type="publications.faultreport",
        thing_id=row.pk,
    )
    return row.pk


@transaction.atomic
def settle_fault(*, viewer: Viewer, fault_id: int, how: str) -> None:
    """Say how a report was dealt with. Raises FaultReport.DoesNotExist, ValidationError."""
    require(viewer, Permission.FAULTS_READ)
    how = " ".join(how.split())[:500]
    if not how:
        raise ValidationError(_("Skriv vad som har gjorts. Inget har ändrats."))
    row = FaultReport.objects.select_for_update().get(id=fault_id)
    row.settled_at, row.settled_by, row.settled_how = timezone.now(), viewer.name[:200], how
    row.save(update_fields=["settled_at", "settled_by", "settled_how"])
    log(
        viewer=viewer,
        verb="publications.settle_fault",
        thing_type="publications.faultreport",
        thing_id=fault_id,
        reason=how,
    )
