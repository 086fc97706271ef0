"""Writes of mandates that tell which clause they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require, require_somewhere
from handslag.domain.audit.actions import log
from handslag.domain.matters.deciding.actions.clauses import MEETING, decided_clause
from handslag.domain.matters.deciding.known import words_mark
from handslag.domain.matters.models import (
    ClauseAction,
    DismissedMandate,
    MandateChange,
    MandateGround,
)
from handslag.domain.matters.writing.making import tidy
from handslag.domain.registry.mandates.actions import (
    HolderTold,
    MandateTold,
    change_mandate,
    end_mandate,
    give_mandate,
)

if TYPE_CHECKING:
    from datetime import date

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.models import Clause

LONGEST_REASON = 500


@transaction.atomic
def give_by_clause(*, viewer: Viewer, holder: HolderTold, told: MandateTold, code: str = "") -> int:
    """Say that somebody may decide something, by the clause with this code; returns the mandate's
    id.

    Without a code it rests on what `told.ground` says. Raises Clause.DoesNotExist, ValidationError
    for a kind of decision that there is not, and what `give_mandate` raises.
    """
    require_somewhere(viewer, Permission.MANDATES_CHANGE)
    _refuse_actions(told)
    mandate_id = give_mandate(viewer=viewer, holder=holder, told=told)
    _tie(viewer, mandate_id, code, MandateChange.GAVE)
    return mandate_id


@transaction.atomic
def change_by_clause(*, viewer: Viewer, mandate_id: int, told: MandateTold, code: str = "") -> None:
    """Say otherwise what a mandate is, by a clause; without a code it is a correction.

    Raises Clause.DoesNotExist, and what `change_mandate` raises.
    """
    require_somewhere(viewer, Permission.MANDATES_CHANGE)
    _refuse_actions(told)
    change_mandate(viewer=viewer, mandate_id=mandate_id, told=told)
    _tie(viewer, mandate_id, code, MandateChange.CHANGED)


@transaction.atomic
def end_by_clause(
    *, viewer: Viewer, mandate_id: int, until: date | None = None, code: str = ""
) -> None:
    """Let a mandate end, by a clause where one said so.

    Raises Clause.DoesNotExist, and what `end_mandate` raises.
    """
    require_somewhere(viewer, Permission.MANDATES_CHANGE)
    end_mandate(viewer=viewer, mandate_id=mandate_id, until=until)
    _tie(viewer, mandate_id, code, MandateChange.ENDED)


@transaction.atomic
def untie_mandate(*, viewer: Viewer, ground_id: int) -> None:
    """Take back that a clause gave, changed or ended a mandate; the mandate stays as it stands.

    Raises MandateGround.DoesNotExist.
    """
    require_somewhere(viewer, Permission.MANDATES_CHANGE)
    row = MandateGround.objects.select_related("mandate", "clause__decision__item").get(
        id=ground_id
    )
    require(viewer, Permission.MANDATES_CHANGE, HolderTold.of(row.mandate).thing)
    log(
        viewer=viewer,
        verb="matters.untie_mandate",
        thing_type=MEETING,
        thing_id=row.clause.decision.item.meeting_id,
        detail={"mandate": row.mandate_id, "what": row.mandate.what, "change": row.change},
    )
    row.delete()


@transaction.atomic
def dismiss_mandate(*, viewer: Viewer, code: str, reason: str = "") -> bool:
    """Say that a clause neither gives nor ends a mandate, though it reads so.

    It is suggested no more, to anybody. Tells whether anything changed. Raises
    Clause.DoesNotExist, and ValidationError where a mandate rests on the clause and for a reason
    that is too long.
    """
    require_somewhere(viewer, Permission.MANDATES_CHANGE)
    clause = _judged(viewer, code)
    reason = tidy(reason, "reason", LONGEST_REASON)
    if clause.mandate_grounds.exists():
        raise ValidationError(_("Ett mandat vilar redan på beslutet. Inget har ändrats."))
    said = {"words_sha256": words_mark(clause.text), "reason": reason}
    if DismissedMandate.objects.filter(code=code, **said).exists():
        return False
    DismissedMandate.objects.update_or_create(code=code, defaults=said | {"by": viewer.name[:200]})
    _log_judged(viewer, "matters.dismiss_mandate", clause, reason=reason)
    return True


@transaction.atomic
def suggest_mandate_again(*, viewer: Viewer, code: str) -> None:
    """Take back that a clause neither gives nor ends a mandate: it is suggested again.

    Raises Clause.DoesNotExist, and DismissedMandate.DoesNotExist where nobody has said so.
    """
    require_somewhere(viewer, Permission.MANDATES_CHANGE)
    clause = _judged(viewer, code)
    row = DismissedMandate.objects.select_for_update().get(code=code)
    _log_judged(viewer, "matters.suggest_mandate_again", clause, reason=row.reason)
    row.delete()


def _judged(viewer: Viewer, code: str) -> Clause:
    """The clause, for one who may say what decisions of its body give."""
    clause = decided_clause(viewer, code)
    body_id = clause.decision.item.meeting.body_id
    require(viewer, Permission.MANDATES_CHANGE, HolderTold(body_id=body_id).thing)
    return clause


def _log_judged(viewer: Viewer, verb: str, clause: Clause, *, reason: str) -> None:
    log(
        viewer=viewer,
        verb=verb,
        thing_type=MEETING,
        thing_id=clause.decision.item.meeting_id,
        detail={"code": clause.code, "text": clause.text, "reason": reason},
    )


def _tie(viewer: Viewer, mandate_id: int, code: str, change: MandateChange) -> None:
    """Keep the clause that said so, where one is named."""
    if not code:
        return
    clause = decided_clause(viewer, code)
    _row, made = MandateGround.objects.get_or_create(
        mandate_id=mandate_id, clause=clause, change=change, defaults={"by": viewer.name[:200]}
    )
    if made:
        log(
            viewer=viewer,
            verb="matters.tie_mandate",
            thing_type=MEETING,
            thing_id=clause.decision.item.meeting_id,
            detail={"mandate": mandate_id, "change": change.value, "text": clause.text},
        )


def _refuse_actions(told: MandateTold) -> None:
    if set(told.actions) - set(ClauseAction.values):
        raise ValidationError({"actions": _("Välj slag av beslut i listan.")})
