"""What stands on a line of its own under a clause: who is responsible, till when, for which points.

'Gäller punkt 3 för kommunerna. Ansvarig: Styrgruppen. Klart senast den 3 april 2026.'
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from handslag.source.parsing.details import due_of, points_of, row_of, scope_of
from handslag.source.parsing.flow import Flow
from handslag.source.parsing.people import list_people
from handslag.source.record import Action, Clause, Person

_BESIDE = re.compile(
    r"(?:Ansvarig(?:a|t)?\s?:\s?(?=\S)|Utsed(?:d|da)\s?:\s?(?=\S)|Klart\s(?:senast|till|den|före)\s"
    r"|Gäller\s(?:för\s(?:läns)?(?:kommunerna|regionen)|p(?:unkt\w*|\.)\s?\d))"
)
_RESPONSIBLE = re.compile(r"\bAnsvarig(?:a|t)?\s?:\s?(?P<who>[^.;]+)")
_CHOSEN = re.compile(r"\bUtsed(?:d|da)\s?:\s?(?P<who>[^.]+)")
_CONCERNS = re.compile(r"\bGäller\s[^.]*")
_LONGEST = 300


def stands_beside(words: str) -> bool:
    """Whether a line says more of the clause above it and decides nothing itself."""
    return len(words) <= _LONGEST and _BESIDE.match(words) is not None


def with_beside(
    flow: Flow, clause: Clause, place: tuple[int, int], meeting: dt.date | None
) -> Clause:
    """The clause with what the line at `place` says of it; its own words go first."""
    start, end = place
    words = flow.text[start:end]
    responsible = _RESPONSIBLE.search(words)
    chosen = _CHOSEN.search(words)
    concerns = _CONCERNS.search(words)
    if responsible and not clause.assignees:
        who = row_of(flow, start + responsible.start("who"), start + responsible.end("who"))
        action = Action.ASSIGN if clause.action is Action.OTHER else clause.action
        clause = replace(clause, assignees=who, action=action)
    if chosen and not clause.appointees:
        action = Action.APPOINT if clause.action is Action.OTHER else clause.action
        people = list_people(flow.text, start + chosen.start("who"), start + chosen.end("who"))
        clause = replace(
            clause,
            action=action,
            appointees=tuple(
                Person(one.name, one.title, one.organisation, span=flow.span(one.start, one.end))
                for one in people
            ),
        )
    if concerns:
        clause = replace(
            clause,
            points=clause.points or points_of(concerns.group()),
            scope=clause.scope or scope_of(concerns.group(), None),
        )
    return replace(clause, due=clause.due or due_of(flow, start, end, meeting))
