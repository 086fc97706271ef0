"""Writes of who sits where by which clause: opened, ended, tied to what was, and undone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require, require_somewhere
from handslag.domain.access.things import Thing, of_body
from handslag.domain.audit.actions import log
from handslag.domain.matters.deciding.actions.clauses import MEETING, decided_clause
from handslag.domain.matters.deciding.queries.refs import seen_clauses
from handslag.domain.matters.models import (
    Appointment,
    Clause,
    DecisionState,
    MembershipChange,
    MembershipGround,
)
from handslag.domain.registry.memberships import actions as memberships
from handslag.domain.registry.models import Membership

if TYPE_CHECKING:
    from datetime import date

    from handslag.domain.access.viewer import Viewer


@transaction.atomic
def seat_appointed(
    *,
    viewer: Viewer,
    appointment_id: int,
    body_id: int,
    role: str,
    principal_id: int | None = None,
    function: str = "",
    since: date | None = None,
    until: date | None = None,
    after_id: int | None = None,
) -> int:
    """Let whom a clause appoints sit in a body, with the clause as ground; the membership's id.

    From the day of the decision where `since` is None. `after_id` is the membership of the one
    they come after, which ends the day before, by the same clause. Somebody who sits there as the
    same on that day already is not let sit twice: the clause becomes the ground of that
    membership. Raises Appointment.DoesNotExist, Membership.DoesNotExist, and what
    `add_membership` and `end_membership` raise.
    """
    require_somewhere(viewer, Permission.MEMBERSHIPS_CHANGE)
    row = _appointment(viewer, appointment_id)
    since = since or row.clause.decision.item.meeting.date
    person_id = row.name.person_id
    there = Membership.objects.on(since).filter(body_id=body_id, person_id=person_id, role=role)
    known = there.order_by("id").first()
    if known is not None:
        _require_over(viewer, known.body_id)
        membership_id, made = known.id, False
    else:
        membership_id = memberships.add_membership(
            viewer=viewer,
            body_id=body_id,
            name=row.name.text,
            person_id=person_id,
            role=role,
            principal_id=principal_id,
            function=function,
            since=since,
            until=until,
        )
        made = True
    _keep(
        viewer,
        row.clause,
        membership_id,
        MembershipChange.OPENED,
        appointment=row,
        made=made,
    )
    if after_id is not None:
        _end(viewer, row.clause, after_id, since - timedelta(days=1))
    return membership_id


@transaction.atomic
def ground_membership(*, viewer: Viewer, appointment_id: int, membership_id: int) -> None:
    """Say that a membership there is rests on the clause that appoints the person.

    Raises Appointment.DoesNotExist, Membership.DoesNotExist, and ValidationError where it is
    somebody else's.
    """
    require_somewhere(viewer, Permission.MEMBERSHIPS_CHANGE)
    row = _appointment(viewer, appointment_id)
    sits = Membership.objects.get(id=membership_id)
    _require_over(viewer, sits.body_id)
    if sits.person_id != row.name.person_id:
        raise ValidationError(_("Platsen är någon annans. Inget har ändrats."))
    _keep(viewer, row.clause, sits.id, MembershipChange.OPENED, appointment=row, made=False)


@transaction.atomic
def leave_by_clause(
    *, viewer: Viewer, code: str, membership_id: int, until: date | None = None
) -> None:
    """Let a membership end by a clause, with the day of the decision where `until` is None.

    Raises Clause.DoesNotExist, Membership.DoesNotExist, and what `end_membership` raises.
    """
    require_somewhere(viewer, Permission.MEMBERSHIPS_CHANGE)
    clause = decided_clause(viewer, code)
    _end(viewer, clause, membership_id, until or clause.decision.item.meeting.date)


@transaction.atomic
def unseat(*, viewer: Viewer, ground_id: int) -> None:
    """Undo what was written by a clause: a membership that began by it is taken back, one that
    ended by it goes on as it did.

    One that was there already keeps standing, without the clause. Raises
    MembershipGround.DoesNotExist, and ValidationError where the membership was changed since.
    """
    require_somewhere(viewer, Permission.MEMBERSHIPS_CHANGE)
    rows = MembershipGround.objects.select_related("membership__person", "clause__decision__item")
    row = rows.get(id=ground_id)
    sits = row.membership
    _require_over(viewer, sits.body_id)
    detail = {
        "membership": sits.id,
        "person": sits.person.name,
        "change": row.change,
        "text": row.clause.text,
    }
    if row.change == MembershipChange.ENDED:
        row.delete()
        memberships.reopen_membership(viewer=viewer, membership_id=sits.id, until=row.until_before)
    elif row.made:
        others = MembershipGround.objects.filter(membership=sits).exclude(id=row.id)
        if others.exists():
            raise ValidationError(
                _("Platsen vilar på fler beslut. Ångra dem först. Inget har ändrats.")
            )
        row.delete()
        memberships.remove_membership(viewer=viewer, membership_id=sits.id)
    else:
        row.delete()
    log(
        viewer=viewer,
        verb="matters.unseat",
        thing_type=MEETING,
        thing_id=row.clause.decision.item.meeting_id,
        detail=detail,
    )


def _appointment(viewer: Viewer, appointment_id: int) -> Appointment:
    """The appointment by a decided clause that the viewer sees."""
    seen = Appointment.objects.filter(
        seen_clauses(viewer, "clause__"), clause__decision__state=DecisionState.DECIDED
    )
    rows = seen.select_related("name", "clause__decision__item__meeting")
    return rows.get(id=appointment_id)


def _require_over(viewer: Viewer, body_id: int) -> None:
    thing = Thing(scopes=frozenset({of_body(body_id)}))
    require(viewer, Permission.MEMBERSHIPS_CHANGE, thing)


def _end(viewer: Viewer, clause: Clause, membership_id: int, until: date) -> None:
    before = Membership.objects.values_list("until", flat=True).get(id=membership_id)
    memberships.end_membership(viewer=viewer, membership_id=membership_id, until=until)
    _keep(viewer, clause, membership_id, MembershipChange.ENDED, until_before=before)


def _keep(
    viewer: Viewer,
    clause: Clause,
    membership_id: int,
    change: MembershipChange,
    **told: Any,
) -> None:
    """Keep the clause as the ground of what happened to a membership; nothing the second time."""
    row, made = MembershipGround.objects.get_or_create(
        membership_id=membership_id,
        clause=clause,
        change=change,
        defaults={"by": viewer.name[:200], **told},
    )
    if not made:
        return
    sits = Membership.objects.select_related("person").get(id=row.membership_id)
    log(
        viewer=viewer,
        verb="matters.seat_appointed"
        if change == MembershipChange.OPENED
        else "matters.leave_by_clause",
        thing_type=MEETING,
        thing_id=clause.decision.item.meeting_id,
        detail={"membership": sits.id, "person": sits.person.name, "text": clause.text},
    )
