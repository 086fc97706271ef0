"""What fields of the room's forms about decisions tell: people and bodies picked, days, points.

A field in which somebody is picked has one beside it, named `..._id`, that holds what was picked,
"person-12" or "meeting-7". Where it is empty, what was typed is taken as it is named.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from handslag.domain.base.dates import day_from_words
from handslag.domain.matters.writing.phrases import points_from
from handslag.domain.matters.writing.told import (
    AssignmentWritten,
    ClauseWritten,
    DueTold,
    PersonWritten,
    ReservationWritten,
    VoteWritten,
    WhitherTold,
    WhoTold,
)
from handslag.interfaces.web.kit.requests import number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handslag.interfaces.web.kit.requests import PageRequest

_PICKED = re.compile(r"(person|body|organisation|meeting)-([0-9]{1,18})")
_NAMES = re.compile(r"\s*[;\n]\s*")


def clause_in(request: PageRequest) -> ClauseWritten:
    """The att-sats that a form tells.

    `text`, or a phrase (`phrase`) with `what` to fill it; `action`, `points`, `scope`, `effect`,
    `inline`, `due`, `assignees`, `appointees`, `body` and `date`.
    """
    said = request.POST
    return ClauseWritten(
        text=said.get("text", ""),
        phrase=said.get("phrase", ""),
        what=said.get("what", ""),
        action=said.get("action", ""),
        points=points_from(said.get("points", "")),
        scope=said.get("scope", ""),
        inline=bool(said.get("inline", "")),
        effect=said.get("effect", ""),
        due=due_in(request),
        assignees=tuple(assignees_in(request)),
        appointees=tuple(people_in(request, "appointees")),
        whither=whither_in(request),
    )


def assignment_in(request: PageRequest) -> AssignmentWritten:
    """The assignment that a form tells: `text`, `assignees`, `due`."""
    return AssignmentWritten(
        text=request.POST.get("text", ""),
        due=due_in(request),
        assignees=tuple(assignees_in(request)),
    )


def vote_in(request: PageRequest) -> VoteWritten:
    """The vote that a form tells: `text`, `in_favour`, `against`, `abstained`."""
    return VoteWritten(
        text=request.POST.get("text", ""),
        in_favour=number(request.POST.get("in_favour")) or 0,
        against=number(request.POST.get("against")) or 0,
        abstained=number(request.POST.get("abstained")) or 0,
    )


def reservation_in(request: PageRequest) -> ReservationWritten:
    """The reservation that a form tells: `by`, with whom it is where picked, and `text`."""
    text, (kind, id_) = request.POST.get("by", ""), _picked(request.POST.get("by_id", ""))
    person = PersonWritten(name=text, person_id=id_) if kind == "person" else PersonWritten()
    return ReservationWritten(by=text, person=person, text=request.POST.get("text", ""))


def due_in(request: PageRequest) -> DueTold:
    """When something is due (`due`): a meeting picked, a day in words, or other words."""
    words, (kind, id_) = request.POST.get("due", ""), _picked(request.POST.get("due_id", ""))
    if kind == "meeting":
        return DueTold(meeting_id=id_)
    day = day_from_words(words)
    return DueTold(date=day, words="" if day else words)


def whither_in(request: PageRequest) -> WhitherTold:
    """Where an item goes: `body`, and `date`, a day in words or a meeting picked.

    And when it is expected back (`back`): a day in words, or other words.
    """
    said = request.POST
    kind, body_id = _picked(said.get("body_id", ""))
    of, meeting_id = _picked(said.get("date_id", ""))
    back = said.get("back", "")
    back_date = day_from_words(back)
    return WhitherTold(
        body=said.get("body", ""),
        body_id=body_id if kind == "body" else None,
        date=None if of == "meeting" else day_from_words(said.get("date", "")),
        meeting_id=meeting_id if of == "meeting" else None,
        back_date=back_date,
        back_words="" if back_date else back,
    )


def assignees_in(request: PageRequest) -> Iterator[WhoTold]:
    """Those who are assigned (`assignees`): one a field, or several with semicolons between."""
    for text, kind, id_ in _rows(request, "assignees"):
        yield WhoTold(
            text=text,
            body_id=id_ if kind == "body" else None,
            organisation_id=id_ if kind == "organisation" else None,
            person_id=id_ if kind == "person" else None,
        )


def people_in(request: PageRequest, name: str) -> Iterator[PersonWritten]:
    """People in fields of one name: one a field, or several with semicolons between."""
    for text, kind, id_ in _rows(request, name):
        yield PersonWritten(name=text, person_id=id_ if kind == "person" else None)


def names_in(request: PageRequest, name: str) -> list[str]:
    """Names in fields of one name, each a field or with semicolons between."""
    return [text for text, _kind, _id in _rows(request, name)]


def _rows(request: PageRequest, name: str) -> Iterator[tuple[str, str, int | None]]:
    ids = request.POST.getlist(f"{name}_id")
    for place, words in enumerate(request.POST.getlist(name)):
        kind, id_ = _picked(ids[place] if place < len(ids) else "")
        if id_ is not None:
            yield words.strip(), kind, id_
            continue
        for text in _NAMES.split(words):
            if text.strip():
                yield text.strip(), "", None


def _picked(words: str) -> tuple[str, int | None]:
    found = _PICKED.fullmatch(words.strip())
    return (found[1], int(found[2])) if found else ("", None)
