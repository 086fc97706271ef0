"""Files that go with a report on an assignment: looked over as attachments are, then handed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handslag.domain.matters.assignments import actions
from handslag.intake.attaching import looked_over
from handslag.intake.errors import not_kept

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from handslag.domain.access.viewer import Viewer

__all__ = ["report"]


def report(
    *,
    viewer: Viewer,
    assignment_id: int,
    text: str,
    day: dt.date | None = None,
    item_id: int | None = None,
    files: Sequence[tuple[str, bytes]] = (),
) -> int:
    """Report on an assignment with files, each its name and bytes; returns the step's id.

    Raises NotTakenIn, with the reason, for a file that will not do, and what `actions.report`
    raises. Nothing is kept then.
    """
    actions.require_reporting(viewer=viewer, assignment_id=assignment_id)
    looked = [looked_over(name, data) for name, data in files[: actions.MOST_FILES + 1]]
    try:
        return actions.report(
            viewer=viewer,
            assignment_id=assignment_id,
            text=text,
            day=day,
            item_id=item_id,
            files=looked,
        )
    except OSError as error:
        raise not_kept(error) from error
