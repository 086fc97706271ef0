"""Pure rules of what is proposed on a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handslag.domain.meetings.agenda.rules import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from handslag.domain.matters.models import Proposal, ProposalPoint


def proposal_digest(by: str, points: Iterable[str]) -> str:
    """What tells one state of a proposal from another."""
    return digest_of([by, list(points)])


def entered_points(proposal: Proposal) -> list[ProposalPoint]:
    """The points of a proposal on a plan, fetched beforehand.

    Of one that was entered here those that were entered, not what a document adds to them: that
    shows on the meeting's page, with its place in the document.
    """
    return [one for one in proposal.points.all() if one.prepared or not proposal.prepared]
