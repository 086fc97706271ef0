"""Writes of the phrases that a body's clauses begin from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require, require_somewhere
from handslag.domain.audit.actions import log
from handslag.domain.base.meanwhile import require_unchanged
from handslag.domain.base.states import PublicationState
from handslag.domain.matters.models import ClauseAction, Phrase
from handslag.domain.matters.writing.making import tidy
from handslag.domain.matters.writing.phrases import filled, unknown_places
from handslag.domain.matters.writing.rules import state_of
from handslag.domain.matters.writing.verbs import action_of
from handslag.domain.meetings.access import account
from handslag.domain.registry.models import Body

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer

_LONGEST = 500
_MOST = 100
"""Phrases of one body."""


@transaction.atomic
def add_phrase(*, viewer: Viewer, body_id: int, text: str, action: str = "") -> int:
    """Let a body's clauses begin from these words too; returns the phrase's id.

    `action` is a value of ClauseAction, told from the words where it is empty. Raises
    Body.DoesNotExist and ValidationError.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    body = Body.objects.select_for_update().get(id=body_id)
    _require(viewer, body_id)
    text, action = _fit(text, action)
    rows = Phrase.objects.filter(body=body)
    if rows.count() >= _MOST:
        raise ValidationError(_("Organet har redan så många fraser det kan ha."))
    last = rows.aggregate(last=Max("order"))["last"] or 0
    row = Phrase.objects.create(body=body, text=text, action=action, order=last + 1)
    _log(viewer, "matters.add_phrase", row, text=text)
    return row.id


@transaction.atomic
def change_phrase(
    *, viewer: Viewer, phrase_id: int, seen: str, text: str, action: str = ""
) -> None:
    """Let a body's phrase say this. `seen` is the text that the page saw.

    Raises Phrase.DoesNotExist, ChangedMeanwhile, ValidationError.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    row = _phrase(viewer, phrase_id)
    text, action = _fit(text, action)
    if state_of(row.text, row.action) == state_of(text, action):
        return
    require_unchanged(seen, row.text)
    before, row.text, row.action = row.text, text, action
    row.save(update_fields=["text", "action"])
    _log(viewer, "matters.change_phrase", row, before=before, after=text)


@transaction.atomic
def remove_phrase(*, viewer: Viewer, phrase_id: int) -> None:
    """Take a body's phrase away; clauses that began from it stand. Raises Phrase.DoesNotExist."""
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    row = _phrase(viewer, phrase_id)
    _log(viewer, "matters.remove_phrase", row, text=row.text)
    row.delete()


def _phrase(viewer: Viewer, phrase_id: int) -> Phrase:
    row = Phrase.objects.select_for_update().get(id=phrase_id, body__isnull=False)
    _require(viewer, row.body_id or 0)
    return row


def _require(viewer: Viewer, body_id: int) -> None:
    require(viewer, Permission.MEETINGS_WRITE, account(body_id, PublicationState.SHARED))


def _fit(text: str, action: str) -> tuple[str, str]:
    text = tidy(text, "text", _LONGEST)
    if not text:
        raise ValidationError({"text": _("Skriv frasen, till exempel: att godkänna {vad}.")})
    if wrong := unknown_places(text):
        words = _("Det här går inte att fylla i: %(places)s. Se vilka ställen en fras kan ha.")
        raise ValidationError({"text": words % {"places": ", ".join(wrong)}})
    action = action or action_of(filled(text, {})).value
    if action not in ClauseAction.values:
        raise ValidationError({"action": _("Välj vad frasen gör i listan.")})
    return text, action


def _log(viewer: Viewer, verb: str, row: Phrase, **detail: str) -> None:
    log(
        viewer=viewer,
        verb=verb,
        thing_type="registry.body",
        thing_id=row.body_id or 0,
        detail={"action": row.action, **detail},
    )
