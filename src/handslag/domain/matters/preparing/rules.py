"""Pure rules of what is proposed on a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handslag.domain.meetings.agenda.rules import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterable


def proposal_digest(by: str, points: Iterable[str]) -> str:
    """What tells one state of a proposal from another."""
    return digest_of([by, list(points)])
