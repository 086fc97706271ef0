"""What a mandate is good for, and when. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handslag.domain.registry.models import DecisionEffect, LegalForm

if TYPE_CHECKING:
    from datetime import date

RANK: tuple[str, ...] = (
    DecisionEffect.INTERNAL.value,
    DecisionEffect.RECOMMENDATION.value,
    DecisionEffect.BINDING.value,
)
"""Effects, the least first."""
BY_LAW: frozenset[str] = frozenset(
    {
        LegalForm.ASSEMBLY.value,
        LegalForm.COMMITTEE.value,
        LegalForm.JOINT_COMMITTEE.value,
        LegalForm.MUNICIPAL_ASSOCIATION.value,
    }
)
"""Bodies that have what they may decide by law, and need no mandate in the register.

Assemblies decide matters of principle (KL 5 kap. 1 §), committees what the assembly has let them
and what the law lays on them (KL 6 kap. 3-4 §§), joint committees and municipal associations what
their principals have agreed (KL 9 kap. 19 § and 1 §).
"""
BY_STATUTES: frozenset[str] = frozenset({LegalForm.ASSOCIATION.value})
"""Bodies whose own statutes say what they may decide."""


@dataclass(frozen=True, slots=True)
class Held:
    """A mandate, as far as it decides what somebody may."""

    id: int
    what: str
    effect: str
    """A value of DecisionEffect."""
    actions: tuple[str, ...]
    """The kinds of decision it is good for; empty for all."""
    since: date | None
    until: date | None

    def holds(self, day: date) -> bool:
        """Whether it holds on a day: its first and last day counted."""
        return holds(self.since, self.until, day)

    def covers(self, action: str, effect: str) -> bool:
        """Whether a decision of that kind can have that effect by it."""
        return (not self.actions or action in self.actions) and rank(self.effect) >= rank(effect)


def holds(since: date | None, until: date | None, day: date) -> bool:
    """Whether `day` lies between two days, both counted; an empty one is no bound."""
    return (since is None or since <= day) and (until is None or day <= until)


def rank(effect: str) -> int:
    """How far an effect reaches, from 0; 0 for none."""
    return RANK.index(effect) if effect in RANK else 0
