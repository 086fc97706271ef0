"""Who signs a meeting's minutes, and whether they have.

Part of actions, which have locked the meeting and asked whether the viewer may.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from handslag.domain.matters.minutes.content import fingerprint
from handslag.domain.meetings.models import MinutesForm, Signer

if TYPE_CHECKING:
    from handslag.domain.matters.minutes.content import Content
    from handslag.domain.meetings.models import Meeting, Minutes


def renew_signers(meeting: Meeting, content: Content) -> None:
    """Let those sign whom the minutes name, each anew: what they signed is not what stands now."""
    if content.form != MinutesForm.SIGNED:
        return
    wanted = {
        (one.role, one.person_id): one.name for one in content.signers if one.person_id is not None
    }
    for row in Signer.objects.filter(meeting=meeting):
        if (row.role, row.person_id) not in wanted:
            row.delete()
    for (role, person_id), name in wanted.items():
        Signer.objects.update_or_create(
            meeting=meeting,
            role=role,
            person_id=person_id,
            defaults={"name": name, "version": None, "signed_on": None, "by": ""},
        )


def refuse_unsigned(meeting: Meeting, content: Content, last: Minutes | None) -> None:
    """Refuse signed minutes that are not signed, all of them, as they stand. Two queries."""
    if content.form != MinutesForm.SIGNED:
        return
    rows = list(Signer.objects.filter(meeting=meeting))
    if not rows:
        raise ValidationError(
            _("Ingen är utsedd att justera. Välj ordförande och justerare, och dela igen.")
        )
    if last is None or last.fingerprint != fingerprint(content):
        raise ValidationError(
            _("Något är ändrat sedan det delades. Dela det på nytt, så att det kan justeras.")
        )
    missing = [row.name for row in rows if row.signed_on is None or row.version_id != last.id]
    if missing:
        words = _("Protokollet är inte justerat av alla: %(names)s återstår. Inget har ändrats.")
        raise ValidationError(words % {"names": ", ".join(missing)})


def signatures_of(meeting: Meeting) -> list[list[str]]:
    """Who has signed, in the shape that a version keeps: role, name, day. One query."""
    rows = Signer.objects.filter(meeting=meeting, signed_on__isnull=False).order_by("id")
    return [[one.role, one.name, one.signed_on.isoformat()] for one in rows if one.signed_on]
