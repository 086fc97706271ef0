"""Pure rules of decisions as they are written: outcomes of points and items, votes, digests."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from handslag.domain.base.sides import Side
from handslag.domain.matters.models import ClauseAction, PointVerdict, TransferKind
from handslag.domain.matters.writing.phrases import genitive, points_words
from handslag.domain.meetings.agenda.rules import digest_of
from handslag.domain.meetings.models import ItemOutcome

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

SIDE_WORDS = {Side.MUNICIPALITIES: "kommunerna", Side.REGION: "regionen"}
"""A side as minutes name it. Words of the minutes' own language, whatever the reader's."""
OF_SIDE = {Side.MUNICIPALITIES: "för kommunernas del", Side.REGION: "för regionens del"}
"""How a clause says that it is limited to a side."""
_SAID = {
    PointVerdict.APPROVED: ("att godkänna", ClauseAction.APPROVE),
    PointVerdict.REJECTED: ("att avslå", ClauseAction.REJECT),
    PointVerdict.TABLED: ("att bordlägga", ClauseAction.TABLE),
    PointVerdict.REFERRED: ("att hänskjuta", ClauseAction.REFER),
}
VERDICT_OF = {
    ClauseAction.APPROVE: PointVerdict.APPROVED,
    ClauseAction.ENDORSE: PointVerdict.APPROVED,
    ClauseAction.REJECT: PointVerdict.REJECTED,
    ClauseAction.TABLE: PointVerdict.TABLED,
    ClauseAction.POSTPONE: PointVerdict.TABLED,
    ClauseAction.REFER: PointVerdict.REFERRED,
}
"""What a clause makes of the points that it settles, by its action."""


@dataclass(frozen=True, slots=True)
class PointStand:
    """What became of one point of a proposal for one side, or for all ("")."""

    proposal_id: int
    number: int
    side: str
    verdict: str


@dataclass(frozen=True, slots=True)
class ClauseStand:
    """What a clause says of points."""

    clause_id: int
    action: str
    points: tuple[int, ...]
    side: str
    text: str


@dataclass(frozen=True, slots=True)
class Suggested:
    """A clause that the points' outcomes ask for."""

    text: str
    action: str
    points: tuple[int, ...]
    scope: str
    side: str


def point_number(number: str, order: int) -> int:
    """A point's number as a figure: as printed ("2."), otherwise its place in the proposal."""
    digits = number.strip().rstrip(".):").strip()
    return int(digits) if digits.isascii() and digits.isdigit() else order


def suggested(by: str, stands: Iterable[PointStand]) -> tuple[Suggested, ...]:
    """The clauses that one proposal's outcomes ask for, in the order that minutes have them.

    What both sides think alike is said once, for all. Points without a decision are left out.
    """
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for (number, side), verdict in sorted(_joined(stands).items()):
        if verdict in _SAID:
            groups[(verdict, side)].append(number)
    order = [verdict.value for verdict in _SAID]
    found = sorted(groups.items(), key=lambda pair: (pair[0][1] != "", order.index(pair[0][0])))
    what = f"{genitive(by)} förslag" if by.strip() else "förslaget"
    clauses = []
    for (verdict, side), points in found:
        begin, action = _SAID[PointVerdict(verdict)]
        tail = f" {OF_SIDE[Side(side)]}" if side else ""
        text = f"{begin} {what} p. {points_words(points)}{tail}"
        scope = SIDE_WORDS[Side(side)] if side else ""
        clauses.append(Suggested(text, action.value, tuple(points), scope, side))
    return tuple(clauses)


def _joined(stands: Iterable[PointStand]) -> dict[tuple[int, str], str]:
    """Verdicts by point and side, where both sides' are one if they are alike."""
    of: dict[int, dict[str, str]] = defaultdict(dict)
    for stand in stands:
        if stand.verdict != PointVerdict.NONE:
            of[stand.number][stand.side] = stand.verdict
    found: dict[tuple[int, str], str] = {}
    for number, verdicts in of.items():
        sides = [verdicts.get(side.value) for side in Side]
        if "" in verdicts and not any(sides):
            found[(number, "")] = verdicts[""]
            continue
        each = {side.value: verdicts.get(side.value, verdicts.get("")) for side in Side}
        told = {side: verdict for side, verdict in each.items() if verdict}
        if len(told) == len(Side) and len(set(told.values())) == 1:
            found[(number, "")] = next(iter(told.values()))
        else:
            found.update({(number, side): verdict for side, verdict in told.items()})
    return found


def settled(verdicts: Mapping[str, str], side: str, verdict: str) -> dict[str, str]:
    """A point's verdicts by side ("" for all) once `verdict` is said for `side`.

    An empty verdict takes back what was said. A verdict for all and one for a side never stand
    together: the first is of both sides where one of them is told apart.
    """
    found = dict(verdicts)
    if side and "" in found:
        for_all = found.pop("")
        found = {one.value: for_all for one in Side}
    if not side and verdict:
        found = {}
    if verdict:
        found[side] = verdict
    elif side:
        found.pop(side, None)
    else:
        found = {}
    return found


class ClashKind(StrEnum):
    """How the clauses and the points' outcomes disagree."""

    NO_SUCH_POINT = "no-such-point"
    """A clause settles a point that no proposal has."""
    OTHERWISE = "otherwise"
    """A clause says one thing of a point, its outcome another."""
    NO_CLAUSE = "no-clause"
    """A point has an outcome that no clause says."""
    NO_OUTCOME = "no-outcome"
    """A clause settles a point that has no outcome."""


_WRONG = {
    ClashKind.NO_SUCH_POINT: _("En att-sats avgör punkt %(point)s, men förslaget har ingen sådan."),
    ClashKind.OTHERWISE: _(
        "En att-sats säger något annat om punkt %(point)s än punktens utfall. Ändra ett av dem."
    ),
    ClashKind.NO_CLAUSE: _("Punkt %(point)s har ett utfall som ingen att-sats säger."),
    ClashKind.NO_OUTCOME: _("En att-sats avgör punkt %(point)s, som saknar utfall."),
}


@dataclass(frozen=True, slots=True)
class Clash:
    """One place where clauses and outcomes disagree."""

    kind: ClashKind
    point: int
    side: str
    """The side whose outcome it is; empty for all."""
    clause_id: int | None = None

    @property
    def words(self) -> str:
        """What is wrong and what to do about it."""
        return _WRONG[self.kind] % {"point": self.point}


def clashes(
    numbers: Collection[int], stands: Iterable[PointStand], clauses: Iterable[ClauseStand]
) -> tuple[Clash, ...]:
    """Where an item's clauses and its points' outcomes disagree; nothing where they agree.

    `numbers` are those of the proposals' points. Where two proposals have points of one number, a
    clause agrees if it says what became of either.
    """
    verdicts: dict[tuple[int, str], set[str]] = defaultdict(set)
    by_proposal: dict[int, list[PointStand]] = defaultdict(list)
    for stand in stands:
        by_proposal[stand.proposal_id].append(stand)
    for told in by_proposal.values():
        for (number, side), verdict in _joined(told).items():
            for one in _sides(side):
                verdicts[(number, one)].add(verdict)
    said: dict[tuple[int, str], set[str]] = defaultdict(set)
    found: list[Clash] = []
    for clause in clauses:
        verdict_of = VERDICT_OF.get(ClauseAction(clause.action))
        for point in clause.points:
            if point not in numbers:
                found.append(Clash(ClashKind.NO_SUCH_POINT, point, clause.side, clause.clause_id))
            elif verdict_of is not None:
                for side in _sides(clause.side):
                    said[(point, side)].add(verdict_of)
                found += _against(clause, point, verdict_of, verdicts)
    found += _unsaid(verdicts, said)
    return tuple(dict.fromkeys(found))


def _against(
    clause: ClauseStand, point: int, verdict: str, verdicts: Mapping[tuple[int, str], set[str]]
) -> list[Clash]:
    known = {side: verdicts.get((point, side), set()) for side in _sides(clause.side)}
    if not any(known.values()):
        return [Clash(ClashKind.NO_OUTCOME, point, clause.side, clause.clause_id)]
    wrong = [side for side, stands in known.items() if stands and verdict not in stands]
    return [
        Clash(ClashKind.OTHERWISE, point, side, clause.clause_id)
        for side in ([""] if len(wrong) == len(Side) else wrong)
    ]


def _unsaid(
    verdicts: Mapping[tuple[int, str], set[str]], said: Mapping[tuple[int, str], set[str]]
) -> list[Clash]:
    missing: dict[int, list[str]] = defaultdict(list)
    for (point, side), stands in sorted(verdicts.items()):
        if not said.get((point, side)) and stands:
            missing[point].append(side)
    return [
        Clash(ClashKind.NO_CLAUSE, point, side)
        for point, sides in missing.items()
        for side in ([""] if len(sides) == len(Side) else sides)
    ]


def _sides(side: str) -> tuple[str, ...]:
    return (side,) if side else tuple(one.value for one in Side)


def outcome_of(
    actions: Collection[str], transfers: Collection[str], *, withdrawn: bool = False
) -> str:
    """What became of an item, by its clauses' actions and the transfers that no clause makes.

    Both are values (ClauseAction, TransferKind). A clause that refers makes the item referred,
    one that tables tabled; an item that was moved on without a clause went where it was moved,
    unless something else was decided of it. Noted when every clause is note.
    """
    if withdrawn and not actions:
        return ItemOutcome.WITHDRAWN.value
    if ClauseAction.REFER in actions:
        return ItemOutcome.REFERRED.value
    if ClauseAction.TABLE in actions:
        return ItemOutcome.TABLED.value
    if transfers and not set(actions) - {ClauseAction.NOTE.value}:
        referred = TransferKind.REFERRED in transfers
        return (ItemOutcome.REFERRED if referred else ItemOutcome.TABLED).value
    if not actions:
        return ItemOutcome.NONE.value
    noted = set(actions) == {ClauseAction.NOTE.value}
    return (ItemOutcome.NOTED if noted else ItemOutcome.DECIDED).value


class VoteFit(StrEnum):
    """Whether a vote's numbers fit those who are there."""

    FITS = "fits"
    FEWER = "fewer"
    """Not all who are there have been counted; some may not vote."""
    MORE = "more"
    """More than are there: that cannot be."""


def vote_fit(in_favour: int, against: int, abstained: int, present: int) -> VoteFit:
    """Whether a vote's numbers fit; where nobody is noted as present any numbers do."""
    cast = in_favour + against + abstained
    if present and cast > present:
        return VoteFit.MORE
    return VoteFit.FEWER if cast < present else VoteFit.FITS


def whole_name(names: Sequence[str]) -> str:
    """Names in a row as a clause has them: "Eva Ek, Bo Al och Siv Lund"."""
    return " och ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def state_of(*values: object) -> str:
    """What tells one state of a thing written here from another: what a form carries of it."""
    return digest_of(list(values))
