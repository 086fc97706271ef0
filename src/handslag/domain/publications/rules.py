"""Pure rules of what is published: addresses, anchors, and what it says as plain text."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import TYPE_CHECKING

from handslag.domain.registry.rules import signs_minutes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from handslag.domain.publications.content import (
        Assignment,
        Content,
        Decision,
        Item,
        Person,
        Transfer,
    )

RESERVED = frozenset({"beslut", "organ", "sok", "sprak", "tillganglighet"})
"""Words that stand for pages of their own where bodies' words stand in addresses."""
LONGEST_SLUG = 80
"""Leaves room in the column for what makes it unique."""
NAMELESS = "organ"
_LETTERS = str.maketrans({"å": "a", "ä": "a", "ö": "o", "æ": "a", "ø": "o", "ß": "ss", "đ": "d"})
_NO_WORD = re.compile(r"[^a-z0-9]+")
_ADDRESS = re.compile(r"(\d{4}-\d{2}-\d{2})(?:-([1-9]\d{0,3}))?", re.ASCII)


def slug_of(name: str, taken: Collection[str] = ()) -> str:
    """The word in addresses of a body called `name`: a-z, digits and hyphens alone.

    Where another body has it ("socialchefsnatverket"), the next number follows ("-2").
    """
    base = word_of(name)[:LONGEST_SLUG].strip("-") or NAMELESS
    found, number = base, 1
    while found in taken:
        number += 1
        found = f"{base}-{number}"
    return found


def word_of(text: str) -> str:
    """`text` as it can stand in an address; å and ä become a, ö becomes o. May be empty."""
    folded = text.casefold().translate(_LETTERS)
    bare = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    return _NO_WORD.sub("-", bare).strip("-")


def address_of(day: dt.date, nth: int) -> str:
    """The meeting's part of an address: "2031-03-04", and "2031-03-04-2" for the second."""
    return day.isoformat() if nth == 1 else f"{day.isoformat()}-{nth}"


def day_and_nth(address: str) -> tuple[dt.date, int] | None:
    """What `address_of` was given; None for what is no such address."""
    found = _ADDRESS.fullmatch(address)
    if found is None or found[2] == "1":
        return None
    try:
        return dt.date.fromisoformat(found[1]), int(found[2] or 1)
    except ValueError:
        return None


def form_of(legal_form: str) -> str:
    """In which form a body keeps minutes by its legal form: a value of `meetings.MinutesForm`."""
    return "signed" if signs_minutes(legal_form) else "notes"


def says(clause: str, assigned: str) -> bool:
    """Whether the words of a clause are those of what it assigns, or have them within.

    "att ge utskottet i uppdrag att ta fram en plan." says "ta fram en plan".
    """
    return bool(bare := _bare(assigned)) and bare in _bare(clause)


def _bare(words: str) -> str:
    """Words without what merely frames them: white space, letter case, "att", the full stop."""
    return " ".join(words.casefold().split()).removeprefix("att ").strip(" .;,–-")


def capital(words: str) -> str:
    """Words with a capital first letter, the rest as it is: whoever decides begins a sentence."""
    return words[:1].upper() + words[1:]


def item_anchors(numbers: Collection[str]) -> tuple[str, ...]:
    """The places on the page of items with these numbers, each once: "punkt-7"."""
    found: list[str] = []
    for place, number in enumerate(numbers, 1):
        base = f"punkt-{word_of(number)[:30] or f'nr-{place}'}"
        anchor, again = base, 1
        while anchor in found:
            again += 1
            anchor = f"{base}-{again}"
        found.append(anchor)
    return tuple(found)


def clause_anchor(item_anchor: str, nth: int) -> str:
    """The place of the item's `nth` decided clause, from 1: "beslut-7-2"."""
    return f"beslut-{item_anchor.removeprefix('punkt-')}-{nth}"


def text_of(content: Content) -> str:
    """All that is said, as plain text, a paragraph a line: what is searched and compared."""
    return "\n".join(line for _place, line in lines_of(content))


def lines_of(content: Content) -> Iterator[tuple[str, str]]:
    """Every text that the public would read, each with its place: an item's anchor, or empty."""
    yield "", content.body
    if content.place:
        yield "", content.place
    if content.cancelled_reason:
        yield "", content.cancelled_reason
    groups = content.attendance
    for person in (*groups.present, *groups.partly, *groups.absent):
        yield "", _person(person)
    for item in content.items:
        yield from ((item.anchor, line) for line in _item(item) if line)
    for attachment in content.attachments:
        yield "", f"{attachment.label} {attachment.title}".strip()
    for one in content.signatures:
        yield "", one.name


def _item(item: Item) -> Iterator[str]:
    yield f"{item.number} {item.heading}".strip()
    yield from item.text_marked.splitlines()
    yield from map(_person, item.presenters)
    for proposal in item.proposals:
        yield proposal.by
        yield from (f"{point.number} {point.text}".strip() for point in proposal.points)
    for stance in item.stances:
        yield stance.by
    for decision in (*item.proposed, *item.decisions):
        yield from _decision(decision)
    for assignment in item.assignments:
        yield _assignment(assignment)
    for transfer in item.transfers:
        yield _transfer(transfer)
    for absence in item.absences:
        yield _person(absence.person)
    for attachment in item.attachments:
        yield f"{attachment.label} {attachment.title}".strip()
    yield item.late_reason
    yield item.withdrawn_reason
    yield item.closed_ground


def _decision(decision: Decision) -> Iterator[str]:
    yield capital(decision.by)
    yield from decision.abstaining
    for clause in decision.clauses:
        yield f"{clause.scope} {clause.text}".strip()
        yield clause.due_text
        yield from map(_person, clause.appointed)
        yield from (_assignment(one, clause.text) for one in clause.assignments)
        yield from map(_transfer, clause.transfers)
    if decision.vote:
        yield decision.vote.text
    for reservation in decision.reservations:
        yield f"{_person(reservation.by)} {reservation.text}".strip()


def _assignment(one: Assignment, within: str = "") -> str:
    """What is assigned; where the clause it stands `within` says what, to whom and till when."""
    text = "" if says(within, one.text) else one.text
    return " ".join(filter(None, (", ".join(one.assignees), text, one.due_text)))


def _transfer(one: Transfer) -> str:
    return " ".join(filter(None, (one.text, one.to_body, one.back_text)))


def _person(one: Person) -> str:
    return ", ".join(filter(None, (one.name, one.role, one.organisation, one.note)))
