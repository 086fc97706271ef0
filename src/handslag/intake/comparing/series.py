"""The documents of one body over time: what was left hanging. Pure."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handslag.domain.base.likeness import near_equal
from handslag.domain.base.words import key_of
from handslag.intake.comparing.found import Found
from handslag.intake.comparing.pairing import takes_up
from handslag.intake.comparing.papers import Duty, Item, Reference, Transfer, marks_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from handslag.intake.comparing.papers import Json, Paper

MARKS_SHARED = 0.5
"""An assignment is mentioned where an item has at least this share of its words."""
_NEXT = re.compile(r"nästa|nästkommande|kommande", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Thread:
    """A document's day and items, as much as is needed to follow matters over time."""

    id: int
    kind: str
    date: dt.date
    items: tuple[Item, ...]


def compare_series(
    threads: Sequence[Thread], scope: Collection[int], known_days: Collection[dt.date]
) -> list[Found]:
    """What the documents in `scope` left to later ones that never took it up.

    `threads` are the body's documents around them; `known_days` the days of any meeting that some
    document tells of.
    """
    ordered = sorted(threads, key=lambda one: (one.date, one.id))
    told: set[tuple[dt.date, str]] = set()
    found: list[Found] = []
    for thread in ordered:
        if thread.id not in scope:
            continue
        later = [one for one in ordered if one.date > thread.date]
        if thread.kind == "minutes":
            found += _tabled(thread, later, told)
            found += _due(thread, later, told)
        found += _missing(thread, known_days)
    return found


def _tabled(
    thread: Thread, later: Sequence[Thread], told: set[tuple[dt.date, str]]
) -> Iterator[Found]:
    for item in thread.items:
        transfer = next((one for one in item.transfers if one.kind == "tabled"), None)
        if transfer is None and item.outcome != "tabled":
            continue
        to_date = transfer.to_date if transfer else None
        meeting = _due_at(later, to_date)
        if meeting is None or _told(told, thread.date, item.heading):
            continue
        if any(takes_up(other, item.heading) for one in later for other in one.items):
            continue
        yield Found(
            "tabled-not-returned",
            thread.id,
            meeting.id,
            f"{key_of(item.heading)}|{to_date}",
            transfer.place if transfer and transfer.place else item.place,
            None,
            {
                "heading": item.heading,
                "to_date": to_date.isoformat() if to_date else None,
                "at": meeting.date.isoformat(),
            },
        )


def _due_at(later: Sequence[Thread], day: dt.date | None) -> Thread | None:
    """The meeting at which a matter should have come back: the first on or after the day.

    Its minutes where there are any, since a notice may get additions.
    """
    due = [one for one in later if day is None or one.date >= day]
    if not due:
        return None
    first = [one for one in due if one.date == due[0].date]
    return next((one for one in first if one.kind == "minutes"), first[0])


def _told(told: set[tuple[dt.date, str]], day: dt.date, words: str) -> bool:
    """Whether another document of the same day told the same; remembers it where none did."""
    if any(known == day and near_equal(text, words) for known, text in told):
        return True
    told.add((day, words))
    return False


def _due(
    thread: Thread, later: Sequence[Thread], told: set[tuple[dt.date, str]]
) -> Iterator[Found]:
    """Assignments due at a meeting that has minutes, none of which speaks of them."""
    for item in thread.items:
        for duty in item.duties:
            minutes = _minutes_at(duty, later)
            if not minutes or _mentioned(duty, item, minutes):
                continue
            if _told(told, thread.date, duty.text):
                continue
            yield Found(
                "assignment-not-mentioned",
                thread.id,
                minutes[0].id,
                f"{key_of(duty.text)}|{minutes[0].date}",
                duty.place,
                None,
                {
                    "text": duty.text,
                    "who": duty.who,
                    "at": minutes[0].date.isoformat(),
                    "heading": item.heading,
                },
            )


def _minutes_at(duty: Duty, later: Sequence[Thread]) -> list[Thread]:
    held = [one for one in later if one.kind == "minutes"]
    day = duty.due_date
    if day is None:
        if not _NEXT.search(duty.due_text) or not held:
            return []
        day = held[0].date
    return [one for one in held if one.date == day]


def _mentioned(duty: Duty, item: Item, minutes: Iterable[Thread]) -> bool:
    sought = marks_of(duty.text)
    for other in (other for one in minutes for other in one.items):
        if takes_up(other, item.heading):
            return True
        if sought and len(sought & other.marks) >= max(1, MARKS_SHARED * len(sought)):
            return True
    return not sought


def _missing(thread: Thread, known_days: Collection[dt.date]) -> Iterator[Found]:
    missed: dict[dt.date, Reference] = {}
    for reference in (one for item in thread.items for one in item.references):
        if reference.date < thread.date and reference.date not in known_days:
            missed.setdefault(reference.date, reference)
    for day, reference in missed.items():
        yield Found(
            "referred-meeting-missing",
            thread.id,
            None,
            day.isoformat(),
            reference.place,
            None,
            {"date": day.isoformat()},
            day=day,
        )


def compare_referrals(
    threads: Sequence[Thread], receivers: Mapping[str, Sequence[Thread]]
) -> list[Found]:
    """What one body's documents referred to other bodies that never took it up.

    `receivers` are the documents of each body that was referred to, by the key of its name as the
    referral has it. Told only where that body has met since, and where a day was given, then.
    """
    told: set[tuple[dt.date, str]] = set()
    found: list[Found] = []
    for thread in sorted(threads, key=lambda one: (one.date, one.id)):
        for item, transfer in referred(thread):
            known = receivers.get(key_of(transfer.to_body), ())
            since = sorted(known, key=lambda one: (one.date, one.id))
            later = [one for one in since if one.date > thread.date]
            meeting = _due_at(later, transfer.to_date)
            if meeting is None:
                continue
            on_or_after = (one for one in since if one.date >= thread.date)
            if any(takes_up(two, item.heading) for one in on_or_after for two in one.items):
                continue
            if not _told(told, thread.date, f"{transfer.to_body}: {item.heading}"):
                found.append(_not_taken_up(thread, item, transfer, meeting))
    return found


def referred(thread: Thread) -> Iterator[tuple[Item, Transfer]]:
    """The items that a document of a meeting that was held says to have gone to another body."""
    if thread.kind == "minutes":
        for item in thread.items:
            for transfer in item.transfers:
                if transfer.kind == "referred" and transfer.to_body:
                    yield item, transfer


def _not_taken_up(thread: Thread, item: Item, transfer: Transfer, meeting: Thread) -> Found:
    return Found(
        "referred-not-taken-up",
        thread.id,
        meeting.id,
        f"{key_of(item.heading)}|{key_of(transfer.to_body)}",
        transfer.place or item.place,
        None,
        {"heading": item.heading, "to_body": transfer.to_body},
    )


def to_json(paper: Paper) -> list[Json]:
    """What `Thread.items` needs of a paper's items, to be kept."""
    return [
        {
            "n": item.number,
            "h": item.heading,
            "p": item.place,
            "o": item.outcome,
            "t": [
                [one.kind, one.to_body, _iso(one.to_date), one.text, one.place]
                for one in item.transfers
            ],
            "d": [
                [one.text, one.who, _iso(one.due_date), one.due_text, one.place]
                for one in item.duties
            ],
            "r": [[_iso(one.date), one.place] for one in item.references],
            "m": " ".join(sorted(item.marks)),
        }
        for item in paper.items
    ]


def items_from_json(kept: Iterable[Json]) -> tuple[Item, ...]:
    """The items that `to_json` kept."""
    return tuple(_item(order, one) for order, one in enumerate(kept, 1))


def _item(order: int, kept: Json) -> Item:
    return Item(
        order=order,
        number=kept["n"],
        heading=kept["h"],
        place=_place(kept["p"]),
        outcome=kept["o"],
        transfers=tuple(
            Transfer(kind, body, _day(day), text, _place(place))
            for kind, body, day, text, place in kept["t"]
        ),
        duties=tuple(
            Duty(text, who, _day(day), due, _place(place))
            for text, who, day, due, place in kept["d"]
        ),
        references=tuple(
            Reference(dt.date.fromisoformat(day), _place(place)) for day, place in kept["r"]
        ),
        marks=frozenset(kept["m"].split()),
    )


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _day(day: str | None) -> dt.date | None:
    return dt.date.fromisoformat(day) if day else None


def _place(place: list[int] | None) -> tuple[int, int] | None:
    return (place[0], place[1]) if place else None
