"""Steps of a plan, done by the register's own actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from handslag.domain.registry.affiliations import actions as affiliations
from handslag.domain.registry.memberships import actions as memberships

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from handslag.domain.access.viewer import Viewer
    from handslag.intake.rows.shapes import Step, Verdict


class Refused(Exception):  # noqa: N818  it tells of a row, and is no fault
    """The register refused a step. `str(error)` says which row and why."""


_ACTIONS: Mapping[str, Callable[..., Any]] = {
    "add_person": affiliations.add_person,
    "set_email": affiliations.set_email,
    "add_affiliation": affiliations.add_affiliation,
    "change_affiliation": affiliations.change_affiliation,
    "add_membership": memberships.add_membership,
    "change_membership": memberships.change_membership,
}


def do(viewer: Viewer, verdicts: Sequence[Verdict]) -> dict[int, int]:
    """Do what the rows say, in order; returns the ids of the people whom they added.

    Must stand in a transaction that is given up where this raises Refused.
    """
    people: dict[int, int] = {}
    for verdict in verdicts:
        try:
            for step in verdict.steps:
                _do(viewer, step, people)
        except (ValidationError, PermissionDenied, ObjectDoesNotExist) as refusal:
            why = " ".join(refusal.messages) if isinstance(refusal, ValidationError) else ""
            raise Refused(
                _("Rad %(row)d gick inte att genomföra. %(why)s Inget har ändrats.")
                % {"row": verdict.row.number, "why": why or str(refusal)}
            ) from refusal
    return people


def _do(viewer: Viewer, step: Step, people: dict[int, int]) -> None:
    arguments = {name: value for name, value in step.items() if name != "was"}
    action, who = arguments.pop("do"), arguments.pop("who", None)
    if action == "add_person":
        people[who] = _ACTIONS[action](viewer=viewer, **arguments)
        return
    if who is not None:
        arguments["person_id"] = people.get(who, who)
    _ACTIONS[action](viewer=viewer, **arguments)
