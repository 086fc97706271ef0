"""The shapes in which writes of decisions take what the secretary typed or picked."""

from __future__ import annotations

import datetime as dt  # noqa: TC003  fields of dataclasses
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class DueTold:
    """When something is due: a day, a coming meeting of the body, or words ("senare").

    A meeting stands for its day; the words are kept beside it.
    """

    date: dt.date | None = None
    meeting_id: int | None = None
    words: str = ""


NO_DUE = DueTold()


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoTold:
    """Who is to do something: one of the register's, picked, or as named.

    Without words the name of the one picked stands. One id at most.
    """

    text: str = ""
    body_id: int | None = None
    organisation_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonWritten:
    """A person picked, or named where the register does not know them.

    Title and organisation may be left to the register, as they are on the meeting's day.
    """

    name: str = ""
    person_id: int | None = None
    title: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhitherTold:
    """Where an item goes: a body, picked or as named, and a day or a coming meeting of it."""

    body: str = ""
    body_id: int | None = None
    date: dt.date | None = None
    meeting_id: int | None = None
    back_date: dt.date | None = None
    """When it is expected back."""
    back_words: str = ""
    """The same in words: "till höstens första möte"."""


NOWHERE = WhitherTold()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseWritten:
    """An att-sats as it is written: its text, and what was picked beside it.

    `action` is a value of ClauseAction; where it is empty it is told from the phrase, or from the
    text. `points` are the numbers of the points that it settles, `scope` the side it is limited
    to, as named. `effect` is a value of DecisionEffect; the body's own holds where it is empty.
    """

    text: str
    phrase: str = ""
    """The key of the phrase it was begun from (`PhraseView.key`), if any. Where `text` is empty the
    phrase is filled in with what was picked, and with `what`."""
    what: str = ""
    """What fills the places of a phrase that nothing else fills: "att ställa sig bakom {vad}"."""
    action: str = ""
    points: tuple[int, ...] = ()
    scope: str = ""
    inline: bool = False
    effect: str = ""
    due: DueTold = NO_DUE
    assignees: tuple[WhoTold, ...] = ()
    appointees: tuple[PersonWritten, ...] = ()
    whither: WhitherTold = NOWHERE
    """For a clause that refers or tables; other clauses leave it alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentWritten:
    """An assignment in running text, with whom it is given to and when it is due."""

    text: str
    due: DueTold = NO_DUE
    assignees: tuple[WhoTold, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteWritten:
    """A vote: what was voted on and how many were for, against, and abstained."""

    text: str = ""
    in_favour: int = 0
    against: int = 0
    abstained: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservationWritten:
    """Somebody's dissent: a person, or a side or a principal, `by` its name; and the reasons."""

    by: str = ""
    person: PersonWritten = field(default_factory=PersonWritten)
    text: str = ""
