"""What speaks against a day for a meeting. Nothing is forbidden: it is told. Pure.

Two meetings on a day collide where the same people are called to both, where a principal has seats
in both bodies, or where one body prepares for the other. Days stand out by themselves too, see
`handslag.domain.meetings.planning.days`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, time
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.domain.meetings.planning.days import SATURDAY, DayKind, DayMark, marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Slot:
    """When a body meets, or shall meet. `meeting_id` is None for what is not planned yet."""

    meeting_id: int | None
    body_id: int
    body: str
    day: date
    start: time | None = None
    end: time | None = None
    main_id: int | None = None
    """The meeting that it is held before."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to know about a day for a meeting, in the reader's words."""

    words: str
    strong: bool
    """It stands in the way of somebody; else it is good to know."""
    meeting_id: int | None = None
    """The other meeting, where it is about one."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """Somebody sits in a body, from one day to another."""

    body_id: int
    person_id: int
    principal_id: int | None
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Concern:
    """Who is concerned by two bodies that meet on one day."""

    people: int = 0
    """How many are called to both."""
    principals: int = 0
    """How many principals have seats in both."""
    prepares: bool = False
    """One prepares matters for the other."""

    def __bool__(self) -> bool:
        return bool(self.people or self.principals or self.prepares)


@dataclass(slots=True)
class Ties:
    """What bodies have in common: who sits in them, for which principals, who prepares for whom."""

    sittings: Sequence[Sitting] = ()
    seats: Iterable[tuple[int, int]] = ()
    """Bodies and the principals that have seats in them."""
    prepares: Iterable[tuple[int, int]] = ()
    """Bodies, and those that they prepare for."""
    _sittings: dict[int, list[Sitting]] = field(default_factory=lambda: defaultdict(list))
    _seats: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    _pairs: set[frozenset[int]] = field(default_factory=set)
    _on: dict[tuple[int, date], tuple[set[int], set[int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for sitting in self.sittings:
            self._sittings[sitting.body_id].append(sitting)
        for body_id, principal_id in self.seats:
            self._seats[body_id].add(principal_id)
        self._pairs = {frozenset(pair) for pair in self.prepares}

    def between(self, one: int, other: int, day: date) -> Concern:
        """Who is concerned when these two bodies meet on a day."""
        (people, principals), (others, other_principals) = (
            self._who(body_id, day) for body_id in (one, other)
        )
        return Concern(
            people=len(people & others),
            principals=len(principals & other_principals),
            prepares=frozenset((one, other)) in self._pairs,
        )

    def _who(self, body_id: int, day: date) -> tuple[set[int], set[int]]:
        """The people and the principals of a body on a day."""
        known = self._on.get((body_id, day))
        if known is None:
            sits = [
                one
                for one in self._sittings[body_id]
                if one.since <= day and (one.until is None or one.until >= day)
            ]
            people = {one.person_id for one in sits}
            principals = {one.principal_id for one in sits if one.principal_id is not None}
            known = self._on[body_id, day] = (people, principals | self._seats[body_id])
        return known


def remarks(slot: Slot, others: Iterable[Slot], ties: Ties) -> tuple[Remark, ...]:
    """All that there is to know of a day for a meeting, what stands in the way first.

    `others` are the meetings on that day that the reader may know of, cancelled ones left out.
    """
    found = [*_of_the_day(slot.day), *_of_others(slot, others, ties)]
    return tuple(sorted(found, key=lambda remark: not remark.strong))


def clash_in_time(one: Slot, other: Slot) -> bool | None:
    """Whether two meetings on a day overlap; None where that cannot be told.

    One that ends when the other begins does not.
    """
    if one.start is None or other.start is None:
        return None
    first, second = sorted((one, other), key=lambda slot: slot.start or time.min)
    if first.start == second.start:
        return True
    if first.end is None:
        return None
    return first.end > (second.start or time.min)


def _of_the_day(day: date) -> Iterator[Remark]:
    for mark in marks(day):
        yield Remark(words_of(mark, day), mark.kind in (DayKind.HOLIDAY, DayKind.WEEKEND))


def words_of(mark: DayMark, day: date) -> str:
    """Why a day stands out, in the reader's words."""
    if mark.kind == DayKind.HOLIDAY:
        return _("Helgdag: %(name)s.") % {"name": mark.name}
    if mark.kind == DayKind.WEEKEND:
        return _("Lördag.") if day.weekday() == SATURDAY else _("Söndag.")
    if mark.kind == DayKind.HALF_DAY:
        return _("%(name)s: många slutar tidigt.") % {"name": mark.name}
    if mark.kind == DayKind.BETWEEN:
        return _("Klämdag: många är lediga.")
    return _("Juli brukar vara mötesfri.")


def _of_others(slot: Slot, others: Iterable[Slot], ties: Ties) -> Iterator[Remark]:
    for other in others:
        if other.day != slot.day or other.body_id == slot.body_id or _belong(slot, other):
            continue
        concern = ties.between(slot.body_id, other.body_id, slot.day)
        if concern:
            clash = clash_in_time(slot, other)
            strong = clash is not False and bool(concern.people or concern.prepares)
            yield Remark(_clash_words(other, clash, concern), strong, other.meeting_id)


def _belong(one: Slot, other: Slot) -> bool:
    """Whether one is held before the other, as was meant."""
    return any(
        first.main_id is not None and first.main_id == second.meeting_id
        for first, second in ((one, other), (other, one))
    )


def _clash_words(other: Slot, clash: bool | None, concern: Concern) -> str:  # noqa: FBT001  used in one place
    when = _("%(body)s möts samma tid") if clash else _("%(body)s möts samma dag")
    words = when % {"body": other.body}
    if other.start is not None:
        words = f"{words}, {_clock(other)}"
    return f"{words}: {_concern_words(concern)}."


def _clock(slot: Slot) -> str:
    times = [f"{clock:%H.%M}" for clock in (slot.start, slot.end) if clock is not None]
    return _("kl. %(time)s") % {"time": "\N{EN DASH}".join(times)}


def _concern_words(concern: Concern) -> str:
    told = []
    if concern.people:
        words = ngettext(
            "%(count)d person är med i båda", "%(count)d personer är med i båda", concern.people
        )
        told.append(words % {"count": concern.people})
    elif concern.principals:
        words = ngettext(
            "%(count)d huvudman har plats i båda",
            "%(count)d huvudmän har plats i båda",
            concern.principals,
        )
        told.append(words % {"count": concern.principals})
    if concern.prepares:
        told.append(_("det ena bereder ärenden åt det andra"))
    return _(" och ").join(told)
