"""What the secretary's page shows of proposals and decisions, for the parts that show them.

The parts `desk/room/proposals.html` and `desk/room/decisions.html` take an item (`found`), what is
written under it (`done`), and what is offered to choose among (`offered`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from handslag.domain.matters.writing import queries, shapes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.writing.shapes import ItemDecisions


def decided(viewer: Viewer, meeting_id: int) -> Mapping[int, ItemDecisions]:
    """Everything written of decisions, by the item's id."""
    return {one.item_id: one for one in queries.items_of(viewer, meeting_id)}


def offered(viewer: Viewer, body_id: int) -> dict[str, Any]:
    """What the forms of the parts offer: a body's phrases, and the values to choose among."""
    return {
        "phrases": queries.phrases(viewer, body_id),
        "verdicts": shapes.VERDICTS,
        "sides": shapes.SIDES,
        "stance_kinds": shapes.STANCES,
        "effects": shapes.EFFECTS,
    }
"""What is decided under an item, as the secretary's page shows it: fields filled in, phrases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from handslag.domain.matters.writing import shapes
from handslag.domain.matters.writing.phrases import day_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from handslag.domain.matters.writing.shapes import (
        AssignmentView,
        ClauseView,
        ItemDecisions,
        Phrases,
        PhraseView,
        PointWritten,
        ProposalWritten,
        WhoView,
    )

_FIELDS = {
    "vad": "what",
    "uppgift": "what",
    "till": "what",
    "punkter": "points",
    "sida": "scope",
    "person": "appointees",
    "mottagare": "assignees",
    "organ": "body",
}
"""The field of the form that fills each place of a phrase; a day has one of two."""
_MOVES = {"refer", "table"}
"""Actions whose day is where the item goes, not when something is due."""
_SHORT = 46
"""Letters of a phrase on its button."""


@dataclass(frozen=True, slots=True)
class PhraseShown:
    """A phrase as a button, and which fields it asks for."""

    key: str
    words: str
    fields: str
    """Names of fields with blanks between; empty for one that is whole as it stands."""
    what: str
    """What the field `what` asks for."""
    text: str
    """The words of one that the body has decided before; empty for one that has a key."""


@dataclass(frozen=True, slots=True)
class Who:
    """A field in which somebody is named, and what was picked there."""

    text: str
    picked: str


@dataclass(frozen=True, slots=True)
class ClauseShown:
    """A clause with what its fields hold."""

    row: ClauseView
    points: str
    due: str
    body: str
    date: str
    assignees: tuple[Who, ...]
    """With an empty field last."""
    appointees: tuple[Who, ...]
    opened: bool
    """What it makes is shown at once."""


@dataclass(frozen=True, slots=True)
class AssignmentShown:
    """An assignment in running text with what its fields hold."""

    row: AssignmentView
    due: str
    assignees: tuple[Who, ...]


@dataclass(frozen=True, slots=True)
class SideOutcome:
    """What became of a point for one side, or for all (an empty `side`)."""

    side: str
    words: str
    verdict: str


def phrase_rows(found: Phrases) -> list[PhraseShown]:
    """The phrases that the page has buttons for."""
    return [_phrase(one) for one in found.all]


def _phrase(row: PhraseView) -> PhraseShown:
    day = "date" if row.action.value in _MOVES else "due"
    fields = [_FIELDS.get(place, day if place == "dag" else "") for place in row.places]
    words = row.text.replace("[", "").replace("]", "")
    for place in row.places:
        words = words.replace(f"{{{place}}}", "…")
    whats = {"vad": _("Vad?"), "uppgift": _("Vad ska göras?"), "till": _("Till vad?")}
    what = next((whats[place] for place in row.places if place in whats), "")
    return PhraseShown(
        key=row.key,
        words=words if len(words) <= _SHORT else f"{words[: _SHORT - 1].rstrip()}…",
        fields=" ".join(dict.fromkeys(filter(None, fields))),
        what=what,
        text="" if row.key else row.text,
    )


@dataclass(frozen=True, slots=True)
class Decided:
    """What is decided under one item."""

    found: ItemDecisions

    @property
    def decisions(self) -> list[tuple[object, list[ClauseShown]]]:
        """Each decision with its clauses."""
        return [(one, [_clause(row) for row in one.clauses]) for one in self.found.decisions]

    @property
    def assignments(self) -> list[AssignmentShown]:
        """Those in running text."""
        return [
            AssignmentShown(row, _day(row.due_date, row.due_text), _whos(row.assignees))
            for row in self.found.assignments
        ]

    @property
    def proposals(
        self,
    ) -> list[tuple[ProposalWritten, list[tuple[PointWritten, list[SideOutcome]]]]]:
        """Each proposal with its points and what became of them."""
        return [
            (one, [(point, _outcomes(point)) for point in one.points])
            for one in self.found.proposals
        ]


def _outcomes(point: PointWritten) -> list[SideOutcome]:
    sides = (("", _("alla")), *shapes.SIDES)
    return [SideOutcome(side, words, point.verdict(side)) for side, words in sides]


def _clause(row: ClauseView) -> ClauseShown:
    transfer = row.transfer
    people = [Who(one.name, f"person-{one.person_id}") for one in row.appointees]
    return ClauseShown(
        row=row,
        points=", ".join(map(str, row.points)),
        due=_day(row.due_date, row.due_text),
        body=transfer.to_body if transfer else "",
        date=_day(transfer.to_date, "") if transfer else "",
        assignees=_whos(row.assignees),
        appointees=(*people, Who("", "")),
        opened=row.action.value in {"assign", "appoint", "refer", "table"},
    )


def _day(day: date | None, words: str) -> str:
    return words or (day_words(day) if day else "")


def _whos(rows: Iterable[WhoView]) -> tuple[Who, ...]:
    return (*(Who(one.text, _picked(one)) for one in rows), Who("", ""))


def _picked(row: WhoView) -> str:
    ids: Sequence[tuple[str, int | None]] = (
        ("body", row.body_id),
        ("organisation", row.organisation_id),
        ("person", row.person_id),
    )
    return next((f"{kind}-{id_}" for kind, id_ in ids if id_), "")


def clash_words(found: ItemDecisions) -> list[str]:
    """Where clauses and the points' outcomes disagree, in words."""
    words = {
        "no-such-point": _("En att-sats nämner punkt %(point)s, som inget förslag har."),
        "otherwise": _("Punkt %(point)s%(side)s: att-satsen säger något annat än utfallet."),
        "no-clause": _("Punkt %(point)s%(side)s har ett utfall som ingen att-sats säger."),
        "no-outcome": _("Punkt %(point)s%(side)s avgörs av en att-sats men saknar utfall."),
    }
    sides = dict(shapes.SIDES)
    return [
        words[one.kind.value]
        % {"point": one.point, "side": f" ({sides[one.side]})" if one.side else ""}
        for one in found.clashes
    ]
