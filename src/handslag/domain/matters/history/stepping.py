"""A step between meetings as a form shows it, to be corrected."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from handslag.domain.matters.history.told import StepTold
from handslag.domain.meetings.agenda.rules import digest_of

if TYPE_CHECKING:
    from handslag.domain.matters.models import MatterStep


@dataclass(frozen=True, slots=True)
class StepForm:
    """A step as it stands; `seen` is what the form is to carry."""

    id: int
    matter_id: int
    told: StepTold
    seen: str


def step_told(row: MatterStep) -> StepTold:
    """What the row says."""
    return StepTold(
        kind=row.kind,
        day=row.day,
        way=row.way,
        body_id=row.body_id,
        by=row.by,
        to_body_id=row.to_body_id,
        to_date=row.to_date,
        expected_date=row.expected_date,
        expected_text=row.expected_text,
        text=row.text,
        document_id=row.document_id,
    )


def step_digest(row: MatterStep) -> str:
    """What tells a step from the same step changed."""
    return digest_of(asdict(step_told(row)))
