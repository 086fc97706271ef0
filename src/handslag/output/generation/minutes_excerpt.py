"""Excerpts of minutes: one item, or one clause of it, as a paper of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handslag.output.generation.minutes_parts import as_shown

if TYPE_CHECKING:
    from handslag.output.generation.minutes_paper import MinutesPaper, PaperDealtItem


def excerpt(paper: MinutesPaper, item: int, clause: tuple[int, int] | None = None) -> MinutesPaper:
    """An excerpt of one item, given by its place in `items`; or of one of its clauses.

    `clause` is the decision's place in the item and the clause's place in the decision, both
    counted from 0. An excerpt of an item holds all that the minutes say of it and who was there.
    One of a clause holds the clause, who decided it and how, where it sends the item, and the
    proposal it settles points of; what was said, the item's other clauses and who was there are
    left out. Either says what it is an excerpt of: body, day, version and hash. It prints like any
    other minutes, and an open edition stays one. Raises IndexError where there is no such place.
    """
    shown = as_shown(paper)
    chosen = shown.items[item]
    if clause is not None:
        chosen = _with_clause(chosen, *clause)
    labels = set(chosen.attachments)
    return replace(
        shown,
        excerpt=True,
        items=(chosen,),
        attachments=tuple(a for a in shown.attachments if a.label in labels),
        attendance=shown.attendance if clause is None else (),
        sittings=(),
        notice_board=None,
        appeal="",
    )


def _with_clause(item: PaperDealtItem, decision: int, clause: int) -> PaperDealtItem:
    """The item with one clause alone, and the proposals whose points it settles."""
    whole = item.decisions[decision]
    one = whole.clauses[clause]
    return replace(
        item,
        decisions=(replace(whole, clauses=(one,)),),
        proposals=item.proposals if one.points else (),
        discussion=(),
        stances=(),
        assignments=(),
        transfers=tuple(t for t in item.transfers if t.clause == (decision, clause)),
        attachments=(),
    )
