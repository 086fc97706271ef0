"""How the papers of the county, or of one body, look: changed by one editor at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.access.things import OF_THE_COUNTY, Thing, of_body
from handslag.domain.audit.actions import log
from handslag.domain.documents import store
from handslag.domain.meetings.models import Letterhead

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer
    from handslag.domain.meetings.notices.content import Head

FIELDS = ("organisation", "logo_sha256", "logo_text", "accent", "footer", "opening", "closing")
COUNTY = "registry.county"


class HeadConflict(ValidationError):  # noqa: N818  it is nobody's fault
    """Somebody else has changed the letterhead since it was read."""


@transaction.atomic
def change_letterhead(
    *,
    viewer: Viewer,
    body_id: int | None,
    head: Head | None,
    logo: bytes | None = None,
    revision: int,
) -> int:
    """Let papers of a body, or with None of the county, look like `head`; the new revision.

    `logo` is a new picture, which has been found fit to print; without one that of `head` stays.
    With no `head` a body's own is taken away, and the county's holds again. Whoever calls has
    checked that papers can be made of it. Raises HeadConflict where somebody else has changed it
    since `revision`, 0 for none.
    """
    thing = Thing(scopes=frozenset({of_body(body_id)})) if body_id else OF_THE_COUNTY
    require(viewer, Permission.LETTERHEAD_CHANGE, thing)
    locked = Letterhead.objects.select_for_update()
    own = locked.filter(body_id=body_id) if body_id else locked.filter(body__isnull=True)
    row = own.first()
    if (row.revision if row else 0) != revision:
        raise HeadConflict(
            _(
                "Någon annan har ändrat brevmallen sedan du öppnade sidan. Inget av ditt sparades. "
                "Det du skrev står kvar här nedanför: jämför med det som gäller nu och spara igen."
            )
        )
    before = _told(row)
    if head is None:
        if row is not None:
            row.delete()
            _log(viewer, body_id, before, {})
        return 0
    row = row or Letterhead(body_id=body_id, revision=0)
    for name in FIELDS:
        setattr(row, name, getattr(head, name))
    row.sender = "\n".join(head.sender)
    if logo is not None:
        row.logo_sha256 = store.keep(logo)
        row.logo_media_type = "image/png" if logo.startswith(b"\x89PNG") else "image/svg+xml"
    if not row.logo_sha256:
        row.logo_media_type = ""
    row.revision += 1
    row.save()
    _log(viewer, body_id, before, _told(row))
    return row.revision


def _told(row: Letterhead | None) -> dict[str, str]:
    if row is None:
        return {}
    return {name: getattr(row, name) for name in (*FIELDS, "sender")}


def _log(
    viewer: Viewer, body_id: int | None, before: dict[str, str], after: dict[str, str]
) -> None:
    every = before.keys() | after.keys()
    changed = {name for name in every if before.get(name) != after.get(name)}
    log(
        viewer=viewer,
        verb="meetings.change_letterhead",
        thing_type="registry.body" if body_id else COUNTY,
        thing_id=body_id or 1,
        detail={
            "before": {name: before.get(name, "") for name in sorted(changed)},
            "after": {name: after.get(name, "") for name in sorted(changed)},
        },
    )
