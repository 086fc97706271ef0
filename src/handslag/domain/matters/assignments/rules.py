"""How an assignment stands, what may be done with it, when it is due, and which say the same.

Pure: nothing here asks the database. The list of assignments asks the same of the database in its
own words (`reading.py`), and a test holds the two to one answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handslag.domain.base.dates import MONTHS
from handslag.domain.matters.models import AssignmentStepKind as Kind

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence


class State(TextChoices):
    """Where an assignment stands. The first two are open; the others are over."""

    OPEN = "open", _("pågår")
    REPORTED = "reported", _("rapporterat")
    """Somebody has reported on it, and nobody has said that it is finished."""
    FINISHED = "finished", _("slutfört")
    DROPPED = "dropped", _("släppt")
    SPLIT = "split", pgettext_lazy("uppdrag", "delat")
    """What it was goes on in the assignments that it was split into."""
    JOINED = "joined", _("sammanfört")
    """What it was goes on in the assignment that it was joined with."""


class DueKind(TextChoices):
    """In which way an assignment is due."""

    MEETING = "meeting", _("till ett möte")
    DAY = "day", _("till en dag")
    WORDS = "words", _("med egna ord")
    LATER = "later", _("senare")
    NONE = "none", _("utan dag")


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due: at a meeting, on a day, in words, later, or nobody has said."""

    day: dt.date | None = None
    """The meeting's day, where it is due at one."""
    meeting_id: int | None = None
    text: str = ""
    later: bool = False

    @property
    def kind(self) -> DueKind:
        """In which way it is due. A day or a meeting says more than the words beside it."""
        if self.meeting_id is not None:
            return DueKind.MEETING
        if self.day is not None:
            return DueKind.DAY
        if self.later:
            return DueKind.LATER
        return DueKind.WORDS if self.text else DueKind.NONE


NOT_DUE = Due()


class Step(NamedTuple):
    """One thing that happened, as the rules see it."""

    kind: str
    day: dt.date
    due: Due | None = None
    """When it is due from then on; None where the step says nothing of it."""
    other_id: int | None = None
    """The assignment that it goes on in, or one of them."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How an assignment stands on a day, derived from what happened to it."""

    state: State
    due: Due
    late_since: dt.date | None
    """The day it was due, where that has been and it is open; None where it is not late."""
    since: dt.date | None
    """When it came to stand so; None while nothing has happened."""
    reports: int
    """How many times somebody has reported."""
    carried: int
    """How many times it was carried over to a later meeting."""
    moved: int
    """How many times it was given another day otherwise."""
    handed_over: int
    leads_to: tuple[int, ...]
    """The assignments that it goes on in, where it was split or joined."""

    @property
    def over(self) -> bool:
        """Whether nothing more is to be done with it, as itself."""
        return self.state in OVER

    @property
    def late(self) -> bool:
        """Whether its day has been, and it is open."""
        return self.late_since is not None


OVER = frozenset({State.FINISHED, State.DROPPED, State.SPLIT, State.JOINED})
STATE_AFTER: Mapping[str, State] = {
    Kind.REPORTED: State.REPORTED,
    Kind.FINISHED: State.FINISHED,
    Kind.DROPPED: State.DROPPED,
    Kind.SPLIT: State.SPLIT,
    Kind.JOINED: State.JOINED,
    Kind.REOPENED: State.OPEN,
}
"""What each kind of step makes of an assignment; the other kinds leave it as it stands."""
_GOES_ON = frozenset(
    {
        Kind.REPORTED,
        Kind.FINISHED,
        Kind.DUE_MOVED,
        Kind.CARRIED,
        Kind.DROPPED,
        Kind.HANDED_OVER,
        Kind.SPLIT,
        Kind.JOINED,
    }
)
_REOPENS = frozenset({State.FINISHED, State.DROPPED, State.JOINED})


def allowed(state: State) -> frozenset[Kind]:
    """What may happen next to an assignment that stands so.

    One that is over can only be opened again; one that was split cannot, for its parts go on: they
    are joined instead.
    """
    if state not in OVER:
        return _GOES_ON
    return frozenset({Kind.REOPENED}) if state in _REOPENS else frozenset()


def standing(own: Due, steps: Iterable[Step], today: dt.date) -> Standing:
    """How an assignment stands today; `own` is when it was due from the beginning.

    `steps` come in the order in which they were entered: what was said last holds, also where it
    tells of an earlier day.
    """
    state, due, since = State.OPEN, own, None
    counted = dict.fromkeys(Kind, 0)
    leads: list[int] = []
    for step in steps:
        counted[Kind(step.kind)] += 1
        if step.due is not None:
            due = step.due
        if step.kind not in STATE_AFTER:
            continue
        state, since = STATE_AFTER[step.kind], step.day
        if state not in {State.SPLIT, State.JOINED}:
            leads = []
        elif step.other_id is not None:
            leads.append(step.other_id)
    is_late = state not in OVER and due.day is not None and due.day < today
    return Standing(
        state=state,
        due=due,
        late_since=due.day if is_late else None,
        since=since,
        reports=counted[Kind.REPORTED],
        carried=counted[Kind.CARRIED],
        moved=counted[Kind.DUE_MOVED],
        handed_over=counted[Kind.HANDED_OVER],
        leads_to=tuple(dict.fromkeys(leads)),
    )


class Coming(NamedTuple):
    """A meeting of a body that something may be due at."""

    id: int
    day: dt.date


_NEXT = re.compile(
    r"\b(?:nästa|nästkommande|närmaste|kommande)\s+(?:ordinarie\s+)?"
    r"(?:\w*möte|\w*sammanträde|\w*träff)\w*\b",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"\b(?:återkomm\w+|senare|längre fram|vid (?:ett )?senare tillfälle|framöver|i framtiden)\b",
    re.IGNORECASE,
)
_MONTH = "|".join(MONTHS)
_DAY = re.compile(rf"\b(?:den\s+)?(\d{{1,2}})(?::?[ae])?\s+({_MONTH})\b", re.IGNORECASE)
_SLASH = re.compile(r"\b(\d{1,2})/(\d{1,2})\b")
_IN_MONTH = re.compile(
    rf"\b(?:möte\w*|sammanträde\w*)\s+i\s+({_MONTH})\b|\b({_MONTH})(?:möte|sammanträde)\w*\b",
    re.IGNORECASE,
)
_MEETING_WORD = re.compile(r"möte|sammanträde|träff", re.IGNORECASE)
_A_YEAR = 366


def says_later(words: str) -> bool:
    """Whether words say that something is due later, and not when: "återkommer"."""
    return bool(_LATER.search(words)) and not _NEXT.search(words)


def says_next_meeting(words: str) -> bool:
    """Whether words say that something is due at the next meeting."""
    return bool(_NEXT.search(words))


def meeting_due_at(own: Due, told_on: dt.date, meetings: Sequence[Coming]) -> Coming | None:
    """The meeting that something told at a meeting on `told_on` is due at; None for none.

    `meetings` are those of the same body that are not cancelled, in any order. Where a day is
    told, the meeting on that day; else what the words name: the next one, the one on a day
    without its year ("till mötet 3 april"), or the only one of a month ("aprilmötet"). Words
    reach a year ahead.
    """
    ahead = sorted((one for one in meetings if one.day > told_on), key=lambda one: one.day)
    if own.day is not None:
        return next((one for one in ahead if one.day == own.day), None)
    if _NEXT.search(own.text):
        return ahead[0] if ahead else None
    if not _MEETING_WORD.search(own.text):
        return None
    within = [one for one in ahead if (one.day - told_on).days <= _A_YEAR]
    if named := _day_and_month(own.text):
        return next((one for one in within if (one.day.day, one.day.month) == named), None)
    if found := _IN_MONTH.search(own.text):
        month = MONTHS.index((found[1] or found[2]).casefold()) + 1
        in_month = [one for one in within if one.day.month == month]
        return in_month[0] if len(in_month) == 1 else None
    return None


def _day_and_month(words: str) -> tuple[int, int] | None:
    if found := _DAY.search(words):
        return int(found[1]), MONTHS.index(found[2].casefold()) + 1
    if found := _SLASH.search(words):
        return int(found[1]), int(found[2])
    return None


class Task(NamedTuple):
    """What an assignment says, to be held against another."""

    id: int
    item_id: int
    text: str
    from_clause: bool
    to: frozenset[str]
    """Whoever has it: keys of names."""


class Alike(NamedTuple):
    """Two assignments that seem to say the same, and how sure that is, from 0 to 1."""

    one: int
    other: int
    degree: float


SAME_TASK = 0.5
"""The likeness from which on two assignments are asked about."""
_SMALL = frozenset(
    {
        *("att", "och", "eller", "som", "den", "det", "de", "en", "ett", "av", "för", "med"),
        *("till", "från", "på", "om", "vid", "under", "inom", "samt", "ska", "skall", "bör", "får"),
        *("ge", "ges", "ger", "gav", "enligt", "sig", "sin", "sitt", "sina", "är", "var", "vara"),
        *("uppdrag", "uppdraget", "uppdrar", "uppdras", "har", "hade", "detta", "denna", "dessa"),
        *("så", "även", "också", "kommer", "blir", "bli", "inför", "efter", "mot", "hos", "dess"),
        *("deras", "fram", "ta", "tar", "tas", "tog"),
    }
)
_LEAST = 2
"""Words that they must have in common."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_ROOT = 6
"""Letters of a word that are compared: what comes after is mostly its ending."""


def likeness(one: Task, other: Task) -> float:
    """How alike two assignments are, from 0 to 1: by the words that carry what is to be done.

    The share of the shorter one's words that the longer has, letter case and endings apart; names
    of whoever is to do it are left out of both. Given to the same they are more alike, to others
    less.
    """
    names = {root for name in one.to | other.to for root in _roots(name)}
    first, second = _roots(one.text) - names, _roots(other.text) - names
    shorter, longer = sorted((first, second), key=len)
    common = shorter & longer
    if len(common) < _LEAST:
        return 0.0
    share = len(common) / len(shorter)
    if one.to and other.to:
        share += 0.15 if one.to & other.to else -0.15
    return max(0.0, min(1.0, share))


def alike(tasks: Collection[Task], apart: Collection[tuple[int, int]] = ()) -> tuple[Alike, ...]:
    """Those of open `tasks` that seem to say the same, two by two, the surest first.

    Under one item, and where one at least was told in running text: two clauses were decided as
    two. `apart` are pairs (the lower id first) that somebody has said are two.
    """
    found = (_pair(one, other) for one, other in _under_one_item(tasks))
    sure = [pair for pair in found if pair.degree >= SAME_TASK]
    kept = set(apart)
    return tuple(
        sorted(
            (pair for pair in sure if (pair.one, pair.other) not in kept),
            key=lambda pair: (-pair.degree, pair.one, pair.other),
        )
    )


def _under_one_item(tasks: Collection[Task]) -> Iterator[tuple[Task, Task]]:
    by_item: dict[int, list[Task]] = {}
    for task in tasks:
        by_item.setdefault(task.item_id, []).append(task)
    for group in by_item.values():
        for one, other in combinations(sorted(group), 2):
            if not (one.from_clause and other.from_clause):
                yield one, other


def _pair(one: Task, other: Task) -> Alike:
    return Alike(one.id, other.id, round(likeness(one, other), 3))


def _roots(words: str) -> set[str]:
    found = (word.casefold() for word in _WORD.findall(words))
    return {word[:_ROOT] for word in found if word not in _SMALL}
