"""The example county's year, planned through the same actions as a coordinator has: told in its
county.toml as `handslag.intake.example` says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction

from handslag.domain.base.states import PublicationState
from handslag.domain.meetings.planning import actions, queries
from handslag.domain.meetings.planning.rules import Terms
from handslag.domain.meetings.planning.told import Wanted
from handslag.domain.registry import queries as registry

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from handslag.domain.access.viewer import Viewer


def plan(viewer: Viewer, told: Sequence[Mapping[str, Any]]) -> None:
    """Plan each body's year, all of it or nothing; a body that has a plan is left as it is."""
    for one in told:
        body_id = registry.find_body(viewer, one["body"])
        if body_id is None or not one["days"] or queries.terms(viewer, body_id).said:
            continue
        try:
            _plan(viewer, body_id, one)
        except ValidationError:
            continue  # somebody has planned otherwise since


@transaction.atomic
def _plan(viewer: Viewer, body_id: int, one: Mapping[str, Any]) -> None:
    pre_body = registry.find_body(viewer, one["pre_body"]) if "pre_body" in one else None
    usual = Terms()
    terms = Terms(
        start=one.get("start"),
        end=one.get("end"),
        place=one.get("place", ""),
        material_days=one.get("material_days", usual.material_days),
        notice_days=one.get("notice_days", usual.notice_days),
        pre_body_id=pre_body,
        pre_minutes=one.get("pre_minutes", usual.pre_minutes),
    )
    actions.set_terms(viewer=viewer, body_id=body_id, terms=terms)
    actions.plan_year(
        viewer=viewer,
        body_id=body_id,
        days=[Wanted(day, terms.start, terms.end, terms.place) for day in one["days"]],
        state=one.get("state", PublicationState.SHARED),
    )
    for moved in one.get("moved", ()):
        actions.move_meeting(
            viewer=viewer,
            meeting_id=_meeting_on(viewer, body_id, moved["from"]),
            to=Wanted(moved["to"], terms.start, terms.end, terms.place),
            reason=moved["reason"],
        )
    for cancelled in one.get("cancelled", ()):
        actions.cancel_meeting(
            viewer=viewer,
            meeting_id=_meeting_on(viewer, body_id, cancelled["day"]),
            reason=cancelled["reason"],
            pre_meetings=cancelled.get("pre_meetings", True),
        )


def _meeting_on(viewer: Viewer, body_id: int, day: dt.date) -> int:
    """The meeting of a body on a day. Raises ValidationError where there is none."""
    rows = queries.year(viewer, day.year, body_id=body_id).meetings
    found = next((row.id for row in rows if row.day == day), None)
    if found is None:
        reason = f"No meeting on {day}"
        raise ValidationError(reason)
    return found
