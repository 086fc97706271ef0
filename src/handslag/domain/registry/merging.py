"""Making two bodies one, and two again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.accounts.models import Grant, Invitation, ScopeChoice
from handslag.domain.audit.actions import log
from handslag.domain.base.words import key_of
from handslag.domain.registry.models import (
    Answer,
    Body,
    BodyMerger,
    BodyName,
    Mandate,
    Membership,
    NameOfBody,
)
from handslag.domain.registry.structure import standing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handslag.domain.access.viewer import Viewer


@transaction.atomic
def absorb_body(
    *, viewer: Viewer, keep_id: int, other_id: int, moved: Mapping[str, Any] | None = None
) -> int:
    """Say that two bodies are one: every name of `other_id` becomes one of `keep_id`.

    So does everybody who sits in it, every role that was given for it, its mandates and seats, the
    bodies under it, and whom it prepares for and reports to. Where nobody has said what the kept
    one stands under, or who keeps its papers, it takes the other's word.

    Its meetings must have been moved before; `moved` is what those who moved them want to read
    when the two are separated again. Returns the merger's id, for `separate_body`. Raises
    Body.DoesNotExist, ValidationError for a body and itself, and ProtectedError where something is
    still the other's.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    if keep_id == other_id:
        raise ValidationError(_("Det är redan samma organ. Inget har ändrats."))
    keep, other = Body.objects.get(id=keep_id), Body.objects.get(id=other_id)
    names = list(other.names.order_by("id").values_list("text", flat=True))
    stood = standing.move(keep, other)
    earlier = BodyMerger.objects.filter(keep=other)
    merger = BodyMerger(
        keep=keep,
        former_id=other_id,
        name=other.name,
        short_name=other.short_name,
        kind=other.kind,
        names=names,
        asked=[_told(row) for row in NameOfBody.objects.filter(body=other).order_by("id")],
        earlier=list(earlier.order_by("id").values_list("id", flat=True)),
        sitting=_move_sitting(other_id, keep_id),
        standing=stood,
        moved=dict(moved or {}),
        merged_by=viewer.name[:200],
    )
    earlier.update(keep=keep)
    other.names.update(body=keep)
    NameOfBody.objects.filter(body=other).delete()
    other.delete()
    merger.save()
    log(
        viewer=viewer,
        verb="registry.absorb_body",
        thing_type="registry.body",
        thing_id=keep_id,
        detail={"other_id": other_id, "other": other.name, "names": names},
    )
    return merger.id


@transaction.atomic
def separate_body(*, viewer: Viewer, merger_id: int) -> int:
    """Make a body that was made one with another a body of its own again; returns its id.

    It gets back its id, its names, all that was told of it, its place among the others, its seats,
    those who sat in it, the roles that were given for it, and what was answered about its names.
    Nobody is asked again whether the two are one. Its meetings are for others to give back.
    Raises BodyMerger.DoesNotExist, and ValidationError, with nothing changed, where something was
    built on it since: a later merger, or one of its names as the name that the body is shown under.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    merger = BodyMerger.objects.select_for_update().select_related("keep").get(id=merger_id)
    keys = {key_of(name) for name in merger.names}
    _refuse_what_is_built_on(merger, keys)
    body = Body.objects.create(
        id=merger.former_id, name=merger.name, short_name=merger.short_name, kind=merger.kind
    )
    standing.give_back(merger.keep, body, merger.standing)
    BodyName.objects.filter(body_id=merger.keep_id, key__in=keys).update(body=body)
    BodyMerger.objects.filter(id__in=merger.earlier).update(keep=body)
    _move_sitting(merger.keep_id, body.id, merger.sitting)
    NameOfBody.objects.bulk_create(_asked(body, told) for told in merger.asked)
    _settle_apart(viewer, merger, body, keys)
    merger.delete()
    log(
        viewer=viewer,
        verb="registry.separate_body",
        thing_type="registry.body",
        thing_id=merger.keep_id,
        detail={"other_id": body.id, "other": body.name, "names": merger.names},
    )
    return body.id


def _move_sitting(
    from_id: int, to_id: int, only: Mapping[str, list[int]] | None = None
) -> dict[str, list[int]]:
    """Move who sits in a body and what was given for it to another; tells what was moved."""
    given = {"scope_kind": ScopeChoice.BODY, "scope_id": from_id}
    moves = (
        ("memberships", Membership.objects.filter(body_id=from_id), {"body_id": to_id}),
        ("grants", Grant.objects.filter(**given), {"scope_id": to_id}),
        ("mandates", Mandate.objects.filter(body_id=from_id), {"body_id": to_id}),
        ("invitations", Invitation.objects.open().filter(**given), {"scope_id": to_id}),
    )
    moved = {}
    for kind, rows, change in moves:
        found = rows if only is None else rows.filter(id__in=only.get(kind, ()))
        ids = list(found.order_by("id").values_list("id", flat=True))
        rows.model._default_manager.filter(id__in=ids).update(**change)
        moved[kind] = ids
    return moved


def _refuse_what_is_built_on(merger: BodyMerger, keys: set[str]) -> None:
    later = BodyMerger.objects.filter(keep_id=merger.keep_id, id__gt=merger.id).first()
    if later is not None:
        raise ValidationError(
            _("%(later)s slogs ihop med organet efteråt. Skilj det åt först. Inget har ändrats.")
            % {"later": later.name}
        )
    for shown in (merger.keep.name, merger.keep.short_name):
        if key_of(shown) in keys:
            raise ValidationError(
                _(
                    "Organet visas nu som ”%(shown)s”, ett namn som kom från %(name)s. Ge organet "
                    "ett annat namn först. Inget har ändrats."
                )
                % {"shown": shown, "name": merger.name}
            )


def _settle_apart(viewer: Viewer, merger: BodyMerger, body: Body, keys: set[str]) -> None:
    """Keep as answered that neither body has a name of the other's."""
    kept = set(merger.keep.names.values_list("key", flat=True))
    for body_id, others in ((merger.keep_id, keys), (body.id, kept)):
        NameOfBody.objects.filter(body_id=body_id, key__in=others).update(
            answer=Answer.DIFFERENT, answered_by=viewer.name[:200], answered_at=timezone.now()
        )


_COLUMNS = ("text", "key", "reason", "degree", "answer", "answered_by")


def _told(row: NameOfBody) -> dict[str, Any]:
    told = {column: getattr(row, column) for column in _COLUMNS}
    return {**told, "answered_at": row.answered_at.isoformat() if row.answered_at else None}


def _asked(body: Body, told: Mapping[str, Any]) -> NameOfBody:
    at = told["answered_at"]
    columns = {column: told[column] for column in _COLUMNS}
    return NameOfBody(body=body, answered_at=parse_datetime(at) if at else None, **columns)
