"""Which documents' accounts of a meeting a fact rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handslag.domain.base.recording import FactRef, Respect
from handslag.domain.documents.models import Evidence

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Others:
    """What must be respected while one document's account of a meeting is recorded.

    `any` counts every other document; `same_phase` only those that give the same account (plan,
    or what happened), for columns that each account has of its own.
    """

    any: Respect
    same_phase: Respect


def others(
    meeting_id: int,
    *,
    document_id: int,
    phase: str,
    typed: Mapping[FactRef, frozenset[str]],
) -> Others:
    """What the other documents of a meeting say, and what was typed in them. One query."""
    rows = (
        Evidence.objects.filter(passage__document__meeting_paper__meeting_id=meeting_id)
        .exclude(passage__document_id=document_id)
        .values_list("fact_type", "fact_id", "passage__document__meeting_paper__phase")
        .distinct()
    )
    found = [(FactRef(kind, fact_id), of_phase) for kind, fact_id, of_phase in rows]
    return Others(
        any=Respect(typed, frozenset(ref for ref, _phase in found)),
        same_phase=Respect(typed, frozenset(ref for ref, told in found if told == phase)),
    )
