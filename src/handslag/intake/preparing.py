"""The example county's coming agenda, half ready: told in its county.toml as
`handslag.intake.example` says.

What is there already is left as it is: an agenda with items is not touched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError

from handslag.domain.matters.preparing import actions as proposing
from handslag.domain.meetings.agenda import actions, queries
from handslag.domain.meetings.agenda.actions.raised import MatterTold
from handslag.domain.meetings.agenda.told import ItemTold, PresenterTold
from handslag.domain.registry import queries as registry
from handslag.intake.attaching import AttachmentTold, attach
from handslag.intake.errors import NotTakenIn
from handslag.intake.populating import meeting_on

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from handslag.domain.access.viewer import Viewer


def prepare(viewer: Viewer, folder: Path, told: Sequence[Mapping[str, Any]]) -> None:
    """Put on each agenda what is told of it, through the actions that a coordinator takes."""
    for one in told:
        meeting_id = meeting_on(viewer, one["body"], one["date"])
        if meeting_id is None:
            continue
        try:
            _prepare(viewer, folder, meeting_id, one)
        except (ValidationError, ObjectDoesNotExist):
            continue  # somebody has changed the meeting since


def _prepare(viewer: Viewer, folder: Path, meeting_id: int, told: Mapping[str, Any]) -> None:
    if queries.agenda_paper(viewer, meeting_id).items:
        return
    for item in told.get("items", ()):
        _item(viewer, folder, meeting_id, item)
    if name := told.get("template"):
        actions.make_template(viewer=viewer, meeting_id=meeting_id, name=name)
    body_id = registry.find_body(viewer, told["body"])
    for matter in told.get("raised", ()):
        if body_id is not None:
            wanted = MatterTold(meeting_id=meeting_id, **matter)
            actions.raise_matter(viewer=viewer, body_id=body_id, told=wanted)


def _item(viewer: Viewer, folder: Path, meeting_id: int, told: Mapping[str, Any]) -> None:
    people = tuple(PresenterTold(**one) for one in told.get("presenters", ()))
    item_id = actions.add_item(
        viewer=viewer,
        meeting_id=meeting_id,
        told=ItemTold(
            heading=told["heading"],
            kind=told.get("kind", ""),
            minutes=told.get("minutes"),
            description=told.get("text", ""),
            standing=told.get("standing", False),
            presenters=people,
        ),
    )
    if points := told.get("points"):
        proposing.propose(viewer=viewer, item_id=item_id, by=told["by"], points=points)
    for file in told.get("files", ()):
        path = folder / file["file"]
        try:
            attach(
                viewer=viewer,
                meeting_id=meeting_id,
                name=path.name,
                data=path.read_bytes(),
                told=AttachmentTold(title=file["title"], item_ids=(item_id,)),
            )
        except (NotTakenIn, OSError):
            continue  # the item stands without it
