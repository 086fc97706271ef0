"""Documents of one meeting beside each other: what the plan said, and what happened. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from handslag.domain.base.likeness import folded, heading_likeness, near_equal
from handslag.domain.base.words import key_of
from handslag.domain.meetings.rules import is_formal
from handslag.domain.registry.rules import likeness
from handslag.intake.comparing.found import INFO, Found
from handslag.intake.comparing.pairing import Placed, paired, placed, takes_up
from handslag.source.comparing.words import words_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from handslag.intake.comparing.papers import Item, Paper, Told

SAME_TITLE = 0.9
CHANGED = 0.5
"""Texts that share at least this much of their words are one text, reworded."""
_ATTACHMENTS = re.compile(
    r"[,(]?\s*\bbil(?:aga|agor|\.)?\s*\d\w*(?:\s*[-–,]\s*\d\w*)*\)?", re.IGNORECASE
)
_IN_BRACKETS = re.compile(r"\([^()]*\)")
MOST_TEXTS = 60
"""Texts of one item that are compared each with each."""
SHOWN = 10
Pair = tuple[Placed, Placed]


def compare_meeting(papers: Sequence[Paper], doubles: Collection[frozenset[int]]) -> list[Found]:
    """What the documents of one meeting say otherwise.

    `doubles` are pairs of documents that are two readings of one; only the first of them speaks.
    """
    notices = _speaking([paper for paper in papers if paper.kind == "notice"], doubles)
    minutes = _speaking([paper for paper in papers if paper.kind == "minutes"], doubles)
    plan, held = placed(notices), placed(minutes)
    pairs = paired(plan, held)
    found = [*_labels_twice(plan), *_labels_twice(held)]
    if notices and minutes:
        found += _occasion(notices, minutes[0])
        for pair in pairs:
            found += [*_presenters(*pair), *_title(*pair), *_proposals(*pair), *_labels(*pair)]
        found += _missing(plan, held, pairs, minutes[0])
        found += _added(plan, held, pairs)
        found += _numbers(pairs)
        found += _order(pairs, notices[0], minutes[0])
    return found


def _speaking(papers: Iterable[Paper], doubles: Collection[frozenset[int]]) -> list[Paper]:
    kept: list[Paper] = []
    for paper in sorted(papers, key=lambda one: one.id):
        if not any(frozenset({paper.id, other.id}) in doubles for other in kept):
            kept.append(paper)
    return kept


def _occasion(notices: Sequence[Paper], held: Paper) -> Iterator[Found]:
    """Another day, time or place; told once where two notices say the same."""
    told: set[tuple[str, str]] = set()
    for plan in notices:
        for code, was, now, place, other_place in (
            ("meeting-date-differs", plan.date, held.date, held.date_place, plan.date_place),
            ("meeting-time-differs", plan.start, held.start, held.time_place, plan.time_place),
            ("meeting-place-differs", plan.place, held.place, held.place_place, plan.place_place),
        ):
            words = (str(was), str(now))
            if not was or not now or _same_place(*words) or (code, words[0]) in told:
                continue
            told.add((code, words[0]))
            values = {"was": words[0], "now": words[1]}
            yield Found(code, held.id, plan.id, "|".join(words), place, other_place, values)


def _same_place(one: str, other: str) -> bool:
    first, second = folded(one), folded(other)
    return first == second or (not one[0].isdigit() and (first in second or second in first))


def same_name(one: str, other: str) -> bool:
    """Whether two names as printed may be one person's."""
    return key_of(one) == key_of(other) or likeness(one, other) is not None


def _presenters(plan: Placed, held: Placed) -> Iterator[Found]:
    were, are = plan.item.presenters, held.item.presenters
    if not were or not are:
        return
    gone = [one for one in were if not any(same_name(one.words, two.words) for two in are)]
    come = [one for one in are if not any(same_name(one.words, two.words) for two in were)]
    if gone and come:
        values = {
            "heading": held.item.heading,
            "was": ", ".join(one.words for one in gone),
            "now": ", ".join(one.words for one in come),
        }
        about = f"{key_of(plan.item.heading)}|{values['was']}|{values['now']}"
        yield _between(
            "presenter-differs", plan, held, about, values, (come[0].place, gone[0].place)
        )


def _between(
    code: str,
    plan: Placed,
    held: Placed,
    about: str,
    values: Mapping[str, object],
    places: tuple[tuple[int, int] | None, tuple[int, int] | None],
) -> Found:
    return Found(code, held.paper.id, plan.paper.id, about, *places, dict(values))


def _title(plan: Placed, held: Placed) -> Iterator[Found]:
    was, now = _bare_title(plan.item), _bare_title(held.item)
    if heading_likeness(was, now) >= SAME_TITLE:
        return
    values: dict[str, object] = {"was": plan.item.heading, "now": held.item.heading}
    about = f"{plan.item.heading}|{held.item.heading}"
    yield _between("title-changed", plan, held, about, values, (held.item.place, plan.item.place))


def _bare_title(item: Item) -> str:
    """A heading without what stands in brackets and without the names of those who present it."""
    words = _IN_BRACKETS.sub(" ", item.heading)
    for presenter in item.presenters:
        words = words.replace(presenter.words, " ")
    return words.strip(" –-,;:")


def _proposals(plan: Placed, held: Placed) -> Iterator[Found]:
    """Each text that was proposed beside what became of it, where words were changed."""
    were = plan.item.proposed[:MOST_TEXTS]
    are = (*held.item.proposed, *held.item.decided)[:MOST_TEXTS]
    same = {folded(_bare(one.words)) for one in are}
    left = [one for one in were if folded(_bare(one.words)) not in same]
    for was, now in _reworded(left, are):
        if near_equal(_bare(was.words), _bare(now.words)):
            continue
        values = {
            "heading": held.item.heading,
            "was": was.words,
            "now": now.words,
            "decided": now in held.item.decided,
        }
        about = f"{was.words}|{now.words}"
        yield _between("proposal-changed", plan, held, about, values, (now.place, was.place))


def _bare(text: str) -> str:
    text = _ATTACHMENTS.sub("", text).strip(" .;,")
    return text[4:] if text[:4].casefold() == "att " else text


def _reworded(were: Sequence[Told], are: Sequence[Told]) -> list[tuple[Told, Told]]:
    """The texts that share most words, each at most once."""
    scored = []
    counted = [Counter(word.folded for word in words_of(one.words)) for one in are]
    for number, was in enumerate(were):
        words = Counter(word.folded for word in words_of(was.words))
        for other, others in enumerate(counted):
            total = words.total() + others.total()
            degree = 2 * (words & others).total() / total if total else 0.0
            if degree >= CHANGED:
                scored.append((-degree, number, other))
    pairs: dict[int, int] = {}
    for _degree, number, other in sorted(scored):
        if number not in pairs and other not in pairs.values():
            pairs[number] = other
    return [(were[number], are[other]) for number, other in sorted(pairs.items())]


def _labels(plan: Placed, held: Placed) -> Iterator[Found]:
    were = {key_of(one.words): one for one in plan.item.labels}
    are = {key_of(one.words): one for one in held.item.labels}
    gone = [one for key, one in were.items() if key not in are]
    come = [one for key, one in are.items() if key not in were]
    if not were or not are or not (gone or come):
        return
    values = {
        "heading": held.item.heading,
        "gone": [one.words for one in gone],
        "come": [one.words for one in come],
    }
    about = f"{key_of(plan.item.heading)}|{values['gone']}|{values['come']}"
    places = ((come or list(are.values()))[0].place, (gone or list(were.values()))[0].place)
    yield _between("attachments-changed", plan, held, about, values, places)


def _missing(
    plan: Sequence[Placed], held: Sequence[Placed], pairs: Sequence[Pair], minutes: Paper
) -> Iterator[Found]:
    known = {(one.paper.id, one.item.order) for one, _other in pairs}
    for one in plan:
        if (one.paper.id, one.item.order) in known or is_formal(one.item.heading):
            continue
        told = next((two for two in held if takes_up(two.item, one.item.heading)), None)
        values = {"number": one.item.number, "heading": one.item.heading}
        if told:
            values["under"] = f"{told.item.number} {told.item.heading}".strip()
        yield Found(
            "item-missing",
            told.paper.id if told else minutes.id,
            one.paper.id,
            key_of(one.item.heading),
            told.item.place if told else None,
            one.item.place,
            dict(values),
            INFO if told else "",
        )


def _added(
    plan: Sequence[Placed], held: Sequence[Placed], pairs: Sequence[Pair]
) -> Iterator[Found]:
    """Items of the minutes alone; not told where the notice itself is clearly not there."""
    matters = [one for one in held if not is_formal(one.item.heading)]
    known = {(other.paper.id, other.item.order) for _one, other in pairs}
    added = [one for one in matters if (one.paper.id, one.item.order) not in known]
    if not plan or 2 * len(added) > len(matters):
        return
    for one in added:
        values = {"number": one.item.number, "heading": one.item.heading}
        yield Found(
            "item-added",
            one.paper.id,
            plan[0].paper.id,
            key_of(one.item.heading),
            one.item.place,
            None,
            dict(values),
        )


def _numbers(pairs: Sequence[Pair]) -> Iterator[Found]:
    """Matters that got another number; not told where all did, for minutes may count their own."""
    by_papers: dict[tuple[int, int], list[Pair]] = defaultdict(list)
    for one, other in pairs:
        if one.item.number and other.item.number and not is_formal(other.item.heading):
            by_papers[one.paper.id, other.paper.id].append((one, other))
    for both in by_papers.values():
        moved = [pair for pair in both if len({key_of(each.item.number) for each in pair}) > 1]
        if not moved or len(moved) == len(both) > 1:
            continue
        one, other = moved[0]
        told = [(b.item.heading, a.item.number, b.item.number) for a, b in moved[:SHOWN]]
        values: dict[str, object] = {"moved": told, "count": len(moved)}
        places = (other.item.place, one.item.place)
        yield _between("numbers-changed", one, other, str(told), values, places)


def _order(pairs: Sequence[Pair], notice: Paper, minutes: Paper) -> Iterator[Found]:
    both = [
        (one, other)
        for one, other in pairs
        if one.paper.id == notice.id and other.paper.id == minutes.id
    ]
    kept = _in_order([other.item.order for _one, other in both])
    moved = [pair for number, pair in enumerate(both) if number not in kept]
    if moved:
        one, other = moved[0]
        headings = [two.item.heading for _one, two in moved[:SHOWN]]
        values: dict[str, object] = {"headings": headings, "count": len(moved)}
        places = (other.item.place, one.item.place)
        yield _between("order-changed", one, other, str(headings), values, places)


def _in_order(numbers: Sequence[int]) -> set[int]:
    """The places of the longest run of numbers that rises."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for place, number in enumerate(numbers):
        at = bisect_left(tails, number)
        before.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(number)
            ends.append(place)
        else:
            tails[at], ends[at] = number, place
    kept: set[int] = set()
    place = ends[-1] if ends else -1
    while place >= 0:
        kept.add(place)
        place = before[place]
    return kept


def _labels_twice(items: Sequence[Placed]) -> Iterator[Found]:
    """One label under two items of the plan, or of what happened.

    One attachment may serve two items of one paper; two papers that number alike is worse.
    """
    by_label: dict[str, list[tuple[Placed, Told]]] = defaultdict(list)
    for one in items:
        for label in {key_of(label.words): label for label in one.item.labels}.values():
            by_label[key_of(label.words)].append((one, label))
    for found in by_label.values():
        first, label = found[0]
        for other, again in found[1:]:
            if _same_matter(first.item, other.item):
                continue
            apart = first.paper.id != other.paper.id
            yield Found(
                "attachment-label-twice",
                other.paper.id,
                first.paper.id if apart else None,
                f"{key_of(label.words)}|{key_of(first.item.heading)}|{key_of(other.item.heading)}",
                again.place,
                label.place if apart else None,
                {
                    "label": label.words,
                    "first": first.item.heading,
                    "second": other.item.heading,
                },
                "" if apart else INFO,
            )


def _same_matter(one: Item, other: Item) -> bool:
    return heading_likeness(one.heading, other.heading) >= SAME_TITLE
